"""Dates as journalists know them: exact, partial, uncertain, open.

The grammar is EDTF as published in ISO 8601-2:2019 and by the Library of Congress
(https://www.loc.gov/standards/datetime/), levels 0 and 1, and of level 2 a month or a day without
a year:

    2024  2024-04  2024-04-22            year, month, day (years 0001 to 9999)
    2024-21 .. 2024-24                   spring, summer, autumn, winter
    199X  19XX                           some year of a decade, of a century
    2024-XX  2024-XX-XX  2024-04-XX      some month or day of it
    XXXX-10  XXXX-10-07  XXXX            year not known, nothing known
    2024-04?  2024-04~  2024-04%         uncertain, approximate, both (not after a bare XXXX,
                                         which leaves nothing to qualify)
    A/B  A/..  ../B                      from A to B, since A, until B (each with a known year)

Bounds are strict: `~` and `?` do not widen them. Seasons are those of the northern hemisphere,
from the first day of March, June, September, December. Winter runs to the end of the next February:
with an earlier bound, a deadline of "winter 2024" would be overdue while that winter lasts.
"""

from __future__ import annotations

import copyreg
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
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


MAX_LENGTH = 64
EXAMPLES = "Expected a date such as 2024-04-22, 2024-04 or 2024, or a span 2023-10-07/2023-10-09."
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_A_LEAP_YEAR = 2000
_CALENDAR = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([?~%]?)")
_PARTIAL = re.compile(r"([0-9]{4})-(?:XX(?:-XX)?|([0-9]{2})-XX)([?~%]?)")
_ROUGH_YEAR = re.compile(r"([0-9]{2})([0-9X])X([?~%]?)")
_NO_YEAR = re.compile(r"XXXX-([0-9]{2})(?:-([0-9]{2}))?([?~%]?)")


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
    """The date or interval that `body` is; raises EdtfError with the plain reason otherwise."""
    left, slash, right = body.partition("/")
    if slash:
        return _interval(body, left, right)
    only = _date(body)
    return Edtf(body, only, only, False, only.earliest, only.latest)


def _interval(body: str, left: str, right: str) -> Edtf:
    if not left or not right:
        reason = "A side of the span is empty; two dots stand for a side that is open or not known."
        raise EdtfError(body, reason, valid(f"{left or '..'}/{right or '..'}"))
    start = None if left == ".." else _date(left)
    end = None if right == ".." else _date(right)
    if start is None and end is None:
        raise EdtfError(body, "A span that is open on both sides tells nothing; leave it out.")
    for side in (start, end):
        if side is not None and side.earliest is None:
            raise EdtfError(body, "Both sides of a span need a known year.")
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest and latest and earliest > latest:
        raise EdtfError(body, "The span ends before it starts.", valid(f"{right}/{left}"))
    return Edtf(body, start, end, True, earliest, latest)


def _date(text: str) -> EdtfDate:
    if match := _CALENDAR.fullmatch(text):
        year, month, day, mark = match.groups()
        return _calendar(text, int(year), _number(month), _number(day), mark)
    if match := _PARTIAL.fullmatch(text):
        year, month, mark = match.groups()
        return _calendar(text, int(year), _number(month), None, mark)
    if match := _ROUGH_YEAR.fullmatch(text):
        return _rough_year(text, *match.groups())
    if match := _NO_YEAR.fullmatch(text):
        month, day, mark = match.groups()
        return _no_year(text, int(month), _number(day), mark)
    if text == "XXXX":
        return EdtfDate(text, None, None, None, None, "unknown", False, False, True, None, None)
    raise EdtfError(text, EXAMPLES)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _calendar(text: str, year: int, month: int | None, day: int | None, mark: str) -> EdtfDate:
    if not year:
        raise EdtfError(text, "Years run from 0001 to 9999.")
    season = None
    precision: Precision
    if month is None:
        precision, earliest, latest = "year", date(year, 1, 1), date(year, 12, 31)
    elif 21 <= month <= 24 and day is None and "X" not in text:
        season, month, precision = month, None, "season"
        earliest, latest = _season_bounds(year, season)
    else:
        _check(text, year, month, day)
        precision = "day" if day else "month"
        earliest = date(year, month, day or 1)
        latest = earliest if day else date(year, month, monthrange(year, month)[1])
    rough, unsure = mark in ("~", "%"), mark in ("?", "%")
    return EdtfDate(
        text, year, month, day, season, precision, rough, unsure, "X" in text, earliest, latest
    )


