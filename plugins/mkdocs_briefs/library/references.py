"""Every reference of every brief checked: actors, briefs, sources, items, wikilinks, citations."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from mkdocs_briefs.library.backlinks import Target
from mkdocs_briefs.library.catalogue import Actor, Catalogue, Known, unknown, unknown_source
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief, BriefType, Path
from mkdocs_briefs.model.fields import INLINE, Record, texts_of
from mkdocs_briefs.model.ids import (
    LISTS,
    REGISTRY_OF,
    SECTION_IDS,
    SECTIONS,
    STATUSES,
    source_anchor,
)
from mkdocs_briefs.model.prose import Prose, WikiLink
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import scan_inline
from mkdocs_briefs.problems import Location, Problem, nearest


def dead_links(library: Library, exists: Callable[[str], bool]) -> Iterator[Problem]:
    """Each such link at its text; `exists` tells whether a path, as links see it, leads on."""
    for brief in library.briefs:
        folder = posixpath.dirname(brief.uri)
        for path, text in texts_of(brief.fields, INLINE, sign="]("):
            for link in scan_inline(text).links:
                uri = posixpath.normpath(posixpath.join(folder, link.path))
                if link.path and not exists(uri):
                    yield Problem(
                        "B313",
                        brief.at(*path),
                        f"the link to {link.path} leads to no page and no file",
                        f"It is looked for from {folder or '.'}/; write the path from there.",
                    )


CHOICES = {"status": STATUSES, "type": BriefType.__args__}  # type: ignore[attr-defined]


def marker_faults(
    name: str, options: Mapping[str, str], catalogue: Catalogue, *, in_brief: bool
) -> list[str]:
    """A sentence for everything in a marker that cannot be answered; nothing when all can be.

    A bare marker of a section has a meaning in briefs only.
    """
    if name in SECTIONS and not options:
        placed = in_brief or name in LISTS
        return [] if placed else [f"briefs:{name} places a section of a brief; this page is none"]
    if name not in LISTS:
        if name in SECTIONS:
            return [f"briefs:{name} takes no options"]
        return [
            f"unknown marker briefs:{name}{_hint(nearest(name, [*LISTS, *SECTIONS]), 'briefs:')}"
        ]
    known = LISTS[name]
    faults = [
        f"briefs:{name} knows no {key}{_hint(nearest(key, known))}"
        for key in options
        if key not in known
    ]
    for key, value in options.items():
        if key in REGISTRY_OF:
            index = catalogue.index_of(REGISTRY_OF[key])
            if index.find(value) is None:
                faults.append(
                    f"briefs:{name}: unknown {key} “{value}”{_hint(index.suggestion(value))}"
                )
        elif key in CHOICES and value not in CHOICES[key]:
            faults.append(
                f"briefs:{name}: {key} is one of {', '.join(CHOICES[key])}, found “{value}”"
            )
        elif key in ("limit", "year") and not (value.isascii() and value.isdigit()):
            faults.append(f"briefs:{name}: {key} is a number, found “{value}”")
    return faults


def _hint(near: str | None, before: str = "") -> str:
    return f"; did you mean {before}{near}?" if near else ""


_BREAK = re.compile("\n")
Place = Callable[[int, int], Location]
"""From the start and end of a stretch of text to where it stands in its file."""


def prose_references(brief: Brief, library: Library) -> Iterator[Problem]:
    """Every reference of a brief's body and texts that leads nowhere."""
    yield from body_references(brief, library)
    known = Known(source.id for source in brief.fields.sources)
    listed = library.listed(brief.slug)
    for path, text in texts_of(brief.fields, INLINE, sign="["):
        if "[[" in text or "[@" in text:
            prose, at = scan_inline(text), brief.at(*path)
            yield from _wikilinks(prose, lambda *_, at=at: at, library.catalogue, listed, brief)
            yield from _citations(prose, lambda *_, at=at: at, known)


