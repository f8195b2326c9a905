"""The static JSON API below `/api/v1/`: every file, made from the library.

Within version 1 fields may be added; none changes its meaning, its type or its name, and none goes.
What this promises to others is told in `docs/reference/api.md`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from json.encoder import encode_basestring as _quoted
from typing import Any, Literal, get_args, get_origin

from mkdocs_briefs.formats import data_records as r
from mkdocs_briefs.formats.record_fields import (
    FILES,
    Getter,
    Record,
    RecordContext,
    api_path,
    schema_path,
)
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.fields import Record as Written
from mkdocs_briefs.model.likelihood import Likelihood

_EMPTY: tuple[object, ...] = (None, "", (), [])


class JsonWriter:
    """Writes records of one site; fields that are empty and may be so are left out.

    Records that have `same` are in many files: the text of each is made once.
    """

    def __init__(self, context: RecordContext) -> None:
        self._context = context
        self._known: dict[Record[Any], dict[Hashable, str]] = defaultdict(dict)
        self._fields: dict[Record[Any], list[_Written]] = {}

    def text(self, record: Record[Any], source: object) -> str:
        """Return the JSON of the record that is made of `source`."""
        if record.same is None:
            return self._text(record, source)
        known, key = self._known[record], record.same(source)
        text = known.get(key)
        if text is None:
            text = known[key] = self._text(record, source)
        return text

    def _text(self, record: Record[Any], source: object) -> str:
        fields = self._fields.get(record)
        if fields is None:
            fields = self._fields[record] = [
                (f"{_quoted(field.name)}:", field.get, self._writer(field.kind), field.required)
                for field in record.fields
                if field.api
            ]
        context, parts = self._context, []
        for key, get, write, required in fields:
            value = get(source, context)
            if required or value not in _EMPTY:
                parts.append(key + write(value))
        return f"{{{','.join(parts)}}}"

    def _writer(self, kind: Any) -> Callable[[Any], str]:
        if isinstance(kind, Record):
            return partial(self.text, kind)
        if isinstance(kind, list) and isinstance(kind[0], Record):
            one = partial(self.text, kind[0])
            return lambda values: f"[{','.join(map(one, values))}]"
        return _quoted if kind is str else json_text


_Written = tuple[str, Getter[Any], Callable[[Any], str], bool]
"""Of a field its key, what gives its value and what writes it, and if it is required."""


def _plain(value: object) -> object:
    if isinstance(value, Written):
        return value.given()
    if isinstance(value, (Edtf, Likelihood)):
        return value.text
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


json_text = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain
).encode
"""Return the JSON of lists, texts, numbers, dates, and what authors wrote."""


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


RECORDS: Mapping[str, Record[Any]] = {
    "index": r.INDEX_FILE,
    "briefs": r.BRIEFS_FILE,
    "brief": r.BRIEF,
    "actors": r.ACTORS_FILE,
    "actor": r.ACTOR,
    "events": r.EVENTS_FILE,
    "outlook": r.OUTLOOK_FILE,
}
"""Name of a kind of file -> what it holds."""
_URN = "urn:mkdocs-briefs:api:v1"


def api_schema(name: str = "") -> dict[str, Any]:
    """The schema of a kind of file, or one for all of them. Raises KeyError for another name."""
    if not name:
        return bundle_of(RECORDS.values(), _URN, "A file of the API")
    return schema_of(RECORDS[name], f"{_URN}:{name}")


def schema_files(*, written: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Path and text of the published schema of each kind of file.

    `written` are the schemas of what authors write, by name; they are published beside.
    """
    for name in FILES:
        yield schema_path(name), json_text(api_schema(name))
    for name, schema in written.items():
        yield schema_path(f"front-matter-{name}"), json_text(schema)


def api_files(context: RecordContext) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the path, percent-encoded, of every file but the schemas, and what makes it."""
    text = JsonWriter(context).text
    for kind, record in RECORDS.items():
        for ident, source in _sources(kind, context):
            yield api_path(kind, ident), partial(text, record, source)


def _sources(kind: str, context: RecordContext) -> Iterator[tuple[str, object]]:
    """Yield the id of each file of a kind, and what its record is made of."""
    if kind == "brief":
        yield from ((brief.slug, brief) for brief in context.library.briefs)
    elif kind == "actor":
        yield from ((actor.id, actor) for actor in context.actors)
    else:
        yield "", context
