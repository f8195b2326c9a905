"""The command `briefs`."""

from __future__ import annotations

import click

from mkdocs_briefs import __version__
from mkdocs_briefs.cli.check import check
from mkdocs_briefs.cli.schema import schema


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefs")
def main() -> None:
    """Write, check and publish explainer briefs."""


main.add_command(check)
main.add_command(schema)
