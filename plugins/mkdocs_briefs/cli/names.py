"""`briefs actors` and `briefs rename`: who is in the texts, and another id for what has one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import click

from mkdocs_briefs.builder.add_actors import add_entries, set_kind
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.builder.rename import (
    RenameError,
    Renaming,
    UneditableError,
    plan_renaming,
    write_renaming,
)
from mkdocs_briefs.cli.site import UnusableError, counted, load_site, shown_path
from mkdocs_briefs.library.catalogue import ident_of
from mkdocs_briefs.library.editorial import unused
from mkdocs_briefs.library.unregistered_names import (
    MIN_MENTIONS,
    NamedActor,
    actors_without_entry,
    unlisted,
    unregistered_names,
)
from mkdocs_briefs.model.brief import KINDS, Kind
from mkdocs_briefs.model.ids import is_id, name_of_id, slugify
from mkdocs_briefs.problems import printable

WHAT = ("unlinked", "unused", "suggest")


@click.command()
@click.argument("what", type=click.Choice((*WHAT, "add")), required=False)
@click.argument("actor", required=False)
@click.option(
    "--often",
    type=click.IntRange(min=1),
    default=MIN_MENTIONS,
    show_default=True,
    help="How often a name must occur to be suggested.",
)
@click.option("--write", is_flag=True, help="With suggest: write the entries into actors.yml.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="With add: what the actor is, also for an entry without a kind.",
)
@click.option("--name", help="With add: the name, if ACTOR is an id.")
def actors(
    what: str | None,
    actor: str | None,
    often: int,
    write: bool,  # noqa: FBT001 - a flag of the command line
    kind: Kind | None,
    name: str | None,
) -> None:
    """List actors that are missing or unused, or add them. Without an argument, print all lists.

    \b
    unlinked  registered actors that a brief mentions but does not list
    unused    entries of the registry that no brief lists or mentions
    suggest   actors that briefs name and no registry has, then frequent names of the texts, as
              lines for actors.yml
    add       write the entry of ACTOR (a name or an id), or without one the entries of all
              actors that briefs list and no registry has
    """  # noqa: D301 - click wants the character itself
    if (actor or kind or name) and what != "add":
        raise click.UsageError("ACTOR, --kind and --name belong to `briefs actors add`.")
    if (kind or name) and not actor:
        raise click.UsageError("Say whose --kind or --name it is: briefs actors add ACTOR …")
    if write and what != "suggest":
        raise click.UsageError("--write belongs to `briefs actors suggest`.")
    _, loaded = load_site()
    if what == "add":
        _add(loaded, actor, name, kind)
        return
    if write:
        _write(loaded, [found for _, found in _suggested(loaded, often)])
        return
    lists: dict[str, Callable[[Loaded], list[str]]]
    lists = {"unlinked": _unlinked, "unused": _unused, "suggest": partial(_suggest, often=often)}
    for number, title in enumerate((what,) if what else WHAT):
        if what is None:
            heading = {
                "unlinked": "# Spoken of and not listed",
                "unused": "# Registered and never used",
                "suggest": "# Not registered; lines for actors.yml",
            }[title]
            click.echo(("\n" if number else "") + click.style(heading, bold=True))
        rows = lists[title](loaded)
        click.echo("\n".join(rows) if rows else "# nobody")


def _add(loaded: Loaded, ref: str | None, name: str | None, kind: Kind | None) -> None:
    """Write the entry of one actor, or of all without one."""
    library = loaded.library
    missing = actors_without_entry(library)
    if ref is None:
        _write(loaded, missing)
        return
    ident = library.catalogue.actor_index.find(ref) or ident_of(ref)
    known = library.catalogue.actors.get(ident)
    if known and known.entry:
        if kind is None or known.kind is not None:
            place = known.entry.positions.at(*known.entry.prefix)
            what = f" as {known.kind}" if known.kind else ""
            raise click.ClickException(printable(f"{ident} is registered{what} in {place}."))
        with _refusals():
            click.echo(printable(f"{shown_path(set_kind(loaded, known.entry, kind))}: {ident}"))
        return
    if not is_id(ident):
        raise UnusableError(f"No id can be made of {ref!r}. Write an id, and --name.")
    found = next((one for one in missing if one.id == ident), None)
    said = found.name if found else ref if ref != ident else name_of_id(ident)
    given = found.kind if found else None
    _write(loaded, [NamedActor(ident, name or said, kind or given)])


def _write(loaded: Loaded, added: list[NamedActor]) -> None:
    if not added:
        click.echo("# nobody")
        return
    with _refusals():
        path = shown_path(add_entries(loaded, added))
        for actor in added:
            click.echo(printable(f"{path}: {actor.id} ({actor.name})"))
    if unknown := [actor.id for actor in added if not actor.kind]:
        kinds = "|".join(KINDS)
        click.echo(f"Say what they are: briefs actors add {unknown[0]} --kind {kinds}", err=True)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (UneditableError, OSError) as error:
        raise click.ClickException(printable(f"{error} Nothing was changed.")) from None


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


def _suggested(loaded: Loaded, often: int) -> Iterator[tuple[str, NamedActor]]:
    """Yield the actors without an entry, each with where it is named: first those of fields."""
    library = loaded.library
    missing = actors_without_entry(library)
    yield from (("named in the fields of briefs", actor) for actor in missing)
    known = {*library.catalogue.actors, *(actor.id for actor in missing)}
    for found in unregistered_names(library, often):
        ident = slugify(found.name)
        if is_id(ident) and ident not in known:
            uses = f"{found.count}× in {counted(found.briefs, 'brief')}; first {found.location}"
            yield uses, NamedActor(ident, found.name)


def _suggest(loaded: Loaded, often: int) -> list[str]:
    rows = []
    for uses, actor in _suggested(loaded, often):
        rows += [
            f"{actor.id}:  # {uses}",
            f"  name: {json.dumps(actor.name, ensure_ascii=False)}",
            f"  kind: {actor.kind}" if actor.kind else f"  # kind: {', '.join(KINDS)}",
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
