"""Reading inline Markdown: code, wikilinks, citations, links, tags, in one paragraph at a time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from mkdocs_briefs.model.addresses import is_path
from mkdocs_briefs.model.prose import Citation, MarkdownLink, Prose, WikiLink
from mkdocs_briefs.parse.marks import (
    ATTRIBUTES,
    DESTINATION,
    ESCAPE,
    FORMATTING_TAGS,
    HIDDEN_TAGS,
    TAG,
    Span,
    code_spans,
    plain_text,
)
from mkdocs_briefs.parse.references import CITATION, WIKILINK, citation_parts, wikilink_parts
from mkdocs_briefs.parse.scan import Scan, blank

_MARKED = re.compile(r"[`\[\]<\\&{$]")
_WIKI_OR_CITATION = re.compile(f"{WIKILINK}|{CITATION}")
_MATH = re.compile(
    r"(?<!\\)(?:\\\([^\n]{1,500}?\\\)|\$\$[^$]{1,2000}\$\$"
    r"|(?<!\$)\$(?![\s$])[^$\n]{0,200}(?<![\s\\])\$(?![\d$]))"
)
_REF_LABEL = re.compile(r"[ \n]?\[([^\[\]]*)\]")
_BRACKET = re.compile(r"[\[\]]")
_COMMENT = "<!--"
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,30}:[^<>\s]*|[^<>\s@]+@[^<>\s]+)>")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_HARD_BREAK = re.compile(r"(?<! ) {2,}(?=\r?\n)")


def scan_inline(text: str) -> Prose:
    """What one field of the front matter refers to, and its running prose; see `Prose`.

    A field holds inline Markdown, in which HTML is plain text.
    """
    scan = Scan(text)
    scan_paragraph(scan, text, 0, raw_html=False)
    return scan.prose()


def scan_paragraph(scan: Scan, work: str, base: int, *, raw_html: bool) -> None:
    """Find what stands inside one paragraph, `work`, which begins at `base` of the text.

    What lies outside inline Markdown is U+0000 in `work`; `raw_html` says whether tags are tags.
    """
    if _MARKED.search(work):
        work = _literals(scan, work, base)
        if "[" in work:
            work = _brackets(scan, work, base)
        _tags(scan, work, base, raw_html=raw_html)
    if "  \n" in work or "  \r" in work:
        for match in _HARD_BREAK.finditer(work):
            scan.hide(base + match.start(), base + match.end())


def _literals(scan: Scan, work: str, base: int) -> str:
    """Hide code, mathematics, escapes and comments; the text without them."""
    spans = [*code_spans(work)]
    work = blank(work, spans)
    if "$" in work or "\\" in work:
        spans += [match.span() for match in _MATH.finditer(work)]
        work = blank(work, spans)
    if "\\" in work:
        for match in ESCAPE.finditer(work):
            scan.hide(base + match.start(), base + match.start() + 1)
        work = ESCAPE.sub("\1\1", work)
    spans += _comments(work)
    for start, end in spans:
        scan.hide(base + start, base + end)
    return blank(work, spans)


def _comments(work: str) -> Iterator[Span]:
    at = work.find(_COMMENT)
    while at >= 0:
        end = work.find("-->", at + 4)
        if end < 0:
            return
        yield at, end + 3
        at = work.find(_COMMENT, end + 3)


def _brackets(scan: Scan, work: str, base: int) -> str:
    """Note and hide wikilinks, citations, links, images and footnotes; the text without them."""
    spans: list[Span] = []
    for match in _WIKI_OR_CITATION.finditer(work):
        start, end = base + match.start(), base + match.end()
        parts = wikilink_parts(scan.text[start + 2 : end - 2]) if match[1] else None
        cited = citation_parts(scan.text[start + 1 : end - 1]) if match[2] else None
        if parts:
            kind, target, anchor, label = parts
            scan.wikilinks.append(WikiLink(start, end, kind, target, anchor, plain_text(label)))
            scan.hide(start, end, read=True)
            scan.unread.append((start, start + scan.text[start:end].find("|") + 1))
            spans.append(match.span())
        elif cited and match[2].lower() not in scan.references:
            locator = "; ".join(place for _, place in cited if place)
            scan.citations.append(Citation(start, end, tuple(ident for ident, _ in cited), locator))
            scan.hide(start, end)
            spans.append(match.span())
    work = blank(work, spans)
    spans = [*_links(scan, work, base)]
    return blank(work, spans)


def _links(scan: Scan, work: str, base: int) -> Iterator[Span]:
    outer = inner = nested = 0
    for first, last in _pairs(work):
        image = first > 0 and work[first - 1] == "!"
        if inner <= first < outer or first < nested or (first < outer and not image):
            continue  # a second bracket, as in `[label][name]`; within links are only images
        found = _destination(scan, work, first, last)
        if found is None:
            continue
        address, end = found
        start = first - image
        nested = end if first < outer else nested
        if address and is_path(address):
            path, _, anchor = address.partition("#")
            path = unquote(path.partition("?")[0])
            if path:
                plain = plain_text(scan.text[base + first + 1 : base + min(last, first + 500)])
                scan.links.append(
                    MarkdownLink(base + start, base + end, path, unquote(anchor), plain)
                )
        if end > outer:  # an image inside a link is hidden with it
            scan.hide(base + start, base + end, read=True)
            scan.unread.append((base + last, base + end))
            yield start, end
            inner, outer = last, end


def _pairs(work: str) -> list[Span]:
    """Every `[` with the `]` that closes it, in the order of the text."""
    opened: list[int] = []
    pairs = []
    for match in _BRACKET.finditer(work):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.start()))
    return sorted(pairs)


def _destination(scan: Scan, work: str, first: int, last: int) -> tuple[str, int] | None:
    """Where the bracket from `first` to `last` leads, and where it all ends; None: it is text."""
    if work.startswith("^", first + 1):
        return "", last + 1
    if match := DESTINATION.match(work, last + 1):
        return html.unescape(match[1] or match[2] or ""), match.end()
    if not scan.references or last - first > 1000:
        return None
    own = " ".join(work[first + 1 : last].split()).lower()
    if match := _REF_LABEL.match(work, last + 1):
        name = " ".join(match[1].split()).lower() or own
        if name in scan.references:
            return scan.references[name], match.end()
    return (scan.references[own], last + 1) if own in scan.references else None


def _tags(scan: Scan, work: str, base: int, *, raw_html: bool) -> None:
    """Hide autolinks, attribute lists, entities, and raw tags with what must not be searched."""
    for sign, pattern in (("<", _AUTOLINK), ("{", ATTRIBUTES)):
        for match in pattern.finditer(work) if sign in work else ():
            scan.hide(base + match.start(), base + match.end())
    for match in _ENTITY.finditer(work) if "&" in work else ():
        start, end = base + match.start(), base + match.end()
        if html.unescape(match[0]).isspace():
            scan.soft.append((start, end, " "))
        else:
            scan.hide(start, end, read=True)
    if raw_html and "<" in work:
        _raw_tags(scan, work, base)


def _raw_tags(scan: Scan, work: str, base: int) -> None:
    opened: list[int] = []  # where each open element begins that must not be searched
    for match in TAG.finditer(work):
        start, end, name = base + match.start(), base + match.end(), match[1].lower()
        scan.unread.append((start, end))
        if name in FORMATTING_TAGS:
            scan.soft.append((start, end, "*"))
        else:
            scan.hidden.append((start, end))
        if name not in HIDDEN_TAGS or match[0].endswith("/>"):
            continue
        if not match[0].startswith("</"):
            opened.append(start)
        elif opened:
            first = opened.pop()
            if not opened:
                scan.hidden.append((first, end))
    if opened:
        scan.hidden.append((opened[0], base + len(work)))
