"""An open file as it stands in the editor, read anew at each change, and what is wrong with it."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from mkdocs_briefs.editor.cursor import Spot, Text, front_lines, spot_at
from mkdocs_briefs.library.catalogue import Catalogue, Index, fold, ident_of
from mkdocs_briefs.library.editorial import check_rules, without_ignored
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.model.brief import (
    Advice,
    Brief,
    Development,
    Figure,
    FrontMatter,
    Participation,
    RelatedBrief,
    Resolution,
)
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.ids import FIELD_OF, is_id
from mkdocs_briefs.model.registry import REGISTRIES, ActorEntry, ActorRelation, Entry, Position
from mkdocs_briefs.model.texts import HORIZONS
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.parse.schema import FieldRow, field_rows
from mkdocs_briefs.parse.shape import fields_of
from mkdocs_briefs.problems import Location, Problem, sorted_problems
from mkdocs_briefs.settings import Settings

_EVERYWHERE: Mapping[str, str] = {"actors": "actors", "sources": "sources"}
"""What fields of these names refer to, in whatever entry they stand."""
_REFERS: Mapping[tuple[type[Record], str], str] = {
    **{(FrontMatter, field): registry for registry, field in FIELD_OF.items()},
    (FrontMatter, "translation_of"): "briefs",
    (FrontMatter, "ignore"): "codes",
    (Participation, "id"): "actors",
    (Participation, "name"): "actors",
    (RelatedBrief, "brief"): "briefs",
    (Resolution, "brief"): "briefs",
    (Advice, "addresses"): "items",
    (Figure, "attributed_to"): "actors",
    (Development, "likelihood"): "likelihoods",
    (ActorEntry, "part_of"): "actors",
    (ActorRelation, "actor"): "actors",
    (Position, "organization"): "actors",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a path leads to: where it is declared, its name, and the record it holds."""

    owner: type[Record]
    name: str
    record: type[Record] | None
    many: bool

    @property
    def refers(self) -> str:
        """What its value names: a registry, `briefs`, `sources`, …; empty when nothing."""
        if self.record is None and self.name in _EVERYWHERE:
            return _EVERYWHERE[self.name]
        if self.name == "likelihood":
            return "likelihoods"
        return _REFERS.get((self.owner, self.name), "")

    @property
    def choices(self) -> tuple[str, ...]:
        """The words it may hold; empty when it is free."""
        if self.name == "horizon":
            return HORIZONS
        return choices_of(self.owner, self.name)

    @property
    def row(self) -> FieldRow | None:
        """How the reference describes it; None for a name of the author's own."""
        return rows_of(self.owner).get(self.name)


def root_of(registry: str) -> type[Record]:
    """The record of a profile or an entry of `registry`; of a brief where that is empty."""
    return REGISTRIES[registry] if registry else FrontMatter


def find_field(root: type[Record], path: Sequence[str | int]) -> Field | None:
    """The field that `path` leads to from `root`; numbers of list entries are passed over.

    The key of a short pair leads to the field that the pair's value fills. None for an empty path
    and for names nobody knows.
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


@cache
def rows_of(record: type[Record]) -> Mapping[str, FieldRow]:
    """The rows of a record's fields by name, in the order of their declaration."""
    return {row.name: row for row in field_rows(record)}


@cache
def choices_of(record: type[Record], name: str) -> tuple[str, ...]:
    """The words that the field `name` of `record` may hold; empty when it is free."""
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
class Sheet:
    """A brief, registry or profile that is being written."""

    kind: str
    """brief, registry or profile."""
    registry: str
    """The registry that a registry or profile belongs to, else empty."""
    file: str
    text: Text
    brief: Brief | None
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def yaml(self) -> range:
        """The numbers, from 0, of the lines that are YAML."""
        if self.kind == "registry":
            return range(len(self.text.lines))
        return front_lines(self.text.lines)

    def spot(self, line: int, column: int) -> Spot | None:
        """Where the cursor stands in the YAML; None outside of it and in comments."""
        if line not in self.yaml:
            return None
        return spot_at(self.text.lines, self.yaml, line, column)

    def field(self, path: tuple[str | int, ...]) -> Field | None:
        """The field that a path of this file leads to."""
        inner = path[1:] if self.kind == "registry" else path
        return find_field(root_of(self.registry), inner)


