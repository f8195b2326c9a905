"""Reading inline Markdown: code, wikilinks, citations, links, tags, in one paragraph at a time."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from urllib.parse import unquote

from mkdocs_briefs.model.brief import (
    Citation,
    Cover,
    HtmlLink,
    MarkdownLink,
    Marker,
    Prose,
    WikiLink,
    layer,
)
from mkdocs_briefs.model.ids import PAGES_OF
from mkdocs_briefs.model.texts import UNSPACED, is_path

KIND = f"(?:({'|'.join(PAGES_OF)})\\s*:)?"
"""What may stand at the front of a wikilink, the kind in the first group."""

WIKILINK = r"\[\[([^\[\]]{1,500})\]\](?!\()"
"""`[[…]]`, its inside in the first group; `[[1]](url)` is a Markdown link, not one of these."""

CITATION = r"\[(@[^\[\]]{1,500})\](?!\()"
"""`[@…]`, its inside in the first group."""

CITED_ID = r"@([^\W_](?:[\w.:-]*[\w-])?)"
"""The id of a source inside a citation, in the first group."""

_WIKI = re.compile(WIKILINK)
_KIND = re.compile(rf"\s*{KIND}")
_CITATION = re.compile(rf"\s?{CITATION}")
_CITED = re.compile(rf"\s*{CITED_ID}[.:]*\s*(?:,\s*(.*\S))?\s*\Z", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def wikilink_parts(inside: str) -> tuple[str, str, str, str] | None:
    r"""Return kind, target, anchor and label of the inside of `[[…]]`, or None if it is no link.

    The label is set off by `|`, or by `\|` as tables need it, and is empty when there is none.
    """
    address, _, label = inside.replace(r"\|", "|").partition("|")
    target, _, anchor = html.unescape(_ESCAPED.sub(r"\1", address)).partition("#")
    found = _KIND.match(target)
    kind = (found and found[1]) or ""
    if found and kind:
        target = target[found.end() :]
    target = " ".join(target.split())
    anchor = unicodedata.normalize("NFC", anchor.strip())
    return (
        (kind, target, anchor, " ".join(label.split())) if target or (anchor and not kind) else None
    )


def citation_parts(inside: str) -> list[tuple[str, str]] | None:
    """Return ids and locators of the inside of `[@a, p. 4; @b]`, or None if it is no citation."""
    cited = [_CITED.match(part) for part in _ESCAPED.sub(r"\1", inside).split(";")]
    found = [(match[1], " ".join((match[2] or "").split())) for match in cited if match]
    return found if len(found) == len(cited) else None


def reference_words(text: str) -> str:
    """Return `text` with the words of its wikilinks, and without its citations."""
    if "[[" in text:
        text = _WIKI.sub(_wiki_words, text)
    if "[@" in text:
        text = _CITATION.sub(lambda found: "" if citation_parts(found[1]) else found[0], text)
    return text


def _wiki_words(found: re.Match[str]) -> str:
    parts = wikilink_parts(found[1])
    return (parts[3] or parts[1] or parts[2]) if parts else found[0]


MARKER_NAME = r"<!--\s*briefs:([\w-]+)"
"""What a marker begins with, its name in the first group."""
MARKER = rf"{MARKER_NAME}(?=\s|-->)((?s:.){{0,1000}}?)-->"
"""A whole marker: its name in the first group, its options in the second."""
OPTION = re.compile(r"""(?P<key>[^\s="']+)(?:=(["']?)(?P<value>(?<=")[^"]*|(?<=')[^']*|\S*)\2)?""")
"""One option of a marker, its value with or without quotation marks."""


def marker_options(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values of the options that `text` holds, in their order."""
    return tuple((found["key"], found["value"] or "") for found in OPTION.finditer(text))


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

ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!~^=$:\"']")
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
Edit = tuple[int, int, str]
"""Start and end of a piece of text, and what replaces it."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with these pieces replaced; of two that overlap, the first alone."""
    done, pieces = 0, []
    for start, end, new in sorted(edits):
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join((*pieces, text[done:]))


def code_spans(text: str) -> Iterator[Span]:
    """Yield where inline code stands, its backticks included, in the order of the text."""
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


_LABEL_END = re.compile(r"\](?:[ \n]?\[[^\[\]]*\])?\Z")


def label_end(link: str) -> int:
    """Return where the words of a whole Markdown link end, which may hold other links."""
    at = link.rfind("](")
    while at >= 0:
        found = DESTINATION.match(link, at + 1)
        if found and found.end() == len(link):
            return at
        at = link.rfind("](", 0, at)
    found = _LABEL_END.search(link)
    return found.start() if found else len(link)


_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?(?:</\1\s*>|\Z)"
    r"|<[a-z][\w:-]*\s(?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*>",
    re.DOTALL | re.IGNORECASE,
)
"""A tag with attributes; or a comment, a script and the like, in which there are none."""
_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""")
_ADDRESSED = frozenset(("href", "src", "poster", "srcset"))
_CANDIDATE = re.compile(r"(?:\A\s*|,\s+)([^\s,]\S*?)(?=,?(?:\s|\Z))")
"""One address of a `srcset`, in the first group."""
_PATH = re.compile(r"(?:[^?#]|(?<=&)#)*")


def html_links(text: str, base: int = 0) -> Iterator[HtmlLink]:
    """Yield each path of this site that raw HTML leads to or shows; `text` begins at `base`."""
    for tag in _HTML.finditer(text):
        if tag[1] or tag[0].startswith("<!--"):
            continue
        # Every attribute is read, so that none is found in the value of another.
        for found in _ATTRIBUTE.finditer(text, *tag.span()):
            name, number = found[1].lower(), found.lastindex or 0
            if name not in _ADDRESSED:
                continue
            written, at = found[number], found.start(number)
            places = [(0, len(written))]
            if name == "srcset":
                places = [one.span(1) for one in _CANDIDATE.finditer(written)]
            for start, end in places:
                address = html.unescape(written[start:end])
                if not is_path(address) or address.startswith("/"):
                    continue
                path, _, anchor = address.partition("#")
                path = unquote(path.partition("?")[0])
                if path or anchor:
                    first = base + at + start
                    length = len(_PATH.match(written[start:end])[0])  # type: ignore[index]
                    attribute = (base + found.start(), base + found.end())
                    yield HtmlLink(first, first + length, path, unquote(anchor), attribute)


_NO_BREAK = re.compile(r"[^\r\n]")
_UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(r"[^\W_]\S*")
"""A word from its first letter or digit on; what has none is no word."""


class Scan:
    """The state of one scan: what was found, and which parts of the text are what."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.hidden: list[Span] = []  # no running prose
        self.unread: list[Span] = []  # not even read
        self.soft: list[Cover] = []  # replaced without breaking a name or a word
        self.wikilinks: list[WikiLink] = []
        self.citations: list[Citation] = []
        self.links: list[MarkdownLink] = []
        self.html_links: list[HtmlLink] = []
        self.markers: list[Marker] = []
        self.heading_ids: tuple[str, ...] = ()
        self.references: dict[str, str] = {}
        self.paragraphs: list[Span] = []

    def hide(self, start: int, end: int, *, read: bool = False) -> None:
        """Take a part out of the running prose; `read` says that readers see its text."""
        self.hidden.append((start, end))
        if not read:
            self.unread.append((start, end))

    def prose(self) -> Prose:
        """Return all that was found, in the order of the text."""
        soft: list[Cover] = []
        for cover in sorted(self.soft):
            if not soft or cover[0] >= soft[-1][1]:
                soft.append(cover)
        layers = (layer(soft), layer((start, end, "\0") for start, end in self.hidden))
        return Prose(
            self.text,
            tuple(filter(None, layers)),
            tuple(sorted(self.wikilinks, key=lambda found: found.start)),
            tuple(sorted(self.citations, key=lambda found: found.start)),
            tuple(sorted(self.links, key=lambda found: found.start)),
            tuple(self.markers),
            self.heading_ids,
            count_words(blank(self.text, self.unread, keep_lines=False).replace("\0", " ")),
            tuple(sorted(self.html_links, key=lambda found: found.start)),
        )


def blank(text: str, spans: list[Span], *, keep_lines: bool = True) -> str:
    """Return `text` with every span replaced by U+0000, its line breaks kept if wished."""
    if not spans:
        return text
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end > done:
            first = max(start, done)
            cut = text[first:end]
            pieces += [
                text[done:first],
                _NO_BREAK.sub("\0", cut) if keep_lines else "\0" * len(cut),
            ]
            done = end
    return "".join((*pieces, text[done:]))


def count_words(text: str) -> int:
    """Return the number of words; in scripts without spaces, of characters / 2."""
    solid = 0 if text.isascii() else len(_UNSPACED_CHAR.findall(text))
    rest = _UNSPACED_CHAR.sub(" ", text) if solid else text
    return (solid + 1) // 2 + len(_WORD.findall(rest))


MARKUP = re.compile(r"[`\[\]<\\&{$]")
"""What a paragraph must hold to have parts that are no running prose."""
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
    """Return what one field of the front matter refers to, and its running prose; see `Prose`.

    A field holds inline Markdown, in which HTML is plain text.
    """
    scan = Scan(text)
    scan_paragraph(scan, text, 0, raw_html=False)
    return scan.prose()


def scan_paragraph(scan: Scan, work: str, base: int, *, raw_html: bool) -> None:
    """Find what stands inside one paragraph, `work`, which begins at `base` of the text.

    What lies outside inline Markdown is U+0000 in `work`; `raw_html` says whether tags are tags.
    """
    if MARKUP.search(work):
        work = _literals(scan, work, base)
        if "[" in work:
            work = _brackets(scan, work, base)
        _tags(scan, work, base, raw_html=raw_html)
    if "  \n" in work or "  \r" in work:
        for match in _HARD_BREAK.finditer(work):
            scan.hide(base + match.start(), base + match.end())


def _literals(scan: Scan, work: str, base: int) -> str:
    """Hide code, mathematics, escapes and comments; return the text without them."""
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
    """Hide and collect wikilinks, citations, links and images; return the text without them."""
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
        elif cited and not is_reference(work, match[2], match.end(), scan.references):
            locator = "; ".join(place for _, place in cited if place)
            scan.citations.append(Citation(start, end, tuple(ident for ident, _ in cited), locator))
            scan.hide(start, end)
            spans.append(match.span())
    work = blank(work, spans)
    spans = [*_links(scan, work, base)]
    return blank(work, spans)


def is_reference(text: str, inside: str, end: int, references: Container[str]) -> bool:
    """Return whether the bracket with this inside, up to `end` of `text`, is a reference link.

    `references` are the labels, in lower case, that the text defines, as in `[1]: https://…`.
    """
    label = _REF_LABEL.match(text, end)
    name = " ".join(label[1].split()).lower() if label else ""
    return inside.lower() in references or (bool(name) and name in references)


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
            if path or anchor:
                plain = plain_text(scan.text[base + first + 1 : base + min(last, first + 500)])
                scan.links.append(
                    MarkdownLink(base + start, base + end, path, unquote(anchor), plain)
                )
        if end > outer:  # an image inside a link is hidden with it
            scan.hide(base + start, base + end, read=True)
            scan.unread.append((base + last, base + end))
            if "<" in work[first:last]:  # an image of HTML inside a link
                scan.html_links += html_links(work[first:last], base + first)
            yield start, end
            inner, outer = last, end


def _pairs(work: str) -> list[Span]:
    """Return every `[` with the `]` that closes it, in the order of the text."""
    opened: list[int] = []
    pairs = []
    for match in _BRACKET.finditer(work):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            pairs.append((opened.pop(), match.start()))
    return sorted(pairs)


def _destination(scan: Scan, work: str, first: int, last: int) -> tuple[str, int] | None:
    """Return where the bracket from `first` to `last` leads and where the link ends, or None."""
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
        scan.html_links += html_links(scan.text[start:end], start)
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
