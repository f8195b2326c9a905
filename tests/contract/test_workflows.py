"""The workflows of this repository and of a new site: what they may do, and what their steps do.

Steps are run as they stand. `gh` is a stand-in that keeps its issues in a file, and refuses what
the real one would refuse.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "plugins" / "mkdocs_briefs" / "build" / "starter" / "github" / "workflows"
OURS = ROOT / ".github" / "workflows"
WORKFLOWS = sorted([*STARTER.glob("*.yml"), *OURS.glob("*.yml")])
NIGHTLY = [STARTER / "nightly.yml", OURS / "nightly.yml"]
MAY = {"contents": "read", "pages": "read"}
"""What any job may ask for; below, what one job may ask for besides."""
MAY_TOO = {("nightly", "due"): {"issues": "write"}}
MAY_TOO[("pages", "deploy")] = {"pages": "write", "id-token": "write"}


def name_of(path: Path) -> str:
    return f"{'starter' if STARTER in path.parents else 'ours'}-{path.stem}"


def read(path: Path) -> dict[str, Any]:
    # A loader that takes `on` for the word it is, not for a truth value.
    found = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def script(path: Path, words: str) -> str:
    """The one step that runs `words`."""
    (found,) = [str(step["run"]) for step in steps(path) if words in step.get("run", "")]
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_a_workflow_may_no_more_than_it_must(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        extra = MAY_TOO.get((path.stem, name), {})
        assert job["permissions"].items() <= (MAY | extra).items(), name
        assert "timeout-minutes" in job


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_actions_are_github_s_own_and_pinned_by_commit(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert used or not steps(path)
    for action in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_an_action_has_the_same_commit_everywhere() -> None:
    used = {row for path in WORKFLOWS for row in re.findall(r"uses: (.+)", path.read_text("utf-8"))}
    assert len(used) == len({row.partition("@")[0] for row in used})


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_nothing_is_expanded_into_a_script(path: Path) -> None:
    assert not [step for step in steps(path) if "${{" in step.get("run", "")]
    given = {value for step in steps(path) for value in step.get("env", {}).values()}
    for value in given:
        assert re.match(r"\$\{\{ (github\.(token|repository)|steps\.pages\.outputs\.)", value)


# the nightly run

GH = """\
import json, os, shutil, subprocess, sys
from pathlib import Path

file = Path(os.environ["FAKE_GH"])
state = json.loads(file.read_text("utf-8"))
words = sys.argv[1:]
what, words = words[:2], words[2:]
options, rest = {}, []
while words:
    word = words.pop(0)
    if word == "--force":
        options[word] = True
    elif word.startswith("--"):
        options[word] = words.pop(0)
    else:
        rest.append(word)
state["calls"].append(" ".join([*what, *rest]))
assert os.environ["GH_TOKEN"] and os.environ["GH_REPO"], "not signed in"
issues = state["issues"]
body = Path(options["--body-file"]).read_text("utf-8") if "--body-file" in options else ""
if what == ["issue", "list"]:
    wanted = options.get("--label"), options["--state"].upper()
    rows = [
        {key: row[key] for key in options["--json"].split(",")}
        for row in reversed(issues)
        if wanted[0] in row["labels"] and wanted[1] == row["state"]
    ]
    if jq := shutil.which("jq"):  # gh has its own
        told = subprocess.run([jq, "-r", options["--jq"]], input=json.dumps(rows), text=True,
                              capture_output=True, check=True).stdout
        print(told, end="")
    else:
        marker = options["--jq"].split('"')[1]
        mine = [row["number"] for row in rows if row["body"].startswith(marker)]
        print(*mine[:1])
elif what == ["issue", "create"]:
    assert options["--label"] in state["labels"], "could not add label: not found"
    issues.append({"number": len(issues) + 1, "title": options["--title"], "body": body,
                   "labels": [options["--label"]], "state": "OPEN"})
elif what == ["issue", "edit"]:
    issues[int(rest[0]) - 1]["body"] = body
elif what == ["issue", "close"]:
    issues[int(rest[0]) - 1]["state"] = "CLOSED"
elif what == ["label", "create"]:
    assert options["--force"] or rest[0] not in state["labels"]
    state["labels"] = sorted({*state["labels"], rest[0]})
else:
    sys.exit(f"unknown command {what}")
