"""Dates as journalists know them: exact, partial, uncertain, open.

The grammar is EDTF as published in ISO 8601-2:2019 and by the Library of Congress
(https://www.loc.gov/standards/datetime/), levels 0 and 1, and of level 2 a month or a day without
a year:

    2024  2024-04  2024-04-22            year, month, day
    0000  -0043  -0043-03-15             1 BC, 44 BC: years before 1 are counted from 0
    Y12024  Y-170000002                  years of more than four digits
    2024-04-22T23:20:30+02:00            an hour, with its zone or without (not in an interval)
    2024-21 .. 2024-24                   spring, summer, autumn, winter
    199X  19XX  -01XX                    some year of a decade, of a century
    2024-XX  2024-XX-XX  2024-04-XX      some month or day of it
    XXXX-10  XXXX-10-07  XXXX            year not known, nothing known
    2024-04?  2024-04~  2024-04%         uncertain, approximate, both (not after a bare XXXX,
                                         which leaves nothing to qualify)
    A/B  A/..  ../B                      from A to B, since A, until B (each with a known year)
    A/  /B                               its end is not known, its start is not known

Bounds are strict: `~` and `?` do not widen them. Seasons are those of the northern hemisphere,
from the first day of March, June, September, December. Winter runs to the end of the next February:
with an earlier bound, a deadline of "winter 2024" would be overdue while that winter lasts.

Days are numbered as `date.toordinal` does, and further into both directions: the calendar is the
Gregorian one for all years, as in ISO 8601.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from mkdocs_briefs.model.moment import Moment, MomentError, with_clock

Precision = Literal["day", "month", "season", "year", "decade", "century", "unknown"]

MAX_LISTED_YEARS = 100
MAX_YEAR_DIGITS = 12
"""Enough for the age of the universe; a database cannot hold any number."""
_COARSENESS: tuple[Precision, ...] = (
    "day", "month", "season", "year", "decade", "century", "unknown",
)  # fmt: skip
_A_DAY = date(1970, 1, 1)
_NO_HOUR = -(10**6)
_FOREVER = 10 ** (MAX_YEAR_DIGITS + 3)
_DAYS_OF_400_YEARS = 146_097


def _day_number(year: int, month: int, day: int) -> int:
    cycles, year_of_cycle = divmod(year - 1, 400)
    return date(year_of_cycle + 1, month, day).toordinal() + cycles * _DAYS_OF_400_YEARS


def _year_of(day: int) -> int:
    cycles, day_of_cycle = divmod(day - 1, _DAYS_OF_400_YEARS)
    return date.fromordinal(day_of_cycle + 1).year + 400 * cycles


def _as_date(day: int | None) -> date | None:
    return date.fromordinal(day) if day and 1 <= day <= date.max.toordinal() else None


def year_text(year: int) -> str:
    """Return a year as EDTF writes it: `0476`, `-0043`, `Y12024`."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


class _Bounded:
    """What a date and an interval have in common: the first and the last day that it may mean."""

    __slots__ = ()
    first_day: int | None
    last_day: int | None

    @property
    def earliest(self) -> date | None:
        """The first day, if it is known and of the years 1 to 9999."""
        return _as_date(self.first_day)

    @property
    def latest(self) -> date | None:
        """The last day, if it is known and of the years 1 to 9999."""
        return _as_date(self.last_day)

    @property
    def span_of_years(self) -> range:
        """The years from the first day to the last; none where one of them is not known."""
        if self.first_day is None or self.last_day is None:
            return range(0)
        return range(_year_of(self.first_day), _year_of(self.last_day) + 1)


