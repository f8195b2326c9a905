"""Ids for the items of a brief that have none: stable, readable, each once on the page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from mkdocs_briefs.model.brief import FrontMatter, Path
from mkdocs_briefs.model.ids import slugify, unique_id
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

_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_CITATION = re.compile(r"\[@[^\[\]]*\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_AUTOLINK = re.compile(r"<[^<>\s]*>")


def plain_text(text: str) -> str:
    """What a reader reads of inline Markdown, roughly: enough to make an id from."""
    if "[" in text:
        text = _CITATION.sub("", _WIKI.sub(r"\1", text))
        text = _LINK.sub(r"\1", text)
    return _AUTOLINK.sub(" ", text) if "<" in text else text


def with_ids(fields: FrontMatter, places: dict[Path, Location]) -> Parsed[FrontMatter]:
    """`fields` with an id for every item of its lists, and a B305 for each id given twice.

    Given ids are reserved before others are made, so a new item never takes the id of an old one;
    among equal texts the later ones get `-2`, `-3`.
    """
    problems: list[Problem] = []
    changed: dict[str, Any] = {}
    for space in (_ANCHORED, _CITED):
        taken: dict[str, int] = {}
        first: dict[str, Location] = {}
        repeated: set[Path] = set()
        for name, _ in space:
            for index, item in enumerate(getattr(fields, name)):
                if item.id is None:
                    continue
                place = places.get((name, index, "id")) or places[(name, index)]
                if item.id in first:
                    repeated.add((name, index))
                    line = first[item.id].line
                    message = f"The id “{item.id}” is used twice; the first is on line {line}"
                    problems.append(
                        Problem("B305", place, message, "Give one of the two another id.")
                    )
                else:
                    first[item.id] = place
                    taken[item.id] = 1
        for name, sources in space:
            items = getattr(fields, name)
            if items:
                changed[name] = tuple(
                    item
                    if item.id is not None and (name, index) not in repeated
                    else item.model_copy(update={"id": unique_id(_wanted(item, sources), taken)})
                    for index, item in enumerate(items)
                )
    return Parsed(fields.model_copy(update=changed) if changed else fields, tuple(problems))


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
        if slug := slugify(plain_text(text)):
            return slug
    return "item"
