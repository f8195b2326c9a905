"""Find the oldest Python on this machine that the package supports, if it is not the running one.

Prints its path for `make test-oldest`. If there is none, it prints the reason to the error stream.
As root on Debian, it installs what that Python needs to make environments. Standard library only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from debian import install, may_install

OLDEST = (3, 11)
_NAME = re.compile(r"python3(?:\.\d+)?")
_QUESTION = """
import importlib.util, sys
print(*sys.version_info[:3], int(importlib.util.find_spec("ensurepip") is not None))
"""


def main(running: tuple[int, ...]) -> int:
    """Print the path of one older than `running`, or why there is none; return the exit code."""
    known = {path: answer for path in candidates() if (answer := ask(path))}
    fit = {path: answer for path, answer in known.items() if OLDEST <= answer[:3] < running}
    if not fit:
        version = ".".join(map(str, running))
        print(f"make: no Python from 3.11 on here is older than {version}", file=sys.stderr)
        return 0
    path, (*version, complete) = min(fit.items(), key=lambda item: item[1][:3])
    package = f"python{version[0]}.{version[1]}-venv"
    if not complete and path.startswith("/usr/bin/") and may_install():
        install(package)
        complete = bool((answer := ask(path)) and answer[3])
    if complete:
        print(path)
    else:
        print(f"make: not tried with {path}, which lacks the package {package}", file=sys.stderr)
    return 0


def candidates() -> list[str]:
    """Return the paths of programs with the name of a Python."""
    folders = dict.fromkeys([*os.get_exec_path(), "/usr/local/bin", "/usr/bin"])
    found = (path for folder in folders for path in sorted(Path(folder).glob("python3*")))
    return [str(path) for path in found if _NAME.fullmatch(path.name)]


def ask(path: str) -> tuple[int, ...] | None:
    """Return the version of a Python, and 1 if it can make environments, else 0."""
    try:
        answer = subprocess.run([path, "-c", _QUESTION], check=True, capture_output=True, text=True)
        return tuple(map(int, answer.stdout.split()))
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None


if __name__ == "__main__":
    sys.exit(main(sys.version_info[:3]))
