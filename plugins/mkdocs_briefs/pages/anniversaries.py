"""What happened on a day of the year in earlier years, for "on this day"."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.pages.parts import Anniversary, EventView

Day = tuple[int, int]
"""Month and day."""
MOST = 5
"""Rows for one day: a box, no archive."""
NEAR = 3
"""Days before and after that stand in for a day on which nothing happened."""
_LEAP_YEAR = 2000


@cache
def days_of_year() -> tuple[Day, ...]:
    """All 366 of them."""
    first = dt.date(_LEAP_YEAR, 1, 1)
    days = (first + dt.timedelta(days=n) for n in range(366))
    return tuple((day.month, day.day) for day in days)


def anniversaries(library: Library) -> dict[Day, tuple[Event, ...]]:
    """For each day of the year what happened on it, the newest first; else, in the days around it.

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
    """The rows of a day as anniversaries on the day `today`; those of its own year are none."""
    found = []
    for event in rows:
        years = years_between(event, today)
        if years is None or years > 0:
            found.append(Anniversary(event, years))
    return tuple(found)


def years_between(event: EventView, today: dt.date) -> int | None:
    """How many years ago the anniversary nearest to `today` began to count; None without a year."""
    date = event.date
    if date is None or date.year is None or date.month_day is None:
        return None
    over = {(1, 12): -1, (12, 1): 1}.get((today.month, date.month_day[0]), 0)
    return today.year + over - date.year
