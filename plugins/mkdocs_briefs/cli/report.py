"""Problems as a terminal, a program, a pull request or a code scanner reads them."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from mkdocs_briefs import __version__
from mkdocs_briefs.problems import (
    CODES,
    Problem,
    Severity,
    format_problem,
    printable,
)

FORMATS = ("text", "json", "github", "sarif")
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WEIGHTS = {
    Severity.ERROR: "An error stops the build.",
    Severity.WARNING: "A warning fails a strict check.",
    Severity.INFO: "A note fails nothing.",
}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, in the files of a project."""

    problems: Sequence[Problem]
    files: int
    """How many files were read."""
    project: Path
    show: Callable[[Problem], str] = format_problem
    """A problem as text, with its line where that is known."""

    @property
    def counts(self) -> dict[str, int]:
        """How many errors, warnings and infos there are, and how many files."""
        found = Counter(problem.severity for problem in self.problems)
        plural = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "infos"}
        return {"files": self.files} | {name: found[weight] for weight, name in plural.items()}

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = self.counts
        rows = [_counted(counts["errors"], "error"), _counted(counts["warnings"], "warning")]
        if counts["infos"]:
            rows.append(_counted(counts["infos"], "note"))
        return f"{_counted(self.files, 'file')}: {', '.join(rows)}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def printed(report: Report, form: str) -> None:
    """Prints the report in one of FORMATS; for people the counts go to the error stream."""
    if form == "text":
        if report.problems:
            click.echo(as_text(report))
        click.echo(report.summary, err=True)
    else:
        click.echo({"json": as_json, "github": as_github, "sarif": as_sarif}[form](report))


def as_text(report: Report) -> str:
    """Each problem with its line, a caret and help; click takes the colour away off a terminal."""
    rows = []
    for problem in report.problems:
        mark = f"{problem.severity}[{problem.code}]"
        shown = click.style(mark, fg=COLOURS[problem.severity], bold=True)
        rows.append(report.show(problem).replace(mark, shown, 1))
    return "\n".join(rows)


def as_json(report: Report) -> str:
    """One object: `version` of this form, `problems`, `counts`. Lines and columns count from 1."""
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
    return json.dumps(
        {"version": 1, "problems": problems, "counts": report.counts}, ensure_ascii=False, indent=2
    )


def as_github(report: Report, environment: Mapping[str, str] = os.environ) -> str:
    """GitHub's workflow commands, which become annotations on the lines of a pull request.

    The form is that of "Workflow commands for GitHub Actions" (docs.github.com). Paths count from
    the root of the repository, which GITHUB_WORKSPACE names.
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
        message = f"{printable(problem.message)}\n{printable(problem.help)}".strip()
        rows.append(f"::{_COMMANDS[problem.severity]} {shown}::{_data(message)}")
    return "\n".join([*rows, report.summary])


def path_below(project: Path, root: str) -> str:
    """The path of `project` below `root` with a slash at its end; empty where it lies elsewhere."""
    if not root:
        return ""
    try:
        inner = project.resolve().relative_to(Path(root).resolve()).as_posix()
    except ValueError:
        return ""
    return "" if inner == "." else f"{inner}/"


def _data(text: str) -> str:
    """`text` as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """`text` as a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(report: Report) -> str:
    """SARIF 2.1.0 (OASIS Standard of 27 March 2020), as code scanners and editors read it."""
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
    return json.dumps(
        {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _rule(number: str) -> dict[str, Any]:
    code = CODES[number]
    return {
        "id": number,
        "shortDescription": {"text": f"{code.title}."},
        "help": {"text": f"{code.title}. {_WEIGHTS[code.severity]}"},
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
    """Whether a check with these problems fails: by errors, or if `strict` by warnings too."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in failing for problem in problems)
