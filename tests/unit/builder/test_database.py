"""CSV and SQLite, read by other programs."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.data_files import csv_files, write_database
from mkdocs_briefs.formats.tables import table, tables
from support.machine import factory, hostile_briefs, texts


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    write_database(tables(factory()), tmp_path / "briefs.db")
    with closing(sqlite3.connect(tmp_path / "briefs.db")) as connection:
        yield connection


def test_the_database_is_sound(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    keys = database.execute("PRAGMA foreign_key_list(roles)").fetchall()
    # Programs that show the table want the column too, and not its table alone.
    assert {(row[2], row[3], row[4]) for row in keys} == {
        ("briefs", "brief", "slug"),
        ("actors", "actor", "id"),
    }
    for (name,) in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        for key in database.execute(f"PRAGMA foreign_key_list({name})").fetchall():
            assert key[4] is not None


@pytest.mark.parametrize(
    ("words", "found"),
    [("hamas", {"resigns"}), ("إيران", {"resigns", "هجوم"}), ("حماس", set()), ("named", {"attack"}), ("nowhere", set())],
)  # fmt: skip
def test_full_text_search_finds_words(
    database: sqlite3.Connection, words: str, found: set[str]
) -> None:
    query = (
        "SELECT slug FROM briefs JOIN briefs_fts ON briefs.rowid = briefs_fts.rowid"
        " WHERE briefs_fts MATCH ? ORDER BY rank"
    )
    assert {row[0] for row in database.execute(query, [words])} == found


def test_search_knows_no_accents_and_stays_whole(database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO briefs_fts (briefs_fts) VALUES ('integrity-check')")
    rows = database.execute("SELECT name FROM actors_fts WHERE actors_fts MATCH 'irân'").fetchall()
    assert rows == [("Iran",)]
    names = {"briefs", "actors", "events", "implications", "developments", "advice"}
    made = database.execute("SELECT sql FROM sqlite_master WHERE name LIKE '%_fts'").fetchall()
    assert len(made) == len(names)
    # What Datasette looks for to offer a search: https://docs.datasette.io/en/stable/full_text_search.html
    assert all(any(f'content="{name}"' in sql for (sql,) in made) for name in names)


def test_questions_have_answers(database: sqlite3.Connection) -> None:
    most = database.execute(
        "SELECT actors.name, count(*) FROM roles JOIN actors ON actors.id = roles.actor"
        " GROUP BY actors.id ORDER BY 2 DESC, 1 LIMIT 1"
    ).fetchone()
    assert most == ("Hamas", 2)
    due = database.execute("SELECT label FROM developments WHERE by_last < '2025-01-01'").fetchall()
    assert due == [("Others follow",)]


def test_two_exports_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        write_database(tables(factory(hostile_briefs())), tmp_path / name)
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()
    write_database(tables(factory(hostile_briefs())), tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()


def test_hostile_texts_are_stored_as_they_are(tmp_path: Path) -> None:
    briefs = hostile_briefs()
    write_database(tables(factory(briefs)), tmp_path / "x.db")
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        titles = {row[0] for row in connection.execute("SELECT title FROM briefs")}
    assert titles == {brief.fields.title for brief in briefs}


def cells(text: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(text, newline=""), strict=True)]


@given(st.lists(texts, min_size=1, max_size=4), st.floats(allow_nan=False) | st.integers())
def test_a_csv_file_is_read_back_and_runs_nothing(values: list[str], number: float) -> None:
    rows = [(*values, number), (*values, None)]
    names = " ".join(f"c{n}" for n in range(len(values) + 1))
    ((name, text),) = csv_files([table("t", names, rows, key=0)])
    assert name == "t.csv"
    head, first, second = cells(text)
    assert head == names.split()
    assert [one.removeprefix("'") for one in first[:-1]] == [
        one.removeprefix("'") for one in values
    ]
    assert (float(first[-1]), second[-1]) == (number, "")
    for one in first[:-1]:
        assert not one.lstrip().startswith(("=", "@"))
        assert not one.startswith(("\t", "\r"))


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1+1", "-1+1", "@x", "\t=1", " =1", "＝1", "\n=1"),
        # Behind a byte order mark, direction marks, a variation selector, and letters without a shape.
        *(
            "\ufeff=1",
            "\u200b=1",
            "\u200f\u2066=1",
            "\ufe0f=1",
            "\u034f@x",
            "\u3164=1",
            "\u115f\u00ad+x",
        ),
    ],
)
def test_a_formula_is_text(text: str) -> None:
    ((_, told),) = csv_files([table("t", "a", [(text,)])])
    assert cells(told)[1] == [f"'{text}"]


@pytest.mark.parametrize(
    "text", ["-5", "+3.2%", "-1,100", "plain", "a=b", "x@y", "\u200fשלום", "\u0301a", "ㅤa=1", "…"]
)
def test_what_is_no_formula_stays(text: str) -> None:
    ((_, told),) = csv_files([table("t", "a", [(text,)])])
    assert cells(told)[1] == [text]


def test_lines_end_as_the_standard_says() -> None:
    ((_, text),) = csv_files([table("t", "a b", [("x\ny", 1)])])
    assert text == '"a","b"\r\n"x\ny",1\r\n'
