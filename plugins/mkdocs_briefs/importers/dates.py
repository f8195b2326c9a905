"""Dates that a text names, as EDTF and no finer than they are written: `October 7` is XXXX-10-07.

Day before month or after, names of months in eight languages, ISO 8601, Chinese dates,
months with a year, years, seasons, decades, spans of days or years. A date of two numbers and a
year is read only where one number cannot be a month; `unclear_in` finds the others. Words like
“Monday” or “last week” are no dates here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_briefs.importers.headings import ENGLISH, PATTERNS
from mkdocs_briefs.importers.headings import MONTHS as MONTH_NAMES
from mkdocs_briefs.model.edtf import EdtfError, parse_edtf

_POSSIBLE = re.compile(PATTERNS["possible"])
_OWNER = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Tt]hat|an?)\s+\Z")
_NEXT_WORD = re.compile(r"\s(?P<word>[^\W\d_][\w’'-]*)")
_MAX_OPENING_WORDS = 2
"""As in “In early 2019 the canal might …”, where the date opens the clause."""
_MAX_NAME_WORDS = 4
_MAX_UNSURE_WORDS = 2
_HAS_DAY = re.compile(r"[\dX]{4}-\d\d-\d\d")
_BEHIND = re.compile(
    r"(?s:.*)\b(?:following|after|since|over|amid|despite|before|until|because of|in response to)"
    r"\s+(?:the\s+)?(?P<what>[^\s,;:.!?—–][^,;:.!?—–]{1,90}?)\s+(?:on|in|of)\s+\Z"
)
_CLAUSE = re.compile(r"[,;:—–]\s")


def events_in(sentence: str, today: dt.date) -> Iterator[tuple[str, str]]:
    """Yield the dates of a sentence as EDTF, each with the words that tell what happened then.

    These are the whole sentence, or the part that the date belongs to: in “stepped down after the
    October 7 attack” the attack. A date of what only could have been by `today` gives nothing.
    """
    told: set[str] = set()
    for date, start, end in date_places(sentence):
        to_come = parse_edtf(date).is_after(today)
        if date in told or (not to_come and _only_possible(sentence, start, end)):
            continue
        told.add(date)
        named = _named(sentence, start, end) if _HAS_DAY.fullmatch(date) else None
        yield date, named or _behind(sentence, start, end) or sentence


def _only_possible(sentence: str, start: int, end: int) -> bool:
    """Return whether the date belongs to what could be: “could be widened by 2023”."""
    breaks = [found.end() for found in _CLAUSE.finditer(sentence, 0, start)]
    before = sentence[breaks[-1] if breaks else 0 : start]
    if _POSSIBLE.search(before):
        return True
    if len(before.split()) > _MAX_OPENING_WORDS:
        return False
    after = _CLAUSE.split(sentence[end:].removeprefix(", "))[0]
    modal = _POSSIBLE.search(after)
    words = {word.casefold() for word in re.findall(r"\w+", before + after)}
    says = words & (ENGLISH["saying"] - ENGLISH["being"])
    return bool(modal and not says)


def _named(sentence: str, start: int, end: int) -> str | None:
    """Return what a date names inside a sentence: `October 7 Hamas attack`."""
    owner = _OWNER.search(sentence, 0, start)
    if owner is None or not owner.start():
        return None
    ends: list[int] = []
    at = end
    while len(ends) < _MAX_NAME_WORDS and (found := _NEXT_WORD.match(sentence, at)):
        word = found["word"].casefold()
        if word in ENGLISH["ends_name"]:
            break
        at = found.end()
        ends.append(at)
        if word in ENGLISH["happenings"]:
            break
    else:
        ends = ends[:_MAX_UNSURE_WORDS]
    return sentence[start : ends[-1]].removesuffix("’s").removesuffix("'s") if ends else None


def _behind(sentence: str, start: int, end: int) -> str | None:
    """Return what stands behind “after” or “over” with its date: `failures on October 7`."""
    found = _BEHIND.fullmatch(sentence[:start])
    return sentence[found.start("what") : end] if found else None


NAMES = [names.split("|") for names in MONTH_NAMES]
MONTHS = {name: number for number, names in enumerate(NAMES, 1) for name in names}
MONTHS |= {name.upper(): number for name, number in list(MONTHS.items()) if len(name) > 3}
"""Name -> number, also in capitals."""


_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASON = "[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter"
_M = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_ENGLISH_MONTH = "|".join(names[0] for names in NAMES)
_Y = r"(?:1[4-9]|20|21)\d\d"
_ORD = r"(?:st|nd|rd|th|er|\.)?"
_DASH = r"\s?(?:-|–|—|to|and|au|bis|al)\s?"
_NOT_MORE = r"(?![\d%]|[.,:]\d|-\d)"

_OF = r"(?:of\s+|de\s+|del\s+)?"
_MAYBE_YEAR = rf"(?:,?\s+{_OF}(?P<y>{_Y})\b)?"
_MONTH_NAME = rf"(?P<month>{_M})\b\.?"
_DAYS = rf"(?P<d>\d{{1,2}}){_ORD}{_DASH}(?P<d2>\d{{1,2}}){_ORD}"
_NO_NUMBER = r"(?![-/–.,]?\d|%)"
_BEFORE_YEAR = (
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id|[Yy]ear"
    r"|[Ee]n|[Dd]epuis|[Ss]eit|[Dd]esde|Jahre?)[\s-](?:early\s|late\s)?"
)
_BEFORE_MONTH = r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring)\s(?:early\s|late\s|mid-)?"
_THINGS = (
    r"(?!\s(?!(?:was|is|has|as|its|this|elections|protests|attacks|talks|accords|sanctions|riots|floods"
    r"|agreements|negotiations|polls|[Gg]ames|budgets|reforms|clashes|fires|strikes|hearings)\b)[a-z]+s\b)"
)
_LESS_SURE = r"\b(?:[Bb]y|[Oo]f|[Ff]rom|[Aa]fter|[Bb]efore|[Tt]he)\s"
"""Words before a year, but before a number of things as well: “after 2000 visits”."""

_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])",
        rf"\b(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{_Y})\b",
        (
            rf"\b(?P<d>\d{{1,2}}){_ORD}\s(?P<month>{_M}){_DASH}(?P<d2>\d{{1,2}}){_ORD}\s"
            rf"(?P<month2>{_M}),?\s(?P<y>{_Y})\b"
        ),
        (
            rf"\b(?P<month>{_M})\s(?P<d>\d{{1,2}}){_ORD}{_DASH}(?P<month2>{_M})\s"
            rf"(?P<d2>\d{{1,2}}){_ORD},?\s(?P<y>{_Y})\b"
        ),
        rf"(?<!\d)(?P<y>{_Y})\s?年(?:\s?(?P<m>\d{{1,2}})\s?月(?:\s?(?P<d>\d{{1,2}})\s?日)?)?",
        rf"\b{_DAYS}\s+{_OF}{_MONTH_NAME}{_MAYBE_YEAR}",
        rf"\b{_MONTH_NAME}\s+{_DAYS}\b{_NOT_MORE}{_MAYBE_YEAR}",
        rf"\b(?P<d>\d{{1,2}}){_ORD}\s+{_OF}{_MONTH_NAME}{_MAYBE_YEAR}",
        rf"\b{_MONTH_NAME}\s+(?:the\s+)?(?P<d>\d{{1,2}}){_ORD}\b{_NOT_MORE}{_MAYBE_YEAR}",
        rf"\b{_MONTH_NAME},?\s+{_OF}(?P<y>{_Y})\b",
        rf"\b(?P<season>{_SEASON})\s+(?:of\s+)?(?P<y>{_Y})\b",
        rf"\b(?P<y>{_Y})\s?[–-]\s?(?P<y2>{_Y})\b",
        rf"\b(?:between|from)\s+(?P<y>{_Y})\s(?:and|to|until)\s(?P<y2>{_Y})\b",
        r"\b(?P<decade>(?:1[4-9]|20)\d)0['’]?s\b",
        rf"{_BEFORE_YEAR}(?P<y>{_Y})\b{_NO_NUMBER}",
        rf"{_LESS_SURE}(?P<y>{_Y})\b{_NO_NUMBER}{_THINGS}",
        rf"{_BEFORE_MONTH}(?P<month>{_ENGLISH_MONTH})\b(?!\s+\d)",
    )
)
"""How dates are written, the longest ways first. The names of groups say what a part is."""
_TWO_NUMBERS = _FORMS[1]


def dates_in(text: str) -> Iterator[str]:
    """Yield the dates in `text` as EDTF, in the order in which they stand, none of them twice."""
    yield from dict.fromkeys(edtf for edtf, _, _ in date_places(text))


def date_places(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every date in `text` as EDTF, with where it begins and ends."""
    found: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))
    for pattern in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            # A date that cannot be, as February 30, is no coarser date either.
            found.append((start, end, _edtf(match) or ""))
    yield from ((edtf, start, end) for start, end, edtf in sorted(found) if edtf)


