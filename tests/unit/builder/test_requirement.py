"""What a new site names in requirements.txt, by how this program was installed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from mkdocs_briefs import __version__
from mkdocs_briefs.builder import scaffold, version
from support.repositories import commit, git

COMMIT = "1f" * 20
OURS = metadata.distribution("mkdocs-briefs")


class Installed:
    """An installation of another place, with what pip notes of it."""

    def __init__(self, direct_url: object) -> None:
        self.direct_url = direct_url

    def read_text(self, name: str) -> str | None:
        if name != "direct_url.json":
            return OURS.read_text(name)
        return json.dumps(self.direct_url) if self.direct_url else None


@pytest.mark.parametrize(
    ("number", "direct_url", "line"),
    [
        ("0.3.0", None, "mkdocs-briefs==0.3.0"),
        (
            "0.3.0+gabc",
            {
                "url": "https://someone:secret@git.example/briefs.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"},
            },
            f"mkdocs-briefs @ git+https://git.example/briefs.git@{COMMIT}",
        ),
        (
            "0.3.0",
            {
                "url": "ssh://git@git.example/briefs.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT},
                "subdirectory": "python",
            },
            f"mkdocs-briefs @ git+ssh://git@git.example/briefs.git@{COMMIT}#subdirectory=python",
        ),
        (
            "0.3.0",
            {"url": "https://w.example/b.whl", "archive_info": {"hashes": {"sha256": "ab12"}}},
            "mkdocs-briefs @ https://w.example/b.whl#sha256=ab12",
        ),
    ],
)
def test_what_others_can_fetch_is_named(
    monkeypatch: pytest.MonkeyPatch, number: str, direct_url: object, line: str
) -> None:
    monkeypatch.setattr(scaffold, "is_checkout", lambda: False)
    monkeypatch.setattr(scaffold, "full_version", lambda: number)
    monkeypatch.setattr(scaffold.metadata, "distribution", lambda _: Installed(direct_url))
    assert scaffold.requirement() == (line, {})


@pytest.mark.parametrize(
    "direct_url",
    [
        None,  # no index has a version with a commit
        {"url": "file:///gone/mkdocs_briefs-0.3.0-py3-none-any.whl", "archive_info": {}},
        {"url": "file:///home/me/mkdocs-briefs", "dir_info": {"editable": True}},
        {"url": "file:///srv/b.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
    ],
)
def test_anything_else_is_packed(monkeypatch: pytest.MonkeyPatch, direct_url: object) -> None:
    monkeypatch.setattr(scaffold, "is_checkout", lambda: False)
    monkeypatch.setattr(scaffold, "full_version", lambda: "0.3.0+gabc")
    monkeypatch.setattr(scaffold.metadata, "distribution", lambda _: Installed(direct_url))
    line, files = scaffold.requirement()
    assert line == "./vendor/mkdocs_briefs-0.3.0+gabc-py3-none-any.whl"
    (data,) = files.values()
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        info = "mkdocs_briefs-0.3.0+gabc.dist-info"
        assert f"{info}/entry_points.txt" in wheel.namelist()
        assert "\nVersion: 0.3.0+gabc\n" in wheel.read(f"{info}/METADATA").decode()
        assert "mkdocs_briefs/theme/briefs/brief.html" in wheel.namelist()
    assert scaffold.requirement()[1] == files


def test_another_commit_and_other_files_are_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "plugins" / "mkdocs_briefs"
    package.mkdir(parents=True)
    (package / "a.py").write_text("1\n")
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr(version, "PACKAGE", package)
    monkeypatch.setattr(version, "_ROOT", tmp_path)
    monkeypatch.setattr(version, "_SETTINGS", tmp_path / "pyproject.toml")
    monkeypatch.setenv("GIT_DIR", "/nowhere")  # as in a hook of the site's repository

    def number() -> str:
        version.full_version.cache_clear()
        return version.full_version()

    try:
        without_git = number()
        (package / "a.py").write_text("2\n")
        assert without_git.startswith(f"{__version__}+d") != (number() == without_git)
        monkeypatch.delenv("GIT_DIR")
        git(tmp_path, "init", "-q")
        commit(tmp_path)
        head = git(tmp_path, "rev-parse", "HEAD").strip()
        assert number() == f"{__version__}+g{head[:9]}"
        (package / "a.py").write_text("3\n")
        dirty = number()
        assert dirty.startswith(f"{__version__}+g{head[:9]}.d")
        (package / "a.py").write_text("4\n")
        assert number() != dirty
        monkeypatch.setenv(version.GIVEN, "0.9")
        assert number() == "0.9"
    finally:
        version.full_version.cache_clear()


def test_the_command_shows_the_version() -> None:
    program = Path(sys.executable).with_name("briefs")
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout == f"briefs, version {version.full_version()}\n"
