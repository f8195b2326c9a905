"""Reading the Markdown source of a body: its sentences, its demands, and what it refers to.

`scan_body` is a scanner, not a renderer: it follows Python-Markdown with the usual extensions
(fences of pymdownx.superfences, admonitions, tabs, footnotes, definition lists, attribute lists,
raw HTML) closely enough to tell prose from the rest. Its time grows linearly with the text,
whatever stands in it, and it never raises.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise

from mkdocs_briefs.model.brief import Marker, Prose
from mkdocs_briefs.model.ids import heading_slug, numbered_id
from mkdocs_briefs.parse.inline import (
    ATTRIBUTES,
    MARKER,
    Scan,
    Span,
    blank,
    html_links,
    marker_options,
    plain_text,
    scan_paragraph,
)
from mkdocs_briefs.problems import Location, Problem


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1; the text's bounds limit the offset."""
    offset = max(0, min(offset, len(text)))
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


# Sentences around a place

_OPEN, _SHUT = "\2", "\3"
_NOT_TEXT = re.compile("[\0-\x08\x0e-\x1f]")
_NEW_ITEM = re.compile(
    r"[> \t]*(?:[*+-][ \t]|\d{1,9}\.[ \t]|#|:[ \t]|\||\[\^[^\]\s]+\]:|`{3}|~{3}|!!!|\?\?\?|===)"
)
_LEAD = re.compile(
    r"(?m)^[> \t]*(?:(?:[*+-]|\d{1,9}\.|:|\[\^[^\]\s]+\]:|#+)[ \t]+)?(?:\[[ xX]\][ \t]+)?"
)
_STOP, _WIDE_STOP = ".!?…؟۔।॥", "。！？｡"
# One set of characters in front lets `re` run over the rest.
_SENTENCE_END = re.compile(
    rf"""[{_STOP}{_WIDE_STOP}](?:(?<=[{_STOP}])[{_STOP}]*["'”’»)\]\2\3]*(?=\s)"""
    rf"""|(?<=[{_WIDE_STOP}])[{_WIDE_STOP}]*[」』”’）\2\3]*)"""
)
_ABBREVIATED = re.compile(
    r"""(?:^|[\s("'“‘«\[\2\3])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Adm|Amb|Art|Brig|Capt|Cdr|Cmdr|Co|Col|Corp|Cpl
    |Dr|Fig|Gen|Gov|Hon|Inc|Jr|Lt|Ltd|Maj|Messrs|Mmes?|Mr|Mrs|Ms|Mt|No|Nos|Pres|Prof|Rep|Rev|Sen|Sgt|Sr|St|Supt
    |al|approx|ca|cf|ed|est|etc|max|min|pp|resp|vol|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\Z""",
    re.VERBOSE,
)
_MAX_DISTANCE = 3000
_MAX_EXCERPT = 240


