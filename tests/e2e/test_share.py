"""What a site gives to those who share a brief: pictures, addresses of parts, ways to cite it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from support.sites import SITE_URL, TODAY, Built, build, config, fetch, preview, run, write

Make = Callable[..., Built]
TALKS = "briefs/talks-begin/"
BRIEF = """
---
title: A talk
date: 2024-01-02
summary: They talked.
actors: [{name: Iran, kind: state}]
dates: [2024-01-02: They talk]
implications: [Peace: It lasts.]
---
"""
PAGE = "# A page\n\nThis page of the owner tells in a sentence or two what the harbour is about.\n"


def metas(html: str) -> dict[str, list[str]]:
    """Contents of the meta elements by name or property."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html):
        found.setdefault(name, []).append(unescape(content))
    return found


def card_of(site: Built, path: str) -> Path:
    """The file of the picture that a page names; every tag that belongs to it is checked."""
    tags = metas(site.read(path))
    (address,) = tags["og:image"]
    assert tags["twitter:image"] == [address]
    assert tags["twitter:card"] == ["summary_large_image"]
    assert tags["og:image:alt"] == tags["twitter:image:alt"]
    assert (tags["og:image:width"], tags["og:image:height"]) == (["1200"], ["630"])
    assert address.startswith(SITE_URL)
    return site.folder / unquote(address.removeprefix(SITE_URL))


def test_every_page_names_a_picture_that_is_there(story: Built) -> None:
    paths = [
        name.removesuffix("index.html") for name in story.files() if name.endswith("index.html")
    ]
    cards = {path: card_of(story, path) for path in paths}
    for card in {*cards.values()}:
        with Image.open(card) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))
    own = {path for path in paths if cards[path] != cards["timeline/"]}
    assert {TALKS, "topics/labour/", "storylines/pilots-dispute/"} <= own
    assert not own & {"", "briefs/", "actors/", "actors/mayor/", "corrections/"}
    there = {path for path in (story.folder / "assets" / "social").rglob("*") if path.is_file()}
    assert there == {*cards.values()}


def test_json_ld_of_a_brief_has_the_picture_and_that_of_an_actor_none(story: Built) -> None:
    def image(path: str) -> object:
        scripts = story.page(path).all("script", type="application/ld+json")
        return json.loads(str(scripts[0].children[0])).get("image")

    assert image(TALKS) == metas(story.read(TALKS))["og:image"][0]
    assert image("actors/mayor/") is None


TWO = {"briefs/a.md": BRIEF, "briefs/b.md": BRIEF.replace("A talk", "Another")}


def cards_of(site: Built) -> dict[str, bytes]:
    """The card of each page by its file."""
    folder = site.folder / "assets" / "social"
    paths = [path for path in folder.rglob("*.png") if path.parent != folder]
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in paths}


def test_only_the_card_of_another_title_is_drawn(make: Make) -> None:
    first = make(TWO)
    assert first.status == 0, first.output
    assert "Drew 2 social cards" in first.output
    before = cards_of(first)
    write(first.project, {"briefs/a.md": BRIEF.lstrip().replace("A talk", "A long talk")})
    second = build(first.project)
    assert second.status == 0, second.output
    assert "Drew 1 social card\n" in second.output
    changed = before.items() ^ cards_of(second).items()
    assert sorted(name.split("/")[-1].split(".")[0] for name, _ in changed) == ["a", "a"]


def test_a_page_that_is_made_anew_keeps_its_card_from_the_cache_alone(make: Make) -> None:
    first = make(TWO)
    before = cards_of(first)
    shutil.rmtree(first.folder)
    write(first.project, {"mkdocs.yml": config().replace("theme:", "copyright: Us\ntheme:")})
    second = build(first.project)
    assert second.status == 0, second.output
    assert "left as they are" not in second.output
    assert "social card" not in second.output
    assert cards_of(second) == before


@pytest.mark.parametrize("engine", ["true", "false"])
def test_a_damaged_card_is_drawn_anew(make: Make, engine: str) -> None:
    options = config(briefs=f"today: {TODAY}, engine: {engine}")
    first = make({"mkdocs.yml": options, **TWO})
    before = cards_of(first)
    for name, data in before.items():
        changed = first.folder / name
        changed.unlink()  # the cache may share it
        changed.write_bytes(data[:-20])
    spare = [*(first.project / ".cache").rglob("*.png")]
    assert bool(spare) == (engine == "true")
    for path in spare:
        path.write_bytes(b"")
    second = build(first.project)
    assert second.status == 0, second.output
    assert cards_of(second) == before


def test_mkdocs_draws_the_same_cards_page_by_page(make: Make) -> None:
    first = make(TWO)
    before = first.files()
    write(first.project, {"mkdocs.yml": config(briefs=f"today: {TODAY}, engine: false")})
    second = build(first.project)
    assert second.status == 0, second.output
    after = second.files()
    names = {name for name in before if name.startswith("assets/social/")}
    assert len(names) == 3
    assert {name: after.get(name) for name in names} == {name: before[name] for name in names}
    assert not [name for name in after.keys() - names if name.startswith("assets/social/")]


def test_a_picture_of_the_briefs_own_wins(make: Make) -> None:
    files = {
        "briefs/a.md": BRIEF.replace("summary:", "image: harbour.jpg\nsummary:"),
        "briefs/harbour.jpg": b"\xff\xd8\xff",
    }
    site = make(files)
    tags = metas(site.read("briefs/a/"))
    assert tags["og:image"] == [f"{SITE_URL}briefs/harbour.jpg"]
    assert tags["og:image:alt"] == ["A talk"]
    assert "og:image:width" not in tags
    assert not [name for name in site.files() if name.startswith("assets/social/briefs/")]