file.write_text(json.dumps(state), "utf-8")
"""


@dataclass
class Runner:
    """A machine that runs steps as GitHub does, in a repository with issues."""

    folder: Path

    @property
    def state(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "gh.json").read_text("utf-8")))

    def set(self, **more: object) -> None:
        (self.folder / "gh.json").write_text(json.dumps(self.state | {"calls": []} | more))

    @property
    def issues(self) -> list[tuple[int, str, str]]:
        return [(row["number"], row["state"], row["body"]) for row in self.state["issues"]]

    def run(self, words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
        tools = [self.folder / "bin", Path(sys.executable).parent]
        path = os.pathsep.join([*map(str, tools), os.environ["PATH"]])
        day = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC).timestamp()
        return subprocess.run(
            ["bash", "-e", "-c", words],
            cwd=folder,
            env={"PATH": path, "HOME": str(self.folder), "RUNNER_TEMP": str(self.folder)}
            | {"GH_TOKEN": "t", "GH_REPO": "o/r", "FAKE_GH": str(self.folder / "gh.json")}
            | {"SOURCE_DATE_EPOCH": f"{day:.0f}", "LC_ALL": "C.UTF-8"}
            | more,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Give a repository without issues."""
    tool = tmp_path / "bin" / "gh"
    tool.parent.mkdir()
    tool.write_text(f"#!{sys.executable}\n{GH}")
    tool.chmod(0o755)
    (tmp_path / "gh.json").write_text(json.dumps({"calls": [], "labels": [], "issues": []}))
    return Runner(tmp_path)


def issue(number: int, body: str, *labels: str) -> dict[str, object]:
    return {"number": number, "title": "Due", "body": body, "labels": labels, "state": "OPEN"}


def keep(runner: Runner, path: Path, body: str) -> list[str]:
    """Runs the step that keeps the issue; what it asked of `gh`."""
    (runner.folder / "due.md").write_text(body)
    runner.set()
    done = runner.run(script(path, "gh issue"), runner.folder)
    assert done.returncode == 0, done.stderr
    return list(runner.state["calls"])


@pytest.mark.parametrize("path", NIGHTLY, ids=name_of)
def test_one_issue_is_opened_updated_and_closed(path: Path, runner: Runner) -> None:
    first, second = "<!-- briefs:due -->\none\n", '<!-- briefs:due -->\n`$(x)` "two"\n'
    assert keep(runner, path, "") == ["issue list"]
    assert keep(runner, path, first) == ["issue list", "label create briefs-due", "issue create"]
    assert runner.issues == [(1, "OPEN", first)]
    assert runner.state["issues"][0]["title"] == "Due"
    assert keep(runner, path, second) == ["issue list", "issue edit 1"]
    assert runner.issues == [(1, "OPEN", second)]
    assert keep(runner, path, "") == ["issue list", "issue close 1"]
    assert runner.issues == [(1, "CLOSED", second)]
    assert keep(runner, path, "") == ["issue list"]
    keep(runner, path, first)
    assert runner.issues[1:] == [(2, "OPEN", first)]


@pytest.mark.parametrize("path", NIGHTLY, ids=name_of)
def test_issues_of_others_are_left_alone(path: Path, runner: Runner) -> None:
    others = [
        issue(1, "<!-- briefs:due -->\nwritten by a stranger, who cannot set the label"),
        issue(2, "a member's, with the label", "briefs-due"),
    ]
    runner.set(issues=others, labels=["briefs-due"])
    keep(runner, path, "<!-- briefs:due -->\nour own\n")
    assert runner.issues[2][2] == "<!-- briefs:due -->\nour own\n"
    keep(runner, path, "")
    assert [state for _, state, _ in runner.issues] == ["OPEN", "OPEN", "CLOSED"]
    assert [body for _, _, body in runner.issues[:2]] == [row["body"] for row in others]


@pytest.mark.parametrize("path", NIGHTLY, ids=name_of)
def test_a_run_that_cannot_ask_for_issues_opens_none(path: Path, runner: Runner) -> None:
    (runner.folder / "due.md").write_text("<!-- briefs:due -->\n")
    assert runner.run(script(path, "gh issue"), runner.folder, GH_TOKEN="").returncode != 0
    assert runner.issues == []


