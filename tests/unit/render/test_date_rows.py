"""How a date is drawn and said in a row of a timeline."""

from __future__ import annotations

import pytest

from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages.parts import Pager
from mkdocs_briefs.render.dates import (
    date_classes,
    day_of_month,
    event_state,
    filter_count,
    page_numbers,
    unknown_part,
)
from support.views import DEVELOPMENTS, EVENTS, event


@pytest.mark.parametrize(
    ("date", "classes"),
    [
        ("", "is-undated"),
        ("2024-04-22", ""),
        ("2024", ""),
        ("2024-21", ""),
        ("2024-04~", "is-rough"),
        ("2024?", "is-rough"),
        ("199X", "is-rough"),
        ("2024-04-XX", "is-rough"),
        ("XXXX-10-07", "is-rough"),
        ("2023-10/..", "is-since"),
        ("../2023-10", "is-until"),
        ("2023-10~/..", "is-rough is-since"),
        ("2023-10-07/2023-10-13", "is-span is-span--days"),
        ("2023-10-07/2023-10-14", "is-span is-span--weeks"),
        ("2023-10/2024-02", "is-span is-span--months"),
        ("2003/2015", "is-span is-span--years"),
        ("2003~/2015", "is-rough is-span is-span--years"),
    ],
)
def test_a_date_is_drawn_as_sure_and_as_long_as_it_is(date: str, classes: str) -> None:
    assert date_classes(parse_edtf(date) if date else None) == classes


@pytest.mark.parametrize(
    ("date", "key"),
    [
        ("2024-04-XX", "day_unknown"), ("2024-XX-XX", "month_unknown"), ("2024-XX", "month_unknown"),
        ("2024-04", ""), ("2024-04~", ""), ("XXXX-10-07", ""), ("2024/2025", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_the_words_of_a_date_leave_out_is_said(date: str, key: str) -> None:
    assert unknown_part(parse_edtf(date) if date else None) == key


@pytest.mark.parametrize(
    ("date", "lang", "words"),
    [
        ("2024-04-22", "en", "Mon 22"), ("2024-04-22", "de", "Mo., 22."),
        ("2024-04-22", "zz-unknown", "Mon 22"), ("2024-04-22~", "en", ""), ("2024-04", "en", ""),
        ("2024-04-22/2024-04-23", "en", ""), ("XXXX-10-07", "en", ""), ("", "en", ""),
    ],
)  # fmt: skip
def test_below_its_month_only_a_certain_day_is_shortened(date: str, lang: str, words: str) -> None:
    assert day_of_month(parse_edtf(date) if date else None, lang) == words


@pytest.mark.parametrize(
    ("status", "upcoming", "word"),
    [
        ("happened", False, "happened"), ("scheduled", True, "upcoming"),
        ("scheduled", False, "lapsed"), ("cancelled", False, "cancelled"),
    ],
)  # fmt: skip
def test_how_an_event_stands(status: str, word: str, *, upcoming: bool) -> None:
    assert event_state(event("a", "2024-01-01", "A", status=status, upcoming=upcoming)) == word


def test_a_listing_offers_what_its_rows_differ_in() -> None:
    assert filter_count(()) == 0
    assert filter_count(EVENTS[:1]) == 0
    assert filter_count(EVENTS) == 2  # actors and kinds; none of them has a topic
    assert filter_count(DEVELOPMENTS) == 2  # actors and outcomes


@pytest.mark.parametrize(
    ("here", "last", "pages"),
    [
        (1, 2, [1, 2]),
        (1, 4, [1, 2, 3, 4]),
        (1, 5, [1, 2, 3, None, 5]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (9, 9, [1, None, 7, 8, 9]),
    ],
)
def test_a_pager_shows_the_ends_and_what_is_near(here, last, pages):
    assert page_numbers(Pager(here, tuple(map(str, range(last))), 100)) == pages
