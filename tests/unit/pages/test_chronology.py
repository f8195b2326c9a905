"""Rows of a timeline: dates shown once, gaps told in words, months in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages.chronology import Gap, by_month, steps
from mkdocs_briefs.pages.parts import EventView
from support.views import event

DATES = st.sampled_from(
    ("2019-01-01", "2019-01", "2019", "2021~", "2023-10-07", "2023-10/..", "XXXX-10-07", "199X", "")
)


def events(*dates: str) -> list[EventView]:
    return [event(f"e{n}", date or None, f"Event {n}") for n, date in enumerate(dates)]


@pytest.mark.parametrize(
    ("above", "below", "gap"),
    [
        ("2019-01-01", "2019-06-30", None),
        ("2019-01-01", "2019-07-01", Gap("months", 6)),
        ("2019-01-31", "2019-07-30", None),
        ("2019-01-15", "2020-12-20", Gap("months", 23)),
        ("2019-01-15", "2021-01-15", Gap("years", 2)),
        ("2019-01-15", "2021-05-15", Gap("about_years", 2)),
        ("2019-01-15", "2021-12-15", Gap("about_years", 3)),
        ("2019-04", "2022-04", Gap("years", 3)),
        ("2019-04-20", "2022-04", Gap("years", 3)),
        ("2015-07-14", "2018", Gap("about_years", 3)),
        ("2017", "2018", None),
        ("2018-11/2019-01", "2019-08-01", Gap("months", 7)),
        ("2018-11-01/..", "2023-08-01", None),
        ("2018-11-01", "../2023-08-01", None),
        ("2018-11-01", "2023-08~", None),
        ("2018-11?", "2023-08-01", None),
        ("199X", "2023-08-01", None),
        ("2018-11-01", "", None),
        ("", "2018-11-01", None),
        ("XXXX-10-07", "2018-11-01", None),
        ("2003/2015", "2003-10", None),
    ],
)  # fmt: skip
def test_a_long_gap_is_told_where_both_dates_are_known(
    above: str, below: str, gap: Gap | None
) -> None:
    first, second = steps(events(above, below))
    assert first.gap is None
    assert second.gap == gap


@given(st.lists(DATES, max_size=8))
def test_every_event_is_one_row_and_a_date_repeats_only_the_one_above(dates: list[str]) -> None:
    shown = events(*dates)
    rows = steps(shown)
    assert [row.event for row in rows] == shown
    for number, row in enumerate(rows):
        same = number > 0 and dates[number] != "" and dates[number] == dates[number - 1]
        assert row.repeated is same
        assert not (row.repeated and row.gap)


@given(st.lists(DATES, max_size=8))
def test_months_hold_every_event_in_its_order(dates: list[str]) -> None:
    shown = events(*dates)
    runs = by_month(shown)
    assert [e for run in runs for e in run.events] == shown
    for run in runs:
        assert bool(run.path) is bool(run.month)
        for row in run.events:
            if run.month:
                assert row.date
                assert (row.date.start or row.date.end).text.startswith(run.month.text)  # type: ignore[union-attr] # one side is known


def test_a_month_leads_to_its_page() -> None:
    (run,) = by_month(events("2023-10-07", "2023-10-09", "2023-10"))
    assert run.month == parse_edtf("2023-10")
    assert run.path == "timeline/2023/10/"
