"""What is due: deadlines and events that have passed, reviews, and briefs that will appear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.problems import Location

KINDS = {
    "deadline": "the deadline has passed",
    "review": "to be read again",
    "event": "the scheduled day has gone by",
    "publication": "will appear",
}
"""Kinds of due items, as people read them."""
_ADVICE = {
    "deadline": "Write how it came out: resolution: {outcome: yes, date: …}",
    "review": "Read the brief again, then move review_by to a later day.",
    "event": "Say how it went: drop status, or write status: cancelled.",
    "publication": "Nothing to do: the brief appears in the first build of that day.",
}


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day, and its place."""

    day: dt.date
    kind: str
    """A key of KINDS."""
    brief: Brief
    location: Location
    text: str

    @property
    def advice(self) -> str:
        """Return what to do about it."""
        return _ADVICE[self.kind]


def due_items(library: Library) -> list[Due]:
    """Return what is due by the library's today, and briefs that will appear, by date.

    Drafts are left out: nobody waits for what is not published.
    """
    found = [item for b in library.briefs if not b.fields.draft for item in _of(b, library)]
    return sorted(found, key=lambda item: (item.day, item.location, item.kind))


def _of(brief: Brief, library: Library) -> Iterator[Due]:
    fields, today = brief.fields, library.settings.today
    if fields.date > today:
        yield Due(fields.date, "publication", brief, brief.at("date"), fields.title)
    if fields.review_by is not None and fields.review_by <= today:
        yield Due(fields.review_by, "review", brief, brief.at("review_by"), fields.title)
    for number, item in enumerate(fields.dates):
        last = item.date.latest if item.date else None
        if item.status == "scheduled" and last is not None and last < today:
            yield Due(last, "event", brief, brief.at("dates", number, "date"), item.event)
    for number, development in enumerate(fields.developments):
        last = development.by.latest if development.by else None
        if development.resolution is None and last is not None and last < today:
            text = development.label or development.text
            yield Due(last, "deadline", brief, brief.at("developments", number, "by"), text)
