"""What the search knows of all pages, kept so that one page is read and written for little.

Records lie in buckets, by a digest of their pages' paths. A bucket is a file of JSON that is named
by its own digest, so it is never changed, only left behind. A list of all buckets, named likewise,
is one state of the records, and its name is the token of that state.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mkdocs_briefs.build.memory import digest_of
from mkdocs_briefs.pages.records import SearchRecord, record_of

_BUCKETS = 256
_STATES = 2
"""How many states are kept: the last, and the one before, which may be that of another branch."""
_TOKEN = re.compile("[0-9a-f]+")
_LIST, _BUCKET = ".list", ".json"


class KeptRecords:
    """Records by the token of their state in a folder, which may be missing, damaged or deleted.

    Nothing here ever fails a build: where records cannot be kept, their token names nothing.
    """

    def __init__(self, path: Path) -> None:
        self._folder = path

    def save(self, records: Iterable[SearchRecord]) -> str:
        """Keeps records as a new state; gives its token."""
        buckets: list[list[SearchRecord]] = [[] for _ in range(_BUCKETS)]
        for record in records:
            buckets[_bucket_of(record.path)].append(record)
        return self._state([self._put(_written(bucket), _BUCKET) for bucket in buckets])

    def all(self, token: str) -> list[SearchRecord] | None:
        """All records of a state, in no order; None where one cannot be read."""
        return self._read(token, range(_BUCKETS))

    def some(self, token: str, paths: Collection[str]) -> dict[str, SearchRecord] | None:
        """The records of these pages, as far as there are any; None where one cannot be read."""
        found = self._read(token, {_bucket_of(path) for path in paths})
        return None if found is None else {it.path: it for it in found if it.path in paths}

    def change(self, token: str, records: Iterable[SearchRecord]) -> str:
        """A new state with these records in the place of those of the same pages; its token."""
        names = self._used(token)
        changed: dict[int, dict[str, SearchRecord]] = defaultdict(dict)
        for record in records:
            changed[_bucket_of(record.path)][record.path] = record
        for number, new in changed.items():
            old = self._bucket(names[number]) if names else None
            if old is None:
                return ""
            left = [record for record in old if record.path not in new]
            names[number] = self._put(_written([*left, *new.values()]), _BUCKET)
        return self._state(names) if names else ""

    def _read(self, token: str, numbers: Iterable[int]) -> list[SearchRecord] | None:
        names = self._used(token)
        found: list[SearchRecord] = []
        for number in numbers if names else ():
            records = self._bucket(names[number])
            if records is None:
                return None
            found += records
        return found if names else None

    def _used(self, token: str) -> list[str]:
        """The buckets of a state, which then goes last; none where it is not kept."""
        names = self._names(token)
        if names:
            with suppress(OSError):
                os.utime(self._folder / f"{token}{_LIST}")
        return names

    def _names(self, token: str) -> list[str]:
        names = self._get(token, _LIST)
        return names if isinstance(names, list) and len(names) == _BUCKETS else []

    def _bucket(self, name: str) -> list[SearchRecord] | None:
        try:
            return [record_of(row) for row in self._get(name, _BUCKET)]
        except (KeyError, TypeError, ValueError):
            return None

    def _get(self, name: object, suffix: str) -> Any:
        """What a file holds; None, and no such file any more, where it is damaged."""
        if not isinstance(name, str) or not _TOKEN.fullmatch(name):
            return None
        path = self._folder / f"{name}{suffix}"
        try:
            data = path.read_bytes()
            if digest_of(data) == name:
                return json.loads(data)
            path.unlink()
        except (OSError, ValueError):
            pass
        return None

    def _put(self, data: bytes, suffix: str) -> str:
        """Keeps a file unless it is there; gives its name."""
        name = digest_of(data)
        path = self._folder / f"{name}{suffix}"
        partial = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            if path.is_file() and path.stat().st_size == len(data):
                return name
            self._folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(data)
            partial.replace(path)
        except OSError:
            with suppress(OSError):
                partial.unlink()
        return name

    def _state(self, names: Sequence[str]) -> str:
        """Keeps a list of buckets; then drops what no state names any longer. Gives its token."""
        token = self._put(_json(names), _LIST)
        with suppress(OSError):
            os.utime(self._folder / f"{token}{_LIST}")
            lists = self._folder.glob(f"*{_LIST}")
            # Clocks of disks are coarse: of equals the new one stays.
            states = sorted(lists, key=lambda it: (it.stem != token, -it.stat().st_mtime_ns))
            kept = {path.name for path in states[:_STATES]}
            for path in states[:_STATES]:
                kept.update(f"{name}{_BUCKET}" for name in self._names(path.stem))
            for path in [*self._folder.iterdir()]:
                if path.name not in kept:
                    path.unlink()
        return token


def _bucket_of(path: str) -> int:
    return int(digest_of(path.encode("utf-8", "surrogatepass"))[:2], 16)


def _written(records: Iterable[SearchRecord]) -> bytes:
    rows = [record.written() for record in records]
    return _json(sorted(rows, key=lambda row: str(row["path"])))


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
