import json

import pytest

from mkdocs_briefs.model.brief import Development, Figure, FrontMatter, Participation, Source
from mkdocs_briefs.model.fields import fields_of
from mkdocs_briefs.model.registry import ActorEntry, TermEntry
from mkdocs_briefs.parse.schema import KINDS, field_rows, json_schema
from mkdocs_briefs.parse.shape import PAGE_KEYS, shape
from mkdocs_briefs.parse.yaml_tree import compose
from mkdocs_briefs.settings import Limits


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_json_names_its_dialect_and_resolves(kind):
    schema = json.loads(json.dumps(json_schema(kind)))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith("urn:")
    assert schema["title"]
    assert schema["description"]
    for reference in references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"], reference


def test_brief_schema_has_every_field_described_and_lets_own_and_page_keys_through():
    schema = json_schema("brief")
    assert set(schema["properties"]) == set(fields_of(FrontMatter)) | PAGE_KEYS
    assert schema["required"] == ["title", "date"]
    assert all(rule["description"] for rule in schema["properties"].values())
    assert "^x_" in schema["patternProperties"]
    assert schema["additionalProperties"] is False


def test_schema_takes_numbers_for_text_one_value_for_a_list_and_nothing_for_an_optional_field():
    properties = json_schema("brief")["properties"]
    assert properties["title"]["type"] == ["string", "number", "boolean"]
    kinds = [rule.get("type") for rule in properties["topics"]["anyOf"]]
    assert "array" in kinds
    assert "null" in kinds
    assert ["string", "number", "boolean"] in kinds


def test_registry_files_map_ids_to_entries_or_names():
    schema = json_schema("actors")
    assert schema["additionalProperties"]["anyOf"][0] == {"type": ["string", "null"]}
    assert set(schema["$defs"]["Actor"]["properties"]) >= set(fields_of(ActorEntry))
    with pytest.raises(KeyError):
        json_schema("nonsense")


@pytest.mark.parametrize(
    "record", [FrontMatter, Participation, Development, Figure, Source, ActorEntry, TermEntry]
)
def test_rows_follow_the_declaration_and_say_everything(record):
    rows = field_rows(record)
    assert [row.name for row in rows] == list(fields_of(record))
    for row in rows:
        assert row.description
        assert row.example
        assert row.type


def test_rows_use_the_words_of_authors():
    rows = {row.name: row for row in field_rows(FrontMatter)}
    assert (rows["title"].type, rows["title"].required) == ("text", True)
    assert rows["date"].type == "day or moment"
    assert rows["as_of"].type == "date (EDTF)"
    assert rows["type"].type == "one of analysis, background, report"
    assert rows["draft"].type == "true or false"
    assert rows["topics"].type == "list of text (or one)"
    assert rows["actors"].record is Participation
    development = {row.name: row for row in field_rows(Development)}
    assert development["likelihood"].type == "likelihood"


def test_examples_are_what_the_parser_accepts():
    for record in (FrontMatter, ActorEntry, Development):
        for row in field_rows(record):
            sign = "\n  - " if row.type.startswith("list of entries") else " "
            out = shape(compose(f"{row.name}:{sign}{row.example}\n", "a.md", 2, Limits()), record)
            assert out.problems == [], row
            # The other required fields are missing, and only they may be complained of.
            faults = []
            try:
                record.model_validate(out.data)
            except ValueError as error:
                faults = [one for one in error.errors() if one["loc"][0] == row.name]
            assert faults == [], row
