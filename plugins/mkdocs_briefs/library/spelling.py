"""The nearest known word to a misspelt one, at a bounded cost however many words are known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from mkdocs_briefs.problems import nearest

CANDIDATES = 2_000
"""Most words looked at for one suggestion, those that share the rarest letters first."""
FINALISTS = 20
"""Words compared letter by letter."""


MOST = 2_000
"""Suggestions made in all; whoever has more words wrong than that has another mistake."""


class Speller:
    """Words that an author may have meant."""

    __slots__ = ("_grams", "_left", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        self._grams: dict[str, list[int]] = {}
        self._left = MOST

    def suggest(self, word: str) -> str | None:
        """The word that was most likely meant, or None when nothing is near."""
        if not self._left:
            return None
        self._left -= 1
        if not self._grams:
            self._index()
        shared: Counter[int] = Counter()
        room = CANDIDATES
        known = [gram for gram in _grams(word) if gram in self._grams]
        for gram in sorted(known, key=lambda gram: (len(self._grams[gram]), gram)):
            shared.update(self._grams[gram][:room])
            room -= len(self._grams[gram])
            if room <= 0:
                break
        ranked = sorted(shared.items(), key=lambda row: (-row[1], row[0]))
        return nearest(word, (self._words[number] for number, _ in ranked[:FINALISTS]))

    def _index(self) -> None:
        """Files the words by their letters; only sites with a mistake in them need it."""
        grams: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            for gram in _grams(word):
                grams[gram].append(number)
        self._grams = dict(grams)


def _grams(word: str) -> set[str]:
    """Every two letters in a row, the ends of the word counted as one."""
    padded = f" {word[:100].casefold()} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}
