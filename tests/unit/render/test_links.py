"""Addresses relative to a page; wikilinks, citations and mentions in Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.treeprocessors import Treeprocessor

from mkdocs_briefs.library.mentions import find_mentions
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.render.inline import CitationMark, LinkTarget
from mkdocs_briefs.render.links import LinkingExtension, relative_url, url_from_root, with_files

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


SPELLINGS = {
    "iran": ["Iran", "ایران", "伊朗"],
    "israel": ["Israel", "ישראל"],
    "idf": ["Israel Defense Forces"],
    "haliva": ["Aharon Haliva", "Haliva"],
    "obrien": ["O'Brien"],
    "smith-a": ["Smith"],
    "smith-b": ["Smith"],
}
NAMES = Names.build(SPELLINGS)
LISTED = frozenset(SPELLINGS) - {"smith-a", "smith-b"}
EXTENSIONS = [
    "toc",
    "tables",
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "def_list",
    "abbr",
    "pymdownx.superfences",
    "pymdownx.details",
    "pymdownx.tabbed",
    "pymdownx.highlight",
    "pymdownx.betterem",
    "pymdownx.tasklist",
]
OPTIONS = {"toc": {"permalink": True}, "pymdownx.tabbed": {"alternate_style": True}}


@dataclass
class Page:
    names: Names | None = NAMES
    mode: str = "first"
    listed: frozenset[str] = LISTED
    strict: bool = True
    everything: bool = False

    @property
    def first(self):
        return self.mode == "first"

    def mentions(self, source):
        if self.everything:
            return find_mentions(source, NAMES, self.listed)
        return find_mentions(scan_body(source).text, self.names or Names(), self.listed)

    def actor_url(self, ident):
        return f"../../actors/{ident}/"

    def resolve(self, kind, target, anchor):
        if target in SPELLINGS and kind in {"", "actor"}:
            return LinkTarget(
                self.actor_url(target) + (f"#{anchor}" if anchor else ""), target.title()
            )
        return None

    def cite(self, ident):
        return CitationMark(1, "#source-un", "UN <report>") if ident == "un" else None

    def is_unpublished(self, kind, target):
        return not kind and target == "later"

    def file(self, path):
        return {"later.md": "", "gone.md": path, "gone.png": path}.get(path)

    def html_file(self, path):
        return {"later.md": "", "a map.png": "../a%20map.png", "you&me.md": "../you&me/"}.get(path)


PAGE = Page()
ACTOR_LINK = re.compile(r'<a class="actor" href="[^"]*">(.*?)</a>', re.DOTALL)


def convert(source, page=None, *extra):
    md = markdown.Markdown(
        extensions=[*EXTENSIONS, *extra, LinkingExtension(lambda: page)], extension_configs=OPTIONS
    )
    return md.convert(source)


class Reader(HTMLParser):
    """Collects the text of a page, its mention links, and the text inside what must not change."""

    def __init__(self, source):
        super().__init__()
        self.stack, self.texts, self.kept, self.links, self.inside = [], [], [], [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in {"br", "hr", "img", "input"}:
            return
        if tag == "a" and ("class", "actor") in attrs:
            self.links.append([dict(attrs)["href"].split("/")[-2], ""])
            self.inside.append(tuple(name for name, actor in self.stack if not actor))
            self.stack.append((tag, True))
        else:
            self.stack.append((tag, False))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self.texts.append(data)
        if any(name in KEPT and not actor for name, actor in self.stack):
            self.kept.append(data)
        if self.stack and self.stack[-1] == ("a", True):
            self.links[-1][1] += data


KEPT = {
    "a",
    "code",
    "pre",
    "kbd",
    "samp",
    "script",
    "style",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "button",
    "summary",
}


def mentions(source, **options):
    return [ident for ident, _ in Reader(convert(source, Page(**options))).links]


SAMPLES = [
    ("Iran and Israel and Iran.", ["iran", "israel"]),
    ("Israel Defense Forces, then Israel.", ["idf", "israel"]),
    ("Iran's, Iran-backed; Iranian **Israel**i **Israel**'s", ["iran", "israel"]),
    ("*Iran*ian, re**Israel**, Aharon *Haliva*", ["haliva"]),
    ("# Iran\n\nIsrael\n======\n\n## Haliva {#x}\n\ntext", []),
    ("`Iran` and ``Israel` `` and\n\n    Haliva\n", []),
    ("```py\nIran\n```\n\n~~~\nIsrael\n~~~\n\nHaliva", ["haliva"]),
    ("[Iran](http://e.org) [the **Israel** page][r] ![Haliva](x.png)\n\n[r]: http://e.org", []),
    ("<https://e.org/Iran> https://e.org/Israel Israel@e.org Haliva.com", []),
    ("Before <kbd>Iran</kbd> <code>Israel</code> <a href='x'>Haliva</a> after Iran", ["iran"]),
    ("<b>Iran</b> <span class='x'>Israel</span> <b>Haliva</b>s", ["iran", "israel"]),
    ("<div>\nIran\n\nIsrael\n</div>\n\nHaliva", ["haliva"]),
    ("<div markdown>\nIran\n</div>\n\nIsrael", ["iran", "israel"]),
    ("<!-- Iran -->\n\nIsrael <!-- Haliva --> end", ["israel"]),
    ('!!! note "Iran"\n    Israel\n\n??? tip "Haliva"\n    ایران', ["israel", "iran"]),
    ('=== "Iran"\n\n    Israel\n\n=== "Haliva"\n\n    Haliva', ["israel", "haliva"]),
    ("| Iran | b |\n|---|---|\n| `Israel` | Haliva |", ["iran", "haliva"]),
    ("Iran\n:   about Israel\n\n    and Haliva", ["iran", "israel", "haliva"]),
    ("- Iran\n    - Israel\n\n        Haliva\n\n            O'Brien", ["iran", "israel", "haliva"]),
    ("- [x] Iran\n- [ ] Israel", ["iran", "israel"]),
    ("> Aharon\n> Haliva\n>\n> > Iran", ["haliva", "iran"]),
    ("Aharon  \nHaliva and Aharon&nbsp;Haliva", ["haliva"]),
    ("Text[^1] with Israel.\n\n[^1]: About Iran.", ["israel", "iran"]),
    ("O’Brien and Iran&rsquo;s &amp; Israel", ["obrien", "iran", "israel"]),
    ("伊朗和ישראל، ایران ایرانی", ["iran", "israel"]),
    ("[[iran]] Iran [[israel|them]] Israel, Haliva", ["haliva"]),
    ("\\[[x]] \\*Iran\\* 1 < 2 Israel > 3", ["iran", "israel"]),
    ("*[UN]: Iran\n\nUN of Israel", ["israel"]),
    ("Smith and Homeland and Iran {: .x }", ["iran"]),
    ('Iran\n{: #Israel }\n\n*Haliva*{: .Israel title="O\'Brien" }', ["iran", "haliva"]),
]


@pytest.mark.parametrize(("source", "expected"), SAMPLES)
def test_first_mentions(source, expected):
    assert mentions(source) == expected


@pytest.mark.parametrize(("source", "expected"), SAMPLES)
def test_the_scan_of_the_source_finds_the_same(source, expected):
    prose = scan_body(source)
    linked = {link.target for link in prose.wikilinks}
    found = {}
    for _, _, ident in find_mentions(prose.text, NAMES, LISTED):
        if ident not in linked:
            found[ident] = None
    assert list(found) == expected


def test_all_mentions():
    assert mentions("Iran, *Iran*, `Iran`. Iran", mode="all") == ["iran"] * 3


def test_shared_names_go_to_the_actor_listed():
    assert mentions("Smith") == []
    assert mentions("Smith", listed=frozenset({"smith-b", "iran"})) == ["smith-b"]
    assert mentions("Smith", listed=frozenset({"smith-a", "smith-b"})) == []


def test_mentions_off_and_no_context():
    source = "Iran [[iran]] [@un] [[nope]]"
    assert mentions(source, names=None) == []
    assert convert(source, None) == f"<p>{source}</p>"


def test_a_markdown_link_to_the_actor_counts_as_first_mention():
    assert mentions("Iran and [her](../../actors/iran/#facts) Israel") == ["israel"]


def test_text_that_smarty_has_changed():
    page = Page()
    assert 'href="../../actors/obrien/">O&rsquo;Brien</a>' in convert(
        "He met O'Brien", page, "smarty"
    )


def test_wikilinks():
    assert convert("[[iran]] [[actor:iran#facts|the *state*]]", Page()) == (
        '<p><a class="brief-link" href="../../actors/iran/">Iran</a> '
        '<a class="brief-link" href="../../actors/iran/#facts">the <em>state</em></a></p>'
    )


@pytest.mark.parametrize(
    "source",
    ["`[[iran]]`", "\\[[iran]]", "[[1]](http://e.org)", "[[]]", "\\[@un]", "[@un](http://e.org)"],
)
def test_what_is_no_wikilink_or_citation(source):
    html = convert(source, Page())
    assert "brief-link" not in html
    assert "cite" not in html


def test_a_reference_link_whose_words_look_like_a_citation():
    source = "[@un][6] [@nope] [6]\n\n[6]: http://e.org"
    assert convert(source, Page()) == (
        '<p><a href="http://e.org">@un</a> <a href="http://e.org">@nope</a></p>'
    )
    assert 'class="cite"' in convert("[@un][7]", Page())


def test_wikilink_in_a_table():
    assert ">Label</a></td>" in convert("| a |\n|---|\n| [[iran\\|Label]] |", Page())


def test_links_never_nest():
    assert (
        convert("[see [[iran]]](http://e.org)", Page())
        == '<p><a href="http://e.org">see <span class="brief-link">Iran</span></a></p>'
    )


def test_raw_tags_keep_their_attributes():
    assert convert('x <b title="[[iran]]">y</b>', Page()) == '<p>x <b title="[[iran]]">y</b></p>'


def test_citations():
    assert convert("So[@un]. So [@un, p. 4; @un].", Page()) == (
        '<p>So<sup class="cite"><a aria-label="Source 1: UN &lt;report&gt;" href="#source-un">1</a></sup>. '
        'So <sup class="cite"><a aria-label="Source 1: UN &lt;report&gt;" href="#source-un">1</a>, p. 4; '
        '<a aria-label="Source 1: UN &lt;report&gt;" href="#source-un">1</a></sup>.</p>'
    )


def test_what_is_unresolved_is_marked_in_a_brief():
    assert convert("[[nope]] [[nope|no *way*]] [@nope]", Page()) == (
        '<p><span class="unresolved">nope</span> <span class="unresolved">no <em>way</em></span> '
        '<sup class="cite"><span class="unresolved">@nope</span></sup></p>'
    )


def test_what_is_unresolved_stays_as_written_elsewhere():
    source = "[[nope]] [[nope|no way]] [@nope] [@un; @nope]"
    assert convert(source, Page(strict=False)) == f"<p>{source}</p>"


def test_private_addresses_written_by_hand_lead_nowhere_new():
    assert (
        convert("[x](briefs-link:0) [y](briefs-link:x)", Page())
        == '<p><a href="briefs-link:0">x</a> <a href="briefs-link:x">y</a></p>'
    )


class Host(Treeprocessor):
    """Stands where the host's own link check stands, and records what it is shown."""

    seen: list[str]

    def run(self, root):
        self.seen = [element.attrib["href"] for element in root.iter("a")]


