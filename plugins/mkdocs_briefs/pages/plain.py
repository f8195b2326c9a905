"""Inline Markdown as plain words, for descriptions in the head of a page."""

from __future__ import annotations

from mkdocs_briefs.parse.inline import plain_text


def plain(source: str, most: int = 300) -> str:
    """`source` without marks, on one line, cut at a word to at most `most` characters.

    HTML is no mark here: in a text of front matter it is shown as written.
    """
    words = plain_text(source, field=True)
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
