"""A live preview notices a saved file at once where the system tells of it.

The host looks at every file twice a second, which takes a part of a processor on a large site, and
half of that time on average until a change is seen.
"""

from __future__ import annotations

import inspect
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from watchdog import events
from watchdog.observers.api import BaseObserver

from mkdocs_briefs.builder.workspace import tells_of_changes

_CHANGES = [
    events.FileCreatedEvent,
    events.FileDeletedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
]
"""What makes a preview build again. A file that is only read must not: builds read."""


def watch_closely(server: Any, config: MkDocsConfig, briefs: Path) -> Watching:
    """Has the host's server look at the folder of briefs, and notice all changes sooner."""
    looked_at = [path for path in _paths(config) if _given_up(server, path)]
    server.observer = watching = Watching(server.observer, briefs)
    for path in looked_at:
        server.watch(path)
    if briefs.is_dir():
        server.watch(str(briefs))
    return watching


def _paths(config: MkDocsConfig) -> list[str]:
    """What the host watches before any plugin does."""
    paths = [config.docs_dir, config.config_file_path, *config.theme.dirs]
    return list(dict.fromkeys(filter(None, paths)))


def _given_up(server: Any, path: str) -> bool:
    """Whether the server watched a path, which it does no longer."""
    with suppress(KeyError):
        server.unwatch(path)
        return True
    return False


class Watching:
    """In the place of the host's observer, `slow`: it asks the system, and `slow` for the rest."""

    def __init__(self, slow: Any, briefs: Path) -> None:
        self._slow, self._quick = slow, _quick_observer()
        self._briefs = briefs
        self._heard: set[str] = set()
        self._handlers: list[Any] = []
        self._owners: dict[Any, Any] = {}
        self._asked: list[tuple[Any, str, bool]] = []

    def schedule(self, handler: Any, path: str, *, recursive: bool = False) -> Any:
        """Tells `handler` of changes at or below a path from now on."""
        heard = _Unhidden(handler, self)
        self._handlers.append(handler)
        if self._quick is None or not tells_of_changes(path):
            return self._slowly(heard, path, recursive=recursive)
        watch = self._quick.schedule(heard, path, recursive=recursive, event_filter=_CHANGES)
        self._owners[watch] = self._quick
        self._asked.append((heard, path, recursive))
        return watch

    def _slowly(self, handler: Any, path: str, *, recursive: bool) -> Any:
        watch = self._slow.schedule(handler, path, recursive=recursive)
        self._owners[watch] = self._slow
        return watch

    def takes(self, event: events.FileSystemEvent) -> bool:
        """Takes note of an event; False for one that is the host's no concern.

        Hidden files among the briefs, such as editors make, are no part of a site.
        """
        places = {str(event.src_path), str(getattr(event, "dest_path", ""))} - {""}
        shown = {place for place in places if not self._is_hidden(place)}
        self._heard |= shown
        return bool(shown)

    def _is_hidden(self, place: str) -> bool:
        path = PurePath(place)
        if not path.is_relative_to(self._briefs):
            return False
        return any(name.startswith(".") for name in path.relative_to(self._briefs).parts)

    def call_again(self) -> None:
        """Have the server build as if a file had changed."""
        for handler in self._handlers[:1]:
            handler.dispatch(events.FileModifiedEvent(str(self._briefs)))

    def heard(self) -> set[str]:
        """The files of which something was heard since this was asked before."""
        heard, self._heard = self._heard, set()
        return heard

    def unschedule(self, watch: Any) -> None:
        """Tells nobody of these changes any more."""
        self._owners.pop(watch).unschedule(watch)

    def start(self) -> None:
        """Begins to look and to listen."""
        if self._quick is not None:
            try:
                self._quick.start()
            except OSError:  # the system has no room for so many folders
                self._quick = None
                for handler, path, recursive in self._asked:
                    self._slowly(handler, path, recursive=recursive)
        self._slow.start()

    def stop(self) -> None:
        """Ends it."""
        for observer in filter(None, (self._quick, self._slow)):
            observer.stop()

    def join(self, timeout: float | None = None) -> None:
        """Waits until it has ended."""
        for observer in filter(None, (self._quick, self._slow)):
            observer.join(timeout)


def _quick_observer() -> Any:
    """An observer that the system tells of changes; none where it cannot leave out mere reading."""
    if "event_filter" not in inspect.signature(BaseObserver.schedule).parameters:
        return None
    try:
        from watchdog.observers.inotify import InotifyObserver  # noqa: PLC0415 - Linux has it alone
    except ImportError:
        return None
    return InotifyObserver()


class _Unhidden(events.FileSystemEventHandler):
    """Passes on the events that are the host's concern."""

    def __init__(self, handler: Any, watching: Watching) -> None:
        self._handler, self._watching = handler, watching

    def dispatch(self, event: events.FileSystemEvent) -> None:
        """Hands an event to the host."""
        if self._watching.takes(event):
            self._handler.dispatch(event)
