"""The folder of briefs as it is on disk: the bytes of its files, and what may not be read."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from mkdocs_briefs.builder.misplaced import (
    BRIEF,
    MARKDOWN,
    YAML,
    head_of,
    outside,
    wrong_ending,
)
from mkdocs_briefs.model.registry import REGISTRIES, SHARED
from mkdocs_briefs.problems import Location, Problem, printable
from mkdocs_briefs.settings import Limits, Settings

_MOUNTS = Path("/proc/self/mountinfo")
"""A line a mount: five fields, of which the last is its place, more fields, a hyphen and the file
system (proc_pid_mountinfo(5))."""
_LOCAL_FILE_SYSTEMS = frozenset(
    ("btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs")
)
"""File systems to which no other machine writes, so that the kernel sees every change."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Unicode's controls that turn the direction of the text behind them (UAX 9, 2)."""
_ESCAPED = re.compile(r"\\([0-7]{3})")


def tells_of_changes(folder: str) -> bool:
    """Return whether inotify(7) reports every change of a file at or below `folder`.

    It does not on a disk to which other machines write, nor of a file behind a link.
    """
    if not sys.platform.startswith("linux") or not Path(folder).is_dir():
        return False
    return _kind_of(os.path.realpath(folder)) in _LOCAL_FILE_SYSTEMS and not _has_links(folder)


def _kind_of(place: str) -> str:
    """Return the file system of a path, or nothing if it is not known."""
    try:
        rows = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    here, kind, depth = PurePosixPath(place), "", -1
    for row in rows:
        before, _, after = row.partition(" - ")
        mount = PurePosixPath(_ESCAPED.sub(lambda it: chr(int(it[1], 8)), before.split(" ")[4]))
        # Of two mounts at one place, the later one counts.
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


