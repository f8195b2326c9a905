"""Honest dates in the sitemap."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.structure.files import Files
from mkdocs.utils import get_build_date

from mkdocs_briefs.host.files import ViewPage

OLDEST, NEWEST = "1970-01-02", "2106-02-06"
"""Days that the host can stamp on its compressed sitemap: RFC 1952 has 32 bits of seconds."""


def drop_guessed_dates(files: Files, pages: Mapping[str, ViewPage]) -> None:
    """Takes the build's own day away from pages whose day of change nobody knows.

    The host stamps every page with the day of the build. It also needs the newest of these days, so
    where no page of ours has a real one they all stay.
    """
    today = get_build_date()
    dated = [page for page in pages.values() if page.head.modified]
    for one in dated:
        if not OLDEST <= one.update_date <= NEWEST:
            one.update_date = ""
    if not any(one.update_date for one in dated):
        for one in dated:
            one.update_date = today
        return
    for file in files:
        page = file.page
        if page is None or page.update_date != today:
            continue
        if not (isinstance(page, ViewPage) and page.head.modified):
            page.update_date = ""
