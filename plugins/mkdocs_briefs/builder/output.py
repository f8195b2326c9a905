"""The files of a built site, as they are written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from mkdocs_briefs.builder.store import digest_of


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
