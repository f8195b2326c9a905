"""Events in order of time: lists by month, histograms, anniversaries."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.formats.api import this_day_files
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import (
    MANY_EVENTS,
    MOST,
    MOST_BARS,
    Gap,
    anniversaries,
    by_month,
    days_of_year,
    histogram_of_listing,
    histogram_of_months,
    histogram_of_years,
    on_this_day,
    steps,
)
from mkdocs_briefs.pages.parts import EventView
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import brief, library
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


SPANS = st.lists(
    st.lists(
        st.integers(-700, 2400) | st.integers(-8000, 20_000), min_size=1, max_size=3, unique=True
    ),
    max_size=30,
)


def shown_years(spans: list[list[int]]) -> set[int]:
    """The years of four digits in the last sixty centuries of them."""
    years = {year for span in spans for year in span if -9999 <= year <= 9999}
    return {year for year in years if max(years) // 100 - year // 100 < MOST_BARS}


@given(SPANS)
def test_the_bars_are_equal_stretches_without_holes(spans: list[list[int]]) -> None:
    histogram = histogram_of_years(spans, {year: urls.year_path(year) for s in spans for year in s})
    if histogram is None:
        assert len(shown_years(spans)) < 2
        return
    spans = [sorted(shown_years(spans) & set(span)) for span in spans]
    size = {"year": 1, "decade": 10, "century": 100}[histogram.unit]
    assert len(histogram.bars) <= MOST_BARS
    for bar, after in zip(histogram.bars, histogram.bars[1:], strict=False):
        assert after.span.span_of_years[0] == bar.span.span_of_years[0] + size
    for bar in histogram.bars:
        inside = bar.span.span_of_years[0] // size
        assert bar.span.span_of_years[-1] // size == inside
        held = [span for span in spans if any(year // size == inside for year in span)]
        assert bar.count == len(held)
        assert bool(bar.path) is bool(held)
    assert histogram.bars[0].count
    assert histogram.bars[-1].count


def test_a_decade_leads_to_its_first_year_that_holds_anything() -> None:
    histogram = histogram_of_years([[1917], [1948], [1949], [2024]], {1948: "a/", 1949: "b/"})
    assert histogram
    assert histogram.unit == "decade"
    forties = next(bar for bar in histogram.bars if bar.span.text == "194X")
    assert (forties.count, forties.path) == (2, "a/")


def test_one_year_is_no_overview() -> None:
    assert histogram_of_years([[2024], [2024]], {}) is None
    assert histogram_of_months(2024, {3: 9}) is None


def test_a_year_has_twelve_months() -> None:
    histogram = histogram_of_months(2024, {3: 9, 11: 1})
    assert histogram
    assert [bar.count for bar in histogram.bars] == [0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert [bar.path for bar in histogram.bars if bar.path] == [
        "timeline/2024/03/",
        "timeline/2024/11/",
    ]


def test_a_listing_leads_to_the_first_event_of_each_year() -> None:
    rows = "\n".join(f"  - 20{10 + n // 5}-01-{n + 1:02}: Event {n}" for n in range(15))
    events = ViewFactory(library([brief("a", f"dates:\n{rows}")])).library.events
    assert len(events) >= MANY_EVENTS
    pages = [("actors/iran/", one) if n < 7 else ("older/", one) for n, one in enumerate(events)]
    histogram = histogram_of_listing(events, pages)
    assert histogram
    assert [(bar.span.text, bar.count, bar.path) for bar in histogram.bars] == [
        ("2010", 5, "actors/iran/#event-0-2010-01-01"),
        ("2011", 5, "actors/iran/#event-5-2011-01-06"),
        ("2012", 5, "older/#event-10-2012-01-11"),
    ]
    few = MANY_EVENTS - 1
    assert histogram_of_listing(events[:few], pages[:few]) is None


def shelf_of(*dates: str) -> ViewFactory:
    rows = [f"{{date: {date}, event: In {date}}}" for date in dates]
    return ViewFactory(library([brief("a", f"dates: [{', '.join(rows)}]")]))


def found(*dates: str) -> dict[tuple[int, int], tuple[Event, ...]]:
    return anniversaries(shelf_of(*dates).library)


def texts(events: tuple[Event, ...]) -> list[str]:
    return [event.lead.item.event.removeprefix("In ") for event in events]


def test_a_day_has_its_own_events_the_newest_first_and_those_without_a_year_last() -> None:
    rows = found("2020-10-07", "XXXX-10-07", "2023-10-07", "2023-10-08", "2023-10", "2021-10-07~")
    assert texts(rows[10, 7]) == ["2023-10-07", "2020-10-07", "XXXX-10-07"]


def test_a_day_without_events_has_those_of_the_nearest_day_of_its_week() -> None:
    rows = found("2020-12-30", "2023-03-01")
    assert texts(rows[12, 30]) == texts(rows[12, 27]) == texts(rows[1, 2]) == ["2020-12-30"]
    assert texts(rows[2, 29]) == texts(rows[3, 4]) == ["2023-03-01"]
    assert rows[1, 3] == rows[12, 26] == ()
    assert len(rows) == len(days_of_year()) == 366


def test_a_site_without_any_such_event_has_no_days() -> None:
    assert found("2023", "2023-10", "2023-10-07/2023-10-09") == {}


def test_what_lies_ahead_or_was_cancelled_is_no_anniversary() -> None:
    front = """
    dates:
      - {date: 2024-10-07, event: Ahead, status: scheduled}
      - {date: 2023-10-07, event: Never, status: cancelled}
      - {date: 2023-10-07, event: Lapsed, status: scheduled}
    """
    assert anniversaries(library([brief("a", front)])) == {}


def test_a_box_stays_small() -> None:
    assert len(found(*(f"{year}-10-07" for year in range(2000, 2020)))[10, 7]) == MOST


def test_years_are_counted_to_the_nearest_anniversary() -> None:
    def years(today: str, *dates: str) -> list[int | None]:
        day, factory = dt.date.fromisoformat(today), shelf_of(*dates)
        rows = anniversaries(factory.library)[day.month, day.day]
        return [row.years for row in on_this_day(day, map(factory.event, rows))]

    assert years("2024-12-30", "2020-12-30", "2021-06-01") == [4]
    assert years("2025-01-02", "2020-12-30", "2021-06-01") == [4]
    assert years("2024-12-28", "2020-12-30", "2021-06-01") == [4]
    assert years("2021-06-01", "2020-12-30", "2021-06-01") == []
    assert years("2024-10-07", "XXXX-10-07") == [None]


def test_the_file_of_a_day_says_the_same_as_plain_text() -> None:
    files = dict(this_day_files(shelf_of("2020-10-07")))
    assert len(files) == 12
    (row,) = json.loads(files["assets/briefs/on-this-day/10.json"])["07"]
    assert row["date"] == "2020-10-07"
    assert row["text"] == "In 2020-10-07"
    assert row["path"].startswith("timeline/2020/10/#")
    assert row["brief"] == ["A", "briefs/a/"]
    assert json.loads(files["assets/briefs/on-this-day/02.json"])["29"] == []
