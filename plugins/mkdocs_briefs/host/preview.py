"""A live preview: the page of a saved brief comes first, and the rest of the site after it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from mkdocs.exceptions import PluginError

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.host.log import log
from mkdocs_briefs.host.page_registration import PageRegistration
from mkdocs_briefs.host.page_writer import PageWriter
from mkdocs_briefs.host.preview_watcher import Watching
from mkdocs_briefs.model.brief import Brief

MAX_SAVED = 5
"""Briefs saved at once up to which their pages come first."""
PAUSE = 3.0
"""Seconds without another save after which the rest of the site is built.

A browser that reloads a page, and the page of the next save, wait for a build that has begun.
"""


@dataclass(frozen=True)
class Shown:
    """What the last build of a preview left."""

    placing: PageRegistration
    writer: PageWriter
    reader: Reader

    def write(self, paths: Collection[str]) -> list[str]:
        """Write the pages of these saved briefs, and return the names of their files.

        Return none, and write nothing, where anything else was saved, or where a brief is wrong or
        has another address: then all must be built.
        """
        loaded = self.placing.loaded
        folder = loaded.workspace.folder.parent
        saved = {os.path.relpath(path, folder).replace(os.sep, "/") for path in paths}
        shown = {
            page.source.uri: page
            for page in self.placing.pages.values()
            if isinstance(page.source, Brief)
        }
        if not saved or len(saved) > MAX_SAVED or not saved <= shown.keys():
            return []
        fresh = self.reader.load(self.writer.project, loaded.library.settings)
        site = self.placing.site_of(fresh)
        specs = {
            spec.source.uri: spec
            for spec in site.brief_specs()
            if isinstance(spec.source, Brief) and spec.source.uri in saved
        }
        pages = [
            shown[uri].renewed(spec, site)
            for uri, spec in specs.items()
            if spec.head.path == shown[uri].head.path
        ]
        if len(pages) < len(saved):
            return []
        self.writer.write_saved(pages, site)
        return sorted(saved)


class Preview:
    """What `mkdocs serve` calls when a file was saved, in the place of `build`."""

    def __init__(
        self, build: Callable[[], None], shown: Callable[[], Shown | None], watching: Watching
    ) -> None:
        self._build, self._shown, self._watching = build, shown, watching
        self._rest: threading.Timer | None = None

    def __call__(self) -> None:
        """Write the pages of saved briefs and come back for the rest; else build."""
        start = time.perf_counter()
        if self._rest:
            self._rest.cancel()
        saved, shown = self._watching.heard(), self._shown()
        made = []
        with suppress(PluginError, OSError):  # which the build meets again, and says
            made = shown.write(saved) if shown else []
        if not made:
            self._build()
            return
        took = time.perf_counter() - start
        log.info(f"Printed {', '.join(made)} in {took:.2f} s; the rest follows.")
        self._rest = threading.Timer(PAUSE, self._watching.call_again)
        self._rest.daemon = True
        self._rest.start()
