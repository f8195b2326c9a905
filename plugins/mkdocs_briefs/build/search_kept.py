"""The index of an earlier build, for records that are still the same.

It lies in the project's cache as one file: a line of JSON, which names the parts with their sizes
and a digest of all that follows, then the parts as they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

FOLDER = Path(".cache", "briefs", "search")
_NAME = re.compile(r"(?:[a-z]+/)?\w[\w.-]*")
_MOST = 2
"""Indexes that are kept: one of the last build, one of the branch before."""


class KeptIndexes:
    """Indexes by their keys in a folder, which may be missing, read-only, damaged or deleted.

    Nothing here ever fails a build.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> dict[str, bytes] | None:
        """The files of the index that was kept under `key`, if it is still there and whole."""
        path = self._folder / f"{key}.index"
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            told = json.loads(head)
            if hashlib.sha256(body).hexdigest() != told["digest"]:
                return None
            files, place = {}, 0
            for name, size in told["files"]:
                if not _NAME.fullmatch(name):  # it must not lead out of the folder
                    return None
                files[name] = body[place : place + size]
                place += size
        except (OSError, ValueError, KeyError, TypeError):
            return None
        with suppress(OSError):
            os.utime(path)
        return files

    def put(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keeps an index, whole or not at all, and throws away those of long ago."""
        body = b"".join(files.values())
        sizes = [[name, len(data)] for name, data in files.items()]
        told = {"digest": hashlib.sha256(body).hexdigest(), "files": sizes}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".index-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(json.dumps(told).encode() + b"\n")
                    file.write(body)
                Path(name).replace(self._folder / f"{key}.index")
            except OSError:
                Path(name).unlink()
                return
            self._tidy()

    def _tidy(self) -> None:
        kept = sorted(self._folder.glob("*.index"), key=lambda path: -path.stat().st_mtime)
        for path in kept[_MOST:]:
            path.unlink()
