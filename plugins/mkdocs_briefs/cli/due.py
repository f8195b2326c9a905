"""`briefs due`: what the calendar asks of the editors."""

from __future__ import annotations

import datetime as dt
import json

import click

from mkdocs_briefs.cli.issue import issue_body
from mkdocs_briefs.cli.site import load_site, today_option
from mkdocs_briefs.library.due import KINDS, Due, due_items
from mkdocs_briefs.problems import Severity, printable

COLOURS = {"deadline": "red", "review": "yellow", "event": "yellow", "publication": "green"}


@click.command()
@today_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    help="How to print: text for people (default), json for programs, markdown for an issue.",
)
def due(today: dt.date | None, form: str) -> None:
    """List passed deadlines, briefs to read again, scheduled days gone by, and briefs to come.

    Sorted by date. As markdown it is the body of an issue at GitHub, and empty when nothing is due.
    The exit status is 0 however much is due; 1 only when the site cannot be read.
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
    return json.dumps(
        {"version": 1, "today": day.isoformat(), "items": rows}, ensure_ascii=False, indent=2
    )
