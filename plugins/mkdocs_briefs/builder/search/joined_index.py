"""One index of several shards: what Pagefind would have made of all their pages at once.

Shards are parts of the list of all pages, in its order. Pages are numbered as in a single index,
and words are divided into files by Pagefind's rule: without the compression each file is the same
to the byte.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import NamedTuple

from mkdocs_briefs.builder.search.cbor import ARRAY, NUMBER, head, packed, text
from mkdocs_briefs.builder.search.pagefind_program import ENTRY
from mkdocs_briefs.builder.search.records_html import FIELDS
from mkdocs_briefs.builder.search.shards import Shard
from mkdocs_briefs.builder.search.stable_names import digest_of, named_files, sorted_files

_FULL = 20_000
"""Size of the words of a file, from which on it is full. Source: Pagefind, index/mod.rs."""
_LEVEL = 4
"""How hard the files of words are compressed: 6 takes four times as long for a twentieth less."""


@dataclass(slots=True)
class _List:
    """The pages of a word or of one of its variants, as far as they are joined."""

    count: int = 0
    size: int = 0
    last: int = 0
    body: bytearray = field(default_factory=bytearray)

    def written(self) -> bytes:
        return head(ARRAY, self.count) + self.body


_NONE = _List()


_Lists = dict[tuple[str, str], _List]
"""By words and their variants; a word itself is the variant without a name."""
_Filters = dict[str, dict[str, list[int]]]


def joined(shards: Iterable[Shard], base: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of one index of the pages of `shards`, and those that any index has.

    Each shard is joined as soon as it is there.
    """
    lists: _Lists = {}
    filters: _Filters = {}
    fragments: list[tuple[bytes, int]] = []
    for shard in shards:
        _join_lists(lists, shard, len(fragments))
        _join_filters(filters, shard, len(fragments))
        fragments += zip(shard.fragments, shard.words, strict=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        chunks = {it: pool.submit(packed, it.data, _LEVEL) for it in _chunks(lists)}
    words = {f"index/{chunk.name}.pf_index": file.result() for chunk, file in chunks.items()}
    entry = json.loads(base[ENTRY])
    (row,) = entry["languages"].values()
    row["page_count"] = len(fragments)
    meta = [entry["version"], [], _ranges([*chunks]), [], [], [*FIELDS]]
    values = [(name, map(list, pages.items())) for name, pages in filters.items()]
    return sorted_files({**base, **words, **named_files(row, meta, fragments, values)}, entry)


def _join_lists(lists: _Lists, shard: Shard, offset: int) -> None:
    """Add the lists of a shard, whose first page has the number `offset`."""
    it, body, start = shard.lists, shard.body, 0
    numbers = (it.counts, it.firsts, it.lasts, it.sizes, it.ends)
    names = zip(it.words, it.variants, strict=True)
    for name, count, first, last, size, end in zip(names, *numbers, strict=True):
        one = lists.get(name) or lists.setdefault(name, _List())
        one.body += b"\x83" + head(NUMBER, offset + first - one.last) + body[start:end]
        one.count += count
        one.size += size
        one.last = offset + last
        start = end


def _join_filters(filters: _Filters, shard: Shard, offset: int) -> None:
    for name, values in shard.filters.items():
        joined = filters.setdefault(name, {})
        for value, pages in values.items():
            joined.setdefault(value, []).extend([offset + page for page in pages])


class _Chunk(NamedTuple):
    """The words of one file."""

    data: bytes
    first: str
    last: str
    name: str


def _chunks(lists: _Lists) -> Iterator[_Chunk]:
    """Yield the words with their lists, divided into files in their order: Pagefind's rule."""
    words: list[str] = []
    parts: list[bytes] = []
    size = 0
    for word, entry, more in _words(lists):
        words.append(word)
        parts.append(entry)
        size += more
        if size >= _FULL:
            yield _chunk(words, parts)
            words, parts, size = [], [], 0
    if words:
        yield _chunk(words, parts)


def _chunk(words: Sequence[str], parts: Sequence[bytes]) -> _Chunk:
    data = head(ARRAY, 1) + head(ARRAY, len(parts)) + b"".join(parts)
    return _Chunk(data, words[0], words[-1], digest_of(data)[:10])


def _words(lists: _Lists) -> Iterator[tuple[str, bytes, int]]:
    """Yield each word, its lists as they are written, and its size."""
    # Pagefind writes the variants of a word in the order of their first pages, as the shards do.
    for word, names in groupby(sorted(lists, key=itemgetter(0)), key=itemgetter(0)):
        own = lists.get((word, ""), _NONE)
        variants = [(name, lists[word, name]) for _, name in names if name]
        parts = [head(ARRAY, 3), text(word), own.written(), head(ARRAY, len(variants))]
        for name, one in variants:
            parts += (head(ARRAY, 2), text(name), one.written())
        yield word, b"".join(parts), own.size


def _ranges(chunks: Sequence[_Chunk]) -> list[list[str]]:
    """Return from where to where words are in each file, and its name.

    Of words are given no more letters than tell a file from the next.
    """
    ranges = [[chunk.first, chunk.last, chunk.name] for chunk in chunks]
    for (one, other), (before, after) in zip(pairwise(ranges), pairwise(chunks), strict=True):
        letters = zip(before.last, after.first, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
        short = before.last[: same + 1]
        one[1] = short if short >= one[0] else before.last
        other[0] = after.first[: same + 1]
    return ranges
