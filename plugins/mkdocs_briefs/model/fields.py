"""Records as lists of JSON values, without the names of their fields, and back.

It is exact and quick, for values that were read before. Authors' files go through validation.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.ids import ID
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.texts import (
    HORIZONS,
    TEXT_LIMIT,
    TITLE_LIMIT,
    read_code,
    read_day,
    read_edtf,
    read_flag,
    read_horizon,
    read_id,
    read_inline,
    read_likelihood,
    read_path,
    read_plain,
    read_url,
    read_wikidata,
)


def as_list(value: Any) -> Any:
    """One value stands for a list of one: `topics: gaza` is what people write."""
    return value if isinstance(value, (list, tuple)) else [value]


T = TypeVar("T")
Many = Annotated[tuple[T, ...], BeforeValidator(as_list)]
"""A list, or the one value that stands for it."""


class Mark:
    """A mark on the type of a field, found again by `texts_of`."""


INLINE = Mark()
"""Marks inline Markdown."""

Plain = Annotated[
    str,
    BeforeValidator(read_plain),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT}),
]
"""Plain text on one line: titles, labels, names."""
Inline = Annotated[
    str,
    BeforeValidator(read_inline),
    INLINE,
    WithJsonSchema(
        {"type": "string", "minLength": 1, "maxLength": TEXT_LIMIT, "x-format": "inline-markdown"}
    ),
]
"""Inline Markdown: emphasis, links, code, [[…]] and [@…]."""
Id = Annotated[
    str,
    BeforeValidator(read_id),
    WithJsonSchema({"type": "string", "pattern": f"^{ID}$", "maxLength": 100}),
]
Day = Annotated[
    dt.date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})
]
Date = Annotated[
    Edtf,
    BeforeValidator(read_edtf),
    WithJsonSchema(
        {
            "type": "string",
            "x-format": "edtf",
            "examples": ["2024-04-22", "2024-04~", "XXXX-10-07", "2024/.."],
        }
    ),
]
Url = Annotated[str, BeforeValidator(read_url), WithJsonSchema({"type": "string", "format": "uri"})]
SitePath = Annotated[str, BeforeValidator(read_path), WithJsonSchema({"type": "string"})]
"""A path below the folder of the file, or a web address."""
Wikidata = Annotated[
    str,
    BeforeValidator(read_wikidata),
    WithJsonSchema({"type": "string", "pattern": "^Q[1-9][0-9]*$"}),
]
WarningCode = Annotated[
    str,
    BeforeValidator(read_code),
    WithJsonSchema({"type": "string", "pattern": "^[Bb][1-9][0-9]{2}$"}),
]
"""The code of a warning."""
Flag = Annotated[bool, BeforeValidator(read_flag), WithJsonSchema({"type": "boolean"})]
Chance = Annotated[
    Likelihood,
    BeforeValidator(read_likelihood),
    WithJsonSchema({"type": "string", "examples": ["likely", "70%", "55-80%"]}),
]
Horizon = Annotated[
    str,
    BeforeValidator(read_horizon),
    WithJsonSchema({"type": "string", "examples": [*HORIZONS, "2026-06"]}),
]
"""`short`, `medium`, `long`, or an EDTF date."""
Ref = Plain
"""An id, name or alias of something else; the library finds what it means."""
Refs = Many[Ref]
Inlines = Many[Inline]
Plains = Many[Plain]
Confidence = Literal["low", "moderate", "high"]


_NOT_KEPT: set[str] = set()
R = TypeVar("R", bound="Record")


class Record(BaseModel):
    """A frozen record read from front matter. Unknown keys never reach it: `parse` reports them."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=False, arbitrary_types_allowed=True
    )

    def model_post_init(self, _: object, /) -> None:
        """Drops the set of names that were given: nobody asks for it, and records are many."""
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_KEPT)

    def revised(self, **values: object) -> Self:
        """A copy with `values` in place of its own, taken as they are.

        What `model_copy` gives at a fourth of its cost: every item without an id is copied once.
        """
        return _made(type(self), self.__dict__ | values)

    def __reduce__(self) -> tuple[object, ...]:
        """Its values without their names: another process has these, and fills less room so."""
        values = self.__dict__
        return revived, (type(self), [values[name] for name in names_of(type(self))])

    def written(self) -> dict[str, Any]:
        """The record as an author may write it: long form, in JSON's types, defaults left out.

        Reading it again gives an equal record.
        """
        return {key: _written(value) for key, value in self.given().items()}

    def given(self) -> dict[str, Any]:
        """What differs from the defaults, by the names under which authors write it."""
        values = self.__dict__
        return {
            key: value
            for name, key, default in _layout(type(self))
            if (value := values[name]) is not default and value != default
        }


def _made(kind: type[R], values: dict[str, object]) -> R:
    """A record of these values, which are right already."""
    record, put = kind.__new__(kind), object.__setattr__
    put(record, "__dict__", values)
    put(record, "__pydantic_fields_set__", _NOT_KEPT)
    put(record, "__pydantic_extra__", None)
    put(record, "__pydantic_private__", None)
    return record


def revived(kind: type[R], values: list[object]) -> R:
    """Return the record of these values, which are right already, in the order of its fields."""
    return _made(kind, dict(zip(names_of(kind), values, strict=True)))


