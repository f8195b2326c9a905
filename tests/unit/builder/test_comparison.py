"""Two built sites side by side: a page has changed when what a reader meets in it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.git_history import Comparison, Page, compare

PAGE = """\
<html><head><title>Port - News</title><link href="style.1.css"></head>
<body><nav><a href="../">Up</a></nav>
<article><h1>The <em>port</em><a href="#x">¶</a></h1><p>It opens. <img src="a.png" alt="Gate"></p>
<script>one()</script></article></body></html>
"""


def compared(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> Comparison:
    for name, files in (("old", old), ("new", new)):
        (tmp_path / name).mkdir()
        for path, text in files.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return compare(tmp_path / "old", tmp_path / "new")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("It opens.", "It closes."),
        ('src="a.png"', 'src="b.png"'),
        ('alt="Gate"', 'alt="Door"'),
        ('href="#x"', 'href="#y"'),
        ("<em>port</em>", "<em>harbour</em>"),
    ],
)
def test_a_page_with_other_words_links_or_pictures_has_changed(tmp_path, was, now):
    found = compared(
        tmp_path, {"port/index.html": PAGE}, {"port/index.html": PAGE.replace(was, now)}
    )
    heading = "The harbour" if "harbour" in now else "The port"
    assert found.changed == (Page("port/", heading),)
    assert (found.new, found.gone, found.unseen, found.others) == ((), (), 0, 0)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("style.1.css", "style.2.css"),
        ("Up", "Home"),
        ("one()", "two()"),
        ("<p>", '<p class="wide">'),
        ("It opens. ", "It\n opens. "),
        ("Port - News", "Port - The News"),
    ],
)
def test_what_no_reader_of_the_content_meets_is_only_counted(tmp_path, was, now):
    found = compared(
        tmp_path, {"port/index.html": PAGE}, {"port/index.html": PAGE.replace(was, now)}
    )
    assert (found.changed, found.unseen) == ((), 1)


def test_pages_come_and_go_and_other_files_are_counted(tmp_path):
    old = {"index.html": PAGE, "a/index.html": PAGE, "feed.xml": "1", "same.css": "", "x.png": "1"}
    new = {"index.html": PAGE, "b.html": "<title>B</title>", "feed.xml": "2", "same.css": ""}
    found = compared(tmp_path, old, new)
    assert found.gone == (Page("a/", "The port"),)
    assert found.new == (Page("b.html", "B"),)
    assert (found.changed, found.unseen, found.others, found.pages) == ((), 0, 2, 2)


def test_a_page_without_an_article_is_read_whole(tmp_path):
    found = compared(tmp_path, {"index.html": "<p>One"}, {"index.html": "<p>Two"})
    assert found.changed == (Page("./", ""),)


@given(old=st.text(), new=st.text())
def test_any_text_can_be_compared_and_a_site_with_itself_differs_in_nothing(
    tmp_path_factory, old, new
):
    folder = tmp_path_factory.mktemp("any")
    found = compared(folder, {"index.html": old}, {"index.html": new})
    assert len(found.changed) + found.unseen == (old.encode() != new.encode())
    same = compare(folder / "new", folder / "new")
    assert same == Comparison((), (), (), 0, 0, 1)
