"""Briefs, profiles and registries that are in a wrong place or have a wrong ending.

A brief that is lost by it, as nothing reads its file, is an error.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from mkdocs_briefs.model.ids import KIND_OF, PLAIN, address_of, is_id, slug_of_stem, stem_of
from mkdocs_briefs.model.registry import REGISTRIES, SHARED
from mkdocs_briefs.parse.source import front_keys
from mkdocs_briefs.problems import Location, Problem, Severity
from mkdocs_briefs.settings import Settings

BRIEF = ".md"
"""The ending of a brief."""
MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""Endings of Markdown files, in any case; MkDocs has the same."""
YAML = (".yml", ".yaml")
_HEAD_BYTES = 16_384
"""Front matter is looked for in so much of a file."""
_OF_BRIEFS = frozenset(("actors", "dates", "implications", "developments"))
"""Fields that, beside a date, no other page has."""
_OF_ACTORS = frozenset(("kind", "aliases", "wikidata", "positions"))
_MEANT = "If it is meant so, write `ignore: [B109]` into the options of the plugin."


def head_of(path: Path) -> bytes:
    """Return the beginning of a file that may have front matter, else nothing."""
    with suppress(OSError), path.open("rb") as stream:
        first = stream.read(6)
        if first.removeprefix(b"\xef\xbb\xbf").startswith(b"---"):
            return first + stream.read(_HEAD_BYTES)
    return b""


def wrong_ending(file: str, data: bytes, settings: Settings) -> Problem | None:
    """Return what is wrong with the name of a file of the folder of briefs that is no brief.

    `data` is the beginning of it.
    """
    path, folder = PurePosixPath(file), settings.briefs_dir
    is_listed = path.suffix in YAML and str(path.parent) == folder
    if is_listed and (right := _registry(path.stem)):
        message = f"This file is not read: the registry of {right} is called {right}.yml"
        return Problem("B109", Location(file), message, f"Rename it to {folder}/{right}.yml.")
    keys, more = front_keys(data), ""
    if is_lost := path.suffix.lower() in MARKDOWN:
        message = f"The name of a brief ends in {BRIEF}; a file with {path.suffix} is not read"
    elif _is_brief(keys):
        message = f"This looks like a brief, but its name does not end in {BRIEF}, so it is no page"
        more = _MEANT
    else:
        return None
    advice = f"Rename it to {_renamed(file, settings)}"
    problem = _problem(file, message, advice, keys, settings, more)
    return replace(problem, severity_override=Severity.ERROR) if is_lost else problem


def wrong_folder(file: str, data: bytes, registry: str, settings: Settings) -> Problem | None:
    """Return the error of a brief among the profiles of `registry`, or of a profile elsewhere.

    `registry` is empty for a brief.
    """
    problem = _wrong_folder(file, data, registry, settings)
    return replace(problem, severity_override=Severity.ERROR) if problem else None


def _wrong_folder(file: str, data: bytes, registry: str, settings: Settings) -> Problem | None:
    keys = front_keys(data)
    if registry and _is_brief(keys):
        message = f"This looks like a brief, but {PurePosixPath(file).parent}/ holds profiles"
        target = f"{settings.briefs_dir}/{PurePosixPath(file).name}"
        return _problem(file, message, f"Move it to {target}", keys, settings)
    is_actor = "name" in keys and not keys.keys() & {"title", "date"}
    if not registry and is_actor and keys.keys() & _OF_ACTORS:
        target = f"{settings.briefs_dir}/actors/{PurePosixPath(file).name}"
        address = f"actors/{PurePosixPath(file).stem}/"
        return Problem(
            "B109",
            Location(file),
            "This looks like the profile of an actor, but it is among the briefs",
            f"Move it to {target}; its address is then {address}.",
        )
    return None


def outside(project: Path, settings: Settings) -> Iterator[Problem]:
    """Yield the problems of what looks like ours among the ordinary pages and beside mkdocs.yml."""
    briefs = project / settings.briefs_dir
    for path in (*beside_settings(project), *_pages(project / settings.docs_dir, briefs)):
        file = os.path.relpath(path, project).replace(os.sep, "/")
        found = _registry_outside if path.suffix in YAML else _brief_outside
        if problem := found(path, file, settings):
            yield problem


