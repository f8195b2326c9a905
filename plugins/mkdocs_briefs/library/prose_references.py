"""What running text refers to: wikilinks with their anchors, citations, markers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache

from mkdocs_briefs.library.backlinks import Target
from mkdocs_briefs.library.catalogue import Catalogue
from mkdocs_briefs.library.known import Known, unknown_source
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.markers import marker_faults
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.fields import INLINE, texts_of
from mkdocs_briefs.model.prose import Prose, WikiLink
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.model.sections import SECTION_IDS, source_anchor
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import scan_inline
from mkdocs_briefs.problems import Location, Problem, nearest

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
