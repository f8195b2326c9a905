"""Positions give the places that they were made of, from less memory."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.brief import Positions
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Location
from support.briefs import SETTINGS

AWKWARD = st.text(st.sampled_from('ab0 \t\n\r"\\,[]\u2028\ud800ש'), max_size=4)
PATHS = st.lists(AWKWARD | st.integers(0, 12), min_size=1, max_size=4).map(tuple)
PLACES = st.tuples(*[st.integers(1, 10**6)] * 3).map(lambda numbers: Location("a.md", *numbers))


@given(st.dictionaries(PATHS, PLACES, max_size=12))
def test_packed_places_are_the_same(places: dict) -> None:
    assert [*Positions.of("a.md", places).places.items()] == [*places.items()]


def test_a_place_of_a_brief_is_where_it_was_written() -> None:
    text = (
        b"---\ntitle: T\ndate: 2024-01-01\ndates:\n  - {id: x, date: 2024-01-02, event: E}\n---\n"
    )
    value = parse_brief(text, "a.md", "a.md", SETTINGS).value
    assert value is not None
    assert value.at("dates", 0, "id") == Location("a.md", 5, 10, 1)
    assert value.at("dates", 0, "place") == value.at("dates", 0)
    assert value.at("nowhere") == Location("a.md")
    assert ("dates", 1, "id") not in value.positions.places


def test_packed_places_take_less_than_a_third_of_their_memory() -> None:
    places = {
        ("dates", n, key): Location("a.md", n, 5, 300)
        for n in range(40)
        for key in ("date", "event", "id")
    }
    loose = sys.getsizeof(places) + sum(map(sys.getsizeof, (*places, *places.values())))
    assert sys.getsizeof(Positions.of("a.md", places).packed) < loose / 3
