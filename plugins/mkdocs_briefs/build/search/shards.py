"""An index of some of the pages, taken apart so that it can be joined with others.

Pagefind lists for each word the pages that have it, each as its distance from the one before and
where in it the word stands. So the lists of pages that follow each other become one list when the
first distance of each is counted anew; all other bytes stay.

A place in a field, such as a date, is written with the number of the field, and Pagefind counts the
fields that its pages have. So each shard begins with a page that has all fields; it is left out of
what is read here.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.build.search.cbor import ARRAY, TEXT, head_at, read, unpacked
from mkdocs_briefs.build.search.pagefind_program import ENTRY
from mkdocs_briefs.build.search.records_html import FIELDS, page_with_all_fields

VERSIONS = frozenset(("1.5.2",))
"""The versions of Pagefind whose files are known: an index of joined shards was compared with one
that Pagefind made at once."""
FIRST = page_with_all_fields("/?first")
"""The page with which a shard begins."""
MIN_PAGES, MAX_PAGES, CUT = 96, 256, 32
"""Pages that a shard has at least and at most, and one in how many ends one in between."""

_NUMERAL = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_SIGNED = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a]....)*"
_COUNT = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)"


def _page(numeral: bytes, count: bytes) -> bytes:
    return rb"\x83" + numeral + count + _SIGNED + count + _SIGNED


_PAGE = re.compile(_page(rb"(" + _NUMERAL + rb")", rb"(" + _COUNT + rb")"), re.DOTALL)
"""A page in the list of a word: its distance, places in its text, places in its fields."""
_PAGES = re.compile(rb"(?:" + _page(_NUMERAL, _COUNT) + rb"){0,1000}", re.DOTALL)
"""Pages that follow each other; see `_end_of`."""


class _Values(dict[bytes, int]):
    """Numbers, and how many values arrays have, by their first bytes."""

    def __missing__(self, head: bytes) -> int:
        value = head[0] & 31 if len(head) == 1 else int.from_bytes(head[1:], "big")
        self[head] = value
        return value


_VALUES = _Values()


class UnknownFormError(Exception):
    """The files are not in the form that this module knows."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of pages, one for each word and variant; columns, and elsewhere the bytes of all."""

    words: list[str]
    variants: list[str]
    """How the word is written with its accents; empty where it has none."""
    counts: list[int]
    """How many pages a list has."""
    firsts: list[int]
    lasts: list[int]
    """The numbers of its first page and of its last."""
    sizes: list[int]
    """What the list counts for where lists are cut into files."""
    ends: list[int]
    """Where in all bytes it ends, and the next begins, each without its first distance."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What an index says of its pages, which are numbered from 0."""

    lists: Lists
    body: bytes
    words: list[int]
    """By page, how many words it has."""
    fragments: list[bytes]
    """By page, the file that is shown of it."""
    filters: dict[str, dict[str, list[int]]]
    """Pages by the values of each filter."""
    base: dict[str, bytes]
    """The files that do not depend on the pages."""

    def files(self) -> dict[str, bytes]:
        """The shard as files; `shard_of` reads them."""
        told = {
            "lists": {name: getattr(self.lists, name) for name in Lists.__slots__},
            "words": self.words,
            "fragments": [len(one) for one in self.fragments],
            "filters": self.filters,
        }
        parts = {
            "shard.json": json.dumps(told, ensure_ascii=False).encode(),
            "lists": zlib.compress(self.body, 1),
            "fragments": b"".join(self.fragments),
        }
        return parts | self.base


def shard_of(files: Mapping[str, bytes]) -> Shard:
    """The shard of which these are the files."""
    base = dict(files)
    told = json.loads(base.pop("shard.json"))
    body, fragments = zlib.decompress(base.pop("lists")), base.pop("fragments")
    pieces, at = [], 0
    for size in told.pop("fragments"):
        pieces.append(fragments[at : at + size])
        at += size
    lists = Lists(**told.pop("lists"))
    return Shard(lists=lists, body=body, fragments=pieces, base=base, **told)


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


def taken_apart(files: Mapping[str, bytes]) -> Shard:
    """Return the shard whose index Pagefind made of pages behind the page `FIRST`.

    Raises UnknownFormError where its files are not those of a known version.
    """
    try:
        return _taken_apart(files)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise UnknownFormError(str(error)) from error


