"""Reading Markdown source for what it refers to and what a reader reads of it.

A scanner, not a renderer: it follows Python-Markdown with the usual extensions (fences of
pymdownx.superfences, admonitions, tabs, footnotes, definition lists, attribute lists, raw HTML)
closely enough to tell prose from the rest. Its time grows linearly with the text, whatever stands
in it, and it never raises.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from mkdocs_briefs.model.prose import Citation, MarkdownLink, Marker, Prose, WikiLink

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

_BLOCK_TAGS = (
    "address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset"
    "|figcaption|figure|footer|form|h[1-6]|head|header|hgroup|hr|html|iframe|legend|li|link|main|math|menu"
    "|meta|nav|noframes|noscript|ol|optgroup|option|output|p|pre|progress|script|section|style|summary"
    "|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"([> \t]*)(~{3,}+|`{3,}+)([^\r\n]*)")
_HTML_START = re.compile(
    rf"^ {{0,3}}(?:(<!--)|<({_BLOCK_TAGS})(?=[\s/>])([^<>]*)>)", re.IGNORECASE | re.MULTILINE
)
_QUOTE = re.compile(r"(?: {0,3}>[ ]?)+")
_ATX = re.compile(r"#{1,6}(?=[^#]|$)")
_SETEXT = re.compile(r"[ \t>]*(?:=+|-+)[ ]*$")
_RULE_ROW = re.compile(r"[ \t>|:-]*-[ \t|:-]*$")
_ITEM = re.compile(r"(?:[*+-]|\d{1,9}\.)[ \t]+(?:\[[ xX]\][ \t]+)?")
_TITLED = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]{0,2})[ \t]")
_DEFINITION = re.compile(r":[ \t]{1,3}(?=\S)")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,200}\]:[ \t]*")
_REFERENCE = re.compile(r"\[([^\[\]^][^\[\]]*)\]:[ \t]*<?([^\s<>]+)>?[ \t]*(?:[\"'(].*)?$")
_ABBREVIATION = re.compile(r"\*\[[^\[\]]+\]:")
_MARKER = re.compile(r"<!--\s*briefs:([\w-]+)(?=\s|-->)(.*?)\s*-->\Z", re.DOTALL)
_OPTION = re.compile(r'([^\s="]+)(?:=(?:"([^"]*)"|([^\s"]*)))?')
_MATH = re.compile(
    r"(?<!\\)(?:\\\([^\n]{1,500}?\\\)|\$\$[^$]{1,2000}\$\$"
    r"|(?<!\$)\$(?![\s$])[^$\n]{0,200}(?<![\s\\])\$(?![\d$]))"
)
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!~^=$:\"'<]")
_DESTINATION = re.compile(
    r"\(\s*+(?:<([^<>\n]*+)>|((?:[^\s()<>]|\([^\s()<>]*+\))*+))"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+')?)?+\s*+\)"
)
_REF_LABEL = re.compile(r"[ \n]?\[([^\[\]]*+)\]")
_BRACKET = re.compile(r"[\[\]]")
_COMMENT = "<!--"
_TAG = re.compile(r"</?([A-Za-z][\w:-]*)(?:\s[^<>]*)?/?>")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,30}:[^<>\s]*|[^<>\s@]+@[^<>\s]+)>")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ATTRIBUTES = re.compile(r"\{(?::|[ ]*[#.]|[ ]*[\w-]+=)[^{}\n]*\}")
_HARD_BREAK = re.compile(r"(?<! ) {2,}(?=\r?\n)")
_ID = re.compile(r"\{[^{}]*?#([\w:.-]+)[^{}]*\}\s*$")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_CITED = re.compile(r"\s*@([^\W_][\w.:-]*)\s*(?:,\s*(.*\S))?\s*\Z", re.DOTALL)
_UNSPACED_CHAR = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)

Span = tuple[int, int]


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


class _Scan:
    """The state of one scan: what was found, and which parts of the text are what."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.hidden: list[Span] = []  # no running prose
        self.unread: list[Span] = []  # not even read
        self.soft: list[tuple[int, int, str]] = []  # replaced without breaking a name or a word
        self.wikilinks: list[WikiLink] = []
        self.citations: list[Citation] = []
        self.links: list[MarkdownLink] = []
        self.markers: list[Marker] = []
        self.heading_ids: dict[str, None] = {}
        self.references: dict[str, str] = {}
        self.paragraphs: list[Span] = []

    def hide(self, start: int, end: int, *, read: bool = False) -> None:
        self.hidden.append((start, end))
        if not read:
            self.unread.append((start, end))

    def prose(self) -> Prose:
        chars = self.text
        if self.soft:
            pieces, done = [], 0
            for start, end, fill in sorted(self.soft):
                if start >= done:
                    pieces += [chars[done:start], fill * (end - start)]
                    done = end
            chars = "".join((*pieces, chars[done:]))
        return Prose(
            _blank(chars, self.hidden, keep_lines=False),
            tuple(sorted(self.wikilinks, key=lambda found: found.start)),
            tuple(sorted(self.citations, key=lambda found: found.start)),
            tuple(sorted(self.links, key=lambda found: found.start)),
            tuple(self.markers),
            tuple(self.heading_ids),
            _words(_blank(self.text, self.unread, keep_lines=False).replace("\0", " ")),
        )