def only_date(text: str) -> str | None:
    """Return the date that `text` is, when it holds nothing else but a weekday; else None."""
    bare = re.sub(r"^(?:\w+day,?\s+|[Oo]n\s+|le\s+|[Ii]n\s+)+", "", text.strip(" .:*"))
    if re.fullmatch(_Y, bare):
        return bare
    for pattern in _FORMS:
        if (match := pattern.fullmatch(bare)) and (edtf := _edtf(match)):
            return edtf
    if bare in MONTHS and len(bare) > 2:
        return f"XXXX-{MONTHS[bare]:02}"
    return None


_NUMBERS = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{4}(?:\d\d)?Z?)?")
_SECONDS = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")
_CLOCK = re.compile(
    r"[,T]?\s*(?:\bat\s+)?\b\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?(?:\s*[AaPp]\.?[Mm]\.?)?"
    r"(?:\s*(?:[A-Z]{1,4}(?![\w])|[+-]\d\d:?\d\d\b|\([^()]*\)))*"
)
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,?\s+(?=[^\W\d_]+\.?\s|\d)")
_HYPHENS = re.compile(r"(?<=\d)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)")


def day_of(text: str) -> dt.date | None:
    """Return the day that a field of a page tells, as it is written and in no other time zone.

    It may be in numbers that begin with the year, in seconds since 1970, or in words.
    """
    text = text.strip()
    if found := _NUMBERS.match(text) or _COMPACT.fullmatch(text):
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            return None
    if found := _SECONDS.fullmatch(text):
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(found[1]))).date()  # noqa: DTZ001
    words = " ".join(_HYPHENS.sub(" ", _CLOCK.sub(" ", text)).split())
    words = _YEAR_LAST.sub(r"\1/\2/\3", words)
    found = _WEEKDAY.match(words)
    for bare in (words, words[found.end() :] if found else words):
        for written in (bare, bare.title()):
            day = only_date(written)
            if day and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                return dt.date.fromisoformat(day)
    return None


