"""The files for editors in this repository say what the parser says."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from mkdocs_briefs.builder.scaffold import site_files
from mkdocs_briefs.cli.app import main
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_registry
from mkdocs_briefs.parse.schema import json_schema
from mkdocs_briefs.problems import Problem
from mkdocs_briefs.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".vscode"
SETTINGS = Settings(today=dt.date(2024, 6, 1))
SNIPPETS = json.loads((FOLDER / "briefs.code-snippets").read_text("utf-8"))
CHOSEN = json.loads((FOLDER / "settings.json").read_text("utf-8"))["yaml.schemas"]
PAIRS = [(schema, file) for schema, files in CHOSEN.items() for file in files]
LISTS = {
    "Actor of a brief": "actors",
    "Event": "dates",
    "Implication": "implications",
    "Development with a likelihood": "developments",
    "Figure": "figures",
    "Source": "sources",
}


class Plain(yaml.SafeLoader):
    """Reads a day as the text that it is, as editors do."""


Plain.yaml_implicit_resolvers = {
    first: [row for row in rows if row[0] != "tag:yaml.org,2002:timestamp"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("kind", ["actors", "topics", "authors", "events", "sources"])
def test_the_schemas_are_those_of_the_command(kind: str) -> None:
    written = json.loads((FOLDER / "schemas" / f"{kind}.json").read_text("utf-8"))
    assert written == json_schema(kind), f"run: briefs schema {kind} > .vscode/schemas/{kind}.json"


@pytest.mark.parametrize(("schema", "file"), PAIRS)
def test_the_registries_of_the_sample_fit_their_schemas(schema: str, file: str) -> None:
    rules = json.loads((ROOT / schema).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(rules)
    checker = jsonschema.Draft202012Validator(rules)
    data = yaml.load((ROOT / file).read_text("utf-8"), Plain)
    assert [error.message for error in checker.iter_errors(data)] == []
    ident = next(iter(data))
    assert not checker.is_valid({ident: {"nmae": "A field that does not exist"}})
    assert not checker.is_valid({ident: ["a list"]})


def filled(body: list[str]) -> list[list[str]]:
    """The lines a snippet gives: with its first choices, and with its last ones."""
    text = "\n".join(body).replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2024-05-01")
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text).replace("$0", "Text.")
    picks = (lambda m: m[1].split(",")[0], lambda m: m[1].split(",")[-1])
    return [re.sub(r"\$\{\d+\|([^}]*)\|\}", pick, text).split("\n") for pick in picks]


def faults(name: str, lines: list[str]) -> tuple[Problem, ...]:
    if SNIPPETS[name]["scope"] == "yaml":
        text = "\n".join(lines)
        return parse_registry(text.encode(), "briefs/actors.yml", "actors", SETTINGS).problems
    if name in LISTS:
        lines = ["---", "title: A", "date: 2024-05-01", f"{LISTS[name]}:", *lines, "---", "Text."]
    found = parse_brief("\n".join(lines).encode(), "briefs/a.md", "briefs/a.md", SETTINGS).problems
    return tuple(p for p in found if name not in LISTS or p.code != "B202")


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_gives_what_the_parser_takes(name: str) -> None:
    for lines in filled(SNIPPETS[name]["body"]):
        assert "$" not in "\n".join(lines)
        assert faults(name, lines) == ()


def test_the_settings_start_the_language_server() -> None:
    """VS Code's client runs the command with its arguments in the folder of the site."""
    ours = json.loads((FOLDER / "settings.json").read_text("utf-8"))
    starter = json.loads(site_files("A", dt.date(2024, 6, 1), "x")[".vscode/settings.json"])
    guide = (ROOT / "docs" / "how-to" / "editors.md").read_text("utf-8")
    (told,) = re.findall(r"^    ```json\n(.*?)^    ```$", guide, re.MULTILINE | re.DOTALL)
    keys = json.loads(told).keys()
    assert {key: starter[key] for key in keys} == json.loads(told)
    for settings in (ours, starter):
        program = Path(settings["glspc.server.command"]).name
        assert main.name in (None, "main", program)
        (name,) = settings["glspc.server.commandArguments"]
        assert name in main.commands
    extensions = json.loads((FOLDER / "extensions.json").read_text("utf-8"))["recommendations"]
    assert all(f"`{one}`" in guide for one in extensions)
