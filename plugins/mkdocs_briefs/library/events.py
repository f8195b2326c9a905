"""Merge events across briefs: the same event in several briefs is one event."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.backlinks import Named
from mkdocs_briefs.library.catalogue import Catalogue
from mkdocs_briefs.library.families import Families, matched
from mkdocs_briefs.model.brief import Brief, DatedEvent
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.ids import is_id, slugify, unique_id, without_accents
from mkdocs_briefs.model.registry import SharedEntry
from mkdocs_briefs.parse.inline import plain_text
from mkdocs_briefs.problems import Problem

SortKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One brief's account of an event: the brief and the number in its list of dates."""

    brief: Brief
    number: int
    actors: tuple[str, ...]
    """Ids of the actors that it names, in `actors` or in its words."""
    given: bool
    """Whether its author wrote an id, with its own words or alone."""
    translates: bool = False
    """Whether it says in another language what another account of the same family says."""

    @property
    def place(self) -> tuple[str, int]:
        """Return what tells it from all others: the slug and the number."""
        return self.brief.slug, self.number

    @property
    def item(self) -> DatedEvent:
        """Return the item of the brief."""
        return self.brief.fields.dates[self.number]


@dataclass(frozen=True, slots=True)
class Event:
    """One event with all accounts of it; the first leads.

    Accounts that translate others give words alone: no id, no actor, no date of theirs counts.
    """

    id: str
    tellings: tuple[Telling, ...]
    date: Edtf | None
    sort_key: SortKey

    @property
    def lead(self) -> Telling:
        """Return the account whose words, place and status are shown."""
        return self.tellings[0]

    @property
    def originals(self) -> tuple[Telling, ...]:
        """Return the accounts that translate no other one."""
        if len(self.tellings) == 1:
            return self.tellings
        return tuple(telling for telling in self.tellings if not telling.translates)

    @property
    def given(self) -> bool:
        """Whether an author gave the id."""
        return any(telling.given for telling in self.originals)

    @property
    def actors(self) -> tuple[str, ...]:
        """Return the ids of the actors that any account names, each once."""
        return tuple(dict.fromkeys(one for telling in self.originals for one in telling.actors))

    @property
    def place(self) -> str | None:
        """Return the first place that an account has."""
        return next((telling.item.place for telling in self.tellings if telling.item.place), None)


