"""The words of the interface in the language of the reader, from the files of `locale/`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

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
