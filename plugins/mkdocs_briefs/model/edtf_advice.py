"""What to write instead of a text that is not a valid date: the habit behind it, the date meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from mkdocs_briefs.model.edtf_grammar import EXAMPLES, MONTHS, EdtfError, read, valid

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
