"""What earlier builds made, for records that are still the same: an index, or shards of one.

Each lies in the project's cache as one file: a line of JSON, which names the parts with their sizes
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


class KeptFiles:
    """Files by the name of their set in a folder, which may be missing, damaged or deleted.

    Nothing here ever fails a build.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> dict[str, bytes] | None:
        """The files that were kept under `name`, if they are still there and whole."""
        path = self._folder / name
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            told = json.loads(head)
            if hashlib.sha256(body).hexdigest() != told["digest"]:
                return None
            files, place = {}, 0
            for part, size in told["files"]:
                if not _NAME.fullmatch(part):  # it must not lead out of the folder
                    return None
                files[part] = body[place : place + size]
                place += size
        except (OSError, ValueError, KeyError, TypeError):
            return None
        with suppress(OSError):
            os.utime(path)
        return files

    def put(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keeps files under `name`, all or none."""
        digest = hashlib.sha256()
        for data in files.values():
            digest.update(data)
        sizes = [[part, len(data)] for part, data in files.items()]
        told = {"digest": digest.hexdigest(), "files": sizes}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, new = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(json.dumps(told).encode() + b"\n")
                    file.writelines(files.values())
                Path(new).replace(self._folder / name)
            except OSError:
                Path(new).unlink()

    def tidy(self, suffix: str, most: int) -> None:
        """Throws away what was not used for longest of the names that end so, beyond `most`."""
        with suppress(OSError):
            kept = sorted(self._folder.glob(f"*{suffix}"), key=lambda path: -path.stat().st_mtime)
            for path in kept[most:]:
                path.unlink()
