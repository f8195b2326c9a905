"""The page that tells how to add a language is followed in a copy of the package."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel import Locale

from mkdocs_briefs.render.words import languages
from support.sites import QUIET, parse

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "contributing" / "add-a-language.md"
BRIEF = """\
---
title: The ferry is late
date: 2024-06-01
summary: It waits for the tide.
actors:
  - {name: Harbour Office, kind: organization, role: Sent the notice}
dates:
  - 199X/..: The ferry runs
implications:
  - Cost: Goods wait.
---

The ferry is late.
"""


def files() -> dict[str, str]:
    """The files that the page tells to write."""
    found = re.findall(
        r'^```\w+ title="([^"]+)"\n(.*?)^```$', PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return dict(found)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in the language of the page, built by a copy of the package that has its file."""
    checkout = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "plugins", checkout / "plugins")
    for name, text in {**files(), "briefs/ferry.md": BRIEF, "docs/index.md": "# Início\n"}.items():
        path = checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=checkout,
        env={**os.environ, **QUIET, "PYTHONPATH": str(checkout / "plugins")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return checkout / "site"


def test_its_words_are_on_the_pages(site: Path) -> None:
    assert "<title>Correções - Notícias" in (site / "corrections/index.html").read_text("utf-8")
    assert "1 resumo" in (site / "actors/index.html").read_text("utf-8")
    # The forms of an English word stay with it, behind a word of the new language.
    assert "desde the 1990s" in (site / "timeline/index.html").read_text("utf-8")


def test_missing_words_are_english_and_the_page_says_so(site: Path) -> None:
    page = (site / "search/index.html").read_text("utf-8")
    assert "<title>Search - Notícias" in page
    assert parse(page).one("html").attrs["lang"] == "pt"
    assert 'lang="en"' in page


def test_scripts_get_its_words_from_the_same_file(site: Path) -> None:
    said = json.loads((site / "assets/briefs/words/pt.json").read_text("utf-8"))
    assert said["search.title"] == "Search"
    assert said["lang"] == "en"


def test_every_language_is_named_in_the_guide() -> None:
    guide = (ROOT / "docs" / "how-to" / "site-language.md").read_text("utf-8")
    section = guide.partition("## Languages of the interface")[2]
    tags = [file.stem for file in languages().values() if "-" not in file.stem]
    assert tags
    named = [str(Locale.parse(tag).get_language_name("en")) for tag in tags]
    assert [name for name in named if name not in section] == []
