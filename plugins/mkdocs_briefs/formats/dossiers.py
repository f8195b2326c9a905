"""What an export holds beside the API: everything authors wrote as JSON, and pages as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mkdocs_briefs.formats.markdown import (
    Address,
    MarkdownAlternate,
    Other,
    Resolver,
    Said,
    deeper,
    plain_words,
    title_line,
)
from mkdocs_briefs.formats.markdown import Dated as When
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.shared import Shared
from mkdocs_briefs.model.brief import Advice, Brief, Development, Update
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages.facts import plain
from mkdocs_briefs.pages.kinds import INDEXES
from mkdocs_briefs.pages.parts import Dated, Link, RelationView
from mkdocs_briefs.pages.redirects import RedirectView
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import BriefRow, Fact, IndexView, Section, Subject, SubjectView

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
        "registries": {
            **_registries(entry for entry in entries if entry.uri is None),
            **_shared_entries(library.shared),
        },
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
    fields = (brief.written or brief.fields).written()
    for name, items in fields.items():
        for number, item in enumerate(items) if isinstance(items, list) else ():
            origin = brief.origins.get((name, number))
            if origin and origin.in_place_of:
                items[number] = {"id": getattr(brief.fields, name)[number].id}
            elif isinstance(item, dict) and not brief.positions.has(name, number, "id"):
                item.pop("id", None)
    return {**fields, **brief.page_meta, **brief.extra}


def _registries(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        found.setdefault(entry.registry, {})[entry.id] = entry.fields.written()
    return found


def _shared_entries(shared: Shared) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, entries in (("events", shared.events), ("sources", shared.sources)):
        for ident, entry in entries.items():
            fields = entry.fields.written()
            del fields["id"]
            found.setdefault(name, {})[ident] = fields
    return found


LATEST = 20
"""Briefs on the front page."""
EXPORTED = tuple(kind for kind in INDEXES if kind.empty)
AlternateAt = Callable[[Brief, str], MarkdownAlternate]
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
        alternate_at: AlternateAt,
        page_of: Other,
    ) -> None:
        self._factory = factory
        self._said = said
        self._when = dated
        self._address_at = address_at
        self._alternate_at = alternate_at
        self._page_of = page_of

    def front(self) -> str:
        """Return the site's name, its latest briefs, and the way to all listings."""
        settings, latest = self._factory.settings, self._factory.library.leads[:LATEST]
        indexes = [Link(self._said(kind.own_title_key()), kind.address()) for kind in EXPORTED]
        sections = (
            Section(("hub", "briefs"), map(BriefRow, latest)),
            Section(("not_found.sections", ""), indexes),
        )
        return self._page(
            "", settings.site_name, [plain_words(settings.site_description)], sections
        )

    def index(self, kind: type[IndexView]) -> str:
        """Return a listing; an empty one says that it is empty."""
        sections = [*kind.export(self._factory)]
        about = () if sections else (self._said.of("empty", kind.empty),)
        return self._page(kind.address(), self._said(kind.own_title_key()), about, sections)

    def subject(self, kind: type[SubjectView], subject: Subject[Any]) -> str:
        """Return the page of a subject: what it is, its profile, and what the site says of it."""
        path = kind.path_of(subject.id)
        about = [plain_words(plain(subject.description, 2000)), self._profile(subject, path)]
        return self._page(path, subject.name, about, kind.export(subject, self._factory))

    def moved(self, redirect: RedirectView) -> str:
        """Return the page at an old address."""
        link = _link(redirect.target, self._address_at(redirect.path))
        return self._page(redirect.path, redirect.title, [self._said("moved", link=link)], ())

    def _page(
        self, path: str, title: str, about: Iterable[str], sections: Iterable[Section]
    ) -> str:
        parts = [title_line(title), *filter(None, about)]
        for section in sections:
            if rows := "\n".join(f"- {row}" for row in self._rows(section, path)):
                head = self._heading(section, path)
                parts.append(f"## {head}\n\n{rows}" if head else rows)
        return "\n\n".join(parts) + "\n"

    def _heading(self, section: Section, path: str) -> str:
        if section.title is None:
            return ""
        if isinstance(section.title, str):
            return plain_words(section.title)
        if isinstance(section.title, Brief):
            return self._to(section.title, self._address_at(path))
        words = self._words(section.title)
        return words.capitalize() if section.title[0] == "status" else words

    def _words(self, word: tuple[str, str]) -> str:
        key, value = word
        return self._said.of(key, value) if value else self._said(key) if key else ""

    def _rows(self, section: Section, path: str) -> Iterator[str]:
        address = self._address_at(path)
        if isinstance(section.title, Brief):
            yield from self._alternate_at(section.title, path).implications()
            return
        for row in section.rows:
            if isinstance(row, Link):
                yield _link(row, address)
            elif isinstance(row, Event):
                yield self._event(row, address)
            elif isinstance(row, Fact):
                yield self._fact(row, address)
            else:
                yield self._of_brief(row, path, address)

    def _of_brief(self, row: BriefRow, path: str, address: Address) -> str:
        brief, item = row.brief, row.item
        link = self._to(brief, address)
        if isinstance(item, Development):
            return f"{self._alternate_at(brief, path).development(item)} ({link})"
        if isinstance(item, Advice):
            return f"{self._alternate_at(brief, path).advice(item)} ({link})"
        if isinstance(item, Update):
            return f"{self._alternate_at(brief, path).update(item)} ({link})"
        more = f": {plain_words(plain(item, 500))}" if item else ""
        return f"{brief.fields.date} {link}{more}"

    def _event(self, event: Event, address: Address) -> str:
        item = event.lead.item
        when = self._when(event.date) if event.date else self._said("undated")
        status = f" ({self._said('cancelled')})" if item.status == "cancelled" else ""
        library = self._factory.library
        leads = dict.fromkeys(library.lead(telling.brief.slug) for telling in event.tellings)
        briefs = ", ".join(self._to(library.catalogue.briefs[slug], address) for slug in leads)
        return f"**{when}**{status}: {plain_words(plain(item.event, 2000))} ({briefs})"

    def _fact(self, fact: Fact, address: Address) -> str:
        values = [self._value(value, address) for value in fact.values]
        apart = (
            "; " if any(isinstance(value, (Dated, RelationView)) for value in fact.values) else ", "
        )
        return ": ".join(filter(None, (self._words(fact.word), apart.join(values))))

    def _value(self, value: str | Link | Dated | RelationView, address: Address) -> str:
        if isinstance(value, str):
            return plain_words(value)
        if isinstance(value, RelationView):
            one, other = (_link(link, address) for link in (value.one, value.other))
            said = self._said("stated", one=one, word=plain_words(value.word), other=other)
            return said + self._time(value.start, value.end)
        if isinstance(value, Link):
            return _link(value, address) if value.text else f"<{value.path}>"
        words = [plain_words(value.label)] if value.label else []
        words += [_link(value.other, address)] if value.other else []
        return ", ".join(words) + self._time(value.start, value.end)

    def _time(self, start: Edtf | None, end: Edtf | None) -> str:
        ends = [self._when(one) if one else "" for one in (start, end)]
        return f" ({' – '.join(ends)})" if any(ends) else ""

    def _profile(self, subject: Subject[Any], path: str) -> str:
        entry = subject.source
        if not isinstance(entry, Entry) or not entry.body:
            return ""
        address = self._address_at(path)
        resolver = Resolver(self._factory, entry.uri or "", address, self._page_of)
        return deeper(resolver.body(entry.body)).strip()

    def _to(self, brief: Brief, address: Address) -> str:
        return _link(self._factory.brief(brief), address)


def _link(link: Link, address: Address) -> str:
    """Return a link to a page of ours; words alone where there is none."""
    words = plain_words(link.text)
    return f"[{words}]({address(link.path)})" if link.path else words