def _taken_apart(files: Mapping[str, bytes]) -> Shard:
    entry = json.loads(files[ENTRY])
    (row,) = entry["languages"].values()
    version, pages, chunks, filters, sorts, fields = read(files[f"pagefind.{row['hash']}.pf_meta"])
    if version not in VERSIONS or sorts or fields != [*FIELDS]:
        raise ValueError("another version, or other fields")
    fragments = [files[f"fragment/{name}.pf_fragment"] for name, _ in pages]
    if json.loads(unpacked(fragments[0]))["url"] != FIRST[0]:
        raise ValueError("another page is the first")
    lists, body = _lists(unpacked(files[f"index/{name}.pf_index"]) for *_, name in chunks)
    base = (ENTRY, "pagefind.js", f"wasm.{row['wasm'] or 'unknown'}.pagefind")
    return Shard(
        lists=lists,
        body=body,
        words=[count for _, count in pages[1:]],
        fragments=fragments[1:],
        filters=dict(_filter(files[f"filter/{name}.pf_filter"], len(pages)) for _, name in filters),
        base={name: files[name] for name in base},
    )


def _filter(file: bytes, pages: int) -> tuple[str, dict[str, list[int]]]:
    name, values = read(file)
    if any(not 0 < page < pages for _, numbers in values for page in numbers):
        raise ValueError("a filter names a page that is not there")
    return name, {value: [page - 1 for page in numbers] for value, numbers in values}


def _lists(chunks: Iterable[bytes]) -> tuple[Lists, bytes]:
    """The lists in the files of words, which come in their order."""
    lists, body = Lists([], [], [], [], [], [], []), bytearray()
    for data in chunks:
        _, at = _opened(data, 0, ARRAY, 1)
        words, at = _opened(data, at, ARRAY)
        for _ in range(words):
            _, at = _opened(data, at, ARRAY, 3)
            word, at = _word_at(data, at)
            at = _add((word, ""), data, at, lists, body)
            variants, at = _opened(data, at, ARRAY)
            for _ in range(variants):
                _, at = _opened(data, at, ARRAY, 2)
                variant, at = _word_at(data, at)
                at = _add((word, variant), data, at, lists, body)
        if at != len(data):
            raise ValueError("more than words")
    return lists, bytes(body)


def _opened(data: bytes, at: int, kind: int, count: int | None = None) -> tuple[int, int]:
    """The count of the value of this kind at `at`, and where what it holds begins.

    Raises ValueError for another value.
    """
    found, number, at = head_at(data, at)
    if found != kind or count not in (None, number):
        raise ValueError(f"a value of kind {found} with {number}")
    return number, at


def _end_of(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    """Where that ends which begins at `at` and is matched piece by piece, perhaps with nothing.

    In pieces because `re` keeps a way back for each repetition: 2 kB for a page, until it is done.
    """
    start = -1
    while start < at:
        start, at = at, pattern.match(data, at).end()  # type: ignore[union-attr] # nothing matches
    return at


def _word_at(data: bytes, at: int) -> tuple[str, int]:
    """The word at `at`, and where it ends. Raises ValueError for another value."""
    length, at = _opened(data, at, TEXT)
    if not length:
        raise ValueError("a word without letters")
    return data[at : at + length].decode(), at + length


def _add(name: tuple[str, str], data: bytes, at: int, lists: Lists, body: bytearray) -> int:
    """Adds the list at `at` without the shard's first page, unless it is empty; says its end."""
    count, at = _opened(data, at, ARRAY)
    rows = _end_of(_PAGES, data, at)
    pages = _PAGE.findall(data, at, rows)
    if len(pages) != count:
        raise ValueError("a page of another form")
    first = _PAGE.match(data, at)
    if first and not _VALUES[first[1]]:
        del pages[0]
        first = _PAGE.match(data, first.end())
    if first and pages:
        body += data[first.end(1) : rows]
        distances, texts, fields = zip(*pages, strict=True)
        lists.words.append(name[0])
        lists.variants.append(name[1])
        lists.counts.append(len(pages))
        lists.firsts.append(_VALUES[first[1]] - 1)
        lists.lasts.append(sum(map(_VALUES.__getitem__, distances)) - 1)
        lists.sizes.append(len(pages) + sum(map(_VALUES.__getitem__, texts + fields)))
        lists.ends.append(len(body))
    return rows
