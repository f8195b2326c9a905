"""Sites with the theme MaterialX, which carries Material on, under MkDocs and ProperDocs.

Both themes bring a package `material`, so that no environment has both. CI has a job with this one.
"""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from mkdocs_briefs.builder.doctor import Level, examine
from mkdocs_briefs.builder.plugin_compat import THEMES
from support import golden
from support.crawl import crawl
from support.patience import PATIENCE
from support.sites import HOSTS, QUIET, TODAY, Built, config, write
from support.story import STORY

NAME = "materialx"
pytestmark = pytest.mark.skipif(
    find_spec("mkdocs_document_dates") is None, reason=f"{THEMES[NAME]} is not installed here"
)
_THEIRS = re.compile(r' data-mx-\w+="\w+"|^<meta http-equiv="Content-Security-Policy".*')
"""The theme's own: attributes of the body, and the digest of a policy that has its inline scripts."""


def build(project: Path, host: str) -> Built:
    """Build a project in a process of its own: one that is forked has Material's templates."""
    return Built(project, *run([sys.executable, "-m", host, "build", "--strict"], project))


def run(command: list[str], folder: Path) -> tuple[int, str]:
    told = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | QUIET,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    return told.returncode, told.stdout + told.stderr


@pytest.mark.parametrize("host", HOSTS)
def test_a_site_has_our_pages_and_our_search(tmp_path: Path, host: str) -> None:
    text = config(theme=f"name: {NAME}")
    write(tmp_path, {**STORY, "mkdocs.yml": text, "docs/about.md": "# About\n"})
    site = build(tmp_path, host)
    assert site.status == 0, site.output
    assert "one by one" not in site.output
    seen = crawl(site.folder)
    assert seen.broken == []
    assert seen.foreign == []
    html = site.read("briefs/talks-begin/")
    assert f"mkdocs-{NAME}" in html
    assert site.page("briefs/talks-begin/").one("a", class_="b-glass")
    assert "md-search" not in html
    assert (site.folder / "pagefind/pagefind-entry.json").is_file()
    assert not [*site.folder.glob("search/pagefind*")]
    told = [one.text for one in examine(site.project) if one.level is not Level.OK]
    assert [text for text in told if not text.startswith("zensical")] == []


def test_its_search_stays_where_the_site_wants_it(tmp_path: Path) -> None:
    options = f"today: {TODAY}, search: material"
    write(tmp_path, {**STORY, "mkdocs.yml": config(theme=f"name: {NAME}", briefs=options)})
    site = build(tmp_path, "mkdocs")
    assert site.status == 0, site.output
    assert "md-search" in site.read("briefs/talks-begin/")
    assert "b-glass" not in site.read("briefs/talks-begin/")
    assert (site.folder / "search/pagefind.js").is_file()


def plain(text: str) -> list[str]:
    return [_THEIRS.sub("", line) for line in text.splitlines()]


@pytest.mark.parametrize("name", ["harbour", "arabic"])
def test_pages_are_those_of_material(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stored pages are Material's; what differs may only be the theme's own."""
    before = golden.SITES[name]

    def sources(project: Path) -> None:
        before.sources(project)
        settings = project / "mkdocs.yml"
        text = settings.read_text("utf-8").replace("name: material", f"name: {NAME}")
        assert f"name: {NAME}" in text
        settings.write_text(text, "utf-8")

    monkeypatch.setitem(golden.SITES, name, dataclasses.replace(before, sources=sources))  # type: ignore[arg-type]
    monkeypatch.setattr(golden, "run", run)
    now, then = golden.made(name, tmp_path / name), golden.stored(name)
    pages = [file for file in then if file.startswith("pages-")]
    assert pages
    for file in {*now, *then} - {"files.txt", "feeds.txt"}:  # these have the theme's sitemap
        assert plain(now[file]) == plain(then[file]), file
