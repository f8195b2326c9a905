"""Links: addresses relative to a page, and wikilinks, citations and mentions in Markdown."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from urllib.parse import unquote

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from mkdocs_briefs.library.mentions import Mention
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import source_anchor
from mkdocs_briefs.model.texts import is_path, is_safe_address, scheme_of, tooltip
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import source_title
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import (
    CITATION,
    WIKILINK,
    citation_parts,
    edited,
    html_links,
    is_reference,
    wikilink_parts,
)
from mkdocs_briefs.render.inline import (
    CitationMark,
    InlineLinks,
    LinkTarget,
    link_marks,
    mark_mentions,
    without_marks,
)

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
    if (fixed := _wherever(path)) is not None:
        return fixed
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


def _wherever(path: str) -> str | None:
    """Return the link to a path that is the same on every page; None for a place of the site."""
    if path.startswith("#"):
        return path
    if not is_safe_address(path):
        return "#"
    return path if scheme_of(path) else None


def url_from_root(path: str) -> str:
    """Return `path` as a link for any page, until `resolve_root`; otherwise as `relative_url`."""
    if (fixed := _wherever(path)) is not None:
        return fixed
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


def without_links_to_itself(html: str, page_path: str) -> str:
    """Return HTML from `url_from_root` without links from the pages of an actor or term to it.

    Names in texts stay, chips go: each item of such a page would have the same.
    """
    folder, _, rest = page_path.partition("/")
    if folder not in ("actors", "topics", "storylines") or "/" not in rest:
        return html
    own = re.escape(f"{ROOT_MARK}{folder}/{rest.partition('/')[0]}/")
    html = re.sub(rf'<span class="b-chip"><a href="{own}"><bdi[^<]*</bdi></a></span> ?', "", html)
    html = html.replace('<p class="b-chips"></p>\n', "")
    return re.sub(rf'<a class="actor" href="{own}">(.*?)</a>', r"\1", html)


def with_files(html: str) -> str:
    """Return a page whose links name the file of a folder, for a browser that reads a disk."""
    return _FOLDER.sub(r"\1index.html", html)


PRIORITY = -10
"""Of the last treeprocessor: after MkDocs' own, which resolves links at 0."""
_BEFORE_ALL = 31.5
"""After what includes other files (pymdownx.snippets at 32), before all that changes the text."""
_BEFORE_CONTENTS = 6
"""After inline Markdown, at 20, and before the table of contents, at 5."""

