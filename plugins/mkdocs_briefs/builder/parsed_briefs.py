"""Briefs that parsed without a problem, as rows of the store: they are not parsed again.

Parsing is a third of what a build costs after an edit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from mkdocs_briefs.builder.store import MemoryStore, Store, digest_of
from mkdocs_briefs.builder.workspace import SourceFile
from mkdocs_briefs.model.brief import Brief, FrontMatter, Positions
from mkdocs_briefs.model.plain_values import from_plain, to_plain
from mkdocs_briefs.model.prose import Citation, MarkdownLink, Marker, Prose, WikiLink
from mkdocs_briefs.parse.places import Settled
from mkdocs_briefs.parse.source import split
from mkdocs_briefs.settings import Limits

_BATCH = 200
"""Briefs that are read or written at once."""
T = TypeVar("T")


class ParsedBriefs:
    """The parsed briefs of a store.

    `rules` is a digest of all that decides what parsing gives beside the file.
    """

    def __init__(self, store: Store | MemoryStore, rules: str) -> None:
        self._store, self._rules = store, rules
        self.kept: list[str] = []
        """The names in the store of the briefs that are known."""

    def find(self, sources: Iterable[SourceFile], limits: Limits) -> dict[str, Brief]:
        """Return the briefs of those files that have not changed, by file."""
        found = {}
        for part in _parts(source for source in sources if source.kind == "brief"):
            names = {f"parsed/{source.file}": source for source in part}
            for name, row in self._store.get_all(names).items():
                source = names[name]
                with suppress(KeyError, TypeError, ValueError):  # of another version
                    if row["key"] == self._key(source):
                        found[source.file] = _read(row, source, limits)
                        self.kept.append(name)
        return found

    def add_all(self, briefs: Iterable[tuple[SourceFile, Brief]]) -> None:
        """Remember briefs that parsed without a problem."""
        for part in _parts(briefs):
            rows = {
                f"parsed/{source.file}": {"key": self._key(source), **row}
                for source, brief in part
                if (row := _row(brief))
            }
            self._store.add(rows)
            self.kept += rows

    def _key(self, source: SourceFile) -> str:
        return f"{self._rules} {source.uri} {digest_of(source.data)}"


def _parts(things: Iterable[T]) -> Iterator[list[T]]:
    """Yield some at a time: as Python's objects, all rows of a large site fill much memory."""
    pending = iter(things)
    while part := [*islice(pending, _BATCH)]:
        yield part


def _row(brief: Brief) -> dict[str, object] | None:
    """Return a brief as JSON; None where that would lose something."""
    places, prose = brief.positions.places, brief.prose
    keys = [dict(brief.page_meta), dict(brief.extra)]
    try:
        if not isinstance(places, Settled) or json.loads(json.dumps(keys)) != keys:
            return None
    except (TypeError, ValueError, RecursionError):
        return None
    return {
        "slug": brief.slug,
        "fields": to_plain(brief.fields),
        "places": places.text,
        "keys": keys,
        "layers": [layer.decode("latin-1") for layer in prose.layers],
        "wikilinks": [_values(link) for link in prose.wikilinks],
        "citations": [_values(mark) for mark in prose.citations],
        "links": [_values(link) for link in prose.links],
        "markers": [_values(marker) for marker in prose.markers],
        "headings": prose.heading_ids,
        "words": prose.words,
    }


def _values(mark: WikiLink | Citation | MarkdownLink | Marker) -> list[object]:
    return [getattr(mark, name) for name in type(mark).__slots__]


def _read(row: Mapping[str, Any], source: SourceFile, limits: Limits) -> Brief:
    text = split(source.data, source.file, limits)
    page_meta, extra = row["keys"]
    prose = Prose(
        text.body,
        tuple(layer.encode("latin-1") for layer in row["layers"]),
        tuple(WikiLink(*values) for values in row["wikilinks"]),
        tuple(Citation(start, end, tuple(ids), to) for start, end, ids, to in row["citations"]),
        tuple(MarkdownLink(*values) for values in row["links"]),
        tuple(
            Marker(start, end, name, tuple(map(tuple, options)))
            for start, end, name, options in row["markers"]
        ),
        tuple(row["headings"]),
        row["words"],
    )
    return Brief(
        row["slug"],
        source.file,
        source.uri,
        from_plain(FrontMatter, row["fields"]),
        text.body,
        text.body_line,
        Positions(source.file, Settled(source.file, row["places"])),
        prose,
        page_meta,
        extra,
    )
