"""The Git repository around a project, and how to ask it without running anything it names.

A repository may come from a stranger. What its settings could have Git run (hooks, monitors,
pagers, programs that check signatures or fetch) is turned off for every question.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

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
