"""Indexes of some of the pages each, taken apart so that they can be joined.

Pagefind lists for each word the pages that have it, each as its distance from the one before and
where in it the word stands. So the list of a word is divided among shards, and the lists of shards
become one list, when the first distance of each is counted anew; all other bytes stay.

A place in a field, such as a date, is written with the number of the field, and Pagefind counts the
fields that its pages have. So each index that is taken apart begins with a page that has all of
them, which is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice, pairwise

from mkdocs_briefs.builder.search.cbor import ARRAY, TEXT, head_at, read, unpacked
from mkdocs_briefs.builder.search.pagefind_program import ENTRY
from mkdocs_briefs.builder.search.records_html import FIELDS, page_with_all_fields

VERSIONS = frozenset(("1.5.2",))
"""The versions of Pagefind whose files are known: an index of joined shards was compared with one
that Pagefind made at once."""
FIRST = page_with_all_fields("/?first")
"""The page with which an index begins that is taken apart."""
MIN_PAGES, MAX_PAGES, CUT = 32, 96, 16
"""Pages that a shard has at least and at most, and one in how many ends one in between."""

_NUMERAL = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_SIGNED = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)*"
_COUNT = rb"([\x80-\x97]|\x98.|\x99..|\x9a....)"
_PAGE = re.compile(
    rb"(\x83(" + _NUMERAL + rb")" + _COUNT + _SIGNED + _COUNT + _SIGNED + rb")", re.DOTALL
)
"""A page in the list of a word: all of it, its distance, and how often the word stands in its text
and in its fields. No other bytes of a file look like one: a word has no control characters."""


class _Values(dict[bytes, int]):
    """Numbers, and how many values arrays have, by their first bytes."""

    def __missing__(self, head: bytes) -> int:
        value = head[0] & 31 if len(head) == 1 else int.from_bytes(head[1:], "big")
        self[head] = value
        return value


_value = _Values().__getitem__


class UnknownFormError(Exception):
    """The files are not in the form that this module knows."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of pages, one for each word and variant; columns, and elsewhere the bytes of all."""

    words: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    """How the word is written with its accents; empty where it has none."""
    counts: list[int] = field(default_factory=list)
    """How many pages a list has."""
    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    """The numbers of its first page and of its last."""
    sizes: list[int] = field(default_factory=list)
    """What the list counts for where lists are cut into files."""
    ends: list[int] = field(default_factory=list)
    """Where in all bytes it ends, and the next begins, each without its first distance."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What an index says of its pages, which are numbered from 0."""

    lists: Lists
    body: bytes | bytearray
    words: list[int]
    """By page, how many words it has."""
    fragments: list[bytes]
    """By page, the file that is shown of it."""
    filters: dict[str, dict[str, list[int]]]
    """Pages by the values of each filter."""

    def files(self) -> dict[str, bytes]:
        """Return the shard as files; `shard_of` reads them."""
        told = {
            "lists": {name: getattr(self.lists, name) for name in Lists.__slots__},
            "words": self.words,
            "fragments": [len(one) for one in self.fragments],
            "filters": self.filters,
        }
        return {
            "shard.json": json.dumps(told, ensure_ascii=False).encode(),
            "lists": bytes(self.body),
            "fragments": b"".join(self.fragments),
        }


def shard_of(files: Mapping[str, bytes]) -> Shard:
    """Return the shard of which these are the files."""
    told = json.loads(files["shard.json"])
    ends = pairwise(accumulate(told.pop("fragments"), initial=0))
    fragments = [files["fragments"][start:end] for start, end in ends]
    lists = Lists(**told.pop("lists"))
    return Shard(lists=lists, body=files["lists"], fragments=fragments, **told)


def shard_ends(addresses: Sequence[str]) -> list[int]:
    """Return where each shard ends in the list of all pages. The address of a page ends a shard.

    So a new page changes few shards, and a page that has changed changes one.
    """
    ends: list[int] = []
    for place, address in enumerate(addresses, 1):
        size = place - (ends[-1] if ends else 0)
        digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).digest()
        if (digest[0] % CUT == 0 and size >= MIN_PAGES) or size == MAX_PAGES:
            ends.append(place)
    if addresses and ends[-1:] != [len(addresses)]:
        ends.append(len(addresses))
    return ends


