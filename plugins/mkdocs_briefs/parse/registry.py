"""Registry files and profiles -> entries for actors, terms, and shared events and sources."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from mkdocs_briefs.model.brief import Positions
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.ids import id_fault, is_id, slugify
from mkdocs_briefs.model.registry import (
    REGISTRIES,
    SHARED,
    ActorEntry,
    Entry,
    SharedEntry,
    TermEntry,
)
from mkdocs_briefs.model.texts import is_web_address
from mkdocs_briefs.parse.bibliography import read_bibtex, read_csl
from mkdocs_briefs.parse.shape import Shaped, shape, shape_entry
from mkdocs_briefs.parse.source import Parsed, read_text, split
from mkdocs_briefs.parse.validate import validate
from mkdocs_briefs.parse.yaml_tree import Tree, compose
from mkdocs_briefs.problems import Location, Problem, Severity, shortened, sorted_problems
from mkdocs_briefs.settings import Settings

YAML = (".yml", ".yaml")
REGISTRY_CURE = (
    "Give entries a file of their own, {0}/<id>.md, with the same fields as front matter, and "
    "leave out those that no brief uses."
)
SHARED_CURE = "Keep here what several briefs share, and the rest in its brief."
"""What to do about a registry that is too large."""


def parse_registry(
    data: bytes, file: str, registry: str, settings: Settings
) -> Parsed[tuple[Entry | SharedEntry, ...]]:
    """Return the entries of a registry file: a mapping from id to fields, or to a bare name.

    `registry` is a key of REGISTRIES or SHARED (else KeyError); `file` is POSIX, relative to the
    project. Sources may also be CSL-JSON or BibTeX, by the end of its name. Never raises for any
    `data` and always gives a value: entries and fields that cannot be used are left out, with a
    problem. An empty file is an empty registry.
    """
    record = (REGISTRIES | SHARED)[registry]
    cure = SHARED_CURE if registry in SHARED else REGISTRY_CURE.format(registry)
    settings = replace(settings, limits=settings.limits.of_registry(cure))
    text, problems = read_text(data, file, settings.limits)
    if file.endswith(".json"):
        shaped = read_csl(text, file)
    elif file.endswith(".bib"):
        shaped = read_bibtex(text, file, settings.limits)
    else:
        shaped = _shaped(text, file, record, problems, settings)
    problems += shaped.problems
    validated = validate(
        lambda fields: _entries(record).validate_python(fields),
        record,
        shaped,
        Location(file),
        keyed=True,
    )
    if not file.endswith(YAML):
        # Other programs write these files, for other uses too: what is left out stops no build.
        found = (replace(one, severity_override=Severity.NOTE) for one in validated.problems)
        validated.problems = [*found]
    problems += validated.problems
    positions = Positions.of(file, validated.places)
    entries = tuple(
        SharedEntry(registry, key, fields.revised(id=key), positions, (key,))
        if registry in SHARED
        else Entry(registry, key, fields, positions, (key,))
        for key, fields in (validated.value or {}).items()
    )
    return Parsed(entries, tuple(sorted_problems(problems)))


def _shaped(
    text: str, file: str, record: type[Record], problems: list[Problem], settings: Settings
) -> Shaped:
    tree = compose(text, file, 1, settings.limits, "registry")
    shaped = Shaped()
    for key in tree.data:
        if key.startswith("x_"):
            continue
        if not is_id(key):
            problems.append(_bad_id(key, tree.keys[(key,)]))
            continue
        entry = tree.data[key]
        if issubclass(record, Item) and isinstance(entry, dict) and "id" in entry:
            del entry["id"]
            message = f"“{shortened(key)}”: there is no field “id” here, so it is ignored"
            problems.append(Problem("B203", tree.keys[(key, "id")], message, "The key is the id."))
        shape_entry(tree, key, record, _scalar(record, entry), shaped)
    problems += tree.problems
    return shaped


def _scalar(record: type[Record], entry: object) -> str:
    """Return the field that a bare text fills."""
    if not issubclass(record, Item):
        return "name"
    is_url = record.scalar_url and isinstance(entry, str) and is_web_address(entry)
    return record.scalar_url or "" if is_url else record.scalar


@cache
def _entries(record: type[Record]) -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(dict[str, record])  # type: ignore[valid-type]


def _bad_id(key: str, place: Location) -> Problem:
    better = slugify(key)
    message = f"“{shortened(key)}” cannot be an id: {id_fault(key)}"
    if is_id(better):
        return Problem(
            "B209", place, message, f"Write {better}: and give the name in a field name:"
        )
    return Problem("B209", place, message, "Choose another word.")


def parse_profile(
    data: bytes, file: str, uri: str, registry: str, settings: Settings
) -> Parsed[Entry]:
    """Return the entry in a profile page: front matter with an entry's fields, then Markdown.

    Its id is the file's stem. Never raises for any `data`; `registry` is a key of REGISTRIES (else
    KeyError). The value is None only where the stem gives no id at all.
    """
    record = REGISTRIES[registry]
    source = split(data, file, settings.limits)
    tree = Tree(file)
    if source.front is not None:
        tree = compose(source.front, file, source.front_line, settings.limits)
    shaped = shape(tree, record, page=True)
    problems = [*source.problems, *tree.problems, *shaped.problems]
    read: Callable[[dict[str, Any]], ActorEntry | TermEntry] = record.model_validate
    validated = validate(read, record, shaped, Location(file, 1, 1, 3))
    problems += validated.problems
    stem = unicodedata.normalize("NFC", PurePosixPath(file).name.removesuffix(".md"))
    key = stem if is_id(stem) else slugify(stem)
    if key != stem or not is_id(key):
        message = f"The file's name “{shortened(stem)}” cannot be an id: {id_fault(stem)}"
        advice = f"Rename it to {key}.md." if is_id(key) else "Rename it."
        problems.append(Problem("B209", Location(file), message, advice))
    entry = None
    if validated.value is not None and is_id(key):
        positions = Positions.of(file, validated.places)
        entry = Entry(
            registry, key, validated.value, positions, (), source.body, source.body_line, uri
        )
    return Parsed(entry, tuple(sorted_problems(problems)))