@dataclass(frozen=True, slots=True)
class EdtfDate(_Bounded):
    """One date, or one side of an interval; a part that is not known is None.

    `season` is 21 to 24. `unspecified` tells that the text holds an X. `precision` is the finest
    part that is known: "month" for 2024-04-XX, "day" for XXXX-10-07. `first_day` and `last_day` are
    the strict bounds, None where the year is not known. `clock` is an hour of the day, and perhaps
    its zone, as in `23:20:30+02:00`.
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
    first_day: int | None
    last_day: int | None
    clock: str = ""

    @property
    def second_of_day(self) -> int:
        """The second of its day in UTC at its hour; a day without an hour comes before all."""
        return Moment(_A_DAY, self.clock).order if self.clock else _NO_HOUR

    def iso8601(self) -> str | None:
        """Return the date as `2024`, `2024-04`, `2024-04-22` or with its hour, or None.

        All are valid in HTML's `<time datetime>` and in schema.org. None where the string would
        say more than the author did (a qualified date, a decade) or would need a year, and where
        HTML has no such year (before 1, beyond 9999). A season is given as its year, unless it
        reaches into the next.
        """
        return self.schema_date() if self.year and self.year > 0 else None

    def schema_date(self) -> str | None:
        """Return the date as `iso8601` does; years before 1 have a sign, as ISO 8601 has them."""
        if self.year is None or self.approximate or self.uncertain or abs(self.year) > 9999:
            return None
        if self.precision == "season" and self.season == 24:
            return None
        year = year_text(self.year)
        if not self.month:
            return year
        day = f"-{self.day:02}" if self.day else ""
        return f"{year}-{self.month:02}{day}{self.clock and 'T'}{self.clock}"

    def years(self) -> tuple[int, ...]:
        """Return the years this date may lie in, as `Edtf.years` explains."""
        if self.year is not None:
            return (self.year,)
        if self.precision == "decade":
            return tuple(self.span_of_years)
        return ()


@dataclass(frozen=True, slots=True)
class Edtf(_Bounded):
    """A date or an interval; two values are equal when their canonical texts are.

    `start` and `end` are the same object for a single date; a side that is open or not known is
    None. `first_day` and `last_day` are the strict bounds, None there and without a known year.
    """

    text: str
    start: EdtfDate | None = field(compare=False)
    end: EdtfDate | None = field(compare=False)
    is_interval: bool = field(compare=False)
    first_day: int | None = field(compare=False)
    last_day: int | None = field(compare=False)

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[object, ...]:
        """Send another process the text alone: it makes one object of each text, too."""
        return parse_edtf, (self.text,)

    @property
    def open_start(self) -> bool:
        """True for `../B`."""
        return self.text.startswith("..")

    @property
    def open_end(self) -> bool:
        """True for `A/..`."""
        return self.text.endswith("..")

    @property
    def _sides(self) -> tuple[EdtfDate, ...]:
        return tuple(side for side in (self.start, self.end) if side is not None)

    @property
    def without_hour(self) -> str:
        """The text without the hour of the day."""
        return self.text.partition("T")[0]

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
        """Return the years to file this value under, ascending.

        A decade gives its ten years. A century gives none: filing it a hundred times helps nobody.
        An interval gives every year from side to side, or those of its two sides alone when it
        spans more than `MAX_LISTED_YEARS` years; an open one those of its known side; one with
        a century on a side none. A winter counts for the year it is named after.
        """
        known = [side.years() for side in self._sides]
        if not all(known):
            return ()
        first, last = known[0][0], known[-1][-1]
        if last - first >= MAX_LISTED_YEARS:
            return tuple(sorted({*known[0], *known[-1]}))
        return tuple(range(first, last + 1))

    @property
    def sort_key(self) -> tuple[int, ...]:
        """A key that orders all values: by earliest, then latest day, then text.

        `../B` stands at B, the one day it tells of, and `A/..` after all else that begins with A.
        Values without a year come last, by month and day: a place among years would be invented.
        """
        tie = (self._sides[0].second_of_day, *self.text.encode())
        last = _FOREVER if self.last_day is None else self.last_day
        if self.first_day is not None:
            return (0, self.first_day, last, *tie)
        if self.last_day is not None:
            return (0, last, last, *tie)
        side = self._sides[0]
        return (1, side.month or 13, side.day or 0, *tie)

    @property
    def month_day(self) -> tuple[int, int] | None:
        """Month and day for "on this day"; None for intervals, coarser and qualified dates.

        A page that says "on this day" asserts the day, so an uncertain one must not be on it, and
        none of a year that has no such day in the calendar of today (before 1, beyond 9999).
        """
        side = None if self.is_interval else self.start
        if side is None or side.approximate or side.uncertain or not side.month or not side.day:
            return None
        if side.year is not None and side.iso8601() is None:
            return None
        return side.month, side.day

    def is_after(self, day: date) -> bool:
        """Whether all of it certainly lies after `day`."""
        return self.first_day is not None and self.first_day > day.toordinal()

    def is_before(self, day: date) -> bool:
        """Whether all of it certainly lies before `day`."""
        return self.last_day is not None and self.last_day < day.toordinal()

    def iso8601(self) -> str | None:
        """Return the value for `<time datetime>`, see `EdtfDate.iso8601`; None for an interval."""
        return None if self.is_interval else self._sides[0].iso8601()

    def schema_dates(self) -> tuple[str | None, str | None]:
        """Return schema.org's `startDate` and `endDate`; a single date has no end of its own."""
        start = self.start.schema_date() if self.start else None
        end = self.end.schema_date() if self.is_interval and self.end else None
        return start, end


