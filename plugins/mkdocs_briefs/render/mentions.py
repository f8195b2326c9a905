"""Mentions of actors in a finished tree, where it is plain what a reader sees, become links."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE, STX

from mkdocs_briefs.library.names import Match, Names, single_id
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.parts import Link, SourceView
from mkdocs_briefs.parse.inline import FORMATTING_TAGS, HIDDEN_TAGS

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


_NO_LINKS = frozenset(
    {"admonition-title", "arithmatex", "cite", "footnote-backref", "footnote-ref", "headerlink"}
    | {"nolink", "tabbed-labels", "toc", "unresolved"}
)
_RAW_TAG = re.compile(r"\s*<(/?)([A-Za-z][\w:-]*)(?:\s[^<>]*)?(/?)>\s*\Z")
_RAW_ENTITY = re.compile(r"&#?\w{1,32};\Z")
_BARRIER = "\0"
_JOINT = "*"


@dataclass(frozen=True, slots=True)
class MentionContext:
    """What one page knows about the actors its text may mention."""

    names: Names | None
    """Names of actors to look for; None links no mentions."""
    mode: Literal["first", "all"]
    """Whether each actor is linked where first mentioned, or wherever mentioned."""
    listed: frozenset[str]
    """Ids of the actors this page lists, who win a name that several share."""
    own: frozenset[str]
    """Ids that are never linked: the page is theirs."""
    actor_url: Callable[[str], str]
    """From the id of an actor to the address of its page, as it stands in this page."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the view: where it begins there, and which text of the tree it shows."""

    start: int
    element: ET.Element
    slot: Literal["text", "tail"]
    raw: int
    """Where it begins in that text."""
    length: int
    """Its length in that text; in the view a stashed entity is one character."""


class _VisibleText:
    """The visible text of a tree as one string, in which names can be looked for.

    What must not be searched is a barrier (U+0000); where a word may go on across an element stands
    a `*`, which `Names` takes as the source's emphasis sign.
    """

    def __init__(self, md: Markdown, atomic: set[tuple[ET.Element, str]]) -> None:
        self.md, self.atomic = md, atomic
        self.parts: list[str] = []
        self.length = 0
        self.pieces: list[_Stretch] = []
        self.marks: list[int] = []
        self.closed = 0  # raw elements open that must not be searched
        self.parents: dict[ET.Element, ET.Element] = {}
        self.hrefs: set[str] = set()
        self.blocks: dict[str, bool] = {}

    def read(self, root: ET.Element) -> str:
        todo: list[tuple[str, ET.Element]] = [("enter", root)]
        while todo:
            step, element = todo.pop()
            if step == "tail":
                self._text(element, "tail", element.tail)
                continue
            self._mark(self._edge(element))
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
        tag = element.tag
        if (block := self.blocks.get(tag)) is None:  # Markdown looks through a list each time
            block = self.blocks[tag] = self.md.is_block_level(tag)
        if block:
            self.closed = 0
        return _JOINT if element.tag in FORMATTING_TAGS and not _is_hidden(element) else _BARRIER

    def _mark(self, sign: str) -> None:
        self.marks.append(self.length)
        self._show(sign)

    def _show(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _text(self, element: ET.Element, slot: Literal["text", "tail"], text: str | None) -> None:
        if not text:
            return
        if (element, slot) in self.atomic:
            self._mark(_BARRIER)
            return
        done = 0
        for match in HTML_PLACEHOLDER_RE.finditer(text) if STX in text else ():
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
            self._mark(_BARRIER)
            return
        self.pieces.append(_Stretch(self.length, element, slot, start, end - start))
        self._show(text[start:end])

    def _stashed(
        self, element: ET.Element, slot: Literal["text", "tail"], match: re.Match[str]
    ) -> None:
        number = int(match[1])
        stash = self.md.htmlStash.rawHtmlBlocks
        raw = stash[number] if number < len(stash) else None
        if not isinstance(raw, str):
            self._mark(_BARRIER)
            return
        char = html.unescape(raw) if _RAW_ENTITY.match(raw) else ""
        if len(char) == 1 and not self.closed:
            self.pieces.append(_Stretch(self.length, element, slot, match.start(), len(match[0])))
            self._show(char)
            return
        tag = _RAW_TAG.match(raw)
        name = tag[2].lower() if tag else ""
        if tag and name in HIDDEN_TAGS and not tag[3]:
            self.closed = max(0, self.closed + (-1 if tag[1] else 1))
        self._mark(_JOINT if name in FORMATTING_TAGS and not self.closed else _BARRIER)


def _is_hidden(element: ET.Element) -> bool:
    tag: object = element.tag  # a function, for comments
    return (
        not isinstance(tag, str)
        or tag.lower() in HIDDEN_TAGS
        or not _NO_LINKS.isdisjoint(element.get("class", "").split())
    )


def link_mentions(
    root: ET.Element,
    context: MentionContext,
    md: Markdown,
    atomic: set[tuple[ET.Element, str]] | None = None,
) -> None:
    """Turn mentions of actors in a finished tree into links, in place.

    `md` is the Markdown instance whose stash of raw HTML the tree refers to; `atomic` names texts,
    as element and `"text"` or `"tail"`, that are left alone.
    """
    if not context.names:
        return
    view = _VisibleText(md, atomic or set())
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


def _shown(piece: _Stretch, view: _VisibleText, starts: list[int]) -> int:
    """Return where a piece ends in the view."""
    following = bisect_right(starts, piece.start)
    stop = starts[following] if following < len(starts) else view.length
    mark = bisect_left(view.marks, piece.start)
    return min(stop, view.marks[mark] if mark < len(view.marks) else stop)


def _chosen(text: str, view: _VisibleText, context: MentionContext) -> Iterator[tuple[Match, str]]:
    """Yield the matches that become links, each with its address."""
    names, seen = context.names, set()
    for match in names.find(text) if names else ():
        ident = single_id(match.ids, context.listed)
        mark = bisect_left(view.marks, match.start)
        broken = mark < len(view.marks) and view.marks[mark] < match.end
        if ident is None or ident in context.own or ident in seen or broken:
            continue
        url = context.actor_url(ident)
        if context.mode == "first":
            seen.add(ident)
            if url.partition("#")[0] in view.hrefs:
                continue
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
