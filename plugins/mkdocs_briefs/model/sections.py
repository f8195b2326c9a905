"""The parts of a brief's page and the markers that place them or call for lists."""

from __future__ import annotations

SECTIONS = (
    "timeline",
    "actors",
    "implications",
    "developments",
    "advice",
    "figures",
    "sources",
    "updates",
)
"""Sections that an author may place by hand, by the names of their markers."""

SECTION_IDS = (
    "glance",
    "involved",
    "timeline",
    "implications",
    "outlook",
    "advice",
    "unknowns",
    "alternatives",
    "sources",
    "updates",
    "related",
    "mentioned-in",
    "methodology",
)
"""Ids of the sections of a brief's page, which no heading of an author may take from them."""

_FILTERS = frozenset({"topic", "storyline", "actor", "author", "type", "year", "limit"})
LISTS = {"list": _FILTERS, "timeline": _FILTERS, "outlook": _FILTERS | {"status"}}
"""Markers that call for a list, in any page of the site, and the filters that each knows."""

STATUSES = ("open", "overdue", "resolved", "watch")
"""What the `status` of an outlook marker may be."""


def source_anchor(ident: str) -> str:
    """The id of a source on its brief's page."""
    return f"source-{ident}"
