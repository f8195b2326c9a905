"""Links: addresses relative to a page, and wikilinks, citations and mentions in Markdown."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from mkdocs_briefs.library.names import Mention, find_mentions
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import source_anchor
from mkdocs_briefs.model.texts import is_safe_address, scheme_of, tooltip
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import source_title
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import CITATION, WIKILINK, citation_parts, wikilink_parts
from mkdocs_briefs.render.inline import CitationMark, InlineLinks, LinkTarget
from mkdocs_briefs.render.mentions import link_marks, mark_mentions, without_marks

ROOT_MARK = "\x02"
"""Stands for the site's root in HTML that several pages share, until `resolve_root` replaces it.

As the path of a page it means any page. No text holds this character: YAML refuses it in a file,
and Markdown takes it out."""

_FOLDER = re.compile(r'(<(?:a|form)\b[^<>]*?\s(?:href|action)="(?!/)[^":#?]*/)(?=["#?])')
"""A link to a folder of the site, up to the end of its path."""


def relative_url(page_path: str, path: str) -> str:
    """Return `path` as a link on the page `page_path`, both relative to the site's root.

    Web and mail addresses stay as they are; one that a browser must not follow becomes `#`.
    """
    if page_path == ROOT_MARK:
        return url_from_root(path)
    if path.startswith("#"):
        return path
    if not is_safe_address(path):
        return "#"
    if scheme_of(path):
        return path
    target, mark, anchor = path.partition("#")
    if target == page_path and anchor:
        return f"#{anchor}"
    here, there = page_path.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    relative = "../" * (len(here) - shared) + "/".join(there[shared:])
    if ":" in relative.partition("/")[0]:
        relative = f"./{relative}"
    return (relative or "./") + mark + anchor


def url_from_root(path: str) -> str:
    """Return `path` as a link for any page, until `resolve_root`; otherwise as `relative_url`."""
    if path.startswith("#"):
        return path
    if not is_safe_address(path):
        return "#"
    if scheme_of(path):
        return path
    return f"{ROOT_MARK}./{path}" if ":" in path.partition("/")[0] else ROOT_MARK + path


def resolve_root(html: str, page_path: str) -> str:
    """Return HTML with addresses relative to this page in place of those from the root.

    Links of the page to itself become fragments.
    """
    top, slash, own = page_path.partition("/")
    if not slash:
        html = html.replace(f'"{ROOT_MARK}{page_path}#', '"#').replace(
            f'"{ROOT_MARK}{page_path}"', '"./"'
        )
        return html.replace(f'"{ROOT_MARK}"', '"./"').replace(ROOT_MARK, "")
    up = "../" * page_path.count("/")
    # Only what shares the first folder with the page may have a shorter way than over the root.
    first, *below = html.split(f"{ROOT_MARK}{top}/")
    if below:
        near = (f"{own.partition('/')[0]}/",) if "/" in own else (own or '"', '"', "#")
        ways, over = _ways(own), up[3:]
        made = [_near(rest, own, ways) if rest.startswith(near) else over + rest for rest in below]
        html = first + "".join(made)
    return html.replace(ROOT_MARK, up)


def _ways(own: str) -> list[tuple[str, str]]:
    """Return the folders of a page below its first, longest first, and the steps up to each."""
    folders = own.split("/")[:-1]
    return [
        ("".join(f"{name}/" for name in folders[:depth]), "../" * (len(folders) - depth))
        for depth in range(len(folders), -1, -1)
    ]


def _near(html: str, own: str, ways: Sequence[tuple[str, str]]) -> str:
    """Return HTML that begins within an address, below the first folder of the page at `own`."""
    if html.startswith(own):
        rest = html[len(own) :]
        if rest.startswith("#"):
            return rest
        if rest.startswith('"'):
            return f"./{rest}"
    path, up = next(way for way in ways if html.startswith(way[0]))
    rest = html[len(path) :]
    return f"{up or './'}{rest}" if rest.startswith(('"', "#")) else up + rest


def with_files(html: str) -> str:
    """Return a page whose links name the file of a folder, for a browser that reads a disk."""
    return _FOLDER.sub(r"\1index.html", html)


PRIORITY = -10
"""Of the last treeprocessor: after MkDocs' own, which resolves links at 0."""
_BEFORE_ALL = 31.5
"""After what includes other files (pymdownx.snippets at 32), before all that changes the text."""
_BEFORE_CONTENTS = 6
"""After inline Markdown, at 20, and before the table of contents, at 5."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SCHEME = "briefs-link:"
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_MAX_TAG_CHARS = 2000


@dataclass(frozen=True, slots=True)
class LinkContext:
    """What one page knows about the things its text may refer to."""

    mentions: Callable[[str], Iterable[Mention]] | None
    """From the Markdown of the page to the actors it mentions; None links no mentions."""
    first: bool
    """Whether each actor is linked where first mentioned, or wherever mentioned."""
    actor_url: Callable[[str], str]
    """From the id of an actor to the address of its page, as it stands in this page."""
    strict: bool
    """Whether what cannot be resolved is marked; otherwise it stays as written."""
    resolve: Callable[[str, str, str], LinkTarget | None]
    """From kind, which may be empty, target and anchor of a wikilink to where it leads."""
    cite: Callable[[str], CitationMark | None]
    """From the id of a source to how it is cited."""


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
        self.mentioned: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the processors; wikilinks and citations come before all other brackets."""
        md.registerExtension(self)
        md.inlinePatterns.register(_WikiLinks(WIKILINK, md, self), "briefs-wikilink", 179)
        md.inlinePatterns.register(_Citations(CITATION, md, self), "briefs-citation", 178)
        md.preprocessors.register(_MarkMentions(md, self), "briefs-mentions", _BEFORE_ALL)
        md.treeprocessors.register(_PlainHeadings(md, self), "briefs-headings", _BEFORE_CONTENTS)
        md.treeprocessors.register(_Addresses(md, self), "briefs-links", PRIORITY)
        md.postprocessors.register(_LinkMentions(md, self), "briefs-mentions", PRIORITY)

    def reset(self) -> None:
        """Forget the page before."""
        self.addresses.clear()
        self.mentioned.clear()

    def private(self, address: str) -> str:
        """Return an address that nobody else touches, standing for `address` until the end."""
        self.addresses.append(address)
        return f"{_SCHEME}{len(self.addresses) - 1}"

    def public(self, private: str) -> str | None:
        """Return the address a private one stands for; None when it is none of ours."""
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
        """Return `text` as its author wrote it, backslashes of escapes left out."""
        return _ESCAPED.sub(lambda match: chr(int(match[1])), self.unescape(text))

    def with_bars(self, text: str) -> str:
        r"""Return `text` with each `\|`, which the tables extension has put away, as a bare `|`."""
        stash = getattr(self.md.treeprocessors["inline"], "stashed_nodes", {})

        def bar(match: re.Match[str]) -> str:
            return "|" if stash.get(match[1]) == f"{STX}{ord('|')}{ETX}" else match[0]

        return INLINE_PLACEHOLDER_RE.sub(bar, text)


