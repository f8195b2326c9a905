"""The page that tells how to add a kind of page is followed in a copy of the package."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.sites import BRIEFS, QUIET

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "contributing" / "add-a-page-kind.md"
BLOCK = re.compile(r'^```(\w+) title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
BRIEF = """\
---
title: The ferry is late
date: 2024-06-01
summary: It waits for the tide.
dates:
  - {date: 2024-05-30, event: The ferry stops, place: São Vicente}
  - {date: 2084-05-30, event: The ferry runs again, place: São Vicente, status: scheduled}
---

The ferry is late.
"""
SETTINGS = """\
site_name: News
site_url: https://news.example/
theme: {name: material, font: false}
plugins: [search, briefs]
"""


def follow(project: Path) -> list[str]:
    """Do what the page says; give the files that it names."""
    blocks = [match.groups() for match in BLOCK.finditer(PAGE.read_text("utf-8"))]
    for form, name, text in blocks:
        file = project / name
        if form != "diff":
            assert not file.exists()
            file.write_text(text, encoding="utf-8")
            continue
        lines = text.splitlines(keepends=True)
        old, new = ("".join(it[1:] for it in lines if it[0] in (" ", sign)) for sign in "-+")
        before = file.read_text("utf-8")
        assert before.count(old) == 1, (name, old)
        file.write_text(before.replace(old, new), encoding="utf-8")
    return [*dict.fromkeys(name for _, name, _ in blocks)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that has the kind."""
    project = tmp_path_factory.mktemp("checkout")
    for name in ("plugins", "docs"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    named = follow(project)
    # One class, its words, its addresses; and a template for the list and one for each place.
    assert len({*named} - {"mkdocs.yml"}) == 5
    assert sum(name.endswith(".html") for name in named) == 2
    return project


def run(project: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(project / "plugins"), str(ROOT / "tests")))
    return subprocess.run(
        [sys.executable, "-P", *command],
        cwd=folder,
        env={**os.environ, **QUIET, "PYTHONPATH": path},
        check=False,
        capture_output=True,
        text=True,
    )


def run_tests(project: Path, file: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a file of the tests on the copy."""
    plain = ["-c", os.devnull, "-p", "no:cacheprovider", "--import-mode=importlib", "-q"]
    rooted = ["--rootdir", str(project), str(ROOT / "tests" / file)]
    return run(project, project, "-m", "pytest", *plain, *rooted, *words)


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    """A site that the copy builds and exports."""
    folder = project / "news"
    for name, text in (
        ("mkdocs.yml", SETTINGS),
        ("briefs/ferry.md", BRIEF),
        ("docs/about.md", "# Us"),
    ):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    export = [*BRIEFS[1:], "export", "--to", "out", "--format", "markdown"]
    for command in (["-m", "mkdocs", "build"], export):
        done = run(project, folder, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_kind_does_all_that_a_kind_owes(project: Path) -> None:
    done = run_tests(project, "contract/test_page_kinds.py", "-vv")
    assert done.returncode == 0, done.stdout
    assert re.search(r"\[\w*place\w*\] PASSED", done.stdout, re.IGNORECASE)


def test_its_words_may_be_in_english_and_are_listed(project: Path) -> None:
    done = run_tests(project, "unit/render/test_languages.py", "-k", "missing")
    assert done.returncode == 0, done.stdout
    listed = re.findall(r"not translated: (\w+): (.*)", done.stdout)
    words = "empty.places, hub.places, js.cards.place, js.search.kind.place"
    assert ("fr", words) in listed
    assert {lang for lang, _ in listed} >= {"ar", "de", "es", "fr", "he", "ru", "zh"}
    done = run_tests(project, "unit/render/test_words.py")
    assert done.returncode == 0, done.stdout


def test_a_reader_finds_the_places(site: Path) -> None:
    index = (site / "site/places/index.html").read_text("utf-8")
    assert '<a class="b-chip" href="sao-vicente/"><bdi>São Vicente</bdi>' in index
    assert "The ferry stops" in (site / "site/places/sao-vicente/index.html").read_text("utf-8")
    about = (site / "site/about/index.html").read_text("utf-8")
    footer = about.partition('<nav class="b-foot"')[2]
    assert re.findall(r'href="\.\./(\w+)/"', footer) == ["briefs", "places", "search"]
    assert 'href="../places/"' in (site / "site/more/index.html").read_text("utf-8")
    assert "places/" in (site / "site/404.html").read_text("utf-8")


def test_machines_find_them(site: Path) -> None:
    head = (site / "site/places/sao-vicente/index.html").read_text("utf-8").partition("</head>")[0]
    (thing, *_) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
    assert json.loads(thing)["@type"] == "Place"
    for name in ("feed.xml", "feed.json", "calendar.ics"):
        assert f'href="https://news.example/places/sao-vicente/{name}"' in head
        assert "ferry" in (site / "site/places/sao-vicente" / name).read_text("utf-8")
    assert "places/sao-vicente/" in (site / "site/sitemap.xml").read_text("utf-8")
    assert "places" in (site / "site/assets/briefs/kinds.js").read_text("utf-8")
    cards = [
        json.loads(path.read_text("utf-8"))
        for path in (site / "site/assets/briefs/cards").iterdir()
    ]
    (card,) = [them["places/sao-vicente/"] for them in cards if "places/sao-vicente/" in them]
    assert (card["kind"], card["name"], card["briefs"]) == ("place", "São Vicente", 1)


def test_an_export_has_them(site: Path) -> None:
    assert "[São Vicente](sao-vicente.md)" in (site / "out/places/index.md").read_text("utf-8")
    assert "briefs/ferry.md" in (site / "out/places/sao-vicente.md").read_text("utf-8")
