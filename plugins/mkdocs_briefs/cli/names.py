"""`briefs actors` and `briefs rename`: who is in the texts, and another id for what has one."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import click

from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.builder.rename import RenameError, Renaming, plan_renaming, write_renaming
from mkdocs_briefs.cli.site import counted, load_site
from mkdocs_briefs.library.editorial import unused
from mkdocs_briefs.library.unregistered_names import MIN_MENTIONS, unlisted, unregistered_names
from mkdocs_briefs.model.ids import is_id, slugify
from mkdocs_briefs.problems import printable

WHAT = ("unlinked", "unused", "suggest")


@click.command()
@click.argument("what", type=click.Choice(WHAT), required=False)
@click.option(
    "--often",
    type=click.IntRange(min=1),
    default=MIN_MENTIONS,
    show_default=True,
    help="How often a name must occur to be suggested.",
)
def actors(what: str | None, often: int) -> None:
    """List actors that are missing or unused. Without an argument, print all three lists.

    \b
    unlinked  registered actors that a brief mentions but does not list
    unused    entries of the registry that no brief lists or mentions
    suggest   frequent names that are in no registry, as lines for actors.yml
    """  # noqa: D301 - click wants the character itself
    _, loaded = load_site()
    lists: dict[str, Callable[[Loaded], list[str]]]
    lists = {"unlinked": _unlinked, "unused": _unused, "suggest": partial(_suggest, often=often)}
    for number, name in enumerate((what,) if what else WHAT):
        if what is None:
            title = {
                "unlinked": "# Spoken of and not listed",
                "unused": "# Registered and never used",
                "suggest": "# Not registered; lines for actors.yml",
            }[name]
            click.echo(("\n" if number else "") + click.style(title, bold=True))
        rows = lists[name](loaded)
        click.echo("\n".join(rows) if rows else "# nobody")


def _unlinked(loaded: Loaded) -> list[str]:
    return [
        f"{mention.location}: {mention.actor.id} ({printable(mention.actor.name)})"
        for mention in unlisted(loaded.library)
    ]


def _unused(loaded: Loaded) -> list[str]:
    return [
        f"{actor.entry and actor.entry.positions.at(*actor.entry.prefix)}: "
        f"{actor.id} ({printable(actor.name)})"
        for actor in unused(loaded.library)
    ]


def _suggest(loaded: Loaded, often: int) -> list[str]:
    rows = []
    for found in unregistered_names(loaded.library, often):
        ident = slugify(found.name)
        if not is_id(ident) or ident in loaded.library.catalogue.actors:
            continue
        # A first guess: names of one word are mostly acronyms.
        kinds = ("person", "organization") if " " in found.name else ("organization", "person")
        uses = f"{found.count}× in {counted(found.briefs, 'brief')}"
        rows += [
            f"{ident}:  # {uses}; first {found.location}",
            f"  name: {json.dumps(found.name, ensure_ascii=False)}",
            f"  kind: {kinds[0]}  # or {kinds[1]}, state, group",
        ]
    return rows


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def rename(old: str, new: str, dry_run: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Give the brief, actor, topic, storyline or author OLD the id NEW.

    \b
    Changes fields, [[links]], links to .md files, markers, the registry, and the name of the file.
    Adds a redirect from the old address. Comments, formatting, titles and names stay.
    If an id belongs to two things, write actor:iran, topic:iran or brief:iran.

    If something fails, no file is changed.
    """  # noqa: D301 - click wants the character itself
    project, loaded = load_site()
    try:
        renaming = plan_renaming(project, loaded, old, new)
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
