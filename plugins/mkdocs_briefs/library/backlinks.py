"""Who speaks of whom: every reference from a brief's prose to another page, with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mkdocs_briefs.library.names import Names, resolve_ids
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.parse.sentences import sentence_at

Target = tuple[str, str]
"""A kind (brief, actor, topic, storyline) and an id."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place in the body of `brief`, from character `start` to `end`, that speaks of `target`."""

    target: Target
    brief: Brief
    start: int
    end: int
    phrase: str

    @property
    def sentence(self) -> str:
        """The sentence of the place; worked out when somebody asks."""
        return sentence_at(self.brief.body, self.start, self.end)


def find_backlinks(
    briefs: Iterable[Brief],
    names: Names,
    listed: Mapping[str, frozenset[str]],
    resolve: Callable[[Brief, str, str], Target | None],
    page_at: Callable[[Brief, str], Target | None],
) -> list[Backlink]:
    """The first reference of each brief's body to each other page, in the order of briefs.

    `listed` holds each brief's actors, `resolve` says what a wikilink (kind, target) means and
    `page_at` what a relative Markdown link leads to.
    """
    return [link for brief in briefs for link in _of(brief, names, listed, resolve, page_at)]


def _of(
    brief: Brief,
    names: Names,
    listed: Mapping[str, frozenset[str]],
    resolve: Callable[[Brief, str, str], Target | None],
    page_at: Callable[[Brief, str], Target | None],
) -> Iterator[Backlink]:
    prose = brief.prose
    found = [
        (wiki.start, wiki.end, target, wiki.label or wiki.target)
        for wiki in prose.wikilinks
        if (target := resolve(brief, wiki.kind, wiki.target))
    ]
    found += [
        (link.start, link.end, target, link.label)
        for link in prose.links
        if (target := page_at(brief, link.path))
    ]
    found += [
        (match.start, match.end, ("actor", ident), match.text)
        for match in names.find(prose.text)
        if (ident := resolve_ids(match, listed[brief.slug]))
    ]
    seen: set[Target] = {("brief", brief.slug)}
    for start, end, target, phrase in sorted(found):
        if target not in seen:
            seen.add(target)
            yield Backlink(target, brief, start, end, " ".join(phrase.split()))
