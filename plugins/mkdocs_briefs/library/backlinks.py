"""Briefs that belong together: backlinks with their sentences, and what to read next."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.catalogue import Catalogue, Target
from mkdocs_briefs.library.names import Names, find_mentions
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.parse.body import sentence_at


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place in the body of `brief`, from character `start` to `end`, that mentions `target`."""

    target: Target
    brief: Brief
    start: int
    end: int
    phrase: str

    @property
    def sentence(self) -> str:
        """Return the sentence of the place."""
        return sentence_at(self.brief.body, self.start, self.end)


def find_backlinks(
    brief: Brief, names: Names, catalogue: Catalogue, listed: frozenset[str]
) -> Iterator[Backlink]:
    """Yield the first mention of each other page in the body of `brief`, which lists `listed`.

    Mentions are wikilinks, relative Markdown links, and names of actors.
    """
    prose = brief.prose
    found = [
        (wiki.start, wiki.end, target, wiki.label or wiki.target)
        for wiki in prose.wikilinks
        if (target := catalogue.resolve(wiki.kind, wiki.target, listed))
    ]
    found += [
        (link.start, link.end, target, link.label)
        for link in prose.links
        if (target := catalogue.page_at(brief, link.path))
    ]
    text = prose.text
    found += [
        (start, end, ("actor", ident), text[start:end])
        for start, end, ident in find_mentions(text, names, listed)
    ]
    seen: set[Target] = {("brief", brief.slug)}
    for start, end, target, phrase in sorted(found):
        if target not in seen:
            seen.add(target)
            yield Backlink(target, brief, start, end, " ".join(phrase.split()))


Key = tuple[str, str]
"""What two briefs can share: (actors, topics, storylines or events, id), or (links, both slugs)."""
WEIGHTS = {"storylines": 3.0, "events": 2.5, "links": 2.0, "actors": 1.0, "topics": 1.0}
MAX_NEIGHBOURS = 40
"""Briefs on each side in time that are compared for each shared key. It bounds the cost of a brief:
an actor in ten thousand briefs is no reason to compare ten thousand briefs."""
MAX_RELATED = 4
"""Related briefs of a brief, unless its author declares more."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another brief, how closely it is related, and what both share."""

    brief: Brief
    score: float
    shared: tuple[Key, ...]
    declared: str = ""
    """The relation that the author wrote, or `decides` or `decided`, or empty."""


def rank_related(
    briefs: Sequence[Brief],
    keys: Mapping[str, Iterable[Key]],
    declared: Mapping[str, Mapping[str, str]],
) -> dict[str, tuple[Related, ...]]:
    """Return the briefs to read next for each slug: the declared ones first, then the closest.

    `briefs` come newest first, `keys` are what each is about, `declared` is slug -> slug ->
    relation.
    """
    order = {brief.slug: number for number, brief in enumerate(briefs)}
    holders: dict[Key, list[int]] = defaultdict(list)
    for number, brief in enumerate(briefs):
        for key in keys[brief.slug]:
            holders[key].append(number)
    weights = {
        key: WEIGHTS[key[0]] * math.log(1 + len(briefs) / len(numbers))
        for key, numbers in holders.items()
    }
    result = {}
    for own, brief in enumerate(briefs):
        windows = []
        scores: dict[int, float] = defaultdict(float)
        for key in keys[brief.slug]:
            place = bisect_left(holders[key], own)
            window = holders[key][max(0, place - MAX_NEIGHBOURS) : place + MAX_NEIGHBOURS + 1]
            windows.append((key, window))
            for other in window:
                scores[other] += weights[key]
        relations = declared.get(brief.slug, {})
        named = {order[s]: relation for s, relation in relations.items() if s in order}
        others = {*scores, *named} - {own}
        # Of those with equal scores the newest comes first, which has the lowest number.
        rows = ((n not in named, -round(scores[n], 6), n) for n in others)
        result[brief.slug] = tuple(
            Related(
                briefs[n],
                round(scores[n], 6),
                tuple(key for key, window in windows if n in window),
                named.get(n, ""),
            )
            for _, _, n in heapq.nsmallest(max(MAX_RELATED, len(named)), rows)
        )
    return result
