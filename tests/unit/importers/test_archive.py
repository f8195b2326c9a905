"""Exports that are none, or that would write elsewhere, are refused before anything is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.import_export import write_files
from mkdocs_briefs.importers.draft import ImportRefusedError, archive_files

FRONT = {"title": "T", "date": "2024-04-22"}


def export(*files: str, **more: Any) -> str:
    briefs = [{"file": file, "front_matter": FRONT, "body": "B\n"} for file in files]
    return json.dumps({"format": "mkdocs-briefs", "version": 1, "briefs": briefs} | more)


def refusal(text: str) -> str:
    with pytest.raises(ImportRefusedError) as caught:
        [*archive_files(text)]
    return str(caught.value)


def test_a_brief_becomes_its_file() -> None:
    assert dict(archive_files(export("2024/a.md"))) == {
        "2024/a.md": "---\ntitle: T\ndate: 2024-04-22\n---\nB\n"
    }


def test_a_registry_becomes_its_file_with_numbers_as_text() -> None:
    text = export(registries={"actors": {"iran": {"name": "Iran", "x_n": 3, "x_no": None}}})
    assert dict(archive_files(text)) == {"actors.yml": 'iran:\n  name: Iran\n  x_n: "3"\n  x_no:\n'}


@pytest.mark.parametrize(
    "file",
    [
        *("../a.md", "/etc/a.md", "a/../../b.md", "..", "a/./b.md", "a//b.md", ".git/a.md"),
        *("C:/a.md", "a\\..\\b.md", "a\0.md", "a\n.md", "a.txt", "a.yml", "", " a.md", "a /b.md"),
        *("a./b.md", "con:a.md", "a?.md", "/".join("abcdefghijklmnopqrstu") + "/a.md", "\ud800.md"),
        *(None, 3, ["a.md"], {}),
    ],
)
def test_a_path_that_could_lead_out_is_refused(file: object) -> None:
    assert "is not a path of a brief" in refusal(export(file)) or "surrogate" in refusal(
        export(file)
    )


@pytest.mark.parametrize(
    "files",
    [("a.md", "a.md"), ("a.md", "A.md"), ("a.md", "a.md/b.md"), ("a.md/b.md", "a.md"), ("STRASSE.md", "straße.md")],
)  # fmt: skip
def test_two_files_at_one_place_are_refused(files: tuple[str, ...]) -> None:
    assert "two files" in refusal(export(*files))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("1" * 10_000, "no JSON"),
        ("[]", "not an export"),
        ('{"briefs": []}', "not an export"),
        (export(version=2), "version is 2"),
        (export(version=None), "version is None"),
        (export(registries=[]), "not an object"),
        (export(registries={"actors": []}), "not an object"),
        (export(registries={"../x": {}}), "which is none"),
        (export(profiles={}), "not a list"),
        (export(profiles=["a"]), "not an object"),
        (export(profiles=[{"file": "a.md"}]), "front_matter"),
        (export(profiles=[{"file": "a.md", "front_matter": {}, "body": 3}]), "not a text"),
        (export(profiles=[{"file": "a.md", "front_matter": {}, "body": "\ud800"}]), "surrogate"),
        (export(profiles=[{"file": "a.md", "front_matter": {"\udfff": 1}}]), "surrogate"),
        (export(registries={"actors": {"a": ["x\ud900"]}}), "surrogate"),
        (export(registries={"actors": {"a": json.loads("[" * 90 + "]" * 90)}}), "too deep"),
    ],
)
def test_what_is_no_export_is_refused(text: str, why: str) -> None:
    assert why in refusal(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(st.characters()) | st.sampled_from(["a.md", "../a.md"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["file", "front_matter", "body", "actors", "x"]), inner, max_size=3)))  # fmt: skip
def test_anything_is_imported_or_refused(value: object) -> None:
    for key in ("briefs", "profiles", "registries"):
        try:
            for path, text in archive_files(export(**{key: value})):
                assert ".." not in path.split("/")
                assert text.encode()
        except ImportRefusedError:
            pass


def test_a_file_that_is_there_stays_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("mine")
    with pytest.raises(ImportRefusedError, match=r"b\.md is there already"):
        [*write_files(archive_files(export("a.md", "b.md")), tmp_path)]
    assert [path.name for path in tmp_path.iterdir()] == ["b.md"]
    assert (tmp_path / "b.md").read_text() == "mine"


def test_a_bad_file_at_the_end_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError):
        [*write_files(archive_files(export("a.md", "../b.md")), tmp_path / "briefs")]
    assert [*tmp_path.iterdir()] == []


def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "in").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ImportRefusedError, match="leads out"):
        [*write_files(archive_files(export("a.md", "in/b.md")), tmp_path / "briefs")]
    assert [*(tmp_path / "elsewhere").iterdir()] == []
    assert not (tmp_path / "briefs" / "a.md").exists()
