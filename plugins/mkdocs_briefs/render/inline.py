"""Inline Markdown of front-matter texts to safe HTML.

Understood are emphasis, strong, code, links, `[[…]]`, `[@…]` and `<https://…>`, by the rules of
CommonMark (https://spec.commonmark.org/0.31.2/#inlines) as far as they apply. All else is text:
HTML is shown as written, images leave their words, and nothing starts a block.

This is a scanner of its own and not Python-Markdown, whose link pattern looks from every opening
bracket to the end of the text: twenty thousand of them take it twelve seconds. Here each character
is looked at a bounded number of times.
"""

from __future__ import annotations

import html
import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup, escape

from mkdocs_briefs.library.mentions import Mention
from mkdocs_briefs.model.texts import is_safe_address, scheme_of, tooltip
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.parts import Link, SourceView, Text
from mkdocs_briefs.parse.inline import (
    AUTOLINK,
    CITATION,
    DESTINATION,
    FORMATTING_TAGS,
    HIDDEN_TAGS,
    WIKILINK,
    citation_parts,
    code_spans,
    wikilink_parts,
)


def tooltip_attribute(text: str) -> str:
    """Return the attribute `title` with a space before it; nothing if it may not hold `text`."""
    return f' title="{html.escape(shown)}"' if (shown := tooltip(text)) else ""


class Delimiter:
    """A run of `*` or `_` that may open or close emphasis; `str()` is what became of it in HTML."""

    __slots__ = ("closes", "closing", "left", "length", "opening", "opens", "sign")

    def __init__(self, sign: str, length: int, *, opens: bool, closes: bool) -> None:
        self.sign = sign
        self.length = length
        self.left = length
        self.opens = opens
        self.closes = closes
        self.opening: list[str] = []
        self.closing: list[str] = []

    def __str__(self) -> str:
        return "".join(self.closing) + self.sign * self.left + "".join(reversed(self.opening))

    def fits(self, closer: Delimiter) -> bool:
        """Return whether this one may open what `closer` closes."""
        if self.sign != closer.sign or not self.left:
            return False
        both = self.closes or closer.opens
        thirds = self.length % 3 or closer.length % 3
        return not (both and thirds and (self.length + closer.length) % 3 == 0)


def delimiter(source: str, start: int) -> Delimiter:
    """Return the run of `*` or `_` that begins at `start`."""
    sign = source[start]
    end = start + 1
    while end < len(source) and source[end] == sign:
        end += 1
    before, after = _class_of(source[start - 1 : start]), _class_of(source[end : end + 1])
    left = after != "space" and (after == "word" or before != "word")
    right = before != "space" and (before == "word" or after != "word")
    if sign == "*":
        return Delimiter(sign, end - start, opens=left, closes=right)
    return Delimiter(
        sign,
        end - start,
        opens=left and (not right or before == "sign"),
        closes=right and (not left or after == "sign"),
    )


def emphasise(tokens: Sequence[str | Delimiter]) -> str:
    """Join finished HTML and delimiters into HTML, pairing the delimiters."""
    waiting: list[Delimiter] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for mark in tokens:
        if isinstance(mark, str):
            continue
        if mark.closes:
            _close(mark, waiting, bottoms)
        if mark.opens and mark.left:
            waiting.append(mark)
    return "".join(map(str, tokens))


def _close(
    mark: Delimiter, waiting: list[Delimiter], bottoms: dict[tuple[str, bool, int], int]
) -> None:
    """Pair `mark` with the delimiters waiting before it.

    `bottoms` remembers how deep earlier, similar marks have searched in vain, so that no search is
    made twice.
    """
    key = (mark.sign, mark.opens, mark.length % 3)
    while mark.left:
        floor = min(bottoms.get(key, 0), len(waiting))
        index = next(
            (i for i in range(len(waiting) - 1, floor - 1, -1) if waiting[i].fits(mark)), None
        )
        if index is None:
            bottoms[key] = len(waiting)
            return
        opener = waiting[index]
        del waiting[index + 1 :]
        for each, depth in bottoms.items():
            bottoms[each] = min(depth, len(waiting))
        size = 2 if min(opener.left, mark.left) >= 2 else 1
        tag = "strong" if size == 2 else "em"
        opener.opening.append(f"<{tag}>")
        mark.closing.append(f"</{tag}>")
        opener.left -= size
        mark.left -= size
        if not opener.left:
            waiting.pop()


