"""What is under the cursor: the text to show for it (hover), and where it is defined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_briefs.editor.parsed_document import (
    KINDS_OF_FORECASTERS,
    SHARED_LISTS,
    Field,
    ParsedDocument,
    Span,
    items_of,
    listed_by,
    value_at,
)
from mkdocs_briefs.library.catalogue import Catalogue
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.mentions import names_by_themselves, single_id
from mkdocs_briefs.library.shared import Meant, is_bare_id
from mkdocs_briefs.model.brief import Brief, DatedEvent, Path, Places, Source
from mkdocs_briefs.model.fields import Item
from mkdocs_briefs.model.ids import PAGES_OF
from mkdocs_briefs.model.registry import ActorEntry, Entry, SharedEntry
from mkdocs_briefs.parse.inline import CITATION, CITED_ID, WIKILINK, plain_text, wikilink_parts
from mkdocs_briefs.problems import Location

ANCHOR_LISTS = ("dates", "implications", "developments", "advice", "figures")
"""The fields of a brief whose entries are anchors on its page."""
_MARKDOWN_SIGNS = re.compile(r"[\\`*_{}\[\]()#+!|<>~&$]")
_MAX_TITLES = 3
_WIKILINK = re.compile(WIKILINK)
_CITATION = re.compile(CITATION)
_CITED_ID = re.compile(CITED_ID)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a part of a line refers to: the kind (a registry, briefs, sources, items) and the id.

    `anchor` is the entry that a wikilink to a brief names, else empty.
    """

    span: Span
    kind: str
    ident: str
    anchor: str = ""


def hover(
    document: ParsedDocument, library: Library, line: int, column: int
) -> tuple[Span, str] | None:
    """Return the Markdown to show at the cursor, and the part of the line that it describes."""
    found = find_reference(document, library, line, column)
    if found and (text := describe(found.kind, found.ident, library, document.brief)):
        return found.span, text
    if (named := _field_name(document, line, column)) and (text := describe_field(named[1])):
        return named[0], text
    return None


def definition(
    document: ParsedDocument, library: Library, line: int, column: int
) -> Location | None:
    """Return where what is under the cursor is defined."""
    found = find_reference(document, library, line, column)
    if found is None:
        return None
    catalogue = library.catalogue
    if found.kind == "briefs":
        own = document.brief if document.brief and document.brief.slug == found.ident else None
        brief = own or _brief(found.ident, catalogue)
        if brief is None:
            return None
        return _entry_place(brief, ANCHOR_LISTS, found.anchor) or Location(brief.file)
    if found.kind in SHARED_LISTS:
        meant = _meant(found.kind, found.ident, library, document.brief)
        return meant.origin.positions.at(*meant.origin.prefix) if meant else None
    if found.kind == "items":
        lists = ("implications", "developments")
        return _entry_place(document.brief, lists, found.ident) if document.brief else None
    if found.kind == "actors":
        actor = catalogue.actors.get(found.ident)
        entry: Entry | None = actor.entry if actor else None
    else:
        term = catalogue.terms[found.kind].get(found.ident)
        entry = term.entry if term else None
    if entry:
        return entry.positions.at(*entry.prefix)
    return _introduction(found.ident, library) if found.kind == "actors" else None


def _meant(kind: str, ident: str, library: Library, brief: Brief | None) -> Meant | None:
    """Return the shared event or source, or that of a brief, that an id means."""
    index, name = library.shared_index, SHARED_LISTS[kind]
    return index.find(name, ident, brief) if brief else index.registered(name, ident)


def _entry_place(brief: Brief, lists: tuple[str, ...], ident: str) -> Location | None:
    for name in lists:
        for number, item in enumerate(getattr(brief.fields, name)):
            if item.id == ident:
                return brief.at(name, number)
    return None


def _introduction(ident: str, library: Library) -> Location | None:
    """Return where a brief introduces an actor that is in no registry."""
    index = library.catalogue.actor_index
    for brief in reversed(library.briefs):
        for number, part in enumerate(brief.fields.actors):
            if part.name and part.kind and index.find(part.id or part.name) == ident:
                return brief.at("actors", number)
    return None


# What is shown


def escaped(text: str) -> str:
    """Return `text` on one line, with the signs of Markdown escaped."""
    return _MARKDOWN_SIGNS.sub(r"\\\g<0>", " ".join(text.split()))


def _code(text: str) -> str:
    return f"`{text.replace('`', '')}`"


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _prose(text: str | None) -> str:
    return escaped(plain_text(text)) if text else ""