def test_the_host_sees_no_relative_address_of_ours():
    page = Page()
    md = markdown.Markdown(extensions=[LinkingExtension(lambda: page)])
    host = Host(md)
    md.treeprocessors.register(host, "relpath", 0)
    md.convert("[[iran]] [@un] Israel")
    assert all(href.startswith("briefs-link:") for href in host.seen)
    assert len(host.seen) == 2


def test_one_instance_converts_many_pages():
    page = Page()
    md = markdown.Markdown(extensions=[LinkingExtension(lambda: page)])
    first = md.convert("[[iran]] Israel")
    assert md.reset().convert("[[iran]] Israel") == first


FRAGMENTS = st.sampled_from(
    [
        "Iran",
        "Israel Defense Forces",
        "Aharon",
        "Haliva",
        "ایران",
        "伊朗",
        "ישראל",
        "Iran's",
        "Iranian",
        "O’Brien",
        "Smith",
        "word",
        " ",
        " ",
        "\n",
        "\n\n",
        "**",
        "*",
        "_",
        "`",
        "``",
        "\n\n# ",
        "\n\n- ",
        "\n    ",
        "\n\n    ",
        "\n> ",
        "\n```\n",
        "[Iran](http://e.org)",
        "[x][Iran]",
        "[",
        "]",
        "(",
        ")",
        "<b>",
        "</b>",
        "<code>",
        "</code>",
        "<div>",
        "\n\n<div>\n",
        "\n</div>\n\n",
        "<a href='x'>",
        "</a>",
        "<!--",
        "-->",
        "&nbsp;",
        "&amp;",
        "&",
        "<",
        ">",
        "\\",
        "|",
        "\n|---|\n",
        "\n\n!!! note\n    ",
        "[^1]",
        "\n\n[^1]: ",
        "{: .x }",
        "\n: ",
        "“",
        "”",
    ]
)


