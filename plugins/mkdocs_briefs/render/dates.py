"""How a date looks and reads in a row of a timeline: its shape, its day, what is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import DateTimePattern, format_skeleton, parse_pattern
from babel.numbers import format_decimal

from mkdocs_briefs.model.edtf import Edtf, EdtfDate, parse_edtf
from mkdocs_briefs.pages.parts import DevelopmentView, EventView, ImplicationView, Pager
from mkdocs_briefs.render.words import locale_of, words

_PLAIN = re.compile(r"[0-9]{4,18}")


def grouped(value: str, lang: str, *, counted: bool) -> str:
    """A whole number of four digits or more with its digits in groups; all else as it is.

    Four digits stay when nothing is `counted` with them: they may be a year.
    """
    if not _PLAIN.fullmatch(value) or (len(value) == 4 and not counted):
        return value
    return format_decimal(int(value), locale=date_locale(lang))


@cache
def date_locale(lang: str) -> Locale:
    """Return the locale of a language tag; for `en` alone and for unknown tags that of en-GB."""
    locale = locale_of(lang)
    return locale if locale and str(locale) != "en" else Locale("en", "GB")


Style = Literal["long", "short"]

# Languages whose CLDR data hold month names of their own for a month without a day, in full and
# short. Only they may use CLDR's "L" fields: for the others Babel (up to 2.18 at least) resolves
# them through data shared by all locales, and German could get the Hebrew name; see
# https://github.com/python-babel/babel/issues/1234. For those others "M" gives the same name.
_MONTHS_ALONE = frozenset(
    ("be", "ca", "cs", "el", "fa", "fi", "hr", "hy", "kk", "ky",
     "lt", "mn", "pl", "ru", "sk", "so", "tk", "uk", "uz", "vi")
)  # fmt: skip
_SHORT_MONTHS_ALONE = frozenset(("be", "ca", "el", "fi", "ky", "ru", "tk", "uz", "vi"))
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_LONE_ONE = re.compile(r"(?<!\d)1(?!\d)")
_THIN_DASH = re.compile(r"(?<!\S)([dy])\u2009(–)\u2009\Z")
_SHORT_MONTH = re.compile(r"(?<![ML])(?:MMM|LLL)(?![ML])")
_A_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class _Voice:
    """How one language says dates in one style: its words and its parsed CLDR patterns."""

    locale: Locale
    words: Mapping[str, str]
    ordinal: Callable[[int], str]
    patterns: Mapping[str, DateTimePattern]
    spans: Mapping[str, Mapping[str, tuple[DateTimePattern, ...]]]
    join: str


@lru_cache(maxsize=8192)
def format_edtf(value: Edtf, lang: str, *, style: Style = "long") -> str:
    """The date as plain text in the language `lang`, a BCP 47 tag such as `en` or `pt-BR`.

    `en` alone is British, day before month; `en-US` is American. A tag that is not known gives
    English. "short" shortens month names where the language does.
    """
    voice = _voice(lang, style)
    if not value.is_interval:
        return _side(voice, value.start or value.end, "circa")
    if value.start is None or value.end is None:
        preposition = "since" if value.start else "until"
        return _side(voice, value.start or value.end, preposition)
    return _span(voice, value.start, value.end)


@lru_cache(maxsize=8192)
def format_day(day: date, lang: str, style: str = "long") -> str:
    """A day of the calendar in the language `lang`, as `format_edtf` writes it."""
    return format_edtf(
        parse_edtf(day.isoformat()), lang, style="short" if style == "short" else "long"
    )


@lru_cache(maxsize=128)
def _voice(lang: str, style: Style) -> _Voice:
    locale = date_locale(lang)
    said = words(str(locale))
    skeletons, long = locale.datetime_skeletons, style == "long"
    day = str(locale.date_formats["long"]) if long else _pattern(skeletons, "yMMMd", "d MMM y")
    months = _pattern(skeletons, "yMMM", "MMM y")
    patterns = {
        "day": day,
        "month": _pattern(skeletons, "yMMMM", _widen(months)) if long else months,
        "year": _pattern(skeletons, "y", "y"),
        "month and day": _pattern(skeletons, "MMMMd" if long else "MMMd", "d MMMM"),
        "month alone": "LLLL" if long else "LLL",
    }
    patterns["month/after"] = patterns["month"].replace("L", "M")
    spans = {
        "day": _span_patterns(locale, "yMMMd", long=long),
        "month": _span_patterns(locale, "yMMM", long=long),
        "year": _span_patterns(locale, "y", long=long),
    }
    return _Voice(
        locale=locale,
        words={key: str(text) for key, text in said.family("date").items()},
        ordinal=said.locale.ordinal_form,
        patterns={kind: _parsed(locale, pattern) for kind, pattern in patterns.items()},
        spans=spans,
        join=str(locale.interval_formats.get(None) or "{0} – {1}"),
    )


def _pattern(patterns: Mapping[str, object], skeleton: str, otherwise: str) -> str:
    return str(patterns[skeleton]) if skeleton in patterns else otherwise


def _widen(pattern: str) -> str:
    """Full month names for short ones, as UTS 35 has it where CLDR lists the short form only."""
    return _SHORT_MONTH.sub(lambda match: match[0] + match[0][0], pattern)


def _names_months(locale: Locale) -> bool:
    """Whether a long date has the name of its month; Chinese and Japanese write a number there."""
    return "MMM" in str(locale.date_formats["long"])


def _parsed(locale: Locale, pattern: str) -> DateTimePattern:
    owners = _MONTHS_ALONE if "LLLL" in pattern else _SHORT_MONTHS_ALONE
    return parse_pattern(pattern if locale.language in owners else pattern.replace("L", "M"))


def _span_patterns(
    locale: Locale, skeleton: str, *, long: bool
) -> dict[str, tuple[DateTimePattern, ...]]:
    """The two halves of a span by the largest field in which its sides differ."""
    full = skeleton.replace("MMM", "MMMM")
    known = locale.interval_formats
    chosen = known.get(full) if long else None
    parts = chosen or known.get(skeleton) or {}
    wide = long and _names_months(locale)
    return {
        field: tuple(_parsed(locale, _widen(half) if wide else half) for half in _closed(halves))
        for field, halves in parts.items()
    }


def _closed(halves: Sequence[str]) -> Sequence[str]:
    """The halves of a span without thin spaces around the dash that joins two bare numbers.

    English has had them there since Babel 2.19, as in “7 – 9 October”, and had none before. What a
    page says should not depend on that.
    """
    first, *rest = halves
    dash = _THIN_DASH.search(first)
    if dash and rest and rest[0].startswith(dash[1]):
        return [first[: dash.start()] + dash[1] + dash[2], *rest]
    return halves


def _side(voice: _Voice, side: EdtfDate | None, preposition: str) -> str:
    """One date; `preposition` is "circa" where it stands alone, else "since" or "until"."""
    if side is None or side.precision == "unknown":
        return voice.words["unknown"]
    alone = preposition == "circa"
    if alone and not side.approximate:
        text = _noun(voice, side, "")
    else:
        form = voice.words.get(f"{preposition}/{side.precision}") or voice.words[preposition]
        text = form.format(date=_noun(voice, side, preposition))
    if side.year is None and side.precision in ("month", "day"):
        text = voice.words["yearless"].format(date=text)
    if side.approximate and not alone:
        text = voice.words["approximate"].format(date=text)
    return voice.words["uncertain"].format(date=text) if side.uncertain else text


def _noun(voice: _Voice, side: EdtfDate, preposition: str) -> str:
    """The date as it stands after a preposition, or alone when that is empty."""
    kind: str = _SEASONS[side.season] if side.season else side.precision
    known = voice.words
    form = known.get(kind, "{date}")
    if preposition:
        form = known.get(f"{kind}/{preposition}") or known.get(f"{kind}/after") or form
    if side.season:
        return form.format(year=side.year)
    if side.precision in ("decade", "century"):
        first = side.latest.year if side.latest else 0
        return form.format(year=first // 10 * 10, ordinal=_ordinal(voice, first // 100 + 1))
    return form.format(date=_calendar(voice, side, preposition))


def _calendar(voice: _Voice, side: EdtfDate, preposition: str) -> str:
    kind: str = side.precision
    if side.year is None:
        kind = "month and day" if side.day else "month alone"
    elif kind == "month" and preposition in ("circa", "since") and "month/after" in voice.words:
        kind = "month/after"
    day = date(side.year or _A_LEAP_YEAR, side.month or 1, side.day or 1)
    text = voice.patterns[kind].apply(day, voice.locale)
    return _first_day(voice, text) if side.day == 1 else text


def _first_day(voice: _Voice, text: str) -> str:
    """French counts the first of a month as an ordinal, which CLDR's patterns cannot say."""
    first = voice.words.get("day/first")
    return _LONE_ONE.sub(first, text, count=1) if first else text


