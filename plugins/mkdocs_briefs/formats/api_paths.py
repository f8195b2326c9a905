"""The paths of the JSON API below `/api/v1/`."""

from __future__ import annotations

from mkdocs_briefs.pages import urls

ROOT = "api/v1/"
FILES = {
    "index": "index.json",
    "briefs": "briefs.json",
    "brief": "briefs/{id}.json",
    "actors": "actors.json",
    "actor": "actors/{id}.json",
    "events": "events.json",
    "outlook": "outlook.json",
}
"""Name of a kind of file -> its path below ROOT."""


def api_path(kind: str, ident: str = "") -> str:
    """Return the path of a file of the API, as it stands in an address."""
    return ROOT + FILES[kind].format(id=urls.encoded(ident))


def schema_path(name: str) -> str:
    """Return the path of a schema."""
    return f"{ROOT}schemas/{name}.json"
