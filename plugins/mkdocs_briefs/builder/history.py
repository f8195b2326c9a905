"""An earlier state of the project, taken out of its Git repository."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs_briefs.builder.checkout import GitError, NoGitError, ask

NO_GIT = "git is not installed, and the earlier state of the briefs is in its repository"


class HistoryError(Exception):
    """The earlier state cannot be had; the message says why, and what helps."""


@contextmanager
def project_at(project: Path, ref: str, folder: str) -> Iterator[Path]:
    """A temporary folder that holds `folder` of `project` as it was where work on it began.

    That is the last commit that `ref` and the present state have in common, so that what others
    published meanwhile does not count; `ref` itself where they have none, as in a shallow clone.
    It is empty when the folder was not there yet. Raises HistoryError.
    """
    commit = _commit(project, ref)
    base = _git(project, "merge-base", commit, "HEAD", check=False).decode().strip() or commit
    with TemporaryDirectory(prefix="briefs-base-") as scratch:
        # `git archive` names paths from the folder it is run in.
        if _git(project, "ls-tree", "--name-only", base, "--", folder):
            data = _git(project, "archive", "--format=tar", base, "--", folder)
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
