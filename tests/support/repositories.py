"""Git repositories for tests, out of reach of whatever this machine's user has set."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest


def require_git() -> None:
    """Leave the running test out on a machine without Git."""
    if shutil.which("git") is None:
        pytest.skip("Git is not installed")


def clean() -> dict[str, str]:
    """This environment with a Git that knows an author and no settings of anybody."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }


def git(folder: Path, *words: str, more: Mapping[str, str] | None = None) -> str:
    """What git says; the test fails where git does, and is left out where there is none."""
    require_git()
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env={**clean(), **(more or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(folder: Path, message: str = "Change", *, when: str = "") -> None:
    """Commit all there is, on a day such as `2024-05-02T12:00:00+0200` if one is given."""
    days = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if when else {}
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message, more=days)
