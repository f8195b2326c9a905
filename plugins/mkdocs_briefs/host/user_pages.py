"""Pages that the site's owner wrote: what their heads do not say by themselves."""

from __future__ import annotations

import re
import textwrap
from html import escape, unescape

from mkdocs.structure.pages import Page

from mkdocs_briefs.builder.site import Site

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_HEADERLINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SHORTEST, _LONGEST = 50, 160
"""Letters of a description that a search engine shows whole and finds worth showing."""


def describe(page: Page) -> None:
    """Gives a page without a description its first paragraph as one, before the theme writes it.

    The front page keeps the site's own.
    """
    if page.is_homepage or page.meta.get("description"):
        return
    words = ""
    for found in _PARAGRAPH.finditer(page.content or ""):
        text = unescape(_TAG.sub("", _HEADERLINK.sub("", found[1])))
        words = " ".join([*words.split(), *text.split()])
        if len(words) >= _SHORTEST:
            break
    if words:
        page.meta["description"] = escape(textwrap.shorten(words, _LONGEST, placeholder=" …"))


def with_head(html: str, page: Page, site: Site) -> str:
    """The page with the tags that its theme did not write."""
    path = "" if page.url in (".", "./") else page.url
    return site.ordinary_page(html, path, unescape(str(page.title or "")))
