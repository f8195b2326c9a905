"""The marks of inline Markdown: patterns that several readers share, and text without the marks."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from mkdocs_briefs.model.kinds import PAGES_OF

WIKILINK = r"\[\[([^\[\]]{1,500})\]\](?!\()"
"""`[[…]]`, its inside in the first group; `[[1]](url)` is a Markdown link, not one of these."""

CITATION = r"\[(@[^\[\]]{1,500})\](?!\()"
"""`[@…]`, its inside in the first group."""

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
DESTINATION = re.compile(
    r"\(\s*(?!\s)(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"""(?:\s+(?:"([^"]*)"|'([^']*)'))?\s*\)"""
)
"""`(address "title")`: the address in the first or second group, the title in one of the next."""
TAG = re.compile(r"</?([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>")
ATTRIBUTES = re.compile(r"\{(?::|[ ]*[#.]|[ ]*[\w-]+=)[^{}\n]*\}")
_WIKI = re.compile(WIKILINK)
_CITED = re.compile(r"\s*@([^\W_][\w.:-]*)\s*(?:,\s*(.*\S))?\s*\Z", re.DOTALL)
_LINK = (
    "](",
    re.compile(rf"(?:!\[|\[)([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\](?:{DESTINATION.pattern}))"),
    lambda match: match[1][: match[1].rindex("](")],
)
_PLAIN: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("<!--", re.compile(r"<!--.{0,2000}?-->", re.DOTALL), ""),
    ("[@", re.compile(rf"[ \t]?{CITATION}"), ""),
    _LINK,
    _LINK,  # again, since the words of a link may hold an image
    ("[^", re.compile(r" ?\[\^[^\[\]\s]*\]"), ""),
    ("][", re.compile(r"!?\[([^\[\]]*)\]\[[^\[\]]*\]"), r"\1"),
    ("<", TAG, ""),
    ("{", ATTRIBUTES, ""),
)
"""Marks in the order in which they are taken away: a sign that each holds, and what stays of it."""
_EMPHASIS = re.compile(r"_(?<!\w_)_*(?=\S)|_(?<=\S_)_*(?!\w)|\*(?<=\S\*)\**|\*\**(?=\S)|~~|==|\^\^")
"""Each way begins with a plain sign and looks back from behind it, which lets `re` run to it."""
_GUARDED = re.compile("[\ue000-\ue07f]")
_MARKS = re.compile(r"[`\\\[\]<{*_~=^&\ue000-\ue07f]")
"""What a text must hold for any pattern above to match, or an entity to stand in it."""

Span = tuple[int, int]
"""Where something begins and ends in a text."""


def wikilink_parts(inside: str) -> tuple[str, str, str, str] | None:
    r"""Kind, target, anchor and label of the inside of `[[…]]`; None when it is no link.

    The label is set off by `|`, or by `\|` as tables need it, and is empty when there is none.
    """
    address, _, label = inside.replace(r"\|", "|").partition("|")
    target, _, anchor = html.unescape(address).partition("#")
    kind, colon, rest = target.partition(":")
    if colon and kind.strip() in PAGES_OF:
        kind, target = kind.strip(), rest
    else:
        kind = ""
    target, anchor = " ".join(target.split()), anchor.strip()
    return (
        (kind, target, anchor, " ".join(label.split())) if target or (anchor and not kind) else None
    )


def citation_parts(inside: str) -> list[tuple[str, str]] | None:
    """Ids and locators of the inside of `[@a, p. 4; @b]`; None when it is no citation."""
    cited = [_CITED.match(part) for part in inside.split(";")]
    found = [
        (match[1].rstrip(".:"), " ".join((match[2] or "").split())) for match in cited if match
    ]
    return found if len(found) == len(cited) else None


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


def plain_text(source: str) -> str:
    """`source`, one paragraph of inline Markdown, as its reader sees it: no marks, one line."""
    if not _MARKS.search(source):
        return " ".join(source.split())
    for start, end in reversed([*code_spans(source)]):
        inside = source[start:end].strip("`")
        source = source[:start] + "".join(_guarded(char) for char in inside) + source[end:]
    if "\\" in source:
        source = ESCAPE.sub(lambda match: _guarded(match[0][1]), source)
    if "[[" in source:
        source = _WIKI.sub(_wiki_text, source)
    for sign, pattern, put in _PLAIN:
        if sign in source:
            source = pattern.sub(put, source)
    source = _EMPHASIS.sub("", source)
    source = _GUARDED.sub(lambda match: chr(ord(match[0]) - 0xE000), html.unescape(source))
    return " ".join(source.split())


def _guarded(char: str) -> str:
    return chr(0xE000 + ord(char)) if char.isascii() and not char.isalnum() and char > " " else char


def _wiki_text(match: re.Match[str]) -> str:
    parts = wikilink_parts(match[1])
    return (parts[3] or parts[1] or parts[2]) if parts else match[0]