def describe(kind: str, ident: str, library: Library, brief: Brief | None) -> str:
    """Return Markdown about an entity, by its kind as in `Reference`; empty for unknown ones.

    Sources and items are those of `brief`.
    """
    catalogue = library.catalogue
    if kind == "actors":
        return _describe_actor(ident, library)
    if kind == "briefs":
        found = _brief(ident, catalogue)
        return _describe_brief(found) if found else ""
    if kind in SHARED_LISTS:
        meant = _meant(kind, ident, library, brief)
        return _describe_shared(meant.item) if meant else ""
    if kind == "items":
        return next(
            (
                _paragraphs(f"**{escaped(item.label or ident)}**", _prose(item.text))
                for item in items_of(brief)
                if item.id == ident
            ),
            "",
        )
    return _describe_term(kind, ident, library) if kind in catalogue.terms else ""


def describe_field(field: Field) -> str:
    """Return Markdown about a field: its type, its purpose and an example."""
    row = field.row
    if row is None:
        return ""
    required = "required, " if row.required else ""
    short = ""
    if row.record and issubclass(row.record, Item) and row.record.pair:
        short = f"Short form: {_code('- ' + ': '.join(row.record.pair))}"
    example = f"- {row.example}" if row.type.startswith("list") and row.record else row.example
    head = f"**{row.name}** ({required}{row.type})"
    return _paragraphs(head, row.description, short, f"Example: {_code(example)}")


def _describe_actor(ident: str, library: Library) -> str:
    actor = library.catalogue.actors.get(ident)
    if actor is None:
        return ""
    fields, kind = actor.fields, f" ({actor.kind})" if actor.kind else ""
    return _paragraphs(
        f"**{escaped(actor.name)}**{kind} {_code(ident)}",
        _prose(fields.description),
        f"Also called: {escaped(', '.join(actor.names[1:]))}" if actor.names[1:] else "",
        _posts(fields, library),
        "" if actor.entry else "In no registry; a brief introduces this name.",
        _briefs_line([one for one in library.leads if ident in library.listed_by[one.slug]]),
    )


def _posts(fields: ActorEntry, library: Library) -> str:
    posts = []
    for post in fields.positions:
        ref = post.organization
        ident = library.catalogue.actor_index.find(ref) if ref else None
        actor = library.catalogue.actors.get(ident) if ident else None
        posts.append(", ".join(filter(None, (post.title, actor.name if actor else ref))))
    return f"Posts: {escaped('; '.join(posts))}" if posts else ""


def _describe_term(registry: str, ident: str, library: Library) -> str:
    term = library.catalogue.terms[registry].get(ident)
    if term is None:
        return ""
    briefs = [
        brief
        for brief in library.leads
        if any(one.id == ident for one in library.terms_of[brief.slug][registry])
    ]
    head = f"**{escaped(term.name)}** ({registry.removesuffix('s')}) {_code(ident)}"
    return _paragraphs(head, _prose(term.fields.description), _briefs_line(briefs))


def _describe_brief(brief: Brief) -> str:
    fields = brief.fields
    about = ", ".join(
        filter(None, (fields.type, str(fields.date), "draft" if fields.draft else ""))
    )
    return _paragraphs(
        f"**{escaped(fields.title)}** ({about})",
        _prose(fields.summary),
        _code(f"[[{brief.slug}]]"),
    )


def _describe_shared(item: DatedEvent | Source) -> str:
    if isinstance(item, Source):
        return _describe_source(item)
    when = item.date.text if item.date else "no date"
    return _paragraphs(f"**{when}** {_prose(item.event)}", escaped(item.place or ""))


def _describe_source(source: Source) -> str:
    parts = (", ".join(source.author), source.publisher, str(source.issued or ""))
    return _paragraphs(
        f"**{escaped(source.title or source.url or source.id or '')}**",
        escaped(", ".join(filter(None, parts))),
        f"<{source.url}>" if source.url else "",
        _prose(source.note),
    )


def _brief(slug: str, catalogue: Catalogue) -> Brief | None:
    return catalogue.briefs.get(slug) or catalogue.unpublished.get(slug)


def _briefs_line(briefs: list[Brief]) -> str:
    if not briefs:
        return "In no brief yet."
    count = "1 brief" if len(briefs) == 1 else f"{len(briefs)} briefs"
    titles = "; ".join(escaped(brief.fields.title) for brief in briefs[:_MAX_TITLES])
    return f"In {count}: {titles}{'; …' if len(briefs) > _MAX_TITLES else ''}"


# What is under the cursor


def find_reference(
    document: ParsedDocument, library: Library, line: int, column: int
) -> Reference | None:
    """Return what is under the cursor: a link, a reference in a field, or a name in a text."""
    return (
        _in_link(document, library, line, column)
        or _in_citation(document, line, column)
        or _in_field(document, library, line, column)
        or _in_text(document, library, line, column)
    )


