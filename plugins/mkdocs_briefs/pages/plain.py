"""Inline Markdown as plain words, for descriptions in the head of a page."""

from __future__ import annotations

import re

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_CITE = re.compile(r"\s?\[@[^\[\]]*\]")
_MARKS = re.compile(r"(?<!\\)(\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`+)")


def plain(source: str, most: int = 300) -> str:
    """`source` without marks, on one line, cut at a word to at most `most` characters."""
    words = _CITE.sub("", source)
    words = _WIKI.sub(r"\1", words)
    words = _LINK.sub(r"\1", words)
    words = " ".join(_MARKS.sub("", words).split())
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
