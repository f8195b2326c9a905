"""Whether the system itself tells of changed files, so that nobody need look for them again."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePosixPath

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
