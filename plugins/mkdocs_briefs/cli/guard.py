"""`briefs guard`: refuses a published forecast that was edited instead of revised."""

from __future__ import annotations

import dataclasses
import datetime as dt

import click

from mkdocs_briefs.build.history import HistoryError, project_at
from mkdocs_briefs.build.pipeline import Reader
from mkdocs_briefs.build.project import ProjectError
from mkdocs_briefs.cli.report import FORMATS, Report, printed
from mkdocs_briefs.cli.site import find_site, settings_of, today_option
from mkdocs_briefs.library.guard import broken_promises
from mkdocs_briefs.problems import Severity, sorted_problems


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
    """Compare the forecasts in the working tree with those published at REF.

    A published likelihood, deadline or criterion stays as it was. What may come later is a dated
    revision, a resolution, or a correction among the updates. The earlier state is that of the
    last commit which REF and the present have in common.

    \b
    Exit status:
      0  every published forecast stands
      1  one was edited or is gone
      2  the command cannot be used like that, or REF cannot be had
    """  # noqa: D301 - click wants the character itself
    project = find_site()
    try:
        # Nobody can have relied on a draft, nor on a brief that has not appeared.
        settings = dataclasses.replace(settings_of(project, today), drafts=False)
    except ProjectError as error:
        raise click.ClickException(error.report(error.problem)) from None
    now = Reader().load(project, settings)
    try:
        with project_at(project, base, settings.briefs_dir) as earlier:
            before = Reader().load(earlier, settings).library.briefs
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    errors = {p.location.path for p in now.problems if p.severity is Severity.ERROR}
    found = sorted_problems(broken_promises(before, now.library.briefs, errors))
    report = Report(found, len(now.workspace.sources), project, now.report)
    printed(report, form)
    raise SystemExit(1 if found else 0)
