"""Honest dates in the sitemap."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.structure.files import Files
from mkdocs.utils import get_build_date

from mkdocs_briefs.host.files import ViewPage

OLDEST, NEWEST = "1970-01-02", "2106-02-06"
"""Days that the host can stamp on its compressed sitemap: RFC 1952 has 32 bits of seconds."""


class GuessedDate(str):
    """A day that the host reads as one, and that a template takes for none."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def drop_guessed_dates(files: Files, pages: Mapping[str, ViewPage]) -> None:
    """Takes the build's own day away from pages whose day of change nobody knows.

    The host stamps every page with the day of the build, and stamps its compressed sitemap with the
    newest day of all pages; so it needs one.
    """
    today = get_build_date()
    dated = [page for page in pages.values() if page.head.modified]
    for one in dated:
        if not OLDEST <= one.update_date <= NEWEST:
            one.update_date = ""
    listed = {id(file.page) for file in files.documentation_pages()}
    known = any(one.update_date for one in dated if id(one) in listed)
    nothing = "" if known else GuessedDate(today)
    for file in files:
        page = file.page
        if page is None or page.update_date != today:
            continue
        if not (isinstance(page, ViewPage) and page.head.modified):
            page.update_date = nothing
    if not known:
        for one in dated:
            one.update_date = one.update_date or nothing
