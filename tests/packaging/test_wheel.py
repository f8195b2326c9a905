"""The wheel is what people get: it holds what it needs, no more, and builds a stranger's site."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plugins" / "mkdocs_briefs"

CONFIG = """\
site_name: Somebody's site
site_url: https://news.example/explainers/
theme:
  name: material
  font: false
plugins:
  - search
  - briefs
"""

HELLO = """\
---
title: Hello from the council
date: 2024-01-02
summary: The council says hello.
actors:
  - {name: Example Council, kind: organization, role: Said hello}
dates:
  - 2024-01-02: The council says hello
implications:
  - Manners: Others may have to answer.
---

The council said hello on Tuesday.
"""


def run(*words: str | Path, cwd: Path) -> str:
    """Run a command away from this repository; a failure shows all it said."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    answer = subprocess.run(
        words, cwd=cwd, env=environ, check=False, text=True, capture_output=True, timeout=600
    )
    assert answer.returncode == 0, f"{words}\n{answer.stdout}\n{answer.stderr}"
    return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the pinned hatchling of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    run(sys.executable, *build, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_holds_the_whole_package(names: set[str]) -> None:
    files = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in names if name.startswith("mkdocs_briefs/")}
    assert packed == files
    assert "mkdocs_briefs/py.typed" in packed


@pytest.mark.parametrize("ending", [".html", ".css"])
def test_wheel_holds_the_theme(names: set[str], ending: str) -> None:
    theme = {name for name in names if name.startswith("mkdocs_briefs/theme/")}
    assert any(name.endswith(ending) for name in theme)


def test_wheel_holds_nothing_else(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    (info,) = tops - {"mkdocs_briefs"}
    assert info.endswith(".dist-info")
    assert f"{info}/licenses/LICENSE" in names


def lend(requirements: Iterable[str], folder: Path, extra: str = "") -> None:
    """Put into `folder` what is required, and what that requires, from this environment."""
    for requirement in map(Requirement, requirements):
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        found = distribution(requirement.name)
        assert found.version in requirement.specifier
        tops = {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}
        if any((folder / top).exists() for top in tops):
            continue
        for top in tops:
            (folder / top).symlink_to(Path(str(found.locate_file(top))))
        for one in ("", *requirement.extras):
            lend(found.requires or (), folder, one)


def test_wheel_builds_a_site_of_somebody_else(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=tmp_path)
    pip = [sys.executable, "-m", "pip", "--python", venv, "-qq", "--disable-pip-version-check"]
    run(*pip, "install", "--no-index", "--no-deps", "--no-compile", wheel, cwd=tmp_path)
    # Only what the wheel asks for: its own list must be complete.
    (info,) = venv.glob("lib/python*/site-packages/mkdocs_briefs-*.dist-info")
    lend(Distribution.at(info).requires or (), info.parent)

    site = tmp_path / "somebody"
    (site / "docs").mkdir(parents=True)
    (site / "briefs").mkdir()
    (site / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (site / "docs" / "index.md").write_text("# Somebody's site\n", encoding="utf-8")
    (site / "briefs" / "2024-01-02-hello.md").write_text(HELLO, encoding="utf-8")

    run(venv / "bin" / "python", "-m", "mkdocs", "build", "--strict", cwd=site)
    page = site / "site" / "briefs" / "hello" / "index.html"
    assert "Hello from the council" in page.read_text(encoding="utf-8")
    assert "check" in run(venv / "bin" / "briefs", "--help", cwd=site)
