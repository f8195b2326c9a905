"""Files on the disk for pages that have no source, because some plugins open the file of a page."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

from mkdocs_briefs.builder.output import Output


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
