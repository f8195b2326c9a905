"""Inline Markdown as plain words, for descriptions in the head of a page."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_CITATION = re.compile(r"\s?\[@[^\[\]]*\]")
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_EMPHASIS = re.compile(
    r"(?<!\\)(?:\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=[^\s_])_{1,3}(?!\w))"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKED = re.compile(r"[`\[*_\\\0]")
"""Signs without one of which a text has no marks."""


def plain(source: str, most: int = 300) -> str:
    """`source` without marks, on one line, cut at a word to at most `most` characters.

    HTML is no mark here: in a text of front matter it is shown as written.
    """
    words = " ".join((_unmarked(source) if _MARKED.search(source) else source).split())
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def _unmarked(source: str) -> str:
    kept: list[str] = []

    def keep(code: re.Match[str]) -> str:
        kept.append(code[2].strip())
        return "\0"

    words = _CODE.sub(keep, source.replace("\0", ""))
    if "[" in words:
        words = _LINK.sub(r"\1", _WIKILINK.sub(r"\1", _CITATION.sub("", words)))
    words = _EMPHASIS.sub("", words)
    if "\\" in words:
        words = _ESCAPE.sub(r"\1", words)
    code = iter(kept)
    return re.sub("\0", lambda _: next(code), words) if kept else words
