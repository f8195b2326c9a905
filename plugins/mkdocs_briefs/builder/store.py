"""What builds remember: a SQLite file of named values, each with its digest."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from mkdocs_briefs.builder.workspace import SourceFile
from mkdocs_briefs.model.brief import (
    Brief,
    Citation,
    FrontMatter,
    HtmlLink,
    MarkdownLink,
    Marker,
    Positions,
    Prose,
    WikiLink,
)
from mkdocs_briefs.model.fields import from_plain, to_plain
from mkdocs_briefs.parse.source import split
from mkdocs_briefs.settings import Limits

FOLDER = ".cache/briefs"
_MEMORY = Path(":memory:")
_TABLE = """
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, digest TEXT, value BLOB) WITHOUT ROWID
"""
_SIZE_OF_BATCH = 500
"""Names in one query: SQLite allows 999 in its oldest versions."""


def digest_of(data: bytes) -> str:
    """Return the digest by which values, inputs and outputs are compared."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_of_value(value: object) -> str:
    """Return the digest of a value that JSON can hold."""
    return digest_of(_json(value))


class Store:
    """The values of one site, in a file, or in memory as long as the process runs.

    Nothing here ever fails a build.
    """

    def __init__(self, path: Path = _MEMORY) -> None:
        self.path = path
        is_file = path != _MEMORY
        self._memory = None if is_file else sqlite3.connect(path, check_same_thread=False)

    @classmethod
    def of(cls, project: Path, site: str, config: str) -> Store:
        """Return the store of one output folder and configuration of a project."""
        name = digest_of(f"{site}\n{config}".encode("utf-8", "surrogateescape"))[:16]
        return cls(project / FOLDER / f"{name}.sqlite")

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        if self._memory:
            yield self._memory
        else:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path)) as database:
                yield database

    def get(self, name: str) -> Any:
        """Return the value of this name as JSON gives it, or None."""
        return self.get_all([name]).get(name)

    def get_all(self, names: Collection[str]) -> dict[str, Any]:
        """Return the values of these names, without those that are missing or damaged."""
        return {name: json.loads(value) for name, _, value in self._sound(names)}

    def digests(self, names: Collection[str]) -> dict[str, str]:
        """Return the digests of these values, without those that are missing or damaged."""
        return {name: digest for name, digest, _ in self._sound(names)}

    def _sound(self, names: Collection[str]) -> Iterator[tuple[str, str, bytes]]:
        with suppress(sqlite3.Error, OSError, TypeError):
            yield from (row for row in self._rows(list(names)) if digest_of(row[2]) == row[1])

    def _rows(self, names: list[str]) -> Iterator[tuple[str, str, bytes]]:
        if not self._memory and not self.path.exists():
            return
        with self._database() as database:
            for start in range(0, len(names), _SIZE_OF_BATCH):
                batch = names[start : start + _SIZE_OF_BATCH]
                marks = ",".join("?" * len(batch))
                yield from database.execute(
                    f"SELECT name, digest, value FROM kept WHERE name IN ({marks})",  # noqa: S608 - question marks
                    batch,
                )

    def add(self, values: Mapping[str, object]) -> None:
        """Remember these values beside all others."""
        with suppress(sqlite3.Error, OSError):
            self._write(values, None)

    def put_all(self, values: Mapping[str, object], *, keep: Iterable[str]) -> None:
        """Remember these values and forget all others but those named in `keep`, at once."""
        try:
            self._write(values, {*keep, *values})
        except sqlite3.DatabaseError:
            # The file is damaged: a new one takes its place.
            self.forget()
            with suppress(sqlite3.Error, OSError):
                self._write(values, {*values})
        except OSError:
            pass

    def _write(self, values: Mapping[str, object], names: set[str] | None) -> None:
        """Write these values, and forget all but those of `names`, unless that is None."""
        with self._database() as database, database:
            database.execute(_TABLE)
            if names is not None:
                old = [row[0] for row in database.execute("SELECT name FROM kept")]
                gone = [(name,) for name in old if name not in names]
                database.executemany("DELETE FROM kept WHERE name = ?", gone)
            rows = ((name, digest_of(data := _json(value)), data) for name, value in values.items())
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    def forget(self) -> None:
        """Forget everything that the file holds."""
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                self.path.with_name(f"{self.path.name}{suffix}").unlink()


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


_BRIEFS_AT_ONCE = 200
"""Briefs that are read or written at once."""
T = TypeVar("T")


class ParsedBriefs:
    """The parsed briefs of a store.

    `rules` is a digest of all that decides what parsing gives beside the file.
    """

    def __init__(self, store: Store, rules: str) -> None:
        self._store, self._rules = store, rules
        self.names: list[str] = []
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
                        found[source.file] = _brief(row, source, limits)
                        self.names.append(name)
        return found

    def add_all(self, briefs: Iterable[tuple[SourceFile, Brief]]) -> None:
        """Remember briefs that parsed without a problem."""
        for part in _parts(briefs):
            rows = {
                f"parsed/{source.file}": {"key": self._key(source), **row}
                for source, brief in part
                if (row := _brief_row(brief))
            }
            self._store.add(rows)
            self.names += rows

    def _key(self, source: SourceFile) -> str:
        return f"{self._rules} {source.uri} {digest_of(source.data)}"


def _parts(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield some at a time, because all rows of a large site fill much memory."""
    pending = iter(items)
    while part := [*islice(pending, _BRIEFS_AT_ONCE)]:
        yield part


def _brief_row(brief: Brief) -> dict[str, object] | None:
    """Return a brief as JSON; None where that would lose something."""
    prose = brief.prose
    keys = [dict(brief.page_meta), dict(brief.extra)]
    try:
        if json.loads(json.dumps(keys)) != keys:
            return None
    except (TypeError, ValueError, RecursionError):
        return None
    return {
        "slug": brief.slug,
        "name": brief.name,
        "fields": to_plain(brief.fields),
        "places": brief.positions.packed,
        "keys": keys,
        "layers": [layer.decode("latin-1") for layer in prose.layers],
        "wikilinks": [_values(link) for link in prose.wikilinks],
        "citations": [_values(mark) for mark in prose.citations],
        "links": [_values(link) for link in prose.links],
        "markers": [_values(marker) for marker in prose.markers],
        "headings": prose.heading_ids,
        "words": prose.words,
        "html": [_values(link) for link in prose.html_links],
    }


def _values(mark: WikiLink | Citation | MarkdownLink | HtmlLink | Marker) -> list[object]:
    return [getattr(mark, name) for name in type(mark).__slots__]


def _brief(row: Mapping[str, Any], source: SourceFile, limits: Limits) -> Brief:
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
        tuple(
            HtmlLink(start, end, path, anchor, tuple(place))
            for start, end, path, anchor, place in row["html"]
        ),
    )
    return Brief(
        row["slug"],
        source.file,
        source.uri,
        from_plain(FrontMatter, row["fields"]),
        text.body,
        text.body_line,
        Positions(source.file, row["places"]),
        prose,
        page_meta,
        extra,
        row["name"],
    )