def _registry_outside(path: Path, file: str, settings: Settings) -> Problem | None:
    inner, briefs = PurePosixPath(file), settings.briefs_dir
    if inner.stem not in REGISTRIES or str(inner.parent) not in {".", settings.docs_dir}:
        return None
    project = path.parents[len(inner.parts) - 1]
    if any((project / briefs / f"{inner.stem}{end}").exists() for end in YAML):
        return None
    message = f"This looks like a registry, but it is not in {briefs}/"
    return Problem(
        "B109", Location(file), message, f"Move it to {briefs}/{inner.stem}.yml. {_MEANT}"
    )


def _brief_outside(path: Path, file: str, settings: Settings) -> Problem | None:
    keys = front_keys(head_of(path))
    if not _is_brief(keys):
        return None
    folder, briefs = str(PurePosixPath(file).parent), settings.briefs_dir
    where = f"it is not in {briefs}/" if folder == "." else f"{folder}/ holds ordinary pages"
    advice = f"Move it to {briefs}/{stem_of(_as_brief(file))}{BRIEF}"
    message = f"This looks like a brief, but {where}"
    return _problem(file, message, advice, keys, settings, _MEANT)


def beside_settings(project: Path) -> list[Path]:
    """Return the texts in the folder of mkdocs.yml."""
    return [*_texts(project)]


def _pages(folder: Path, briefs: Path) -> Iterator[Path]:
    """Yield the texts at and below a folder, but for those of the folder of briefs."""
    for path, folders, _ in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and Path(path, name) != briefs
        )
        yield from _texts(Path(path))


def _texts(folder: Path) -> Iterator[Path]:
    endings = (*MARKDOWN, *YAML, ".txt")
    with suppress(OSError):
        for entry in sorted(os.scandir(folder), key=lambda one: one.name):
            name = entry.name
            if name.lower().endswith(endings) and not name.startswith(".") and entry.is_file():
                yield Path(entry.path)


def _is_brief(keys: Mapping[str, str]) -> bool:
    return "date" in keys and not keys.keys().isdisjoint(_OF_BRIEFS)


def _registry(stem: str) -> str:
    """Return the registry that a file of this stem is meant to be, if it is called otherwise."""
    word = stem.casefold()
    names = {KIND_OF.get(name, name.removesuffix("s")): name for name in REGISTRIES | SHARED}
    right = names.get(word.removesuffix("s"), "")
    return "" if right == stem else right


def _as_brief(file: str) -> str:
    """Return the path of a file with the ending of a brief in the place of its own."""
    path = PurePosixPath(file)
    stem = path.stem
    if stem.lower().endswith(BRIEF):  # name.md.txt: some systems hide the last ending
        stem = stem[: -len(BRIEF)]
    return str(path.with_name(stem + BRIEF))


def _renamed(file: str, settings: Settings) -> str:
    """Return the path at which a file of the folder of briefs is a brief."""
    path = PurePosixPath(_as_brief(file))
    inner = path.relative_to(settings.briefs_dir)
    if len(inner.parts) == 2 and inner.parts[0] in REGISTRIES:
        return f"{settings.briefs_dir}/{path.name}"
    return str(path)


def _problem(
    file: str,
    message: str,
    advice: str,
    keys: Mapping[str, str],
    settings: Settings,
    more: str = "",
) -> Problem:
    """Return the problem of a brief. `advice` ends in its right path."""
    if address := _address(advice.rpartition(" ")[2], keys, settings):
        advice += f"; its address is then {address}"
    return Problem("B109", Location(file), message, f"{advice}. {more}".strip())


def _address(target: str, keys: Mapping[str, str], settings: Settings) -> str:
    """Return the address of a brief at this path, or nothing if its name or day gives none."""
    slug = keys.get("slug") or slug_of_stem(stem_of(target))
    day = dt.date.min
    with suppress(ValueError):
        day = dt.date.fromisoformat(keys.get("date", "")[:10])
    if not is_id(slug) or (day == dt.date.min and settings.address != PLAIN):
        return ""
    return f"briefs/{address_of(settings.address, slug, day)}/"
