"""Work on many things at once: forked processes that share what the first one has read.

A child writes what it made to a file without a name and ends; it takes its tasks from the same
queue as its parent. What a child did not bring back, because it died, its parent makes itself, so
a lost child costs time and nothing else. Results come in the order of the tasks.
"""

from __future__ import annotations

import ctypes
import gc
import mmap
import os
import pickle
import signal
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, TypeVar

_SELDOM = 100_000
"""Objects made, less those let go, after which the collector looks: some ten pages' worth of
cycles, of which the parser of Markdown leaves a few thousand each."""


def abandon(*things: object) -> None:
    """Leaves what is no longer needed to the end of the process, which gives all memory back.

    To let go of millions of objects one by one takes seconds, and nothing comes after.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(things))
    gc.freeze()


def swept() -> None:
    """Frees the cycles among what was made since the collector last left all in peace.

    Where the C library can, it gives the system back what lies free between what is still held.
    """
    gc.collect()
    if trim := getattr(ctypes.pythonapi, "malloc_trim", None):  # glibc has it, others have not
        trim(0)


def cleared() -> None:
    """Frees all cycles that nobody holds, also those that were left in peace.

    For a process that builds again and again: what `kept` and `seldom` leave in peace at one build
    is what the build before it has left over.
    """
    gc.unfreeze()
    swept()


@contextmanager
def resting() -> Iterator[None]:
    """The collector rests meanwhile: for work that makes much and lets little go."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@contextmanager
def seldom() -> Iterator[None]:
    """Only what is made inside is looked through, and only now and then.

    For work that makes a page at a time and lets all of it go but for a little.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def kept() -> Iterator[None]:
    """What is made inside is not looked through, neither meanwhile nor after.

    A library holds no cycles, so counting references frees it as soon as nobody holds it. Whatever
    else stood in memory at the time is looked through again from the next `kept` on.
    """
    running = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()


R = TypeVar("R")

_NUMBER = struct.Struct("<I")
_MOST_QUEUED = 8_000
"""Numbers that fit into a pipe that nobody reads yet: POSIX grants 512 bytes, Linux 64 kB."""
_FEWEST = 64
"""Tasks for which a second process is not worth its start."""


def processes() -> int:
    """How many processes may work: the processors that this one may use, or 1 without a safe fork.

    macOS has a fork that its own libraries do not survive; Windows has none.
    """
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def parallel_map(
    count: int, work: Callable[[int], R], workers: int, seen: Callable[[int], None] = lambda _: None
) -> list[R]:
    """`work` of every number below `count`, in order; each number is asked for at least once.

    `seen` is told now and then how many are done. Raises what `work` raises.
    """
    with seldom():  # A child that collects would copy all that it shares.
        return _spread(count, work, workers, seen)


def _spread(
    count: int, work: Callable[[int], R], workers: int, seen: Callable[[int], None]
) -> list[R]:
    tally = _Tally(max(1, workers))
    if workers < 2 or count < _FEWEST:
        return list(map(tally.counting(0, work, seen), range(count)))
    size = max(1, min(8, count // (workers * 8)), -(-count // _MOST_QUEUED))
    queue = _queue(range(0, count, size))
    children: list[_Child] = []
    try:
        with suppress(OSError):  # no room for another process, or for its file
            children.extend(
                _Child(queue, size, count, tally.counting(n, work)) for n in range(1, workers)
            )
        made = dict(_share(queue, size, count, tally.counting(0, work, seen)))
        for child in children:
            made.update(child.results())
    finally:
        for child in children:
            child.stop()
        os.close(queue)
    return [made[number] if number in made else work(number) for number in range(count)]


class _Tally:
    """What all processes have done, in memory that they share: a number for each."""

    def __init__(self, workers: int) -> None:
        self._memory = mmap.mmap(-1, workers * _NUMBER.size)
        self._places = range(0, workers * _NUMBER.size, _NUMBER.size)

    def counting(
        self, place: int, work: Callable[[int], R], seen: Callable[[int], None] | None = None
    ) -> Callable[[int], R]:
        """`work` that counts for the process at `place`, and tells `seen` of all."""

        def counted(number: int) -> R:
            made = work(number)
            at = self._places[place]
            _NUMBER.pack_into(self._memory, at, _NUMBER.unpack_from(self._memory, at)[0] + 1)
            if seen is not None:
                seen(sum(_NUMBER.unpack_from(self._memory, each)[0] for each in self._places))
            return made

        return counted


def _queue(numbers: range) -> int:
    """A pipe that holds `numbers`, one to a read; every process that has it takes from it."""
    reading, writing = os.pipe()
    for number in numbers:
        os.write(writing, _NUMBER.pack(number))
    os.close(writing)
    return reading


def _share(queue: int, size: int, count: int, work: Callable[[int], R]) -> Iterator[tuple[int, R]]:
    """What one process makes of the queue."""
    while taken := os.read(queue, _NUMBER.size):
        first = _NUMBER.unpack(taken)[0]
        for number in range(first, min(first + size, count)):
            yield number, work(number)


def _read(file: IO[bytes]) -> Iterator[Any]:
    """What a child wrote, up to what it was about to write when something ended it."""
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(file)  # noqa: S301 - written by our own child a moment ago


class _Child:
    """A forked process with its share of the work."""

    def __init__(self, queue: int, size: int, count: int, work: Callable[[int], R]) -> None:
        # Nothing outside this process tree ever reads the file: it has no name.
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives until `results`
        sys.stdout.flush()
        sys.stderr.flush()
        self._ended = False
        try:
            self._pid = os.fork()
        except OSError:
            self._file.close()
            raise
        if self._pid == 0:
            self._run(queue, size, count, work)

    def _run(self, queue: int, size: int, count: int, work: Callable[[int], R]) -> None:
        """All that the child does. It ends here, whatever happens: its parent's code is not its."""
        status = 1
        try:
            try:
                # Each by itself: all together would fill as much room again before they are read.
                for made in _share(queue, size, count, work):
                    pickle.dump(made, self._file, pickle.HIGHEST_PROTOCOL)
            except Exception:  # noqa: BLE001 - the parent meets it again, and raises it
                status = 0
            self._file.flush()
            status = 0
        finally:
            os._exit(status)

    def results(self) -> dict[int, R]:
        """What the child made, once it has ended; nothing if it was stopped."""
        status = self._wait()
        with self._file as file:
            if status:
                return {}
            file.seek(0)
            return dict(_read(file))

    def stop(self) -> None:
        """Ends a child whose results nobody will ask for: it must not write any longer."""
        if not self._ended:
            os.kill(self._pid, signal.SIGKILL)
            self._wait()
            self._file.close()

    def _wait(self) -> int:
        """The status of the child when it has ended; 1 where the system keeps none."""
        try:
            status = os.waitpid(self._pid, 0)[1]
        except ChildProcessError:  # signals of children are ignored here
            status = 1
        self._ended = True
        return status
