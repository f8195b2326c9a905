"""Git repositories for tests, independent of the settings of the user."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest


def require_git() -> None:
    """Skip the running test on a machine without Git."""
    if shutil.which("git") is None:
        pytest.skip("Git is not installed")


def clean() -> dict[str, str]:
    """Return the environment with an author for Git and without settings."""
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
    """Return the output of git. The test fails with git, and is skipped without it."""
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
