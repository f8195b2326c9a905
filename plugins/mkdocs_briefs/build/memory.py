"""What one build leaves for the next: what it read, what it wrote, and what it said.

It lies in the project's cache as JSON behind its own digest, holds no code, and may be deleted at
any time. What is missing, cut short, damaged, or written by another version is no memory at all:
the next build does everything.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

CACHE = ".cache/briefs/engine"
PACKAGE = Path(__file__).resolve().parents[1]

Place = tuple[int, int]
"""Where the body of a brief begins and ends in its page, in characters."""
Stamp = tuple[int, int]
"""Size of a file in bytes, and when it was changed, in seconds: what archives keep of a time."""
Said = tuple[str, int, str]
"""Name of a logger, level, and message."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one whole build that was published."""

    key: str
    """Digest of the configuration, the settings, the day and all software."""
    inputs: Mapping[str, str]
    """Digest of every file that was read, by its path."""
    faces: Mapping[str, str]
    """What other pages show of each brief, by its file: see `pages.fingerprint`."""
    places: Mapping[str, Place]
    """By the file of a brief's page in the site."""
    addresses: Mapping[str, str]
    """Of what links may name: the file in the site, by the file that it comes from."""
    outputs: Mapping[str, Stamp]
    """Every file of the site."""
    said: tuple[Said, ...] = ()
    """All warnings, and what was said of the briefs."""
    records: str = ""
    """Token of what was kept beside this of the search: see `search_records`."""
    directory: str = ""
    """Digest of what was kept of the library."""
    days: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By path in the project, what the history said of a page: see `host.dating`."""

    def changed(self, inputs: Mapping[str, str]) -> set[str] | None:
        """The files that differ from these; None where files came or went."""
        if inputs.keys() != self.inputs.keys():
            return None
        return {file for file, digest in inputs.items() if self.inputs[file] != digest}

    def holds(self, site: Path) -> bool:
        """Whether the site in this folder is the one that was published, file by file."""
        return stamps(site) == dict(self.outputs)


@dataclass(slots=True)
class Notes:
    """What a build finds out for the memory while it prints."""

    faces: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def file_of(project: Path, site: str, config: str) -> Path:
    """Where the memory of a site lies: one for each configuration and output folder."""
    name = hashlib.blake2b(f"{site}\0{config}".encode(), digest_size=8).hexdigest()
    return project / CACHE / f"{name}.json"


def load(path: Path, key: str) -> Memory | None:
    """The memory at `path`, if there is a sound one for this key."""
    kept = kept_at(path)
    try:
        if kept.pop("key") != key:
            return None
        return Memory(
            key=key,
            inputs=kept["inputs"],
            faces=kept["faces"],
            places={name: (int(a), int(b)) for name, (a, b) in kept["places"].items()},
            addresses=kept["addresses"],
            outputs={name: (int(a), int(b)) for name, (a, b) in kept["outputs"].items()},
            said=tuple((str(name), int(level), str(text)) for name, level, text in kept["said"]),
            records=kept["records"],
            directory=kept["directory"],
            days=kept["days"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def save(path: Path, memory: Memory) -> None:
    """Puts the memory in its place at once. Where none can be written there is none."""
    keep(path, {each.name: getattr(memory, each.name) for each in fields(memory)})


def kept_at(path: Path, wanted: str | None = None) -> Any:
    """What was kept at `path`; None where there is nothing sound, or not what was `wanted`."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        sound = digest == digest_of(body).encode() and wanted in (None, digest.decode())
        return json.loads(body) if sound else None
    except (OSError, ValueError):
        return None


def keep(path: Path, value: object) -> str:
    """Keeps a value that JSON can hold, whole or not at all; gives its digest."""
    body = json.dumps(value, separators=(",", ":")).encode()
    digest = digest_of(body)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(digest.encode() + b"\n" + body)
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink()
    return digest


def forget(path: Path) -> None:
    """Takes the memory away before a site is touched: half a site has none."""
    with suppress(OSError):
        path.unlink()


def stamps(folder: Path) -> dict[str, Stamp]:
    """Size and time of every file below `folder`; empty where there is no such folder.

    A repository in it is its owner's, and no build writes there.
    """
    found: dict[str, Stamp] = {}
    pending = [(os.fspath(folder), "")]
    while pending:
        place, prefix = pending.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name == ".git" and not prefix:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append((entry.path, f"{prefix}{entry.name}/"))
                    else:
                        status = entry.stat(follow_symlinks=False)
                        found[prefix + entry.name] = (status.st_size, int(status.st_mtime))
        except OSError:
            continue
    return found


def stamp_of(file: Path) -> Stamp:
    """Size and time of one file. Raises OSError."""
    status = file.lstat()
    return status.st_size, int(status.st_mtime)


def digests(folders: Iterable[Path]) -> dict[str, str]:
    """The digest of every file below these folders, by its path."""
    found: dict[str, str] = {}
    for folder in folders:
        for root, _, files in os.walk(folder, followlinks=True):
            for name in files:
                path = f"{root}/{name}"
                with suppress(OSError), open(path, "rb") as file:  # noqa: PTH123 - of thousands
                    found[path] = digest_of(file.read())
    return found


@cache
def software() -> str:
    """A digest of this package, file by file: a version says little while it is worked on."""
    parts = sorted(row for row in digests([PACKAGE]).items() if "__pycache__" not in row[0])
    return digest_of(json.dumps(parts).encode())


def digest_of(data: bytes) -> str:
    """A digest as all of the memory has them."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
