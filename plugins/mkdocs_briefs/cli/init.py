"""`briefs init`: a new site that builds at once."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_briefs.builder.pipeline import today
from mkdocs_briefs.builder.scaffold import conflicts, site_files, write_new


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
