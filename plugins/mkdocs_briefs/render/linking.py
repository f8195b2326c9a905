"""The Markdown extension that makes links: wikilinks, citations, and mentions of actors.

Wikilinks and citations are found while inline Markdown is read; they carry an address of a private
scheme until every other treeprocessor is done, so that MkDocs, which resolves relative links among
files, neither changes nor judges them. Mentions (see `mentions`) come last, in the finished tree.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from mkdocs_briefs.parse.references import CITATION, WIKILINK, citation_parts, wikilink_parts
from mkdocs_briefs.render.mentions import MentionContext, link_mentions

PRIORITY = -10
"""Of the last treeprocessor: after MkDocs' own, which resolves links at 0."""

_SCHEME = "briefs-link:"
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_LONGEST_TAG = 2000


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


class LinkContext(MentionContext, Protocol):
    """What one page knows about the things its text may refer to."""

    @property
    def strict(self) -> bool:
        """Whether what cannot be resolved is marked; otherwise it stays as written."""

    def resolve(self, kind: str, target: str, anchor: str) -> Target | None:
        """What `[[kind:target#anchor]]` leads to; `kind` may be empty."""

    def cite(self, ident: str) -> CitationMark | None:
        """How the source `ident` is cited."""


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
