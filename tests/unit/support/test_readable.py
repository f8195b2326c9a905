from __future__ import annotations

import pytest

from support.readable import anchors_of, digest_of, lines_of, target_of

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="description" content="About the pier.">
<meta name="generator" content="a host"><link rel="stylesheet" href="assets/stylesheets/main.css">
<script type="application/ld+json">{"name": "Pier", "@type": "Place"}</script><title>The pier</title></head>
<body dir="ltr"><nav><a href="#who" class="md-nav__link">Who</a></nav>
<article id="__content" class="frame">
<h1>The pier</h1>
<p>Ships <em>wait</em> &lt;here&gt;, see <a href="x.0a1b2c3d.png" class="b">a picture</a>.</p>
<section aria-labelledby="who"><h2 id="who">Who</h2><ul><li>One<li id="two"></li></li></ul></section>
<svg viewBox="0 0 1 1"><title>A line</title><path d="M0 0"/></svg>
</article><footer>The theme</footer></body></html>
"""


def test_a_page_is_its_head_its_contents_and_one_line_for_each_block() -> None:
    rows = lines_of("index.html", PAGE)
    assert rows[:4] == [
        '<html lang="en">',
        '<body dir="ltr">',
        '<meta name="description" content="About the pier.">',
        "{",
    ]
    assert rows[rows.index(' "name": "Pier"') :][:5] == [
        ' "name": "Pier"',
        "}",
        "<title>The pier</title>",
        "contents: #who",
        '<article class="frame" id="__content">',
    ]
    assert rows[rows.index(" <h1> The pier") + 1] == (
        ' <p> Ships <em>wait</em> &lt;here&gt;, see <a class="b" href="x.*.png">a picture</a>.'
    )
    assert '  <h2 id="who"> Who' in rows
    assert rows[-1].startswith(' <svg viewbox="0 0 1 1"> ')
    assert rows[-1].endswith(" A line")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h1>The pier</h1>\n", "\n  <h1> The\n pier</h1>"),
        ("x.0a1b2c3d.png", "x.99999999.png"),
        ("<footer>The theme</footer>", "<footer>Another theme</footer>"),
        ("main.css", "main.57a0d79d.min.css"),
        ('content="a host"', 'content="another host"'),
    ],
)
def test_white_space_the_theme_and_digests_of_names_do_not_matter(old: str, new: str) -> None:
    assert old in PAGE
    other = PAGE.replace(old, new)
    assert lines_of("a.html", other) == lines_of("a.html", PAGE)
    assert digest_of("a.html", other) == digest_of("a.html", PAGE)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("Ships", "Boats", 1),
        ("<em>wait</em>", "wait", 1),
        ("Ships <em>", "Ships<em>", 1),
        ('class="b"', 'class="c"', 1),
        ('id="two"', 'id="three"', 1),
        ("M0 0", "M1 1", 1),
        ("About", "On", 0),
        ('"Place"', '"Person"', 0),
        ("#who", "#whom", 0),
        ('dir="ltr"', 'dir="rtl"', 0),
    ],
)
def test_words_tags_and_attributes_matter(old: str, new: str, part: int) -> None:
    assert old in PAGE
    other = PAGE.replace(old, new, 1)
    assert lines_of("a.html", other) != lines_of("a.html", PAGE)
    before, after = (digest_of("a.html", text).split() for text in (PAGE, other))
    assert [one != two for one, two in zip(before, after, strict=True)] == [part == 0, part == 1]


def test_anchors_are_those_of_the_content() -> None:
    assert anchors_of(PAGE) == ["two", "who"]
    assert anchors_of('<nav id="menu"></nav>') == []


def test_a_page_that_leads_on_names_its_target() -> None:
    assert target_of('<meta http-equiv="refresh" content="0; url=../../pier/">') == "../../pier/"
    assert target_of(PAGE) == ""


def test_data_are_laid_out() -> None:
    assert lines_of("a.json", '{"b": ["é"], "a": 1}') == [
        "{",
        ' "a": 1,',
        ' "b": [',
        '  "é"',
        " ]",
        "}",
    ]
    feed = '<feed xmlns="x" xml:lang="en"><title>A\n b</title><link rel="self" href="y"/></feed>'
    assert lines_of("a.xml", feed) == ['feed lang="en"', " title: A b", ' link href="y" rel="self"']
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:A lo\r\n ng line\r\n"
    assert lines_of("a.ics", calendar) == ["BEGIN:VCALENDAR", "SUMMARY:A long line"]
