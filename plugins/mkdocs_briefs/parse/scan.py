"""What a scan of Markdown source has found so far, and which parts of the source are what."""

from __future__ import annotations

import re

from mkdocs_briefs.model.prose import Citation, Cover, MarkdownLink, Marker, Prose, WikiLink, layer
from mkdocs_briefs.model.scripts import UNSPACED
from mkdocs_briefs.parse.marks import Span

_NO_BREAK = re.compile(r"[^\r\n]")
_UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(r"[^\W_]\S*")
"""A word from its first letter or digit on; what has none is no word."""


class Scan:
    """The state of one scan: what was found, and which parts of the text are what."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.hidden: list[Span] = []  # no running prose
        self.unread: list[Span] = []  # not even read
        self.soft: list[Cover] = []  # replaced without breaking a name or a word
        self.wikilinks: list[WikiLink] = []
        self.citations: list[Citation] = []
        self.links: list[MarkdownLink] = []
        self.markers: list[Marker] = []
        self.heading_ids: dict[str, None] = {}
        self.references: dict[str, str] = {}
        self.paragraphs: list[Span] = []

    def hide(self, start: int, end: int, *, read: bool = False) -> None:
        """Take a part out of the running prose; `read` says that readers see its text."""
        self.hidden.append((start, end))
        if not read:
            self.unread.append((start, end))

    def prose(self) -> Prose:
        """All that was found, in the order of the text."""
        soft: list[Cover] = []
        for cover in sorted(self.soft):
            if not soft or cover[0] >= soft[-1][1]:
                soft.append(cover)
        layers = (layer(soft), layer((start, end, "\0") for start, end in self.hidden))
        return Prose(
            self.text,
            tuple(filter(None, layers)),
            tuple(sorted(self.wikilinks, key=lambda found: found.start)),
            tuple(sorted(self.citations, key=lambda found: found.start)),
            tuple(sorted(self.links, key=lambda found: found.start)),
            tuple(self.markers),
            tuple(self.heading_ids),
            _words(blank(self.text, self.unread, keep_lines=False).replace("\0", " ")),
        )


def blank(text: str, spans: list[Span], *, keep_lines: bool = True) -> str:
    """`text` with every span replaced by U+0000, its line breaks kept if wished."""
    if not spans:
        return text
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end > done:
            first = max(start, done)
            cut = text[first:end]
            pieces += [
                text[done:first],
                _NO_BREAK.sub("\0", cut) if keep_lines else "\0" * len(cut),
            ]
            done = end
    return "".join((*pieces, text[done:]))


def _words(text: str) -> int:
    solid = 0 if text.isascii() else len(_UNSPACED_CHAR.findall(text))
    rest = _UNSPACED_CHAR.sub(" ", text) if solid else text
    return (solid + 1) // 2 + len(_WORD.findall(rest))
