"""What a text refers to and what a reader reads of it, found once in the Markdown source."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

Cover = tuple[int, int, str]
"""A part of a text, from one offset to another, and the character that stands all over it."""


@dataclass(frozen=True, slots=True)
class WikiLink:
    """`[[target]]`, `[[target|label]]` or `[[target#anchor]]` at an offset of the text.

    `target` may be empty (`[[#anchor]]`, this page); `kind` is the part before a colon when it is
    one of actor, brief, topic or storyline, else empty.
    """

    start: int
    end: int
    kind: str
    target: str
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@id]` or `[@id, p. 4]` at an offset of the text; several ids may stand in one bracket."""

    start: int
    end: int
    ids: tuple[str, ...]
    locator: str


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """A Markdown link or image to a path of this site, without its fragment and query.

    The path is empty in a link to an anchor of its own page.
    """

    start: int
    end: int
    path: str
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class HtmlLink:
    """A path of this site in raw HTML, as in `<img src="map.png">`, from `start` to `end`.

    `attribute` is where its attribute begins and ends, with the space before it.
    """

    start: int
    end: int
    path: str
    anchor: str
    attribute: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """`<!-- briefs:name key=value … -->` alone in its paragraph."""

    start: int
    end: int
    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """One text as its reader meets it."""

    source: str = field(repr=False)
    layers: tuple[bytes, ...] = ()
    """What hides parts of the source, each a `layer`; a later one lies over those before it."""
    wikilinks: tuple[WikiLink, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[MarkdownLink, ...] = ()
    markers: tuple[Marker, ...] = ()
    heading_ids: tuple[str, ...] = ()
    """Ids that headings will get, as far as the source tells (explicit `{#id}` and slugs)."""
    words: int = 0
    """Number of words a reader reads, code left out; for scripts without spaces, characters / 2."""

    html_links: tuple[HtmlLink, ...] = ()

    @property
    def paths(self) -> tuple[MarkdownLink | HtmlLink, ...]:
        """All links and images that name a path or an anchor, of Markdown and of raw HTML."""
        return (*self.links, *self.html_links)

    @property
    def text(self) -> str:
        """The source with everything hidden that is not running prose.

        It has the length of the source; code, links, headings, HTML, markers and link targets are
        U+0000 there, so offsets stay true and names cannot match across. Made anew for each reader,
        as to keep it would be to keep every body twice.
        """
        text = self.source
        for packed in self.layers:
            numbers = iter(array("I", packed))
            pieces, done = [], 0
            for start, end, fill in zip(numbers, numbers, numbers, strict=True):
                if end > done:
                    first = max(start, done)
                    pieces += [text[done:first], chr(fill) * (end - first)]
                    done = end
            text = "".join((*pieces, text[done:]))
        return text


def layer(covers: Iterable[Cover]) -> bytes:
    """Return covers in a few bytes; where two overlap, the one that begins first lies above."""
    rows = ((start, end, ord(fill)) for start, end, fill in sorted(covers))
    return array("I", (number for row in rows for number in row)).tobytes()
