"""Events merged across briefs: the same event told in several briefs is one event."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.model.brief import Brief, DatedEvent
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.ids import unique_id
from mkdocs_briefs.parse.inline import plain_text
from mkdocs_briefs.problems import Problem

_ASCII_WORD = re.compile(r"[a-z0-9]+")
SortKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One brief's account of an event: the brief and the place in its list of dates."""

    brief: Brief
    number: int

    @property
    def item(self) -> DatedEvent:
        """The item as the brief has it."""
        return self.brief.fields.dates[self.number]


@dataclass(frozen=True, slots=True)
class Event:
    """One event with everyone who tells of it; the first telling leads."""

    id: str
    tellings: tuple[Telling, ...]
    date: Edtf | None
    sort_key: SortKey

    @property
    def lead(self) -> Telling:
        """The telling whose words, place and status are shown."""
        return self.tellings[0]

    @property
    def place(self) -> str | None:
        """Where it was, as the first telling that knows has it."""
        return next((telling.item.place for telling in self.tellings if telling.item.place), None)


def merge_events(briefs: Sequence[Brief]) -> tuple[list[Event], list[Problem]]:
    """All events of `briefs`, merged and in order of time.

    Tellings are one event when they carry the same explicit id, or the same date and the same
    words. The most precise date wins, the newest brief's words lead. Events of one day stand as the
    oldest account of each has them. An event without a date is placed after the dated one before it
    in its own brief, as its author placed it.
    """
    chains = _Chains()
    tellings: list[tuple[Telling, Hashable]] = []
    for brief in briefs:
        for number, item in enumerate(brief.fields.dates):
            words = _words(item.event)
            key: Hashable = (
                ("words", item.date.text, words) if item.date else ("own", brief.slug, number)
            )
            if ("dates", number, "id") in brief.positions.places:
                chains.join(key, ("id", item.id))
            tellings.append((Telling(brief, number), key))
    groups: dict[Hashable, list[Telling]] = {}
    for telling, key in tellings:
        groups.setdefault(chains.root(key), []).append(telling)
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
    """The words of an event's text, without marks, punctuation and capitals."""
    plain = plain_text(event) if "[" in event or "<" in event else event
    if plain.isascii():
        return " ".join(_ASCII_WORD.findall(plain.lower())) or event
    folded = unicodedata.normalize("NFKC", plain.casefold())
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in folded)
    return " ".join("".join(kept).split()) or event


def _age(telling: Telling) -> tuple[dt.date, str, int]:
    return telling.brief.fields.date, telling.brief.slug, telling.number


class _Chains:
    """Which keys mean the same event (a disjoint-set forest)."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def root(self, key: Hashable) -> Hashable:
        """The key that stands for all keys joined with this one."""
        while (above := self._above.get(key, key)) != key:
            self._above[key] = self._above.get(above, above)
            key = above
        return key

    def join(self, one: Hashable, other: Hashable) -> None:
        """Note that both keys mean the same event."""
        self._above[self.root(one)] = self.root(other)


def _merged(
    tellings: list[Telling], places: Mapping[str, list[SortKey]], problems: list[Problem]
) -> tuple[Telling, SortKey, Edtf | None, tuple[Telling, ...]]:
    """The first telling of one event, its place in time, its date, and all tellings."""
    first = min(tellings, key=_age)
    ordered = tellings
    if len(tellings) > 1:
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
    """Where each date of a brief stands.

    An undated one stands after the dated one before it, else before the first dated one.
    """
    items = brief.fields.dates
    first = next((item.date.sort_key for item in items if item.date), NO_DATE)
    places: list[SortKey] = []
    last: SortKey | None = None
    for number, item in enumerate(items):
        if item.date:
            last = item.date.sort_key
        places.append((first, number - len(items) - 1) if last is None else (last, number))
    return places


NO_DATE = (9, 0, 0, 0, 0, 0, 0, 0, "")
"""Sorts after every date, known or not."""


def _span(date: Edtf) -> tuple[int, SortKey]:
    if date.earliest and date.latest:
        return (date.latest - date.earliest).days, date.sort_key
    return 10**9, date.sort_key


def _agree(one: Edtf, other: Edtf) -> bool:
    """Whether two dates can both be true: their bounds overlap, or one is unknown."""
    if one.earliest and other.latest and one.earliest > other.latest:
        return False
    return not (one.latest and other.earliest and one.latest < other.earliest)
