"""The grammar of EDTF, read strictly: a text is a date of it or refused with the reason.

`edtf` describes the grammar and is what others import.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from mkdocs_briefs.model.edtf_values import Edtf, EdtfDate, Precision

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
