"""`briefs guard`: refuses published forecasts that were edited, and addresses that lead nowhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import click

from mkdocs_briefs.builder.history import HistoryError, project_at
from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.builder.project import ProjectError
from mkdocs_briefs.cli.report import FORMATS, Report, fails, printed
from mkdocs_briefs.cli.site import find_site, settings_of, today_option
from mkdocs_briefs.library.guard import broken_promises
from mkdocs_briefs.library.rules import without_ignored
from mkdocs_briefs.pages.redirects import removed_addresses
from mkdocs_briefs.problems import Severity, sorted_problems

_PAGES = (".md", "/index.md", "/README.md", ".html", "/index.html")
"""What a file of the site is called whose page has an address, after that."""


@click.command()
@click.option(
    "--base",
    required=True,
    metavar="REF",
    help="What was published: a branch, tag or commit, as in origin/main.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="How to print, as for `briefs check`; github annotates the lines of a pull request.",
)
@today_option
def guard(base: str, form: str, today: dt.date | None) -> None:
    """Compare the working tree with what was published at REF: its forecasts and its addresses.

    A published likelihood, deadline or criterion stays as it was. What may come later is a dated
    revision, a resolution, or a correction among the updates. A page that was published stays, or
    another says redirect_from. The earlier state is that of the last commit which REF and the
    present have in common.

    \b
    Exit status:
      0  every published forecast stands, and every address leads somewhere
      1  one does not
      2  the command cannot be used like that, or REF cannot be had
    """  # noqa: D301 - click wants the character itself
    project = find_site()
    try:
        # Nobody can have relied on a draft, nor on a brief that has not appeared.
        settings = dataclasses.replace(settings_of(project, today), drafts=False)
    except ProjectError as error:
        raise click.ClickException(error.text) from None
    now = Reader().load(project, settings)
    try:
        with project_at(project, base, settings.briefs_dir) as earlier:
            before = Reader().load(earlier, settings).library
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    errors = {p.location.path for p in now.problems if p.severity is Severity.ERROR}
    problems = [
        *broken_promises(before.briefs, now.library.briefs, errors),
        *removed_addresses(
            before, now.library, errors, partial(_is_page, project / settings.docs_dir)
        ),
    ]
    found = sorted_problems(without_ignored(problems, now.library.briefs, settings))
    report = Report(found, len(now.workspace.sources), project, now.report)
    printed(report, form)
    raise SystemExit(1 if fails(found, strict=False) else 0)


def _is_page(docs: Path, path: str) -> bool:
    """Whether an ordinary page of the site has this address."""
    name = unquote(path).strip("/").removesuffix(".html")
    return any((docs / f"{name}{ending}").is_file() for ending in _PAGES)
