"""What programs get of whose forecasts are, and of whom advice is for."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.formats.record_fields import RecordContext
from mkdocs_briefs.formats.tables import tables
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import brief, library

ATOM = "{http://www.w3.org/2005/Atom}"
ACTORS = "bureau: {name: Weather bureau, kind: organization}\nport: {name: The port, kind: group}\n"
FRONT = """
authors: [Ada]
actors: [port]
sources: [{id: almanac, title: The almanac}]
implications: [Delay: Goods are late.]
developments:
  - {label: Storm, text: A storm comes., likelihood: 80%, by: 2024-05-20, resolves_if: It comes.,
     attributed_to: Weather bureau, resolution: {outcome: yes, date: 2024-05-02, note: It came.}}
  - {label: Frost, text: Frost comes., likelihood: 40%, by: 2024-12-20, resolves_if: It freezes.,
     attributed_to: almanac, actors: [port]}
  - {label: Strike, text: They strike., likelihood: 20%, by: 2024-12-20, resolves_if: They do.}
advice:
  - {label: Moor, text: Moor the ships., audience: [the port, Crews], actors: [bureau], addresses: [delay]}
"""


@pytest.fixture(scope="module")
def factory() -> ViewFactory:
    return ViewFactory(library([brief("one", FRONT)], actors=ACTORS))


@pytest.fixture(scope="module")
def files(factory: ViewFactory) -> dict[str, str]:
    return {path: make() for path, make in machine_files(factory, lambda _: None)}


def test_the_api_says_whose_each_forecast_is(files: dict[str, str]) -> None:
    found = json.loads(files["api/v1/outlook.json"])
    assert {row["label"]: row.get("attributed_to") for row in found["developments"]} == {
        "Storm": {
            "kind": "actor",
            "id": "bureau",
            "name": "Weather bureau",
            "path": "actors/bureau/",
        },
        "Frost": {
            "kind": "source",
            "id": "almanac",
            "name": "The almanac",
            "path": "briefs/one/#source-almanac",
        },
        "Strike": None,
    }
    rows = {row["name"]: row for row in found["forecasters"]}
    assert {name: (row["kind"], row["forecasts"]) for name, row in rows.items()} == {
        "Weather bureau": ("actor", 1),
        "The almanac": ("source", 1),
        "Ada": ("author", 1),
    }
    assert (rows["Weather bureau"]["yes"], rows["Weather bureau"]["score"]["n"]) == (1, 1)
    assert rows["Weather bureau"]["score"]["brier_last"] == pytest.approx(0.04)
    assert rows["Ada"]["score"] == {"n": 0, "enough": False}


def test_an_actor_has_its_forecasts_apart_from_those_about_it(files: dict[str, str]) -> None:
    bureau, port = (json.loads(files[f"api/v1/actors/{name}.json"]) for name in ("bureau", "port"))
    assert [row["label"] for row in bureau["forecasts"]] == ["Storm"]
    assert bureau["score"]["n"] == 1
    assert "developments" not in bureau
    assert [row["label"] for row in port["developments"]] == ["Frost"]
    assert "forecasts" not in port
    assert [row["label"] for row in port["advice_for"]] == ["Moor"]
    assert [row["label"] for row in bureau["advice_about"]] == ["Moor"]


def test_the_api_has_advice_with_references(files: dict[str, str]) -> None:
    (row,) = json.loads(files["api/v1/advice.json"])["advice"]
    assert row["audience"] == [
        {"name": "The port", "id": "port", "path": "actors/port/"},
        {"name": "Crews"},
    ]
    assert row["addresses"] == [{"id": "delay", "path": "briefs/one/#delay"}]
    assert [actor["id"] for actor in row["actors"]] == ["bureau"]
    index = json.loads(files["api/v1/index.json"])
    assert (index["advice"], index["files"]["advice"]) == (1, "api/v1/advice.json")
    assert "api/v1/advice.json" in files["llms.txt"]


def test_the_calendar_of_an_actor_has_its_own_forecasts() -> None:
    front = "developments: [{label: Hail, text: T., by: 2024-12-20, attributed_to: Weather bureau}]"
    plan = ViewFactory(library([brief("one", front)], actors=ACTORS))
    files = {path: make() for path, make in machine_files(plan, lambda _: None)}
    assert "Deadline: One: Hail" in files["actors/bureau/calendar.ics"]


def test_feeds_calendars_tables_and_markdown_say_it(
    files: dict[str, str], factory: ViewFactory
) -> None:
    titles = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}summary")
        for entry in ET.fromstring(files["feed.xml"].encode()).iter(f"{ATOM}entry")
    }
    title = "Storm – it happened (Forecast by Weather bureau: very likely, 80%)"
    (told,) = [text for name, text in titles.items() if name and title in name]
    assert told is not None
    assert told.startswith("It happened, 2 May 2024. It came.")
    days = files["calendar.ics"].replace("\r\n ", "")
    assert "DESCRIPTION;LANGUAGE=en:Forecast by The almanac\\nOne" in days
    assert "Deadline" not in files["actors/bureau/calendar.ics"], "it is decided"
    rows = list(csv.DictReader(io.StringIO(files["outlook/outlook.csv"])))
    assert [row["attributed_to"] for row in rows] == ["Weather bureau", "The almanac", ""]
    text = files["briefs/one/index.md"]
    assert "Forecast by [Weather bureau](https://example.org/site/actors/bureau/)." in text
    assert "For [The port](https://example.org/site/actors/port/), Crews." in text
    found = {table.name: table.rows for table in tables(RecordContext(factory).factory)}
    assert found["advice_audiences"] == (
        ("one", "moor", "The port", "port"),
        ("one", "moor", "Crews", None),
    )
    assert found["advice_actors"] == (("one", "moor", "bureau"),)
