"""A file of words, opened so that what a few pages say in it can be changed.

For the form see `search_shard`. A word stands with the list of pages that have it as it is, then
with one list for each of its variants, in the order of their first pages; on the same page those in
its text come before those in its fields alone, each by the alphabet. Source: Pagefind,
index/mod.rs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate, islice
from typing import NamedTuple

from mkdocs_briefs.build.search_cbor import ARRAY, NUMBER, head, text
from mkdocs_briefs.build.search_shard import (
    DISTANCE,
    PAGE,
    PAGES,
    PLACES,
    VALUES,
    end_of,
    opened,
    word_at,
)

Change = tuple[bytes | None, bytes | None]
"""What a page says of a word, behind its distance, before and after; None where it has it not."""
Changes = Mapping[str, Mapping[int, Change]]
"""Of one word, by variant and by number of page; a word itself is the variant without a name."""

_NUMBERS = re.compile(
    rb"[\x00-\x17\x20-\x37\x80-\x97]*(?:(?:[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a]....)"
    rb"[\x00-\x17\x20-\x37\x80-\x97]*){0,1000}",
    re.DOTALL,
)
"""Up to the next text, see `end_of`: the quickest way over lists in which nothing changes."""
_WORD, _VARIANT = b"\x83", b"\x82"
"""What the text of each follows on."""
_NO_PLACES = b"\x80"
_NO_VARIANTS = 1
"""Bytes that say so."""


class _List(NamedTuple):
    """The pages of a word or of a variant: how many, and what they say."""

    pages: int
    rows: bytes

    def written(self) -> bytes:
        return head(ARRAY, self.pages) + self.rows


_NOBODY = _List(0, b"")


def words_of(data: bytes) -> dict[str, bytes]:
    """The words of an unpacked file with all that it says of each.

    Raises ValueError or IndexError where it has another form.
    """
    _, at = opened(data, 0, ARRAY, 1)
    count, at = opened(data, at, ARRAY)
    words, starts = [], []
    at = _after_numbers(data, at)
    while at < len(data):
        name, end = word_at(data, at)
        if data[at - 1 : at] == _WORD:
            words.append(name)
            starts.append(at - 1)
        elif data[at - 1 : at] != _VARIANT:
            raise ValueError("neither a word nor a variant")
        at = _after_numbers(data, end)
    if len(words) != count:
        raise ValueError("more or fewer words than it tells")
    ends = [*starts[1:], len(data)]
    return {word: data[a:b] for word, a, b in zip(words, starts, ends, strict=True)}


def _after_numbers(data: bytes, at: int) -> int:
    """Where the next text is."""
    return end_of(_NUMBERS, data, at)


def size_of(said: bytes) -> int:
    """What a word counts for where words are cut into files."""
    _, at = opened(said, 0, ARRAY, 3)
    _, at = word_at(said, at)
    rows, _ = _list(said, at, _NO_VARIANTS)
    return _size(rows.rows)


def grown(changes: Changes) -> int:
    """By how much a word then counts for more than before."""
    own = changes.get("", {}).values()
    return sum(_size(_row(after)) - _size(_row(before)) for before, after in own)


def _row(said: bytes | None) -> bytes:
    return b"\x83\x00" + said if said else b""


def _size(rows: bytes) -> int:
    """What these pages count for."""
    return sum(VALUES[one] + VALUES[other] + 1 for one, other in PLACES.findall(rows))


def changed(word: str, said: bytes, changes: Changes) -> bytes:
    """All that is said of a word after `changes`, of a new word too; nothing without a page.

    Raises ValueError where a page does not say what it should have said before.
    """
    own, variants = _opened(said) if said else (_NOBODY, {})
    own = _spliced(own, changes.get("", {}))
    for name, change in changes.items():
        if name:
            variants[name] = _spliced(variants.get(name, _NOBODY), change)
    left = sorted((one for one in variants.items() if one[1].pages), key=_rank)
    if not own.pages and not left:
        return b""
    parts = [head(ARRAY, 3), text(word), own.written(), head(ARRAY, len(left))]
    parts += (head(ARRAY, 2) + text(name) + listed.written() for name, listed in left)
    return b"".join(parts)


def _opened(said: bytes) -> tuple[_List, dict[str, _List]]:
    """The lists of a word and of its variants."""
    _, at = opened(said, 0, ARRAY, 3)
    _, at = word_at(said, at)
    own, at = _list(said, at, _NO_VARIANTS)
    count, at = opened(said, at, ARRAY)
    variants: dict[str, _List] = {}
    for _ in range(count):
        _, at = opened(said, at, ARRAY, 2)
        name, at = word_at(said, at)
        variants[name], at = _list(said, at)
    if list(variants.items()) != sorted(variants.items(), key=_rank):
        raise ValueError("variants in another order")
    return own, variants


def _list(said: bytes, at: int, behind: int = 0) -> tuple[_List, int]:
    """The list at `at`, and where it ends: so many bytes before the end where it is the last."""
    count, start = opened(said, at, ARRAY)
    if _after_numbers(said, start) == len(said):
        end = len(said) - behind
    else:
        end = end_of(PAGES, said, start)
    return _List(count, said[start:end]), end


def _rank(variant: tuple[str, _List]) -> tuple[int, bool, str]:
    """Place of a variant among those of its word."""
    name, listed = variant
    first = PAGE.match(listed.rows)
    if first is None:
        raise ValueError("a variant without pages")
    return VALUES[first[1]], first[2] == _NO_PLACES, name


def _spliced(listed: _List, changes: Mapping[int, Change]) -> _List:
    """The list after changes, each page of it as far from the one before as it is now."""
    count, rows = listed
    numbers = list(accumulate(map(VALUES.__getitem__, DISTANCE.findall(rows))))
    if len(numbers) != count:
        raise ValueError("a list of more or fewer pages than it tells")
    entries, seen, entry = PAGE.finditer(rows), 0, None
    out = bytearray()
    at = done = last = 0  # what is read of the rows and of the pages; the last page written
    for page, (before, after) in sorted(changes.items()):
        place = bisect_left(numbers, page)
        if place >= seen:
            entry, seen = next(islice(entries, place - seen, None), None), place + 1
        start, end = entry.span() if entry else (len(rows), len(rows))
        is_there = entry is not None and numbers[place] == page
        if before != (rows[entry.end(1) : end] if entry and is_there else None):
            raise ValueError("a page that says something else of a word")
        if start > at:
            out += _mended(rows[at:start], numbers[done] - last)
            last = numbers[place - 1]
        if after is not None:
            out += b"\x83" + head(NUMBER, page - last) + after
            last = page
        at, done = (end, place + 1) if is_there else (start, place)
        count += (after is not None) - (before is not None)
    if at < len(rows):
        out += _mended(rows[at:], numbers[done] - last)
    return _List(count, bytes(out))


def _mended(rows: bytes, distance: int) -> bytes:
    """Rows of which the first is so far from the one before."""
    first = PAGE.match(rows)
    if first is None:
        raise ValueError("a page of another form")
    return b"\x83" + head(NUMBER, distance) + rows[first.end(1) :]
