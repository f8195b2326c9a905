"""What is offered, shown and found at a cursor. `|` marks the cursor in these texts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.editor.completion import Completions, complete
from mkdocs_briefs.editor.lookup import definition, describe, hover
from mkdocs_briefs.editor.parsed_document import (
    ParsedDocument,
    Text,
    context_at,
    moved_problems,
    own_problems,
    parse_document,
)
from mkdocs_briefs.library.library import Library, build_library
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.model.brief import Brief, FrontMatter, Participation
from mkdocs_briefs.model.fields import fields_of
from mkdocs_briefs.problems import Location, Problem
from mkdocs_briefs.settings import Settings

SETTINGS = Settings(today=dt.date(2024, 6, 1), drafts=True)
ACTORS = """\
aharon-haliva:
  name: Aharon Haliva
  kind: person
  description: "Headed *military* intelligence #1."
  aliases: [Haliva]
  positions:
    - title: Chief
      organization: israel
israel: {name: Israel, kind: state}
war: {name: A namesake, kind: group}
"""
TOPICS = "war: {name: The war, description: Since 2023.}\n"
OTHER = """\
---
title: The chief resigns
date: 2024-04-22
summary: He is the first.
actors:
  - aharon-haliva: Resigned
implications:
  - Accountability: Sets a precedent.
