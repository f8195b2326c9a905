"""What other sites and machines read in the head of a page: OpenGraph, Twitter cards, JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mkdocs_briefs.formats.jsonld import absolute, json_ld
from mkdocs_briefs.pages.views import ActorView, BriefView, PageView
from mkdocs_briefs.settings import Settings


def head_html(view: PageView, settings: Settings) -> str:
    """The elements that a page adds to its head, as HTML.

    Canonical address, title and description are the theme's.

    Sources: https://ogp.me, https://developer.x.com/en/docs/x-for-websites/cards.
    """
    rows = [
        f'<meta {_attribute(name)}="{name}" content="{escape(value)}">'
        for name, value in _tags(view, settings)
        if value
    ]
    rows += [
        f'<link rel="{rel}" href="{escape(settings.site_url + link)}">'
        for rel, link in _siblings(view)
        if settings.site_url
    ]
    scripts = [
        f'<script type="application/ld+json">{text}</script>' for text in json_ld(view, settings)
    ]
    return "\n".join([*rows, *scripts])


def _attribute(name: str) -> str:
    """OpenGraph names its tags by `property`, everybody else by `name`."""
    return "property" if name.startswith(("og:", "article:", "profile:")) else "name"


def _tags(view: PageView, settings: Settings) -> Iterator[tuple[str, str]]:
    kind = (
        "article"
        if isinstance(view, BriefView)
        else "profile"
        if isinstance(view, ActorView)
        else "website"
    )
    yield "og:type", kind
    yield "og:title", view.title
    yield "og:description", view.description
    yield "og:url", settings.site_url + view.path if settings.site_url else ""
    yield "og:site_name", settings.site_name
    yield "og:locale", view.lang.replace("-", "_")
    image = absolute(view.image, settings) or "" if view.image else ""
    yield "og:image", image
    if isinstance(view, BriefView):
        yield "article:published_time", view.card.date.isoformat()
        yield "article:modified_time", view.card.modified.isoformat()
        for topic in view.card.topics:
            yield "article:tag", topic.text
        for author in view.authors:
            yield "author", author.text
    yield "twitter:card", "summary_large_image" if image else "summary"
    yield "twitter:title", view.title
    yield "twitter:description", view.description
    yield "twitter:image", image


def _siblings(view: PageView) -> Iterator[tuple[str, str]]:
    """Pages before and after this one of the same listing."""
    if view.pager:
        number, pages = view.pager.number, view.pager.pages
        if number > 1:
            yield "prev", pages[number - 2]
        if number < len(pages):
            yield "next", pages[number]
