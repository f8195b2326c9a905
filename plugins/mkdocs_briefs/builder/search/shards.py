"""Indexes of some of the pages each, and the index that they make together."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, groupby, islice, pairwise, takewhile
from operator import itemgetter
from typing import Any, NamedTuple

from mkdocs_briefs.builder.search.pagefind_program import ENTRY, FIELDS, page_with_all_fields

MARK = b"pagefind_dcd"
NUMBER, TEXT, ARRAY = 0, 3, 4
"""Kinds of values: the first three bits. A negative number has a kind of its own, 1."""


def unpacked(packed: bytes) -> bytes:
    """Return what is in a file, without the mark. Raises ValueError for another program's file."""
    try:
        data = gzip.decompress(packed)
    except (OSError, EOFError) as error:
        raise ValueError(str(error)) from error
    if not data.startswith(MARK):
        raise ValueError("not a file of Pagefind")
    return data[len(MARK) :]


def packed(data: bytes, level: int = 9) -> bytes:
    """Return the file that holds `data`."""
    return gzip.compress(MARK + data, level, mtime=0)


def read(file: bytes) -> Any:
    """Return the value in a file. Raises ValueError if it is not one value of the kinds above."""
    data = unpacked(file)
    try:
        value, end = decoded(data, 0)
    except IndexError as error:
        raise ValueError("it ends too early") from error
    if end != len(data):
        raise ValueError("more than one value")
    return value


def written(value: Any) -> bytes:
    """Return the file with a value of lists, strings and whole numbers from 0."""
    out = bytearray()
    encode(value, out)
    return packed(bytes(out))


def head_at(data: bytes, at: int) -> tuple[int, int, int]:
    """Return kind and count of the value that begins at `at`, and where that head ends."""
    kind, count = data[at] >> 5, data[at] & 31
    at += 1
    if count >= 24:
        if count > 27:
            raise ValueError(count)
        size = 1 << (count - 24)
        count, at = int.from_bytes(data[at : at + size], "big"), at + size
    return kind, count, at


def decoded(data: bytes, at: int) -> tuple[Any, int]:
    """Return the value that begins at `at`, and its end. Raises ValueError for another kind."""
    kind, count, at = head_at(data, at)
    if kind == NUMBER:
        return count, at
    if kind == TEXT:
        return data[at : at + count].decode(), at + count
    if kind != ARRAY:
        raise ValueError(kind)
    values = []
    for _ in range(count):
        value, at = decoded(data, at)
        values.append(value)
    return values, at


def encode(value: Any, out: bytearray) -> None:
    """Write a value to the end of `out`."""
    if isinstance(value, list):
        out += head(ARRAY, len(value))
        for one in value:
            encode(one, out)
    elif isinstance(value, str):
        out += text(value)
    else:
        out += head(NUMBER, value)


@cache
def head(kind: int, count: int) -> bytes:
    """Return how a value of that kind begins; for a number, that is all of it."""
    if count < 24:
        return bytes((kind << 5 | count,))
    power = next(power for power in range(4) if count < 1 << (8 << power))
    return bytes((kind << 5 | 24 + power,)) + count.to_bytes(1 << power, "big")


def text(value: str) -> bytes:
    """Return a text as it is written."""
    data = value.encode()
    return head(TEXT, len(data)) + data


DIGITS = 5
"""Hexadecimal digits in the name of a page's file; more where two would share one."""


def renamed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index by their paths, without what our own search does not load.

    An index in a form that we do not know keeps its order: it works too.
    """
    entry = json.loads(files[ENTRY])
    rows = entry["languages"].values()
    wasm = [row.get("wasm") or "unknown" for row in rows] or ["unknown"]
    loaded = {ENTRY, "pagefind.js", *(f"wasm.{name}.pagefind" for name in wasm)}
    kept = {
        path: data
        for path, data in files.items()
        if path in loaded or "/" in path or path.endswith(".pf_meta")
    }
    for row in rows:
        with suppress(ValueError, TypeError, KeyError, IndexError, OSError):
            kept = _renamed(kept, row)
    return sorted_files(kept, entry)


def sorted_files(files: Mapping[str, bytes], entry: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of an index in their order, with the file that is loaded first."""
    first = json.dumps(entry, sort_keys=True).encode()
    return dict(sorted({**files, ENTRY: first}.items()))


def _renamed(files: Mapping[str, bytes], row: dict[str, Any]) -> dict[str, bytes]:
    """Rename the files of one language's index; `row` names the first of them."""
    path = f"pagefind.{row['hash']}.pf_meta"
    meta = read(files[path])
    _, pages, _, filters, *_ = meta
    if not all(isinstance(count, int) for _, count in pages):
        raise TypeError("a count of words of another form")
    fragments = [f"fragment/{name}.pf_fragment" for name, _ in pages]
    chunks = [f"filter/{name}.pf_filter" for _, name in filters]
    named = named_files(
        row,
        meta,
        [(files[name], words) for name, (_, words) in zip(fragments, pages, strict=True)],
        [read(files[name]) for name in chunks],
    )
    gone = {path, *fragments, *chunks}
    return {name: data for name, data in files.items() if name not in gone} | named


def named_files(
    row: dict[str, Any],
    meta: list[Any],
    fragments: Iterable[tuple[bytes, int]],
    filters: Iterable[tuple[str, Iterable[Any]]],
) -> dict[str, bytes]:
    """Return the files of pages and filters, and the one that lists them, named by what they hold.

    A page comes with the number of its words. Their names are noted in `meta`, the list, and the
    name of its file in `row`.
    """
    files: dict[str, bytes] = {}
    meta[1], meta[3] = [], []
    for name, values in filters:
        data = written([name, sorted(values)])
        digest = digest_of(data)[:10]
        meta[3].append([name, digest])
        files[f"filter/{digest}.pf_filter"] = data
    meta[3].sort()
    for data, words in fragments:
        digest = digest_of(data)
        names = (digest[:size] for size in range(DIGITS, len(digest)))
        name = next(name for name in names if f"fragment/{name}.pf_fragment" not in files)
        # Two digits are enough for what it is for: a long page counts less.
        meta[1].append([name, round(words, 2 - len(str(words)))])
        files[f"fragment/{name}.pf_fragment"] = data
    data = written(meta)
    row["hash"] = digest_of(data)[:10]
    return files | {f"pagefind.{row['hash']}.pf_meta": data}


def digest_of(data: bytes) -> str:
    """Return all digits of which names are made."""
    return hashlib.sha256(data).hexdigest()


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
    """Return the count of the value of this kind at `at`, and where what it holds begins.

    Raises ValueError for another value.
    """
    found, number, at = head_at(data, at)
    if found != kind or count not in (None, number):
        raise ValueError(f"a value of kind {found} with {number}")
    return number, at


def _word_at(data: bytes, at: int) -> tuple[str, int]:
    """Return the word at `at`, and where it ends. Raises ValueError for another value."""
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
