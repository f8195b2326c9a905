"""The API: every file keeps to its published schema, and the schemas to theirs."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from mkdocs_briefs.cli.app import main
from mkdocs_briefs.formats.api import api_files, api_schema, json_record, json_text
from mkdocs_briefs.formats.data_records import DATE
from mkdocs_briefs.formats.record_fields import (
    FILES,
    Record,
    RecordContext,
    api_path,
    column,
    optional,
    required,
    schema_path,
)
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages.facts import Committed
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import SETTINGS, brief, library
from support.machine import factory, hostile_briefs, published

KINDS = {
    name: re.compile(re.escape(api_path(name)).replace(re.escape("%7Bid%7D"), "[^/]+"))
    for name in FILES
}
KINDS |= {
    "brief": re.compile(r"api/v1/briefs/[^/]+\.json"),
    "actor": re.compile(r"api/v1/actors/[^/]+\.json"),
}
CHECKER = FormatChecker()


def judge(schema: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=CHECKER)


def api(files: dict[str, str]) -> Iterator[tuple[str, str, Any]]:
    """Kind, path and value of every file of the API but the schemas."""
    for path, text in files.items():
        if path.startswith("api/") and "/schemas/" not in path:
            (kind,) = (name for name, pattern in KINDS.items() if pattern.fullmatch(path))
            yield kind, path, json.loads(text)


def closed(schema: Any) -> Any:
    """The schema with nothing allowed that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "properties" in made:
        made["additionalProperties"] = False
    return made


@pytest.mark.parametrize("hostile", [False, True])
def test_every_file_keeps_to_its_published_schema(*, hostile: bool) -> None:
    files = published(hostile_briefs() if hostile else None)
    found: dict[str, dict[str, object]] = {}
    for kind, path, value in api(files):
        found.setdefault(kind, {})[path] = value
    any_of_them = judge(api_schema())
    for kind, values in found.items():
        schema = json.loads(files[schema_path(kind)])
        judges = judge(schema), judge(closed(schema))
        for path, value in values.items():
            faults = [fault for one in judges for fault in one.iter_errors(value)]
            assert not faults, (path, faults[0].message)
            assert any_of_them.is_valid(value)
    assert found.keys() == FILES.keys()
    assert min(len(found["brief"]), len(found["actor"])) > 3


def test_what_authors_wrote_keeps_to_the_schema_published_beside() -> None:
    files = published()
    for kind, key in (("brief", "front_matter"), ("actor", "entry")):
        check = judge(json.loads(files[schema_path(f"front-matter-{kind}")]))
        for found, path, value in api(files):
            if found == kind:
                faults = [fault.message for fault in check.iter_errors(value[key])]
                # An actor that no registry has needs no entry.
                assert not faults, (path, faults)


