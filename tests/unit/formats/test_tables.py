"""Tables of all data, and the CSV file of all developments."""

from __future__ import annotations

import csv
import io

import pytest

from mkdocs_briefs.formats.record_fields import RecordContext
from mkdocs_briefs.formats.tables import COLUMNS, Column, Table, outlook_csv, table, tables
from mkdocs_briefs.model.brief import Advice, Figure, Implication, Revision, Source
from mkdocs_briefs.model.fields import Record
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import WORLD, brief, library
from support.machine import factory, hostile_briefs


def made(*args, **registries) -> dict[str, Table]:
    return {each.name: each for each in tables(factory(*args, **registries))}


def rows(each: Table) -> list[dict]:
    names = [column.name for column in each.columns]
    return [dict(zip(names, row, strict=True)) for row in each.rows]


def test_columns_say_their_type_and_what_they_refer_to() -> None:
    each = table("t", "a b:REAL c>x", [(1, 2, 3), (1, 9, 9), (2, 2, 3)])
    assert each.columns == (Column("a"), Column("b", "REAL"), Column("c", "TEXT", "x"))
    assert each.rows == ((1, 2, 3), (2, 2, 3))
    assert table("t", "a b", [(1, 1), (1, 1)], key=0).rows == ((1, 1), (1, 1))


@pytest.mark.parametrize(
    ("name", "record", "left_out"),
    [
        ("implications", Implication, {"actors", "sources"}),
        ("advice", Advice, {"actors"}),
        ("figures", Figure, {"sources"}),
        ("sources", Source, set()),
        ("revisions", Revision, set()),
    ],
)
def test_what_the_model_declares_is_a_column(
    name: str, record: type[Record], left_out: set[str]
) -> None:
    columns = {column.name for column in made()[name].columns}
    assert record.model_fields.keys() - columns == left_out


def test_every_reference_is_to_a_row_of_a_table_before() -> None:
    for source in (None, hostile_briefs()):
        seen: dict[str, set] = {}
        for each in tables(factory(source)):
            keys = {row[0] for row in each.rows}
            seen[each.name] = keys
            for number, column in enumerate(each.columns):
                assert all(len(row) == len(each.columns) for row in each.rows)
                if column.refers:
                    found = {row[number] for row in each.rows} - {None}
                    assert found <= seen[column.refers], (each.name, column.name)


def test_the_world_is_all_there() -> None:
    found = made()
    briefs = {row["slug"]: row for row in rows(found["briefs"])}
    assert briefs["هجوم"]["lang"] == "ar"
    assert briefs["هجوم"]["translation_of"] == "attack"
    assert briefs["resigns"]["modified"] == "2024-05-01"
    actors = {row["id"]: row for row in rows(found["actors"])}
    assert actors["hamas"]["part_of"] == "fatah"
    assert {"actor": "iran", "name": "إيران"} in rows(found["aliases"])
    assert {"brief": "resigns", "actor": "haliva", "position": 2, "role": "Resigned",
            "capacity": "subject"} in rows(found["roles"])  # fmt: skip
    events = {row["text"]: row for row in rows(found["events"])}
    old = events["An older war"]
    assert (old["date"], old["first"], old["last"]) == ("199X", "1990-01-01", "1999-12-31")
    assert events["A hearing is called"]["date"] is None
    (forecast,) = (r for r in rows(found["developments"]) if r["id"] == "others-follow")
    assert (forecast["low"], forecast["high"], forecast["by_last"]) == (60, 60, "2024-12-31")
    assert (forecast["status"], forecast["scored"]) == ("open", 0)
    assert [row["kind"] for row in rows(found["updates"])] == ["correction"]
    assert {"brief": "resigns", "other": "attack", "relation": "background"} in [
        row | {"relation": "background"} for row in rows(found["related"])
    ]
    assert ("resigns", "topic", "gaza") in {row[:3] for row in found["mentions"].rows}
    assert rows(found["relations"])[0]["other"] == "iran"
    assert rows(found["figures"])[0]["value"] == "34,000"


