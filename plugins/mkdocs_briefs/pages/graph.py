"""The graph that the explore page draws: which actors and ties it holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mkdocs_briefs.library.catalogue import Actor
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.reverse_index import ReverseIndex
from mkdocs_briefs.pages.parts import StatedRelation
from mkdocs_briefs.pages.relations import Network

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
        """The ties of each actor, strongest first, each seen from it (`other` is the other one)."""
        found: list[list[GraphTie]] = [[] for _ in self.actors]
        for tie in self.ties:
            found[tie.one].append(tie)
            back = tuple(StatedRelation(each.label, not each.outward) for each in tie.stated)
            found[tie.other].append(GraphTie(tie.other, tie.one, tie.briefs, back))
        for row in found:
            row.sort(key=lambda tie: (-tie.briefs, tie.other))
        return found


def build_graph(library: Library, where: ReverseIndex, network: Network) -> Graph:
    """The graph of `library`, bounded by `NODES`, `TIES` and `STATED_TIES`."""
    told = where.parts_of_actor
    everybody = library.catalogue.actors.values()
    actors = sorted(everybody, key=lambda a: (-len(told.get(a.id, ())), a.id))[:NODES]
    topics = _topics(library, where)
    place = {topic: n for n, (topic, _) in enumerate(topics)}
    topics_of: dict[str, set[int]] = defaultdict(set)
    for brief in library.briefs:
        here = {place[t.id] for t in library.terms_of[brief.slug]["topics"] if t.id in place}
        for part in library.parts[brief.slug]:
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
    """The ties that the dossier of one of the two lists, so that each can lead to its briefs."""
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
