"""The JSON that `briefs export` writes, as the files it was made from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_briefs.importers.draft import ImportRefusedError, yaml_field
from mkdocs_briefs.model.registry import REGISTRIES

_NAME = re.compile(r"(?![\s.])[^\\/:*?\"<>|\x00-\x1f\x7f-\x9f\u2028\u2029]+(?<![\s.])")
_MAX_DEPTH = 20
"""Folders inside folders, and values inside values, that are taken."""


def archive_files(text: str) -> Iterator[tuple[str, str]]:
    """Yield path, relative to the folder of briefs, and text of every file in the export `text`.

    Raise ImportRefusedError for a text that is no export, or that would write elsewhere.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportRefusedError(f"it is no JSON: {error}") from None
    if not isinstance(whole, dict) or whole.get("format") != "mkdocs-briefs":
        raise ImportRefusedError("it is not an export of briefs: it lacks “format: mkdocs-briefs”")
    if whole.get("version") != 1:
        raise ImportRefusedError(
            f"its version is {whole.get('version')!r}; this release of briefs knows version 1"
        )
    files: set[str] = set()
    folders: set[str] = set()
    for path, content in _files(whole):
        name = path.casefold()  # as file systems that know no capitals tell names apart
        above = {*_folders(name)}
        if name in files | folders or above & files:
            raise ImportRefusedError(f"it has two files for {path}")
        files.add(name)
        folders |= above
        yield path, content


def _files(whole: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for registry, entries in _mapping(whole, "registries").items():
        if registry not in REGISTRIES:
            raise ImportRefusedError(f"it has a registry {registry!r}, which is none")
        rows = (
            yaml_field(_text(ident), _value(entry)) for ident, entry in _items(entries, registry)
        )
        yield f"{registry}.yml", "\n".join(rows) + "\n"
    for kind in ("briefs", "profiles"):
        for one in _list(whole, kind):
            yield _path(one), _document(one)


def _folders(path: str) -> Iterator[str]:
    """Yield the folders on the way to a file."""
    parts = path.split("/")
    return ("/".join(parts[:number]) for number in range(1, len(parts)))


def _mapping(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = whole.get(key, {})
    if not isinstance(found, dict):
        raise ImportRefusedError(f"its “{key}” is not an object")
    return found


def _items(entries: object, name: str) -> list[tuple[str, Any]]:
    if not isinstance(entries, dict):
        raise ImportRefusedError(f"its registry “{name}” is not an object")
    return list(entries.items())


def _list(whole: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = whole.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ImportRefusedError(f"its “{key}” is not a list of objects")
    return found


def _path(one: Mapping[str, Any]) -> str:
    """Return the path of a file. Raise ImportRefusedError for one that leads out of the folder."""
    file = one.get("file")
    parts = file.split("/") if isinstance(file, str) else []
    if (
        not isinstance(file, str)
        or len(parts) > _MAX_DEPTH
        or not all(map(_NAME.fullmatch, parts))
        or file != _text(file)
        or not file.endswith((".md", ".markdown"))
    ):
        raise ImportRefusedError(f"{file!r} is not a path of a brief")
    return file


def _document(one: Mapping[str, Any]) -> str:
    fields = one.get("front_matter")
    if not isinstance(fields, dict):
        raise ImportRefusedError(f"{one.get('file')} has no “front_matter”")
    body = one.get("body", "")
    if not isinstance(body, str):
        raise ImportRefusedError(f"the body of {one.get('file')} is not a text")
    rows = [yaml_field(_text(key), _value(value)) for key, value in fields.items()]
    return "\n".join(["---", *rows, "---", ""]) + _text(body)


def _text(text: str) -> str:
    """Return the text. Raise ImportRefusedError for half of a character (UTF-16)."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ImportRefusedError("a text of it holds half a character (a lone surrogate)")
    return text


def _value(value: object, depth: int = 0) -> Any:
    """Return a value of JSON as one that YAML text is made of: numbers become their text."""
    if depth > _MAX_DEPTH:
        raise ImportRefusedError("its values lie too deep in one another")
    if isinstance(value, dict):
        return {_text(key): _value(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_value(one, depth + 1) for one in value]
    if isinstance(value, str):
        return _text(value)
    return value if value is None or isinstance(value, bool) else str(value)
