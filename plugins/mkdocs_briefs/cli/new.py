"""`briefs new` and `briefs init`: a new brief, and a new site."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from mkdocs_briefs.builder.pipeline import today
from mkdocs_briefs.builder.scaffold import (
    ScaffoldError,
    Wanted,
    brief_name,
    brief_text,
    conflicts,
    refuse_folder,
    requirement,
    site_files,
    write_new,
)
from mkdocs_briefs.cli.site import DAY, UnusableError, load_site, shown_path
from mkdocs_briefs.library.catalogue import Actor, Catalogue, Term
from mkdocs_briefs.model.ids import is_id


@click.command()
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--name", default="Explainer briefs", help="The name of the site.", show_default=True)
def init(folder: Path, name: str) -> None:
    """Make a new site in DIR, by default the current folder.

    Writes settings, a sample brief, a registry of actors, workflows that publish with GitHub Pages,
    editor settings, and what the workflows install: this program, as it was installed here. No file
    is ever overwritten.
    """
    if not name.strip():
        raise UnusableError("The name of the site is empty.")
    line, wheel = requirement()
    contents: dict[str, str | bytes] = {
        **site_files(" ".join(name.split()), today(), line),
        **wheel,
    }
    if taken := conflicts(folder, contents):
        rows = "\n".join(f"  {path}" for path in taken)
        raise click.ClickException(
            f"These files of a new site are in {folder} already, so nothing was written:\n{rows}\n"
            "Choose an empty folder, or move them away."
        )
    write_new(folder, contents)
    for path in contents:
        click.echo(path)
    steps = [] if folder.resolve() == Path.cwd().resolve() else [f"cd {shlex.quote(str(folder))}"]
    briefs = typed("briefs")
    steps += [f"{typed('mkdocs')} serve", f'{briefs} new "A title"', f"{briefs} check"]
    click.echo("\nThe site is ready. Next:\n" + "\n".join(f"  {step}" for step in steps), err=True)


def typed(name: str) -> str:
    """Return how a user types a command of this environment: its path, if it is not on PATH."""
    found = shutil.which(name)
    for folder in dict.fromkeys((Path(sys.argv[0]).absolute().parent, Path(sys.executable).parent)):
        if own := shutil.which(name, path=str(folder)):
            is_on_path = found and Path(found).resolve() == Path(own).resolve()
            return name if is_on_path else shlex.quote(own)
    return name


@click.command()
@click.argument("title", nargs=-1, required=True)
@click.option("--actor", "actors", multiple=True, metavar="ID", help="An actor; may be repeated.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic; may be repeated.")
@click.option(
    "--date",
    "day",
    type=DAY,
    metavar="DAY",
    help="The day of publication, such as 2024-04-22. Default: today.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder inside the folder of briefs.",
)
@click.option("--full", is_flag=True, help="Explain how each field and its entries are written.")
def new(
    title: tuple[str, ...],
    actors: tuple[str, ...],
    topics: tuple[str, ...],
    day: dt.date | None,
    folder: Path | None,
    full: bool,  # noqa: FBT001 - a flag of the command line
) -> None:
    """Make a brief with comments that explain every field.

    TITLE may have several words, also without quotes. Actors and topics are ids, names or aliases
    of the registries. No file is ever overwritten.
    """
    project, loaded = load_site()
    library = loaded.library
    wanted = Wanted(
        " ".join(title),
        day or library.settings.today,
        _ids("actors", actors, library.catalogue),
        _ids("topics", topics, library.catalogue),
    )
    home = project / library.settings.briefs_dir
    target = _target(home, folder)
    try:
        refuse_folder(target.relative_to(home.resolve()).parts)
        name = brief_name(wanted, library)
    except ScaffoldError as error:
        raise UnusableError(str(error)) from None
    try:
        write_new(target, {name: brief_text(wanted, library, full=full)})
    except FileExistsError:
        raise UnusableError(f"{shown_path(target / name)} is there already.") from None
    click.echo(shown_path(target / name))
    click.echo(
        "Fill it in, then ask `briefs check`. `mkdocs serve` shows it as you write.", err=True
    )


def _ids(registry: str, refs: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the ids of actors or topics. Raises UnusableError.

    If the registry has no entries, any valid id is taken.
    """
    entities: Iterable[Actor | Term]
    if registry == "actors":
        index, entities = catalogue.actor_index, catalogue.actors.values()
    else:
        index, entities = catalogue.term_index[registry], catalogue.terms[registry].values()
    is_registry = any(entity.entry for entity in entities)
    ids = []
    for ref in refs:
        ident = index.find(ref)
        if ident is None and len(shared := index.candidates(ref)) > 1:
            raise UnusableError(f"“{ref}” names {' and '.join(shared)}. Write the id you mean.")
        if ident is None and (is_registry or not is_id(ref)):
            near = index.suggestion(ref)
            hint = f"Did you mean {near}?" if near else f"Add it to {registry}.yml first."
            raise UnusableError(f"There is no {registry.removesuffix('s')} “{ref}”. {hint}")
        ids.append(ident or ref)
    return tuple(dict.fromkeys(ids))


def _target(home: Path, folder: Path | None) -> Path:
    """Return DIR, which is relative to the current folder or to the folder of briefs."""
    inside = home.resolve()
    if folder is None:
        return inside
    for candidate in (folder.resolve(), (inside / folder).resolve()):
        if candidate.is_relative_to(inside):
            return candidate
    raise UnusableError(f"{folder} is not inside the folder of briefs, {shown_path(home)}.")
