"""Where else a page can be had: feeds, calendars, JSON, Markdown, as `<link rel="alternate">`.

Source: https://html.spec.whatwg.org/multipage/links.html#rel-alternate.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mkdocs_briefs.formats.api_paths import api_path
from mkdocs_briefs.formats.feeds import ATOM, JSON
from mkdocs_briefs.formats.icalendar import FILE
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.views import (
    ActorIndexView,
    ActorView,
    BriefIndexView,
    BriefView,
    CorrectionsView,
    FrontView,
    OutlookView,
    PageView,
    TermView,
    TimelineView,
)
from mkdocs_briefs.settings import Settings

TWIN = "index.md"
"""File of the Markdown of a brief, beside its page."""
_API: dict[type[PageView], str] = {
    ActorIndexView: "actors",
    BriefIndexView: "briefs",
    FrontView: "index",
    OutlookView: "outlook",
    TimelineView: "events",
}
"""Listings, and the kind of file of the API that lists the same."""
_WITH_CALENDAR = (FrontView, OutlookView, TimelineView)


def site_files(settings: Settings) -> dict[str, str]:
    """Paths of what the whole site has for machines beside the API, by name."""
    files: dict[str, str] = {}
    if "feeds" in settings.machine_files:
        files |= {"atom": ATOM, "json_feed": JSON}
    if "calendars" in settings.machine_files:
        files["calendar"] = FILE
    if "markdown" in settings.machine_files:
        files["llms"] = "llms.txt"
    return files


def alternate_links(path: str, settings: Settings, view: PageView | None = None) -> Iterator[str]:
    """The elements for the page at `path`, its own files before the site's.

    `view` is what it shows, None for a page that is none of ours. Addresses are whole where the
    site knows its own, else they lead from the page.
    """
    root = settings.site_url or "../" * path.count("/")
    for kind, file, title in _files(settings, view):
        named = f' title="{escape(title)}"' if title else ""
        yield f'<link rel="alternate" type="{kind}" href="{escape(root + file)}"{named}>'


def _files(settings: Settings, view: PageView | None) -> Iterator[tuple[str, str, str]]:
    """Media type, path and title of each file."""
    folder, name, wanted = _folder(view), settings.site_name, settings.machine_files
    if "feeds" in wanted:
        own = [(folder, f"{view.title} - {name}")] if view and folder else []
        for where, title in (*own, ("", name)):
            yield "application/atom+xml", where + ATOM, title
            yield "application/feed+json", where + JSON, title
    if "calendars" in wanted and isinstance(view, (ActorView, TermView, *_WITH_CALENDAR)):
        yield "text/calendar", folder + FILE, ""
    if "api" in wanted and view and (file := _json(view)):
        yield "application/json", file, ""
    if "markdown" in wanted and isinstance(view, BriefView):
        yield "text/markdown", view.path + TWIN, ""


def _folder(view: PageView | None) -> str:
    """The folder with the feed of the page's own; empty for one that has none."""
    if isinstance(view, (ActorView, TermView, CorrectionsView)):
        return view.pager.pages[0] if view.pager else view.path
    return ""


def _json(view: PageView) -> str:
    if isinstance(view, BriefView):
        return api_path("brief", view.card.slug)
    if isinstance(view, ActorView):
        return api_path("actor", view.face.id)
    kind = _API.get(type(view))
    if kind is None or (isinstance(view, TimelineView) and view.path != urls.hub_path("timeline")):
        return ""
    return api_path(kind)
