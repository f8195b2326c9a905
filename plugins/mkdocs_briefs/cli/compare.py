"""`briefs compare`: what a reader would find different in a newly built site."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import click

from mkdocs_briefs.builder.comparison import Comparison, Page, compare
from mkdocs_briefs.cli.issue import code_span
from mkdocs_briefs.problems import printable

COLOURS = {"new": "green", "changed": "yellow", "gone": "red"}
MOST = 500
"""Rows of a kind in Markdown: a summary of a job at GitHub holds 1 MiB."""
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("compare")
@click.argument("old", metavar="OLD", type=_FOLDER)
@click.argument("new", metavar="NEW", type=_FOLDER)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    help="How to print: text for people (default), json for programs, markdown for a summary.",
)
def compare_(old: Path, new: Path, form: str) -> None:
    """List the pages that are new, changed or gone in the built site NEW, measured by OLD.

    A page has changed when its content has: words, links, pictures. What differs in menus, heads
    and scripts alone is counted. The exit status is 0 however much differs.
    """
    found = compare(old, new)
    if form == "json":
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
    elif form == "markdown":
        click.echo("\n".join(_as_markdown(found)))
    else:
        for kind, page in _rows(found):
            mark = click.style(f"{kind:<9}", fg=COLOURS[kind], bold=True)
            click.echo(mark + printable(f"{page.address}  {page.heading}".rstrip()))
        click.echo(_summary(found), err=True)


def _rows(found: Comparison) -> Iterator[tuple[str, Page]]:
    for kind in COLOURS:
        yield from ((kind, page) for page in getattr(found, kind))


def _summary(found: Comparison) -> str:
    counts = ", ".join(f"{len(getattr(found, kind)):,} {kind}" for kind in COLOURS)
    more = f"{_counted(found.unseen, 'page')} outside the content, {_counted(found.others, 'file')}"
    return f"{_counted(found.pages, 'page')}: {counts} (differing besides: {more})"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _as_markdown(found: Comparison) -> Iterator[str]:
    """A heading, the counts, and a list for each kind; words of briefs stand in code."""
    yield from ("## Changed pages", "", f"{_summary(found)}.")
    for kind in COLOURS:
        pages = getattr(found, kind)
        if pages:
            yield from ("", f"### {kind.capitalize()}", "")
            yield from (_item(page) for page in pages[:MOST])
        if len(pages) > MOST:
            yield f"- and {len(pages) - MOST:,} more"


def _item(page: Page) -> str:
    heading = f": {code_span(page.heading)}" if page.heading else ""
    return f"- {code_span(page.address)}{heading}"
