"""Ids of finished HTML, what may not run in it, and what must not break a parser."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.structure.pages import _RawHTMLPreprocessor

from mkdocs_briefs.render.finished_html import (
    ParserSafeHtml,
    SafeAddresses,
    every_id,
    ids,
    readable,
    sanitised,
)

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


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java&#115;cript:alert(1)",
        "javascript&colon;alert(1)",
        "&#x6A;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "\u200bjavascript:alert(1)",
        "//script.example/x",
        "/\\script.example/x",
    ],
)
def test_refuses_what_runs(address: str) -> None:
    html = markdown.markdown(f"[words]({address})", extensions=[SafeAddresses(lambda: True)])
    assert "words" in html
    assert "href" not in html or "script" not in html.split("href=")[1].split(">")[0]


def test_leaves_other_pages_alone() -> None:
    html = markdown.markdown("[x](javascript:1)", extensions=[SafeAddresses(lambda: False)])
    assert 'href="javascript:1"' in html


def test_sanitising_keeps_prose_and_markers_and_drops_what_runs() -> None:
    html = (
        '<h2 id="a">A</h2><p onclick="x()">Text <b>bold</b></p><script>alert(1)</script>'
        '<iframe src="https://example.org"></iframe><svg onload="x()"></svg>'
        '<a href="javascript:1">l</a><img src=" \t//alert.example/x"><!-- briefs:timeline --><table><tr><td>1</td></tr></table>'
    )
    clean = sanitised(html)
    assert '<h2 id="a">A</h2><p>Text <b>bold</b></p>' in clean
    assert "<!-- briefs:timeline -->" in clean
    assert "<td>1</td>" in clean
    for gone in ("script", "onclick", "iframe", "onload", "alert"):
        assert gone not in clean


@given(st.text())
def test_sanitising_again_changes_nothing(text: str) -> None:
    once = sanitised(text)
    assert sanitised(once) == once


EXTENSIONS = ("tables", "fenced_code", "footnotes", "md_in_html", "attr_list", "abbr")
SIGNS = [
    *("<", "!", "[", "]", ">", "/", "?", "-", "--", "`", "```", "&", '"', "'", "(", ")", "|"),
    *("<![", "<!", "a", " ", "\n", "\n\n", "    ", "CDATA[", "if", "endif", "doctype", "- ", "> "),
    *(
        "<div>",
        "</div>",
        '<div markdown="1">',
        "<script>",
        "</script>",
        "<pre>",
        "</pre>",
        "[^1]: ",
    ),
]
texts = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)


def shown(text: str) -> str:
    md = Markdown(extensions=[*EXTENSIONS, ParserSafeHtml()])
    _RawHTMLPreprocessor()._register(md)  # private: the host's, which it adds to each page
    return md.convert(text)


@given(texts)
def test_no_text_ends_a_page_or_the_search_that_reads_it(text: str) -> None:
    html = shown(text)
    assert "\x03" not in html
    reader = HTMLParser()
    reader.feed(html)
    reader.close()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("x <![y", "<p>x &lt;![y</p>"),
        ("<![y is > 3", "<p>&lt;![y is &gt; 3</p>"),
        ("`<![y`", "<p><code>&lt;![y</code></p>"),
        ("    <![y", "<pre><code>&lt;![y\n</code></pre>"),
        ("<div>\n<![y\n</div>", "<div>\n&lt;![y\n</div>"),
        ("<script>a<![b]</script>", "<script>a<![b]</script>"),
        ("<!-- a <![b -->", "<!-- a <![b -->"),
        ("<![CDATA[ a ]]>", "<![CDATA[ a ]]>"),
        ('<div markdown="1">\n`<![y`\n</div>', "<div>\n<p><code>&lt;![y</code></p>\n</div>"),
    ],
)
def test_the_sign_is_shown_as_it_was_written(text: str, html: str) -> None:
    assert shown(text) == html


@given(st.text(alphabet="htp:/[]@a.1%#?℀é ", max_size=20))
def test_every_address_can_be_taken_apart(address: str) -> None:
    urlsplit(readable(address))


@pytest.mark.parametrize("address", ["", "a.md", "http://[::1]/x", "?a[b]=c", "mailto:a@b.example"])
def test_an_address_that_can_be_read_stays(address: str) -> None:
    assert readable(address) == address
