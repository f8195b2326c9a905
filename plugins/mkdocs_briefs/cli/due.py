"""`briefs due`: deadlines and days that have passed, and briefs to come."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import click

from mkdocs_briefs.cli.site import (
    code_span,
    format_option,
    json_text,
    load_site,
    path_below,
    today_option,
)
from mkdocs_briefs.library.editorial import KINDS, Due, due_items
from mkdocs_briefs.problems import Location, Severity, printable

MARKER = "<!-- briefs:due -->"
"""The first line of the issue, by which the nightly workflow finds it again."""
MAX_ENTRIES_CHARACTERS = 60_000
"""The length of all entries. GitHub allows 65,536 characters, headings included."""
_HEADINGS = {
    "deadline": "Deadlines that have passed",
    "event": "Scheduled days gone by",
    "review": "Briefs to read again",
    "publication": "Briefs to come",
}
_INTRODUCTION = (
    "Written by `briefs due`, and written anew when it runs again: put remarks into comments. "
    "An entry goes when its brief says what became of it."
)


def issue_body(
    items: Sequence[Due], project: Path, environment: Mapping[str, str] = os.environ
) -> str:
    """Return the text of an issue at GitHub, in Markdown; empty if nothing but briefs is to come.

    Items are grouped by kind and keep their order. Places are links if the environment names the
    commit (GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA); paths are relative to
    GITHUB_WORKSPACE if it contains `project`. Texts of briefs are code spans, so that GitHub finds
    no names to notify, references, links or HTML in them.
    """
    if all(item.kind == "publication" for item in items):
        return ""
    prefix = path_below(project, environment.get("GITHUB_WORKSPACE", ""))
    blob = _blob(environment)
    parts, length, left_out = [MARKER, "", _INTRODUCTION], 0, 0
    for kind, heading in _HEADINGS.items():
        rows = [_row(item, prefix, blob) for item in items if item.kind == kind]
        shown = list(_fitting(rows, MAX_ENTRIES_CHARACTERS - length))
        length += sum(len(row) + 1 for row in shown)
        left_out += len(rows) - len(shown)
        if shown:
            advice = next(item.advice for item in items if item.kind == kind)
            parts += ["", f"## {heading}", "", advice, "", *shown]
    if left_out:
        parts += ["", f"And {left_out:,} more, too many for an issue: `briefs due` lists them all."]
    return "\n".join([*parts, ""])


def _fitting(rows: Iterable[str], room: int) -> Iterator[str]:
    """Yield the first rows that fit into `room` characters."""
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            return
        yield row


def _row(item: Due, prefix: str, blob: str) -> str:
    box = "" if item.kind == "publication" else "[ ] "
    return f"- {box}{item.day}: {code_span(item.text)}, {_place(item.location, prefix, blob)}"


def _blob(environment: Mapping[str, str]) -> str:
    """Return the address of the files of the commit, with a slash; empty if unknown."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environment.get(name, "") for name in names)
    if not (server and repository and commit):
        return ""
    return f"{server.rstrip('/')}/{quote(repository)}/blob/{quote(commit)}/"


def _place(place: Location, prefix: str, blob: str) -> str:
    """Return the file and line, as a link if `blob` is known."""
    path = f"{prefix}{place.path}"
    shown = code_span(f"{path}:{place.line}")
    # Without `plain`, GitHub shows a Markdown file without lines.
    address = f"{blob}{quote(path, errors='replace')}?plain=1#L{place.line}"
    return f"[{shown}]({address})" if blob else shown


COLOURS = {"deadline": "red", "review": "yellow", "event": "yellow", "publication": "green"}


@click.command()
@today_option
@format_option(
    ("text", "json", "markdown"),
    help="Output for people (text, the default), programs, or an issue in Markdown.",
)
def due(today: dt.date | None, form: str) -> None:
    """List what is due.

    That is passed deadlines, past events with `status: scheduled`, and briefs to review or to come.
    The exit status is 1 only if the site cannot be read.
    """
    project, loaded = load_site(today)
    day, items = loaded.library.settings.today, due_items(loaded.library)
    if form == "json":
        click.echo(_as_json(day, items))
        return
    if form == "markdown":
        click.echo(issue_body(items, project), nl=False)
    else:
        for item in items:
            click.echo(_as_text(item))
    late = sum(1 for item in items if item.kind != "publication")
    coming = len(items) - late
    rows = [f"{late} due" if late else "nothing is due", *([f"{coming} to come"] if coming else [])]
    click.echo(f"{day}: {', '.join(rows)}", err=True)
    wrong = {p.location.path for p in loaded.problems if p.severity is Severity.ERROR}
    if wrong:
        click.echo(
            f"Errors may hide more that is due ({len(wrong)}): ask `briefs check`.", err=True
        )


def _as_text(item: Due) -> str:
    mark = click.style(KINDS[item.kind], fg=COLOURS[item.kind], bold=True)
    text = printable(" ".join(item.text.split()))
    return f"{item.day}  {mark}: {text}\n  {item.location}\n  {item.advice}"


def _as_json(day: dt.date, items: list[Due]) -> str:
    rows = [
        {
            "date": item.day.isoformat(),
            "kind": item.kind,
            "text": item.text,
            "brief": item.brief.slug,
            "path": item.location.path,
            "line": item.location.line,
            "column": item.location.column,
            "help": item.advice,
        }
        for item in items
    ]
    return json_text({"version": 1, "today": day.isoformat(), "items": rows})
