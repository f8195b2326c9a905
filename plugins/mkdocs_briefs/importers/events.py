"""What happened on a date that a sentence names, as far as its words tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from mkdocs_briefs.importers.dates import date_places
from mkdocs_briefs.importers.words import ENGLISH, PATTERNS
from mkdocs_briefs.model.edtf import parse_edtf

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
