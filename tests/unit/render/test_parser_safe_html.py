"""Whatever is written, the parsers that MkDocs asks do not raise at it, and readers see it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.structure.pages import _RawHTMLPreprocessor

from mkdocs_briefs.render.finished_html import ParserSafeHtml, readable

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
    _RawHTMLPreprocessor()._register(md)
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
