"""Where else a page can be had: feeds, calendars, JSON, Markdown, as `<link rel="alternate">`.

Source: https://html.spec.whatwg.org/multipage/links.html#rel-alternate.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mkdocs_briefs.formats.api_paths import api_path
from mkdocs_briefs.formats.feeds import ATOM, JSON
from mkdocs_briefs.formats.icalendar import FILE
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.settings import Settings

TWIN = "index.md"
"""File of the Markdown of a brief, beside its page."""


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
    folder = view.first_path if view and view.feed else ""
    name, wanted = settings.site_name, settings.machine_files
    if "feeds" in wanted:
        own = [(folder, f"{view.title} - {name}")] if view and folder else []
        for where, title in (*own, ("", name)):
            yield "application/atom+xml", where + ATOM, title
            yield "application/feed+json", where + JSON, title
    if "calendars" in wanted and view and view.calendar:
        yield "text/calendar", folder + FILE, ""
    if "api" in wanted and view and view.api_file[0]:
        yield "application/json", api_path(*view.api_file), ""
    if "markdown" in wanted and view and view.markdown:
        yield "text/markdown", view.path + TWIN, ""
