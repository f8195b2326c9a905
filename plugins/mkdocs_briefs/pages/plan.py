"""The plan of the site: every page that the library gives, in a fixed order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from mkdocs_briefs.library.catalogue import Actor, Term
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import REGISTRY_OF, TERMS
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages.analysis import corrections_views, implications_views, outlook_views
from mkdocs_briefs.pages.brief import brief_view
from mkdocs_briefs.pages.dossier import ActorDossier, TermDossier, actor_pages, term_pages
from mkdocs_briefs.pages.explore import explore_view
from mkdocs_briefs.pages.facts import NO_DAYS, Committed
from mkdocs_briefs.pages.listings import (
    actor_index_views,
    brief_index_views,
    front_view,
    not_found_view,
    search_view,
    term_index_views,
)
from mkdocs_briefs.pages.parts import BriefSummary, DevelopmentView, EventView, Link, Pager
from mkdocs_briefs.pages.redirects import redirects
from mkdocs_briefs.pages.timeline import timeline_views
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import BriefView, NotFoundView, PageView, RedirectView


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is known before its view is made."""

    head: PageView
    """Its address, title, language, day and neighbours; of a hub, everything."""
    source: Brief | Entry | None
    """The record whose Markdown stands on it: a brief, or a profile."""
    view: Callable[[], PageView]
    """Makes the page, anew each time."""


