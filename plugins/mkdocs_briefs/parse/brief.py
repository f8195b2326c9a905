"""The bytes of one brief -> a `Brief`, as complete as it can be, and everything wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from mkdocs_briefs.model.brief import (
    EXPECTED,
    Brief,
    Development,
    FrontMatter,
    Path,
    Places,
    Positions,
)
from mkdocs_briefs.model.fields import fields_of
from mkdocs_briefs.model.ids import (
    address_of,
    day_of_stem,
    id_fault,
    is_id,
    name_of_id,
    slug_of_stem,
    slugify,
    stem_of,
    unique_id,
)
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import link_words
from mkdocs_briefs.parse.shape import Shaped, shape
from mkdocs_briefs.parse.source import Parsed, split
from mkdocs_briefs.parse.validate import validate
from mkdocs_briefs.parse.yaml_tree import Tree, compose
from mkdocs_briefs.problems import Location, Problem, Severity, shortened, sorted_problems
from mkdocs_briefs.settings import Settings

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


def with_ids(fields: FrontMatter, places: Places) -> Parsed[FrontMatter]:
    """Return `fields` with an id for every item of its lists, and a B305 for each id given twice.

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


def _place(path: Path, places: Places) -> Location:
    return places.get((*path, "id")) or places[path]


def _twice(ident: str, path: Path, first: Path, places: Places) -> Problem:
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


_WHY_EXPECTED = {
    "summary": "Write one or two sentences. Without them, pages show the first paragraph.",
    "actors": "Write who is involved, as in - aharon-haliva: Resigned",
    "dates": "Write what happened when, as in - 2024-04-22: Haliva resigns",
    "implications": "Write what follows from it, as in - Accountability: Sets a precedent.",
}
_SCORED_WITH = {
    "by": "a deadline (by: 2025-06-30)",
    "resolves_if": "a criterion that can be tested (resolves_if: …)",
}


def parse_brief(data: bytes, file: str, uri: str, settings: Settings) -> Parsed[Brief]:
    """Return the brief in `data`, which is the content of `file` (POSIX, relative to the project).

    `uri` is the path that links see. Never raises, whatever the bytes, and always gives a value, so
    that a live preview has a page to show beside the errors. Values and entries that cannot be
    used are left out and the rest stays. A title or date that is missing or wrong is made from the
    file's name (the date else from `settings.today`), a slug that cannot be used likewise or from
    the title; a likelihood that cannot be scored is dropped, so where there is one there are also
    `by`, with an end, and `resolves_if`. Every item has an id. Each problem lies inside the file.
    """
    source = split(data, file, settings.limits)
    tree = Tree(file)
    if source.front is not None:
        tree = compose(source.front, file, source.front_line, settings.limits)
    shaped = shape(tree, FrontMatter, page=True)
    problems = [*source.problems, *tree.problems, *shaped.problems, *_unscored(shaped)]
    # Without front matter, or where its YAML broke off, one error is enough.
    silent = {"title", "date"}
    if source.front is not None:
        silent = tree.broken | shaped.meant
        problems += _expected(shaped, file, settings, silent | shaped.unlisted)
    stem = stem_of(uri)
    slug_given = "slug" in shaped.data
    context = {"scale": SCALES.get(settings.likelihood_scale, SCALES["icd203"])}
    validated = validate(
        lambda fields: FrontMatter.model_validate(fields, context=context),
        FrontMatter,
        shaped,
        Location(file, 1, 1, 3),
        fallback=lambda: _fallback(stem, settings),
        silent=silent,
    )
    problems += validated.problems
    if validated.value is None:
        return Parsed(None, tuple(sorted_problems(problems)))
    fields, found = _scored(validated.value, validated.places)
    identified = with_ids(fields, validated.places)
    problems += [*found, *identified.problems]
    fields = identified.value or fields
    slug = fields.slug or slug_of_stem(stem)
    if not is_id(slug):
        if not slug_given:
            problems.append(_bad_stem(stem, file))
        made = slugify(stem)
        slug = next(filter(is_id, (made, f"{made}-brief", slugify(fields.title))), "brief")
    brief = Brief(
        address_of(settings.address, slug, fields.date),
        file,
        uri,
        fields,
        source.body,
        source.body_line,
        Positions.of(file, validated.places),
        scan_body(source.body),
        shaped.page_meta,
        shaped.extra,
        slug,
    )
    return Parsed(brief, tuple(sorted_problems(problems)))


