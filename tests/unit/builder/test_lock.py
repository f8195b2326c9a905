"""One build of a site at a time, whatever becomes of the others."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_briefs.builder import output as module
from mkdocs_briefs.builder.output import Lock

HOLDER = """
import sys
from pathlib import Path
from mkdocs_briefs.builder.output import Lock
lock = Lock(Path(sys.argv[1]))
print(lock.take(seconds=0), flush=True)
sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "locks"
    folder.mkdir()
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(folder))
    return folder


def test_a_site_is_locked_until_it_is_dropped(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "site"), Lock(tmp_path / "site")
    assert first.take(seconds=0)
    assert not second.take(seconds=0)
    first.drop()
    assert second.take(seconds=0)
    assert not first.take(seconds=0)
    second.drop()
    second.drop()


def test_another_site_is_free(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "site"), Lock(tmp_path / "other")
    assert first.take(seconds=0)
    assert second.take(seconds=0)
    first.drop()
    second.drop()


def test_one_site_by_two_names_is_one(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "site")
    first, second = Lock(tmp_path / "site"), Lock(tmp_path / "link")
    assert first.take(seconds=0)
    assert not second.take(seconds=0)
    first.drop()
    second.drop()


def test_a_killed_process_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    pipe = subprocess.PIPE
    words = [sys.executable, "-c", HOLDER, str(tmp_path / "site")]
    path = {"PYTHONPATH": str(Path(module.__file__).parents[2])}
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, env={**os.environ, **path}) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"True\n"
        mine = Lock(tmp_path / "site")
        assert not mine.take(seconds=0)
        holder.kill()
        assert mine.take(seconds=60)
        mine.drop()


def test_where_no_file_can_be_made_everybody_gets_it(elsewhere: Path, tmp_path: Path) -> None:
    elsewhere.rmdir()
    elsewhere.write_text("no folder", encoding="utf-8")
    assert Lock(tmp_path / "site").take(seconds=0)
    assert Lock(tmp_path / "site").take(seconds=0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flock")
def test_where_the_system_has_no_locks_everybody_gets_it_and_no_file_says_taken(
    elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSYS, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    first, second = Lock(tmp_path / "site"), Lock(tmp_path / "site")
    assert first.take(seconds=0)
    assert second.take(seconds=60)
    monkeypatch.undo()
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(elsewhere))
    assert Lock(tmp_path / "site").take(seconds=0)
