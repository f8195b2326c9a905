"""A spare gives back the files that a site had, and never one that is not as it was."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.build.memory import stamps
from mkdocs_briefs.build.spare import Spare

SITES = st.dictionaries(
    st.lists(st.sampled_from(("a", "b", "é", "日")), min_size=1, max_size=3).map(
        lambda parts: "/".join([*(f"{part}.d" for part in parts[:-1]), parts[-1]])
    ),
    st.binary(max_size=9),
    max_size=9,
)


def written(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def read(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@given(SITES, SITES)
def test_a_site_comes_back_as_it_was_kept_last(
    first: dict[str, bytes], second: dict[str, bytes]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        spare = Spare(Path(name, "spare"))
        for number, files in enumerate((first, second)):
            site = written(Path(name, f"site{number}"), files)
            spare.keep(site, files)
            assert spare.holds(stamps(site))
            spare.fill(Path(name, f"filled{number}"), files)
            assert read(Path(name, f"filled{number}")) == files


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return written(tmp_path / "site", {"a": b"one", "b/c": b"two", "b/d": b"three"})


@pytest.fixture
def spare(tmp_path: Path, site: Path) -> Spare:
    spare = Spare(tmp_path / "cache" / "spare")
    spare.keep(site, read(site))
    return spare


def test_it_takes_no_room(site: Path, spare: Spare) -> None:
    assert spare.holds(stamps(site))
    assert (site / "a").stat().st_nlink == 2


def test_it_follows_an_update(site: Path, spare: Spare, tmp_path: Path) -> None:
    for name, data in {"a": b"newer", "e": b"more"}.items():
        (site / f"{name}.new").write_bytes(data)
        (site / f"{name}.new").replace(site / name)
    (site / "b/c").unlink()
    spare.update(site, ["a", "e"], ["b/c", "never/was"])
    assert spare.holds(stamps(site))
    spare.fill(tmp_path / "filled", read(site))
    assert read(tmp_path / "filled") == {"a": b"newer", "e": b"more", "b/d": b"three"}


def test_a_file_that_was_changed_in_place_is_not_vouched_for(site: Path, spare: Spare) -> None:
    before = stamps(site)
    with (site / "a").open("ab") as file:
        file.write(b" and more")
    assert not spare.holds(before)


def test_what_it_never_had_it_does_not_hold(spare: Spare) -> None:
    assert not spare.holds({"z": (1, 1)})


def test_without_links_there_is_no_spare(
    site: Path, spare: Spare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(18, os.strerror(18))

    monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(os, "supports_follow_symlinks", {refused})
    spare.keep(site, read(site))
    assert not spare.holds(stamps(site))
    assert [path.name for path in (tmp_path / "cache").iterdir()] == []
