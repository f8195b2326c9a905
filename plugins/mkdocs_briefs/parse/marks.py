"""The marks of inline Markdown: patterns that several readers share, and text without the marks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from mkdocs_briefs.parse.references import reference_words

HIDDEN_TAGS = frozenset(
    {"a", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "math", "option", "pre"}
    | {"samp", "script", "select", "style", "summary", "svg", "textarea", "title", "tt", "var"}
)
"""Elements whose text is never searched for names."""

FORMATTING_TAGS = frozenset(
    {"abbr", "b", "bdi", "bdo", "cite", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small"}
    | {"span", "strong", "sub", "sup", "time", "u"}
)
"""Elements that a word may begin, end or go on in."""

ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!~^=$:\"'<]")
FIELD_ESCAPE = re.compile(r"\\[!-/:-@\[-`{}~]")
"""A backslash escape of CommonMark, whose rules fields follow, but for `\\|`: wikilinks read it."""
DESTINATION = re.compile(
    r"\(\s*(?!\s)(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"""(?:\s+(?:"([^"]*)"|'([^']*)'))?\s*\)"""
)
"""`(address "title")`: the address in the first or second group, the title in one of the next."""
AUTOLINK = r"<((?i:https?://|mailto:)[^\s<>]+)>"
"""An address that a field shows as a link, in the first group."""
TAG = re.compile(r"</?([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>")
ATTRIBUTES = re.compile(r"\{(?::|[ ]*[#.]|[ ]*[\w-]+=)[^{}\n]*\}")
_LINK = re.compile(rf"(?:!\[|\[)([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\](?:{DESTINATION.pattern}))")
_MARKUP = (
    ("<!--", re.compile(r"<!--.{0,2000}?-->", re.DOTALL), ""),
    ("[^", re.compile(r" ?\[\^[^\[\]\s]*\]"), ""),
    ("][", re.compile(r"!?\[([^\[\]]*)\]\[[^\[\]]*\]"), r"\1"),
    ("<", TAG, ""),
    ("{", ATTRIBUTES, ""),
    *((sign, re.compile(re.escape(sign)), "") for sign in ("~~", "==", "^^")),
)
"""Marks that bodies have and fields have not, in the order in which they are taken away: a sign
that each holds, and what stays of it."""
_EMPHASIS = re.compile(r"_(?<!\w_)_*(?=\S)|_(?<=\S_)_*(?!\w)|\*(?<=\S\*)\**|\*\**(?=\S)")
"""Each way begins with a plain sign and looks back from behind it, which lets `re` run to it."""
_GUARDED = re.compile("[\ue000-\ue07f]")
_MARKS = re.compile(r"[`\\\[\]<{*_~=^&\ue000-\ue07f]")
"""What a text must hold for any pattern above to match, or an entity to stand in it."""

Span = tuple[int, int]
"""Where something begins and ends in a text."""


def code_spans(text: str) -> Iterator[Span]:
    """Where inline code stands, its backticks included, in the order of the text."""
    if "`" not in text:
        return
    runs = [match.span() for match in re.finditer("`+", text)]
    places: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        places.setdefault(end - start, []).append(start)
    lengths, done = sorted(places, reverse=True), 0
    for start, end in runs:
        if start < done:
            continue
        slashes = len(text[max(0, start - 50) : start]) - len(
            text[max(0, start - 50) : start].rstrip("\\")
        )
        first = start + slashes % 2
        for length in lengths:
            if length > end - first:
                continue  # a shorter run closes the first part of a longer one
            while places[length] and places[length][-1] < end:
                places[length].pop()
            if places[length]:
                done = places[length][-1] + length
                yield first, done
                break


def plain_text(source: str, *, field: bool = False) -> str:
    """Return `source`, one paragraph of inline Markdown, as readers see it: no marks, one line.

    In a `field` of front matter, HTML, entities and what else only bodies have are text.
    """
    if not _MARKS.search(source):
        return " ".join(source.split())
    source = _GUARDED.sub("", source)
    for start, end in reversed([*code_spans(source)]):
        inside = source[start:end].strip("`")
        source = source[:start] + "".join(_guarded(char) for char in inside) + source[end:]
    if "\\" in source:
        escape = FIELD_ESCAPE if field else ESCAPE
        source = escape.sub(lambda match: _guarded(match[0][1]), source)
    source = link_words(source)
    if field:
        source = source.replace(r"\|", "|")
    else:
        for sign, pattern, put in _MARKUP:
            if sign in source:
                source = pattern.sub(put, source)
        source = html.unescape(source)
    source = _EMPHASIS.sub("", source)
    return " ".join(_GUARDED.sub(lambda match: chr(ord(match[0]) - 0xE000), source).split())


def link_words(text: str) -> str:
    """Return `text` with its links, images and wikilinks as their words, without citations."""
    if "[" not in text:
        return text
    text = reference_words(text)
    for _ in range(2):  # again, since the words of a link may hold an image
        if "](" in text:
            text = _LINK.sub(lambda match: match[1][: match[1].rindex("](")], text)
    return text


def _guarded(char: str) -> str:
    return chr(0xE000 + ord(char)) if char.isascii() and not char.isalnum() and char > " " else char
