"""The way to our own search in the header of every page, where Material would put its own."""

from __future__ import annotations

import re
from html import escape

from mkdocs_briefs.render.words import direction, words

_HEADER = re.compile(r'<nav class="md-header__inner\b.*?</nav>', re.DOTALL)
_LANG = re.compile(r'<html lang="([^"]*)"')
_SOURCE = '<div class="md-header__source">'
_TOGGLE = re.compile(r'<input class="md-toggle"[^>]*\bid="__search"[^>]*>')
_HIDDEN_TOGGLE = '<input hidden data-md-toggle="search" type="checkbox" id="__search">'
"""Material's script reads this checkbox at every key; nobody else needs it, or may stop at it."""
_EARLY = '<script>earlyKeys=[];addEventListener("keydown",e=>self.earlyKeys?.push(e))</script>'
"""Keeps the keys that a reader presses before briefs.js comes, which answers them."""
_GLASS = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="10" cy="10" r="6.5"/>'
    '<path d="m15 15 6 6"/></svg>'
)


def with_search(html: str, address: str) -> str:
    """The page `html` with a link to the search page `address` at the end of its header.

    A page without Material's header stays as it is. The script makes of the link a button that
    opens the search where the reader is.
    """
    header = _HEADER.search(html)
    if header is None:
        return html
    lang = found[1] if (found := _LANG.search(html)) else "en"
    source = html.find(_SOURCE, header.start(), header.end())
    place = source if source >= 0 else header.end() - len("</nav>")
    before = _TOGGLE.sub(_HIDDEN_TOGGLE, html[:place], count=1)
    return f"{before}{search_link(address, lang)}\n{html[place:]}"


def search_link(address: str, lang: str) -> str:
    """The link as HTML; its name is one word in the language of the header."""
    t = words(lang)
    said = ""
    if t.lang.partition("-")[0] != lang.lower().replace("_", "-").partition("-")[0]:
        said = f' lang="{t.lang}" dir="{direction(t.lang)}"'
    return (
        f'<a class="b-glass" href="{escape(address)}"{said}'
        f' data-loading="{escape(t("search_loading"))}">{_GLASS}'
        f'<span class="b-glass__word">{escape(t.of("hub", "search"))}</span></a>{_EARLY}'
    )
