"""Places that are settled say the same as before, in less room."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.yaml_tree import Places
from mkdocs_briefs.problems import Location
from support.briefs import SETTINGS

AWKWARD = st.text(st.sampled_from('ab0 \t\n\r"\\,[]\u2028\ud800ש'), max_size=4)
PATHS = st.lists(AWKWARD | st.integers(0, 12), min_size=1, max_size=4).map(tuple)
SPOTS = st.tuples(*[st.integers(1, 10**6)] * 3)


@given(st.dictionaries(PATHS, SPOTS, max_size=12), st.lists(PATHS, max_size=6))
def test_settled_places_are_the_same_mapping(spots: dict, others: list) -> None:
    places = Places("a.md", spots)
    settled = places.settled()
    assert dict(settled) == dict(places)
    assert [*settled.items()] == [*places.items()]
    assert len(settled) == len(places)
    for path in (*spots, *others, *(path[:-1] for path in spots), *(p[1:] for p in spots)):
        assert (path in settled) == (path in places)
        assert settled.get(path) == places.get(path)


def test_very_many_places_are_not_searched_one_by_one() -> None:
    places = Places("a.md", {("dates", n): (n + 1, 1, 1) for n in range(1_001)})
    assert places.settled() is places


def test_a_place_of_a_brief_is_where_it_was_written() -> None:
    text = (
        b"---\ntitle: T\ndate: 2024-01-01\ndates:\n  - {id: x, date: 2024-01-02, event: E}\n---\n"
    )
    value = parse_brief(text, "a.md", "a.md", SETTINGS).value
    assert value is not None
    assert value.at("dates", 0, "id") == Location("a.md", 5, 10, 1)
    assert value.at("dates", 0, "place") == value.at("dates", 0)
    assert ("dates", 1, "id") not in value.positions.places


def test_places_take_less_than_a_third_of_their_room() -> None:
    spots = {("dates", n, key): (n, 5, 300) for n in range(40) for key in ("date", "event", "id")}
    loose = sys.getsizeof(spots) + sum(map(sys.getsizeof, (*spots, *spots.values())))
    settled = Places("a.md", spots).settled()
    assert sum(sys.getsizeof(getattr(settled, name)) for name in settled.__slots__) < loose / 3
