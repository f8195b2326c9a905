"""Links of a page that is read from a disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.render.links import relative_url, url_from_root, with_files

PATHS = st.lists(st.sampled_from(["briefs", "now", "a%20b", "été"]), max_size=3).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@given(here=PATHS, there=PATHS, anchor=st.sampled_from(["", "#a", "#b/"]))
def test_a_link_to_a_folder_names_its_file_and_one_to_a_file_stays(
    here: str, there: str, anchor: str
) -> None:
    for target in (there, f"{there}feed.xml"):
        href = relative_url(here, target + anchor)
        made = with_files(f'<a class="x" href="{href}">')
        path, mark, rest = href.partition("#")
        named = f"{path}index.html" if path.endswith("/") else path
        assert made == f'<a class="x" href="{named}{mark}{rest}">'
        assert with_files(made) == made


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://a.example/b/">',
        '<a href="//a.example/">',
        '<a href="/explainers/">',
        '<a href="#briefs/">',
        '<link href="../briefs/">',
        "&lt;a href=&quot;../&quot;&gt;",
    ],
)
def test_other_addresses_stay(html: str) -> None:
    assert with_files(html) == html


@pytest.mark.parametrize(
    ("path", "href"),
    [("HTTPS://E.example/a", "HTTPS://E.example/a"), ("tel:+1", "tel:+1"), ("//e.example/", "#")],
)
def test_an_address_with_a_scheme_is_the_same_on_every_page(path: str, href: str) -> None:
    assert relative_url("briefs/a/", path) == url_from_root(path) == href
