"""What is written once and kept is what would be written anew, and only so much is kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.render import pieces
from mkdocs_briefs.render.pieces import kept


class Thing:
    """Something to write about."""

    def __init__(self, name: int) -> None:
        self.name = name


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ab")), max_size=60))
def test_a_kept_text_is_that_of_its_thing(asked: list[tuple[int, str]]) -> None:
    things = [Thing(number) for number in range(10)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "MOST", 3)
        write = kept(lambda it, more: f"{it.name}{more}")
        assert [write(things[n], more) for n, more in asked] == [f"{n}{more}" for n, more in asked]


def test_what_is_asked_for_again_soon_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MOST", 3)
    written: list[int] = []
    write = kept(lambda it: written.append(it.name) or str(it.name))
    things = [Thing(number) for number in range(20)]
    for before, it in pairwise(things):
        write(before)
        write(it)
    assert written == [*range(20)]
    write(things[0])
    assert written[-1] == 0, "the oldest are forgotten"