def _in_tag(data: str, start: int, end: int) -> bool:
    """Return whether a place stands inside a raw tag or comment, whose inside is no Markdown."""
    window = data[max(0, start - _MAX_TAG_CHARS) : start]
    opened = window.rfind("<")
    if opened < 0:
        return False
    if window.startswith("!--", opened + 1):
        return "-->" not in window[opened:] and "-->" in data[end : end + _MAX_TAG_CHARS]
    inside = re.match(r"</?[A-Za-z][^<>]*\Z", window[opened:])
    return bool(inside) and bool(re.match(r"[^<>]*>", data[end : end + _MAX_TAG_CHARS]))


Found = tuple[ET.Element | None, int | None, int | None]
_NO_MATCH: Found = (None, None, None)


class _WikiLinks(_Pattern):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        context = self.owner.context_of()
        if context is None or _in_tag(data, m.start(), m.end()):
            return _NO_MATCH
        address, bar, label = self.with_bars(m[1]).partition("|")
        parts = wikilink_parts(self.source(address) + bar + label)
        if parts is None:
            return _NO_MATCH
        kind, target, anchor, label = parts
        if found := context.resolve(kind, target, anchor):
            link = ET.Element("a", {"class": "brief-link", "href": self.owner.private(found.url)})
            link.text = label or AtomicString(found.title)
        elif context.strict:
            link = ET.Element("span", {"class": "unresolved"})
            link.text = label or AtomicString(target or anchor)
        else:
            return _NO_MATCH
        return link, m.start(0), m.end(0)


class _Citations(_Pattern):
    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        context = self.owner.context_of()
        if context is None or _in_tag(data, m.start(), m.end()):
            return _NO_MATCH
        cited = citation_parts(self.source(m[1]))
        if cited is None or m[1].lower() in self.md.references:
            return _NO_MATCH
        marks = [(context.cite(ident), ident, locator) for ident, locator in cited]
        if not context.strict and not all(mark for mark, _, _ in marks):
            return _NO_MATCH
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
        item = ET.SubElement(note, "a", {"href": self.owner.private(mark.href)})
        if title := tooltip(mark.title):
            item.set("title", title)
        item.set("aria-label", mark.label)
        item.text = AtomicString(str(mark.number))
        return item


class _MarkMentions(Preprocessor):
    """Marks the mentions in the source, as no later step of Markdown knows its offsets."""

    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, lines: list[str]) -> list[str]:
        context = self.owner.context_of()
        if context is None or context.mentions is None:
            return lines
        source = without_marks("\n".join(lines))
        marked, self.owner.mentioned = mark_mentions(source, context.mentions(source))
        return marked.split("\n")


