"""Make `.venv`, or what BRIEFS_VENV names, and install one lock into it; once is enough.

    python3 scripts/environment.py site|test|check|release|fuzz

The work is keyed by what is in the locks and in `pyproject.toml`, not by file times, which a
fresh clone resets. Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
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
    if len(arguments) != 1 or arguments[0] not in GROUPS:
        print(f"usage: environment.py {'|'.join(GROUPS)}", file=sys.stderr)
        return 2
    # Two calls of make at once would otherwise install into the same folder.
    folder = os.open(LOCKS, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        return prepare(arguments[0])
    finally:
        os.close(folder)


def prepare(group: str) -> int:
    """Make the environment if it is not usable, then install `group` if its lock is new."""
    if not is_usable():
        if importlib.util.find_spec("ensurepip") is None:
            print(
                "make: this Python cannot make environments; on Debian and Ubuntu install the "
                "package python3-venv.",
                file=sys.stderr,
            )
            return 1
        print(f"Making {VENV.name} with Python {sys.version.split()[0]}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    wanted = {name: key(name) for name in {"site", group}}
    done = read_stamp()
    if done.get("site") != wanted["site"]:
        done = {}
    if all(done.get(name) == value for name, value in wanted.items()):
        return 0
    install(group)
    STAMP.write_text(json.dumps(done | wanted, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def is_usable() -> bool:
    """Say whether `.venv` runs, is new enough and was made for this very folder.

    The commands of an environment hold its path, so a copied or moved one is no use.
    """
    pip = VENV / "bin" / "pip"
    if not (PYTHON.exists() and pip.exists()):
        return False
    if os.fsencode(f"{VENV}/bin/") not in pip.read_bytes():
        return False
    question = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    answer = subprocess.run([PYTHON, "-c", question], check=False, capture_output=True)
    return answer.returncode == 0


def key(group: str) -> str:
    """Return a digest of all that decides what `group` installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [
        (LOCKS / "site.txt").read_text(encoding="utf-8"),
        (LOCKS / f"{group}.txt").read_text(encoding="utf-8"),
        json.dumps([project["build-system"], project["project"], project["tool"]["hatch"]]),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Return the keys of the installed groups, none if nothing readable stands there."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def install(group: str) -> None:
    """Install the lock of `group`, then this project as it stands in the folder."""
    lock = LOCKS / f"{group}.txt"
    print(f"Installing {lock.relative_to(ROOT)} into {VENV.name}", flush=True)
    STAMP.unlink(missing_ok=True)
    # A lock is complete, so nothing is left to resolve; `pip check` would tell.
    pip("install", "--no-deps", "--requirement", str(lock))
    # hatchling is in the lock: isolation would fetch a second, unpinned one.
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    pip("check")


def pip(*words: str) -> None:
    """Run the environment's pip, quietly; raise CalledProcessError if it fails."""
    quiet = ["-qq", "--disable-pip-version-check"]
    subprocess.run([PYTHON, "-m", "pip", *words, *quiet], check=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        print(f"make: failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        sys.exit(1)
