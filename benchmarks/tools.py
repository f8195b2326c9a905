"""The tools that are measured: how each is started, what it is measured at, what its version is."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edits import BODY, EDITS, NEW, TITLE
from measure import ENVIRONMENT, ROOT

COLD = "cold"
SAME = "nothing changed"
GONE = "site gone"
CHECK = "briefs check"
CASES = (COLD, SAME, *EDITS, GONE, CHECK)
"""In this order, as each starts from what the one before it left."""
PYTHON = [sys.executable, "-m"]
BRIEFS = [sys.executable, "-c", "from mkdocs_briefs.cli.app import main; main()"]
VERSION = re.compile(r"\d+(?:\.\w+)+")


@dataclass(frozen=True, slots=True)
class Tool:
    """What is measured at `cases`."""

    name: str
    """Also that of the layout of its site."""
    program: str
    """What has to be there for it; MkDocs always is."""
    build: tuple[str, ...]
    """The words after the program that build the site of the current folder into `site`."""
    briefs: str
    """The folder of the briefs."""
    cases: tuple[str, ...] = (COLD, BODY, TITLE, NEW)


PLAIN = Tool("plain", "mkdocs", ("build", "--quiet"), "docs/briefs")
OURS = Tool("briefs", "mkdocs", ("build",), "briefs", CASES)
"""Not quiet, as its last line says how many pages were made."""
PLAIN_NAV = Tool("plain-nav", "mkdocs", ("build", "--quiet"), "docs/briefs")
PEERS = (
    Tool("hugo", "hugo", ("build", "--quiet", "--noBuildLock"), "content/briefs"),
    Tool("zensical", "zensical", ("build",), "docs/briefs"),
    Tool("pelican", "pelican", ("--quiet", "--settings", "pelicanconf.py"), "content/briefs"),
)


def find(program: str, given: Mapping[str, str]) -> list[str]:
    """The words that start `program`; none where it is not to be had.

    `given` maps programs to paths; others are searched beside this Python and on the PATH.
    """
    if program == "mkdocs":
        return [*PYTHON, "mkdocs"]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = shutil.which(given.get(program, program), path=path)
    return [found] if found else []


def command(tool: Tool, start: Sequence[str], case: str, site: Path) -> list[str]:
    """The command of `case` for the site in the folder `site`."""
    if case == CHECK:
        return [*BRIEFS, "check"]
    # Hugo takes no relative folder for its cache.
    cache = ["--cacheDir", str(site / ".cache" / "hugo")] if tool.program == "hugo" else []
    return [*start, *tool.build, *cache]


def versions(starts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Name -> version, as the programs themselves say; `starts` maps programs to their words."""
    asked = {"mkdocs-briefs": _ours()}
    for program, words in starts.items():
        asked[program] = _said([*words, "version" if program == "hugo" else "--version"])
    asked["Python"] = sys.version.split()[0]
    for package in ("mkdocs-material", "Markdown", "pagefind"):
        try:
            asked[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            asked[package] = "not installed"
    return asked


def _ours() -> str:
    version = _said([*BRIEFS, "--version"])
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        return version
    return f"{version}, commit {_output(['git', 'describe', '--always', '--dirty'], ROOT).strip()}"


def _said(words: Sequence[str]) -> str:
    """The first version in what a command says; it may add paths of the machine, which are left."""
    found = VERSION.search(_output(words))
    return found[0] if found else "unknown"


def _output(words: Sequence[str], folder: Path | None = None) -> str:
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, cwd=folder, env=ENVIRONMENT
    )
    return done.stdout
