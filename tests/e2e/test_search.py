"""Whose search a site has: ours where Pagefind is installed, Material's else or on request."""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.search import program
from support.sites import TODAY, Built, build, config, write

Make = Callable[..., Built]
BRIEF = """---
title: {title}
date: 2024-05-{day:02}
summary: What happened at the pier.
actors: [{{name: Mira Okafor, kind: person, role: Spoke}}]
dates: [2024-05-01: The pier is closed]
implications: [Ships wait.]
{more}---

## Behind it

A quarrel.
"""
FILES = {
    "briefs/walk-out.md": BRIEF.format(title="Pilots walk out", day=1, more=""),
    "briefs/hidden.md": BRIEF.format(
        title="Not to be found", day=2, more="search: {exclude: true}\n"
    ),
    "docs/about.md": "# About\n\nWe sit by the sea.\n\n## Contact {#contact}\n\nWrite.\n"
    "\n<!-- briefs:list -->\n\n<!-- briefs:timeline -->\n",
    "docs/quiet.md": "---\nsearch:\n  exclude: true\n---\n\n# Quiet\n\nNot to be found either.\n",
}
THEIRS = ("search/search_index.json", 'class="md-search"')


def source(choice: str = "", plugins: tuple[str, ...] = ("search",)) -> dict[str, str]:
    option = f"today: {TODAY}, ignore: [B202]" + (f", search: {choice}" if choice else "")
    more = "nav: [about.md, quiet.md]\nmarkdown_extensions: [attr_list]"
    return {**FILES, "mkdocs.yml": config(briefs=option, plugins=plugins, more=more)}


def site(make: Make, choice: str = "", plugins: tuple[str, ...] = ("search",)) -> Built:
    built = make(source(choice, plugins))
    assert built.status == 0, built.output
    return built


def found(built: Built) -> dict[str, dict]:
    """What Pagefind holds of each page, by the page's address."""
    texts = (
        gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")
        for file in (built.folder / "pagefind" / "fragment").iterdir()
    )
    rows = (json.loads(text) for text in texts)
    return {row["url"]: row for row in rows}


@pytest.fixture(scope="module")
def ours(make: Make) -> Built:
    return site(make)


def test_material_searches_nothing_where_we_do(ours: Built) -> None:
    assert not (ours.folder / "search/search_index.json").exists()
    for path in ("", "about/", "briefs/walk-out/", "404.html"):
        html = ours.read(path)
        assert "md-search" not in html
        assert html.count('class="b-glass"') == 1


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("", "search/"),
        ("about/", "../search/"),
        ("briefs/walk-out/", "../../search/"),
        ("404.html", "/explainers/search/"),
    ],
)
def test_every_page_leads_to_the_search_page(ours: Built, path: str, address: str) -> None:
    link = ours.page(path).one("a", class_="b-glass")
    assert link.attrs["href"] == address
    assert link.text == "Search"


def test_nothing_of_it_is_in_a_page_but_the_link(ours: Built) -> None:
    html = ours.read("briefs/walk-out/")
    assert "pagefind" not in html
    assert "search.js" not in html


def test_briefs_dossiers_and_ordinary_pages_are_found_listings_not(ours: Built) -> None:
    rows = found(ours)
    assert {"/briefs/walk-out/", "/actors/mira-okafor/", "/about/"} == rows.keys()
    brief = rows["/briefs/walk-out/"]
    assert brief["filters"]["actor"] == ["Mira Okafor"]
    assert brief["meta"] == {"title": "Pilots walk out", "date": "2024-05-01"}
    assert "A quarrel." in brief["content"]
    assert "Write." in rows["/about/"]["content"]
    assert "Pilots walk out" in ours.read("about/")
    assert "Pilots walk out" not in rows["/about/"]["content"]
    assert "The pier is closed" not in rows["/about/"]["content"]


def test_every_anchor_that_a_result_leads_to_is_on_its_page(ours: Built) -> None:
    anchors = [(url, it["id"]) for url, row in found(ours).items() for it in row["anchors"]]
    assert len(anchors) >= 4
    for url, ident in anchors:
        assert f'id="{ident}"' in ours.read(url.removeprefix("/"))


def test_the_search_page_searches(ours: Built) -> None:
    page = ours.page("search/").article
    assert page.one("input", type="search").attrs["name"] == "q"
    assert page.one("noscript").text.startswith("The search needs JavaScript.")
    assert page.one("nav", aria_label="By year (events)")


