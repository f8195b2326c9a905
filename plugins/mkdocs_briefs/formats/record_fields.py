"""Declarations of records and their fields, and the context that their values come from.

A value is a text, a number, a day, another record, or a list of these. JSON has the fields of a
record that are in the API, without empty ones unless they are required. A table has a column for
each field that fits into one cell or whose record has `columns`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from mkdocs_briefs.library.catalogue import Actor
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import Forecast, Score, audience_of, source_named
from mkdocs_briefs.library.library import Part
from mkdocs_briefs.library.reverse_index import ReverseIndex
from mkdocs_briefs.model.brief import Advice, Brief, Development, Update
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import update_anchors
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.relations import KNOWN_COMPANIONS
from mkdocs_briefs.pages.score import ForecasterScore, records_of, score_of
from mkdocs_briefs.pages.view_factory import ViewFactory

ROOT = "api/v1/"
FILES = {
    "index": "index.json",
    "briefs": "briefs.json",
    "brief": "briefs/{id}.json",
    "actors": "actors.json",
    "actor": "actors/{id}.json",
    "events": "events.json",
    "outlook": "outlook.json",
    "advice": "advice.json",
}
"""Name of a kind of file -> its path below ROOT."""


def api_path(kind: str, ident: str = "") -> str:
    """Return the path of a file of the API, as it stands in an address."""
    return ROOT + FILES[kind].format(id=urls.encoded(ident))


def schema_path(name: str) -> str:
    """Return the path of a schema."""
    return f"{ROOT}schemas/{name}.json"


Item = TypeVar("Item")


class InBrief(NamedTuple, Generic[Item]):
    """An item of a brief with its number there, from 1.

    `ident` is its id if it has no field for one; of a revision, that of the development.
    """

    brief: Brief
    item: Item
    number: int = 0
    ident: str = ""


class InLanguage(NamedTuple):
    """A brief with its language."""

    lang: str
    brief: Brief


class Estimate(NamedTuple):
    """A likelihood and its day, if that is not the day of its brief."""

    likelihood: Likelihood
    date: dt.date | None = None


class Attributed(NamedTuple):
    """Whom a development is attributed to. A source has its id in its brief."""

    kind: str
    id: str
    link: Link


class RecordContext:
    """The site that records are made from, and answers that getters need."""

    def __init__(
        self,
        factory: ViewFactory,
        others: Mapping[str, str] | None = None,
    ) -> None:
        self.factory = factory
        self.library = factory.library
        self.settings = factory.settings
        self.others = dict(others or {})
        """Paths of what the site has for machines beside the API, by name."""
        self.written: dict[tuple[int, int], tuple[object, dict[str, Any]]] = {}
        """Records that several others hold, as JSON has them: by the ids of record and source."""

    @property
    def where(self) -> ReverseIndex:
        """Where things occur."""
        return self.factory.where

    @cached_property
    def actors(self) -> list[Actor]:
        """Every actor, by name."""
        actors = self.library.catalogue.actors.values()
        return sorted(actors, key=lambda actor: (actor.name.casefold(), actor.id))

    def original(self, brief: Brief) -> Brief | None:
        """Return the original of a translation, else the brief that stands for it."""
        source = self.library.family(brief).source
        return source if source.slug != brief.slug else None

    def translations(self, brief: Brief) -> list[InLanguage]:
        """Return the other languages of a brief."""
        return [InLanguage(*row) for row in self.library.family(brief).others(brief)]

    def every(self, field: str) -> Iterator[InBrief[Any]]:
        """Yield what all briefs list in one field of their front matter."""
        for brief in self.library.briefs:
            yield from items(brief, field)

    @cached_property
    def developments(self) -> list[InBrief[Development]]:
        """Every development, in the order of briefs."""
        return [*self.every("developments")]

    def roles(self, brief: Brief) -> list[InBrief[Part]]:
        """Return the roles of actors in a brief."""
        parts = self.library.parts[brief.slug]
        return [InBrief(brief, part, number) for number, part in enumerate(parts, 1)]

    def of_actor(self, what: str, actor: Actor) -> list[InBrief[Any]]:
        """Return the items of briefs that a list of the reverse index has for an actor."""
        return [InBrief(*pair) for pair in getattr(self.where, what).get(actor.id, ())]

    def score_of_actor(self, actor: Actor) -> Score | None:
        """Return the score of the forecasts that are attributed to an actor, if any is scored."""
        return score_of(self.factory, self.where.developments_by_actor.get(actor.id, ()))

    def attributed(self, it: InBrief[Development]) -> Attributed | None:
        """Return whom a development is attributed to; None for one of the brief itself."""
        ref = it.item.attributed_to
        link = self.factory.attributed(it.brief, ref)
        whose = self.library.attribution(it.brief, ref) if ref else None
        if ref is None or link is None or whose is None:
            return None
        source = source_named(ref, it.brief) if whose.kind == "source" else None
        return Attributed(whose.kind, (source.id or "") if source else whose.ids[0], link)

    def audiences(self, it: InBrief[Advice]) -> list[tuple[str, Actor | None]]:
        """Return for whom advice is, and the actor where that is one."""
        words = audience_of(it.item, it.brief)
        found = ((one, self.library.named_actors(it.brief, (one,))) for one in words)
        return [(actors[0].name, actors[0]) if actors else (one, None) for one, actors in found]

    def companions(self, actor: Actor) -> list[tuple[Actor, int]]:
        """Return the actors that appear with this one, and in how many briefs."""
        network, actors = self.factory.network, self.library.catalogue.actors
        return [
            (actors[other], shared)
            for other in network.companions(actor.id, KNOWN_COMPANIONS)
            if (shared := network.together(actor.id, other))
        ]

    @cached_property
    def event_numbers(self) -> dict[str, int]:
        """The place of each event in time, counted from 1."""
        return {event.id: number for number, event in enumerate(self.library.events, 1)}

    def forecast(self, development: InBrief[Development]) -> Forecast | None:
        """Return the forecast that a development is, if it has a likelihood.

        That of a translation is none: its original is.
        """
        found = (development.brief.slug, development.item.id or "")
        return self.factory.forecasts.get(found)

    def scored(self, development: InBrief[Development]) -> Forecast | None:
        """Return the forecast that a development is, if it counts for the score."""
        forecast = self.forecast(development)
        return forecast if forecast and forecast.scored else None

    def brief(self, ref: str | None) -> Brief | None:
        """Return the published brief that `ref` names."""
        catalogue = self.library.catalogue
        slug = catalogue.brief_index.find(ref) if ref else None
        return catalogue.briefs.get(slug) if slug else None

    def actor(self, ref: str | None) -> Actor | None:
        """Return the actor that `ref` names in a registry."""
        catalogue = self.library.catalogue
        ident = catalogue.actor_index.find(ref) if ref else None
        return catalogue.actors[ident] if ident else None

    @cached_property
    def advice(self) -> list[InBrief[Advice]]:
        """All advice, in the order of briefs."""
        return [*self.every("advice")]

    @property
    def forecasters(self) -> tuple[ForecasterScore, ...]:
        """Every forecaster with its forecasts and their score."""
        return records_of(self.factory)

    def actors_of_item(self, it: InBrief[Any]) -> list[Actor]:
        """Return the actors that an item of a brief names."""
        return self.library.named_actors(it.brief, it.item.actors)

    def briefs_of_event(self, event: Event) -> list[Brief]:
        """Return the briefs that tell of an event, one of each family."""
        library = self.library
        leads = dict.fromkeys(library.lead(telling.brief.slug) for telling in event.tellings)
        return [library.catalogue.briefs[slug] for slug in leads]

    def actors_of_event(self, event: Event) -> list[Actor]:
        """Return the actors that an event names."""
        return [self.library.catalogue.actors[ident] for ident in event.actors]


def items(brief: Brief, field: str) -> list[InBrief[Any]]:
    """Return what a brief lists in one field of its front matter."""
    return [InBrief(brief, item) for item in getattr(brief.fields, field)]


def updates(brief: Brief) -> list[InBrief[Update]]:
    """Return the updates of a brief, with their lasting ids."""
    rows = zip(brief.fields.updates, update_anchors(brief), strict=True)
    return [InBrief(brief, update, ident=anchor) for update, anchor in rows]


T = TypeVar("T")
Getter = Callable[[T, RecordContext], Any]
"""From what a record is made of to the value of a field."""
Get = Getter[T] | str


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One field of a record."""

    name: str
    kind: Any
    """A type, a record, or a list with one of these: `[str]` is a list of texts."""
    get: Getter[T]
    text: str = ""
    """What it holds, for the schema of the API."""
    required: bool = False
    """Whether JSON has it even if it is empty."""
    api: bool = True
    """Whether it is in the API."""
    column: bool = True
    """Whether it is a column of the record's table."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """What else the schema says of its values."""


def required(
    name: str, text: str, get: Get[T] = "", kind: Any = str, *, column: bool = True, **rules: Any
) -> Field[T]:
    """Declare a field that JSON always has.

    `get` can be the path of an attribute; without it, it is the attribute of the field's name.
    """
    return Field(name, kind, _getter(get or name), text, True, True, column, rules)


def optional(
    name: str, text: str, get: Get[T] = "", kind: Any = str, *, column: bool = True, **rules: Any
) -> Field[T]:
    """Declare a field that JSON has unless it is empty."""
    return Field(name, kind, _getter(get or name), text, False, True, column, rules)


def column(name: str, get: Get[T] = "", kind: Any = str, *, everywhere: bool = True) -> Field[T]:
    """Declare a field that is a column alone; if not `everywhere`, of sheets that name it."""
    return Field(name, kind, _getter(get or name), api=False, column=everywhere)


def _getter(get: Get[T]) -> Getter[T]:
    if not isinstance(get, str):
        return get
    value = attrgetter(get)
    return lambda source, _: value(source)


@dataclass(frozen=True, eq=False)
class Record(Generic[T]):
    """A record: its name and description in the schema, and its fields in order."""

    name: str
    text: str
    fields: tuple[Field[T], ...]
    refers: str = ""
    """The table that has it: another table has its id alone, which is its first field."""
    columns: str = ""
    """Its columns in the table of a record that holds it, as in `{0}=term low=low`."""

    @cached_property
    def api_fields(self) -> tuple[Field[T], ...]:
        """The fields that are in the API."""
        return tuple(field for field in self.fields if field.api)
