"""What the search knows of all pages: kept, read and changed in small parts, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_briefs.build import search_records
from mkdocs_briefs.build.search_records import KeptRecords
from mkdocs_briefs.pages.records import Passage, SearchRecord
from support.search import records

SOME = records(60, 6)


def by_path(found: list[SearchRecord] | None) -> list[SearchRecord] | None:
    return found and sorted(found, key=lambda one: one.path)


def changed(record: SearchRecord, text: str) -> SearchRecord:
    return replace(record, passages=(Passage("", "", text),), own=(0, 1))


edits = st.lists(st.dictionaries(st.integers(0, 59), st.text(), max_size=4), max_size=4)


@settings(max_examples=15)
@given(edits)
def test_a_state_holds_what_was_kept_and_changed(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[int, str]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "states"
    shutil.rmtree(folder, ignore_errors=True)
    kept, now = KeptRecords(folder), [*SOME]
    token = kept.save(now)
    for step in steps:
        for place, text in step.items():
            now[place] = changed(now[place], text)
        before, token = token, kept.change(token, [now[place] for place in step])
        assert by_path(kept.all(token)) == by_path(now)
        assert kept.all(before) is not None
        paths = [now[place].path for place in step]
        assert kept.some(token, paths) == {now[place].path: now[place] for place in step}
    assert kept.save(now[::-1]) == token


def test_a_change_writes_what_it_concerns_and_old_states_go(tmp_path: Path) -> None:
    kept = KeptRecords(tmp_path)
    token = kept.save(SOME)
    files = set(tmp_path.iterdir())
    assert len(files) > 30
    for text in ("one", "other", "third"):
        token = kept.change(token, [changed(SOME[3], text)])
    assert len(set(tmp_path.iterdir()) - files) == 4
    assert len(files - set(tmp_path.iterdir())) == 2
    assert kept.some(token, ["none/"]) == {}


def test_the_state_that_was_used_last_stays_beside_the_new_one(tmp_path: Path) -> None:
    kept = KeptRecords(tmp_path)
    states = [kept.save(SOME[:count]) for count in (10, 20)]
    for age, token in enumerate(states, 1):
        os.utime(tmp_path / f"{token}.list", (age, age))
    assert kept.all(states[0]) is not None
    newest = kept.save(SOME)
    assert [kept.all(token) is None for token in (*states, newest)] == [False, True, False]


def damaged(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[:-1])


def of_another_form(folder: Path) -> None:
    kept = KeptRecords(folder)
    for file in folder.glob("*.list"):
        file.write_bytes(b"[]")
    for value in ("[]", '["x"]', "{}"):
        kept._put(value.encode(), ".list")


LOST: dict[str, Callable[[Path], None]] = {
    "gone": shutil.rmtree,
    "damaged": damaged,
    "of another form": of_another_form,
    "without buckets": lambda folder: [file.unlink() for file in folder.glob("*.json")] and None,
}


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost_is_lost_and_may_be_kept_again(tmp_path: Path, name: str) -> None:
    kept = KeptRecords(tmp_path / "kept")
    token = kept.save(SOME)
    LOST[name](tmp_path / "kept")
    paths = [one.path for one in SOME]
    assert kept.some(token, paths) is None
    assert kept.all(token) is None
    assert kept.change(token, SOME[:1]) == ""
    assert kept.save(SOME) == token
    assert by_path(kept.all(token)) == by_path(SOME)


@pytest.mark.parametrize("token", ["", "0" * 32, "../x", "x"])
def test_a_token_of_no_state_names_nothing(tmp_path: Path, token: str) -> None:
    kept = KeptRecords(tmp_path)
    kept.save(SOME)
    assert (kept.all(token), kept.some(token, []), kept.change(token, [])) == (None, None, "")


def test_records_of_another_form_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptRecords(tmp_path)
    monkeypatch.setattr(search_records, "_written", lambda _: b'[{"path": 1}]')
    token = kept.save(SOME)
    assert kept.all(token) is None


def test_where_nothing_can_be_kept_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = KeptRecords(tmp_path / "file")
    assert kept.all(kept.save(SOME)) is None