MAX_LENGTH = 64
EXAMPLES = "Expected a date such as 2024-04-22, 2024-04 or 2024, or a span 2023-10-07/2023-10-09."
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_A_LEAP_YEAR = 2000
_CALENDAR = re.compile(
    r"(-?[0-9]{4})(?:-(?:XX(?:-XX)?|([0-9]{2})(?:-(?:XX|([0-9]{2})))?))?([?~%]?)"
)
_LONG_YEAR = re.compile(r"Y(-?[1-9][0-9]{4,})([?~%]?)")
_ROUGH_YEAR = re.compile(r"(-?[0-9]{2})([0-9X])X([?~%]?)")
_NO_YEAR = re.compile(r"XXXX-([0-9]{2})(?:-([0-9]{2}))?([?~%]?)")
_WITH_HOUR = re.compile(
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
)


class EdtfError(ValueError):
    """A text that is not a valid date of the grammar; `str()` is a sentence for its author.

    `found` is the text as it can safely be shown, `reason` what is wrong with it, `suggestion`
    a valid date that was probably meant, or None where that would be guessing.
    """

    def __init__(self, found: str, reason: str, suggestion: str | None = None) -> None:
        super().__init__(found, reason, suggestion)
        shown = "".join(c if c.isprintable() else "\ufffd" for c in found[: MAX_LENGTH + 1])
        self.found = shown if len(shown) <= MAX_LENGTH else shown[: MAX_LENGTH - 1] + "…"
        self.reason = reason
        self.suggestion = suggestion

    def __str__(self) -> str:
        advice = f" Write '{self.suggestion}' instead." if self.suggestion else ""
        return f"The date '{self.found}' cannot be read. {self.reason}{advice}"


def read(body: str) -> Edtf:
    """Return the date or interval that `body` is. Raises EdtfError with the plain reason."""
    left, slash, right = body.partition("/")
    if slash:
        return _interval(body, left, right)
    only = _with_hour(body) or _date(body)
    return Edtf(body, only, only, False, only.first_day, only.last_day)


def _interval(body: str, left: str, right: str) -> Edtf:
    start = None if left in ("", "..") else _date(left)
    end = None if right in ("", "..") else _date(right)
    if start is None and end is None:
        raise EdtfError(body, "A span without a date on any side tells nothing; leave it out.")
    for side in (start, end):
        if side is not None and side.first_day is None:
            raise EdtfError(body, "Both sides of a span need a known year.")
    first = start.first_day if start else None
    last = end.last_day if end else None
    if first is not None and last is not None and first > last:
        raise EdtfError(body, "The span ends before it starts.", valid(f"{right}/{left}"))
    return Edtf(body, start, end, True, first, last)


def _date(text: str) -> EdtfDate:
    if match := _CALENDAR.fullmatch(text):
        year, month, day, mark = match.groups()
        if year == "-0000":
            raise EdtfError(text, "The year 0 has no sign.", valid(text[1:]))
        return _calendar(text, int(year), _number(month), _number(day), mark)
    if match := _LONG_YEAR.fullmatch(text):
        year, mark = match.groups()
        if len(year.lstrip("-")) > MAX_YEAR_DIGITS:
            raise EdtfError(text, f"A year has at most {MAX_YEAR_DIGITS} digits.")
        return _calendar(text, int(year), None, None, mark)
    if match := _ROUGH_YEAR.fullmatch(text):
        return _rough_year(text, *match.groups())
    if match := _NO_YEAR.fullmatch(text):
        month, day, mark = match.groups()
        return _no_year(text, int(month), _number(day), mark)
    if text == "XXXX":
        return EdtfDate(text, None, None, None, None, "unknown", False, False, True, None, None)
    raise EdtfError(text, EXAMPLES)


