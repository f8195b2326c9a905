"""A published index after the text of a few pages has changed, made from its own files.

Neither which pages there are changes, nor their order, nor what they are filtered by. So only what
these pages say is told anew, in the files of words concerned. The result is to the byte what an
index of all pages would be.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mkdocs_briefs.build.search import WHOLE, document, indexed, stem_of
from mkdocs_briefs.build.search_cbor import NUMBER, head, read, unpacked, written
from mkdocs_briefs.build.search_files import ENTRY, NAME, digest_of, name_of, rounded
from mkdocs_briefs.build.search_join import packed_all
from mkdocs_briefs.build.search_program import SearchError, edition
from mkdocs_briefs.build.search_recut import Recut
from mkdocs_briefs.build.search_shard import (
    PAGE,
    VALUES,
    VERSIONS,
    Shard,
    UnknownFormError,
    fields_of,
    first_page,
    taken_apart,
)
from mkdocs_briefs.build.search_words import Change
from mkdocs_briefs.pages.records import SearchRecord

_OURS = re.compile("[0-9a-f]{10}")
"""Names of the files of words in an index that was joined; Pagefind's own begin with a language."""

Pair = tuple[SearchRecord, SearchRecord]
"""The record of a page before and after."""


def patched(
    folder: Path, changes: Sequence[Pair], language: str
) -> tuple[dict[str, bytes], set[str]] | None:
    """The new files of the index in `folder` after `changes`, and the paths of those that go.

    None where the whole index has to be made: anything but the passages of a record has changed, or
    the files are not those of a joined index of these records.
    """
    changes = [(old, new) for old, new in changes if old != new]
    if not changes:
        return {}, set()
    alike = all(replace(new, passages=old.passages, own=old.own) == old for old, new in changes)
    if not alike or len({old.path for old, _ in changes}) < len(changes):
        return None
    try:
        return _Index(folder).after(changes, language)
    except (UnknownFormError, SearchError, OSError, ValueError, TypeError, KeyError, IndexError):
        return None


class _Index:
    """The index in a folder. Whatever it raises, the index is not as it should be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entry = json.loads(self._file(ENTRY))
        (self._row,) = self._entry["languages"].values()
        self._meta = read(self._file(self._meta_path))
        version, self._pages, self._chunks, _, sorts, self._fields = self._meta
        if version not in VERSIONS or edition().partition(" ")[0] != version or sorts:
            raise ValueError("another version")
        if len(self._pages) < WHOLE or not all(_OURS.fullmatch(name) for *_, name in self._chunks):
            raise ValueError("it was not joined")

    @property
    def _meta_path(self) -> str:
        return f"pagefind.{self._row['hash']}.pf_meta"

    def _named(self) -> set[str]:
        """The files that bear the digest of what is in them."""
        words = (f"index/{name}.pf_index" for *_, name in self._chunks)
        return {self._meta_path, *words, *map(_fragment, self._pages)}

    def _file(self, path: str) -> bytes:
        return (self._folder / path).read_bytes()

    def after(self, changes: Sequence[Pair], language: str) -> tuple[dict[str, bytes], set[str]]:
        """The files that are new after changes, and the paths of those that go."""
        before, after = self._shards(changes, language)
        numbers = self._numbers(before)
        paths = self._named()
        made = self._with_words(_changes(before, after, numbers))
        made |= self._with_pages(numbers, after)
        meta = written(self._meta)
        self._row["hash"] = digest_of(meta)[:10]
        made |= {
            self._meta_path: meta,
            ENTRY: json.dumps(self._entry, sort_keys=True).encode(),
        }
        return made, paths - self._named()

    def _shards(self, changes: Sequence[Pair], language: str) -> list[Shard]:
        """What Pagefind makes of the pages before, and of those after."""
        sides = [
            [(f"/{one.path}", document(one, language)) for one in side]
            for side in zip(*changes, strict=True)
        ]
        if any(fields_of([old]) != fields_of([new]) for old, new in zip(*sides, strict=True)):
            raise ValueError("a field has come or gone")
        first, stem = first_page(self._fields), stem_of(language)
        return [taken_apart(indexed([first, *side], stem), self._fields) for side in sides]

    def _numbers(self, before: Shard) -> list[int]:
        """The numbers of pages, of which this was in the index up to now."""
        places = {name: number for number, (name, _) in enumerate(self._pages)}
        numbers = []
        for data, words in zip(before.fragments, before.words, strict=True):
            digest = digest_of(data)
            names = (digest[:size] for size in range(NAME, len(digest)))
            found = [places[name] for name in names if name in places]
            (number,) = (n for n in found if self._file(_fragment(self._pages[n])) == data)
            if self._pages[number][1] != rounded(words):
                raise ValueError("a page with more or fewer words")
            numbers.append(number)
        return numbers

    def _with_words(
        self, changes: Mapping[str, Mapping[str, Mapping[int, Change]]]
    ) -> dict[str, bytes]:
        """The files of words that are new."""

        def opened(name: str) -> bytes:
            return unpacked(self._file(f"index/{name}.pf_index"))

        files = Recut(self._chunks, opened).after(changes)
        self._chunks[:] = [[file.start, file.end, file.name] for file in files]
        made = [file for file in files if file.data]
        packs = packed_all([file.data for file in made])
        return {f"index/{it.name}.pf_index": pack for it, pack in zip(made, packs, strict=True)}

    def _with_pages(self, numbers: Sequence[int], after: Shard) -> dict[str, bytes]:
        """The files of pages that are new, or have another name as one before them has changed."""
        shown = dict(zip(numbers, after.fragments, strict=True))
        for number, words in zip(numbers, after.words, strict=True):
            self._pages[number][1] = rounded(words)
        begins = {self._pages[number][0][:NAME] for number in numbers}
        begins |= {digest_of(data)[:NAME] for data in shown.values()}
        made: dict[str, bytes] = {}
        taken: set[str] = set()
        for number, page in enumerate(self._pages):
            if number not in shown and page[0][:NAME] not in begins:
                continue
            data = shown.get(number) or self._file(_fragment(page))
            page[0] = name_of(data, taken)
            made[_fragment(page)] = data
        return made


def _fragment(page: Sequence[object]) -> str:
    return f"fragment/{page[0]}.pf_fragment"


def _changes(
    before: Shard, after: Shard, numbers: Sequence[int]
) -> dict[str, dict[str, dict[int, Change]]]:
    """What pages with these numbers say otherwise: by word, variant and number."""
    was, now = dict(_said(before)), dict(_said(after))
    found: dict[str, dict[str, dict[int, Change]]] = defaultdict(lambda: defaultdict(dict))
    for key in {**was, **now}:
        if was.get(key) != now.get(key):
            word, variant, page = key
            found[word][variant][numbers[page]] = was.get(key), now.get(key)
    return found


def _said(shard: Shard) -> Iterator[tuple[tuple[str, str, int], bytes]]:
    """Word, variant and page, with what the page says of it."""
    lists, start = shard.lists, 0
    rows = zip(lists.words, lists.variants, lists.firsts, lists.ends, strict=True)
    for word, variant, first, end in rows:
        page = 0
        for row in PAGE.finditer(b"\x83" + head(NUMBER, first) + shard.body[start:end]):
            page += VALUES[row[1]]
            yield (word, variant, page), row[0][row.end(1) - row.start() :]
        start = end
