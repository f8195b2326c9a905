"""What machines read in the head of a page."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from mkdocs_briefs.formats.head import head_html
from mkdocs_briefs.formats.jsonld import json_ld
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.settings import Settings
from support.briefs import SETTINGS, WORLD, brief, library, world_briefs

HOMELESS = dataclasses.replace(SETTINGS, site_url="", site_description="")


def data(view: PageView, settings: Settings = SETTINGS) -> list[dict]:
    things = [json.loads(text) for text in json_ld(view, settings)]
    assert {thing.pop("@context") for thing in things} == {"https://schema.org"}
    return things


def page(path: str, *briefs, **registries: str) -> PageView:
    plan = Plan(library(briefs, **registries))
    return next(view for view in plan.pages() if view.path == path)


def nodes(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def every() -> list[PageView]:
    return [*Plan(library(world_briefs(), **WORLD)).pages(), *Plan(library([])).pages()]


@pytest.mark.parametrize("settings", [SETTINGS, HOMELESS], ids=["site", "homeless"])
def test_every_page_says_what_it_is_and_nothing_empty(settings: Settings) -> None:
    for view in every():
        graph = data(view, settings)
        assert graph[0]["@type"]
        for node in nodes(graph):
            assert "@type" in node or not node
            assert all(value not in (None, "", [], {}) for value in node.values()), (
                view.path,
                node,
            )
            for key in ("url", "@id", "item", "mainEntityOfPage", "image"):
                assert "://" in node.get(key, "://"), (view.path, node)


@pytest.mark.parametrize("bad", ["</script><script>alert(1)</script>", "<!--", "a\u2028b", "&lt;"])
def test_content_cannot_end_the_script(bad: str) -> None:
    view = page("briefs/a/", brief("a", f"summary: '{bad}'\nactors: ['{bad}']", title="T"))
    view = dataclasses.replace(view, title=bad)
    text = json_ld(view, SETTINGS)[0]
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["headline"] == bad


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))


def elements(view: PageView, settings: Settings = SETTINGS):
    parser = Elements()
    parser.feed(head_html(view, settings))
    return parser.found


@pytest.mark.parametrize("bad", ['"><script>alert(1)</script>', "' onload='x", "</title>"])
def test_content_cannot_leave_an_attribute(bad: str) -> None:
    view = dataclasses.replace(page("briefs/a/", brief("a")), title=bad, description=bad)
    found = elements(view)
    assert {tag for tag, _ in found} <= {"meta", "link", "script"}
    assert [tag for tag, _ in found].count("script") == len(json_ld(view, SETTINGS))
    assert {a["content"] for t, a in found if a.get("property") == "og:title"} == {bad}
    assert all(
        set(a) <= {"name", "property", "content", "rel", "href", "type", "hreflang", "title"}
        for _, a in found
    )


def test_a_brief_is_a_news_article_with_those_it_is_about() -> None:
    view = next(
        v for v in Plan(library(world_briefs(), **WORLD)).pages() if v.path == "briefs/resigns/"
    )
    article = data(view)[0]
    assert article["@type"] == ["NewsArticle", "AnalysisNewsArticle"]
    assert article["datePublished"] == "2024-04-22"
    assert article["dateModified"] == "2024-05-01"
    assert article["url"] == article["@id"] == "https://example.org/site/briefs/resigns/"
    assert [(n["@type"], n["name"]) for n in article["about"]] == [("Person", "Aharon Haliva")]
    mentioned = [(n["@type"], n["name"]) for n in article["mentions"]]
    assert mentioned[0] == ("Country", "Iran")
    assert ("Event", "Haliva resigns") in mentioned
    assert article["citation"] == [
        {"@type": "CreativeWork", "name": "A source", "url": "https://example.org/a"}
    ]
    assert article["correction"] == [
        {"@type": "CorrectionComment", "text": "The rank was wrong.", "datePublished": "2024-05-01"}
    ]


@pytest.mark.parametrize(
    ("kind", "second"),
    [
        ("analysis", "AnalysisNewsArticle"),
        ("background", "BackgroundNewsArticle"),
        ("report", "ReportageNewsArticle"),
    ],
)
def test_the_type_of_a_brief(kind: str, second: str) -> None:
    view = page("briefs/a/", brief("a", f"type: {kind}"))
    assert data(view)[0]["@type"] == ["NewsArticle", second]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("person", "Person"),
        ("organization", "Organization"),
        ("state", "Country"),
        ("group", "Organization"),
    ],
)
def test_the_type_of_an_actor(kind: str, wanted: str) -> None:
    registry = (
        f"x: {{name: X, kind: {kind}, wikidata: Q42, url: 'https://x.example/', aliases: [Xx]}}"
    )
    node = data(page("actors/x/", actors=registry))[0]
    assert node["@type"] == wanted
    assert node["sameAs"] == ["https://www.wikidata.org/wiki/Q42", "https://x.example/"]
    assert node["alternateName"] == ["Xx"]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024-04-22", "2024-04-22", None),
        ("2024-04", "2024-04", None),
        ("2024", "2024", None),
        ("2024-04~", None, None),
        ("2024?", None, None),
        ("199X", None, None),
        ("XXXX-10-07", None, None),
        ("2024-04-XX", "2024-04", None),
        ("2023-10-07/2023-10-09", "2023-10-07", "2023-10-09"),
        ("2024-04/..", "2024-04", None),
        ("../2024-04", None, "2024-04"),
    ],
)
def test_an_events_dates_are_no_more_precise_than_written(written, start, end) -> None:
    view = page("briefs/a/", brief("a", f"dates: ['{written}': It is so]"))
    told = [
        (e["@type"], e.get("startDate"), e.get("endDate"))
        for e in data(view)[0].get("mentions", [])
    ]
    assert told == ([("Event", start, end)] if start or end else [])


@pytest.mark.parametrize(
    ("status", "wanted"),
    [("scheduled", "EventScheduled"), ("cancelled", "EventCancelled"), ("happened", None)],
)
def test_the_status_of_an_event(status: str, wanted: str | None) -> None:
    view = page(
        "briefs/a/", brief("a", f"dates: [{{date: 2024-04-01, event: E, status: {status}}}]")
    )
    (event,) = data(view)[0]["mentions"]
    assert event.get("eventStatus") == (f"https://schema.org/{wanted}" if wanted else None)


def test_the_way_down_is_numbered() -> None:
    view = dataclasses.replace(page("briefs/a/", brief("a", title="A")), breadcrumbs=())
    assert all(node["@type"] != "BreadcrumbList" for node in data(view))
    from mkdocs_briefs.pages.parts import Link

    view = dataclasses.replace(view, breadcrumbs=(Link("Home", ""), Link("Briefs", "briefs/")))
    steps = data(view)[1]["itemListElement"]
    assert [(s["position"], s["name"], s["item"]) for s in steps] == [
        (1, "Home", "https://example.org/site/"),
        (2, "Briefs", "https://example.org/site/briefs/"),
        (3, "A", "https://example.org/site/briefs/a/"),
    ]


def test_a_picture_is_named_by_its_full_address_or_not_at_all() -> None:
    view = page("briefs/a/", brief("a", "image: a b.jpg"))
    tags = {a.get("property") or a.get("name"): a.get("content") for _, a in elements(view)}
    assert tags["og:image"] == "https://example.org/site/briefs/a%20b.jpg"
    assert tags["twitter:card"] == "summary_large_image"
    tags = {
        a.get("property") or a.get("name"): a.get("content") for _, a in elements(view, HOMELESS)
    }
    assert "og:image" not in tags
    assert "og:url" not in tags
    assert tags["twitter:card"] == "summary"


def test_the_head_of_a_brief_names_its_type_days_and_topics() -> None:
    view = page("briefs/a/", brief("a", "topics: [Gaza war]\nlang: pt-BR"))
    assert isinstance(view, BriefView)
    tags = {a.get("property") or a.get("name"): a.get("content") for _, a in elements(view)}
    assert tags["og:type"] == "article"
    assert tags["og:locale"] == "pt_BR"
    assert tags["article:published_time"] == "2024-04-22"
    assert tags["article:tag"] == "Gaza war"


def test_pages_of_a_listing_name_their_neighbours() -> None:
    small = dataclasses.replace(SETTINGS, per_page=1)
    plan = Plan(library([brief(s) for s in "abc"], small))
    (second,) = [v for v in plan.pages() if v.path == "briefs/page/2/"]
    links = {a["rel"]: a["href"] for tag, a in elements(second) if tag == "link"}
    assert links["prev"] == "https://example.org/site/briefs/"
    assert links["next"] == "https://example.org/site/briefs/page/1/"


def test_an_author_is_what_the_registry_says_and_else_unknown() -> None:
    authors = "ada: {name: Ada, kind: person, url: 'https://ada.example/'}\nwire: Wire\n"
    view = page("briefs/a/", brief("a", "authors: [ada, wire, Jo]"), authors=authors)
    assert data(view)[0]["author"] == [
        {"@type": "Person", "name": "Ada", "url": "https://ada.example/"},
        {"@type": "Thing", "name": "Wire"},
        {"@type": "Thing", "name": "Jo"},
    ]