_DATELINE = re.compile(
    r"(?P<head>[^\W\d_][^!?—–:;\n]{2,80}?)\s*(?:\([^()\n]{2,40}\)\s*)?(?:\s[-—–]|--|—)\s*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place and day before the first sentence of an article, as in `PARIS, April 22 (AP) —`."""

    text: str
    day: str
    """Its day as EDTF; the year may be unspecified."""
    end: int
    """Where the article begins."""

    def date(self, today: dt.date) -> dt.date | None:
        """Return the day; without a year, the latest that is not after today."""
        for year in (today.year, today.year - 1):
            try:
                day = dt.date.fromisoformat(self.day.replace("XXXX", str(year)))
            except ValueError:
                continue
            if day <= today:
                return day
        return None


def dateline_of(text: str) -> Dateline | None:
    """Return the dateline with which a paragraph begins; None where it has none with a day."""
    found = _DATELINE.match(text)
    if found is None:
        return None
    head = found["head"]
    for comma in re.finditer(",", head):
        place, day = head[: comma.start()], only_date(head[comma.end() :])
        named = len(place.split()) <= 5 and all(word[:1].isupper() for word in place.split())
        if named and day and re.fullmatch(r"[\dX]{4}-\d\d-\d\d", day):
            return Dateline(head, day, found.end())
    return None


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line that tells the day of an article, or of its last change."""

    day: str
    update: bool


_STAMP = re.compile(
    r"(?P<what>(?:first |last )?(?:published|posted|updated|modified|date|publication date))?"
    r"(?:\s+on)?\s*:?\s*(?P<date>.*?)"
    r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,5})?)?",
    re.IGNORECASE,
)


def dated_line(line: str) -> DatedLine | None:
    """Return the day of a line like “Published: April 22, 2024, 10:30” that says no more."""
    found = _STAMP.fullmatch(line.strip(" .")) if len(line) < 80 else None
    day = only_date(found["date"]) if found else None
    if found is None or day is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return None
    what = (found["what"] or "").lower()
    return DatedLine(day, "updated" in what or "modified" in what)


def unclear_in(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield dates of two small numbers and a year, as `4/5/2024`, and both days they can mean."""
    for match in _TWO_NUMBERS.finditer(text):
        first, second, year = int(match["a"]), int(match["b"]), match["y"]
        if _edtf(match) is None and 0 < first < 13 and 0 < second < 13:
            days = f"{year}-{first:02}-{second:02}", f"{year}-{second:02}-{first:02}"
            yield match[0], days


def _edtf(match: re.Match[str]) -> str | None:
    written = _written({name: text for name, text in match.groupdict().items() if text})
    try:
        return parse_edtf(written).text if written else None
    except EdtfError:
        return None


def _written(part: dict[str, str]) -> str:
    year = part.get("y", "XXXX")
    if "a" in part:
        return _of_numbers(int(part["a"]), int(part["b"]), part["sep"], year)
    if "season" in part:
        return f"{year}-{_SEASONS[part['season'].lower()]}"
    if "decade" in part:
        return f"{part['decade']}X"
    if "y2" in part:
        return f"{year}/{part['y2']}"
    month = MONTHS[part["month"]] if "month" in part else part.get("m")
    date = "-".join([year, *(f"{int(one):02}" for one in (month, part.get("d")) if one)])
    if "d2" not in part or year == "XXXX":
        return date
    last = MONTHS[part["month2"]] if "month2" in part else int(month or 0)
    return f"{date}/{year}-{last:02}-{int(part['d2']):02}"


def _of_numbers(first: int, second: int, sign: str, year: str) -> str:
    """Return day and month in the one possible order; with points the day comes first."""
    if sign == "." or first > 12:
        return f"{year}-{second:02}-{first:02}"
    return f"{year}-{first:02}-{second:02}" if second > 12 or first == second else ""
