from __future__ import annotations

import dataclasses
import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

import mkdocs_briefs
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages.parts import Text
from mkdocs_briefs.render.analysis import yardstick
from mkdocs_briefs.render.finished_html import headings, unique_ids, without_reserved_ids
from mkdocs_briefs.render.inline import InlineLinks
from mkdocs_briefs.render.links import relative_url, resolve_root, url_from_root
from mkdocs_briefs.render.templates import SECTIONS, Renderer, localised
from support.views import DEVELOPMENTS, EVENTS, HERE, VIEWS, card, full_brief

THEME = Path(mkdocs_briefs.__file__).parent / "theme"
VOID = {"br", "hr", "img", "input", "link", "meta", "rect", "path", "line", "circle"}
CASES = [(name, kind) for name in VIEWS for kind in ("full", "bare")]
HOSTILE = "<script>x</script>{{ 7*7 }}\" onx='y' [a](javascript:alert(1)) &amp;"


def links_for(slug: str, page: str) -> InlineLinks:
    return InlineLinks(
        resolve=lambda _kind, target, _anchor: (f"../../actors/{target}/", target),
        cite=lambda ident: (1, f"#source-{ident}", "A title"),
        md_link=lambda _path: None,
    )


RENDERER = Renderer([THEME], links_for)


def without_own_script(html: str) -> str:
    """The page without the script by which a redirect keeps the fragment of a link."""
    own = "<script>location.replace(document.links[0].href + location.hash)</script>"
    return str(html).replace(own, "")


def view_of(name: str, kind: str = "full"):
    return VIEWS[name][kind == "bare"]()