class Plan:
    """The pages of a site. Views are made when asked for, each from the same factory."""

    def __init__(self, library: Library, committed: Mapping[str, Committed] = NO_DAYS) -> None:
        self.library = library
        self.factory = ViewFactory(library, committed)
        self._opened: tuple[str, ActorDossier | TermDossier] | None = None

    def pages(self) -> Iterator[PageView]:
        """Every page but the redirects: hubs, briefs, dossiers, topics, storylines."""
        return (sheet.view() for sheet in self.sheets())

    def sheets(self) -> Iterator[Sheet]:
        """The same pages, of which those that are many are not made yet."""
        factory, catalogue = self.factory, self.library.catalogue
        for view in self._hubs():
            yield Sheet(view, None, partial(_itself, view))
        yield from self.brief_sheets()
        for actor in catalogue.actors.values():
            parts = factory.where.parts_of_actor.get(actor.id, ())
            day = factory.newest(brief for brief, _ in parts)
            head = self._head(factory.actor(actor), None, day)
            yield from self._dossier(actor, head, actor_pages(actor, factory))
        for registry in TERMS.values():
            for term in catalogue.terms[registry].values():
                told = factory.where.briefs_of_term.get((registry, term.id), ())
                head = self._head(factory.term(term), None, factory.newest(told))
                yield from self._dossier(term, head, term_pages(term, factory))

    def brief_sheets(self) -> Iterator[Sheet]:
        """The pages of the briefs."""
        factory = self.factory
        for brief in self.library.briefs:
            newer, older = factory.neighbours(brief)
            head = self._head(factory.brief(brief), brief.fields.lang, factory.last_changed(brief))
            head = replace(head, previous=older, next=newer)
            yield Sheet(head, brief, partial(self.brief, brief))

    def get_ready(self) -> None:
        """Makes what views of many pages need and those of hubs do not."""
        _ = self.library.related, self.library.links_from

    def _hubs(self) -> Iterator[PageView]:
        factory = self.factory
        yield front_view(factory)
        yield from brief_index_views(factory)
        yield from actor_index_views(factory)
        yield from timeline_views(factory)
        yield from implications_views(factory)
        yield from outlook_views(factory)
        for registry in TERMS.values():
            yield from term_index_views(registry, factory)
        yield from corrections_views(factory)
        yield search_view(factory)
        yield explore_view(factory)

    def _head(self, link: Link, lang: str | None, day: dt.date | None) -> PageView:
        return PageView(
            template="",
            path=link.path,
            title=link.text,
            description="",
            lang=lang or self.library.settings.language,
            modified=day,
        )

    def _dossier(self, thing: Actor | Term, head: PageView, pages: list[Pager]) -> Iterator[Sheet]:
        for page in pages:
            path = page.pages[page.number - 1]
            make = partial(self._dossier_view, thing, page)
            yield Sheet(replace(head, path=path), thing.entry if path == head.path else None, make)

    def _dossier_view(self, thing: Actor | Term, page: Pager) -> PageView:
        """A page of a dossier, whose pages are mostly asked for one after the other."""
        path, opened = page.pages[0], self._opened
        if opened is None or opened[0] != path:
            if isinstance(thing, Actor):
                opened = path, ActorDossier(thing, self.factory)
            else:
                opened = path, TermDossier(thing, self.factory)
            self._opened = opened
        return opened[1].view(page)

    def brief(self, brief: Brief) -> BriefView:
        """The page of one brief."""
        events: tuple[Event, ...] = self.factory.where.events_of_brief.get(brief.slug, ())
        return brief_view(brief, self.factory, events)

    def not_found(self, root: str) -> NotFoundView:
        """The page for unknown addresses; `root` is the site's path, `/` at its ends."""
        return not_found_view(self.factory, root)

    def redirects(self) -> Iterator[RedirectView]:
        """A page at each old address that a brief, actor, topic or storyline claims."""
        return redirects(self.library)

    # embeds

    def listed(self, options: dict[str, str]) -> list[BriefSummary]:
        """The briefs that a list marker asks for, newest first."""
        return [self.factory.card(brief) for brief in self._chosen(options)[: limit_of(options)]]

    def dated(self, options: dict[str, str]) -> list[EventView]:
        """The events that a timeline marker asks for in order of time, of limited ones the last."""
        where = self.factory.where
        if "actor" in options:
            ident = self.library.catalogue.actor_index.find(options["actor"])
            events = list(where.events_of_actor.get(ident or "", ()))
            if len(options.keys() - {"actor", "limit"}) > 0:
                slugs = {brief.slug for brief in self._chosen(options)}
                events = [e for e in events if any(t.brief.slug in slugs for t in e.tellings)]
        else:
            events = where.events_in({brief.slug for brief in self._chosen(options)})
        limit = limit_of(options)
        first = 0 if limit is None else max(0, len(events) - limit)
        return [self.factory.event(event) for event in events[first:]]

    def expected(self, options: dict[str, str]) -> list[DevelopmentView]:
        """The developments that an outlook marker asks for.

        Its `status` is open, overdue, resolved or watch.
        """
        status = options.get("status", "")
        wanted = {"resolved": {"yes", "no", "void"}, "open": {"open", "watch"}}.get(
            status, {status} if status else set()
        )
        views = [
            self.factory.development(brief, item)
            for brief in self._chosen(options)
            for item in brief.fields.developments
        ]
        return [view for view in views if not wanted or view.status in wanted][: limit_of(options)]

    def _chosen(self, options: dict[str, str]) -> tuple[Brief, ...]:
        catalogue, where = self.library.catalogue, self.factory.where
        chosen = self.library.briefs
        for key, registry in REGISTRY_OF.items():
            if key in options:
                ident = catalogue.index_of(registry).find(options[key]) or ""
                if key == "actor":
                    found = tuple(brief for brief, _ in where.parts_of_actor.get(ident, ()))
                else:
                    found = where.briefs_of_term.get((registry, ident), ())
                slugs = {brief.slug for brief in found}
                whole = chosen is self.library.briefs
                chosen = found if whole else tuple(b for b in chosen if b.slug in slugs)
        if "type" in options:
            chosen = tuple(b for b in chosen if b.fields.type == options["type"])
        if "year" in options:
            chosen = tuple(b for b in chosen if str(b.fields.date.year) == options["year"])
        return chosen


def _itself(view: PageView) -> PageView:
    return view


def limit_of(options: dict[str, str]) -> int | None:
    """The `limit` of a marker, or None when it sets none."""
    limit = options.get("limit", "")
    return int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 7 else None
