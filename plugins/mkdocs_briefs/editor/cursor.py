"""Where a cursor stands in YAML that is being written, and so is seldom complete.

Works on lines and their indentation, since a parser has nothing to say about half a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

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


_LEAD = re.compile(r" *(?:-(?: +|$))*")
_KEY = re.compile(
    r"""("[^"]*"|'[^']*'|[^\s:#"'\[\]{},&*!|>%@`-](?:[^:]|:(?!\s|$))*?)[ ]*:(?=\s|$)[ ]*"""
)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_QUOTES = "\"'"
_FAR = 2_000
"""Lines looked at around the cursor."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the columns of its hyphens, its key if it has one, and where its value begins."""

    dashes: tuple[int, ...]
    key: str | None
    content: int
    """Column of the key, else of the text."""
    key_end: int
    value_at: int
    value: str
    """What stands after the key or the hyphens, without a comment."""

    @property
    def start(self) -> int:
        """The column of the first thing on the line."""
        return self.dashes[0] if self.dashes else self.content


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cursor stands: inside which fields, in a name or a value, and what is there so far.

    `path` holds the names of the fields around it, outermost first; entries of lists add nothing.
    """

    path: tuple[str, ...]
    kind: Literal["key", "value", "either", "text"]
    """In a field's name; in its value; where both may come; or in running text."""
    typed: str
    """The beginning of the word, from `start` to the cursor."""
    start: int
    dashed: bool = True
    """Whether a hyphen or a bracket has opened an entry."""
    present: frozenset[str] = frozenset()
    """Names of fields that this record has already, the word at the cursor apart."""
    indent: int = 0
    """Column in which the names of this record stand."""
    flow: bool = False
    """Whether it is inside brackets."""


def front_lines(lines: Sequence[str]) -> range:
    """The numbers of the lines of the front matter; up to the end where it is not closed."""
    if not lines or not re.fullmatch(r"---[ \t]*", lines[0]):
        return range(0)
    closing = (n for n in range(1, len(lines)) if _FENCE.match(lines[n]))
    return range(1, next(closing, len(lines)))


def read_row(line: str) -> Row | None:
    """The parts of a line; None for one that is empty or only a comment."""
    lead = _LEAD.match(line)
    content = lead.end() if lead else 0
    dashes = tuple(n for n, char in enumerate(line[:content]) if char == "-")
    rest = line[content:]
    if not dashes and (not rest.strip() or rest.startswith("#")):
        return None
    if match := _KEY.match(line, content):
        value = _COMMENT.sub("", line[match.end() :]).strip()
        key = match[1].strip(_QUOTES)
        return Row(dashes, key, content, match.end(1), match.end(), value)
    value = _COMMENT.sub("", rest).strip()
    return Row(dashes, None, content, content, content, value)


def spot_at(lines: Sequence[str], region: range, number: int, column: int) -> Spot | None:
    """Where column `column` of line `number` stands within the YAML of `region`; None in comments.

    All count from 0.
    """
    line = lines[number]
    row = read_row(line)
    before = line[:column]
    if before.lstrip().startswith("#") or re.search(r"\s#\s", before):
        return None
    if row is None or column < row.content:
        path, text = _around(lines, region, number, column, dash=False)
        if text:
            return Spot(path, "text", before.lstrip(), column)
        present = _present(lines, region, number, column, alone=False)
        blank = len(before) - len(before.lstrip())
        return Spot(path, "either", before[blank:], blank, False, present, blank)
    path, text = _around(lines, region, number, row.start, dash=bool(row.dashes))
    if text:
        return Spot(path, "text", before.lstrip(), column)
    present = _present(lines, region, number, row.content, alone=bool(row.dashes))
    if row.key is not None and column > row.key_end:
        return _in_value(Spot((*path, row.key), "value", "", 0), line, row.value_at, column)
    if row.key is not None:
        typed = line[row.content : column]
        spot = Spot(path, "key", typed, row.content, present=present, indent=row.content)
        return replace(spot, dashed=bool(row.dashes))
    spot = Spot(path, "either", "", 0, bool(row.dashes), present, row.content)
    return _in_value(spot, line, row.content, column)


def _around(
    lines: Sequence[str], region: range, number: int, column: int, *, dash: bool
) -> tuple[tuple[str, ...], bool]:
    """The fields around what begins at `column`, and whether all of it is one field's text."""
    found: list[str] = []
    text = False
    bound = column
    for row in _rows_above(lines, region, number):
        if row.key is not None and (row.content < bound or (dash and row.content == bound)):
            bound, dash = row.content, False
            if row.value:
                found, text = [], True
            found.append(row.key)
        for at in reversed(row.dashes):
            if at < bound:
                if row.key is None and row.value:
                    found, text = [], True
                bound, dash = at, True
        if bound == 0 and not dash:
            break
    return tuple(reversed(found)), text


def _rows_above(lines: Sequence[str], region: range, number: int) -> Iterator[Row]:
    for n in range(number - 1, max(region.start, number - _FAR) - 1, -1):
        if row := read_row(lines[n]):
            yield row


def _present(
    lines: Sequence[str], region: range, number: int, column: int, *, alone: bool
) -> frozenset[str]:
    """The other names in the mapping whose names stand at `column`; `alone`: it begins here."""
    found = set()
    if not alone:
        for row in _rows_above(lines, region, number):
            if row.content == column and row.key is not None:
                found.add(row.key)
            if row.start < column:
                break
    for n in range(number + 1, min(region.stop, number + _FAR)):
        below = read_row(lines[n])
        if below is None:
            continue
        if below.start < column:
            break
        if below.start == column and below.key is not None:
            found.add(below.key)
    return frozenset(found)


def _in_value(spot: Spot, line: str, begin: int, column: int) -> Spot:
    """`spot` moved into the brackets, if any, that are open between `begin` and `column`."""
    begin = min(begin, column)
    opened: list[str] = []
    keys: list[list[str]] = []
    at, quote, start = begin, "", begin
    pending = False
    while at < column:
        char = line[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in _QUOTES and not line[start:at].strip():
            quote, start = char, at + 1
        elif char in "[{" and (opened or not line[begin:at].strip()):
            opened.append(char)
            keys.append([])
            start, pending = at + 1, False
        elif char in "]}" and opened:
            opened.pop()
            keys.pop()
            start, pending = at + 1, False
        elif char == "," and opened:
            start, pending = at + 1, False
        elif char == ":" and opened and opened[-1] == "{" and line[at + 1 : at + 2] in {" ", ""}:
            keys[-1].append(line[start:at].strip(" \"'"))
            start, pending = at + 1, True
        at += 1
    typed = line[start:column]
    start += len(typed) - len(typed.lstrip())
    spot = replace(spot, typed=typed.lstrip(), start=min(start, column))
    if not opened:
        return spot
    # The last key of each open brace leads to where the cursor is, but for one being written.
    last = len(opened) - 1
    inner = [names[-1] for n, names in enumerate(keys) if names and (n < last or pending)]
    path = (*spot.path, *inner)
    if opened[-1] == "[":
        return replace(spot, path=path, kind="either", dashed=True, flow=True)
    if pending:
        return replace(spot, path=path, kind="value", dashed=True, flow=True)
    names = frozenset(keys[-1])
    return replace(spot, path=path, kind="key", dashed=True, flow=True, present=names)