def test_building_again_gives_the_same_bytes(ours: Built, make: Make) -> None:
    one, other = ours, site(make)
    assert {name for name in one.files() if name.startswith("pagefind/")}
    assert one.files() == other.files()


def test_material_keeps_its_search_on_request(make: Make) -> None:
    built = site(make, "material")
    assert not (built.folder / "pagefind").exists()
    assert (built.folder / THEIRS[0]).exists()
    html = built.read("briefs/walk-out/")
    assert THEIRS[1] in html
    assert "b-glass" not in html
    page = built.page("search/").article
    assert not page.all("input")
    assert "box at the top" in page.text


def test_a_site_without_a_search_gets_none_by_itself(make: Make) -> None:
    built = site(make, plugins=())
    assert not (built.folder / "pagefind").exists()
    assert "b-glass" not in built.read("")


def test_a_site_without_a_search_gets_ours_on_request(make: Make) -> None:
    built = site(make, "pagefind", plugins=())
    assert (built.folder / "pagefind" / "pagefind.js").exists()
    assert "b-glass" in built.read("")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hides Pagefind from this process, and so from the forks that build."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name.startswith("pagefind") else find(name, *more),
    )


@pytest.mark.usefixtures("without")
def test_without_pagefind_material_keeps_its_search(make: Make) -> None:
    built = site(make)
    assert (built.folder / THEIRS[0]).exists()
    assert THEIRS[1] in built.read("briefs/walk-out/")


@pytest.mark.usefixtures("without")
def test_asking_for_what_is_not_installed_says_what_to_install(make: Make) -> None:
    built = make({**FILES, "mkdocs.yml": config(briefs=f"today: {TODAY}, search: pagefind")})
    assert built.status != 0
    assert "pip install 'mkdocs-briefs[search]'" in built.output
    assert "Traceback" not in built.output


# -- a program that does not work --------------------------------------------------------------

DEAD = "echo no room left >&2; exit 3"
DIES_LATER = f'[ "$1" = --version ] || mkdir "$0.asked" || {{ {DEAD}; }}; exec "$PAGEFIND" "$@"'
"""It answers the first time that it is asked for an index."""
CAUSE = "it ended with status 3 (no room left)"


def warnings(built: Built) -> list[str]:
    return [line for line in built.output.splitlines() if line.startswith("WARNING")]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Give a function that puts a program of these commands in the place of Pagefind's."""

    def put(commands: str) -> None:
        path = program(tmp_path / "pagefind", commands)
        monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(path))

    return put


def built_in(folder: Path, choice: str = "") -> Built:
    """Build the site in `folder`, where a warning is no error."""
    write(folder, source(choice))
    return build(folder, "mkdocs", "--no-strict")


def test_where_pagefind_does_not_work_the_search_of_the_theme_stays(
    tmp_path: Path, broken: Callable[[str], None]
) -> None:
    broken(DEAD)
    built = built_in(tmp_path)
    assert built.status == 0, built.output
    (warning,) = warnings(built)
    assert "Pagefind does not work" in warning
    assert CAUSE in warning
    assert (built.folder / THEIRS[0]).exists()
    assert THEIRS[1] in built.read("briefs/walk-out/")
    assert "b-glass" not in built.read("")


@pytest.mark.parametrize("commands", [DEAD, DIES_LATER])
def test_a_site_that_asks_for_pagefind_is_not_built_without(
    tmp_path: Path, broken: Callable[[str], None], commands: str
) -> None:
    broken(commands)
    built = built_in(tmp_path, "pagefind")
    assert built.status != 0
    assert CAUSE in built.output
    assert "Traceback" not in built.output
    assert not built.folder.exists()


def test_where_pagefind_fails_in_the_end_the_site_has_no_index_until_the_next_build(
    tmp_path: Path, broken: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(DIES_LATER)
    built = built_in(tmp_path)
    assert built.status == 0, built.output
    (warning,) = warnings(built)
    assert "no search" in warning
    assert CAUSE in warning
    assert not (built.folder / "pagefind").exists()
    assert built.page("search/").article.all("a")

    monkeypatch.delenv("PAGEFIND_BINARY_PATH")
    again = build(built.project)
    assert again.status == 0, again.output
    assert "/briefs/walk-out/" in found(again)
