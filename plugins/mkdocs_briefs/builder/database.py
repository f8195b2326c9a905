"""The tables of a site as files: CSV, and one SQLite database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from mkdocs_briefs.formats.csv_text import csv_text
from mkdocs_briefs.formats.tables import Table


def csv_files(tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Name and text of a CSV file (RFC 4180) for each table."""
    for table in tables:
        names = (column.name for column in table.columns)
        yield f"{table.name}.csv", csv_text(names, table.rows)


def write_database(tables: Iterable[Table], file: Path) -> None:
    """Writes a new SQLite database with keys, indexes and full-text search (FTS5)."""
    file.unlink(missing_ok=True)
    keys: dict[str, str] = {}
    with closing(sqlite3.connect(file)) as connection:
        for table in tables:
            keys[table.name] = table.columns[0].name
            _write(connection, table, keys)
        connection.commit()


def _write(connection: sqlite3.Connection, table: Table, keys: Mapping[str, str]) -> None:
    rows = [
        f'"{column.name}" {column.type}'
        + (f' REFERENCES "{column.refers}" ("{keys[column.refers]}")' if column.refers else "")
        for column in table.columns
    ]
    if table.key:
        names = ", ".join(f'"{column.name}"' for column in table.columns[: table.key])
        rows.append(f"PRIMARY KEY ({names})")
    connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(rows)})')
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', table.rows)  # noqa: S608 - names are ours
    for column in table.columns[1 if table.key else 0 :]:
        if column.refers or column.name in {"date", "status", "kind"}:
            connection.execute(
                f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")'
            )
    if table.search:
        columns = ", ".join(f'"{name}"' for name in table.search)
        full = f"{table.name}_fts"
        connection.execute(
            f'CREATE VIRTUAL TABLE "{full}" USING FTS5 '
            f"({columns}, tokenize='unicode61 remove_diacritics 2', content=\"{table.name}\")"
        )
        connection.execute(f'INSERT INTO "{full}" ("{full}") VALUES (\'rebuild\')')  # noqa: S608 - names are ours
