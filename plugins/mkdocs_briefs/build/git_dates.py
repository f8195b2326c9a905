"""When the files of a site were first and last committed, out of one pass over the history.

A day is that of a commit's author, in UTC as `today` is: when the text was written, whoever merged
or rebased it, and the same day wherever the site is built. A merge is no change by itself; the
commits that it brings are. A file keeps its first day when it is moved.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mkdocs_briefs.build.checkout import Checkout, GitError, NoGitError, ask, below, checkout_of
from mkdocs_briefs.build.memory import keep, kept_at

CACHE = ".cache/briefs/git.json"
_FORM = 1
"""Of the cache; another one is read by another version."""
SHALLOW = (
    "The dates of changes are left out: this clone of the repository has no whole history. "
    "To have them, fetch it with `git fetch --unshallow`; in a workflow, give the step with "
    "actions/checkout `fetch-depth: 0`."
)
_COMMIT = re.compile(rb"commit (\d+)")
_MOVED = re.compile(rb"[RC]\d*")


@dataclass(frozen=True, slots=True)
class Committed:
    """The days on which a file was first and last committed."""

    first: dt.date | None
    """None where a part of the history is not at hand that could tell of a move."""
    last: dt.date


@dataclass(frozen=True, slots=True)
class GitDates:
    """What the history says of files, by their paths relative to the project."""

    files: Mapping[str, Committed]
    note: str = ""
    """Why it says nothing, where that can be mended."""


def git_dates(project: Path, folders: Sequence[Path]) -> GitDates:
    """The days of all files of a project below `folders`, as the checked-out commit has them.

    Without a repository or without Git there are none. What was found is kept in the project's
    cache for the next time: then Git is not started, as long as the same commit is checked out.
    """
    checkout = checkout_of(project)
    if checkout is None:
        return GitDates({})
    if checkout.is_shallow:
        return GitDates({}, SHALLOW)
    places = [place for folder in folders for place in below(folder, checkout.root)]
    prefix = next(below(project, checkout.root), "")
    head = checkout.head()
    key = [_FORM, head, checkout.is_partial, prefix, *places]
    cache = project / CACHE
    if head and (kept := _kept(cache, key)) is not None:
        return GitDates(kept)
    try:
        found = _relative(_history(checkout, places), prefix)
    except NoGitError:
        return GitDates({})
    except GitError as error:
        return GitDates({}, _said(error))
    if head:
        rows = {file: [str(each.first or ""), str(each.last)] for file, each in found.items()}
        keep(cache, {"key": key, "files": rows})
    return GitDates(found)


def _kept(cache: Path, key: list[object]) -> dict[str, Committed] | None:
    kept = kept_at(cache)
    try:
        if kept["key"] != key:
            return None
        day = dt.date.fromisoformat
        return {
            str(file): Committed(day(first) if first else None, day(last))
            for file, (first, last) in kept["files"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _said(error: GitError) -> str:
    if "dubious ownership" in str(error):
        return (
            "The dates of changes are left out: the repository belongs to somebody else, and Git "
            "reads it only when its setting safe.directory names the folder."
        )
    first = str(error).partition("\n")[0]
    return f"The dates of changes are left out: Git cannot tell them ({first})."


def _history(checkout: Checkout, places: Sequence[str]) -> dict[bytes, Committed]:
    """The days of every file of the checked-out commit, by its path from the root."""
    if not places:
        return {}
    # Whether two files are nearly the same needs their contents, which a partial clone lacks.
    alike = "100%" if checkout.is_partial else "50%"
    said = ask(
        checkout.root,
        *("log", "-z", "--topo-order", "--reverse", "--full-history", "--diff-merges=off"),
        *("--name-status", f"--find-renames={alike}", "-l1000", "--no-ext-diff", "--no-textconv"),
        *("--no-color", "--no-mailmap", "--format=commit %at", "HEAD", "--", *places),
    )
    return _read(said.split(b"\0"), sure=not checkout.is_partial)


def _read(tokens: Sequence[bytes], *, sure: bool) -> dict[bytes, Committed]:
    """What the log says: `commit` and its time, then each status with a path, or with two."""
    found: dict[bytes, Committed] = {}
    day: dt.date | None = None
    rest = iter(tokens)
    for token in rest:
        status = token.removeprefix(b"\n")
        if commit := _COMMIT.fullmatch(status):
            day = _day(int(commit[1]))
        elif status:
            path = next(rest, b"")
            before = found.get(path)
            if _MOVED.fullmatch(status):
                old, path = path, next(rest, b"")
                before = found.get(old)
                if status.startswith(b"R"):
                    found.pop(old, None)
            if status == b"D":
                found.pop(path, None)
            elif day is not None:
                found[path] = _with(before, day, sure=sure)
    return found


def _with(before: Committed | None, day: dt.date, *, sure: bool) -> Committed:
    """The days of a file after one more commit. Clocks of authors may go wrong: days, not order."""
    if before is None:
        return Committed(day if sure else None, day)
    first = min(before.first, day) if before.first else None
    return Committed(first, max(before.last, day))


def _day(seconds: int) -> dt.date | None:
    with suppress(OverflowError, ValueError, OSError):
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    return None


def _relative(found: Mapping[bytes, Committed], prefix: str) -> dict[str, Committed]:
    """By the path from the project; a file beside it is not the site's."""
    return dict(_inside(found, "" if prefix == "." else f"{prefix}/"))


def _inside(found: Mapping[bytes, Committed], prefix: str) -> Iterator[tuple[str, Committed]]:
    for path, committed in found.items():
        name = os.fsdecode(path)
        if name.startswith(prefix):
            yield name.removeprefix(prefix), committed
