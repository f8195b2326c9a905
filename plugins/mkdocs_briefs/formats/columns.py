"""What tables are made of, and how dates and references stand in their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.shelf import Shelf

Cell = str | int | float | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, SQLite's type, and the table whose first column it refers to."""

    name: str
    type: str = "TEXT"
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its key is the first `key` columns; `search` are those that full text finds."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: int = 1
    search: tuple[str, ...] = ()


def table(
    name: str, written: str, rows: Iterable[Row], key: int = 1, search: tuple[str, ...] = ()
) -> Table:
    """A table with columns as in `slug brief>briefs low:REAL`; of rows with one key the first."""
    if key:
        kept: dict[Row, Row] = {}
        for row in rows:
            kept.setdefault(row[:key], row)
        rows = kept.values()
    return Table(name, tuple(_columns(written)), tuple(rows), key, search)


def _columns(written: str) -> Iterator[Column]:
    for word in written.split():
        head, _, refers = word.partition(">")
        name, _, kind = head.partition(":")
        yield Column(name, kind or "TEXT", refers)


def dates(date: Edtf | None) -> tuple[str | None, str | None, str | None]:
    """A date as written, and the first and last day that it may mean."""
    if date is None:
        return None, None, None
    return (
        date.text,
        date.earliest.isoformat() if date.earliest else None,
        date.latest.isoformat() if date.latest else None,
    )


def actor_ids(shelf: Shelf, brief: Brief, refs: Iterable[str]) -> Iterator[str]:
    """The ids of the actors that `refs` name in `brief`; unknown ones are left out."""
    index, listed = shelf.library.catalogue.actor_index, shelf.library.listed(brief.slug)
    for ref in refs:
        if found := index.find(ref, listed):
            yield found


def brief_id(shelf: Shelf, ref: str | None) -> str | None:
    """The slug of the published brief that `ref` names."""
    catalogue = shelf.library.catalogue
    found = catalogue.brief_index.find(ref) if ref else None
    return found if found in catalogue.briefs else None
