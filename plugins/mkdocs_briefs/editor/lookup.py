"""What the word under a cursor means, and where that is defined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.editor.cards import card_of, field_card
from mkdocs_briefs.editor.declared import Field
from mkdocs_briefs.editor.parsed_document import Sheet, listed_by
from mkdocs_briefs.editor.text import Span
from mkdocs_briefs.library.catalogue import Catalogue
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.names import resolve_ids
from mkdocs_briefs.model.brief import Brief, Path
from mkdocs_briefs.model.kinds import PAGES_OF
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.parse.references import CITATION, CITED_ID, WIKILINK, wikilink_parts
from mkdocs_briefs.problems import Location

_WIKI = re.compile(WIKILINK)
_CITED = re.compile(CITATION)
_CITED_ID = re.compile(CITED_ID)
_ITEMS = ("dates", "implications", "developments", "advice", "figures")
"""Lists of a brief whose entries are anchors."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that a part of a line speaks of: its kind (a registry, briefs, sources, items), id.

    `anchor` is the entry of a brief that a wikilink names, else empty.
    """

    span: Span
    kind: str
    ident: str
    anchor: str = ""


def find_thing(sheet: Sheet, library: Library, line: int, column: int) -> Found | None:
    """What stands under the cursor (both from 0): a link, a reference, or a name in prose."""
    return (
        _linked(sheet, library, line, column)
        or _referred(sheet, library, line, column)
        or _mentioned(sheet, library, line, column)
    )


def hover(sheet: Sheet, library: Library, line: int, column: int) -> tuple[Span, str] | None:
    """The card for what stands under the cursor, as Markdown, and the part of the line it is for.

    None where there is nothing to say.
    """
    if (found := find_thing(sheet, library, line, column)) and (
        card := card_of(found.kind, found.ident, library, sheet.brief)
    ):
        return found.span, card
    if (named := _named_field(sheet, line, column)) and (card := field_card(named[1])):
        return named[0], card
    return None


def definition(sheet: Sheet, library: Library, line: int, column: int) -> Location | None:
    """Where the thing under the cursor is written down; None where there is no such place."""
    found = find_thing(sheet, library, line, column)
    if found is None:
        return None
    if found.kind == "briefs":
        brief = _brief(found.ident, sheet, library.catalogue)
        return _in_brief(brief, found.anchor) if brief else None
    if found.kind in {"sources", "items"}:
        lists = ("sources",) if found.kind == "sources" else ("implications", "developments")
        return _entry_of(sheet.brief, lists, found.ident) if sheet.brief else None
    if found.kind == "actors":
        actor = library.catalogue.actors.get(found.ident)
        entry = actor.entry if actor else None
        return _place_of(entry) or _introduction(found.ident, library)
    term = library.catalogue.terms[found.kind].get(found.ident)
    return _place_of(term.entry if term else None)


def _place_of(entry: Entry | None) -> Location | None:
    return entry.positions.at(*entry.prefix) if entry else None


def _introduction(ident: str, library: Library) -> Location | None:
    """Where a brief introduces an actor that is in no registry."""
    index = library.catalogue.actor_index
    for brief in reversed(library.briefs):
        for number, part in enumerate(brief.fields.actors):
            if part.name and part.kind and index.find(part.id or part.name) == ident:
                return brief.at("actors", number)
    return None


def _brief(slug: str, sheet: Sheet, catalogue: Catalogue) -> Brief | None:
    if sheet.brief and sheet.brief.slug == slug:
        return sheet.brief
    return catalogue.briefs.get(slug) or catalogue.unpublished.get(slug)


def _in_brief(brief: Brief, anchor: str) -> Location:
    return _entry_of(brief, _ITEMS, anchor) or Location(brief.file)


def _entry_of(brief: Brief, lists: tuple[str, ...], ident: str) -> Location | None:
    for name in lists:
        for number, item in enumerate(getattr(brief.fields, name)):
            if item.id == ident:
                return brief.at(name, number)
    return None


def _linked(sheet: Sheet, library: Library, line: int, column: int) -> Found | None:
    """A wikilink or citation under the cursor."""
    shown, catalogue = sheet.text.line(line), library.catalogue
    for match in _WIKI.finditer(shown):
        parts = wikilink_parts(match[1])
        if parts is None or not match.start() <= column < match.end():
            continue
        kind, target, anchor, _ = parts
        span = Span(line, *match.span())
        if not target:
            return Found(span, "briefs", sheet.brief.slug, anchor) if sheet.brief else None
        listed = listed_by(sheet.brief, catalogue) if sheet.brief else frozenset()
        if found := catalogue.resolve(kind, target, listed):
            return Found(span, PAGES_OF[found[0]], found[1], anchor)
        return None
    for match in _CITED.finditer(shown):
        if match.start() <= column < match.end():
            ids = list(_CITED_ID.finditer(shown, match.start(), match.end()))
            under = [one for one in ids if one.start() <= column < one.end()] or ids[:1]
            return next((Found(Span(line, *one.span()), "sources", one[1]) for one in under), None)
    return None


def _referred(sheet: Sheet, library: Library, line: int, column: int) -> Found | None:
    """The reference of a field under the cursor, by the places of the values as read."""
    if sheet.brief:
        places, value = sheet.brief.positions.places, sheet.brief.fields
        found = _path_at(places, line, column)
        return _resolved(sheet, library, line, found, value) if found else None
    for entry in sheet.entries:
        found = _path_at(entry.positions.places, line, column)
        if found is None or found[0][: len(entry.prefix)] != entry.prefix:
            continue
        if found[0] == entry.prefix:
            start = found[1].column - 1
            return Found(Span(line, start, start + found[1].length), entry.registry, entry.id)
        return _resolved(sheet, library, line, found, entry.fields, skip=len(entry.prefix))
    return None


def _path_at(places: Any, line: int, column: int) -> tuple[Path, Location] | None:
    """The innermost value whose place holds the cursor."""
    found = [
        (path, place)
        for path, place in places.items()
        if place.line == line + 1 and place.column <= column + 1 < place.column + place.length
    ]
    return max(found, key=lambda one: (len(one[0]), -one[1].length), default=None)


def _resolved(
    sheet: Sheet,
    library: Library,
    line: int,
    found: tuple[Path, Location],
    record: Any,
    skip: int = 0,
) -> Found | None:
    path, place = found
    field = sheet.field(path)
    if field is None or not field.refers:
        return None
    ref = record
    for step in path[skip:]:
        try:
            ref = ref[step] if isinstance(step, int) else getattr(ref, step)
        except (AttributeError, IndexError):
            return None
    if not isinstance(ref, str):
        return None
    ident = _meant(field.refers, ref, sheet, library.catalogue)
    start = place.column - 1
    return Found(Span(line, start, start + place.length), field.refers, ident) if ident else None


def _meant(refers: str, ref: str, sheet: Sheet, catalogue: Catalogue) -> str | None:
    if refers == "actors":
        listed = listed_by(sheet.brief, catalogue) if sheet.brief else frozenset()
        return catalogue.actor_index.find(ref, listed)
    if refers == "briefs":
        return catalogue.brief_index.find(ref)
    if refers in catalogue.term_index:
        return catalogue.term_index[refers].find(ref)
    return ref if refers in {"sources", "items"} else None


def _mentioned(sheet: Sheet, library: Library, line: int, column: int) -> Found | None:
    """The name of an actor in running text under the cursor."""
    spot = sheet.spot(line, column)
    if line in sheet.yaml and (spot is None or spot.kind == "key"):
        return None
    listed = listed_by(sheet.brief, library.catalogue) if sheet.brief else frozenset()
    for match in library.names.find(sheet.text.line(line)):
        if match.start <= column < match.end and (ident := resolve_ids(match, listed)):
            return Found(Span(line, match.start, match.end), "actors", ident)
    return None


def _named_field(sheet: Sheet, line: int, column: int) -> tuple[Span, Field] | None:
    """The name of a field under the cursor."""
    spot = sheet.spot(line, column)
    if spot is None or spot.kind != "key":
        return None
    shown = sheet.text.line(line)
    name = re.match(r"[\w-]*", shown[spot.start :])
    if name is None or not name[0]:
        return None
    path = (*spot.path, name[0])
    field = sheet.field(path)
    if field is None or field.name != name[0] or (sheet.kind == "registry" and len(path) < 2):
        return None
    return Span(line, spot.start, spot.start + len(name[0])), field