def _with_hour(text: str) -> EdtfDate | None:
    match = _WITH_HOUR.fullmatch(text)
    if match is None:
        return None
    day, clock, zone = match.groups()
    found = _date(day)
    try:
        read_clock = with_clock(_A_DAY, f"{clock}{zone or 'Z'}").clock
    except MomentError as error:
        raise EdtfError(text, str(error), day) from None
    return replace(found, text=text, clock=read_clock if zone else read_clock[:-1])


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _calendar(text: str, year: int, month: int | None, day: int | None, mark: str) -> EdtfDate:
    season = None
    precision: Precision
    if month is None:
        precision, first, last = "year", _day_number(year, 1, 1), _day_number(year, 12, 31)
    elif 21 <= month <= 24 and day is None and "X" not in text:
        season, month, precision = month, None, "season"
        first, last = _season_bounds(year, season)
    else:
        _check(text, year, month, day)
        precision = "day" if day else "month"
        first = _day_number(year, month, day or 1)
        last = first if day else _day_number(year, month, monthrange(year, month)[1])
    rough, unsure = mark in ("~", "%"), mark in ("?", "%")
    return EdtfDate(
        text, year, month, day, season, precision, rough, unsure, "X" in text, first, last
    )


def _season_bounds(year: int, season: int) -> tuple[int, int]:
    first = 3 * (season - 20)
    after = (year, first + 3) if season < 24 else (year + 1, 3)
    return _day_number(year, first, 1), _day_number(*after, 1) - 1


def _rough_year(text: str, hundreds: str, tens: str, mark: str) -> EdtfDate:
    digits = hundreds + tens
    years = [int(digits.replace("X", digit) + digit) for digit in "09"]
    if hundreds == "-00" and tens in "0X":
        years[0] = -1  # -0000 is no year
    first, last = sorted(years)
    return EdtfDate(
        text, None, None, None, None, "century" if tens == "X" else "decade",
        mark in ("~", "%"), mark in ("?", "%"), True,
        _day_number(first, 1, 1), _day_number(last, 12, 31),
    )  # fmt: skip


def _no_year(text: str, month: int, day: int | None, mark: str) -> EdtfDate:
    if 21 <= month <= 24 and day is None:
        raise EdtfError(text, "A season needs a year, as in 2024-21.")
    _check(text, None, month, day)
    return EdtfDate(
        text, None, month, day, None, "day" if day else "month",
        mark in ("~", "%"), mark in ("?", "%"), True, None, None,
    )  # fmt: skip


def _check(text: str, year: int | None, month: int, day: int | None) -> None:
    named = "XXXX" if year is None else year_text(year)
    if not 1 <= month <= 12:
        if day is not None:
            swapped = valid(f"{named}-{day:02}-{month:02}") if 1 <= day <= 12 else None
            raise EdtfError(text, f"There is no month {month:02}.", swapped)
        if month in _PARTS_OF_YEAR:
            what, instead = _PARTS_OF_YEAR[month]
            following = "XXXX" if year is None else year_text(year + 1)
            reason = f"{month} is {what} (EDTF level 2)."
            raise EdtfError(text, reason, valid(instead.format(named, following)))
        seasons = " Seasons are 21 (spring) to 24 (winter)." if month > 20 else ""
        raise EdtfError(text, f"There is no month {month:02}.{seasons}")
    if day is None:
        return
    days = monthrange(_A_LEAP_YEAR if year is None else year, month)[1]
    if not 1 <= day <= days:
        spoken = MONTHS[month - 1] if year is None else f"{MONTHS[month - 1]} {named}"
        raise EdtfError(text, f"{spoken} has {days} days, so there is no day {day:02}.")


def valid(text: str) -> str | None:
    """Return `text` when it is a date or an interval, else None."""
    try:
        return read(text).text
    except EdtfError:
        return None