def test_a_page_of_the_owners_is_completed_and_not_contradicted(make: Make) -> None:
    override = (
        '{% extends "base.html" %}{% block extrahead %}{{ super() }}'
        '{% if page and page.title == "Own" %}<meta property="og:title" content="Mine">'
        '<meta property="og:image" content="https://news.example/mine.png">{% endif %}{% endblock %}'
    )
    files = {
        "mkdocs.yml": config(theme="name: material, custom_dir: over"),
        "over/main.html": override,
        "docs/about.md": PAGE,
        "docs/own.md": "---\ndescription: Said by hand.\n---\n\n# Own\n\nText.\n",
        "briefs/a.md": BRIEF,
    }
    site = make(files)
    assert site.status == 0, site.output
    about = metas(site.read("about/"))
    sentence = "This page of the owner tells in a sentence or two what the harbour is about."
    assert about["description"] == about["og:description"] == [sentence]
    assert about["og:title"] == ["A page"]
    assert about["og:url"] == [f"{SITE_URL}about/"]
    assert about["og:type"] == ["website"]
    assert card_of(site, "about/") == card_of(site, "briefs/")
    own = metas(site.read("own/"))
    assert own["description"] == own["og:description"] == ["Said by hand."]
    assert own["og:title"] == ["Mine"]
    assert own["og:image"] == ["https://news.example/mine.png"]
    assert "og:image:width" not in own
    assert all(len(contents) == 1 for contents in own.values())


def test_cards_can_be_switched_off(make: Make) -> None:
    options = config(briefs=f"today: {TODAY}, social_cards: false")
    site = make({"mkdocs.yml": options, "briefs/a.md": BRIEF})
    assert site.status == 0, site.output
    assert not [name for name in site.files() if name.startswith("assets/social")]
    tags = metas(site.read("briefs/a/"))
    assert "og:image" not in tags
    assert tags["twitter:card"] == ["summary"]


def without_pillow(project: Path, options: str) -> tuple[int, str]:
    """Build as on a machine without Pillow."""
    write(project, {"mkdocs.yml": config(briefs=options), "briefs/a.md": BRIEF.lstrip()})
    hidden = "import sys; sys.modules['PIL'] = None; sys.argv = ['mkdocs', 'build', '--strict']"
    code = (
        "import importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *more: None if name == 'PIL' else find(name, *more); "
        f"{hidden}; import mkdocs.__main__ as m; m.cli()"
    )
    return run([sys.executable, "-c", code], project)


def test_without_pillow_there_are_no_cards_one_line_and_the_rest(tmp_path: Path) -> None:
    status, output = without_pillow(tmp_path, f"today: {TODAY}")
    assert status == 0, output
    said = [line for line in output.splitlines() if "ocial card" in line]
    assert len(said) == 1
    assert said[0].startswith("INFO")
    assert "mkdocs-briefs[cards]" in said[0]
    page = (tmp_path / "site/briefs/a/index.html").read_text("utf-8")
    assert "og:image" not in page
    assert "og:title" in page


def test_who_asks_for_cards_and_cannot_have_them_is_warned(tmp_path: Path) -> None:
    status, output = without_pillow(tmp_path, f"today: {TODAY}, social_cards: true")
    assert status == 1
    assert "WARNING -  Social cards are not drawn" in output


def test_a_live_preview_draws_none(tmp_path: Path) -> None:
    write(tmp_path, {"briefs/a.md": BRIEF.lstrip()})
    with preview(tmp_path) as address:
        status, page = fetch(f"{address}briefs/a/")
    assert status == 200
    assert "og:image" not in page
    assert not [*tmp_path.rglob("*.png")]


# -- citing and linking -----------------------------------------------------------------------


def test_a_brief_tells_how_to_cite_it(story: Built) -> None:
    page = story.page(TALKS)
    box = page.one("details", class_="b-citation")
    text, bibtex, csl = ("".join(map(str, pre.children)) for pre in box.all("pre"))
    assert text == (
        "Ada Writer. Talks begin in Lowhaven. The Harbour, 6 March 2024. Updated 9 March 2024. "
        f"{SITE_URL}{TALKS}"
    )
    assert bibtex.startswith("@misc{talks-begin,\n")
    assert json.loads(csl)[0]["URL"] == SITE_URL + TALKS
    assert not box.all("button")
    link = page.one("ul", class_="b-meta").href("Cite")
    assert link.removeprefix("#") in box.ids
    tags = metas(story.read(TALKS))
    assert tags["citation_author"] == ["Ada Writer"]
    assert tags["citation_publication_date"] == ["2024/03/06"]
    assert "citation_title" not in metas(story.read("actors/mayor/"))


def test_every_item_of_a_brief_has_an_address_and_a_link_to_it(story: Built) -> None:
    page = story.page(TALKS)
    links = {
        a.attrs["href"] for a in page.article.all("a") if "b-perma" in a.attrs.get("class", "")
    }
    wanted = {
        *("#precedent", "#deal", "#drift", "#meet", "#ships-waiting", "#update-2024-03-09"),
        "#source-minutes",
    }
    assert wanted <= links
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= page.ids
    events = {link for link in links if not link.startswith("#")}
    assert len(events) == len(page.section("timeline").all("li"))
    for a in page.article.all("a"):
        if "b-perma" in a.attrs.get("class", ""):
            assert a.attrs["aria-label"]
            assert "tabindex" not in a.attrs


def test_elsewhere_an_items_link_leads_to_its_brief(story: Built) -> None:
    page = story.page("implications/")
    links = {
        a.attrs["href"] for a in page.article.all("a") if "b-perma" in a.attrs.get("class", "")
    }
    assert f"../{TALKS}#precedent" in links
