"""The navigation: it has our index pages, and every other page of ours belongs to one of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import dirname_to_title

from mkdocs_briefs.host.files import SelfWrittenFile, ViewPage
from mkdocs_briefs.host.log import log
from mkdocs_briefs.pages.kinds import INDEXES
from mkdocs_briefs.pages.kinds.listings import HubLink, MoreView
from mkdocs_briefs.render.words import words


def nav_titles(config: MkDocsConfig) -> dict[str, str] | None:
    """Return the titles that `nav` in mkdocs.yml gives to files, or None if there is no `nav`."""
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


def name_hubs(pages: Mapping[str, ViewPage], language: str) -> None:
    """Give the index pages titles in the language of the navigation."""
    t = words(language)
    for page in _hubs(pages).values():
        page.title = t(page.head.title_key)


def show_hubs(pages: Mapping[str, ViewPage], files: Files) -> None:
    """Show the index pages among the files, to plugins that make a navigation."""
    shown = _shown(pages)
    for page in _hubs(pages).values():
        if file := files.get_file_from_path(page.file.src_uri):
            # The other plugin then makes a page for it, with the title it has for it.
            file.page = None
            if page in shown:
                file.inclusion = InclusionLevel.INCLUDED
            if isinstance(file, SelfWrittenFile):
                file.listed = True


def replace_hubs(nav: Navigation, pages: Mapping[str, ViewPage], files: Files) -> None:
    """Put the index pages in the places of the pages that another plugin made of their files."""
    made: dict[int, StructureItem] = {}
    for page in _hubs(pages).values():
        if file := files.get_file_from_path(page.file.src_uri):
            if file.page is not None:
                made[id(file.page)] = page
                page.parent = file.page.parent
                if "title" in vars(file.page):
                    page.title = file.page.title
            file.page, file.inclusion = page, InclusionLevel.NOT_IN_NAV
            if isinstance(file, SelfWrittenFile):
                file.listed = False
    nav.items = _replaced(nav.items, made)
    nav.pages = [cast("Page", made.get(id(page), page)) for page in nav.pages]
    for each in nav.pages:
        each.previous_page = cast("Page", made.get(id(each.previous_page), each.previous_page))
        each.next_page = cast("Page", made.get(id(each.next_page), each.next_page))


def _replaced(
    items: Iterable[StructureItem], made: Mapping[int, StructureItem]
) -> list[StructureItem]:
    items_now = []
    for item in items:
        own: StructureItem = made.get(id(item), item)
        if isinstance(own, Section):
            own.children = _replaced(own.children, made)
            own = _only_page(own) or own
        items_now.append(own)
    return items_now


def _only_page(section: Section) -> ViewPage | None:
    """Return the index page of a section that has nothing else and is named after its folder."""
    (only, *others) = [*section.children, None]
    if others != [None] or not isinstance(only, ViewPage):
        return None
    if section.title != dirname_to_title(only.head.path.strip("/")):
        return None
    only.parent = section.parent
    return only


def _hubs(pages: Mapping[str, ViewPage]) -> dict[str, ViewPage]:
    return {it.name: page for it in INDEXES if (page := pages.get(it.address()))}


def _shown(pages: Mapping[str, ViewPage]) -> list[ViewPage]:
    """Return the index pages that a navigation has by itself: those that have something."""
    kinds = sorted((it for it in INDEXES if it.nav_order), key=lambda it: it.nav_order)
    found = [(it, page) for it in kinds if (page := pages.get(it.address()))]
    return [page for it, page in found if it.has_rows(page.site.plan.factory)]


def links_of_more(nav: Navigation, pages: Mapping[str, ViewPage]) -> tuple[HubLink, ...]:
    """Return the links of the page `more/`, if that is in the navigation."""
    page = pages.get(MoreView.address())
    return page.head.hubs if page in nav.pages and isinstance(page.head, MoreView) else ()


def add_hubs(
    nav: Navigation, pages: Mapping[str, ViewPage], titles: Mapping[str, str] | None, *, add: bool
) -> Navigation:
    """Return the navigation with the index pages in it, and set section and neighbours of all.

    With `add`, the few index pages that it should have are added at the end, and the last of them
    leads to the others. Briefs, actors and topics stay out of the tree: Material writes the whole
    tree into every page, so the site would grow with the square of their number.
    """
    hubs = _hubs(pages)
    front = pages.get("")
    if add:
        missing = [page for page in _shown(pages) if page not in nav.pages]
        nav.items.extend(missing)
        nav.pages.extend(missing)
        if front is not None and front not in nav.items:
            nav.items.insert(0, front)
            nav.pages.insert(0, front)
    if front is not None:
        nav.homepage = front
    more = hubs.get(MoreView.name)
    for page in pages.values():
        if titles and page.file.src_uri in titles:
            page.title = titles[page.file.src_uri]
        hub = hubs.get(page.head.path.partition("/")[0])
        if hub is page:
            hub = None if page in nav.pages or more not in nav.pages else more
        if hub is not None:
            page.parent = hub  # type: ignore[assignment] # the host only reads title and active of it
        head = page.head
        page.previous_page = pages.get(head.previous.path) if head.previous else None
        page.next_page = pages.get(head.next.path) if head.next else None
    return nav


def log_unlisted_hubs(nav: Navigation, pages: Mapping[str, ViewPage], config: MkDocsConfig) -> None:
    """Log the index pages that `nav` in mkdocs.yml leaves out, as lines for it.

    The page `more/` leads to those that a navigation does not have by itself.

    As for pages of MkDocs, `not_in_nav` names those that are left out on purpose, and
    `validation.nav.omitted_files: ignore` turns the message off. It is never a warning.
    https://www.mkdocs.org/user-guide/configuration/#validation
    """
    meant = config.not_in_nav
    hubs = _hubs(pages)
    behind_more = hubs.get(MoreView.name) in nav.pages
    wanted = [it for it in INDEXES if it.name in hubs and it.empty]
    files = [
        page.file.src_uri
        for it in wanted
        if (page := hubs[it.name]) not in nav.pages and (it.nav_order or not behind_more)
    ]
    if files := [file for file in files if not (meant and meant.match_file(file))]:
        level = min(logging.INFO, config.validation.nav.omitted_files)
        lines = "\n".join(f"  - {file}" for file in files)
        log.log(level, f"nav does not list these pages of briefs. To show them, add:\n{lines}")
