"""Emphasis and strong emphasis: https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


class Delimiter:
    """A run of `*` or `_` that may open or close emphasis; `str()` is what became of it in HTML."""

    __slots__ = ("closes", "closing", "left", "length", "opening", "opens", "sign")

    def __init__(self, sign: str, length: int, *, opens: bool, closes: bool) -> None:
        self.sign = sign
        self.length = length
        self.left = length
        self.opens = opens
        self.closes = closes
        self.opening: list[str] = []
        self.closing: list[str] = []

    def __str__(self) -> str:
        return "".join(self.closing) + self.sign * self.left + "".join(reversed(self.opening))

    def fits(self, closer: Delimiter) -> bool:
        """Whether this one may open what `closer` closes."""
        if self.sign != closer.sign or not self.left:
            return False
        both = self.closes or closer.opens
        thirds = self.length % 3 or closer.length % 3
        return not (both and thirds and (self.length + closer.length) % 3 == 0)


def delimiter(source: str, start: int) -> Delimiter:
    """The run of `*` or `_` that begins at `start`."""
    sign = source[start]
    end = start + 1
    while end < len(source) and source[end] == sign:
        end += 1
    before, after = _class_of(source[start - 1 : start]), _class_of(source[end : end + 1])
    left = after != "space" and (after == "word" or before != "word")
    right = before != "space" and (before == "word" or after != "word")
    if sign == "*":
        return Delimiter(sign, end - start, opens=left, closes=right)
    return Delimiter(
        sign,
        end - start,
        opens=left and (not right or before == "sign"),
        closes=right and (not left or after == "sign"),
    )


def emphasise(tokens: Sequence[str | Delimiter]) -> str:
    """Join finished HTML and delimiters into HTML, pairing the delimiters."""
    waiting: list[Delimiter] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for mark in tokens:
        if isinstance(mark, str):
            continue
        if mark.closes:
            _close(mark, waiting, bottoms)
        if mark.opens and mark.left:
            waiting.append(mark)
    return "".join(map(str, tokens))


def _close(
    mark: Delimiter, waiting: list[Delimiter], bottoms: dict[tuple[str, bool, int], int]
) -> None:
    """Pair `mark` with the delimiters waiting before it.

    `bottoms` remembers how deep earlier, similar marks have searched in vain, so that no search is
    made twice.
    """
    key = (mark.sign, mark.opens, mark.length % 3)
    while mark.left:
        floor = min(bottoms.get(key, 0), len(waiting))
        index = next(
            (i for i in range(len(waiting) - 1, floor - 1, -1) if waiting[i].fits(mark)), None
        )
        if index is None:
            bottoms[key] = len(waiting)
            return
        opener = waiting[index]
        del waiting[index + 1 :]
        for each, depth in bottoms.items():
            bottoms[each] = min(depth, len(waiting))
        size = 2 if min(opener.left, mark.left) >= 2 else 1
        tag = "strong" if size == 2 else "em"
        opener.opening.append(f"<{tag}>")
        mark.closing.append(f"</{tag}>")
        opener.left -= size
        mark.left -= size
        if not opener.left:
            waiting.pop()


def _class_of(char: str) -> str:
    if not char or char.isspace():
        return "space"
    return "sign" if unicodedata.category(char)[0] in "PS" else "word"
