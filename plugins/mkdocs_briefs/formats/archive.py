"""Everything that authors wrote as one JSON document, which `briefs import` takes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mkdocs_briefs.library.entities import Actor, Term
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry

FORMAT = "mkdocs-briefs"
VERSION = 1


def archive(library: Library) -> dict[str, Any]:
    """The briefs, registries and profiles of `library`, drafts included if it holds them.

    Paths are relative to the folder of briefs. Fields stand in long form; an id that nobody wrote
    is left out, so that it is made again.
    """
    catalogue, settings = library.catalogue, library.settings
    things: list[Actor | Term] = [*catalogue.actors.values()]
    for terms in catalogue.terms.values():
        things += terms.values()
    entries = [thing.entry for thing in things if thing.entry is not None]
    return {
        "format": FORMAT,
        "version": VERSION,
        "site": settings.site_name,
        "briefs": [
            {
                "file": _below(brief.uri),
                "front_matter": front_matter(brief),
                "body": brief.body,
            }
            for brief in sorted(library.briefs, key=lambda b: b.uri)
        ],
        "registries": _registries(entry for entry in entries if entry.uri is None),
        "profiles": [
            {
                "file": _below(entry.uri),
                "front_matter": entry.fields.written(),
                "body": entry.body,
            }
            for entry in entries
            if entry.uri is not None
        ],
    }


def _below(uri: str) -> str:
    """A path without the folder of briefs."""
    return uri.partition("/")[2]


def front_matter(brief: Brief) -> dict[str, Any]:
    """Every field as its author may write it, with the author's own keys and those of pages."""
    fields = brief.fields.written()
    for name, items in fields.items():
        if isinstance(items, list):
            for number, item in enumerate(items):
                if isinstance(item, dict) and (name, number, "id") not in brief.positions.places:
                    item.pop("id", None)
    return {**fields, **brief.page_meta, **brief.extra}


def _registries(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        found.setdefault(entry.registry, {})[entry.id] = entry.fields.written()
    return found
