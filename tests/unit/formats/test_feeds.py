"""Feeds, read by a program that knows nothing of us; and what a reader's program relies on."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.formats.feeds import FeedWriter, feed_title
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages.feeds import LONGEST, Entry, Feed
from mkdocs_briefs.pages.parts import Byline
from mkdocs_briefs.settings import Settings
from support.briefs import SETTINGS, WORLD, brief, world_briefs
from support.machine import ending, hostile_briefs, published, texts

HOMELESS = dataclasses.replace(SETTINGS, site_url="")
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = dt.date(2024, 4, 22)
OTHER = world_briefs()[1]


def read(text: str) -> feedparser.FeedParserDict:
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.bozo_exception
    return found


def entries(briefs: list[Brief]) -> dict[str, str]:
    """Id -> the whole entry, as it stands in the site's feed."""
    return entries_of(published(briefs)["feed.xml"])


def entries_of(text: str) -> dict[str, str]:
    root = ET.fromstring(text)
    rows = root.findall(f"{ATOM}entry")
    found = {row.findtext(f"{ATOM}id") or "": ET.tostring(row, "unicode") for row in rows}
    assert len(found) == len(rows), "an id stands twice"
    return found


@pytest.mark.parametrize("site", [SETTINGS, HOMELESS], ids=["site", "homeless"])
@pytest.mark.parametrize("hostile", [False, True])
def test_every_atom_feed_is_read_without_complaint(site: Settings, *, hostile: bool) -> None:
    files = published(hostile_briefs(site) if hostile else None, site)
    feeds = dict(ending(files, "feed.xml"))
    assert len(feeds) > 5
    for path, text in feeds.items():
        found = read(text)
        assert found.version == "atom10"
        assert found.feed.title
        assert found.feed.updated_parsed
        ids = [entry.id for entry in found.entries]
        assert len(ids) == len(set(ids)), path
        for entry in found.entries:
            assert re.match(r"https://|tag:", entry.id)
            assert entry.title
            assert entry.published_parsed[3:6] == (0, 0, 0)
            assert entry.updated_parsed == entry.published_parsed
            assert entry.link
        days = [entry.published_parsed for entry in found.entries]
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("hostile", [False, True])
def test_the_json_feed_tells_the_same(*, hostile: bool) -> None:
    files = published(hostile_briefs() if hostile else None)
    for path, text in ending(files, "feed.json"):
        found = json.loads(text)
        assert found["version"] == "https://jsonfeed.org/version/1.1"
        assert found["feed_url"] == f"{SETTINGS.site_url}{path}" or "%" in found["feed_url"]
        root = ET.fromstring(files[path.removesuffix("json") + "xml"])
        rows = root.findall(f"{ATOM}entry")
        assert [item["id"] for item in found["items"]] == [r.findtext(f"{ATOM}id") for r in rows]
        for item, row in zip(found["items"], rows, strict=True):
            assert item["content_text"]
            assert item["url"].startswith(SETTINGS.site_url)
            assert item["date_published"] == row.findtext(f"{ATOM}published")
            tags = [one.get("term") for one in row.findall(f"{ATOM}category")]
            assert item.get("tags", []) == tags or hostile
            dt.datetime.fromisoformat(item["date_published"])


def test_a_feed_names_itself_its_page_and_its_languages() -> None:
    files = published()
    found = read(files["actors/iran/feed.xml"])
    links = {link.rel: link.href for link in found.feed.links}
    assert links == {
        "self": "https://example.org/site/actors/iran/feed.xml",
        "alternate": "https://example.org/site/actors/iran/",
    }
    assert found.feed.title == "Iran - Explainers"
    (arabic,) = read(published([brief("a", "lang: ar", title="هجوم")])["feed.xml"]).entries
    assert arabic.title_detail.language == "ar"


