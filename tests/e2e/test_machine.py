"""What machines get from a built site: every address in it leads somewhere, and nothing dangles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urljoin
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from markdown_it import MarkdownIt

from support.crawl import crawl, dangling
from support.sample import SAMPLE_URL
from support.sites import SITE_URL, Built, Node, config
from support.story import STORY

from .conftest import Make

KINDS = {
    "application/atom+xml": "feed.xml",
    "application/feed+json": "feed.json",
    "text/calendar": "calendar.ics",
    "application/json": ".json",
    "text/markdown": "/index.md",
}


@pytest.fixture(scope="module", params=["story", "sample"])
def site(request: pytest.FixtureRequest) -> Built:
    """Give a small site, and this repository's own."""
    return request.getfixturevalue(request.param)


def address_of(site: Built) -> str:
    return SITE_URL if SITE_URL in site.read("sitemap.xml") else SAMPLE_URL


def faults(site: Built, links: Iterable[str]) -> list[str]:
    """Those links, from the root of the site, that lead to no file of it or to no place in one."""
    root = address_of(site)
    return dangling(site.folder, (urljoin(root, link) for link in links), root)


def test_a_link_to_nowhere_would_be_seen(story: Built) -> None:
    links = ["briefs/nowhere/", "briefs/talks-begin/#nowhere", "briefs/talks-begin/#deal"]
    assert len(faults(story, links)) == 2


def alternates(page: Node) -> list[tuple[str, str]]:
    """Type and address of each other form that a page names."""
    rows = page.all("link", rel="alternate")
    return [(row.attrs["type"], row.attrs["href"]) for row in rows if "type" in row.attrs]


def test_every_page_names_forms_that_are_there(site: Built) -> None:
    pages = [
        path.relative_to(site.folder).as_posix().removesuffix("index.html")
        for path in site.folder.rglob("index.html")
        if 'http-equiv="refresh"' not in path.read_text("utf-8")
    ]
    assert len(pages) > 10
    links: list[str] = []
    for path in pages:
        named = alternates(site.page(path))
        assert [kind for kind, _ in named[:2]] == ["application/atom+xml", "application/feed+json"]
        root = address_of(site)
        assert ("application/atom+xml", f"{root}feed.xml") in named
        for kind, href in named:
            assert href.startswith(root)
            assert href.endswith(KINDS[kind]), (path, kind)
        links += [href for _, href in named]
        assert len({href for _, href in named}) == len(named)
    assert faults(site, links) == []


def test_a_page_names_its_own_first(story: Built) -> None:
    def own(path: str) -> list[str]:
        return [href.removeprefix(SITE_URL) for _, href in alternates(story.page(path))]

    site = ["feed.xml", "feed.json"]
    assert own("actors/mayor/") == [
        *("actors/mayor/feed.xml", "actors/mayor/feed.json", *site),
        *("actors/mayor/calendar.ics", "api/v1/actors/mayor.json"),
    ]
    assert own("topics/labour/") == [
        *("topics/labour/feed.xml", "topics/labour/feed.json", *site),
        "topics/labour/calendar.ics",
    ]
    assert own("corrections/") == ["corrections/feed.xml", "corrections/feed.json", *site]
    assert own("briefs/talks-begin/") == [
        *site,
        "api/v1/briefs/talks-begin.json",
        "briefs/talks-begin/index.md",
    ]
    assert own("") == [*site, "calendar.ics", "api/v1/index.json"]
    assert own("outlook/") == [*site, "calendar.ics", "api/v1/outlook.json"]
    assert own("implications/") == site


def test_readers_can_follow(story: Built) -> None:
    dossier = story.page("actors/mayor/").article
    links = dict(dossier.links)
    assert (links["RSS"], links["calendar"]) == ("feed.xml", "calendar.ics")
    assert links["JSON"] == "../../api/v1/actors/mayor.json"
    assert story.page("topics/labour/").article.href("RSS") == "feed.xml"
    assert story.page("corrections/").article.href("RSS") == "feed.xml"
    cite = story.page("briefs/talks-begin/").one(id="cite-this")
    assert cite.href("Markdown") == "index.md"
    assert cite.href("JSON") == "../../api/v1/briefs/talks-begin.json"
    foot = story.page("actors/mayor/").one("nav", class_="b-foot")
    assert foot.href("RSS") == "../../feed.xml"
    assert foot.href("Calendar") == "../../calendar.ics"


def paths_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key in {"path", "json", "markdown"} and isinstance(one, str):
                yield one
            elif key not in {"front_matter", "entry"}:
                yield from paths_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from paths_in(one)


