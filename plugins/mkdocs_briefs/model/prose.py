"""What a text refers to and what a reader reads of it, found once in the Markdown source."""

from __future__ import annotations

from dataclasses import dataclass


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
    """A Markdown link or image to a path of this site, without its fragment and query."""

    start: int
    end: int
    path: str
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Marker:
    """`<!-- briefs:name key=value … -->` alone in its paragraph."""

    start: int
    end: int
    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """One text as its reader meets it.

    `text` has the length of the source; whatever is not running prose (code, links, headings, HTML,
    markers, link targets) is U+0000 there, so offsets stay true and names cannot match across.
    """

    text: str
    wikilinks: tuple[WikiLink, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[MarkdownLink, ...] = ()
    markers: tuple[Marker, ...] = ()
    heading_ids: tuple[str, ...] = ()
    """Ids that headings will get, as far as the source tells (explicit `{#id}` and slugs)."""
    words: int = 0
    """Number of words a reader reads, code left out; for scripts without spaces, characters / 2."""