def _class_of(char: str) -> str:
    if not char or char.isspace():
        return "space"
    return "sign" if unicodedata.category(char)[0] in "PS" else "word"


_SPECIAL = re.compile(r"[\\`*_\[\]<]|!\[")
_PUNCTUATION = frozenset(string.punctuation)
_WIKI = re.compile(WIKILINK)
_CITE = re.compile(CITATION)
_AUTOLINK = re.compile(AUTOLINK)
_JOIN = "\N{NARROW NO-BREAK SPACE}"


class LinkTarget(NamedTuple):
    """Where a wikilink leads: the address for the page that shows it, and what is there."""

    url: str
    title: str


class CitationMark(NamedTuple):
    """How a source is cited: its number in the list, the address of its entry, and its title."""

    number: int
    href: str
    title: str

    @property
    def label(self) -> str:
        """The mark in words, for those who do not see where it stands."""
        return f"Source {self.number}: {self.title}"


@dataclass(frozen=True, slots=True)
class InlineLinks:
    """What the links of one text, shown on one page, lead to.

    `resolve` takes kind (may be empty), target and anchor; `cite` takes the id of a source;
    `md_link` takes a relative path as written and returns its address. Each returns None for what
    it does not know.
    """

    resolve: Callable[[str, str, str], LinkTarget | None]
    cite: Callable[[str], CitationMark | None]
    md_link: Callable[[str], str | None]


LinksFor = Callable[[str, str], InlineLinks]
"""From the slug a text belongs to, and the path of the page that shows it, to its links."""


class InlineRenderer:
    """Turns inline Markdown into HTML, each text once for the pages that show it alike."""

    def __init__(self, links_for: LinksFor) -> None:
        self._links_for = links_for
        self._made: dict[tuple[Text, str], Markup] = {}

    def html(self, text: Text, page_path: str) -> Markup:
        """Return `text` as it stands on the page `page_path`."""
        if not text.mentions and not _SPECIAL.search(text.source):
            return escape(text.source)
        key = (text, page_path)
        if (made := self._made.get(key)) is None:
            links = self._links_for(text.brief, page_path)
            made = self._made[key] = Markup(_html(text, links))  # noqa: S704 - of escaped parts
        return made


def _html(text: Text, links: InlineLinks) -> str:
    source, ids = mark_mentions(text.source, text.mentions)
    html = _Scanner(source, links).run()
    return link_marks(html, ids, partial(_actor_url, links), first=False) if ids else html


def _actor_url(links: InlineLinks, ident: str) -> str:
    found = links.resolve("actor", ident, "")
    return found[0] if found else "#"