_NORTH = "a season of the northern hemisphere"
_SOUTH = "a season of the southern hemisphere"
_PARTS_OF_YEAR = {
    **{number + 4: (_NORTH, f"{{0}}-{number}") for number in range(21, 25)},
    29: (_SOUTH, "{0}-09/{0}-11"),
    30: (_SOUTH, "{0}-12/{1}-02"),
    31: (_SOUTH, "{0}-03/{0}-05"),
    32: (_SOUTH, "{0}-06/{0}-08"),
    **{33 + n: ("a quarter", f"{{0}}-{3 * n + 1:02}/{{0}}-{3 * n + 3:02}") for n in range(4)},
    **{
        37 + n: ("a third of a year", f"{{0}}-{4 * n + 1:02}/{{0}}-{4 * n + 4:02}")
        for n in range(3)
    },
    **{40 + n: ("half a year", f"{{0}}-{6 * n + 1:02}/{{0}}-{6 * n + 6:02}") for n in range(2)},
}
"""What EDTF level 2 has in the place of a month, and what to write instead."""
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

Rewrite = Callable[[re.Match[str]], list[str]]

_NUMERIC = "The order is year, month, day, joined by hyphens, with two digits for month and day."
_NO_WORDS = "Months and seasons are numbers, and the year comes first."
_SPAN = "The two sides of a span are joined by a slash."
_SIDES = "Each side of a span is a date, or two dots where it is open."
_IN_FULL = "Both sides of a span are written in full."
_MARKS = "A mark stands once, at the end: ~ approximate, ? uncertain, % both."
_UNKNOWN_DIGITS = "Digits that are not known are written as a capital X, from the right."


def _fix(text: str) -> str:
    """Return the text when valid, else what its error suggests, else the text."""
    text = text.strip()
    try:
        return read(text).text
    except EdtfError as error:
        return (repair(text, error) or error).suggestion or text


def repair(body: str, error: EdtfError) -> EdtfError | None:
    """Return a clearer error than `error` for a text that follows a known habit, else None."""
    if _WITH_HOUR.fullmatch(body):
        return None
    for pattern, reason, rewrite in _HABITS:
        match = pattern.fullmatch(body)
        if match is None:
            continue
        guesses = rewrite(match)
        if not guesses:
            return EdtfError(body, reason)
        good = list(dict.fromkeys(guess for guess in guesses if valid(guess)))
        if len(good) > 1:
            return EdtfError(body, f"{reason} Is it {' or '.join(good)}?")
        if good:
            return EdtfError(body, reason, good[0])
        if guesses[0] != body:
            return EdtfError(body, _reason_against(guesses[0]))
    return _repair_sides(body, error)


def _repair_sides(body: str, error: EdtfError) -> EdtfError | None:
    sides = body.split("/")
    about_the_whole = error.found == body
    if len(sides) != 2 or (about_the_whole and error.suggestion):
        return None
    guess = valid("/".join(_OPEN.get(side.strip().lower()) or _fix(side) for side in sides))
    if guess is None:
        return None
    reason = error.reason if error.reason != EXAMPLES else _SIDES
    return EdtfError(body, reason, guess)


def _reason_against(guess: str) -> str:
    try:
        read(guess)
    except EdtfError as error:
        return error.reason
    return EXAMPLES


def _no_guess(_: re.Match[str]) -> list[str]:
    return []


def _ymd(year: str, month: str, day: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


def _year_last(match: re.Match[str]) -> list[str]:
    first, second, year = match.groups()
    return [_ymd(year, second, first), _ymd(year, first, second)]


def _month(name: str) -> str:
    """Return `04` for "April", "apr" or "Sept"; the name itself when it is no English month."""
    for number, month in enumerate(MONTHS, 1):
        if len(name) >= 3 and month.lower().startswith(name.lower()):
            return f"{number:02}"
    return name


def _season_or_month(match: re.Match[str]) -> list[str]:
    name, year = match["name"], match["year"]
    return [f"{year}-{_SEASONS.get(name.lower()) or _month(name)}"]


def _day_of_month(match: re.Match[str]) -> list[str]:
    start = _ymd(match["year"], _month(match["name"]), match["day"])
    last = match.groupdict().get("last")
    return [f"{start}/{_ymd(match['year'], _month(match['name']), last)}" if last else start]


def _with_t(match: re.Match[str]) -> list[str]:
    day, written = match.groups()
    hour, _, rest = written.partition(":")
    clock = f"{hour:0>2}:{rest}".upper().replace(" ", "")
    return [valid(f"{day}T{clock}") or day]


def _without_hours(match: re.Match[str]) -> list[str]:
    return [re.sub(r"(?<=[0-9])T[0-9:Z+-]*", "", match[0], flags=re.IGNORECASE)]


def _mark_at_the_end(match: re.Match[str]) -> list[str]:
    marks = {*re.findall("[?~%]", match[0])}
    bare = re.sub("[?~%]", "", match[0])
    return [bare + (marks.pop() if len(marks) == 1 else "%")] if "/" not in bare else []


def _plain(match: re.Match[str]) -> list[str]:
    """Return the text with digits 0 to 9 and hyphens, if that makes it ASCII."""
    text = "".join(
        "-" if unicodedata.category(c) == "Pd" or c == "\u2212" else str(unicodedata.decimal(c, c))
        for c in match[0]
    )
    return [_fix(text)] if text.isascii() else []


def _habit(pattern: str, reason: str, rewrite: Rewrite) -> tuple[re.Pattern[str], str, Rewrite]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL), reason, rewrite


