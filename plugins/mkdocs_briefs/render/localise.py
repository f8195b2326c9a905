"""The interface's own words in a view: titles of hubs and the steps of the way down."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.words import words

V = TypeVar("V", bound=PageView)


def localised(view: V) -> V:
    """`view` with its title and breadcrumbs in the words of its language.

    Every breadcrumb text is a key of the family `hub`, and the empty one stands for the front page.
    """
    t = words(view.lang)
    title = t.of("hub", view.title_key) if view.title_key else view.title
    if view.title_date:
        title = format_edtf(view.title_date, view.lang)
        view = replace(
            view, previous=_dated(view.previous, view.lang), next=_dated(view.next, view.lang)
        )
    crumbs = [Link(t.of("hub", link.text or "home"), link.path) for link in view.breadcrumbs]
    description = view.description
    if view.title_key:
        description = t("hub_description", title=title, site=view.description)
    return replace(view, title=title, breadcrumbs=tuple(crumbs), description=str(description))


def _dated(link: Link | None, lang: str) -> Link | None:
    """Return the link to a neighbour whose title is a date, in words."""
    return link and Link(format_edtf(parse_edtf(link.text), lang), link.path)