def body_references(brief: Brief, library: Library) -> Iterator[Problem]:
    """Every reference of a brief's body that leads nowhere."""
    known = Known(source.id for source in brief.fields.sources)
    listed = library.listed(brief.slug)
    in_body = _places(brief.file, brief.body, brief.body_line)
    yield from _wikilinks(brief.prose, in_body, library.catalogue, listed, brief)
    yield from _citations(brief.prose, in_body, known)
    yield from _markers(brief.prose, in_body, library.catalogue, in_brief=True)


def profile_references(library: Library) -> Iterator[Problem]:
    """Every wikilink and marker of a profile's Markdown that leads nowhere."""
    things = [*library.catalogue.actors.values()]
    entries = [thing.entry for thing in things]
    entries += [term.entry for found in library.catalogue.terms.values() for term in found.values()]
    for entry in entries:
        if entry and ("[[" in entry.body or "<!--" in entry.body):
            yield from _profile(entry, library.catalogue)


def _profile(entry: Entry, catalogue: Catalogue) -> Iterator[Problem]:
    prose = scan_body(entry.body)
    place = _places(entry.positions.file, entry.body, entry.body_line)
    yield from _wikilinks(prose, place, catalogue, frozenset(), None)
    yield from _markers(prose, place, catalogue, in_brief=False)


def _places(file: str, body: str, first_line: int) -> Place:
    @cache
    def breaks() -> list[int]:
        return [found.start() for found in _BREAK.finditer(body)]

    def place(start: int, end: int) -> Location:
        line = bisect_left(breaks(), start)
        column = start - (breaks()[line - 1] if line else -1)
        return Location(file, first_line + line, column, end - start)

    return place


def _wikilinks(
    prose: Prose, place: Place, catalogue: Catalogue, listed: frozenset[str], own: Brief | None
) -> Iterator[Problem]:
    for wiki in prose.wikilinks:
        if not wiki.target:
            yield from _anchor(wiki, place, ("brief", own.slug) if own else None, catalogue)
        elif target := catalogue.resolve(wiki.kind, wiki.target, listed):
            yield from _anchor(wiki, place, target, catalogue)
        else:
            near = catalogue.suggestion(wiki.target)
            yield Problem(
                "B308",
                place(wiki.start, wiki.end),
                f"[[{wiki.target}]] is not a brief, actor, topic or storyline",
                f"Did you mean [[{near}]]?" if near else "Write an id, or take the brackets away.",
            )


def _anchor(
    wiki: WikiLink, place: Place, target: Target | None, catalogue: Catalogue
) -> Iterator[Problem]:
    """An anchor that a brief's page lacks; other pages have sections only."""
    if not wiki.anchor or target is None:
        return
    brief = catalogue.briefs.get(target[1]) if target[0] == "brief" else None
    known = anchors_of(brief) if brief else set(SECTION_IDS)
    if (target[0] == "brief" and brief is None) or wiki.anchor in known:
        return
    near = nearest(wiki.anchor, known)
    yield Problem(
        "B312",
        place(wiki.start, wiki.end),
        f"the page of {target[1]} has no place called “{wiki.anchor}”",
        f"Did you mean #{near}?" if near else "Write the id of an item or heading of that page.",
    )


def anchors_of(brief: Brief) -> set[str]:
    """Every id that a link into the page of `brief` may name."""
    fields = brief.fields
    items = (fields.dates, fields.implications, fields.developments, fields.advice, fields.figures)
    own = {item.id for group in items for item in group if item.id}
    sources = {source_anchor(source.id) for source in fields.sources if source.id}
    return {*SECTION_IDS, *own, *sources, *brief.prose.heading_ids}


def _citations(prose: Prose, place: Place, known: Known) -> Iterator[Problem]:
    for citation in prose.citations:
        for ident in citation.ids:
            if ident not in known:
                yield unknown_source(place(citation.start, citation.end), ident, known)


def _markers(
    prose: Prose, place: Place, catalogue: Catalogue, *, in_brief: bool
) -> Iterator[Problem]:
    for marker in prose.markers:
        options = dict(marker.options)
        for fault in marker_faults(marker.name, options, catalogue, in_brief=in_brief):
            yield Problem("B311", place(marker.start, marker.end), fault)


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