def test_every_path_of_the_api_leads_to_its_place(site: Built) -> None:
    files = [p for p in (site.folder / "api" / "v1").rglob("*.json") if p.parent.name != "schemas"]
    assert len(files) > 8
    schema = json.loads(site.read("api/v1/schemas/brief.json"))
    links: list[str] = []
    for path in files:
        value = json.loads(path.read_text("utf-8"))
        links += paths_in(value)
        if path.parent.name == "briefs":
            check = Draft202012Validator(schema, format_checker=FormatChecker())
            assert not [*check.iter_errors(value)]
    assert faults(site, links) == []


def test_every_feed_and_calendar_leads_to_its_place(site: Built) -> None:
    feeds = sorted(site.folder.rglob("feed.xml"))
    assert len(feeds) > 5
    links: list[str] = []
    for path in feeds:
        found = feedparser.parse(path.read_bytes())
        assert not found.bozo
        links += [entry.link for entry in found.entries]
        links += [link.href for link in found.feed.links]
        home = address_of(site) + quote(path.relative_to(site.folder).as_posix())
        assert [link.href for link in found.feed.links if link.rel == "self"] == [home]
    for path in site.folder.rglob("calendar.ics"):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        links += [str(event["URL"]) for event in calendar.walk("VEVENT")]
    assert faults(site, links) == []


def test_a_calendar_has_what_is_to_come(story: Built) -> None:
    calendar = icalendar.Calendar.from_ical(story.read("calendar.ics"))
    titles = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert titles == ["A second round", "Deadline: Mira Okafor: Deal"]


def test_every_link_of_a_twin_leads_to_its_place(site: Built) -> None:
    twins = sorted(site.folder.glob("briefs/*/index.md"))
    assert len(twins) > 2
    links: list[str] = []
    for path in (*twins, site.folder / "llms.txt"):
        text = path.read_text("utf-8")
        rendered = MarkdownIt("commonmark").render(text)
        found = re.findall(r'(?:href|src)="([^"]+)"', rendered)
        ours = [link for link in found if link.startswith(address_of(site))]
        assert ours
        links += ours
        assert "[[" not in rendered
        assert rendered.count("<h1>") == 1
    assert faults(site, links) == []


def test_a_correction_is_told_everywhere(story: Built) -> None:
    anchor = "briefs/talks-begin/#update-2024-03-09"
    record = json.loads(story.read("api/v1/briefs/talks-begin.json"))
    assert [(row["path"], row["kind"]) for row in record["updates"]] == [(anchor, "correction")]
    entry = ET.fromstring(story.read("corrections/feed.xml")).find("{*}entry")
    assert entry is not None
    link = entry.find("{*}link")
    assert link is not None
    assert link.get("href") == SITE_URL + anchor
    told = "An earlier version said five delegates."
    assert entry.findtext("{*}summary") == told
    assert told in story.page("corrections/").article.text
    assert told in story.page("briefs/talks-begin/").article.text
    scripts = story.page("briefs/talks-begin/").all("script", type="application/ld+json")
    articles = [json.loads("".join(map(str, script.children))) for script in scripts]
    corrections = [row for article in articles for row in article.get("correction", ())]
    assert [(row["text"], row["datePublished"]) for row in corrections] == [(told, "2024-03-09")]
    assert "An earlier version said *five* delegates." in story.read("briefs/talks-begin/index.md")


@pytest.fixture(scope="module")
def plain(make: Make) -> Built:
    """Give the same site without files for machines."""
    return make(STORY | {"mkdocs.yml": config(briefs="today: 2024-06-01, machine_files: []")})


def test_a_site_can_do_without_and_nothing_dangles(plain: Built) -> None:
    assert plain.status == 0, plain.output
    files = plain.files()
    assert not [name for name in files if name.endswith((".ics", "feed.xml", "feed.json", ".txt"))]
    assert not [name for name in files if name.startswith("api/") or name.endswith("index.md")]
    assert crawl(plain.folder).broken == []
    for path in ("", "actors/mayor/", "topics/labour/", "briefs/talks-begin/", "corrections/"):
        assert alternates(plain.page(path)) == []
        assert "Follow" not in plain.page(path).article.text
        assert "As data" not in plain.page(path).article.text


def test_without_an_address_everything_leads_from_the_page(make: Make) -> None:
    text = config().replace(f"site_url: {SITE_URL}\n", "")
    site = make(STORY | {"mkdocs.yml": text})
    assert site.status == 0, site.output
    named = [href for _, href in alternates(site.page("actors/mayor/"))]
    assert named[:3] == [
        "../../actors/mayor/feed.xml",
        "../../actors/mayor/feed.json",
        "../../feed.xml",
    ]
    for href in named:
        assert (site.folder / "actors" / "mayor" / href).resolve().is_file()
    found = feedparser.parse(site.read("actors/mayor/feed.xml").encode())
    assert not found.bozo
    assert found.entries[0].id.startswith("tag:")


def test_an_unknown_file_is_refused(make: Make) -> None:
    site = make(STORY | {"mkdocs.yml": config(briefs="machine_files: [rss]")})
    assert site.status != 0
    assert "machine_files" in site.output