@cache
def names_of(kind: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields of records of this kind, in their order."""
    return tuple(kind.model_fields)


@cache
def _layout(record: type[Record]) -> tuple[tuple[str, str, Any], ...]:
    """Of each field its name, the name that authors write, and its default."""
    return tuple(
        (name, info.alias or name, info.get_default()) for name, info in record.model_fields.items()
    )


def _written(value: object) -> object:
    match value:
        case Record():
            return value.written()
        case tuple():
            return [_written(one) for one in value]
        case Edtf() | Likelihood():
            return value.text
        case dt.date():
            return value.isoformat()
        case _:
            return value


class Item(Record):
    """A record that authors may also write short: as a bare scalar or as one `key: value` pair."""

    scalar: ClassVar[str]
    """The field that a bare scalar fills."""
    scalar_url: ClassVar[str | None] = None
    """The field that a bare web address fills instead."""
    pair: ClassVar[tuple[str, str] | None] = None
    """The fields that the key and the value of a short pair fill."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Long form as Pydantic sees it, and beside it the short forms."""
        long = handler.resolve_ref_schema(handler(core_schema))
        forms: list[JsonSchemaValue] = [
            {"type": "string", "description": f"Short form: fills {cls.scalar}"}
        ]
        if cls.pair:
            forms.append(
                {
                    "type": "object",
                    "description": f"Short form: {cls.pair[0]}: {cls.pair[1]}",
                    "minProperties": 1,
                    "properties": {
                        name: rule
                        for name, rule in long.get("properties", {}).items()
                        if name not in cls.pair
                    },
                    "not": {"anyOf": [{"required": [name]} for name in cls.pair]},
                    "additionalProperties": {"type": "string"},
                }
            )
        return {"anyOf": [*forms, {**long, "additionalProperties": True}]}


@cache
def _marked(record: type[Record], mark: Mark) -> tuple[tuple[str, bool], ...]:
    """The fields of `record` in which a text can carry `mark`, and whether their own texts do."""
    rows = (
        (name, _has(info.annotation, mark) or mark in info.metadata, info.annotation)
        for name, info in record.model_fields.items()
    )
    return tuple(
        (name, own)
        for name, own, annotation in rows
        if own or any(_marked(inner, mark) for inner in _records(annotation))
    )


def _records(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in get_args(annotation):
        yield from _records(part)


def value_type(annotation: Any) -> object:
    """Return the type of a field's value: `str` for `Plain | None`, `tuple` for a list."""
    kind, parts = get_origin(annotation), get_args(annotation)
    if kind is Literal:
        return type(parts[0])
    if kind is Annotated:
        return value_type(parts[0])
    if kind in (Union, UnionType):
        return value_type(next(part for part in parts if part is not type(None)))
    return kind or annotation


def _has(annotation: Any, mark: Mark) -> bool:
    return mark in getattr(annotation, "__metadata__", ()) or any(
        _has(part, mark) for part in get_args(annotation)
    )


def texts_of(
    record: Record, mark: Mark, path: tuple[str | int, ...] = (), sign: str = ""
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of `record` and the records in it whose field carries `mark`, with its path.

    With `sign` only those texts in which it stands.
    """
    values = record.__dict__
    for name, marked in _marked(type(record), mark):
        value = values[name]
        if not value:
            continue
        if not isinstance(value, tuple):
            if isinstance(value, Record):
                yield from texts_of(value, mark, (*path, name), sign)
            elif marked and isinstance(value, str) and sign in value:
                yield (*path, name), value
        elif isinstance(value[0], Record):
            for number, part in enumerate(value):
                yield from texts_of(part, mark, (*path, name, number), sign)
        elif marked:
            for number, part in enumerate(value):
                if isinstance(part, str) and sign in part:
                    yield (*path, name, number), part


Reader = Callable[[Any], Any]


def to_plain(value: object) -> object:
    """Return a value of a record, or a record, as JSON can hold it."""
    match value:
        case Record():
            values = value.__dict__
            return [to_plain(values[name]) for name in names_of(type(value))]
        case tuple():
            return [to_plain(one) for one in value]
        case Edtf():
            return value.text
        case Likelihood():
            return [value.text, value.term, value.low, value.high]
        case dt.date():
            return value.isoformat()
        case _:
            return value


def from_plain(kind: type[Record], values: Any) -> Any:
    """Return the record of this kind that `to_plain` gave these values of."""
    return _record_reader(kind)(values)


@cache
def _record_reader(kind: type[Record]) -> Reader:
    readers = [_reader(info.annotation) for info in kind.model_fields.values()]

    def read(values: list[Any]) -> Record:
        made = [
            reader(value) if reader and value is not None else value
            for reader, value in zip(readers, values, strict=True)
        ]
        return revived(kind, made)

    return read


def _reader(annotation: Any) -> Reader | None:
    """Return what reads the values of a field, or None where they are what they are in JSON."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _reader(parts[0])
    if origin in (Union, types.UnionType):
        (inner,) = (part for part in parts if part is not type(None))
        return _reader(inner)
    if origin is tuple:
        return _tuple_reader(_reader(parts[0]))
    if annotation is Edtf:
        return parse_edtf
    if annotation is Likelihood:
        return lambda values: Likelihood(*values)
    if annotation is dt.date:
        return dt.date.fromisoformat
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _record_reader(annotation)
    return None


def _tuple_reader(reader: Reader | None) -> Reader:
    return (lambda values: tuple(map(reader, values))) if reader else tuple
