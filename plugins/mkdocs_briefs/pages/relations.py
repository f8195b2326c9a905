"""Who appears with whom, and which relations the registry states: the graph of all actors.

The weight of a tie is the number of briefs that list both actors. A relation that the registry
states (`part_of`, `relations`) has no weight of its own: it is shown with its words.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from mkdocs_briefs.library.catalogue import Actor
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.reverse_index import MAX_TOGETHER, ReverseIndex
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.parts import (
    ActorSummary,
    Companion,
    Edge,
    Link,
    SmallGraph,
    StatedRelation,
)

KNOWN_COMPANIONS = 24
"""Most companions of an actor in the API."""
COMPANIONS = 10
"""Most companions listed beside an actor; beyond that a list says nothing."""
AROUND = 10
"""Most actors drawn around the one in the middle."""
STATED_AROUND = 5
"""Most of these that stand there for a stated relation rather than for shared briefs."""
CAST = 12
"""Most actors in the drawing of a topic or storyline."""
CHORDS = 15
"""Most ties drawn between the actors around the middle; more is a cobweb."""
WEB = 30
"""Most ties drawn in a topic or storyline."""
SHARED = 4
"""Briefs named for each companion, the newest."""

ActorSummaryOf = Callable[[str], ActorSummary]
LinkTo = Callable[[Brief], Link]


class Network:
    """The graph of all actors: shared briefs and stated relations, by actor ids."""

    def __init__(
        self,
        counts: Mapping[str, Mapping[str, int]],
        stated: Mapping[str, Mapping[str, tuple[StatedRelation, ...]]],
    ) -> None:
        self._counts = counts
        self._stated = stated
        self._ranked: dict[str, list[str]] = {}

    def together(self, one: str, other: str) -> int:
        """Return the number of briefs that list both."""
        return self._counts.get(one, {}).get(other, 0)

    def stated(self, one: str, other: str) -> tuple[StatedRelation, ...]:
        """Return what the registry states of the two, seen from `one`."""
        return self._stated.get(one, {}).get(other, ())

    def companions(self, ident: str, most: int = COMPANIONS) -> list[str]:
        """Return those that the page of `ident` lists, the ones with most shared briefs first.

        They are the `most` strongest, and those of a stated relation that are drawn.
        """
        known = self._counts.get(ident, {})
        chosen = {*self._strongest(ident)[:most], *self.nearest(ident)}
        return sorted(chosen, key=lambda other: (-known.get(other, 0), other))

    def nearest(self, ident: str) -> list[str]:
        """Return those drawn around `ident`, at most `AROUND`: stated relations first."""
        known = self._counts.get(ident, {})
        related = self._stated.get(ident, {})
        first = heapq.nsmallest(
            STATED_AROUND, related, key=lambda other: (-known.get(other, 0), other)
        )
        chosen = dict.fromkeys(first)
        for other in self._strongest(ident)[:AROUND]:
            if len(chosen) < AROUND:
                chosen[other] = None
        return sorted(chosen, key=lambda other: (-known.get(other, 0), other))

    def _strongest(self, ident: str) -> list[str]:
        """Return those with most shared briefs, at most `KNOWN_COMPANIONS`."""
        if ident not in self._ranked:
            self._ranked[ident] = _strongest(self._counts.get(ident, {}), KNOWN_COMPANIONS)
        return self._ranked[ident]

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Yield every two actors that share a brief or a stated relation, once."""
        for one, others in self._counts.items():
            for other in others:
                if one < other:
                    yield one, other
        for one, related in self._stated.items():
            for other in related:
                if one < other and not self.together(one, other):
                    yield one, other


