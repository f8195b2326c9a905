"""Texts by lines and columns, and what surrounds a cursor in unfinished YAML.

The surroundings come from lines and their indentation: a parser cannot read half a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mkdocs_briefs.problems import Location

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one line. The line, and start and end in characters, count from 0."""

    line: int
    start: int
    end: int


class Text:
    """A text and its lines, which end with LF, CRLF or CR as in the protocol and the parser."""

    __slots__ = ("lines", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = tuple(_BREAK.split(source.removeprefix("\ufeff")))

    def line(self, number: int) -> str:
        """Return a line without its break; empty if the text has no such line."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def span(self, place: Location) -> Span:
        """Return the part of the text at `place`, cut to the lines of the text."""
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
_MAX_LINES = 2_000
"""So many lines above and below the cursor are read."""


@dataclass(frozen=True, slots=True)
class Row:
    """The parts of one line; numbers are columns."""

    dashes: tuple[int, ...]
    """The hyphens of list entries."""
    key: str | None
    content: int
    """The key, or the text if there is no key."""
    key_end: int
    value_at: int
    value: str
    """What follows the key or the hyphens, without a comment."""

    @property
    def start(self) -> int:
        """The first column that is not blank."""
        return self.dashes[0] if self.dashes else self.content


@dataclass(frozen=True, slots=True)
class CursorContext:
    """The fields around a cursor, and what is written there so far."""

    path: tuple[str, ...]
    """The names of the fields, outermost first; entries of lists add nothing."""
    kind: Literal["key", "value", "either", "text"]
    """In the name of a field, in its value, where either can begin, or in running text."""
    typed: str
    """The text from `start` to the cursor."""
    start: int
    dashed: bool = True
    """Whether a hyphen or a bracket has begun an entry."""
    present: frozenset[str] = frozenset()
    """The fields that this record has, without the word at the cursor."""
    indent: int = 0
    """The column of the names of this record."""
    flow: bool = False
    """Whether the cursor is inside brackets."""


def front_lines(lines: Sequence[str]) -> range:
    """Return the numbers of the lines of the front matter; all lines if it is not closed."""
    if not lines or not re.fullmatch(r"---[ \t]*", lines[0]):
        return range(0)
    closing = (n for n in range(1, len(lines)) if _FENCE.match(lines[n]))
    return range(1, next(closing, len(lines)))


def read_row(line: str) -> Row | None:
    """Return the parts of a line; None if it is empty or only a comment."""
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


def context_at(
    lines: Sequence[str], region: range, number: int, column: int
) -> CursorContext | None:
    """Return what surrounds a column of line `number` in the YAML of `region`; None in comments.

    All numbers count from 0.
    """
    line = lines[number]
    row = read_row(line)
    before = line[:column]
    if before.lstrip().startswith("#") or re.search(r"\s#\s", before):
        return None
    if row is None or column < row.content:
        path, text = _around(lines, region, number, column, dash=False)
        if text:
            return CursorContext(path, "text", before.lstrip(), column)
        present = _present(lines, region, number, column, alone=False)
        blank = len(before) - len(before.lstrip())
        return CursorContext(path, "either", before[blank:], blank, False, present, blank)
    path, text = _around(lines, region, number, row.start, dash=bool(row.dashes))
    if text:
        return CursorContext(path, "text", before.lstrip(), column)
    present = _present(lines, region, number, row.content, alone=bool(row.dashes))
    if row.key is not None and column > row.key_end:
        return _in_value(
            CursorContext((*path, row.key), "value", "", 0), line, row.value_at, column
        )
    if row.key is not None:
        typed = line[row.content : column]
        context = CursorContext(
            path, "key", typed, row.content, present=present, indent=row.content
        )
        return replace(context, dashed=bool(row.dashes))
    context = CursorContext(path, "either", "", 0, bool(row.dashes), present, row.content)
    return _in_value(context, line, row.content, column)


def _around(
    lines: Sequence[str], region: range, number: int, column: int, *, dash: bool
) -> tuple[tuple[str, ...], bool]:
    """Return the fields around what begins at `column`, and whether it is text of the last one."""
    fields: list[str] = []
    text = False
    bound = column
    for row in _rows_above(lines, region, number):
        if row.key is not None and (row.content < bound or (dash and row.content == bound)):
            bound, dash = row.content, False
            if row.value:
                fields, text = [], True
            fields.append(row.key)
        for at in reversed(row.dashes):
            if at < bound:
                if row.key is None and row.value:
                    fields, text = [], True
                bound, dash = at, True
        if bound == 0 and not dash:
            break
    return tuple(reversed(fields)), text


def _rows_above(lines: Sequence[str], region: range, number: int) -> Iterator[Row]:
    for n in range(number - 1, max(region.start, number - _MAX_LINES) - 1, -1):
        if row := read_row(lines[n]):
            yield row


def _present(
    lines: Sequence[str], region: range, number: int, column: int, *, alone: bool
) -> frozenset[str]:
    """Return the names in column `column` of this mapping; with `alone`, only those below."""
    found = set()
    if not alone:
        for row in _rows_above(lines, region, number):
            if row.content == column and row.key is not None:
                found.add(row.key)
            if row.start < column:
                break
    for n in range(number + 1, min(region.stop, number + _MAX_LINES)):
        below = read_row(lines[n])
        if below is None:
            continue
        if below.start < column:
            break
        if below.start == column and below.key is not None:
            found.add(below.key)
    return frozenset(found)


def _in_value(context: CursorContext, line: str, begin: int, column: int) -> CursorContext:
    """Return the context inside the brackets that are open between `begin` and `column`."""
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
    context = replace(context, typed=typed.lstrip(), start=min(start, column))
    if not opened:
        return context
    # The last key of each open brace leads to where the cursor is, but for one being written.
    last = len(opened) - 1
    inner = [names[-1] for n, names in enumerate(keys) if names and (n < last or pending)]
    path = (*context.path, *inner)
    if opened[-1] == "[":
        return replace(context, path=path, kind="either", dashed=True, flow=True)
    if pending:
        return replace(context, path=path, kind="value", dashed=True, flow=True)
    names = frozenset(keys[-1])
    return replace(context, path=path, kind="key", dashed=True, flow=True, present=names)
