"""What to read next."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.backlinks import MAX_NEIGHBOURS, rank_related
from support.briefs import brief, library

KEYS = st.lists(
    st.tuples(st.sampled_from(["actors", "topics", "storylines", "events"]), st.sampled_from("abcd")),
    unique=True, max_size=5,
)  # fmt: skip


def ranked(keys, declared=None):
    briefs = [
        SimpleNamespace(slug=f"b{n}", fields=SimpleNamespace(date=dt.date(2024, 1, 1)))
        for n in range(len(keys))
    ]
    return rank_related(
        briefs,
        {f"b{n}": row for n, row in enumerate(keys)},
        {k: dict(v) for k, v in (declared or {}).items()},
    )


@given(st.lists(KEYS, max_size=12), st.integers(0, 11), st.integers(0, 11))
def test_nothing_is_related_to_itself_or_twice_and_all_of_it_shares_something(
    keys, one, other
) -> None:
    declared = {f"b{one}": {f"b{other}": "follows"}}
    found = ranked(keys, declared)
    assert found == ranked(keys, declared)
    for slug, rows in found.items():
        slugs = [row.brief.slug for row in rows]
        assert slug not in slugs
        assert len(set(slugs)) == len(slugs) <= 4
        for row in rows:
            mine, its = keys[int(slug[1:])], keys[int(row.brief.slug[1:])]
            assert row.declared or row.shared
            assert set(row.shared) == set(mine) & set(its)


def test_what_the_author_declares_comes_first_however_much_there_is() -> None:
    keys = [[("actors", "a")]] * 3 + [[]] * 6
    found = ranked(keys, {"b0": {f"b{n}": "background" for n in range(3, 9)}})["b0"]
    assert [row.brief.slug for row in found] == [f"b{n}" for n in range(3, 9)]


def test_what_is_rare_counts_for_more() -> None:
    keys = [
        [("actors", "common"), ("actors", "rare")],
        [("actors", "common")],
        [("actors", "rare")],
    ]
    keys += [[("actors", "common")]] * 5
    assert ranked(keys)["b0"][0].brief.slug == "b2"


def test_a_thing_that_all_share_is_compared_with_neighbours_only() -> None:
    found = ranked([[("storylines", "s")]] * 500)
    for slug, rows in found.items():
        assert rows
        assert all(abs(int(row.brief.slug[1:]) - int(slug[1:])) <= MAX_NEIGHBOURS for row in rows)


def test_reasons_come_from_actors_events_and_links() -> None:
    found = library(
        [
            brief("a", "actors: [x]\ndates: [2024-01-01: War]", "See [[b]]."),
            brief("b", "actors: [x]\ndates: [2024-01-01: War]", "See [[a]]."),
        ]
    )
    kinds = [kind for kind, _ in found.related["a"][0].shared]
    assert kinds == ["actors", "events", "links"]
