"""Write the generated pages of `docs/` (`PYTHONPATH=tests` must be set).

    PYTHONPATH=tests .venv/bin/python scripts/reference.py

The pages are made from the declarations that the program uses: fields, options, commands, records
and problems. `tests/contract/test_reference.py` fails if a page is out of date.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import yaml
from coupling import DECISION, measured

from mkdocs_briefs.cli.app import main as briefs
from mkdocs_briefs.formats.api import RECORDS, api_schema
from mkdocs_briefs.formats.record_fields import FILES, ROOT, schema_path
from mkdocs_briefs.model.brief import EXPECTED, FrontMatter
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.options import OPTIONS, kind_of
from mkdocs_briefs.model.registry import ActorEntry, AuthorEntry, TermEntry
from mkdocs_briefs.parse.schema import FieldRow, field_rows
from mkdocs_briefs.problems import CODES
from mkdocs_briefs.settings import Limits
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
    "B5": "Only `briefs check` and editors report these, as notes: they change no exit status.\n"
    "Switch them off with `ignore`.",
    "B6": "Only `briefs guard` reports these. It compares with an earlier commit.",
}
ACTOR_FILES = "In `actors.yml` below the id, or in a file `actors/<id>.md`."
TERM_FILES = (
    "In `topics.yml` or `storylines.yml` below the id, or in a file such as `topics/<id>.md`."
)
AUTHOR_FILES = "In `authors.yml` below the id."
SHARED_FILES = (
    "In `events.yml` or `sources.yml` below the id. The fields are those of an entry of a brief's\n"
    "[`dates`](#entries-of-dates) or [`sources`](#entries-of-sources), without `id`."
)
EFFECTS = {
    "error": "stops a build",
    "warning": "stops a strict build",
    "note": "stops no build",
}
_DIVIDE = "Divide the brief into several, or put data into a file beside it."
_OWN_FILE = (
    "Give entries [a file of their own](fields.md#an-actor), and leave out those that no brief "
    "uses (`briefs actors unused`). 20,000 short actors fit."
)
_SIGNS = "Divide the text by empty lines, put the signs into code, or take them away."
LIMITS = {
    "Files": {
        "settings.file_bytes": ("bytes of a brief or profile", _DIVIDE),
        "settings.front_matter_bytes": ("bytes of its front matter", _DIVIDE),
        "settings.nodes": ("values and keys of its front matter", _DIVIDE),
        "settings.registry_bytes": ("bytes of a registry such as `actors.yml`", _OWN_FILE),
        "settings.registry_nodes": ("values and keys of a registry", _OWN_FILE),
        "settings.depth": ("lists and fields inside each other", "Flatten them."),
        "builder.workspace.MAX_FOLDER_DEPTH": ("folders inside each other", "Move the file up."),
    },
    "Texts and names": {
        "model.texts.TEXT_LIMIT": ("characters of a text field", "Move the rest into the body."),
        "model.texts.TITLE_LIMIT": ("characters of a title, name or label", "Shorten it."),
        "model.texts.URL_LIMIT": (
            "characters of a web address",
            "Cut what the site does not need, often from `?` on.",
        ),
        "model.ids.MAX_ID_LENGTH": (
            "characters of an id or slug",
            "Shorten it. A longer name of a file needs a `slug`.",
        ),
        "model.ids.MAX_SLUG_LENGTH": (
            "characters of an id that is made from words",
            "Nothing: it ends with the last word that fits. Write an `id` or `slug` for another.",
        ),
        "model.edtf.MAX_LENGTH": ("characters of a date", "Write the rest as words of the event."),
        "model.edtf.MAX_YEAR_DIGITS": ("digits of a year", "Leave the date out."),
        "model.ids.MAX_NAME_BYTES": (
            "bytes of one part of an address in `redirect_from`",
            "Give it up: no file can have the name.",
        ),
    },
    "Bodies": {
        "parse.body.MAX_MARKS": ("signs of Markdown in one paragraph", _SIGNS),
        "parse.body.MAX_NESTING": ("lists and quotations that open on one line", _SIGNS),
        "parse.body.MAX_INDENT": ("spaces before a line", "Take them away."),
        "parse.body.MAX_OPEN_ELEMENTS": ("elements of HTML inside each other", "Close them."),
        "parse.body.MAX_BRACKET_STEPS": ("characters between brackets and their ends", _SIGNS),
        "parse.body.MAX_TAG_STEPS": ("characters behind each `<` without an end", _SIGNS),
        "parse.body.MAX_CUT_STEPS": ("headings and rules in a paragraph, times its length", _SIGNS),
    },
}
"""Where each bound on what authors write is declared -> what it bounds, and what to do at it."""
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
    "`id` that their author gave them, or one made from their words, and for events their date.",
    "",
    *("## How to read it", ""),
    "- A path, such as `briefs/harbour/`, is relative to the root of the site. `index.json` has",
    "  the address of the site in `url`, if it is known.",
    "- Empty fields are left out. No field is null.",
    "- A date is EDTF. `first` and `last` are the days between which it lies, if they are of the",
    "  years 1 to 9999. Other days are ISO 8601.",
    "- Likelihoods are percentages from 0 to 100. Shares and scores are from 0 to 1.",
    "- *Inline Markdown* can contain emphasis, code, links, wikilinks and citations. *Plain text*",
    "  contains no markup. Neither is HTML: escape both before you show them.",
    "- Open and overdue are as of the day of the build.",
    "",
    "`briefs schema api` prints one JSON Schema (2020-12) for all files, and",
    "`briefs schema api-brief` that of one kind. A site also has them in `api/v1/schemas/`.",
    "",
)
RECURRING = ("Headlines that recur", "../how-to/recurring-headlines.md")
MORE = {
    "address": RECURRING,
    "former_addresses": RECURRING,
    "likelihood_scale": ("Make a forecast", "../how-to/forecast.md"),
    "ignore": ("Switch warnings off", "../how-to/fix-a-failed-check.md#switch-warnings-off"),
    "untrusted": ("Accept briefs from strangers", "../how-to/untrusted.md"),
    "social_cards": ("Share a brief", "../how-to/share.md"),
    "search": ("Search", "../how-to/search.md"),
    "show_time": ("The hour", "writing-a-brief.md#the-hour"),
    "git_dates": ("When a page was changed", "configuration.md#when-a-page-was-changed"),
    "machine_files": ("Keep a site small", "../how-to/large-sites.md"),
    "engine": ("Keep builds fast", "../how-to/fast-builds.md"),
    "content_security_policy": (
        "What a page may load",
        "configuration.md#what-a-page-may-load",
    ),
}
"""Pages that explain an option."""
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
    """Return the text of each page by its path in `docs/`."""
    return {
        "reference/api.md": api_page(),
        "reference/cheat-sheet.md": cheat_sheet_page(),
        "reference/commands.md": commands_page(),
        "reference/fields.md": fields_page(),
        "reference/limits.md": limits_page(),
        "reference/options.md": options_page(),
        "reference/problems.md": problems_page(),
        DECISION: measured((DOCS / DECISION).read_text("utf-8")),
    }


def limits_page() -> str:
    """Return the page about bounds."""
    lines = [
        "---",
        "title: Limits",
        "description: How large files, texts and names may be, and what to do at a limit.",
        "---",
        "",
        "# Limits",
        "",
        NOTE,
        "",
        "With these limits, no file can make a build take hours. What passes one is an error with",
        "its place, most often [B106](problems.md#b106). The number of briefs has no limit.",
        "",
    ]
    for title, rows in LIMITS.items():
        lines += [f"## {title}", "", "| what | at most | what to do |", "|---|---|---|"]
        lines += [f"| {what} | {most(name):,} | {cure} |" for name, (what, cure) in rows.items()]
        lines.append("")
    return "\n".join(lines)


def most(name: str) -> int:
    """Return the value of a limit by the module and name of its declaration."""
    module, _, constant = name.rpartition(".")
    if module == "settings":
        return int(getattr(Limits(), constant))
    return int(getattr(import_module(f"mkdocs_briefs.{module}"), constant))


def fields_page() -> str:
    """Return the page about fields."""
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
        *section("A topic or storyline", TermEntry, TERM_FILES, 2),
        *section("An author", AuthorEntry, AUTHOR_FILES, 2),
        "## A shared event or source",
        "",
        SHARED_FILES,
        "",
    ]
    return "\n".join(rows).rstrip() + "\n"


SHEET_WIDTH = 92
SHEET = (
    "# Dates: 2024-04, 2024, 2024-21 (spring), 2024-04~ (about), 2024?, 2024-04/.., XXXX-10-07",
    "# Likelihoods: likely, 70%, 55-80%; with by and resolves_if",
    "# A text with a colon and a space: in quotes, or behind >- on the next lines",
    "# In the body: [[some-id]] or [[some-id|words]] links; [@source-id] cites a source;",
    "# <!-- briefs:timeline --> puts a section there, also actors, implications, sources, …",
)
"""Other signs, below the fields."""


def cheat_sheet_page() -> str:
    """Return the page with the short form of every field, which fits on one sheet of paper."""
    rows = [
        "---",
        "title: Cheat sheet",
        "description: Every field of a brief in its short form, on one printed page.",
        "hide: [navigation, toc]",
        "---",
        "",
        "# Cheat sheet",
        "",
        NOTE,
        "",
        "All fields of a brief in their short form. An entry behind `-` can have the fields in",
        "braces, one a line. [Writing a brief](writing-a-brief.md) explains them.",
        "",
        "```yaml",
        *sheet_rows(),
        *SHEET,
        "```",
    ]
    return "\n".join(rows).rstrip() + "\n"


def sheet_rows() -> Iterator[str]:
    """Yield the short form of every field, and the fields of its entries."""
    for row in field_rows(FrontMatter):
        told = mark(row, FrontMatter).strip(" *")
        if "list" not in row.type:
            told = told or (row.type if row.type.startswith("one of ") else "")
            yield f"{row.name}: {row.example}" + (f"  # {told}" if told else "")
            continue
        inner = (
            f"{{{', '.join(field.name for field in field_rows(row.record))}}}" if row.record else ""
        )
        about = " ".join(filter(None, (told, inner)))
        lines = textwrap.wrap(about, SHEET_WIDTH - len(row.name) - 5)
        if row.record is None:
            yield f"{row.name}: [{row.example}]"
            continue
        first, *others = lines
        yield f"{row.name}:  # {first}"
        yield from (f"{' ' * len(row.name)}   # {line}" for line in others)
        yield f"  - {row.example}"


def section(title: str, record: type[Record], lead: str, level: int) -> Iterator[str]:
    """Yield the table of a record, then those of the records in it."""
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
    """Return the mark of a field that should be there."""
    if row.required:
        return " *required*"
    return " *expected*" if record is FrontMatter and row.name in EXPECTED else ""


def holds(row: FieldRow, record: type[Record]) -> str:
    """Return what a field contains, in words."""
    kind = row.type
    if row.record:
        kind = "list of entries, see below" if "list" in kind else "fields, see below"
    default = record.model_fields[row.name].default if row.name in record.model_fields else None
    if isinstance(default, str):
        kind += f"; else {default}" if default else ""
    return f"{row.description} ({kind})"


def short_forms(row: FieldRow) -> str:
    """Return the short forms of an entry."""
    if row.record is None or not issubclass(row.record, Item):
        return ""
    if not row.type.startswith("list"):
        return f"Short: `{row.name}: {row.record.scalar}`. In long form:"
    forms = [f"`- {row.record.scalar}`"]
    if row.record.scalar_url:
        forms.append(f"`- {row.record.scalar_url}`")
    if row.record.pair:
        forms.append(f"`- {': '.join(row.record.pair)}`")
    return f"Short: {' or '.join(forms)}. In long form:"


def cell(text: str) -> str:
    """Return `text` with the signs of tables escaped."""
    return text.replace("|", "\\|")


def code(text: str) -> str:
    """Return `text` as code in a table."""
    return f"`{cell(text)}`"


def commands_page() -> str:
    """Return the page about commands."""
    rows = [
        "---",
        "title: Commands",
        "description: Every command of `briefs`, with its options.",
        "---",
        "",
        "# Commands",
        "",
        NOTE,
        "",
        "`briefs --version` prints the version. `-h` or `--help` after a command prints its help.",
        "",
    ]
    for name, command in briefs.commands.items():
        rows += one_command(name, command)
    return "\n".join(rows).rstrip() + "\n"


def one_command(name: str, command: click.Command) -> Iterator[str]:
    """Yield the usage of a command, its help, and a table of its options."""
    context = click.Context(command, info_name=f"briefs {name}")
    usage = " ".join(["briefs", name, *command.collect_usage_pieces(context)])
    yield from [f"## briefs {name}", "", "```text", usage, "```", ""]
    for part in inspect.cleandoc(command.help or "").split("\n\n"):
        if part.startswith("\b\n"):
            yield from ["```text", part[2:], "```", ""]
        else:
            yield from [part, ""]
    known = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    if known:
        yield from ["| option | does |", "|---|---|"]
        yield from map(one_option, known)
        yield ""


def one_option(option: click.Option) -> str:
    """Return the row of an option of a command."""
    name = option.opts[-1]
    if not option.is_flag:
        value = option.metavar or option.type.name.upper().partition(" ")[0]
        if isinstance(option.type, click.Choice):
            value = "|".join(map(str, option.type.choices))
        name += f" {value}"
    about = option.help or ""
    if option.required:
        about = f"*required* {about}"
    elif option.default is not None and option.show_default:
        about += f" Default: {option.default}."
    return f"| `{cell(name)}` | {cell(about)} |"


def options_page() -> str:
    """Return the page about options of the plugin."""
    rows = [
        "---",
        "title: Options",
        "description: Every option of the plugin, its values and its default.",
        "---",
        "",
        "# Options",
        "",
        NOTE,
        "",
        "All options are optional. These are the defaults:",
        "",
        "```yaml",
        "# mkdocs.yml",
        *defaults(),
        "```",
        "",
    ]
    for name, option in OPTIONS.items():
        rows += [f"## `{name}`", "", kind_of(name).values, ""]
        about = textwrap.fill(option.metadata["about"], 96, break_on_hyphens=False)
        rows += [about, ""]
        if name in MORE:
            title, target = MORE[name]
            rows += [f"See [{title}]({target}).", ""]
    return "\n".join(rows).rstrip() + "\n"


def defaults() -> list[str]:
    """Return the defaults as in `mkdocs.yml`."""
    values = {name: option.default for name, option in OPTIONS.items()}
    options = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None
    }
    tree = {"plugins": ["search", {"briefs": options}]}
    text = yaml.safe_dump(tree, sort_keys=False, default_flow_style=None, width=80)
    return text.replace("\n- ", "\n  - ").replace("\n    ", "\n      ").rstrip().split("\n")


def api_page() -> str:
    """Return the page about the JSON API."""
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
    """Yield the table of a record of the API."""
    yield from [f"### {name}", "", schema["description"], ""]
    yield from ["| field | type | holds |", "|---|---|---|"]
    for key, field in schema["properties"].items():
        needed = " *always*" if key in schema["required"] else ""
        yield f"| `{key}`{needed} | {api_type(field)} | {cell(field['description'])} |"
    yield ""


def api_type(rule: dict[str, Any]) -> str:
    """Return the type of a value of the API, in words."""
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
    if rule.get("format") == "date-time":
        return "moment"
    return {"string": "text", "boolean": "true or false", "integer": "number"}.get(kind, kind)


def problems_page() -> str:
    """Return the page about problems."""
    rows = [
        "---",
        "title: Problems",
        "description: Every problem that a check can report, why it is one, and examples.",
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
    """Yield a problem and its example."""
    kind = CODES[number]
    yield from [f"### {number}: {kind.title} {{#{number.lower()}}}", ""]
    severity = kind.severity.value.capitalize()
    effect = "" if number.startswith(("B5", "B6")) else f": {EFFECTS[kind.severity.value]}"
    yield from [f"{severity}{effect}.", "", kind.why, ""]
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
    """Return a text of an example as it is printed."""
    return f"briefs/{text}" if example.kind == "name" else text


def fenced(language: str, text: str) -> list[str]:
    """Return the lines of a block of code."""
    return [f"```{language}", text.rstrip("\n"), "```", ""]


if __name__ == "__main__":
    main()
