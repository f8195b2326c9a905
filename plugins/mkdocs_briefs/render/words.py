"""Words of the interface in the reader's language: phrases, counts, dates and spans of time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimePattern, format_skeleton, format_time, parse_pattern
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from mkdocs_briefs.model.edtf import Edtf, EdtfDate, parse_edtf
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages.parts import AdviceView, DevelopmentView, EventView, ImplicationView

Table = Mapping[str, str | Mapping[str, str]]
"""Key to text; to a text per plural category of CLDR where a number decides."""

_FOLDER = Path(__file__).parent.parent / "locale"
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)


def direction(lang: str) -> str:
    """Return `rtl` or `ltr`, the direction in which the language of this tag is written."""
    parts = lang.lower().replace("_", "-").split("-")
    if len(parts) > 1 and len(parts[1]) == 4:
        if parts[1] == "latn":
            return "ltr"
        if parts[1] in {"arab", "hebr", "syrc", "thaa", "nkoo"}:
            return "rtl"
    return "rtl" if parts[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def attributes(lang: str, outer: str) -> Markup:
    """Return ` lang=… dir=…` where a text's language differs from the one around it."""
    if not lang or lang == outer:
        return Markup()
    turns = direction(lang) != direction(outer)
    dir_attr = Markup(' dir="{}"').format(direction(lang)) if turns else ""
    return Markup(' lang="{}"').format(lang) + dir_attr


