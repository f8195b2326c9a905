"""JSON Schema (2020-12) of the records of the API, made from their declarations."""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable, Collection, Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.fields import Record
from mkdocs_briefs.model.likelihood import Likelihood

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    Any: {},
}


def schema_of(record: type, ident: str) -> dict[str, Any]:
    """The schema of a record, with the records in it as definitions; `ident` is its `$id`.

    It allows what a later version of the form may add.
    """
    definitions: dict[str, Any] = {}
    whole = _record(record, definitions)
    return {
        "$schema": DIALECT,
        "$id": ident,
        "title": record.__name__,
        **whole,
        **({"$defs": dict(sorted(definitions.items()))} if definitions else {}),
    }


def bundle_of(records: Iterable[type], ident: str, title: str) -> dict[str, Any]:
    """One schema that holds for each of `records`, all of them among its definitions."""
    definitions: dict[str, Any] = {}
    whole = [_type(record, definitions) for record in records]
    return {
        "$schema": DIALECT,
        "$id": ident,
        "title": title,
        "anyOf": whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _record(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = _hints(record)
    rows = fields(record)
    return {
        "description": (record.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {
            row.name: {**_type(hints[row.name], definitions), **row.metadata} for row in rows
        },
        "required": [row.name for row in rows if row.default is MISSING],
    }


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is tuple:
        return {"type": "array", "items": _type(parts[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(parts[1], definitions)}
    if origin in (Union, types.UnionType):
        # An empty field is left out, so that null never stands there.
        return _type(next(part for part in parts if part is not type(None)), definitions)
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # it may hold itself
            definitions[hint.__name__] = _record(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"{hint!r} has no place in JSON")


class JsonWriter:
    """Writes records as compact JSON; fields that are empty and may be so are left out.

    Records of the classes in `shared` stand in many files: the text of each is made once. They are
    told apart by identity, and kept as long as the writer.
    """

    def __init__(self, shared: Collection[type] = ()) -> None:
        self._shared = frozenset(shared)
        self._known: dict[int, str] = {}
        self._kept: list[object] = []  # as long as a value lives, no other has its identity

    def text(self, value: Any) -> str:
        """The JSON of a record, or of anything made of records, lists, texts, numbers and dates."""
        known = self._known.get(id(value))
        if known is not None:
            return known
        kind = type(value)
        if kind is str:
            return _quoted(value)
        if kind is tuple:
            return f"[{','.join([self.text(one) for one in value])}]"
        if kind is dt.date:
            return f'"{value.isoformat()}"'
        if not is_dataclass(value):
            return _encode(value)
        text = self._record(value, kind)
        if kind in self._shared:
            self._known[id(value)] = text
            self._kept.append(value)
        return text

    def _record(self, record: object, kind: type) -> str:
        text = self.text
        names, rows = _keys(kind)
        made = [
            key + (_quoted(held) if type(held) is str else text(held))
            for held, (key, default) in zip(names(record), rows, strict=True)
            if held is not default and held != default
        ]
        return f"{{{','.join(made)}}}"


@cache
def _keys(kind: Any) -> tuple[Callable[[object], Iterable[Any]], tuple[tuple[str, object], ...]]:
    """What gives the values of all fields; of each its name in JSON, and what is empty there."""
    rows = fields(kind)
    values = attrgetter(*[row.name for row in rows]) if len(rows) > 1 else None
    named = tuple((f"{_quoted(row.name)}:", row.default) for row in rows)
    return values or (lambda record: [getattr(record, row.name) for row in rows]), named


def _plain(value: object) -> object:
    if isinstance(value, Record):
        return value.given()
    if isinstance(value, (Edtf, Likelihood)):
        return value.text
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain
).encode