def merge_events(
    briefs: Sequence[Brief],
    catalogue: Catalogue,
    in_fields: Mapping[str, Named],
    listed_by: Mapping[str, frozenset[str]],
    topics_of: Mapping[str, Collection[str]],
    registered: Mapping[str, SharedEntry],
    families: Families,
) -> tuple[list[Event], list[Problem]]:
    """Return all events of `briefs`, merged and in order of time.

    Accounts with a written id are one event if it is the same. An account without one is told
    elsewhere where an account has the same date and words, and shares an actor or a topic
    (`listed_by` and `topics_of` hold them by slug). The date and the words of the event that is
    `registered` by this id lead, else the most precise date, and the words of the newest brief in
    the language of the site, else those of the newest original. Events of one day are in the order
    of their oldest accounts. An event without a date comes after the dated one before it in its
    brief.

    What a translation tells of its source joins the events that are found without it.
    """
    accounts: list[_Account] = []
    followers: dict[tuple[str, int], list[Telling]] = defaultdict(list)
    for brief in briefs:
        listed, source = listed_by[brief.slug], families[brief.slug].source
        followed = matched(brief, source, "dates") if source.slug != brief.slug else {}
        for number, item in enumerate(brief.fields.dates):
            actors = _actors_of(item, catalogue, in_fields[brief.slug], listed)
            given = brief.gives_id("dates", number)
            if number in followed:
                telling = Telling(brief, number, actors, given, translates=True)
                followers[source.slug, followed[number]].append(telling)
                continue
            subjects: set[Hashable] = {("brief", brief.slug)}
            subjects |= {("actor", ident) for ident in (*listed, *actors)}
            subjects |= {("topic", ident) for ident in topics_of[brief.slug]}
            telling = Telling(brief, number, actors, given)
            accounts.append(_Account(telling, words_of(item.event), frozenset(subjects)))
    problems: list[Problem] = []
    places = {b.slug: _places(b) for b in briefs if not all(item.date for item in b.fields.dates)}
    # Given ids are reserved first, so a made one gives way to them.
    rows = sorted(
        ((_given(group), min(group, key=_age_of), group) for group in _groups(accounts)),
        key=lambda row: (row[0] is None, _age_of(row[1])),
    )

    def leading(telling: Telling) -> tuple[bool, bool, int, str, int]:
        """Return a key by which the account whose words are shown comes first."""
        brief, family = telling.brief, families[telling.brief.slug]
        is_lead = family.lead.slug == brief.slug
        age = -brief.fields.moment.order, brief.slug, telling.number
        return not family.is_in_site_language(brief), not is_lead, *age

    taken: dict[str, int] = dict.fromkeys(registered, 1)
    events = []
    for written, first, group in rows:
        if written is None:
            ident = unique_id(_made_id(first, taken), taken)
        else:
            ident = written
            taken[written] = 1
        tellings = [account.telling for account in group]
        following = [one for telling in tellings for one in followers.get(telling.place, ())]
        entry = registered.get(ident)
        order, date = _merged(first.telling, tellings, following, places, entry, problems)
        words = entry.fields.event if entry and isinstance(entry.fields, DatedEvent) else None
        told = sorted((*tellings, *following), key=leading)
        told.sort(key=lambda one: words is not None and one.item.event != words)
        events.append(Event(ident, tuple(told), date, order))
    return sorted(events, key=lambda event: event.sort_key), problems


@dataclass(frozen=True, slots=True)
class _Account:
    telling: Telling
    words: str
    subjects: frozenset[Hashable]
    """What it may share with another account of the same words and date."""

    @property
    def given(self) -> str | None:
        """Return the id that its author wrote."""
        return self.telling.item.id if self.telling.given else None


def _actors_of(
    item: DatedEvent, catalogue: Catalogue, named: Named, listed: frozenset[str]
) -> tuple[str, ...]:
    """Return the ids of the actors that an account names, in `actors` or in its words."""
    refs = (catalogue.actor_index.find(ref, listed) for ref in item.actors)
    words = named.get(item.event)
    written = [target[1] for *_, target, _ in words.links if target[0] == "actor"] if words else []
    names = [ident for *_, ident in words.names] if words else []
    return tuple(dict.fromkeys(ident for ident in (*refs, *written, *names) if ident))


def _groups(accounts: Sequence[_Account]) -> list[list[_Account]]:
    """Return the accounts of each event.

    Accounts with different given ids are never one event, whatever their words.
    """
    same = DisjointSets()
    alike: dict[Hashable, list[_Account]] = defaultdict(list)
    for account in accounts:
        if account.given is not None:
            same.join(account.telling.place, ("id", account.given))
        if date := account.telling.item.date:
            alike[date.without_hour, account.words].append(account)
    for rows in alike.values():
        if len(rows) > 1:
            _join_alike(rows, same)
    groups: dict[Hashable, list[_Account]] = defaultdict(list)
    for account in accounts:
        groups[same.root(account.telling.place)].append(account)
    return [*groups.values()]


def _join_alike(rows: Sequence[_Account], same: DisjointSets) -> None:
    """Join those of `rows`, which have the same date and words, that share a subject.

    Those without an id are joined first. Then they belong to the oldest account with an id that
    shares a subject with one of them.
    """
    first: dict[Hashable, Hashable] = {}
    for row in rows:
        if row.given is None:
            for subject in row.subjects:
                same.join(row.telling.place, first.setdefault(subject, row.telling.place))
    joined: set[Hashable] = set()
    for row in sorted((row for row in rows if row.given is not None), key=_age_of):
        met = {same.root(first[subject]) for subject in row.subjects if subject in first}
        for root in met - joined:
            same.join(root, row.telling.place)
        joined |= {same.root(row.telling.place)} if met else set()


