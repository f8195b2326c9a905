"""What a field may hold, read from its one declaration: choices, and what its value refers to."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mkdocs_briefs.model.brief import (
    Advice,
    Development,
    Figure,
    FrontMatter,
    Participation,
    RelatedBrief,
    Resolution,
)
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.kinds import FIELD_OF
from mkdocs_briefs.model.registry import REGISTRIES, ActorEntry, ActorRelation, Position
from mkdocs_briefs.model.texts import HORIZONS
from mkdocs_briefs.parse.schema import FieldRow, field_rows
from mkdocs_briefs.parse.shape import fields_of

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
