"""`make test-oldest` takes the oldest Python of the machine, or says why it takes none."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
PYTHONS = {
    "python2": "",
    "python3.10": "3 10 14 1",
    "python3": "3 12 1 1",
    "python3.11": "3 11 0 1",
    "python3.12": "3 12 1 1",
    "python3.13": "no version",
}
"""Name -> what it answers to the question for its version."""


@pytest.fixture
def oldest(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    spec = importlib.util.spec_from_file_location("oldest", SCRIPTS / "oldest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(oldest, tmp_path, monkeypatch):
    for name, answer in PYTHONS.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {answer}\n", "ascii")
        program.chmod(0o755)
    own = oldest.candidates
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(
        oldest, "candidates", lambda: [path for path in own() if path.startswith(str(tmp_path))]
    )
    return tmp_path


def test_the_oldest_that_is_supported_is_taken(oldest, folder, capsys):
    assert oldest.main((3, 13, 0)) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"{folder}/python3.11\n", "")


def test_none_is_taken_if_the_running_one_is_as_old(oldest, folder, capsys):
    assert oldest.main((3, 11, 0)) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "no Python from 3.11 on here is older than 3.11.0" in told.err


def test_one_that_cannot_make_environments_is_named(oldest, folder, capsys):
    (folder / "python3.11").write_text("#!/bin/sh\necho 3 11 2 0\n", "ascii")
    assert oldest.main((3, 11, 7)) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{folder}/python3.11, which lacks the package python3.11-venv" in told.err
