"""One build of a site at a time."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Lock:
    """Held from `take` to `drop`, or until the process ends, however it ends.

    The file lies among the system's temporary files, because a project may be read-only.
    """

    def __init__(self, site: Path) -> None:
        site_path = os.path.normcase(os.path.realpath(site))
        name = hashlib.blake2b(os.fsencode(site_path), digest_size=12).hexdigest()
        self._path = Path(tempfile.gettempdir()) / f"mkdocs-briefs-{name}.lock"
        self._lock: BaseFileLock | None = None

    def take(self, *, seconds: float) -> bool:
        """Take the lock; return False if another build still has it after `seconds`.

        Where the system has no locks, or refuses them, everybody gets it. A lock that is only a
        file would stay behind a process that was killed.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - 60 ms, which only a build needs

        lock = FileLock(self._path, thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        self._lock = lock
        return True

    def drop(self) -> None:
        """Let the next build begin."""
        if self._lock is not None:
            with suppress(OSError):
                self._lock.release()
            self._lock = None