def build_network(library: Library) -> Network:
    """Return the graph of `library`, in one pass over its briefs and one over its registry."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for brief in library.leads:
        ids = [part.actor.id for part in library.family_parts(brief)[:MAX_TOGETHER]]
        for one, other in combinations(ids, 2):
            for here, there in ((counts[one], other), (counts[other], one)):
                here[there] = here.get(there, 0) + 1
    return Network(dict(counts), _stated(library))


def _stated(library: Library) -> dict[str, dict[str, tuple[StatedRelation, ...]]]:
    index = library.catalogue.actor_index
    found: dict[str, dict[str, dict[StatedRelation, None]]] = defaultdict(lambda: defaultdict(dict))
    for actor in library.catalogue.actors.values():
        rows = [(actor.fields.part_of, "")] if actor.fields.part_of else []
        # A relation without a word would read as membership.
        rows += [(tie.actor, tie.relation) for tie in actor.fields.relations if tie.relation]
        for ref, label in rows:
            other = index.find(ref)
            if other and other != actor.id:
                found[actor.id][other][StatedRelation(label, outward=True)] = None
                found[other][actor.id][StatedRelation(label, outward=False)] = None
    return {
        one: {other: tuple(rows) for other, rows in related.items()}
        for one, related in found.items()
    }


def _strongest(counts: Mapping[str, int], most: int) -> list[str]:
    """Return those with the greatest counts, the greatest first; equal ones by name."""
    return sorted(sorted(counts), key=counts.__getitem__, reverse=True)[:most]


def companions_of(
    ident: str,
    told: Sequence[Brief],
    library: Library,
    network: Network,
    summary_of: ActorSummaryOf,
    link_to: LinkTo,
) -> tuple[Companion, ...]:
    """Return the companions that the dossier of `ident` lists, each with its newest shared briefs.

    `told` are the briefs that list the actor, newest first.
    """
    chosen = network.companions(ident)
    shared: dict[str, list[Brief]] = {other: [] for other in chosen}
    for brief in told:
        parts = library.family_parts(brief)[:MAX_TOGETHER]
        if any(part.actor.id == ident for part in parts):
            for part in parts:
                held = shared.get(part.actor.id)
                if held is not None and len(held) < SHARED:
                    held.append(brief)
    return tuple(
        Companion(
            summary_of(other),
            network.together(ident, other),
            tuple(link_to(brief) for brief in shared[other]),
            network.stated(ident, other),
        )
        for other in chosen
    )


def graph_around(ident: str, network: Network, summary_of: ActorSummaryOf) -> SmallGraph | None:
    """Return the drawing of an actor among those closest to it; None for one that stands alone."""
    around = network.nearest(ident)
    if not around:
        return None
    shown = [ident, *_side_by_side(around, network.together)]
    spokes = [
        Edge(0, n, network.together(ident, other), network.stated(ident, other))
        for n, other in enumerate(shown)
        if n
    ]
    chords = _edges(shown, network.together, network.stated, CHORDS, first=1)
    return SmallGraph(tuple(map(summary_of, shown)), (*spokes, *chords), centred=True)


def graph_of_parts(
    counts: Mapping[str, int], told: Sequence[Brief], library: Library, network: Network,
    summary_of: ActorSummaryOf,
) -> SmallGraph | None:  # fmt: skip
    """Return the drawing of a topic or storyline; None where no two of its main actors have a tie.

    `counts` are the actors of its briefs `told` with the number of these; ties count them alone.
    """
    cast = _strongest(counts, CAST)
    wanted = frozenset(cast)
    together: dict[tuple[str, str], int] = defaultdict(int)
    for brief in told:
        here = sorted({p.actor.id for p in library.family_parts(brief)[:MAX_TOGETHER]} & wanted)
        for pair in combinations(here, 2):
            together[pair] += 1

    def shared(one: str, other: str) -> int:
        return together.get((min(one, other), max(one, other)), 0)

    shown = _side_by_side(cast, shared)
    edges = _edges(shown, shared, network.stated, WEB)
    return SmallGraph(tuple(map(summary_of, shown)), edges, centred=False) if edges else None


def _edges(
    shown: Sequence[str],
    together: Callable[[str, str], int],
    stated: Callable[[str, str], tuple[StatedRelation, ...]],
    most: int,
    first: int = 0,
) -> tuple[Edge, ...]:
    """Return the ties between `shown` from place `first` on: stated ones, and the strongest."""
    found = []
    for one, other in combinations(range(first, len(shown)), 2):
        pair = shown[one], shown[other]
        edge = Edge(one, other, together(*pair), stated(*pair))
        if edge.briefs or edge.stated:
            found.append(edge)
    found.sort(key=lambda edge: (not edge.stated, -edge.briefs, edge.one, edge.other))
    return tuple(sorted(found[:most], key=lambda edge: (-edge.briefs, edge.one, edge.other)))


def _side_by_side(ids: Sequence[str], together: Callable[[str, str], int]) -> list[str]:
    """Return `ids` in an order that puts those with much in common next to each other.

    Each place goes to the one that shares most with the last; of equal ones to the first of `ids`.
    """
    rest = list(ids)
    row = rest[:1]
    del rest[:1]
    while rest:
        best = max(rest, key=lambda ident: together(row[-1], ident))
        row.append(best)
        rest.remove(best)
    return row


NODES = 3_000
"""Most actors: the ones in most briefs."""
TIES = 12_000
"""Most ties, the stated ones apart: the strongest of each actor, then the strongest of all."""
STATED_TIES = 4_000
TOPICS = 40
"""Topics by which the graph can be narrowed: the ones with most briefs."""


@dataclass(frozen=True, slots=True)
class GraphTie:
    """Two actors by their place in the graph. The dossier of `one` lists the other."""

    one: int
    other: int
    briefs: int
    stated: tuple[StatedRelation, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Actors, the ones in most briefs first, and their ties."""

    actors: tuple[Actor, ...]
    briefs: tuple[int, ...]
    """Of each actor, the number of briefs that list it."""
    topics: tuple[tuple[str, str], ...]
    """Id and name."""
    topics_of: tuple[tuple[int, ...], ...]
    """Of each actor, the places of its topics."""
    ties: tuple[GraphTie, ...]
    """In order of their actors."""

    def ties_of(self) -> list[list[GraphTie]]:
        """Return the ties of each actor, strongest first; `other` is the other one."""
        found: list[list[GraphTie]] = [[] for _ in self.actors]
        for tie in self.ties:
            found[tie.one].append(tie)
            back = tuple(StatedRelation(each.label, not each.outward) for each in tie.stated)
            found[tie.other].append(GraphTie(tie.other, tie.one, tie.briefs, back))
        for row in found:
            row.sort(key=lambda tie: (-tie.briefs, tie.other))
        return found