def _listed(document: ParsedDocument, catalogue: Catalogue) -> frozenset[str]:
    return listed_by(document.brief, catalogue) if document.brief else frozenset()


def _in_link(
    document: ParsedDocument, library: Library, line: int, column: int
) -> Reference | None:
    for match in _WIKILINK.finditer(document.text.line(line)):
        parts = wikilink_parts(match[1])
        if parts is None or not match.start() <= column < match.end():
            continue
        kind, target, anchor, _ = parts
        span = Span(line, *match.span())
        if not target:
            brief = document.brief
            return Reference(span, "briefs", brief.slug, anchor) if brief else None
        catalogue = library.catalogue
        if found := catalogue.resolve(kind, target, _listed(document, catalogue)):
            return Reference(span, PAGES_OF[found[0]], found[1], anchor)
        return None
    return None


def _in_citation(document: ParsedDocument, line: int, column: int) -> Reference | None:
    shown = document.text.line(line)
    for match in _CITATION.finditer(shown):
        if match.start() <= column < match.end():
            ids = list(_CITED_ID.finditer(shown, match.start(), match.end()))
            under = [one for one in ids if one.start() <= column < one.end()] or ids[:1]
            return next(
                (Reference(Span(line, *one.span()), "sources", one[1]) for one in under), None
            )
    return None


def _in_field(
    document: ParsedDocument, library: Library, line: int, column: int
) -> Reference | None:
    """Return what the value of a field refers to, by the places of the values as parsed."""
    owners: Sequence[Brief | Entry | SharedEntry] = (
        (document.brief,) if document.brief else document.entries
    )
    found = _path_at(owners[0].positions.places, line, column) if owners else None
    if found is None:
        return None
    path, place = found
    span = Span(line, place.column - 1, place.column - 1 + place.length)
    for owner in owners:
        prefix = () if isinstance(owner, Brief) else owner.prefix
        if path[: len(prefix)] != prefix:
            continue
        if not isinstance(owner, Brief) and path == prefix:
            return Reference(span, owner.registry, owner.id)
        field, ref = document.field(path), value_at(owner.fields, path[len(prefix) :])
        if field is None or not isinstance(ref, str) or not _refers(field, path, document.brief):
            return None
        kinds = (field.may_refer,) if field.may_refer != "forecasters" else KINDS_OF_FORECASTERS
        found_ids = ((kind, _find_id(kind, ref, document, library.catalogue)) for kind in kinds)
        return next((Reference(span, kind, ident) for kind, ident in found_ids if ident), None)
    return None


def _refers(field: Field, path: Path, brief: Brief | None) -> bool:
    """Return whether the value of a field is an id, and not a text."""
    if field.refers or not field.may_refer:
        return bool(field.refers)
    return brief is not None and is_bare_id(brief, str(path[0]), int(path[1]))


def _path_at(places: Places, line: int, column: int) -> tuple[Path, Location] | None:
    """Return the innermost value at the cursor."""
    found = [
        (path, place)
        for path, place in places.items()
        if place.line == line + 1 and place.column <= column + 1 < place.column + place.length
    ]
    return max(found, key=lambda one: (len(one[0]), -one[1].length), default=None)


def _find_id(refers: str, ref: str, document: ParsedDocument, catalogue: Catalogue) -> str | None:
    if refers == "actors":
        return catalogue.actor_index.find(ref, _listed(document, catalogue))
    if refers == "briefs" or refers in catalogue.term_index:
        return catalogue.index_of(refers).find(ref)
    return ref if refers in {"events", "sources", "items"} else None


def _in_text(
    document: ParsedDocument, library: Library, line: int, column: int
) -> Reference | None:
    """Return the actor that the name at the cursor means, or would mean if it were listed."""
    context = document.context(line, column)
    if line in document.yaml and (context is None or context.kind == "key"):
        return None
    listed = _listed(document, library.catalogue)
    for name in names_by_themselves(document.text.line(line), library.names):
        if name.start <= column < name.end and (ident := single_id(name.ids, listed)):
            return Reference(Span(line, name.start, name.end), "actors", ident)
    return None


def _field_name(document: ParsedDocument, line: int, column: int) -> tuple[Span, Field] | None:
    """Return the field whose name is at the cursor."""
    context = document.context(line, column)
    if context is None or context.kind != "key":
        return None
    shown = document.text.line(line)
    name = re.match(r"[\w-]*", shown[context.start :])
    if name is None or not name[0]:
        return None
    path = (*context.path, name[0])
    field = document.field(path)
    if field is None or field.name != name[0] or (document.kind == "registry" and len(path) < 2):
        return None
    return Span(line, context.start, context.start + len(name[0])), field
