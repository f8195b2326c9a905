"""The nearest known word to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_briefs.problems import folded, nearest_of

MAX_SUGGESTIONS = 500
"""Suggestions made in all: each takes 7 ms among 20,000 names, and whoever has more words wrong
than that has another mistake."""


class Speller:
    """Words that an author may have meant."""

    __slots__ = ("_folded", "_left", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        self._folded: dict[str, str] = {}
        self._left = MAX_SUGGESTIONS

    def suggest(self, word: str) -> str | None:
        """Return the word that was most likely meant, or None when nothing is near."""
        if not self._left:
            return None
        self._left -= 1
        if not self._folded:
            self._folded = folded(self._words)
        return nearest_of(word, self._folded)
