"""Addresses."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.ids import PAGES_OF, is_id
from mkdocs_briefs.pages import urls


@given(st.text(max_size=20))
def test_an_encoded_path_is_what_the_standard_library_makes_of_it(path: str) -> None:
    if path.isprintable():
        assert urls.encoded(path) == quote(path)
        assert unquote(urls.encoded(path)) == path


@given(st.text(max_size=20).filter(is_id), st.sampled_from([*PAGES_OF]))
def test_every_id_has_one_address_and_one_file(ident: str, kind: str) -> None:
    path = urls.page_path(kind, ident)
    assert path.isascii()
    assert urls.file_of(path) == f"{PAGES_OF[kind]}/{ident}/index.html"


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("", "index.html"),
        ("briefs/", "briefs/index.html"),
        ("briefs/a/#x", "briefs/a/index.html"),
        ("old/a.html", "old/a.html"),
        ("briefs/%D8%A7/", "briefs/ا/index.html"),
    ],
)
def test_the_file_that_a_server_sends(path: str, file: str) -> None:
    assert urls.file_of(path) == file


def test_years_and_pages() -> None:
    assert urls.year_path(2024) == "timeline/2024/"
    assert urls.year_path(7) == "timeline/0007/"
    assert urls.year_path(None) == "timeline/undated/"
    assert urls.numbered("briefs/", "2") == "briefs/page/2/"
    assert urls.within("actors/iran/timeline/", "2023") == "actors/iran/timeline/2023/"
    assert urls.anchored("a/", "x y") == "a/#x%20y"
