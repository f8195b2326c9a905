"""What an item of a brief is about, for places where its brief does not stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mkdocs_briefs.library.library import Library, Part
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.texts import UNSPACED
from mkdocs_briefs.pages.facts import plain

TITLE = 60
"""Characters of a title that stand for its brief."""
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")


class Subjects:
    """Knows the subject of each brief, and whether a label names it.

    The subject is the main figure, else the first actor, else the storyline, else the title. A
    label names it if it has a word with a capital from a name of the subject, of the storyline, or
    of another actor of the brief that is no person: “Kurtz steps down” leaves open where.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, tuple[str, frozenset[str]]] = {}

    def of(self, brief: Brief, label: str) -> str:
        """Return the subject of a brief in its language; empty where `label` names it."""
        if brief.slug not in self._known:
            self._known[brief.slug] = self._find(brief)
        name, words = self._known[brief.slug]
        named = not words.isdisjoint(_WORD.findall(label)) or any(
            word in label for word in words if _UNSPACED.search(word)
        )
        return "" if named else name

    def _find(self, brief: Brief) -> tuple[str, frozenset[str]]:
        library, parts = self._library, self._library.parts[brief.slug]
        langs = (library.lang_of(brief), library.settings.language)
        main = next((part for part in parts if part.item.capacity == "subject"), None)
        main = main or next(iter(parts), None)
        stories = library.terms_of[brief.slug]["storylines"]
        known = [*_naming(main, parts), *(name for story in stories for name in story.names)]
        if main:
            subject = main.actor.called(*langs).text
        elif stories:
            subject = stories[0].called(*langs).text
        else:
            subject = plain(brief.fields.title, TITLE)
        return subject, frozenset(_proper(known))


def _naming(main: Part | None, parts: Iterable[Part]) -> Iterator[str]:
    """Yield the names of the main figure, and of actors that are known to be no persons."""
    for part in parts:
        if part is main or part.actor.kind not in (None, "person"):
            yield from part.actor.names


def _proper(names: Iterable[str]) -> Iterator[str]:
    """Yield what of these names a text cannot have by chance."""
    for name in names:
        for word in _WORD.findall(name):
            if _UNSPACED.search(word) or _is_proper(word):
                yield word


def _is_proper(word: str) -> bool:
    """Return whether a word has a capital, or is of a script without, and is long enough."""
    letters = 2 if word.isupper() else 4
    return word.isalpha() and not word[0].islower() and len(word) >= letters
