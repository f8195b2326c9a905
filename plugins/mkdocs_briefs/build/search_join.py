"""One index of several shards: what Pagefind would have made of all their pages at once.

Shards are cut out of the pages in their order, so that the order of pages is the order in their
shards. Pages are numbered as in a single index, and words are cut into files by Pagefind's rule:
without the compression each file is the same to the byte.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise, takewhile
from operator import itemgetter
from typing import Any, NamedTuple

from mkdocs_briefs.build.search_cbor import ARRAY, NUMBER, head, packed, text, written
from mkdocs_briefs.build.search_files import ENTRY, digest_of
from mkdocs_briefs.build.search_shard import Shard

_FEWEST, _MOST, _CUT = 96, 256, 32
"""Pages that a shard has at least and at most, and one in how many ends one in between."""
_CHUNK = 20_000
"""Size of the words of a file, from which on it is full. Source: Pagefind, index/mod.rs."""
_LEVEL = 4
"""How hard the files of words are compressed: 6 takes four times as long for a twentieth less."""


def dealt(documents: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    """Pages with their addresses, in shards. What ends a shard is a page's address.

    So a page that is new moves few others, and a page that has changed moves none.
    """
    shards, start = [], 0
    for place, (url, _) in enumerate(documents, 1):
        ends = hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()[0] % _CUT == 0
        if (ends and place - start >= _FEWEST) or place - start == _MOST:
            shards.append(documents[start:place])
            start = place
    if start < len(documents):
        shards.append(documents[start:])
    return shards


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

    All must have the same fields. The files bear names that no other file gets later, when
    `search_files.settled` names them.
    """
    base, fields = shards[0].base, shards[0].fields
    offsets = [0, *accumulate(len(shard.words) for shard in shards)]
    counts = [count for shard in shards for count in shard.words]
    chunks = list(_chunks(_merged(shards, offsets)))
    names = [chunk_name(chunk.data) for chunk in chunks]
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
        fields,
    ]
    packs = packed_all([chunk.data for chunk in chunks])
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


def chunk_name(data: bytes) -> str:
    """The name of the file of words with this in it."""
    return digest_of(data)[:10]


def packed_all(chunks: Sequence[bytes]) -> list[bytes]:
    """The files that hold these words."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda data: packed(data, _LEVEL), chunks))


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


class Chunk(NamedTuple):
    """The words of one file."""

    data: bytes
    first: str
    last: str


class Cutter:
    """Cuts words, which come in their order, into files: Pagefind's rule."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def is_open(self) -> bool:
        """Whether there are words that fill no file yet."""
        return bool(self._words)

    def add(self, word: str, said: bytes, size: int) -> Chunk | None:
        """Takes a word with all that is said of it; gives the file that it fills."""
        self._words.append(word)
        self._parts.append(said)
        self._size += size
        return self.rest() if self._size >= _CHUNK else None

    def rest(self) -> Chunk | None:
        """The words that fill no file yet, in one of their own."""
        if not self._words:
            return None
        data = chunk_of(self._parts)
        chunk = Chunk(data, self._words[0], self._words[-1])
        self._words, self._parts, self._size = [], [], 0
        return chunk


def chunk_of(said: Sequence[bytes]) -> bytes:
    """What is in a file of words, of each of which this is said."""
    return head(ARRAY, 1) + head(ARRAY, len(said)) + b"".join(said)


def _chunks(lists: _Lists) -> Iterator[Chunk]:
    """The words with their lists, cut into files in their order."""
    cutter = Cutter()
    # Pagefind tells the variants of a word in the order of their first pages, as the shards do.
    for word, names in groupby(sorted(lists, key=itemgetter(0)), key=itemgetter(0)):
        own = lists.get((word, ""), _NONE)
        variants = [(name, lists[word, name]) for _, name in names if name]
        parts = [head(ARRAY, 3), text(word), own.written(), head(ARRAY, len(variants))]
        for name, one in variants:
            parts += (head(ARRAY, 2), text(name), one.written())
        if chunk := cutter.add(word, b"".join(parts), own.size):
            yield chunk
    if chunk := cutter.rest():
        yield chunk


def _ranges(chunks: Sequence[Chunk]) -> list[list[str]]:
    """From where to where words are in each file: no more letters than tell it from the next."""
    ranges = [[chunk.first, chunk.last] for chunk in chunks]
    for (one, other), (before, after) in zip(pairwise(ranges), pairwise(chunks), strict=True):
        one[1], other[0] = told_apart(one[0], before.last, after.first)
    return ranges


def told_apart(start: str, last: str, first: str) -> tuple[str, str]:
    """How a range that begins at `start` ends, and the next begins, between these two words."""
    pairs = zip(last, first, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    short = last[: same + 1]
    return (short if short >= start else last), first[: same + 1]


def _filters(shards: Sequence[Shard], offsets: Sequence[int]) -> list[list[Any]]:
    """Each filter with its values and their pages, as Pagefind writes them."""
    merged: dict[str, dict[str, list[int]]] = {}
    for shard, offset in zip(shards, offsets, strict=False):
        for name, values in shard.filters.items():
            for value, pages in values.items():
                numbers = merged.setdefault(name, {}).setdefault(value, [])
                numbers += [offset + page for page in pages]
    return [[name, [list(pair) for pair in values.items()]] for name, values in merged.items()]