class _Scanner:
    """One pass over one text."""

    def __init__(self, source: str, links: InlineLinks) -> None:
        self.source = source
        self.links = links
        self.out: list[str | Delimiter] = []
        self.open: list[int] = []
        """Where in `out` the brackets stand that may still begin a link."""
        self.code: dict[int, int] | None = None

    def run(self) -> str:
        source, out, at = self.source, self.out, 0
        while found := _SPECIAL.search(source, at):
            start = found.start()
            if start > at:
                out.append(html.escape(source[at:start]))
            at = self._special(found[0], start)
        out.append(html.escape(source[at:]))
        return emphasise(out)

    def _special(self, sign: str, start: int) -> int:
        """Handle what begins at `start` and return the offset to go on from."""
        if sign in "*_":
            mark = delimiter(self.source, start)
            self.out.append(mark)
            return start + mark.length
        if sign in ("[", "!["):
            return self._bracket(sign, start)
        if sign == "]":
            return self._close(start)
        if sign == "`":
            return self._code(start)
        if sign == "<":
            return self._autolink(start)
        escaped = self.source[start + 1 : start + 2]
        if escaped and escaped in _PUNCTUATION:
            self.out.append(html.escape(escaped))
            return start + 2
        self.out.append("\\")
        return start + 1

    def _code(self, start: int) -> int:
        if self.code is None:
            self.code = dict(code_spans(self.source))
        end = self.code.get(start)
        if end is None:
            self.out.append("`")
            return start + 1
        code = self.source[start:end]
        ticks = len(code) - len(code.rstrip("`"))
        code = code[ticks:-ticks].replace("\n", " ").strip()
        self.out.append(f"<code>{html.escape(code)}</code>")
        return end

    def _autolink(self, start: int) -> int:
        found = _AUTOLINK.match(self.source, start)
        if found is None or not is_safe_address(found[1]):
            self.out.append("&lt;")
            return start + 1
        self._link(found[1], html.escape(found[1].removeprefix("mailto:")))
        return found.end()

    def _bracket(self, sign: str, start: int) -> int:
        if sign == "[":
            wiki, cite = _WIKI.match(self.source, start), _CITE.match(self.source, start)
            if wiki and (parts := wikilink_parts(wiki[1])):
                self._wiki(*parts)
                return wiki.end()
            if cite and self._cite(citation_parts(cite[1]) or []):
                return cite.end()
        self.open.append(len(self.out))
        self.out.append(sign)
        return start + len(sign)

    def _wiki(self, kind: str, target: str, anchor: str, label: str) -> None:
        resolved = self.links.resolve(kind, target, anchor)
        if resolved is None:
            self.out.append(html.escape(label or target or anchor))
            return
        href, words = resolved
        self._link(href, f"<bdi>{html.escape(label or words)}</bdi>")

    def _cite(self, cited: list[tuple[str, str]]) -> bool:
        """Write a citation and return whether any of its sources is known."""
        marks = []
        for ident, locator in cited:
            if source := self.links.cite(ident):
                number, href, title = source
                place = html.escape(f", {locator}") if locator else ""
                address = html.escape(href if is_safe_address(href) else "#")
                marks.append(f'<a href="{address}"{tooltip_attribute(title)}>{number}</a>{place}')
        if marks:
            if self.out and isinstance(self.out[-1], str) and self.out[-1].endswith(" "):
                self.out[-1] = self.out[-1].rstrip(" ") + _JOIN
            self.out.append(f'<sup class="b-cite">{"; ".join(marks)}</sup>')
            self.open.clear()
        return bool(marks)

    def _close(self, start: int) -> int:
        found = DESTINATION.match(self.source, start + 1) if self.open else None
        if found is None:
            if self.open:
                self.open.pop()
            self.out.append("]")
            return start + 1
        opening = self.open.pop()
        image = self.out[opening] == "!["
        words = emphasise(self.out[opening + 1 :])
        del self.out[opening:]
        href = None if image else self._href(found[1] or found[2] or "")
        if href is None:
            self.out.append(words)
        else:
            self._link(href, words, found[3] or found[4] or "")
        return found.end()

    def _href(self, url: str) -> str | None:
        if not url or not is_safe_address(url):
            return None
        if scheme_of(url):
            return url
        known = self.links.md_link(url)
        if known is not None:
            return known  # of the site itself, and perhaps with the sign for its root
        return None if url.partition("#")[0].endswith(".md") else url

    def _link(self, href: str, words: str, title: str = "") -> None:
        """Write a link; brackets still open cannot become one around it."""
        self.out.append(f'<a href="{html.escape(href)}"{tooltip_attribute(title)}>{words}</a>')
        self.open.clear()


_CITATION = re.compile(r'<sup class="cite">.*?</sup>', re.DOTALL)
_MARK = re.compile(r'<a ([^>]*?href="#(source-[^"]+)")')


def with_returns(body: str) -> tuple[str, dict[str, str]]:
    """Return the HTML of a body with an id on the first mark of each source, and those ids.

    The ids are given by the anchor of the source, as `{"source-un": "cited-source-un"}`.
    """
    returns: dict[str, str] = {}

    def first(mark: re.Match[str]) -> str:
        anchor = mark[2]
        if anchor in returns or f' id="cited-{anchor}"' in body:
            return mark[0]
        returns[anchor] = f"cited-{anchor}"
        return f'<a id="cited-{anchor}" {mark[1]}'

    return _CITATION.sub(lambda found: _MARK.sub(first, found[0]), body), returns


def cited_in(view: BriefView, source: SourceView, returns: dict[str, str]) -> list[Link]:
    """Return the first place in each part of a brief that cites `source`.

    Each `text` is a word of the interface's family `cited`, each path a fragment of the page.
    """
    found = [Link("text", f"#{returns[source.anchor]}")] if source.anchor in returns else []
    for part in ("figures", "events", "implications"):
        for item in getattr(view, part):
            if any(mark.number == source.number for mark in item.sources):
                found.append(Link(part, f"#{item.anchor}"))
                break
    return found


