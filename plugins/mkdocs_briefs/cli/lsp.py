"""`briefs lsp`: help for authors inside their editor."""

from __future__ import annotations

import click

NEEDED = {"pygls", "lsprotocol"}
HOW_TO = "An editor's server needs the package pygls; run: pip install 'mkdocs-briefs[lsp]'"


@click.command()
def lsp() -> None:
    """Serve an editor over standard input and output (Language Server Protocol).

    Editors start this by themselves; see the guide for how to set them up. It reports problems
    while you type, completes fields, ids and links, and shows who an actor is.
    """
    try:
        from mkdocs_briefs.cli.language_server import make_server  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDED:
            raise
        raise click.ClickException(HOW_TO) from None
    make_server().start_io()
