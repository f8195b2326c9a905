"""The version of this code: that of the release, with the commit of a checkout.

pyproject.toml runs this file to build a wheel, so it imports the standard library only.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path

from mkdocs_briefs import __version__

DISTRIBUTION = "mkdocs-briefs"
PACKAGE = Path(__file__).resolve().parents[1]
_ROOT = PACKAGE.parents[1]
_SETTINGS = _ROOT / "pyproject.toml"
GIVEN = "MKDOCS_BRIEFS_VERSION"
"""A variable that sets the version of what is built, as for a release."""


@cache
def full_version() -> str:
    """Return the version, which differs for different code (PEP 440, local version identifiers).

    In a checkout `+g` and the commit follow, and `.d` and a digest of the package if it has
    changes. Without Git, only the digest does.
    """
    if given := os.environ.get(GIVEN):
        return given
    if not is_checkout():
        return metadata.version(DISTRIBUTION)
    commit = _git("rev-parse", "HEAD") if _git("rev-parse", "--show-prefix") == "" else None
    if not commit:
        return f"{__version__}+d{_digest()}"
    changes = _git("status", "--porcelain", "--", str(PACKAGE), str(_SETTINGS))
    return f"{__version__}+g{commit[:9]}" + (f".d{_digest()}" if changes != "" else "")


def is_checkout() -> bool:
    """Return whether this code runs in a copy of the repository, as in an editable install."""
    return _SETTINGS.is_file() and PACKAGE.parent.name == "plugins"


def package_files() -> list[Path]:
    """Return the files of the package, in order."""
    found = (path for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts)
    return sorted(path for path in found if path.is_file())


def _git(*words: str) -> str | None:
    """Return the answer of Git, or None if it is missing or refuses."""
    # In a hook, Git's variables name the repository of the site.
    environ = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=_ROOT,
            env=environ,
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _digest() -> str:
    found = hashlib.sha256(_SETTINGS.read_bytes())
    for path in package_files():
        found.update(f"\n{path.relative_to(PACKAGE).as_posix()}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:8]