topics: [war]
---
Text.
"""


@pytest.fixture(scope="module")
def library() -> Library:
    rows = [
        *parse_document("registry", "actors", "briefs/actors.yml", "", ACTORS, SETTINGS).entries,
        *parse_document("registry", "topics", "briefs/topics.yml", "", TOPICS, SETTINGS).entries,
    ]
    other = brief_of(OTHER, "briefs/2024-04-22-chief-resigns.md")
    return build_library([other], rows, SETTINGS)[0]


def document_of(text: str, file: str = "briefs/new.md") -> ParsedDocument:
    if file.endswith(".yml"):
        registry = file.rpartition("/")[2].removesuffix(".yml")
        return parse_document("registry", registry, file, file, text, SETTINGS)
    return parse_document("brief", "", file, file, text, SETTINGS)


def brief_of(text: str, file: str) -> Brief:
    brief = document_of(text, file).brief
    assert brief is not None
    return brief


def opened(marked: str, file: str = "briefs/new.md") -> tuple[ParsedDocument, int, int]:
    """The document of a text, and where its `|` stands."""
    before, after = marked.split("|")
    return document_of(before + after, file), before.count("\n"), len(before.rpartition("\n")[2])


def offered(library: Library, marked: str, file: str = "briefs/new.md") -> list[str]:
    document, line, column = opened(marked, file)
    offer: Completions = complete(document, library, line, column)
    return [one.insert or one.label for one in offer.choices]


def front(inside: str) -> str:
    return f"---\ntitle: New\ndate: 2024-05-01\n{inside}\n---\nText.\n"


def test_fields_that_are_not_there_yet(library: Library) -> None:
    found = offered(library, front("|"))
    assert [one.partition(":")[0] for one in found] == [
        name for name in fields_of(FrontMatter) if name not in {"title", "date"}
    ]
    assert "topics: " in found
    assert "actors:\n  - " in found
    assert offered(library, front("su|"))[0] == "summary: "
    assert "summary: " not in offered(library, front("su|\nsummary: There."))


def test_the_name_of_a_field_that_has_its_colon_is_replaced_alone(library: Library) -> None:
    assert offered(library, front("summ|: A text"))[0] == "summary"


def test_a_field_is_offered_with_its_help(library: Library) -> None:
    document, line, column = opened(front("why|"))
    choice = complete(document, library, line, column).choices[0]
    assert choice.label == "why_it_matters"
    info = FrontMatter.model_fields["why_it_matters"]
    assert str(info.description) in choice.help


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("actors:\n  - hal|", "aharon-haliva: "),
        ("actors:\n  - id: hal|", "aharon-haliva"),
        ("actors:\n- isr|", "israel: "),
        ("actors:\n  |", "- aharon-haliva: "),
        ("dates:\n  - date: 2024\n    event: X\n    actors: [israel, hal|]", "aharon-haliva"),
        ("dates:\n  - date: 2024\n    event: X\n    actors:\n      - hal|", "aharon-haliva"),
        ("implications:\n  - {text: X, actors: [hal|", "aharon-haliva"),
        ("topics: w|", "war"),
        ("topics: [w|]", "war"),
        ("topics:\n  - w|", "war"),
        ("related: chief|", "chief-resigns"),
        ("related:\n  - chief|", "chief-resigns"),
        ("related:\n  - brief: |", "chief-resigns"),
        ("translation_of: |", "chief-resigns"),
        ("actors:\n  - id: israel\n    capacity: me|", "mediator"),
        ("dates:\n  - event: X\n    status: |", "happened"),
        ("actors:\n  - {id: x, kind: st|}", "state"),
        ("draft: t|", "true"),
        ("implications:\n  - text: X\n    horizon: m|", "medium"),
        ("developments:\n  - text: X\n    likelihood: very|", "very unlikely"),
        ("developments:\n  - text: X\n    resolution:\n      outcome: v|", "void"),
        ("figures:\n  - label: X\n    attributed_to: una|", "unattributed"),
        ("ignore: [B50|]", "B501"),
        ("sources:\n  - {id: letter, title: T}\ndates:\n  - event: X\n    sources: |", "letter"),
        ("implications:\n  - Fallout: X.\nadvice:\n  - text: X\n    addresses: f|", "fallout"),
        ("summary: See [[chief|", "chief-resigns]]"),
        ("summary: See [[actor:hal|]] now", "aharon-haliva"),
        ("key_points:\n  - See [[war|", "topic:war]]"),
        ("summary: >-\n  See\n  [[chief-resigns#acc|]]", "accountability"),
    ],
)
def test_what_a_value_can_be(library: Library, text: str, wanted: str) -> None:
    assert wanted in offered(library, front(text))


@pytest.mark.parametrize(
    "text",
    ["summary: isr|", "summary: >-\n  isr|", "# act|", "dates:\n  - 2024: isr|", "x_own: isr|"],
)
def test_nothing_is_offered_in_running_text(library: Library, text: str) -> None:
    assert offered(library, front(text)) == []


def test_fields_of_an_entry(library: Library) -> None:
    found = offered(library, front("actors:\n  - id: israel\n    |\ndates: []"))
    assert found == [f"{name}: " for name in fields_of(Participation) if name != "id"]
    assert "role: " not in offered(library, front("actors:\n  - israel: Did it\n    |"))


def test_links_and_citations_of_a_body(library: Library) -> None:
    text = front("sources:\n  - {id: letter, title: The letter}\n")
    assert offered(library, f"{text}[@|") == ["letter]"]
    assert offered(library, f"{text}[@letter; @le|]") == ["letter"]
    assert "chief-resigns]]" in offered(library, f"{text}[[The chief|")
    assert "actor:war]]" in offered(library, f"{text}[[war|")
    assert offered(library, f"{text}A word| here") == []


def test_a_registry_and_a_profile(library: Library) -> None:
    registry = "iran:\n  name: Iran\n  kind: st|"
    assert offered(library, registry, "briefs/actors.yml") == ["state"]
    assert "israel" in offered(library, "iran:\n  part_of: |", "briefs/actors.yml")
    assert "wikidata: " in offered(library, "iran:\n  name: Iran\n  |", "briefs/actors.yml")
    assert offered(library, "|", "briefs/actors.yml") == []
    profile = parse_document(
        "profile", "actors", "briefs/actors/x.md", "", "---\nki\n---\n", SETTINGS
    )
    assert (
        next(one.insert or one.label for one in complete(profile, library, 1, 2).choices)
        == "kind: "
    )


def test_many_choices_are_cut_and_said_to_be_more() -> None:
    registry = "".join(f"actor-{n}: Name {n}\n" for n in range(500))
    rows = parse_document("registry", "actors", "briefs/actors.yml", "", registry, SETTINGS).entries
    library, _ = build_library([], rows, SETTINGS)
    document, line, column = opened(front("actors:\n  - |"))
    assert complete(document, library, line, column).more
    document, line, column = opened(front("actors:\n  - name 499|"))
    offer = complete(document, library, line, column)
    assert offer.choices[0].label == "actor-499"
    assert not offer.more


@pytest.mark.parametrize(
    "text",
    [
        front("actors:\n  - aharon|-haliva: Resigned"),
        front("actors:\n  - Aharon Hal|iva: Resigned"),
        front("summary: Then Ha|liva went."),
        front("key_points:\n  - Then Ha|liva went."),
        front("summary: See [[aharon|-haliva]]."),
        front("") + "Then Aha|ron Haliva went.\n",
        front("") + "See [[Aha|ron Haliva]].\n",
        front("dates:\n  - event: X\n    actors: [israel, aharon|-haliva]"),
    ],
)
def test_the_card_and_the_place_of_an_actor(library: Library, text: str) -> None:
    document, line, column = opened(text)
    shown = hover(document, library, line, column)
    assert shown is not None
    span, card = shown
    assert "Haliva" in card
    assert "(person)" in card
    assert "Headed military intelligence \\#1." in card
    assert "In 1 brief: The chief resigns" in card
    assert span.start <= column < span.end
    assert definition(document, library, line, column) == Location("briefs/actors.yml", 1, 1, 13)


def test_the_card_of_a_field(library: Library) -> None:
    document, line, column = opened(front("dates:\n  - date: 2024\n    sta|tus: scheduled"))
    shown = hover(document, library, line, column)
    assert shown is not None
    assert shown[1].startswith("**status** (one of happened, scheduled, cancelled)")
    assert "Example: `happened`" in shown[1]


def test_places_of_briefs_sources_items_and_entries(library: Library) -> None:
    def place(text: str, file: str = "briefs/new.md") -> Location | None:
        document, line, column = opened(text, file)
        return definition(document, library, line, column)

    found = place(front("related:\n  - chief|-resigns"))
    assert found == Location("briefs/2024-04-22-chief-resigns.md")
    found = place(front("") + "[[chief-res|igns#accountability]]")
    assert found is not None
    assert found.line == 8
    source = "sources:\n  - {id: letter, title: T}"
    found = place(front(source) + "So it is. [@let|ter]")
    assert found is not None
    assert found.line == 5
    assert place(front("topics: [wa|r]")) == Location("briefs/topics.yml", 1, 1, 3)
    assert place("iran:\n  part_of: isr|ael\n", "briefs/actors.yml") == Location(
        "briefs/actors.yml", 9, 1, 6
    )
    assert place(front("summary: Nob|ody.")) is None


def test_the_choice_is_explained_by_its_card(library: Library) -> None:
    document, line, column = opened(front("topics: |"))
    choice = complete(document, library, line, column).choices[0]
    assert "Since 2023." in describe(choice.kind, choice.label, library, document.brief)
    assert describe("choice", "happened", library, document.brief) == ""


def test_problems_alone_are_those_between_briefs_too(library: Library) -> None:
    text = front("actors:\n  - nobody: X\n  - {name: Ada, kind: person}\nrelated: no-brief")
    text += "[[nowhere]] [[new]] [[Ada]]"
    document = document_of(text)
    assert document.brief is not None
    rows = [actor.entry for actor in library.catalogue.actors.values() if actor.entry]
    whole, _ = build_library([*library.briefs, document.brief], rows, SETTINGS)
    wanted = {p for p in check_references(whole) if p.location.path == document.file}
    found = set(own_problems(document, library, SETTINGS)) - set(document.problems)
    assert {(p.code, p.location) for p in found} == {(p.code, p.location) for p in wanted}
    assert {p.code for p in found} == {"B301", "B302", "B308"}


def test_problems_move_with_their_lines() -> None:
    old = Text("one\ntwo\nthree\nfour")
    told = [Problem("B507", Location("a.md", n, 1, 1), f"line {n}") for n in (1, 2, 4)]
    kept = moved_problems(told, old, Text("one\nTWO\nmore\nthree\nfour"))
    assert [(p.message, p.location.line) for p in kept] == [("line 1", 1), ("line 4", 5)]


def test_lines_are_those_of_the_protocol() -> None:
    text = Text("\ufeffa🙂ب[[x]]\r\nnext\u2028\rlast")
    assert text.lines == ("a🙂ب[[x]]", "next\u2028", "last")
    span = text.span(Location("a.md", 1, 4, 5))
    assert text.lines[0][span.start : span.end] == "[[x]]"


YAML = st.lists(
    st.sampled_from(
        [
            *("actors:", "  - ", "israel", ": ", "\n", "  ", "- ", "[", "]", "{", "}", '"'),
            *("id: ", ",", "#", "[[", "[@", "---\n", "resolution:", ">-", "'", "🙂", "|"),
        ]
    ),
    max_size=25,
).map("".join)


@given(YAML)
def test_no_text_is_too_broken(inside: str) -> None:
    document = document_of(f"---\n{inside}\n---\n{inside}")
    library = build_library([], [], SETTINGS)[0]
    for line, text in enumerate(document.text.lines):
        for column in range(len(text) + 1):
            span = complete(document, library, line, column).span
            assert 0 <= span.start <= span.end == column
            hover(document, library, line, column)
            definition(document, library, line, column)


def test_comments_are_left_alone() -> None:
    lines = ["---", "title: A # a comment", "---"]
    assert context_at(lines, range(1, 2), 1, 15) is None
