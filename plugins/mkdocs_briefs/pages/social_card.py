"""What the social card of a page says: a frozen record, without words of the interface."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mkdocs_briefs.pages.parts import ActorSummary
from mkdocs_briefs.pages.views import BriefView, PageView, TermView
from mkdocs_briefs.settings import Settings

FACES = 4
TOPICS = 2
_GRAVE = ("retraction", "correction")
"""Kinds of updates that a reader must know of before opening the page, the gravest first."""


@dataclass(frozen=True, slots=True)
class Monogram:
    """An actor as a card shows it."""

    name: str
    initials: str
    person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContent:
    """One social card. All texts are plain."""

    section: str
    """Part of the site that the page belongs to: briefs, topics, storylines or site."""
    id: str
    lang: str
    title: str
    text: str = ""
    """A sentence or two below the title."""
    family: str = ""
    """Family of words that `value` is from: type or registry."""
    value: str = ""
    topics: tuple[str, ...] = ()
    date: dt.date | None = None
    mark: str = ""
    """correction or retraction, when there was one."""
    faces: tuple[Monogram, ...] = ()
    more: int | None = None
    """Number of actors that are not among `faces`; None where it is not known."""
    briefs: int | None = None
    """Number of briefs that a topic or storyline has."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands for a page, as the page's head names it."""

    path: str
    """Path in the site, percent-encoded."""
    alt: str
    width: int
    height: int
    """In pixels."""


def social_card_of(view: PageView) -> CardContent | None:
    """The card of this page; None when it shares the site's, or has a picture by its author."""
    match view:
        case BriefView() if not view.image:
            return _brief(view)
        case TermView() if view.pager is None or view.pager.number == 1:
            return _term(view)
        case _:
            return None


def site_card(settings: Settings) -> CardContent:
    """The card of all other pages."""
    return CardContent(
        section="site",
        id="site",
        lang=settings.language,
        title=settings.site_name,
        text=settings.site_description,
    )


def _brief(view: BriefView) -> CardContent:
    kinds = {update.kind for update in view.updates}
    return CardContent(
        section="briefs",
        id=view.card.slug,
        lang=view.lang,
        title=view.title,
        text=_other(view),
        family="type",
        value=view.card.type,
        topics=tuple(topic.text for topic in view.card.topics[:TOPICS]),
        date=view.card.date,
        mark=next((kind for kind in _GRAVE if kind in kinds), ""),
        faces=tuple(_monogram(face) for face in view.actors[:FACES]),
        more=len(view.actors[FACES:]),
    )


def _term(view: TermView) -> CardContent:
    return CardContent(
        section=view.registry,
        id=view.id,
        lang=view.lang,
        title=view.title,
        text=_other(view),
        family="registry",
        value=view.registry,
        faces=tuple(_monogram(one.face) for one in view.faces[:FACES]),
        briefs=view.briefs,
    )


def _other(view: PageView) -> str:
    """What the page says of itself beyond its title."""
    return "" if view.description == view.title else view.description


def _monogram(face: ActorSummary) -> Monogram:
    return Monogram(face.name, face.initials, face.kind == "person")
