"""Counts for the strip above a timeline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.pages.histogram import (
    MANY_EVENTS,
    MOST_BARS,
    histogram_of_listing,
    histogram_of_months,
    histogram_of_years,
)
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import brief, library

SPANS = st.lists(st.lists(st.integers(1, 2400), min_size=1, max_size=3, unique=True), max_size=30)


@given(SPANS)
def test_the_bars_are_equal_stretches_without_holes(spans: list[list[int]]) -> None:
    strip = histogram_of_years(spans, {year: f"timeline/{year:04d}/" for s in spans for year in s})
    if strip is None:
        assert len({year for span in spans for year in span}) < 2
        return
    size = {"year": 1, "decade": 10, "century": 100}[strip.unit]
    assert len(strip.bars) <= MOST_BARS
    for bar, after in zip(strip.bars, strip.bars[1:], strict=False):
        assert bar.span.earliest
        assert after.span.earliest
        assert after.span.earliest.year // size == bar.span.earliest.year // size + 1
    for bar in strip.bars:
        assert bar.span.earliest
        inside = bar.span.earliest.year // size
        held = [span for span in spans if any(year // size == inside for year in span)]
        assert bar.count == len(held)
        assert bool(bar.path) is bool(held)
    assert strip.bars[0].count
    assert strip.bars[-1].count


def test_a_decade_leads_to_its_first_year_that_holds_anything() -> None:
    strip = histogram_of_years([[1917], [1948], [1949], [2024]], {1948: "a/", 1949: "b/"})
    assert strip
    assert strip.unit == "decade"
    forties = next(bar for bar in strip.bars if bar.span.text == "194X")
    assert (forties.count, forties.path) == (2, "a/")


def test_one_year_is_no_overview() -> None:
    assert histogram_of_years([[2024], [2024]], {}) is None
    assert histogram_of_months(2024, {3: 9}) is None


def test_a_year_has_twelve_months() -> None:
    strip = histogram_of_months(2024, {3: 9, 11: 1})
    assert strip
    assert [bar.count for bar in strip.bars] == [0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert [bar.path for bar in strip.bars if bar.path] == [
        "timeline/2024/03/",
        "timeline/2024/11/",
    ]


def test_a_listing_leads_to_the_first_event_of_each_year() -> None:
    rows = "\n".join(f"  - 20{10 + n // 5}-01-{n + 1:02}: Event {n}" for n in range(15))
    events = ViewFactory(library([brief("a", f"dates:\n{rows}")])).library.events
    assert len(events) >= MANY_EVENTS
    strip = histogram_of_listing(events, "actors/iran/", 7)
    assert strip
    assert [(bar.span.text, bar.count, bar.path) for bar in strip.bars] == [
        ("2010", 5, "actors/iran/#event-0"),
        ("2011", 5, "actors/iran/#event-5"),
        ("2012", 5, "actors/iran/page/2/#event-10"),
    ]
    assert histogram_of_listing(events[: MANY_EVENTS - 1], "actors/iran/", 7) is None
