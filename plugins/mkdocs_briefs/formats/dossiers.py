"""What an export holds beside the API: everything authors wrote as JSON, and pages as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from mkdocs_briefs.formats.markdown import (
    Address,
    MarkdownAlternate,
    Other,
    Resolver,
    Said,
    deeper,
    plain_words,
)
from mkdocs_briefs.formats.markdown import Dated as When
from mkdocs_briefs.library.catalogue import Actor, Term
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import status_of
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import KINDS, Brief
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.dossier import named, positions_of, relations_of
from mkdocs_briefs.pages.parts import Dated, Link
from mkdocs_briefs.pages.plain import plain
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import RedirectView

FORMAT = "mkdocs-briefs"
VERSION = 1


def archive(library: Library) -> dict[str, Any]:
    """The briefs, registries and profiles of `library`, drafts included if it holds them.

    Paths are relative to the folder of briefs. Fields stand in long form; an id that nobody wrote
    is left out, so that it is made again.
    """
    catalogue, settings = library.catalogue, library.settings
    entries = [*catalogue.entries()]
    return {
        "format": FORMAT,
        "version": VERSION,
        "site": settings.site_name,
        "briefs": [
            {
                "file": _below(brief.uri),
                "front_matter": front_matter(brief),
                "body": brief.body,
            }
            for brief in sorted(library.briefs, key=lambda b: b.uri)
        ],
        "registries": _registries(entry for entry in entries if entry.uri is None),
        "profiles": [
            {
                "file": _below(entry.uri),
                "front_matter": entry.fields.written(),
                "body": entry.body,
            }
            for entry in entries
            if entry.uri is not None
        ],
    }


def _below(uri: str) -> str:
    """A path without the folder of briefs."""
    return uri.partition("/")[2]


def front_matter(brief: Brief) -> dict[str, Any]:
    """Every field as its author may write it, with the author's own keys and those of pages."""
    fields = brief.fields.written()
    for name, items in fields.items():
        if isinstance(items, list):
            for number, item in enumerate(items):
                if isinstance(item, dict) and (name, number, "id") not in brief.positions.places:
                    item.pop("id", None)
    return {**fields, **brief.page_meta, **brief.extra}


