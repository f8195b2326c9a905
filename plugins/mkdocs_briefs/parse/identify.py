"""Ids for the items of a brief that have none: stable, readable, each once on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mkdocs_briefs.model.brief import FrontMatter, Path
from mkdocs_briefs.model.ids import slugify, unique_id
from mkdocs_briefs.parse.marks import link_words
from mkdocs_briefs.parse.parsed import Parsed
from mkdocs_briefs.problems import Location, Problem

_ANCHORED = (
    ("dates", ("event",)),
    ("implications", ("label", "text")),
    ("developments", ("label", "text")),
    ("advice", ("label", "text")),
    ("figures", ("label",)),
)
"""Lists whose items are anchors of one page, with the fields an id is made from, best first."""
_CITED = (("sources", ("title", "url")),)
"""Lists whose ids form a space of their own: `[@id]`."""

_AUTOLINK = re.compile(r"<[^<>\s]*>")


def with_ids(fields: FrontMatter, places: Mapping[Path, Location]) -> Parsed[FrontMatter]:
    """`fields` with an id for every item of its lists, and a B305 for each id given twice.

    Given ids are reserved before others are made, so a new item never takes the id of an old one;
    among equal texts the later ones get `-2`, `-3`.
    """
    problems: list[Problem] = []
    changed: dict[str, Any] = {}
    for space in (_ANCHORED, _CITED):
        taken: dict[str, int] = {}
        first: dict[str, Path] = {}
        repeated: set[Path] = set()
        for name, _ in space:
            for index, item in enumerate(getattr(fields, name)):
                if item.id is None:
                    continue
                path = (name, index)
                if item.id in first:
                    repeated.add(path)
                    problems.append(_twice(item.id, path, first[item.id], places))
                else:
                    first[item.id] = path
                    taken[item.id] = 1
        for name, sources in space:
            items = getattr(fields, name)
            if items:
                changed[name] = tuple(
                    item
                    if item.id is not None and (name, index) not in repeated
                    else item.revised(id=unique_id(_wanted(item, sources), taken))
                    for index, item in enumerate(items)
                )
    return Parsed(fields.revised(**changed) if changed else fields, tuple(problems))


def _place(path: Path, places: Mapping[Path, Location]) -> Location:
    return places.get((*path, "id")) or places[path]


def _twice(ident: str, path: Path, first: Path, places: Mapping[Path, Location]) -> Problem:
    line = _place(first, places).line
    message = f"The id “{ident}” is used twice; the first is on line {line}"
    return Problem("B305", _place(path, places), message, "Give one of the two another id.")


def _wanted(item: Any, sources: tuple[str, ...]) -> str:
    if item.id is not None:
        return str(item.id)
    for name in sources:
        text = getattr(item, name)
        if text is None:
            continue
        if name == "url":
            parts = urlsplit(text)
            text = f"{(parts.hostname or '').removeprefix('www.')} {parts.path}"
        if slug := slugify(_AUTOLINK.sub(" ", link_words(text))):
            return slug
    return "item"