def test_a_resolution_tells_what_came_of_it_and_where_it_is_told() -> None:
    first = brief(
        "first",
        """
        developments:
          - {label: Port, text: It opens., likelihood: 60%, by: 2024-05-20, resolves_if: It does.,
             revisions: [{date: 2024-05-01, likelihood: 80%, why: Ships came.}],
             resolution: {outcome: yes, date: 2024-05-21, brief: second}}
        """,
    )
    found = made([first, brief("second")], **WORLD)
    (row,) = rows(found["developments"])
    assert (row["outcome"], row["resolved"], row["resolved_in"]) == ("yes", "2024-05-21", "second")
    assert (row["scored"], row["first_probability"], row["last_probability"]) == (1, 0.6, 0.8)
    assert rows(found["revisions"])[0]["why"] == "Ships came."


def sheet(front: str) -> list[dict[str, str]]:
    found = ViewFactory(
        library([brief("one", front)], actors="port: The port\npilots: Pilots\n", topics="a: A\n")
    )
    return list(csv.DictReader(io.StringIO(outlook_csv(RecordContext(found)))))


def test_a_row_has_what_was_called_and_what_became_of_it() -> None:
    (row,) = sheet(
        "topics: [a]\ndevelopments:\n"
        "  - {label: Port, text: It opens., likelihood: 60%, by: 2024-05, resolves_if: X.,"
        " actors: [port, pilots], revisions: [{date: 2024-04-25, likelihood: very likely}],"
        " resolution: {outcome: yes, date: 2024-05-02, note: Says the log.}}\n"
    )
    assert [*row] == [column.partition("=")[0] for column in COLUMNS]
    assert (row["first_term"], row["last_term"], row["revisions"]) == ("likely", "very likely", "1")
    assert (float(row["brier_first"]), float(row["brier_last"])) == (0.16, 0.015625)
    assert (row["by"], row["by_first"], row["by_last"]) == ("2024-05", "2024-05-01", "2024-05-31")
    assert (row["status"], row["resolved"], row["scored"]) == ("yes", "2024-05-02", "1")
    assert (row["actors"], row["topics"], row["path"]) == ("port; pilots", "a", "briefs/one/#port")


def test_a_watch_item_has_no_numbers() -> None:
    (row,) = sheet("developments: [It may rain.]")
    assert (row["status"], row["scored"], row["first_low"], row["brier_last"]) == (
        "watch",
        "0",
        "",
        "",
    )


def test_no_cell_is_a_formula() -> None:
    rows = sheet(
        "developments:\n  - {label: '=1+1', text: '@SUM(A1)', resolution: "
        "{outcome: yes, date: 2024-05-02, note: '+cmd|calc'}}\n"
    )
    texts = [value for row in rows for value in row.values()]
    assert not any(text.lstrip().startswith(("=", "+", "@", "-")) for text in texts)
    assert rows[0]["label"] == "'=1+1"


def test_a_site_without_developments_has_the_names_alone() -> None:
    assert sheet("") == []


def test_an_actor_has_the_events_of_its_page() -> None:
    """Those that name it, in `actors` or in their words."""
    dates = "dates:\n  - 2024-01-01: The council meets Ann Other\n  - 2024-01-02: Ships wait\n"
    source = brief(
        "ships", f"actors: [ann, bob]\n{dates}  - {{date: 2024, event: It ends, actors: [bob]}}"
    )
    at = ViewFactory(library([source], actors="ann: Ann Other\nbob: Bob Barker"))
    found = {tuple(row) for each in tables(at) if each.name == "event_actors" for row in each.rows}
    shown = {
        (event.id, actor) for actor, events in at.where.events_of_actor.items() for event in events
    }
    assert found == shown
    assert sorted(actor for _, actor in found) == ["ann", "bob"]
