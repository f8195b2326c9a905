"""Ids of finished HTML, what may not run in it, and what must not break a parser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import markdown
import material
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.structure.pages import _RawHTMLPreprocessor

from mkdocs_briefs.render.finished_html import (
    ParserSafeHtml,
    SafeAddresses,
    clashes_with_theme,
    every_id,
    ids,
    readable,
    sanitised,
    without_reserved_ids,
)
from support.sites import ROOT, parse

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


SCRIPTS = ROOT / "plugins" / "mkdocs_briefs" / "theme" / "assets" / "briefs"
MATERIAL = Path(material.__file__).parent / "templates" / "assets" / "javascripts"
SELECTOR = re.compile(
    r"""(?:\b(?:querySelector(?:All)?|closest|matches)|(?:\.{3}|[,=([?:>])\w{1,2})\((["'`])"""
    r"""((?:[.#:\[]|(?:a|details|input|label|pre|table)\b)[^"'`\n]+)\1"""
)
"""A call that looks something up; Material's own functions have short names."""
DECORATE = {"highlight", "hll"}
"""Classes that colour code. Scripts look into such code, and nothing else follows."""


def looked_up(script: str) -> Iterator[str]:
    """The classes and ids, with their sign, in the selectors of a script."""
    for found in SELECTOR.finditer(script):
        yield from re.findall(r"(?<![\w/-])[a-z]*([.#][a-z_][\w-]+)", found[2])


def names_of_scripts() -> set[str]:
    scripts = [*SCRIPTS.glob("*.js"), *MATERIAL.glob("bundle.*.min.js")]
    assert len(scripts) > 10
    return {name for each in scripts for name in looked_up(each.read_text(encoding="utf-8"))}


def test_a_stranger_has_no_class_and_no_id_that_a_script_looks_up() -> None:
    names = names_of_scripts()
    assert {".md-ellipsis", ".mermaid", ".footnote-ref", ".b-seek", "#__config"} <= names
    kept = set()
    for name in names:
        attribute = "class" if name[0] == "." else "id"
        clean = without_reserved_ids(sanitised(f'<p {attribute}="{name[1:]}">x</p>'), ())
        if f'"{name[1:]}"' in clean:
            kept.add(name[1:])
    assert kept <= DECORATE


@pytest.mark.parametrize("quoted", ["note", "b c", "x > y", 'a "word"', "AT&T"])
def test_a_title_without_a_tag_stays(quoted: str) -> None:
    clean = parse(sanitised(f'<abbr title="{html.escape(quoted)}">x</abbr>'))
    assert clean.one("abbr").attrs["title"] == quoted


@pytest.mark.parametrize(
    "wrong",
    [
        '<i title="&lt;img src=x onerror=y()&gt;">x</i>',
        '<i title="a <s">x</i>',
        '<label for="__drawer">x</label>',
        '<label for="__palette_1">x</label>',
        '<i data-md-component="dialog">x</i>',
        '<i data-md-toggle="search">x</i>',
        '<i data-clipboard-text="y">x</i>',
        '<i class="Md-Search js-x b-seek briefs">x</i>',
    ],
)
def test_a_stranger_turns_no_part_of_the_theme_on(wrong: str) -> None:
    assert sanitised(wrong) in ("<i>x</i>", "<label>x</label>")


def test_a_stranger_has_no_field_to_write_in() -> None:
    assert sanitised('<input type="password">') == "<input>"
    assert sanitised('<input type="checkbox" checked>') == '<input type="checkbox" checked="">'


@pytest.mark.parametrize("name", ["__config", "__search", "__drawer", "__tooltip_0", "__x"])
def test_ids_like_those_of_the_theme_change_in_any_site(name: str) -> None:
    body = f'<h2 id="{name}">A</h2><p><a href="#{name}">b</a></p>'
    assert clashes_with_theme(body)
    renamed = without_reserved_ids(body, ())
    assert ids(renamed) == {f"{name}_1"}
    assert f'href="#{name}_1"' in renamed


@pytest.mark.parametrize("name", ["__codelineno-0-1", "__span-0-1", "__tabbed_1_2"])
def test_ids_of_code_and_tabs_stay(name: str) -> None:
    assert not clashes_with_theme(f'<a id="{name}"></a>')
