"""Pocket cards: the little that a link may show before it is followed, for every subject page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_briefs.library.entities import Actor, Term
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.kinds import TERMS
from mkdocs_briefs.pages.facts import plain
from mkdocs_briefs.pages.parts import Text
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.references import WIKILINK, wikilink_parts

LONGEST = 200
"""Characters of a summary or description: about three lines of a card."""
ROLE = 100
ALIASES = 2
TOPICS = 3
_WIKILINK = re.compile(WIKILINK)
_SETS_RIGHT = frozenset({"correction", "clarification", "retraction"})


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest brief in which a subject occurs; `text` is its role there, else its title."""

    text: str
    date: dt.date
    lang: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest change of a brief that sets something right; a retraction outranks the others."""

    kind: str
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class HoverCard:
    """What a small card says of the page at `path`. Every text is plain."""

    path: str
    kind: str
    """person, organization, state, group, brief, topic or storyline."""
    name: str
    text: str = ""
    """Description or summary, cut at a word."""
    lang: str
    """Language of name and text."""
    initials: str = ""
    """Of an actor."""
    aliases: tuple[str, ...] = ()
    briefs: int | None = None
    """How many briefs it is in; None for a brief."""
    latest: Latest | None = None
    date: dt.date | None = None
    """Of a brief."""
    type: str = ""
    """Of a brief: analysis, background or report."""
    topics: tuple[str, ...] = ()
    mark: Mark | None = None


def hover_cards(factory: ViewFactory) -> Iterator[HoverCard]:
    """A card for every brief, actor, topic and storyline, in the order of the plan."""
    catalogue = factory.library.catalogue
    for brief in factory.library.briefs:
        yield _brief(brief, factory)
    for actor in catalogue.actors.values():
        yield _actor(actor, factory)
    for kind, registry in TERMS.items():
        for term in catalogue.terms[registry].values():
            yield _term(term, kind, factory)


def _brief(brief: Brief, factory: ViewFactory) -> HoverCard:
    card = factory.card(brief)
    return HoverCard(
        path=card.path,
        kind="brief",
        name=card.title,
        text=_words(card.summary, factory),
        lang=card.lang,
        date=card.date,
        type=card.type,
        topics=tuple(topic.text for topic in card.topics[:TOPICS]),
        mark=_mark(brief),
    )


def _mark(brief: Brief) -> Mark | None:
    marks = [Mark(u.kind, u.date) for u in brief.fields.updates if u.kind in _SETS_RIGHT]
    return max(marks, key=lambda mark: (mark.kind == "retraction", mark.date), default=None)


def _actor(actor: Actor, factory: ViewFactory) -> HoverCard:
    face, parts = factory.face(actor), factory.where.parts_of_actor.get(actor.id, ())
    latest = None
    if parts:
        brief, part = parts[0]
        role = Text(part.item.role, brief.slug) if part.item.role else None
        latest = Latest(
            _words(role, factory, ROLE) or plain(brief.fields.title, ROLE),
            brief.fields.date,
            _lang(brief, factory),
        )
    return HoverCard(
        path=face.path,
        kind=face.kind,
        name=face.name,
        text=_words(face.description, factory),
        lang=factory.settings.language,
        initials=face.initials,
        aliases=tuple(actor.fields.aliases[:ALIASES]),
        briefs=len(parts),
        latest=latest,
    )


def _term(term: Term, kind: str, factory: ViewFactory) -> HoverCard:
    briefs = factory.where.briefs_of_term.get((term.registry, term.id), ())
    description = Text(term.fields.description) if term.fields.description else None
    newest = next(iter(briefs), None)
    return HoverCard(
        path=factory.term(term).path,
        kind=kind,
        name=term.name,
        text=_words(description, factory),
        lang=factory.settings.language,
        briefs=len(briefs),
        latest=Latest(plain(newest.fields.title, ROLE), newest.fields.date, _lang(newest, factory))
        if newest
        else None,
    )


def _lang(brief: Brief, factory: ViewFactory) -> str:
    return brief.fields.lang or factory.settings.language


def _words(text: Text | None, factory: ViewFactory, most: int = LONGEST) -> str:
    """Inline Markdown as plain words; a wikilink without words of its own says what it means."""
    if text is None:
        return ""
    catalogue = factory.library.catalogue
    listed = factory.library.listed(text.brief) if text.brief else frozenset()

    def named(found: re.Match[str]) -> str:
        parts = wikilink_parts(found[1])
        if parts is None or parts[3]:
            return found[0]
        target = catalogue.resolve(parts[0], parts[1], listed)
        link = factory.target(target) if target else None
        return link.text if link else found[0]

    source = _WIKILINK.sub(named, text.source) if "[[" in text.source else text.source
    return plain(source, most)
