"""All data of the site as tables for CSV and SQLite, and the CSV file of developments."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from mkdocs_briefs.formats import data_records as r
from mkdocs_briefs.formats.data_records import DEVELOPMENT
from mkdocs_briefs.formats.record_fields import (
    Field,
    Getter,
    InBrief,
    Record,
    RecordContext,
    updates,
)
from mkdocs_briefs.model.ids import FIELD_OF, KIND_OF
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.view_factory import ViewFactory

T = TypeVar("T")
Cell = str | int | float | None
Row = tuple[Cell, ...]
BETWEEN = "; "
"""Separates the values of a cell that holds several."""
_TYPES = {int: "INTEGER", bool: "INTEGER", float: "REAL"}


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


def tables(factory: ViewFactory) -> Iterator[Table]:
    """Yield every table, each after those that it refers to."""
    at = RecordContext(factory)
    write, every = partial(_table, at), at.every
    briefs, events = at.library.briefs, at.library.events
    actors, terms = at.library.catalogue.actors.values(), at.library.catalogue.terms
    items = "label text"
    last = "path body moment"
    yield write("briefs", r.BRIEF_ROW, briefs, "slug=id", last, search="title summary body")
    yield write("actors", r.ACTOR_ROW, actors, "", "path briefs", search="name description")
    aliases = ((actor, name) for actor in actors for name in actor.names[1:])
    yield write("aliases", r.ALIAS, aliases, key=2)
    for registry in FIELD_OF:
        yield write(registry, r.TERM, terms[registry].values())
        about = ((b.slug, t.id) for b in briefs for t in at.library.terms_of[b.slug][registry])
        yield table(
            f"brief_{registry}", f"brief>briefs {KIND_OF[registry]}>{registry}", about, key=2
        )
    roles = (role for brief in briefs for role in at.roles(brief))
    yield write("roles", r.ROLE, roles, "brief actor position", key=2)
    dated = "id text date=date.edtf first=date.first last=date.last"
    yield write("events", r.EVENT, events, dated, "path position", search="text")
    tellings = ((event.id, telling.brief.slug) for event in events for telling in event.tellings)
    yield table("event_briefs", "event>events brief>briefs", tellings, key=2)
    present = ((event.id, actor.id) for event in events for actor in at.actors_of_event(event))
    yield table("event_actors", "event>events actor>actors", present, key=2)
    related = (row for row in every("related") if at.brief(row.item.brief))
    yield write("related", r.RELATED, related, key=2)
    mentions = (link for links in at.library.links_from.values() for link in links)
    yield write("mentions", r.MENTION, mentions, key=3)
    positions = ((actor, position) for actor in actors for position in actor.fields.positions)
    yield write("positions", r.POSITION, positions, key=0)
    ties = ((a, tie) for a in actors for tie in a.fields.relations if at.actor(tie.actor))
    yield write("relations", r.RELATION, ties, key=0)
    yield write("implications", r.IMPLICATION, every("implications"), key=2, search=items)
    yield _actors_of_items(at, "implication_actors", "implications")
    yield write(
        "developments", r.DEVELOPMENT, every("developments"), "brief id", key=2, search=items
    )
    yield _actors_of_items(at, "development_actors", "developments")
    revisions = (
        InBrief(d.brief, row, ident=d.item.id)
        for d in every("developments")
        for row in d.item.revisions
    )
    yield write("revisions", r.REVISION, revisions, key=0)
    yield write("advice", r.ADVICE, every("advice"), key=2, search=items)
    yield _actors_of_items(at, "advice_actors", "advice")
    audiences = (
        (it.brief.slug, it.item.id, name, actor.id if actor else None)
        for it in at.advice
        for name, actor in at.audiences(it)
    )
    yield table("advice_audiences", "brief>briefs item audience actor>actors", audiences, key=3)
    yield write("figures", r.FIGURE, every("figures"), key=2)
    yield write("sources", r.SOURCE, every("sources"), key=2)
    yield write("updates", r.UPDATE, (row for brief in briefs for row in updates(brief)), key=2)


def _actors_of_items(at: RecordContext, name: str, field: str) -> Table:
    """Return the table of the actors that each item of briefs names."""
    rows = (
        (it.brief.slug, it.item.id, actor.id)
        for it in at.every(field)
        for actor in at.actors_of_item(it)
    )
    return table(name, "brief>briefs item actor>actors", rows, key=3)


def table(name: str, written: str, rows: Iterable[Row], key: int = 1, search: str = "") -> Table:
    """Return a table with columns as in `slug brief>briefs low:REAL`, and one row for each key."""
    columns = []
    for word in written.split():
        head, _, refers = word.partition(">")
        title, _, kind = head.partition(":")
        columns.append(Column(title, kind or "TEXT", refers))
    if key:
        by_key: dict[Row, Row] = {}
        for row in rows:
            by_key.setdefault(row[:key], row)
        rows = by_key.values()
    return Table(name, tuple(columns), tuple(rows), key, tuple(search.split()))


def _table(  # noqa: PLR0913 - one argument for each property of a table
    at: RecordContext,
    name: str,
    record: Record[T],
    sources: Iterable[T],
    first: str = "",
    last: str = "",
    *,
    key: int = 1,
    search: str = "",
) -> Table:
    """Return the table of a record; its columns `first` and `last` are out of the fields' order."""
    ends = {spec.partition("=")[2].partition(".")[0] or spec for spec in f"{first} {last}".split()}
    between = [
        spec
        for field in record.fields
        if field.column and field.name not in ends
        for spec in _columns_of(field)
    ]
    columns = [*first.split(), *between, *last.split()]
    written = " ".join(
        f"{spec.partition('=')[0]}:{_TYPES.get(kind, 'TEXT')}>{getattr(kind, 'refers', '')}"
        for spec in columns
        for kind in [_fields_to(record, spec)[-1].kind]
    )
    return table(name, written, rows_of(record, columns, sources, at), key, search)


