"""Briefs that belong together: backlinks with their sentences, and what to read next."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.names import Names, resolve_ids
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.parse.body import sentence_at

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


Key = tuple[str, str]
"""What two briefs can share: (actors, topics, storylines or events, id), or (links, both slugs)."""

WEIGHTS = {"storylines": 3.0, "events": 2.5, "links": 2.0, "actors": 1.0, "topics": 1.0}
NEIGHBOURS = 40
"""How many briefs on each side in time are compared for each shared thing. It bounds the cost per
brief: an actor in ten thousand briefs is no reason to compare ten thousand briefs."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another brief, how strongly it belongs here, and what is shared."""

    brief: Brief
    score: float
    shared: tuple[Key, ...]
    declared: str = ""
    """The relation that the author wrote, decides or decided (see `decisions`), or empty."""


def rank_related(
    briefs: Sequence[Brief],
    keys: Mapping[str, Iterable[Key]],
    declared: Mapping[str, Mapping[str, str]],
    most: int = 4,
) -> dict[str, tuple[Related, ...]]:
    """For each brief (by slug) the briefs to read next, best first: `most`, or all declared ones.

    `briefs` come newest first, `keys` what each is about, `declared` slug -> slug -> relation.
    """
    order = {brief.slug: number for number, brief in enumerate(briefs)}
    holders: dict[Key, list[int]] = defaultdict(list)
    for brief in briefs:
        for key in keys[brief.slug]:
            holders[key].append(order[brief.slug])
    places = {
        key: {number: place for place, number in enumerate(held)} for key, held in holders.items()
    }
    result = {}
    for brief in briefs:
        own = order[brief.slug]
        scores: dict[int, float] = defaultdict(float)
        near: list[tuple[Key, int]] = []
        for key in keys[brief.slug]:
            held = holders[key]
            if len(held) == 1:
                continue
            weight = WEIGHTS[key[0]] * math.log(1 + len(briefs) / len(held))
            place = places[key][own]
            others = held[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
            near.append((key, place))
            for other in others:
                scores[other] += weight
        scores.pop(own, None)
        written = declared.get(brief.slug, {})
        stated = {order[slug]: relation for slug, relation in written.items() if slug in order}
        stated.pop(own, None)
        length = max(most, len(stated))
        # Only these can be among the first once scores are rounded.
        least = min(heapq.nlargest(length, scores.values()), default=0.0) - 2e-6
        close = {n for n, score in scores.items() if score >= least}
        # `briefs` stand newest first, so of equal ones the newest comes first.
        rows = ((n not in stated, -round(scores[n], 6), n) for n in {*close, *stated})
        ranked = sorted(rows)[:length]
        result[brief.slug] = tuple(
            Related(
                briefs[n],
                round(scores[n], 6),
                tuple(key for key, place in near if _near(places[key].get(n), place)),
                stated.get(n, ""),
            )
            for _, _, n in ranked
        )
    return result


def _near(place: int | None, own: int) -> bool:
    return place is not None and abs(place - own) <= NEIGHBOURS
