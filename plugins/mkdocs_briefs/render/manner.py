"""How the parts of a page are written, by the kind of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mkdocs_briefs.render.pieces import Write

MOST = 8_000
"""Things about which a function keeps what it wrote before it begins to forget the oldest."""


def kept(write: Write) -> Write:
    """Writes once about a thing that many pages show, and keeps what it wrote of late.

    It keeps up to twice `MOST` texts: all those of a large site would fill much memory.
    """
    made: dict[tuple[object, ...], tuple[object, str]] = {}
    older = made

    def once(it: object, *given: object) -> str:
        nonlocal made, older
        key = (id(it), *given)
        if (found := made.get(key)) is None:
            if len(made) == MOST:
                made, older = {}, made
            # Beside the thing itself, as its id is its own only as long as it lives.
            found = made[key] = older.get(key) or (it, write(it, *given))
        return found[1]

    return once


def made_anew(write: Write) -> Write:
    """On the page of a brief, which shows its own things in its own way."""
    return write


@dataclass(frozen=True, slots=True)
class Manner:
    """What the functions that write parts need to know of the kind of the page."""

    keep: Callable[[Write], Write]
    """Around the function that writes about one thing: `kept` or `made_anew`."""
    filtered: bool
    """Whether scripts narrow the page's lists down."""
    repeated: str
    """Attribute of what the page repeats from briefs."""
