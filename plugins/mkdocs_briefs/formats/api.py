"""The static JSON API below `/api/v1/` and its JSON Schemas.

Within version 1 fields may be added; none is changed or removed. `docs/reference/api.md` is the
documentation for users.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Literal, get_args, get_origin

from mkdocs_briefs.formats import data_records as r
from mkdocs_briefs.formats.record_fields import (
    FILES,
    Record,
    RecordContext,
    api_path,
    schema_path,
)
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.fields import Record as WrittenRecord
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.localised import Localised
from mkdocs_briefs.model.moment import Moment

_EMPTY: tuple[object, ...] = (None, "", (), [], {})


def json_record(record: Record[Any], source: Any, context: RecordContext) -> dict[str, Any]:
    """Return what JSON has of the record made of `source`; empty optional fields are left out."""
    found = {}
    for field in record.fields:
        if field.api:
            value = field.get(source, context)
            if field.required or value not in _EMPTY:
                found[field.name] = _json_value(field.kind, value, context)
    return found


def _json_value(kind: Any, value: Any, context: RecordContext) -> Any:
    if isinstance(kind, list):
        return [_json_value(kind[0], one, context) for one in value]
    return json_record(kind, value, context) if isinstance(kind, Record) else value


def _plain(value: object) -> object:
    if isinstance(value, WrittenRecord):
        return value.without_defaults()
    if isinstance(value, Localised):
        return value.written()
    if isinstance(value, (Edtf, Likelihood, Moment)):
        return value.text
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


json_text = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain
).encode
"""Return the JSON of a value, which may hold dates and records that authors wrote."""


DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    Moment: {"type": "string", "format": "date-time"},
    Any: {},
}


def schema_of(record: Record[Any], ident: str) -> dict[str, Any]:
    """Return the schema of a record, which allows fields that are added later."""
    definitions: dict[str, Any] = {}
    schema = {
        "$schema": DIALECT,
        "$id": ident,
        "title": record.name,
        **_record(record, definitions),
    }
    return schema | ({"$defs": dict(sorted(definitions.items()))} if definitions else {})


def schema_of_any(records: Iterable[Record[Any]], ident: str, title: str) -> dict[str, Any]:
    """Return one schema for all of `records`."""
    definitions: dict[str, Any] = {}
    return {
        "$schema": DIALECT,
        "$id": ident,
        "title": title,
        "anyOf": [_type(record, definitions) for record in records],
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
    """Return whether a value is one of several texts."""
    return get_origin(kind) is Literal and isinstance(get_args(kind)[0], str)


RECORDS: Mapping[str, Record[Any]] = {
    "index": r.INDEX_FILE,
    "briefs": r.BRIEFS_FILE,
    "brief": r.BRIEF,
    "actors": r.ACTORS_FILE,
    "actor": r.ACTOR,
    "events": r.EVENTS_FILE,
    "outlook": r.OUTLOOK_FILE,
    "advice": r.ADVICE_FILE,
}
"""Name of a kind of file -> what it holds."""
_URN = "urn:mkdocs-briefs:api:v1"


def api_schema(name: str = "") -> dict[str, Any]:
    """Return the schema of a kind of file, or one for all. Raise KeyError for another name."""
    if not name:
        return schema_of_any(RECORDS.values(), _URN, "A file of the API")
    return schema_of(RECORDS[name], f"{_URN}:{name}")


def schema_files(*, written: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the schema of each kind of file, and of `written` front matter."""
    for name in FILES:
        yield schema_path(name), json_text(api_schema(name))
    for name, schema in written.items():
        yield schema_path(f"front-matter-{name}"), json_text(schema)


def api_files(context: RecordContext) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the path, percent-encoded, of every file but the schemas, and what makes its text."""
    for kind, record in RECORDS.items():
        for ident, source in _sources(kind, context):
            yield api_path(kind, ident), partial(_file_text, record, source, context)


def _file_text(record: Record[Any], source: object, context: RecordContext) -> str:
    return json_text(json_record(record, source, context))


def _sources(kind: str, context: RecordContext) -> Iterator[tuple[str, object]]:
    """Yield the id of each file of a kind, and what its record is made of."""
    if kind == "brief":
        yield from ((brief.slug, brief) for brief in context.library.briefs)
    elif kind == "actor":
        yield from ((actor.id, actor) for actor in context.actors)
    else:
        yield "", context
