from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.render.finished_html import every_id, ids

ID = re.compile(r"<[a-zA-Z][^<>]*?\sid=\"([^\"<>]*)\"[^<>]*")
PARTS = st.sampled_from(
    ["<p", "<", ">", " ", "\n", 'id="', 'id="a"', ' id="b"', "x", '"', "'", "&amp;", "</p>"]
)


@given(st.lists(PARTS, max_size=14).map("".join))
def test_the_first_id_of_each_tag_counts_and_no_text_that_looks_like_one(markup):
    assert every_id(markup) == [html.unescape(name) for name in ID.findall(markup)]


def test_ids_are_told_as_often_as_they_stand():
    markup = '<p id="a" class="b" id="c">id="d"<b data-id="e"\nid="f&amp;"> id="g"</b><i id="a">'
    assert every_id(markup) == ["a", "f&", "a"]
    assert ids(markup) == {"a", "f&"}
