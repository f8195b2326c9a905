"""What `redirect_from` may hold, and what it says of anything else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.ids import OldAddressError, old_path


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("old-slug", "briefs/old-slug/"),
        ("a b", "briefs/a b/"),
        ("caf%C3%A9", "briefs/café/"),
        ("قديم", "briefs/قديم/"),
        (unicodedata.normalize("NFD", "crème"), "briefs/crème/"),
        ("/harbour", "harbour/"),
        ("/harbour/", "harbour/"),
        ("harbour/", "harbour/"),
        ("  /harbour\n", "harbour/"),
        ("/harbour.html", "harbour.html"),
        ("harbour.HTML", "harbour.HTML"),
        ("/harbour.php", "harbour.php/"),
        ("/harbour/index.html", "harbour/"),
        ("/harbour.html/", "harbour.html/"),
        ("/posts/2024/old", "posts/2024/old/"),
        ("posts/old", "posts/old/"),
        ("/old%20port/100%25", "old port/100%/"),
        ("/cr%C3%A8me", "crème/"),
        ("/cre%CC%80me", "crème/"),
        ("/Old/Port", "Old/Port/"),
        ("/page/2/", "page/2/"),
        ("/", ""),
        ("/index.html", ""),
        ("index.html", ""),
    ],
)
def test_a_word_is_an_id_and_anything_else_a_path(written: str, path: str) -> None:
    assert old_path(written, "briefs") == path


def test_an_id_is_one_of_the_kind_that_has_it() -> None:
    assert old_path("mayor", "actors") == "actors/mayor/"
    assert old_path("/mayor", "actors") == "mayor/"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        (" ", "empty"),
        ("https://example.org/x", "another site"),
        ("//example.org/x", "another site"),
        ("mailto:desk@example.org", "another site"),
        ("/?p=12", "a query"),
        ("/old/?utm=x", "a query"),
        ("/old/#part", "a fragment"),
        ("old\\port", "a backslash"),
        ("/old\\port", "a backslash"),
        ("/caf%E9", "UTF-8"),
        ("../up", "has .. as a part"),
        ("/a/../../b", "has .. as a part"),
        ("/a/%2e%2e/b", "has .. as a part"),
        ("/./a", "has . as a part"),
        ("/a//b", "two slashes"),
        ("/a/%2Fb", "two slashes"),
        ("/what%3F", "holds ?"),
        ("/a:b", "holds :"),
        ("/a*b|c", "holds *"),
        ("/a%00b", "a control character"),
        ("/a%5Cb", "holds \\"),
        ("/old./x", "in a dot"),
        ("/old%20/x", "a blank"),
        ("/con/x", "a device"),
        ("/x/AUX.html", "a device"),
        ("/" + "é" * 128, "255 bytes"),
    ],
)
def test_what_can_be_no_file_of_the_site_is_refused_with_its_reason(
    written: str, reason: str
) -> None:
    with pytest.raises(OldAddressError) as caught:
        old_path(written, "briefs")
    assert reason in str(caught.value)
    assert caught.value.advice


@given(st.text(max_size=30) | st.text("./%25ABCabc\\:?# ", max_size=12))
def test_whatever_is_written_stays_inside_the_site(written: str) -> None:
    try:
        path = old_path(written, "briefs")
    except OldAddressError:
        return
    assert path == "" or path.endswith("/") or path.lower().endswith(".html")
    assert not path.startswith("/")
    assert not {"..", ".", ""} & set(path.removesuffix("/").split("/")) or not path
    assert unicodedata.is_normalized("NFC", path)