def _registries(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        found.setdefault(entry.registry, {})[entry.id] = entry.fields.written()
    return found


LATEST = 20
"""Briefs on the front page."""
_STATES = ("overdue", "open", "watch", "yes", "no", "void")
Section = tuple[str, Iterable[str]]
TwinAt = Callable[[Brief, str], MarkdownAlternate]
"""Writes a brief's own parts with the links of the page at a path."""


class Dossiers:
    """Writes the pages of one language; `dated` puts dates into words."""

    def __init__(
        self,
        factory: ViewFactory,
        said: Said,
        dated: When,
        *,
        address_at: Callable[[str], Address],
        twin_at: TwinAt,
        page_of: Other,
    ) -> None:
        self._shelf = factory
        self._said = said
        self._when = dated
        self._address_at = address_at
        self._twin_at = twin_at
        self._page_of = page_of

    def front(self) -> str:
        """The site's name, its latest briefs, and the way to all listings."""
        settings, address = self._shelf.settings, self._address_at("")
        hubs = (
            f"[{self._said.of('hub', name)}]({address(urls.hub_path(name))})"
            for name in self._makers()
        )
        return _page(
            settings.site_name,
            [plain_words(settings.site_description)],
            (
                self._said.of("hub", "briefs"),
                self._briefs(self._shelf.library.briefs[:LATEST], address),
            ),
            (self._said("not_found.sections"), hubs),
        )

    def listings(self) -> Iterator[tuple[str, str]]:
        """Path and text of each listing; an empty one says that it is empty."""
        for name, (empty, make) in self._makers().items():
            path = urls.hub_path(name)
            sections = [*make(self._address_at(path))]
            about = () if sections else (self._said.of("empty", empty),)
            yield path, _page(self._said.of("hub", name), about, *sections)

    def actor(self, actor: Actor) -> str:
        """An actor: who it is, its profile, its briefs with its roles, its events."""
        where, fields = self._shelf.where, actor.fields
        path = self._shelf.actor(actor).path
        address = self._address_at(path)
        about = [
            plain_words(plain(fields.description or "", 2000)),
            self._profile(actor, address),
        ]
        roles = where.parts_of_actor.get(actor.id, ())
        events = where.events_of_actor.get(actor.id, ())
        said = {brief.slug: part.item.role for brief, part in roles}
        return _page(
            actor.name,
            about,
            (self._said("facts"), self._facts(actor, address)),
            (
                self._said.of("hub", "briefs"),
                self._briefs((brief for brief, _ in roles), address, said),
            ),
            (
                self._said("timeline"),
                self._events(events, address),
            ),
        )

    def term(self, term: Term) -> str:
        """A topic or storyline: what it is, its briefs, its events."""
        where, address = self._shelf.where, self._address_at(self._shelf.term(term).path)
        briefs = where.briefs_of_term.get((term.registry, term.id), ())
        events = where.events_in({b.slug for b in briefs})
        return _page(
            term.name,
            [
                plain_words(plain(term.fields.description or "", 2000)),
                self._profile(term, address),
            ],
            (self._said.of("hub", "briefs"), self._briefs(briefs, address)),
            (self._said("timeline"), self._events(events, address)),
        )

    def moved(self, redirect: RedirectView) -> str:
        """The page at an old address."""
        address = self._address_at(redirect.path)
        return _page(redirect.title, [self._said("moved", link=_link(redirect.target, address))])

    def _makers(self) -> dict[str, tuple[str, Callable[[Address], Iterator[Section]]]]:
        """What each listing says when it is empty, and what makes it."""
        terms = self._shelf.library.catalogue.terms
        return {
            "briefs": ("briefs", self._all_briefs),
            "actors": ("actors", self._all_actors),
            "timeline": ("events", self._all_events),
            "implications": ("implications", self._all_implications),
            "outlook": ("developments", self._all_developments),
            "topics": ("terms", partial(self._all_terms, terms["topics"])),
            "storylines": ("terms", partial(self._all_terms, terms["storylines"])),
            "corrections": ("corrections", self._all_corrections),
        }

    def _all_briefs(self, address: Address) -> Iterator[Section]:
        if briefs := self._shelf.library.briefs:
            yield "", self._briefs(briefs, address)

    def _all_actors(self, address: Address) -> Iterator[Section]:
        actors = sorted(
            self._shelf.library.catalogue.actors.values(), key=lambda a: (a.name.casefold(), a.id)
        )
        for kind in KINDS:
            links = [self._shelf.actor(actor) for actor in actors if actor.kind == kind]
            if links:
                yield self._said.of("kinds", kind), [_link(link, address) for link in links]

    def _all_events(self, address: Address) -> Iterator[Section]:
        if events := self._shelf.library.events:
            yield "", self._events(events, address)

    def _all_implications(self, address: Address) -> Iterator[Section]:
        for brief in self._shelf.library.briefs:
            if brief.fields.implications:
                twin = self._twin_at(brief, urls.hub_path("implications"))
                yield self._to(brief, address), twin.implications()

    def _all_developments(self, address: Address) -> Iterator[Section]:
        today, path = self._shelf.settings.today, urls.hub_path("outlook")
        found: dict[str, list[str]] = {}
        for brief in self._shelf.library.briefs:
            for item in brief.fields.developments:
                row = self._twin_at(brief, path).development(item)
                rows = found.setdefault(status_of(item, today), [])
                rows.append(f"{row} ({self._to(brief, address)})")
        for state in _STATES:
            if state in found:
                yield self._said.of("status", state).capitalize(), found[state]

    def _all_terms(self, terms: Mapping[str, Term], address: Address) -> Iterator[Section]:
        links = [self._shelf.term(term) for term in terms.values()]
        if links:
            yield "", [_link(link, address) for link in links]

    def _all_corrections(self, address: Address) -> Iterator[Section]:
        path = urls.hub_path("corrections")
        rows = [
            (update.date, f"{twin.update(update)} ({self._to(brief, address)})")
            for brief in self._shelf.library.briefs
            for twin in (self._twin_at(brief, path),)
            for update in brief.fields.updates
            if update.kind != "update"
        ]
        if rows:
            yield "", [row for _, row in sorted(rows, key=lambda row: row[0], reverse=True)]

    def _facts(self, actor: Actor, address: Address) -> Iterator[str]:
        said, fields, factory = self._said, actor.fields, self._shelf
        yield said.of("kind", actor.kind)
        if fields.aliases:
            yield f"{said('also_known_as')}: {', '.join(map(plain_words, fields.aliases))}"
        if whole := named(factory, fields.part_of):
            yield f"{said('part_of')}: {_link(whole, address)}"
        for key, rows in (
            ("positions", positions_of(actor, factory)),
            ("relations", relations_of(actor, factory)),
        ):
            if rows:
                yield f"{said(key)}: {'; '.join(self._dated_row(row, address) for row in rows)}"
        if fields.url:
            yield f"{said('website')}: <{fields.url}>"
        if fields.wikidata:
            yield f"<https://www.wikidata.org/wiki/{fields.wikidata}>"

    def _dated_row(self, row: Dated, address: Address) -> str:
        words = [plain_words(row.label)] if row.label else []
        words += [_link(row.other, address)] if row.other else []
        ends = [self._when(end) if end else "" for end in (row.start, row.end)]
        return ", ".join(words) + (f" ({' – '.join(ends)})" if any(ends) else "")

    def _profile(self, thing: Actor | Term, address: Address) -> str:
        entry = thing.entry
        if entry is None or not entry.body:
            return ""
        resolver = Resolver(self._shelf, entry.uri or "", address, self._page_of)
        return deeper(resolver.body(entry.body)).strip()

    def _briefs(
        self, briefs: Iterable[Brief], address: Address, roles: dict[str, str | None] | None = None
    ) -> Iterator[str]:
        for brief in briefs:
            role = (roles or {}).get(brief.slug)
            more = f": {plain_words(plain(role, 500))}" if role else ""
            yield f"{brief.fields.date} {self._to(brief, address)}{more}"

    def _events(self, events: Iterable[Event], address: Address) -> Iterator[str]:
        for event in events:
            item = event.lead.item
            when = self._when(event.date) if event.date else self._said("undated")
            status = f" ({self._said('cancelled')})" if item.status == "cancelled" else ""
            briefs = ", ".join(self._to(telling.brief, address) for telling in event.tellings)
            yield f"**{when}**{status}: {plain_words(plain(item.event, 2000))} ({briefs})"

    def _to(self, brief: Brief, address: Address) -> str:
        return _link(self._shelf.brief(brief), address)


def _link(link: Link, address: Address) -> str:
    """A link to a page of ours; words alone where there is none."""
    words = plain_words(link.text)
    return f"[{words}]({address(link.path)})" if link.path else words


def _page(title: str, about: Iterable[str], *sections: Section) -> str:
    parts = [f"# {plain_words(title)}", *filter(None, about)]
    for head, rows in sections:
        if listed := "\n".join(f"- {row}" for row in rows):
            parts.append(f"## {head}\n\n{listed}" if head else listed)
    return "\n\n".join(parts) + "\n"
