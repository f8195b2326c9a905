"""Where each actor, topic and storyline of a library occurs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from mkdocs_briefs.library.catalogue import Actor
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.families import Families
from mkdocs_briefs.library.forecasts import audience_of
from mkdocs_briefs.library.library import Library, Part
from mkdocs_briefs.model.brief import Advice, Brief, Development, Implication
from mkdocs_briefs.model.registry import ActorRelation

K = TypeVar("K")
V = TypeVar("V")
Briefs = tuple[Brief, ...]
MAX_TOGETHER = 100
"""Actors of one brief, in its author's order, that appear together. All pairs of a longer list
would say nothing and cost its square."""


@dataclass(frozen=True, slots=True)
class ReverseIndex:
    """Where things occur, once for each family of a brief and its translations.

    A family is the brief that lists show: its lead, else one that lists the actor or term. Briefs
    come newest first, events in order of time.
    """

    parts_of_actor: Mapping[str, tuple[tuple[Brief, Part], ...]]
    """Actor id -> the briefs that list it, with its part in each."""
    briefs_of_term: Mapping[tuple[str, str], Briefs]
    """(registry, id) -> briefs."""
    events_of_brief: Mapping[str, tuple[Event, ...]]
    events_of_actor: Mapping[str, tuple[Event, ...]]
    """Events that name the actor, in `actors` or in their words."""
    implications_of_actor: Mapping[str, tuple[tuple[Brief, Implication], ...]]
    developments_of_actor: Mapping[str, tuple[tuple[Brief, Development], ...]]
    """Those that concern the actor and are not its own."""
    developments_by_actor: Mapping[str, tuple[tuple[Brief, Development], ...]]
    """Those that are attributed to the actor."""
    advice_to_actor: Mapping[str, tuple[tuple[Brief, Advice], ...]]
    """Advice whose audience is the actor."""
    advice_about_actor: Mapping[str, tuple[tuple[Brief, Advice], ...]]
    """Other advice that concerns the actor."""
    members: Mapping[str, tuple[Actor, ...]]
    """Actor id -> actors that are part of it."""
    ties_to: Mapping[str, tuple[tuple[Actor, ActorRelation], ...]]
    """Actor id -> relations that other entries have to it."""
    neighbours: Mapping[str, tuple[Brief | None, Brief | None]]
    """Slug of a lead -> the next newer and the next older lead."""
    families: Families

    def events_in(self, slugs: Collection[str]) -> list[Event]:
        """Return the events of any of these briefs and their translations, in order of time."""
        told = dict.fromkeys(b.slug for slug in slugs for b in self.families[slug].briefs)
        found = {event.id: event for slug in told for event in self.events_of_brief.get(slug, ())}
        return sorted(found.values(), key=lambda event: event.sort_key)


def build_reverse_index(library: Library) -> ReverseIndex:
    """Return the reverse index of `library`."""
    catalogue = library.catalogue
    of_actor: dict[str, list[tuple[Brief, Part]]] = defaultdict(list)
    of_term: dict[tuple[str, str], list[Brief]] = defaultdict(list)
    implications: dict[str, list[tuple[Brief, Implication]]] = defaultdict(list)
    for lead in library.leads:
        for ident, told in _parts(lead, library).items():
            of_actor[ident].append(told)
        for key, brief in _terms(lead, library).items():
            of_term[key].append(brief)
        for item in lead.fields.implications:
            for actor in library.named_actors(lead, item.actors):
                implications[actor.id].append((lead, item))
    by_brief, by_actor = _events(library)
    developments_about, developments_by = _developments(library)
    advice_to, advice_about = _advice(library)
    members: dict[str, list[Actor]] = defaultdict(list)
    ties: dict[str, list[tuple[Actor, ActorRelation]]] = defaultdict(list)
    for actor in catalogue.actors.values():
        whole = catalogue.actor_index.find(actor.fields.part_of) if actor.fields.part_of else None
        if whole and whole != actor.id:
            members[whole].append(actor)
        for tie in actor.fields.relations:
            if other := catalogue.actor_index.find(tie.actor):
                ties[other].append((actor, tie))
    row = (None, *library.leads, None)
    return ReverseIndex(
        _frozen(of_actor),
        _frozen(of_term),
        _frozen(by_brief),
        _frozen(by_actor),
        _frozen(implications),
        _frozen(developments_about),
        _frozen(developments_by),
        _frozen(advice_to),
        _frozen(advice_about),
        _frozen(members),
        _frozen(ties),
        {b.slug: (row[n], row[n + 2]) for n, b in enumerate(library.leads)},
        library.families,
    )


def _parts(lead: Brief, library: Library) -> dict[str, tuple[Brief, Part]]:
    """Return actor id -> its part in the first brief of a family that lists it."""
    found: dict[str, tuple[Brief, Part]] = {}
    for brief in library.family(lead).in_order:
        for part in library.parts[brief.slug]:
            found.setdefault(part.actor.id, (brief, part))
    return found


def _terms(lead: Brief, library: Library) -> dict[tuple[str, str], Brief]:
    """Return registry and id of a term -> the first brief of a family that is filed under it."""
    found: dict[tuple[str, str], Brief] = {}
    for brief in library.family(lead).in_order:
        for registry, terms in library.terms_of[brief.slug].items():
            for term in terms:
                found.setdefault((registry, term.id), brief)
    return found


def _frozen(lists: Mapping[K, list[V]]) -> dict[K, tuple[V, ...]]:
    return {key: tuple(rows) for key, rows in lists.items()}


def _events(library: Library) -> tuple[dict[str, list[Event]], dict[str, list[Event]]]:
    by_brief: dict[str, list[Event]] = defaultdict(list)
    by_actor: dict[str, list[Event]] = defaultdict(list)
    for event in library.events:
        for slug in dict.fromkeys(telling.brief.slug for telling in event.tellings):
            by_brief[slug].append(event)
        for ident in event.actors:
            by_actor[ident].append(event)
    return by_brief, by_actor


Of = dict[str, list[tuple[Brief, V]]]


def _developments(library: Library) -> tuple[Of[Development], Of[Development]]:
    """Return the developments that concern each actor, and those that are attributed to it."""
    about: Of[Development] = defaultdict(list)
    by: Of[Development] = defaultdict(list)
    for brief, item in library.developments:
        whose = library.forecaster(*library.record_of(brief, item))
        own = whose.ids if whose.kind == "actor" else ()
        for ident in own:
            by[ident].append((brief, item))
        for actor in library.named_actors(brief, item.actors):
            if actor.id not in own:
                about[actor.id].append((brief, item))
    return about, by


def _advice(library: Library) -> tuple[Of[Advice], Of[Advice]]:
    """Return the advice for each actor, and other advice that concerns it."""
    to: Of[Advice] = defaultdict(list)
    about: Of[Advice] = defaultdict(list)
    for brief in library.leads:
        for item in brief.fields.advice:
            addressed = library.named_actors(brief, audience_of(item, brief))
            for actor in addressed:
                to[actor.id].append((brief, item))
            for actor in library.named_actors(brief, item.actors):
                if actor not in addressed:
                    about[actor.id].append((brief, item))
    return to, about
