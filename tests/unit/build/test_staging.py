"""A site changes places with the old one whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

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