@lru_cache(maxsize=8_192)
def sentence_at(text: str, start: int, end: int, *, field: bool = False) -> str:
    """Return the sentence around `text[start:end]`, Markdown source, as plain text.

    In a `field` of front matter HTML is text.

    It ends with its paragraph, list item or table cell at the latest; what is longer than 240
    characters is cut at words around the place, with an ellipsis.
    """
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text), start + _MAX_DISTANCE))
    low, high = _paragraph(text, start, end)
    cut = [_NOT_TEXT.sub("", text[a:b]) for a, b in ((low, start), (start, end), (end, high))]
    source = f"{cut[0]}{_OPEN}{cut[1]}{_SHUT}{cut[2]}"
    if source.lstrip(" >\t").startswith("|"):
        source = next(
            cell for cell in re.split(r"(?<!\\)\|", source) if _SHUT in cell or _OPEN in cell
        )
    source = _LEAD.sub("", source, count=0 if "\n" in source else 1)
    plain = plain_text(source, field=field)
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
    """Return the bounds of the paragraph, list item or row around a place, within a window."""
    floor, ceiling = max(0, start - _MAX_DISTANCE), min(len(text), end + _MAX_DISTANCE)
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
    if len(plain) <= _MAX_EXCERPT:
        return plain
    first = max(0, min(at - _MAX_EXCERPT // 2, len(plain) - _MAX_EXCERPT + 2))
    last = first + _MAX_EXCERPT - 2
    if first:
        space = plain.find(" ", first, first + 40)
        first = space + 1 if 0 <= space < at else first
    if last < len(plain):
        space = plain.rfind(" ", last - 40, last + 1)
        last = space if space > at else last
    return ("… " if first else "") + plain[first:last].strip() + (" …" if last < len(plain) else "")


# Bounds on what a reader of Markdown is asked

MAX_BRACKET_STEPS = 4_000_000
"""Characters between the brackets of a body and their ends, summed up."""
MAX_TAG_STEPS = 60_000_000
"""Characters from each `<` that opens a tag without end to the end of the body, summed up."""
MAX_MARKS = 30_000
"""Signs of emphasis, code and links in one block, which is what stands between empty lines."""
MAX_CUT_STEPS = 50_000_000
"""Lines of a block that begin something of their own (headings, rules, definitions, notes), times
the length of the block, summed up."""
MAX_NESTING = 60
"""Lists and quotations opened on one line."""
MAX_OPEN_ELEMENTS = 1_000
"""Elements of HTML inside each other; Material's search looks at all of them for each word."""
MAX_INDENT = 400
"""Spaces before a line."""

_BLOCK = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"\]\(|[\[\])]")
_UNCLOSED = re.compile(r"<[A-Za-z/!?](?=[^<>]*(?:<|\Z))")
_ELEMENT = re.compile(r"<(/?)(?!(?:area|br|col|hr|img|input|link|meta|source|wbr)\b)[a-zA-Z]")
_MARK = re.compile(r"[*_`\[\]<\\]")
_CUT = re.compile(
    r"^ {0,3}(?:#|=+[ \t]*$|([-*_])(?:[ \t]*\1)*[ \t]*$|:[ \t]|!!!|\?\?\?)", re.MULTILINE
)
_NESTED = re.compile(rf"\n[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+|>[ \t]*){{{MAX_NESTING + 1}}}")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$", re.MULTILINE)
_INDENTED = re.compile(rf"\n[ \t]{{{MAX_INDENT + 1},}}\S")
_SMALL_BLOCK = 1_000
_SPACE = re.compile(r"\s*")
_ADVICE = "Take such signs away, or divide the text by empty lines and into several briefs."


def overload(body: str, file: str, first_line: int) -> Problem | None:
    """Return the B106 at the place in `body` that asks too much of a Markdown reader, else None.

    `body` begins on line `first_line` of `file`.
    """
    found = _nesting(body)
    if not _harmless(body):
        found = found or _tags(body) or _elements(body) or _blocks(body)
    if found is None:
        return None
    offset, message = found
    offset = min(len(body.rstrip()), _SPACE.match(body, offset).end())  # type: ignore[union-attr]
    line, column = line_column(body, offset)
    place = Location(file, first_line - 1 + line, column)
    message = f"{message}, so the text below the front matter is left out"
    return Problem("B106", place, message, _ADVICE)


def _harmless(body: str) -> bool:
    """Whether the signs are so few that, wherever they stood, no sum of steps could be too large.

    True for what people write, which then need not be looked through sign by sign.
    """
    length, tags = len(body), body.count("<")
    return (
        length <= MAX_MARKS
        and tags <= MAX_OPEN_ELEMENTS
        and tags * length <= MAX_TAG_STEPS
        and 2 * body.count("[") * length <= MAX_BRACKET_STEPS
        and (body.count("\n") + 1) * length <= MAX_CUT_STEPS
    )


def _nesting(body: str) -> tuple[int, str] | None:
    # `re` runs over all but line breaks when a pattern begins with one, so the first line gets one.
    lines = f"\n{body}"
    for line in _NESTED.finditer(lines):
        if not _RULE.match(body, line.start()):
            return line.start(), f"More than {MAX_NESTING} lists or quotations open on one line"
    if found := _INDENTED.search(lines):
        return found.start(), f"A line is indented by more than {MAX_INDENT} spaces"
    return None


def _tags(body: str) -> tuple[int, str] | None:
    steps = 0
    for found in _UNCLOSED.finditer(body):
        steps += len(body) - found.start()
        if steps > MAX_TAG_STEPS:
            return found.start(), "Too many signs < open a tag that has no end"
    return None


def _elements(body: str) -> tuple[int, str] | None:
    depth = 0
    for found in _ELEMENT.finditer(body):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > MAX_OPEN_ELEMENTS:
            return (
                found.start(),
                f"More than {MAX_OPEN_ELEMENTS:,} elements of HTML are open at once",
            )
    return None


def _blocks(body: str) -> tuple[int, str] | None:
    start = brackets = cuts = 0
    for end in (*(found.start() for found in _BLOCK.finditer(body)), len(body)):
        if end - start > _SMALL_BLOCK:
            if sum(1 for _ in _MARK.finditer(body, start, end)) > MAX_MARKS:
                return (
                    start,
                    f"There are more than {MAX_MARKS:,} signs of Markdown in one paragraph",
                )
            cuts += (end - start) * sum(1 for _ in _CUT.finditer(body, start, end))
            if cuts > MAX_CUT_STEPS:
                return start, "Too many headings or rules stand in one paragraph"
        brackets += _bracket_steps(body, start, end)
        if brackets > MAX_BRACKET_STEPS:
            return start, "Too many brackets [ or ]( do not close again"
        start = end
    return None


def _bracket_steps(body: str, start: int, end: int) -> int:
    """Return how many characters lie between brackets, also those of addresses, and their ends.

    A bracket that does not close reaches to the end of the block.
    """
    if body.find("[", start, end) < 0:
        return 0
    steps = 0
    texts: list[int] = []
    addresses: list[int] = []
    for found in _BRACKET.finditer(body, start, end):
        sign, at = found[0], found.start()
        if sign == "[":
            texts.append(at)
        elif sign == ")":
            steps += at - addresses.pop() if addresses else 0
        elif texts:
            steps += at - texts.pop()
            if sign == "](":
                addresses.append(at)
    return steps + sum(end - one for one in (*texts, *addresses))


# What a body refers to

_BLOCK_TAGS = (
    "address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset"
    "|figcaption|figure|footer|form|h[1-6]|head|header|hgroup|hr|html|iframe|legend|li|link|main|math|menu"
    "|meta|nav|noframes|noscript|ol|optgroup|option|output|p|pre|progress|script|section|style|summary"
    "|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
)
_FENCE = re.compile(r"([> \t]*)(~{3,}|`{3,})([^\r\n]*)")
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
_MARKER = re.compile(rf"{MARKER}\Z")
_ID = re.compile(r"\{[^{}]*?#([\w:.-]+)[^{}]*\}\s*$")


def scan_body(text: str) -> Prose:
    """Return what the Markdown source of a body refers to, and its running prose; see `Prose`."""
    scan = Scan(text)
    lines = _lines(text)
    work = _fences(scan, lines)
    work = _raw_html(scan, work)
    _Blocks(scan, work, lines).run()
    for start, end in scan.paragraphs:
        scan_paragraph(scan, work[start:end], start, raw_html=True)
    return scan.prose()


def _lines(text: str) -> list[Span]:
    """Return each line with its break, which is a line feed, a carriage return, or both."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    ends = [*accumulate(len(line) + 1 for line in text.split("\n"))]
    ends[-1] -= 1  # the last line has no break
    return [(start, end) for start, end in pairwise((0, *ends)) if end > start]


def _fences(scan: Scan, lines: list[Span]) -> str:
    """Hide fenced code, by the rules of superfences; return the text without it."""
    text, spans, opened = scan.text, [], None
    if "```" not in text and "~~~" not in text:
        return text
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
    return blank(text, spans)


def _raw_html(scan: Scan, work: str) -> str:
    """Hide HTML blocks and comments that begin a line; return the text without them."""
    if "<" not in work:
        return work
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
            scan.html_links += html_links(work[start:end], start)
        spans.append((start, end))
        scan.hide(start, end)
        at = end
    return blank(work, spans)


def _element_end(work: str, match: re.Match[str]) -> int:
    """Return where the block at `match` ends: after its tag, if Markdown goes on inside."""
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


def _marker(scan: Scan, work: str, start: int, end: int) -> None:
    match = _MARKER.match(work[start:end])
    if match and not re.match(r"[ \t]*(?=[^\s])", work[end : end + 200].split("\n", 1)[0]):
        scan.markers.append(Marker(start, end, match[1], marker_options(match[2])))


class _Blocks:
    """Sorts lines into code, headings and paragraphs by indentation, as Python-Markdown does."""

    def __init__(self, scan: Scan, work: str, lines: list[Span]) -> None:
        self.scan, self.work, self.lines = scan, work, lines
        self.depth = self.outer = self.quotes = self.code = 0
        self.fresh, self.listing, self.rows = True, False, False
        self.first: int | None = None  # where the open paragraph begins
        self.headings: list[tuple[str, bool]] = []  # ids or slugs, and whether it is given

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
        self._number_headings()

    def _close(self, at: int, *, fresh: bool = True) -> None:
        if self.first is not None and self.first < at:
            self.scan.paragraphs.append((self.first, at))
        self.first = None
        if fresh:
            self.fresh, self.code, self.listing, self.rows = True, 0, False, False

    def _line(self, number: int, start: int, line: str) -> bool:
        """Sort one line that is not blank; return whether the next one belongs to it."""
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
        """Return length of the quotation marks of a line; None when nothing follows them."""
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
            self.scan.paragraphs.append((at, at + len(body)))
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
        if explicit := _ID.search(title[-300:]):
            self.headings.append((unicodedata.normalize("NFC", explicit[1]), True))
            return
        plain = plain_text(ATTRIBUTES.sub("", title[:1000]))
        self.headings.append((heading_slug(plain), False))

    def _number_headings(self) -> None:
        """Set the ids that headings get: given ones stay, and slugs are numbered around them."""
        taken = {ident for ident, given in self.headings if given}
        numbers: dict[str, int] = {}
        ids = (
            ident if given else numbered_id(ident, taken, numbers) for ident, given in self.headings
        )
        self.scan.heading_ids = tuple(dict.fromkeys(ids))
