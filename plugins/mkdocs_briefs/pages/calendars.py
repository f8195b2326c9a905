"""What a calendar shows: coming days and deadlines; of an actor or storyline all that is dated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import status_of
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import modified
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.plain import plain
from mkdocs_briefs.pages.shelf import Shelf

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


def calendars(shelf: Shelf) -> Iterator[Calendar]:
    """The site's calendar, and one for each actor, topic and storyline.

    Those of the site and of a topic hold what is to come: all that ever happened there is too much
    for a diary.
    """
    diary = Diary(shelf)
    lang, library, where = shelf.settings.language, shelf.library, shelf.where
    yield Calendar("", "", lang, _sorted(_coming(diary.rows(library.events, library.briefs))))
    for actor in library.catalogue.actors.values():
        rows = diary.of_actor(actor.id)
        yield _dossier(shelf.actor(actor), lang, rows)
    for registry in ("topics", "storylines"):
        for theme in library.catalogue.themes[registry].values():
            briefs = where.briefs_of_theme.get((registry, theme.id), ())
            rows = diary.rows(where.events_in({brief.slug for brief in briefs}), briefs)
            chosen = _coming(rows) if registry == "topics" else rows
            yield _dossier(shelf.theme(theme), lang, chosen)


def _dossier(link: Link, lang: str, rows: Iterable[Appointment]) -> Calendar:
    return Calendar(link.path, link.text, lang, _sorted(rows))


def _sorted(rows: Iterable[Appointment]) -> tuple[Appointment, ...]:
    return tuple(sorted(rows, key=lambda row: (row.start, row.ident)))


def _coming(rows: Iterable[Appointment]) -> Iterator[Appointment]:
    return (row for row in rows if row.status in _TO_COME)


class Diary:
    """The appointments of each event and development, made once for every calendar."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._made: dict[tuple[str, str], Appointment | None] = {}

    def rows(self, events: Iterable[Event], briefs: Iterable[Brief]) -> Iterator[Appointment]:
        """The appointments of some events, and of all developments of some briefs."""
        items = ((brief, item) for brief in briefs for item in brief.fields.developments)
        return self._rows(events, items)

    def of_actor(self, ident: str) -> Iterator[Appointment]:
        """The appointments of what an actor took part in, and of what concerns it."""
        where = self._shelf.where
        return self._rows(
            where.events_of_actor.get(ident, ()), where.developments_of_actor.get(ident, ())
        )

    def _rows(
        self, events: Iterable[Event], items: Iterable[tuple[Brief, Development]]
    ) -> Iterator[Appointment]:
        for event in events:
            key = ("", event.id)
            if key not in self._made:
                self._made[key] = _event(self._shelf, event)
            if row := self._made[key]:
                yield row
        for brief, item in items:
            key = (brief.slug, item.id or "")
            if key not in self._made:
                self._made[key] = _deadline(self._shelf, brief, item)
            if row := self._made[key]:
                yield row


def _event(shelf: Shelf, event: Event) -> Appointment | None:
    """The event, if its date is fine enough for a calendar."""
    date, item = event.date, event.lead.item
    if date is None or (days := _days(date)) is None:
        return None
    briefs = list(dict.fromkeys(telling.brief.slug for telling in event.tellings))
    known = shelf.library.catalogue.briefs
    path = shelf.event_paths[event.id]
    return Appointment(
        ident=f"event/{event.id}",
        path=path,
        kind="event",
        status=item.status,
        text=plain(item.event),
        start=days[0],
        end=days[1],
        date=date,
        place=next((t.item.place for t in event.tellings if t.item.place), None) or "",
        names=tuple(known[slug].fields.title for slug in briefs),
        lang=event.lead.brief.fields.lang or shelf.settings.language,
        changed=max(modified(known[slug]) for slug in briefs),
    )


def _days(date: Edtf) -> tuple[dt.date, dt.date] | None:
    """First and last day that the date may mean; None where it is open, unknown or too coarse."""
    first, last = date.earliest, date.latest
    if first is None or last is None or date.open_start or date.open_end:
        return None
    exact = all(side.day for side in (date.start, date.end) if side is not None)
    return (first, last) if exact or (last - first).days < FINEST else None


def _deadline(shelf: Shelf, brief: Brief, item: Development) -> Appointment | None:
    """The last day of the development's deadline."""
    last = item.by.latest if item.by else None
    if item.by is None or last is None:
        return None
    return Appointment(
        ident=f"deadline/{brief.slug}/{item.id}",
        path=urls.anchored(urls.page_path("brief", brief.slug), item.id or ""),
        kind="deadline",
        status=status_of(item, shelf.settings.today),
        text=item.label or plain(item.text),
        start=last,
        end=last,
        date=item.by,
        place="",
        names=(brief.fields.title,),
        lang=brief.fields.lang or shelf.settings.language,
        changed=modified(brief),
    )