def _fallback(stem: str, settings: Settings) -> dict[str, str]:
    """Return a title and a date for a brief that has none we can use."""
    title = name_of_id(slug_of_stem(stem))[:200].strip() or "Untitled"
    title = "".join(char if char.isprintable() else " " for char in title).strip() or "Untitled"
    day = settings.today.isoformat()
    with suppress(ValueError):
        day = dt.date.fromisoformat(day_of_stem(stem)[:-1]).isoformat()
    return {"title": title, "date": day}


def _expected(shaped: Shaped, file: str, settings: Settings, reported: set[str]) -> list[Problem]:
    """Return a B202 for each missing field that is expected, or that the site requires."""
    problems = []
    for name in fields_of(FrontMatter):
        required = name in settings.require
        if not (required or name in EXPECTED) or name in reported or name in {"title", "date"}:
            continue  # title and date are required everywhere, and reported so
        if shaped.data.get(name) not in (None, []):
            continue
        place = shaped.empty.get((name,)) or shaped.places.get((name,)) or Location(file, 1, 1, 3)
        advice = _WHY_EXPECTED.get(name, f"Write {name}: …")
        message = f"“{name}” is missing" + (", and this site requires it" if required else "")
        weight = Severity.ERROR if required else None
        problems.append(Problem("B202", place, message, advice, weight))
    return problems


def _unscored(shaped: Shaped) -> list[Problem]:
    """Return a B211 for each likelihood that lacks a deadline or a criterion."""
    problems = []
    for index, item in enumerate(shaped.data.get("developments", ())):
        if not isinstance(item, dict) or "likelihood" not in item:
            continue
        lacking = [name for name in _SCORED_WITH if name not in item]
        if lacking:
            names = " and ".join(f"“{name}”" for name in lacking)
            message = f"“developments” entry {index + 1} has a likelihood but lacks {names}"
            wanted = " and ".join(_SCORED_WITH[name] for name in lacking)
            advice = f"Add {wanted}, or drop the likelihood."
            place = shaped.places[("developments", index, "likelihood")]
            problems.append(Problem("B211", place, message, advice))
    return problems


def _scored(fields: FrontMatter, places: Places) -> tuple[FrontMatter, list[Problem]]:
    """Return `fields` without unscorable likelihoods, and a B211 for each endless deadline."""
    problems = []
    items: list[Development] = []
    for index, item in enumerate(fields.developments):
        if item.likelihood is None:
            items.append(item)
            continue
        endless = item.by is not None and item.by.last_day is None
        if endless and item.by is not None:
            message = f"“{item.by.text}” is not a deadline: it has no last day"
            advice = "Write a date with a year, or a span that ends, as in 2025-06-30."
            problems.append(Problem("B211", places[("developments", index, "by")], message, advice))
        scored = item.by is not None and item.resolves_if is not None and not endless
        items.append(item if scored else item.revised(likelihood=None))
    if any(new is not old for new, old in zip(items, fields.developments, strict=True)):
        fields = fields.revised(developments=tuple(items))
    return fields, problems


def _bad_stem(stem: str, file: str) -> Problem:
    slug = slug_of_stem(stem)
    fault = (
        f"“{shortened(slug)}” cannot be an id: {id_fault(slug)}" if slug else "it has no letters"
    )
    message = f"The file's name “{shortened(stem)}” gives no address; {fault}"
    advice = "Add a field slug: with letters, digits and hyphens, or rename the file."
    return Problem("B209", Location(file, 1, 1, 1), message, advice)