class Page(HTMLParser):
    """What a page holds, and that its tags nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        self.ids += [value for name, value in attrs if name == "id"]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "p":
            assert "p" not in self.stack, "a paragraph in a paragraph"
        if tag == "a":
            assert "a" not in self.stack, "a link in a link"
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack[-1:] == [tag], (tag, self.getpos())
        self.stack.pop()

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_every_page_is_sound(name, kind):
    page = Page(without_own_script(RENDERER.fragment(view_of(name, kind))))
    assert len(page.ids) == len(set(page.ids))
    assert [level for level in page.levels if level == 1] == ([] if name == "redirect" else [1])
    assert all(
        later <= earlier + 1 for earlier, later in zip(page.levels, page.levels[1:], strict=False)
    )
    for tag, attributes in page.tags:
        assert "style" not in attributes
        assert tag != "script"
        assert not any(key.startswith("on") for key in attributes)
        if label := attributes.get("aria-labelledby"):
            assert set(label.split()) <= set(page.ids)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_rendering_is_repeatable(name, kind):
    other = Renderer([THEME], links_for)
    assert RENDERER.fragment(view_of(name, kind)) == other.fragment(view_of(name, kind))


@pytest.mark.parametrize(
    "name", [name for name in VIEWS if name not in {"brief", "actor", "search", "redirect"}]
)
def test_empty_pages_say_so(name):
    assert 'class="b-empty"' in RENDERER.fragment(view_of(name, "bare"))


CLOSED = {
    "template",
    "path",
    "lang",
    "kind",
    "status",
    "registry",
    "horizon",
    "scale",
    "type",
    "qualifier",
}


def hostile(value, field: str = ""):
    """`value` with every text in it replaced; addresses, ids and closed vocabularies one by one."""
    if isinstance(value, Text):
        return Text(HOSTILE, value.brief)
    if (
        isinstance(value, (Edtf, Likelihood, Moment, dt.date))
        or value is None
        or isinstance(value, (int, float))
    ):
        return value
    if isinstance(value, tuple):
        return tuple(hostile(each, field) for each in value)
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(
            value,
            **{f.name: hostile(getattr(value, f.name), f.name) for f in dataclasses.fields(value)},
        )
    assert isinstance(value, str)
    return value if field in {"template", "lang"} else HOSTILE


@pytest.mark.parametrize("name", list(VIEWS))
def test_hostile_texts_are_inert_in_every_field(name):
    html = without_own_script(RENDERER.fragment(hostile(view_of(name))))
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert not {tag for tag, _ in page.tags} & {
        "script",
        "iframe",
        "object",
        "embed",
        "img",
        "style",
    }
    known = {
        "class",
        "id",
        "href",
        "lang",
        "dir",
        "title",
        "rel",
        "datetime",
        "hreflang",
        "value",
        "role",
    }
    known |= {
        "viewbox",
        "preserveaspectratio",
        "focusable",
        "width",
        "height",
        "rx",
        "r",
        "x",
        "y",
        "d",
    }
    known |= {
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "stroke-width",
        "charset",
        "name",
        "content",
        "http-equiv",
        "type",
        "autocomplete",
        "tabindex",
    }
    known |= {"transform", "text-anchor", "dy", "scope"}
    known |= {
        "hidden",
        "points",
        "direction",
        "for",
        "spellcheck",
        "inputmode",
        "min",
        "max",
        "step",
        "checked",
    }
    for tag, attributes in page.tags:
        for key, value in attributes.items():
            assert key in known or key.startswith(("aria-", "data-")), (tag, key, value)
        href = attributes.get("href") or ""
        assert not re.match(r"\s*(?:javascript|data|vbscript):", href, re.IGNORECASE), (tag, href)
    assert "49" not in page.text.replace(HOSTILE, "")


def test_sections_stand_in_order():
    order = ("glance", "involved", "timeline", "implications", "outlook", "advice")
    order += (
        "alternatives",
        "unknowns",
        "sources",
        "updates",
        "methodology",
        "related",
        "mentioned-in",
    )
    ids = Page(str(RENDERER.fragment(view_of("brief")))).ids
    assert [each for each in ids if each in order] == list(order)


def test_items_have_their_anchors():
    view = view_of("brief")
    ids = set(Page(str(RENDERER.fragment(view))).ids)
    items = [
        *view.implications,
        *view.developments,
        *view.advice,
        *view.events,
        *view.figures,
        *view.sources,
    ]
    assert {item.anchor for item in items} <= ids


@pytest.mark.parametrize("name", SECTIONS)
def test_a_placed_section_links_like_one_that_follows(name):
    def links(body: str) -> list[str]:
        page = Page(str(RENDERER.fragment(view_of("brief"), Markup(body))))
        found = [str(attributes["href"]) for tag, attributes in page.tags if tag == "a"]
        # The notice above leads to the updates below, but not to those an author has placed; and
        # numbers have a heading where they follow.
        return sorted(href for href in found if href not in ("#updates", "#in-numbers"))

    assert links(f"<p><!-- briefs:{name} --></p>") == links("<p>one</p>")


@pytest.mark.parametrize("name", SECTIONS)
def test_a_marker_places_its_section_once(name):
    marker = f"<p><!-- briefs:{name} --></p>"
    html = str(
        RENDERER.fragment(
            view_of("brief"), Markup(f"<p>one</p>{marker}<p>two</p>{marker}<p>three</p>")
        )
    )
    page = Page(html)
    assert "briefs:" not in html
    assert len(page.ids) == len(set(page.ids))
    section = RENDERER.section(name, view_of("brief"))
    assert section
    assert html.count(section) == 1
    assert html.index("<p>one</p>") < html.index(section) < html.index("<p>two</p>")


def test_markers_that_are_not_known_are_left_alone():
    body = Markup("<!-- briefs:nothing --><!-- briefs:timeline actor=x --><!-- a comment -->")
    assert body in RENDERER.fragment(view_of("brief"), body)


def test_sections_without_anything_are_empty():
    assert {RENDERER.section(name, view_of("brief", "bare")) for name in SECTIONS} == {""}


def linked(ident: str) -> str:
    return f'<h2 id="{ident}">Mine<a class="headerlink" href="#{ident}">¶</a></h2><p><a href="#{ident}">above</a></p>'


def test_a_heading_named_like_a_section_gives_way_with_its_links():
    view = view_of("brief")
    alone = Page(str(RENDERER.fragment(view))).ids
    for name in dict.fromkeys(alone):
        html = str(RENDERER.fragment(view, Markup(linked(name))))
        assert linked(f"{name}_1") in html
        assert [*dict.fromkeys(Page(html).ids)] == Page(html).ids
        assert {*alone} < {*Page(html).ids}


def test_wikilinks_and_citations_lead_to_the_brief_and_not_to_a_heading():
    body = (
        '<h2 id="timeline">Mine</h2><h2 id="source-un">Mine</h2><a class="brief-link" href="#timeline">x</a>'
        '<sup class="cite"><a href="#source-un" title="x">1</a></sup><code>id="timeline" href="#timeline"</code>'
    )
    html = without_reserved_ids(body, {"timeline", "source-un", "timeline_1"})
    changed = body.replace('<h2 id="timeline">', '<h2 id="timeline_2">')
    assert html == changed.replace('<h2 id="source-un">', '<h2 id="source-un_1">')


def test_a_link_names_an_id_in_any_way():
    body = '<h2 id="中">x</h2><a href="#%E4%B8%AD">x</a><label for="中">x</label><i aria-label="中">x</i>'
    html = without_reserved_ids(body, {"中"})
    assert html == body.replace('"中">x</h2', '"中_1">x</h2').replace(
        '"#%E4%B8%AD"', '"#中_1"'
    ).replace('for="中"', 'for="中_1"')


NAMES = st.sampled_from(
    [
        "timeline",
        "sources",
        "outlook",
        "graph",
        "watch",
        "more",
        "fn:1",
        "x",
        "__search",
        "__toc",
        "__drawer",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted({name for name, _ in CASES})), st.lists(NAMES, max_size=5))
def test_what_shares_a_page_shares_no_id(name, names):
    view = view_of(name)
    alone = Page(str(RENDERER.fragment(view))).ids
    names = [*names, *alone[:2]]
    page = Page(str(RENDERER.fragment(view, Markup("".join(linked(each) for each in names)))))
    assert len({*page.ids}) == len(page.ids)
    assert {*alone} <= {*page.ids}
    assert not {"__search", "__toc", "__drawer"} & {*page.ids}


def test_likelihoods_stand_in_words_and_numbers():
    text = Page(str(RENDERER.section("developments", view_of("brief")))).text
    spaced = re.sub(r"\( (.*?) \)", r"(\1)", text)
    assert "We say likely (55–80%)" in spaced
    assert "very likely (90%)" in spaced
    assert "Watching, no odds given" in text
    assert "Changed on 1 June 2024 to likely (70%): A bill was tabled." in re.sub(
        r"\( 70% \) ?", "(70%)", text
    )


def test_figures_say_who_says_so():
    text = Page(str(RENDERER.section("figures", view_of("brief")))).text
    assert "more than 34,000" in text
    assert "according to Gaza health officials , as of April 2024" in text
    assert "nobody is named for this number" in text


def test_only_exact_dates_are_machine_readable():
    html = RENDERER.section("timeline", view_of("brief"))
    assert '<time datetime="2023-10-07">' in html
    assert set(re.findall(r'datetime="([^"]*)"', html)) == {
        "2023-10-07", "2024-04-22", "2031-06", "2024-05-02",
    }  # fmt: skip
    assert "no date given" in html


def test_corrections_stand_above_the_story():
    html = str(RENDERER.fragment(view_of("brief"), Markup("<p>The story.</p>")))
    assert html.index("Correction:") < html.index("At a glance") < html.index("The story.")


def test_the_phrase_of_a_backlink_is_marked():
    assert "Later, <mark>Haliva</mark> resigned over it." in RENDERER.fragment(view_of("actor"))


def test_another_language_is_declared():
    view = dataclasses.replace(full_brief(), lang="ar")
    html = RENDERER.fragment(view)
    assert html.startswith('<div class="briefs b-brief" lang="ar" dir="rtl">')
    assert '<h2 id="timeline" class="b-h2">التسلسل الزمني</h2>' in html
    persian = RENDERER.fragment(dataclasses.replace(full_brief(), lang="fa"))
    assert '<h2 id="timeline" class="b-h2" lang="en" dir="ltr">Timeline</h2>' in persian
    assert RENDERER.fragment(full_brief()).startswith('<div class="briefs b-brief">')


def test_a_title_that_is_a_word_says_its_language():
    full, empty = VIEWS["outlook"]
    html = RENDERER.fragment(
        localised(dataclasses.replace(empty(), lang="fa", title="", title_key="hub.outlook"))
    )
    assert '<h1 lang="en" dir="ltr">Forecasts</h1>' in html
    assert '<p class="b-empty" lang="en" dir="ltr">' in html
    assert "<h1>Forecasts</h1>" in RENDERER.fragment(
        localised(dataclasses.replace(full(), title="", title_key="hub.outlook"))
    )


def test_dates_run_in_the_direction_of_their_language():
    html = RENDERER.fragment(dataclasses.replace(full_brief(), lang="fa"))
    assert '<time datetime="2024-04-22" dir="rtl">22 آوریل 2024</time>' in html
    assert '<time datetime="2024-04-22">22 April 2024</time>' in RENDERER.fragment(full_brief())


def test_lists_declare_the_language_of_their_briefs():
    html = RENDERER.embed("list", [card("عنوان", lang="ar")], "", "en")
    assert '<p class="b-title" lang="ar" dir="rtl"><a href="briefs/spy-chief-resigns/">' in html


@pytest.mark.parametrize("path", ["", "guide/", "a/b/c/"])
def test_embeds_are_sound_and_link_from_where_they_stand(path):
    pages = [
        Page(str(RENDERER.embed("list", [card()], path, "en"))),
        Page(str(RENDERER.embed("timeline", EVENTS, path, "en"))),
        Page(str(RENDERER.embed("outlook", DEVELOPMENTS, path, "en"))),
    ]
    assert all(page.levels == [] for page in pages)
    assert relative_url(path, HERE) in [attributes.get("href") for _, attributes in pages[0].tags]
    assert all(
        "b-empty" in shown
        for shown in (
            RENDERER.embed("list", [], path, "en"),
            RENDERER.embed("outlook", [], path, "en"),
        )
    )


@pytest.mark.parametrize(
    ("page", "path", "href"),
    [
        ("", "", "./"),
        ("", "actors/iran/", "actors/iran/"),
        ("briefs/x/", "", "../../"),
        ("briefs/x/", "briefs/y/", "../y/"),
        ("briefs/x/", "briefs/x/", "./"),
        ("briefs/x/", "briefs/x/#a", "#a"),
        ("briefs/x/", "actors/iran/#timeline", "../../actors/iran/#timeline"),
        ("briefs/x/", "#a", "#a"),
        ("briefs/x/", "briefs/", "../"),
        ("briefs/x.html", "briefs/y.html", "y.html"),
        ("briefs/", "https://e.org/a?b#c", "https://e.org/a?b#c"),
        ("briefs/", "javascript:alert(1)", "#"),
        ("briefs/", "//evil.example", "#"),
        ("a/", "a/b:c/", "./b:c/"),
    ],
)
def test_relative_addresses(page, path, href):
    assert relative_url(page, path) == href


@pytest.mark.parametrize("page", ["", "404.html", "a/", "a/b/", "a/b/c/", "a/b.html", "ab/"])
@pytest.mark.parametrize(
    "path", ["", "a/", "a/b/", "a/b/#x", "a/c/", "a/b/c/", "ab/", "b/#y", "#z"]
)
def test_an_address_written_for_any_page_leads_to_the_same_place(page, path):
    written = f'<a href="{url_from_root(path)}">x</a><a href="{url_from_root(path)}">y</a>'
    there = relative_url(page, path)
    assert resolve_root(written, page) == f'<a href="{there}">x</a><a href="{there}">y</a>'


def test_headings_for_a_table_of_contents():
    html = '<h1 id="a">A</h1><h2 id="b" class="x">B &amp; <em>b</em><a class="headerlink" href="#b">¶</a></h2>'
    html += '<h3 id="c">C</h3><h3>no id</h3><h4 id="d">D</h4><h2 id="e">unclosed'
    assert headings(html) == [(2, "b", "B & b"), (3, "c", "C")]
    assert headings(html, 2) == [(2, "b", "B & b")]


def test_headings_of_a_brief():
    found = headings(str(RENDERER.fragment(full_brief())))
    assert (2, "outlook", "Still open") in found
    assert (2, "earlier-calls", "How our earlier calls came out") in found
    assert (3, "security-reforms", "Security reforms") in found


def test_ids_stay_when_nothing_clashes_and_never_collide():
    assert unique_ids('<p id="a"></p><p id="b"></p>') == '<p id="a"></p><p id="b"></p>'
    ids = re.findall(r'id="(\w+)"', unique_ids('<p id="a"><p id="a_1"><p id="a"><p id="a">'))
    assert len(set(ids)) == 4
    assert ids[:2] == ["a", "a_1"]


@pytest.mark.parametrize("development", [each for each in DEVELOPMENTS if each.likelihood])
def test_the_yardstick_shows_its_range(development):
    drawn = re.search(
        r'b-yard__range" x="([\d.]+)" y="1" width="([\d.]+)"', yardstick(development.likelihood)
    )
    low, width = map(float, drawn.groups())
    value = development.likelihood
    assert 0 <= low <= value.low
    assert value.high <= low + width <= 100


def test_a_site_can_replace_a_template(tmp_path):
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "search.html").write_text("mine: {{ view.title }}", encoding="utf-8")
    assert Renderer([tmp_path, THEME], links_for).fragment(view_of("search")) == "mine: Search"
