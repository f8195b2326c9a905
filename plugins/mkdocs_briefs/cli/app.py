"""The command `briefs`."""

from __future__ import annotations

import sys
from typing import Any

import click

from mkdocs_briefs import __version__
from mkdocs_briefs.builder.project import ProjectError
from mkdocs_briefs.cli.actors import actors
from mkdocs_briefs.cli.check import check, schema
from mkdocs_briefs.cli.doctor import doctor
from mkdocs_briefs.cli.due import due
from mkdocs_briefs.cli.guard import compare_, guard
from mkdocs_briefs.cli.import_export import export_, import_
from mkdocs_briefs.cli.lsp import lsp
from mkdocs_briefs.cli.new import init, new
from mkdocs_briefs.cli.rename import rename


class Commands(click.Group):
    """The commands; what the disk or the settings refuse is told in a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ClickException for errors that the user can correct."""
        try:
            return super().invoke(ctx)
        except ProjectError as error:
            raise click.ClickException(error.text) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror or error}") from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order in which an author meets them."""
        return list(self.commands)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefs")
def main() -> None:
    """Write, check and publish explainer briefs."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal of an old encoding shows \u2026 for what it lacks, instead of stopping.
            stream.reconfigure(errors="backslashreplace")


main.add_command(init)
main.add_command(new)
main.add_command(check)
main.add_command(import_)
main.add_command(due)
main.add_command(guard)
main.add_command(compare_)
main.add_command(export_)
main.add_command(actors)
main.add_command(rename)
main.add_command(schema)
main.add_command(lsp)
main.add_command(doctor)
