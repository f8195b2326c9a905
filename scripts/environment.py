"""Make `.venv`, or the folder in BRIEFS_VENV, and install a lock into it if that is not done yet.

    python3 scripts/environment.py site|test|check|release|fuzz [--this-python]

An environment of another Python is used as it is, or made again with `--this-python`. Contents of
the locks and of `pyproject.toml` decide what is installed, because a fresh clone resets file times.
Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("BRIEFS_VENV", ".venv")
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "briefs-locks.json"
LOCKS = ROOT / "requirements"
GROUPS = ("site", "test", "check", "release", "fuzz")


def main(arguments: list[str]) -> int:
    """Bring the group named in `arguments` into `.venv`; return the exit code."""
    group, *options = arguments or [""]
    if group not in GROUPS or options not in ([], ["--this-python"]):
        print(f"usage: environment.py {'|'.join(GROUPS)} [--this-python]", file=sys.stderr)
        return 2
    # Two calls of make at once would otherwise install into the same folder.
    folder = os.open(LOCKS, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        return prepare(group, this_python=bool(options))
    finally:
        os.close(folder)


def prepare(group: str, *, this_python: bool) -> int:
    """Make the environment if it is not usable, then install `group` if its lock is new."""
    if not is_usable(this_python=this_python):
        check_folder(ROOT)
        if importlib.util.find_spec("ensurepip") is None:
            version = f"python{sys.version_info.major}.{sys.version_info.minor}"
            sys.exit(
                f"make: {sys.executable} cannot make environments; on Debian and Ubuntu install "
                f"the package {version}-venv."
            )
        print(f"Making {VENV.name} with Python {sys.version.split()[0]}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    wanted = {name: key(name) for name in {"site", group}}
    done = read_stamp()
    if done.get("site") != wanted["site"]:
        done = {}
    if all(done.get(name) == value for name, value in wanted.items()):
        return 0
    check_folder(VENV)
    install(group)
    STAMP.write_text(json.dumps(done | wanted, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def check_folder(folder: Path) -> None:
    """Exit with advice if `folder` cannot be written."""
    if not os.access(folder, os.W_OK):
        sys.exit(f"make: {folder} cannot be written by this user; use a checkout of your own.")


def is_usable(*, this_python: bool) -> bool:
    """Return whether `.venv` runs, has the right Python, and was made in this folder.

    The commands of an environment contain its path, so a copied or moved one does not work.
    """
    pip = VENV / "bin" / "pip"
    if not (PYTHON.exists() and pip.exists()):
        return False
    if os.fsencode(f"{VENV}/bin/") not in pip.read_bytes():
        return False
    wanted = f"sys.version == {sys.version!r}" if this_python else "sys.version_info >= (3, 11)"
    question = f"import pip, sys; sys.exit(not ({wanted}))"
    answer = subprocess.run([PYTHON, "-c", question], check=False, capture_output=True)
    return answer.returncode == 0


def key(group: str) -> str:
    """Return a digest of everything that decides what `group` installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [
        (LOCKS / "site.txt").read_text(encoding="utf-8"),
        (LOCKS / f"{group}.txt").read_text(encoding="utf-8"),
        json.dumps([project["build-system"], project["project"], project["tool"]["hatch"]]),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return the keys of the installed groups; empty if the file cannot be read."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def install(group: str) -> None:
    """Install the lock of `group`, then this project in editable mode."""
    lock = LOCKS / f"{group}.txt"
    print(f"Installing {lock.relative_to(ROOT)} into {VENV.name}", flush=True)
    STAMP.unlink(missing_ok=True)
    if not can_keep_wheels():
        os.environ["PIP_NO_CACHE_DIR"] = "1"
    # A lock is complete, so nothing is left to resolve; `pip check` verifies that.
    pip("install", "--no-deps", "--requirement", str(lock))
    # hatchling is in the lock. Isolation would fetch another, unpinned one.
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    for link in VENV.glob("lib/python*/site-packages/_mkdocs_briefs.pth"):
        # Its line is the folder's whole path. Before 3.13, Python reads it in the encoding of the
        # locale, so under LC_ALL=C a letter beyond ASCII would keep Python from starting.
        link.write_text(os.path.relpath(ROOT / "plugins", link.parent) + "\n", "ascii")
    pip("check")


def can_keep_wheels() -> bool:
    """Return whether pip's cache can be written; without it, pip fails to build wheels.

    pip notices a home folder that cannot be written, but not as root.
    """
    question = [PYTHON, "-m", "pip", "cache", "dir"]
    answer = subprocess.run(question, check=False, capture_output=True)
    cache = Path(os.fsdecode(answer.stdout).rstrip("\n"))
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            pass
    except OSError:
        return False
    return answer.returncode == 0


def pip(*words: str) -> None:
    """Run the environment's pip. If it fails, print why and exit."""
    command = [PYTHON, "-m", "pip", *words, "-qq", "--disable-pip-version-check"]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, errors="replace")
    if done.returncode == 0:
        return
    if "WARNING: Retrying " in done.stderr:
        sys.exit(
            "make: pip cannot reach the package registry. Installing needs a network once: "
            "connect, then give the same command again."
        )
    print(done.stderr, end="", file=sys.stderr)
    sys.exit(f"make: pip {words[0]} failed for the reason above; {VENV.name} is not complete.")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"make: failed: {' '.join(map(str, error.cmd))}")
    except OSError as error:
        sys.exit(f"make: {error}")
    except KeyboardInterrupt:
        sys.exit("make: stopped; the same command goes on.")
