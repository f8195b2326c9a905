"""The JSON of `briefs export`, as the files it was made from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

from mkdocs_briefs.importers.draft import ImportRefusedError, yaml_field
from mkdocs_briefs.model.registry import REGISTRIES, SHARED

T = TypeVar("T")
_NAME = re.compile(r"(?![\s.])[^\\/:*?\"<>|\x00-\x1f\x7f-\x9f\u2028\u2029]+(?<![\s.])")
_MAX_DEPTH = 20
"""Folders inside folders, and values inside values, that are taken."""
_KINDS: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}


def archive_files(text: str) -> Iterator[tuple[str, str]]:
    """Yield path, relative to the folder of briefs, and text of every file in the export `text`.

    Raise ImportRefusedError for a text that is no export, or that would write elsewhere.
    """
    try:
        whole = json.loads(text)
        json.dumps(whole, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ImportRefusedError("it holds half a character (a lone surrogate)") from None
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
        name = PurePosixPath(path.casefold())  # some file systems do not tell capitals apart
        above = {*map(str, name.parents[:-1])}
        if str(name) in files | folders or above & files:
            raise ImportRefusedError(f"it has two files for {path}")
        files.add(str(name))
        folders |= above
        yield path, content


def _files(whole: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for registry, entries in _checked(whole.get("registries", {}), dict, "“registries”").items():
        if registry not in REGISTRIES | SHARED:
            raise ImportRefusedError(f"it has a registry {registry!r}, which is none")
        rows = _rows(_checked(entries, dict, f"registry “{registry}”"))
        yield f"{registry}.yml", "\n".join(rows) + "\n"
    for kind in ("briefs", "profiles"):
        for one in _checked(whole.get(kind, []), list, f"“{kind}”"):
            yield _document(_checked(one, dict, f"“{kind}” has an entry that"))


def _checked(value: Any, kind: type[T], what: str) -> T:
    if not isinstance(value, kind):
        raise ImportRefusedError(f"its {what} is not {_KINDS[kind]}")
    return value


def _document(one: Mapping[str, Any]) -> tuple[str, str]:
    """Return path and text of a file. Raise ImportRefusedError for a path out of the folder."""
    file = one.get("file")
    parts = file.split("/") if isinstance(file, str) else []
    if (
        not isinstance(file, str)
        or len(parts) > _MAX_DEPTH
        or not all(map(_NAME.fullmatch, parts))
        or not file.endswith((".md", ".markdown"))
    ):
        raise ImportRefusedError(f"{file!r} is not a path of a brief")
    fields = _checked(one.get("front_matter"), dict, f"“front_matter” of {file}")
    body = _checked(one.get("body", ""), str, f"“body” of {file}")
    return file, "\n".join(["---", *_rows(fields), "---", ""]) + body


def _rows(fields: Mapping[str, Any]) -> list[str]:
    return [yaml_field(key, _value(value)) for key, value in fields.items()]


def _value(value: object, depth: int = 0) -> Any:
    """Return a value of JSON as one that YAML text is made of: numbers become their text."""
    if depth > _MAX_DEPTH:
        raise ImportRefusedError("its values lie too deep in one another")
    if isinstance(value, dict):
        return {key: _value(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_value(one, depth + 1) for one in value]
    return value if value is None or isinstance(value, (bool, str)) else str(value)
