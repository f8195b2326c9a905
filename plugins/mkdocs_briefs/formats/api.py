"""The static JSON API below `/api/v1/`: every file, made from the library.

Within version 1 fields may be added; none changes its meaning, its type or its name, and none goes.
What this promises to others is told in `docs/reference/api.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from mkdocs_briefs.formats import data_records as r
from mkdocs_briefs.formats.api_paths import FILES, api_path, schema_path
from mkdocs_briefs.formats.json_writer import JsonWriter, json_text
from mkdocs_briefs.formats.record_context import RecordContext
from mkdocs_briefs.formats.record_fields import Record
from mkdocs_briefs.formats.schemas import bundle_of, schema_of

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