class _PlainHeadings(Treeprocessor):
    """Takes marks out of headings, whose text becomes ids and a table of contents."""

    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, root: ET.Element) -> None:
        if not self.owner.mentioned:
            return
        for heading in root.iter():
            if heading.tag in _HEADINGS:
                for element in heading.iter():
                    element.text = without_marks(element.text or "")
                    element.tail = without_marks(element.tail or "")


class _LinkMentions(Postprocessor):
    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, text: str) -> str:
        context = self.owner.context_of()
        if context is None or not self.owner.mentioned:
            return text
        return link_marks(text, self.owner.mentioned, context.actor_url, first=context.first)


class _Addresses(Treeprocessor):
    """Puts the true addresses in; a link inside a link, which HTML forbids, becomes a span."""

    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, root: ET.Element) -> None:
        todo = [(root, False)] if self.owner.addresses else []
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


PageOf = Callable[[str], str | None]
"""From the path of a source file, as links see it, to the path of its page."""


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """Resolves the links of front-matter texts and of bodies to addresses."""

    factory: ViewFactory
    page_of: PageOf

    def of_text(self, slug: str, page_path: str) -> InlineLinks:
        """Return the links of a text of the brief `slug`, shown on the page at `page_path`."""
        brief = self.factory.library.catalogue.briefs.get(slug)
        return InlineLinks(
            resolve=partial(self.resolve, brief, page_path),
            cite=partial(self.cite, brief, page_path),
            md_link=partial(self._file, brief, page_path),
        )

    def of_body(self, brief: Brief | None, page_path: str) -> LinkContext:
        """Return the links of the Markdown of `brief`, or of another page, at `page_path`.

        Names become links in briefs only.
        """
        mode = self._mode(brief) if brief else "off"
        return LinkContext(
            mentions=partial(self.mentions, brief) if brief and mode != "off" else None,
            first=mode == "first",
            actor_url=lambda ident: relative_url(page_path, urls.page_path("actor", ident)),
            strict=brief is not None,
            resolve=partial(self.resolve, brief, page_path),
            cite=partial(self.cite, brief, page_path),
        )

    def _mode(self, brief: Brief) -> str:
        return brief.fields.mentions or self.factory.library.settings.mentions

    def mentions(self, brief: Brief, source: str) -> Iterable[Mention]:
        """Return the mentions of actors in the body of `brief`, or in what has become of it.

        They are those of the backlinks, unless another plugin has changed the body, or all mentions
        are links.
        """
        library = self.factory.library
        if source == brief.body and self._mode(brief) == "first":
            links = {wikilink.start for wikilink in brief.prose.wikilinks}
            links.update(link.start for link in brief.prose.links)
            return [
                (link.start, link.end, link.target[1])
                for link in library.links_from[brief.slug]
                if link.target[0] == "actor" and link.start not in links
            ]
        prose = brief.prose if source == brief.body else scan_body(source)
        return find_mentions(prose.text, library.names, library.listed(brief.slug))

    def resolve(
        self, brief: Brief | None, page: str, kind: str, target: str, anchor: str
    ) -> LinkTarget | None:
        """Return where the wikilink `[[kind:target#anchor]]` of `brief` leads from `page`."""
        library = self.factory.library
        path, title = self.factory.brief(brief).path if brief else "", anchor
        if target:
            listed = library.listed(brief.slug) if brief else ()
            found = library.catalogue.resolve(kind, target, listed)
            link = self.factory.target(found) if found else None
            if link is None:
                return None
            path, title = link.path, link.text
        elif not anchor:
            return None
        return LinkTarget(
            relative_url(page, urls.anchored(path, anchor) if anchor else path), title
        )

    def cite(self, brief: Brief | None, page: str, ident: str) -> CitationMark | None:
        """Return how a source of `brief` is cited on `page`, or None where it has no such one."""
        if brief is None:
            return None
        for number, source in enumerate(brief.fields.sources, 1):
            if source.id == ident:
                path = urls.anchored(self.factory.brief(brief).path, source_anchor(ident))
                return CitationMark(number, relative_url(page, path), source_title(brief, number))
        return None

    def _file(self, brief: Brief | None, page: str, written: str) -> str | None:
        """Return the address of a relative path in a text: a page of ours, another, or a file."""
        path, mark, anchor = written.partition("#")
        folder = posixpath.dirname(brief.uri) if brief else ""
        uri = posixpath.normpath(posixpath.join(folder, path))
        if uri.startswith(("../", "/")) or uri == "..":
            return None
        found = self.factory.library.catalogue.by_uri.get(uri)
        link = self.factory.target(found) if found else None
        if link is not None:
            return relative_url(page, link.path) + mark + anchor
        if (other := self.page_of(uri)) is not None:
            return relative_url(page, other) + mark + anchor
        return (
            None if uri.endswith(".md") else relative_url(page, urls.encoded(uri)) + mark + anchor
        )
