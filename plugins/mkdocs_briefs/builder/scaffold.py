"""The text of a new brief, the files of a new site, and the requirement that it names."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import re
import textwrap
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from mkdocs_briefs.builder.version import (
    DISTRIBUTION,
    PACKAGE,
    full_version,
    is_checkout,
    package_files,
)
from mkdocs_briefs.builder.workspace import classify
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import EXPECTED, FrontMatter
from mkdocs_briefs.model.fields import Item
from mkdocs_briefs.model.ids import FIELD_OF, address_of, is_id, slugify
from mkdocs_briefs.parse.schema import FieldRow, field_rows, json_schema

FOLDER = "vendor"
_INFO = ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time of a file in a ZIP archive."""


def requirement() -> tuple[str, dict[str, bytes]]:
    """Return the line, and the files that it names, by path: a wheel if nobody else has this one.

    It is the commit of a repository, the address of an archive, or the version, as pip has noted
    (PEP 610). What was installed from a folder or a file of this computer is packed as a wheel, and
    so is a version with a commit, because no package index has it.
    """
    origin = _origin()
    address = str(origin.get("url", ""))
    if not is_checkout():
        if not address and "+" not in full_version():
            return f"{DISTRIBUTION}=={full_version()}", {}
        if urlsplit(address).scheme in {"https", "ssh", "http"}:
            return f"{DISTRIBUTION} @ {_remote(origin, _without_password(address))}", {}
    name, data = wheel()
    return f"./{FOLDER}/{name}", {f"{FOLDER}/{name}": data}


