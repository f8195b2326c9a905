"""The page that tells how to add a field is followed in a copy of the package."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from support.sites import BRIEFS, QUIET

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "contributing" / "add-a-field.md"
BRIEF = """\
---
title: The ferry is late
date: 2024-06-01
summary: It waits for the tide.
developments:
  - {label: Strike, text: The crew strikes., premise: The *talks* fail.}
---

The ferry is late.
"""
SAID = "The *talks* fail."


def edits() -> list[tuple[str, str, str]]:
    """Of each change that the page tells to make: the file, and the lines before and after."""
    found = re.findall(
        r'^```diff title="([^"]+)"\n(.*?)^```$', PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    made = []
    for file, text in found:
        lines = text.splitlines(keepends=True)
        old, new = ("".join(it[1:] for it in lines if it[0] in (" ", sign)) for sign in "-+")
        made.append((file, old, new))
    return made


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that has the field, with a site that it builds and exports."""
    project = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "plugins", project / "plugins")
    for name, old, new in edits():
        text = (project / name).read_text("utf-8")
        assert text.count(old) == 1, name
        (project / name).write_text(text.replace(old, new), encoding="utf-8")
    settings = "site_name: News\ntheme: {name: material, font: false}\nplugins: [search, briefs]\n"
    for name, text in (("mkdocs.yml", settings), ("briefs/ferry.md", BRIEF), ("docs/index.md", "")):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    forms = [[*BRIEFS, "export", "--to", "out", "--format", f] for f in ("csv", "sqlite", "json")]
    for command in ([sys.executable, "-m", "mkdocs", "build"], *forms):
        done = subprocess.run(
            command,
            cwd=project,
            env={**os.environ, **QUIET, "PYTHONPATH": str(project / "plugins")},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    return project


def test_a_reader_sees_the_field(project: Path) -> None:
    html = (project / "site/briefs/ferry/index.html").read_text("utf-8")
    assert ">It assumes:</span> The <em>talks</em> fail.</p>" in html


def test_the_api_has_it_and_describes_it(project: Path) -> None:
    api = project / "site/api/v1"
    (row,) = json.loads((api / "outlook.json").read_text("utf-8"))["developments"]
    assert row["premise"] == SAID
    schema = json.loads((api / "schemas/outlook.json").read_text("utf-8"))
    field = schema["$defs"]["DevelopmentRecord"]["properties"]["premise"]
    assert field == {"type": "string", "description": "What it assumes, inline Markdown."}
    brief = json.loads((api / "briefs/ferry.json").read_text("utf-8"))
    assert brief["front_matter"]["developments"][0]["premise"] == SAID
    written = json.loads((api / "schemas/front-matter-brief.json").read_text("utf-8"))
    assert "What it assumes." in json.dumps(written)


def test_every_export_has_it(project: Path) -> None:
    with (project / "out/developments.csv").open(encoding="utf-8", newline="") as file:
        assert [row["premise"] for row in csv.DictReader(file)] == [SAID]
    with closing(sqlite3.connect(project / "out/briefs.db")) as connection:
        assert connection.execute("SELECT premise FROM developments").fetchall() == [(SAID,)]
    (brief,) = json.loads((project / "out/briefs.json").read_text("utf-8"))["briefs"]
    assert brief["front_matter"]["developments"][0]["premise"] == SAID
