"""The search index joined from shards: it is what Pagefind makes of all pages at once."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_briefs.builder import search as index
from mkdocs_briefs.builder.search import KeptFiles, shards
from mkdocs_briefs.builder.search.pagefind_program import Pagefind
from mkdocs_briefs.builder.search.shards import (
    FIRST,
    Lists,
    Shard,
    UnknownFormError,
    _chunks,
    _divide_words,
    _join_lists,
    base_of,
    head,
    joined,
    packed,
    read,
    renamed,
    shard_ends,
    shard_of,
    taken_apart,
    unpacked,
    written,
)
from mkdocs_briefs.pages.records import SearchRecord
from support.search import (
    PREFIXED,
    WORDS,
    Loader,
    Pages,
    array,
    at_once,
    index_of,
    indexed,
    number,
    of_version,
    page_list,
    pages_of,
    record,
    records,
)


def said(files: dict[str, bytes]) -> dict[str, object]:
    """What an index says, whatever its files are called and however they are compressed."""
    entry = json.loads(files["pagefind-entry.json"])
    (row,) = entry["languages"].values()
    meta = read(files[f"pagefind.{row.pop('hash')}.pf_meta"])
    chunks = [unpacked(files[f"index/{chunk.pop()}.pf_index"]) for chunk in meta[2]]
    return {
        "entry": entry,
        "meta": meta,
        "chunks": chunks,
        "files": {name: it for name, it in files.items() if name.startswith(("frag", "filter"))},
        "base": {name: it for name, it in files.items() if name.endswith((".js", ".pagefind"))},
    }


@pytest.fixture
def small(monkeypatch) -> None:
    """Have an index joined of the smallest shards."""
    monkeypatch.setattr(index, "MIN_JOINED", 1)
    monkeypatch.setattr(shards, "MIN_PAGES", 3)
    monkeypatch.setattr(shards, "MAX_PAGES", 9)
    monkeypatch.setattr(shards, "CUT", 4)


# -- the same as one index ------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "length"), [(1, 3), (40, 30), (90, 1200)])
def test_a_joined_index_says_what_one_index_says(small, count: int, length: int) -> None:
    some = records(count, length)
    found, single = said(index_of(some)), said(at_once(some))
    assert found == single
    assert (len(single["chunks"]) > 3) is (length > 1000)
    assert len(shard_ends([one.path for one in some])) > count // 10


@pytest.mark.parametrize("language", ["he", "pt-BR"])
def test_whatever_the_language_of_the_site(small, language: str) -> None:
    some = [replace(one, lang=language) for one in records(20, 20)]
    assert said(index_of(some, language)) == said(at_once(some, language))


texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=12)


def _shards_of(parts: Sequence[Sequence[tuple[str, str]]]) -> list[Shard]:
    addresses = [[url for url, _ in part] for part in parts]
    return taken_apart(indexed([FIRST, *chain.from_iterable(parts)]), addresses)


@example([[":"]], 1)  # Pagefind leaves out a page without a word
@example([["0\U00015cc3\x08"]], 1)  # and has bytes in a word that look like a page's
@settings(max_examples=8)
@given(st.lists(texts, min_size=1, max_size=12), st.integers(1, 4))
def test_of_any_texts_in_shards_of_any_size(found: list[list[str]], size: int) -> None:
    documents = pages_of([record(number, words) for number, words in enumerate(found, 1)])
    documents = pages_of([record(0, [PREFIXED])]) + documents
    parts = [documents[place : place + size] for place in range(0, len(documents), size)]
    made = indexed(documents)
    batches = [parts[place : place + 2] for place in range(0, len(parts), 2)]
    apart = chain.from_iterable(map(_shards_of, batches))
    assert said(joined(apart, base_of(made))) == said(renamed(made))


def word_file(pages: Pages, accented: Pages) -> bytes:
    """A file with one word, on `pages`, which has accents on some."""
    names = [head(3, len(name)) + name for name in (b"cafe", "café".encode())]
    variants = [array([names[1], page_list(accented)])] if accented else []
    return array([array([array([names[0], page_list(pages), array(variants)])])])


places = st.lists(st.integers(-300, 2**31 - 1), max_size=30)
listed = st.dictionaries(st.integers(0, 2**18), st.tuples(places, places), max_size=9)


@given(listed, listed, st.sets(st.integers(1, 2**18), max_size=4))
def test_numbers_of_any_size_are_joined(pages: Pages, accented: Pages, cuts: set[int]) -> None:
    starts = [0, *sorted(cuts), 2**19]
    parts = [Shard(Lists(), bytearray(), [], [], {}) for _ in starts[1:]]
    _divide_words(word_file(pages, accented), starts, parts)
    lists: dict = {}
    for shard, start in zip(parts, starts, strict=False):
        _join_lists(lists, shard, start)
    chunks = [chunk.data for chunk in _chunks(lists)]
    assert chunks == ([word_file(pages, accented)] if pages or accented else [])


# -- shards ---------------------------------------------------------------------------------------

LONG = [f"briefs/{n}/" for n in range(6_000)]


def shards_of(addresses: Sequence[str]) -> list[tuple[str, ...]]:
    ends = shard_ends(addresses)
    return [tuple(addresses[start:end]) for start, end in pairwise([0, *ends])]


def test_shards_hold_all_pages_in_their_order() -> None:
    parts = shards_of(LONG)
    assert [page for part in parts for page in part] == LONG
    sizes = [len(part) for part in parts]
    assert min(sizes[:-1]) >= 32
    assert max(sizes) <= 96
    assert 40 < sum(sizes) / len(sizes) < 56
    assert shard_ends([]) == []


def test_a_new_page_changes_few_shards() -> None:
    before, changed = set(shards_of(LONG)), []
    for place in range(0, len(LONG), 61):
        after = shards_of([*LONG[:place], f"briefs/new-{place}/", *LONG[place:]])
        changed.append(sum(part not in before for part in after))
    assert sum(changed) / len(changed) < 1.5


def made_with(some: Sequence[SearchRecord], kept: KeptFiles) -> tuple[dict[str, bytes], int]:
    """The index of these records, and how many of them were loaded for it."""
    loader = Loader(some)
    files = index.index_files(loader.entries, loader, "en", kept)
    return files, len(loader.asked)


def test_only_records_of_shards_that_have_changed_are_loaded(small, tmp_path: Path) -> None:
    some, kept = records(60, 12), KeptFiles(tmp_path)
    first, loaded = made_with(some, kept)
    assert loaded == 60
    assert made_with(some[::-1], kept) == (first, 0)

    changed = [*some[:7], record(7, ["quite", "another", "text"]), *some[8:]]
    found, loaded = made_with(changed[::-1], kept)
    assert 1 <= loaded <= shards.MAX_PAGES
    assert found == index_of(changed) != first
    assert made_with(some, kept) == (first, 0)


def test_a_shard_that_is_damaged_is_made_anew(small, tmp_path: Path) -> None:
    some, kept = records(30, 12), KeptFiles(tmp_path)
    made = index_of(some, "en", kept)
    (whole,) = tmp_path.glob("*.index")
    whole.unlink()
    for other in tmp_path.iterdir():
        other.write_bytes(other.read_bytes()[:-1])
    assert index_of(some, "en", kept) == made


def test_shards_of_long_ago_go(small, tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path)
    for length in range(5):
        index_of(records(30, length), "en", kept)
    in_order = sorted(records(30, 4), key=lambda one: one.order)
    number = len(shard_ends([one.path for one in in_order]))
    assert len(list(tmp_path.glob("*.shard"))) == 2 * number
    index_of([], "en", kept)
    assert len(list(tmp_path.glob("*.index"))) == 2


numbers = st.lists(st.integers(0, 2**32), max_size=5)
shards_of_any = st.builds(
    Shard,
    lists=st.builds(Lists, *2 * [st.lists(st.text(), max_size=5)], *5 * [numbers]),
    body=st.binary(),
    words=numbers,
    fragments=st.lists(st.binary(max_size=9), max_size=5),
    filters=st.dictionaries(st.text(), st.dictionaries(st.text(), numbers), max_size=3),
)


@given(shards_of_any)
def test_what_is_kept_of_a_shard_is_the_shard(shard: Shard) -> None:
    assert shard_of(shard.files()) == shard


# -- one plain index --------------------------------------------------------------------------------


def test_a_small_site_has_an_index_as_pagefind_makes_it() -> None:
    some = records(30, 12)
    assert index_of(some) == at_once(some)


def test_another_version_makes_the_whole_index(small, tmp_path: Path, monkeypatch) -> None:
    some = records(30, 12)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(of_version(tmp_path / "pagefind", "1.9.0")))
    assert index_of(some, "en", KeptFiles(tmp_path / "kept")) == at_once(some)
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".index"]


def test_two_records_of_one_page_make_the_whole_index(small) -> None:
    some = [*records(12, 12), replace(records(1, 1)[0], title="Twice")]
    made = index_of(some)
    assert made == index_of(some[::-1])
    assert said(made)["entry"]["languages"]["en"]["page_count"] == 12


def meta_with(change) -> object:
    def changed(files: dict[str, bytes]) -> None:
        (name,) = [name for name in files if name.endswith(".pf_meta")]
        meta = read(files[name])
        change(meta)
        files[name] = written(meta)

    return changed


def words_as(change) -> object:
    def changed(files: dict[str, bytes]) -> None:
        (name,) = [name for name in files if name.startswith("index/")]
        files[name] = change(files[name])

    return changed


ODD = {
    "version": meta_with(lambda meta: meta.__setitem__(0, "1.5.3")),
    "more parts": meta_with(lambda meta: meta.append([])),
    "sorts": meta_with(lambda meta: meta[4].append(["date", [0]])),
    "fields": meta_with(lambda meta: meta[5].append("image")),
    "pages": meta_with(lambda meta: meta[1].reverse()),
    "no such file": meta_with(lambda meta: meta[2].append(["z", "z", "none"])),
    "not gzip": words_as(lambda _: b"none"),
    "cut gzip": words_as(lambda data: data[:-9]),
    "no mark": words_as(lambda _: gzip.compress(b"other")),
    "too short": words_as(lambda data: packed(unpacked(data)[:-9])),
    "too long": words_as(lambda data: packed(unpacked(data) + b"\x80")),
    "an empty word": words_as(
        lambda _: packed(array([array([array([head(3, 0), array([]), array([])])])]))
    ),
    "no word": words_as(lambda _: packed(array([array([array([head(3, 1), head(4, 0)])])]))),
    "a page of two": words_as(
        lambda _: packed(
            array([array([array([b"\x61a", array([array([number(1), array([])])])])])])
        )
    ),
    "two languages": lambda files: files.__setitem__(
        "pagefind-entry.json", b'{"languages": {"en": {}, "ar": {}}}'
    ),
    "no entry": lambda files: files.pop("pagefind-entry.json"),
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD)
def test_files_of_another_form_make_the_whole_index(small, monkeypatch, change) -> None:
    some = records(9, 6)
    pages = pages_of(some)
    files, single = indexed([FIRST, *pages]), at_once(some)
    parts = [[url for url, _ in part] for part in (pages[:4], pages[4:])]
    assert [len(shard.words) for shard in taken_apart(files, parts)] == [4, 5]
    change(files)
    with pytest.raises(UnknownFormError):
        taken_apart(files, parts)

    ask = Pagefind.files

    def answer(self: Pagefind, documents, stem: str) -> dict[str, bytes]:
        pages = list(documents)
        return files if FIRST in pages else ask(self, pages, stem)

    monkeypatch.setattr(Pagefind, "files", answer)
    assert index_of(some) == single
