"""Headings of sections in eight languages: which field a section fills, how far ahead, for whom."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text("utf-8")
)
"""Words of headings by language, except English and Chinese."""
PATTERNS = LANGUAGES.pop("patterns")
ENGLISH = {name: frozenset(text.split()) for name, text in LANGUAGES.pop("en").items()}
"""English words by what they are, as in `titles`."""
MONTHS = LANGUAGES.pop("months")["names"]
"""The names of each month in all languages, those in English first."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading opens: a field of the brief, or "body"."""

    field: str
    heading: str
    horizon: str | None = None
    audience: str | None = None
    mixed: str | None = None
    """The second field that the heading names, where it names two."""
    lang: str | None = None
    """Language of the heading, where it is not English."""
    says_more: bool = False
    """Whether the heading says more than which section it opens, as in `Impact on farmers`."""


@dataclass(frozen=True, slots=True)
class _Language:
    """The words of headings in a language other than English, in small letters."""

    nouns: dict[str, str]
    """Word that names a section -> field."""
    beside: frozenset[str]
    """Words that may stand beside the noun."""
    before_audience: frozenset[str]
    horizons: dict[str, str]
    """Word -> horizon."""
    whole: dict[str, str]
    """Whole heading, words joined by one blank -> field."""


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: value for value, text in table.items() for word in text.casefold().split()}


_LANGUAGES = {
    lang: _Language(
        _by_word(table["nouns"]),
        frozenset(table["beside"].casefold().split()),
        frozenset(table.get("before_audience", "").split()),
        _by_word(table["horizons"]),
        {heading: field for field, headings in table["whole"].items() for heading in headings},
    )
    for lang, table in LANGUAGES.items()
}
_CHINESE = {field: re.compile(pattern) for field, pattern in PATTERNS["zh"].items()}
_CHINESE_HORIZONS = {"长期": "long", "長期": "long", "中期": "medium", "短期": "short"}


def _foreign(words: str) -> Section | None:
    """Return what a heading opens in a language other than English; None where it is unknown."""
    head = re.split("[:：]", words, maxsplit=1)[0]
    plain = re.findall(r"\w+", words.casefold())
    if not plain or len(plain) > 12:
        return None
    for lang, language in _LANGUAGES.items():
        whole = " ".join(plain)
        if field := language.whole.get(whole):
            return Section(field, words, lang=lang)
        if language.whole.get(" ".join(re.findall(r"\w+", head.casefold()))) == "body":
            return Section("body", words, lang=lang)
        if ":" not in words and (found := _of_words(plain, words, lang, language)):
            return found
    squeezed = "".join(words.split()).rstrip("?？")
    for field, pattern in _CHINESE.items():
        if pattern.fullmatch(squeezed):
            horizons = {name for sign, name in _CHINESE_HORIZONS.items() if sign in squeezed}
            return Section(field, words, _single(field, horizons), lang="zh")
    return None


def _of_words(plain: list[str], words: str, lang: str, language: _Language) -> Section | None:
    at = next((n for n, word in enumerate(plain) if word in language.before_audience), len(plain))
    own = plain[:at]
    fields = [language.nouns[word] for word in own if word in language.nouns]
    if not fields or not language.beside.union(language.nouns).issuperset(own):
        return None
    horizons = {language.horizons[word] for word in own if word in language.horizons}
    who = None
    if fields[0] == "advice" and at < len(plain):
        who = re.split(rf"\b{plain[at]}\s+", words, maxsplit=1, flags=re.IGNORECASE)[-1].strip()
    return Section(fields[0], words, _single(fields[0], horizons), who, lang=lang)


def _single(field: str, horizons: set[str]) -> str | None:
    return next(iter(horizons)) if field == "implications" and len(horizons) == 1 else None


_WHOLE = {
    field: re.compile(rf"(?:{'|'.join(patterns)})\??")
    for field, patterns in PATTERNS["whole"].items()
}
_NOUN = {
    word: field for field in ("advice", "developments", "implications") for word in ENGLISH[field]
}
_ACTION = re.compile("|".join(PATTERNS["action"]))
_MARKS = re.compile(
    r"^(?:#{1,6}\s+|[*_]{2,3}(?=\S))|(?:[*_]{2,3}|\s+#+)?\s*[:：]?\s*(?:[*_]{2,3})?\s*$"
)
PICTURE = (
    "(?:[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?|[0-9#]\ufe0f?\u20e3)"
)
"""One emoji or pictogram, as a regular expression."""
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|\(?[a-hA-H]\)|[IVX]{1,5}[.)])\s+")
_ASIDE = re.compile(r"\s+[-–—|]\s+|\s*\(")
_ANALYSIS_OF = re.compile(r"^(?:(?:an )?(?:analysis|overview|summary) of|the) (?=\w)")
_MAX_CHARS = 110
_PICTURES = re.compile(rf"^(?:{PICTURE}\s*)+|(?:\s*{PICTURE})+$")
_HORIZONS = {
    "long": re.compile(r"\blong(?:er)?[- ]?(?:term|run)\b", re.IGNORECASE),
    "medium": re.compile(r"\b(?:medium|mid)[- ]?term\b", re.IGNORECASE),
    "short": re.compile(r"\b(?:short(?:er)?|near)[- ]?(?:term|run)\b|\bimmediate\b", re.IGNORECASE),
}
_BARE_HORIZON = re.compile(
    r"(?:in the )?(?:(?:long|short|near|medium|mid)(?:er)?[- ]?(?:term|run)|immediate(?:ly)?)(?: "
    r"(?:view|effects?))?",
    re.IGNORECASE,
)
_FOR = re.compile("".join(PATTERNS["for_whom"]), re.IGNORECASE)
_NOBODY = re.compile(PATTERNS["for_nobody"], re.IGNORECASE)
_BODY_WORDS = re.compile("".join(PATTERNS["body"]), re.IGNORECASE)
"""Headings of sections that stay in the body whatever stands around them."""


