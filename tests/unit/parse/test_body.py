from __future__ import annotations

import unicodedata

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.parse.body import line_column, scan_body, sentence_at
from mkdocs_briefs.parse.inline import plain_text, scan_inline
from mkdocs_briefs.render.finished_html import HeadingIds, ids

# In every sample `Seen` is prose and `Masked` is not.
SAMPLES = {
    "code span": "Seen `Masked` Seen ``Ma`sked`` Seen ` alone",
    "escaped backtick": "Seen \\`Seen\\` Seen",
    "unequal backticks": "``Masked` Seen ``` Seen",
    "fence": 'Seen\n\n```py title="x"\nMasked\n```\n\nSeen',
    "tilde fence": "~~~\nMasked\n```\nMasked\n~~~\nSeen",
    "fence in a list": "- Seen\n\n    ```\n    Masked\n    ```\n\n    Seen",
    "fence in a quotation": "> Seen\n> ```\n> Masked\n> ```\n> Seen",
    "open fence": "```\nSeen",
    "indented code": "Seen\n\n    Masked\n\n    Masked\n\nSeen",
    "continued line": "Seen\n    Seen",
    "tab code": "Seen\n\n\tMasked",
    "list paragraph": "- Seen\n\n    Seen\n\n        Masked\n\n    Seen\n\nSeen\n\n    Masked",
    "nested list": "- Seen\n    - Seen\n\n        Seen\n\n            Masked",
    "numbered list": "1. Seen\n\n    Seen",
    "heading": "# Masked\nSeen\n### Masked ###\n\nMasked\n======\nSeen",
    "heading without space": "#Masked\n\nSeen",
    "heading in an item": "- # Masked\n- Seen",
    "links": 'Seen [Masked](x.md) [Masked](<x y.md> "Masked") ![Masked](i.png) [Masked *x*](y(1).md) Seen',
    "no link": "Seen [Seen] (Seen) [Seen][nowhere]",
    "references": '[Masked][one] [Masked][] [masked] Seen\n\n[one]: http://e.org/Masked "Masked"\n[Masked]: x.md',
    "autolinks": "<https://e.org/Masked> <Masked@e.org> Seen",
    "raw html": '<div class="Masked">\nMasked\n\n<div>Masked</div>\nMasked\n</div>\n\nSeen',
    "html with Markdown": '<div markdown="1" title="Masked">\n\nSeen\n\n</div>\n\nSeen',
    "inline html": 'Seen <b title="Masked">Seen</b> <code>Masked</code> <a href="x">Masked <b>Masked</b></a> Seen',
    "comments": "Seen <!-- Masked --> Seen\n\n<!-- Masked\n\nMasked -->\n\nSeen",
    "open comment": "Seen <!-- Seen\n\nSeen",
    "script": "<script>\nMasked\n</script>\n\nSeen",
    "less than": "Seen < Seen > Seen",
    "footnote": "Seen[^Masked]\n\n[^Masked]: Seen\n\n    Seen",
    "attributes": 'Seen *Seen*{: .Masked } [Masked](x){#Masked}\n{: title="Masked" }',
    "wikilinks": "[[Masked]] [[x|Masked]] [[actor:x#Masked]] Seen",
    "escaped wikilink": "\\[[Seen]] \\[@Seen] \\\\[[Masked]]",
    "citations": "Seen [@Masked] [@a; @Masked] [@a, p. Masked]",
    "admonition": '!!! note "Masked"\n    Seen\n\n    Seen\n\n??? tip\n    Seen',
    "tabs": '=== "Masked"\n\n    Seen\n\n=== "Masked"\n\n    Seen',
    "definition": "Seen\n:   Seen\n\n    Seen",
    "table": "| Seen | Seen |\n|------|:----:|\n| Seen ` | [[x\\|Masked]] |\n| Seen ` | Seen |",
    "abbreviation": "*[Masked]: Masked\n\nSeen",
    "quotation": "> Seen\nSeen\n\n> > Seen\n>\n>     Masked",
    "math": "Seen $x_{Masked}$ and \\(Masked\\) at $5 Seen $6",
    "emphasis": "**Seen** _Seen_ ~~Seen~~",
    "windows lines": "Seen\r\n\r\n    Masked\r\n\r\nSeen\r\n# Masked\r\n",
    "marker": "Seen\n\n<!-- briefs:timeline actor=Masked -->\n\nSeen",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_tells_prose_from_the_rest(name):
    source = SAMPLES[name]
    prose = scan_body(source)
    assert len(prose.text) == len(source)
    assert prose.text.count("Seen") == source.count("Seen")
    assert "masked" not in prose.text.lower()


def test_prose_keeps_names_whole_across_soft_marks():
    assert " ".join(scan_body("> Aharon\n> Haliva").text.split()) == "Aharon Haliva"
    assert " ".join(scan_body("Aharon&nbsp;Haliva").text.split()) == "Aharon Haliva"
    assert "\0" in scan_body("Aharon  \nHaliva").text
    assert scan_body("<b>Iran</b>ian").text == "***Iran****ian"


def test_wikilinks():
    prose = scan_body(
        "[[a]] [[a|A *b*]] [[a#x]] [[#y]] [[actor:a]] [[note:a]]\n\n# H [[b]]\n\n`[[no]]` [[]] [[ | x]] [[1]](u)"
    )
    assert [(w.kind, w.target, w.anchor, w.label) for w in prose.wikilinks] == [
        ("", "a", "", ""),
        ("", "a", "", "A b"),
        ("", "a", "x", ""),
        ("", "", "y", ""),
        ("actor", "a", "", ""),
        ("", "note:a", "", ""),
        ("", "b", "", ""),
    ]


def test_escaped_bar_in_a_table():
    prose = scan_body("| a |\n|---|\n| [[x\\|Label]] |")
    assert [(w.target, w.label) for w in prose.wikilinks] == [("x", "Label")]


def test_offsets_are_those_of_the_source():
    source = "é [[a]] and [@b]\n\n- [c](d.md)\n\n<!-- briefs:list -->\n"
    prose = scan_body(source)
    found = [*prose.wikilinks, *prose.citations, *prose.links, *prose.markers]
    assert [source[f.start : f.end] for f in found] == [
        "[[a]]",
        "[@b]",
        "[c](d.md)",
        "<!-- briefs:list -->",
    ]


def test_citations():
    prose = scan_body(
        "[@a] [@a; @b] [@a, p. 4] [@a-1.b, p. 4; @c, 5] [@] [@a b] `[@x]` [@t](u) [@r]\n\n[@r]: x.md"
    )
    assert [(c.ids, c.locator) for c in prose.citations] == [
        (("a",), ""),
        (("a", "b"), ""),
        (("a",), "p. 4"),
        (("a-1.b", "c"), "p. 4; 5"),
    ]


def test_a_reference_link_whose_words_look_like_a_citation():
    prose = scan_body(
        "By [@norland][6], [@sudland] [Post] and [@west][].\n\n"
        "[6]: https://example.org/a\n[post]: post.md\n[@west]: west.md\n\n[@east][7] [@south] [x]\n"
    )
    assert [one.ids for one in prose.citations] == [("east",), ("south",)]
    assert [one.path for one in prose.links] == ["post.md", "west.md"]


def test_links_to_paths():
    prose = scan_body(
        "[a](../x.md#top) [b](http://e.org) [c](//e.org) [d](#here) [e](mailto:x@y) ![f](i%20j.png?v=1) [g][r] [![h](k.png)](z.md)\n\n[r]: y.md"
    )
    assert [(link.path, link.anchor, link.label) for link in prose.links] == [
        ("../x.md", "top", "a"),
        ("", "here", "d"),
        ("i j.png", "", "f"),
        ("y.md", "", "g"),
        ("z.md", "", "h"),
        ("k.png", "", "h"),
    ]


def test_markers():
    prose = scan_body(
        "<!-- briefs:list topic='gaza war' actor=O'Brien open=\"a -->\n\n"
        '<!-- briefs:list topic=gaza-war title="two words" limit=5 bare -->\n\n```\n<!-- briefs:no -->\n```\n<!-- briefs:x --> text\n'
    )
    assert [(m.name, m.options) for m in prose.markers] == [
        ("list", (("topic", "gaza war"), ("actor", "O'Brien"), ("open", '"a'))),
        ("list", (("topic", "gaza-war"), ("title", "two words"), ("limit", "5"), ("bare", ""))),
    ]


def test_heading_ids():
    prose = scan_body(
        "# A *big* `Day`\n\n# A big Day\n\n## X {#own .c}\n\nÉté à Rome\n---\n\n# 中国\n\n# Own\n\n# …\n"
    )
    assert prose.heading_ids == (
        "a-big-day",
        "a-big-day_1",
        "own",
        "ete-a-rome",
        "中国",
        "own_1",
        "_1",
    )


LETTERS = st.sampled_from(
    [
        *"aBÉßŁ1 -2'.,",
        "a_b",
        "中国",
        "مصر ",
        "العربيّة",
        "שָׁלוֹם",
        "हिन्दी",
        "ไทย",
        "Ω",
        "й",
        "é",
        "\u3000",
        "½",
    ]
)
TITLES = st.lists(LETTERS, min_size=1, max_size=6).map("".join)


@given(st.lists(st.tuples(TITLES, st.sampled_from(["", "", " {#x}", " {#中}"])), max_size=6))
def test_the_page_gives_headings_the_ids_that_the_source_tells(rows):
    text = "\n\n".join(f"## z{title.strip(' ')}{given}" for title, given in rows)
    made = markdown.Markdown(extensions=["toc", "attr_list", HeadingIds(lambda: True)])
    found = list(ids(made.convert(text)))
    assert {*found} == {*scan_body(text).heading_ids}
    assert all(unicodedata.is_normalized("NFC", name) for name in found)


def test_a_wikilink_names_a_heading_in_any_form():
    decomposed = unicodedata.normalize("NFD", "[[a#й-é]]")
    assert [wiki.anchor for wiki in scan_body(decomposed).wikilinks] == ["й-é"]


def test_words():
    assert (
        scan_body(
            "# Two words\n\nand **three** [more of](x.md) `not code` <b title='no no'>it</b>.\n\n    not code"
        ).words
        == 7
    )
    assert scan_body("习近平在伊朗说话了").words == 5
    assert scan_body("").words == 0


def test_front_matter_is_inline_text():
    prose = scan_inline("    # Seen <b>Seen</b> `Masked` [[a]] [@b] [x](y.md)\n- Seen")
    assert prose.text.count("Seen") == 3
    assert "Masked" not in prose.text
    assert (len(prose.wikilinks), len(prose.citations), len(prose.links)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("source", "at", "sentence"),
    [
        ("One. Two here! Three?", "here", "Two here!"),
        (
            "Mr. Smith met Gen. A. Haliva in the U.S. army base. Next.",
            "Haliva",
            "Mr. Smith met Gen. A. Haliva in the U.S. army base.",
        ),
        ("It fell 3.5 percent, e.g. Iran did. End.", "Iran", "It fell 3.5 percent, e.g. Iran did."),
        ("他说。伊朗回应了。结束。", "伊朗", "伊朗回应了。"),
        ("یہ ہے۔ ایران نے کہا۔ ختم", "ایران", "ایران نے کہا۔"),
        ("هل تكلمت إيران؟ نعم.", "إيران", "هل تكلمت إيران؟"),
        ("मोदी आए। वे गए।", "गए", "वे गए।"),
        (
            'He **met** [her](x.md "t") [@a, p. 4]. So `x_y` \\*did\\* [[iran|the *state*]] &amp; [[bee]]. End',
            "[[iran",
            "So x_y *did* the state & bee.",
        ),
        ("- first item\n- second Iran item\n- third", "Iran", "second Iran item"),
        ("para one\n\nwrapped\nline Iran here\n\npara", "Iran", "wrapped line Iran here"),
        ("> quoted\n> Iran line\n", "Iran", "quoted Iran line"),
        ("| a | b Iran c |\n|---|---|", "Iran", "b Iran c"),
        ("# Title Iran\ntext", "Iran", "Title Iran"),
        ('"Go." He said Iran. "No."', "Iran", "He said Iran."),
    ],
)
def test_sentence(source, at, sentence):
    start = source.index(at)
    assert sentence_at(source, start, start + len(at)) == sentence


def test_long_sentences_are_cut_at_words_around_the_place():
    source = "word " * 300 + "Iran " + "word " * 300
    sentence = sentence_at(source, source.index("Iran"), source.index("Iran") + 4)
    assert len(sentence) <= 244
    assert sentence.startswith("… word ")
    assert sentence.endswith(" word …")
    assert "Iran" in sentence


def test_line_and_column():
    assert [line_column("ab\ncd\n", offset) for offset in (-1, 0, 2, 3, 5, 6, 99)] == [
        (1, 1),
        (1, 1),
        (1, 3),
        (2, 1),
        (2, 3),
        (3, 1),
        (3, 1),
    ]


SCRAPS = st.sampled_from(
    [
        *"`[]()<>#*_|\\\n\n\n &;:{}!@^$~=->\"'\t\r",
        "    ",
        "[[",
        "]]",
        "[@a",
        "](",
        "```",
        "~~~",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<b>",
        "word",
        "Iran",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "[^1]",
        "[a]: b",
        "!!! x",
        "中",
        "é",
        "\0",
        "&nbsp;",
        "https://a.b",
    ]
)


@given(st.lists(SCRAPS, max_size=60).map("".join))
def test_any_text_is_scanned(source):
    for scan in (scan_body, scan_inline):
        prose = scan(source)
        assert len(prose.text) == len(source)
        assert all(a == b or b in "\0 *" for a, b in zip(source, prose.text, strict=True))
        for found in (*prose.wikilinks, *prose.citations, *prose.links, *prose.markers):
            assert 0 <= found.start < found.end <= len(source)
    middle = len(source) // 2
    assert len(sentence_at(source, middle, middle + 3)) <= 250
    assert "\n" not in plain_text(source)


@pytest.mark.parametrize(
    "scrap",
    [
        "[",
        "`",
        "<",
        "[[",
        "[a](",
        '[a](b "',
        "<div>\n\n",
        "```\n",
        "> ",
        "$",
        "\\",
        "{:",
        "`a``b",
        "[@",
        '<a href="',
        "- ",
        "<!--",
        "[a]: b\n",
        "[a](  ",
        "_ ",
    ],
)
def test_hostile_text_ends(scrap):
    """A quadratic scan of these would not end while anybody waits; nothing here is timed."""
    source = scrap * (300_000 // len(scrap))
    assert len(scan_inline(source).text) == len(source)
    assert len(sentence_at(source, 150_000, 150_004)) <= 250


@pytest.mark.parametrize("scrap", ["[", "!["])
def test_deeply_nested_links_end(scrap):
    source = scrap * 50_000 + "](x.md)" * 50_000
    assert set(scan_inline(source).text) == {"\0"}


@pytest.mark.parametrize(
    "tag",
    [
        "<a title='see href=y.md'>",
        '<b data-more=" src=z.png" id="a href=z.md">',
        '<span title="&lt;img src=x onerror=y()>">',
    ],
)
def test_what_stands_in_the_value_of_an_attribute_is_no_link(tag: str) -> None:
    prose = scan_body(f'Words {tag}and</i> <img alt="a src=b.png" src="pier.png">.')
    assert [link.path for link in prose.html_links] == ["pier.png"]
