"""The search of a site: an index that Pagefind makes of slim records.

Other packages use these names only.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

from mkdocs_briefs.builder.output import Output, tidy
from mkdocs_briefs.builder.search.pagefind_program import (
    Pagefind,
    SearchError,
    document,
    edition,
    fault,
    installed,
)
from mkdocs_briefs.builder.search.shards import (
    FIRST,
    VERSIONS,
    Shard,
    UnknownFormError,
    base_of,
    joined,
    renamed,
    shard_ends,
    shard_of,
    taken_apart,
)
from mkdocs_briefs.builder.store import digest_of, digest_of_value
from mkdocs_briefs.pages.records import SearchRecord

__all__ = ["FOLDER", "Load", "RecordEntry", "SearchError", "SearchIndex", "fault", "installed"]


CACHE = Path(".cache", "briefs", "search")
_NAME = re.compile(r"(?:[a-z]+/)?\w[\w.-]*")


class KeptFiles:
    """Files by the name of their set in a folder, which may be missing, damaged or deleted.

    Nothing here ever fails a build.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> dict[str, bytes] | None:
        """Return the files that were kept under `name`, if they are there and undamaged."""
        path = self._folder / name
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            header = json.loads(head)
            if hashlib.sha256(body).hexdigest() != header["digest"]:
                return None
            files, place = {}, 0
            for part, size in header["files"]:
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
        """Keep files under `name`, all or none."""
        digest = hashlib.sha256()
        for data in files.values():
            digest.update(data)
        sizes = [[part, len(data)] for part, data in files.items()]
        header = {"digest": digest.hexdigest(), "files": sizes}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, new = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(json.dumps(header).encode() + b"\n")
                    file.writelines(files.values())
                Path(new).replace(self._folder / name)
            except OSError:
                Path(new).unlink()

    def tidy(self, suffix: str, most: int) -> None:
        """Of the sets of which the name ends so, delete all but the `most` last used ones."""
        with suppress(OSError):
            kept = sorted(self._folder.glob(f"*{suffix}"), key=lambda path: -path.stat().st_mtime)
            for path in kept[most:]:
                path.unlink()


FOLDER = "pagefind"
"""Where the index lies in the site."""
MIN_JOINED = 300
"""Records from which on an index is joined from shards. Pagefind indexes fewer within a second."""
MAX_SHARDS_AT_ONCE = 5
"""Shards that Pagefind makes at once: each time costs it the files that do not depend on pages."""
_BUILDS = 2
"""Of how many builds is kept what they made: of the last, and of the branch before."""


class RecordEntry(NamedTuple):
    """What is known of a search record that need not be read. Entries sort as records do."""

    order: tuple[int, int, str]
    """`SearchRecord.order`, which ends with the address of the page."""
    digest: str
    name: str
    """The name by which it is loaded."""

    @classmethod
    def of(cls, name: str, record: SearchRecord) -> RecordEntry:
        """Return the entry of a record that was read."""
        return cls(record.order, digest_of_value(record.written()), name)


Load = Callable[[Sequence[str]], Mapping[str, SearchRecord]]
"""Returns the records of these names, as far as there are any."""


def index_files(
    entries: Iterable[RecordEntry], load: Load, language: str, kept: KeptFiles
) -> dict[str, bytes]:
    """Return the files of an index, by their paths in the folder `pagefind`.

    `language` is the site's, whose stemming the whole index takes where Pagefind knows it. The
    same records give the same bytes, whatever is in `kept`, from where is taken what has not
    changed. Only records of which something is made are loaded. Raises SearchError.
    """
    return _Maker(load, language, kept).index(sorted(entries))


