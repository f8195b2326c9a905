"""Events and sources that a brief refers to by their ids alone."""

from __future__ import annotations

import pytest

from mkdocs_briefs.library.editorial import due_items
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.problems import sorted_problems
from support.briefs import WORLD, brief, built, codes

EVENTS = """
    port-closes:
      date: 2024-03-01
      event: The port closes
      actors: [iran]
      place: Hodeidah
      sources: [gazette]
    """
SOURCES = """
    gazette: {title: The Gazette, url: https://example.org/gazette, author: [A, B]}
    https: https://example.org/address
    """


def site(*briefs, events: str = EVENTS, sources: str = SOURCES):
    return built(briefs, **WORLD, events=events, sources=sources)


@pytest.mark.parametrize("entry", ["port-closes", "{id: port-closes}"])
def test_an_id_alone_is_the_event_of_the_registry_with_its_sources(entry: str) -> None:
    library, problems = site(brief("a", f"dates: [{entry}]"))
    (item,) = library.briefs[0].fields.dates
    assert (item.id, item.event, item.place) == ("port-closes", "The port closes", "Hodeidah")
    assert item.date
    assert item.date.text == "2024-03-01"
    assert (item.actors, item.sources) == (("iran",), ("gazette",))
    (source,) = library.briefs[0].fields.sources
    assert (source.id, source.title, source.author) == ("gazette", "The Gazette", ("A", "B"))
    assert [event.id for event in library.events] == ["port-closes"]
    assert not codes(problems)


def test_a_brief_adds_to_a_shared_event_and_its_own_words_stay() -> None:
    front = (
        "actors: [hamas]\nsources: [{id: own, title: Own}]\n"
        "dates: [{id: port-closes, event: Le port ferme, actors: [hamas], sources: [own]}]"
    )
    library, problems = site(brief("a", front), brief("b", "dates: [port-closes]"))
    own = next(one for one in library.briefs if one.slug == "a").fields.dates[0]
    assert (own.event, own.place, own.date and own.date.text) == (
        "Le port ferme",
        "Hodeidah",
        "2024-03-01",
    )
    assert (own.actors, own.sources) == (("hamas", "iran"), ("own", "gazette"))
    (event,) = library.events
    assert (event.lead.item.event, set(event.actors)) == ("The port closes", {"hamas", "iran"})
    assert not codes(problems)


def test_the_date_of_the_registry_is_that_of_the_event_and_another_one_is_told() -> None:
    front = "dates: [{id: port-closes, date: 2024-03-02, event: Closed}]"
    library, (problem,) = site(brief("a", front), brief("b", "dates: [port-closes]"))
    assert library.events[0].date.text == "2024-03-01"
    assert (problem.code, problem.location.path) == ("B402", "briefs/a.md")
    assert "events.yml" in problem.help


def test_a_source_of_the_registry_can_be_cited_without_being_listed() -> None:
    front = "dates: [{date: 2024-01-01, event: 'It began [@https]'}]"
    library, problems = site(brief("a", front, "Text [@gazette, p. 2] and [@gazette]."))
    assert [one.id for one in library.briefs[0].fields.sources] == ["https", "gazette"]
    assert library.briefs[0].fields.sources[0].url == "https://example.org/address"
    assert not codes(problems)


def test_a_brief_comes_before_the_registry_and_the_registry_before_other_briefs() -> None:
    own = "sources: [{id: gazette, title: Own}]\ndates: [port-closes]"
    library, problems = site(
        brief("a", own, "[@gazette]"),
        brief("b", "sources: [{id: gazette, title: Other}]"),
        brief("c", "sources: [gazette]"),
    )
    found = {one.slug: one.fields for one in library.briefs}
    # The event still rests on the source that its registry names.
    assert [(s.id, s.title) for s in found["a"].sources] == [
        ("gazette", "Own"),
        ("gazette-2", "The Gazette"),
    ]
    assert found["a"].dates[0].sources == ("gazette-2",)
    assert found["c"].sources[0].title == "The Gazette"
    assert not codes(problems)


def test_an_id_of_another_brief_is_its_event_and_its_source() -> None:
    other = (
        "sources: [{id: report, title: Report, url: https://example.org/r}]\n"
        "dates: [{id: talks, date: 2024-02, event: Talks, sources: [report]}]"
    )
    library, problems = built(
        [brief("old", other), brief("new", "dates: [talks]"), brief("too", "sources: [report]")]
    )
    found = {one.slug: one.fields for one in library.briefs}
    assert found["new"].dates[0].event == "Talks"
    assert [one.title for one in found["new"].sources] == ["Report"]
    assert found["too"].sources[0].url == "https://example.org/r"
    assert len(library.events) == 1
    assert not codes(problems)


