"""The plan of a site: every page that its library gives, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkdocs_briefs.library.catalogue import fold
from mkdocs_briefs.library.forecasts import audience_of
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Advice, Brief, Development
from mkdocs_briefs.model.ids import REGISTRY_OF
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import NO_DAYS, Committed
from mkdocs_briefs.pages.feeds import Diary
from mkdocs_briefs.pages.kinds import INDEXES, KINDS
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.kinds.search import NotFoundView
from mkdocs_briefs.pages.parts import AdviceView, BriefSummary, DevelopmentView, EventView
from mkdocs_briefs.pages.redirects import RedirectView, redirects
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import PageSpec, PageView


class Plan:
    """The pages of a site. Views are made when asked for, each from the same factory."""

    def __init__(self, library: Library, committed: Mapping[str, Committed] = NO_DAYS) -> None:
        self.library = library
        self.factory = ViewFactory(library, committed)

    def pages(self) -> Iterator[PageView]:
        """Yield every page but the redirects."""
        return (spec.view() for spec in self.specs())

    def specs(self) -> Iterator[PageSpec]:
        """Yield the same pages; those that are many are not made yet."""
        for kind in KINDS:
            yield from kind.specs(self.factory)

    def brief_specs(self) -> Iterator[PageSpec]:
        """Yield the pages of the briefs."""
        return BriefView.specs(self.factory)

    def make_shared_parts(self) -> None:
        """Make what views of many pages need and those of indexes do not."""
        library = self.library
        for brief in library.leads[:1]:
            _ = library.related(brief.slug), library.backlinks(("brief", brief.slug))
        if "calendars" in self.factory.settings.machine_files:
            self.factory.once(Diary)

    def brief(self, brief: Brief) -> BriefView:
        """Return the page of one brief."""
        return BriefView.of(brief, self.factory)

    def not_found(self, root: str) -> NotFoundView:
        """Return the page for unknown addresses; `root` is the site's path, `/` at its ends."""
        return NotFoundView.of(self.factory, root, INDEXES)

    def redirects(self) -> Iterator[RedirectView]:
        """Yield a page at each old address that a subject claims."""
        return redirects(self.library)

    # embeds

    def listed(self, options: dict[str, str], lang: str = "") -> list[BriefSummary]:
        """Return the briefs that a list marker asks for, newest first.

        Each is in the language `lang`, else the language of the site, if it has a translation.
        """
        factory, briefs = self.factory.in_language(lang or self.factory.lang), self._chosen(options)
        return [factory.card(factory.translated(b)) for b in briefs[: limit_of(options)]]

    def dated(self, options: dict[str, str], lang: str = "") -> list[EventView]:
        """Return the events that a timeline marker asks for in order of time, the last ones."""
        where = self.factory.where
        if "actor" in options:
            ident = self.library.catalogue.actor_index.find(options["actor"])
            events = list(where.events_of_actor.get(ident or "", ()))
            if len(options.keys() - {"actor", "limit"}) > 0:
                leads = {self.library.lead(brief.slug) for brief in self._chosen(options)}
                events = [
                    event
                    for event in events
                    if any(self.library.lead(t.brief.slug) in leads for t in event.tellings)
                ]
        else:
            events = where.events_in({brief.slug for brief in self._chosen(options)})
        limit = limit_of(options)
        first = 0 if limit is None else max(0, len(events) - limit)
        factory = self.factory.in_language(lang or self.factory.lang)
        return [factory.event(event) for event in events[first:]]

    def expected(self, options: dict[str, str], lang: str = "") -> list[DevelopmentView]:
        """Return the developments that an outlook marker asks for.

        Its `status` is open, overdue, resolved or watch; `forecaster` is whose forecasts they are.
        """
        status = options.get("status", "")
        wanted = {"resolved": {"yes", "no", "void"}, "open": {"open", "watch"}}.get(
            status, {status} if status else set()
        )
        library, factory = self.library, self.factory.in_language(lang or self.factory.lang)
        views = [
            factory.development(*library.in_language(*told, factory.lang))
            for brief in self._chosen(options)
            for told in library.developments_of(brief)
            if "forecaster" not in options or self._is_by(options["forecaster"], *told)
        ]
        return [view for view in views if not wanted or view.status in wanted][: limit_of(options)]

    def _is_by(self, name: str, brief: Brief, item: Development) -> bool:
        """Return whether a development is the forecast of an actor, an author or a source."""
        source, record = self.library.record_of(brief, item)
        whose, catalogue = self.library.forecaster(source, record), self.library.catalogue
        if actor := catalogue.actor_index.find(name):
            return whose.kind == "actor" and actor in whose.ids
        if author := catalogue.term_index["authors"].find(name):
            return whose.kind == "author" and author in whose.ids
        return fold(record.attributed_to or "") == fold(name)

    def advised(self, options: dict[str, str], lang: str = "") -> list[AdviceView]:
        """Return the advice that an advice marker asks for, of the newest briefs first.

        That of an `actor` is for it or concerns it.
        """
        actor = self.library.catalogue.actor_index.find(options.get("actor", ""))
        path = urls.page_path("actor", actor) if actor else ""
        rest = {key: value for key, value in options.items() if key != "actor" or not actor}
        factory = self.factory.in_language(lang or self.factory.lang)
        views = (
            factory.advice(brief, item)
            for brief in map(factory.translated, self._chosen(rest))
            for item in brief.fields.advice
            if "audience" not in options or self._is_for(options["audience"], brief, item)
        )
        rows = [
            view
            for view in views
            if not path or any(it.path == path for it in (*view.audience, *view.actors))
        ]
        return rows[: limit_of(options)]

    def _is_for(self, name: str, brief: Brief, item: Advice) -> bool:
        """Return whether advice is for an audience: an actor, or the same words."""
        words = audience_of(item, brief)
        if actor := self.library.catalogue.actor_index.find(name):
            return any(it.id == actor for it in self.library.named_actors(brief, words))
        return fold(name) in map(fold, words)

    def _chosen(self, options: dict[str, str]) -> tuple[Brief, ...]:
        catalogue, where = self.library.catalogue, self.factory.where
        chosen = self.library.leads
        for key, registry in REGISTRY_OF.items():
            if key in options:
                ident = catalogue.index_of(registry).find(options[key]) or ""
                if key == "actor":
                    found = tuple(brief for brief, _ in where.parts_of_actor.get(ident, ()))
                else:
                    found = where.briefs_of_term.get((registry, ident), ())
                slugs = {brief.slug for brief in found}
                whole = chosen is self.library.leads
                chosen = found if whole else tuple(b for b in chosen if b.slug in slugs)
        if "type" in options:
            chosen = tuple(b for b in chosen if b.fields.type == options["type"])
        if "year" in options:
            chosen = tuple(b for b in chosen if str(b.fields.date.year) == options["year"])
        return chosen


def limit_of(options: dict[str, str]) -> int | None:
    """Return the `limit` of a marker, or None when it sets none."""
    limit = options.get("limit", "")
    return int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 7 else None
