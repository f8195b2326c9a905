"""The README is followed by somebody with a fresh checkout: each of its commands is run.

What cannot be had here is taken away from a command, and nothing else: pip asks no package index and
says what it would install, a new environment gets no pip of its own, and a preview ends when it has
shown its front page. Of `make serve` and `make test` only what they start is looked up. The checkout is
a copy whose `.venv` leads to the environment of the tests. Its path has spaces and letters beyond ASCII,
and the locale knows ASCII alone.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from support.patience import PATIENCE, wait_for
from support.sites import fetch

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"[Tt]hen write `([^`]+)`:\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"`((?:\.venv/bin/|make |pip |python )[^`\n]+)`")
PARTS = ("Makefile", "mkdocs.yml", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")
FOLDERS = ("briefs", "docs", "plugins", "requirements", "scripts")

PYTHON = shlex.quote(sys.executable)
PROGRAMS = {
    "python": "",
    "pip": "-m pip",
    "mkdocs": "-m mkdocs",
    "briefs": "-c 'from mkdocs_briefs.cli.app import main; main()'",
}


def told() -> list[str]:
    """Every command in the order in which a reader meets it: those of blocks, and in a line."""
    found: list[tuple[int, str]] = []
    for block in BLOCK.finditer(README):
        if block[1] == "sh":
            rows = (row.partition(" #")[0].strip() for row in block[2].splitlines())
            found += [(block.start(), row) for row in rows if row]
    prose = BLOCK.sub(lambda block: " " * len(block[0]), README)
    found += [(one.start(), one[1]) for one in COMMAND.finditer(prose) if one[1][-1] != "/"]
    return [command for _, command in sorted(found, key=lambda row: row[0])]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme") / "Mein Ordner – é ñ 日本"
    folder.mkdir()
    for name in PARTS:
        shutil.copyfile(ROOT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name, words in PROGRAMS.items():
        program = folder / ".venv" / "bin" / name
        # An environment counts as made for its folder if the program pip names it.
        program.write_text(f'#!/bin/sh\n# {program}\nexec {PYTHON} {words} "$@"\n')
        program.chmod(0o755)
    stamp_as_installed(folder)
    return folder


def stamp_as_installed(folder: Path) -> None:
    """Say in the copy what is true of the environment behind it: the lock `site` is installed."""
    spec = importlib.util.spec_from_file_location("environment", folder / "scripts/environment.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.STAMP.write_text(json.dumps({"site": module.key("site")}))


def environment() -> dict[str, str]:
    """Without a network: pip looks nowhere, and the build it needs is not isolated."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    alone = {"PIP_NO_INDEX": "1", "PIP_DRY_RUN": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    # `0` is how pip's variable says yes: https://github.com/pypa/pip/issues/5735
    # Nor does a command know that `make` runs this test.
    around = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    return around | quiet | alone | {"LC_ALL": "C", "PYTHONPATH": str(ROOT / "plugins")}


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


def preview(command: str, folder: Path) -> str:
    """The front page that a live preview shows."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [*shlex.split(command), "--dev-addr", f"127.0.0.1:{port}"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=folder, env=environment(), stdout=quiet, stderr=quiet) as host:
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_for(lambda: fetch(address)[0] == 200 or host.poll() is not None)
            assert host.poll() is None, command
            return fetch(address)[1]
        finally:
            host.terminate()


def test_every_command_of_the_readme_can_be_followed(checkout: Path) -> None:
    (path, text), *_ = FILE.findall(README)
    followed, wanted = [], set()
    for command in told():
        if command == "make site":
            run(command, checkout)
            assert [*checkout.glob("site/briefs/*/index.html")]
            assert not (checkout / path).exists()
            (checkout / path).write_text(text, encoding="utf-8")
        elif command == "make serve":
            *_, recipe = run("make --dry-run serve", checkout).strip().splitlines()
            assert recipe == "NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs serve"  # which is run below
        elif command == "make test":
            assert " -m pytest -n " in run("make --dry-run test", checkout)  # which runs this
        elif command == ".venv/bin/mkdocs serve":
            page = preview(f"'{checkout}'/{command}", checkout.parent / "my-site")
            assert "This site is set up" in page
        elif "pip install" in command:
            wanted.add(command.partition("pip ")[2])
        elif command.startswith("python -m venv "):
            run(f"{command.replace('python', PYTHON)} --without-pip", checkout.parent)
            assert (checkout.parent / ".venv" / "pyvenv.cfg").is_file()
        else:
            run(command, checkout)
        followed.append(command)
    for words in wanted:
        said = run(f".venv/bin/pip {words}", checkout)
        assert re.search(r"^Would install mkdocs-briefs-\d", said, re.MULTILINE), said
    assert {"make site", "make test", ".venv/bin/briefs check", ".venv/bin/mkdocs serve"} <= {
        *followed
    }
    assert wanted
    assert (checkout.parent / "my-site" / "mkdocs.yml").is_file()
