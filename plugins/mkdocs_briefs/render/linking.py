"""The Markdown extension that makes links: wikilinks, citations, and mentions of actors.

Wikilinks and citations are found while inline Markdown is read; they carry an address of a private
scheme until every other treeprocessor is done, so that MkDocs, which resolves relative links among
files, neither changes nor judges them. Mentions are found last, in the finished tree, where it is
plain what a reader sees.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, STX, AtomicString

from mkdocs_briefs.library.names import Match, Names, resolve_ids
from mkdocs_briefs.parse.body import (
    CITATION,
    FORMATTING_TAGS,
    HIDDEN_TAGS,
    WIKILINK,
    citation_parts,
    wikilink_parts,
)

PRIORITY = -10
"""Of the last treeprocessor: after MkDocs' own, which resolves links at 0."""

_SCHEME = "briefs-link:"
_NO_LINKS = frozenset(
    {"admonition-title", "arithmatex", "cite", "footnote-backref", "footnote-ref", "headerlink"}
    | {"nolink", "tabbed-labels", "toc", "unresolved"}
)
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_RAW_TAG = re.compile(r"\s*<(/?)([A-Za-z][\w:-]*)(?:\s[^<>]*)?(/?)>\s*\Z")
_RAW_ENTITY = re.compile(r"&#?\w{1,32};\Z")
_LONGEST_TAG = 2000
_WALL = "\0"
_SEAM = "*"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a wikilink leads: the address as it shall stand in the page, and what is there."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class CitationMark:
    """How a source is cited: its number in the list, the address of its entry, and its title."""

    number: int
    href: str
    title: str

    @property
    def label(self) -> str:
        """The mark in words, for those who do not see where it stands."""
        return f"Source {self.number}: {self.title}"


class LinkContext(Protocol):
    """What one page knows about the things its text may refer to."""

    @property
    def names(self) -> Names | None:
        """Names of actors to look for; None links no mentions."""

    @property
    def mode(self) -> Literal["first", "all"]:
        """Whether each actor is linked where first mentioned, or wherever mentioned."""

    @property
    def listed(self) -> frozenset[str]:
        """Ids of the actors this page lists, who win a name that several share."""

    @property
    def own(self) -> frozenset[str]:
        """Ids that are never linked: the page is theirs."""

    @property
    def strict(self) -> bool:
        """Whether what cannot be resolved is marked; otherwise it stays as written."""

    def actor_url(self, ident: str) -> str:
        """The address of an actor's page, as it shall stand in this page."""

    def resolve(self, kind: str, target: str, anchor: str) -> Target | None:
        """What `[[kind:target#anchor]]` leads to; `kind` may be empty."""

    def cite(self, ident: str) -> CitationMark | None:
        """How the source `ident` is cited."""

    def note(self, ident: str) -> None:
        """Take notice that a mention of an actor became a link; called in reading order."""


ContextOf = Callable[[], LinkContext | None]


