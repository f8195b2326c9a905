"""Pagefind's program: what is said when it does not do what it should."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mkdocs_briefs.builder.search import SearchError, fault, installed, pagefind_program
from support.search import at_once, index_of, program, records

FAULTS = {
    "crashes": ("echo odd >&2; echo out of memory >&2; exit 3", "status 3 (out of memory)"),
    "says nothing": ("exit 0", "it ended with status 0"),
    "is killed": ("kill -9 $$", "signal 9 ended it"),
    "answers nonsense": ("echo 'nonsense,'; sleep 600", "no sensible answer"),
    "answers another question": ("printf 'e30=,'; sleep 600", "no sensible answer"),
    "answers without end": ("yes", "no sensible answer"),
    "refuses": (
        """printf %s '{"payload": {"type": "Error", "message": "No room"}}' | base64 -w0
        printf ,; sleep 600""",
        "refused NewIndex: No room",
    ),
}


@pytest.mark.parametrize(("commands", "said"), FAULTS.values(), ids=FAULTS)
def test_a_program_that_does_not_work_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commands: str, said: str
) -> None:
    other = program(tmp_path / "pagefind", commands)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(other))
    assert said in fault()
    assert "\n" not in fault()
    with pytest.raises(SearchError):
        index_of(records(3, 3))


def test_a_program_that_is_not_there_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "missing"))
    assert "does not start" in fault()
    other = tmp_path / "data"
    other.write_text("#!/bin/sh\n")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(other))
    assert "does not start" in fault()


def test_a_program_that_hangs_is_stopped_with_all_that_it_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = program(tmp_path / "pagefind", "sleep 600; exit")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(other))
    monkeypatch.setattr(pagefind_program, "MAX_SECONDS_TO_START", 0.2)
    assert "it took more than 0.2 seconds" in fault()


ANSWERS = """
import base64, json, sys
if "--version" in sys.argv:
    print("pagefind 1.5.2")
    sys.exit()
for kind in ("NewIndex", "GetFiles"):
    while sys.stdin.read(1) != ",":
        pass
    payload = {"type": kind, "index_id": 0, "files": []}
    text = base64.b64encode(json.dumps({"payload": payload}).encode()).decode()
    print(text, end=",", flush=True)
sys.stdin.read()
"""


def test_files_that_are_no_index_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = tmp_path / "answers.py"
    answers.write_text(ANSWERS)
    answer = f'exec {sys.executable} {answers} "$@"'
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program(tmp_path / "pagefind", answer)))
    with pytest.raises(SearchError, match="files that are no index"):
        index_of([])


def test_the_program_that_is_installed_works() -> None:
    assert installed()
    assert fault() == ""


def test_the_extended_edition_makes_the_same_index(monkeypatch: pytest.MonkeyPatch) -> None:
    extended = pytest.importorskip("pagefind_bin_extended")
    some = records(30, 12)
    before = at_once(some)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(extended.get_executable()))
    assert at_once(some) == before
