"""`briefs check`: every problem of every brief, without building the site."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_briefs.build.pipeline import Loaded, Reader
from mkdocs_briefs.build.project import find_project, read_settings
from mkdocs_briefs.problems import Problem, Severity

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings fail the check too.")
def check(paths: tuple[Path, ...], strict: bool) -> None:
    """Print every problem of every brief, or of those below PATHS.

    Exits with 0 when there is none, with 1 when there are errors (with --strict warnings too).
    """
    project = find_project(Path.cwd())
    loaded = Reader().load(project, read_settings(project))
    problems = [
        problem for problem in loaded.problems if not paths or _below(project, problem, paths)
    ]
    for problem in problems:
        click.echo(_coloured(loaded, problem))
    click.echo(_sum(problems, len(loaded.workspace.sources)), err=True)
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    raise SystemExit(1 if any(problem.severity in failing for problem in problems) else 0)


def _below(project: Path, problem: Problem, paths: tuple[Path, ...]) -> bool:
    file = (project / problem.location.path).resolve()
    return any(file.is_relative_to(path.resolve()) for path in paths)


def _coloured(loaded: Loaded, problem: Problem) -> str:
    """The report with its severity in colour; click takes the colour away off a terminal."""
    mark = f"{problem.severity}[{problem.code}]"
    shown = click.style(mark, fg=COLOURS[problem.severity], bold=True)
    return loaded.report(problem).replace(mark, shown, 1)


def _sum(problems: list[Problem], files: int) -> str:
    errors = sum(1 for problem in problems if problem.severity is Severity.ERROR)
    warnings = sum(1 for problem in problems if problem.severity is Severity.WARNING)
    return f"{files} files: {errors} errors, {warnings} warnings"
