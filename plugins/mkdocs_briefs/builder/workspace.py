"""Reading the folder of briefs from disk: what is there, as bytes, and what may not be read."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mkdocs_briefs.model.registry import REGISTRIES
from mkdocs_briefs.problems import Location, Problem, printable
from mkdocs_briefs.settings import Settings

_MOUNTS = Path("/proc/self/mountinfo")
"""Of each mount: five fields, the last its place, more fields, a hyphen, and the kind of disk.
Source: proc_pid_mountinfo(5)."""
_OWN = frozenset(("btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs"))
"""Kinds of disks that no other system writes to, of whose changes this one would not know."""
_ESCAPED = re.compile(r"\\([0-7]{3})")


def tells_of_changes(folder: str) -> bool:
    """Whether Linux tells (inotify(7)) of every change of a file at or below `folder`.

    It does not on a disk that others write to, nor of what only a link leads to.
    """
    if not sys.platform.startswith("linux") or not Path(folder).is_dir():
        return False
    return _kind_of(os.path.realpath(folder)) in _OWN and not _has_links(folder)


def _kind_of(place: str) -> str:
    """The kind of disk on which a place lies; empty where it cannot be told."""
    try:
        rows = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    here, kind, depth = PurePosixPath(place), "", -1
    for row in rows:
        before, _, after = row.partition(" - ")
        mount = PurePosixPath(_ESCAPED.sub(lambda it: chr(int(it[1], 8)), before.split(" ")[4]))
        # Of two on one place the later lies on top.
        if here.is_relative_to(mount) and len(mount.parts) >= depth:
            kind, depth = after.partition(" ")[0], len(mount.parts)
    return kind


def _has_links(folder: str) -> bool:
    pending = [folder]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_symlink():
                        return True
                    if entry.is_dir():
                        pending.append(entry.path)
        except OSError:
            return True
    return Path(folder).is_symlink()


MARKDOWN = (".md", ".markdown")
DEEPEST = 20
"""Folders inside folders that are followed."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text of ours: a brief, a registry or a profile."""

    kind: str
    """brief, registry or profile."""
    registry: str
    """Which registry, for those that belong to one."""
    file: str
    """POSIX path relative to the project."""
    uri: str
    """POSIX path relative to the folder that holds the briefs' folder."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published beside the briefs as it is."""

    uri: str
    path: Path


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything in the folder of briefs."""

    folder: Path
    sources: tuple[SourceFile, ...]
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    pages: Path
    """Folder of the site's other pages, to which texts may link."""

    def holds(self, uri: str) -> bool:
        """Whether a path, as links see it, is a file beside the briefs or among the other pages."""
        inside = uri.partition("/")[0] == self.folder.name
        places = [self.folder.parent / uri] if inside else []
        return any(place.is_file() for place in (*places, self.pages / uri))


def read_workspace(project: Path, settings: Settings) -> Workspace:
    """What the folder of briefs holds, in the order of names. A missing folder is an empty one.

    Nothing is followed out of the folder, nothing but regular files is opened, and of each file at
    most one byte more than the bound on its size is read.
    """
    folder = project / settings.briefs_dir
    problems: list[Problem] = []
    sources: list[SourceFile] = []
    assets: list[Asset] = []
    if not folder.is_dir():
        return Workspace(folder, (), (), (), project / settings.docs_dir)
    home = Path(os.path.realpath(folder))
    for path, parts in _files(folder, home, (settings.briefs_dir,), problems):
        kind, registry = classify(parts[1:])
        file, uri = "/".join(parts), "/".join((folder.name, *parts[1:]))
        try:
            with path.open("rb") as stream:
                data = b"" if kind == "asset" else stream.read(settings.limits.file_bytes + 1)
        except OSError as error:
            problems.append(
                Problem("B101", Location(file), f"the file cannot be opened: {error.strerror}")
            )
            continue
        if kind == "asset":
            assets.append(Asset(uri, path))
        else:
            sources.append(SourceFile(kind, registry, file, uri, data))
    pages = project / settings.docs_dir
    return Workspace(folder, tuple(sources), tuple(assets), tuple(problems), pages)


def classify(parts: tuple[str, ...]) -> tuple[str, str]:
    """What a file is by its path below the folder of briefs: a kind, and its registry or ""."""
    name = PurePosixPath(parts[-1])
    stem, suffix = name.stem, name.suffix
    if len(parts) == 1 and suffix in (".yml", ".yaml") and stem in REGISTRIES:
        return "registry", stem
    if suffix.lower() not in MARKDOWN:
        return "asset", ""
    if len(parts) == 2 and parts[0] in REGISTRIES:
        return "profile", parts[0]
    return "brief", ""


def _files(
    folder: Path, home: Path, parts: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The regular files at and below `folder`, whose own path for readers is `parts`."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_refused(parts, f"the folder cannot be read: {error.strerror}"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        inner, path = (*parts, entry.name), Path(entry.path)
        try:
            mode = entry.stat().st_mode
            # Folders that are links are not gone into, so only a link itself can lead out.
            real = Path(os.path.realpath(path)) if entry.is_symlink() else home
        except OSError as error:
            problems.append(_refused(inner, f"the file cannot be read: {error.strerror}"))
            continue
        if fault := _fault_of_name(entry.name):
            problems.append(_refused(inner, fault, "Rename it."))
        elif not real.is_relative_to(home):
            reason = "the link leads out of the folder of briefs"
            problems.append(_refused(inner, reason, "Copy the file here."))
        elif stat.S_ISREG(mode):
            yield path, inner
        elif not stat.S_ISDIR(mode):
            problems.append(_refused(inner, "this is not a regular file", "Remove it."))
        elif entry.is_symlink() or len(parts) > DEEPEST:
            problems.append(_refused(inner, "the folder is a link or lies too deep"))
        else:
            yield from _files(path, home, inner, problems)


def _fault_of_name(name: str) -> str:
    """Why a file may not be called `name`; empty when it may."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "the name of the file is not UTF-8"
    if any(ord(char) < 32 or char in '\\:*?"<>|\x7f' for char in name):
        return "the name holds a character that some systems refuse"
    return ""


def _refused(parts: tuple[str, ...], message: str, help_text: str = "") -> Problem:
    shown = printable("/".join(parts).encode("utf-8", "replace").decode())
    return Problem("B108", Location(shown), message, help_text)
