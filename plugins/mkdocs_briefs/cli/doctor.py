"""`briefs doctor`: what is installed, what the settings say, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_briefs.build.doctor import Level, examine
from mkdocs_briefs.build.project import find_project

COLOURS = {Level.OK: "green", Level.NOTE: "yellow", Level.PROBLEM: "red"}


@click.command()
def doctor() -> None:
    """Look the site over: versions, settings, other plugins, size, what makes builds slow.

    Exits with 1 when something keeps the site from being built or published, else with 0.
    """
    findings = examine(find_project(Path.cwd()))
    width = max(len(level) for level in Level) + 2
    for finding in findings:
        mark = click.style(f"{finding.level:<{width}}", fg=COLOURS[finding.level], bold=True)
        lines = [*finding.text.split("\n"), *finding.advice.split("\n")]
        click.echo(mark + f"\n{' ' * width}".join(line for line in lines if line))
    problems = sum(1 for finding in findings if finding.level is Level.PROBLEM)
    notes = sum(1 for finding in findings if finding.level is Level.NOTE)
    click.echo(
        f"{problems} problem{'s' * (problems != 1)}, {notes} note{'s' * (notes != 1)}", err=True
    )
    raise SystemExit(1 if problems else 0)
