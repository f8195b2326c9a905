"""`briefs schema`: the JSON Schema of what authors write, and of what programs get."""

from __future__ import annotations

import json

import click

from mkdocs_briefs.formats.api import api_schema
from mkdocs_briefs.formats.api_paths import FILES
from mkdocs_briefs.parse.schema import KINDS, json_schema

_API = ("api", *(f"api-{name}" for name in FILES))


@click.command()
@click.argument("kind", type=click.Choice((*KINDS, *_API)), default="brief")
def schema(kind: str) -> None:
    """Print a JSON Schema (2020-12), for editors and other programs.

    \b
    brief                    the front matter of a brief
    actor, topic, author     one entry of a registry, or the front matter of a profile
    actors, topics, authors  a whole registry file; topics is for storylines too
    api                      any file of the JSON API of a built site
    api-brief, api-actor, …  one kind of file of the API
    """  # noqa: D301 - click wants the character itself
    name = kind.removeprefix("api").removeprefix("-")
    found = api_schema(name) if kind in _API else json_schema(kind)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
