"""`briefs import` and `briefs export`: drafts from files of other programs, and all data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mkdocs_briefs.builder.import_export import (
    FORMATS,
    Import,
    export,
    read_foreign,
    write_files,
)
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.cli.site import (
    counted,
    fails,
    format_option,
    load_site,
    shown_path,
    today_option,
)
from mkdocs_briefs.importers import FORMATS as FOREIGN_FORMATS
from mkdocs_briefs.importers import import_text
from mkdocs_briefs.importers.draft import Draft, ImportRefusedError, archive_files
from mkdocs_briefs.problems import printable
from mkdocs_briefs.settings import Limits

MAX_EXPORT_BYTES = 500_000_000
"""The largest export that is read: about 20,000 briefs."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "origin",
    type=click.Choice((*FOREIGN_FORMATS, "json")),
    help="The format of the files. Default: detected. json is an export of `briefs export`.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to write to. Default: the folder of briefs.",
)
@click.option("--stdout", is_flag=True, help="Print the drafts and write nothing.")
def import_(files: tuple[Path, ...], origin: str | None, folder: Path | None, stdout: bool) -> None:  # noqa: FBT001
    """Make a draft brief from each of FILES.

    They are plain articles, Markdown, sheets of events (.csv, .tsv) or pages of other generators.
    Links between them follow their new names, and their pictures are copied.

    From an export (json), restore briefs, registries and profiles. No file is ever overwritten.
    The exit status is 1 if a file could not be imported; the others are imported.
    """
    project, loaded = load_site()
    target = folder or project / loaded.library.settings.briefs_dir
    catalogue, settings = loaded.library.catalogue, loaded.library.settings
    taken = frozenset(slug.casefold() for slug in (*catalogue.briefs, *catalogue.unpublished))
    failed = False
    drafts: list[tuple[Path, Draft]] = []
    for path in files:
        try:
            if origin == "json" or (origin is None and path.suffix == ".json"):
                _restore(path, target, stdout=stdout)
            else:
                drafts.append((path, _draft(path, loaded, origin)))
        except ImportRefusedError as error:
            failed = True
            _refused(path, error)
    batch = Import(drafts, target, taken, settings.address, untrusted=settings.untrusted)
    if stdout:
        for draft in batch.drafts():
            click.echo(draft.markdown(), nl=False)
        raise SystemExit(1 if failed else 0)
    for path, written in batch:
        if isinstance(written, ImportRefusedError):
            failed = True
            _refused(path, written)
            continue
        click.echo(printable(shown_path(written.path)))
        for copied in written.copied:
            click.echo(printable(f"  copied {shown_path(copied)}"))
        for note in written.draft.confirm:
            click.echo(printable(f"  confirm {note}"))
    raise SystemExit(1 if failed else 0)


def _refused(path: Path, error: ImportRefusedError) -> None:
    click.echo(printable(f"{path}: not imported: {error}"), err=True)


def _restore(path: Path, target: Path, *, stdout: bool) -> None:
    """Write the files of an export, or print them. Raises ImportRefusedError."""
    files = list(archive_files(read_foreign(path, Limits(file_bytes=MAX_EXPORT_BYTES))))
    if stdout:
        for name, text in files:
            click.echo(f"{name}\n{text}")
        return
    for written in write_files(files, target):
        click.echo(printable(shown_path(written)))


def _draft(path: Path, loaded: Loaded, origin: str | None) -> Draft:
    settings, names = loaded.library.settings, loaded.library.names
    text, limits = read_foreign(path, settings.limits), settings.limits
    file = path.as_posix()
    return import_text(text, file, settings.today, names=names, limits=limits, origin=origin)


@click.command("export")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to write to.",
)
@format_option(
    FORMATS,
    help="json: one file that `briefs import` reads; csv: a file for each table; sqlite: one "
    "database; markdown: plain pages for any generator.",
)
@today_option
def export_(folder: Path, form: str, today: dt.date | None) -> None:
    """Write all published briefs, registries and profiles to DIR.

    Files of the same names are replaced. What has an error is left out, and the exit status is
    then 1.
    """
    _, loaded = load_site(today, drafts=False)
    written = export(loaded, folder, form)
    click.echo(printable(f"{folder}: {counted(len(written), 'file')}"))
    if fails(loaded.problems, strict=False):
        click.echo("Some briefs have errors and are not whole; see `briefs check`.", err=True)
        raise SystemExit(1)