@pytest.mark.parametrize("path", NIGHTLY, ids=name_of)
def test_what_is_due_reaches_the_step_and_a_site_that_cannot_be_read_stops_the_run(
    path: Path, runner: Runner
) -> None:
    site = runner.folder / "site"
    (site / "briefs").mkdir(parents=True)
    (site / ".venv").symlink_to(Path(sys.executable).parent.parent)
    (site / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    brief = site / "briefs" / "port.md"
    brief.write_text("---\ntitle: The port\ndate: 2024-01-02\nreview_by: 2024-05-01\n---\n")
    step = script(path, "--format markdown")
    assert runner.run(step, site).returncode == 0
    told = (runner.folder / "due.md").read_text("utf-8")
    assert told.startswith("<!-- briefs:due -->\n")
    assert "- [ ] 2024-05-01: `The port`, `briefs/port.md:4`\n" in told
    brief.write_text("---\ntitle: The port\ndate: 2024-01-02\n---\n")
    assert runner.run(step, site).returncode == 0
    assert (runner.folder / "due.md").read_text("utf-8") == ""
    (site / "mkdocs.yml").write_text("plugins: [\n")
    assert runner.run(step, site).returncode == 1


@pytest.mark.parametrize("path", NIGHTLY, ids=name_of)
def test_the_nightly_run_comes_by_itself_and_when_asked_and_never_twice_at_once(path: Path) -> None:
    workflow = read(path)
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    assert workflow["concurrency"]


# the guard

FORECAST = """\
---
title: The port
date: 2024-01-02
developments:
  - {label: Opens, text: It opens., likelihood: likely, by: 2024-12, resolves_if: It opens.}
---
"""


@pytest.mark.parametrize("path", [STARTER / "guard.yml", OURS / "ci.yml"], ids=name_of)
def test_the_guard_stops_a_pull_request_that_edits_a_forecast(path: Path, runner: Runner) -> None:
    one, two = runner.folder / "one", runner.folder / "two"
    (one / "briefs").mkdir(parents=True)
    (one / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    (one / "briefs" / "port.md").write_text(FORECAST)
    config = '-c user.name=A -c user.email=a@example.org -c init.defaultBranch="$GITHUB_BASE_REF"'
    base = "rel$(id>pwned)`id`"  # a branch may be called that
    made = runner.run(
        f"cd {one}; git {config} init -q; git add .; git {config} commit -qm A; git clone -q . {two}",
        runner.folder,
        GITHUB_BASE_REF=base,
    )
    assert made.returncode == 0, made.stderr
    (two / ".venv").symlink_to(Path(sys.executable).parent.parent)
    step = script(path, "briefs guard")
    assert runner.run(step, two, GITHUB_BASE_REF=base).returncode == 0
    (two / "briefs" / "port.md").write_text(FORECAST.replace("likely", "unlikely"))
    done = runner.run(step, two, GITHUB_BASE_REF=base, GITHUB_WORKSPACE=str(two))
    assert done.returncode == 1, done.stderr
    assert "::error file=briefs/port.md,line=5," in done.stdout
    assert not list(two.glob("pwned*"))


@pytest.mark.parametrize("path", [STARTER / "guard.yml", OURS / "ci.yml"], ids=name_of)
def test_the_guard_has_the_history_it_needs(path: Path) -> None:
    (job,) = [
        job
        for job in read(path)["jobs"].values()
        if any("briefs guard" in step.get("run", "") for step in job["steps"])
    ]
    assert job["steps"][0]["with"]["fetch-depth"] == "0"


@pytest.mark.parametrize(("page", "name"), [("guard", "guard"), ("what-is-due", "nightly")])
def test_a_guide_shows_the_workflow_of_a_new_site(page: str, name: str) -> None:
    guide = (ROOT / "docs" / "how-to" / f"{page}.md").read_text("utf-8")
    workflow = (STARTER / f"{name}.yml").read_text("utf-8")
    assert f'```yaml title=".github/workflows/{name}.yml"\n{workflow}```\n' in guide


def test_our_nightly_run_differs_by_how_the_program_is_installed() -> None:
    given, ours = (path.read_text("utf-8").partition("name: nightly")[2] for path in NIGHTLY)
    given = given.replace("python -m pip install -r requirements.txt", "make env-site")
    assert given.replace("- run: briefs due", "- run: .venv/bin/briefs due") == ours