def _columns_of(field: Field[Any]) -> list[str]:
    """Return the columns of a field; none for one that does not fit into a cell."""
    if isinstance(field.kind, Record) and not field.kind.refers:
        specs = (spec.format(field.name).partition("=") for spec in field.kind.columns.split())
        return [f"{title}={field.name}.{inner}" for title, _, inner in specs]
    return [] if isinstance(field.kind, list) else [field.name]


def _fields_to(record: Record[Any], spec: str) -> list[Field[Any]]:
    """Return the fields that lead to the value of a column, as in `low=likelihood.low`."""
    title, _, path = spec.partition("=")
    fields = []
    for name in (path or title).split("."):
        fields.append({field.name: field for field in record.fields}[name])
        record = fields[-1].kind
    return fields


def rows_of(
    record: Record[T], columns: Iterable[str], sources: Iterable[T], at: RecordContext
) -> Iterator[Row]:
    """Yield the cells of each row, in these columns of a record."""
    paths = [[_getter(field) for field in _fields_to(record, spec)] for spec in columns]
    for source in sources:
        cells = []
        for path in paths:
            value: Any = source
            for get in path:
                value = None if value is None else get(value, at)
            cells.append(_cell(value))
        yield tuple(cells)


def _getter(field: Field[Any]) -> Getter[Any]:
    """Return a getter for cells: of what another table has, it returns the id."""
    many = isinstance(field.kind, list)
    kind = field.kind[0] if many else field.kind
    if not isinstance(kind, Record) or not kind.refers:
        return field.get
    get, ident = field.get, kind.fields[0].get
    if many:
        return lambda source, at: BETWEEN.join(ident(one, at) for one in get(source, at))
    return lambda source, at: None if (found := get(source, at)) is None else ident(found, at)


def _cell(value: Any) -> Cell:
    if isinstance(value, (dt.date, Moment)):
        return str(value)
    return int(value) if isinstance(value, bool) else value


_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")
"""How texts begin that a spreadsheet runs as formulas."""
_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"))
"""Categories of characters that a program may drop or a reader not see before a formula."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a sign that show nothing."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def csv_text(names: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Return a CSV file (RFC 4180) with `names` as its first row."""
    buffer = io.StringIO(newline="")
    # In quotes, a text stays one cell where a spreadsheet has other separators too.
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(list(names))
    writer.writerows([_safe_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _safe_cell(value: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: formulas get an apostrophe before them.

    Source: https://owasp.org/www-community/attacks/CSV_Injection.
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    for char in value:
        if char in _FORMULA:
            return f"'{value}"
        if char not in _FILLERS and unicodedata.category(char) not in _INVISIBLE:
            break
    return value


FILE = f"{urls.index_path('outlook')}outlook.csv"
"""Path of the CSV file of developments in the site."""
COLUMNS = (
    *("brief", "id", "label", "text", "published", "by=by.edtf", "by_first=by.first"),
    *("by_last=by.last", "resolves_if", "first_term=first.term", "first_low=first.low"),
    *("first_high=first.high", "last_term=last.term", "last_low=last.low", "last_high=last.high"),
    *("revisions=revised", "confidence", "status", "resolved=resolution.date"),
    *("note=resolution.note", "decided_by=resolution.brief", "scored", "brier_first"),
    *("brier_last", "actors", "topics", "authors", "path", "attributed_to=attributed_to.name"),
    "translation_of",
)
"""Likelihoods in percent, Brier scores from 0 to 1, dates as written and as ISO 8601 days."""


def outlook_csv(at: RecordContext) -> str:
    """Return a CSV file with a row for each development, in the order of briefs, newest first."""
    rows = rows_of(DEVELOPMENT, COLUMNS, at.every("developments"), at)
    return csv_text((column.partition("=")[0] for column in COLUMNS), rows)
