"""The page of the graph of all actors, with the list that says the same."""

from __future__ import annotations

from mkdocs_briefs.model.brief import KINDS
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.paging import about, crumbs
from mkdocs_briefs.pages.parts import Companion, ExploreRow, Link
from mkdocs_briefs.pages.relations import GraphTie
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import ExploreView

ROWS = 200
"""Actors in the list; the index of actors has them all."""
TIES_OF_A_ROW = 5


def explore_view(factory: ViewFactory) -> ExploreView:
    """The page of the graph."""
    graph = factory.graph
    kinds = {actor.kind for actor in graph.actors}
    return ExploreView(
        template="explore",
        path=urls.hub_path("explore"),
        title="",
        title_key="explore",
        description=about(factory),
        lang=factory.settings.language,
        breadcrumbs=crumbs(Link("actors", urls.hub_path("actors"))),
        rows=tuple(_row(n, ties, factory) for n, ties in enumerate(graph.ties_of()[:ROWS])),
        actors=len(factory.library.catalogue.actors),
        drawn=len(graph.actors),
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        topics=graph.topics,
        most=max((tie.briefs for tie in graph.ties), default=0),
    )


def _row(place: int, ties: list[GraphTie], factory: ViewFactory) -> ExploreRow:
    graph = factory.graph
    shown = [
        Companion(factory.face(graph.actors[tie.other]), tie.briefs, stated=tie.stated)
        for tie in ties[:TIES_OF_A_ROW]
    ]
    face = factory.face(graph.actors[place])
    return ExploreRow(face, graph.briefs[place], tuple(shown), len(ties) - len(shown))
