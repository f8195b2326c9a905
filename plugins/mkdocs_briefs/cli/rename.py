"""`briefs rename`: change the id of a brief, an actor or a term everywhere."""

from __future__ import annotations

import click

from mkdocs_briefs.builder.project import read_config
from mkdocs_briefs.builder.rename import RenameError, Renaming, plan_renaming, write_renaming
from mkdocs_briefs.cli.site import counted, load_site
from mkdocs_briefs.problems import printable


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def rename(old: str, new: str, dry_run: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Give the brief, actor, topic, storyline or author OLD the id NEW.

    \b
    Changes every reference by id: fields, [[links]], links to .md files, markers, the registry, and
    the name of the file. Leaves a redirect at the old address. Comments and formatting stay.
    When an id names two things, write which: actor:iran, topic:iran, brief:iran.

    Either everything is changed or nothing. The names that readers see stay as they are.
    """  # noqa: D301 - click wants the character itself
    project, loaded = load_site()
    docs_dir = read_config(project).get("docs_dir")
    try:
        renaming = plan_renaming(
            project, docs_dir if isinstance(docs_dir, str) else "docs", loaded, old, new
        )
    except RenameError as error:
        raise click.ClickException(str(error)) from None
    if dry_run:
        click.echo(_coloured(renaming.diff()))
    else:
        write_renaming(project, renaming)
        for change in renaming.changes:
            moved = f" -> {change.new_path}" if change.new_path != change.path else ""
            click.echo(printable(f"{change.path}{moved}"))
    click.echo(_summary(renaming, dry_run=dry_run), err=True)
    for note in renaming.notes:
        click.echo(f"Note: {note}", err=True)


def _summary(renaming: Renaming, *, dry_run: bool) -> str:
    subject, files = renaming.subject, counted(len(renaming.changes), "file")
    verb = "would change" if dry_run else "changed"
    return f"{subject.kind} {subject.old} -> {subject.new}: {files} {verb}"


def _coloured(diff: str) -> str:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return "\n".join(
        click.style(printable(row), fg=colours.get(row[:1])) for row in diff.split("\n")
    )