def _ordinal(voice: _Voice, number: int) -> str:
    """A century's number as the language writes it: "20th", "XXe", "XX"."""
    form = voice.words.get(f"ordinal/{voice.ordinal(number)}") or voice.words["ordinal"]
    return form.format(n=number, roman=_roman(number))


def _roman(number: int) -> str:
    """Roman numeral of 1 to 100."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
    return tens[number // 10] + ones[number % 10]


def _span(voice: _Voice, start: EdtfDate, end: EdtfDate) -> str:
    qualified = start.approximate or start.uncertain or end.approximate or end.uncertain
    if not qualified and start.precision == end.precision:
        if start.text == end.text:
            return _side(voice, start, "circa")
        halves = _span_halves(voice, start, end)
        if halves and start.earliest and end.earliest:
            sides = (start.earliest, end.earliest)[: len(halves)]
            text = "".join(
                half.apply(day, voice.locale) for half, day in zip(halves, sides, strict=True)
            )
            return _first_day(voice, text) if 1 in (start.day, end.day) else text
    return voice.join.format(_side(voice, start, "circa"), _side(voice, end, "circa"))


def _span_halves(voice: _Voice, start: EdtfDate, end: EdtfDate) -> tuple[DateTimePattern, ...]:
    patterns = voice.spans.get(start.precision, {})
    if start.year != end.year:
        return patterns.get("y", ())
    return patterns.get("M" if start.month != end.month else "d", ())


LENGTHS = ((7, "days"), (62, "weeks"), (366, "months"))
"""Longest interval, in days, that is drawn with the bar of this name; longer ones are `years`."""


def shape(date: Edtf | None) -> str:
    """Classes for how a date is drawn: is-undated, is-rough, is-span and how long, is-open."""
    if date is None:
        return "is-undated"
    sides = [side for side in (date.start, date.end) if side]
    classes = []
    if any(side.approximate or side.uncertain or side.unspecified for side in sides):
        classes.append("is-rough")
    if date.is_interval:
        classes.append("is-since" if date.open_end else "is-until" if date.open_start else "")
        if date.earliest and date.latest:
            days = (date.latest - date.earliest).days + 1
            length = next((name for most, name in LENGTHS if days <= most), "years")
            classes.append(f"is-span is-span--{length}")
    return " ".join(filter(None, classes))


def unsaid(date: Edtf | None) -> str:
    """Key of the words for what is not known of a date and `format_edtf` leaves out; or nothing."""
    side = date.start if date and not date.is_interval else None
    if side is None or not side.unspecified or side.year is None:
        return ""
    return "day_unknown" if side.month else "month_unknown"


def state(event: EventView) -> str:
    """How an event stands: happened, upcoming, cancelled, or lapsed.

    The last is one that was scheduled for a day gone by, and nobody has noted what came of it.
    """
    if event.status == "cancelled":
        return "cancelled"
    if event.upcoming:
        return "upcoming"
    return "lapsed" if event.status == "scheduled" else "happened"


def choices(items: Iterable[EventView | ImplicationView | DevelopmentView]) -> int:
    """By how many things a listing of `items` can be narrowed down: those that differ in it.

    These are actor, topic, and the kind of an event, horizon or status; scripts offer no others.
    """
    found: tuple[set[str], ...] = (set(), set(), set())
    for item in items:
        found[0].update(link.path for link in item.actors)
        found[1].update(link.path for link in item.topics)
        found[2].add(_kind(item))
    return sum(len(values) > 1 for values in found)


def _kind(item: EventView | ImplicationView | DevelopmentView) -> str:
    if isinstance(item, EventView):
        return state(item)
    if isinstance(item, DevelopmentView):
        return item.status
    return item.horizon or ("dated" if item.horizon_date else "none")


def shown(pager: Pager) -> list[int | None]:
    """The pages to which a page leads: the first, those beside it, the last; None for a gap."""
    here, last = pager.number, len(pager.pages)
    near = range(max(here - 2, 1), min(here + 2, last) + 1)
    before, after = [1, None][: near[0] - 1], [last, None][: last - near[-1]]
    return [*before, *near, *reversed(after)]


@lru_cache(maxsize=4096)
def day_of_month(date: Edtf | None, lang: str) -> str:
    """The day of a certain date with its weekday, for a row below the name of its month.

    Empty where the date is no single certain day; a row then says all of it.
    """
    side = date.start if date and not date.is_interval else None
    if side is None or date is None or date.iso8601() is None or side.precision != "day":
        return ""
    if side.year is None or side.earliest is None:
        return ""
    return str(format_skeleton("Ed", side.earliest, locale=date_locale(lang)))
