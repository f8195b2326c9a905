"""Finished HTML: its headings and ids, and what may not run in it or break a parser."""

from __future__ import annotations

import html
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from markupsafe import Markup, escape

from mkdocs_briefs.model.ids import SECTION_IDS, heading_slug
from mkdocs_briefs.model.texts import SCHEMES, is_safe_address, tooltip

Heading = tuple[int, str, str]
"""Level, id and words."""

_HEADING = re.compile(r"<(/?)h([23])\b([^<>]*)>")
_OWN_ID = re.compile(r'\sid="([^"]+)"')
_ID = re.compile(r"(<[a-zA-Z][^<>]*?\sid=\")([^\"<>]*)(\"[^<>]*)")
_ID_SIGN = re.compile('id="(?=([^"<>]*)")')
_QUICK_ID = re.compile(r' id="([^"]*)')
_OTHER_SPACE = ('\nid="', '\tid="', '\rid="', '\fid="')
_TAG_NAME = re.compile("<[a-zA-Z]")
_OWN = re.compile(r'class="b-h')
_HEADERLINK = re.compile(r'<a class="headerlink"[^<>]*>[^<>]*</a>')
_TAG = re.compile(r"<[^<>]*>")


def headings(markup: str, deepest: int = 3) -> list[Heading]:
    """Return level, id and words of every h2 and h3 that has an id, down to the level `deepest`."""
    return [
        (level, html.unescape(name), _words(inner))
        for level, name, inner in _headings(markup)
        if level <= deepest
    ]


def _headings(markup: str) -> Iterator[Heading]:
    """Yield level, id and inner HTML of each, as written."""
    start: re.Match[str] | None = None
    for tag in _HEADING.finditer(markup):
        if not tag[1]:
            start = tag
        elif start is not None and start[2] == tag[2]:
            if found := _OWN_ID.search(start[3]):
                yield int(tag[2]), found[1], markup[start.end() : tag.start()]
            start = None


def _words(inner: str) -> str:
    plain = _TAG.sub("", _HEADERLINK.sub("", inner)) if "<" in inner else inner
    return " ".join(html.unescape(plain).split())


def ids(markup: str) -> set[str]:
    """Return the ids in `markup`."""
    return set(every_id(markup))


def every_id(markup: str) -> list[str]:
    """Return every id in `markup` as often as it stands there."""
    found: list[str] = []
    done = 0
    for sign in _ID_SIGN.finditer(markup):
        place = sign.start()
        if not markup[place - 1 : place].isspace():
            continue
        tag = markup.rfind("<", done, place)  # of a tag the first id counts
        if tag >= 0 and _TAG_NAME.match(markup, tag) and markup.find(">", tag, place) < 0:
            found.append(html.unescape(sign[1]))
            done = sign.end(1)
    return found


def unique_ids(markup: str) -> str:
    """Return `markup` with every id once.

    Sections of ours keep theirs, so that links to `#timeline` always mean the timeline; of other
    like ones the first keeps it and the next becomes `id_1`, as Python-Markdown numbers headings.
    """
    quick = _QUICK_ID.findall(markup)
    plain = markup.count('id="') == len(quick) or not any(sign in markup for sign in _OTHER_SPACE)
    if plain and len(set(quick)) == len(quick):
        return markup  # what looks like an id is one, or is text; none is there twice
    every = [found[2] for found in _ID.finditer(markup)]
    taken = set(every)
    if len(taken) == len(every):
        return markup
    ours = {
        found[2]
        for found in _ID.finditer(markup)
        if found[2] in SECTION_IDS and _OWN.search(found[3])
    }
    seen: set[str] = set()
    numbers: dict[str, int] = {}

    def once(found: re.Match[str]) -> str:
        name = found[2]
        own = bool(_OWN.search(found[3]))
        if name not in seen and (own or name not in ours):
            seen.add(name)
            return found[0]
        while (fresh := f"{name}_{numbers.setdefault(name, 1)}") in taken:
            numbers[name] += 1
        taken.add(fresh)
        return f"{found[1]}{fresh}{found[3]}"

    return _ID.sub(once, markup)


_THEME_ID = re.compile(r"__(?!codelineno-|span-|tabbed_).*", re.DOTALL)
"""The ids that Material, and our fixes of it, give to parts of a page. Three kinds that
begin so belong to the code and the tabs of a text."""
_LOOKED_UP = re.compile(
    r"(?:md|b|js|tabbed)-.*|briefs?|mermaid|annotate|footnote-ref|focus-visible|glightbox"
    r"|(?:no-)?(?:copy|select)",
    re.DOTALL | re.IGNORECASE,
)
"""Classes by which scripts of Material or of ours find parts of a page. Not `highlight` and `hll`,
which colour code, nor the classes of links that this plugin makes in a text."""
_OURS_OR_TAG = re.compile(r'<sup class="cite">.*?</sup>|<[a-zA-Z][^<>]*>', re.DOTALL)
_NAMED = re.compile(r'(\s(?:id|for|aria-(?:controls|describedby|labelledby))="|\shref="#)([^"<>]*)')


