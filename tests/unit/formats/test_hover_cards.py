"""Cards in small files, found by a hash of the page's path."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.formats.script_data import HOVER_CARDS, hover_card_files, shard
from mkdocs_briefs.pages.kinds import hover_cards
from mkdocs_briefs.pages.records import HoverCard
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import WORLD, library, world_briefs


@pytest.fixture(scope="module")
def cards() -> list[HoverCard]:
    return list(hover_cards(ViewFactory(library(world_briefs(), **WORLD))))


@pytest.mark.parametrize(("text", "low"), [("", "c5"), ("a", "2c"), ("foobar", "68")])
def test_the_hash_is_fnv_1a(text: str, low: str) -> None:
    # Test vectors of the algorithm's authors: 811c9dc5, e40c292c, bf9cf968.
    assert shard(text) == low


@given(st.text())
def test_any_path_has_one_of_256_files(path: str) -> None:
    assert 0 <= int(shard(path), 16) <= 255
    assert len(shard(path)) == 2


def test_every_card_is_in_its_file_once(cards: list[HoverCard]) -> None:
    files = dict(hover_card_files(cards))
    found = {}
    for path, text in files.items():
        for page, card in json.loads(text).items():
            assert path == f"{HOVER_CARDS}/{shard(page)}.json"
            assert page not in found
            found[page] = card
    assert found.keys() == {card.path for card in cards}


def test_what_a_card_does_not_have_is_left_out(cards: list[HoverCard]) -> None:
    found = {k: v for _, text in hover_card_files(cards) for k, v in json.loads(text).items()}
    assert found["actors/fatah/"] == {
        "kind": "group",
        "name": "Fatah",
        "lang": "en",
        "initials": "FA",
        "briefs": 0,
    }
    assert found["briefs/resigns/"]["mark"] == {"kind": "correction", "date": "2024-05-01"}
    assert found["actors/iran/"]["latest"]["date"] == "2024-04-22"


def test_the_order_of_cards_changes_no_byte(cards: list[HoverCard]) -> None:
    mixed = cards.copy()
    random.Random(1).shuffle(mixed)
    assert list(hover_card_files(mixed)) == list(hover_card_files(cards))
    assert list(hover_card_files(cards)) == sorted(hover_card_files(cards))
