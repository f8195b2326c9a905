"""What the fields of a record ask of the whole site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from mkdocs_briefs.library.entities import Actor
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import Forecast
from mkdocs_briefs.library.library import Part
from mkdocs_briefs.library.reverse_index import ReverseIndex
from mkdocs_briefs.model.brief import Brief, Development, Update
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages.facts import update_anchors
from mkdocs_briefs.pages.view_factory import ViewFactory

T = TypeVar("T")


class InBrief(NamedTuple, Generic[T]):
    """Something that a brief lists, with its place there, counted from 1.

    `ident` tells it apart where no field of its own does; of a revision, it is the development's.
    """

    brief: Brief
    item: T
    number: int = 0
    ident: str = ""


class Estimate(NamedTuple):
    """A likelihood and the day on which it was given, where that is another than its brief's."""

    likelihood: Likelihood
    date: dt.date | None = None


class RecordContext:
    """The site that records are made from."""

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

    @property
    def where(self) -> ReverseIndex:
        """Where things occur."""
        return self.factory.where

    @cached_property
    def actors(self) -> list[Actor]:
        """Every actor, by name."""
        actors = self.library.catalogue.actors.values()
        return sorted(actors, key=lambda actor: (actor.name.casefold(), actor.id))

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

    def roles_of_actor(self, actor: Actor) -> list[InBrief[Part]]:
        """Return the roles of an actor, the newest brief first."""
        return [InBrief(*pair) for pair in self.where.parts_of_actor.get(actor.id, ())]

    def developments_of_actor(self, actor: Actor) -> list[InBrief[Development]]:
        """Return the developments that concern an actor."""
        return [InBrief(*pair) for pair in self.where.developments_of_actor.get(actor.id, ())]

    def companions(self, actor: Actor) -> list[tuple[Actor, int]]:
        """Return the actors that appear with this one, and in how many briefs."""
        network, actors = self.factory.network, self.library.catalogue.actors
        return [
            (actors[other], shared)
            for other in network.companions(actor.id)
            if (shared := network.together(actor.id, other))
        ]

    @cached_property
    def event_numbers(self) -> dict[str, int]:
        """The place of each event in time, counted from 1."""
        return {event.id: number for number, event in enumerate(self.library.events, 1)}

    def forecast(self, development: InBrief[Development]) -> Forecast | None:
        """Return the forecast that a development is, if it has a likelihood."""
        return self.factory.forecasts.get((development.brief.slug, development.item.id or ""))

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

    def actors_of_item(self, it: InBrief[Any]) -> list[Actor]:
        """Return the actors that an item of a brief names."""
        return self.library.named_actors(it.brief, it.item.actors)

    def actors_of_event(self, event: Event) -> list[Actor]:
        """Return those who took part in an event."""
        tellings = event.tellings
        found = [a for t in tellings for a in self.library.named_actors(t.brief, t.item.actors)]
        return [*{actor.id: actor for actor in found}.values()]


def briefs_of(event: Event) -> list[Brief]:
    """Return the briefs that tell of an event."""
    return [*{telling.brief.slug: telling.brief for telling in event.tellings}.values()]


def items(brief: Brief, field: str) -> list[InBrief[Any]]:
    """Return what a brief lists in one field of its front matter."""
    return [InBrief(brief, item) for item in getattr(brief.fields, field)]


def updates(brief: Brief) -> list[InBrief[Update]]:
    """Return the updates of a brief, with their lasting ids."""
    rows = zip(brief.fields.updates, update_anchors(brief), strict=True)
    return [InBrief(brief, update, ident=anchor) for update, anchor in rows]
