"""Long work: forked processes that share what the first one has read, and how far it has come."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, TextIO, TypeVar

WAIT = 1.0
"""Seconds before a bar is shown: quick work needs none."""
_BAR_SECONDS, _LINE_SECONDS = 0.1, 10.0
"""Seconds between two drawings of the bar, and between two lines."""
_WIDTH = 30


class Progress:
    """Shows the progress of `what` on `stream` if it is a terminal, else by lines through `say`."""

    def __init__(
        self, what: str, total: int, say: Callable[[str], None], stream: TextIO | None = None
    ) -> None:
        self._what, self._total, self._say = what, total, say
        self._stream = sys.stderr if stream is None else stream
        self._terminal = self._stream.isatty()
        self._next = time.monotonic() + (WAIT if self._terminal else _LINE_SECONDS)
        self._drawn = False

    def seen(self, done: int) -> None:
        """Show that so many are done."""
        now = time.monotonic()
        if now < self._next or not self._total:
            return
        self._next = now + (_BAR_SECONDS if self._terminal else _LINE_SECONDS)
        if self._terminal:
            self._draw(done)
        else:
            self._say(f"{self._what}: {done:,} of {self._total:,}")

    def _draw(self, done: int) -> None:
        full = done * _WIDTH // self._total
        bar = f"{'█' * full}{'░' * (_WIDTH - full)}"
        self._stream.write(f"\r{self._what} {bar} {done:,}/{self._total:,}\x1b[K")
        self._stream.flush()
        self._drawn = True

    def end(self) -> None:
        """Remove the bar."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


class Phases:
    """Measures the seconds that the parts of a build take."""

    def __init__(self) -> None:
        self._start = self._since = time.perf_counter()
        self._took: dict[str, float] = {}

    def done(self, name: str) -> float:
        """End the part that began when the last one ended, and return its seconds."""
        now = time.perf_counter()
        took = now - self._since
        self._took[name] = self._took.get(name, 0.0) + took
        self._since = now
        return took

    def rest(self) -> None:
        """Count the time since the last part for none."""
        self._since = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.perf_counter() - self._start

    @property
    def slowest(self) -> list[tuple[str, float]]:
        """The parts that took at least a tenth of a second, the longest first."""
        parts = sorted(self._took.items(), key=lambda row: -row[1])
        return [(name, took) for name, took in parts if took >= 0.1]


R = TypeVar("R")

_BYTES = 4
"""Of a number in the queue."""
_MAX_QUEUED = 8_000
"""Numbers that fit into a pipe that nobody reads yet. Linux grants 64 kB (pipe(7))."""
_OBJECTS_PER_COLLECTION = 100_000
"""About ten pages: the parser of Markdown leaves some thousand objects in cycles for each."""
_MIN_TASKS = 64
"""Tasks from which on a second process is worth its start."""


def processes() -> int:
    """Return how many processes may work: as many as there are processors, or 1.

    It is 1 without a safe fork: the libraries of macOS do not survive one, and Windows has none.
    It is 1 in a daemon process of multiprocessing too, as such a process may not have children.
    """
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    if multiprocessing.current_process().daemon:
        return 1
    return len(os.sched_getaffinity(0))


def parallel_map(
    count: int, work: Callable[[int], R], workers: int, seen: Callable[[int], None] = lambda _: None
) -> list[R]:
    """Return `work` of every number below `count`, in order. A number may be asked for twice.

    `seen` is told now and then how many are done. Raises what `work` raises.
    """
    with rare_collection():
        return _map(count, work, workers, seen)


def leave_to_exit(thing: object) -> None:
    """Never free a thing: the end of the process frees its memory.

    To free millions of objects one by one takes an eighth of the CPU time of a build after an
    edited body: 5.85 instead of 5.15 s at 300 briefs (medians of six, in turns).
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))
    gc.freeze()


@contextmanager
def rare_collection() -> Iterator[None]:
    """Collect garbage rarely, and only what is made inside.

    What a build has read stays to its end, so that looking at it is for nothing. A child that looks
    at it copies the memory that it shares with its parent. A cold build of 300 briefs took 28.7
    instead of 23.5 CPU seconds where only forked work had this (medians of three, in turns).
    """
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS_PER_COLLECTION, *threshold[1:])
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        gc.unfreeze()


def _map(
    count: int, work: Callable[[int], R], workers: int, seen: Callable[[int], None]
) -> list[R]:
    if count < _MIN_TASKS:
        workers = 1
    size = max(1, min(8, count // (workers * 8)), -(-count // _MAX_QUEUED))
    batches = _queue(range(0, count, size))

    def share(seen: Callable[[int], None]) -> Iterator[tuple[int, R]]:
        """Yield what one process makes: it takes batches until there are no more."""
        while taken := os.read(batches, _BYTES):
            first = int.from_bytes(taken)
            seen(first)  # All before it are done, or nearly so.
            for number in range(first, min(first + size, count)):
                yield number, work(number)

    children: list[_Child] = []
    try:
        with suppress(OSError):  # no room for another process, or for its file
            children.extend(_Child(share(lambda _: None)) for _ in range(1, workers))
        made = dict(share(seen))
        for child in children:
            made.update(child.results())
    finally:
        for child in children:
            child.stop()
        os.close(batches)
    return [made[number] if number in made else work(number) for number in range(count)]


def _queue(numbers: range) -> int:
    """Return a pipe that holds `numbers`. Every process that has it takes from it."""
    reading, writing = os.pipe()
    for number in numbers:
        os.write(writing, number.to_bytes(_BYTES))
    os.close(writing)
    return reading


class _Child:
    """A forked process that works on `share` and writes what it makes to a file."""

    def __init__(self, share: Iterator[tuple[int, Any]]) -> None:
        # Nothing outside this process tree ever reads the file: it has no name.
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives until `stop`
        fork = multiprocessing.get_context("fork")
        self._process = fork.Process(target=self._run, args=(share,), daemon=True)
        try:
            self._process.start()
        except OSError:
            self._file.close()
            raise

    def _run(self, share: Iterator[tuple[int, Any]]) -> None:
        with suppress(Exception):  # The parent meets it again, and raises it.
            # One by one: all together would take as much memory again.
            for made in share:
                pickle.dump(made, self._file, pickle.HIGHEST_PROTOCOL)
        self._file.flush()
        os._exit(0)  # What its parent does at its end is not for it.

    def results(self) -> dict[int, Any]:
        """Return what the child made, once it has ended; nothing if it was killed."""
        self._process.join()
        if self._process.exitcode != 0:
            return {}
        self._file.seek(0)
        return dict(_read(self._file))

    def stop(self) -> None:
        """End the child if it still runs, and free its file."""
        self._process.kill()
        self._process.join()
        self._file.close()


def _read(file: IO[bytes]) -> Iterator[Any]:
    """Yield what a child wrote, up to what it was about to write when something ended it."""
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(file)  # noqa: S301 - written by our own child a moment ago
