"""Events in order of time: lists by month, histograms, and anniversaries."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.edtf import Edtf, EdtfDate, parse_edtf, year_text
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.parts import Anniversary, EventView

SHORTEST_GAP = 6
"""Months; what lies closer together the dates themselves tell."""
COUNTED_IN_MONTHS = 24
"""Gaps from here on, in months, are told in years."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between two rows: `count` of `unit`, which is `months`, `years` or `about_years`."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a list of events."""

    event: EventView
    repeated: bool
    """Whether the row above it has the same date."""
    gap: Gap | None
    """The time since the row above it, if that is long and both dates are known."""


@dataclass(frozen=True, slots=True)
class Month:
    """The events of one month that follow each other; `month` is None for those without one."""

    month: Edtf | None
    year: str | None
    path: str
    """Of the page of the month; empty where there is none."""
    events: tuple[EventView, ...]


def steps(events: Sequence[EventView]) -> tuple[Step, ...]:
    """Return `events`, oldest first, as rows; undated ones have no gap and repeat no date."""
    rows = []
    above: Edtf | None = None
    for event in events:
        date = event.date
        repeated = date is not None and above is not None and date == above
        rows.append(Step(event, repeated, _gap(above, date)))
        above = date
    return tuple(rows)


def _gap(above: Edtf | None, below: Edtf | None) -> Gap | None:
    """Return the time from the end of one date to the beginning of the next.

    In whole months; in years, and about, where one of the two has no month.
    """
    one, other = (above.end if above else None), (below.start if below else None)
    if not (one and other and _certain(one) and _certain(other)):
        return None
    years = (other.year or 0) - (one.year or 0)
    if one.month is None or other.month is None:
        return Gap("about_years", years) if years * 12 >= COUNTED_IN_MONTHS else None
    months = years * 12 + other.month - one.month
    if one.day and other.day and other.day < one.day:
        months -= 1
    if months < SHORTEST_GAP:
        return None
    if months < COUNTED_IN_MONTHS:
        return Gap("months", months)
    years, over = divmod(months, 12)
    return Gap("about_years", years + (over > 6)) if over else Gap("years", years)


def _certain(side: EdtfDate) -> bool:
    return side.year is not None and not (side.approximate or side.uncertain)


def filed_under(date: Edtf | None) -> tuple[int | None, int | None]:
    """Return the year and month under which a list files a date; no month without a year."""
    side = (date.start or date.end) if date else None
    if side is None or side.year is None:
        return None, None
    return side.year, side.month


def listing_key(event: Event) -> tuple[object, ...]:
    """Return a key to sort by: by year, then those without a month, then by month and day.

    `library.events` alone would put "2024" between the first and the second of January.
    """
    year, month = filed_under(event.date)
    return year if year is not None else math.inf, month or 0, event.sort_key


def by_month(events: Sequence[EventView]) -> tuple[Month, ...]:
    """Return runs of events of the same month, in their order."""
    runs = []
    for (year, month), group in groupby(events, key=lambda event: filed_under(event.date)):
        named = parse_edtf(f"{year_text(year)}-{month:02d}") if year is not None and month else None
        path = urls.month_path(year, month) if year is not None and month else ""
        label = None if year is None else year_text(year)
        runs.append(Month(named, label, path, tuple(group)))
    return tuple(runs)


MANY_EVENTS = 12
"""A dossier with fewer needs no overview."""
MOST_BARS = 60
"""More would be too thin to tell apart on a phone."""
STRETCHES = (1, 10, 100)
"""Years that a bar may stand for."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: a month, a year, a decade or a century."""

    span: Edtf
    count: int
    path: str
    """Where its first events stand; empty for a stretch without events."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars of equal stretches in order of time, empty ones included."""

    unit: str
    """month, year, decade or century."""
    bars: tuple[Bar, ...]


