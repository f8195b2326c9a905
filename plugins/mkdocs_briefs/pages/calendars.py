"""What a calendar shows: coming days and deadlines; of an actor or storyline all that is dated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import status_of
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.kinds import TERMS
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import modified, plain
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.view_factory import ViewFactory

FINEST = 31
"""Longest time in days that a partial date may mean: a month is a date in a diary, a year not."""

_TO_COME = frozenset(("scheduled", "cancelled", "open", "overdue", "watch"))


@dataclass(frozen=True, slots=True)
class Appointment:
    """Whole days in a calendar. `start` and `end` both belong to it."""

    ident: str
    path: str
    kind: str
    """event or deadline."""
    status: str
    """Of an event happened, scheduled or cancelled; of a deadline open, overdue, yes, no, void or
    watch."""
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


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar and the page it belongs to; its file stands in `folder`."""

    folder: str
    title: str
    """Title of its page; empty for the whole site."""
    lang: str
    appointments: tuple[Appointment, ...]


def calendars(factory: ViewFactory) -> Iterator[Calendar]:
    """The site's calendar, and one for each actor, topic and storyline.

    Those of the site and of a topic hold what is to come: all that ever happened there is too much
    for a diary.
    """
    diary = Diary(factory)
    lang, library, where = factory.settings.language, factory.library, factory.where
    yield Calendar("", "", lang, tuple(_coming(diary.rows)))
    for actor in library.catalogue.actors.values():
        yield _dossier(factory.actor(actor), lang, diary.of_actor(actor.id))
    for registry in TERMS.values():
        for term in library.catalogue.terms[registry].values():
            rows = diary.of_briefs(where.briefs_of_term.get((registry, term.id), ()))
            chosen = _coming(rows) if registry == "topics" else rows
            yield _dossier(factory.term(term), lang, chosen)


def _dossier(link: Link, lang: str, rows: list[Appointment]) -> Calendar:
    return Calendar(link.path, link.text, lang, tuple(rows))


def _coming(rows: Iterable[Appointment]) -> list[Appointment]:
    return [row for row in rows if row.status in _TO_COME]


class Diary:
    """The appointments of each event and development, made and put in order once."""

    def __init__(self, factory: ViewFactory) -> None:
        self._where = factory.where
        briefs = factory.library.briefs
        changed = {brief.slug: modified(brief) for brief in briefs}
        made = [_event(factory, event, changed) for event in factory.library.events]
        made += [
            _deadline(factory, brief, item, changed[brief.slug])
            for brief in briefs
            for item in brief.fields.developments
        ]
        self.rows = sorted(filter(None, made), key=lambda row: (row.start, row.ident))
        """Every one, the first day first; the calendars keep this order."""
        self._place = {row.ident: number for number, row in enumerate(self.rows)}
        self._of_brief = {
            brief.slug: self._places(
                self._where.events_of_brief.get(brief.slug, ()),
                [(brief, item) for item in brief.fields.developments],
            )
            for brief in briefs
        }

    def of_briefs(self, briefs: Iterable[Brief]) -> list[Appointment]:
        """The appointments of all events that some briefs tell, and of all their developments."""
        return self._at({place for brief in briefs for place in self._of_brief[brief.slug]})

    def of_actor(self, ident: str) -> list[Appointment]:
        """The appointments of what an actor took part in, and of what concerns it."""
        events = self._where.events_of_actor.get(ident, ())
        return self._at(self._places(events, self._where.developments_of_actor.get(ident, ())))

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
    return f"deadline/{brief.slug}/{item.id}"


def _event(
    factory: ViewFactory, event: Event, changed: Mapping[str, dt.date]
) -> Appointment | None:
    """The event, if its date is fine enough for a calendar."""
    date, item = event.date, event.lead.item
    if date is None or (days := _days(date)) is None:
        return None
    briefs = list(dict.fromkeys(telling.brief.slug for telling in event.tellings))
    known = factory.library.catalogue.briefs
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
    """First and last day that the date may mean; None where it is open, unknown or too coarse."""
    first, last = date.earliest, date.latest
    if first is None or last is None or date.open_start or date.open_end:
        return None
    exact = all(side.day for side in (date.start, date.end) if side is not None)
    return (first, last) if exact or (last - first).days < FINEST else None


def _deadline(
    factory: ViewFactory, brief: Brief, item: Development, changed: dt.date
) -> Appointment | None:
    """The last day of the development's deadline."""
    last = item.by.latest if item.by else None
    if item.by is None or last is None:
        return None
    return Appointment(
        ident=_of_item(brief, item),
        path=urls.anchored(urls.page_path("brief", brief.slug), item.id or ""),
        kind="deadline",
        status=status_of(item, factory.settings.today),
        text=item.label or plain(item.text),
        start=last,
        end=last,
        date=item.by,
        place="",
        names=(brief.fields.title,),
        lang=brief.fields.lang or factory.settings.language,
        changed=changed,
    )
