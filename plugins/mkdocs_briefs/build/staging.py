"""Publishing whole or not at all: a site is built beside the old one and then takes its place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class Staging:
    """A folder beside `site` in which the next site grows.

    Both lie on one disk, so that changing places is a rename. What an interrupted build left is
    thrown away at the next start.
    """

    def __init__(self, site: Path) -> None:
        self.site = Path(os.path.realpath(site))
        self.folder = self.site.parent / f".{self.site.name}.building"
        self._previous = self.site.parent / f".{self.site.name}.previous"

    def begin(self) -> None:
        """Makes the folder, empty. Raises OSError when the disk refuses."""
        self._recover()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def publish(self) -> None:
        """Puts the new site in the place of the old one.

        Where the place itself cannot be renamed (a mounted volume), its content is exchanged.
        """
        try:
            if self.site.exists():
                self.site.rename(self._previous)
            self.folder.rename(self.site)
        except OSError:
            self._recover()
            self._exchange()
        shutil.rmtree(self._previous, ignore_errors=True)

    def discard(self) -> None:
        """Throws the new site away; the old one stays as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _recover(self) -> None:
        """Brings the old site back if a build was stopped between two renames."""
        if self._previous.exists() and not self.site.exists():
            self._previous.rename(self.site)
        shutil.rmtree(self._previous, ignore_errors=True)

    def _exchange(self) -> None:
        self.site.mkdir(parents=True, exist_ok=True)
        for entry in self.site.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        for entry in self.folder.iterdir():
            shutil.move(entry, self.site / entry.name)
        self.folder.rmdir()