def _given(group: Sequence[_Account]) -> str | None:
    return next((account.given for account in group if account.given is not None), None)


_FAITHFUL_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")


def _made_id(account: _Account, taken: Collection[str]) -> str:
    """Return an id of the words and the date, which are the same in all accounts.

    So no account that another brief adds can change it. Another event may have the same words and
    date, without an actor or topic in common: the id of the younger one has its brief too, and so
    has that of an event without a date.
    """
    brief, item = account.telling.brief, account.telling.item
    if item.date is None:
        return _of_brief(item.id or "event", brief)
    slug, date = slugify(plain_text(item.event)), item.date.text
    parts = [slug or "event", slugify(date)]
    if slug != account.words.replace(" ", "-") or not _FAITHFUL_DATE.fullmatch(date):
        parts.append(_digest(f"{account.words} {date}"))
    ident = "-".join(parts)
    return _of_brief(ident, brief) if ident in taken else ident


def _of_brief(ident: str, brief: Brief) -> str:
    whole = f"{ident}.{brief.lasting_id}"
    return whole if is_id(whole) else f"{ident}.{_digest(brief.lasting_id)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


_ASCII_WORD = re.compile("[a-z0-9]+")


def words_of(event: str) -> str:
    """Return the words of an event's text, without markup, punctuation, capitals and accents.

    Marks of other scripts than Latin stay, since there they tell words apart.
    """
    text = without_accents(plain_text(event))
    text = unicodedata.normalize("NFKC", text.casefold())
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text)) or event
    chars = (char if unicodedata.category(char)[0] in "LMN" else " " for char in text)
    return " ".join("".join(chars).split()) or event


def _age_of(account: _Account) -> tuple[int, str, int]:
    return _age(account.telling)


def _age(telling: Telling) -> tuple[int, str, int]:
    return telling.brief.fields.moment.order, telling.brief.lasting_id, telling.number


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
    first: Telling,
    tellings: Sequence[Telling],
    following: Sequence[Telling],
    places: Mapping[str, list[SortKey]],
    entry: SharedEntry | None,
    problems: list[Problem],
) -> tuple[SortKey, Edtf | None]:
    """Return the place in time of one event, and its date.

    `first` is the oldest of `tellings`; `following` are translations, of which no date counts.
    `entry` is that of the registry.
    """
    dated = sorted((t for t in tellings if t.item.date), key=_age, reverse=True)
    if not dated:
        place = places[first.brief.slug][first.number]
        return (*place, first.brief.slug, first.number), None
    if entry and isinstance(entry.fields, DatedEvent) and entry.fields.date:
        date, where = entry.fields.date, entry.positions.file
    else:
        date = min((t.item.date for t in dated if t.item.date), key=_span)
        where = next(t.brief.file for t in dated if t.item.date == date)
    problems += [
        Problem(
            "B402",
            t.brief.at("dates", t.number, "date"),
            f"the event {t.item.id} is dated {t.item.date.text} here and {date.text} elsewhere",
            f"See {where}.",
        )
        for t in (*dated, *following)
        if t.item.date and not agree(t.item.date, date)
    ]
    return (date.sort_key, -1, first.brief.slug, first.number), date


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


def _span(date: Edtf) -> tuple[float, bool, SortKey]:
    """Return a key that sorts the most precise date first."""
    days = math.inf
    if date.first_day is not None and date.last_day is not None:
        days = date.last_day - date.first_day
    return days, date.text == date.without_hour, date.sort_key


def agree(one: Edtf, other: Edtf) -> bool:
    """Return whether both dates can be true: their bounds overlap, or one is unknown."""
    return not (_lies_before(one, other) or _lies_before(other, one))


def _lies_before(one: Edtf, other: Edtf) -> bool:
    return (
        one.last_day is not None and other.first_day is not None and one.last_day < other.first_day
    )
