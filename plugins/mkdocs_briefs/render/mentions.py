"""Mentions of actors that become links, and the marks of citations that become their way back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable

from mkdocs_briefs.library.mentions import Mention
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
