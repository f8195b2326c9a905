"""The page of the graph of all actors, with the list that says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import ACTOR_GROUPS, group_of
from mkdocs_briefs.pages.parts import Companion, ExploreRow, Link
from mkdocs_briefs.pages.relations import GraphTie
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import IndexView, crumbs

ROWS = 200
"""Actors in the list; the index of actors has them all."""
TIES_OF_A_ROW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploreView(IndexView):
    """The graph of all actors, as a list; a script draws it from `network.json`."""

    name = "explore"
    order = 100
    template = "explore"
    empty = ""
    in_nav = False
    """It is reached from the list of actors."""

    rows: tuple[ExploreRow, ...]
    actors: int
    """Number of actors of the site."""
    drawn: int
    """Number of those in the graph."""
    kinds: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    """Id and name of the topics by which the graph can be narrowed."""
    most: int
    """The greatest number of briefs that two actors share."""

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[ExploreView]:
        """Yield the page."""
        graph = factory.graph
        kinds = set(map(group_of, graph.actors))
        head = cls.head(factory)
        head["breadcrumbs"] = crumbs(Link("actors", urls.index_path("actors")))
        yield cls(
            **head,
            rows=tuple(_row(n, ties, factory) for n, ties in enumerate(graph.ties_of()[:ROWS])),
            actors=len(factory.library.catalogue.actors),
            drawn=len(graph.actors),
            kinds=tuple(kind for kind in ACTOR_GROUPS if kind in kinds),
            topics=graph.topics,
            most=max((tie.briefs for tie in graph.ties), default=0),
        )


def _row(place: int, ties: list[GraphTie], factory: ViewFactory) -> ExploreRow:
    graph = factory.graph
    shown = [
        Companion(factory.actor_summary(graph.actors[tie.other]), tie.briefs, stated=tie.stated)
        for tie in ties[:TIES_OF_A_ROW]
    ]
    actor = factory.actor_summary(graph.actors[place])
    return ExploreRow(actor, graph.briefs[place], tuple(shown), len(ties) - len(shown))