_BEFORE_HOST = 1
"""After addresses can be parsed, at 2, and before MkDocs' own."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SCHEME = "briefs-link:"
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
_WORDS = {"data-briefs": "words"}
"""The attribute of an element of which only the words stay."""
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
    is_unpublished: Callable[[str, str], bool]
    """Whether a wikilink of this kind (may be empty) and target means an unpublished brief."""
    file: Callable[[str], str | None]
    """From a path in a link to its address: empty for an unpublished brief, the same path for one
    that is known to lead nowhere; None leaves it to the host."""
    html_file: Callable[[str], str | None] | None
    """From a path in raw HTML to its address: empty for an unpublished brief, None for nothing. If
    there is no such function, raw HTML stays as written."""


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
        md.treeprocessors.register(_Paths(md, self), "briefs-paths", _BEFORE_HOST)
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
        elif context.strict or context.is_unpublished(kind, target):
            link = ET.Element("span", {"class": "unresolved"} if context.strict else _WORDS)
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
        if cited is None or is_reference(data, m[1], m.end(), self.md.references):
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


class _Paths(Treeprocessor):
    """Settles what MkDocs would not: paths of unpublished briefs, of nothing, and in raw HTML."""

    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, root: ET.Element) -> None:
        context = self.owner.context_of()
        if context is None:
            return
        for parent in [*root.iter()]:
            for element in [*parent]:
                if self._is_words(element, context):
                    _unwrap(parent, element)
        if context.html_file:
            blocks = self.md.htmlStash.rawHtmlBlocks
            blocks[:] = [
                with_paths(each, context.html_file) if isinstance(each, str) else each
                for each in blocks
            ]

    def _is_words(self, element: ET.Element, context: LinkContext) -> bool:
        """Return whether only the words of an element stay; settle its address otherwise."""
        name = {"a": "href", "img": "src"}.get(str(element.tag), "")
        written = element.get(name, "") if name else ""
        path = _PATH_OF.match(written)[0]  # type: ignore[index]
        if not path or path.startswith(("/", "\\")) or not is_path(written):
            return element.attrib == _WORDS
        found = context.file(unquote(path))
        if found:
            final = path if found == unquote(path) else found
            element.set(name, self.owner.private(final + written[len(path) :]))
        return found == ""


def _unwrap(parent: ET.Element, child: ET.Element) -> None:
    """Put what is inside of `child` in its place."""
    place = [*parent].index(child)
    inner = [*child]
    parent[place : place + 1] = inner
    _add_text(parent, place, child.text or "")
    _add_text(parent, place + len(inner), child.tail or "")


def _add_text(parent: ET.Element, place: int, text: str) -> None:
    """Add text before the child of `parent` that is at `place`."""
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


_PATH_OF = re.compile(r"[^?#]*")


def with_paths(markup: str, address_of: Callable[[str], str | None]) -> str:
    """Return raw HTML with the addresses of its paths; one that is empty goes with its attribute.

    A path without an address, which is None, stays.
    """
    edits = []
    for link in html_links(markup) if "<" in markup else ():
        address = address_of(link.path) if link.path else None
        if address:
            edits.append((link.start, link.end, escape(address)))
        elif address is not None:
            edits.append((*link.attribute, ""))
    return edited(markup, edits)


class _Addresses(Treeprocessor):
    """Puts the true addresses in; a link inside a link, which HTML forbids, becomes a span."""

    def __init__(self, md: Markdown, owner: LinkingExtension) -> None:
        super().__init__(md)
        self.owner = owner

    def run(self, root: ET.Element) -> None:
        todo = [(root, False)] if self.owner.addresses else []
        while todo:
            element, linked = todo.pop()
            if element.tag == "img" and (src := self.owner.public(element.get("src", ""))):
                element.set("src", src)
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
    dead_links: Collection[tuple[str, str]] = ()
    """Paths that are known to lead nowhere, each behind the path of its file."""

    def of_text(self, slug: str, page_path: str) -> InlineLinks:
        """Return the links of a text of the brief `slug`, shown on the page at `page_path`."""
        brief = self.factory.library.catalogue.briefs.get(slug)
        return InlineLinks(
            resolve=partial(self.resolve, brief, page_path),
            cite=partial(self.cite, brief, page_path),
            md_link=partial(self._file, brief, page_path),
        )

    def of_body(self, brief: Brief | None, page_path: str, uri: str, *, ours: bool) -> LinkContext:
        """Return the links of the Markdown of `brief`, or of another page, at `page_path`.

        `uri` is the path of its file as links see it; `ours` says that it is a brief or profile.
        Names become links in briefs only.
        """
        folder = posixpath.dirname(uri)
        mode = self.factory.library.mentions_mode(brief) if brief else "off"
        return LinkContext(
            mentions=partial(self.mentions, brief) if brief and mode != "off" else None,
            first=mode == "first",
            actor_url=lambda ident: relative_url(page_path, urls.page_path("actor", ident)),
            strict=brief is not None,
            resolve=partial(self.resolve, brief, page_path),
            cite=partial(self.cite, brief, page_path),
            is_unpublished=self._is_unpublished,
            file=partial(self._settled, uri, page_path),
            html_file=partial(self._html_file, folder, page_path) if ours else None,
        )

    def _is_unpublished(self, kind: str, target: str) -> bool:
        catalogue = self.factory.library.catalogue
        found = catalogue.resolve(kind, target) if target and catalogue.unpublished else None
        return found is not None and self.factory.target(found) is None

    def _settled(self, uri: str, page: str, path: str) -> str | None:
        """Return what becomes of a path in a link of the file `uri`; see `LinkContext.file`."""
        there = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path))
        found = self.factory.library.catalogue.by_uri.get(there)
        link = self.factory.target(found) if found else None
        if found and link is None:
            return ""
        # The page must be made anew when something is there, so the host is asked in any case.
        if self.page_of(there) is not None:
            return None
        if link:
            return relative_url(page, link.path)
        return path if (uri, path) in self.dead_links else None

    def _html_file(self, folder: str, page: str, path: str) -> str | None:
        uri = posixpath.normpath(posixpath.join(folder, path))
        found = self.factory.library.catalogue.by_uri.get(uri)
        if found and self.factory.target(found) is None:
            return ""
        other = self.page_of(uri)
        return None if other is None else relative_url(page, other)

    def mentions(self, brief: Brief, source: str) -> Iterable[Mention]:
        """Return the names to link in the body of `brief`, or in what plugins made of it."""
        library = self.factory.library
        if source == brief.body:
            return library.linked_in_body(brief)
        return library.mentions_in(brief, scan_body(source).text)

    def resolve(
        self, brief: Brief | None, page: str, kind: str, target: str, anchor: str
    ) -> LinkTarget | None:
        """Return where the wikilink `[[kind:target#anchor]]` of `brief` leads from `page`."""
        library = self.factory.library
        path, title = self.factory.brief(brief).path if brief else "", anchor
        lang = (brief.fields.lang if brief else None) or library.settings.language
        if target:
            listed = library.listed(brief.slug) if brief else ()
            found = library.catalogue.resolve(kind, target, listed)
            link = self.factory.in_language(lang).target(found) if found else None
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
