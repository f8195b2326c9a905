"""Publishing a site completely or not at all: a new one is built, and takes the old one's place."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_briefs.builder.output import link_all

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Lock:
    """Lets one build of a site run at a time: from `take` to `drop`, or to the end of its process.

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


_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE: renameat2(2)."""
_NEW = ".briefs-new"
"""Folder inside a site that cannot be renamed, in which the new files grow or wait."""


class Staging:
    """A folder beside `site` in which the next site grows.

    Both lie on one disk, so that changing places is a rename. Where nothing can be made beside the
    site, the next one grows inside it. What an interrupted build left is thrown away, or put back,
    at the next start.
    """

    def __init__(self, site: Path) -> None:
        self.site = Path(os.path.realpath(site))
        self.folder = self.site.parent / f".{self.site.name}.building"
        self._previous = self.site.parent / f".{self.site.name}.previous"
        self._began = 0

    def begin(self) -> None:
        """Make the folder, empty. Raises OSError when the disk refuses."""
        self.recover()
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            self.folder.mkdir(parents=True)
        except OSError:
            if not self.site.is_dir():
                raise
            self.folder = self.site / _NEW
            self.folder.mkdir()
        self._began = self.folder.stat().st_mtime_ns

    def gather_strays(self) -> None:
        """Move into the new site what was written to the place of the old one meanwhile.

        Other plugins may note that place before the build turns its output away from it. Raises
        OSError.
        """
        for name in [*_files_in(self.site)]:
            file, place = self.site / name, self.folder / name
            if name.startswith(".") or place.exists() or file.stat().st_mtime_ns < self._began:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)

    def publish(self, folder: Path, *, keep: bool) -> None:
        """Put the new site in `folder` in the place of the old one, of which hidden entries stay.

        With `keep` the folder then holds the old site, or second names of the new one. Where the
        place itself cannot be renamed (a mounted volume), its files are replaced one by one. Raises
        OSError where the disk has no room; the old site then stays.
        """
        self._keep_hidden(folder)
        if folder.is_relative_to(self.site):
            self._replace_files(folder)
        else:
            try:
                self._change_places(folder, keep=keep)
            except OSError:
                self.recover()
                self._replace_files(folder)
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
        elif not folder.exists():
            with suppress(OSError):
                link_all(self.site, folder)
        for old in (self.folder, self._previous):
            shutil.rmtree(old, ignore_errors=True)

    def _change_places(self, folder: Path, *, keep: bool) -> None:
        """Rename the folder to the site, and the site to the folder. Raises OSError."""
        if not self.site.exists():
            folder.rename(self.site)
        elif not _exchanged(folder, self.site):
            self.site.rename(self._previous)
            folder.rename(self.site)
            if keep:
                with suppress(OSError):
                    self._previous.rename(folder)

    def discard(self) -> None:
        """Delete the new site; the old one stays as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def recover(self) -> None:
        """Undo what a stopped build left between two renames."""
        if self._previous.exists() and not self.site.exists():
            self._previous.rename(self.site)
        shutil.rmtree(self._previous, ignore_errors=True)
        shutil.rmtree(self.site / _NEW, ignore_errors=True)

    def _keep_hidden(self, folder: Path) -> None:
        """Copy what is hidden in the old site: it may be the Git data of its branch."""
        for entry in self.site.glob(".*"):
            place = folder / entry.name
            if place.exists() or entry.name == _NEW:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.copytree(entry, place, symlinks=True)
            else:
                shutil.copy2(entry, place, follow_symlinks=False)

    def _replace_files(self, folder: Path) -> None:
        """Copy every new file to the disk of the site, then move each to its place.

        Pages come last, so that whatever a page needs is there; old files go after that.
        """
        new = self.site / _NEW
        try:
            if folder != new:
                shutil.copytree(folder, new, symlinks=True)
        except (OSError, shutil.Error):
            shutil.rmtree(new, ignore_errors=True)
            raise
        names = sorted(_files_in(new), key=_order)
        for name in names:
            place = self.site / name
            _make_room(self.site, place)
            (new / name).replace(place)
        shutil.rmtree(new)
        kept = {*names}
        for name in [*_files_in(self.site)]:
            if name not in kept:
                (self.site / name).unlink()
        for inner, _, _ in os.walk(self.site, topdown=False):
            if inner != str(self.site):
                with suppress(OSError):  # not empty
                    Path(inner).rmdir()


def _order(name: str) -> tuple[bool, bool, str]:
    """Return a key that sorts files: first those that others need, pages last."""
    return name.endswith(".html"), name.endswith("pagefind-entry.json"), name


def _make_room(site: Path, place: Path) -> None:
    """Make the folders of a new file, and delete what is in their place or in its."""
    for folder in reversed(place.relative_to(site).parents[:-1]):
        if (site / folder).is_symlink() or (site / folder).is_file():
            (site / folder).unlink()
        (site / folder).mkdir(exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)


def _files_in(folder: Path) -> Iterator[str]:
    for root, _, names in os.walk(folder):
        for name in names:
            yield Path(root, name).relative_to(folder).as_posix()


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return whether the system could do it."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and not rename(
        _HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE
    )
