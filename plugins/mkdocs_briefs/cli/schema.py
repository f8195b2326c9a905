"""`briefs schema`: the JSON Schema of what authors write."""

from __future__ import annotations

import json

import click

from mkdocs_briefs.parse.schema import KINDS, json_schema


@click.command()
@click.argument("kind", type=click.Choice(KINDS), default="brief")
def schema(kind: str) -> None:
    """Print a JSON Schema (2020-12), for editors and other programs.

    \b
    brief                    the front matter of a brief
    actor, topic, author     one entry of a registry, or the front matter of a profile
    actors, topics, authors  a whole registry file; topics is for storylines too
    """  # noqa: D301 - click wants the character itself
    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
