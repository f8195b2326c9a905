"""Write the generated pages of `docs/` (`PYTHONPATH=tests` must be set).

    PYTHONPATH=tests .venv/bin/python scripts/reference.py

The pages come from the declarations that the parser and the checks themselves use, so they cannot
say anything else; `tests/contract/test_reference.py` fails when one is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coupling import DECISION, measured
from interface import commands_page, options_page

from mkdocs_briefs.formats.api import RECORDS, api_schema
from mkdocs_briefs.formats.record_fields import FILES, ROOT, schema_path
from mkdocs_briefs.model.brief import EXPECTED, FrontMatter
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.registry import ActorEntry, AuthorEntry, TermEntry
from mkdocs_briefs.parse.schema import FieldRow, field_rows
from mkdocs_briefs.problems import CODES
from support.problem_examples import EXAMPLES, Example

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTE = "<!-- Written by scripts/reference.py; change the declaration instead. -->"
GROUPS = {
    "B1": "The file and its YAML",
    "B2": "One field",
    "B3": "References",
    "B4": "Several fields together",
    "B5": "Editorial advice",
    "B6": "Published content",
}
LEADS = {
    "B5": "Only `briefs check` and editors report these. Switch them off with `ignore`.",
    "B6": "Only `briefs guard` reports these. It compares with an earlier commit.",
}
ACTOR_FILES = "In `actors.yml` below the id, or in a file `actors/<id>.md`."
THEME_FILES = (
    "In `topics.yml` or `storylines.yml` below the id, or in a file such as `topics/<id>.md`."
)
AUTHOR_FILES = "In `authors.yml` below the id."
WEIGHTS = {
    "error": "stops a build",
    "warning": "stops a strict build",
    "info": "stops no build",
}
PROMISE = (
    *("## What stays", ""),
    *("Within version 1, which is in every file and in the address:", ""),
    "- A field keeps its name, type and meaning, and a file its address.",
    "- No field is removed. A field marked *always* is always there.",
    "- Lists of allowed values stay the same.",
    "- New fields and files can be added. Ignore those that you do not know; the schemas allow",
    "  them.",
    "",
    "Other changes need version 2, in `api/v2/`. Version 1 then stays until a changelog has",
    "announced its end in an earlier release.",
    "",
    "Ids of briefs and actors change only with `briefs rename`. Events and developments have the",
    "`id` that their author gave them, or one made from their first words.",
    "",
    *("## How to read it", ""),
    "- A path, such as `briefs/harbour/`, is relative to the root of the site. `index.json` has",
    "  the address of the site in `url`, if it is known.",
    "- Empty fields are left out. No field is null.",
    "- A date is EDTF. `first` and `last` are the days between which it lies. Other days are ISO",
    "  8601.",
    "- Likelihoods are percentages from 0 to 100. Shares and scores are from 0 to 1.",
    "- *Inline Markdown* can contain emphasis, code, links, wikilinks and citations. *Plain text*",
    "  contains no markup. Neither is HTML: escape both before you show them.",
    "- Open and overdue are as of the day of the build.",
    "",
    "`briefs schema api` prints one JSON Schema (2020-12) for all files, and",
    "`briefs schema api-brief` that of one kind. A site also has them in `api/v1/schemas/`.",
    "",
)
SHOWN = {
    "front": "yaml",
    "file": "yaml",
    "body": "markdown",
    "page": "markdown",
    "name": "text",
    "registry": "yaml",
}


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")


def pages() -> dict[str, str]:
    """The text of each page by its path below `docs/`."""
    return {
        "reference/api.md": api_page(),
        "reference/commands.md": commands_page(),
        "reference/fields.md": fields_page(),
        "reference/options.md": options_page(),
        "reference/problems.md": problems_page(),
        DECISION: measured((DOCS / DECISION).read_text("utf-8")),
    }


def fields_page() -> str:
    """Every field of a brief and of the registries."""
    rows = [
        "---",
        "title: Fields",
        "description: Every field of a brief and of the registries.",
        "---",
        "",
        "# Fields",
        "",
        NOTE,
        "",
        "Fields without a mark are optional. A missing *expected* field is a warning, or an error",
        "if the option `require` names it. Where a list is expected, one value is enough. See",
        "[Writing a brief](writing-a-brief.md) for examples.",
        "",
        "Begin the names of your own fields with `x_`. `briefs schema brief` prints a JSON Schema",
        "for editors.",
        "",
        *section("A brief", FrontMatter, "", 2),
        *section("An actor", ActorEntry, ACTOR_FILES, 2),
        *section("A topic or storyline", TermEntry, THEME_FILES, 2),
        *section("An author", AuthorEntry, AUTHOR_FILES, 2),
    ]
    return "\n".join(rows).rstrip() + "\n"


def section(title: str, record: type[Record], lead: str, level: int) -> Iterator[str]:
    """The table of one record, then those of the records in it."""
    yield from [f"{'#' * level} {title}", ""]
    if lead:
        yield from [lead, ""]
    yield from ["| field | holds | example |", "|---|---|---|"]
    rows = field_rows(record)
    for row in rows:
        name = f"`{row.name}`{mark(row, record)}"
        yield f"| {name} | {cell(holds(row, record))} | {code(row.example)} |"
    yield ""
    for row in rows:
        if row.record is not None:
            yield from section(
                f"Entries of `{row.name}`" if "list" in row.type else f"`{row.name}`",
                row.record,
                short_forms(row),
                min(level + 1, 4),
            )


def mark(row: FieldRow, record: type[Record]) -> str:
    """Whether the field must be there."""
    if row.required:
        return " *required*"
    return " *expected*" if record is FrontMatter and row.name in EXPECTED else ""


def holds(row: FieldRow, record: type[Record]) -> str:
    """What stands in a field, in words."""
    kind = row.type
    if row.record:
        kind = "list of entries, see below" if "list" in kind else "fields, see below"
    default = record.model_fields[row.name].default if row.name in record.model_fields else None
    if isinstance(default, str):
        kind += f"; else {default}"
    return f"{row.description} ({kind})"


def short_forms(row: FieldRow) -> str:
    """How an entry can be written in one line."""
    if row.record is None or not issubclass(row.record, Item):
        return ""
    forms = [f"`- {row.record.scalar}`"]
    if row.record.scalar_url:
        forms.append(f"`- {row.record.scalar_url}`")
    if row.record.pair:
        forms.append(f"`- {': '.join(row.record.pair)}`")
    return f"Short: {' or '.join(forms)}. In long form:"


def cell(text: str) -> str:
    """`text` as it can stand in a table."""
    return text.replace("|", "\\|")


def code(text: str) -> str:
    """`text` as code in a table."""
    return f"`{cell(text)}`"


def api_page() -> str:
    """Every file and record of the JSON API."""
    definitions = api_schema()["$defs"]
    rows = [
        "---",
        "title: The JSON API",
        "description: Every file and every field of the static JSON API, and what stays the same.",
        "---",
        "",
        "# The JSON API",
        "",
        NOTE,
        "",
        f"A site has these static files in `{ROOT}`. [Get the data](../how-to/get-the-data.md) has",
        "examples.",
        "",
        "| file | holds | schema |",
        "|---|---|---|",
    ]
    for name, path in FILES.items():
        title, schema = RECORDS[name].name, schema_path(name).removeprefix(ROOT)
        about = definitions[title]["description"]
        rows.append(f"| `{path}` | {about} See [{title}](#{title.lower()}). | `{schema}` |")
    rows += ["", *PROMISE, "## Records", ""]
    for name, schema in definitions.items():
        rows += api_record(name, schema)
    return "\n".join(rows).rstrip() + "\n"


def api_record(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """The table of one record of the API."""
    yield from [f"### {name}", "", schema["description"], ""]
    yield from ["| field | type | holds |", "|---|---|---|"]
    for key, field in schema["properties"].items():
        needed = " *always*" if key in schema["required"] else ""
        yield f"| `{key}`{needed} | {api_type(field)} | {cell(field['description'])} |"
    yield ""


def api_type(rule: dict[str, Any]) -> str:
    """The type of a value of the API in words."""
    if "$ref" in rule:
        name = rule["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "enum" in rule:
        return ", ".join(f"`{one}`" for one in rule["enum"])
    kind = rule["type"]
    if kind == "array":
        return f"list of {api_type(rule['items'])}"
    if rule.get("format") == "date":
        return "day"
    return {"string": "text", "boolean": "true or false", "integer": "number"}.get(kind, kind)


def problems_page() -> str:
    """Every problem with an example."""
    rows = [
        "---",
        "title: Problems",
        "description: Every problem that a check can report, with a wrong and a right example.",
        "---",
        "",
        "# Problems",
        "",
        NOTE,
        "",
        "`briefs check`, `mkdocs build` and `mkdocs serve` report these problems. Codes do not",
        "change. An error stops a build; a warning stops it under `--strict`. Examples leave out",
        "`title` and `date` where they do not matter.",
        "",
    ]
    for group, title in GROUPS.items():
        rows += [f"## {title}", "", *filter(None, [LEADS.get(group)]), ""]
        for number in sorted(CODES):
            if number.startswith(group):
                rows += problem(number)
    return "\n".join(rows).rstrip() + "\n"


def problem(number: str) -> Iterator[str]:
    """One kind of problem."""
    kind = CODES[number]
    yield from [f"### {number}: {kind.title} {{#{number.lower()}}}", ""]
    weight = kind.severity.value.capitalize()
    told = "" if number.startswith(("B5", "B6")) else f": {WEIGHTS[kind.severity.value]}"
    yield from [f"{weight}{told}.", ""]
    example = EXAMPLES.get(number)
    if example is None:
        yield from ["This code is reserved.", ""]
        return
    if example.note:
        yield from [example.note, ""]
    for path, content in example.beside.items():
        yield from [f"Beside it, `{path}`:", "", *fenced("yaml", content)]
    if example.published:
        yield from ["Published:", "", *fenced(SHOWN[example.kind], example.published)]
    yield from ["Wrong:", "", *fenced(SHOWN[example.kind], shown(example, example.fails))]
    yield from ["Right:", "", *fenced(SHOWN[example.kind], shown(example, example.fixed))]


def shown(example: Example, text: str) -> str:
    """One of the example's texts as it is printed."""
    return f"briefs/{text}" if example.kind == "name" else text


def fenced(language: str, text: str) -> list[str]:
    """A block of code."""
    return [f"```{language}", text.rstrip("\n"), "```", ""]


if __name__ == "__main__":
    main()
