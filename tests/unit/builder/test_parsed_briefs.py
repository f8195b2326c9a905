"""A brief that the store gives back is the brief that parsing gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.store import FOLDER, ParsedBriefs, Store
from mkdocs_briefs.builder.workspace import SourceFile
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.parse.brief import parse_brief
from support.briefs import SETTINGS
from support.machine import hostile_briefs

LIMITS = SETTINGS.limits
SAMPLE = sorted(Path(__file__).resolve().parents[3].glob("briefs/*/*.md"))


def source(data: bytes, name: str = "a") -> SourceFile:
    return SourceFile("brief", "", f"briefs/{name}.md", f"briefs/{name}.md", data)


def parsed(file: SourceFile) -> Brief | None:
    """The brief of a file, if it has no problem."""
    found = parse_brief(file.data, file.file, file.uri, SETTINGS)
    return None if found.problems else found.value


def again(files: Iterable[SourceFile], store: Store, rules: str = "rules") -> dict[str, Brief]:
    return ParsedBriefs(store, rules).find(files, LIMITS)


def keep(files: Iterable[SourceFile], store: Store) -> dict[str, Brief]:
    """Parse the files and remember what can be; return it."""
    known, found = ParsedBriefs(store, "rules"), {}
    for file in files:
        if brief := parsed(file):
            known.add_all([(file, brief)])
            found[file.file] = brief
    return {name: found[name] for name in found if f"parsed/{name}" in known.names}


def test_briefs_of_all_kinds_come_back_as_they_were(tmp_path: Path) -> None:
    texts = [file.read_bytes() for file in SAMPLE]
    files = [source(data, f"n{number}") for number, data in enumerate(texts)]
    store = Store(tmp_path / "x.sqlite")
    kept = keep(files, store)
    assert len(kept) > 10
    found = again(files, store)
    assert found == kept
    for name, brief in found.items():
        places = kept[name].positions.places
        assert dict(brief.positions.places) == dict(places)
        assert brief.prose.text == kept[name].prose.text
        assert dict(brief.page_meta) == dict(kept[name].page_meta)


def test_hostile_briefs_come_back_as_they_were() -> None:
    bodies = [brief.body.encode("utf-8", "surrogatepass") for brief in hostile_briefs()]
    front = b"---\ntitle: T\ndate: 2024-01-01\nsummary: S\nactors: [{name: A, kind: person}]\n"
    front += b"dates: [2024-01~: E]\nimplications: [I]\nx_own: {a: [1, 2.5, null, true]}\n---\n"
    files = [source(front + body, f"n{number}") for number, body in enumerate(bodies)]
    store = Store()
    kept = keep(files, store)
    assert kept
    assert again(files, store) == kept


HEAD = "title: T\ndate: 2024-01-01\nsummary: S\nactors: [iran]\nimplications: [I]\ndates: [E]\n"
LINES = st.sampled_from(
    [
        "x_a: 2024-01-01\n",
        "x_b: [1.5, .nan, ~, yes]\n",
        "x_c: {1: a, b: 2}\n",
        "hide: [toc]\n",
        "developments: [{text: D, likelihood: 55-80%, by: 2025, resolves_if: It is.}]\n",
        "figures: [{label: L, value: '3', attributed_to: un, as_of: 199X}]\n",
        "updates: [{date: 2024-02-02, text: U}]\n",
        "sources: [https://example.org/a, {id: b, title: B, issued: XXXX-10-07}]\n",
        "related: [{b: follows}]\n",
        "lang: ar\n",
    ]
)
BODIES = st.text(alphabet="ab [](){}|@#`*-\n<!:é中ا\u2028\x0b", max_size=120)


@given(st.lists(LINES, unique=True, max_size=5), BODIES)
def test_what_comes_back_is_what_parsing_gives(lines: list[str], body: str) -> None:
    file, store = source(f"---\n{HEAD}{''.join(lines)}---\n{body}".encode()), Store()
    assert again([file], store) == {}
    kept = keep([file], store)
    assert again([file], store) == kept


def test_a_file_with_a_problem_is_parsed_each_time() -> None:
    store = Store()
    assert keep([source(b"---\ntitle: T\ndate: never\n---\n")], store) == {}


@pytest.mark.parametrize("change", ["bytes", "rules", "name"])
def test_what_has_changed_does_not_come_back(change: str) -> None:
    store, data = Store(), f"---\n{HEAD}---\nText.\n".encode()
    assert keep([source(data)], store)
    assert again([source(data)], store)
    if change == "bytes":
        assert again([source(data + b" ")], store) == {}
    elif change == "rules":
        assert again([source(data)], store, "others") == {}
    else:
        assert again([source(data, "b")], store) == {}


def test_a_row_of_another_version_counts_as_missing() -> None:
    store, file = Store(), source(f"---\n{HEAD}---\nText.\n".encode())
    keep([file], store)
    (row,) = store.get_all(["parsed/briefs/a.md"]).values()
    for name in row:
        rest = {other: value for other, value in row.items() if other != name}
        store.put_all({"parsed/briefs/a.md": rest}, keep=())
        assert again([file], store) == {}
    store.put_all({"parsed/briefs/a.md": [1]}, keep=())
    assert again([file], store) == {}


def test_a_damaged_store_gives_nothing(tmp_path: Path) -> None:
    file = source(f"---\n{HEAD}---\nText.\n".encode())
    store = Store.of(tmp_path, "site", "mkdocs.yml")
    keep([file], store)
    assert re.search(FOLDER, store.path.as_posix())
    data = store.path.read_bytes()
    store.path.write_bytes(data.replace(b'"slug"', b'"slUg"'))
    assert again([file], store) == {}