def base_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those files of an index of any pages that do not depend on them.

    Raises UnknownFormError.
    """
    try:
        (row,) = json.loads(files[ENTRY])["languages"].values()
        names = (ENTRY, "pagefind.js", f"wasm.{row['wasm'] or 'unknown'}.pagefind")
        return {name: files[name] for name in names}
    except (ValueError, TypeError, KeyError) as error:
        raise UnknownFormError(str(error)) from error


def taken_apart(files: Mapping[str, bytes], parts: Iterable[Sequence[str]]) -> list[Shard]:
    """Return a shard of each of these lists of addresses, in an index of `FIRST` and all of them.

    Pagefind leaves out pages without a word. Raises UnknownFormError where the files are not those
    of a known version.
    """
    try:
        return _taken_apart(files, parts)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise UnknownFormError(str(error)) from error


def _taken_apart(files: Mapping[str, bytes], parts: Iterable[Sequence[str]]) -> list[Shard]:
    (row,) = json.loads(files[ENTRY])["languages"].values()
    version, pages, chunks, filters, sorts, fields = read(files[f"pagefind.{row['hash']}.pf_meta"])
    if version not in VERSIONS or sorts or fields != [*FIELDS]:
        raise ValueError("another version, or other fields")
    fragments = [files[f"fragment/{name}.pf_fragment"] for name, _ in pages]
    urls = [json.loads(unpacked(file))["url"] for file in fragments]
    indexed = set(urls)
    found = [[FIRST[0]], *([url for url in part if url in indexed] for part in parts)]
    if urls != [url for part in found for url in part]:
        raise ValueError("other pages")
    starts = [*accumulate(map(len, found), initial=0)]
    words = [count for _, count in pages]
    shards = [
        Shard(Lists(), bytearray(), words[start:end], fragments[start:end], {})
        for start, end in pairwise(starts)
    ]
    for name in chunks:
        _divide_words(unpacked(files[f"index/{name[-1]}.pf_index"]), starts, shards)
    for _, name in filters:
        _divide_filter(files[f"filter/{name}.pf_filter"], starts, shards)
    return shards[1:]


def _divide_filter(file: bytes, starts: Sequence[int], shards: Sequence[Shard]) -> None:
    """Divide the pages of each value of a filter among shards."""
    name, values = read(file)
    for value, numbers in values:
        for number in numbers:
            place = bisect_right(starts, number) - 1
            pages = shards[place].filters.setdefault(name, {}).setdefault(value, [])
            pages.append(number - starts[place])


def _divide_words(data: bytes, starts: Sequence[int], shards: Sequence[Shard]) -> None:
    """Divide the lists of a file of words among shards; those of all files come in their order."""
    pages = iter(_PAGE.findall(data))
    _, at = _opened(data, 0, ARRAY, 1)
    words, at = _opened(data, at, ARRAY)
    for _ in range(words):
        _, at = _opened(data, at, ARRAY, 3)
        word, at = _word_at(data, at)
        at = _divide_list((word, ""), data, at, pages, starts, shards)
        variants, at = _opened(data, at, ARRAY)
        for _ in range(variants):
            _, at = _opened(data, at, ARRAY, 2)
            variant, at = _word_at(data, at)
            at = _divide_list((word, variant), data, at, pages, starts, shards)
    if at != len(data):
        raise ValueError("more than words")


def _opened(data: bytes, at: int, kind: int, count: int | None = None) -> tuple[int, int]:
    """The count of the value of this kind at `at`, and where what it holds begins.

    Raises ValueError for another value.
    """
    found, number, at = head_at(data, at)
    if found != kind or count not in (None, number):
        raise ValueError(f"a value of kind {found} with {number}")
    return number, at


def _word_at(data: bytes, at: int) -> tuple[str, int]:
    """The word at `at`, and where it ends. Raises ValueError for another value."""
    length, at = _opened(data, at, TEXT)
    if not length:
        raise ValueError("a word without letters")
    return data[at : at + length].decode(), at + length


def _divide_list(
    name: tuple[str, str],
    data: bytes,
    at: int,
    pages: Iterator[tuple[bytes, ...]],
    starts: Sequence[int],
    shards: Sequence[Shard],
) -> int:
    """Divide the list at `at`, whose pages are the next of `pages`; return where it ends."""
    count, at = _opened(data, at, ARRAY)
    columns = zip(*islice(pages, count), strict=True)
    wholes, distances, texts, fields = columns if count else ((),) * 4
    whole = b"".join(wholes)
    if len(wholes) != count or not data.startswith(whole, at):
        raise ValueError("a page of another form")
    numbers = [*accumulate(map(_value, distances))]
    start = 0
    while start < count:
        place = bisect_right(starts, numbers[start]) - 1
        end = bisect_left(numbers, starts[place + 1], start)
        lists, body = shards[place].lists, shards[place].body
        body += b"".join(wholes[start:end])[1 + len(distances[start]) :]
        lists.words.append(name[0])
        lists.variants.append(name[1])
        lists.counts.append(end - start)
        lists.firsts.append(numbers[start] - starts[place])
        lists.lasts.append(numbers[end - 1] - starts[place])
        lists.sizes.append(end - start + sum(map(_value, texts[start:end] + fields[start:end])))
        lists.ends.append(len(body))
        start = end
    return at + len(whole)