@cache
def locale_of(lang: str) -> Locale | None:
    """Return Babel's locale of a language tag, or None where Babel knows none."""
    try:
        return Locale.parse(lang.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        return None


@cache
def language_name(lang: str) -> str:
    """Return a language's name for itself, or its tag where Babel knows no name."""
    locale = locale_of(lang)
    return (locale and locale.get_display_name(locale)) or lang


class Words:
    """One language's words: `t("timeline")`, `t.n("briefs", 3)`, `t.of("kind", "person")`.

    `lang` is the language of most of the words, which is English where the one asked for has none.
    An unknown key raises KeyError, in templates too.
    """

    __slots__ = ("_english", "_table", "lang", "locale")

    def __init__(self, lang: str, table: Table, locale: Locale, english: Collection[str]) -> None:
        self.lang = lang
        self.locale = locale
        self._table = table
        self._english = english

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `key` with `values` filled in, as Markup when one of them is HTML."""
        text = self._table[key]
        if not isinstance(text, str):
            raise KeyError(key)
        return _fill(text, values) if values else text

    def lang_of(self, key: str) -> str:
        """Return the language of a word, which is English where it has no translation yet."""
        return "en" if key in self._english else self.lang

    def n(self, key: str, count: float, /, **values: object) -> str:
        """Return the text of `key` for this number, with `{n}` as the number."""
        form, number = _counted(self, key, count)
        return _fill(form, {**values, "n": number}) if values else form.format(n=number)

    def of(self, family: str, value: str, /, **values: object) -> str:
        """Return the word for one of a family of values; the value itself where there is none."""
        known = self._table.get(f"{family}.{value}")
        if not isinstance(known, str):
            return value
        return _fill(known, values) if values else known

    def term(self, terms: Sequence[str]) -> str:
        """Return the words for the term of a likelihood, or for the two that it lies between."""
        low, *high = [self.of("term", term) for term in terms]
        return str(self("term_between", low=low, high=high[0])) if high else low

    def about(self, subject: str, label: str) -> str:
        """Return a label behind what it is about, if it does not say that itself."""
        return self("about", subject=subject, label=label) if subject else label

    def percent(self, low: float, high: float) -> str:
        """Return one chance or a range of chances, both from 0 to 100, as `70%` or `55–80%`."""
        return _percent(self, low, high)

    def score(self, value: float) -> str:
        """Return a Brier score to two places, as in `0.19`."""
        return format_decimal(value, format="0.00", locale=self.locale)

    def family(self, name: str) -> Table:
        """Return all texts of a family by what follows its name, as `search.none` in `js`."""
        start = f"{name}."
        return {
            key.removeprefix(start): text
            for key, text in self._table.items()
            if key.startswith(start)
        }

    def for_scripts(self) -> Table:
        """Return what scripts say, the family `js`, and its language as `lang`."""
        return {**self.family("js"), "lang": self.lang}


@cache
def percent_signs(locale: Locale) -> tuple[str, str]:
    """Return what CLDR puts around the number of a percentage, without direction marks."""
    whole = format_percent(0, locale=locale).replace("\u200e", "").replace("\u200f", "")
    before, _, after = whole.partition("0")
    return before, after


def _fill(text: str, values: Mapping[str, object]) -> str:
    for value in values.values():
        if hasattr(value, "__html__"):
            safe = {name: escape(each) for name, each in values.items()}
            return Markup(text.format(**safe))  # noqa: S704 - the table is ours, values are escaped
    return text.format(**values)


# Babel takes 0.1 ms for a number, and pages show few different ones.
@lru_cache(maxsize=4096, typed=True)
def _counted(t: Words, key: str, count: float) -> tuple[str, str]:
    """Return the text of `key` for this number, not filled in, and the number as it is written."""
    form = t._table[key]  # noqa: SLF001 - as a method of Words
    if not isinstance(form, str):
        form = form.get(t.locale.plural_form(count)) or form["other"]
    return form, format_decimal(count, locale=t.locale)


@lru_cache(maxsize=4096, typed=True)
def _percent(t: Words, low: float, high: float) -> str:
    numbers = [format_decimal(each, "0.##", locale=t.locale) for each in sorted({low, high})]
    text = numbers[0] if low == high else t("percent_range", low=numbers[0], high=numbers[1])
    before, after = percent_signs(t.locale)
    return f"{before}{text}{after}"


@cache
def languages() -> Mapping[str, Path]:
    """Return the file of each language that has one, by its tag in small letters."""
    return {file.stem.lower(): file for file in sorted(_FOLDER.glob("*.json"))}


@cache
def table(tag: str) -> Table:
    """Return the words in the file of one of `languages`, and no others."""
    found: Table = json.loads(languages()[tag].read_text("utf-8"))
    return found


@cache
def words(lang: str) -> Words:
    """Return the words for a language tag: its own, then its base language's, then English ones."""
    asked = f"{lang.replace('_', '-').lower()}-"
    known = [tag for tag in languages() if asked.startswith(f"{tag}-")]
    known = [*sorted(known, key=len, reverse=True), "en"]
    found: Table = {}
    for tag in known:
        found = _completed(found, table(tag))
    most = next(tag for tag in known if len(table(tag)) > len(table("en")) / 2)
    spoken = languages()[most].stem
    english = found.keys() - {key for tag in known if tag != "en" for key in table(tag)}
    return Words(spoken, found, Locale.parse(spoken, sep="-"), english)


def _completed(own: Table, other: Table) -> Table:
    """Return `own` with the words that only `other` has.

    The forms of a word go with it: where `own` has "decade", it does not get "decade/after".
    """
    lacking = {key: text for key, text in other.items() if key.partition("/")[0] not in own}
    return {**lacking, **own}


_PLAIN = re.compile(r"[0-9]{4,18}")


def with_digit_groups(value: str, lang: str, *, counted: bool) -> str:
    """Return a whole number of four digits or more with its digits in groups; all else as it is.

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
_YEAR = re.compile("-?[0-9]{4}|Y-?[0-9]{5,12}")
_UTC = ("Z", "+00:00", "-00:00")
_STAND_IN = 8888
"""A leap year that is printed where Python's calendar has no such year, and then replaced."""


@dataclass(frozen=True, slots=True)
class _DateWords:
    """One language's words and parsed CLDR patterns for dates in one style."""

    locale: Locale
    words: Mapping[str, str]
    ordinal: Callable[[int], str]
    patterns: Mapping[str, DateTimePattern]
    spans: Mapping[str, Mapping[str, tuple[DateTimePattern, ...]]]
    join: str


@lru_cache(maxsize=8192)
def format_edtf(value: Edtf, lang: str, *, style: Style = "long") -> str:
    """Return the date as plain text in the language `lang`, a BCP 47 tag such as `en` or `pt-BR`.

    `en` alone is British, day before month; `en-US` is American. A tag that is not known gives
    English. "short" shortens month names where the language does.
    """
    forms = _date_words(lang, style)
    if not value.is_interval:
        return _side(forms, value.start or value.end, "circa")
    if value.open_end or value.open_start:
        preposition = "since" if value.open_end else "until"
        return _side(forms, value.start or value.end, preposition)
    if value.start is None:
        return forms.join.format(forms.words["start_unknown"], _side(forms, value.end, "circa"))
    if value.end is None:
        return forms.join.format(_side(forms, value.start, "circa"), forms.words["end_unknown"])
    return _span(forms, value.start, value.end)


def year_in_words(label: str, lang: str) -> str:
    """Return the words for a year as EDTF writes it; any other text as it is."""
    return format_edtf(parse_edtf(label), lang) if _YEAR.fullmatch(label) else label


@lru_cache(maxsize=8192)
def format_day(day: date, lang: str, style: str = "long") -> str:
    """Return a day of the calendar in the language `lang`, as `format_edtf` writes it."""
    return format_edtf(
        parse_edtf(day.isoformat()), lang, style="short" if style == "short" else "long"
    )


@lru_cache(maxsize=8192)
def format_moment(moment: Moment, lang: str, style: str = "long") -> str:
    """Return a moment in the language `lang`, its hour in its own zone."""
    return with_hour(format_day(moment.day, lang, style), moment.clock, lang)


def with_hour(day: str, clock: str, lang: str) -> str:
    """Return a day that is written as `day`, and its hour in the language `lang`."""
    locale = date_locale(lang)
    hour = format_time(time.fromisoformat(clock[:8]), "short", locale=locale)
    if zone := clock[8:]:
        hour += " " + str(locale.zone_formats["gmt"]) % ("" if zone in _UTC else zone)
    both = str(locale.datetime_formats["medium"]).replace("'", "")
    return both.replace("{1}", day).replace("{0}", hour)


@lru_cache(maxsize=128)
def _date_words(lang: str, style: Style) -> _DateWords:
    locale = date_locale(lang)
    texts = words(str(locale))
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
    return _DateWords(
        locale=locale,
        words={key: str(text) for key, text in texts.family("date").items()},
        ordinal=texts.locale.ordinal_form,
        patterns={kind: _parsed(locale, pattern) for kind, pattern in patterns.items()},
        spans=spans,
        join=str(locale.interval_formats.get(None) or "{0} – {1}"),
    )


def _pattern(patterns: Mapping[str, object], skeleton: str, otherwise: str) -> str:
    return str(patterns[skeleton]) if skeleton in patterns else otherwise


def _widen(pattern: str) -> str:
    """Return a pattern with full month names, where CLDR lists short ones only (UTS 35)."""
    return _SHORT_MONTH.sub(lambda match: match[0] + match[0][0], pattern)


def _names_months(locale: Locale) -> bool:
    """Return whether a long date names its month; Chinese and Japanese write a number there."""
    return "MMM" in str(locale.date_formats["long"])


def _parsed(locale: Locale, pattern: str) -> DateTimePattern:
    owners = _MONTHS_ALONE if "LLLL" in pattern else _SHORT_MONTHS_ALONE
    return parse_pattern(pattern if locale.language in owners else pattern.replace("L", "M"))


def _span_patterns(
    locale: Locale, skeleton: str, *, long: bool
) -> dict[str, tuple[DateTimePattern, ...]]:
    """Return the two halves of a span by the largest field in which its sides differ."""
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
    """Return the halves of a span without thin spaces around the dash that joins two bare numbers.

    English has had them there since Babel 2.19, as in “7 – 9 October”, and had none before. What a
    page says should not depend on that.
    """
    first, *rest = halves
    dash = _THIN_DASH.search(first)
    if dash and rest and rest[0].startswith(dash[1]):
        return [first[: dash.start()] + dash[1] + dash[2], *rest]
    return halves


def _side(forms: _DateWords, side: EdtfDate | None, preposition: str) -> str:
    """Return one date; `preposition` is "circa" where it stands alone, else "since" or "until"."""
    if side is None or side.precision == "unknown":
        return forms.words["unknown"]
    alone = preposition == "circa"
    if alone and not side.approximate:
        text = _noun(forms, side, "")
    else:
        form = forms.words.get(f"{preposition}/{side.precision}") or forms.words[preposition]
        text = form.format(date=_noun(forms, side, preposition))
    if side.year is None and side.precision in ("month", "day"):
        text = forms.words["yearless"].format(date=text)
    if side.approximate and not alone:
        text = forms.words["approximate"].format(date=text)
    return forms.words["uncertain"].format(date=text) if side.uncertain else text


def _noun(forms: _DateWords, side: EdtfDate, preposition: str) -> str:
    """Return the date as it stands after a preposition, or alone when that is empty."""
    text = _noun_of_era(forms, side, preposition)
    return forms.words["bc"].format(date=text) if _is_bc(side) else text


def _is_bc(side: EdtfDate) -> bool:
    """Return whether a date is told in years BC, which has no year 0: 0000 is 1 BC."""
    years = [side.year] if side.year is not None else side.span_of_years
    return bool(years) and years[-1] <= 0


def _noun_of_era(forms: _DateWords, side: EdtfDate, preposition: str) -> str:
    kind: str = _SEASONS[side.season] if side.season else side.precision
    known = forms.words
    form = known.get(kind, "{date}")
    if preposition:
        form = known.get(f"{kind}/{preposition}") or known.get(f"{kind}/after") or form
    if side.season:
        return form.format(year=_year_number(forms, side.year or 0))
    if side.precision in ("decade", "century"):
        first, last = side.span_of_years[0], side.span_of_years[-1]
        if side.precision == "century":
            return form.format(ordinal=_ordinal(forms, (last if last > 0 else -last) // 100 + 1))
        # A decade of years BC is none of the words for it: -015X is 160–151 BC.
        return form.format(year=last // 10 * 10) if last > 0 else f"{1 - first}–{1 - last}"
    return form.format(date=_calendar(forms, side, preposition))


def _calendar(forms: _DateWords, side: EdtfDate, preposition: str) -> str:
    kind: str = side.precision
    if side.year is None:
        kind = "month and day" if side.day else "month alone"
    elif kind == "month" and preposition in ("circa", "since") and "month/after" in forms.words:
        kind = "month/after"
    text = _applied(forms, forms.patterns[kind], side)
    return _first_day(forms, text) if side.day == 1 else text


def _applied(forms: _DateWords, pattern: DateTimePattern, side: EdtfDate) -> str:
    year, month, day = side.year, side.month or 1, side.day or 1
    if year is None:
        return pattern.apply(date(_A_LEAP_YEAR, month, day), forms.locale)
    if 1 <= year <= 9999:
        return pattern.apply(date(year, month, day), forms.locale)
    text = pattern.apply(date(_STAND_IN, month, day), forms.locale)
    return text.replace(str(_STAND_IN), _year_number(forms, year))


def _year_number(forms: _DateWords, year: int) -> str:
    """Return a year without its era, from five digits on in groups."""
    number = year if year > 0 else 1 - year
    return str(number) if number <= 9999 else format_decimal(number, locale=forms.locale)


def _first_day(forms: _DateWords, text: str) -> str:
    """Return a date on the first of a month: in French an ordinal, which CLDR cannot express."""
    first = forms.words.get("day/first")
    return _LONE_ONE.sub(first, text, count=1) if first else text


def _ordinal(forms: _DateWords, number: int) -> str:
    """Return a century's number as the language writes it: "20th", "XXe", "XX"."""
    form = forms.words.get(f"ordinal/{forms.ordinal(number)}") or forms.words["ordinal"]
    return form.format(n=number, roman=_roman(number))


def _roman(number: int) -> str:
    """Return the Roman numeral of 1 to 100."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
    return tens[number // 10] + ones[number % 10]


def _span(forms: _DateWords, start: EdtfDate, end: EdtfDate) -> str:
    if _is_bc(start) and not _is_bc(end):
        last = forms.words["ad"].format(date=_side(forms, end, "circa"))
        return forms.join.format(_side(forms, start, "circa"), last)
    qualified = start.approximate or start.uncertain or end.approximate or end.uncertain
    if not qualified and start.precision == end.precision:
        if start.text == end.text:
            return _side(forms, start, "circa")
        if halves := _span_halves(forms, start, end):
            sides = (start, end)[: len(halves)]
            text = "".join(
                _applied(forms, half, side) for half, side in zip(halves, sides, strict=True)
            )
            text = _first_day(forms, text) if 1 in (start.day, end.day) else text
            return forms.words["bc"].format(date=text) if _is_bc(end) else text
    return forms.join.format(_side(forms, start, "circa"), _side(forms, end, "circa"))


def _span_halves(forms: _DateWords, start: EdtfDate, end: EdtfDate) -> tuple[DateTimePattern, ...]:
    patterns = forms.spans.get(start.precision, {})
    if start.year != end.year:
        return patterns.get("y", ())
    return patterns.get("M" if start.month != end.month else "d", ())


LENGTHS = ((7, "days"), (62, "weeks"), (366, "months"))
"""Longest interval, in days, that is drawn with the bar of this name; longer ones are `years`."""


def date_classes(date: Edtf | None) -> str:
    """Return the classes for how a date is drawn, such as is-undated, is-rough and is-span."""
    if date is None:
        return "is-undated"
    sides = [side for side in (date.start, date.end) if side]
    classes = []
    rough = any(side.approximate or side.uncertain or side.unspecified for side in sides)
    if rough or (date.is_interval and date.text.strip("/") != date.text):
        classes.append("is-rough")
    if date.is_interval:
        classes.append("is-since" if date.end is None else "is-until" if date.start is None else "")
        if date.first_day is not None and date.last_day is not None:
            days = date.last_day - date.first_day + 1
            length = next((name for most, name in LENGTHS if days <= most), "years")
            classes.append(f"is-span is-span--{length}")
    return " ".join(filter(None, classes))


def unknown_part(date: Edtf | None) -> str:
    """Return the key of the words for what `format_edtf` does not say is unknown, or nothing."""
    side = date.start if date and not date.is_interval else None
    if side is None or not side.unspecified or side.year is None:
        return ""
    return "day_unknown" if side.month else "month_unknown"


def event_state(event: EventView) -> str:
    """Return how an event stands: happened, upcoming, cancelled, or lapsed.

    A lapsed event was scheduled for a day gone by, and nobody has noted what came of it.
    """
    if event.status == "cancelled":
        return "cancelled"
    if event.upcoming:
        return "upcoming"
    return "lapsed" if event.status == "scheduled" else "happened"


Filtered = EventView | ImplicationView | DevelopmentView | AdviceView


def filter_count(items: Iterable[Filtered]) -> int:
    """Return by how many of these a listing can be narrowed: actor, topic, and a kind.

    The kind is that of an event, a horizon or a status; advice has none. Only what differs in
    `items` counts.
    """
    found: tuple[set[str], ...] = (set(), set(), set())
    for item in items:
        found[0].update(link.path for link in item.actors)
        found[1].update(link.path for link in item.topics)
        found[2].add(_kind(item))
    return sum(len(values) > 1 for values in found)


def _kind(item: Filtered) -> str:
    if isinstance(item, EventView):
        return event_state(item)
    if isinstance(item, AdviceView):
        return ""
    if isinstance(item, DevelopmentView):
        return item.status
    return item.horizon or ("dated" if item.horizon_date else "none")


@lru_cache(maxsize=4096)
def day_of_month(date: Edtf | None, lang: str) -> str:
    """Return the day of a date with its weekday, for a row below the name of its month.

    Return nothing where the date is not a single certain day.
    """
    side = date.start if date and not date.is_interval else None
    if side is None or date is None or date.iso8601() is None or side.precision != "day":
        return ""
    if side.year is None or side.earliest is None:
        return ""
    return str(format_skeleton("Ed", side.earliest, locale=date_locale(lang)))
