"""What the small cards say."""

from __future__ import annotations

import datetime as dt

import pytest

from mkdocs_briefs.pages.kinds import hover_cards
from mkdocs_briefs.pages.kinds.actors import ALIASES
from mkdocs_briefs.pages.records import HoverCard, Latest, Mark
from mkdocs_briefs.pages.view_factory import CARD_TEXT, ViewFactory
from support.briefs import WORLD, brief, library, world_briefs


@pytest.fixture(scope="module")
def cards() -> dict[str, HoverCard]:
    factory = ViewFactory(library(world_briefs(), **WORLD))
    return {card.path: card for card in hover_cards(factory)}


def of(front: str, **registries: str) -> dict[str, HoverCard]:
    factory = ViewFactory(library([brief("one", front)], **registries))
    return {card.path: card for card in hover_cards(factory)}


def test_every_page_about_something_has_a_card_and_no_other(cards: dict[str, HoverCard]) -> None:
    kinds = {path.partition("/")[0] for path in cards}
    assert kinds == {"briefs", "actors", "topics", "storylines"}
    assert "briefs/secret/" not in cards
    assert "briefs/later/" not in cards
    assert "briefs/%D9%87%D8%AC%D9%88%D9%85/" in cards


def test_an_actor_has_its_part_in_the_newest_brief(cards: dict[str, HoverCard]) -> None:
    iran = cards["actors/iran/"]
    assert (iran.kind, iran.name, iran.initials, iran.briefs) == ("state", "Iran", "IR", 1)
    assert iran.latest == Latest("Struck back", dt.date(2024, 4, 22), "en")
    assert iran.aliases == ("إيران", "איראן")
    assert len(iran.aliases) == ALIASES


def test_without_a_role_the_newest_brief_is_named(cards: dict[str, HoverCard]) -> None:
    assert cards["actors/un/"].latest == Latest("新聞", dt.date(2024, 3, 5), "en")


def test_an_actor_of_no_brief_has_a_card(cards: dict[str, HoverCard]) -> None:
    assert cards["actors/fatah/"].briefs == 0
    assert cards["actors/fatah/"].latest is None


def test_a_term_has_its_count_and_its_newest_brief(cards: dict[str, HoverCard]) -> None:
    gaza = cards["topics/gaza/"]
    assert (gaza.kind, gaza.briefs) == ("topic", 2)
    assert gaza.latest == Latest("Resigns", dt.date(2024, 4, 22), "en")
    assert cards["storylines/haliva/"].kind == "storyline"


def test_a_brief_has_its_date_its_topics_and_its_correction(cards: dict[str, HoverCard]) -> None:
    card = cards["briefs/resigns/"]
    assert (card.kind, card.date, card.topics) == (
        "brief",
        dt.date(2024, 4, 22),
        ("Gaza war", "حرب غزة"),
    )
    assert card.mark == Mark("correction", dt.date(2024, 5, 1))
    assert cards["briefs/attack/"].mark is None


def test_a_text_is_plain_and_ends_at_a_word() -> None:
    summary = "*Iran* struck [back](https://example.org). " + "word " * 100
    text = of(f"summary: '{summary}'")["briefs/one/"].text
    assert text.startswith("Iran struck back. word")
    assert text.endswith("word…")
    assert len(text) <= CARD_TEXT


def test_a_wikilink_without_words_says_what_it_means() -> None:
    cards = of("summary: '[[iran]], [[iran|they]] and [[nobody]]'", actors="iran: Iran")
    assert cards["briefs/one/"].text == "Iran, they and nobody"


@pytest.mark.parametrize(
    ("kinds", "mark"),
    [
        (["update"], None),
        (["correction", "clarification"], Mark("clarification", dt.date(2024, 5, 2))),
        (["retraction", "correction"], Mark("retraction", dt.date(2024, 5, 1))),
    ],
)
def test_the_gravest_change_marks_a_brief(kinds: list[str], mark: Mark | None) -> None:
    days = enumerate(kinds, 1)
    rows = [f"- {{date: 2024-05-0{day}, kind: {kind}, text: It.}}" for day, kind in days]
    assert of("\n".join(["updates:", *rows]))["briefs/one/"].mark == mark
