"""The site of the current folder, and what several commands need to read and show it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from mkdocs_briefs.builder.pipeline import Loaded, Reader, config_of, find_project, read_settings
from mkdocs_briefs.problems import is_unseen
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
        """Return the day. Fails with a usage error."""
        if isinstance(value, dt.date):
            return value
        text = str(value)
        # `fromisoformat` accepts more forms of ISO 8601 than the help mentions.
        day = None
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            with suppress(ValueError):
                day = dt.date.fromisoformat(text)
        if day is None:
            message = f"{text!r} is not a valid day; write year-month-day, as in 2024-04-22."
            self.fail(message, param, ctx)
        return day


DAY = Day()


today_option = click.option(
    "--today",
    type=DAY,
    metavar="DAY",
    help="The day that counts as today, such as 2024-04-22.",
)


def json_text(content: object) -> str:
    """Return `content` as JSON for a terminal or a log, with signs that steer these escaped."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    shown = (json.dumps(c)[1:-1] if c != "\n" and is_unseen(c) else c for c in text)
    return "".join(shown).replace("##", "#\\u0023")


def format_option(forms: Sequence[str], help: str) -> Callable[[F], F]:  # noqa: A002 - click's name
    """Return the option `--format`, whose value is `form`; the first form is the default."""
    choice = click.Choice(forms)
    return click.option("--format", "form", type=choice, default=forms[0], help=help)


def find_site() -> Path:
    """Return the site that contains the current folder. Raises UsageError if there is none."""
    project = find_project(Path.cwd())
    briefs = project / Settings(today=dt.date.min).briefs_dir
    if config_of(project) is None and not briefs.is_dir():
        raise click.UsageError(NO_SITE)
    return project


def settings_of(project: Path, today: dt.date | None = None) -> Settings:
    """Return the settings of a site, with `today` if given. Raises ProjectError."""
    settings = read_settings(project)
    return dataclasses.replace(settings, today=today) if today else settings


def load_site(today: dt.date | None = None, *, drafts: bool = True) -> tuple[Path, Loaded]:
    """Return the site that contains the current folder, and its content; with `drafts`, all of it.

    Raises UsageError if there is no site, and ProjectError if its settings cannot be read.
    """
    project = find_site()
    settings = dataclasses.replace(settings_of(project, today), drafts=drafts)
    return project, Reader().load(project, settings)


def shown_path(path: Path) -> str:
    """Return a path as the author would type it here."""
    here, full = Path.cwd().resolve(), path.resolve()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(path)


def counted(number: int, noun: str) -> str:
    """Return a number and its noun, as in `1 file` and `1,200 files`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
