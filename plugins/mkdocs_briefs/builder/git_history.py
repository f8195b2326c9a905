"""What Git knows of a site: earlier states, days of commits; and how two builds differ."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
    """Return what git says to these words in a folder. Raises GitError."""
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


NO_GIT = "git is not installed, and the earlier state of the briefs is in its repository"


class HistoryError(Exception):
    """The earlier state cannot be had; the message says why, and what helps."""


@contextmanager
def project_at(project: Path, ref: str, *names: str) -> Iterator[Path]:
    """Give a temporary folder with `names` of `project` as they were where work on it began.

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
    """Write the plain files: a link in a repository may lead anywhere."""
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
    """Return what git says; empty if it fails and need not succeed. Raises HistoryError."""
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
_FORM = 3
"""Of the cache; another one is read by another version."""
SHALLOW = (
    "The dates of changes are left out: this clone of the repository has no whole history. "
    "To have them, fetch it with `git fetch --unshallow`; in a workflow, give the step with "
    "actions/checkout `fetch-depth: 0`."
)
_NOTHING_TO_SAY = ("not a git repository", "argument 'HEAD'")
"""What Git says where there is no repository, and of one without commits."""
_Days = dict[str, Committed]


@dataclass(frozen=True, slots=True)
class GitDates:
    """What the history says of files, by their paths relative to the project."""

    files: Mapping[str, Committed]
    note: str = ""
    """Why it says nothing, where that can be fixed."""


def git_dates(project: Path, folders: Sequence[Path]) -> GitDates:
    """Return the days of all files of a project below `folders`, at the checked-out commit.

    Without a repository or without Git there are none. The days are kept in the project's cache,
    and the history is read again only when another commit is checked out.
    """
    places = [
        folder.relative_to(project).as_posix()
        for folder in folders
        if folder.is_relative_to(project)
    ]
    try:
        words = ("--is-shallow-repository", "HEAD", "--git-common-dir")
        said = os.fsdecode(ask(project, "rev-parse", *words))
        shallow, head, common = said.removesuffix("\n").split("\n", 2)
        if shallow == "true":
            return GitDates({}, SHALLOW)
        # A clone with `--filter` has only some of the objects.
        partial = any((project / common / "objects" / "pack").glob("*.promisor"))
        key, cache = [_FORM, partial, head, *places], Store(project / CACHE)
        kept = _kept(cache.get(_DAYS), key)
        if kept is None:
            kept = _history(project, places, partial=partial)
            rows = {file: [str(each.first or ""), str(each.last)] for file, each in kept.items()}
            cache.put_all({_DAYS: {"key": key, "files": rows}}, keep=())
    except NoGitError:
        return GitDates({})
    except GitError as error:
        return GitDates({}, _said(error))
    return GitDates(kept)


