"""What a record of the site's data is declared with; every format is written from declarations.

A value can be a text, a number, a day, another record, or a list of these. JSON has all fields of
a record that are meant for the API, and leaves out those that are empty unless they are required.
A table has a column for each field that fits into one cell or whose record has `columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Generic, TypeVar

from mkdocs_briefs.formats.record_context import RecordContext

T = TypeVar("T")
Getter = Callable[[T, RecordContext], Any]
"""Returns the value of a field, given what a record is made of."""
Get = Getter[T] | str


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One field of a record."""

    name: str
    kind: Any
    """A type, a record, or a list with one of these: `[str]` is a list of texts."""
    get: Getter[T]
    text: str = ""
    """What it holds, for the schema of the API."""
    required: bool = False
    """Whether JSON has it even if it is empty."""
    api: bool = True
    """Whether it is in the API."""
    column: bool = True
    """Whether it is a column of the record's table."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """What else the schema says of its values."""


def required(
    name: str, text: str, get: Get[T] = "", kind: Any = str, *, column: bool = True, **rules: Any
) -> Field[T]:
    """Declare a field that JSON always has.

    `get` can be the path of an attribute; without it, it is the attribute of the field's name.
    """
    return Field(name, kind, _getter(get or name), text, True, True, column, rules)


def optional(
    name: str, text: str, get: Get[T] = "", kind: Any = str, *, column: bool = True, **rules: Any
) -> Field[T]:
    """Declare a field that JSON has unless it is empty."""
    return Field(name, kind, _getter(get or name), text, False, True, column, rules)


def column(name: str, get: Get[T] = "", kind: Any = str, *, everywhere: bool = True) -> Field[T]:
    """Declare a field that is a column alone; if not `everywhere`, of sheets that name it."""
    return Field(name, kind, _getter(get or name), api=False, column=everywhere)


def _getter(get: Get[T]) -> Getter[T]:
    if not isinstance(get, str):
        return get
    value = attrgetter(get)
    return lambda source, _: value(source)


@dataclass(frozen=True, eq=False)
class Record(Generic[T]):
    """A record: its name and description in the schema, and its fields in order."""

    name: str
    text: str
    fields: tuple[Field[T], ...]
    same: Callable[[T], Hashable] | None = None
    """What tells records of this kind apart; those that many files share are written once."""
    refers: str = ""
    """The table that has it: another table has its id alone, which is its first field."""
    columns: str = ""
    """Its columns in the table of a record that holds it, as in `{0}=term low=low`."""
