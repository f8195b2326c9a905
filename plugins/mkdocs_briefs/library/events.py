"""Events merged across briefs: the same event told in several briefs is one event."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from mkdocs_briefs.model.brief import Brief, DatedEvent
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.ids import slugify, unique_id
from mkdocs_briefs.problems import Problem

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


def merge_events(briefs: Sequence[Brief]) -> tuple[list[Event], list[Problem]]:
    """All events of `briefs`, merged and in order of time.

    Tellings are one event when they carry the same explicit id, or the same date and the same
    words. The most precise date wins, the newest brief's words lead. An event without a date is
    placed after the dated one before it in its own brief, as its author placed it.
    """
    chains = _Chains()
    tellings: list[tuple[Telling, Hashable]] = []
    for brief in briefs:
        for number, item in enumerate(brief.fields.dates):
            words = slugify(item.event) or item.event
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
    events: list[Event] = []
    taken: dict[str, int] = {}
    ranked = sorted((_merged(group, problems) for group in groups.values()), key=lambda row: row[0])
    for order, date, group in ranked:
        events.append(Event(unique_id(_name(group), taken), group, date, order))
    return events, problems


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


def _name(tellings: Iterable[Telling]) -> str:
    ids = [telling.item.id for telling in tellings if telling.item.id]
    return min(ids, key=lambda ident: (len(ident), ident)) if ids else "event"


def _merged(
    tellings: list[Telling], problems: list[Problem]
) -> tuple[SortKey, Edtf | None, tuple[Telling, ...]]:
    ordered = sorted(
        tellings, key=lambda t: (-t.brief.fields.date.toordinal(), t.brief.slug, t.number)
    )
    dated = [t for t in ordered if t.item.date]
    if not dated:
        first = min(tellings, key=lambda t: (t.brief.fields.date, t.brief.slug, t.number))
        return (*_before(first), first.brief.slug, first.number), None, tuple(ordered)
    date = min((t.item.date for t in dated if t.item.date), key=_span)
    for telling in dated:
        if telling.item.date and not _agree(telling.item.date, date):
            problems.append(
                Problem(
                    "B402",
                    telling.brief.at("dates", telling.number, "date"),
                    f"the event {telling.item.id} is dated {telling.item.date.text} here and {date.text} elsewhere",
                    f"See {next(t for t in dated if t.item.date == date).brief.file}.",
                )
            )
    lead = next(t for t in ordered if t.item.date == date)
    return (date.sort_key, -1, lead.brief.slug, lead.number), date, tuple(ordered)


def _before(telling: Telling) -> tuple[object, int]:
    """Where an undated event stands: after the dated one before it, else before the one after it."""
    items = telling.brief.fields.dates
    for number in range(telling.number - 1, -1, -1):
        if found := items[number].date:
            return found.sort_key, telling.number
    for later in items[telling.number + 1 :]:
        if later.date:
            return later.date.sort_key, telling.number - len(items) - 1
    return NO_DATE, telling.number


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
