from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from mkdocs_briefs.pages.parts import Text
from mkdocs_briefs.render.inline import InlineLinks, InlineRenderer

PLACES = {
    ("", "hamas", ""): ("../../actors/hamas/", "Hamas"),
    ("actor", "iran", "x"): ("/i/#x", "I"),
    ("", "snow_fall", ""): ("../snow/", "Snow"),
}
SOURCES = {"news": (1, "#source-news", 'A "title"'), "letter": (2, "#source-letter", "The letter")}
FILES = {"other.md": "../other/", "data.csv": "data.csv"}


def links_for(slug: str, page: str) -> InlineLinks:
    assert slug == "slug"
    return InlineLinks(
        resolve=lambda kind, target, anchor: PLACES.get((kind, target, anchor)),
        cite=SOURCES.get,
        md_link=FILES.get,
    )


RENDERER = InlineRenderer(links_for)


def html(source: str) -> str:
    return str(RENDERER.html(Text(source, "slug"), "briefs/x/"))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("plain & “text”", "plain &amp; “text”"),
        ("*a* _b_ **c** __d__", "<em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong>"),
        ("***a***", "<em><strong>a</strong></em>"),
        ("*a **b***", "<em>a <strong>b</strong></em>"),
        ("snake_case_word", "snake_case_word"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("*open", "*open"),
        (r"\*a\* \[b\] \x", r"*a* [b] \x"),
        ("`a <b> *c*`", "<code>a &lt;b&gt; *c*</code>"),
        ("`` a`b ``", "<code>a`b</code>"),
        ("`open", "`open"),
        ("``a` b` `` c", "<code>a` b`</code> c"),
        ("``a` b", "<code>`a</code> b"),
        (
            "[a *b*](https://e.org/?a=1&b=2)",
            '<a href="https://e.org/?a=1&amp;b=2">a <em>b</em></a>',
        ),
        ("[a](https://e.org \"a 't'\")", '<a href="https://e.org" title="a &#x27;t&#x27;">a</a>'),
        ("[a](<https://e.org/a b>)", '<a href="https://e.org/a b">a</a>'),
        ("[call](tel:+123)", '<a href="tel:+123">call</a>'),
        ("<HTTPS://e.org/>", '<a href="HTTPS://e.org/">HTTPS://e.org/</a>'),
        ("[a](https://e.org/x_(y))", '<a href="https://e.org/x_(y)">a</a>'),
        ("[1] [a] (b)", "[1] [a] (b)"),
        ("[a [b](x/) c](y/)", '[a <a href="x/">b</a> c](y/)'),
        ("[a](other.md)", '<a href="../other/">a</a>'),
        ("[a](missing.md)", "a"),
        ("[a](missing.md#x)", "a"),
        ("![alt *t*](x.png)", "alt <em>t</em>"),
        ("<https://e.org/a>", '<a href="https://e.org/a">https://e.org/a</a>'),
        ("<mailto:a@e.org>", '<a href="mailto:a@e.org">a@e.org</a>'),
        ("[[hamas]]", '<a href="../../actors/hamas/"><bdi>Hamas</bdi></a>'),
        ("[[hamas|the <group>]]", '<a href="../../actors/hamas/"><bdi>the &lt;group&gt;</bdi></a>'),
        ("[[actor:iran#x]]", '<a href="/i/#x"><bdi>I</bdi></a>'),
        ("[[nobody]] [[x|y]] [[]]", "nobody y [[]]"),
        # As in a body: over a line's end, with blanks, a table's bar and an escape; not a link.
        ("[[hamas|the\ngroup]]", '<a href="../../actors/hamas/"><bdi>the group</bdi></a>'),
        (r"[[ actor : iran#x\|Tehran]]", '<a href="/i/#x"><bdi>Tehran</bdi></a>'),
        (r"[[ham\as]] [[\hamas]]", r"ham\as \hamas"),
        (r"[[snow\_fall]]", '<a href="../snow/"><bdi>Snow</bdi></a>'),
        ("[[hamas]](x/)", '<a href="x/">[hamas]</a>'),
        ("[@news](x/) [@news; nobody]", '<a href="x/">@news</a> [@news; nobody]'),
        ("[@nothing]", "[@nothing]"),
        ("{{ 7*7 }} {% x %}", "{{ 7*7 }} {% x %}"),
        ("# a\n> b\n- c", "# a\n&gt; b\n- c"),
    ],
)
def test_renders(source, shown):
    assert html(source) == shown


def test_a_citation_names_its_sources():
    assert html("x [@news; @letter, p. 4]") == (
        'x\u202f<sup class="b-cite"><a href="#source-news" title="A &quot;title&quot;">1</a>; '
        '<a href="#source-letter" title="The letter">2</a>, p. 4</sup>'
    )


@pytest.mark.parametrize("url", ["javascript:1", "\\\\evil.example", "//evil.example", "a\tb:1"])
def test_no_link_to_an_address_that_no_page_may_have(url):
    assert "<a" not in html(f"[words]({url})")
    assert "<a" not in html(f"[words](<{url}>)")


MARKS = st.text(alphabet="ab *_`[]()!<>\\\"'&@|#:/\n", max_size=60)
ALLOWED = re.compile(
    r"</?(?:em|strong|code|bdi|sup|a)>|<sup class=\"b-cite\">|<a href=\"[^\"<>]*\"(?: title=\"[^\"<>]*\")?>"
)


@given(MARKS)
def test_only_known_tags_come_out_and_they_nest(source):
    shown = html(source)
    stack = []
    for tag in re.findall(r"<[^>]*>", shown):
        assert ALLOWED.fullmatch(tag), tag
        name = re.match(r"</?(\w+)", tag)[1]
        if tag.startswith("</"):
            assert stack.pop() == name
        else:
            stack.append(name)
    assert not stack
    assert "<" not in ALLOWED.sub("", shown)


@given(st.text(alphabet=st.characters(exclude_characters="\\`*_[]<!", exclude_categories=["Cs"])))
def test_text_without_marks_is_only_escaped(source):
    assert html(source) == str(escape(source))


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "*",
        "`",
        "![",
        "[a](",
        "[a](<",
        '[a](x "',
        "[[",
        "[[a",
        "[@",
        "[@a",
        "`a``",
        "**a ",
        "*a_b ",
        "_a*",
        "<https://",
        "a*",
        "]",
        "[]",
        "\\",
    ],
)
def test_hostile_texts_end(unit):
    # Squared work on these 50 kB would take minutes, and the suite's patience is shorter.
    source = unit * (50_000 // len(unit))
    assert len(html(source)) >= len(source) // 2
