"""`briefs export`: all data of the site, for other tools and as the way out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mkdocs_briefs.builder.export import FORMATS, export
from mkdocs_briefs.cli.report import fails
from mkdocs_briefs.cli.site import load_site, today_option
from mkdocs_briefs.problems import printable


@click.command("export")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write; made if need be.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="json",
    help="json: one file that `briefs import` takes back; csv: a file for each table; sqlite: one "
    "database; markdown: plain pages for any generator.",
)
@today_option
def export_(folder: Path, form: str, today: dt.date | None) -> None:
    """Write every published brief, and what it is linked with, to DIR.

    Files of the same names are replaced, others stay. What `briefs check` calls an error is left
    out, and the exit status is then 1.
    """
    _, loaded = load_site(today, drafts=False)
    written = export(loaded, folder, form)
    click.echo(printable(f"{folder}: {len(written)} file{'s' * (len(written) != 1)}"))
    if fails(loaded.problems, strict=False):
        click.echo("Some briefs have errors and are not whole; see `briefs check`.", err=True)
        raise SystemExit(1)
