"""Texts as they stand in Markdown that any reader takes: CommonMark, and Python-Markdown alike."""

from __future__ import annotations

import re
from urllib.parse import quote

from mkdocs_briefs.model.prose import MarkdownLink
from mkdocs_briefs.parse.marks import AUTOLINK, DESTINATION, code_spans

Edit = tuple[int, int, str]
"""Where a text is replaced, and by what."""
_SPECIAL = re.compile(r"[\\`*_\[\]#&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""Python-Markdown takes no backslash before these."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ANGLED = re.compile(r"\]\(<([^<>\n]*)>\)")
_TAG = re.compile(rf"\\?(?!{AUTOLINK})<")
_LINE_END = re.compile(r"[ \t]*[\r\n]\s*")
_BLOCK = re.compile(r"(?=#|>|[-+*](?:\s|$)|[-*_](?:[ \t]*[-*_])+\s*$)|(?<=\d)(?=[.)](?:\s|$))")
"""What begins a heading, a quotation, a list or, of signs alone, a rule."""
_NUMBER = re.compile(r"\d{0,9}")
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})([^`]*)")
_LABEL_END = re.compile(r"\](?:[ \n]?\[[^\[\]]*\])?\Z")


def plain_words(text: str) -> str:
    """Plain text on one line as Markdown that reads the same."""
    return _SPECIAL.sub(_escaped, " ".join(text.split()))


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0]) or f"\\{found[0]}"


def field_text(text: str) -> str:
    """Inline Markdown of a field, in which HTML is text and nothing begins a block."""
    if "\n" in text or "\r" in text:
        text = _LINE_END.sub(" ", text)
    if "`" not in text:
        return _no_block(_no_html(text))
    done, pieces = 0, []
    for start, end in (*code_spans(text), (len(text), len(text))):
        pieces += [_no_html(text[done:start]), text[start:end]]
        done = end
    return _no_block("".join(pieces))


def _no_html(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub("&amp;", text)
    if "<" not in text:
        return text
    text = _ANGLED.sub(lambda found: f"]({quote(found[1], safe=_ADDRESS)})", text)
    return _TAG.sub("&lt;", text)


_ADDRESS = "/:?#[]@!$&'*+,;=%~"


def _no_block(text: str) -> str:
    if text[:1].isalpha():
        return text
    number = _NUMBER.match(text)
    place = number.end() if number else 0
    return f"{text[:place]}\\{text[place:]}" if _BLOCK.match(text, place) else text


def link_edit(text: str, link: MarkdownLink, target: str | None) -> Edit:
    """What makes `link` of `text` lead to `target`, an address; None leaves its words alone."""
    if target is None:
        return link.start, link.end, plain_words(link.label)
    written = text[link.start : link.end]
    at = written.rfind("](")
    while at >= 0:
        found = DESTINATION.match(written, at + 1)
        if found and found.end() == len(written):
            angled = found[1] is not None
            start, end = found.span(1 if angled else 2)
            return link.start + start - angled, link.start + end + angled, target
        at = written.rfind("](", 0, at)
    # By reference, as in `[words][name]`: the definition elsewhere leads to the file of the source.
    label = _LABEL_END.search(written)
    place = label.start() if label else len(written)
    return link.start + place, link.end, f"]({target})"


def deeper(body: str) -> str:
    """A body with its first headings one level down, code left as it is."""
    rows, fence = [], ""
    for row in body.split("\n"):
        found = _FENCE.fullmatch(row)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
        elif found:
            fence = found[1]
        elif row.startswith("# "):
            row = f"#{row}"  # noqa: PLW2901 - the row as it is kept
        rows.append(row)
    return "\n".join(rows)
