"""What Git knows of a site: its repository, earlier states, and when files were committed."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs_briefs.builder.store import Store
from mkdocs_briefs.pages.facts import Committed

_NOTHING_OF_ITS_OWN = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotepath=off"),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "",
    "LC_ALL": "C",
}
_OTHERS = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_NAMESPACE"),
)
"""What a hook in which we run says of another repository than the one around the project."""


class GitError(Exception):
    """Git cannot be asked or refuses; the message is what it said."""


class NoGitError(GitError):
    """Git is not installed."""


def ask(folder: Path, *words: str) -> bytes:
    """What git says to these words in a folder. Raises GitError."""
    environ = {name: text for name, text in os.environ.items() if name not in _OTHERS}
    try:
        done = subprocess.run(
            ["git", *_NOTHING_OF_ITS_OWN, *words],
            cwd=folder,
            env=environ | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise NoGitError("git is not installed") from None
    except OSError as error:
        raise GitError(str(error)) from None
    if done.returncode:
        raise GitError(done.stderr.decode(errors="replace").strip())
    return done.stdout


@dataclass(frozen=True, slots=True)
class Checkout:
    """The working tree that a project lies in, and where Git keeps what belongs to it.

    A linked working tree and a submodule have a folder of their own for the former, and share a
    `common` one with others.
    """

    root: Path
    own: Path
    common: Path

    @property
    def is_shallow(self) -> bool:
        """Whether the history was cut off when it was fetched."""
        with suppress(OSError):
            return (self.common / "shallow").stat().st_size > 0
        return False

    @property
    def is_partial(self) -> bool:
        """Whether only some of the objects were fetched, as with `--filter`."""
        return any((self.common / "objects" / "pack").glob("*.promisor"))

    def head(self) -> str:
        """The commit that is checked out, read without starting Git.

        Empty where there is none yet, or where it is kept in another way than in files of text.
        """
        name = _line(self.own / "HEAD")
        for _ in range(5):  # as many links as Git follows
            if not name.startswith("ref: "):
                break
            ref = name.removeprefix("ref: ")
            if ".." in ref.split("/") or ref.startswith("/"):
                return ""
            found = (_line(folder / ref) for folder in (self.own, self.common))
            name = next(filter(None, found), "") or self._packed(ref)
        return name if len(name) >= 40 and set(name) <= set("0123456789abcdef") else ""

    def _packed(self, ref: str) -> str:
        with suppress(OSError):
            text = (self.common / "packed-refs").read_text("utf-8", "surrogateescape")
            for line in text.splitlines():
                commit, _, named = line.partition(" ")
                if named == ref:
                    return commit
        return ""


def checkout_of(project: Path) -> Checkout | None:
    """The working tree around a project; None where there is none."""
    for root in (project, *project.parents):
        place = root / ".git"
        if place.is_dir():
            return Checkout(root, place, _common(place))
        if place.is_file():
            told = _line(place)
            if told.startswith("gitdir: "):
                own = root / told.removeprefix("gitdir: ")
                return Checkout(root, own, _common(own))
            return None
    return None


def _common(own: Path) -> Path:
    told = _line(own / "commondir")
    return own / told if told else own


def _line(file: Path) -> str:
    """The first line of a short file; empty where there is no such file."""
    try:
        with file.open("rb") as stream:
            return os.fsdecode(stream.read(4096).partition(b"\n")[0]).strip()
    except OSError:
        return ""


def below(folder: Path, root: Path) -> Iterator[str]:
    """A folder's path from the root of a working tree, if it lies in there."""
    with suppress(ValueError):
        yield folder.relative_to(root).as_posix()


NO_GIT = "git is not installed, and the earlier state of the briefs is in its repository"


class HistoryError(Exception):
    """The earlier state cannot be had; the message says why, and what helps."""


@contextmanager
def project_at(project: Path, ref: str, *names: str) -> Iterator[Path]:
    """A temporary folder that holds `names` of `project` as they were where work on it began.

    That is the last commit that `ref` and the present state have in common, so that what others
    published meanwhile does not count; `ref` itself where they have none, as in a shallow clone.
    What was not there yet is left out. Raises HistoryError.
    """
    commit = _commit(project, ref)
    base = _git(project, "merge-base", commit, "HEAD", check=False).decode().strip() or commit
    with TemporaryDirectory(prefix="briefs-base-") as scratch:
        # `git archive` names paths from the folder it is run in.
        listed = partial(_git, project, "ls-tree", "--name-only", base, "--")
        if there := [name for name in names if listed(name)]:
            data = _git(project, "archive", "--format=tar", base, "--", *there)
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                _unpack(archive, Path(scratch))
        yield Path(scratch)


def _unpack(archive: tarfile.TarFile, target: Path) -> None:
    """Plain files only: a link in a repository may lead anywhere."""
    for member in archive:
        if member.isfile() and ".." not in Path(member.name).parts:
            found = archive.extractfile(member)
            file = target / member.name.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(found.read() if found else b"")


def _commit(project: Path, ref: str) -> str:
    if ref.startswith("-"):
        raise HistoryError(f"{ref!r} names no commit")
    found = _git(project, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", check=False)
    if found:
        return found.decode().strip()
    inside = _git(project, "rev-parse", "--is-inside-work-tree", check=False)
    if not inside:
        raise HistoryError(f"{project} is in no Git repository")
    shallow = _git(project, "rev-parse", "--is-shallow-repository", check=False).strip() == b"true"
    more = "; the clone is shallow: fetch its history (fetch-depth: 0)" if shallow else ""
    raise HistoryError(f"there is no commit {ref!r} in this repository{more}")


def _git(project: Path, *words: str, check: bool = True) -> bytes:
    """What git says; empty where it fails and need not succeed. Raises HistoryError."""
    try:
        return ask(project, *words)
    except NoGitError:
        raise HistoryError(NO_GIT) from None
    except GitError as error:
        if check:
            raise HistoryError(f"git {words[0]}: {error}") from None
        return b""


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
