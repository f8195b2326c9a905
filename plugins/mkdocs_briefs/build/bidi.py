"""Which way each character of a line runs, for drawing: the Unicode Bidirectional Algorithm.

Source: Unicode Standard Annex 9, https://www.unicode.org/reports/tr9/. Rules P2 to P3, W1 to W7,
N0 to N2, I1 to I2, L1 and L2. The rules of explicit marks (X1 to X8) are left out: the lines of a
card are plain titles, from which such marks are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from unicodedata import bidirectional, normalize

_OPENING = "([{༺༼᚛⁅⁽₍⌈⌊❨❪❬❮❰❲❴⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼⸢⸤⸦⸨⹕⹗⹙⹛〈《「『【〔〖〘〚﹙﹛﹝（［｛｟｢"
_CLOSING = ")]}༻༽᚜⁆⁾₎⌉⌋❩❫❭❯❱❳❵⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦐⦎⦒⦔⦖⦘⧙⧛⧽⸣⸥⸧⸩⹖⹘⹚⹜〉》」』】〕〗〙〛﹚﹜﹞）］｝｠｣"
_PARTNER = dict(zip(_OPENING, _CLOSING, strict=True))
"""https://www.unicode.org/Public/UCD/latest/ucd/BidiBrackets.txt"""
_DEEPEST = 63
_EXPLICIT = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B"))
_STRONG = frozenset(("L", "R", "AL"))
_NEUTRAL = frozenset(("ON", "WS", "S"))
_NUMBERS = frozenset(("EN", "AN"))
_BACKWARDS = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks of scripts from right to left, assigned or not, and the marks. Source: Unicode,
DerivedBidiClass.txt."""


def without_marks(text: str) -> str:
    """`text` without marks that turn the direction, which `levels` does not know."""
    return "".join(char for char in text if bidirectional(char) not in _EXPLICIT)


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (P2, P3)."""
    return next((kind != "L" for kind in map(bidirectional, text) if kind in _STRONG), False)


def runs_forward(text: str) -> bool:
    """Whether nothing in `text` can run from right to left on a line from left to right."""
    return not _BACKWARDS.search(text)


def levels(text: str, *, rtl: bool) -> list[int]:
    """The embedding level of each character; odd ones run from right to left.

    `rtl` is the direction of the line.
    """
    if not rtl and runs_forward(text):
        return [0] * len(text)
    base = int(rtl)
    original = [bidirectional(char) or "L" for char in text]
    places = [place for place, kind in enumerate(original) if kind != "BN"]
    kinds = [original[place] for place in places]
    _weak(kinds, "R" if rtl else "L")
    _brackets([text[place] for place in places], [original[p] for p in places], kinds, base)
    _neutral(kinds, base)
    found = [base] * len(text)
    for place, kind in zip(places, kinds, strict=True):
        found[place] = _implicit(kind, base)
    for place, kind in enumerate(original):
        if kind == "BN" and place:
            found[place] = found[place - 1]
    return _whitespace(original, found, base)


def visual_runs(found: Sequence[int]) -> list[tuple[int, int, bool]]:
    """Start, end and "from right to left" of each run of one level, as they stand from the left."""
    runs: list[tuple[int, int, int]] = []
    start = 0
    for level, group in groupby(found):
        end = start + sum(1 for _ in group)
        runs.append((start, end, level))
        start = end
    for turned in range(max(found, default=0), 0, -1):  # L2
        runs = _turned(runs, turned)
    return [(start, end, bool(level % 2)) for start, end, level in runs]


def _turned(runs: list[tuple[int, int, int]], level: int) -> list[tuple[int, int, int]]:
    made: list[tuple[int, int, int]] = []
    for deep, group in groupby(runs, key=lambda run: run[2] >= level):
        together = list(group)
        made += reversed(together) if deep else together
    return made


def _weak(kinds: list[str], outer: str) -> None:
    """W1 to W7, in place."""
    before = strong = outer
    for place, kind in enumerate(kinds):
        now = before if kind == "NSM" else kind
        if now in _STRONG:
            strong = now
        elif now == "EN" and strong == "AL":
            now = "AN"
        kinds[place] = before = now
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and (kind, left) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            kinds[place] = left
    _terminators(kinds)
    strong = outer
    for place, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[place] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"


def _terminators(kinds: list[str]) -> None:
    """W5: signs such as % belong to the number that they touch."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        touches = (place and kinds[place - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
        if touches:
            kinds[place:end] = ["EN"] * (end - place)
        place = end + 1


def _brackets(chars: Sequence[str], original: Sequence[str], kinds: list[str], base: int) -> None:
    """N0: a pair of brackets takes the direction of what stands inside, else around."""
    own, other = ("R", "L") if base else ("L", "R")
    for first, last in _pairs(chars, kinds):
        inside = {_side(kind) for kind in kinds[first + 1 : last]}
        if own in inside:
            side = own
        elif other in inside:
            around = (_side(kind) for kind in reversed(kinds[:first]))
            side = other if next((s for s in around if s), own) == other else own
        else:
            continue
        for place in (first, last):
            kinds[place] = side
            after = place + 1
            while after < len(kinds) and original[after] == "NSM":
                kinds[after] = side
                after += 1


def _pairs(chars: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: the places of brackets that belong together, in the order of the opening ones."""
    waiting: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for place, char in enumerate(chars):
        if kinds[place] != "ON":
            continue
        plain = normalize("NFC", char)
        if plain in _PARTNER:
            if len(waiting) == _DEEPEST:
                return []
            waiting.append((_PARTNER[plain], place))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == plain:
                found.append((waiting[depth][1], place))
                del waiting[depth:]
                break
    return sorted(found)


def _side(kind: str) -> str:
    """The direction that neutral characters see: numbers count as right to left (N0, N1)."""
    if kind in _NUMBERS:
        return "R"
    return kind if kind in ("L", "R") else ""


def _neutral(kinds: list[str], base: int) -> None:
    """N1 and N2, in place."""
    outer = "R" if base else "L"
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > place:
            left = _side(kinds[place - 1]) if place else outer
            right = _side(kinds[end]) if end < len(kinds) else outer
            kinds[place:end] = [left if left == right else outer] * (end - place)
        place = end + 1


def _implicit(kind: str, base: int) -> int:
    """I1 and I2."""
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _whitespace(original: Sequence[str], found: list[int], base: int) -> list[int]:
    """L1: space at the end of a line, and before a tab, stays on the line's own side."""
    trailing = True
    for place in range(len(found) - 1, -1, -1):
        kind = original[place]
        if kind == "S":
            trailing = True
        elif kind not in ("WS", "BN"):
            trailing = False
        if trailing:
            found[place] = base
    return found
