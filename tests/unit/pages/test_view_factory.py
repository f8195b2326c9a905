"""Small views, made once."""

from __future__ import annotations

import pytest

from mkdocs_briefs.library.forecasts import status_of
from mkdocs_briefs.pages.facts import first_paragraph, initials, plain
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import TODAY, WORLD, brief, library, world_briefs


@pytest.fixture(scope="module")
def factory() -> ViewFactory:
    return ViewFactory(library(world_briefs(), **WORLD))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Aharon Haliva", "AH"),
        ("إيران", "إ\u200cي"),
        ("سلمى الحداد", "س\u200cح"),
        ("联合国", "联合"),
        ("!!", ""),
        ("", ""),
    ],
)
def test_initials_are_letters_of_the_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_same_thing_is_made_once(factory: ViewFactory) -> None:
    event = factory.library.events[0]
    assert factory.event(event) is factory.event(event)
    one = factory.library.catalogue.briefs["resigns"]
    item, development = one.fields.implications[0], one.fields.developments[0]
    assert factory.implication(one, item) is factory.implication(one, item)
    assert factory.development(one, development) is factory.development(one, development)
    assert factory.card(one) is factory.card(one)


def test_an_event_on_its_briefs_page_has_the_briefs_words_and_sources(factory: ViewFactory) -> None:
    (event,) = [e for e in factory.library.events if len(e.tellings) > 1]
    briefs = factory.library.catalogue.briefs
    own, elsewhere = factory.event(event, factory.texts(briefs["attack"])), factory.event(event)
    assert own.text.source == "Hamas attacks!"
    assert elsewhere.text.source == "Hamas attacks"
    assert [link.path for link in own.briefs] == ["briefs/resigns/"]
    assert len(elsewhere.briefs) == 2
    assert own.permalink == elsewhere.permalink


def test_what_advice_answers_is_linked_both_ways(factory: ViewFactory) -> None:
    one = factory.library.catalogue.briefs["resigns"]
    view = factory.implication(one, one.fields.implications[0], factory.texts(one))
    assert [(link.text, link.path) for link in view.answered_by] == [
        ("Wait", "briefs/resigns/#wait")
    ]
    assert view.anchor == "pressure"
    elsewhere = factory.implication(one, one.fields.implications[0])
    assert elsewhere.anchor != view.anchor
    assert elsewhere.path == "briefs/resigns/#pressure"


@pytest.mark.parametrize(
    ("front", "status"),
    [
        ("{text: T}", "watch"),
        ("{text: T, likelihood: 60%, by: 2024-05-31, resolves_if: X.}", "overdue"),
        ("{text: T, likelihood: 60%, by: 2024-06-01, resolves_if: X.}", "open"),
        ("{text: T, likelihood: 60%, by: 2024, resolves_if: X.}", "open"),
        ("{text: T, resolution: {outcome: yes, date: 2024-05-01}}", "yes"),
        ("{text: T, resolution: {outcome: void, date: 2024-05-01}}", "void"),
    ],
)
def test_how_a_development_stands(front: str, status: str) -> None:
    (item,) = brief("a", f"developments: [{front}]").fields.developments
    assert status_of(item, TODAY) == status


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("# Title\n\nFirst *words*\nhere.\n\nMore.", "First *words* here."),
        ("> quote\n\n- list\n\n", ""),
        ("", ""),
    ],
)
def test_the_first_paragraph_stands_in_for_a_summary(body: str, words: str) -> None:
    assert first_paragraph(body) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**Bold** and *it* `code`", "Bold and it code"),
        (
            "[text](https://example.org) and [[iran]] and [[iran|Iran]] [@s, p. 4]",
            "text and iran and Iran",
        ),
        ("snake_case stays", "snake_case stays"),
        ("two\nlines", "two lines"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
    ],
)
def test_plain_words_of_inline_markdown(source: str, words: str) -> None:
    assert plain(source) == words


def test_long_words_are_cut_at_a_word() -> None:
    cut = plain("word " * 200, 50)
    assert len(cut) <= 50
    assert cut.endswith("word…")


def test_a_page_is_as_new_as_its_newest_update(factory: ViewFactory) -> None:
    assert factory.card(factory.library.catalogue.briefs["resigns"]).modified.text == "2024-05-01"
