"""How much room words take in a drawing, without a font: estimates that err on the wide side."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

_NARROW, _THIN = frozenset('fjrt()[]{}/\\-*"“”„–·'), frozenset("iIl|!.,:;'’‘` ")
_WIDE = frozenset("mwMW@%&—")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


@cache
def _width(char: str) -> float:
    """The width of a character in ems of a wide sans-serif such as Verdana or DejaVu Sans."""
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1
    if char in _THIN:
        return 0.37
    if char in _NARROW:
        return 0.46
    if char in _WIDE:
        return 1
    if char.isupper():
        return 0.74
    if ord(char) < 0x0590:
        return 0.64
    return 0.72


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """The width of `text` in ems."""
    return sum(map(_width, text))


@lru_cache(maxsize=4096)
def lines_of(text: str, most: float, rows: int = 2) -> tuple[str, ...]:
    """`text` broken into at most `rows` lines of at most `most` ems; what is too long ends in “…”.

    Breaks stand between words, or within where a word is longer than a line, but never between a
    letter and the mark that belongs to it.
    """
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest:
        if width_of(rest) <= most:
            return (*lines, rest)
        if len(lines) == rows - 1:
            return (*lines, _fitting(rest, most - width_of("…")).rstrip() + "…")
        line = _fitting(rest, most)
        space = line.rfind(" ") if not rest[len(line)].isspace() else len(line)
        # A script without spaces breaks anywhere; a long word of another is better cut than hidden.
        line = line[:space] if space > 0 else line
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return tuple(lines)


def _fitting(text: str, most: float) -> str:
    """The longest beginning of `text` that is no wider than `most`, at least one character."""
    end, width = 0, 0.0
    for place, char in enumerate(text):
        width += _width(char)
        if width > most and end:
            break
        after = text[place + 1 : place + 2]
        joined = char in _JOINERS or (after and _width(after) == 0)
        if not joined:
            end = place + 1
    return text[: end or len(text)]


def runs_left(text: str) -> bool:
    """Whether `text` is written from right to left, by its first letter (UAX #9, rule P2)."""
    for char in text:
        sense = unicodedata.bidirectional(char)
        if sense in ("L", "R", "AL"):
            return sense != "L"
    return False
