"""`briefs doctor`: examine the installation, the settings and the built site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from mkdocs_briefs.builder.doctor import Finding, Level, examine
from mkdocs_briefs.builder.project import find_project
from mkdocs_briefs.cli.report import code_block
from mkdocs_briefs.cli.site import counted
from mkdocs_briefs.problems import printable

COLOURS = {Level.OK: "green", Level.NOTE: "yellow", Level.PROBLEM: "red"}


@click.command()
@click.option(
    "--site",
    "built",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The built site, where it is not at site_dir of mkdocs.yml.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown")),
    default="text",
    help="How to print: text for people (default), markdown for a summary.",
)
def doctor(built: Path | None, form: str) -> None:
    """Look the site over: versions, settings, other plugins, size, what makes builds slow.

    Exits with 1 when something keeps the site from being built or published, else with 0.
    """
    findings = examine(find_project(Path.cwd()), built)
    problems = sum(1 for finding in findings if finding.level is Level.PROBLEM)
    notes = sum(1 for finding in findings if finding.level is Level.NOTE)
    summary = f"{counted(problems, 'problem')}, {counted(notes, 'note')}"
    rows = [*_rows(findings)]
    if form == "markdown":
        lines = click.unstyle("\n".join(rows)).split("\n")
        plain = "\n".join(map(printable, lines))
        click.echo(f"## The site, looked over\n\n{summary}\n\n{code_block(plain)}")
    else:
        for row in rows:
            click.echo(row)
        click.echo(summary, err=True)
    raise SystemExit(1 if problems else 0)


def _rows(findings: Iterable[Finding]) -> Iterable[str]:
    """Yield each finding with its level; further lines are indented."""
    width = max(len(level) for level in Level) + 2
    for finding in findings:
        mark = click.style(f"{finding.level:<{width}}", fg=COLOURS[finding.level], bold=True)
        lines = [*finding.text.split("\n"), *finding.advice.split("\n")]
        yield mark + f"\n{' ' * width}".join(line for line in lines if line)
