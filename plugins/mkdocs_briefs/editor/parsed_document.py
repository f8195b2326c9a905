"""A file that is open in an editor: its fields, and the problems that it has by itself."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from mkdocs_briefs.library.catalogue import Catalogue, Index, fold, ident_of
from mkdocs_briefs.library.editorial import check_rules, without_ignored
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.library.shared import resolve_brief
from mkdocs_briefs.model.brief import (
    Advice,
    Brief,
    DatedEvent,
    Development,
    Figure,
    FrontMatter,
    Implication,
    Participation,
    RelatedBrief,
    Resolution,
    Source,
)
from mkdocs_briefs.model.fields import Item, Record, fields_of
from mkdocs_briefs.model.ids import FIELD_OF, is_id
from mkdocs_briefs.model.registry import (
    REGISTRIES,
    SHARED,
    ActorEntry,
    ActorRelation,
    Entry,
    Position,
    SharedEntry,
)
from mkdocs_briefs.model.texts import HORIZONS
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.parse.schema import FieldRow, field_rows
from mkdocs_briefs.problems import Location, Problem, sorted_problems
from mkdocs_briefs.settings import Settings

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


_LISTS_OF_IDS = ("actors", "sources")
"""Fields whose values are ids, in any entry."""
KINDS_OF_FORECASTERS = ("actors", "authors", "sources")
"""What an `attributed_to` of a development may name, in the order in which it is looked for."""
_REFERS_TO: Mapping[tuple[type[Record], str], str] = {
    **{(FrontMatter, field): registry for registry, field in FIELD_OF.items()},
    (FrontMatter, "translation_of"): "briefs",
    (FrontMatter, "ignore"): "codes",
    (Participation, "id"): "actors",
    (Participation, "name"): "actors",
    (RelatedBrief, "brief"): "briefs",
    (Resolution, "brief"): "briefs",
    (Advice, "addresses"): "items",
    (Figure, "attributed_to"): "actors",
    (Development, "attributed_to"): "forecasters",
    (Advice, "audience"): "actors",
    (FrontMatter, "advice_audience"): "actors",
    (Development, "likelihood"): "likelihoods",
    (DatedEvent, "id"): "events",
    (Source, "id"): "sources",
    (ActorEntry, "part_of"): "actors",
    (ActorRelation, "actor"): "actors",
    (Position, "organization"): "actors",
}


_MAY_REFER_TO: Mapping[tuple[type[Record], str], str] = {
    (DatedEvent, "event"): "events",
    (Source, "title"): "sources",
}
"""Short forms that are an id or a text."""
SHARED_LISTS = {"events": "dates", "sources": "sources"}
"""What an id can refer to in other files -> the list of a brief that has it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: the record that declares it, its name, and the record that it contains."""

    owner: type[Record]
    name: str
    record: type[Record] | None
    many: bool

    @property
    def refers(self) -> str:
        """What its value refers to: a registry, briefs, sources, …; empty for nothing."""
        if self.record is None and self.name in _LISTS_OF_IDS:
            return self.name
        if self.name == "likelihood":
            return "likelihoods"
        return _REFERS_TO.get((self.owner, self.name), "")

    @property
    def may_refer(self) -> str:
        """What its value refers to, if it is an id and nothing else."""
        return _MAY_REFER_TO.get((self.owner, self.name), self.refers)

    @property
    def choices(self) -> tuple[str, ...]:
        """The allowed values; empty for any."""
        if self.name == "horizon":
            return HORIZONS
        return choices_of(self.owner, self.name)

    @property
    def row(self) -> FieldRow | None:
        """Its description; None for an unknown field."""
        return rows_of(self.owner).get(self.name)


def root_of(registry: str) -> type[Record]:
    """Return the record of an entry of `registry`; that of a brief if it is empty."""
    return (REGISTRIES | SHARED)[registry] if registry else FrontMatter


def find_field(root: type[Record], path: Sequence[str | int]) -> Field | None:
    """Return the field at `path` below `root`; None for unknown fields. Numbers are skipped.

    The key of a short form, as in `hamas: role`, leads to the field of its value.
    """
    found: Field | None = None
    record: type[Record] | None = root
    for name in path:
        if isinstance(name, int):
            continue
        if record is None:
            return None
        kind = fields_of(record).get(name)
        if kind is None:
            if not issubclass(record, Item) or record.pair is None:
                return None
            name = record.pair[1]  # noqa: PLW2901 - the pair's key stands for its value's field
            kind = fields_of(record)[name]
        found = Field(record, name, kind.record, kind.many)
        record = kind.record
    return found


def value_at(record: Any, path: Sequence[str | int]) -> object:
    """Return the value at `path` in a record; None if there is none."""
    for step in path:
        try:
            record = record[step] if isinstance(step, int) else getattr(record, step)
        except (AttributeError, IndexError):
            return None
    return record


@cache
def rows_of(record: type[Record]) -> Mapping[str, FieldRow]:
    """Return the descriptions of the fields of a record, in the order of their declaration."""
    return {row.name: row for row in field_rows(record)}


@cache
def choices_of(record: type[Record], name: str) -> tuple[str, ...]:
    """Return the allowed values of a field of `record`; empty for any."""
    for own, info in record.model_fields.items():
        if (info.alias or own) == name:
            return tuple(dict.fromkeys(_literals(info.annotation)))
    return ()


def _literals(annotation: Any) -> list[str]:
    if annotation is bool:
        return ["true", "false"]
    origin = typing.get_origin(annotation)
    if origin is typing.Literal:
        return [str(one) for one in typing.get_args(annotation)]
    if origin in {tuple, typing.Annotated, typing.Union, types.UnionType}:
        return [word for part in typing.get_args(annotation) for word in _literals(part)]
    return []


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A brief, a registry or a profile, and what it contains."""

    kind: str
    """`brief`, `registry` or `profile`."""
    registry: str
    """The registry of a registry or a profile, else empty."""
    file: str
    text: Text
    brief: Brief | None
    entries: tuple[Entry | SharedEntry, ...]
    problems: tuple[Problem, ...]

    @property
    def yaml(self) -> range:
        """The numbers of the lines that are YAML, from 0."""
        if self.kind == "registry":
            return range(len(self.text.lines))
        return front_lines(self.text.lines)

    def context(self, line: int, column: int) -> CursorContext | None:
        """Return what surrounds the cursor in the YAML; None outside of it and in comments."""
        if line not in self.yaml:
            return None
        return context_at(self.text.lines, self.yaml, line, column)

    def field(self, path: tuple[str | int, ...]) -> Field | None:
        """Return the field at a path of this file."""
        inner = path[1:] if self.kind == "registry" else path
        return find_field(root_of(self.registry), inner)


