"""The live preview: it shows the pages of saved briefs first, and notices a saved file at once.

MkDocs looks at every file twice a second. On a large site that takes a part of a processor, and a
change is seen a quarter of a second late. So the system reports changes, if it can.
"""

from __future__ import annotations

import inspect
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import jinja2
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from watchdog import events
from watchdog.observers.api import BaseObserver

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.builder.workspace import tells_of_changes
from mkdocs_briefs.host.files import PageRegistration, ViewPage
from mkdocs_briefs.host.log import log
from mkdocs_briefs.host.page_writer import PageWriter
from mkdocs_briefs.model.brief import Brief

MAX_SAVED = 5
"""Briefs saved at once up to which their pages come first."""
DELAY = 0.05
"""Seconds without another change after which a build begins; MkDocs waits a tenth.

An editor that saves a file makes several changes within milliseconds.
"""
PAUSE = 3.0
"""Seconds without another save after which the rest of the site is built.

A browser that reloads a page, and the page of the next save, wait for a running build.
"""
_CHANGES = [
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]
"""Events after which a preview builds again. Reading is none: builds read."""


@dataclass(frozen=True)
class HostPages:
    """Writes pages as MkDocs does, for a site whose search looks at every page."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment

    def write_saved(self, pages: Iterable[ViewPage], site: Site) -> None:
        """Write these pages over those that a preview shows. The next build updates the search."""
        shown = self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        for page in pages:
            _populate_page(page, self.config, self.files)
            _build_page(page, self.config, shown, self.nav, self.env)


@dataclass(frozen=True)
class LastPreview:
    """What the last build of a preview left for the next."""

    registration: PageRegistration
    writer: PageWriter | HostPages
    reader: Reader
    project: Path

    def write(self, paths: Collection[str]) -> list[str]:
        """Write the pages of these saved briefs, and return the names of their files.

        Return none and write nothing if another file was saved, or if a brief is wrong or has
        another address: then the whole site must be built.
        """
        loaded = self.registration.loaded
        folder = loaded.workspace.folder.parent
        saved = {os.path.relpath(path, folder).replace(os.sep, "/") for path in paths}
        old_pages = {
            page.source.uri: page
            for page in self.registration.pages.values()
            if isinstance(page.source, Brief)
        }
        if not saved or len(saved) > MAX_SAVED or not saved <= old_pages.keys():
            return []
        fresh = self.reader.load(self.project, loaded.library.settings)
        site = self.registration.site_of(fresh)
        specs = {
            spec.source.uri: spec
            for spec in site.brief_specs()
            if isinstance(spec.source, Brief) and spec.source.uri in saved
        }
        pages = [
            old_pages[uri].updated(spec, site)
            for uri, spec in specs.items()
            if spec.head.path == old_pages[uri].head.path
        ]
        if len(pages) < len(saved):
            return []
        self.registration.site = site
        self.writer.write_saved(pages, site)
        return sorted(saved)


class PreviewBuilder:
    """What `mkdocs serve` calls after a file was saved, in the place of `build`."""

    def __init__(
        self,
        build: Callable[[], None],
        last: Callable[[], LastPreview | None],
        observer: QuickObserver,
    ) -> None:
        self._build, self._last, self._observer = build, last, observer
        self._timer: threading.Timer | None = None

    def __call__(self) -> None:
        """Write the pages of saved briefs and build the rest later; otherwise build at once."""
        start = time.perf_counter()
        if self._timer:
            self._timer.cancel()
        saved, last = self._observer.changed_paths(), self._last()
        made = []
        with suppress(PluginError, OSError):  # the build meets and logs the same error
            made = last.write(saved) if last else []
        if not made:
            self._build()
            return
        took = time.perf_counter() - start
        log.info(f"Printed {', '.join(made)} in {took:.2f} s; the rest follows.")
        self._timer = threading.Timer(PAUSE, self._observer.repeat)
        self._timer.daemon = True
        self._timer.start()


def observe(server: Any, config: MkDocsConfig, briefs: Path) -> QuickObserver:
    """Make the server of MkDocs watch the folder of briefs, and notice all changes sooner."""
    paths = [config.docs_dir, config.config_file_path, *config.theme.dirs]
    watched = [path for path in dict.fromkeys(filter(None, paths)) if _unwatch(server, path)]
    server.build_delay = DELAY
    server.observer = observer = QuickObserver(server.observer, briefs)
    for path in watched:
        server.watch(path)
    if briefs.is_dir():
        server.watch(str(briefs))
    return observer


def _unwatch(server: Any, path: str) -> bool:
    """Make the server watch a path no longer. Return whether it did."""
    with suppress(KeyError):
        server.unwatch(path)
        return True
    return False


class QuickObserver:
    """An observer to which the system reports changes. The `polling` observer does the rest."""

    def __init__(self, polling: Any, briefs: Path) -> None:
        self._polling, self._system = polling, _system_observer()
        self._briefs = briefs
        self._changed: set[str] = set()
        self._handlers: list[Any] = []
        self._observers: dict[Any, Any] = {}
        self._scheduled: list[tuple[Any, str, bool]] = []

    def schedule(self, handler: Any, path: str, *, recursive: bool = False) -> Any:
        """Call `handler` after each change at or below a path."""
        filtered = _VisibleFiles(handler, self)
        self._handlers.append(handler)
        if self._system is None or not tells_of_changes(path):
            return self._poll(filtered, path, recursive=recursive)
        watch = self._system.schedule(filtered, path, recursive=recursive, event_filter=_CHANGES)
        self._observers[watch] = self._system
        self._scheduled.append((filtered, path, recursive))
        return watch

    def _poll(self, handler: Any, path: str, *, recursive: bool) -> Any:
        watch = self._polling.schedule(handler, path, recursive=recursive)
        self._observers[watch] = self._polling
        return watch

    def note(self, event: events.FileSystemEvent) -> bool:
        """Note an event. Return False for a hidden file among the briefs, as editors make them."""
        paths = {str(event.src_path), str(getattr(event, "dest_path", ""))} - {""}
        visible = {path for path in paths if not self._is_hidden(path)}
        self._changed |= visible
        return bool(visible)

    def _is_hidden(self, name: str) -> bool:
        path = PurePath(name)
        if not path.is_relative_to(self._briefs):
            return False
        return any(part.startswith(".") for part in path.relative_to(self._briefs).parts)

    def repeat(self) -> None:
        """Make the server build as if a file had changed."""
        for handler in self._handlers[:1]:
            handler.dispatch(events.FileModifiedEvent(str(self._briefs)))

    def changed_paths(self) -> set[str]:
        """Return the files that have changed since the last call."""
        changed, self._changed = self._changed, set()
        return changed

    def unschedule(self, watch: Any) -> None:
        """Call nobody after these changes any more."""
        self._observers.pop(watch).unschedule(watch)

    def start(self) -> None:
        """Begin to observe."""
        if self._system is not None:
            try:
                self._system.start()
            except OSError:  # the system has no room for so many folders
                self._system = None
                for handler, path, recursive in self._scheduled:
                    self._poll(handler, path, recursive=recursive)
        self._polling.start()

    def stop(self) -> None:
        """Stop observing."""
        for observer in filter(None, (self._system, self._polling)):
            observer.stop()

    def join(self, timeout: float | None = None) -> None:
        """Wait until observing has ended."""
        for observer in filter(None, (self._system, self._polling)):
            observer.join(timeout)


def _system_observer() -> Any:
    """Return an observer to which the system reports changes, if it can leave out mere reading."""
    if "event_filter" not in inspect.signature(BaseObserver.schedule).parameters:
        return None
    try:
        from watchdog.observers.inotify import InotifyObserver  # noqa: PLC0415 - Linux only
    except ImportError:
        return None
    return InotifyObserver()


class _VisibleFiles(events.FileSystemEventHandler):
    """Passes on the events of files that are no hidden ones."""

    def __init__(self, handler: Any, observer: QuickObserver) -> None:
        self._handler, self._observer = handler, observer

    def dispatch(self, event: events.FileSystemEvent) -> None:
        """Pass an event on to MkDocs."""
        if self._observer.note(event):
            self._handler.dispatch(event)
