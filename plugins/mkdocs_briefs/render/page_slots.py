"""A page of the theme, filled once and then cast again and again.

All pages of one kind differ in a few places only: title, address, description, table of contents,
content. A mould is such a page with signs in those places, cut there. Whether the theme writes
anything else of a page, or writes these things otherwise than they are, shows when a page of
awkward values is made both ways: `proven` keeps only a mould that gives the same.
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
    """A line of a table of contents: HTML of its words, the id it leads to, and what is below."""

    title: str
    id: str
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """What a page puts into a mould: HTML or addresses by slot, and its table of contents."""

    slots: Mapping[str, str]
    toc: tuple[Entry, ...] = ()


Line = tuple[str, ...]
"""HTML cut at its signs for an id, a title, and a title in an attribute: every second part."""
_ID, _TITLE = "zqIdZq", "zqTitleZq"
Term = Callable[[Slots], str]
"""Has the theme write the page of these values."""


def sign(slot: str) -> str:
    """What stands for a value: letters alone, which no filter of a template changes."""
    return f"zqBriefs{slot.title().replace('_', '')}Zq"


_SIGN = re.compile(f"({'|'.join(sign(slot) for slot in (*SLOTS, TOC))})")
_BY_SIGN = {sign(slot): slot for slot in (*SLOTS, TOC)}
_SAMPLE = (
    Entry("zqOneZq", "zqoneZq"),
    Entry("zqTwoZq", "zqtwoZq", (Entry("zqSubZq", "zqsubZq"), Entry("zqSecondZq", "zqsecondZq"))),
)
_LONG = " and so on" * 50
AWKWARD = {
    "title": f"A &amp; B &lt;i&gt;edit&lt;/i&gt; &#34;blob&#34; raw’s é 日本{_LONG}",
    "description": f"It’s &amp; edit &lt;b&gt;{_LONG}",
    "head": '<meta name="awkward" content="&amp;amp; edit">',
    "content": f"<h1>Edit &amp; raw</h1>\n\n\n  <p>blob{_LONG * 10}</p>",
    "edit": "edit/blob/raw%20edit.md",
    "previous_title": f"B &amp; &lt;edit&gt;{_LONG}",
    "next_title": f"C &#34;raw&#34; &amp;{_LONG}",
}
"""Values that show what a theme does to them; addresses depend on the kind of page."""
_AWKWARD_TOC = (
    Entry("One &amp; <code>edit</code>", "one"),
    Entry('Two &amp; "2"', "two", (Entry("Sub &lt;raw&gt;", "sub"),)),
    Entry("Three", "three"),
)


class PageTemplate:
    """A page cut at its signs."""

    def __init__(self, parts: Sequence[str], contents: _Contents | None) -> None:
        self._parts = parts
        self._contents = contents

    def cast(self, filling: Slots) -> str:
        """The page of these values."""
        slots = dict(filling.slots)
        if self._contents is not None:
            slots[TOC] = self._contents.html(filling.toc)
        return "".join(
            slots[_BY_SIGN[part]] if number % 2 else part for number, part in enumerate(self._parts)
        )


def proven(write: Term, awkward: Mapping[str, str], *, toc: bool) -> PageTemplate | None:
    """A mould of what `write` writes, for pages that have these slots; None where none holds.

    `awkward` are values to try them with; `toc` says whether the pages have a table of contents.
    """
    page = write(Slots({slot: sign(slot) for slot in awkward}, _SAMPLE if toc else ()))
    contents = None
    if toc:
        if (found := _contents(page)) is None:
            return None
        page, contents = found
    mould = PageTemplate(_SIGN.split(page), contents)
    probe = Slots(awkward, _AWKWARD_TOC if toc else ())
    return mould if mould.cast(probe) == write(probe) else None


@dataclass(frozen=True, slots=True)
class _Contents:
    """How the theme writes a table of contents: a leaf, a branch around its leaves, what joins."""

    leaf: Line
    before: Line
    after: Line
    between: str
    between_leaves: str

    def html(self, entries: Sequence[Entry]) -> str:
        return self.between.join(map(self._entry, entries))

    def _entry(self, entry: Entry) -> str:
        if not entry.children:
            return _named(self.leaf, entry)
        below = self.between_leaves.join(map(self._entry, entry.children))
        return _named(self.before, entry) + below + _named(self.after, entry)


def _named(line: Line, entry: Entry) -> str:
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
    """The page with a sign for its table of contents, and the way that table is written."""
    one, two, sub, second = (
        _item(page, ident) for ident in ("zqoneZq", "zqtwoZq", "zqsubZq", "zqsecondZq")
    )
    if None in (one, two, sub, second) or page.count('href="#zqoneZq"') != 1:
        return None
    (a, b), (c, d), (e, f), (g, h) = one, two, sub, second  # type: ignore[misc] # none is None
    if not a < b <= c < e < f <= g < h < d:
        return None
    return page[:a] + sign(TOC) + page[d:], _Contents(
        leaf=_anonymous(page[a:b], _SAMPLE[0]),
        before=_anonymous(page[c:e], _SAMPLE[1]),
        after=_anonymous(page[h:d], _SAMPLE[1]),
        between=page[b:c],
        between_leaves=page[f:g],
    )


def _item(page: str, ident: str) -> tuple[int, int] | None:
    """Where the list item begins and ends whose link leads to `ident`."""
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


def _anonymous(html: str, entry: Entry) -> Line:
    html = html.replace(entry.id, _ID).replace(entry.title, _TITLE)
    return tuple(re.split(f'(="{_TITLE}"|{_TITLE}|{_ID})', html))
