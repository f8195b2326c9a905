"""Headings and ids of finished HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator

from mkdocs_briefs.model.sections import SECTION_IDS

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
    """Level, id and words of every h2 and h3 that has an id, for a table of contents.

    It goes down to the level `deepest`.
    """
    return [
        (level, html.unescape(name), _words(inner))
        for level, name, inner in _headings(markup)
        if level <= deepest
    ]


def _headings(markup: str) -> Iterator[Heading]:
    """Level, id and inner HTML of each, as written."""
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
    """The ids in `markup`."""
    return set(every_id(markup))


def every_id(markup: str) -> list[str]:
    """Every id in `markup` as often as it stands there."""
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
    """`markup` with every id once.

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


def give_way(body: str, reserved: Collection[str]) -> str:
    """The HTML of a body whose ids leave `reserved` to the items of the brief.

    An item's id is its lasting address, and a heading of the same words would stand before it.
    """
    clashing = {name for name in ids(body) if name in reserved}
    taken = {*ids(body), *reserved}
    for name in sorted(clashing):
        number = 1
        while (fresh := f"{name}_{number}") in taken:
            number += 1
        taken.add(fresh)
        old, new = html.escape(name), html.escape(fresh)
        body = body.replace(f' id="{old}"', f' id="{new}"')
        body = body.replace(
            f'class="headerlink" href="#{old}"', f'class="headerlink" href="#{new}"'
        )
    return body