_OPEN, _CLOSE, _DIGITS = "\x04", "\x05", "\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17"
_OUR_SIGNS = re.compile("[\x04\x05\x0e-\x17]")
_TO_SIGNS = str.maketrans("0123456789", _DIGITS)
_TO_DIGITS = str.maketrans(_DIGITS, "0123456789")
_TOKEN = re.compile(
    r"""<!--.*?-->|<(/?)([A-Za-z][\w:-]*)((?:[^<>"']+|"[^"]*"|'[^']*')*)>"""
    f"|{_OPEN}([{_DIGITS}]+)|{_CLOSE}",
    re.DOTALL,
)
_HREF = re.compile(r'<a\s[^<>]*?\bhref="([^"#]*)')
_NO_LINKS = re.compile(
    r'class="(?:[^"]*\s)?(?:admonition-title|arithmatex|tabbed-labels|toc)(?:\s[^"]*)?"'
)
_IN_MENTION = FORMATTING_TAGS | {"br", "wbr"}
_VOID = frozenset({"br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})


def without_marks(text: str) -> str:
    """Return `text` without the signs that `mark_mentions` writes."""
    return _OUR_SIGNS.sub("", text)


def mark_mentions(source: str, mentions: Iterable[Mention]) -> tuple[str, list[str]]:
    """Return Markdown with a mark around each mention, and the ids that the marks stand for.

    The marks are control characters: no syntax of Markdown reads them, and front matter cannot hold
    them. `source` must not hold them either.
    """
    numbers: dict[str, int] = {}
    pieces, done = [], 0
    for start, end, ident in mentions:
        number = str(numbers.setdefault(ident, len(numbers))).translate(_TO_SIGNS)
        pieces += [source[done:start], _OPEN, number, source[start:end], _CLOSE]
        done = end
    return "".join((*pieces, source[done:])), [*numbers]


def link_marks(text: str, ids: list[str], actor_url: Callable[[str], str], *, first: bool) -> str:
    """Return finished HTML in which marks of `mark_mentions` are links, or are gone.

    No link stands in another, in code, in a heading or in the title of a box. With `first` each
    actor is linked once, and not at all where the text has a link to that page.
    """
    urls = [actor_url(ident) for ident in ids]
    hrefs = set(_HREF.findall(text)) if first else set()
    left = {number for number, url in enumerate(urls) if url.partition("#")[0] not in hrefs}
    pieces: list[str] = []
    inside: list[tuple[str, bool]] = []  # the open elements, and whether they may hold links
    opened: tuple[int, int, int] | None = None  # a mark: its number, its piece, its depth
    done = 0
    for token in _TOKEN.finditer(text):
        pieces.append(text[done : token.start()])
        done = token.end()
        if token[4]:
            number = int(token[4].translate(_TO_DIGITS))
            free = number in left and (not inside or inside[-1][1])
            opened = (number, len(pieces), len(inside)) if free else None
            pieces.append("")
        elif token[0] == _CLOSE:
            if opened and opened[2] == len(inside):
                number, place, _ = opened
                pieces[place] = f'<a class="actor" href="{html.escape(urls[number])}">'
                pieces.append("</a>")
                if first:
                    left.discard(number)
            opened = None
        else:
            pieces.append(without_marks(token[0]))
            if token[2]:
                name = token[2].lower()
                _follow(inside, name, token[3], closes=bool(token[1]))
                if opened and (len(inside) < opened[2] or name not in _IN_MENTION):
                    opened = None
    return "".join((*pieces, text[done:]))


def _follow(inside: list[tuple[str, bool]], name: str, attributes: str, *, closes: bool) -> None:
    """Bring the open elements up to date with a tag."""
    if closes:
        if any(name == other for other, _ in inside):
            while inside.pop()[0] != name:
                pass
    elif name not in _VOID and not attributes.endswith("/"):
        open_to_links = not inside or inside[-1][1]
        free = open_to_links and name not in HIDDEN_TAGS and not _NO_LINKS.search(attributes)
        inside.append((name, free))
