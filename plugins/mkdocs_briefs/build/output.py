"""Files of the built site, written as the host writes them."""

from __future__ import annotations

import os


class Output:
    """The folder in which a site grows. Each folder in it is made once."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._root = os.fspath(folder)
        self._made: set[str] = set()

    def write(self, path: str, text: str) -> None:
        """Writes a file at `path`, relative to the folder, with `/` between its parts.

        What has no UTF-8, such as half a surrogate pair, becomes a character reference. Raises
        OSError.
        """
        name = f"{self._root}/{path}"
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            try:
                os.mkdir(parent)  # noqa: PTH102 - no Path for each of many files
            except OSError:  # it is there, or what it stands in is not
                os.makedirs(parent, exist_ok=True)  # noqa: PTH103 - as above
            self._made.add(parent)
        with open(name, "wb") as file:  # noqa: PTH123 - as above
            file.write(text.encode("utf-8", "xmlcharrefreplace"))

    def read(self, path: str) -> str:
        """What was written at `path`. Raises OSError."""
        with open(f"{self._root}/{path}", encoding="utf-8", newline="") as file:  # noqa: PTH123 - as above
            return file.read()