def test_corrections_and_outcomes_are_news_of_their_own() -> None:
    files = published(
        [
            brief(
                "a",
                """
                summary: It *happened*.
                authors: [{name: Ada}]
                updates:
                  - {date: 2024-05-01, kind: correction, text: The **rank** was wrong.}
                  - {date: 2024-05-01, text: More is known.}
                developments:
                  - {label: Port, text: It opens., likelihood: 60%, by: 2024-05-20, resolves_if: It does.,
                     resolution: {outcome: no, date: 2024-05-21, note: It stayed *shut*.}}
                """,
            )
        ]
    )  # fmt: skip
    told = [(e.title, e.summary, e.link) for e in read(files["feed.xml"]).entries]
    page = "https://example.org/site/briefs/a/"
    assert told == [
        (
            "A: Port – it did not happen (we said likely, 60%)",
            "It did not happen, 21 May 2024. It stayed shut. Said beforehand: “It opens.”",
            f"{page}#port",
        ),
        ("Correction: A", "The rank was wrong.", f"{page}#update-2024-05-01"),
        ("Updated: A", "More is known.", f"{page}#update-2024-05-01-2"),
        ("A", "It happened.", page),
    ]
    corrections = read(files["corrections/feed.xml"])
    assert [e.title for e in corrections.entries] == ["Correction: A"]
    assert corrections.feed.title == "Corrections - Explainers"
    kinds = [item["_briefs"] for item in json.loads(files["feed.json"])["items"]]
    assert kinds[0] == {"kind": "resolution", "outcome": "no"}


def updates(days: list[int]) -> str:
    rows = [f"  - {{date: 2024-05-{day:02}, text: Note {n}.}}" for n, day in enumerate(days)]
    return "\n".join(["updates:", *rows]) if rows else ""


@given(st.lists(st.integers(1, 28), max_size=6), st.integers(1, 28))
def test_an_added_update_is_one_new_entry_and_changes_no_other(days: list[int], new: int) -> None:
    both = []
    for told in (days, [*days, new]):
        own = brief("own", f"actors: [iran]\ntopics: [gaza]\n{updates(told)}")
        both.append(published([own, OTHER], **WORLD))
    for path in ("feed.xml", "actors/iran/feed.xml", "topics/gaza/feed.xml"):
        before, after = (entries_of(files[path]) for files in both)
        assert before.items() <= after.items()
        assert len(after) == len(before) + 1


def test_an_old_brief_keeps_its_place_when_it_is_updated() -> None:
    briefs = [brief("old", updates([7]), day="2024-01-01"), brief("new", day="2024-03-01")]
    assert [*entries(briefs)] == [
        "https://example.org/site/briefs/old/#update-2024-05-07",
        "https://example.org/site/briefs/new/",
        "https://example.org/site/briefs/old/",
    ]


def test_a_feed_ends_somewhere_and_an_empty_one_is_a_feed() -> None:
    many = [brief(f"b-{n:03}", day=f"2023-01-{n % 28 + 1:02}") for n in range(LONGEST + 9)]
    assert len(entries(many)) == LONGEST
    assert entries([]) == {}
    assert read(published([])["feed.xml"]).feed.updated == "2024-06-01T00:00:00Z"


def cleaned(text: str) -> str:
    """What XML 1.0 can hold of a text, with its one line break."""
    kept = (c if c in "\t\n\r" or " " <= c <= "\ufffd" or c > "\uffff" else "\ufffd" for c in text)
    return "".join(kept).replace("\r\n", "\n").replace("\r", "\n")


@given(title=texts, text=texts, name=texts, tag=texts)
def test_any_text_makes_sound_feeds(title: str, text: str, name: str, tag: str) -> None:
    entry = Entry(
        "briefs/a/",
        "briefs/a/",
        "brief",
        title,
        text,
        Moment(DAY),
        "ar",
        (Byline(name, "", "person"),),
        (tag,),
    )
    feed = Feed("topics/x/", tag, "", "topics/x/", "en", (entry,))
    site = dataclasses.replace(SETTINGS, site_name=name or "x", site_description=text)
    whole = feed_title(feed, site)
    root = ET.fromstring(
        FeedWriter(site, lambda e: e.title, lambda e: e.text).atom(feed, whole).encode()
    )
    assert root.findtext(f"{ATOM}title") == cleaned(whole)
    row = root.find(f"{ATOM}entry")
    assert row is not None
    assert (row.findtext(f"{ATOM}title") or "") == cleaned(title)
    assert (row.findtext(f"{ATOM}summary") or "") == cleaned(text)
    assert (row.findtext(f"{ATOM}author/{ATOM}name") or "") == cleaned(name)
    category = row.find(f"{ATOM}category")
    assert category is not None
    assert cleaned(category.get("term") or "") == cleaned(tag)
    item = json.loads(FeedWriter(site, lambda e: e.title, lambda e: e.text).json(feed, whole))[
        "items"
    ][0]
    assert (item["title"], item["tags"], item["authors"]) == (title, [tag], [{"name": name}])
    assert item["content_text"] == (text or title)