def bare(line: str) -> str:
    """Return the words of a heading without Markdown's marks, numbering and a colon at the end."""
    previous = None
    while line != previous:
        previous = line
        line = _NUMBER.sub("", _MARKS.sub("", line.strip()).strip())
    return line


def classify(words: str, *, marked: bool) -> Section | None:
    """Return the section that a heading of these words opens; None when it is no known one.

    `marked` tells that the line is surely a heading (`#`, bold, a colon), so words we do not know
    may stand before the one that counts.
    """
    if len(words) > _MAX_CHARS:
        return None
    words = _PICTURES.sub("", words)
    plain = " ".join(words.replace("’", "'").casefold().split())
    if not plain:
        return None
    field, mixed = _field(plain, marked=marked)
    if field is None:
        foreign = _foreign(words)
        return None if foreign and foreign.field == "body" else foreign
    horizon = None if mixed else _horizon(field, plain)
    who = audience(words) if field == "advice" else None
    return Section(field, words, horizon, who, mixed, says_more=_says_more(plain, field, who))


def _horizon(field: str, plain: str) -> str | None:
    """Return the horizon that a heading of implications names, if it is one."""
    if re.search(r"\bshort-? and long|\blong-? and short|\bshort-?,? medium", plain):
        return None
    return _single(field, {name for name, pattern in _HORIZONS.items() if pattern.search(plain)})


def _says_more(plain: str, field: str, who: str | None) -> bool:
    if field in _WHOLE and _WHOLE[field].fullmatch(plain):
        return " for " in plain
    if _ASIDE.search(plain):
        return True
    before = plain.partition(who.casefold())[0] if who else plain
    words = re.findall(r"[\w'-]+", _ACTION.sub("", before))
    return not {*words} <= ENGLISH["qualifiers"] | _NOUN.keys() | ENGLISH["after"]


_ANNOUNCED = {
    field: re.compile(rf"\b(?:{pattern})\b") for field, pattern in PATTERNS["announced"].items()
}


def announced(sentence: str) -> Section | None:
    """Return the section that a sentence like “Here is some advice:” announces, or None."""
    plain = sentence.casefold()
    fields = [field for field, pattern in _ANNOUNCED.items() if pattern.search(plain)]
    if len(fields) != 1 or not plain.rstrip().endswith(":"):
        return None
    return Section(fields[0], "", _horizon(fields[0], plain))


def stays_in_body(words: str) -> bool:
    """Return whether a heading opens a section that stays in the body whatever stands around it."""
    return bool(_BODY_WORDS.fullmatch(words)) or opens_body_abroad(words)


def opens_body_abroad(words: str) -> bool:
    """Return as `stays_in_body`, for headings in other languages than English."""
    foreign = _foreign(words) if len(words) <= _MAX_CHARS else None
    return foreign is not None and foreign.field == "body"


def _field(plain: str, *, marked: bool) -> tuple[str | None, str | None]:
    for kind, pattern in _WHOLE.items():
        if pattern.fullmatch(plain):
            return kind, None
    plain = _ANALYSIS_OF.sub("", plain)
    if _BODY_WORDS.fullmatch(plain) or (":" in plain and not marked):
        return None, None
    head = _ASIDE.split(plain)[0]
    if head != plain and (found := _field(head, marked=False))[0]:
        return found
    words = re.findall(r"[\w&'-]+", plain)
    if len(words) > 14:
        return None, None
    if (action := _ACTION.search(plain)) and (
        marked or action.start() == 0 or _known(plain[: action.start()])
    ):
        return "advice", None
    spots = [(at, _NOUN[word]) for at, word in enumerate(words) if word in _NOUN]
    if not spots:
        return None, None
    at, kind = spots[0]
    if any(word not in ENGLISH["qualifiers"] for word in words[:at]) and not (marked and at <= 5):
        return None, None
    after = words[at + 1 :]
    if after and after[0] not in ENGLISH["after"] and after[0] not in _NOUN:
        return None, None
    others = [other for _, other in spots[1:] if other != kind]
    joined = others and re.search(r"\b(?:and|or)\b|&|/", plain)
    return kind, others[0] if joined else None


def _known(before: str) -> bool:
    return all(word in ENGLISH["qualifiers"] for word in before.split())


def only_horizon(words: str) -> str | None:
    """Return the horizon of a sub-heading that says nothing else, as in `Short term:`."""
    if not _BARE_HORIZON.fullmatch(words):
        return None
    return next((name for name, pattern in _HORIZONS.items() if pattern.search(words + " ")), None)


def audience(sentence: str) -> str | None:
    """Return for whom a heading or sentence says its advice is, or None unless it is plain."""
    found = _FOR.search(sentence)
    if found is None or _NOBODY.match(found["who"]):
        return None
    return found["who"].strip(" ,")