SPOILED = {
    "brief": lambda value: value["brief"].pop("title"),
    "briefs": lambda value: value["briefs"][0].update(date="2024-13-01"),
    "actors": lambda value: value["actors"][0].update(kind="robot"),
    "actor": lambda value: value.update(version=2),
    "events": lambda value: value["events"][0]["date"].update(first=None),
    "outlook": lambda value: value["score"].update(n=-1),
    "advice": lambda value: value["advice"][0]["brief"].pop("id"),
    "index": lambda value: value.update(files=[]),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_refuses_what_is_wrong(kind: str) -> None:
    files = published()
    value = next(copy.deepcopy(value) for found, _, value in api(files) if found == kind)
    check = judge(json.loads(files[schema_path(kind)]))
    assert check.is_valid(value)
    SPOILED[kind](value)
    assert not check.is_valid(value)


def test_every_field_says_what_it_holds() -> None:
    for name in ("", *FILES):
        schema = api_schema(name)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        for record in (schema, *schema.get("$defs", {}).values()):
            for field in record.get("properties", {}).values():
                assert field["description"].endswith(".")


def test_the_index_leads_to_everything() -> None:
    files = published()
    index = json.loads(files["api/v1/index.json"])
    assert index["url"] == SETTINGS.site_url
    assert index["others"] == {
        "atom": "feed.xml",
        "json_feed": "feed.json",
        "calendar": "calendar.ics",
        "llms": "llms.txt",
    }
    named = {**index["files"], **index["schemas"], **index["others"]}
    for path in named.values():
        assert path in files or "{id}" in path
    for kind in ("briefs", "actors", "events"):
        listed = json.loads(files[f"api/v1/{kind}.json"])[kind]
        originals = [row for row in listed if "translation_of" not in row]
        assert len(originals) == index[kind]
        assert kind != "briefs" or len(listed) - len(originals) == index["translations"]
        for row in listed:
            if "json" in row:
                assert row["id"] in row["json"] or "%" in row["json"]
    for row in json.loads(files["api/v1/briefs.json"])["briefs"]:
        assert any(path.endswith(f"briefs/{row['id']}.json") for path in files)


def test_corrections_are_data_with_a_place() -> None:
    front = """
    updates:
      - {date: 2024-05-01, kind: correction, text: The **rank** was wrong.}
      - {date: 2024-05-02, kind: clarification, text: More plainly.}
    """
    files = published([brief("a", front)])
    record = json.loads(files["api/v1/briefs/a.json"])
    assert record["updates"] == [
        {
            "id": "update-2024-05-01",
            "path": "briefs/a/#update-2024-05-01",
            "date": "2024-05-01",
            "kind": "correction",
            "text": "The **rank** was wrong.",
        },
        {
            "id": "update-2024-05-02",
            "path": "briefs/a/#update-2024-05-02",
            "date": "2024-05-02",
            "kind": "clarification",
            "text": "More plainly.",
        },
    ]
    assert record["brief"]["modified"] == "2024-05-02"


def test_a_date_says_no_more_than_it_knows() -> None:
    dates = "dates: [XXXX-10-07: A, 2024-04/..: B, 2024-04~: C, D]"
    rows = json.loads(published([brief("a", dates)])["api/v1/events.json"])["events"]
    assert {row["text"]: row.get("date") for row in rows} == {
        "A": {"edtf": "XXXX-10-07"},
        "B": {"edtf": "2024-04/..", "first": "2024-04-01"},
        "C": {"edtf": "2024-04~", "first": "2024-04-01", "last": "2024-04-30"},
        "D": None,
    }


def test_the_same_site_gives_the_same_bytes() -> None:
    one, other = (
        {path: make() for path, make in api_files(RecordContext(factory()))} for _ in range(2)
    )
    assert one == other


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


NAMED = Record("Named", "", (required("name", "", lambda name, _: name),))
PART = Record(
    "Part",
    "",
    (
        required("actor", "", lambda part, _: part[0], NAMED),
        optional("others", "", lambda part, _: [part[0]], [NAMED]),
        optional("role", "", lambda part, _: part[1]),
        column("place"),
    ),
)


@given(st.text(), st.text(), json_values)
def test_the_writer_writes_json(name: str, role: str, value: object) -> None:
    wanted = {"actor": {"name": name}, "others": [{"name": name}], "role": role}
    if not role:
        del wanted["role"]
    record = json_record(PART, (name, role), RecordContext(factory([])))
    assert json.loads(json_text(record)) == wanted
    assert json.loads(json_text(value)) == value


def test_the_writer_leaves_out_what_is_empty_and_writes_dates() -> None:
    record = json_record(DATE, parse_edtf("2024-04/.."), RecordContext(factory([])))
    assert json.loads(json_text(record)) == {"edtf": "2024-04/..", "first": "2024-04-01"}
    with pytest.raises(TypeError):
        json_text({"a": object()})


def test_a_brief_has_the_days_of_its_commits_where_they_are_known() -> None:
    briefs = [brief("a"), brief("b"), brief("c")]
    days = {
        briefs[0].file: Committed(dt.date(2024, 4, 22), dt.date(2024, 5, 1)),
        briefs[1].file: Committed(None, dt.date(2024, 5, 2)),
    }
    made = dict(api_files(RecordContext(ViewFactory(library(briefs), days))))
    told = [json.loads(made[api_path("brief", slug)]()).get("committed") for slug in "abc"]
    assert told == [{"first": "2024-04-22", "last": "2024-05-01"}, {"last": "2024-05-02"}, None]


@pytest.mark.parametrize("kind", ["api", *(f"api-{name}" for name in FILES)])
def test_the_command_prints_what_the_site_publishes(kind: str) -> None:
    told = CliRunner().invoke(main, ["schema", kind])
    assert told.exit_code == 0
    schema = json.loads(told.stdout)
    Draft202012Validator.check_schema(schema)
    name = kind.removeprefix("api").removeprefix("-")
    if name:
        assert schema == json.loads(published([])[schema_path(name)])
    else:
        assert {"IndexFile", "BriefRecord", "ActorRecord", "Named"} <= schema["$defs"].keys()
