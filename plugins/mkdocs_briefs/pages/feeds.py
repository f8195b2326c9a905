"""What a feed tells, newest first: briefs as they appear, and what changes them later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.kinds import TERMS
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import plain, summary, update_anchors
from mkdocs_briefs.pages.parts import Byline, Link
from mkdocs_briefs.pages.view_factory import ViewFactory

LONGEST = 50
"""Entries of a feed; older ones have scrolled out of every reader."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news. What is told never changes; a change is news of its own."""

    ident: str
    """Its lasting identity: unlike `path` it never means anything else."""
    path: str
    kind: str
    """brief, a kind of update, or resolution."""
    outcome: str
    """yes, no or void for a resolution, else empty."""
    title: str
    """The brief's title, or the development's label for a resolution."""
    text: str
    """Plain text."""
    date: dt.date
    lang: str
    authors: tuple[Byline, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and the page it belongs to. Its files stand below `folder`."""

    folder: str
    title: str
    """Title of its page; empty for the whole site."""
    title_key: str
    """Key of the interface's words for a hub, whose title is no content."""
    page: str
    lang: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> dt.date | None:
        """The day of its newest entry."""
        return self.entries[0].date if self.entries else None


def feeds(factory: ViewFactory) -> Iterator[Feed]:
    """Every feed of the site: the whole, corrections, each actor, topic and storyline."""
    journal = Journal(factory)
    lang, library, where = factory.settings.language, factory.library, factory.where
    yield Feed("", "", "", "", lang, journal.newest(library.briefs))
    corrections = urls.hub_path("corrections")
    rows = journal.newest(library.briefs, frozenset(("correction", "clarification", "retraction")))
    yield Feed(corrections, "", "corrections", corrections, lang, rows)
    for actor in library.catalogue.actors.values():
        found = [brief for brief, _ in where.parts_of_actor.get(actor.id, ())]
        yield _dossier(factory.actor(actor), lang, journal.newest(found))
    for registry in TERMS.values():
        for term in library.catalogue.terms[registry].values():
            briefs = where.briefs_of_term.get((registry, term.id), ())
            yield _dossier(factory.term(term), lang, journal.newest(briefs))


def _dossier(link: Link, lang: str, entries: tuple[Entry, ...]) -> Feed:
    return Feed(link.path, link.text, "", link.path, lang, entries)


class Journal:
    """The entries of each brief, made once and told in every feed that the brief belongs to."""

    def __init__(self, factory: ViewFactory) -> None:
        self._shelf = factory
        self._told: dict[str, tuple[Entry, ...]] = {}

    def newest(
        self, briefs: Iterable[Brief], kinds: frozenset[str] = frozenset()
    ) -> tuple[Entry, ...]:
        """The newest entries of `briefs`, of some kinds where `kinds` names them."""
        rows = [e for b in briefs for e in self._of(b) if not kinds or e.kind in kinds]
        return tuple(sorted(rows, key=lambda e: (-e.date.toordinal(), e.ident))[:LONGEST])

    def _of(self, brief: Brief) -> tuple[Entry, ...]:
        if brief.slug not in self._told:
            self._told[brief.slug] = tuple(self._tell(brief))
        return self._told[brief.slug]

    def _tell(self, brief: Brief) -> Iterator[Entry]:
        fields, path = brief.fields, urls.page_path("brief", brief.slug)
        lang = fields.lang or self._shelf.settings.language
        terms = self._shelf.library.terms_of[brief.slug]
        authors = tuple(self._shelf.byline(author) for author in terms["authors"])
        tags = tuple(topic.name for topic in terms["topics"])

        def entry(
            anchor: str, kind: str, title: str, text: str, date: dt.date, outcome: str = ""
        ) -> Entry:
            where = urls.anchored(path, anchor) if anchor else path
            # A development stood at its place before it was resolved.
            ident = f"{where}-resolved" if kind == "resolution" else where
            return Entry(ident, where, kind, outcome, title, text, date, lang, authors, tags)

        said = summary(brief)
        words = plain(said.source, 1000) if said else ""
        yield entry("", "brief", fields.title, words, fields.date)
        for anchor, update in zip(update_anchors(brief), fields.updates, strict=True):
            words = plain(update.text, 1000)
            yield entry(anchor, update.kind, fields.title, words, update.date)
        for item in fields.developments:
            if item.resolution:
                title, outcome = item.label or plain(item.text, 100), item.resolution.outcome
                words = plain(item.resolution.note or item.text, 1000)
                date = item.resolution.date
                yield entry(item.id or "", "resolution", title, words, date, outcome)
