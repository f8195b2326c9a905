"""Sites are what they were: pages, anchors, data, feeds, calendars, exports and problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.golden import COMMAND, FOLDER, SITES, difference, made, problems_of_examples, stored

ADVICE = f"Where this is meant, run `{COMMAND}` and say in the commit why it changes."


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_what_it_was(name: str, tmp_path: Path) -> None:
    told = difference(name, made(name, tmp_path / name))
    if told:
        pytest.fail(f"{told}\n\n{ADVICE}", pytrace=False)


def test_problems_are_told_as_they_were(tmp_path: Path) -> None:
    told = difference("examples", {"problems.txt": problems_of_examples(tmp_path)})
    if told:
        pytest.fail(f"{told}\n\n{ADVICE}", pytrace=False)


def test_what_is_kept_is_small_and_all_of_it_is_compared() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*SITES, "examples"}
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".txt"}
    assert sum(path.stat().st_size for path in files) < 2_000_000


def test_a_difference_names_the_file_and_shows_both_lines() -> None:
    now = stored("harbour")
    assert difference("harbour", now) == ""
    now["problems.txt"] = now["problems.txt"].replace("names no sources", "is fine", 1)
    told = difference("harbour", now).splitlines()
    assert told[:2] == ["--- stored/harbour/problems.txt", "+++ now/harbour/problems.txt"]
    assert any(row.startswith("-") and row.endswith("names no sources") for row in told)
    assert any(row.startswith("+") and row.endswith("is fine") for row in told)


def test_a_file_that_is_gone_and_one_that_is_new_are_differences() -> None:
    now = stored("harbour")
    now["news.txt"] = now.pop("redirects.txt")
    told = difference("harbour", now)
    assert "now/harbour/redirects.txt" in told
    assert "now/harbour/news.txt" in told
