"""The search index joined from shards: it is what Pagefind makes of all pages at once."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_briefs.build import search, search_join
from mkdocs_briefs.build.search import index_files
from mkdocs_briefs.build.search_cbor import head, packed, read, unpacked, written
from mkdocs_briefs.build.search_files import settled
from mkdocs_briefs.build.search_join import dealt, joined
from mkdocs_briefs.build.search_kept import KeptIndexes
from mkdocs_briefs.build.search_shard import (
    Lists,
    Shard,
    UnknownFormError,
    _lists,
    fields_of,
    first_page,
    shard_of,
    taken_apart,
)
from mkdocs_briefs.pages.records import SearchRecord
from support.search import WORDS, Pages, array, number, page_list, pages_of, record, records


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
    monkeypatch.setattr(search, "WHOLE", 1)
    monkeypatch.setattr(search_join, "_FEWEST", 3)
    monkeypatch.setattr(search_join, "_MOST", 9)
    monkeypatch.setattr(search_join, "_CUT", 4)


def at_once(some: Sequence[SearchRecord]) -> dict[str, bytes]:
    return settled(search.indexed(pages_of(some), "en"))


# -- the same as one index ------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "length"), [(1, 3), (40, 30), (90, 1200)])
def test_a_joined_index_says_what_one_index_says(small, count: int, length: int) -> None:
    some = records(count, length)
    found, single = said(index_files(some, "en")), said(at_once(some))
    assert found == single
    assert (len(single["chunks"]) > 3) is (length > 1000)
    assert len(dealt(pages_of(some))) > count // 10


@pytest.mark.parametrize(("language", "stem"), [("he", "he"), ("pt-BR", "pt")])
def test_whatever_the_language_of_the_site(small, language: str, stem: str) -> None:
    some = [replace(one, lang=language) for one in records(20, 20)]
    single = settled(search.indexed(pages_of(some, language), stem))
    assert said(index_files(some, language)) == said(single)


texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=12)


@settings(max_examples=25)
@given(st.lists(texts, min_size=1, max_size=12), st.integers(1, 4))
def test_of_any_texts_in_shards_of_any_size(found: list[list[str]], size: int) -> None:
    documents = pages_of([record(number, words) for number, words in enumerate([["x"], *found])])
    fields = fields_of(documents)
    parts = [documents[place : place + size] for place in range(0, len(documents), size)]
    made = [search.indexed([first_page(fields), *part], "en") for part in parts]
    whole = settled(joined([taken_apart(one, fields) for one in made]))
    assert said(whole) == said(settled(search.indexed(documents, "en")))


def word_file(pages: Pages, accented: Pages) -> bytes:
    """A file with one word, on `pages`, which has accents on some."""
    names = [head(3, len(name)) + name for name in (b"cafe", "café".encode())]
    variants = [array([names[1], page_list(accented)])] if accented else []
    return array([array([array([names[0], page_list(pages), array(variants)])])])


def shard_from(pages: Pages, accented: Pages, start: int, end: int) -> Shard:
    """Those from `start` on, behind the first page, which has the word too."""
    first: Pages = {0: ([1], [-1, 0])}
    cut = [
        first | {page - start + 1: it for page, it in some.items() if start <= page < end}
        for some in (pages, accented)
    ]
    return Shard(*_lists([word_file(*cut)]), [], [], {}, [], {})


places = st.lists(st.integers(-300, 2**31 - 1), max_size=30)
listed = st.dictionaries(st.integers(0, 2**18), st.tuples(places, places), max_size=9)


@given(listed, listed, st.sets(st.integers(1, 2**18), max_size=4))
def test_numbers_of_any_size_are_joined(pages: Pages, accented: Pages, cuts: set[int]) -> None:
    starts = [0, *sorted(cuts)]
    bounds = zip(starts, [*starts[1:], 2**19], strict=True)
    shards = [shard_from(pages, accented, start, end) for start, end in bounds]
    chunks = [chunk.data for chunk in search_join._chunks(search_join._merged(shards, starts))]
    assert chunks == ([word_file(pages, accented)] if pages or accented else [])


# -- shards ---------------------------------------------------------------------------------------

LONG = [(f"/briefs/{n}/", "") for n in range(6_000)]


def test_shards_hold_all_pages_in_their_order() -> None:
    shards = dealt(LONG)
    assert [page for shard in shards for page in shard] == LONG
    sizes = [len(shard) for shard in shards]
    assert min(sizes[:-1]) >= 96
    assert max(sizes) <= 256
    assert 110 < sum(sizes) / len(sizes) < 150
    assert dealt([]) == []


def test_a_new_page_moves_few_others() -> None:
    before = {tuple(shard) for shard in dealt(LONG)}
    moved = []
    for place in range(0, len(LONG), 61):
        after = dealt([*LONG[:place], (f"/briefs/new-{place}/", ""), *LONG[place:]])
        moved.append(sum(tuple(shard) not in before for shard in after))
    assert sum(moved) / len(moved) < 1.5
    texts = [[(url, "changed") for url, _ in shard] for shard in dealt(LONG)]
    assert [list(shard) for shard in dealt([(url, "changed") for url, _ in LONG])] == texts


class Counted:
    """How many pages Pagefind is asked to index each time."""

    def __init__(self, monkeypatch) -> None:
        self.asked: list[int] = []
        ask = search.indexed

        def indexed(documents, stem: str) -> dict[str, bytes]:
            documents = list(documents)
            self.asked.append(len(documents))
            return ask(documents, stem)

        monkeypatch.setattr(search, "indexed", indexed)


def test_only_shards_that_have_changed_are_made(small, tmp_path: Path, monkeypatch) -> None:
    some, kept = records(60, 12), KeptIndexes(tmp_path)
    counted = Counted(monkeypatch)
    index_files(some, "en", kept)
    shards = len(counted.asked)
    assert shards > 6
    assert sum(counted.asked) == 60 + shards  # each begins with a page of its own
    counted.asked.clear()
    assert index_files(some[::-1], "en", kept) == index_files(some, "en")
    assert len(counted.asked) == shards  # by the one without a cache

    changed = [*some[:7], record(7, ["quite", "another", "text"]), *some[8:]]
    counted.asked.clear()
    found = index_files(changed[::-1], "en", kept)
    assert len(counted.asked) == 1
    assert found == index_files(changed, "en")


def test_a_field_that_is_new_is_known_to_all_shards(small, tmp_path: Path) -> None:
    plain = [replace(one, title="x", passages=(), date=None) for one in records(20, 3)]
    kept = KeptIndexes(tmp_path)
    assert said(index_files(plain, "en", kept))["meta"][5] == ["title"]
    dated = [replace(plain[0], date=dt.date(2024, 1, 1)), *plain[1:]]
    assert said(index_files(dated, "en", kept)) == said(at_once(dated))


def test_a_shard_that_is_damaged_is_made_anew(small, tmp_path: Path) -> None:
    some, kept = records(30, 12), KeptIndexes(tmp_path)
    made = index_files(some, "en", kept)
    whole, *shards = sorted(tmp_path.iterdir(), key=lambda path: path.suffix)
    assert whole.suffix == ".index"
    whole.unlink()
    for shard in shards:
        shard.write_bytes(shard.read_bytes()[:-1])
    assert index_files(some, "en", kept) == made


def test_shards_of_long_ago_go(small, tmp_path: Path) -> None:
    kept = KeptIndexes(tmp_path)
    for length in range(5):
        index_files(records(30, length), "en", kept)
    shards = len(dealt(pages_of(records(30, 4))))
    assert len(list(tmp_path.glob("*.shard"))) == 2 * shards
    index_files(records(0, 1), "en", kept)
    assert len(list(tmp_path.glob("*.index"))) == 2


numbers = st.lists(st.integers(0, 2**32), max_size=5)
shards_of_any = st.builds(
    Shard,
    lists=st.builds(Lists, *2 * [st.lists(st.text(), max_size=5)], *5 * [numbers]),
    body=st.binary(),
    words=numbers,
    fragments=st.lists(st.binary(max_size=9), max_size=5),
    filters=st.dictionaries(st.text(), st.dictionaries(st.text(), numbers), max_size=3),
    fields=st.lists(st.text(), max_size=3),
    base=st.dictionaries(st.sampled_from(["pagefind.js", "wasm.en.pagefind"]), st.binary()),
)


@given(shards_of_any)
def test_what_is_kept_of_a_shard_is_the_shard(shard: Shard) -> None:
    assert shard_of(shard.files()) == shard


# -- one plain index --------------------------------------------------------------------------------


def test_a_small_site_has_an_index_as_pagefind_makes_it(monkeypatch) -> None:
    some = records(30, 12)
    counted = Counted(monkeypatch)
    assert index_files(some, "en") == at_once(some)
    assert counted.asked == [30, 30]


def test_another_version_makes_the_whole_index(small, monkeypatch) -> None:
    some = records(30, 12)
    monkeypatch.setattr(search, "VERSIONS", {"1.4.0"})
    counted = Counted(monkeypatch)
    assert index_files(some, "en") == at_once(some)
    assert counted.asked == [30, 30]


def test_two_records_of_one_page_make_the_whole_index(small) -> None:
    some = [*records(12, 12), replace(records(1, 1)[0], title="Twice")]
    assert index_files(some, "en") == at_once(some)


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
    fields = fields_of(pages_of(some))
    files = search.indexed([first_page(fields), *pages_of(some)], "en")
    assert taken_apart(files, fields).fields == fields
    change(files)
    with pytest.raises(UnknownFormError):
        taken_apart(files, fields)

    single, ask = at_once(some), search.indexed
    first = first_page(fields)
    monkeypatch.setattr(
        search, "indexed", lambda pages, stem: files if first in pages else ask(pages, stem)
    )
    assert index_files(some, "en") == single
