"""What the project offers to those who report, change or adopt it: forms, and hooks of pre-commit."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
from importlib.resources import files
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import jsonschema
import pytest
import yaml

from mkdocs_briefs.builder.pipeline import NAMES
from mkdocs_briefs.settings import Settings
from support.forks import run_program

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
GUIDE = ROOT / "docs" / "how-to" / "check-every-change.md"
BRIEF = """\
---
title: The bridge is closed
date: 2024-06-01
actors: [exampleton]
---

Exampleton closes its bridge.
"""
ACTORS = """\
exampleton: {name: Exampleton, kind: organization}
sampleford: {name: Sampleford, kind: organization}
"""


@pytest.mark.parametrize("path", sorted(FORMS.iterdir()), ids=lambda path: path.name)
def test_a_form_is_one_that_github_shows(path: Path) -> None:
    kind = "config" if path.name == "config.yml" else "forms"
    name = f"github-issue-{kind}.json"
    schemas = files("check_jsonschema") / "builtin_schemas" / "vendor"
    form = yaml.safe_load(path.read_text("utf-8"))
    jsonschema.validate(form, json.loads((schemas / name).read_text("utf-8")))
    ids = [part["id"] for part in form.get("body", ()) if "id" in part]
    assert len(ids) == len(set(ids))


def test_the_template_of_requests_asks_for_what_contributing_asks_for() -> None:
    asked = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for word in re.findall(r"`([^`]+)`", asked):
        assert word in told


def commit(folder: Path, hook: dict[str, Any], *changed: str) -> CompletedProcess[str] | None:
    """What pre-commit does with a hook of these settings, where nothing but `changed` did change."""
    chosen = [path for path in changed if re.search(hook["files"], path)]
    if not chosen:
        return None
    name, *words = [*shlex.split(hook["entry"]), *hook.get("args", [])]
    words += chosen if hook["pass_filenames"] else []
    return run_program(name, words, folder, os.environ)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "briefs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nplugins: [briefs]\n")
    (tmp_path / "briefs" / "2024-06-01-bridge.md").write_text(BRIEF)
    (tmp_path / "briefs" / "actors.yml").write_text(ACTORS)
    return tmp_path


def test_the_hook_lets_a_sound_brief_pass_and_stops_a_broken_one(site: Path) -> None:
    file, check = site / "briefs" / "2024-06-01-bridge.md", HOOKS["briefs-check"]
    passed = commit(site, check, "briefs/2024-06-01-bridge.md")
    assert passed
    assert passed.returncode == 0, passed.stdout
    file.write_text(BRIEF.replace("title:", "titel:"))
    stopped = commit(site, check, "briefs/2024-06-01-bridge.md")
    assert stopped
    assert stopped.returncode == 1
    assert "briefs/2024-06-01-bridge.md:1:1: error[B201]" in stopped.stdout


def test_the_hook_sees_what_a_change_does_to_other_files(site: Path) -> None:
    (site / "briefs" / "actors.yml").write_text(ACTORS.partition("\n")[2])
    stopped = commit(site, HOOKS["briefs-check"], "briefs/actors.yml")
    assert stopped
    assert stopped.returncode == 1
    assert "briefs/2024-06-01-bridge.md:4:10: error[B301]" in stopped.stdout


def test_the_hook_runs_for_briefs_and_settings_alone(site: Path) -> None:
    check = HOOKS["briefs-check"]
    for name in NAMES:
        assert commit(site, check, name)
    for name in ("docs/index.md", "other/briefs/a.md", "docs/mkdocs.yml", "mkdocs.yml.txt"):
        assert commit(site, check, name) is None


def test_the_hook_of_a_push_is_the_guard(site: Path) -> None:
    refused = commit(site, HOOKS["briefs-guard"], "briefs/2024-06-01-bridge.md")
    assert refused
    # There is no repository here. What the guard compares is tried elsewhere, with one.
    assert refused.returncode == 2
    assert "is in no Git repository" in refused.stderr


def test_the_hooks_are_whole_and_the_guide_tells_of_them() -> None:
    told = GUIDE.read_text("utf-8")
    for ident, hook in HOOKS.items():
        assert {"name", "description", "entry", "language", "files", "stages"} <= hook.keys()
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        assert re.search(hook["files"], f"{Settings(today=dt.date.min).briefs_dir}/a.md")
        assert f"| `{ident}` |" in told
    shown = re.search(r"^```yaml title.*?\n(.*?)^```", told, re.MULTILINE | re.DOTALL)
    assert shown
    ((local,),) = [repo["hooks"] for repo in yaml.safe_load(shown[1])["repos"]]
    offered = HOOKS["briefs-check"]
    assert {key: offered[key] for key in ("id", "name", "entry", "files", "pass_filenames")} == {
        key: value for key, value in local.items() if key != "language"
    }


def test_our_own_hooks_are_programs_of_the_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    for hook in hooks:
        if hook["language"] == "system":
            programs = [w for w in shlex.split(hook["entry"]) if w.startswith(".venv/bin/")]
            assert len(programs) == 1
        else:
            assert hook["language"] == "pygrep"
