"""Dates and intervals as values: bounds, order, years, and their forms for machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "season", "year", "decade", "century", "unknown"]

LONGEST_LISTED_SPAN = 100
_COARSENESS: tuple[Precision, ...] = (
    "day", "month", "season", "year", "decade", "century", "unknown",
)  # fmt: skip
_FOREVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """One date, or one side of an interval; a part that is not known is None.

    `season` is 21 to 24. `unspecified` tells that the text holds an X. `precision` is the finest
    part that is known: "month" for 2024-04-XX, "day" for XXXX-10-07. `earliest` and `latest` are
    the strict bounds, None where the year is not known.
    """

    text: str
    year: int | None
    month: int | None
    day: int | None
    season: int | None
    precision: Precision
    approximate: bool
    uncertain: bool
    unspecified: bool
    earliest: date | None
    latest: date | None

    def iso8601(self) -> str | None:
        """The date as `2024`, `2024-04` or `2024-04-22`, or None.

        All three are valid in HTML's `<time datetime>` and in schema.org. None where the string
        would say more than the author did (a qualified date, a decade) or would need a year. A
        season is given as its year, unless it reaches into the next.
        """
        if self.year is None or self.approximate or self.uncertain:
            return None
        if self.precision == "season" and self.season == 24:
            return None
        if not self.month:
            return f"{self.year:04}"
        day = f"-{self.day:02}" if self.day else ""
        return f"{self.year:04}-{self.month:02}{day}"

    def years(self) -> tuple[int, ...]:
        """The years this date may lie in, as `Edtf.years` explains."""
        if self.year is not None:
            return (self.year,)
        if self.precision == "decade" and self.earliest and self.latest:
            return tuple(range(self.earliest.year, self.latest.year + 1))
        return ()


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval; two values are equal when their canonical texts are.

    `start` and `end` are the same object for a single date; an open side is None.
    `earliest` and `latest` are the strict bounds, None on an open side or without a known year.
    """

    text: str
    start: EdtfDate | None = field(compare=False)
    end: EdtfDate | None = field(compare=False)
    is_interval: bool = field(compare=False)
    earliest: date | None = field(compare=False)
    latest: date | None = field(compare=False)

    @property
    def open_start(self) -> bool:
        """True for `../B`."""
        return self.start is None

    @property
    def open_end(self) -> bool:
        """True for `A/..`."""
        return self.end is None

    @property
    def _sides(self) -> tuple[EdtfDate, ...]:
        return tuple(side for side in (self.start, self.end) if side is not None)

    @property
    def precision(self) -> Precision:
        """The precision of a date; of an interval, that of its coarser side."""
        return max((side.precision for side in self._sides), key=_COARSENESS.index)

    @property
    def year(self) -> int | None:
        """The year of the date or of the interval's first known side, None if not fully known."""
        side = self.start or self.end
        return side.year if side else None

    def years(self) -> tuple[int, ...]:
        """The years to file this value under, ascending.

        A decade gives its ten years. A century gives none: filing it a hundred times helps nobody.
        An interval gives every year from side to side, or those of its two sides alone when it
        spans more than `LONGEST_LISTED_SPAN` years; an open one those of its known side; one with
        a century on a side none. A winter counts for the year it is named after.
        """
        known = [side.years() for side in self._sides]
        if not all(known):
            return ()
        first, last = known[0][0], known[-1][-1]
        if last - first >= LONGEST_LISTED_SPAN:
            return tuple(sorted({*known[0], *known[-1]}))
        return tuple(range(first, last + 1))

    @property
    def sort_key(self) -> tuple[int, ...]:
        """A key that orders all values: by earliest, then latest day, then text.

        `../B` stands at B, the one day it tells of, and `A/..` after all else that begins with A.
        Values without a year come last, by month and day: a place among years would be invented.
        """
        tie = tuple(self.text.encode())
        latest = self.latest.toordinal() if self.latest else _FOREVER
        if self.earliest:
            return (0, self.earliest.toordinal(), latest, *tie)
        if self.latest:
            return (0, latest, latest, *tie)
        side = self._sides[0]
        return (1, side.month or 13, side.day or 0, *tie)

    @property
    def month_day(self) -> tuple[int, int] | None:
        """Month and day for "on this day"; None for intervals, coarser and qualified dates.

        A page that says "on this day" asserts the day, so an uncertain one must not be on it.
        """
        side = None if self.is_interval else self.start
        if side is None or side.approximate or side.uncertain or not side.month or not side.day:
            return None
        return side.month, side.day

    def is_after(self, day: date) -> bool:
        """Whether all of it certainly lies after `day`."""
        return self.earliest is not None and self.earliest > day

    def is_before(self, day: date) -> bool:
        """Whether all of it certainly lies before `day`."""
        return self.latest is not None and self.latest < day

    def iso8601(self) -> str | None:
        """The value for `<time datetime>`, see `EdtfDate.iso8601`; None for an interval."""
        return None if self.is_interval else self._sides[0].iso8601()

    def schema_dates(self) -> tuple[str | None, str | None]:
        """schema.org `startDate` and `endDate`; a single date has no end of its own."""
        start = self.start.iso8601() if self.start else None
        end = self.end.iso8601() if self.is_interval and self.end else None
        return start, end
