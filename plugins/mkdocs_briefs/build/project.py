"""Finding a project and its settings without the host, for commands that build nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mkdocs_briefs.build.pipeline import today
from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.parse.settings import plugin_options, read_site
from mkdocs_briefs.problems import IGNORABLE, Location, Problem, format_problem, nearest
from mkdocs_briefs.settings import Settings

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml")
_MENTIONS = ("first", "all", "off")


class ProjectError(Exception):
    """A project whose settings cannot be read; `problem` says why, for people.

    `data` is what the settings' file holds, as far as it is known.
    """

    def __init__(self, problem: Problem, data: bytes = b"") -> None:
        super().__init__(problem.message)
        self.problem = problem
        self._lines = data.decode("utf-8-sig", "replace").splitlines()

    def report(self, problem: Problem) -> str:
        """The problem as authors read it, with the line it stands on."""
        number = problem.location.line
        return format_problem(
            problem, self._lines[number - 1] if number <= len(self._lines) else None
        )


def config_of(project: Path) -> Path | None:
    """The settings file of a project, or None where it has none."""
    return next((file for name in NAMES if (file := project / name).is_file()), None)


def find_project(start: Path) -> Path:
    """The folder of the nearest mkdocs.yml at or above `start`; `start` itself if there is none."""
    return next((folder for folder in (start, *start.parents) if config_of(folder)), start)


def read_config(project: Path) -> dict[str, Any]:
    """The settings in a project's mkdocs.yml; empty where it has none. Raises ProjectError."""
    file = config_of(project)
    if file is None:
        return {}
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror}"
        raise ProjectError(Problem("B101", Location(file.name), message)) from None
    site, problem = read_site(data, file.name)
    if problem is not None:
        raise ProjectError(problem, data)
    return site


def read_settings(project: Path) -> Settings:
    """The settings that a check needs, from the project's mkdocs.yml; defaults where it has none.

    What is not published yet counts as published, so that it is checked too. Raises ProjectError.
    """
    site = read_config(project)
    file = config_of(project)
    options = _Options(plugin_options(site), file.name if file else NAMES[0])
    known = Settings(today=today())
    theme = site.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    return Settings(
        today=options.day("today") or known.today,
        site_name=str(site.get("site_name") or known.site_name),
        language=str(language or known.language),
        docs_dir=str(site.get("docs_dir") or known.docs_dir),
        briefs_dir=options.folder("briefs_dir", known.briefs_dir),
        mentions=options.choice("mentions", known.mentions, _MENTIONS),
        likelihood_scale=options.choice("likelihood_scale", known.likelihood_scale, SCALES),
        require=options.choices("require", FrontMatter.model_fields, "the name of a field"),
        ignore=options.choices("ignore", IGNORABLE, "the code of a warning"),
        untrusted=options.get("untrusted") is True,
        drafts=True,
    )


class _Options:
    """The plugin's options as YAML gave them, each refused where the host would refuse it."""

    def __init__(self, values: dict[str, Any], file: str) -> None:
        self._values = values
        self._file = file

    def get(self, name: str) -> Any:
        """The value of an option, None where it is not set."""
        return self._values.get(name)

    def _refuse(self, name: str, expected: str, found: object, advice: str = "") -> ProjectError:
        message = f"the option {name} of the plugin briefs: expected {expected}, found {found!r}"
        return ProjectError(Problem("B205", Location(self._file), message, advice))

    def day(self, name: str) -> dt.date | None:
        """A day, as YAML reads it or as text."""
        value = self.get(name)
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
            try:
                return dt.date.fromisoformat(str(value))
            except ValueError:
                pass
        raise self._refuse(name, "a day such as 2024-04-22", value)

    def folder(self, name: str, default: str) -> str:
        """A folder below the project."""
        value = self.get(name)
        if value is None:
            return default
        if isinstance(value, str) and value.strip("/"):
            return value.strip("/")
        raise self._refuse(name, "the name of a folder", value)

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        """One of `choices`."""
        value = self.get(name)
        if value is None:
            return default
        if isinstance(value, bool) and name == "mentions" and not value:
            return "off"  # YAML 1.1 reads the bare word as false
        return self._one(name, value, choices, f"one of {', '.join(choices)}")

    def choices(self, name: str, choices: Collection[str], noun: str) -> frozenset[str]:
        """Several of `choices`, each of which is a `noun`."""
        value = self.get(name)
        if value is None:
            return frozenset()
        if not isinstance(value, list):
            raise self._refuse(name, "a list such as [a, b]", value)
        return frozenset(self._one(name, one, choices, noun) for one in value)

    def _one(self, name: str, value: object, choices: Collection[str], expected: str) -> str:
        if isinstance(value, str) and value in choices:
            return value
        meant = nearest(str(value), choices)
        raise self._refuse(name, expected, value, f"Did you mean {meant}?" if meant else "")
