"""One build of a site at a time."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


_PAUSE = 0.1
"""Seconds between two tries."""


class Lock:
    """Held from `take` to `drop`, or until the process ends, however it ends.

    The file lies among the system's temporary files: a project may be read-only.
    """

    def __init__(self, site: Path) -> None:
        name = hashlib.blake2b(os.fsencode(os.path.realpath(site)), digest_size=12).hexdigest()
        self._path = Path(tempfile.gettempdir()) / f"mkdocs-briefs-{name}.lock"
        self._file: IO[bytes] | None = None

    def take(self, *, seconds: float) -> bool:
        """Take the lock; False where another build has it for longer than `seconds`.

        Where the system has no such locks, or refuses, everybody gets it.
        """
        end = time.monotonic() + seconds
        while not self._is_taken():
            if time.monotonic() >= end:
                return False
            time.sleep(_PAUSE)
        return True

    def _is_taken(self) -> bool:
        if fcntl is None:
            return True
        try:
            self._file = self._path.open("ab")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.drop()
            return False
        except OSError:
            self.drop()
        return True

    def drop(self) -> None:
        """Lets the next build begin."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None
