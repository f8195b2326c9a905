"""The spare of a published site: a second name for each of its files, in the cache.

Both names are one file on the disk, so a spare takes no room of its own there, and a site that was
deleted, or never came along with the cache, is back without anything being made. A file that is
changed in place changes under both names; size and time tell, as they do for the site itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from mkdocs_briefs.build.memory import Stamp


class Spare:
    """Lies in `folder`, flat: a site has about as many folders as files, and each costs a call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, site: Path, paths: Iterable[str]) -> None:
        """Takes a second name for these files of `site`, in place of all it had.

        Where the disk grants none, as between two disks, there is no spare. One build at a time
        may do this.
        """
        fresh = self._folder.with_name(f"{self._folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            fresh.mkdir(parents=True)
            _link_all((f"{site}/{path}", _place(fresh, path)) for path in paths)
            self.drop()
            fresh.rename(self._folder)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
            self.drop()

    def update(self, site: Path, paths: Iterable[str], gone: Iterable[str]) -> None:
        """Follows a site of which these files were replaced, and others are `gone`."""
        if not self._folder.is_dir():
            return
        try:
            for path in (*paths, *gone):
                with suppress(FileNotFoundError):
                    os.unlink(_place(self._folder, path))  # noqa: PTH108 - of thousands
            _link_all((f"{site}/{path}", _place(self._folder, path)) for path in paths)
        except OSError:
            self.drop()

    def holds(self, files: Mapping[str, Stamp]) -> bool:
        """Whether it has each of these files as it was."""
        return all(_stamp(_place(self._folder, path)) == stamp for path, stamp in files.items())

    def fill(self, folder: Path, paths: Iterable[str]) -> None:
        """Gives these files their places below `folder`. Raises OSError."""
        _link_all((_place(self._folder, path), f"{folder}/{path}") for path in paths)

    def drop(self) -> None:
        """Gives all names back."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _place(folder: Path, path: str) -> str:
    name = hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return f"{folder}/{name[:2]}/{name[2:]}"


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return (status.st_size, int(status.st_mtime))


def _link_all(names: Iterable[tuple[str, str]]) -> None:
    """Gives each file its second name, and the folder for that."""
    follow = os.link not in os.supports_follow_symlinks
    made: set[str] = set()
    for old, new in names:
        parent = new.rpartition("/")[0]
        if parent not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103 - of thousands
            made.add(parent)
        os.link(old, new, follow_symlinks=follow)
