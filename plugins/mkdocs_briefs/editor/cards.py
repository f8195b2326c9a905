"""Cards that an editor shows beside a word, as Markdown: who an actor is, what a field takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mkdocs_briefs.editor.declared import Field
from mkdocs_briefs.library.entities import Actor
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief, Development, Implication, Source
from mkdocs_briefs.model.fields import Item
from mkdocs_briefs.parse.marks import plain_text

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


def _actor(ident: str, library: Library, _brief: Brief | None) -> str:
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
    def card(ident: str, library: Library, _brief: Brief | None) -> str:
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


def _brief(ident: str, library: Library, _brief: Brief | None) -> str:
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
    "briefs": _brief,
    "sources": _source,
    "items": _item,
}