def _season_bounds(year: int, season: int) -> tuple[date, date]:
    first = 3 * (season - 20)
    if season < 24:
        return date(year, first, 1), date(year, first + 2, monthrange(year, first + 2)[1])
    if year == date.max.year:
        return date(year, 12, 1), date.max
    return date(year, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1])


def _rough_year(text: str, hundreds: str, tens: str, mark: str) -> EdtfDate:
    digits = hundreds + tens
    first, last = int(digits.replace("X", "0") + "0"), int(digits.replace("X", "9") + "9")
    return EdtfDate(
        text, None, None, None, None, "century" if tens == "X" else "decade",
        mark in ("~", "%"), mark in ("?", "%"), True,
        date(max(first, 1), 1, 1), date(last, 12, 31),
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
    named = f"{year:04}" if year else "XXXX"
    if not 1 <= month <= 12:
        if day is not None:
            swapped = valid(f"{named}-{day:02}-{month:02}") if 1 <= day <= 12 else None
            raise EdtfError(text, f"There is no month {month:02}.", swapped)
        seasons = " Seasons are 21 (spring) to 24 (winter)." if month > 20 else ""
        raise EdtfError(text, f"There is no month {month:02}.{seasons}")
    if day is None:
        return
    days = monthrange(year or _A_LEAP_YEAR, month)[1]
    if not 1 <= day <= days:
        spoken = f"{MONTHS[month - 1]} {year}" if year else MONTHS[month - 1]
        raise EdtfError(text, f"{spoken} has {days} days, so there is no day {day:02}.")


def valid(text: str) -> str | None:
    """`text` when it is a date or an interval, else None."""
    try:
        return read(text).text
    except EdtfError:
        return None


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
    """The text when valid, else what its error suggests, else the text."""
    text = text.strip()
    try:
        return read(text).text
    except EdtfError as error:
        return (repair(text, error) or error).suggestion or text


def repair(body: str, error: EdtfError) -> EdtfError | None:
    """A clearer error than `error` for a text that follows a known habit, else None."""
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
    """`04` for "April", "apr" or "Sept"; the name itself when it is no English month."""
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


def _plain(match: re.Match[str]) -> list[str]:
    """The text with its digits as 0 to 9 and its dashes as hyphens, if that makes it ASCII."""
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
    _habit(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:t.*|\s+[0-9]{1,2}:.*)",
           "A date goes down to the day and holds no time.", lambda m: [m[1]]),
    _habit(r"(?:-[0-9]+|y-?[0-9]+).*|[0-9]{5,7}-.*", "Years run from 0001 to 9999.", _no_guess),
    _habit(r"[\[{].*", "Lists of dates are not supported; give each its own entry.", _no_guess),
    _habit(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})", _NUMERIC,
           lambda m: [_ymd(*m.groups())]),
    _habit(r"([0-9]{4})[-./ ]([0-9]{1,2})", _NUMERIC, lambda m: [f"{m[1]}-{m[2]:0>2}"]),
    _habit(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})", _NUMERIC, _year_last),
    _habit(r"([0-9]{1,2})[-./]([0-9]{4})", _NUMERIC, lambda m: [f"{m[2]}-{m[1]:0>2}"]),
    _habit(r"([0-9]{4})([0-9]{2})([0-9]{2})", _NUMERIC, lambda m: [_ymd(*m.groups())]),
    _habit(r"([0-9]{4})-([0-9]{4})", _SPAN, lambda m: [f"{m[1]}/{m[2]}"]),
    _habit(r"([0-9]{4}-)([0-9]{2}-[0-9]{2})/([0-9]{2}-[0-9]{2})", _IN_FULL,
           lambda m: [f"{m[1]}{m[2]}/{m[1]}{m[3]}"]),
    _habit(r"([0-9]{4}-[0-9]{2}-)([0-9]{2})/([0-9]{2})", _IN_FULL,
           lambda m: [f"{m[1]}{m[2]}/{m[1]}{m[3]}"]),
    _habit(r"[0-9]{1,3}|[0-9]{5,7}", "A year has four digits.", _no_guess),
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


__all__ = ["MAX_LENGTH", "Edtf", "EdtfDate", "EdtfError", "Precision", "parse_edtf"]


@lru_cache(maxsize=8192)
def parse_edtf(text: str) -> Edtf:
    """Read one EDTF date or interval; white space around it is dropped.

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


def _again(date: Edtf) -> tuple[object, tuple[str]]:
    return parse_edtf, (date.text,)


copyreg.pickle(Edtf, _again)  # type: ignore[arg-type] # it wants the type of what it calls
"""From another process comes the text alone, of which there is one object here too."""
