"""The index of our own search: what goes into it, and that it is the same each time."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.base import ValidationError

from mkdocs_briefs.build import search, search_cbor, search_files
from mkdocs_briefs.build.search import FOLDER, SearchIndex, bare_words, document, spaced
from mkdocs_briefs.build.search_program import SearchError
from mkdocs_briefs.host.searching import SearchOption
from mkdocs_briefs.pages.records import Passage, SearchRecord


def record(path: str, title: str, text: str = "", **values) -> SearchRecord:
    given = {"kind": "brief", "lang": "en", "facets": {"kind": ("brief",)}} | values
    passages = given.pop("passages", (Passage("", "", text),))
    return SearchRecord(path=path, title=title, passages=passages, **given)


RECORDS = [
    record(
        f"briefs/{n}/",
        f"Brief {n}",
        f"It tells of {n} dogs and of سلام.",
        date=dt.date(2024, 1, n + 1),
        facets={
            "kind": ("brief",),
            "year": ("2024",),
            "actor": tuple(f"Actor {k}" for k in range(n, n + 4)),
        },
    )
    for n in range(20)
] + [record("actors/iran/", "Iran", kind="actor", facets={"kind": ("actor",)})]


def write_index(records: Iterable[SearchRecord], site: Path, language: str) -> None:
    SearchIndex().publish(records, site, language, preview=False)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def fragments(folder: Path) -> dict[str, dict]:
    texts = (
        gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")
        for file in (folder / FOLDER / "fragment").iterdir()
    )
    found = (json.loads(text) for text in texts)
    return {one["url"]: one for one in found}


def meta(folder: Path):
    (file,) = (folder / FOLDER).glob("*.pf_meta")
    return search_cbor.read(file.read_bytes())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("加沙停火", "加 沙 停 火"),
        ("于2023年10月", "于 2023 年 10 月"),
        ("ガザ、停戦", "ガ ザ 、 停 戦"),
        ("plain words", "plain words"),
        ("مـــرحبا", "مرحبا"),
        ("서울에서", "서울에서"),
    ],
)
def test_letters_without_spaces_get_them(text: str, said: str) -> None:
    assert spaced(text) == said


@given(st.text())
def test_spacing_adds_nothing_but_spaces_and_is_done_once(text: str) -> None:
    once = spaced(text)
    assert once.replace(" ", "") == text.replace(" ", "").replace("\u0640", "")
    assert spaced(once) == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("والحرب بالقاهرة وغزة الغزة", ["حرب", "قاهرة", "غزة"]),
        ("وَالْحَرْب", ["حرب"]),
        ("הממשלה והצבא בעזה", ["ממשלה", "צבא", "עזה"]),
        ("Iran غزة ירח", []),
    ],
)
def test_words_are_found_without_what_is_written_onto_their_front(
    text: str, found: list[str]
) -> None:
    assert bare_words(text) == found


def test_a_record_cannot_write_html() -> None:
    hostile = '"><script>x</script>'
    html = document(
        record(
            "a/",
            hostile,
            passages=(Passage(hostile, hostile, hostile),),
            facets={"kind": (hostile,)},
            lang=hostile,
        ),
        "en",
    )
    assert "<script" not in html
    assert html.count("<") == html.count(">") == len(search.re.findall(r"</?[a-z][^<>]*>", html))


def test_the_same_records_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name, records in (("one", RECORDS), ("other", RECORDS[::-1])):
        (tmp_path / name).mkdir()
        write_index(records, tmp_path / name, "en")
        made.append(files(tmp_path / name))
    assert made[0] == made[1]
    assert len(made[0]) > 20


def test_only_what_the_search_loads_is_published(tmp_path: Path) -> None:
    write_index(RECORDS, tmp_path, "en")
    names = {name.removeprefix(f"{FOLDER}/") for name in files(tmp_path)}
    top = {name for name in names if "/" not in name}
    assert top - {name for name in top if name.endswith(".pf_meta")} == {
        "pagefind.js",
        "pagefind-entry.json",
        "wasm.en.pagefind",
    }
    assert {name.split("/")[0] for name in names - top} == {"index", "fragment", "filter"}


def test_every_page_has_the_file_that_the_index_names(tmp_path: Path) -> None:
    write_index(RECORDS, tmp_path, "en")
    _, pages, chunks, filters, *_ = meta(tmp_path)
    assert len(pages) == len(RECORDS)
    for folder, names in (
        ("fragment", [name for name, _ in pages]),
        ("index", [name for *_, name in chunks]),
        ("filter", [name for _, name in filters]),
    ):
        there = sorted(file.stem for file in (tmp_path / FOLDER / folder).iterdir())
        assert there == sorted(names)
    assert [name for name, _ in filters] == ["actor", "kind", "year"]


def test_a_page_without_text_is_found_by_its_title(tmp_path: Path) -> None:
    write_index(RECORDS, tmp_path, "en")
    assert fragments(tmp_path)["/actors/iran/"]["meta"]["title"] == "Iran"


def test_a_passage_with_a_heading_has_its_anchor(tmp_path: Path) -> None:
    passages = (Passage("", "", "Lead."), Passage("حدث", "Both sides & more", "Text."))
    write_index([record("a/", "A", passages=passages, lang="ar")], tmp_path, "en")
    one = fragments(tmp_path)["/a/"]
    assert [(it["id"], it["text"]) for it in one["anchors"]] == [("حدث", "Both sides & more")]
    assert one["filters"]["lang"] == ["ar"]


def test_all_languages_share_one_index(tmp_path: Path) -> None:
    records = [record(f"{lang}/", lang, "text", lang=lang) for lang in ("en", "ar", "zh", "he")]
    write_index(records, tmp_path, "pt-BR")
    entry = json.loads((tmp_path / FOLDER / "pagefind-entry.json").read_text("utf-8"))
    assert {lang: row["page_count"] for lang, row in entry["languages"].items()} == {"pt": 4}


def test_a_language_without_stemming_gets_an_index_too(tmp_path: Path) -> None:
    write_index(RECORDS, tmp_path, "he")
    assert (tmp_path / FOLDER / "wasm.unknown.pagefind").is_file()


def test_no_records_give_an_empty_index(tmp_path: Path) -> None:
    write_index([], tmp_path, "en")
    assert (tmp_path / FOLDER / "pagefind-entry.json").is_file()


def test_an_old_index_goes(tmp_path: Path) -> None:
    stale = tmp_path / FOLDER / "fragment" / "old.pf_fragment"
    stale.parent.mkdir(parents=True)
    stale.write_text("x")
    write_index(RECORDS, tmp_path, "en")
    assert not stale.exists()


def test_a_program_that_answers_nothing_is_an_error(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", shutil.which("true") or "")
    with pytest.raises(SearchError, match="no answer"):
        write_index(RECORDS, tmp_path, "en")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "missing"))
    with pytest.raises(SearchError, match="does not start"):
        write_index(RECORDS, tmp_path, "en")


@pytest.mark.parametrize("quick", [True, False])
def test_a_preview_keeps_an_index_that_took_long(tmp_path: Path, monkeypatch, quick) -> None:
    monkeypatch.setattr(search, "QUICK", 60 if quick else 0)
    index, sites = SearchIndex(), [tmp_path / name for name in ("one", "two")]
    for site in sites:
        site.mkdir()
    index.publish(RECORDS, sites[0], "en", preview=True)
    assert index.rests is not quick
    index.publish(RECORDS[:5], sites[1], "en", preview=True)
    assert len(fragments(sites[1])) == (5 if quick else len(RECORDS))


def test_a_build_never_keeps_an_index(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(search, "QUICK", 0)
    index = SearchIndex()
    index.publish(RECORDS, tmp_path, "en", preview=False)
    assert not index.rests


# -- what is kept ------------------------------------------------------------------------------


def built(project: Path, site: str, records: Iterable[SearchRecord] = RECORDS) -> dict[str, bytes]:
    (project / site).mkdir()
    SearchIndex().publish(records, project / site, "en", preview=False, project=project)
    return files(project / site)


def no_program(monkeypatch) -> None:
    def refuse(*_args) -> dict[str, bytes]:
        raise SearchError("asked again")

    monkeypatch.setattr(search, "indexed", refuse)


def test_an_index_of_the_same_records_is_made_once(tmp_path: Path, monkeypatch) -> None:
    made = built(tmp_path, "one")
    assert made == files_of(tmp_path, RECORDS)
    no_program(monkeypatch)
    assert built(tmp_path, "two", RECORDS[::-1]) == made
    with pytest.raises(SearchError, match="asked again"):
        built(tmp_path, "three", RECORDS[1:])


def files_of(tmp_path: Path, records: Iterable[SearchRecord]) -> dict[str, bytes]:
    (tmp_path / "plain").mkdir()
    write_index(records, tmp_path / "plain", "en")
    return files(tmp_path / "plain")


@pytest.mark.parametrize(
    "change",
    [
        lambda monkeypatch: monkeypatch.setattr(search, "VERSION", 0),
        lambda monkeypatch: monkeypatch.setattr(search, "edition", lambda: "1.6 100"),
        lambda monkeypatch: monkeypatch.setattr(search, "_WEIGHT", (2, 3)),
    ],
    ids=["our files", "the program", "the pages"],
)
def test_what_else_decides_about_an_index_is_in_its_key(tmp_path, monkeypatch, change) -> None:
    built(tmp_path, "one")
    change(monkeypatch)
    no_program(monkeypatch)
    with pytest.raises(SearchError, match="asked again"):
        built(tmp_path, "two")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:-1],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data + b"more",
        lambda data: b"[]" + data[data.index(b"\n") :],
        lambda data: data.replace(b'"pagefind.js"', b'"../stolen.js"', 1),
        lambda data: data.replace(b'"pagefind.js"', b'"/tmp/stolen.js"', 1),
        lambda data: data.replace(b'"pagefind.js"', b"1", 1),
    ],
    ids=["empty", "short", "changed", "long", "headless", "parent", "root", "number"],
)
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage) -> None:
    made = built(tmp_path, "one")
    (kept,) = (tmp_path / search.CACHE).iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert built(tmp_path, "two") == made
    assert kept.read_bytes() == whole


def test_few_indexes_are_kept_and_no_unfinished_one(tmp_path: Path) -> None:
    for number in range(4):
        built(tmp_path, str(number), RECORDS[number:])
    kept = sorted((tmp_path / search.CACHE).iterdir())
    assert len(kept) == 2
    assert all(path.suffix == ".index" and path.name[0] != "." for path in kept)


def test_a_cache_that_cannot_be_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    assert built(tmp_path, "one") == built(tmp_path, "two")


def test_a_preview_fills_no_cache(tmp_path: Path) -> None:
    SearchIndex().publish(RECORDS, tmp_path, "en", preview=True, project=tmp_path)
    assert not (tmp_path / ".cache").exists()


def values() -> st.SearchStrategy:
    return st.recursive(st.text() | st.integers(0, 2**40), st.lists, max_leaves=20)


@given(values())
def test_what_is_packed_is_read_again(value) -> None:
    out = bytearray()
    search_cbor.encode(value, out)
    assert search_cbor.decoded(bytes(out), 0) == (value, len(out))


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65536, "1a00010000")],
)
def test_numbers_are_written_as_the_standard_says(number: int, written: str) -> None:
    out = bytearray()
    search_cbor.encode(number, out)
    assert out.hex() == written


@pytest.mark.parametrize(
    "meta",
    [
        b"pagefind_dcd\xf6",
        b"pagefind_dcd\x81\x00",
        b"other",
        b"pagefind_dcd",
        b"pagefind_dcd\x84\x60\x81\x82\x60\x60\x80\x80",
        b"pagefind_dcd\x84\x60\x80\x80\x81\x82\x60\x61x",
    ],
)
def test_an_index_in_a_form_that_we_do_not_know_stays_as_it_is(meta: bytes) -> None:
    entry = json.dumps({"languages": {"en": {"hash": "x", "wasm": "en"}}}).encode()
    files = {"pagefind-entry.json": entry, "pagefind.x.pf_meta": gzip.compress(meta)}
    assert search_files.settled(files) == files


def test_pages_whose_names_would_be_one_get_longer_ones(monkeypatch) -> None:
    monkeypatch.setattr(search_files, "digest_of", lambda data: f"aaaaaa{data.decode()}")
    pages = [["one", 1052], ["other", 9]]
    files = {"fragment/one.pf_fragment": b"x", "fragment/other.pf_fragment": b"y"}
    search_files._shorten(pages, files)
    assert pages == [["aaaaa", 1100], ["aaaaaa", 9]]
    assert files == {"fragment/aaaaa.pf_fragment": b"x", "fragment/aaaaaa.pf_fragment": b"y"}


def test_the_option_asks_for_what_is_not_installed(monkeypatch) -> None:
    def chosen(option: str | None) -> str:
        return SearchOption().validate(option)

    assert [chosen(name) for name in ("auto", "pagefind", "material")] == [
        "auto",
        "pagefind",
        "material",
    ]
    monkeypatch.setattr("mkdocs_briefs.host.searching.installed", lambda: False)
    assert chosen("auto") == "auto"
    with pytest.raises(ValidationError, match=r"mkdocs-briefs\[search\]"):
        chosen("pagefind")
    with pytest.raises(ValidationError):
        chosen("lunr")
