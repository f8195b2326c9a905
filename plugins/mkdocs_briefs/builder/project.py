"""A project and its settings without MkDocs, for commands that build nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkdocs_briefs.builder.pipeline import today
from mkdocs_briefs.model.options import Options, read_options, settings_with
from mkdocs_briefs.parse.mkdocs_yml import (
    PLUGIN,
    TWICE,
    merged,
    plugin_options,
    plugins_fault,
    read_site,
)
from mkdocs_briefs.problems import Location, Problem, Severity, format_problem
from mkdocs_briefs.settings import Settings

CARDS_NEED = "Pillow, python-bidi and uharfbuzz (pip install 'mkdocs-briefs[cards]')"


def has_cards() -> bool:
    """Return whether social cards can be drawn: the packages of the extra `cards` are there."""
    if not all(map(find_spec, ("PIL", "bidi", "uharfbuzz"))):
        return False
    import uharfbuzz  # noqa: PLC0415 - an extra

    return hasattr(uharfbuzz, "RasterDraw")  # earlier versions shape, but do not draw


NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
_MAX_INHERITED = 20
"""The longest chain of files that inherit from each other."""


class ProjectError(Exception):
    """The settings of a project cannot be read; `problems` say why.

    `data` is what the settings' file holds, as far as it is known.
    """

    def __init__(self, *problems: Problem, data: bytes = b"") -> None:
        super().__init__(problems[0].message)
        self.problems = problems
        self._lines = data.decode("utf-8-sig", "replace").splitlines()

    def report(self, problem: Problem) -> str:
        """Return the problem as authors read it, with its line of the file."""
        number = problem.location.line
        return format_problem(
            problem, self._lines[number - 1] if number <= len(self._lines) else None
        )

    @property
    def text(self) -> str:
        """All problems as authors read them."""
        return "\n".join(map(self.report, self.problems))


def config_of(project: Path) -> Path | None:
    """Return the settings file of a project, or None."""
    return next((file for name in NAMES if (file := project / name).is_file()), None)


def find_project(start: Path) -> Path:
    """Return the folder of the nearest mkdocs.yml at or above `start`, or `start`."""
    return next((folder for folder in (start, *start.parents) if config_of(folder)), start)


def read_config(project: Path) -> dict[str, Any]:
    """Return the settings in a project's mkdocs.yml, with those that it inherits.

    Raises ProjectError.
    """
    file = config_of(project)
    return _read(file, file.name, _MAX_INHERITED) if file else {}


def _read(file: Path, name: str, more: int) -> dict[str, Any]:
    """Return the settings in `file`, which messages call `name`. Raises ProjectError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror}"
        raise ProjectError(Problem("B101", Location(name), message)) from None
    site, problem = read_site(data, name, os.environ)
    if problem is not None:
        raise ProjectError(problem, data=data)
    if "INHERIT" not in site:
        return site
    inherited = str(site.pop("INHERIT"))
    parent = Path(os.path.normpath(file.parent / inherited))
    if not parent.exists():
        message = f"Inherited config file '{inherited}' does not exist at '{parent}'."
        raise ProjectError(Problem("B101", Location(name), message))
    if not more:
        message = f"more than {_MAX_INHERITED} files inherit from each other"
        raise ProjectError(Problem("B106", Location(name), message))
    return merged(_read(parent, inherited, more - 1), site)


def read_settings(project: Path) -> Settings:
    """Return the settings for a check, from the project's mkdocs.yml if there is one.

    Drafts and scheduled briefs count as published, so that they are checked. Raises ProjectError.
    """
    site = read_config(project)
    options, problems = _options(site, project)
    if errors := [each for each in problems if each.severity is Severity.ERROR]:
        raise ProjectError(*errors)
    known = Settings(today=today())
    theme = site.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    return settings_with(
        options,
        today=known.today,
        site_name=str(site.get("site_name") or known.site_name),
        language=str(language or known.language),
        docs_dir=str(site.get("docs_dir") or known.docs_dir),
        social_cards=False,
        drafts=True,
    )


def option_warnings(project: Path) -> list[Problem]:
    """Return the warnings about the options of the plugin. Raises ProjectError."""
    problems = _options(read_config(project), project)[1]
    return [each for each in problems if each.severity is Severity.WARNING]


def _options(site: dict[str, Any], project: Path) -> tuple[Options, list[Problem]]:
    """Return the options of the first `briefs`, and what is wrong with those of each.

    One that is switched off counts only if there is no other.
    """
    file = config_of(project)
    place = Location(file.name if file else NAMES[0])
    if fault := plugins_fault(site):
        return Options(), [Problem("B204", place, fault)]
    written = [options or {} for options in plugin_options(site)]
    problems = [each for options in written for each in _problems(options, place)]
    on = [options for options in written if options.get("enabled") is not False]
    if len(on) > 1 and not problems:
        problems.append(Problem("B104", place, TWICE))
    chosen = next(iter([*on, *written]), {})
    return read_options(_without_enabled(chosen))[0], problems


def _problems(options: dict[str, Any], place: Location) -> Iterator[Problem]:
    """Yield what is wrong with the options of one `briefs`, as a build says it."""
    _, faults = read_options(_without_enabled(options))
    for fault in faults:
        code = "B203" if fault.is_unknown else "B205"
        yield Problem(code, place, _message(fault.option, fault.message), fault.advice)
    if not isinstance(enabled := options.get("enabled", True), bool):
        message = f"Expected boolean but received: {type(enabled)}"  # as the host says it
        yield Problem("B205", place, _message("enabled", message), "Write true or false.")


def _message(option: str, message: str) -> str:
    return f"Plugin '{PLUGIN}' option '{option}': {message}"


def _without_enabled(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options without `enabled`, which is an option of MkDocs."""
    return {name: value for name, value in options.items() if name != "enabled"}
