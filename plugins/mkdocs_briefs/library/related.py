"""What to read next: briefs ranked by what they share, and what that is.

The weight of a shared thing is the logarithm of how rare it is, as in the inverse document
frequency of K. Spärck Jones (1972), so that a common actor says less than a rare one.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.model.brief import Brief

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
