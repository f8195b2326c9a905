"""Publishing whole or not at all: a site is built beside the old one and then takes its place."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs_briefs.build.spare import Spare

_FILES, _GONE = "files", "gone.json"
_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE: renameat2(2)."""


class Staging:
    """A folder beside `site` in which the next site grows.

    Both lie on one disk, so that changing places is a rename. What an interrupted build left is
    finished or thrown away at the next start.
    """

    def __init__(self, site: Path) -> None:
        self.site = Path(os.path.realpath(site))
        self.folder = self.site.parent / f".{self.site.name}.building"
        self._previous = self.site.parent / f".{self.site.name}.previous"
        self._update = self.site.parent / f".{self.site.name}.update"

    def begin(self) -> None:
        """Makes the folder, empty. Raises OSError when the disk refuses."""
        self.recover()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def publish(self) -> None:
        """Puts the new site in the place of the old one. Hidden entries of the old one stay.

        Where the place itself cannot be renamed (a mounted volume), its content is exchanged.
        """
        self._keep_hidden()
        try:
            if not self.site.exists():
                self.folder.rename(self.site)
            elif not _exchanged(self.folder, self.site):
                self.site.rename(self._previous)
                self.folder.rename(self.site)
        except OSError:
            self.recover()
            self._move_in()
        for old in (self.folder, self._previous):
            shutil.rmtree(old, ignore_errors=True)

    def restore(self, spare: Spare, paths: Iterable[str]) -> None:
        """Puts a site of these files of `spare` in the place of the old one. Raises OSError."""
        spare.fill(self.folder, paths)
        self.publish()
        self.folder.mkdir()

    def update(self, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
        """Puts these files, by their paths, in the place of those that the site has.

        Those `gone` are taken away. All is on the disk before the first file takes its place; a
        build that is stopped meanwhile is finished by the next. Raises OSError.
        """
        self.discard()
        try:
            for name, data in files.items():
                file = self.folder / _FILES / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            (self.folder / _GONE).write_text(json.dumps(sorted(gone)), "utf-8")
            self.folder.rename(self._update)
        except OSError:
            self.discard()
            raise
        self._finish_update()

    def discard(self) -> None:
        """Throws the new site away; the old one stays as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def recover(self) -> None:
        """Finishes or undoes what a stopped build left between two renames."""
        if self._previous.exists() and not self.site.exists():
            self._previous.rename(self.site)
        shutil.rmtree(self._previous, ignore_errors=True)
        if self._update.exists():
            try:
                self._finish_update()
            except (OSError, ValueError):  # it was not whole on the disk: no site waits for it
                shutil.rmtree(self._update, ignore_errors=True)

    def _finish_update(self) -> None:
        new = self._update / _FILES
        if not self.site.exists():
            raise FileNotFoundError(self.site)
        for file in [path for path in new.rglob("*") if path.is_file()]:
            place = self.site / file.relative_to(new)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
        for name in json.loads((self._update / _GONE).read_text("utf-8")):
            (self.site / name).unlink(missing_ok=True)
        # At once, so that an update is whole as long as it bears its name.
        self.discard()
        self._update.rename(self.folder)
        self.discard()

    def _keep_hidden(self) -> None:
        """Hosts leave what is hidden in a site alone: it may be the Git data of its branch."""
        for entry in self.site.glob(".*"):
            place = self.folder / entry.name
            if place.exists():
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.copytree(entry, place, symlinks=True)
            else:
                shutil.copy2(entry, place, follow_symlinks=False)

    def _move_in(self) -> None:
        self.site.mkdir(parents=True, exist_ok=True)
        for entry in self.site.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        for entry in self.folder.iterdir():
            shutil.move(entry, self.site / entry.name)
        self.folder.rmdir()


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders could change places in one step, so that neither is ever missing."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and not rename(
        _HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE
    )
