"""The frame of a page, fixed, and its Content-Security-Policy: small pages in, pages out."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.render.theme_fixes import (
    FIXES,
    WRONG,
    FixOptions,
    Hosts,
    add_policy,
    fill_error_page,
    fix_page,
    origins,
    policy_of,
)

FRAME = """<!doctype html>
<html lang="{lang}" class="no-js"><head>
<meta charset="utf-8">
<title>Harbour</title>
<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin>
<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto:300&display=fallback">
<style>:root{{--md-text-font:"Roboto";--md-code-font:"Roboto Mono"}}</style>
</head><body dir="ltr">
<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">
<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">
<label class="md-overlay" for="__drawer"></label>
<div data-md-component="skip">
  <a href="#first" class="md-skip">Over</a>
</div>
<header><div class="md-search" data-md-component="search" role="dialog">
<input type="text" name="query" aria-label="Sök" placeholder="Sök">
<div class="md-search__scrollwrap" tabindex="0" data-md-scrollfix></div></div>
<a href="https://forge.example/a/b" title="x" class="md-source" data-md-component="source">b</a></header>
<nav class="md-nav md-nav--primary" aria-label="Meny" data-md-level="0">
<input class="md-nav__toggle md-toggle " type="checkbox" id="__nav_2" checked>
<label class="md-nav__link" for="__nav_2" id="__nav_2_label" tabindex="">News</label>
<nav class="md-nav" data-md-level="1" aria-labelledby="__nav_2_label" aria-expanded="true">
<label class="md-nav__title" for="__nav_2"><span></span>News</label>{toc}</nav></nav>
<div class="md-sidebar md-sidebar--secondary"><nav class="md-nav md-nav--secondary" aria-label="Innehåll">
<label class="md-nav__title" for="__toc"><span></span> Innehåll</label></nav></div>
<article class="md-content__inner md-typeset">{content}</article>
<footer><div class="md-footer-meta__inner md-grid"><div class="md-copyright"></div></div></footer>
</body></html>"""
IN_DRAWER = """<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">
<nav class="md-nav md-nav--secondary" aria-label="Innehåll">
<label class="md-nav__title" for="__toc">Innehåll</label></nav>"""
OPTIONS = FixOptions((("corrections/", "hub.corrections"),))


def page(content: str = "<h1>Text</h1>", lang: str = "en", toc: str = IN_DRAWER) -> str:
    return FRAME.format(content=content, lang=lang, toc=toc)


def fixed(html: str | None = None, *, ours: bool = True, options: FixOptions = OPTIONS) -> str:
    return fix_page(page() if html is None else html, options, "../", ours=ours)


def test_the_small_page_has_every_fault_and_the_pass_leaves_none() -> None:
    assert [fault.pattern for fault in WRONG if not fault.search(page())] == []
    assert [fault.pattern for fault in WRONG if fault.search(fixed())] == []


@pytest.mark.parametrize("fix", FIXES, ids=[fix.wrong.pattern[:30] for fix in FIXES])
def test_a_fix_says_why_and_has_something_to_fix(fix) -> None:  # type: ignore[no-untyped-def]
    assert len(fix.reason) > 20
    once, times = fix.wrong.subn(fix.right, page())
    assert times
    assert once != page()


def test_the_link_past_the_header_is_the_first_thing_to_focus() -> None:
    html = fixed()
    first = re.search(r"<(?:a|input|button|label)\b[^>]*>", html[html.index("<body") :])
    assert first
    assert first[0] == '<a href="#__content" class="md-skip">'
    assert '<article id="__content" class="md-content__inner' in html
    assert html.count("md-skip") == 1


def test_names_are_the_themes_own_words_in_its_language() -> None:
    html = fixed()
    assert 'id="__drawer" aria-label="Meny">' in html
    assert 'role="dialog" aria-label="Sök">' in html
    assert 'id="__toc" aria-label="Innehåll">' in html
    assert 'aria-labelledby="__nav_2_title" checked>' in html
    assert '<label class="md-nav__title" for="__nav_2" id="__nav_2_title">' in html


def test_titles_of_contents_lead_back_only_in_the_drawer() -> None:
    assert fixed().count('<label class="md-nav__title" for="__toc">') == 1
    alone = fixed(page(toc=""))
    assert 'for="__toc"' not in alone
    assert '<div class="md-nav__title"><span></span> Innehåll</div>' in alone


def test_our_pages_ask_no_other_host() -> None:
    assert "fonts.g" not in fixed()
    assert "--md-text-font" not in fixed()
    assert 'data-md-component="source"' not in fixed()
    assert "fonts.googleapis.com" in fixed(ours=False)
    assert 'data-md-component="source"' in fixed(ours=False)
    assert "fonts.googleapis.com" in fixed(options=FixOptions(keep_fonts=True))
    quiet = fixed(ours=False, options=FixOptions(keep_repository_facts=False))
    assert 'data-md-component="source"' not in quiet


def test_the_footer_leads_from_the_page_and_speaks_its_language() -> None:
    assert '<a href="../corrections/">Corrections</a>' in fixed()
    assert "b-foot" not in fixed(options=FixOptions())
    unknown = fixed(page(lang="ka"))
    assert '<nav class="b-foot" aria-label="About this site" lang="en">' in unknown
    rtl = fixed(page(lang="ur"))
    assert 'class="md-skip" lang="en" dir="ltr">Skip to content</a>' in rtl


def test_what_is_no_page_of_the_theme_stays_as_it_is() -> None:
    for html in ("", "<p>text</p>", page().replace("md-content__inner", "other")):
        assert fixed(html) == html


def test_the_empty_page_for_unknown_addresses_is_filled() -> None:
    html = fill_error_page(page("<h1>404 - Not found</h1>"), "<h1>Lost</h1>", "Lost & found")
    assert "<h1>Lost</h1></article>" in html
    assert "<title>Lost &amp; found - Harbour</title>" in html
    assert html.count('<meta name="robots" content="noindex">') == 1
    own = page("<h1>My own</h1>")
    assert fill_error_page(own, "<h1>Lost</h1>", "Lost") == own


@given(st.text())
def test_what_an_author_wrote_is_never_touched(text: str) -> None:
    content = f'<label class="md-nav__title" for="__toc">{text}<article class="md-content__inner">x</article>'
    assert content in fixed(page(content))


# the policy


def sources(html: str, rule: str, hosts: Hosts | None = None) -> list[str]:
    rules = dict(one.split(" ", 1) for one in policy_of(html, hosts or Hosts()).split("; "))
    return rules[rule].split(" ")


def fingerprint(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# Lone surrogates are no text that a page can hold; NUL is replaced by a parser.
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")).filter(
    lambda text: "</" not in text and "<!--" not in text
)


@given(TEXTS)
def test_a_script_that_runs_is_allowed_by_its_fingerprint(text: str) -> None:
    html = f"<script>{text}</script>"
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert sources(html, "script-src")[2:] == [fingerprint(lines)]


@pytest.mark.parametrize(
    "tag",
    ["", " type=module", ' type="text/javascript"', " TYPE='module' async", ' data-x="a>b"'],
)
def test_types_of_scripts_that_run(tag: str) -> None:
    assert fingerprint("go()") in sources(f"<SCRIPT{tag}>go()</SCRIPT>", "script-src")


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{}</script>',
        '<script id="__config" type="application/json">{}</script>',
        '<script src="a.js"></script>',
        '<script type="module" src=a.js></script>',
    ],
)
def test_data_and_scripts_with_an_address_need_no_fingerprint(html: str) -> None:
    assert sources(html, "script-src") == ["'self'", "'wasm-unsafe-eval'"]


def test_one_script_twice_is_named_once_and_styles_are_named_apart() -> None:
    html = "<script>a</script><style>b</style><script>a</script>"
    assert sources(html, "script-src")[2:] == [fingerprint("a")]
    assert sources(html, "style-src")[1:] == [fingerprint("b")]


def test_nothing_is_allowed_that_runs_unseen() -> None:
    strict = policy_of(page(), Hosts())
    assert "unsafe-eval'" not in strict.replace("wasm-unsafe-eval", "")
    assert strict.count("'unsafe-inline'") == 1
    assert sources("", "style-src-attr") == ["'unsafe-inline'"]
    assert sources("", "object-src") == ["'none'"]
    assert sources("", "default-src") == sources("", "base-uri") == ["'self'"]


def test_hosts_of_the_site_are_added_where_they_serve() -> None:
    hosts = Hosts(("https://cdn.example",), ("https://css.example",), ("https://fonts.example",))
    assert "https://cdn.example" in sources("", "script-src", hosts)
    assert "https://css.example" in sources("", "style-src", hosts)
    assert sources("", "font-src", hosts)[1:] == ["https://css.example", "https://fonts.example"]
    assert sources("", "default-src", hosts) == ["'self'"]


def test_origins_of_addresses() -> None:
    found = origins(
        [
            "assets/a.js",
            "https://cdn.example/a.js?x=1",
            "https://cdn.example/b.js",
            "//b.example:8080/c",
            "javascript:alert(1)",
            "https://bad;host/x",
        ]
    )
    assert found == ("https://cdn.example", "b.example:8080")


def test_the_policy_stands_before_all_that_loads() -> None:
    html = add_policy(page(), Hosts())
    meta = html.index('<meta http-equiv="Content-Security-Policy"')
    assert html.index("<meta charset") < meta < html.index("<title>")
    assert len(html[:meta].encode()) < 1024
    assert html.replace(re.findall(r"<meta http-equiv[^>]*>", html)[0], "") == page()
    small = "<html><head><title>t</title></head></html>"
    assert add_policy(small, Hosts()).startswith("<html><head><meta http-equiv=")


def test_a_page_with_a_policy_of_its_own_keeps_it() -> None:
    own = page().replace(
        "<title>", "<meta http-equiv='Content-Security-Policy' content='default-src x'><title>"
    )
    assert add_policy(own, Hosts()) == own
    assert add_policy("no page", Hosts()) == "no page"
