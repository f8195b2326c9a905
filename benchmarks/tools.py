"""The tools that are measured: their commands, cases and versions."""

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
"""In this order: each begins with the state after the one before."""
PYTHON = [sys.executable, "-m"]
BRIEFS = [sys.executable, "-c", "from mkdocs_briefs.cli.app import main; main()"]
VERSION = re.compile(r"\d+(?:\.\w+)+")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, and the cases in which it is measured."""

    name: str
    """Also the name of the layout of its site."""
    program: str
    """The program to find."""
    build: tuple[str, ...]
    """The arguments that build the site of the current folder into `site`."""
    briefs: str
    """The folder of the briefs."""
    cases: tuple[str, ...] = (COLD, BODY, TITLE, NEW)


PLAIN = Tool("plain", "mkdocs", ("build", "--quiet"), "docs/briefs")
OURS = Tool("briefs", "mkdocs", ("build",), "briefs", CASES)
"""Not quiet, because its last line counts the pages."""
PLAIN_NAV = Tool("plain-nav", "mkdocs", ("build", "--quiet"), "docs/briefs")
PEERS = (
    Tool("hugo", "hugo", ("build", "--quiet", "--noBuildLock"), "content/briefs"),
    Tool("zensical", "zensical", ("build",), "docs/briefs"),
    Tool("pelican", "pelican", ("--quiet", "--settings", "pelicanconf.py"), "content/briefs"),
)


def find(program: str, paths: Mapping[str, str]) -> list[str]:
    """Return the words that start `program`; empty if it is missing.

    `paths` has the paths of some programs; others are searched beside Python and on the PATH.
    """
    if program == "mkdocs":
        return [*PYTHON, "mkdocs"]
    folders = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    path = shutil.which(paths.get(program, program), path=folders)
    return [path] if path else []


def command(tool: Tool, start: Sequence[str], case: str, site: Path) -> list[str]:
    """Return the command of `case` for the site in the folder `site`."""
    if case == CHECK:
        return [*BRIEFS, "check"]
    # Hugo takes no relative folder for its cache.
    cache = ["--cacheDir", str(site / ".cache" / "hugo")] if tool.program == "hugo" else []
    return [*start, *tool.build, *cache]


def versions(starts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the versions that the programs print; `starts` has the words that start them."""
    found = {"mkdocs-briefs": _ours()}
    for program, words in starts.items():
        found[program] = _printed_version([*words, "version" if program == "hugo" else "--version"])
    found["Python"] = sys.version.split()[0]
    for package in ("mkdocs-material", "Markdown", "pagefind"):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def _ours() -> str:
    version = _printed_version([*BRIEFS, "--version"])
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        return version
    return f"{version}, commit {_output(['git', 'describe', '--always', '--dirty'], ROOT).strip()}"


def _printed_version(words: Sequence[str]) -> str:
    """Return the first version in the output of a command."""
    match = VERSION.search(_output(words))
    return match[0] if match else "unknown"


def _output(words: Sequence[str], folder: Path | None = None) -> str:
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, cwd=folder, env=ENVIRONMENT
    )
    return done.stdout
