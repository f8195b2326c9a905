"""`briefs schema`: the JSON Schema of what authors write."""

from __future__ import annotations

import json

import click

from mkdocs_briefs.parse.schema import json_schema


@click.command()
@click.argument("kind", type=click.Choice(["brief", "actor", "topic"]), default="brief")
def schema(kind: str) -> None:
    """Print the JSON Schema (2020-12) of a brief's front matter or of a registry's entry."""
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