def test_an_id_that_two_briefs_give_to_two_things_is_told_with_both_places() -> None:
    first, second = "sources: [{id: cnn, title: One}]", "sources: [{id: cnn, title: Two}]"
    same = "sources: [{id: bbc, title: B, url: 'https://bbc.example/1'}]"
    briefs = [brief("a", first), brief("b", second), brief("d", same), brief("e", same)]
    _, (problem,) = built([*briefs, brief("c", "sources:\n  - bbc\n  - cnn")])
    assert (problem.code, str(problem.location)) == ("B315", "briefs/c.md:6:5")
    assert "briefs/a.md:4:" in problem.message
    assert "briefs/b.md:4:" in problem.message


@pytest.mark.parametrize(
    ("front", "code", "severity", "advice"),
    [
        ("sources: [gazete]", "B303", "error", "gazette"),
        ("sources: [common]", "B303", "error", "title: common"),
        ("sources: [{id: common, note: x}]", "B303", "error", "title: common"),
        ("dates: [{id: port-clozes}]", "B314", "error", "port-closes"),
        ("dates: [port-clozes]", "B314", "warning", "port-closes"),
    ],
)
def test_an_unknown_id_is_told_with_the_nearest_one(front, code, severity, advice) -> None:
    _, (problem,) = site(brief("a", front))
    assert (problem.code, problem.severity) == (code, severity)
    assert problem.location.path == "briefs/a.md"
    assert advice in problem.help


@pytest.mark.parametrize(
    "front",
    [
        "dates: [ceasefire, 停戦, {event: cease-fire}]",
        "sources: [Common, A report, example.org, 人民日报, {title: common}]",
    ],
)
def test_a_text_that_is_no_id_stays_a_text(front: str) -> None:
    library, problems = site(brief("a", front))
    assert not codes(problems)
    assert not library.briefs[0].origins


@pytest.mark.parametrize(
    "front",
    [
        "dates:\n  - port-closes\n  - {id: port-closes, event: Closed}",
        "sources:\n  - gazette\n  - {id: gazette, title: Own}",
        "sources:\n  - gazette\n  - gazette",
    ],
)
def test_an_entry_that_stands_twice_in_a_brief_is_told(front: str) -> None:
    assert "B305" in codes(site(brief("a", front))[1])


def test_a_draft_lends_nothing_to_a_published_brief() -> None:
    draft = brief("secret", "draft: true\ndates: [{id: talks, date: 2024, event: Talks}]")
    _, problems = built([draft, brief("a", "dates: [{id: talks}]")])
    assert "B314" in codes(problems)


def test_a_fault_of_a_shared_entry_is_told_once_where_it_stands() -> None:
    events = "talks: {date: 2024-05-01, event: 'Talks at [[nowhere]]', actors: [iran, nobody]}"
    front = "dates: [talks]"
    library, _ = site(brief("a", front), brief("b", front), events=events)
    assert [(p.code, str(p.location)) for p in sorted_problems(check_references(library))] == [
        ("B308", "briefs/events.yml:1:34"),
        ("B301", "briefs/events.yml:1:73"),
    ]


def test_an_id_of_the_registry_is_never_made_for_another_event() -> None:
    events = "iran-strikes-2024-01-01: {date: 2024-02-02, event: Other}"
    library, _ = site(
        brief("a", "actors: [iran]\ndates: [2024-01-01: Iran strikes]"), events=events
    )
    assert [event.id for event in library.events] == ["iran-strikes-2024-01-01.a"]


def test_a_translation_may_give_its_own_title_to_a_source() -> None:
    briefs = [
        brief("a", "sources: [{id: text, title: A text}]"),
        brief("b", "lang: de\nsources: [{id: text, title: Ein Text}]"),
        brief("c", "sources: [text]"),
        brief("d", "lang: de\nsources: [text]"),
    ]
    library, problems = built(briefs)
    found = {one.slug: one.fields.sources[0].title for one in library.briefs}
    assert (found["c"], found["d"]) == ("A text", "Ein Text")
    assert not codes(problems)


def test_a_shared_event_is_due_once_where_its_date_stands() -> None:
    events = "talks: {date: 2024-05-01, event: Talks, status: scheduled}"
    library, _ = site(brief("a", "dates: [talks]"), brief("b", "dates: [talks]"), events=events)
    assert [(one.kind, str(one.location)) for one in due_items(library)] == [
        ("event", "briefs/events.yml:1:15")
    ]
