"""The days that Git tells, in what a build writes: pages of briefs, the sitemap."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from mkdocs_briefs.builder.git_history import Committed, git_dates
from mkdocs_briefs.formats.dated import dated_page
from mkdocs_briefs.formats.head import TWIN
from mkdocs_briefs.formats.record_fields import api_path
from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.log import log
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import last_changed, modified
from mkdocs_briefs.render.html_helpers import changed_row
from mkdocs_briefs.settings import Settings

OLDEST, NEWEST = "1970-01-02", "2106-02-06"
"""Days that the host can stamp on its compressed sitemap: RFC 1952 has 32 bits of seconds."""


class GuessedDay(str):
    """A day that the host reads as one, and that a template takes for none."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class GitDays:
    """What Git says of the files of one build."""

    settings: Settings
    docs: str = ""
    """Folder of the host's pages, relative to the project."""
    files: Mapping[str, Committed] = field(default_factory=dict)
    """By path relative to the project. A day after `today` has not come, and is left out."""

    @classmethod
    def of(cls, config: MkDocsConfig, settings: Settings) -> GitDays:
        """What Git says now; that it says nothing is told where it can be fixed."""
        project, docs = project_of(config), Path(config.docs_dir)
        name = os.path.relpath(docs, project).replace(os.sep, "/")
        if not settings.git_dates:
            return cls(settings, name)
        found = git_dates(project, [project / settings.briefs_dir, docs.resolve()])
        if found.note:
            log.info(found.note)
        today = settings.today
        files = {file: days for file, days in found.files.items() if days.last <= today}
        return cls(settings, name, files)

    def written(self) -> dict[str, list[str]]:
        """The days of pages as JSON can hold them, to be compared with those of another build."""
        return {
            file: [str(days.first or ""), str(days.last)]
            for file, days in self.files.items()
            if file.endswith(".md")
        }

    def days_of(self, source: object) -> list[str]:
        """Return the days of a brief's file, as JSON can hold them; none of anything else."""
        days = self.files.get(source.file) if isinstance(source, Brief) else None
        return [str(days.first or ""), str(days.last)] if days else []

    def page_of(self, html: str, page: Page) -> str:
        """Any whole page; that of a brief with the day of its last change."""
        source = page.source if isinstance(page, ViewPage) else None
        return self.page(html, source) if isinstance(source, Brief) else html

    def page(self, html: str, brief: Brief) -> str:
        """The whole page of a brief with the day of its last change."""
        changed = self._changed(brief)
        lang = brief.fields.lang or self.settings.language
        row = changed_row(changed, lang) if changed else ""
        return dated_page(html, changed or modified(brief), row)

    def lastmod(self, brief: Brief) -> str:
        """The day of a brief in the sitemap; empty for one that the host cannot stamp."""
        day = (self._changed(brief) or modified(brief)).isoformat()
        return day if OLDEST <= day <= NEWEST else ""

    def of_ordinary(self, file: File) -> str:
        """The day of a page of the host's in the sitemap; empty where it is not known."""
        days = self.files.get(f"{self.docs}/{file.src_uri}" if file.abs_src_path else "")
        day = days.last.isoformat() if days else ""
        return day if OLDEST <= day <= NEWEST else ""

    def set_days(self, files: Files, pages: Mapping[str, ViewPage]) -> None:
        """Tells the host the days of all pages, and takes its guesses away.

        The host stamps every page with the day of the build, and stamps its compressed sitemap with
        the newest day of all pages; so it needs one.
        """
        today = get_build_date()
        dated = {id(page): page for page in pages.values() if page.head.modified}
        for one in dated.values():
            if isinstance(one.source, Brief):
                one.update_date = self.lastmod(one.source)
            elif not OLDEST <= one.update_date <= NEWEST:
                one.update_date = ""
        for file in files:
            page = file.page
            if page is None or id(page) in dated or page.update_date != today:
                continue
            page.update_date = "" if isinstance(page, ViewPage) else self.of_ordinary(file)
        listed = [page for file in files.documentation_pages() if (page := file.page)]
        if not any(page.update_date for page in listed):
            for page in listed:
                page.update_date = GuessedDay(today)

    def _changed(self, brief: Brief) -> dt.date | None:
        days = self.files.get(brief.file)
        return last_changed(brief, days.last) if days else None


def files_of(brief: Brief) -> tuple[str, str]:
    """Return the files that are made of a brief's body or days, beside its page."""
    return record_path(brief), unquote(urls.page_path("brief", brief.slug)) + TWIN


def record_path(brief: Brief) -> str:
    """Where the record of a brief lies in the site."""
    return unquote(api_path("brief", brief.slug))
