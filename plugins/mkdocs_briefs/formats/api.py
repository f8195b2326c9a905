"""The static JSON API below `/api/v1/` and its JSON Schemas.

Within version 1 fields may be added; none is changed or removed. `docs/reference/api.md` is the
documentation for users.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from itertools import chain
from typing import Any, Literal, get_args, get_origin

from mkdocs_briefs.formats import data_records as r
from mkdocs_briefs.formats.record_fields import (
    FILES,
    Record,
    RecordContext,
    api_path,
    schema_path,
)
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.fields import Record as WrittenRecord
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.texts import Localised
from mkdocs_briefs.pages.chronology import anniversaries
from mkdocs_briefs.pages.facts import group_of, plain
from mkdocs_briefs.pages.kinds import SUBJECTS
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.records import HoverCard
from mkdocs_briefs.pages.relations import Graph
from mkdocs_briefs.pages.view_factory import ViewFactory

_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), default=str)

# Hover cards

HOVER_CARDS = "assets/briefs/cards"
_OFFSET, _PRIME = 0x811C9DC5, 0x01000193


def shard(path: str) -> str:
    """Return two digits for `path`, which name the file with its card.

    They are the low five bits of the 32-bit FNV-1a hash of its UTF-8 bytes, which scripts can
    compute in three lines (http://www.isthe.com/chongo/tech/comp/fnv/).
    """
    value = _OFFSET
    for byte in path.encode():
        value = (value ^ byte) * _PRIME & 0xFFFFFFFF
    return f"{value & 0x1F:02}"


def hover_card_files(cards: Iterable[HoverCard]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of cards, in the order of their paths.

    A file is an object of path -> card. Fields without a value are left out; dates are ISO 8601.
    The same cards give the same bytes, whatever their order.
    """
    shards: dict[str, dict[str, object]] = {}
    for card in cards:
        shards.setdefault(shard(card.path), {})[card.path] = _fields(card)
    for name in sorted(shards):
        yield f"{HOVER_CARDS}/{name}.json", _json(shards[name], sort_keys=True)


def _fields(card: HoverCard) -> dict[str, object]:
    fields = asdict(card)
    del fields["path"]
    return {key: value for key, value in fields.items() if value not in (None, "", ())}


# The names that a search suggests


def names_file(library: Library) -> tuple[str, str]:
    """Return path and text of all names of actors, topics and storylines, as a sorted list."""
    subjects = chain.from_iterable(
        kind.subjects(library) for kind in SUBJECTS if kind is not BriefView
    )
    names = {name for one in subjects for name in (one.name, *one.names)}
    return "assets/briefs/names.json", _json(sorted(names))


# The graph of the explore page

FILE = "assets/briefs/network.json"
_APART = re.compile(r"[^a-z0-9]+")


def network_file(graph: Graph) -> tuple[str, str]:
    """Return path and text of the graph's file.

    It is an object of parallel arrays, since names of fields would be most of it:

    - `kinds`, `topics` (id, name), `labels`: what the numbers below are places in;
    - `names`, `ids`, `kind`, `briefs`, `topic`: of each actor, the one in most briefs first. An id
      is 0 where it is an ASCII name in lower case with a hyphen for all between letters and digits;
    - `ties`: of each actor, those of its ties that its dossier lists and no earlier row has, as
      other, briefs, other, briefs …; each other is the distance from the one before it;
    - `stated`: rows of one, other, label: the registry says it of one. Label -1 is "part of".
    """
    groups = [*map(group_of, graph.actors)]
    kinds = sorted(set(groups))
    labels = sorted({s.label for tie in graph.ties for s in tie.stated if s.label})
    whole = {
        "kinds": kinds,
        "topics": graph.topics,
        "labels": labels,
        "names": [actor.name for actor in graph.actors],
        "ids": [0 if actor.id == plain_id(actor.name) else actor.id for actor in graph.actors],
        "kind": [kinds.index(group) for group in groups],
        "briefs": graph.briefs,
        "topic": graph.topics_of,
        "ties": _rows(graph),
        "stated": [*_stated(graph, labels)],
    }
    return FILE, _json(whole)


def plain_id(name: str) -> str:
    """Return the id that scripts make of an ASCII name."""
    return _APART.sub("-", name.lower()).strip("-") if name.isascii() else ""


def _rows(graph: Graph) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in graph.actors]
    last = [0] * len(rows)
    for tie in graph.ties:
        rows[tie.one] += (tie.other - last[tie.one], tie.briefs)
        last[tie.one] = tie.other
    return rows


def _stated(graph: Graph, labels: list[str]) -> Iterator[tuple[int, int, int]]:
    place = {label: n for n, label in enumerate(labels)}
    for tie in graph.ties:
        for relation in tie.stated:
            ends = (tie.one, tie.other) if relation.outward else (tie.other, tie.one)
            yield (*ends, place.get(relation.label, -1))


# Events of a day of the year

THIS_DAY = "assets/briefs/on-this-day"


def this_day_files(factory: ViewFactory) -> Iterator[tuple[str, str]]:
    """Yield path and text of a file for each month: rows by the day of the month."""
    months: dict[int, dict[str, object]] = {}
    for (month, day), events in anniversaries(factory.library).items():
        rows = [_row(event, factory) for event in events]
        months.setdefault(month, {})[f"{day:02d}"] = rows
    for month, days in months.items():
        yield f"{THIS_DAY}/{month:02d}.json", _json(days)


def _row(event: Event, factory: ViewFactory) -> dict[str, object]:
    brief = factory.brief(event.lead.brief)
    return {
        "date": event.date.without_hour if event.date else "",
        "text": plain(event.lead.item.event),
        "path": factory.event_paths[event.id],
        "brief": [brief.text, brief.path],
    }


def json_record(record: Record[Any], source: Any, context: RecordContext) -> dict[str, Any]:
    """Return what JSON has of the record made of `source`; empty optional fields are left out."""
    key = id(record), id(source)
    if key in context.written:
        return context.written[key][1]
    found = {}
    for field in record.api_fields:
        value = field.get(source, context)
        if value or field.required or isinstance(value, (int, float)):
            kind = field.kind
            if isinstance(kind, list):
                value = [*value]
                if isinstance(kind[0], Record):
                    value = [json_record(kind[0], one, context) for one in value]
            elif isinstance(kind, Record):
                value = json_record(kind, value, context)
            found[field.name] = value
    if record.refers:
        # With the source itself: an id is its own only as long as it lives.
        context.written[key] = source, found
    return found


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