def clashes_with_theme(body: str) -> bool:
    """Return whether the HTML of a body has an id of the theme."""
    return '"__' in body and any(_THEME_ID.fullmatch(name) for name in ids(body))


def without_reserved_ids(body: str, reserved: Collection[str]) -> str:
    """Return the HTML of a body whose ids leave `reserved`, and those of the theme, to others.

    A link of the author to such an id still leads to the same place of the text. Wikilinks and
    citations name what belongs to the brief, and stay.
    """
    own = ids(body)
    taken, fresh = {*own, *reserved}, {}
    for name in sorted(own):
        if name in reserved or _THEME_ID.fullmatch(name):
            number = 1
            while (free := f"{name}_{number}") in taken:
                number += 1
            taken.add(free)
            fresh[name] = free

    def renamed(found: re.Match[str]) -> str:
        name = html.unescape(found[2])
        new = fresh.get(name) or fresh.get(unquote(name) if found[1].endswith("#") else name)
        return found[1] + html.escape(new) if new else found[0]

    def in_tag(tag: re.Match[str]) -> str:
        ours = tag[0].startswith("<sup") or 'class="brief-link"' in tag[0]
        return tag[0] if ours else _NAMED.sub(renamed, tag[0])

    return _OURS_OR_TAG.sub(in_tag, body) if fresh else body


_DECLARATION = re.compile(r"<!\[(?!CDATA\[|(?:if|else|endif)\b[^\[\]<>]*\]>)")
_HIDDEN = "<\x03!["
"""No text holds this sign: Markdown takes it out before."""
_AS_IT_IS = re.compile(
    r"(<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>)", re.IGNORECASE | re.DOTALL
)
"""What of raw HTML no reader sees."""
_BEFORE, _AFTER = 24, 19
"""Places around those that look for HTML in lines: Markdown's own at 20, MkDocs' at 21. Blocks of
code are put away before, at 25."""


_BEFORE_LINKS = 2
"""Before MkDocs looks at links, at 0."""
_READABLE = "/:?#@!$&'()+,;=*%~"


class ParserSafeHtml(Extension):
    """Keeps what an author writes from breaking the parsers of HTML and addresses that MkDocs uses.

    `<![` stands in the page as it was written, and every link has an address that can be parsed.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register around what looks for HTML."""
        md.preprocessors.register(_HideDeclarations(md), "briefs-declarations", _BEFORE)
        md.preprocessors.register(_ShowDeclarations(md), "briefs-declarations-end", _AFTER)
        md.treeprocessors.register(_Each(md, _make_readable), "briefs-readable", _BEFORE_LINKS)


