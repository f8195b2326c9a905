"""Records as lists of JSON values, without the names of their fields, and back.

It is exact and quick, for values that were read before. Authors' files go through validation.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.fields import Record, names_of, revived
from mkdocs_briefs.model.likelihood import Likelihood

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
