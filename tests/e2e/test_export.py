"""`briefs export` as the way out, and `briefs import` as the way back."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.settings import Settings
from support.newsroom import generator
from support.patience import PATIENCE
from support.sites import BRIEFS, QUIET, Built, build, config, run, write

ZENSICAL = shutil.which(
    "zensical", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
)
STRICT = """site_name: Exported
theme: mkdocs
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""


def briefs(project: Path, *words: str | Path) -> str:
    status, output = run([*BRIEFS, *map(str, words)], project)
    assert status == 0, output
    return output


@pytest.fixture(scope="module", params=["story", "corpus"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sources of a site: a small one, made-up briefs, or this repository's own."""
    if request.param != "corpus":
        return request.getfixturevalue(request.param).project
    folder = tmp_path_factory.mktemp("corpus")
    generator().write_site(folder, 12)
    return folder


@pytest.fixture(scope="module")
def again(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site made of the export of `project`, whose own export is the same."""
    folder = tmp_path_factory.mktemp("export")
    there, back, again = (folder / name for name in ("there", "back", "again"))
    briefs(project, "export", "--to", there)
    again.mkdir()
    shutil.copyfile(project / "mkdocs.yml", again / "mkdocs.yml")
    shutil.copytree(project / "docs", again / "docs")
    briefs(again, "import", there / "briefs.json")
    for path in (project / "briefs").rglob("*.*"):  # pictures and data are to be copied, as told
        if path.suffix not in {".md", ".yml"}:
            copy = again / path.relative_to(project)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    briefs(again, "export", "--to", back)
    assert (back / "briefs.json").read_bytes() == (there / "briefs.json").read_bytes()
    return again


@pytest.mark.parametrize("project", ["story", "sample", "corpus"], indirect=True)
def test_a_site_comes_back_with_the_same_pages(project: Path, again: Path) -> None:
    settings = Settings(today=dt.date(2026, 11, 22), site_url="https://example.org/")
    before, after = (
        ViewFactory(Reader().load(each, settings).library) for each in (project, again)
    )
    assert len(before.library.briefs) > 2
    assert [*Plan(before.library).pages()] == [*Plan(after.library).pages()]
    files, same = (
        {path: make() for path, make in machine_files(each, lambda _: None)}
        for each in (before, after)
    )
    assert files == same


@pytest.mark.parametrize("project", ["story"], indirect=True)
def test_a_site_that_came_back_builds_the_same_bytes(project: Path, again: Path) -> None:
    before, after = Built(project, 0, ""), build(again)
    assert after.status == 0, after.output
    assert len(before.files()) > 50
    assert before.files() == after.files()


def test_an_import_over_a_site_changes_nothing(project: Path, tmp_path: Path) -> None:
    briefs(project, "export", "--to", tmp_path)
    before = {path: path.read_bytes() for path in (project / "briefs").rglob("*.*")}
    status, output = run([*BRIEFS, "import", str(tmp_path / "briefs.json")], project)
    assert status == 1
    assert "is there already" in output
    assert {path: path.read_bytes() for path in (project / "briefs").rglob("*.*")} == before


LOST = re.compile(
    r"search/|explore/|more/|timeline/(?:\d{4}|undated)/.*|.*/page/\d+/"
    r"|(?:actors|topics|storylines)/[^/]+/[a-z-]+/.*|outlook/.+"
)
"""Addresses that nothing in the export has: what needs a script, and parts of long listings."""


def lost(project: Path, site: Path) -> list[str]:
    """Addresses of `project` that the site made of its export does not have."""
    settings = Settings(today=dt.date(2026, 11, 22), site_url="https://example.org/")
    plan = Plan(Reader().load(project, settings).library)
    paths = [view.path for view in (*plan.pages(), *plan.redirects())]
    assert len(paths) > 20
    return [path for path in paths if not (site / unquote(path) / "index.html").is_file()]


def exported(project: Path, tmp_path: Path) -> int:
    """Puts a site of plain pages into `tmp_path`; gives their number."""
    briefs(project, "export", "--to", tmp_path / "docs", "--format", "markdown")
    (tmp_path / "mkdocs.yml").write_text(STRICT, encoding="utf-8")
    return len([*(tmp_path / "docs").rglob("*.md")])


def test_plain_mkdocs_builds_the_markdown(project: Path, tmp_path: Path) -> None:
    pages = exported(project, tmp_path)
    site = build(tmp_path)
    assert site.status == 0, site.output
    assert "WARNING" not in site.output
    found = Built(tmp_path, 0, "").files()
    assert len([name for name in found if name.endswith("index.html")]) == pages
    assert [path for path in lost(project, site.folder) if not LOST.fullmatch(path)] == []


@pytest.mark.skipif(ZENSICAL is None, reason="Zensical is not installed")
def test_zensical_builds_the_markdown(project: Path, tmp_path: Path) -> None:
    pages = exported(project, tmp_path)
    text = STRICT.replace("theme: mkdocs\n", "")
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [ZENSICAL, "build", "--clean", "--strict"],
        cwd=tmp_path,
        env=os.environ | QUIET,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len([*(tmp_path / "site").rglob("index.html")]) == pages
    assert [path for path in lost(project, tmp_path / "site") if not LOST.fullmatch(path)] == []


def test_the_other_forms_hold_every_brief(project: Path, tmp_path: Path) -> None:
    settings = Settings(today=dt.date.today())  # noqa: DTZ011 - as the command does
    written = len(Reader().load(project, settings).library.briefs)
    assert "1 file" in briefs(project, "export", "--to", tmp_path, "--format", "sqlite")
    connection = sqlite3.connect(tmp_path / "briefs.db")
    assert connection.execute("SELECT count(*) FROM briefs").fetchone() == (written,)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    briefs(project, "export", "--to", tmp_path, "--format", "csv")
    assert (tmp_path / "briefs.csv").read_bytes().startswith(b'"slug","title","date"')


def test_an_export_of_a_broken_site_says_so(tmp_path: Path) -> None:
    good = "---\ntitle: A\ndate: 2024-04-22\n---\nText.\n"
    bad = "---\ntitle: B\ndate: never\n---\n"
    write(tmp_path, {"mkdocs.yml": config(), "briefs/a.md": good, "briefs/b.md": bad})
    status, output = run([*BRIEFS, "export", "--to", "out"], tmp_path)
    assert status == 1
    assert "briefs check" in output
    files = [
        row["file"] for row in json.loads((tmp_path / "out" / "briefs.json").read_text())["briefs"]
    ]
    assert "a.md" in files
