"""One index of several shards: what Pagefind would have made of all their pages at once.

Shards are parts of the list of all pages, in its order. Pages are numbered as in a single index,
and words are divided into files by Pagefind's rule: without the compression each file is the same
to the byte.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise, takewhile
from operator import itemgetter
from typing import Any, NamedTuple

from mkdocs_briefs.build.search.cbor import ARRAY, NUMBER, head, packed, text, written
from mkdocs_briefs.build.search.pagefind_program import ENTRY
from mkdocs_briefs.build.search.records_html import FIELDS
from mkdocs_briefs.build.search.shards import Shard
from mkdocs_briefs.build.search.stable_names import digest_of

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


def joined(shards: Sequence[Shard]) -> dict[str, bytes]:
    """The files of one index of the pages of `shards`, of which there is one at least.

    The files have names that no other file gets later, when `stable_names.renamed` names them.
    """
    base = shards[0].base
    offsets = [0, *accumulate(len(shard.words) for shard in shards)]
    counts = [count for shard in shards for count in shard.words]
    chunks = list(_chunks(_merged(shards, offsets)))
    names = [digest_of(chunk.data)[:10] for chunk in chunks]
    filters = _filters(shards, offsets)
    entry = json.loads(base[ENTRY])
    for row in entry["languages"].values():
        row |= {"hash": "joined", "page_count": len(counts)}
    meta = [
        entry["version"],
        [[f"page{number}", count] for number, count in enumerate(counts)],
        [[*ends, name] for ends, name in zip(_ranges(chunks), names, strict=True)],
        [[name, f"filter{number}"] for number, (name, _) in enumerate(filters)],
        [],
        [*FIELDS],
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        packs = pool.map(lambda chunk: packed(chunk.data, _LEVEL), chunks)
    words = {f"index/{name}.pf_index": it for name, it in zip(names, packs, strict=True)}
    fragments = (file for shard in shards for file in shard.fragments)
    return {
        **base,
        **words,
        **{f"fragment/page{number}.pf_fragment": it for number, it in enumerate(fragments)},
        **{f"filter/filter{number}.pf_filter": written(it) for number, it in enumerate(filters)},
        "pagefind.joined.pf_meta": written(meta),
        ENTRY: json.dumps(entry).encode(),
    }


_Lists = dict[tuple[str, str], _List]
"""By words and their variants; a word itself is the variant without a name."""


def _merged(shards: Sequence[Shard], offsets: Sequence[int]) -> _Lists:
    """The lists of all shards, whose first pages bear the numbers `offsets`."""
    merged: _Lists = defaultdict(_List)
    for shard, offset in zip(shards, offsets, strict=False):
        lists, start = shard.lists, 0
        numbers = (lists.counts, lists.firsts, lists.lasts, lists.sizes, lists.ends)
        names = zip(lists.words, lists.variants, strict=True)
        for name, count, first, last, size, end in zip(names, *numbers, strict=True):
            one = merged[name]
            one.body += b"\x83" + head(NUMBER, offset + first - one.last)
            one.body += shard.body[start:end]
            one.count += count
            one.size += size
            one.last = offset + last
            start = end
    return merged


class _Chunk(NamedTuple):
    """The words of one file."""

    data: bytes
    first: str
    last: str


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
    return _Chunk(data, words[0], words[-1])


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
    """From where to where words are in each file: no more letters than tell it from the next."""
    ranges = [[chunk.first, chunk.last] for chunk in chunks]
    for (one, other), (before, after) in zip(pairwise(ranges), pairwise(chunks), strict=True):
        letters = zip(before.last, after.first, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
        short = before.last[: same + 1]
        one[1] = short if short >= one[0] else before.last
        other[0] = after.first[: same + 1]
    return ranges


def _filters(shards: Sequence[Shard], offsets: Sequence[int]) -> list[list[Any]]:
    """Each filter with its values and their pages, as Pagefind writes them."""
    merged: dict[str, dict[str, list[int]]] = {}
    for shard, offset in zip(shards, offsets, strict=False):
        for name, values in shard.filters.items():
            for value, pages in values.items():
                numbers = merged.setdefault(name, {}).setdefault(value, [])
                numbers += [offset + page for page in pages]
    return [[name, [list(pair) for pair in values.items()]] for name, values in merged.items()]
