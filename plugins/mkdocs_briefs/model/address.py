"""Patterns of the addresses of briefs, such as `{year}/{slug}`."""

from __future__ import annotations

import datetime as dt
import re

from mkdocs_briefs.model.ids import is_id
from mkdocs_briefs.problems import nearest

PLAIN = "{slug}"
"""The pattern of a site that says no other."""
PARTS = ("slug", "date", "year", "month", "day")
_PART = re.compile(r"\{([^{}]*)\}")
_SAMPLE = dt.date(2024, 4, 22)


def address_of(pattern: str, slug: str, day: dt.date) -> str:
    """Return what a pattern gives for a brief: its address behind `briefs/`."""
    values = {
        "slug": slug,
        "date": day.isoformat(),
        "year": f"{day.year:04}",
        "month": f"{day.month:02}",
        "day": f"{day.day:02}",
    }
    return _PART.sub(lambda found: values[found[1]], pattern)


def old_address(ident: str) -> str:
    """Return what `redirect_from` has to say for the former id of a page of a brief."""
    return f"/briefs/{ident}/" if "/" in ident else ident


def pattern_fault(pattern: str) -> str:
    """Return what is wrong with a pattern and what to write, or nothing."""
    for name in _PART.findall(pattern):
        if name not in PARTS:
            near = nearest(name, PARTS)
            meant = f"Did you mean {{{near}}}?" if near else f"Write {_listed()}."
            return f"{{{name}}} is no part of an address. {meant}"
    if PLAIN not in pattern:
        return "{slug} is missing, which tells the briefs of a day apart. Write it at the end."
    for segment in address_of(pattern, "slug", _SAMPLE).split("/"):
        if not is_id(segment):
            return (
                f"“{segment}” cannot be a part of an address. Write {_listed()}, letters, digits "
                "and hyphens, with a slash between two parts and none around them."
            )
    return ""


def _listed() -> str:
    return ", ".join(f"{{{name}}}" for name in PARTS)
