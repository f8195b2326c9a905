"""Ids that a text may name, and the problem of naming another."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_briefs.library.spelling import Speller
from mkdocs_briefs.problems import Location, Problem


class Known:
    """Ids that something in a brief may name."""

    __slots__ = ("_ids", "_speller")

    def __init__(self, ids: Iterable[str | None]) -> None:
        self._ids = {ident: None for ident in ids if ident}
        self._speller = Speller(self._ids)

    def __contains__(self, ref: str) -> bool:
        return ref in self._ids

    def suggestion(self, ref: str) -> str | None:
        """The id that `ref` was most likely meant to be, or None."""
        return self._speller.suggest(ref)


def unknown_source(at: Location, ref: str, known: Known) -> Problem:
    """The problem of citing a source that the brief does not list."""
    near = known.suggestion(ref)
    return unknown("B303", at, "source", ref, near, "List it under `sources` with this `id`.")


def unknown(
    code: str, at: Location, noun: str, ref: str, near: str | None, otherwise: str
) -> Problem:
    """The problem of a reference to nothing: the nearest choice as help, else `otherwise`."""
    return Problem(
        code, at, f"unknown {noun} “{ref}”", f"Did you mean {near}?" if near else otherwise
    )
