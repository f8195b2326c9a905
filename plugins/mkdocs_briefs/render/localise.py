"""The interface's own words in a view: titles of hubs and the steps of the way down."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.views import FrontView, PageView, TimelineView
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.words import words

V = TypeVar("V", bound=PageView)


def localised(view: V) -> V:
    """`view` with its title and breadcrumbs in the words of its language.

    A front page keeps the site's name; every breadcrumb text is a key of the family `hub`, and the
    empty one stands for the front page.
    """
    t = words(view.lang)
    title = t.of("hub", view.title_key) if view.title_key else view.title
    if isinstance(view, TimelineView) and view.month:
        title = format_edtf(view.month, view.lang)
        view = replace(
            view, previous=_month(view.previous, view.lang), next=_month(view.next, view.lang)
        )
    crumbs = [Link(t.of("hub", link.text or "home"), link.path) for link in view.breadcrumbs]
    description = view.description
    if view.title_key and not isinstance(view, FrontView):
        description = t("hub_description", title=title, site=view.description)
    return replace(view, title=title, breadcrumbs=tuple(crumbs), description=str(description))


def _month(link: Link | None, lang: str) -> Link | None:
    """A month beside another, named as the pages of months are."""
    return link and Link(format_edtf(parse_edtf(link.text), lang), link.path)
