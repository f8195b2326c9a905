"""What a repository tells of the days of files, however it came here and whatever its files are called."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_briefs.builder import git_history as module
from mkdocs_briefs.builder.git_history import CACHE, SHALLOW, GitDates, git_dates
from support.repositories import commit, git

TEXT = "A line of a text.\n" * 20
HOSTILE = 'new\nline\t"quoted" é.md'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give an empty repository."""
    folder = tmp_path / "repository"
    (folder / "briefs").mkdir(parents=True)
    (folder / "docs").mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


def put(folder: Path, files: Mapping[str, str | None], when: str) -> None:
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    commit(folder, when=when)


def told(project: Path) -> dict[str, tuple[str, str]]:
    dates = git_dates(project, [project / "briefs", project / "docs"])
    return {file: (f"{each.first or ''}", f"{each.last}") for file, each in dates.files.items()}


def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What Git is asked of the history from now on."""
    calls: list[tuple[str, ...]] = []
    ask = module.ask
    monkeypatch.setattr(
        module,
        "ask",
        lambda place, *words: (words[0] == "log" and calls.append(words)) or ask(place, *words),
    )
    return calls


def test_first_and_last_day_of_every_file_and_of_no_other(repository: Path) -> None:
    put(
        repository, {"briefs/a.md": TEXT, "docs/b.md": TEXT, "code.py": "1"}, "2024-01-02T12:00:00Z"
    )
    put(repository, {"briefs/a.md": TEXT + "More.\n"}, "2024-03-04T12:00:00Z")
    (repository / "briefs/new.md").write_text("Not committed.")
    assert told(repository) == {
        "briefs/a.md": ("2024-01-02", "2024-03-04"),
        "docs/b.md": ("2024-01-02", "2024-01-02"),
    }


def test_a_day_is_that_of_the_author_in_utc(repository: Path) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-06-02T03:00:00+1400")
    later = {"GIT_COMMITTER_DATE": "2024-07-07T12:00:00Z"}
    git(repository, "commit", "-q", "--amend", "--no-edit", more=later)
    assert told(repository) == {"briefs/a.md": ("2024-06-01", "2024-06-01")}


def test_a_moved_file_keeps_its_first_day_and_a_file_made_anew_does_not(repository: Path) -> None:
    put(repository, {"briefs/a.md": TEXT, "briefs/b.md": "Other words.\n"}, "2024-01-02T12:00:00Z")
    moved = {"briefs/a.md": None, "briefs/c.md": TEXT + "redirect_from: a\n", "briefs/b.md": None}
    put(repository, moved, "2024-02-02T12:00:00Z")
    put(repository, {"briefs/a.md": "Something else.\n"}, "2024-03-02T12:00:00Z")
    assert told(repository) == {
        "briefs/c.md": ("2024-01-02", "2024-02-02"),
        "briefs/a.md": ("2024-03-02", "2024-03-02"),
    }


def test_a_merge_is_no_change_and_what_it_brings_is(repository: Path) -> None:
    put(repository, {"briefs/a.md": TEXT, "briefs/b.md": TEXT}, "2024-01-02T12:00:00Z")
    git(repository, "switch", "-qc", "work")
    put(repository, {"briefs/a.md": TEXT + "More.\n"}, "2024-02-02T12:00:00Z")
    git(repository, "switch", "-q", "main")
    put(repository, {"docs/c.md": TEXT}, "2024-02-03T12:00:00Z")
    days = {"GIT_AUTHOR_DATE": "2024-05-05T12:00:00Z", "GIT_COMMITTER_DATE": "2024-05-05T12:00:00Z"}
    git(repository, "merge", "-q", "--no-ff", "-m", "Merge", "work", more=days)
    assert told(repository) == {
        "briefs/a.md": ("2024-01-02", "2024-02-02"),
        "briefs/b.md": ("2024-01-02", "2024-01-02"),
        "docs/c.md": ("2024-02-03", "2024-02-03"),
    }


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be written there")
def test_names_may_hold_anything(repository: Path) -> None:
    raw = os.fsdecode(b"briefs/\xff\xfe.md")
    names = [f"briefs/{HOSTILE}", raw, "briefs/commit 12", "briefs/R100", "briefs/*.md"]
    put(repository, dict.fromkeys(names, TEXT), "2024-01-02T12:00:00Z")
    assert told(repository).keys() == {*names}


def test_a_site_in_a_folder_of_a_repository_names_its_files_from_there(repository: Path) -> None:
    site = repository / "web"
    put(repository, {"web/briefs/a.md": TEXT, "briefs/b.md": TEXT}, "2024-01-02T12:00:00Z")
    assert told(site) == {"briefs/a.md": ("2024-01-02", "2024-01-02")}


def test_a_clone_a_linked_tree_and_a_submodule_tell_the_same(
    repository: Path, tmp_path: Path
) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    put(repository, {"briefs/a.md": None, "briefs/b.md": TEXT + "M\n"}, "2024-02-02T12:00:00Z")
    want = {"briefs/b.md": ("2024-01-02", "2024-02-02")}
    git(repository, "worktree", "add", "-q", str(tmp_path / "tree"))
    git(repository, "gc", "-q")
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    local = ("-c", "protocol.file.allow=always")
    git(outer, *local, "submodule", "--quiet", "add", repository.as_uri(), "inner")
    for place in (repository, tmp_path / "tree", outer / "inner"):
        assert told(place) == want


def test_a_partial_clone_fetches_nothing_and_leaves_out_what_it_cannot_tell(
    repository: Path, tmp_path: Path
) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    put(repository, {"briefs/a.md": None, "briefs/b.md": TEXT + "M\n"}, "2024-02-02T12:00:00Z")
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--filter=blob:none", repository.as_uri(), str(clone))
    repository.rename(tmp_path / "away")
    assert told(clone) == {"briefs/b.md": ("", "2024-02-02")}


def test_a_shallow_clone_tells_nothing_and_how_to_mend_it(repository: Path, tmp_path: Path) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    put(repository, {"briefs/a.md": TEXT + "M\n"}, "2024-02-02T12:00:00Z")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), str(clone))
    dates = git_dates(clone, [clone / "briefs"])
    assert (dates.files, dates.note) == ({}, SHALLOW)
    git(clone, "fetch", "-q", "--unshallow")
    assert told(clone) == {"briefs/a.md": ("2024-01-02", "2024-02-02")}


def test_without_a_repository_without_commits_and_without_git_there_are_no_days(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert git_dates(tmp_path, [tmp_path]).files == {}
    assert git_dates(repository, [repository / "briefs"]) == GitDates({})
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    monkeypatch.setenv("PATH", str(tmp_path))
    dates = git_dates(repository, [repository / "briefs"])
    assert (dates.files, dates.note) == ({}, "")


def test_the_history_is_read_once_for_each_commit(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    calls = asked(monkeypatch)
    first = told(repository)
    assert told(repository) == first
    assert len(calls) == 1
    put(repository, {"briefs/a.md": TEXT + "More.\n"}, "2024-02-02T12:00:00Z")
    assert told(repository) == {"briefs/a.md": ("2024-01-02", "2024-02-02")}
    assert len(calls) == 2
    git(repository, "pack-refs", "--all")
    git(repository, "checkout", "-q", "--detach")
    assert told(repository)["briefs/a.md"] == ("2024-01-02", "2024-02-02")
    assert len(calls) == 2


@pytest.mark.parametrize("damage", [b"", b"{}", b"0\n{}", b"\xff"])
def test_a_damaged_cache_is_none(repository: Path, damage: bytes) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    want = told(repository)
    (repository / CACHE).write_bytes(damage)
    assert told(repository) == want != {}


def test_nothing_that_a_repository_names_is_run(repository: Path, tmp_path: Path) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    script, trace = tmp_path / "script", tmp_path / "trace"
    script.write_text(f"#!/bin/sh\necho ran >> '{trace}'\n")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "gpg.program", "diff.external", "pager.log"):
        git(repository, "config", key, str(script))
    git(repository, "config", "log.showSignature", "true")
    assert told(repository) == {"briefs/a.md": ("2024-01-02", "2024-01-02")}
    assert not trace.exists()


def test_a_repository_of_somebody_else_is_named_as_the_reason(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    dates = git_dates(repository, [repository / "briefs"])
    assert dates.files == {}
    assert "safe.directory" in dates.note


def test_a_day_that_no_calendar_has_is_none(repository: Path) -> None:
    put(repository, {"briefs/a.md": TEXT}, "2024-01-02T12:00:00Z")
    far = {"GIT_AUTHOR_DATE": "@99999999999999 +0000", "GIT_COMMITTER_DATE": "2024-01-02T12:00:00Z"}
    git(repository, "commit", "-q", "--amend", "--no-edit", "--reset-author", more=far)
    assert "99999999999999" in git(repository, "log", "--format=%at")
    assert told(repository) == {}


def test_the_days_are_those_that_git_gives_file_by_file(repository: Path) -> None:
    for number in range(12):
        name = f"briefs/{number % 5}.md"
        put(repository, {name: TEXT + f"{number}\n"}, f"2024-01-{number + 1:02}T12:00:00Z")
    for file, (first, last) in told(repository).items():
        days = git(repository, "log", "--format=%as", "--", file).split()
        assert (min(days), max(days)) == (first, last)
        assert dt.date.fromisoformat(first)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["edit", "move", "remove", "other", "merge", "amend", "look"]),
        st.integers(0, 3),
        st.integers(1, 28),
    ),
    max_size=9,
)


def moved_on(folder: Path, move: tuple[str, int, int]) -> None:
    """One thing that happens to a history."""
    kind, number, day = move
    when = f"2024-02-{day:02}T12:00:00Z"
    file, aside = folder / f"briefs/{number}.md", folder / f"briefs/{number}-moved.md"
    if kind == "edit":
        old = file.read_text() if file.exists() else TEXT * (number + 1)
        file.write_text(f"{old}{number} {when}\n")
    elif kind == "move" and file.exists():
        file.replace(aside)
        aside.write_text(aside.read_text() + "Moved.\n")
    elif kind == "remove":
        file.unlink(missing_ok=True)
    elif kind == "other":
        (folder / "notes.txt").write_text(when)
    elif kind == "merge":
        git(folder, "switch", "-qc", "work")
        with (folder / f"docs/{number}.md").open("a") as page:
            page.write(f"{when}\n")
        commit(folder, when=when)
        git(folder, "switch", "-q", "main")
        days = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "work", more=days)
        git(folder, "branch", "-qD", "work")
    elif kind == "amend":
        git(folder, "commit", "-q", "--amend", "--no-edit", "--allow-empty", f"--date={when}")
    if git(folder, "status", "--porcelain"):
        commit(folder, when=when)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_days_that_are_kept_are_those_of_the_history(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("law")
    (folder / "briefs").mkdir()
    (folder / "docs").mkdir()
    (folder / ".gitignore").write_text(".cache\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, when="2024-01-01T12:00:00Z")
    for move in moves:
        moved_on(folder, move)
        if move[0] == "look":
            told(folder)
    warm = told(folder)
    (folder / CACHE).unlink(missing_ok=True)
    assert warm == told(folder)
