"""`briefs check`, `briefs doctor`, `briefs schema`: what is wrong in and around the briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import click

from mkdocs_briefs.builder.doctor import Finding, Level, examine
from mkdocs_briefs.builder.pipeline import (
    Loaded,
    ProjectError,
    Reader,
    find_project,
    option_warnings,
)
from mkdocs_briefs.cli.site import (
    FORMATS,
    Report,
    UnusableError,
    code_block,
    counted,
    fails,
    find_site,
    format_option,
    json_text,
    print_report,
    settings_of,
    today_option,
)
from mkdocs_briefs.formats.api import api_schema
from mkdocs_briefs.formats.record_fields import FILES
from mkdocs_briefs.parse.schema import KINDS, json_schema
from mkdocs_briefs.problems import Problem, printable

_API = ("api", *(f"api-{name}" for name in FILES))


@click.command()
@click.argument("kind", type=click.Choice((*KINDS, *_API)), default="brief", metavar="[KIND]")
def schema(kind: str) -> None:
    """Print a JSON Schema (2020-12), for editors and other programs.

    KIND is what the schema describes; without it, a brief.

    \b
    brief                    the front matter of a brief
    actor, topic, author     one entry of a registry, or the front matter of a profile
    event, source            one event or source that briefs share
    actors, topics, authors  a whole registry file; topics is for storylines too
    events, sources          a whole file of what briefs share
    api                      any file of the JSON API of a built site
    api-brief, api-actor, …  one kind of file of the API
    """  # noqa: D301 - click wants the character itself
    name = kind.removeprefix("api").removeprefix("-")
    content = api_schema(name) if kind in _API else json_schema(kind)
    click.echo(json_text(content))


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@format_option(
    FORMATS,
    help="Output for people (text, the default), programs, GitHub Actions or code scanners.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@today_option
def check(paths: tuple[Path, ...], form: str, strict: bool, today: dt.date | None) -> None:  # noqa: FBT001 - a flag of the command line
    """Print all problems of all briefs, or of those in PATHS.

    \b
    Exit status:
      0  no errors
      1  errors; with --strict also warnings; notes count for neither
      2  wrong use of the command

    To switch a warning or a note off, write its code into `ignore`, an option of the plugin and a
    field of briefs: ignore: [B504].
    """  # noqa: D301 - click wants the character itself
    project = find_site()
    try:
        settings = settings_of(project, today)
    except ProjectError as error:
        report = Report(error.problems, 1, project, error.report)
    else:
        chosen = _chosen(project, settings.briefs_dir, paths)
        # As a build reads them: it also checks briefs that are not published yet.
        as_built = replace(settings, drafts=False)
        loaded = Reader().load(project, as_built, editorial=True)
        report = _report(project, loaded, chosen, [] if chosen else option_warnings(project))
    print_report(report, form)
    raise SystemExit(1 if fails(report.problems, strict=strict) else 0)


def _chosen(project: Path, briefs_dir: str, paths: tuple[Path, ...]) -> list[str]:
    """Return PATHS relative to the project. Raises UnusableError for one without briefs."""
    chosen = []
    for path in paths:
        try:
            inner = path.resolve().relative_to(project.resolve()).as_posix()
        except ValueError:
            message = f"{path} does not belong to the site in {project}."
            raise UnusableError(message) from None
        if not (_contains(inner, briefs_dir) or _contains(briefs_dir, inner)):
            message = f"{path} is not in the folder of briefs, which is {briefs_dir}/."
            raise UnusableError(message)
        chosen.append(inner)
    return chosen


def _contains(folder: str, path: str) -> bool:
    return PurePosixPath(path).is_relative_to(folder)


def _report(project: Path, loaded: Loaded, chosen: list[str], warnings: list[Problem]) -> Report:
    """Return the report about the chosen files, with the warnings about mkdocs.yml."""

    def wanted(file: str) -> bool:
        return not chosen or any(_contains(path, file) for path in chosen)

    problems = warnings + [problem for problem in loaded.problems if wanted(problem.location.path)]
    files = sum(1 for source in loaded.workspace.sources if wanted(source.file))
    return Report(problems, files, project, loaded.report)


COLOURS = {Level.OK: "green", Level.NOTE: "yellow", Level.PROBLEM: "red"}


@click.command()
@click.option(
    "--site",
    "built",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The built site. Default: site_dir of mkdocs.yml.",
)
@format_option(
    ("text", "markdown"),
    help="Output for people (text, the default), or a summary in Markdown.",
)
def doctor(built: Path | None, form: str) -> None:
    """Check versions, settings, plugins and the size of the site.

    Tells what makes builds slow, too. The exit status is 1 if something prevents building or
    publishing, else 0.
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
