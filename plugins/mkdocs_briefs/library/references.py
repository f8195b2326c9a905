"""Every reference of every brief checked: actors, briefs, sources, items, wikilinks, citations."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_briefs.library.entities import Actor
from mkdocs_briefs.library.known import Known, unknown, unknown_source
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.prose_references import profile_references, prose_references
from mkdocs_briefs.model.brief import Brief, Path
from mkdocs_briefs.model.fields import Record
from mkdocs_briefs.problems import Problem

NAMED = 8
"""Most ids that a problem lists."""


def check_references(library: Library) -> Iterator[Problem]:
    """Every reference that leads nowhere, at its place, with the nearest valid choice."""
    strict = any(actor.entry for actor in library.catalogue.actors.values())
    for brief in library.briefs:
        yield from _actors(brief, library, strict=strict)
        yield from _sources(brief)
        yield from _items(brief)
        yield from _briefs(brief, library)
        yield from prose_references(brief, library)
    for actor in library.catalogue.actors.values():
        yield from _ties(actor, library)
    yield from profile_references(library)


def _ties(actor: Actor, library: Library) -> Iterator[Problem]:
    """References of a registry entry to other actors."""
    entry, index = actor.entry, library.catalogue.actor_index
    if entry is None:
        return
    refs: list[tuple[Path, str]] = [
        (("relations", number, "actor"), tie.actor)
        for number, tie in enumerate(actor.fields.relations)
    ]
    if actor.fields.part_of:
        refs.append((("part_of",), actor.fields.part_of))
    for path, ref in refs:
        if index.find(ref) is None:
            at = entry.positions.at(*entry.prefix, *path)
            yield unknown("B301", at, "actor", ref, index.suggestion(ref), "Add it to actors.yml.")


def _actor_refs(record: Record, path: Path) -> Iterator[tuple[Path, str]]:
    for number, ref in enumerate(getattr(record, "actors", ())):
        yield (*path, "actors", number), ref


def _actors(brief: Brief, library: Library, *, strict: bool) -> Iterator[Problem]:
    fields, index = brief.fields, library.catalogue.actor_index
    refs: list[tuple[Path, str]] = []
    for number, part in enumerate(fields.actors):
        if part.name is None and part.id is None:
            yield Problem(
                "B201",
                brief.at("actors", number),
                "the actor has no id and no name",
                "Write its id.",
            )
        elif part.name is None and part.id:
            refs.append((("actors", number, "id"), part.id))
        elif part.id is None and len(index.candidates(part.name or "")) > 1:
            refs.append((("actors", number, "name"), part.name or ""))
        elif part.kind is None and index.find(part.id or part.name or "") is None:
            yield Problem(
                "B301",
                brief.at("actors", number, "name"),
                f"“{part.name}” is in no registry",
                "Add `kind: person` (or organization, state, group) to introduce it here.",
            )
    for key in ("dates", "implications", "developments"):
        for number, item in enumerate(getattr(fields, key)):
            refs += _actor_refs(item, (key, number))
    listed = library.listed(brief.slug)
    for path, ref in refs:
        if index.find(ref, listed):
            continue
        shared = index.candidates(ref)
        if len(shared) > 1:
            yield Problem(
                "B307",
                brief.at(*path),
                f"“{ref}” names {', '.join(shared[:NAMED])}{', …' * (len(shared) > NAMED)}",
                "Write the id that is meant.",
            )
        elif strict or path[0] != "actors":
            yield unknown(
                "B301",
                brief.at(*path),
                "actor",
                ref,
                index.suggestion(ref),
                "Add it to actors.yml, or give `name` and `kind` here.",
            )


def _sources(brief: Brief) -> Iterator[Problem]:
    known = Known(source.id for source in brief.fields.sources)
    for key in ("dates", "implications", "figures"):
        for number, item in enumerate(getattr(brief.fields, key)):
            for place, ref in enumerate(item.sources):
                if ref not in known:
                    yield unknown_source(brief.at(key, number, "sources", place), ref, known)
    for number, development in enumerate(brief.fields.developments):
        for place, ref in enumerate(
            development.resolution.sources if development.resolution else ()
        ):
            if ref not in known:
                yield unknown_source(
                    brief.at("developments", number, "resolution", "sources", place), ref, known
                )


def _items(brief: Brief) -> Iterator[Problem]:
    fields = brief.fields
    known = Known(
        [*(item.id for item in fields.implications), *(item.id for item in fields.developments)]
    )
    for number, advice in enumerate(fields.advice):
        for place, ref in enumerate(advice.addresses):
            if ref not in known:
                near = known.suggestion(ref)
                at = brief.at("advice", number, "addresses", place)
                yield unknown(
                    "B310",
                    at,
                    "item",
                    ref,
                    near,
                    "Write the id of an implication or development of this brief.",
                )


def _briefs(brief: Brief, library: Library) -> Iterator[Problem]:
    index = library.catalogue.brief_index
    refs: list[tuple[Path, str]] = [
        (("related", number, "brief"), row.brief) for number, row in enumerate(brief.fields.related)
    ]
    if brief.fields.translation_of:
        refs.append((("translation_of",), brief.fields.translation_of))
    for number, development in enumerate(brief.fields.developments):
        if development.resolution and development.resolution.brief:
            refs.append(
                (("developments", number, "resolution", "brief"), development.resolution.brief)
            )
    for path, ref in refs:
        if not index.find(ref):
            yield unknown(
                "B302",
                brief.at(*path),
                "brief",
                ref,
                index.suggestion(ref),
                "Write the slug of a brief: its file's name without date and .md.",
            )
