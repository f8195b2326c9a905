"""Actors, topics, storylines and the list of briefs as plain Markdown, for the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mkdocs_briefs.formats.commonmark import plain_words
from mkdocs_briefs.formats.markdown import Address, Dated, Said
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.roster import Actor, Theme
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.plain import plain
from mkdocs_briefs.pages.shelf import Shelf


class Dossiers:
    """Writes the pages of one language; `dated` puts dates into words."""

    def __init__(self, shelf: Shelf, said: Said, dated: Dated) -> None:
        self._shelf = shelf
        self._said = said
        self._dated = dated

    def index(self, address: Address) -> str:
        """The whole site: its name, every brief, every actor."""
        library, settings = self._shelf.library, self._shelf.settings
        actors = sorted(library.catalogue.actors.values(), key=lambda a: (a.name.casefold(), a.id))
        links = (self._shelf.actor(actor) for actor in actors)
        return _page(
            settings.site_name,
            [plain_words(settings.site_description)],
            (self._said.of("hub", "briefs"), self._briefs(library.briefs, address)),
            (
                self._said.of("hub", "actors"),
                (f"[{plain_words(link.text)}]({address(link.path)})" for link in links),
            ),
        )

    def actor(self, actor: Actor, address: Address) -> str:
        """An actor: who it is, its briefs with its roles, its events."""
        where, fields = self._shelf.where, actor.fields
        about = [
            plain_words(plain(fields.description or "", 2000)),
            ", ".join(map(plain_words, fields.aliases)),
            f"<https://www.wikidata.org/wiki/{fields.wikidata}>" if fields.wikidata else "",
        ]
        roles = where.parts_of_actor.get(actor.id, ())
        said = {brief.slug: part.item.role for brief, part in roles}
        return _page(
            actor.name,
            about,
            (
                self._said.of("hub", "briefs"),
                self._briefs((brief for brief, _ in roles), address, said),
            ),
            (self._said("timeline"), self._events(where.events_of_actor.get(actor.id, ()))),
        )

    def theme(self, theme: Theme, address: Address) -> str:
        """A topic or storyline: what it is, its briefs, its events."""
        where = self._shelf.where
        briefs = where.briefs_of_theme.get((theme.registry, theme.id), ())
        return _page(
            theme.name,
            [plain_words(plain(theme.fields.description or "", 2000))],
            (self._said.of("hub", "briefs"), self._briefs(briefs, address)),
            (self._said("timeline"), self._events(where.events_in({b.slug for b in briefs}))),
        )

    def _briefs(
        self, briefs: Iterable[Brief], address: Address, roles: dict[str, str | None] | None = None
    ) -> Iterator[str]:
        for brief in briefs:
            link = self._shelf.brief(brief)
            role = (roles or {}).get(brief.slug)
            more = f": {plain_words(plain(role, 500))}" if role else ""
            yield f"{brief.fields.date} [{plain_words(link.text)}]({address(link.path)}){more}"

    def _events(self, events: Iterable[Event]) -> Iterator[str]:
        for event in events:
            when = self._dated(event.date) if event.date else self._said("undated")
            yield f"**{when}**: {plain_words(plain(event.lead.item.event, 2000))}"


def _page(title: str, about: Iterable[str], *sections: tuple[str, Iterable[str]]) -> str:
    parts = [f"# {plain_words(title)}", *filter(None, about)]
    for head, rows in sections:
        if listed := "\n".join(f"- {row}" for row in rows):
            parts.append(f"## {head}\n\n{listed}")
    return "\n\n".join(parts) + "\n"