class _HideDeclarations(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [_DECLARATION.sub(_HIDDEN, line) if "<![" in line else line for line in lines]


class _ShowDeclarations(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        blocks = self.md.htmlStash.rawHtmlBlocks
        blocks[:] = [_shown(each) if isinstance(each, str) else _plain(each) for each in blocks]
        return [line.replace(_HIDDEN, "<![") for line in lines]


def _shown(block: str) -> str:
    """Return raw HTML that shows the sign; programs and comments have it as it was written."""
    if _HIDDEN not in block:
        return block
    parts = enumerate(_AS_IT_IS.split(block))
    return "".join(part.replace(_HIDDEN, "<![" if at % 2 else "&lt;![") for at, part in parts)


def _plain(element: ET.Element) -> ET.Element:
    """Return an element that is still to be read as Markdown, with the sign as written."""
    for each in element.iter():
        each.text = each.text.replace(_HIDDEN, "<![") if each.text else each.text
        each.tail = each.tail.replace(_HIDDEN, "<![") if each.tail else each.tail
        for name, value in each.items():
            each.set(name, value.replace(_HIDDEN, "<!["))
    return element


class _Each(Treeprocessor):
    """Changes each element of a text, if `applies` says so of the text that is read."""

    def __init__(
        self,
        md: Markdown,
        change: Callable[[ET.Element], None],
        applies: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(md)
        self._change, self._applies = change, applies

    def run(self, root: ET.Element) -> None:
        for element in root.iter() if self._applies() else ():
            self._change(element)


def _make_readable(element: ET.Element) -> None:
    for name in ("href", "src"):
        if address := element.get(name):
            element.set(name, readable(address))


def readable(address: str) -> str:
    """Return an address that the standard library can take apart: the same one, or escaped."""
    try:
        urlsplit(address)
    except ValueError:
        parts = address.split(AMP_SUBSTITUTE)
        return AMP_SUBSTITUTE.join(quote(part, safe=_READABLE) for part in parts)
    return address


class HeadingIds(Extension):
    """Gives headings ids of their own letters, in any script, and every id the form NFC.

    `applies` says whether the Markdown being read is of a brief or profile.
    """

    def __init__(self, applies: Callable[[], bool]) -> None:
        super().__init__()
        self._applies = applies

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register before `toc`, which makes the ids; the host lists `toc` first."""
        toc = md.treeprocessors["toc"]
        theirs = toc.slugify  # type: ignore[attr-defined]

        def slugify(text: str, separator: str) -> str:
            return heading_slug(text, separator) if self._applies() else theirs(text, separator)

        toc.slugify = slugify  # type: ignore[attr-defined]
        md.treeprocessors.register(_Each(md, _compose_ids, self._applies), "briefs-ids", 6)


def _compose_ids(element: ET.Element) -> None:
    for name in ("id", "href"):
        value = element.get(name, "")
        if not value.isascii() and (name == "id" or value.startswith("#")):
            element.set(name, unicodedata.normalize("NFC", value))


_ADDRESSES = ("href", "src", "action", "formaction", "poster", "xlink:href")


def _is_safe(address: str) -> bool:
    """Return whether a page may have an address that stands in HTML, entities and all."""
    return is_safe_address(html.unescape(address.replace(AMP_SUBSTITUTE, "&")))


class SafeAddresses(Extension):
    """Removes unsafe addresses from links and images of Markdown.

    `applies` says whether the Markdown being read is of a kind to be guarded.
    """

    def __init__(self, applies: Callable[[], bool]) -> None:
        super().__init__()
        self._applies = applies

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register behind every processor that makes links."""
        md.treeprocessors.register(_Each(md, _guard, self._applies), "briefs-safety", -30)


def _guard(element: ET.Element) -> None:
    for name in _ADDRESSES:
        address = element.get(name)
        if address is not None and not _is_safe(address):
            del element.attrib[name]


_TAGS = frozenset(
    """
    a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure
    h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q rp rt ruby s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    wbr
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir", "role"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "checked", "disabled"},
    "label": {"for"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers", "align"},
    "th": {"colspan", "rowspan", "headers", "scope", "align"},
    "time": {"datetime"},
    "details": {"open"},
    "q": {"cite"},
    "blockquote": {"cite"},
}


def sanitised(markup: str) -> str:
    """Return `markup` without what runs, embeds, submits, or turns on a part of the theme.

    Comments stay, because markers are comments.
    """
    return nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(SCHEMES),
        attribute_filter=_harmless,
        strip_comments=False,
        link_rel=None,
    )


def _harmless(tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may have, or None to remove the attribute."""
    if name in _ADDRESSES:
        return value if is_safe_address(value) else None
    if name == "class":
        return " ".join(each for each in value.split() if not _LOOKED_UP.fullmatch(each)) or None
    if name == "title":
        return tooltip(value) or None
    if (tag, name) == ("input", "type"):
        return value if value == "checkbox" else None
    return None if name == "for" and _THEME_ID.fullmatch(value) else value


SLOTS = (
    *("title", "path", "description", "head", "content", "edit"),
    *("previous_path", "previous_title", "next_path", "next_title"),
)
TOC = "toc"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a table of contents: HTML of its title, the id it leads to, and entries below."""

    title: str
    id: str
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """The values of a page: HTML or addresses by slot, and its table of contents."""

    slots: Mapping[str, str]
    toc: tuple[Entry, ...] = ()


Line = tuple[str, ...]
"""HTML cut at its placeholders for an id, a title, or a title in an attribute: each second part."""
_ENTRY_ID, _ENTRY_TITLE = "zqIdZq", "zqTitleZq"
WritePage = Callable[[Slots], str]
"""Returns the page that the theme writes of these values."""


def placeholder(slot: str) -> str:
    """Return what stands for a value: letters alone, which no filter of a template changes."""
    return f"zqBriefs{slot.title().replace('_', '')}Zq"


_PLACEHOLDER = re.compile(f"({'|'.join(placeholder(slot) for slot in (*SLOTS, TOC))})")
_SLOT_OF = {placeholder(slot): slot for slot in (*SLOTS, TOC)}
_SAMPLE = (
    Entry("zqOneZq", "zqoneZq"),
    Entry("zqTwoZq", "zqtwoZq", (Entry("zqSubZq", "zqsubZq"), Entry("zqSecondZq", "zqsecondZq"))),
)
_LONG = " and so on" * 50
TEST_VALUES = {
    "title": f"A &amp; B &lt;i&gt;edit&lt;/i&gt; &#34;blob&#34; raw’s é 日本{_LONG}",
    "description": f"It’s &amp; edit &lt;b&gt;{_LONG}",
    "head": '<meta name="awkward" content="&amp;amp; edit">',
    "content": f"<h1>Edit &amp; raw</h1>\n\n\n  <p>blob{_LONG * 10}</p>",
    "edit": "edit/blob/raw%20edit.md",
    "previous_title": f"B &amp; &lt;edit&gt;{_LONG}",
    "next_title": f"C &#34;raw&#34; &amp;{_LONG}",
}
"""Values that show what a theme does to them; addresses depend on the kind of page."""
_TEST_TOC = (
    Entry("One &amp; <code>edit</code>", "one"),
    Entry('Two &amp; "2"', "two", (Entry("Sub &lt;raw&gt;", "sub"),)),
    Entry("Three", "three"),
)


class PageTemplate:
    """A page cut at its placeholders."""

    def __init__(self, parts: Sequence[str], contents: _Contents | None) -> None:
        self._parts = parts
        self._contents = contents

    def fill(self, values: Slots) -> str:
        """Return the page of these values."""
        slots = dict(values.slots)
        if self._contents is not None:
            slots[TOC] = self._contents.html(values.toc)
        return "".join(
            slots[_SLOT_OF[part]] if number % 2 else part for number, part in enumerate(self._parts)
        )


def verified_template(
    write: WritePage, test_values: Mapping[str, str], *, toc: bool
) -> PageTemplate | None:
    """Return a template for pages with these slots, or None if the theme does more than fill them.

    `toc` says whether the pages have a table of contents.
    """
    slots = {slot: placeholder(slot) for slot in test_values}
    page = write(Slots(slots, _SAMPLE if toc else ()))
    contents = None
    if toc:
        if (found := _contents(page)) is None:
            return None
        page, contents = found
    template = PageTemplate(_PLACEHOLDER.split(page), contents)
    test = Slots(test_values, _TEST_TOC if toc else ())
    return template if template.fill(test) == write(test) else None


@dataclass(frozen=True, slots=True)
class _Contents:
    """How the theme writes a table of contents: entries with and without others below them."""

    leaf: Line
    before: Line
    after: Line
    between: str
    between_leaves: str

    def html(self, entries: Sequence[Entry]) -> str:
        return self.between.join(map(self._entry, entries))

    def _entry(self, entry: Entry) -> str:
        if not entry.children:
            return _filled(self.leaf, entry)
        below = self.between_leaves.join(map(self._entry, entry.children))
        return _filled(self.before, entry) + below + _filled(self.after, entry)


def _filled(line: Line, entry: Entry) -> str:
    made = list(line)
    for number in range(1, len(line), 2):
        if line[number] == _ENTRY_ID:
            made[number] = entry.id
        elif line[number] == _ENTRY_TITLE:
            made[number] = entry.title
        else:
            words = escape(Markup(entry.title).striptags())  # noqa: S704 - the theme's HTML
            made[number] = f'="{words}"'
    return "".join(made)


def _contents(page: str) -> tuple[str, _Contents] | None:
    """Return the page with a placeholder for its table of contents, and how that is written."""
    one, two, sub, second = (
        _item(page, ident) for ident in ("zqoneZq", "zqtwoZq", "zqsubZq", "zqsecondZq")
    )
    if None in (one, two, sub, second) or page.count('href="#zqoneZq"') != 1:
        return None
    (a, b), (c, d), (e, f), (g, h) = one, two, sub, second  # type: ignore[misc] # none is None
    if not a < b <= c < e < f <= g < h < d:
        return None
    return page[:a] + placeholder(TOC) + page[d:], _Contents(
        leaf=_cut(page[a:b], _SAMPLE[0]),
        before=_cut(page[c:e], _SAMPLE[1]),
        after=_cut(page[h:d], _SAMPLE[1]),
        between=page[b:c],
        between_leaves=page[f:g],
    )


def _item(page: str, ident: str) -> tuple[int, int] | None:
    """Return where the list item begins and ends whose link leads to `ident`."""
    link = page.find(f'href="#{ident}"')
    start = page.rfind("<li", 0, link) if link >= 0 else -1
    if start < 0:
        return None
    depth = 0
    for tag in re.compile(r"<li\b|</li>").finditer(page, start):
        depth += 1 if tag[0] == "<li" else -1
        if depth == 0:
            return start, tag.end()
    return None


def _cut(html: str, entry: Entry) -> Line:
    html = html.replace(entry.id, _ENTRY_ID).replace(entry.title, _ENTRY_TITLE)
    return tuple(re.split(f'(="{_ENTRY_TITLE}"|{_ENTRY_TITLE}|{_ENTRY_ID})', html))
