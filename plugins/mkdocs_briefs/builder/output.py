"""Files of a built site as they are written, and its publication, which is complete or none."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_briefs.builder.store import digest_of


class SourceFiles:
    """A folder of files that last for one build, among the system's temporary files."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._output: Output | None = None

    def write(self, path: str, text: str) -> str:
        """Write a file at `path`, relative to the folder. Return where it is. Raises OSError."""
        if self._folder is None or self._output is None:
            self._folder = Path(tempfile.mkdtemp(prefix="mkdocs-briefs-"))
            self._output = Output(self._folder, self._folder)
            # Builds that are interrupted leave nothing either.
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._output.write(path, text)
        return str(self._folder / path)

    def remove(self) -> None:
        """Remove the folder."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = self._output = None


class Output:
    """Writes a site into a folder, beside the folder `before` of the published site.

    The folder may have files of any earlier build.
    """

    def __init__(self, folder: str | os.PathLike[str], before: Path) -> None:
        self._root, self._before = os.fspath(folder), os.fspath(before)
        self._made: set[str] = set()

    def write(self, path: str, content: str | bytes) -> str:
        """Write a file at `path`, relative to the folder, with `/` between its parts.

        Return its digest. A file that holds this already stays. What has no UTF-8, such as half a
        surrogate pair, becomes a character reference. Raises OSError.
        """
        data = content if isinstance(content, bytes) else _encoded(content)
        self._put(path, data)
        return digest_of(data)

    def _put(self, path: str, data: bytes) -> None:
        name = self._place(path)
        try:
            file = open(name, "xb")  # noqa: PTH123, SIM115 - no Path for each of many files
        except FileExistsError:
            if _holds(name, data):
                return
            _remove(name)  # not written into: the published site may share it
            file = open(name, "xb")  # noqa: PTH123, SIM115 - as above
        with file:
            file.write(data)

    def keep(self, path: str, digest: str) -> bool:
        """Take over the published file at `path`; return False if it has another digest."""
        old, name = f"{self._before}/{path}", self._place(path)
        try:
            if _has(old, digest):
                if not _is_one_file(old, name):
                    _link(old, name)
                return True
        except OSError:
            pass
        return _has(name, digest)

    def read(self, path: str) -> str:
        """Return the text that was written at `path`. Raises OSError."""
        with open(f"{self._root}/{path}", encoding="utf-8", newline="") as file:  # noqa: PTH123 - as above
            return file.read()

    def _place(self, path: str) -> str:
        name = f"{self._root}/{path}"
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            try:
                os.mkdir(parent)  # noqa: PTH102 - as above
            except OSError:
                if not os.path.isdir(parent):  # noqa: PTH112 - as above
                    _make_folder(self._root, parent)
            self._made.add(parent)
        return name


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "xmlcharrefreplace")


def _make_folder(root: str, folder: str) -> None:
    """Make a folder below `root`, in place of any file at its path or above."""
    for end in (n for n, sign in enumerate(f"{folder}/") if sign == "/" and n > len(root)):
        if os.path.lexists(folder[:end]) and not os.path.isdir(folder[:end]):  # noqa: PTH112 - as above
            os.unlink(folder[:end])  # noqa: PTH108 - as above
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above


def _remove(name: str) -> None:
    """Delete a file or a folder. Raises OSError."""
    if os.path.isdir(name) and not os.path.islink(name):  # noqa: PTH112, PTH114 - as above
        shutil.rmtree(name)
    else:
        os.unlink(name)  # noqa: PTH108 - as above


def _digest(name: str) -> str:
    with open(name, "rb") as file:  # noqa: PTH123 - as above
        return digest_of(file.read())


def _has(name: str, digest: str) -> bool:
    try:
        return _digest(name) == digest
    except OSError:
        return False


def _holds(name: str, data: bytes) -> bool:
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - as above
            return file.read(len(data) + 1) == data
    except OSError:
        return False


def _is_one_file(one: str, other: str) -> bool:
    """Return whether two names are of one file. Raises OSError if the first is of none."""
    try:
        status = os.lstat(other)
    except OSError:
        return one == other
    return os.path.samestat(os.lstat(one), status)


def _link(old: str, new: str) -> None:
    """Make a hard link to a file, or a copy where the disk has no hard links."""
    with suppress(FileNotFoundError):
        _remove(new)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def tidy(folder: Path, keep: Collection[str], untouched: Collection[str] = ()) -> None:
    """Delete every file below `folder` but those of these paths, and empty folders.

    What is below the folders `untouched` stays.
    """
    _tidy(os.fspath(folder), "", keep, untouched)


def _tidy(place: str, prefix: str, keep: Collection[str], untouched: Collection[str]) -> bool:
    """Tidy one folder; return whether anything is left in it."""
    left = False
    with os.scandir(place) as entries:
        for entry in entries:
            path = prefix + entry.name
            if path in keep:
                left = True
            elif not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108 - as above
            elif path in untouched or _tidy(entry.path, f"{path}/", keep, untouched):
                left = True
            else:
                os.rmdir(entry.path)  # noqa: PTH106 - as above
    return left


def move_into(folder: Path, target: Path) -> None:
    """Move every file below `folder` to its path below `target`, in the place of any other."""
    for root, _, names in os.walk(folder):
        place = target / Path(root).relative_to(folder)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            Path(root, name).replace(place / name)


def link_all(folder: Path, target: Path) -> None:
    """Link every file below `folder` to a new folder `target`. Raises OSError."""
    pending = [(os.fspath(folder), os.fspath(target))]
    while pending:
        place, new = pending.pop()
        os.makedirs(new)  # noqa: PTH103 - as above
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{new}/{entry.name}"))
                else:
                    os.link(entry.path, f"{new}/{entry.name}", follow_symlinks=False)


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
