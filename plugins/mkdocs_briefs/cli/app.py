"""The command `briefs`."""

from __future__ import annotations

import sys
from typing import Any

import click

from mkdocs_briefs.builder.pipeline import ProjectError
from mkdocs_briefs.builder.version import full_version
from mkdocs_briefs.cli.check import check, doctor, schema
from mkdocs_briefs.cli.due import due
from mkdocs_briefs.cli.guard import compare_, guard
from mkdocs_briefs.cli.import_export import export_, import_
from mkdocs_briefs.cli.names import actors, rename
from mkdocs_briefs.cli.new import init, new
from mkdocs_briefs.cli.site import UnusableError


class Commands(click.Group):
    """The commands. A file or a setting that cannot be used is reported in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ClickException for errors of the settings and of the disk."""
        try:
            return super().invoke(ctx)
        except ProjectError as error:
            raise click.ClickException(error.text) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror or error}") from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command. Raises UnusableError for what MkDocs does, which says how."""
        if args[0] in ("build", "serve"):
            raise UnusableError(f"MkDocs does that. Run: mkdocs {args[0]}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order in which an author needs them."""
        return list(self.commands)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted:
        click.echo(f"briefs, version {full_version()}")
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Write and check explainer briefs.

    To preview the site run `mkdocs serve`, to build it `mkdocs build`.

    The cheat sheet, reference/cheat-sheet.md in the manual, has every field on one page.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Print \u2026 for what the encoding of the terminal lacks, instead of failing.
            stream.reconfigure(errors="backslashreplace")


@main.command()
def lsp() -> None:
    """Help an editor, which starts this itself.

    It tells problems and completes fields, over standard input and output (Language Server
    Protocol).
    """
    try:
        from mkdocs_briefs.cli.language_server import make_server  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        raise click.ClickException(
            "An editor's server needs the package pygls; run: pip install 'mkdocs-briefs[lsp]'"
        ) from None
    make_server().start_io()


COMMANDS = (
    *(init, new, check, import_, due, guard, compare_, export_),
    *(actors, rename, schema, lsp, doctor),
)
main.commands = {str(command.name): command for command in COMMANDS}