def _kept(kept: Any, key: list[object]) -> _Days | None:
    """Return the days that were kept, if it was for the same commit and folders."""
    day = dt.date.fromisoformat
    try:
        if kept["key"] != key:
            return None
        return {
            str(file): Committed(day(first) if first else None, day(last))
            for file, (first, last) in kept["files"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _said(error: GitError) -> str:
    if any(words in str(error) for words in _NOTHING_TO_SAY):
        return ""
    if "dubious ownership" in str(error):
        return (
            "The dates of changes are left out: the repository belongs to somebody else, and Git "
            "reads it only when its setting safe.directory names the folder."
        )
    first = str(error).partition("\n")[0]
    return f"The dates of changes are left out: Git cannot tell them ({first})."


def _history(project: Path, places: Sequence[str], *, partial: bool) -> _Days:
    """Return the days of every file below `places`. Raises GitError."""
    if not places:
        return {}
    # Whether two files are nearly the same needs their contents, which a partial clone lacks.
    alike = "100%" if partial else "50%"
    said = ask(
        project,
        *("log", "-z", "--topo-order", "--reverse", "--full-history", "--diff-merges=off"),
        *("--name-status", f"--find-renames={alike}", "-l1000", "--no-ext-diff", "--no-textconv"),
        *("--no-color", "--no-mailmap", "--relative", "--format=commit %at", "--", *places),
    )
    days: _Days = {}
    day: dt.date | None = None
    tokens = iter(said.split(b"\0"))
    for token in tokens:
        status = token.removeprefix(b"\n")
        if status.startswith(b"commit "):  # a status is a letter, perhaps with a number
            day = _day(int(status.removeprefix(b"commit ")))
        elif status:
            path = os.fsdecode(next(tokens, b""))
            new = os.fsdecode(next(tokens, b"")) if status[:1] in (b"R", b"C") else path
            before = days.get(path)
            if status[:1] in (b"R", b"D"):
                days.pop(path, None)
            if status[:1] != b"D" and day is not None:
                days[new] = _with(before, day, sure=not partial)
    return days


def _with(before: Committed | None, day: dt.date, *, sure: bool) -> Committed:
    """Return the days of a file after one more commit, whatever its order: clocks go wrong."""
    if before is None:
        return Committed(day if sure else None, day)
    first = min(before.first, day) if before.first else None
    return Committed(first, max(before.last, day))


def _day(seconds: int) -> dt.date | None:
    with suppress(OverflowError, ValueError, OSError):
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    return None


PAGE = ".html"
_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
_HEADING = re.compile("<h1(?: [^>]*)?>(.*?)</h1>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_SHOWN = re.compile(r"""\s(?:href|src|alt)=(?:"[^"]*"|'[^']*'|[^\s>]*)""")
"""Attributes that a reader notices: where a link leads, which picture, its text."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its address in the site, as in `briefs/port/`, and its heading."""

    address: str
    heading: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between a site and an older one. Pages are sorted by address."""

    new: tuple[Page, ...]
    changed: tuple[Page, ...]
    """Pages whose text, pictures or links differ."""
    gone: tuple[Page, ...]
    unseen: int
    """Pages that differ only in their head, a menu or a script."""
    others: int
    """Files that are not pages and are new, gone or different."""
    pages: int
    """Pages of the newer site."""


def compare(old: Path, new: Path) -> Comparison:
    """Return how the site in the folder `new` differs from the one in `old`. Raises OSError."""
    before, after = _files(old), _files(new)
    both = before & after
    same = {path for path in both if (old / path).read_bytes() == (new / path).read_bytes()}
    pages = {path for path in before | after if path.endswith(PAGE)}
    differing = sorted(pages & both - same)
    changed = [path for path in differing if _content(old / path) != _content(new / path)]
    return Comparison(
        new=tuple(_page(new, path) for path in sorted(pages - before)),
        changed=tuple(_page(new, path) for path in changed),
        gone=tuple(_page(old, path) for path in sorted(pages - after)),
        unseen=len(differing) - len(changed),
        others=len((before | after) - same - pages),
        pages=len(pages & after),
    )


def _files(site: Path) -> set[str]:
    return {
        (Path(root) / name).relative_to(site).as_posix()
        for root, _, names in os.walk(site)
        for name in names
    }


def _page(site: Path, path: str) -> Page:
    folder, _, name = path.rpartition("/")
    address = (f"{folder}/" if folder else "./") if name == "index.html" else path
    html = _read(site / path)
    found = _HEADING.search(_article(html)) or _TITLE.search(html)
    heading = unescape(_TAG.sub("", found[1])) if found else ""
    return Page(address, " ".join(heading.replace("¶", "").split()))


def _content(file: Path) -> str:
    """Return the text and the addresses that a reader meets in a page, whatever the white space."""
    shown = _HIDDEN.sub("", _article(_read(file)))
    return " ".join(_TAG.sub(lambda tag: "".join(_SHOWN.findall(tag[0])), shown).split())


def _article(html: str) -> str:
    """Return the article of a page, or all of a page without one."""
    start, end = html.find("<article"), html.rfind("</article>")
    return html[start:end] if 0 <= start < end else html


def _read(file: Path) -> str:
    return file.read_text("utf-8", "replace")
