"""Days of commits: what Git says of the files of a site, and the days in its sitemap."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils import get_build_date

from mkdocs_briefs.builder.git_dates import git_dates
from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.log import log
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.pages.facts import NO_DAYS, Committed
from mkdocs_briefs.settings import Settings

OLDEST, NEWEST = dt.date(1970, 1, 2), dt.date(2106, 2, 6)
"""Days that MkDocs can write into its compressed sitemap: RFC 1952 has 32 bits of seconds."""


class HiddenDay(str):
    """A day that MkDocs reads for its compressed sitemap, and that templates leave out."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def committed_files(config: MkDocsConfig, settings: Settings) -> Mapping[str, Committed]:
    """Return the days on which files were committed, by path relative to the project.

    Days after `today` are left out. If Git cannot say, log why and return nothing.
    """
    if not settings.git_dates:
        return NO_DAYS
    project = project_of(config)
    found = git_dates(project, [project / settings.briefs_dir, Path(config.docs_dir).resolve()])
    if found.note:
        log.info(found.note)
    return {file: days for file, days in found.files.items() if days.last <= settings.today}


def as_json(committed: Mapping[str, Committed]) -> dict[str, list[str]]:
    """Return the days of Markdown files as JSON can hold them."""
    return {
        file: [str(days.first or ""), str(days.last)]
        for file, days in committed.items()
        if file.endswith(".md")
    }


def set_sitemap_days(
    files: Files, committed: Mapping[str, Committed], config: MkDocsConfig
) -> None:
    """Set the day of each page in the sitemap.

    MkDocs takes the day of the build for each page, which is no day of a change. It gives the
    compressed sitemap the newest day of all pages, so one of them needs a day.
    """
    today = get_build_date()
    docs = os.path.relpath(config.docs_dir, project_of(config)).replace(os.sep, "/")
    for file in files:
        page = file.page
        if isinstance(page, ViewPage) and (page.head.modified or page.update_date == today):
            page.update_date = _sitemap_day(page.head.modified)
        elif page is not None and page.update_date == today:
            days = committed.get(f"{docs}/{file.src_uri}") if file.abs_src_path else None
            page.update_date = _sitemap_day(days.last if days else None)
    listed = [page for file in files.documentation_pages() if (page := file.page)]
    if not any(page.update_date for page in listed):
        for page in listed:
            page.update_date = HiddenDay(today)


def _sitemap_day(day: dt.date | None) -> str:
    return day.isoformat() if day and OLDEST <= day <= NEWEST else ""
