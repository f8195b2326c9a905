"""What the word under a cursor means, where that is defined, and the card that says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.editor.cursor import Span
from mkdocs_briefs.editor.parsed_document import Field, Sheet, listed_by
from mkdocs_briefs.library.catalogue import Actor, Catalogue
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.names import single_id
from mkdocs_briefs.model.brief import Brief, Development, Implication, Path, Source
from mkdocs_briefs.model.fields import Item
from mkdocs_briefs.model.ids import PAGES_OF
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.parse.inline import CITATION, CITED_ID, WIKILINK, plain_text, wikilink_parts
from mkdocs_briefs.problems import Location

_SIGNS = re.compile(r"[\\`*_{}\[\]()#+!|<>~&$]")
_LATEST = 3


def escaped(text: str) -> str:
    """`text` written so that Markdown shows it as it is, on one line."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))


def _code(text: str) -> str:
    return f"`{text.replace('`', '')}`"


def _card(head: str, *rows: str) -> str:
    return "\n\n".join([head, *(row for row in rows if row)])


def _prose(text: str | None) -> str:
    return escaped(plain_text(text)) if text else ""


def field_card(field: Field) -> str:
    """What a field is for, what it takes, and an example."""
    row = field.row
    if row is None:
        return ""
    needed = "required, " if row.required else ""
    short = ""
    if row.record and issubclass(row.record, Item) and row.record.pair:
        pair = ": ".join(row.record.pair)
        short = f"Short form: {_code(f'- {pair}')}"
    example = f"- {row.example}" if row.type.startswith("list") and row.record else row.example
    return _card(
        f"**{row.name}** ({needed}{row.type})",
        row.description,
        short,
        f"Example: {_code(example)}",
    )


def brief_card(brief: Brief) -> str:
    """A brief's title, day and summary."""
    fields = brief.fields
    state = ", draft" if fields.draft else ""
    return _card(
        f"**{escaped(fields.title)}** ({fields.type}, {fields.date}{state})",
        _prose(fields.summary),
        _code(f"[[{brief.slug}]]"),
    )


def source_card(source: Source) -> str:
    """What a source is and where to find it."""
    made = ", ".join(
        part
        for part in (", ".join(source.author), source.publisher, str(source.issued or ""))
        if part
    )
    return _card(
        f"**{escaped(source.title or source.url or source.id or '')}**",
        escaped(made),
        f"<{source.url}>" if source.url else "",
        _prose(source.note),
    )


def card_of(kind: str, ident: str, library: Library, brief: Brief | None) -> str:
    """The card of a thing by its kind (a registry, briefs, sources, items); empty for none."""
    return _CARDS[kind](ident, library, brief)


def _actor(ident: str, library: Library, _brief_card: Brief | None) -> str:
    actor = library.catalogue.actors.get(ident)
    if actor is None:
        return ""
    fields = actor.fields
    found = [brief for brief in library.briefs if ident in library.listed_by[brief.slug]]
    posts = "; ".join(
        ", ".join(part for part in (post.title, _name_of(post.organization, library)) if part)
        for post in fields.positions
    )
    return _card(
        f"**{escaped(actor.name)}** ({actor.kind}) {_code(ident)}",
        _prose(fields.description),
        f"Also called: {escaped(', '.join(fields.aliases))}" if fields.aliases else "",
        f"Posts: {escaped(posts)}" if posts else "",
        "" if actor.entry else "In no registry; a brief introduces this name.",
        _told(found),
    )


def _name_of(ref: str | None, library: Library) -> str:
    ident = library.catalogue.actor_index.find(ref) if ref else None
    actor: Actor | None = library.catalogue.actors.get(ident) if ident else None
    return actor.name if actor else ref or ""


def _told(briefs: list[Brief]) -> str:
    if not briefs:
        return "In no brief yet."
    count = "1 brief" if len(briefs) == 1 else f"{len(briefs)} briefs"
    titles = "; ".join(escaped(brief.fields.title) for brief in briefs[:_LATEST])
    return f"In {count}: {titles}{'; …' if len(briefs) > _LATEST else ''}"


def _term(registry: str) -> Callable[[str, Library, Brief | None], str]:
    def card(ident: str, library: Library, _brief_card: Brief | None) -> str:
        term = library.catalogue.terms[registry].get(ident)
        if term is None:
            return ""
        found = [
            brief
            for brief in library.briefs
            if any(one.id == ident for one in library.terms_of[brief.slug][registry])
        ]
        head = f"**{escaped(term.name)}** ({registry.removesuffix('s')}) {_code(ident)}"
        return _card(head, _prose(term.fields.description), _told(found))

    return card


def _brief_card(ident: str, library: Library, _brief_card: Brief | None) -> str:
    found = library.catalogue.briefs.get(ident) or library.catalogue.unpublished.get(ident)
    return brief_card(found) if found else ""


def _source(ident: str, _library: Library, brief: Brief | None) -> str:
    sources = brief.fields.sources if brief else ()
    return next((source_card(source) for source in sources if source.id == ident), "")


def _item(ident: str, _library: Library, brief: Brief | None) -> str:
    if brief is None:
        return ""
    items: list[Implication | Development] = [
        *brief.fields.implications,
        *brief.fields.developments,
    ]
    for item in items:
        if item.id == ident:
            return _card(f"**{escaped(item.label or ident)}**", _prose(item.text))
    return ""


_CARDS: Mapping[str, Callable[[str, Library, Brief | None], str]] = {
    "actors": _actor,
    "topics": _term("topics"),
    "storylines": _term("storylines"),
    "authors": _term("authors"),
    "briefs": _brief_card,
    "sources": _source,
    "items": _item,
}


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
        if match.start <= column < match.end and (ident := single_id(match.ids, listed)):
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