def parse_document(
    kind: str, registry: str, file: str, uri: str, source: str, settings: Settings
) -> ParsedDocument:
    """Parse a text. The other arguments are as in `SourceFile`. Never raises."""
    text, data = Text(source), source.encode("utf-8", "replace")
    if kind == "registry":
        rows = parse_registry(data, file, registry, settings)
        return ParsedDocument(kind, registry, file, text, None, rows.value or (), rows.problems)
    if kind == "profile":
        entry = parse_profile(data, file, uri, registry, settings)
        entries = (entry.value,) if entry.value else ()
        return ParsedDocument(kind, registry, file, text, None, entries, entry.problems)
    brief = parse_brief(data, file, uri, settings)
    return ParsedDocument(kind, registry, file, text, brief.value, (), brief.problems)


def own_problems(
    document: ParsedDocument, library: Library | None, settings: Settings
) -> list[Problem]:
    """Return the problems of a document, and its references that lead nowhere.

    `library` is the site as last read, or None. Only a full check compares several briefs.
    """
    problems = list(document.problems)
    briefs = (document.brief,) if document.brief else ()
    if document.brief and library:
        problems += _reference_problems(document.brief, library)
    return sorted_problems(without_ignored(problems, briefs, settings))


def _reference_problems(written: Brief, library: Library) -> Iterator[Problem]:
    split, problems = library.splitter.split(written)
    yield from problems
    brief, problems = resolve_brief(split, library.shared_index)
    yield from problems
    catalogue = _catalogue_with(brief, library.catalogue)
    listed = listed_by(brief, catalogue)
    alone = replace(library, briefs=(brief,), catalogue=catalogue, listed_by={brief.slug: listed})
    for problem in (*check_references(alone), *check_rules(alone)):
        if problem.location.path == brief.file:
            yield problem


def items_of(brief: Brief | None) -> tuple[Implication | Development, ...]:
    """Return what the field `addresses` of an advice can name: implications and developments."""
    return (*brief.fields.implications, *brief.fields.developments) if brief else ()


def listed_by(brief: Brief, catalogue: Catalogue) -> frozenset[str]:
    """Return the ids of the actors that a brief lists."""
    sure = {part.id for part in brief.fields.actors if part.id and part.id in catalogue.actors}
    found = (
        catalogue.actor_index.find(part.id or part.name or "", sure) for part in brief.fields.actors
    )
    return frozenset(ident for ident in found if ident)


def _catalogue_with(brief: Brief, catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with the brief and the actors that it introduces."""
    actors = catalogue.actor_index
    for part in brief.fields.actors:
        name = part.name or ""
        if not (name and part.kind) or actors.find(part.id or name) or actors.candidates(name):
            continue
        if is_id(ident := part.id or ident_of(name)):
            actors = _index_with(actors, ident, name)
    briefs = _index_with(catalogue.brief_index, brief.slug, brief.fields.title)
    return replace(catalogue, actor_index=actors, brief_index=briefs)


def _index_with(index: Index, ident: str, name: str) -> Index:
    named = dict.fromkeys((*index.candidates(name), ident))
    return replace(
        index, ids=index.ids | {ident}, by_name={**index.by_name, fold(name): tuple(named)}
    )


def moved_problems(problems: Iterable[Problem], before: Text, now: Text) -> list[Problem]:
    """Return the problems of `before` on lines that are the same in `now`, at their new lines.

    Only lines above the first change and below the last one count.
    """
    old, new = before.lines, now.lines
    least = min(len(old), len(new))
    head = next((n for n in range(least) if old[n] != new[n]), least)
    tail = next((n for n in range(least - head) if old[-1 - n] != new[-1 - n]), least - head)
    moved = []
    for problem in problems:
        place = problem.location
        if place.line <= head:
            moved.append(problem)
        elif place.line > len(old) - tail:
            there = place._replace(line=place.line + len(new) - len(old))
            moved.append(replace(problem, location=there))
    return moved
