"""A site on disk, and the command line run in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_briefs.cli.app import main

CONFIG = "site_name: Test\ntheme: {name: material}\nplugins:\n  - search\n  - briefs: {today: 2024-06-01}\n"
ACTORS = "# who is who\nhamas: {name: Hamas, kind: group}\nisrael: {name: Israel, kind: state}\n"
BRIEF = """\
---
title: The attack
date: 2024-01-02
summary: What happened.
actors:
  - hamas: Attacked  # a comment
dates:
  - 2024-01-01: Hamas attacks
implications:
  - War: It leads to a war.
sources: [A letter]
---

Hamas attacked.
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a site with one brief and two actors, which is the current folder."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "briefs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "briefs" / "actors.yml").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "briefs" / "2024-01-02-the-attack.md").write_text(BRIEF, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return tmp_path


@pytest.fixture
def briefs() -> Callable[..., Result]:
    """Give the command; a traceback is a failure in any case."""

    def run(*words: str) -> Result:
        result = CliRunner().invoke(main, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
