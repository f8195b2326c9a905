"""JSON Schema (2020-12) of the records of the API, made from their declarations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal, get_args, get_origin

from mkdocs_briefs.formats.record_fields import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    Any: {},
}


def schema_of(record: Record[Any], ident: str) -> dict[str, Any]:
    """The schema of a record, with the records in it as definitions; `ident` is its `$id`.

    It allows what a later version of the form may add.
    """
    definitions: dict[str, Any] = {}
    whole = _record(record, definitions)
    return {
        "$schema": DIALECT,
        "$id": ident,
        "title": record.name,
        **whole,
        **({"$defs": dict(sorted(definitions.items()))} if definitions else {}),
    }


def bundle_of(records: Iterable[Record[Any]], ident: str, title: str) -> dict[str, Any]:
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


def _record(record: Record[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    rows = [field for field in record.fields if field.api]
    return {
        "description": record.text,
        "type": "object",
        "properties": {
            row.name: {
                **_type(row.kind, definitions),
                "description": row.text,
                **({"enum": list(get_args(row.kind))} if _is_choice(row.kind) else {}),
                **row.rules,
            }
            for row in rows
        },
        "required": [row.name for row in rows if row.required],
    }


def _type(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, list):
        return {"type": "array", "items": _type(kind[0], definitions)}
    if isinstance(kind, Record):
        if kind.name not in definitions:
            definitions[kind.name] = {}  # it may hold itself
            definitions[kind.name] = _record(kind, definitions)
        return {"$ref": f"#/$defs/{kind.name}"}
    if _is_choice(kind):
        return _type(str, definitions)
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _type(get_args(kind)[1], definitions)}
    return dict(_PLAIN[kind])


def _is_choice(kind: Any) -> bool:
    """Whether values are one of several texts."""
    return get_origin(kind) is Literal and isinstance(get_args(kind)[0], str)
