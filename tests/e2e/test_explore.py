"""Relations on the built site: drawings, their lists, and the page of the graph."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote

from mkdocs_briefs.pages.kinds.search import ROWS
from support.crawl import crawl
from support.sites import SITE_URL, Built, config

Make = Callable[..., Built]
RTL = {
    "mkdocs.yml": config(theme="name: material, language: ar"),
    "briefs/actors.yml": "iran: {name: إيران, kind: state}\nun: {name: United Nations}\n",
    "briefs/b.md": """
        ---
        title: خبر
        date: 2024-01-01
        summary: ماذا حدث
        lang: ar
        actors: [iran, un]
        dates: [2024-01-01: حدث]
        implications: [شيء]
        ---
        """,
}


def graph_of(site: Built) -> dict:
    return json.loads(site.read("assets/briefs/network.json"))


def ids_of(graph: dict) -> list[str]:
    names = zip(graph["ids"], graph["names"], strict=True)
    return [ident or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") for ident, name in names]


def test_the_graph_is_found_but_not_among_the_hubs(story: Built) -> None:
    assert ("All relations as a graph", "../explore/") in story.page("actors/").article.links
    assert f"{SITE_URL}explore/" in story.read("sitemap.xml")
    navigation = story.page("actors/").one("nav", aria_label="Navigation")
    assert "Relations" not in [name for name, _ in navigation.links]
    assert [
        name for name, _ in story.page("explore/").one("nav", aria_label="Breadcrumbs").links
    ] == [
        "Front page",
        "Actors",
    ]


def test_every_actor_of_the_graph_has_its_dossier_and_every_tie_its_briefs(story: Built) -> None:
    graph = graph_of(story)
    ids = ids_of(graph)
    assert len(ids) > 3
    ties = 0
    for one, row in enumerate(graph["ties"]):
        page = story.page(f"actors/{ids[one]}/")
        other = 0
        for step, briefs in zip(row[::2], row[1::2], strict=True):
            other += step
            if briefs:
                shared = page.one("ul", id=f"with-{ids[other]}")
                assert shared.links
                ties += 1
    assert ties == 3


def test_what_the_registry_states_is_in_drawing_list_and_graph(story: Built) -> None:
    graph = graph_of(story)
    ids = ids_of(graph)
    assert [ids.index("port"), ids.index("council"), -1] in graph["stated"]
    for ident in ("port", "council"):
        section = story.page(f"actors/{ident}/").section("appears-with")
        assert "Port of Lowhaven: part of Town Council" in section.text
        assert section.all("line", class_="b-net__stated")
    assert "Port of Lowhaven: part of Town Council" in story.page("explore/").section("list").text


def test_a_drawing_is_hidden_from_those_who_cannot_see_it_and_the_list_has_its_links(
    story: Built,
) -> None:
    for path, name in (
        ("actors/mayor/", "appears-with"),
        ("storylines/pilots-dispute/", "involved"),
    ):
        section = story.page(path).section(name)
        svg = section.one("svg", class_="b-net")
        assert svg.attrs["aria-hidden"] == "true"
        links = svg.all("a")
        assert links
        assert {a.attrs["tabindex"] for a in links} == {"-1"}
        listed = {a.attrs["href"] for a in section.all("a") if "tabindex" not in a.attrs}
        assert {a.attrs["href"] for a in links} <= listed
        assert not [node for node in svg if "style" in node.attrs]


def test_the_list_of_the_graph_is_bounded(make: Make) -> None:
    many = "\n".join(f"a{n:03}: {{}}" for n in range(ROWS + 30))
    site = make({"briefs/actors.yml": many})
    rows = site.page("explore/").one("ol", class_="b-graph__rows")
    assert len(rows.all("a", class_="b-graph__name")) == ROWS
    assert ("All actors, by kind", "../actors/") in site.page("explore/").article.links
    assert len(graph_of(site)["names"]) == ROWS + 30


def test_a_site_without_actors_has_no_graph_to_draw(make: Make) -> None:
    site = make({"docs/about.md": "# About\n"})
    assert site.status == 0, site.output
    article = site.page("explore/").article
    assert "There are no actors yet." in article.text
    assert not article.all("canvas")
    assert crawl(site.folder).broken == []


def test_names_keep_their_direction_on_a_page_from_right_to_left(make: Make) -> None:
    site = make(RTL)
    assert "Traceback" not in site.output
    page = site.page("actors/iran/")
    assert page.one("body").attrs["dir"] == "rtl"
    svg = page.one("svg", class_="b-net")
    assert svg.attrs["direction"] == "ltr"
    names = {
        text.text: text.attrs.get("direction") for text in svg.all("text", class_="b-net__name")
    }
    assert names == {"إيران": "rtl", "United Nations": None}
    assert crawl(site.folder).broken == []


def test_a_page_of_the_site_itself_takes_the_place_of_the_graph(make: Make) -> None:
    files = {key: text for key, text in RTL.items() if key != "mkdocs.yml"}
    site = make({**files, "docs/explore/index.md": "# Mine\n"})
    assert site.page("explore/").article.one("h1").text.startswith("Mine")
    dossier = site.page("actors/iran/").article
    assert f"../../explore/?actor={quote('iran')}" in [href for _, href in dossier.links]


def test_code_of_others_comes_with_its_licence_and_from_nowhere_else(story: Built) -> None:
    vendor = story.folder / "assets/briefs/vendor"
    names = {path.name for path in vendor.iterdir()}
    assert names == {"LICENSE", "d3-dispatch.js", "d3-force.js", "d3-quadtree.js", "d3-timer.js"}
    licence = (vendor / "LICENSE").read_text("utf-8")
    assert "Permission to use, copy, modify, and/or distribute this software" in licence
    for path in (story.folder / "assets/briefs").rglob("*.js"):
        text = path.read_text("utf-8")
        imported = re.findall(r"""(?:from|import)\s*\(?["']([^"']+)["']""", text)
        assert all(each.startswith((".", "../")) for each in imported), path
