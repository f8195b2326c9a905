"""What feeds and calendars tell: news, coming days and deadlines.

A feed has the newest entries first: briefs as they appear, and what changes them later. A calendar
has whole days, and only what is still to come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import last_likelihood, status_of
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import modified, plain, summary, update_anchors
from mkdocs_briefs.pages.parts import Byline
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
    title: str
    """The brief's title, or the development's label for a resolution."""
    text: str
    """Plain text."""
    date: Moment
    lang: str
    authors: tuple[Byline, ...]
    tags: tuple[str, ...]
    outcome: str = ""
    """yes, no or void for a resolution, else empty."""
    forecaster: str = ""
    """Of a resolution, whose forecast it was; empty for that of the brief."""
    subject: str = ""
    """What a resolution is about, where its title does not say so."""
    likelihood: Likelihood | None = None
    """Of a resolution, the last one before the outcome was known."""
    note: str = ""
    """Of a resolution, what is said of the outcome; `text` is what was forecast."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and the page it belongs to. Its files stand below `folder`."""

    folder: str
    title: str
    """Title of its page; empty for the whole site."""
    title_key: str
    """Key of the interface's word for a title that is no content."""
    page: str
    lang: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> Moment | None:
        """The moment of its newest entry."""
        return self.entries[0].date if self.entries else None


class Journal:
    """The entries of each brief, made once and told in every feed that the brief belongs to."""

    def __init__(self, factory: ViewFactory) -> None:
        self.factory = factory
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def newest(
        self, briefs: Iterable[Brief], kinds: frozenset[str] = frozenset()
    ) -> tuple[Entry, ...]:
        """Return the newest entries of `briefs`, of some kinds where `kinds` names them."""
        rows = [e for b in briefs for e in self._of(b) if not kinds or e.kind in kinds]
        return tuple(sorted(rows, key=lambda e: (-e.date.order, e.ident))[:LONGEST])

    def _of(self, brief: Brief) -> tuple[Entry, ...]:
        if brief.slug not in self._entries:
            self._entries[brief.slug] = tuple(self._tell(brief))
        return self._entries[brief.slug]

    def _tell(self, brief: Brief) -> Iterator[Entry]:
        """Yield what is new of a brief and of its translations, each piece of news once."""
        site, library = self.factory, self.factory.library

        def entry(
            brief: Brief, anchor: str, kind: str, title: str, text: str, date: Moment, **more: Any
        ) -> Entry:
            terms = library.terms_of[brief.slug]
            lang = brief.fields.lang or site.settings.language
            factory = site.in_language(lang)
            authors = tuple(factory.byline(author) for author in terms["authors"])
            tags = tuple(factory.term(topic).text for topic in terms["topics"])
            pages = (urls.page_path("brief", slug) for slug in (brief.slug, brief.lasting_id))
            where, ident = (urls.anchored(page, anchor) if anchor else page for page in pages)
            if kind == "resolution":  # A development stood at its place before it was resolved.
                ident += "-resolved"
            return Entry(ident, where, kind, title, text, date, lang, authors, tags, **more)

        fields, said = brief.fields, summary(brief)
        words = plain(said.source, 1000) if said else ""
        yield entry(brief, "", "brief", fields.title, words, fields.moment)
        for one, number in library.updates_of(brief):
            update, anchor = one.fields.updates[number], update_anchors(one)[number]
            words, title = plain(update.text, 1000), one.fields.title
            yield entry(one, anchor, update.kind, title, words, update.moment)
        for one, item in library.developments_of(brief):
            record = library.record_of(one, item)[1]
            if found := record.resolution:
                note, whose = site.note(one, item), site.attributed_forecast(one, item)
                yield entry(
                    one,
                    item.id or "",
                    "resolution",
                    item.label or plain(item.text, 100),
                    plain(item.text, 1000),
                    Moment(found.date),
                    outcome=found.outcome,
                    forecaster=whose.text if whose else "",
                    subject=site.subject(one, item),
                    likelihood=last_likelihood(record),
                    note=plain(note.source, 1000) if note else "",
                )


# Calendars

FINEST = 31
"""Longest time in days that a partial date may mean: a month is a date in a diary, a year not."""

_TO_COME = frozenset(("scheduled", "cancelled", "open", "watch"))


@dataclass(frozen=True, slots=True)
class Appointment:
    """Whole days in a calendar. `start` and `end` both belong to it."""

    ident: str
    path: str
    kind: str
    """event or deadline."""
    status: str
    """Of an event scheduled or cancelled; of a deadline open or watch."""
    text: str
    """Plain text."""
    start: dt.date
    end: dt.date
    date: Edtf
    """The date as its author knows it."""
    place: str
    names: tuple[str, ...]
    """Briefs that tell of it."""
    lang: str
    changed: dt.date
    """Day of the newest change of a brief that tells of it."""
    forecaster: str = ""
    """Of a deadline, whose forecast it is; empty for that of the brief."""
    subject: str = ""
    """What a deadline is about, where its text does not say so."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar and the page it belongs to; its file stands in `folder`."""

    folder: str
    title: str
    """Title of its page; empty for the whole site."""
    lang: str
    appointments: tuple[Appointment, ...]


