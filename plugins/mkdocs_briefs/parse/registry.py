"""Registry files and profiles -> entries for actors, topics, storylines and authors."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

from pydantic import TypeAdapter

from mkdocs_briefs.model.brief import Positions
from mkdocs_briefs.model.ids import is_id, slugify
from mkdocs_briefs.model.registry import REGISTRIES, ActorEntry, Entry, TermEntry
from mkdocs_briefs.parse.shape import Shaped, shape, shape_entry
from mkdocs_briefs.parse.source import Parsed, read_text, split
from mkdocs_briefs.parse.validate import validate
from mkdocs_briefs.parse.yaml_tree import Places, Tree, compose
from mkdocs_briefs.problems import Location, Problem, sorted_problems
from mkdocs_briefs.settings import Settings


def parse_registry(
    data: bytes, file: str, registry: str, settings: Settings
) -> Parsed[tuple[Entry, ...]]:
    """The entries of a registry file: a mapping from id to fields, or to a bare name.

    `registry` is a key of REGISTRIES (else KeyError); `file` is POSIX, relative to the project.
    Never raises for any `data` and always gives a value: entries and fields that cannot be used are
    left out, with a problem. An empty file is an empty registry.
    """
    record = REGISTRIES[registry]
    text, problems = read_text(data, file, settings.limits)
    tree = _composed(text, file, problems, settings)
    shaped = Shaped(Places(file))
    for key in tree.data:
        if key.startswith("x_"):
            continue
        if is_id(key):
            shape_entry(tree, key, record, "name", shaped)
        else:
            problems.append(_bad_id(key, tree.keys[(key,)]))
    problems += [*tree.problems, *shaped.problems]
    validated = validate(
        lambda fields: _entries(record).validate_python(fields),
        record,
        shaped,
        Location(file),
        keyed=True,
    )
    problems += validated.problems
    positions = Positions(file, validated.places)
    entries = tuple(
        Entry(registry, key, fields, positions, (key,))
        for key, fields in (validated.value or {}).items()
    )
    return Parsed(entries, tuple(sorted_problems(problems)))


def _composed(text: str, file: str, problems: list[Problem], settings: Settings) -> Tree:
    if len(text.encode()) > settings.limits.front_matter_bytes:
        bound = settings.limits.front_matter_bytes
        message = f"The registry is larger than {bound:,} bytes"
        problems.append(Problem("B106", Location(file), message, "Move long texts into profiles."))
        return Tree(file)
    return compose(text, file, 1, settings.limits)


@cache
def _entries(
    record: type[ActorEntry | TermEntry],
) -> TypeAdapter[dict[str, ActorEntry | TermEntry]]:
    return TypeAdapter(dict[str, record])  # type: ignore[valid-type]


def _bad_id(key: str, place: Location) -> Problem:
    better = slugify(key)
    message = f"“{key[:80]}” cannot be an id: letters, digits and hyphens only"
    if is_id(better):
        return Problem(
            "B209", place, message, f"Write {better}: and give the name in a field name:"
        )
    return Problem("B209", place, message, "Choose another word.")


def parse_profile(
    data: bytes, file: str, uri: str, registry: str, settings: Settings
) -> Parsed[Entry]:
    """The entry in a profile page: front matter with an entry's fields, then Markdown.

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
    validated = validate(
        TypeAdapter(record).validate_python, record, shaped, Location(file, 1, 1, 3)
    )
    problems += validated.problems
    stem = PurePosixPath(file).name.removesuffix(".md")
    key = stem if is_id(stem) else slugify(stem)
    if key != stem or not is_id(key):
        message = f"The file's name “{stem[:80]}” cannot be an id: letters, digits and hyphens only"
        advice = f"Rename it to {key}.md." if is_id(key) else "Rename it."
        problems.append(Problem("B209", Location(file), message, advice))
    entry = None
    if validated.value is not None and is_id(key):
        positions = Positions(file, validated.places.settled())
        entry = Entry(
            registry, key, validated.value, positions, (), source.body, source.body_line, uri
        )
    return Parsed(entry, tuple(sorted_problems(problems)))