def _blank(text: str, spans: list[Span], *, keep_lines: bool = True) -> str:
    """`text` with every span replaced by U+0000, its line breaks kept if wished."""
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end > done:
            first = max(start, done)
            cut = text[first:end]
            pieces += [
                text[done:first],
                re.sub(r"[^\r\n]", "\0", cut) if keep_lines else "\0" * len(cut),
            ]
            done = end
    return "".join((*pieces, text[done:]))


def _words(text: str) -> int:
    solid = len(_UNSPACED_CHAR.findall(text))
    rest = _UNSPACED_CHAR.sub(" ", text) if solid else text
    return (solid + 1) // 2 + sum(any(map(str.isalnum, word)) for word in rest.split())


def scan_body(text: str) -> Prose:
    """What the Markdown source of a body refers to, and its running prose; see `Prose`."""
    scan = _Scan(text)
    lines = [match.span() for match in _LINE.finditer(text) if match.end() > match.start()]
    work = _fences(scan, lines)
    work = _raw_html(scan, work)
    _Blocks(scan, work, lines).run()
    for start, end in scan.paragraphs:
        _inline(scan, work[start:end], start, raw_html=True)
    return scan.prose()


def scan_inline(text: str) -> Prose:
    """The same for one field of the front matter: inline Markdown, in which HTML is plain text."""
    scan = _Scan(text)
    _inline(scan, text, 0, raw_html=False)
    return scan.prose()


def _fences(scan: _Scan, lines: list[Span]) -> str:
    """Hide fenced code, by the rules of superfences; the text without it."""
    text, spans, opened = scan.text, [], None
    for start, end in lines:
        line = text[start:end].rstrip("\r\n")
        if opened is None:
            match = _FENCE.match(line)
            if match and not ("`" in match[3] and match[2][0] == "`"):
                opened = start, len(match[1].expandtabs(4)), match[1].count(">"), match[2]
            continue
        first, indent, quotes, fence = opened
        line = line.expandtabs(4)
        prefix = line[: len(line) - len(line.lstrip("> "))][:indent]
        content = line[len(prefix) :]
        if prefix.count(">") > quotes or (content.strip() and len(prefix) < indent):
            opened = None
        elif content.rstrip(" \t") == fence:
            spans.append((first, end))
            opened = None
    for span in spans:
        scan.hide(*span)
    return _blank(text, spans)


def _raw_html(scan: _Scan, work: str) -> str:
    """Hide raw HTML blocks and comments that begin a line, note markers; the text without them."""
    spans, at, uncommented = [], 0, False
    while match := _HTML_START.search(work, at):
        start = work.index("<", match.start())
        if match[1]:
            close = -1 if uncommented else work.find("-->", start + 4)
            uncommented = close < 0
            end = start + 4 if uncommented else close + 3
            _marker(scan, work, start, end)
        else:
            end = _element_end(work, match)
        spans.append((start, end))
        scan.hide(start, end)
        at = end
    return _blank(work, spans)


