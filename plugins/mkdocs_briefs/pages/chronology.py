"""Events in the order of a list: by month, with the time that passes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.model.edtf import Edtf, EdtfDate, parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.parts import EventView

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
    year: int | None
    path: str
    """Of the page of the month; empty where there is none."""
    events: tuple[EventView, ...]


def steps(events: Sequence[EventView]) -> tuple[Step, ...]:
    """`events`, oldest first, as rows; undated ones have no gap and repeat no date."""
    rows = []
    above: Edtf | None = None
    for event in events:
        date = event.date
        repeated = date is not None and above is not None and date == above
        rows.append(Step(event, repeated, _gap(above, date)))
        above = date
    return tuple(rows)


def _gap(above: Edtf | None, below: Edtf | None) -> Gap | None:
    """The time from the end of one date to the beginning of the next.

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
    """The year and month under which a list files a date; no month where the year is not known."""
    side = (date.start or date.end) if date else None
    if side is None or side.year is None:
        return None, None
    return side.year, side.month


def listing_key(event: Event) -> tuple[object, ...]:
    """Sorts by year, then those without a month, then by month and day.

    `library.events` alone would put "2024" between the first and the second of January.
    """
    year, month = filed_under(event.date)
    return year if year is not None else 10_000, month or 0, event.sort_key


def by_month(events: Sequence[EventView]) -> tuple[Month, ...]:
    """Runs of events of the same month, in their order."""
    runs = []
    for (year, month), group in groupby(events, key=lambda event: filed_under(event.date)):
        named = parse_edtf(f"{year:04d}-{month:02d}") if year is not None and month else None
        path = urls.month_path(year, month) if year is not None and month else ""
        runs.append(Month(named, year, path, tuple(group)))
    return tuple(runs)
