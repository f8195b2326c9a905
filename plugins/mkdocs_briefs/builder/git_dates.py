"""When the files of a site were first and last committed, out of one pass over the history.

A day is that of a commit's author, in UTC as `today` is: when the text was written, whoever merged
or rebased it, and the same day wherever the site is built. A merge is no change by itself; the
commits that it brings are. A file keeps its first day when it is moved.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mkdocs_briefs.builder.checkout import Checkout, GitError, NoGitError, ask, below, checkout_of
from mkdocs_briefs.builder.store import Store
from mkdocs_briefs.pages.facts import Committed

CACHE = ".cache/briefs/git.sqlite"
_DAYS = "days"
_FORM = 2
"""Of the cache; another one is read by another version."""
SHALLOW = (
    "The dates of changes are left out: this clone of the repository has no whole history. "
    "To have them, fetch it with `git fetch --unshallow`; in a workflow, give the step with "
    "actions/checkout `fetch-depth: 0`."
)
_NO_COMMIT = ("bad revision 'HEAD'", "does not have any commits yet")
"""What Git says of a repository that is new."""


_Days = dict[str, Committed]


@dataclass(frozen=True, slots=True)
class GitDates:
    """What the history says of files, by their paths relative to the project."""

    files: Mapping[str, Committed]
    note: str = ""
    """Why it says nothing, where that can be fixed."""


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
    try:
        return GitDates(_relative(_known(checkout, places, Store(project / CACHE)), prefix))
    except NoGitError:
        return GitDates({})
    except GitError as error:
        return GitDates({}, _said(error))


def _known(checkout: Checkout, places: Sequence[str], cache: Store) -> _Days:
    """The days of all files by their paths from the root: kept, carried on, or found anew."""
    head, key = checkout.head(), [_FORM, checkout.is_partial, *places]
    before, kept = _kept(cache, key)
    if head and head == before:
        return kept
    found = _carried_on(checkout, places, before, kept) if head and before else None
    if found is None:
        found = _history(checkout, places)
    if head:
        rows = {file: [str(each.first or ""), str(each.last)] for file, each in found.items()}
        cache.put_all({_DAYS: {"key": key, "head": head, "files": rows}}, keep=())
    return found


def _kept(cache: Store, key: list[object]) -> tuple[str, _Days]:
    """The commit at which something was kept, and what; an empty name where nothing was."""
    kept = cache.get(_DAYS)
    day = dt.date.fromisoformat
    try:
        if kept["key"] != key:
            return "", {}
        return str(kept["head"]), {
            str(file): Committed(day(first) if first else None, day(last))
            for file, (first, last) in kept["files"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError):
        return "", {}


def _said(error: GitError) -> str:
    if any(words in str(error) for words in _NO_COMMIT):
        return ""
    if "dubious ownership" in str(error):
        return (
            "The dates of changes are left out: the repository belongs to somebody else, and Git "
            "reads it only when its setting safe.directory names the folder."
        )
    first = str(error).partition("\n")[0]
    return f"The dates of changes are left out: Git cannot tell them ({first})."


def _history(checkout: Checkout, places: Sequence[str]) -> _Days:
    """The days of every file of the checked-out commit."""
    days: _Days = {}
    for commit in _log(checkout, places, "HEAD"):
        _take(days, commit, sure=not checkout.is_partial)
    return days


def _carried_on(
    checkout: Checkout, places: Sequence[str], before: str, kept: _Days
) -> _Days | None:
    """The days that were kept at the commit `before`, with what came since.

    None where that is not one commit after the other: there the whole history may tell it in
    another order.
    """
    try:
        commits = [*_log(checkout, places, "--sparse", f"{before}..HEAD")]
    except GitError:  # the commit is gone
        return None
    days, last = dict(kept), before
    for commit in commits:
        if commit.parents != [last]:
            return None
        last = commit.name
        _take(days, commit, sure=not checkout.is_partial)
    return days if last == checkout.head() else None


@dataclass(slots=True)
class _Commit:
    """A commit, and which files it changed: a status, a path, and of a move the new one."""

    name: str
    day: dt.date | None
    parents: list[str]
    changes: list[tuple[bytes, str, str]]


def _log(checkout: Checkout, places: Sequence[str], *which: str) -> Iterator[_Commit]:
    """Commits that changed something below `places`, parents before children. Raises GitError."""
    if not places:
        return
    # Whether two files are nearly the same needs their contents, which a partial clone lacks.
    alike = "100%" if checkout.is_partial else "50%"
    said = ask(
        checkout.root,
        *("log", "-z", "--topo-order", "--reverse", "--full-history", "--diff-merges=off"),
        *("--name-status", f"--find-renames={alike}", "-l1000", "--no-ext-diff", "--no-textconv"),
        *("--no-color", "--no-mailmap", "--format=commit %H %at %P", *which, "--", *places),
    )
    tokens = iter(said.split(b"\0"))
    commit: _Commit | None = None
    for token in tokens:
        status = token.removeprefix(b"\n")
        if status.startswith(b"commit "):  # a status is a letter, perhaps with a number
            if commit:
                yield commit
            _, name, seconds, *parents = status.decode().split()
            commit = _Commit(name, _day(int(seconds)), parents, [])
        elif status and commit:
            path = os.fsdecode(next(tokens, b""))
            new = os.fsdecode(next(tokens, b"")) if status[:1] in (b"R", b"C") else path
            commit.changes.append((status[:1], path, new))
    if commit:
        yield commit


def _take(days: _Days, commit: _Commit, *, sure: bool) -> None:
    """Notes what a commit did to the days of files."""
    for status, path, new in commit.changes:
        before = days.get(path)
        if status in (b"R", b"D"):
            days.pop(path, None)
        if status != b"D" and commit.day is not None:
            days[new] = _with(before, commit.day, sure=sure)


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


def _relative(found: _Days, prefix: str) -> _Days:
    """By the path from the project; a file beside it is not the site's."""
    folder = "" if prefix == "." else f"{prefix}/"
    return {
        file.removeprefix(folder): days for file, days in found.items() if file.startswith(folder)
    }
