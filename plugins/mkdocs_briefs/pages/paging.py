"""Listings cut into pages, and what every page of a hub has at its head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, TypeVar

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.parts import Link, Pager
from mkdocs_briefs.pages.view_factory import ViewFactory

T = TypeVar("T")
HOME = Link("", "")


def crumbs(*links: Link) -> tuple[Link, ...]:
    """The way down to a page; the front page has no words of its own here."""
    return (HOME, *links)


def pager(path: str, size: int, *lists: Sequence[object]) -> list[Pager]:
    """The pages that the longest of `lists` needs at `size` things a page; at least one."""
    longest = max((len(rows) for rows in lists), default=0)
    count = max(1, -(-longest // size))
    paths = tuple(urls.numbered(path, n) for n in range(1, count + 1))
    return [Pager(n, paths, longest) for n in range(1, count + 1)]


def cut(rows: Sequence[T], page: Pager, size: int) -> tuple[T, ...]:
    """The part of `rows` that stands on `page`."""
    return tuple(rows[(page.number - 1) * size : page.number * size])


class HubHead(TypedDict):
    """The fields that the views of all hubs share."""

    template: str
    path: str
    title: str
    title_key: str
    description: str
    lang: str
    breadcrumbs: tuple[Link, ...]
    pager: Pager


def hub_head(factory: ViewFactory, template: str, key: str, page: Pager) -> HubHead:
    """The head of one page of a hub; `key` names it in the interface's words."""
    return {
        "template": template,
        "path": page.pages[page.number - 1],
        "title": "",
        "title_key": key,
        "description": about(factory),
        "lang": factory.settings.language,
        "breadcrumbs": crumbs(),
        "pager": page,
    }


def about(factory: ViewFactory) -> str:
    """What the site says about itself, for pages that have nothing of their own to say."""
    return factory.settings.site_description or factory.settings.site_name
