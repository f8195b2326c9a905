"""What machines read: the heads of pages, JSON-LD, the sitemap, the search index."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from support.sites import SITE_URL, Built

Make = Callable[..., Built]
TALKS = "briefs/talks-begin/"


def graph(site: Built, path: str) -> list[dict[str, Any]]:
    """The things that the JSON-LD of a page describes."""
    scripts = site.page(path).all("script", type="application/ld+json")
    things = [json.loads("".join(str(text) for text in script.children)) for script in scripts]
    assert {thing.pop("@context") for thing in things} == {"https://schema.org"}
    return things


def thing(site: Built, path: str, kind: str) -> dict[str, Any]:
    """The only thing of a type that a page describes."""
    (found,) = [
        node
        for node in graph(site, path)
        if kind in (node["@type"] if isinstance(node["@type"], list) else [node["@type"]])
    ]
    return found


def test_every_page_of_ours_says_what_it_is(story: Built) -> None:
    for name in story.files():
        if name.endswith("index.html"):
            path = name.removesuffix("index.html")
            page = story.page(path)
            assert page.one("link", rel="canonical").attrs["href"] == SITE_URL + path
            assert page.meta("og:url") == SITE_URL + path
            assert page.meta("description") == page.meta("og:description")
            assert page.meta("og:title") in page.one("head").one("title").text
            assert graph(story, path)


def test_titles_and_descriptions_are_those_of_the_content(story: Built) -> None:
    talks = story.page(TALKS)
    assert talks.one("head").one("title").text == "Talks begin in Lowhaven - The Harbour"
    assert talks.meta("description") == "Both sides met for the first time."
    assert talks.meta("og:type") == "article"
    assert talks.meta("article:published_time") == "2024-03-06"
    assert talks.meta("article:modified_time") == "2024-03-09"
    mayor = story.page("actors/mayor/")
    assert mayor.meta("description") == "Mayor of the port town."
    assert mayor.meta("og:type") == "profile"


def test_a_brief_is_a_news_article(story: Built) -> None:
    article = thing(story, TALKS, "NewsArticle")
    assert article["@type"] == "NewsArticle"
    assert article["headline"] == "Talks begin in Lowhaven"
    assert (article["datePublished"], article["dateModified"]) == ("2024-03-06", "2024-03-09")
    assert article["author"][0]["name"] == "Ada Writer"
    assert article["citation"][0]["url"] == "https://docs.example/minutes"
    assert article["correction"][0]["text"] == "An earlier version said five delegates."
    assert article["url"] == SITE_URL + TALKS
    mentioned = {node["name"]: node for node in article["mentions"]}
    assert mentioned["Mira Okafor"]["@type"] == "Person"
    assert mentioned["Mira Okafor"]["sameAs"] == ["https://www.wikidata.org/wiki/Q42"]
    assert mentioned["Town Council"]["@type"] == "Organization"
    assert mentioned["The walk-out begins"]["@type"] == "Event"
    assert mentioned["The walk-out begins"]["startDate"] == "2024-03-04"
    assert mentioned["A second round"]["eventStatus"] == "https://schema.org/EventScheduled"


def test_whom_a_brief_is_about_comes_apart_from_who_is_mentioned(story: Built) -> None:
    article = thing(story, "briefs/harbour-pilots-walk-out/", "NewsArticle")
    assert [node["name"] for node in article["about"]] == ["Harbour pilots"]
    assert "Harbour pilots" not in [node["name"] for node in article["mentions"]]
    report = thing(story, "briefs/verdict/", "NewsArticle")
    assert report["@type"] == ["NewsArticle", "ReportageNewsArticle"]


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("actors/mayor/", "Person", "Mira Okafor"),
        ("actors/council/", "Organization", "Town Council"),
        ("", "WebSite", "The Harbour"),
        ("storylines/pilots-dispute/", "CreativeWorkSeries", "The pilots' dispute"),
        ("timeline/", "CollectionPage", "Timeline"),
    ],
)
def test_other_pages_have_their_own_types(story: Built, path: str, kind: str, name: str) -> None:
    assert thing(story, path, kind)["name"] == name


def test_breadcrumbs_for_machines_are_those_for_readers(story: Built) -> None:
    steps = thing(story, TALKS, "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [SITE_URL, f"{SITE_URL}briefs/", SITE_URL + TALKS]
    assert [step["name"] for step in steps] == ["Front page", "Briefs", "Talks begin in Lowhaven"]


def lastmod(site: Built) -> dict[str, str]:
    rows = re.findall(
        r"<loc>([^<]*)</loc>(?:\s*<lastmod>([^<]*)</lastmod>)?", site.read("sitemap.xml")
    )
    return {address.removeprefix(SITE_URL): day for address, day in rows}


def test_the_sitemap_dates_a_page_by_its_newest_change(story: Built) -> None:
    days = lastmod(story)
    assert days[TALKS] == "2024-03-09"
    assert days["briefs/harbour-pilots-walk-out/"] == "2024-03-04"
    assert days["briefs/verdict/"] == "2024-05-02"
    assert days["actors/mayor/"] == "2024-03-09"
    assert days[""] == "2024-05-02"
    assert all(day in ("", "2024-03-09", "2024-03-04", "2024-05-02") for day in days.values()), days


def test_the_sitemap_names_every_page_once(story: Built) -> None:
    pages = [name for name in story.files() if name.endswith("index.html")]
    found = re.findall(r"<loc>([^<]*)</loc>", story.read("sitemap.xml"))
    assert sorted(found) == sorted(SITE_URL + name.removesuffix("index.html") for name in pages)


def test_the_search_of_the_theme_finds_briefs_and_actors(
    story_searched_by_the_theme: Built,
) -> None:
    index = json.loads(story_searched_by_the_theme.read("search/search_index.json"))
    found = {row["location"]: f"{row['title']} {row['text']}" for row in index["docs"]}
    assert "Talks begin in Lowhaven" in found[TALKS]
    whole = " ".join(text for place, text in found.items() if place.startswith(TALKS))
    assert "They met at the pier." in whole
    assert "Other ports" in whole
    assert "Mira Okafor" in found["actors/mayor/"]
    assert "title: " not in json.dumps(index)