class _Maker:
    """Makes the files of one index."""

    def __init__(self, load: Load, language: str, kept: KeptFiles) -> None:
        self._load, self._language, self._kept = load, language, kept
        self._edition = edition()

    def index(self, entries: Sequence[RecordEntry]) -> dict[str, bytes]:
        def make() -> dict[str, bytes]:
            addresses = [entry.order[-1] for entry in entries]
            known = self._edition.removeprefix("pagefind ").partition(" ")[0] in VERSIONS
            if known and MIN_JOINED <= len(entries) == len(set(addresses)):
                with suppress(UnknownFormError):
                    base = self._once("base", (), lambda: base_of(self._made([FIRST])))
                    return joined(self._shards(entries, addresses), base)
            return renamed(self._made(self._documents(entries)))

        return self._once("index", entries, make)

    def _shards(self, entries: Sequence[RecordEntry], addresses: Sequence[str]) -> Iterator[Shard]:
        """Yield all shards, while those that are missing are made. Raises UnknownFormError."""
        parts = [entries[start:end] for start, end in pairwise([0, *shard_ends(addresses)])]
        kept = [self._kept.get(self._name("shard", part)) for part in parts]
        missing = [part for part, files in zip(parts, kept, strict=True) if files is None]
        size = min(MAX_SHARDS_AT_ONCE, (len(missing) + 1) // 2)
        batches = [missing[start : start + size] for start in range(0, len(missing), size or 1)]
        with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
            made = chain.from_iterable(pool.map(self._batch, batches))
            for files in kept:
                yield next(made) if files is None else shard_of(files)
        self._kept.tidy(".shard", _BUILDS * len(parts))

    def _batch(self, parts: Sequence[Sequence[RecordEntry]]) -> list[Shard]:
        """Return shards that Pagefind makes together. Raises UnknownFormError."""
        made = self._made(chain([FIRST], self._documents(chain.from_iterable(parts))))
        shards = taken_apart(made, ([f"/{entry.order[-1]}" for entry in part] for part in parts))
        for part, shard in zip(parts, shards, strict=True):
            self._kept.put(self._name("shard", part), shard.files())
        return shards

    def _once(
        self, kind: str, entries: Iterable[RecordEntry], make: Callable[[], dict[str, bytes]]
    ) -> dict[str, bytes]:
        """Return what was kept for these records, or make it and keep it."""
        name = self._name(kind, entries)
        files = self._kept.get(name)
        if files is None:
            files = make()
            self._kept.put(name, files)
            self._kept.tidy(f".{kind}", _BUILDS)
        return files

    def _name(self, kind: str, entries: Iterable[RecordEntry]) -> str:
        """Return a digest of all that decides about what is made of these records.

        A digest of a record holds its address and its place.
        """
        digests = [entry.digest for entry in entries]
        return f"{digest_of_value([_own_code(), self._edition, self._language, digests])}.{kind}"

    def _documents(self, entries: Iterable[RecordEntry]) -> Iterator[tuple[str, str]]:
        names = [entry.name for entry in entries]
        records = self._load(names)
        for name in names:
            if name not in records:
                raise SearchError(f"the record of {name} is damaged")
            yield document(records[name], self._language)

    def _made(self, documents: Iterable[tuple[str, str]]) -> dict[str, bytes]:
        with Pagefind() as pagefind:
            return pagefind.files(documents, stem_of(self._language))


def stem_of(language: str) -> str:
    """Return the language by which the words of a site in `language` are stemmed."""
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def _own_code() -> str:
    """Return a digest of this package, which decides what an index is made of."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return digest_of(b"\0".join(file.read_bytes() for file in files))


class SearchIndex:
    """The index of a site. A preview makes it once, at its first build."""

    def __init__(self) -> None:
        self._first: dict[str, bytes] | None = None

    @property
    def is_finished(self) -> bool:
        """Whether a preview has made its index, so that it needs no more records."""
        return self._first is not None

    def publish(
        self,
        entries: Iterable[RecordEntry],
        load: Load,
        site: Path,
        language: str,
        project: Path,
        *,
        preview: bool = False,
    ) -> None:
        """Write the index into the folder `site`, in the place of any other. Raises SearchError.

        It is kept in the cache of `project`, where the next build finds what has not changed. All
        builds of a preview get the index of its first one.
        """
        files = self._first
        if files is None:
            if preview:
                self._first = {}  # an index that cannot be made is not tried again
            files = index_files(entries, load, language, KeptFiles(project / CACHE))
            if preview:
                self._first = files
        _write(files, site)


def _write(files: Mapping[str, bytes], site: Path) -> None:
    output, folder = Output(site, site), site / FOLDER
    for name, data in files.items():
        output.write(f"{FOLDER}/{name}", data)
    if folder.is_dir():
        tidy(folder, files)
