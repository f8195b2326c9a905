"""The marks of inline Markdown: patterns that several readers share, and text without the marks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

KINDS = frozenset({"actor", "brief", "topic", "storyline"})
"""What may stand before the colon of `[[kind:id]]`."""

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
    r"\(\s*+(?:<([^<>\n]*+)>|((?:[^\s()<>]|\([^\s()<>]*+\))*+))"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+')?)?+\s*+\)"
)
TAG = re.compile(r"</?([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>")
ATTRIBUTES = re.compile(r"\{(?::|[ ]*[#.]|[ ]*[\w-]+=)[^{}\n]*\}")
_CITED = re.compile(r"\s*@([^\W_][\w.:-]*)\s*(?:,\s*(.*\S))?\s*\Z", re.DOTALL)
_PLAIN = (
    (re.compile(r"<!--.{0,2000}?-->", re.DOTALL), ""),
    (re.compile(rf"[ \t]?{CITATION}"), ""),
    (re.compile(rf"!?\[((?:[^\[\]]|\[[^\[\]]*+\])*+\](?:{DESTINATION.pattern}))"), None),
    (re.compile(r" ?\[\^[^\[\]\s]*+\]"), ""),
    (re.compile(r"!?\[([^\[\]]*+)\]\[[^\[\]]*+\]"), r"\1"),
    (TAG, ""),
    (ATTRIBUTES, ""),
    (re.compile(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|(?<=\S)\*+|\*+(?=\S)|~~|==|\^\^"), ""),
)

Span = tuple[int, int]
"""Where something begins and ends in a text."""


def wikilink_parts(inside: str) -> tuple[str, str, str, str] | None:
    r"""Kind, target, anchor and label of the inside of `[[…]]`; None when it is no link.

    The label is set off by `|`, or by `\|` as tables need it, and is empty when there is none.
    """
    address, _, label = inside.replace(r"\|", "|").partition("|")
    target, _, anchor = html.unescape(address).partition("#")
    kind, colon, rest = target.partition(":")
    if colon and kind.strip() in KINDS:
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
    for start, end in reversed([*code_spans(source)]):
        inside = source[start:end].strip("`")
        source = source[:start] + "".join(_guarded(char) for char in inside) + source[end:]
    source = ESCAPE.sub(lambda match: _guarded(match[0][1]), source)
    source = re.sub(WIKILINK, _wiki_text, source)
    for pattern, put in _PLAIN:
        # Labels may hold an image, so links are taken twice.
        for _ in range(1 if put is not None else 2):
            source = pattern.sub(_link_text if put is None else put, source)
    source = re.sub(
        "[\ue000-\ue07f]", lambda match: chr(ord(match[0]) - 0xE000), html.unescape(source)
    )
    return " ".join(source.split())


def _guarded(char: str) -> str:
    return chr(0xE000 + ord(char)) if char.isascii() and not char.isalnum() and char > " " else char


def _wiki_text(match: re.Match[str]) -> str:
    parts = wikilink_parts(match[1])
    return (parts[3] or parts[1] or parts[2]) if parts else match[0]


def _link_text(match: re.Match[str]) -> str:
    return match[1][: match[1].rindex("](")]
