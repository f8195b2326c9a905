"""Where the system tells of changes, and where it has to be asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mkdocs_briefs.builder import workspace
from mkdocs_briefs.builder.workspace import tells_of_changes

ROOT = "22 1 0:21 / / rw,relatime shared:1 - {root} /dev/root rw\n"
BELOW = "31 22 0:40 / {place} rw shared:9 - {kind} host rw\n"

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux alone")


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "mountinfo"
    monkeypatch.setattr(workspace, "_MOUNTS", file)  # private: a file of the system's
    return file


@linux
@pytest.mark.parametrize(
    ("root", "kind", "told"),
    [("ext4", "ext4", True), ("ext4", "9p", False), ("nfs4", "xfs", True), ("nfs4", "", False)],
)
def test_a_disk_of_its_own_tells(
    tmp_path: Path, mounts: Path, root: str, kind: str, *, told: bool
) -> None:
    folder = tmp_path / "with space" / "briefs"
    folder.mkdir(parents=True)
    place = str(folder.parent.resolve()).replace(" ", "\\040")
    rows = ROOT.format(root=root) + (BELOW.format(place=place, kind=kind) if kind else "")
    mounts.write_text(rows, encoding="utf-8")
    assert tells_of_changes(str(folder)) is told


@linux
def test_links_are_not_told_of(tmp_path: Path, mounts: Path) -> None:
    mounts.write_text(ROOT.format(root="ext4"), encoding="utf-8")
    folder, deep = tmp_path / "briefs", tmp_path / "briefs" / "deep"
    deep.mkdir(parents=True)
    assert tells_of_changes(str(folder))
    (deep / "a.md").symlink_to(tmp_path / "elsewhere.md")
    assert not tells_of_changes(str(folder))
    (tmp_path / "linked").symlink_to(deep.parent)
    (deep / "a.md").unlink()
    assert not tells_of_changes(str(tmp_path / "linked"))


def test_a_file_or_nothing_is_asked(tmp_path: Path, mounts: Path) -> None:
    mounts.write_text(ROOT.format(root="ext4"), encoding="utf-8")
    file = tmp_path / "mkdocs.yml"
    file.write_text("", encoding="utf-8")
    assert not tells_of_changes(str(file))
    assert not tells_of_changes(str(tmp_path / "nowhere"))


def test_where_nobody_knows_the_disk_it_is_asked(tmp_path: Path, mounts: Path) -> None:
    assert not mounts.exists()
    assert not tells_of_changes(str(tmp_path))
