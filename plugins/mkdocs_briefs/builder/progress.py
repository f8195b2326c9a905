"""Progress of long work: a bar on a terminal, or now and then a line in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

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