def build_graph(library: Library, where: ReverseIndex, network: Network) -> Graph:
    """Return the graph of `library`, bounded by `NODES`, `TIES` and `STATED_TIES`."""
    told = where.parts_of_actor
    everybody = library.catalogue.actors.values()
    actors = sorted(everybody, key=lambda a: (-len(told.get(a.id, ())), a.id))[:NODES]
    topics = _topics(library, where)
    place = {topic: n for n, (topic, _) in enumerate(topics)}
    topics_of: dict[str, set[int]] = defaultdict(set)
    for brief in library.leads:
        here = {place[t.id] for t in library.terms_of[brief.slug]["topics"] if t.id in place}
        for part in library.family_parts(brief):
            topics_of[part.actor.id] |= here
    return Graph(
        tuple(actors),
        tuple(len(told.get(actor.id, ())) for actor in actors),
        topics,
        tuple(tuple(sorted(topics_of[actor.id])) for actor in actors),
        _ties(actors, network),
    )


def _topics(library: Library, where: ReverseIndex) -> tuple[tuple[str, str], ...]:
    rows = [
        (-len(where.briefs_of_term.get(("topics", term.id), ())), term.name, term.id)
        for term in library.catalogue.terms["topics"].values()
    ]
    return tuple((ident, name) for count, name, ident in sorted(rows)[:TOPICS] if count)


def _ties(actors: list[Actor], network: Network) -> tuple[GraphTie, ...]:
    """Return the ties that the dossier of one of the two lists, where its briefs are."""
    place = {actor.id: n for n, actor in enumerate(actors)}
    found: dict[tuple[int, int], GraphTie] = {}
    strongest: set[tuple[int, int]] = set()
    for one, actor in enumerate(actors):
        listed = [ident for ident in network.companions(actor.id) if ident in place]
        for rank, ident in enumerate(listed):
            other = place[ident]
            pair = (min(one, other), max(one, other))
            if rank == 0:
                strongest.add(pair)
            if pair not in found:
                briefs, stated = network.together(actor.id, ident), network.stated(actor.id, ident)
                found[pair] = GraphTie(one, other, briefs, stated)
    ranked = sorted(found, key=lambda pair: (pair not in strongest, -found[pair].briefs, pair))
    plain = [pair for pair in ranked if not found[pair].stated]
    stated_ones = [pair for pair in ranked if found[pair].stated]
    kept = (*plain[:TIES], *stated_ones[:STATED_TIES])
    return tuple(sorted((found[pair] for pair in kept), key=lambda tie: (tie.one, tie.other)))
