"""`briefs new` and `briefs init`: the skeleton of a brief, and a new site that builds at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mkdocs_briefs.builder.pipeline import Loaded, today
from mkdocs_briefs.builder.scaffold import (
    ScaffoldError,
    Wanted,
    brief_name,
    brief_text,
    conflicts,
    refuse_folder,
    site_files,
    write_new,
)
from mkdocs_briefs.cli.site import DAY, load_site
from mkdocs_briefs.library.catalogue import Index
from mkdocs_briefs.model.ids import is_id


@click.command()
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--name", default="Explainer briefs", help="The name of the site.", show_default=True)
def init(folder: Path, name: str) -> None:
    """Make a new site in DIR, or in this folder.

    Writes the settings, an example of a brief, a registry of actors, workflows that publish the
    site with GitHub Pages, and settings for the editor. No file is ever overwritten.
    """
    if not name.strip():
        raise click.UsageError("The name of the site is empty.")
    texts = site_files(" ".join(name.split()), today())
    if taken := conflicts(folder, texts):
        rows = "\n".join(f"  {path}" for path in taken)
        raise click.ClickException(
            f"These files of a new site are in {folder} already, so nothing was written:\n{rows}\n"
            "Choose an empty folder, or move them away."
        )
    write_new(folder, texts)
    for path in texts:
        click.echo(path)
    steps = [] if folder.resolve() == Path.cwd().resolve() else [f"cd {folder}"]
    steps += ["mkdocs serve", 'briefs new "A title"', "briefs check"]
    click.echo("\nThe site is ready. Next:\n" + "\n".join(f"  {step}" for step in steps), err=True)


@click.command()
@click.argument("title")
@click.option("--actor", "actors", multiple=True, metavar="ID", help="An actor; may be repeated.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic; may be repeated.")
@click.option(
    "--date", "day", type=DAY, metavar="DAY", help="Day of publication (2024-04-22); else today."
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder inside the folder of briefs.",
)
def new(
    title: str,
    actors: tuple[str, ...],
    topics: tuple[str, ...],
    day: dt.date | None,
    folder: Path | None,
) -> None:
    """Make a brief called TITLE, with every field explained in comments.

    Actors and topics are ids, names or aliases of the registries. No file is ever overwritten.
    """
    project, loaded = load_site()
    library = loaded.library
    catalogue = library.catalogue
    wanted = Wanted(
        title,
        day or library.settings.today,
        _known("actor", "actors", actors, catalogue.actor_index, _entered(loaded, "actors")),
        _known(
            "topic", "topics", topics, catalogue.term_index["topics"], _entered(loaded, "topics")
        ),
    )
    home = project / library.settings.briefs_dir
    target = _target(home, folder)
    try:
        refuse_folder(target.relative_to(home.resolve()).parts)
        name = brief_name(wanted, library)
    except ScaffoldError as error:
        raise click.UsageError(str(error)) from None
    try:
        write_new(target, {name: brief_text(wanted, library)})
    except FileExistsError:
        raise click.UsageError(f"{_shown(target / name)} is there already.") from None
    click.echo(_shown(target / name))
    click.echo(
        "Fill it in, then ask `briefs check`. `mkdocs serve` shows it as you write.", err=True
    )


def _entered(loaded: Loaded, registry: str) -> bool:
    catalogue = loaded.library.catalogue
    things = catalogue.actors if registry == "actors" else catalogue.terms[registry]
    return any(thing.entry for thing in things.values())


def _known(
    noun: str,
    registry: str,
    refs: tuple[str, ...],
    index: Index,
    entered: bool,  # noqa: FBT001
) -> tuple[str, ...]:
    """The ids that `refs` mean. Without a registry every id will do. Raises UsageError."""
    ids = []
    for ref in refs:
        ident = index.find(ref)
        if ident is None and len(shared := index.candidates(ref)) > 1:
            raise click.UsageError(f"“{ref}” names {' and '.join(shared)}. Write the id you mean.")
        if ident is None and (entered or not is_id(ref)):
            near = index.suggestion(ref)
            hint = f"Did you mean {near}?" if near else f"Add it to {registry}.yml first."
            raise click.UsageError(f"There is no {noun} “{ref}”. {hint}")
        ids.append(ident or ref)
    return tuple(dict.fromkeys(ids))


def _target(home: Path, folder: Path | None) -> Path:
    """The folder to write to: DIR as seen from here, or from the folder of briefs."""
    inside = home.resolve()
    if folder is None:
        return inside
    for candidate in (folder.resolve(), (inside / folder).resolve()):
        if candidate.is_relative_to(inside):
            return candidate
    raise click.UsageError(f"{folder} is not inside the folder of briefs, {_shown(home)}.")


def _shown(path: Path) -> str:
    """A path as the author would type it here."""
    here = Path.cwd().resolve()
    full = path.resolve()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)