def histogram_of_years(
    events: Iterable[Sequence[int]], paths: Mapping[int, str]
) -> Histogram | None:
    """Return a bar for each year, decade or century; None for fewer than two years.

    Each of `events` is the years that it lies in, and counts once in each stretch. `paths` is
    year -> where its events stand; a longer stretch leads to the first of its years. What lies
    before the last `MOST_BARS` centuries, or in a year of five digits, has no bar.
    """
    rows = Counter(map(tuple, events))
    held = sorted({year for years in rows for year in years if abs(year) <= 9999})
    held = [year for year in held if year // 100 > held[-1] // 100 - MOST_BARS]
    if len(held) < 2:
        return None
    size = next(size for size in STRETCHES if held[-1] // size - held[0] // size < MOST_BARS)
    sums: Counter[int] = Counter()
    for years, count in rows.items():
        for stretch in {year // size for year in years if held[0] <= year <= held[-1]}:
            sums[stretch] += count
    first: dict[int, str] = {}
    for year in held:
        first.setdefault(year // size, paths.get(year, ""))
    bars = tuple(
        Bar(_stretch(n, size), sums[n], first.get(n, ""))
        for n in range(held[0] // size, held[-1] // size + 1)
    )
    return Histogram({1: "year", 10: "decade", 100: "century"}[size], bars)


def _stretch(number: int, size: int) -> Edtf:
    first, last = year_text(number * size), year_text((number + 1) * size - 1)
    if number < 0:
        return parse_edtf(first if size == 1 else f"{first}/{last}")
    return parse_edtf({1: first, 10: f"{first[:3]}X", 100: f"{first[:2]}XX"}[size])


def histogram_of_months(year: int, counts: Mapping[int, int]) -> Histogram | None:
    """Return the twelve months of `year`; None where fewer than two hold events."""
    if sum(1 for count in counts.values() if count) < 2:
        return None
    bars = tuple(
        Bar(
            parse_edtf(f"{year_text(year)}-{month:02d}"),
            counts.get(month, 0),
            urls.month_path(year, month) if counts.get(month) else "",
        )
        for month in range(1, 13)
    )
    return Histogram("month", bars)


def histogram_of_listing(
    events: Sequence[Event], pages: Iterable[tuple[str, Event]]
) -> Histogram | None:
    """Return the years of a list, each leading to its first row, which is on one of `pages`.

    None for a list that is short or lies in one year.
    """
    if len(events) < MANY_EVENTS:
        return None
    paths: dict[int, str] = {}
    years = []
    for path, event in pages:
        year = filed_under(event.date)[0]
        if year is not None:
            years.append((year,))
            paths.setdefault(year, urls.anchored(path, event.id))
    return histogram_of_years(years, paths)


Day = tuple[int, int]
"""Month and day."""
MOST = 5
"""Rows for one day: a box, no archive."""
NEAR = 3
"""Days before and after that stand in for a day on which nothing happened."""
_LEAP_YEAR = 2000


@cache
def days_of_year() -> tuple[Day, ...]:
    """Return all 366 days of a leap year."""
    first = dt.date(_LEAP_YEAR, 1, 1)
    days = (first + dt.timedelta(days=n) for n in range(366))
    return tuple((day.month, day.day) for day in days)


def anniversaries(library: Library) -> dict[Day, tuple[Event, ...]]:
    """Return what happened on each day of the year, the newest first; else, in the days around it.

    Only days that are known for certain count, and only what has happened by today. A day that has
    nothing near it has an empty row; a site without any such event none at all.
    """
    held = _by_day(library)
    if not held:
        return {}
    days = days_of_year()
    found = {}
    for number, day in enumerate(days):
        steps = (step * sign for step in range(1, NEAR + 1) for sign in (1, -1))
        near = (days[(number + step) % len(days)] for step in (0, *steps))
        rows = next((held[other] for other in near if other in held), [])
        found[day] = tuple(rows[:MOST])
    return found


def _by_day(library: Library) -> Mapping[Day, list[Event]]:
    known: dict[Day, list[Event]] = defaultdict(list)
    yearless: dict[Day, list[Event]] = defaultdict(list)
    for event in reversed(library.events):
        date = event.date
        if date is None or date.month_day is None or date.is_after(library.settings.today):
            continue
        if event.lead.item.status == "happened":
            (known if date.year is not None else yearless)[date.month_day].append(event)
    return {day: known.get(day, []) + yearless.get(day, []) for day in {**known, **yearless}}


def on_this_day(today: dt.date, rows: Iterable[EventView]) -> tuple[Anniversary, ...]:
    """Return the rows of a day as anniversaries on `today`; those of its own year are none."""
    found = []
    for event in rows:
        years = years_between(event, today)
        if years is None or years > 0:
            found.append(Anniversary(event, years))
    return tuple(found)


def years_between(event: EventView, today: dt.date) -> int | None:
    """Return how many years before the anniversary nearest to `today` it was; None if unknown."""
    date = event.date
    if date is None or date.year is None or date.month_day is None:
        return None
    over = {(1, 12): -1, (12, 1): 1}.get((today.month, date.month_day[0]), 0)
    return today.year + over - date.year
