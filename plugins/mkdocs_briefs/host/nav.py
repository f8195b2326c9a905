"""Placing the hubs in the navigation, and every other page beneath its hub but not in the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.pages import urls

SHOWN = tuple(name for name in urls.HUBS if name not in ("search", "explore"))
"""Hubs that appear by themselves; the search stands in the header, the graph among the actors."""


def nav_titles(config: MkDocsConfig) -> dict[str, str] | None:
    """The titles that `nav` in mkdocs.yml gives to files, or None where it has no `nav`."""
    return dict(_titles(config.nav)) if config.nav is not None else None


def _titles(item: Any) -> Iterator[tuple[str, str]]:
    if isinstance(item, list):
        for part in item:
            yield from _titles(part)
    elif isinstance(item, dict):
        for title, value in item.items():
            if isinstance(value, str):
                yield value, str(title)
            else:
                yield from _titles(value)


def place_hubs(
    nav: Navigation, pages: Mapping[str, ViewPage], titles: Mapping[str, str] | None
) -> Navigation:
    """The navigation with the hubs in it, and every page's section and neighbours set.

    Briefs, actors and topics stay out of the tree: Material writes the whole tree into every page,
    so the site would grow with the square of their number.
    """
    hubs = {name: page for name in SHOWN if (page := pages.get(urls.hub_path(name)))}
    front = pages.get("")
    if titles is None:
        nav.items.extend(hubs.values())
        nav.pages.extend(hubs.values())
        if front is not None and front not in nav.items:
            nav.items.insert(0, front)
            nav.pages.insert(0, front)
    if front is not None:
        nav.homepage = front
    for page in pages.values():
        if titles and page.file.src_uri in titles:
            page.title = titles[page.file.src_uri]
        hub = hubs.get(page.head.path.partition("/")[0])
        if hub is not None and hub is not page:
            page.parent = hub  # type: ignore[assignment] # the host only reads title and active of it
        head = page.head
        page.previous_page = pages.get(head.previous.path) if head.previous else None
        page.next_page = pages.get(head.next.path) if head.next else None
    return nav
