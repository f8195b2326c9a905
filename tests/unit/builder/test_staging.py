"""A site changes places with the old one whole, or not at all."""

from __future__ import annotations

import errno
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from mkdocs_briefs.builder import output as module
from mkdocs_briefs.builder.output import Staging


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
    staging.publish(staging.folder, keep=False)
    assert files(site) == {"b.html": "new"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_a_first_site_needs_no_old_one(tmp_path: Path) -> None:
    staging = Staging(tmp_path / "deep" / "site")
    staging.begin()
    (staging.folder / "b.html").write_text("new")
    staging.publish(staging.folder, keep=False)
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
    again.publish(again.folder, keep=False)
    assert files(site) == {}


def test_hidden_entries_stay_as_the_hosts_leave_them(tmp_path: Path) -> None:
    site = old_site(tmp_path)
    (site / ".git").write_text("gitdir: elsewhere")
    (site / ".well-known").mkdir()
    (site / ".well-known" / "old").write_text("old")
    staging = Staging(site)
    staging.begin()
    (staging.folder / ".well-known").mkdir()
    (staging.folder / ".well-known" / "new").write_text("new")
    staging.publish(staging.folder, keep=False)
    assert files(site) == {".git": "gitdir: elsewhere", ".well-known/new": "new"}


@pytest.mark.parametrize("works", [True, False])
def test_the_old_site_is_gone_however_they_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, works: bool
) -> None:
    site = old_site(tmp_path)
    staging = Staging(site)
    staging.begin()
    (staging.folder / "b.html").write_text("new")
    if not works:  # Private, as a test cannot choose its disk: some cannot exchange two folders.
        monkeypatch.setattr(module, "_exchanged", lambda *_: False)
    staging.publish(staging.folder, keep=False)
    assert files(site) == {"b.html": "new"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_two_folders_change_places_at_once(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "a").touch()
    # Private, as a published site does not show whether it took one step or two.
    if not module._exchanged(one, other):
        pytest.skip("neither this system nor its disk can do that")
    assert (other / "a").exists()
    assert not (one / "a").exists()
    assert not module._exchanged(one, tmp_path / "none")


def without_renames(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the site a place such as a mounted volume, which keeps its name."""
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if site in (self, target):
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr(module, "_exchanged", lambda *_: False)


OLD = {
    "index.html": "old start",
    "a/index.html": "old",
    "gone/index.html": "gone",
    "folder": "a file where a folder comes",
    "file/index.html": "a folder where a file comes",
    "style.css": "old style",
}
NEW = {
    "index.html": "new start",
    "a/index.html": "new",
    "b/index.html": "more",
    "folder/index.html": "in it",
    "file": "a file",
    "style.css": "new style",
    "pagefind/part.js": "a part",
    "pagefind/pagefind-entry.json": "leads to parts",
}


def put(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_a_place_that_cannot_be_renamed_holds_the_new_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "site", OLD)
    staging = Staging(tmp_path / "site")
    staging.begin()
    put(staging.folder, NEW)
    without_renames(staging.site, monkeypatch)
    staging.publish(staging.folder, keep=False)
    assert files(tmp_path) == {f"site/{name}": text for name, text in NEW.items()}
    assert not (staging.site / "gone").exists()


def test_a_place_without_room_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "site", OLD)
    staging = Staging(tmp_path / "site")
    staging.begin()
    put(staging.folder, NEW)
    without_renames(staging.site, monkeypatch)

    def refuse(source: Path, target: Path, **_: bool) -> None:
        put(target, {"index.html": "new start"})
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", refuse)
    with pytest.raises(OSError, match="No space"):
        staging.publish(staging.folder, keep=False)
    assert files(staging.site) == OLD


def test_what_cannot_stand_beside_the_site_grows_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "site", OLD)
    (tmp_path / "site" / ".git").write_text("gitdir: elsewhere")
    staging = Staging(tmp_path / "site")
    mkdir = Path.mkdir

    def refuse(self: Path, *words: bool, **more: bool) -> None:
        if self.parent == tmp_path:
            raise PermissionError(errno.EACCES, "Permission denied")
        mkdir(self, *words, **more)

    monkeypatch.setattr(Path, "mkdir", refuse)
    staging.begin()
    assert staging.folder.parent == staging.site
    put(staging.folder, NEW)
    assert {name: text for name, text in files(staging.site).items() if name in OLD} == OLD
    staging.publish(staging.folder, keep=False)
    assert files(staging.site) == {**NEW, ".git": "gitdir: elsewhere"}


def test_no_folder_at_all_is_an_error_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "site", OLD)
    staging = Staging(tmp_path / "site")

    def refuse(self: Path, *_: bool, **__: bool) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OSError, match="Read-only"):
        staging.begin()
    assert files(staging.site) == OLD


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


@pytest.mark.parametrize("what", ["mount", "inside"])
@pytest.mark.parametrize("number", range(30))
def test_replacing_that_was_stopped_leaves_each_file_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, what: str
) -> None:
    put(tmp_path / "site", OLD)
    staging = Staging(tmp_path / "site")
    staging.begin()
    if what == "inside":
        staging.folder = staging.site / module._NEW
    put(staging.folder, NEW)
    with monkeypatch.context() as stopping:
        without_renames(staging.site, stopping)
        stop_at(number, stopping)
        with suppress(StoppedError):
            staging.publish(staging.folder, keep=False)
    left = {n: t for n, t in files(staging.site).items() if not n.startswith(".")}
    assert all(text in (OLD.get(name), NEW.get(name)) for name, text in left.items())
    assert {name for name in OLD if name in NEW} <= left.keys()
    if any(left.get(n) == t for n, t in NEW.items() if n.endswith(".html")):
        # A new page finds all that it needs.
        assert left["style.css"] == NEW["style.css"]
    if "pagefind/pagefind-entry.json" in left:
        assert "pagefind/part.js" in left
    again = Staging(tmp_path / "site")
    again.begin()
    put(again.folder, NEW)
    again.publish(again.folder, keep=False)
    assert files(tmp_path) == {f"site/{name}": text for name, text in NEW.items()}


def test_a_kept_folder_holds_the_site_before_or_the_new_one(tmp_path: Path) -> None:
    put(tmp_path / "site", OLD)
    staging = Staging(tmp_path / "site")
    staging.begin()
    spare = tmp_path / "spare"
    put(spare, NEW)
    staging.publish(spare, keep=True)
    assert files(staging.site) == NEW
    assert files(spare) in (OLD, NEW)


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
            staging.publish(staging.folder, keep=False)
    Staging(site).begin()
    assert files(site) in ({"a/index.html": "old"}, {"b.html": "new"})
