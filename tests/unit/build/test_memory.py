"""A memory is sound or it is none."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.build.memory import (
    Memory,
    digest_of,
    digests,
    file_of,
    forget,
    keep,
    kept_at,
    load,
    save,
    software,
    stamps,
)

MEMORY = Memory(
    key="k",
    inputs={"/p/briefs/a.md": "1", "/p/docs/é.md": "2"},
    faces={"briefs/a.md": "f"},
    places={"briefs/a/index.html": (10, 20)},
    addresses={"briefs/a.md": "briefs/a/index.html"},
    outputs={"index.html": (5, 1_700_000_000)},
    said=(("mkdocs", 30, "a warning\nof “two” lines"),),
    records="r",
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "m.json"
    save(path, MEMORY)
    assert load(path, "k") == MEMORY
    assert [entry.name for entry in path.parent.iterdir()] == ["m.json"]


def test_a_memory_of_another_key_or_of_none_is_none(tmp_path: Path) -> None:
    assert load(tmp_path / "m.json", "k") is None
    save(tmp_path / "m.json", MEMORY)
    assert load(tmp_path / "m.json", "other") is None
    forget(tmp_path / "m.json")
    assert load(tmp_path / "m.json", "k") is None
    forget(tmp_path / "m.json")


@given(st.data())
def test_a_damaged_memory_is_none(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    path = tmp_path_factory.getbasetemp() / "damaged.json"
    save(path, MEMORY)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        path.write_bytes(whole[:place])
    else:
        other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
        path.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
    assert load(path, "k") is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
    | st.fixed_dictionaries(
        {"key": st.just("k")},
        optional={name: st.integers() for name in ("inputs", "places", "said")},
    )
)
def test_a_sound_file_of_another_shape_is_none(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "shape.json"
    keep(path, value)
    assert kept_at(path) == value
    assert load(path, "k") is None


def test_where_nothing_can_be_kept_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    keep(tmp_path / "file" / "m.json", [1])
    assert (tmp_path / "file").read_text() == "no folder"
    (tmp_path / "m.json").mkdir()
    save(tmp_path / "m.json", MEMORY)
    forget(tmp_path / "m.json")
    assert load(tmp_path / "m.json", "k") is None
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "m.json"]


def test_changes_are_named_and_files_that_come_or_go_are_too_much() -> None:
    inputs = dict(MEMORY.inputs)
    assert MEMORY.changed(inputs) == set()
    assert MEMORY.changed({**inputs, "/p/briefs/a.md": "3"}) == {"/p/briefs/a.md"}
    assert MEMORY.changed({**inputs, "/p/briefs/b.md": "3"}) is None
    assert MEMORY.changed({"/p/briefs/a.md": "1"}) is None


def test_a_site_is_held_as_long_as_no_file_of_it_differs(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/index.html", "index.html", ".nojekyll"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1_700_000_000, 1_700_000_000.75))
    memory = replace(MEMORY, outputs=stamps(tmp_path))
    assert set(memory.outputs) == {"a/index.html", "index.html", ".nojekyll"}
    assert memory.holds(tmp_path)
    os.utime(tmp_path / "index.html", (1_700_000_000, 1_700_000_000))  # what an archive keeps
    assert memory.holds(tmp_path)
    os.utime(tmp_path / "index.html", (1_700_000_000, 1_700_000_001))
    assert not memory.holds(tmp_path)
    os.utime(tmp_path / "index.html", (1_700_000_000, 1_700_000_000))
    (tmp_path / "a" / "more.html").write_text("")
    assert not memory.holds(tmp_path)
    (tmp_path / "a" / "more.html").unlink()
    (tmp_path / "a" / "index.html").unlink()
    assert not memory.holds(tmp_path)


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert stamps(tmp_path / "none") == {}
    assert digests([tmp_path / "none"]) == {}


def test_digests_follow_the_bytes_and_not_the_clock(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one")
    before = digests([tmp_path])
    assert before == {f"{tmp_path}/a.md": digest_of(b"one")}
    os.utime(tmp_path / "a.md", (1, 1))
    assert digests([tmp_path]) == before
    (tmp_path / "a.md").write_bytes(b"two")
    os.utime(tmp_path / "a.md", (1, 1))
    assert digests([tmp_path]) != before


def test_each_site_and_configuration_has_a_memory_of_its_own() -> None:
    places = {file_of(Path("/p"), site, file) for site in ("/p/a", "/p/b") for file in ("x", "y")}
    assert len(places) == 4
    assert all(Path("/p/.cache/briefs/engine") == place.parent for place in places)


def test_the_memory_is_json(tmp_path: Path) -> None:
    save(tmp_path / "m.json", MEMORY)
    digest, _, body = (tmp_path / "m.json").read_bytes().partition(b"\n")
    assert digest.decode() == digest_of(body)
    assert json.loads(body)["key"] == "k"


def test_the_software_has_one_digest() -> None:
    assert software() == software()
    assert len(software()) == 32