BIBLIOGRAPHIES = (("sources.json",), ("sources.bib",))
"""Paths of registries of sources as other programs write them: CSL-JSON and BibTeX."""
PASSIVE = frozenset(
    """
    .avif .bmp .gif .ico .jpeg .jpg .png .tif .tiff .webp
    .aac .flac .m4a .mp3 .mp4 .mov .oga .ogg .ogv .opus .wav .weba .webm .srt .vtt
    .csv .geojson .json .jsonl .tsv .txt .yaml .yml .toml .bib .ics .log
    .docx .epub .odp .ods .odt .pdf .pptx .rtf .xlsx
    .7z .bz2 .gz .parquet .tar .xz .zip
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Endings of files that a browser neither runs nor applies to a page. An HTML, SVG or XML file runs
its scripts when it is opened; a script or style beside a brief is one of the site's own."""
MAX_FOLDER_DEPTH = 20
"""How deep folders may be nested."""


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
    """POSIX path relative to the parent of the folder of briefs."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is."""

    uri: str
    """POSIX path relative to the parent of the folder of briefs."""
    path: Path
    file: str
    """POSIX path relative to the project."""


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
        """Return whether a path, as links see it, is published from the folder of other pages."""
        is_hidden = any(part.startswith(".") for part in uri.split("/"))  # the host leaves it out
        # `Path.is_file` fails at a name that is too long for the disk.
        return not is_hidden and os.path.isfile(self.pages / uri)  # noqa: PTH113

    def files(self) -> Iterator[str]:
        """Yield the paths, as links see them, of what is published from both folders."""
        yield from (asset.uri for asset in self.assets)
        yield from (path.relative_to(self.pages).as_posix() for path in self._other_files())

    def _other_files(self) -> Iterator[Path]:
        for folder, folders, names in os.walk(self.pages):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from (Path(folder, name) for name in names)

    def other_pages(self) -> Iterator[bytes]:
        """Yield the texts of the site's other pages, as far as they can be read."""
        for path in self._other_files():
            if path.suffix.lower() in MARKDOWN:
                with suppress(OSError):
                    yield path.read_bytes()

    def without(self, uris: Collection[str]) -> Workspace:
        """Return the workspace without these files that are published as they are."""
        return replace(self, assets=tuple(one for one in self.assets if one.uri not in uris))


def read_workspace(project: Path, settings: Settings) -> Workspace:
    """Return the files of the folder of briefs in the order of names. The folder may be missing.

    No link out of the folder is followed, only regular files are opened, and of each file at most
    one byte more than its limit is read.
    """
    folder = project / settings.briefs_dir
    problems: list[Problem] = []
    sources: list[SourceFile] = []
    assets: list[Asset] = []
    problems += outside(project, settings)
    if not folder.is_dir():
        return Workspace(folder, (), (), tuple(problems), project / settings.docs_dir)
    home = Path(os.path.realpath(folder))
    for path, parts in _files(folder, home, (settings.briefs_dir,), problems):
        kind, registry = classify(parts[1:])
        file, uri = "/".join(parts), "/".join((folder.name, *parts[1:]))
        if kind == "asset" and settings.untrusted and path.suffix.lower() not in PASSIVE:
            problems.append(_refused(parts, *_ACTIVE))
            continue
        is_read = kind not in {"asset", "misplaced"}
        try:
            with path.open("rb") as stream:
                data = stream.read(_most_bytes(kind, settings.limits) + 1) if is_read else b""
        except OSError as error:
            problems.append(
                Problem("B101", Location(file), f"the file cannot be opened: {error.strerror}")
            )
            continue
        if is_read:
            sources.append(SourceFile(kind, registry, file, uri, data))
            continue
        if fault := wrong_ending(file, head_of(path), settings):
            problems.append(fault)
        if kind == "asset":
            assets.append(Asset(uri, path, file))
    pages = project / settings.docs_dir
    return Workspace(folder, tuple(sources), tuple(assets), tuple(problems), pages)


def _most_bytes(kind: str, limits: Limits) -> int:
    return limits.registry_bytes if kind == "registry" else limits.file_bytes


def classify(parts: tuple[str, ...]) -> tuple[str, str]:
    """Return the kind of a file by its path below the folder of briefs, and its registry or "".

    It is brief, registry, profile, asset, or misplaced for Markdown with another ending than .md.
    """
    name = PurePosixPath(parts[-1])
    stem, suffix = name.stem, name.suffix
    if len(parts) == 1 and suffix in YAML and stem in REGISTRIES | SHARED:
        return "registry", stem
    if parts in BIBLIOGRAPHIES:
        return "registry", "sources"
    if suffix.lower() not in MARKDOWN:
        return "asset", ""
    if suffix != BRIEF:
        return "misplaced", ""
    if len(parts) == 2 and parts[0] in REGISTRIES:
        return "profile", parts[0]
    return "brief", ""


def _files(
    folder: Path, home: Path, parts: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the regular files below `folder`, whose path in messages is `parts`."""
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
        elif entry.is_symlink():
            problems.append(_refused(inner, "the folder is a link", "Copy the folder here."))
        elif len(parts) > MAX_FOLDER_DEPTH:
            message = f"the folder lies more than {MAX_FOLDER_DEPTH} folders deep"
            problems.append(_refused(inner, message, "Move it up."))
        else:
            yield from _files(path, home, inner, problems)


def _fault_of_name(name: str) -> str:
    """Return why a file may not be called `name`, or nothing."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "the name of the file is not UTF-8"
    if any(ord(char) < 32 or char in '\\:*?"<>|\x7f' for char in name):
        return "the name holds a character that some systems refuse"
    if _TURNS.search(name):
        return "the name holds a sign that turns the direction of text, so that it reads wrongly"
    return ""


_ACTIVE = (
    "the site is untrusted, and files of this kind may run in a browser",
    "Publish it as a picture, a table or a document, such as a PNG, CSV or PDF file.",
)


def _refused(parts: tuple[str, ...], message: str, help_text: str = "") -> Problem:
    shown = printable("/".join(parts).encode("utf-8", "replace").decode())
    return Problem("B108", Location(shown), message, help_text)
