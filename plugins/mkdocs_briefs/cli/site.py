"""The site of the current folder, and what several commands need to read and show it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import click

from mkdocs_briefs import __version__
from mkdocs_briefs.builder.pipeline import Loaded, Reader, config_of, find_project, read_settings
from mkdocs_briefs.problems import (
    CODES,
    Problem,
    Severity,
    errors_first,
    format_problem,
    is_unseen,
    printable,
)
from mkdocs_briefs.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
NO_SITE = (
    "There is no site here: no mkdocs.yml in this folder or above it, and no folder briefs. "
    "Go to your site's folder, or make a new site with `briefs init`."
)


class UnusableError(click.ClickException):
    """What a command is given cannot be used: one line without its usage, and exit status 2."""

    exit_code = 2


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
    """Return the site that contains the current folder. Raises UnusableError if there is none."""
    project = find_project(Path.cwd())
    briefs = project / Settings(today=dt.date.min).briefs_dir
    if config_of(project) is None and not briefs.is_dir():
        raise UnusableError(NO_SITE)
    return project


def settings_of(project: Path, today: dt.date | None = None) -> Settings:
    """Return the settings of a site, with `today` if given. Raises ProjectError."""
    settings = read_settings(project)
    return dataclasses.replace(settings, today=today) if today else settings


def load_site(today: dt.date | None = None, *, drafts: bool = True) -> tuple[Path, Loaded]:
    """Return the site that contains the current folder, and its content; with `drafts`, all of it.

    Raises UnusableError if there is no site, and ProjectError if its settings cannot be read.
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


FORMATS = ("text", "json", "github", "sarif")
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_EFFECTS = {
    Severity.ERROR: "An error stops the build.",
    Severity.WARNING: "A warning fails a strict check.",
    Severity.NOTE: "A note fails nothing.",
}
_MAX_SPAN_CHARACTERS = 300
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Report:
    """The problems that a check found in a project."""

    problems: Sequence[Problem]
    files: int
    """The number of files that were read."""
    project: Path
    show: Callable[[Problem], str] = format_problem
    """Formats a problem as text, with its line if that is known."""

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of files, errors, warnings and notes."""
        found = Counter(problem.severity for problem in self.problems)
        return {"files": self.files} | {f"{severity}s": found[severity] for severity in Severity}

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = self.counts
        parts = [counted(counts["errors"], "error"), counted(counts["warnings"], "warning")]
        if counts["notes"]:
            parts.append(counted(counts["notes"], "note"))
        return f"{counted(self.files, 'file')}: {', '.join(parts)}"


def print_report(report: Report, form: str) -> None:
    """Print the report in one of FORMATS. As text, the counts go to the error stream."""
    if form == "text":
        if report.problems:
            click.echo(as_text(report))
        click.echo(report.summary, err=True)
    else:
        click.echo({"json": as_json, "github": as_github, "sarif": as_sarif}[form](report))


def as_text(report: Report) -> str:
    """Return each problem with its line, a caret and help, in colours. Errors come first."""
    rows = []
    for problem in errors_first(report.problems):
        mark = f"{problem.severity}[{problem.code}]"
        shown = click.style(mark, fg=COLOURS[problem.severity], bold=True)
        rows.append(report.show(problem).replace(mark, shown, 1))
    return "\n".join(rows)


def as_json(report: Report) -> str:
    """Return an object with `version`, `problems` and `counts`. Lines and columns count from 1."""
    problems = [
        {
            "path": problem.location.path,
            "line": problem.location.line,
            "column": problem.location.column,
            "end_column": problem.location.column + problem.location.length,
            "severity": problem.severity.value,
            "code": problem.code,
            "title": CODES[problem.code].title,
            "message": problem.message,
            "help": problem.help,
        }
        for problem in report.problems
    ]
    return json_text({"version": 1, "problems": problems, "counts": report.counts})


def as_github(report: Report, environment: Mapping[str, str] = os.environ) -> str:
    """Return workflow commands, which GitHub shows as annotations in a pull request.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    Paths are relative to the repository, which GITHUB_WORKSPACE names.
    """
    prefix = path_below(report.project, environment.get("GITHUB_WORKSPACE", ""))
    rows = []
    for problem in report.problems:
        place = problem.location
        properties = {
            "file": f"{prefix}{place.path}",
            "line": place.line,
            "endLine": place.line,
            "col": place.column,
            "endColumn": place.column + place.length,
            "title": f"{problem.code}: {CODES[problem.code].title}",
        }
        shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        lines = [problem.message, *problem.help.split("\n")]
        message = "\n".join(map(printable, lines)).strip()
        rows.append(f"::{_COMMANDS[problem.severity]} {shown}::{_data(message)}")
    return "\n".join([*rows, report.summary])


def path_below(project: Path, root: str) -> str:
    """Return the path of `project` in `root`, with a slash at its end; empty if it is not in it."""
    if not root:
        return ""
    try:
        inner = project.resolve().relative_to(Path(root).resolve()).as_posix()
    except ValueError:
        return ""
    return "" if inner == "." else f"{inner}/"


def _data(text: str) -> str:
    """Return `text` as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return `text` as a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(report: Report) -> str:
    """Return a log for code scanners and editors.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    numbers = list(CODES)
    run = {
        "tool": {
            "driver": {
                "name": "mkdocs-briefs",
                "semanticVersion": __version__,
                "rules": [_rule(number) for number in numbers],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, numbers) for problem in report.problems],
    }
    return json_text({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(number: str) -> dict[str, Any]:
    code = CODES[number]
    return {
        "id": number,
        "shortDescription": {"text": f"{code.title}."},
        "fullDescription": {"text": code.why},
        "help": {"text": f"{code.title}. {code.why} {_EFFECTS[code.severity]}"},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(problem: Problem, numbers: Sequence[str]) -> dict[str, Any]:
    place = problem.location
    text = f"{problem.message}\n{problem.help}" if problem.help else problem.message
    return {
        "ruleId": problem.code,
        "ruleIndex": numbers.index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.path), "uriBaseId": "%SRCROOT%"},
                    "region": {
                        "startLine": place.line,
                        "startColumn": place.column,
                        "endLine": place.line,
                        "endColumn": place.column + place.length,
                    },
                }
            }
        ],
    }


def fails(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Return whether these problems fail a check: errors, and if `strict` also warnings."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in failing for problem in problems)


def code_span(text: str) -> str:
    """Return `text` on one line as a code span of Markdown, cut if it is long.

    https://spec.commonmark.org/0.31.2/#code-spans
    """
    shown = printable(" ".join(text.split()))
    if len(shown) > _MAX_SPAN_CHARACTERS:
        shown = f"{shown[:_MAX_SPAN_CHARACTERS].rstrip()}…"
    fence = _fence(shown, 1)
    space = " " if not shown or "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{space}{shown}{space}{fence}"


def code_block(text: str) -> str:
    """Return `text` as a fenced code block of Markdown.

    https://spec.commonmark.org/0.31.2/#fenced-code-blocks
    """
    fence = _fence(text, 3)
    return f"{fence}text\n{text}\n{fence}"


def _fence(text: str, least: int) -> str:
    """Return more backticks than are in a row in `text`."""
    return "`" * max(least, max(map(len, re.findall("`+", text)), default=0) + 1)
