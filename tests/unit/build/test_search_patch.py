"""The search index after an edit: what an index of all pages would be, made from the old one."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_briefs.build import search_files, search_join, search_patch, search_recut
from mkdocs_briefs.build.search import index_files
from mkdocs_briefs.build.search_cbor import packed, read, text, unpacked, written
from mkdocs_briefs.build.search_kept import KeptIndexes
from mkdocs_briefs.build.search_patch import patched
from mkdocs_briefs.build.search_recut import Recut
from mkdocs_briefs.build.search_words import changed, words_of
from mkdocs_briefs.pages.records import Passage, SearchRecord
from support.search import WORDS, Pages, array, page_list, records

# -- files of words -------------------------------------------------------------------------------

NAMES = ["a", "ab", "abc", "abcd", "b", "cafe", "dab", "dabble", "x" * 30, "\u0443 z", "zeta"]
SEEN = "\u0627\u0644\u062d\u0631\u0628"
"""A word that bears an article, so that its page has the field of bare words."""
VARIANTS = ["", "\u00e1", "\u00e2", "\u00e3"]
SAID = [
    ([0], []),
    ([9], []),
    ([600], []),
    ([-2, 0], []),
    ([5, -24, 300], []),
    ([], [-1, 0]),
    ([7] * 25, [-2, 1]),
    ([2**31 - 1], [1] * 30),
]
"""What a page says of a word: places in its text and in its fields."""
NUMBERS = [0, 1, 2, 3, 22, 23, 24, 47, 300, 70_000, 2**18]
Words = dict[str, dict[str, Pages]]
some_words: st.SearchStrategy[Words] = st.dictionaries(
    st.sampled_from(NAMES),
    st.dictionaries(
        st.sampled_from(VARIANTS),
        st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from(SAID), max_size=5),
        max_size=3,
    ),
    max_size=9,
)


def item(word: str, variants: Mapping[str, Pages]) -> bytes:
    """All that a file says of a word; nothing without a page."""

    def rank(name: str) -> tuple[int, bool, str]:
        first = min(variants[name])
        return first, not variants[name][first][0], name

    names = sorted((name for name in variants if name and variants[name]), key=rank)
    if not names and not variants.get(""):
        return b""
    others = [array([text(name), page_list(variants[name])]) for name in names]
    return array([text(word), page_list(variants.get("", {})), array(others)])


def files_of(words: Words) -> dict[str, tuple[str, str, bytes]]:
    """The files of words as a whole join cuts them, each with its range."""
    cutter, chunks = search_join.Cutter(), []
    for word in sorted(words):
        own = words[word].get("", {}).values()
        size = sum(len(texts) + len(fields) + 1 for texts, fields in own)
        if (made := item(word, words[word])) and (chunk := cutter.add(word, made, size)):
            chunks.append(chunk)
    if chunk := cutter.rest():
        chunks.append(chunk)
    ranges = search_join._ranges(chunks)
    names = [search_join.chunk_name(chunk.data) for chunk in chunks]
    rows = zip(names, ranges, chunks, strict=True)
    return {name: (start, end, chunk.data) for name, (start, end), chunk in rows}


def said_of(pages: tuple[list[int], list[int]] | None) -> bytes | None:
    """What a page says of a word, behind its distance: a list of it alone, without that."""
    return page_list({0: pages})[3:] if pages else None


def changes_of(before: Words, after: Words) -> dict[str, dict[str, dict[int, tuple]]]:
    changes: dict[str, dict[str, dict[int, tuple]]] = {}
    for word in before.keys() | after.keys():
        was, now = before.get(word, {}), after.get(word, {})
        for name in was.keys() | now.keys():
            old, new = was.get(name, {}), now.get(name, {})
            for page in old.keys() | new.keys():
                if old.get(page) != new.get(page):
                    pair = said_of(old.get(page)), said_of(new.get(page))
                    changes.setdefault(word, {}).setdefault(name, {})[page] = pair
    return changes


@given(some_words, some_words)
def test_lists_of_any_numbers_are_changed(before: Words, after: Words) -> None:
    for word, changes in changes_of(before, after).items():
        old, new = item(word, before.get(word, {})), item(word, after.get(word, {}))
        assert changed(word, old, changes) == new


def test_a_word_of_more_pages_than_are_read_at_once() -> None:
    pages = {number: ([number, 70_000], [3]) for number in range(0, 25_000, 10)}
    before = {"word": {"": pages, "wörd": pages}}
    after = {"word": {"": pages | {24_990: ([1], [])}, "wörd": pages}}
    whole = item("word", before["word"])
    assert words_of(array([array([whole])])) == {"word": whole}
    new = item("word", after["word"])
    assert changed("word", whole, changes_of(before, after)["word"]) == new


@given(some_words)
def test_a_file_is_opened_word_by_word(words: Words) -> None:
    for _, _, data in files_of(words).values():
        said = words_of(data)
        assert said == {word: item(word, words[word]) for word in said}
        assert list(said) == sorted(said)


@settings(max_examples=200)
@given(before=some_words, other=some_words, full=st.integers(1, 90), alike=st.booleans())
def test_files_are_cut_where_a_whole_index_is_cut(
    before: Words, other: Words, full: int, *, alike: bool
) -> None:
    after = before | dict([*other.items()][:2]) if alike else other
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_join, "_CHUNK", full)
        old, new = files_of(before), files_of(after)
        if not old or not new:
            return
        recut = Recut([(a, b, name) for name, (a, b, _) in old.items()], lambda name: old[name][2])
        found = recut.after(changes_of(before, after))
    assert [(it.name, it.start, it.end) for it in found] == [(n, *new[n][:2]) for n in new]
    assert all(it.data == new[it.name][2] for it in found if it.data)
    assert all(it.name in old for it in found if not it.data)


def test_what_stands_once_in_a_file_needs_no_other_look(monkeypatch: pytest.MonkeyPatch) -> None:
    before: Words = {"a": {"": {3: ([5], []), 9: ([6], [])}}, "b": {"": {3: ([5, 1], [])}}}
    after: Words = {"a": {"": {3: ([5], []), 9: ([700], [])}}, "b": {"": {3: ([9, 9], [])}}}
    (name,), ((start, end, data),) = files_of(before), files_of(before).values()
    monkeypatch.setattr(search_recut, "words_of", None)
    (found,) = Recut([(start, end, name)], lambda _: data).after(changes_of(before, after))
    assert {found.name: (found.start, found.end, found.data)} == files_of(after)


def test_a_page_that_does_not_say_what_it_should_have_said_is_an_error() -> None:
    here = {"": {3: ([5], []), 9: ([5], [])}}
    for page, before in [(3, ([6], [])), (4, ([5], [])), (9, None)]:
        changes = {"": {page: (said_of(before), said_of(([7], [])))}}
        with pytest.raises(ValueError, match="something else"):
            changed("a", item("a", here), changes)


# -- a whole index ----------------------------------------------------------------------------------


@dataclass
class Published:
    """An index in a folder, the records that it has, and what is kept for a whole one."""

    folder: Path
    records: list[SearchRecord]
    kept: KeptIndexes

    def whole(self) -> dict[str, bytes]:
        return index_files(self.records, "en", self.kept)

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def write(self, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
        for name, data in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(data)
        for name in gone:
            (self.folder / name).unlink()

    def edit(self, edits: Mapping[int, Sequence[Passage]]) -> None:
        """Changes the passages of records by their places, and the index with them."""
        changes = [
            (self.records[place], replace(self.records[place], passages=tuple(passages)))
            for place, passages in edits.items()
        ]
        found = patched(self.folder, changes, "en")
        assert found is not None
        self.write(*found)
        for place, (_, new) in zip(edits, changes, strict=True):
            self.records[place] = new


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Published]:
    """An index of several hundred pages in many files of words."""
    folder = tmp_path_factory.mktemp("start")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_join, "_CHUNK", 400)
        arabic = Passage("", "", SEEN)
        some = [replace(one, passages=(*one.passages, arabic)) for one in records(310, 30)]
        published = Published(folder / "pagefind", some, KeptIndexes(folder / "kept"))
        published.write(published.whole())
        assert len(list((folder / "pagefind/index").iterdir())) > 30
        yield published


@pytest.fixture
def published(start: Published, tmp_path: Path) -> Published:
    return copied(start, tmp_path)


def passages_with(words: str) -> list[Passage]:
    return [Passage("", "", f"{words} {SEEN}"), Passage("part", "x", "harbour caf\u00e9")]


def copied(start: Published, place: Path) -> Published:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(start.folder, place / "pagefind")
    return Published(place / "pagefind", [*start.records], start.kept)


RARE = ["only7", "only8", "aardvark", "zz", "\u00e9mile", "emile", "\u00e9mil\u00e9", *WORDS]
words = st.lists(st.sampled_from(RARE), max_size=40).map(" ".join)
passages = st.tuples(words, words, st.sampled_from(WORDS)).map(
    lambda it: (Passage("", "", f"{it[0]} {SEEN}"), Passage("part", it[2], it[1]))
)
edits = st.dictionaries(st.integers(0, 309), passages, min_size=1, max_size=3)


@settings(max_examples=12)
@given(st.lists(edits, min_size=1, max_size=3))
def test_a_changed_index_is_the_index_of_the_changed_records(
    start: Published,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[dict[int, list[Passage]]],
) -> None:
    published = copied(start, tmp_path_factory.getbasetemp() / "edited")
    for step in steps:
        published.edit(step)
    assert published.files() == published.whole()


def test_pages_whose_names_begin_alike_are_named_as_in_a_whole_index(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_files, "NAME", 1)
    monkeypatch.setattr(search_patch, "NAME", 1)
    published.kept = KeptIndexes(published.folder.parent / "kept")
    shutil.rmtree(published.folder)
    published.write(published.whole())
    for place in (5, 150, 5):
        published.edit({place: passages_with(f"other {place}")})
        assert published.files() == published.whole()


def test_only_files_of_words_concerned_are_opened(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    look = search_recut.words_of
    monkeypatch.setattr(search_recut, "words_of", lambda data: opened.append(data) or look(data))
    passages = published.records[7].passages
    published.edit({7: [*passages, Passage("", "", "strike")]})
    assert 1 <= len(opened) <= 6
    assert published.files() == published.whole()


def change(start: SearchRecord, **values) -> SearchRecord:
    return replace(start, passages=(*start.passages, Passage("", "", "strike")), **values)


OTHERS: dict[str, Callable[[SearchRecord], SearchRecord]] = {
    "another page": lambda it: change(it, path="brief/new/"),
    "another title": lambda it: change(it, title="Strike"),
    "another day": lambda it: change(it, date=dt.date(2024, 5, 1)),
    "another language": lambda it: change(it, lang="he"),
    "another facet": lambda it: change(it, facets={"kind": ("brief",)}),
    "a field less": lambda it: replace(it, passages=(Passage("", "", "strike"),), title="x"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_change_than_of_passages_needs_a_whole_index(
    published: Published, name: str
) -> None:
    old = published.records[8]
    assert patched(published.folder, [(old, change(old))], "en")
    assert patched(published.folder, [(old, OTHERS[name](old))], "en") is None


def test_a_page_changes_once_or_not_at_all(published: Published) -> None:
    old = published.records[8]
    assert patched(published.folder, [(old, old)], "en") == ({}, set())
    assert patched(published.folder, [(old, change(old)), (old, change(old))], "en") is None


def meta_with(edit: Callable[[list], None]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        (file,) = folder.glob("*.pf_meta")
        meta = read(file.read_bytes())
        edit(meta)
        file.write_bytes(written(meta))

    return changed


def each(pattern: str, edit: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        for file in folder.glob(pattern):
            file.write_bytes(edit(file.read_bytes()))

    return changed


ODD: dict[str, Callable[[Path], None]] = {
    "no folder": shutil.rmtree,
    "another version": meta_with(lambda meta: meta.__setitem__(0, "1.5.3")),
    "sorts": meta_with(lambda meta: meta[4].append(["date", [0]])),
    "other fields": meta_with(lambda meta: meta[5].remove("also")),
    "few pages": meta_with(lambda meta: meta[1].__delitem__(slice(0, None))),
    "other counts": meta_with(lambda meta: [page.__setitem__(1, 9) for page in meta[1]]),
    "not joined": meta_with(lambda meta: meta[2][0].__setitem__(2, "en_123456")),
    "cut meta": each("*.pf_meta", lambda data: data[:-9]),
    "other pages": each("fragment/*", lambda data: data[:-1]),
    "no words": lambda folder: shutil.rmtree(folder / "index"),
    "cut words": each("index/*", lambda data: packed(unpacked(data)[:-3])),
    "more words": each("index/*", lambda data: packed(unpacked(data) + b"\x61a\x80\x80")),
    "other words": each(
        "index/*", lambda _: packed(array([array([item("a", {"": {0: SAID[0]}})])]))
    ),
    "no entry": lambda folder: (folder / "pagefind-entry.json").unlink(),
    "two languages": each("*.json", lambda _: b'{"languages": {"en": {}, "ar": {}}}'),
}


@pytest.mark.parametrize("name", ODD)
def test_an_index_that_is_not_as_it_should_be_is_made_anew(published: Published, name: str) -> None:
    old = published.records[8]
    ODD[name](published.folder)
    assert patched(published.folder, [(old, change(old))], "en") is None


def test_an_index_of_few_pages_or_of_other_records_is_made_anew(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = published.records[8]
    assert patched(published.folder, [(change(old), old)], "en") is None
    monkeypatch.setattr(search_patch, "edition", lambda: "1.5.3 9")
    assert patched(published.folder, [(old, change(old))], "en") is None
    monkeypatch.undo()
    monkeypatch.setattr(search_patch, "WHOLE", 311)
    assert patched(published.folder, [(old, change(old))], "en") is None
