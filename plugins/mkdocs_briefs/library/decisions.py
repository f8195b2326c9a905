"""Briefs that tell how a forecast of another brief came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from mkdocs_briefs.model.brief import Brief, Development

Decided = tuple[Brief, Development]
"""A development with the brief that expected it."""
TOLD = 4
"""Most briefs that are related to one only because it decides what they expected."""


def find_decisions(
    briefs: Iterable[Brief], find: Callable[[str], str | None]
) -> dict[str, tuple[Decided, ...]]:
    """Slug -> the developments of other briefs whose resolution names it, in the order of `briefs`.

    `find` gives the slug of the brief that a reference means.
    """
    found: dict[str, list[Decided]] = defaultdict(list)
    for brief in briefs:
        for item in brief.fields.developments:
            named = item.resolution.brief if item.resolution else None
            slug = find(named) if named else None
            if slug and slug != brief.slug:
                found[slug].append((brief, item))
    return {slug: tuple(rows) for slug, rows in found.items()}


def declare(
    declared: dict[str, dict[str, str]], decisions: dict[str, tuple[Decided, ...]]
) -> dict[str, dict[str, str]]:
    """`declared` (slug -> slug -> relation) with `decided` and `decides` beside what it holds.

    A brief is related as `decides` to those whose forecast it decides, they to it as `decided`.
    """
    for slug, rows in decisions.items():
        others = dict.fromkeys(brief.slug for brief, _ in rows)
        for other in list(others)[:TOLD]:
            if slug in declared and other in declared:
                declared[slug].setdefault(other, "decided")
                declared[other].setdefault(slug, "decides")
    return declared