def read_sheet(
    kind: str, registry: str, file: str, uri: str, source: str, settings: Settings
) -> Sheet:
    """The file as it stands; `kind`, `registry`, `file` and `uri` as for a source on disk.

    Never raises, whatever the text.
    """
    text, data = Text(source), source.encode("utf-8", "replace")
    if kind == "registry":
        rows = parse_registry(data, file, registry, settings)
        return Sheet(kind, registry, file, text, None, rows.value or (), rows.problems)
    if kind == "profile":
        entry = parse_profile(data, file, uri, registry, settings)
        entries = (entry.value,) if entry.value else ()
        return Sheet(kind, registry, file, text, None, entries, entry.problems)
    brief = parse_brief(data, file, uri, settings)
    return Sheet(kind, registry, file, text, brief.value, (), brief.problems)


def problems_alone(sheet: Sheet, library: Library | None, settings: Settings) -> list[Problem]:
    """What can be said at once: the file's own faults, and references that lead nowhere.

    `library` is the site as last read; None where it has not been read yet. What several briefs
    say together is left to a full check.
    """
    problems = list(sheet.problems)
    briefs = (sheet.brief,) if sheet.brief else ()
    if sheet.brief and library:
        problems += _between(sheet.brief, library)
    return sorted_problems(without_ignored(problems, briefs, settings))


def _between(brief: Brief, library: Library) -> Iterator[Problem]:
    catalogue = _with_own(brief, library.catalogue)
    listed = listed_by(brief, catalogue)
    alone = replace(library, briefs=(brief,), catalogue=catalogue, listed_by={brief.slug: listed})
    for problem in (*check_references(alone), *check_rules(alone)):
        if problem.location.path == brief.file:
            yield problem


def listed_by(brief: Brief, catalogue: Catalogue) -> frozenset[str]:
    """Ids of the actors that a brief lists."""
    sure = {part.id for part in brief.fields.actors if part.id and part.id in catalogue.actors}
    found = (
        catalogue.actor_index.find(part.id or part.name or "", sure) for part in brief.fields.actors
    )
    return frozenset(ident for ident in found if ident)


def _with_own(brief: Brief, catalogue: Catalogue) -> Catalogue:
    """The catalogue with what the brief as it now stands adds: itself, and whom it introduces."""
    actors = catalogue.actor_index
    for part in brief.fields.actors:
        name = part.name or ""
        if not (name and part.kind) or actors.find(part.id or name) or actors.candidates(name):
            continue
        actors = _known(actors, part.id or ident_of(name), name)
    briefs = _known(catalogue.brief_index, brief.slug, brief.fields.title)
    return replace(catalogue, actor_index=actors, brief_index=briefs)


def _known(index: Index, ident: str, name: str) -> Index:
    if not is_id(ident):
        return index
    named = dict.fromkeys((*index.candidates(name), ident))
    return replace(
        index, ids=index.ids | {ident}, by_name={**index.by_name, fold(name): tuple(named)}
    )


def carried(problems: Iterable[Problem], before: Text, now: Text) -> list[Problem]:
    """Those of `problems`, found in `before`, whose lines stand unchanged in `now`, at their place.

    Only lines above the first change and below the last one count as unchanged.
    """
    old, new = before.lines, now.lines
    least = min(len(old), len(new))
    head = next((n for n in range(least) if old[n] != new[n]), least)
    tail = next((n for n in range(least - head) if old[-1 - n] != new[-1 - n]), least - head)
    kept = []
    for problem in problems:
        place = problem.location
        if place.line <= head:
            kept.append(problem)
        elif place.line > len(old) - tail:
            moved = Location(
                place.path, place.line + len(new) - len(old), place.column, place.length
            )
            kept.append(replace(problem, location=moved))
    return kept
