"""Templates of whole pages, made of a page that the theme has written.

Pages of one kind differ in a few slots: title, address, description, table of contents, content. A
`PageTemplate` is a page of the theme that is cut at placeholders in these slots. A theme may write
something else of a page, or change a value. So `verified_template` writes a page of difficult test
values in both ways, and returns a template only if both are equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

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
_ID, _TITLE = "zqIdZq", "zqTitleZq"
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
        if line[number] == _ID:
            made[number] = entry.id
        elif line[number] == _TITLE:
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
    html = html.replace(entry.id, _ID).replace(entry.title, _TITLE)
    return tuple(re.split(f'(="{_TITLE}"|{_TITLE}|{_ID})', html))
