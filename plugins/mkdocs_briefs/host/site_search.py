"""The search with Pagefind, in the place of Material's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from mkdocs_briefs.builder.plugin_compat import JOINS_LANGUAGES, READ_FROM_DISK, full_names
from mkdocs_briefs.builder.search import (
    FOLDER,
    Load,
    RecordEntry,
    SearchError,
    SearchIndex,
    fault,
    installed,
)
from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.log import log
from mkdocs_briefs.host.other_plugins import are_on, switch_off
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.records import Records, SearchRecord, page_record
from mkdocs_briefs.render.links import relative_url
from mkdocs_briefs.render.theme_fixes import add_search_link
from mkdocs_briefs.render.words import words
from mkdocs_briefs.settings import Settings

THEME_SEARCHES = frozenset(full_names("search"))
"""Names of the search plugins of themes."""


class SiteSearch:
    """The search of a site, over all rebuilds of a preview."""

    def __init__(self) -> None:
        self.on = self.theirs = False
        self._is_asked_for = False
        self._fault: str | None = None
        self._index = SearchIndex()
        self._entries: dict[str, RecordEntry] = {}
        self._records: dict[str, SearchRecord] = {}
        self._load: Load = _nothing
        self._maker: Records | None = None

    def begin(self, choice: str, config: MkDocsConfig) -> None:
        """Decide which search this build has, and turn Material's off if it is ours.

        Raise PluginError if the option asks for Pagefind and it does not work.
        """
        others = [name for name in sorted(THEME_SEARCHES) if _can_be_replaced(config, name)]
        needed = are_on(config, READ_FROM_DISK + JOINS_LANGUAGES)
        ours = bool(others) and not needed and installed()
        self._is_asked_for = choice == "pagefind"
        self.on = (self._is_asked_for or (choice == "auto" and ours)) and self._works()
        self._entries, self._records, self._load, self._maker = {}, {}, _nothing, None
        replaced = self.on and not needed
        self.theirs = bool(others) and not replaced
        if replaced:
            for name in others:
                switch_off(config, name)

    def _works(self) -> bool:
        """Return whether Pagefind works. A preview tries it once."""
        if self._fault is None:
            self._fault = fault()
            if self._fault and self._is_asked_for:
                raise PluginError(f"The search does not work: {self._fault}")
        return not self._fault

    def warn(self) -> None:
        """Warn if Pagefind is installed and does not work, so that Material's search stays."""
        if self._fault and not self._is_asked_for:
            log.warning(f"The search of the theme stays, as Pagefind does not work: {self._fault}")

    def add(self, page: Page, site: Site) -> None:
        """Add the record of a page whose content is rendered."""
        if record := self.record(page, site):
            name = page.file.dest_uri
            self._entries[name] = RecordEntry.of(name, record)
            self._records[name] = record

    def add_all(self, entries: Iterable[RecordEntry], load: Load) -> None:
        """Add the records of these entries. `load` reads them."""
        self._entries |= {entry.name: entry for entry in entries}
        self._load = load

    def record(self, page: Page, site: Site) -> SearchRecord | None:
        """Return the record of a page whose content is rendered.

        Return None if the page is excluded from the search, or if no record is needed.
        """
        if not self.on or self._index.is_finished or _excluded(page.meta):
            return None
        if not page.file.dest_uri.endswith(".html"):
            return None
        if isinstance(page, ViewPage):
            self._maker = self._maker or Records(site.loaded.library, _word_of)
            return self._maker.of(page.view, page.own_html)
        path = "" if page.url in (".", "./") else page.url
        return page_record(path, str(page.title or ""), page.content or "", site.settings.language)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folder of the index in the site, which `finish` writes."""
        return (FOLDER,) if self.on else ()

    def add_link(self, html: str, path: str | None, site_url: str = "") -> str:
        """Return the page at `path` with a link to the search in its header.

        None is the path of the page for unknown addresses, whose links begin with `/`.
        """
        if not self.on:
            return html
        place = urls.index_path("search")
        root = urlsplit(site_url).path.rstrip("/")
        address = f"{root}/{place}" if path is None else relative_url(path, place)
        return add_search_link(html, address)

    def finish(self, folder: Path, settings: Settings, project: Path, *, preview: bool) -> bool:
        """Write the index into the site in `folder`. Return whether it could be made.

        Raise PluginError if it could not, and the option asks for Pagefind.
        """
        self._maker = None
        if not self.on:
            return True
        try:
            entries, language = self._entries.values(), settings.language
            self._index.publish(entries, self._read, folder, language, project, preview=preview)
        except SearchError as error:
            if self._is_asked_for:
                raise PluginError(f"The search index could not be made: {error}") from error
            log.warning(f"The site has no search, as its index could not be made: {error}")
            return False
        return True

    def _read(self, names: Sequence[str]) -> Mapping[str, SearchRecord]:
        made = {name: self._records[name] for name in names if name in self._records}
        return {**made, **self._load([name for name in names if name not in made])}


def _word_of(lang: str, kind: str) -> str:
    """Return the word for a kind of update."""
    return words(lang).of("update_kind", kind)


def _nothing(_: Sequence[str]) -> Mapping[str, SearchRecord]:
    return {}


def _can_be_replaced(config: MkDocsConfig, name: str) -> bool:
    """Return whether a search plugin is on and is the theme's, not that of MkDocs itself."""
    plugin: Any = config.plugins.get(name)
    own = type(plugin).__module__.startswith("material.plugins.")
    return own and getattr(plugin.config, "enabled", True) is not False


def _excluded(meta: Any) -> bool:
    search = meta.get("search") if isinstance(meta, dict) else None
    return isinstance(search, dict) and bool(search.get("exclude"))
