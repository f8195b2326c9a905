"""Shared events and sources under the cursor. `|` marks it."""

from __future__ import annotations

import pytest

from mkdocs_briefs.editor.completion import complete
from mkdocs_briefs.editor.lookup import definition, hover
from mkdocs_briefs.editor.parsed_document import own_problems, parse_document
from mkdocs_briefs.library.library import Library
from support.briefs import SETTINGS, brief, library

EVENTS = "port-closes: {date: 2024-03-01, event: The *port* closes, place: Hodeidah}\n"
SOURCES = "gazette: {title: The Gazette, publisher: A press}\n"


@pytest.fixture(scope="module")
def site() -> Library:
    other = (
        "sources: [{id: report, title: A report}]\n"
        "dates: [{id: talks, date: 2024-02, event: Talks begin}]"
    )
    user = brief("user", "dates: [{id: talks}, port-closes]")
    return library([brief("other", other), user], events=EVENTS, sources=SOURCES)


def opened(marked: str):
    before, after = f"---\ntitle: New\ndate: 2024-05-01\n{marked}".split("|")
    document = parse_document(
        "brief", "", "briefs/new.md", "briefs/new.md", before + after, SETTINGS
    )
    return document, before.count("\n"), len(before.rpartition("\n")[2])


@pytest.mark.parametrize(
    ("marked", "ids"),
    [
        ("dates:\n  - |\n---\n", {"port-closes", "talks"}),
        ("dates:\n  - id: |\n---\n", {"port-closes", "talks"}),
        ("sources:\n  - |\n---\n", {"gazette", "report"}),
        ("dates:\n  - {event: X, sources: [|]}\n---\n", {"gazette"}),
        ("sources: [{id: own, title: O}]\n---\n[@|", {"gazette", "own"}),
    ],
)
def test_ids_that_can_be_referred_to_are_offered(site: Library, marked: str, ids: set[str]) -> None:
    found = complete(*opened(marked)[:1], site, *opened(marked)[1:]).choices
    assert {one.label for one in found if one.kind in {"events", "sources"}} == ids


@pytest.mark.parametrize(
    ("marked", "shown", "place"),
    [
        ("dates:\n  - port-clo|ses\n---\n", "port closes", "briefs/events.yml:1:1"),
        ("dates:\n  - id: port-clo|ses\n---\n", "2024-03-01", "briefs/events.yml:1:1"),
        ("dates:\n  - tal|ks\n---\n", "Talks begin", "briefs/other.md:5:9"),
        ("sources: [gaz|ette]\n---\n", "The Gazette", "briefs/sources.yml:1:1"),
        ("summary: As [@gaz|ette]\n---\n", "A press", "briefs/sources.yml:1:1"),
    ],
)
def test_an_id_shows_what_it_means_and_leads_there(site, marked, shown, place) -> None:
    document, line, column = opened(marked)
    found = hover(document, site, line, column)
    assert found
    assert shown in found[1].replace("\\", "")
    assert str(definition(document, site, line, column)) == place


def test_words_of_an_event_are_no_reference(site: Library) -> None:
    document, line, column = opened("dates:\n  - {event: port-clo|ses}\n---\n")
    assert hover(document, site, line, column) is None
    document, line, column = opened("dates:\n  - 2024: port-clo|ses\n---\n")
    assert definition(document, site, line, column) is None


def test_a_document_knows_its_unknown_ids(site: Library) -> None:
    marked = "dates: [port-closes, {id: tallks}]\nsources: [gazete]\n---\n[@gazette]|"
    problems = own_problems(opened(marked)[0], site, SETTINGS)
    assert [one.code for one in problems if one.code.startswith("B3")] == ["B314", "B303"]
