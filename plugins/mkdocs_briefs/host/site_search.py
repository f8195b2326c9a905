"""Our own search in the place of Material's, where Pagefind is installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from mkdocs_briefs.builder.plugin_compat import JOINS_LANGUAGES, READ_FROM_DISK
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
from mkdocs_briefs.host.other_plugins import are_on
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.records import Records, SearchRecord, page_record
from mkdocs_briefs.render.links import relative_url
from mkdocs_briefs.render.search_box import with_search
from mkdocs_briefs.settings import Settings

_THEIRS = ("material/search", "search")


SEARCH_NEEDS = (
    "The search “pagefind” needs the packages pagefind and pagefind_bin: "
    "pip install 'mkdocs-briefs[search]'"
)


class SiteSearch:
    """What one plugin does for its search, over all rebuilds of a preview."""

    def __init__(self) -> None:
        self.on = False
        self._is_asked_for = False
        self._fault: str | None = None
        self._index = SearchIndex()
        self._entries: dict[str, RecordEntry] = {}
        self._records: dict[str, SearchRecord] = {}
        self._load: Load = _nothing
        self._maker: Records | None = None

    def begin(self, choice: str, config: MkDocsConfig) -> None:
        """Decide whose search this build has; turn Material's off where ours takes over.

        Raises PluginError where the site asks for ours and Pagefind does not work.
        """
        theirs = [plugin for name in _THEIRS if (plugin := _plugin(config, name))]
        needed = are_on(config, READ_FROM_DISK + JOINS_LANGUAGES)
        ours = bool(theirs) and not needed and installed()
        self._is_asked_for = choice == "pagefind"
        self.on = (self._is_asked_for or (choice == "auto" and ours)) and self._works()
        self._entries, self._records, self._load, self._maker = {}, {}, _nothing, None
        if self.on and not needed:
            for plugin in theirs:
                plugin.config.enabled = False

    def _works(self) -> bool:
        """Whether Pagefind answers; a preview asks once."""
        if self._fault is None:
            self._fault = fault()
            if self._fault and self._is_asked_for:
                raise PluginError(f"The search does not work: {self._fault}")
        return not self._fault

    def warn(self) -> None:
        """Say why Material's search stays, where Pagefind is installed and does not work."""
        if self._fault and not self._is_asked_for:
            log.warning(f"The search of the theme stays, as Pagefind does not work: {self._fault}")

    def add(self, page: Page, site: Site) -> None:
        """Note a page whose content is done."""
        if record := self.record(page, site):
            name = page.file.dest_uri
            self._entries[name] = RecordEntry.of(name, record)
            self._records[name] = record

    def add_all(self, entries: Iterable[RecordEntry], load: Load) -> None:
        """Note the records of these entries, which `load` gives."""
        self._entries |= {entry.name: entry for entry in entries}
        self._load = load

    def record(self, page: Page, site: Site) -> SearchRecord | None:
        """Return what a search finds of a page whose content is done.

        Return None where its author keeps it from searches, and where no record is needed.
        """
        if not self.on or self._index.is_finished or _excluded(page.meta):
            return None
        if not page.file.dest_uri.endswith(".html"):
            return None
        if isinstance(page, ViewPage):
            self._maker = self._maker or Records(site.loaded.library)
            return self._maker.of(page.view, page.own_html)
        path = "" if page.url in (".", "./") else page.url
        return page_record(path, str(page.title or ""), page.content or "", site.settings.language)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folder of the index in the site, which `finish` brings up to date."""
        return (FOLDER,) if self.on else ()

    def control(self, html: str, path: str | None, site_url: str = "") -> str:
        """The page `html` at `path` with the way to the search in its header.

        Without a path it is the page for unknown addresses, whose links begin at the host's root.
        """
        if not self.on:
            return html
        place = urls.index_path("search")
        root = urlsplit(site_url).path.rstrip("/")
        return with_search(html, f"{root}/{place}" if path is None else relative_url(path, place))

    def finish(self, folder: Path, settings: Settings, project: Path, *, preview: bool) -> bool:
        """Write the index into the built site in `folder`; return False where it could not be made.

        Raises PluginError where there can be no index, and the site asks for it.
        """
        self._maker = None
        if not self.on:
            return True
        try:
            entries, language = self._entries.values(), settings.language
            self._index.publish(entries, self._loaded, folder, language, project, preview=preview)
        except SearchError as error:
            if self._is_asked_for:
                raise PluginError(f"The search index could not be made: {error}") from error
            log.warning(f"The site has no search, as its index could not be made: {error}")
            return False
        return True

    def _loaded(self, names: Sequence[str]) -> Mapping[str, SearchRecord]:
        made = {name: self._records[name] for name in names if name in self._records}
        return {**made, **self._load([name for name in names if name not in made])}


def _nothing(_: Sequence[str]) -> Mapping[str, SearchRecord]:
    return {}


def _plugin(config: MkDocsConfig, name: str) -> Any:
    """A search plugin that is switched on and can be switched off."""
    plugin: Any = config.plugins.get(name)
    return plugin if plugin is not None and getattr(plugin.config, "enabled", False) else None


def _excluded(meta: Any) -> bool:
    search = meta.get("search") if isinstance(meta, dict) else None
    return isinstance(search, dict) and bool(search.get("exclude"))
