from __future__ import annotations

from pathlib import Path

import pytest

from support.browser import find_browser


def program(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_variable_wins(tmp_path: Path) -> None:
    program(tmp_path, "chromium")
    mine = program(tmp_path, "mine")
    assert find_browser({"PATH": str(tmp_path), "BRIEFS_CHROMIUM": mine}) == mine


def test_a_variable_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    program(tmp_path, "chromium")
    with pytest.raises(FileNotFoundError, match="BRIEFS_CHROMIUM"):
        find_browser({"PATH": str(tmp_path), "BRIEFS_CHROMIUM": str(tmp_path / "gone")})


def test_chromium_comes_before_chrome(tmp_path: Path) -> None:
    program(tmp_path, "google-chrome")
    assert find_browser({"PATH": str(tmp_path)}) == str(tmp_path / "google-chrome")
    chromium = program(tmp_path, "chromium")
    assert find_browser({"PATH": str(tmp_path)}) == chromium


def test_none_on_a_machine_without_one(tmp_path: Path) -> None:
    assert find_browser({"PATH": str(tmp_path)}) is None
