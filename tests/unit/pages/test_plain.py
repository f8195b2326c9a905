"""Descriptions are the words a reader reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.pages.plain import plain


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("*One* **two** _three_ __four__", "One two three four"),
        ("my_file_name and snake_case_", "my_file_name and snake_case"),
        ("2 * 3 `a_b*c` end", "2 * 3 a_b*c end"),
        ('see [the map](map.png) and ![x](y.png "t")', "see the map and x"),
        ("[[iran]] and [[iran|Tehran]] said [@un, p. 4]", "iran and Tehran said"),
        ("[[actor:iran#x]] and [[#vote]] and [[iran\\|Tehran]]", "iran and vote and Tehran"),
        (r"\[[iran]] and [@nothing here] and [a](x_(y))", "[[iran]] and [@nothing here] and a"),
        ("A&amp;B ~~x~~ <b>{.y}</b> [^1]", "A&amp;B ~~x~~ <b>{.y}</b> [^1]"),
        ("<script>alert(1)</script> & co", "<script>alert(1)</script> & co"),
        (r"not \*marked\* nor \_this\_", "not *marked* nor _this_"),
        ("two\nlines", "two lines"),
    ],
)
def test_marks_go_and_words_stay(source: str, words: str) -> None:
    assert plain(source) == words


@given(st.text(), st.integers(2, 50))
def test_never_longer_than_asked_and_on_one_line(source: str, most: int) -> None:
    words = plain(source, most)
    assert len(words) <= most
    assert words == " ".join(words.split())
