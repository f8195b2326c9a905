"""The site that a command works on: found from where the author stands, read, refused in a line."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from mkdocs_briefs.builder.pipeline import Loaded, Reader
from mkdocs_briefs.builder.project import ProjectError, config_of, find_project, read_settings
from mkdocs_briefs.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
NO_SITE = (
    "There is no site here: no mkdocs.yml in this folder or above it, and no folder briefs. "
    "Go to your site's folder, or make a new site with `briefs init`."
)


class Day(click.ParamType[dt.date]):
    """A day on the command line, as in 2024-04-22."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """The day, or a usage error."""
        if isinstance(value, dt.date):
            return value
        text = str(value)
        # Python reads other forms of ISO 8601 too; one form is enough to explain.
        day = None
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            with suppress(ValueError):
                day = dt.date.fromisoformat(text)
        if day is None:
            message = f"{text!r} is not a valid day; write year-month-day, as in 2024-04-22."
            self.fail(message, param, ctx)
        return day


DAY = Day()


def today_option(function: F) -> F:
    """The option `--today`."""
    return click.option(
        "--today",
        type=DAY,
        metavar="DAY",
        help="Count from this day (2024-04-22) instead of today.",
    )(function)


def find_site() -> Path:
    """The folder of the site around the current folder. Raises UsageError where there is none."""
    project = find_project(Path.cwd())
    if (
        config_of(project) is None
        and not (project / Settings(today=dt.date.min).briefs_dir).is_dir()
    ):
        raise click.UsageError(NO_SITE)
    return project


def settings_of(project: Path, today: dt.date | None = None) -> Settings:
    """The site's settings, counted from `today` if it is given. Raises ProjectError."""
    settings = read_settings(project)
    return dataclasses.replace(settings, today=today) if today else settings


def load_site(today: dt.date | None = None, *, drafts: bool = True) -> tuple[Path, Loaded]:
    """The site around the current folder and all it holds, for commands that need it readable.

    With `drafts` also what is not published yet. Raises ClickException with one clear message
    where mkdocs.yml cannot be read.
    """
    project = find_site()
    try:
        settings = dataclasses.replace(settings_of(project, today), drafts=drafts)
        return project, Reader().load(project, settings)
    except ProjectError as error:
        raise click.ClickException(error.text) from None
