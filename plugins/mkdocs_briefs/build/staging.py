"""Publishing whole or not at all: a site is built beside the old one and then takes its place."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

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
        """Puts the new site in the place of the old one.

        Where the place itself cannot be renamed (a mounted volume), its content is exchanged.
        """
        try:
            if not self.site.exists():
                self.folder.rename(self.site)
            elif _exchanged(self.folder, self.site):
                self.folder.rename(self._previous)
            else:
                self.site.rename(self._previous)
                self.folder.rename(self.site)
        except OSError:
            self.recover()
            self._move_in()
        shutil.rmtree(self._previous, ignore_errors=True)

    def update(self, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
        """Puts these files, by their paths, in the place of those that the site has.

        Those `gone` are taken away. All is on the disk before the first file takes its place; a
        build that is stopped meanwhile is finished by the next. Raises OSError.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        for name, data in files.items():
            file = self.folder / _FILES / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        (self.folder / _GONE).write_text(json.dumps(sorted(gone)), "utf-8")
        self.folder.rename(self._update)
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
            self._finish_update()

    def _finish_update(self) -> None:
        new = self._update / _FILES
        for file in [path for path in new.rglob("*") if path.is_file()]:
            place = self.site / file.relative_to(new)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
        for name in json.loads((self._update / _GONE).read_text("utf-8")):
            (self.site / name).unlink(missing_ok=True)
        shutil.rmtree(self._update)

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
