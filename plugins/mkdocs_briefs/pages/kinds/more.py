"""The page that leads to the lists which are no entries of the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_briefs.pages import kinds
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import IndexView


@dataclass(frozen=True, slots=True)
class HubLink:
    """A link to a list of the site."""

    title: str
    """Key of the interface's word that is its title."""
    path: str
    lede: str
    """Key of the sentence that says what it holds; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreView(IndexView):
    """Links to all lists that are not in the navigation by themselves and have something."""

    name = "more"
    order = 105
    template = "more"
    lede = "more_lede"
    nav_order = 5
    empty = ""

    hubs: tuple[HubLink, ...]

    @classmethod
    def has_rows(cls, factory: ViewFactory) -> bool:
        """Return True: the search is always there."""
        return True

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[MoreView]:
        """Yield the page."""
        yield cls(
            **cls.head(factory),
            hubs=tuple(
                HubLink(it.title_key_on(factory.settings), it.address(), it.lede)
                for it in kinds.INDEXES
                if not it.nav_order and it.has_rows(factory)
            ),
        )