def mentioned(source):
    found = find_mentions(scan_body(source).text, NAMES, LISTED)
    return list(dict.fromkeys(ident for _, _, ident in found))


@given(st.lists(FRAGMENTS, max_size=30).map("".join), st.sampled_from(["first", "all"]))
def test_linking_changes_nothing_but_links(source, mode):
    without, linked = convert(source), convert(source, Page(mode=mode))
    assert ACTOR_LINK.sub(r"\1", linked) == without
    found = Reader(linked)
    assert "".join(found.kept) == "".join(Reader(without).kept)
    assert not any(name in KEPT for around in found.inside for name in around)
    ids = [ident for ident, _ in found.links]
    assert mode == "all" or len(ids) == len(set(ids))
    assert {*ids} <= {*mentioned(source)}
    for ident, text in found.links:
        assert " ".join(text.replace("’", "'").split()) in SPELLINGS[ident]


WELL_FORMED = st.lists(st.sampled_from([source for source, _ in SAMPLES]), max_size=6)


@given(WELL_FORMED.map("\n\nA paragraph.\n\n".join))
def test_what_is_linked_is_what_backlinks_name(source):
    linked = [ident for ident, _ in Reader(convert(source, PAGE)).links]
    wikilinks = {link.target for link in scan_body(source).wikilinks}
    assert sorted(linked) == sorted({*mentioned(source)} - wikilinks)


