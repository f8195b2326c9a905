"""`briefs guard` and `briefs compare`: compare the site with an earlier state."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import click

from mkdocs_briefs.builder.git_history import Comparison, HistoryError, Page, compare, project_at
from mkdocs_briefs.builder.pipeline import (
    NAMES,
    ProjectError,
    Reader,
    config_of,
    read_settings,
)
from mkdocs_briefs.cli.site import (
    FORMATS,
    Report,
    UnusableError,
    code_span,
    counted,
    fails,
    find_site,
    format_option,
    json_text,
    print_report,
    settings_of,
    today_option,
)
from mkdocs_briefs.library.editorial import without_ignored
from mkdocs_briefs.library.forecasts import check_published
from mkdocs_briefs.library.library import has_same_forecaster
from mkdocs_briefs.pages.redirects import changed_events, removed_addresses
from mkdocs_briefs.problems import Severity, printable, sorted_problems
from mkdocs_briefs.settings import Settings

COLOURS = {"new": "green", "changed": "yellow", "gone": "red"}
MAX_ROWS = 500
"""Rows of a kind in Markdown: the summary of a job at GitHub has at most 1 MiB."""
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("compare")
@click.argument("old", metavar="OLD", type=_FOLDER)
@click.argument("new", metavar="NEW", type=_FOLDER)
@format_option(
    ("text", "json", "markdown"),
    help="Output for people (text, the default), programs, or a summary in Markdown.",
)
def compare_(old: Path, new: Path, form: str) -> None:
    """List pages that differ between the built sites OLD and NEW.

    They are new, changed or missing. A page is changed if its words, links or pictures differ.
    """
    found = compare(old, new)
    if form == "json":
        click.echo(json_text(dataclasses.asdict(found)))
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
    more = f"{counted(found.unseen, 'page')} outside the content, {counted(found.others, 'file')}"
    return f"{counted(found.pages, 'page')}: {counts} (differing besides: {more})"


def _as_markdown(found: Comparison) -> Iterator[str]:
    """Yield a heading, the counts, and a list for each kind. Texts of briefs are code spans."""
    yield from ("## Changed pages", "", f"{_summary(found)}.")
    for kind in COLOURS:
        pages = getattr(found, kind)
        if pages:
            yield from ("", f"### {kind.capitalize()}", "")
            yield from (_item(page) for page in pages[:MAX_ROWS])
        if len(pages) > MAX_ROWS:
            yield f"- and {len(pages) - MAX_ROWS:,} more"


def _item(page: Page) -> str:
    heading = f": {code_span(page.heading)}" if page.heading else ""
    return f"- {code_span(page.address)}{heading}"


_PAGES = (".md", "/index.md", "/README.md", ".html", "/index.html")
"""Endings of files in `docs_dir` that become the page of an address."""


@click.command()
@click.option(
    "--base",
    required=True,
    metavar="REF",
    help="The published branch, tag or commit, such as origin/main.",
)
@format_option(
    FORMATS,
    help="Output as for `briefs check`.",
)
@today_option
def guard(base: str, form: str, today: dt.date | None) -> None:
    """Report edits of published forecasts, and addresses that are gone.

    A published likelihood, deadline, criterion or forecaster stays as it was, but for revisions,
    resolutions and corrections. The working tree is compared with the last commit that it shares
    with REF.

    \b
    Exit status:
      0  no errors
      1  errors
      2  wrong use of the command, or REF cannot be read
    """  # noqa: D301 - click wants the character itself
    project = find_site()
    # Nobody relies on an unpublished brief.
    settings = dataclasses.replace(settings_of(project, today), drafts=False)
    now = Reader().load(project, settings)
    try:
        with project_at(project, base, settings.briefs_dir, *NAMES) as earlier:
            before = Reader().load(earlier, _with_addresses_of(earlier, settings)).library
    except HistoryError as error:
        raise UnusableError(str(error)) from None
    errors = {p.location.path for p in now.problems if p.severity is Severity.ERROR}
    problems = [
        *check_published(
            before.briefs,
            now.library.briefs,
            errors,
            partial(has_same_forecaster, before, now.library),
        ),
        *removed_addresses(
            before, now.library, errors, partial(_is_page, project / settings.docs_dir)
        ),
        *changed_events(before, now.library, errors),
    ]
    found = sorted_problems(without_ignored(problems, now.library.briefs, settings))
    report = Report(found, len(now.workspace.sources), project, now.report)
    print_report(report, form)
    raise SystemExit(1 if fails(found, strict=False) else 0)


def _with_addresses_of(earlier: Path, settings: Settings) -> Settings:
    """Return the settings with the addresses of briefs that a project had; else their own."""
    if config_of(earlier) is None:
        return settings
    try:
        then = read_settings(earlier)
    except ProjectError:
        return settings
    return dataclasses.replace(
        settings, address=then.address, former_addresses=then.former_addresses
    )


def _is_page(docs: Path, path: str) -> bool:
    """Return whether a page of the site's own has this address."""
    name = unquote(path).strip("/").removesuffix(".html")
    return any((docs / f"{name}{ending}").is_file() for ending in _PAGES)