class LinkingExtension(Extension):
    """Links wikilinks, citations and mentions of the page that `context_of()` tells about.

    Where `context_of()` is None the extension does nothing. It is asked anew for every construct,
    so one Markdown instance may convert many pages.
    """

    def __init__(self, context_of: ContextOf) -> None:
        super().__init__()
        self.context_of = context_of
        self.addresses: list[str] = []
        self.atomic: set[tuple[ET.Element, str]] = set()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the processors; wikilinks and citations come before all other brackets."""
        md.registerExtension(self)
        md.inlinePatterns.register(_WikiLinks(WIKILINK, md, self), "briefs-wikilink", 179)
        md.inlinePatterns.register(_Citations(CITATION, md, self), "briefs-citation", 178)
        md.treeprocessors.register(_AtomicTexts(md, self), "briefs-atomic", 1)
        md.treeprocessors.register(_Links(md, self), "briefs-links", PRIORITY)

    def reset(self) -> None:
        """Forget the page before."""
        self.addresses.clear()
        self.atomic.clear()

    def private(self, address: str) -> str:
        """An address that nobody else touches, standing for `address` until the end."""
        self.addresses.append(address)
        return f"{_SCHEME}{len(self.addresses) - 1}"

    def public(self, private: str) -> str | None:
        """The address a private one stands for; None when it is none of ours."""
        number = private.removeprefix(_SCHEME)
        if number.isdecimal() and number.isascii() and len(number) < 10:
            return next(iter(self.addresses[int(number) :]), None)
        return None


class _Pattern(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(pattern, md)
        self.owner = owner

    def source(self, text: str) -> str:
        """`text` as its author wrote it, backslashes of escapes left out."""
        return _ESCAPED.sub(lambda match: chr(int(match[1])), self.unescape(text))

    def with_bars(self, text: str) -> str:
        r"""`text` with each `\|`, which the tables extension has put away, as a bare `|`."""
        stash = getattr(self.md.treeprocessors["inline"], "stashed_nodes", {})

        def bar(match: re.Match[str]) -> str:
            return "|" if stash.get(match[1]) == f"{STX}{ord('|')}{ETX}" else match[0]

        return INLINE_PLACEHOLDER_RE.sub(bar, text)


def _in_tag(data: str, start: int, end: int) -> bool:
    """Whether a place stands inside a raw tag or comment, whose inside is no Markdown."""
    window = data[max(0, start - _LONGEST_TAG) : start]
    opened = window.rfind("<")
    if opened < 0:
        return False
    if window.startswith("!--", opened + 1):
        return "-->" not in window[opened:] and "-->" in data[end : end + _LONGEST_TAG]
    inside = re.match(r"</?[A-Za-z][^<>]*\Z", window[opened:])
    return bool(inside) and bool(re.match(r"[^<>]*>", data[end : end + _LONGEST_TAG]))


Found = tuple[ET.Element | None, int | None, int | None]
_NOTHING: Found = (None, None, None)


class _WikiLinks(_Pattern):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        context = self.owner.context_of()
        if context is None or _in_tag(data, m.start(), m.end()):
            return _NOTHING
        address, bar, label = self.with_bars(m[1]).partition("|")
        parts = wikilink_parts(self.source(address) + bar + label)
        if parts is None:
            return _NOTHING
        kind, target, anchor, label = parts
        if found := context.resolve(kind, target, anchor):
            link = ET.Element("a", {"class": "brief-link", "href": self.owner.private(found.url)})
            link.text = label or AtomicString(found.title)
        elif context.strict:
            link = ET.Element("span", {"class": "unresolved"})
            link.text = label or AtomicString(target or anchor)
        else:
            return _NOTHING
        return link, m.start(0), m.end(0)


class _Citations(_Pattern):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        context = self.owner.context_of()
        if context is None or _in_tag(data, m.start(), m.end()):
            return _NOTHING
        cited = citation_parts(self.source(m[1]))
        if cited is None or m[1].lower() in self.md.references:
            return _NOTHING
        marks = [(context.cite(ident), ident, locator) for ident, locator in cited]
        if not context.strict and not all(mark for mark, _, _ in marks):
            return _NOTHING
        note = ET.Element("sup", {"class": "cite"})
        for number, (mark, ident, locator) in enumerate(marks):
            item = self._item(note, mark, ident)
            after = f", {locator}" if locator else ""
            item.tail = AtomicString(after + ("; " if number < len(marks) - 1 else ""))
        return note, m.start(0), m.end(0)

    def _item(self, note: ET.Element, mark: CitationMark | None, ident: str) -> ET.Element:
        if mark is None:
            item = ET.SubElement(note, "span", {"class": "unresolved"})
            item.text = AtomicString(f"@{ident}")
            return item
        href = self.owner.private(mark.href)
        item = ET.SubElement(
            note, "a", {"href": href, "title": mark.title, "aria-label": mark.label}
        )
        item.text = AtomicString(str(mark.number))
        return item


class _AtomicTexts(Treeprocessor):
    """Remembers texts that are not to be processed; the host's unescaping forgets which."""

    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            for slot, text in (("text", element.text), ("tail", element.tail)):
                if isinstance(text, AtomicString):
                    self.owner.atomic.add((element, slot))


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, root: ET.Element) -> None:
        context = self.owner.context_of()
        if self.owner.addresses:
            self._publish(root)
        if context is not None and context.names:
            link_mentions(root, context, self.md, self.owner.atomic)

    def _publish(self, root: ET.Element) -> None:
        """Put the true addresses in; a link inside a link, which HTML forbids, becomes a span."""
        todo = [(root, False)]
        while todo:
            element, linked = todo.pop()
            if element.tag == "a":
                address = self.owner.public(element.get("href", ""))
                if linked and address is not None:
                    element.tag = "span"
                    element.attrib.pop("href")
                elif address is not None:
                    element.set("href", address)
                linked = True
            todo += [(child, linked) for child in element]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the view: where it begins there, and which text of the tree it shows."""

    start: int
    element: ET.Element
    slot: Literal["text", "tail"]
    raw: int
    """Where it begins in that text."""
    length: int
    """Its length in that text; in the view a stashed entity is one character."""


class _View:
    """The visible text of a tree as one string, in which names can be looked for.

    What must not be searched is a wall (U+0000); where a word may go on across an element stands
    a `*`, which `Names` takes as the source's emphasis sign.
    """

    def __init__(self, md: Markdown, atomic: set[tuple[ET.Element, str]]) -> None:
        self.md, self.atomic = md, atomic
        self.parts: list[str] = []
        self.length = 0
        self.pieces: list[_Piece] = []
        self.seams: list[int] = []
        self.closed = 0  # raw elements open that must not be searched
        self.parents: dict[ET.Element, ET.Element] = {}
        self.hrefs: set[str] = set()

    def read(self, root: ET.Element) -> str:
        todo: list[tuple[str, ET.Element]] = [("enter", root)]
        while todo:
            step, element = todo.pop()
            if step == "tail":
                self._text(element, "tail", element.tail)
                continue
            self._seam(self._edge(element))
            if step == "leave":
                continue
            if element.tag == "a":
                self.hrefs.add(element.get("href", "").partition("#")[0])
            if _is_hidden(element):
                self.hrefs.update(a.get("href", "").partition("#")[0] for a in element.iter("a"))
                continue
            self._text(element, "text", element.text)
            todo.append(("leave", element))
            for child in reversed(element):
                self.parents[child] = element
                todo += [("tail", child), ("enter", child)]
        return "".join(self.parts)

    def _edge(self, element: ET.Element) -> str:
        if self.md.is_block_level(element.tag):
            self.closed = 0
        return _SEAM if element.tag in FORMATTING_TAGS and not _is_hidden(element) else _WALL

    def _seam(self, sign: str) -> None:
        self.seams.append(self.length)
        self._show(sign)

    def _show(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _text(self, element: ET.Element, slot: Literal["text", "tail"], text: str | None) -> None:
        if not text:
            return
        if (element, slot) in self.atomic:
            self._seam(_WALL)
            return
        done = 0
        for match in HTML_PLACEHOLDER_RE.finditer(text):
            self._plain(element, slot, text, done, match.start())
            self._stashed(element, slot, match)
            done = match.end()
        self._plain(element, slot, text, done, len(text))

    def _plain(
        self, element: ET.Element, slot: Literal["text", "tail"], text: str, start: int, end: int
    ) -> None:
        if start == end:
            return
        if self.closed:
            self._seam(_WALL)
            return
        self.pieces.append(_Piece(self.length, element, slot, start, end - start))
        self._show(text[start:end])

    def _stashed(
        self, element: ET.Element, slot: Literal["text", "tail"], match: re.Match[str]
    ) -> None:
        number = int(match[1])
        stash = self.md.htmlStash.rawHtmlBlocks
        raw = stash[number] if number < len(stash) else None
        if not isinstance(raw, str):
            self._seam(_WALL)
            return
        char = html.unescape(raw) if _RAW_ENTITY.match(raw) else ""
        if len(char) == 1 and not self.closed:
            self.pieces.append(_Piece(self.length, element, slot, match.start(), len(match[0])))
            self._show(char)
            return
        tag = _RAW_TAG.match(raw)
        name = tag[2].lower() if tag else ""
        if tag and name in HIDDEN_TAGS and not tag[3]:
            self.closed = max(0, self.closed + (-1 if tag[1] else 1))
        self._seam(_SEAM if name in FORMATTING_TAGS and not self.closed else _WALL)


def _is_hidden(element: ET.Element) -> bool:
    tag: object = element.tag  # a function, for comments
    return (
        not isinstance(tag, str)
        or tag.lower() in HIDDEN_TAGS
        or not _NO_LINKS.isdisjoint(element.get("class", "").split())
    )


def link_mentions(
    root: ET.Element,
    context: LinkContext,
    md: Markdown,
    atomic: set[tuple[ET.Element, str]] | None = None,
) -> None:
    """Turn mentions of actors in a finished tree into links, in place.

    `md` is the Markdown instance whose stash of raw HTML the tree refers to; `atomic` names texts,
    as element and `"text"` or `"tail"`, that are left alone.
    """
    if not context.names:
        return
    view = _View(md, atomic or set())
    text = view.read(root)
    starts = [piece.start for piece in view.pieces]
    edits: dict[tuple[ET.Element, Literal["text", "tail"]], list[tuple[int, int, str]]] = {}
    for match, url in _chosen(text, view, context):
        first = view.pieces[bisect_right(starts, match.start) - 1]
        last = view.pieces[bisect_right(starts, match.end - 1) - 1]
        start = first.raw + match.start - first.start
        end = last.raw + last.length - (_shown(last, view, starts) - match.end)
        edits.setdefault((first.element, first.slot), []).append((start, end, url))
    for (element, slot), changes in edits.items():
        _insert(view.parents, element, slot, changes)


def _shown(piece: _Piece, view: _View, starts: list[int]) -> int:
    """Where a piece ends in the view."""
    following = bisect_right(starts, piece.start)
    stop = starts[following] if following < len(starts) else view.length
    wall = bisect_left(view.seams, piece.start)
    return min(stop, view.seams[wall] if wall < len(view.seams) else stop)


def _chosen(text: str, view: _View, context: LinkContext) -> Iterator[tuple[Match, str]]:
    """The matches that become links, each with its address."""
    names, seen = context.names, set()
    for match in names.find(text) if names else ():
        ident = resolve_ids(match, context.listed)
        seam = bisect_left(view.seams, match.start)
        broken = seam < len(view.seams) and view.seams[seam] < match.end
        if ident is None or ident in context.own or ident in seen or broken:
            continue
        url = context.actor_url(ident)
        if context.mode == "first":
            seen.add(ident)
            if url.partition("#")[0] in view.hrefs:
                continue
        context.note(ident)
        yield match, url


def _insert(
    parents: dict[ET.Element, ET.Element],
    element: ET.Element,
    slot: Literal["text", "tail"],
    changes: list[tuple[int, int, str]],
) -> None:
    """Split one text of the tree at its links."""
    text = (element.text if slot == "text" else element.tail) or ""
    ends = [*(start for start, _, _ in changes[1:]), len(text)]
    links = []
    for (start, end, url), following in zip(changes, ends, strict=True):
        link = ET.Element("a", {"class": "actor", "href": url})
        link.text, link.tail = text[start:end], text[end:following]
        links.append(link)
    lead = text[: changes[0][0]]
    if slot == "text":
        element.text = lead
        element[0:0] = links
    else:
        element.tail = lead
        parent = parents[element]
        place = list(parent).index(element) + 1
        parent[place:place] = links
