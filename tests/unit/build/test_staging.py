"""A site changes places with the old one whole, or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from mkdocs_briefs.build import staging as module
from mkdocs_briefs.build.staging import Staging


def files(folder: Path) -> dict[str, str]:
    return {str(f.relative_to(folder)): f.read_text() for f in folder.rglob("*") if f.is_file()}


def old_site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "a" / "index.html").write_text("old")
    return site


def test_publishing_replaces_everything(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    staging.begin()
    (staging.folder / "b.html").write_text("new")
    assert files(site) == {"a/index.html": "old"}
    staging.publish()
    assert files(site) == {"b.html": "new"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_a_first_site_needs_no_old_one(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "deep" / "site")
    staging.begin()
    (staging.folder / "b.html").write_text("new")
    staging.publish()
    assert files(tmp_path / "deep" / "site") == {"b.html": "new"}


def test_discarding_leaves_the_old_site(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    staging.begin()
    (staging.folder / "b.html").write_text("new")
    staging.discard()
    assert files(tmp_path) == {"site/a/index.html": "old"}


def test_a_build_stopped_between_the_renames_is_undone(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    site.rename(tmp_path / ".site.previous")
    Staging(site).begin()
    assert files(site) == {"a/index.html": "old"}


def test_what_a_killed_build_left_is_thrown_away(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    Staging(site).begin()
    (tmp_path / ".site.building" / "half.html").write_text("half")
    again = Staging(site)
    again.begin()
    again.publish()
    assert files(site) == {}


def test_a_place_that_cannot_be_renamed_gets_the_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    staging.begin()
    (staging.folder / "c").mkdir()
    (staging.folder / "c" / "b.html").write_text("new")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == site:
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    staging.publish()
    assert files(site) == {"c/b.html": "new"}


def test_hidden_entries_stay_as_the_hosts_leave_them(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    (site / ".git").write_text("gitdir: elsewhere")
    (site / ".well-known").mkdir()
    (site / ".well-known" / "old").write_text("old")
    staging = Staging(site)
    staging.begin()
    (staging.folder / ".well-known").mkdir()
    (staging.folder / ".well-known" / "new").write_text("new")
    staging.publish()
    assert files(site) == {".git": "gitdir: elsewhere", ".well-known/new": "new"}


@pytest.mark.parametrize("works", [True, False])
def test_the_old_site_is_gone_however_they_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, works: bool
) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    staging.begin()
    (staging.folder / "b.html").write_text("new")
    if not works:
        monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    staging.publish()
    assert files(site) == {"b.html": "new"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_two_folders_change_places_at_once(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "a").touch()
    if not module._exchanged(one, other):
        pytest.skip("neither this system nor its disk can do that")
    assert (other / "a").exists()
    assert not (one / "a").exists()
    assert not module._exchanged(one, tmp_path / "none")


NEW = {"a/index.html": b"new", "c/d.html": b"more"}


def test_an_update_changes_its_own_files_only(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    (site / "kept.html").write_text("kept")
    (site / "gone.html").write_text("gone")
    staging = Staging(site)
    staging.begin()
    staging.update(NEW, ["gone.html", "never-was.html"])
    assert files(site) == {"a/index.html": "new", "c/d.html": "more", "kept.html": "kept"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_an_update_that_finds_no_room_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    staging.begin()
    write = Path.write_bytes

    def refuse(self: Path, data: bytes) -> int:
        if self.name == "d.html":
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OSError, match="No space"):
        staging.update(NEW)
    assert files(tmp_path) == {"site/a/index.html": "old"}


class StoppedError(Exception):
    """What stands for a kill."""


def stop_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stops at the step of this number among those that change the disk."""
    left = [number]

    def counted(name: str, owner: object) -> None:
        real = getattr(owner, name)

        def call(*words, **more):
            left[0] -= 1
            if left[0] < 0:
                raise StoppedError
            return real(*words, **more)

        monkeypatch.setattr(owner, name, call)

    for name in ("rename", "replace", "unlink", "mkdir", "write_bytes", "write_text"):
        counted(name, Path)
    counted("rmtree", module.shutil)


@pytest.mark.parametrize("number", range(30))
def test_an_update_that_was_stopped_is_not_begun_or_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    site = old_site(tmp_path)
    (site / "gone.html").write_text("gone")
    staging = Staging(site)
    staging.begin()
    old = files(site)
    new = {name: data.decode() for name, data in NEW.items()}
    with monkeypatch.context() as stopping:
        stop_at(number, stopping)
        try:
            staging.update(NEW, ["gone.html"])
        except StoppedError:
            for name, text in files(site).items():
                assert text in (old.get(name), new.get(name))
    again = Staging(site)
    again.begin()
    assert files(site) in (old, new)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [".site.building", "site"]
    assert list(again.folder.iterdir()) == []


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("exchange", [True, False])
def test_publishing_that_was_stopped_leaves_the_old_site_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, exchange: bool
) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    staging.begin()
    (staging.folder / "b.html").write_text("new")
    with monkeypatch.context() as stopping:
        if not exchange:
            stopping.setattr(module, "_exchanged", lambda *_: False)
        stop_at(number, stopping)
        with suppress(StoppedError):
            staging.publish()
    Staging(site).begin()
    assert files(site) in ({"a/index.html": "old"}, {"b.html": "new"})


@pytest.mark.parametrize("left", [None, "", "[", '{"a":'])
def test_what_is_left_of_an_update_that_never_was_whole_is_thrown_away(
    tmp_path: Path, left: str | None
) -> None:
    site = old_site(tmp_path)
    (tmp_path / ".site.update").mkdir()
    if left is not None:
        (tmp_path / ".site.update" / "gone.json").write_text(left)
    Staging(site).begin()
    assert files(tmp_path) == {"site/a/index.html": "old"}
    assert not (tmp_path / ".site.update").exists()


def test_an_update_of_a_site_that_is_gone_makes_no_half_a_site(tmp_path: Path) -> None:
    update = tmp_path / ".site.update"
    (update / "files").mkdir(parents=True)
    (update / "files" / "a.html").write_text("new")
    (update / "gone.json").write_text("[]")
    Staging(tmp_path / "site").begin()
    assert not (tmp_path / "site").exists()
    assert not update.exists()
