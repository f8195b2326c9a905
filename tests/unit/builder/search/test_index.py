"""The index of our own search: what goes into it, and that it is the same each time."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from mkdocs_briefs.builder.search import CACHE, FOLDER, SearchError, SearchIndex
from mkdocs_briefs.builder.search.shards import read
from mkdocs_briefs.host.options import checked
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages.records import Passage, SearchRecord
from support.search import Loader, at_once, of_version


def record(path: str, title: str, text: str = "", **values) -> SearchRecord:
    given = {"kind": "brief", "rank": 0, "lang": "en", "facets": {"kind": ("brief",)}} | values
    passages = given.pop("passages", (Passage("", "", text),))
    return SearchRecord(path=path, title=title, passages=passages, **given)


RECORDS = [
    record(
        f"briefs/{n}/",
        f"Brief {n}",
        f"It tells of {n} dogs and of سلام.",
        date=Moment(dt.date(2024, 1, n + 1)),
        facets={
            "kind": ("brief",),
            "year": ("2024",),
            "actor": tuple(f"Actor {k}" for k in range(n, n + 4)),
        },
    )
    for n in range(20)
] + [record("actors/iran/", "Iran", kind="actor", rank=1, facets={"kind": ("actor",)})]


def write_index(records: Iterable[SearchRecord], site: Path, language: str) -> None:
    loader = Loader(records)
    SearchIndex().publish(loader.entries, loader, site, language, site.parent / "project")


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
    return read(file.read_bytes())


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
        ("fragment", [name for name, *_ in pages]),
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


def test_a_preview_makes_its_index_once(tmp_path: Path) -> None:
    index, loader = SearchIndex(), Loader(RECORDS)
    assert not index.is_finished
    index.publish(loader.entries, loader, tmp_path, "en", tmp_path, preview=True)
    assert index.is_finished
    made = files(tmp_path)

    entry = tmp_path / FOLDER / "pagefind-entry.json"
    entry.write_text("what another program left")
    (tmp_path / FOLDER / "left.txt").write_text("and what is not of the index")
    index.publish([], Loader([]), tmp_path, "en", tmp_path, preview=True)
    assert files(tmp_path) == made


def test_a_preview_tries_an_index_that_cannot_be_made_once(tmp_path: Path, monkeypatch) -> None:
    index, loader = SearchIndex(), Loader(RECORDS)
    with monkeypatch.context() as patch:
        patch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "missing"))
        with pytest.raises(SearchError):
            index.publish(loader.entries, loader, tmp_path, "en", tmp_path, preview=True)
    assert index.is_finished
    index.publish(loader.entries, loader, tmp_path, "en", tmp_path, preview=True)
    assert files(tmp_path) == {}


# -- what is kept ------------------------------------------------------------------------------


def built(
    project: Path,
    site: str,
    records: Iterable[SearchRecord] = RECORDS,
    language: str = "en",
    *,
    loaded: bool = True,
) -> dict[str, bytes]:
    (project / site).mkdir()
    loader = Loader(records)
    SearchIndex().publish(loader.entries, loader, project / site, language, project)
    assert bool(loader.asked) is loaded
    return files(project / site)


def test_an_index_of_the_same_records_is_made_once(tmp_path: Path) -> None:
    made = built(tmp_path, "one")
    assert built(tmp_path, "two", RECORDS[::-1], loaded=False) == made
    assert {name.removeprefix("pagefind/"): it for name, it in made.items()} == at_once(RECORDS)
    built(tmp_path, "three", RECORDS[1:], loaded=True)


def test_a_preview_takes_what_a_build_has_kept(tmp_path: Path) -> None:
    made, loader = built(tmp_path, "one"), Loader(RECORDS)
    SearchIndex().publish(loader.entries, loader, tmp_path / "two", "en", tmp_path, preview=True)
    assert files(tmp_path / "two") == made
    assert not loader.asked


def test_what_else_decides_about_an_index_is_in_its_key(tmp_path: Path, monkeypatch) -> None:
    made = built(tmp_path, "one")
    built(tmp_path, "another language", language="fr")
    built(tmp_path, "the first again", loaded=False)
    other = of_version(tmp_path / "pagefind", "1.9.0")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(other))
    assert built(tmp_path, "another program") == made


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
    (kept,) = (tmp_path / CACHE).iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert built(tmp_path, "two") == made
    assert kept.read_bytes() == whole


def test_few_indexes_are_kept_and_no_unfinished_one(tmp_path: Path) -> None:
    for number in range(4):
        built(tmp_path, str(number), RECORDS[number:])
    kept = sorted((tmp_path / CACHE).iterdir())
    assert len(kept) == 2
    assert all(path.suffix == ".index" and path.name[0] != "." for path in kept)


def test_a_cache_that_cannot_be_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    assert built(tmp_path, "one") == built(tmp_path, "two")


def test_a_record_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="the record of 0 is damaged"):
        SearchIndex().publish(Loader(RECORDS[:1]).entries, lambda _: {}, tmp_path, "en", tmp_path)


def test_the_option_asks_for_what_is_not_installed(monkeypatch) -> None:
    def faults(option: str) -> list[str]:
        return [str(fault) for _, fault in checked({"search": option})[1]]

    assert [faults(name) for name in ("auto", "pagefind", "material")] == [[], [], []]
    monkeypatch.setattr("mkdocs_briefs.host.options.installed", lambda: False)
    assert faults("auto") == []
    assert "mkdocs-briefs[search]" in faults("pagefind")[0]