def _origin() -> dict[str, Any]:
    try:
        text = metadata.distribution(DISTRIBUTION).read_text("direct_url.json")
        found = json.loads(text or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remote(origin: dict[str, Any], address: str) -> str:
    """Return the address of a repository with its commit, or of an archive with its digest."""
    folder = origin.get("subdirectory")
    parts = [f"subdirectory={folder}"] if folder else []
    if vcs := origin.get("vcs_info"):
        address = f"{vcs['vcs']}+{address}@{vcs['commit_id']}"
    elif digest := origin.get("archive_info", {}).get("hashes", {}).get("sha256"):
        parts.append(f"sha256={digest}")
    return "#".join(filter(None, (address, "&".join(parts))))


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    kept = f"{user}{at}" if user == "git" else ""
    return urlunsplit(parts._replace(netloc=kept + host))


def wheel() -> tuple[str, bytes]:
    """Return the name and the content of a wheel of this very code.

    It is made of the installed files, so it needs no tool to build, and no file of the
    installation. https://packaging.python.org/specifications/binary-distribution-format/
    """
    version = full_version()
    stem = f"{DISTRIBUTION.replace('-', '_')}-{version}"
    rows = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in (*_package(), *_info(f"{stem}.dist-info", version)):
            archive.writestr(_entry(path), data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
            rows.append(f"{path},sha256={digest.decode()},{len(data)}\n")
        record = f"{stem}.dist-info/RECORD"
        archive.writestr(_entry(record), "".join([*rows, f"{record},,\n"]))
    return f"{stem}-py3-none-any.whl", packed.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _FIRST_DAY)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
    return entry


def _package() -> Iterator[tuple[str, bytes]]:
    for path in package_files():
        yield path.relative_to(PACKAGE.parent).as_posix(), path.read_bytes()


def _info(folder: str, version: str) -> Iterator[tuple[str, bytes]]:
    """Yield the metadata. That of an editable install may have an earlier version."""
    installed = metadata.distribution(DISTRIBUTION)
    for name in _INFO:
        text = installed.read_text(name)
        if text is None:
            continue
        if name == "METADATA":
            text = re.sub(
                r"^Version: .*$", f"Version: {version}", text, count=1, flags=re.MULTILINE
            )
        yield f"{folder}/{name}", text.encode()


WIDTH = 96
MAX_IDS = 30
"""How many ids of a registry a new brief shows."""
SHOWN = {"actors": "actors", **{field: registry for registry, field in FIELD_OF.items()}}
"""Fields whose comment shows the ids of a registry."""


class ScaffoldError(Exception):
    """A brief cannot be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The values of a new brief. Actors and topics are ids."""

    title: str
    date: dt.date
    actors: Sequence[str] = ()
    topics: Sequence[str] = ()


def brief_name(wanted: Wanted, library: Library) -> str:
    """Return the name of the file for a new brief. Raises ScaffoldError if its address is taken."""
    slug = slugify(wanted.title)
    if not slug:
        raise ScaffoldError("No address can be made of this title; use letters or digits.")
    if not is_id(slug):
        slug = f"{slug}-brief"
    address = address_of(library.settings.address, slug, wanted.date)
    for brief in library.briefs:
        if brief.slug.casefold() == address.casefold():
            raise ScaffoldError(
                f"The address briefs/{address}/ already belongs to {brief.file}. "
                "Choose another title."
            )
    return f"{wanted.date.isoformat()}-{slug}.md"


def refuse_folder(parts: tuple[str, ...]) -> None:
    """Raise ScaffoldError for a folder inside the folder of briefs that has no briefs."""
    if classify((*parts, "a.md"))[0] != "brief":
        raise ScaffoldError(f"The folder {parts[0]} holds profiles, not briefs.")


def brief_text(wanted: Wanted, library: Library, *, full: bool = False) -> str:
    """Return a brief with its required and expected fields, and all others in comments.

    With `full`, the comments say how each field is written, and name the fields of its entries.
    """
    rows = {row.name: row for row in field_rows(FrontMatter)}
    opened = ["title", "date", *EXPECTED, *(["topics"] if wanted.topics else [])]
    lines = ["---"]
    for name in opened:
        row = rows[name]
        if full or not row.required:
            lines += _comment(row, library, full=full)
        lines += _open(name, wanted)
        if row.record:
            lines += [f"#{line}" for line in _example(row)[1:]]
    more = "" if full else " `briefs new --full` says more."
    lines += ["", f"# All fields below may be left out. To use one, take the # away.{more}"]
    for name, row in rows.items():
        if name in opened:
            continue
        if full:
            lines += ["", *_comment(row, library, full=full), *(f"#{it}" for it in _example(row))]
        else:
            first, *others = _example(row)
            lines += [f"#{first}  # {_about(row)}", *(f"#{line}" for line in others)]
    return "\n".join([*lines, "---", "", "Write the brief here.", ""])


def _about(row: FieldRow) -> str:
    """Return what the field is for, with the values it can have if these are few."""
    if not row.type.startswith("one of "):
        return row.description
    return f"{row.description.rstrip('.')}: {row.type.removeprefix('one of ')}."


def _open(name: str, wanted: Wanted) -> Iterator[str]:
    """Yield the lines of a field with its value, if it has one."""
    if name == "title":
        yield f"title: {json.dumps(' '.join(wanted.title.split()), ensure_ascii=False)}"
    elif name == "date":
        yield f"date: {wanted.date.isoformat()}"
    elif name == "actors":
        yield "actors:"
        yield from (f"  - {ident}:" for ident in wanted.actors)
    elif name == "topics":
        yield f"topics: [{', '.join(wanted.topics)}]"
    else:
        yield f"{name}:"


def _comment(row: FieldRow, library: Library, *, full: bool) -> Iterator[str]:
    """Yield comments: what the field is for, how it is written, and which ids there are."""
    text = row.description
    if full and row.record is not None:
        text += f" {_forms(row)}"
    elif full and not row.required:
        text = f"{text.rstrip('.')} ({row.type.removesuffix(' (or one)')})."
    if row.name in SHOWN and (known := _known(library, SHOWN[row.name])):
        text += f" Known: {known}."
    yield from (
        f"# {line}"
        for line in textwrap.wrap(text, WIDTH, break_on_hyphens=False, break_long_words=False)
    )


def _forms(row: FieldRow) -> str:
    if row.record is None:
        return ""
    fields = ", ".join(field.name for field in field_rows(row.record))
    if not row.type.startswith("list"):
        return f"Fields: {fields}."
    if not issubclass(row.record, Item):
        return f"Each entry has fields: {fields}."
    pair = f"“{': '.join(row.record.pair)}”" if row.record.pair else f"a {row.record.scalar}"
    return f"Each entry is {pair}, or has fields: {fields}."


def _known(library: Library, registry: str) -> str:
    catalogue = library.catalogue
    ids = list(catalogue.actors if registry == "actors" else catalogue.terms[registry])
    more = [f"and {len(ids) - MAX_IDS} more"] if len(ids) > MAX_IDS else []
    return ", ".join([*ids[:MAX_IDS], *more])


def _example(row: FieldRow) -> list[str]:
    """Return the lines of the field with an example."""
    if row.type.startswith("list"):
        return [f"{row.name}:", f"  - {row.example}"]
    return [f"{row.name}: {row.example}"]


STARTER = "starter"
DOTTED = {"github", "vscode", "gitignore"}
"""Names that get a dot in a new site. Here they have none, as tools would act on them."""
_SCHEMAS = {
    "actors": "actors",
    "topics": "topics",
    "storylines": "topics",
    "authors": "authors",
    "events": "events",
    "sources": "sources",
}


_LANGUAGE_SERVER = {
    "glspc.server.command": "briefs",
    "glspc.server.commandArguments": ["lsp"],
    "glspc.server.languageId": ["markdown", "yaml"],
    "[markdown]": {"editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "off"}},
}
"""Settings of VS Code and its extension zsol.vscode-glspc, a client for any language server."""


def site_files(name: str, day: dt.date, requirement: str) -> dict[str, str]:
    """Return the texts of the files of a new site called `name`, by POSIX path.

    `requirement` is the line of requirements.txt for this program.
    """
    values = {
        "@SITE_NAME@": json.dumps(name, ensure_ascii=False),
        "@TODAY@": day.isoformat(),
        "@REQUIREMENT@": requirement,
    }
    found: dict[str, str] = {}
    for path, resource in _walk(files("mkdocs_briefs.builder") / STARTER, ()):
        text = resource.read_text("utf-8")
        for mark, value in values.items():
            text = text.replace(mark, value)
        shown = tuple(f".{part}" if part in DOTTED else part for part in path)
        found["/".join(shown).replace("@TODAY@", day.isoformat())] = text
    for kind in sorted(set(_SCHEMAS.values())):
        schema = json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        found[f".vscode/schemas/{kind}.json"] = f"{schema}\n"
    settings = {
        "files.encoding": "utf8",
        "files.eol": "\n",
        "yaml.schemas": {
            f".vscode/schemas/{kind}.json": [
                f"briefs/{registry}.yml" for registry in _SCHEMAS if _SCHEMAS[registry] == kind
            ]
            for kind in sorted(set(_SCHEMAS.values()))
        },
        **_LANGUAGE_SERVER,
    }
    found[".vscode/settings.json"] = f"{json.dumps(settings, indent=2)}\n"
    return dict(sorted(found.items()))


def _walk(
    folder: Traversable, above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Traversable]]:
    for child in sorted(folder.iterdir(), key=lambda one: one.name):
        path = (*above, child.name)
        if child.is_dir():
            yield from _walk(child, path)
        else:
            yield path, child


def conflicts(folder: Path, paths: Iterable[str]) -> list[str]:
    """Return those of `paths` below `folder` at which something exists already."""
    taken = []
    for path in paths:
        target = folder / path
        between = [parent for parent in target.parents if parent.is_relative_to(folder)]
        blocked = any(parent.exists() and not parent.is_dir() for parent in between)
        if blocked or target.exists() or target.is_symlink():
            taken.append(path)
    return taken


def write_new(folder: Path, contents: Mapping[str, str | bytes]) -> None:
    """Write new files. Raises OSError if one exists already, which stays as it is."""
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode())
