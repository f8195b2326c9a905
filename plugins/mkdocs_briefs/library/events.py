"""Merge events across briefs: the same event in several briefs is one event."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.model.brief import Brief, DatedEvent
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.ids import unique_id
from mkdocs_briefs.parse.inline import plain_text
from mkdocs_briefs.problems import Problem

SortKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One brief's account of an event: the brief and the number in its list of dates."""

    brief: Brief
    number: int

    @property
    def item(self) -> DatedEvent:
        """Return the item of the brief."""
        return self.brief.fields.dates[self.number]


@dataclass(frozen=True, slots=True)
class Event:
    """One event with all accounts of it; the first leads."""

    id: str
    tellings: tuple[Telling, ...]
    date: Edtf | None
    sort_key: SortKey

    @property
    def lead(self) -> Telling:
        """Return the account whose words, place and status are shown."""
        return self.tellings[0]

    @property
    def place(self) -> str | None:
        """Return the first place that an account has."""
        return next((telling.item.place for telling in self.tellings if telling.item.place), None)


def merge_events(briefs: Sequence[Brief]) -> tuple[list[Event], list[Problem]]:
    """Return all events of `briefs`, merged and in order of time.

    Accounts are one event when they have the same written id, or the same date and the same words.
    The most precise date wins, the newest brief's words lead. Events of one day are in the order of
    their oldest accounts. An event without a date comes after the dated one before it in its brief.
    """
    same = DisjointSets()
    tellings: list[tuple[Telling, Hashable]] = []
    for brief in briefs:
        for number, item in enumerate(brief.fields.dates):
            words = _words(item.event)
            key: Hashable = (
                ("words", item.date.text, words) if item.date else ("own", brief.slug, number)
            )
            if brief.positions.has("dates", number, "id"):
                same.join(key, ("id", item.id))
            tellings.append((Telling(brief, number), key))
    groups: dict[Hashable, list[Telling]] = {}
    for telling, key in tellings:
        groups.setdefault(same.root(key), []).append(telling)
    problems: list[Problem] = []
    places = {b.slug: _places(b) for b in briefs if not all(item.date for item in b.fields.dates)}
    merged = [_merged(group, places, problems) for group in groups.values()]
    # The oldest account names the event, and names are given out in the order of those accounts:
    # a new brief never changes the address of an event that stood before it.
    taken: dict[str, int] = {}
    events = [
        Event(unique_id(first.item.id or "event", taken), group, date, order)
        for first, order, date, group in sorted(merged, key=lambda row: _age(row[0]))
    ]
    return sorted(events, key=lambda event: event.sort_key), problems


def _words(event: str) -> str:
    """Return the words of an event's text, without markup, punctuation and capitals."""
    text = unicodedata.normalize("NFKC", plain_text(event).casefold())
    chars = (char if unicodedata.category(char)[0] in "LMN" else " " for char in text)
    return " ".join("".join(chars).split()) or event


def _age(telling: Telling) -> tuple[dt.date, str, int]:
    return telling.brief.fields.date, telling.brief.slug, telling.number


class DisjointSets:
    """Keys that belong together (https://en.wikipedia.org/wiki/Disjoint-set_data_structure)."""

    def __init__(self) -> None:
        self._parents: dict[Hashable, Hashable] = {}

    def root(self, key: Hashable) -> Hashable:
        """Return the key that stands for all keys joined with this one."""
        while (parent := self._parents.get(key, key)) != key:
            self._parents[key] = self._parents.get(parent, parent)
            key = parent
        return key

    def join(self, one: Hashable, other: Hashable) -> None:
        """Note that both keys belong together."""
        self._parents[self.root(one)] = self.root(other)


def _merged(
    tellings: list[Telling], places: Mapping[str, list[SortKey]], problems: list[Problem]
) -> tuple[Telling, SortKey, Edtf | None, tuple[Telling, ...]]:
    """Return the oldest account of one event, its place in time, its date, and all accounts."""
    first = min(tellings, key=_age)
    ordered = sorted(
        tellings, key=lambda t: (-t.brief.fields.date.toordinal(), t.brief.slug, t.number)
    )
    dated = [t for t in ordered if t.item.date]
    if not dated:
        place = places[first.brief.slug][first.number]
        return first, (*place, first.brief.slug, first.number), None, tuple(ordered)
    date = min((t.item.date for t in dated if t.item.date), key=_span)
    lead = next(t for t in ordered if t.item.date == date)
    problems += [
        Problem(
            "B402",
            t.brief.at("dates", t.number, "date"),
            f"the event {t.item.id} is dated {t.item.date.text} here and {date.text} elsewhere",
            f"See {lead.brief.file}.",
        )
        for t in dated
        if t.item.date and not _agree(t.item.date, date)
    ]
    return first, (date.sort_key, -1, first.brief.slug, first.number), date, tuple(ordered)


def _places(brief: Brief) -> list[SortKey]:
    """Return where in time each event of a brief belongs.

    An undated one comes after the dated one before it, else before the first dated one.
    """
    items = brief.fields.dates
    first = next((item.date.sort_key for item in items if item.date), _NO_DATE)
    places: list[SortKey] = []
    last: SortKey | None = None
    for number, item in enumerate(items):
        if item.date:
            last = item.date.sort_key
        places.append((first, number - len(items) - 1) if last is None else (last, number))
    return places


_NO_DATE = (9, 0, 0, 0, 0, 0, 0, 0, "")
"""Sorts after every date, known or not."""


def _span(date: Edtf) -> tuple[int, SortKey]:
    if date.earliest and date.latest:
        return (date.latest - date.earliest).days, date.sort_key
    return 10**9, date.sort_key


def _agree(one: Edtf, other: Edtf) -> bool:
    """Return whether both dates can be true: their bounds overlap, or one is unknown."""
    if one.earliest and other.latest and one.earliest > other.latest:
        return False
    return not (one.latest and other.earliest and one.latest < other.earliest)
