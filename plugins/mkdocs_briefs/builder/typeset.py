"""Text in lines that fit: where it breaks, how wide the lines are, where it is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from mkdocs_briefs.builder.glyphs import FOLDER, Rows, cleaned

ELLIPSIS = "…"
_NOT_FIRST = frozenset(
    "、。，．：；？！」』）】〕〉》”’…‥ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％"
)
_NOT_LAST = frozenset("「『（【〔〈《“‘")
"""https://www.w3.org/TR/jlreq/#characters_not_starting_a_line, and those not ending one."""
_IDEOGRAPH = re.compile("[\u2e80-\u312f\u31f0-\ua4cf\uf900-\ufaff\uff00-\uffef]")
_HYPHENS = frozenset("-‐–—/")


class _Piece(NamedTuple):
    """What may stand alone on a line, whether a space stands before it, and how wide it is."""

    text: str
    spaced: bool
    width: float


class Typesetter(Rows):
    """Sets text in lines. Not for two threads at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(folder)
        self._measured = lru_cache(8)(self._measure)

    def lines(
        self, text: str, style: str, lang: str, *, rtl: bool, width: float, most: int
    ) -> list[str]:
        """`text` in at most `most` lines of `width`, about equally long; the end may be cut."""
        set_in = (style, lang, rtl)
        pieces = self._measured(text, *set_in)
        whole = self._greedy(pieces, set_in, width)
        if len(whole) > most:
            clean, start = cleaned(text), 0
            for line in whole[: most - 1]:
                start = clean.index(line, start) + len(line)
            rest = clean[start:].strip(" ")
            return [*whole[: most - 1], self.cut(rest, style, lang, rtl=rtl, width=width)]
        widest = max(piece.width for piece in pieces)
        low, high = max(width / 2, widest if widest <= width else 0), width
        while high - low > 0.1:
            middle = (low + high) / 2
            tried = self._greedy(pieces, set_in, middle)
            low, high = (low, middle) if len(tried) <= len(whole) else (middle, high)
        return self._greedy(pieces, set_in, high)

    def fits(self, text: str, style: str, lang: str, *, rtl: bool, width: float, most: int) -> bool:
        """Whether `text` takes at most `most` lines of `width` without cutting a word."""
        pieces = self._measured(text, style, lang, rtl)
        if any(piece.width > width for piece in pieces):
            return False
        return len(self._greedy(pieces, (style, lang, rtl), width)) <= most

    def _measure(self, text: str, style: str, lang: str, rtl: bool) -> tuple[_Piece, ...]:  # noqa: FBT001 - the key of a cache
        rows = ((piece, spaced) for piece, spaced in _pieces(cleaned(text)))
        return tuple(
            _Piece(piece, spaced, self._row(piece, style, lang, rtl, 0).width)
            for piece, spaced in rows
        )

    def cut(self, text: str, style: str, lang: str, *, rtl: bool, width: float) -> str:
        """`text`, or as much of it as fits into `width` with an ellipsis behind."""
        if self.row(text, style, lang, rtl=rtl).width <= width:
            return text
        low, high = 0, len(text)
        while high - low > 1:
            middle = (low + high) // 2
            tried = _shortened(text, middle)
            wide = self.row(tried, style, lang, rtl=rtl).width > width
            low, high = (low, middle) if wide else (middle, high)
        return _shortened(text, low)

    def _greedy(
        self, pieces: Sequence[_Piece], set_in: tuple[str, str, bool], width: float
    ) -> list[str]:
        space = self._row("\u00a0", *set_in, 0).width
        lines: list[str] = []
        used = 0.0
        for piece, spaced, wide in self._small(pieces, set_in, width):
            gap = space if spaced else 0.0
            if lines and used + gap + wide <= width:
                lines[-1] += " " * spaced + piece
                used += gap + wide
            else:
                lines.append(piece)
                used = wide
        return lines

    def _small(
        self, pieces: Sequence[_Piece], set_in: tuple[str, str, bool], width: float
    ) -> Iterator[_Piece]:
        """The pieces; one that is wider than a line comes in parts."""
        for piece in pieces:
            rest = piece
            while rest.width > width and len(rest.text) > 1:
                end = len(rest.text)
                wide = rest.width
                while end > 1 and wide > width:
                    end -= 1
                    wide = self._row(rest.text[:end], *set_in, 0).width
                yield _Piece(rest.text[:end], rest.spaced, wide)
                left = rest.text[end:]
                rest = _Piece(left, False, self._row(left, *set_in, 0).width)
            yield rest


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """What may stand alone on a line, and whether a space stands before it."""
    for number, word in enumerate(text.split(" ")):
        start = 0
        for place in range(1, len(word)):
            if _may_break(word[place - 1], word[place]):
                yield word[start:place], bool(number and not start)
                start = place
        yield word[start:], bool(number and not start)


def _may_break(left: str, right: str) -> bool:
    if right in _NOT_FIRST or left in _NOT_LAST:
        return False
    if left in _HYPHENS:
        return right.isalpha()
    return bool(_IDEOGRAPH.match(left) or _IDEOGRAPH.match(right))


def _shortened(text: str, most: int) -> str:
    """The first characters, at a word's end where one is near, and an ellipsis."""
    start = text[:most]
    if (
        most < len(text)
        and not text[most].isspace()
        and (space := start.rfind(" ")) > most * 2 // 3
    ):
        start = start[:space]
    return start.rstrip(" ,;:-–—،") + ELLIPSIS
