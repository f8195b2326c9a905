"""Work in forked processes, which share what the first one has read.

A child takes its tasks from the same queue as its parent, and writes its results to a file. Its
parent makes what a lost child did not bring back, so a lost child costs time and nothing else.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeVar

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
    """
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def parallel_map(
    count: int, work: Callable[[int], R], workers: int, seen: Callable[[int], None] = lambda _: None
) -> list[R]:
    """Return `work` of every number below `count`, in order. A number may be asked for twice.

    `seen` is told now and then how many are done. Raises what `work` raises.
    """
    with _rare_collection():
        return _map(count, work, workers, seen)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Collect garbage rarely, and only what is made inside.

    A child that looks at older objects copies the memory that it shares with its parent. Without
    this, a cold build of 200 briefs took 15.8 instead of 14.4 CPU seconds (medians of five, made in
    turns on a busy machine).
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
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives until `results`
        sys.stdout.flush()
        sys.stderr.flush()
        self._has_ended = False
        try:
            self._pid = os.fork()
        except OSError:
            self._file.close()
            raise
        if self._pid == 0:
            self._run(share)

    def _run(self, share: Iterator[tuple[int, Any]]) -> None:
        """Do all that the child does. It ends here: the code of its parent is not for it."""
        try:
            with suppress(Exception):  # The parent meets it again, and raises it.
                # One by one: all together would take as much memory again.
                for made in share:
                    pickle.dump(made, self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
            os._exit(0)
        finally:
            os._exit(1)

    def results(self) -> dict[int, Any]:
        """Return what the child made, once it has ended; nothing if it was killed."""
        if self._wait():
            return {}
        self._file.seek(0)
        return dict(_read(self._file))

    def stop(self) -> None:
        """End the child if it still runs, and free its file."""
        if not self._has_ended:
            os.kill(self._pid, signal.SIGKILL)
            self._wait()
        self._file.close()

    def _wait(self) -> int:
        """Return the status of the child when it has ended; 1 where the system keeps none."""
        try:
            status = os.waitpid(self._pid, 0)[1]
        except ChildProcessError:  # signals of children are ignored here
            status = 1
        self._has_ended = True
        return status


def _read(file: IO[bytes]) -> Iterator[Any]:
    """Yield what a child wrote, up to what it was about to write when something ended it."""
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(file)  # noqa: S301 - written by our own child a moment ago
