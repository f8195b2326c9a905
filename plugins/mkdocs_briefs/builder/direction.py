"""Which way the characters of a line run, for drawing: the Unicode Bidirectional Algorithm.

`bidi` (python-bidi) carries it out. Source: Unicode Standard Annex 9,
https://www.unicode.org/reports/tr9/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from bidi import get_display

_BACKWARDS = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks of scripts from right to left, assigned or not, and the marks. Source: Unicode,
DerivedBidiClass.txt."""
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NUL = "\0"


def without_marks(text: str) -> str:
    """Return `text` without marks that embed or isolate; a line that is cut may lose their end."""
    return _MARKS.sub("", text)


def runs_forward(text: str) -> bool:
    """Return whether nothing in `text` can run from right to left on a line from left to right."""
    return not _BACKWARDS.search(text)


def visual_runs(text: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Yield the runs of a line of direction `rtl` as they stand from the left.

    Each is the text in the order in which it is read, and whether it runs from right to left.
    `text` holds no NUL.
    """
    if not rtl and runs_forward(text):
        yield from [(text, False)] if text else []
        return
    # `get_display` returns the order of characters without their directions. A NUL has the
    # direction of the character before it, so it is shown left of one that runs backwards. The
    # letter at the end has the line's direction and keeps the last NUL beside its character.
    marked = "".join(char + _NUL for char in text)
    if rtl:
        shown = get_display(f"{marked}\u05d0", base_dir="R")[1:]
    else:
        shown = get_display(f"{marked}a", base_dir="L")[:-1]
    pairs = (shown[place : place + 2] for place in range(0, len(shown), 2))
    for backwards, group in groupby(pairs, key=lambda pair: pair[0] == _NUL):
        run = "".join(group).replace(_NUL, "")
        yield run[::-1] if backwards else run, backwards
