"""Pages that scripts fill: the search, the graph of all actors, the page for unknown addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import ACTOR_GROUPS, group_of, years_of
from mkdocs_briefs.pages.kinds.listings import MoreView
from mkdocs_briefs.pages.parts import BriefSummary, Companion, ExploreRow, Group, Link
from mkdocs_briefs.pages.relations import GraphTie
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import IndexView, PageView, crumbs
from mkdocs_briefs.settings import Settings

ROWS = 200
"""Actors in the list; the index of actors has them all."""
TIES_OF_A_ROW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploreView(IndexView):
    """The graph of all actors, as a list; a script draws it from `network.json`."""

    name = "explore"
    order = 100
    template = "explore"
    lede = "explore_lede"
    empty = ""

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
    def has_rows(cls, factory: ViewFactory) -> bool:
        """Return whether any actors appear together."""
        return bool(factory.graph.ties)

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


LATEST = 5
"""Briefs on the page for unknown addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView(IndexView):
    """The search page: facets that work as plain lists of links, without a script.

    On a site without a search it is a page to browse.
    """

    name = "search"
    order = 90
    template = "search"
    lede = "find_lede"
    empty = ""

    topics: tuple[Group, ...]
    years: tuple[Group, ...]
    kinds: tuple[Group, ...]
    types: tuple[Group, ...]
    own_search: bool = False
    """Whether the page itself searches, and not only the box in the header."""
    theme_search: bool = True
    """Whether there is such a box."""

    @classmethod
    def title_key_on(cls, settings: Settings) -> str:
        """Return the key of its title, by what one can do there."""
        return "hub.search" if settings.searchable else "hub.browse"

    @classmethod
    def has_rows(cls, factory: ViewFactory) -> bool:
        """Return True: one can search a site without briefs too."""
        return True

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[SearchView]:
        """Yield the page."""
        actors = Counter(map(group_of, factory.library.catalogue.actors.values()))
        years = Counter(
            year for event in factory.library.events for year in years_of(event) if year is not None
        )
        types = Counter(brief.fields.type for brief in factory.library.leads if brief.fields.type)
        yield cls(
            **cls.head(factory),
            topics=factory.groups_of("topics"),
            years=tuple(
                Group(str(year), urls.year_path(year), count)
                for year, count in sorted(years.items(), reverse=True)
            ),
            kinds=tuple(
                Group(kind, urls.index_path("actors"), actors[kind])
                for kind in ACTOR_GROUPS
                if actors[kind]
            ),
            types=tuple(
                Group(kind, urls.index_path("briefs"), count)
                for kind, count in sorted(types.items())
            ),
            own_search=factory.settings.own_search,
            theme_search=factory.settings.theme_search,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView(PageView):
    """What a server shows at an unknown address, however deep: its links begin at `root`.

    It is no page of the plan: a host writes it as `404.html`.
    """

    template = "not_found"

    root: str
    """The site's path on its host, with a slash at both ends."""
    hubs: tuple[tuple[str, str], ...]
    """Key of the title and path of each listing that has something."""
    search: str
    searchable: bool
    """Whether one can search there."""
    latest: tuple[BriefSummary, ...]

    @classmethod
    def of(
        cls, factory: ViewFactory, root: str, indexes: Iterable[type[IndexView]]
    ) -> NotFoundView:
        """Return the page; `root` is the site's path on its host."""
        return cls(
            path="",
            title="",
            description="",
            lang=factory.settings.language,
            root=root,
            hubs=tuple(
                (it.own_title_key(), it.address())
                for it in indexes
                if it not in (SearchView, MoreView) and it.has_rows(factory)
            ),
            search=urls.index_path(SearchView.name),
            searchable=factory.settings.searchable,
            latest=tuple(factory.card(brief) for brief in factory.library.leads[:LATEST]),
        )
