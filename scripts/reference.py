"""Write the generated pages of `docs/reference/` (`PYTHONPATH=tests` must be set).

    PYTHONPATH=tests .venv/bin/python scripts/reference.py

The pages come from the declarations that the parser and the checks themselves use, so they cannot
say anything else; `tests/contract/test_reference.py` fails when one is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs_briefs.model.brief import EXPECTED, FrontMatter
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.registry import ActorEntry, AuthorEntry, ThemeEntry
from mkdocs_briefs.parse.schema import FieldRow, field_rows
from mkdocs_briefs.problems import CODES
from support.problem_examples import EXAMPLES, Example

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- Written by scripts/reference.py; change the declaration instead. -->"
GROUPS = {
    "B1": "The file and its YAML",
    "B2": "One field",
    "B3": "References",
    "B4": "What the fields say together",
    "B5": "Advice of an editor",
}
LEADS = {
    "B5": "No build gives these. A site or a brief can switch off single ones with `ignore`.",
}
ACTOR_FILES = "In `actors.yml` below the id, or in a file of its own, `actors/<id>.md`."
THEME_FILES = (
    "In `topics.yml` or `storylines.yml` below the id, or in a file of its own such as "
    "`topics/<id>.md`."
)
AUTHOR_FILES = "In `authors.yml` below the id."
WEIGHTS = {
    "error": "stops a build",
    "warning": "stops a build under `--strict`",
    "info": "stops nothing",
}
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
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")


def pages() -> dict[str, str]:
    """The text of each page by the name of its file."""
    return {"fields.md": fields_page(), "problems.md": problems_page()}


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
        "A field without a mark may be left out. A missing field marked *expected* is a warning,",
        "or an error where the site's option `require` names it. One value may stand where a list",
        "is wanted. How to write a brief is told in",
        "[Writing a brief](../guide/writing-a-brief.md).",
        "",
        "A field of your own begins with `x_`. Editors can check all of this while you type:",
        "`briefs schema brief` prints it as JSON Schema.",
        "",
        *section("A brief", FrontMatter, "", 2),
        *section("An actor", ActorEntry, ACTOR_FILES, 2),
        *section("A topic or storyline", ThemeEntry, THEME_FILES, 2),
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


def problems_page() -> str:
    """Every problem with an example."""
    rows = [
        "---",
        "title: Problems",
        "description: Every problem that a check can report, with an example and its cure.",
        "---",
        "",
        "# Problems",
        "",
        NOTE,
        "",
        "`briefs check` prints them; `mkdocs build` and `mkdocs serve` do so too. The numbers do",
        "not change. An error stops a build; a warning does so under `--strict`. Where an example",
        "shows some fields only, the brief has a `title` and a `date` beside them.",
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
    told = "" if number.startswith("B5") else f": {WEIGHTS[kind.severity.value]}"
    yield from [f"{weight}{told}.", ""]
    example = EXAMPLES.get(number)
    if example is None:
        yield from ["The number is reserved; nothing reports it yet.", ""]
        return
    if example.note:
        yield from [example.note, ""]
    for path, content in example.beside.items():
        yield from [f"Beside it, `{path}`:", "", *fenced("yaml", content)]
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