_HABITS = (
    _habit(r"", f"It is empty. {EXAMPLES}", _no_guess),
    _habit(r".*[^\x00-\x7f].*", "Dates are written with the digits 0 to 9 and hyphens.", _plain),
    _habit(r"(today|now|tb[acd]|unknown|n/a|none|null|undated|\?+)",
           "A date that is not known is left out.", _no_guess),
    _habit(r"[^/]*[0-9]t[0-9].*/.*|.*/[^/]*[0-9]t[0-9].*",
           "The sides of a span are dates without an hour.", _without_hours),
    _habit(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})[t\s]+([0-9]{1,2}:.*)",
           "An hour is written as T10:00, with Z or its zone behind it.", _with_t),
    _habit(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})t.*",
           "An hour is written as T10:00, with Z or its zone behind it.", lambda m: [m[1]]),
    _habit(r"(?:y(-?)|(-))0*([0-9]{5,})",
           f"A year of five to {MAX_YEAR_DIGITS} digits is written with a Y before it.",
           lambda m: [year_text(int((m[1] or m[2] or "") + m[3]))]),
    _habit(r"y(-?)([0-9]{1,4})", "A year of four digits has no Y before it.",
           lambda m: [year_text(int(m[1] + m[2]))]),
    _habit(r"-([0-9]{1,3})(-.*)?", "A year before 1 has a minus and four digits.",
           lambda m: [f"-{m[1]:0>4}{m[2] or ''}"]),
    _habit(r"([0-9]+)\s*bc(?:e)?", "A year before 1 is counted from 0: 1 BC is 0000.",
           lambda m: [year_text(1 - int(m[1]))]),
    _habit(r"y-?[0-9]+(?:e|s|-).*|-?[0-9]{4}s[0-9]+|[0-9]{5,}-.*",
           "Years with an exponent, with significant digits, or long ones with a month are EDTF "
           "level 2, which is not read.", _no_guess),
    _habit(r"[?~%].*|.*[?~%].*[0-9].*",
           "A mark on a part of a date is EDTF level 2, which is not read: a mark stands once, at "
           "the end of a date.", _mark_at_the_end),
    _habit(r"[\[{].*", "Lists of dates are not supported; give each its own entry.", _no_guess),
    _habit(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})", _NUMERIC,
           lambda m: [_ymd(*m.groups())]),
    _habit(r"([0-9]{4})[-./ ]([0-9]{1,2})", _NUMERIC, lambda m: [f"{m[1]}-{m[2]:0>2}"]),
    _habit(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})", _NUMERIC, _year_last),
    _habit(r"([0-9]{1,2})[-./]([0-9]{4})", _NUMERIC, lambda m: [f"{m[2]}-{m[1]:0>2}"]),
    _habit(r"([0-9]{4})([0-9]{2})([0-9]{2})", _NUMERIC, lambda m: [_ymd(*m.groups())]),
    _habit(r"([0-9]{4}(?:-[0-9]{2}){0,2})-([0-9]{4}(?:-[0-9]{2}){0,2})", _SPAN,
           lambda m: [f"{m[1]}/{m[2]}"]),
    _habit(r"([0-9]{4}-)([0-9]{2}-[0-9]{2})/([0-9]{2}-[0-9]{2})", _IN_FULL,
           lambda m: [f"{m[1]}{m[2]}/{m[1]}{m[3]}"]),
    _habit(r"([0-9]{4}-[0-9]{2}-)([0-9]{2})/([0-9]{2})", _IN_FULL,
           lambda m: [f"{m[1]}{m[2]}/{m[1]}{m[3]}"]),
    _habit(r"[0-9]{1,3}|[0-9]{5,7}",
           "A year has four digits; a longer one has a Y before it, as in Y12024.", _no_guess),
    _habit(r"(?:the )?([0-9]{3})0'?s", _UNKNOWN_DIGITS, lambda m: [f"{m[1]}X"]),
    _habit(r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th) century", _UNKNOWN_DIGITS,
           lambda m: [f"{int(m[1]) - 1:02}XX"]),
    _habit(r"([0-9])XXX", "A millennium is written as a span.",
           lambda m: [f"{max(int(m[1]) * 1000, 1):04}/{m[1]}999"]),
    _habit(r"XXXX(?:-XX(?:-XX)?)?[?~%]?", "Of this date nothing is known.", lambda m: [m[0][:4]]),
    _habit(r"(XXXX-[0-9]{2})-XX([?~%]?)", "A day that is not known is left out.",
           lambda m: [m[1] + m[2]]),
    _habit(r"([0-9]{3}X|[0-9]{2}XX)-.*", "A month or day needs a year that is known in full.",
           lambda m: [m[1]]),
    _habit(r"([0-9xu*]{4}(?:-[0-9xu*]{2}){0,2})([?~%]?)", _UNKNOWN_DIGITS,
           lambda m: [re.sub("[xu*]", "X", m[1], flags=re.IGNORECASE) + m[2]]),
    _habit(r"(.*?)([?~%]{2,})", _MARKS, lambda m: [m[1] + (m[2][0] if len({*m[2]}) == 1 else "%")]),
    _habit(r"(?:(?:ca?|circa|about|around|approx|approximately)\b\.?|~)\s*(.+)", _MARKS,
           lambda m: [f"{_fix(m[1])}~"]),
    _habit(r"(?:from|between)\s+(.+?)\s+(?:to|until|till|and)\s+(.+)", _SPAN,
           lambda m: [f"{_fix(m[1])}/{_fix(m[2])}"]),
    _habit(r"(?:since|from)\s+(.+)", _SPAN, lambda m: [f"{_fix(m[1])}/.."]),
    _habit(r"(?:until|till)\s+(.+)", _SPAN, lambda m: [f"../{_fix(m[1])}"]),
    _habit(r"(?:[a-z]+,?\s+)?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?\s+(?P<name>[a-z]{3,9})\.?,?\s+"
           r"(?P<year>[0-9]{4})", _NO_WORDS, _day_of_month),
    _habit(r"(?P<day>[0-9]{1,2})\s*-\s*(?P<last>[0-9]{1,2})\s+(?P<name>[a-z]{3,9})\.?,?\s+"
           r"(?P<year>[0-9]{4})", _NO_WORDS, _day_of_month),
    _habit(r"(?:[a-z]+,\s+)?(?P<name>[a-z]{3,9})\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
           r"(?:\s*-\s*(?P<last>[0-9]{1,2}))?,?\s+(?P<year>[0-9]{4})", _NO_WORDS, _day_of_month),
    _habit(r"(?P<name>[a-z]{3,9})\.?,?\s+(?P<year>[0-9]{4})", _NO_WORDS, _season_or_month),
    _habit(r"(?P<year>[0-9]{4})[\s-]+(?P<name>[a-z]{3,9})", _NO_WORDS, _season_or_month),
    _habit(r"([^/]+?)\s*(?:\.\.|\s-\s|\s(?:to|until)\s)\s*([^/.]+)", _SPAN,
           lambda m: [f"{_fix(m[1])}/{_fix(m[2])}"]),
)  # fmt: skip
_OPEN = dict.fromkeys(("", "..", "open", "now", "present", "today", "unknown"), "..")


@lru_cache(maxsize=8192)
def parse_edtf(text: str) -> Edtf:
    """Return the EDTF date or interval that `text` is; white space around it is dropped.

    Raises EdtfError, and nothing else, for any other text. A value is frozen, so those of one text
    are one object: a site has fewer days than dates.
    """
    if len(text) > MAX_LENGTH:
        raise EdtfError(text, f"A date has at most {MAX_LENGTH} characters. {EXAMPLES}")
    body = text.strip()
    try:
        return read(body)
    except EdtfError as error:
        raise repair(body, error) or error from None