def _element_end(work: str, match: re.Match[str]) -> int:
    """Where the raw block that begins at `match` ends; after its tag if Markdown goes on inside."""
    tag, attributes = match[2].lower(), match[3]
    if (
        tag == "hr"
        or attributes.endswith("/")
        or re.search(r"(?:^|\s)markdown(?:[\s=]|$)", attributes)
    ):
        return match.end()
    depth = 1
    for other in re.compile(rf"<(/?){tag}(?=[\s/>])[^<>]*>", re.IGNORECASE).finditer(
        work, match.end()
    ):
        depth += -1 if other[1] else 1
        if depth == 0:
            return other.end()
    return len(work)


def _marker(scan: _Scan, work: str, start: int, end: int) -> None:
    match = _MARKER.match(work[start:end])
    if match and not re.match(r"[ \t]*(?=[^\s])", work[end : end + 200].split("\n", 1)[0]):
        options = ((found[1], found[2] or found[3] or "") for found in _OPTION.finditer(match[2]))
        scan.markers.append(Marker(start, end, match[1], tuple(options)))


class _Blocks:
    """Sorts lines into code, headings and paragraphs by indentation, as Python-Markdown does."""

    def __init__(self, scan: _Scan, work: str, lines: list[Span]) -> None:
        self.scan, self.work, self.lines = scan, work, lines
        self.depth = self.outer = self.quotes = self.code = 0
        self.fresh, self.listing, self.rows = True, False, False
        self.first: int | None = None  # where the open paragraph begins
        self.repeats: dict[str, int] = {}  # slugs of headings, and how often each came again

    def run(self) -> None:
        skip = -1
        for number, (start, end) in enumerate(self.lines):
            if number == skip:
                continue
            line = self.work[start:end].rstrip("\r\n")
            if not line.strip(" \t\0\f\v"):
                self._close(start)
            elif self._line(number, start, line):
                skip = number + 1
        self._close(len(self.work))

    def _close(self, at: int, *, fresh: bool = True) -> None:
        if self.first is not None and self.first < at:
            self.scan.paragraphs.append((self.first, at))
        self.first = None
        if fresh:
            self.fresh, self.code, self.listing, self.rows = True, 0, False, False

    def _line(self, number: int, start: int, line: str) -> bool:
        """Take one line that is not blank; whether the next one belongs to it."""
        skip = self._prefix(start, line)
        if skip is None:
            return False
        at, rest = start + skip, line[skip:]
        body = rest.lstrip(" \t")
        indent = len(rest[: len(rest) - len(body)].expandtabs(4))
        at += len(rest) - len(body)
        if self.code and indent < self.code * 4:
            self._close(start)
        if self.fresh and indent // 4 > self.depth and not self.code:
            self.code = self.depth + 1
        if self.code:
            self.fresh = False
            self.scan.hide(start, start + len(line))
            return False
        following = self._text(number + 1)
        if self.fresh:
            self.depth = indent // 4
            self.rows = "|" in following and bool(_RULE_ROW.match(following))
        return self._block(number, at, body, indent, following)

    def _prefix(self, start: int, line: str) -> int | None:
        """Length of the quotation marks of a line; None when nothing follows them."""
        bare = line.lstrip(" \t")
        lead = len(line) - len(bare)
        indent = len(line[:lead].expandtabs(4))
        match = _QUOTE.match(bare) if indent // 4 <= self.depth or self.quotes else None
        if not match:
            if self.quotes and self.fresh:
                self.depth, self.quotes = self.outer, 0
            return 0
        quotes = match[0].count(">")
        if quotes != self.quotes and (self.fresh or quotes > self.quotes):
            self._close(start)
            if not self.quotes:
                self.outer = self.depth
            self.quotes, self.depth = quotes, 0
        end = lead + match.end()
        self.scan.soft.append((start, start + end, " "))
        if not line[end:].strip():
            self._close(start)
            return None
        return end

    def _text(self, number: int) -> str:
        if number >= len(self.lines):
            return ""
        start, end = self.lines[number]
        return self.work[start:end].rstrip("\r\n")

    def _block(self, number: int, at: int, body: str, indent: int, following: str) -> bool:
        item = _ITEM.match(body) if self.fresh or self.listing else None
        note = _FOOTNOTE.match(body) or (_DEFINITION.match(body) if number else None)
        if item or note:
            marked = item or note
            self._close(at, fresh=bool(note))
            length = marked.end() if marked else 0
            self.scan.hide(at, at + length)
            self.depth = min(indent // 4, self.depth) + 1
            self.listing = bool(item)
            at, body, indent = at + length, body[length:], 0
        if (heading := _ATX.match(body)) and indent % 4 == 0:
            listing = self.listing
            self._close(at)
            self.listing = listing and bool(item)
            self.scan.hide(at, at + heading.end())
            self._heading(at, body, body[heading.end() :].rstrip().rstrip("#"))
            return False
        if self.fresh and body and _SETEXT.match(following) and not item:
            self._close(at)
            self._heading(at, body, body)
            below, end = self.lines[number + 1]
            self.scan.hide(below, end)
            return True
        if self.fresh and _TITLED.match(body):
            self._close(at)
            self.scan.hide(at, at + len(body), read=True)
            self.depth = indent // 4 + 1
            return False
        self._paragraph(at, body)
        return False

    def _paragraph(self, at: int, body: str) -> None:
        reference = _REFERENCE.match(body)
        if reference:
            self.scan.references.setdefault(" ".join(reference[1].split()).lower(), reference[2])
        if reference or _ABBREVIATION.match(body) or (self.rows and _RULE_ROW.match(body)):
            self._close(at, fresh=False)
            self.scan.hide(at, at + len(body))
        else:
            if self.rows:
                self._close(at, fresh=False)
            if self.first is None:
                self.first = at
        self.fresh = False

    def _heading(self, at: int, body: str, title: str) -> None:
        scan = self.scan
        scan.hide(at, at + len(body), read=True)
        scan.paragraphs.append((at, at + len(body)))
        explicit = _ID.search(title[-300:])
        plain = plain_text(_ATTRIBUTES.sub("", title[:1000]))
        ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
        # The slugs of Python-Markdown's toc, and of pymdownx.slugs with Unicode kept.
        slugs = [explicit[1]] if explicit else dict.fromkeys(map(_slug, (ascii_only, plain)))
        for wanted in slugs:
            slug = wanted
            while not slug or slug in scan.heading_ids:
                self.repeats[wanted] = self.repeats.get(wanted, 0) + 1
                slug = f"{wanted}_{self.repeats[wanted]}"
            scan.heading_ids[slug] = None


def _slug(text: str) -> str:
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def _inline(scan: _Scan, work: str, base: int, *, raw_html: bool) -> None:
    """Find what stands inside one paragraph, `work`, which begins at `base` of the text."""
    if not re.search(r"[`\[\]<\\&{$]|  [\r\n]", work):
        return
    spans = [*_code_spans(work)]
    work = _blank(work, spans)
    spans += [match.span() for match in _MATH.finditer(work)]
    work = _blank(work, spans)
    for match in _ESCAPE.finditer(work):
        scan.hide(base + match.start(), base + match.start() + 1)
    work = _ESCAPE.sub("\1\1", work)
    spans += _comments(work)
    work = _blank(work, spans)
    for start, end in spans:
        scan.hide(base + start, base + end)
    if "[" in work:
        work = _brackets(scan, work, base)
    _tags(scan, work, base, raw_html=raw_html)
    for match in _HARD_BREAK.finditer(work):
        scan.hide(base + match.start(), base + match.end())


def _code_spans(text: str) -> Iterator[Span]:
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


def _comments(work: str) -> Iterator[Span]:
    at = work.find(_COMMENT)
    while at >= 0:
        end = work.find("-->", at + 4)
        if end < 0:
            return
        yield at, end + 3
        at = work.find(_COMMENT, end + 3)


def _brackets(scan: _Scan, work: str, base: int) -> str:
    """Note and hide wikilinks, citations, links, images and footnotes; the text without them."""
    spans: list[Span] = []
    for match in re.finditer(f"{WIKILINK}|{CITATION}", work):
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
    work = _blank(work, spans)
    spans = [*_links(scan, work, base)]
    return _blank(work, spans)


def _links(scan: _Scan, work: str, base: int) -> Iterator[Span]:
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
        if address and not _SCHEME.match(address):
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


def _destination(scan: _Scan, work: str, first: int, last: int) -> tuple[str, int] | None:
    """Where the bracket from `first` to `last` leads, and where it all ends; None: it is text."""
    if work.startswith("^", first + 1):
        return "", last + 1
    if match := _DESTINATION.match(work, last + 1):
        return html.unescape(match[1] or match[2] or ""), match.end()
    if not scan.references or last - first > 1000:
        return None
    own = " ".join(work[first + 1 : last].split()).lower()
    if match := _REF_LABEL.match(work, last + 1):
        name = " ".join(match[1].split()).lower() or own
        if name in scan.references:
            return scan.references[name], match.end()
    return (scan.references[own], last + 1) if own in scan.references else None


def _tags(scan: _Scan, work: str, base: int, *, raw_html: bool) -> None:
    """Hide autolinks, attribute lists, entities, and raw tags with what must not be searched."""
    for match in (*_AUTOLINK.finditer(work), *_ATTRIBUTES.finditer(work)):
        scan.hide(base + match.start(), base + match.end())
    for match in _ENTITY.finditer(work):
        start, end = base + match.start(), base + match.end()
        if html.unescape(match[0]).isspace():
            scan.soft.append((start, end, " "))
        else:
            scan.hide(start, end, read=True)
    if raw_html:
        _raw_tags(scan, work, base)


def _raw_tags(scan: _Scan, work: str, base: int) -> None:
    opened: list[int] = []  # where each open element begins that must not be searched
    for match in _TAG.finditer(work):
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


_PLAIN = (
    (re.compile(r"<!--.{0,2000}?-->", re.DOTALL), ""),
    (re.compile(rf"[ \t]?{CITATION}"), ""),
    (re.compile(rf"!?\[((?:[^\[\]]|\[[^\[\]]*+\])*+\](?:{_DESTINATION.pattern}))"), None),
    (re.compile(r" ?\[\^[^\[\]\s]*+\]"), ""),
    (re.compile(r"!?\[([^\[\]]*+)\]\[[^\[\]]*+\]"), r"\1"),
    (_TAG, ""),
    (_ATTRIBUTES, ""),
    (re.compile(r"(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|(?<=\S)\*+|\*+(?=\S)|~~|==|\^\^"), ""),
)
_OPEN, _SHUT = "\2", "\3"
_NOT_TEXT = re.compile("[\0-\x08\x0e-\x1f]")
_NEW_ITEM = re.compile(
    r"[> \t]*(?:[*+-][ \t]|\d{1,9}\.[ \t]|#|:[ \t]|\||\[\^[^\]\s]+\]:|`{3}|~{3}|!!!|\?\?\?|===)"
)
_LEAD = re.compile(
    r"(?m)^[> \t]*(?:(?:[*+-]|\d{1,9}\.|:|\[\^[^\]\s]+\]:|#+)[ \t]+)?(?:\[[ xX]\][ \t]+)?"
)
_SENTENCE_END = re.compile(r"""[.!?…؟۔।॥]+["'”’»)\]\2\3]*(?=\s)|[。！？｡]+[」』”’）\2\3]*""")
_ABBREVIATED = re.compile(
    r"""(?:^|[\s("'“‘«\[\2\3])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Adm|Amb|Art|Brig|Capt|Cdr|Cmdr|Co|Col|Corp|Cpl
    |Dr|Fig|Gen|Gov|Hon|Inc|Jr|Lt|Ltd|Maj|Messrs|Mmes?|Mr|Mrs|Ms|Mt|No|Nos|Pres|Prof|Rep|Rev|Sen|Sgt|Sr|St|Supt
    |al|approx|ca|cf|ed|est|etc|max|min|pp|resp|vol|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\Z""",
    re.VERBOSE,
)
_WINDOW = 3000
_LONGEST_EXCERPT = 240


def plain_text(source: str) -> str:
    """`source`, one paragraph of inline Markdown, as its reader sees it: no marks, one line."""
    for start, end in reversed([*_code_spans(source)]):
        inside = source[start:end].strip("`")
        source = source[:start] + "".join(_guarded(char) for char in inside) + source[end:]
    source = _ESCAPE.sub(lambda match: _guarded(match[0][1]), source)
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


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around `text[start:end]`, Markdown source, as plain text.

    It ends with its paragraph, list item or table cell at the latest; what is longer than 240
    characters is cut at words around the place, with an ellipsis.
    """
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text), start + _WINDOW))
    low, high = _paragraph(text, start, end)
    cut = [_NOT_TEXT.sub("", text[a:b]) for a, b in ((low, start), (start, end), (end, high))]
    source = f"{cut[0]}{_OPEN}{cut[1]}{_SHUT}{cut[2]}"
    if source.lstrip(" >\t").startswith("|"):
        source = next(
            cell for cell in re.split(r"(?<!\\)\|", source) if _SHUT in cell or _OPEN in cell
        )
    plain = plain_text(_LEAD.sub("", source))
    at = plain.find(_OPEN)
    after = max(plain.find(_SHUT), at)
    first, last = 0, len(plain)
    for match in _SENTENCE_END.finditer(plain):
        if not _ends(plain, match):
            continue
        if match.start() < at:
            first = match.end()
        elif match.end() > after:
            last = match.end()
            break
    return _excerpt(plain[first:last])


def _paragraph(text: str, start: int, end: int) -> Span:
    """The bounds of the paragraph, list item or row around a place, at most a window away."""
    floor, ceiling = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    low = max(floor, text.rfind("\n", floor, start) + 1)
    while low > floor and not _NEW_ITEM.match(text, low):
        above = max(floor, text.rfind("\n", floor, low - 1) + 1)
        if not text[above : low - 1].strip(" \t\r>") or text[above : low - 1].lstrip().startswith(
            "#"
        ):
            break
        low = above
    high = text.find("\n", end, ceiling)
    if high >= 0 and text[low:start].lstrip(" >\t").startswith("#"):
        return low, high
    while high >= 0:
        below = text.find("\n", high + 1, ceiling)
        line = text[high + 1 : below if below >= 0 else ceiling]
        if not line.strip(" \t\r>") or _NEW_ITEM.match(line):
            return low, high
        high = below
    return low, ceiling


def _ends(plain: str, match: re.Match[str]) -> bool:
    """Whether a sign that can end a sentence does."""
    if match[0][0] != ".":
        return True
    then = plain[match.end() : match.end() + 3].lstrip(" \"'“‘«([\2\3")
    dot = match.start() + 1
    return not then[:1].islower() and not _ABBREVIATED.search(plain[max(0, dot - 20) : dot])


def _excerpt(sentence: str) -> str:
    at = max(sentence.find(_OPEN), 0)
    plain = " ".join(sentence.replace(_OPEN, "").replace(_SHUT, "").split())
    if len(plain) <= _LONGEST_EXCERPT:
        return plain
    first = max(0, min(at - _LONGEST_EXCERPT // 2, len(plain) - _LONGEST_EXCERPT + 2))
    last = first + _LONGEST_EXCERPT - 2
    if first:
        space = plain.find(" ", first, first + 40)
        first = space + 1 if 0 <= space < at else first
    if last < len(plain):
        space = plain.rfind(" ", last - 40, last + 1)
        last = space if space > at else last
    return ("… " if first else "") + plain[first:last].strip() + (" …" if last < len(plain) else "")


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; offsets outside the text are moved into it."""
    offset = max(0, min(offset, len(text)))
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
