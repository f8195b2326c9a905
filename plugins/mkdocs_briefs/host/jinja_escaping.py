"""Template syntax in a brief, hidden from plugins that would run it."""

from __future__ import annotations

import re

from mkdocs.structure.pages import Page

_OPENS = re.compile(r"\{(?=[{%#])")
"""Where an expression, a statement or a comment of Jinja may begin."""
_VEIL = "{\x02"
"""A sign that no text keeps: Markdown takes it out."""
_OWN_WORD = "render_macros"
"""By this key a page says to mkdocs-macros whether it is run, whatever its signs are."""


def jinja_escaped(markdown: str, page: Page) -> str:
    """The text of a page of ours with nothing in it that begins as a template does."""
    page.meta[_OWN_WORD] = False
    return _OPENS.sub(_VEIL, markdown)


def jinja_unescaped(markdown: str) -> str:
    """The text as it was written."""
    return markdown.replace(_VEIL, "{")
