"""What to read next: briefs ranked by what they share, and what that is.

The weight of a shared thing is the logarithm of how rare it is, as in the inverse document
frequency of K. Spärck Jones (1972), so that a common actor says less than a rare one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.model.brief import Brief

Key = tuple[str, str]
"""What two briefs can share: (actors, id), (topics, id), (storylines, id), (events, id), (links, slug)."""

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
    """The relation that the author wrote, or empty."""


def rank_related(
    briefs: Sequence[Brief],
    keys: Mapping[str, Iterable[Key]],
    declared: Mapping[str, Mapping[str, str]],
    most: int = 4,
) -> dict[str, tuple[Related, ...]]:
    """For each brief (by slug) the briefs to read next, best first, at most `most` beyond those
    the author declared.

    `briefs` are in order of time, `keys` what each is about, `declared` slug -> slug -> relation.
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
        shared: dict[int, list[Key]] = defaultdict(list)
        for key in keys[brief.slug]:
            held = holders[key]
            weight = WEIGHTS[key[0]] * math.log(1 + len(briefs) / len(held))
            place = places[key][own]
            for other in held[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]:
                if other != own:
                    scores[other] += weight
                    shared[other].append(key)
        written = declared.get(brief.slug, {})
        rows = [
            Related(
                briefs[n], round(scores[n], 6), tuple(shared[n]), written.get(briefs[n].slug, "")
            )
            for n in {*scores, *(order[slug] for slug in written if slug in order)}
        ]
        rows.sort(
            key=lambda row: (
                not row.declared,
                -row.score,
                -row.brief.fields.date.toordinal(),
                row.brief.slug,
            )
        )
        stated = sum(1 for row in rows if row.declared)
        result[brief.slug] = tuple(rows[: max(most, stated)])
    return result
