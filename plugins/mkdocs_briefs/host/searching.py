"""Our own search in the place of Material's, where Pagefind is installed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config import config_options as c
from mkdocs.config.base import ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from mkdocs_briefs.build.companions import JOINS_LANGUAGES, READ_FROM_DISK
from mkdocs_briefs.build.search import SearchIndex, installed
from mkdocs_briefs.build.search_program import SearchError
from mkdocs_briefs.build.site import Site
from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.neighbours import are_on
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.records import Records, SearchRecord, page_record
from mkdocs_briefs.render.addresses import relative_url
from mkdocs_briefs.render.search_box import with_search
from mkdocs_briefs.settings import Settings

_THEIRS = ("material/search", "search")


class SearchOption(c.Choice[str]):
    """Which search a site has."""

    def __init__(self) -> None:
        super().__init__(("auto", "pagefind", "material"), default="auto")

    def run_validation(self, value: object) -> str:
        """The choice. Raises ValidationError when it needs a package that is not there."""
        chosen = str(super().run_validation(value))
        if chosen == "pagefind" and not installed():
            raise ValidationError(
                "The search “pagefind” needs the packages pagefind and pagefind_bin: "
                "pip install 'mkdocs-briefs[search]'"
            )
        return chosen


class Searching:
    """What one plugin does for its search, over all rebuilds of a preview."""

    def __init__(self) -> None:
        self.on = False
        self._index = SearchIndex()
        self._records: list[SearchRecord] = []
        self._maker: Records | None = None

    def begin(self, choice: str, config: MkDocsConfig) -> None:
        """Decides whose search this build has; Material's is turned off where ours takes over."""
        theirs = [plugin for name in _THEIRS if (plugin := _plugin(config, name))]
        needed = are_on(config, READ_FROM_DISK + JOINS_LANGUAGES)
        ours = bool(theirs) and not needed and installed()
        self.on = choice == "pagefind" or (choice == "auto" and ours)
        self._records, self._maker = [], None
        if self.on and not needed:
            for plugin in theirs:
                plugin.config.enabled = False

    def add(self, page: Page, site: Site) -> None:
        """Takes note of a page whose content is done."""
        if record := self.record(page, site):
            self._records.append(record)

    def add_all(self, records: Iterable[SearchRecord]) -> None:
        """Takes note of these records."""
        self._records.extend(records)

    def record(self, page: Page, site: Site) -> SearchRecord | None:
        """What a search finds of a page whose content is done.

        Nothing where its author keeps it from searches.
        """
        if not self.on or self._index.rests or _excluded(page.meta):
            return None
        if not page.file.dest_uri.endswith(".html"):
            return None
        if isinstance(page, ViewPage):
            self._maker = self._maker or Records(site.loaded.library)
            return self._maker.of(page.view, page.own_html)
        path = "" if page.url in (".", "./") else page.url
        return page_record(path, str(page.title or ""), page.content or "", site.settings.language)

    def control(self, html: str, path: str | None, site_url: str = "") -> str:
        """The page `html` at `path` with the way to the search in its header.

        Without a path it is the page for unknown addresses, whose links begin at the host's root.
        """
        if not self.on:
            return html
        place = urls.hub_path("search")
        root = urlsplit(site_url).path.rstrip("/")
        return with_search(html, f"{root}/{place}" if path is None else relative_url(path, place))

    @property
    def records(self) -> list[SearchRecord]:
        """What was noted of all pages, by their paths."""
        return sorted(self._records, key=lambda record: record.path)

    def finish(self, folder: Path, settings: Settings, project: Path, *, preview: bool) -> None:
        """Writes the index into the built site in `folder`. Raises PluginError."""
        self._maker = None
        if not self.on:
            return
        try:
            self._index.publish(
                self.records, folder, settings.language, preview=preview, project=project
            )
        except SearchError as error:
            raise PluginError(f"The search index could not be made: {error}") from error


def _plugin(config: MkDocsConfig, name: str) -> Any:
    """A search plugin that is switched on and can be switched off."""
    plugin: Any = config.plugins.get(name)
    return plugin if plugin is not None and getattr(plugin.config, "enabled", False) else None


def _excluded(meta: Any) -> bool:
    search = meta.get("search") if isinstance(meta, dict) else None
    return isinstance(search, dict) and bool(search.get("exclude"))
