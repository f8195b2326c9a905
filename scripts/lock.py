"""Write the locks in `requirements/` from the ranges and groups in `pyproject.toml`.

    python3 scripts/lock.py

Asks pip, in a clean environment, for the newest releases that fit together for everything at
once, then splits the result: `site.txt` is what a build of this site needs, and `test.txt` and
`check.txt` add to it. So a package has one version in all locks, except in `lowest.txt`, which has
the lowest versions that `pyproject.toml` allows, and the tests.

It resolves for the first release of the oldest supported Python. The result, with backports, is
right for newer ones too. (Some releases ask for 3.11.5, and Debian 12 has 3.11.2.)
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
OLDEST = (3, 11, 0)
SOURCES = ("csscompressor", "jsmin")
"""Packages of pure Python that are released only as source; `mkdocs-minify-plugin` needs them."""


def main() -> int:
    """Write the locks; return the exit code."""
    if sys.version_info[:2] != OLDEST[:2]:
        # pip takes releases for another Python, but reads the markers of the running one.
        wanted = ".".join(map(str, OLDEST[:2]))
        print(f"make lock: run it with Python {wanted}: make lock PYTHON=python{wanted}")
        return 1
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = document["dependency-groups"]
    extras = document["project"]["optional-dependencies"]
    site = document["project"]["dependencies"] + groups["build"]
    site += extras["cards"] + extras["search"]  # this repository's own site has both
    extra = {name: groups[name] for name in ("test", "check", "release", "fuzz")}
    with tempfile.TemporaryDirectory() as scratch:
        python = make_environment(Path(scratch))
        build_wheels(python)
        everything = Path(scratch) / "everything.txt"
        added = [one for wanted in extra.values() for one in wanted]
        pins = resolve(python, [*site, *added], constraint=None)
        everything.write_text("".join(f"{pin}\n" for pin in pins), encoding="utf-8")
        base = resolve(python, site, constraint=everything)
        write(LOCKS / "site.txt", "", base)
        for name, wanted in extra.items():
            more = set(resolve(python, site + wanted, constraint=everything)) - set(base)
            write(LOCKS / f"{name}.txt", "-r site.txt\n", sorted(more))
        lowest = [floor(one) for one in (*site, *extras["lsp"])]
        write(LOCKS / "lowest.txt", "", resolve(python, [*lowest, *extra["test"]], constraint=None))
    return 0


def make_environment(scratch: Path) -> Path:
    """Make an empty environment in `scratch` and return its Python."""
    folder = scratch / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin" / "python"


def build_wheels(python: Path) -> None:
    """Build wheels of `SOURCES` for `resolve`, which takes only wheels."""
    command = [python, "-m", "pip", "wheel", "-qq", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*command, "--wheel-dir", wheels(python), *SOURCES], check=True)


def wheels(python: Path) -> Path:
    """Return the folder of `build_wheels`."""
    return python.parent.parent / "wheels"


def resolve(python: Path, wanted: list[str], *, constraint: Path | None) -> list[str]:
    """Return `name==version` lines, sorted, for `wanted` and all it needs.

    `constraint` is a file of pins to keep to. Raises CalledProcessError if nothing fits.
    """
    command: list[str | Path] = [python, "-m", "pip", "install", "--dry-run", "-qq"]
    command += ["--ignore-installed", "--disable-pip-version-check", "--report", "-", *wanted]
    # Another Python than the running one can only be asked for with wheels and a target; the
    # target is never written, as nothing is installed.
    command += ["--python-version", ".".join(map(str, OLDEST)), "--only-binary", ":all:"]
    command += ["--target", python.parent.parent / "target", "--find-links", wheels(python)]
    if constraint is not None:
        command += ["--constraint", constraint]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found = [item["metadata"] for item in json.loads(answer.stdout)["install"]]
    return sorted(f"{normal(item['name'])}=={item['version']}" for item in found)


def floor(wanted: str) -> str:
    """Return the requirement that asks for the lowest version of `wanted`, as in `a>=1.2,<2`."""
    return re.sub(r">=([\w.]+).*", r"==\1", wanted)


def normal(name: str) -> str:
    """Return the one spelling of a distribution's `name`, as PEP 503 defines it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def write(path: Path, head: str, pins: list[str]) -> None:
    """Write one lock and say how long it is."""
    text = "# Written by `make lock`; change pyproject.toml instead.\n" + head
    path.write_text(text + "".join(f"{pin}\n" for pin in pins), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(pins)} packages")


if __name__ == "__main__":
    sys.exit(main())
