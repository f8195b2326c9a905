"""The lines of an open file, and columns as editors count them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mkdocs_briefs.problems import Location

_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_WIDTHS: Mapping[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "utf-32": len,
}
"""How many units a text has, by the encodings of the Language Server Protocol 3.17."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one line: line, start and end in characters, all counted from 0."""

    line: int
    start: int
    end: int


class Text:
    """A text by lines, broken where the protocol and the parser break them: LF, CRLF or CR."""

    __slots__ = ("lines", "marked", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.marked = source.startswith(_MARK)
        self.lines = tuple(_BREAK.split(source.removeprefix(_MARK)))

    @property
    def unmarked(self) -> str:
        """The text without a byte order mark."""
        return self.source.removeprefix(_MARK)

    def line(self, number: int) -> str:
        """A line without its break; empty where the text has no such line."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def units(self, line: int, column: int, encoding: str = "utf-16") -> int:
        """The units of `encoding` before a column; a column past the line's end is its end."""
        mark = _MARK if self.marked and line == 0 else ""
        return _WIDTHS[encoding](mark + self.line(line)[: max(0, column)])

    def column(self, line: int, units: int, encoding: str = "utf-16") -> int:
        """The column before which `units` units stand; within a character, that character's."""
        shown, width = self.line(line), _WIDTHS[encoding]
        left = units - (width(_MARK) if self.marked and line == 0 else 0)
        for column, char in enumerate(shown):
            left -= width(char)
            if left < 0:
                return column
        return len(shown)

    def span(self, place: Location) -> Span:
        """The part of the text that a place means, cut to the lines there are."""
        line = min(max(place.line - 1, 0), len(self.lines) - 1)
        start = min(max(place.column - 1, 0), len(self.line(line)))
        return Span(line, start, min(start + max(place.length, 1), len(self.line(line))))
