"""The days of commits in a site: where they show, and that a warm build has them as a cold one does."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.engine import (
    KEPT,
    SOURCES,
    WHOLE,
    Made,
    changed,
    cold,
    compiled_once,
    made,
    replace,
    scratch,
    site,
)
from support.forks import run_program
from support.repositories import clean, commit, git
from support.sites import SITE_URL, parse

STRIKE, TALKS, VERDICT, TIDE = (
    f"briefs/{name}.md"
    for name in (
        "2024-03-04-harbour-pilots-walk-out",
        "2024-03-06-talks",
        "2024-05-02-verdict",
        "2024-05-20-quiet",
    )
)
FIRST = "2024-05-21T12:00:00Z"
SITEMAP = "sitemap.xml"
Edit = Callable[[Path], object]


@pytest.fixture(scope="module", autouse=True)
def _quickly() -> Iterator[None]:
    """Compile each template once, and heed nobody's settings of Git."""
    with compiled_once(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        yield


def repository(folder: Path) -> Path:
    """A site whose sources were committed on one day."""
    project = site(folder, {**SOURCES, ".gitignore": "site/\n.site*\n.cache/\n"})
    git(project, "init", "-q", "-b", "main")
    commit(project, when=FIRST)
    return project


def lastmods(made: Made) -> dict[str, str]:
    rows = re.findall(
        r"<loc>([^<]*)</loc>\s*(?:<lastmod>([^<]*)</lastmod>)?", made.files[SITEMAP].decode()
    )
    return {url.removeprefix(SITE_URL): day for url, day in rows}


def told(made: Made, slug: str) -> dict[str, object]:
    """All that tells of days on the page of a brief and in its record."""
    html = made.files[f"briefs/{slug}/index.html"].decode()
    page = parse(html)
    facts = [
        json.loads(str(one.children[0])) for one in page.all("script", type="application/ld+json")
    ]
    (article,) = [one for one in facts if "headline" in one]
    record = json.loads(made.files[f"api/v1/briefs/{slug}.json"])
    return {
        "head": page.meta("article:modified_time"),
        "facts": article["dateModified"],
        "published": article["datePublished"],
        "line": [one.text for one in page.all("li", class_="b-committed")],
        "record": record.get("committed"),
        "modified": record["brief"]["modified"],
        "sitemap": lastmods(made)[f"briefs/{slug}/"],
    }


@pytest.fixture(scope="module")
def start() -> Iterator[Path]:
    """Give a project that was built once, to be copied."""
    with scratch() as folder:
        project = repository(folder / "start")
        replace(TIDE, "at noon", "at midnight")(project)
        replace("docs/about.md", "We watch", "We look at")(project)
        replace(TALKS, "It rained", "It poured")(project)
        commit(project, when="2024-05-25T23:30:00-0500")
        yield project


def test_a_change_that_its_author_does_not_tell_of_shows(start: Path) -> None:
    built = made(start)
    assert told(built, "quiet") == {
        "head": "2024-05-26",
        "facts": "2024-05-26",
        "published": "2024-05-20",
        "line": ["Last changed 26 May 2024"],
        "record": {"first": "2024-05-21", "last": "2024-05-26"},
        "modified": "2024-05-20",
        "sitemap": "2024-05-26",
    }


def test_updates_of_the_author_win(start: Path) -> None:
    talks = told(made(start), "talks")
    assert talks["record"] == {"first": "2024-05-21", "last": "2024-05-26"}
    assert {talks[name] for name in ("head", "facts", "modified", "sitemap")} == {"2024-03-09"}
    assert talks["line"] == []


def test_feeds_and_listings_do_not_move_for_a_commit(start: Path) -> None:
    with_days, without = made(start), start.parent / "without"
    plain = cold(start, without)
    assert with_days.files == plain.files
    edit = (without / "mkdocs.yml").read_text().replace("{today", "{git_dates: false, today")
    (without / "mkdocs.yml").write_text(edit)
    off = made(without)
    differ = {name for name in off.files if off.files[name] != with_days.files[name]}
    slugs = ("harbour-pilots-walk-out", "talks", "verdict", "ledger", "quiet")
    pages = {f"briefs/{slug}/index.html" for slug in slugs if slug != "talks"}
    records = {f"api/v1/briefs/{slug}.json" for slug in slugs}
    assert differ == {SITEMAP, f"{SITEMAP}.gz", *pages, *records}


def test_pages_that_others_have_a_say_in_tell_the_same(start: Path) -> None:
    ordinary = start.parent / "ordinary"
    with_days = cold(start, ordinary)
    edit = (ordinary / "mkdocs.yml").read_text().replace("{today", "{engine: false, today")
    (ordinary / "mkdocs.yml").write_text(edit)
    assert changed(with_days.files, made(ordinary).files) == set()


def test_a_page_of_the_host_has_its_day_in_the_sitemap(start: Path) -> None:
    days = lastmods(made(start))
    assert days["about/"] == "2024-05-26"
    assert days["timeline/"] == ""


def test_a_day_after_today_has_not_come(tmp_path: Path) -> None:
    project = repository(tmp_path / "project")
    replace(TIDE, "at noon", "at midnight")(project)
    commit(project, when="2024-06-02T00:00:00Z")
    assert told(made(project), "quiet")["line"] == []


def amended(project: Path) -> None:
    git(project, "commit", "-q", "--amend", "--no-edit", "--date=2024-05-27T12:00:00Z")


def committed(*edits: Edit, when: str) -> Edit:
    def edit(project: Path) -> None:
        for one in edits:
            one(project)
        commit(project, when=when)

    return edit


def nothing(project: Path) -> None:
    """Leaves all as it is."""


def unrelated(project: Path) -> None:
    with (project / "notes.rst").open("a") as notes:
        notes.write("Of no page.\n")
    commit(project, when="2024-05-30T12:00:00Z")


def rebased(project: Path) -> None:
    """The last two commits change places; the files are what they were."""
    git(project, "rebase", "-q", "--onto", "HEAD~2", "HEAD~1")
    git(project, "cherry-pick", "ORIG_HEAD~1")


def test_a_commit_changes_the_pages_that_show_its_day_and_no_other(start: Path) -> None:
    project = start.parent / "moved"
    before = cold(start, project)
    amended(project)
    after = made(project)
    records = {f"api/v1/briefs/{slug}.json" for slug in ("quiet", "talks")}
    assert changed(before.files, after.files) == {
        "briefs/quiet/index.html",
        SITEMAP,
        f"{SITEMAP}.gz",
        *records,
    }
    assert after.pages == 1
    assert after.files == cold(project, start.parent / "again").files


STEPS: list[tuple[str, Edit, str]] = [
    ("nothing", nothing, KEPT),
    (
        "a word that is committed",
        committed(replace(TIDE, "at midnight", "at dusk"), when="2024-05-28T12:00:00Z"),
        WHOLE,
    ),
    ("nothing after it", nothing, KEPT),
    ("another day for the same commit", amended, WHOLE),
    ("a word that is not committed", replace(STRIKE, "It is hard", "It is very hard"), WHOLE),
    ("its commit", committed(when="2024-05-29T12:00:00Z"), WHOLE),
    ("a commit of no page", unrelated, KEPT),
    (
        "a page of the host that is committed",
        committed(replace("docs/about.md", "We look at", "We see"), when="2024-05-30T12:00:00Z"),
        WHOLE,
    ),
    ("another day for that", amended, WHOLE),
    (
        "a brief that tells of its updates itself",
        committed(replace(TALKS, "It poured", "It rained"), when="2024-05-30T12:00:00Z"),
        WHOLE,
    ),
    ("two commits in another order", rebased, KEPT),
    (
        "a file by another name",
        committed(
            lambda project: (project / TIDE).rename(project / "briefs/2024-05-20-calm.md"),
            replace("briefs/2024-05-20-calm.md", "at dusk", "at dawn"),
            when="2024-05-31T12:00:00Z",
        ),
        WHOLE,
    ),
    ("no repository", lambda project: (project / ".git").rename(project / ".away"), WHOLE),
    (
        "the repository again",
        lambda project: (project / ".away").rename(project / ".git"),
        WHOLE,
    ),
]


def test_warm_is_cold_as_the_history_moves() -> None:
    with scratch() as folder:
        project = repository(folder / "project")
        replace(STRIKE, "A shift lasts nine", "It is hard work.\n\nA shift lasts nine")(project)
        replace(TALKS, "It rained", "It poured")(project)
        replace(TIDE, "at noon", "at midnight")(project)
        replace("docs/about.md", "We watch", "We look at")(project)
        commit(project, when="2024-05-25T12:00:00Z")
        fresh = made(project)
        for name, edit, kind in STEPS:
            edit(project)
            warm = made(project)
            if kind != KEPT:
                fresh = cold(project, folder / "cold")
            assert (name, changed(fresh.files, warm.files)) == (name, set())
            assert (name, warm.kind) == (name, kind)


def test_a_shallow_clone_has_no_days_and_says_why_until_it_is_whole() -> None:
    with scratch() as folder:
        origin = repository(folder / "origin")
        replace(TIDE, "at noon", "at midnight")(origin)
        commit(origin, when="2024-05-25T12:00:00Z")
        project = folder / "clone"
        git(folder, "clone", "-q", "--depth=1", origin.as_uri(), str(project))
        said = run_program("mkdocs", ["build"], project, clean(), together=True).stdout
        (line,) = [line for line in said.splitlines() if "fetch-depth: 0" in line]
        assert line.startswith("INFO")
        assert told(made(project), "quiet")["record"] is None
        git(project, "fetch", "-q", "--unshallow")
        whole = made(project)
        assert told(whole, "quiet")["line"] == ["Last changed 25 May 2024"]
        assert whole.files == cold(project, folder / "cold").files


def test_the_compressed_sitemap_is_that_of_the_host(start: Path) -> None:
    built = made(start)
    assert gzip.decompress(built.files[f"{SITEMAP}.gz"]) == built.files[SITEMAP]
