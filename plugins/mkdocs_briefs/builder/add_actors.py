"""Adding entries to the registry of actors, with all that is written there left as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.builder.rename import Document, UneditableError, add_to_entry, add_to_front
from mkdocs_briefs.library.unregistered_names import NamedActor
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.model.texts import Localised
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.problems import Severity

_PLAIN = re.compile(r"[^\W\d_](?:[\w .’-]*\w)?")
"""A name that YAML reads as it is, without quotes."""
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def entry_text(actor: NamedActor) -> str:
    """Return the entry of an actor as lines of actors.yml."""
    plain = _PLAIN.fullmatch(actor.name) and actor.name.casefold() not in _WORDS
    name = actor.name if plain else json.dumps(actor.name, ensure_ascii=False)
    kind = f"  kind: {actor.kind}\n" if actor.kind else ""
    return f"{actor.id}:\n  name: {name}\n{kind}"


def add_entries(loaded: Loaded, actors: Iterable[NamedActor]) -> Path:
    """Add entries at the end of actors.yml, which is made if need be, and return its path.

    Raises UneditableError and OSError, and then nothing is written.
    """
    sources = {source.file: source for source in loaded.workspace.sources}
    folder = loaded.library.settings.briefs_dir
    names = [f"{folder}/actors.yml", f"{folder}/actors.yaml"]
    file = next((name for name in names if name in sources), names[0])
    data = sources[file].data if file in sources else b""
    document = Document(file, data)
    text = document.text
    gap = "" if not text or text.endswith("\n") else "\n"
    # An empty line, where the entries before have one.
    gap += "\n" if "\n\n" in text else ""
    added = list(actors)
    document.replace(len(text), len(text), gap + "\n".join(map(entry_text, added)))
    after = document.result()
    _verify(loaded, file, data, after, {it.id: Localised.read(it.name) for it in added})
    path = loaded.workspace.folder / file.rpartition("/")[2]
    _write(path, after)
    return path


def set_kind(loaded: Loaded, entry: Entry, kind: str) -> Path:
    """Give an entry without a kind this one, and return the path of its file.

    Raises UneditableError and OSError, and then nothing is written.
    """
    file = entry.positions.file
    source = next(one for one in loaded.workspace.sources if one.file == file)
    document = Document(file, source.data)
    if entry.prefix:
        add_to_entry(document, entry, f"kind: {kind}")
        after = document.result()
        _verify(loaded, file, source.data, after, {entry.id: entry.fields.name}, kind)
    else:
        add_to_front(document, "kind", kind)
        after = document.result()
        found = parse_profile(after, file, entry.uri or file, "actors", loaded.library.settings)
        if not found.value or getattr(found.value.fields, "kind", None) != kind:
            raise UneditableError(f"{file} cannot be changed by itself; write kind: {kind} there.")
    path = loaded.workspace.folder.joinpath(*file.split("/")[1:])
    _write(path, after)
    return path


def _verify(
    loaded: Loaded,
    file: str,
    before: bytes,
    after: bytes,
    names: Mapping[str, Localised | None],
    kind: str | None = None,
) -> None:
    """Raise UneditableError unless the file has what it had, and these entries."""
    settings = loaded.library.settings
    old, new = (parse_registry(data, file, "actors", settings) for data in (before, after))
    entries = {entry.id: entry.fields for entry in new.value or ()}
    errors = [sum(one.severity is Severity.ERROR for one in found.problems) for found in (old, new)]
    kept = {entry.id: entry.fields for entry in old.value or () if entry.id not in names}
    right = all(getattr(entries.get(key), "name", key) == name for key, name in names.items())
    right = right and (
        kind is None or all(getattr(entries.get(key), "kind", None) == kind for key in names)
    )
    broken = any(
        one.code in {"B101", "B103", "B106", "B204"} and one.location.column == 1
        for one in new.problems
    )
    changed = any(entries.get(key) != value for key, value in kept.items())
    if broken or errors[1] > errors[0] or changed or not right:
        raise UneditableError(f"{file} is written in a way that cannot be extended.")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.adding")
    try:
        temporary.write_bytes(data)
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