class Diary:
    """The appointments of each event and development, made and put in order once."""

    def __init__(self, factory: ViewFactory) -> None:
        self._where, self._library = factory.where, factory.library
        library, briefs = factory.library, factory.library.leads
        changed = {brief.slug: modified(brief).day for brief in library.briefs}
        made = [_event(factory, event, changed) for event in library.events]
        made += [
            _deadline(factory, brief, item, changed[brief.slug])
            for brief, item in library.developments
        ]
        self._today = factory.settings.today
        planned = (
            row for row in made if row and (row.kind == "deadline" or row.status in _TO_COME)
        )
        self.rows = sorted(planned, key=lambda row: (row.start, row.ident))
        """What was ever planned, the first day first; the calendars keep this order.

        A calendar stays when its last day has passed: programs ask for it again and again.
        """
        self._place = {row.ident: number for number, row in enumerate(self.rows)}
        self._of_brief = {
            brief.slug: self._places(
                self._where.events_in((brief.slug,)), library.developments_of(brief)
            )
            for brief in briefs
        }

    def coming(self, rows: Iterable[Appointment]) -> tuple[Appointment, ...]:
        """Return those of `rows` that are to come or were called off."""
        return tuple(row for row in rows if row.status in _TO_COME and row.end >= self._today)

    def of_briefs(self, briefs: Iterable[Brief]) -> list[Appointment]:
        """Return the appointments of all events and developments of these families."""
        leads = {self._library.lead(brief.slug) for brief in briefs}
        return self._at({place for slug in leads for place in self._of_brief[slug]})

    def of_actor(self, ident: str) -> list[Appointment]:
        """Return those of what an actor took part in, of what concerns it, and its forecasts."""
        where = self._where
        items = (
            where.developments_of_actor.get(ident, ()),
            where.developments_by_actor.get(ident, ()),
        )
        events = where.events_of_actor.get(ident, ())
        return self._at({*self._places(events, [row for rows in items for row in rows])})

    def _places(
        self, events: Iterable[Event], items: Iterable[tuple[Brief, Development]]
    ) -> list[int]:
        idents = [_of_event(event) for event in events]
        idents += [_of_item(brief, item) for brief, item in items]
        place = self._place
        return [place[ident] for ident in idents if ident in place]

    def _at(self, places: Iterable[int]) -> list[Appointment]:
        rows = self.rows
        return [rows[place] for place in sorted(places)]


def _of_event(event: Event) -> str:
    return f"event/{event.id}"


def _of_item(brief: Brief, item: Development) -> str:
    return f"deadline/{brief.lasting_id}/{item.id}"


def _event(
    factory: ViewFactory, event: Event, changed: Mapping[str, dt.date]
) -> Appointment | None:
    """Return the event, if its date is fine enough for a calendar."""
    date, item = event.date, event.lead.item
    if date is None or (days := _days(date)) is None:
        return None
    library = factory.library
    briefs = list(dict.fromkeys(library.lead(telling.brief.slug) for telling in event.tellings))
    known = library.catalogue.briefs
    path = factory.event_paths[event.id]
    return Appointment(
        ident=_of_event(event),
        path=path,
        kind="event",
        status=item.status,
        text=plain(item.event),
        start=days[0],
        end=days[1],
        date=date,
        place=event.place or "",
        names=tuple(known[slug].fields.title for slug in briefs),
        lang=event.lead.brief.fields.lang or factory.settings.language,
        changed=max([changed[slug] for slug in briefs]),
    )


def _days(date: Edtf) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day that the date may mean; None where it is open or too coarse."""
    first, last = date.earliest, date.latest
    if first is None or last is None or date.open_start or date.open_end:
        return None
    exact = all(side.day for side in (date.start, date.end) if side is not None)
    return (first, last) if exact or (last - first).days < FINEST else None


def _deadline(
    factory: ViewFactory, brief: Brief, item: Development, changed: dt.date
) -> Appointment | None:
    """Return the last day of the development's deadline."""
    _, record = factory.library.record_of(brief, item)
    last = record.by.latest if record.by else None
    if record.by is None or last is None:
        return None
    whose = factory.attributed(brief, item.attributed_to)
    return Appointment(
        ident=_of_item(brief, item),
        path=urls.anchored(urls.page_path("brief", brief.slug), item.id or ""),
        kind="deadline",
        status=status_of(record, factory.settings.today),
        text=item.label or plain(item.text),
        start=last,
        end=last,
        date=record.by,
        place="",
        names=(brief.fields.title,),
        lang=brief.fields.lang or factory.settings.language,
        changed=changed,
        forecaster=whose.text if whose else "",
        subject=factory.subject(brief, item),
    )
