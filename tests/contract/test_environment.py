"""`.venv` is made on any machine, and what cannot be done is told in a line.

No package is fetched here: the environment of the tests lies on the path, so pip finds them all there.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")
FOLDERS = ("plugins", "requirements", "scripts")
WORDS = ("scripts/environment.py", "site")
BARE = {"PATH": os.defpath, "HOME": os.devnull, "LC_ALL": "C", "PIP_NO_INDEX": "1"}
"""A home that cannot be written, and a locale that knows ASCII alone."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "Mein Ordner – é ñ 日本"
    folder.mkdir()
    for name in PARTS:
        shutil.copyfile(ROOT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def script(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", checkout / WORDS[0])
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(folder: Path, *words: str, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        words,
        cwd=folder,
        env=BARE | more,
        umask=0o077,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def test_an_environment_is_made_in_a_path_of_any_letters_and_made_once(checkout: Path) -> None:
    installed = {"PYTHONPATH": sysconfig.get_path("purelib")}
    status, said = run(checkout, sys.executable, *WORDS, **installed)
    assert status == 0, said
    assert said.splitlines() == [
        f"Making .venv with Python {sys.version.split()[0]}",
        "Installing requirements/site.txt into .venv",
    ]
    where = "import mkdocs_briefs; print(mkdocs_briefs.__file__)"
    package = checkout / "plugins" / "mkdocs_briefs" / "__init__.py"
    assert run(checkout, ".venv/bin/python", "-c", where) == (0, f"{package}\n")
    assert run(checkout, ".venv/bin/briefs", "--version", **installed)[0] == 0
    assert run(checkout, sys.executable, *WORDS, **installed) == (0, "")


def test_a_python_that_cannot_make_environments_is_told_with_the_package(checkout: Path) -> None:
    program = (
        "import runpy, sys; sys.modules['ensurepip'] = None; del sys.argv[0]; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    status, said = run(checkout, sys.executable, "-c", program, *WORDS)
    version = ".".join(map(str, sys.version_info[:2]))
    assert (status, said.count("\n")) == (1, 1)
    assert said.endswith(f"install the package python{version}-venv.\n")


def test_a_folder_that_cannot_be_written_is_named(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A test that runs as root can write everywhere.
    monkeypatch.setattr(script.os, "access", lambda *_: False)
    with pytest.raises(SystemExit, match=f"{script.ROOT} cannot be written by this user"):
        script.prepare("site", this_python=False)
    assert not script.VENV.exists()


def test_an_environment_of_another_python_is_used_unless_this_one_is_asked_for(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.PYTHON.parent.mkdir(parents=True)
    (script.PYTHON.parent / "pip").write_text(f"#!{script.PYTHON}\n", encoding="utf-8")
    script.PYTHON.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    script.PYTHON.chmod(0o755)
    assert script.is_usable(this_python=True)
    monkeypatch.setattr(script.sys, "version", "3.99.0 (another)")
    assert not script.is_usable(this_python=True)
    assert script.is_usable(this_python=False)


@pytest.mark.parametrize(
    ("complaint", "told", "shown"),
    [
        ("WARNING: Retrying (Retry(total=4)) after connection broken", "needs a network once", 0),
        ("ERROR: No space left on device", "pip install failed for the reason above", 1),
    ],
)
def test_what_keeps_pip_from_installing_is_told(
    complaint: str,
    told: str,
    shown: int,
    script: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    failing = script.ROOT / "python"
    failing.write_text(f"#!/bin/sh\necho '{complaint}' >&2\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.setattr(script, "PYTHON", failing)
    with pytest.raises(SystemExit, match=told):
        script.pip("install", "a")
    assert capfd.readouterr().err.count(complaint) == shown


def test_wheels_are_kept_only_in_a_home_that_can_be_written(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(script, "PYTHON", sys.executable)
    for name in ("XDG_CACHE_HOME", "PIP_CACHE_DIR", "PIP_NO_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", os.devnull)
    assert not script.can_keep_wheels()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert script.can_keep_wheels()
