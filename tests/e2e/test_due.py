"""`briefs due` in a site: three forms of one list, and a status that says whether it was made."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from support.forks import run_program

PORT = """\
---
title: The port
date: 2024-01-02
review_by: 2024-05-01
dates:
  - {date: 2024-03, event: The vote, status: scheduled}
developments:
  - {label: Opens, text: It opens., likelihood: likely, by: 2024-04, resolves_if: It opens.}
---
"""
LATER = "---\ntitle: Later\ndate: 2024-07-01\n---\n"


def due(site: Path, *words: str, **more: str) -> CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    words = ("due", "--today", "2024-06-01", *words)
    done = run_program("briefs", words, site, clean | more)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a site in which three things are due and one is to come."""
    (tmp_path / "briefs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    (tmp_path / "briefs" / "port.md").write_text(PORT)
    (tmp_path / "briefs" / "later.md").write_text(LATER)
    return tmp_path


def test_all_forms_tell_the_same(site: Path) -> None:
    text = due(site)
    assert text.returncode == 0
    assert text.stderr == "2024-06-01: 3 due, 1 to come\n"
    rows = json.loads(due(site, "--format", "json").stdout)["items"]
    assert [row["text"] for row in rows] == ["The vote", "Opens", "The port", "Later"]
    places = {(row["date"], f"{row['path']}:{row['line']}") for row in rows}
    body = due(site, "--format", "markdown").stdout
    assert set(re.findall(r"^- (?:\[ \] )?(\S+): `.*`, `(.*)`$", body, re.MULTILINE)) == places
    assert all(f"{day}  " in text.stdout and place in text.stdout for day, place in places)


def test_a_run_at_github_links_to_the_lines_of_its_commit(site: Path) -> None:
    body = due(
        site,
        "--format",
        "markdown",
        GITHUB_SERVER_URL="https://github.com",
        GITHUB_REPOSITORY="harbour/news",
        GITHUB_SHA="0a1b2c",
        GITHUB_WORKSPACE=str(site.parent),
    ).stdout
    path = f"{site.name}/briefs/port.md"
    assert f"(https://github.com/harbour/news/blob/0a1b2c/{path}?plain=1#L8)" in body


def test_when_nothing_is_due_the_issue_is_empty_and_that_is_no_failure(site: Path) -> None:
    (site / "briefs" / "port.md").unlink()
    done = due(site, "--format", "markdown")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "2024-06-01: nothing is due, 1 to come\n"


def test_a_brief_that_cannot_be_read_is_told(site: Path) -> None:
    (site / "briefs" / "port.md").write_text("---\ntitle: [\n---\n")
    done = due(site, "--format", "markdown")
    assert done.returncode == 0
    assert "Errors may hide more that is due (1)" in done.stderr


def test_a_site_that_cannot_be_read_is_a_failure(site: Path) -> None:
    (site / "mkdocs.yml").write_text("plugins: [\n")
    done = due(site, "--format", "markdown")
    assert (done.returncode, done.stdout) == (1, "")
