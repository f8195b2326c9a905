"""Registry entries that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_briefs.library.entities import Actor
from mkdocs_briefs.library.library import Library


def unused(library: Library) -> list[Actor]:
    """Registered actors whom no brief lists, names or speaks of, and no entry refers to."""
    actors = library.catalogue.actors
    used = set(_used(library))
    return [actor for actor in actors.values() if actor.entry and actor.id not in used]


def _used(library: Library) -> Iterator[str]:
    index = library.catalogue.actor_index
    for brief in library.briefs:
        listed = library.listed(brief.slug)
        yield from listed
        fields = brief.fields
        refs = [ref for item in fields.dates for ref in item.actors]
        refs += [ref for item in fields.implications for ref in item.actors]
        refs += [ref for item in fields.developments for ref in item.actors]
        refs += [figure.attributed_to for figure in fields.figures]
        yield from (ident for ref in refs if (ident := index.find(ref, listed)))
    yield from (ident for kind, ident in library.backlinks if kind == "actor")
    for actor in library.catalogue.actors.values():
        own = [tie.actor for tie in actor.fields.relations]
        own += [actor.fields.part_of] if actor.fields.part_of else []
        own += [post.organization for post in actor.fields.positions if post.organization]
        yield from (ident for ref in own if (ident := index.find(ref)))