@pytest.mark.parametrize(
    "source",
    [
        "Iran \x04\x0e Israel\x05 \x04\x17x\x05",
        "\x05\x04Iran\x04 `\x04\x0e`",
        "# \x04\x0eHaliva\x05\n\nIran",
    ],
)
def test_marks_written_by_hand_do_nothing(source):
    plain = "".join(char for char in source if char > "\x17" or char == "\n")
    assert convert(source, PAGE) == convert(plain, PAGE)


def test_no_mark_is_left():
    """Also where the scan of the source takes for prose what Markdown does not."""
    everything = Page(everything=True)
    source = (
        "# Iran\n\n![Israel](x.png 'Haliva') `Iran` [Haliva](y 'Iran') <b title='> Israel'>x</b>\n\n"
        '!!! note "Iran"\n    Israel\n\n<div data-x="Haliva">Iran</div>\n\n    Haliva\n'
    )
    md = markdown.Markdown(
        extensions=[*EXTENSIONS, LinkingExtension(lambda: everything)], extension_configs=OPTIONS
    )
    html = md.convert(source)
    assert ACTOR_LINK.sub(r"\1", html) == convert(source)
    assert md.toc_tokens[0]["name"] == "Iran"
    assert [ident for ident, _ in Reader(html).links] == ["israel", "iran"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*[Iran]: A country\n\nIran", '<a class="actor" href="../../actors/iran/"><abbr'),
        ("*Iran*{.x} Israel{.x}", '<em class="x"><a class="actor" href="../../actors/iran/">'),
    ],
)
def test_a_mention_with_more_to_it(source, expected):
    html = convert(source, PAGE)
    assert expected in html
    assert ACTOR_LINK.sub(r"\1", html) == convert(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            'So [the *second* part](later.md#end "Title"), soon.',
            "So the <em>second</em> part, soon.",
        ),
        ("[![m](gone.png)](later.md)", '<img alt="m" src="gone.png" />'),
        ("*[a][1]* and **[b](later.md)**\n\n[1]: later.md", "<em>a</em> and <strong>b</strong>"),
        ("[[later|the *next* one]], [[later]].", "the <em>next</em> one, later."),
        ("`[a](later.md)`", "<code>[a](later.md)</code>"),
    ],
)
def test_links_to_what_is_not_published_are_words(source: str, expected: str) -> None:
    assert f"<p>{expected}</p>" in convert(source, Page(strict=False))


def test_a_path_that_leads_nowhere_stays_and_the_host_does_not_see_it() -> None:
    html = convert("[a](gone.md?x#y) ![b](gone.png)", PAGE)
    assert 'href="gone.md?x#y"' in html
    assert 'src="gone.png"' in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<img src="a%20map.png">', '<img src="../a%20map.png">'),
        ("So <img alt=x src='a%20map.png#v'>.", "<img alt=x src='../a%20map.png#v'>"),
        ('<video poster="a%20map.png" src=other.mp4>', 'poster="../a%20map.png" src=other.mp4'),
        (
            '<img srcset="a%20map.png 1x, a%20map.png 2x, https://e.example/a.png 3x">',
            'srcset="../a%20map.png 1x, ../a%20map.png 2x, https://e.example/a.png 3x"',
        ),
        ('<div><a href="later.md">later</a></div>', "<a>later</a>"),
        ('<a href="you&amp;me.md?a=1&amp;b=2">x</a>', 'href="../you&amp;me/?a=1&amp;b=2"'),
        ('<!-- <img src="a%20map.png"> -->', '<!-- <img src="a%20map.png"> -->'),
        ('```html\n<img src="a%20map.png">\n```', "a%20map.png"),
        ("`<img src='a%20map.png'>`", "src='a%20map.png'"),
    ],
)
def test_paths_in_raw_html_lead_where_those_of_markdown_do(source: str, expected: str) -> None:
    html = convert(source, PAGE)
    assert expected in html
    assert "../" not in html or "../" in expected
