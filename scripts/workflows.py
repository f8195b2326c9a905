"""Check the workflows and actions of this repository and of a new site.

    .venv/bin/python scripts/workflows.py

Runs actionlint, which runs ShellCheck on the scripts of steps, and zizmor, offline and in its
strictest persona. actionlint does not read composite actions, so ShellCheck reads them here. The
files of a new site are checked in a new site, where their paths exist.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
ACTIONS = (Path("action.yml"), Path(".github/actions/briefs/action.yml"))


def main() -> int:
    """Check both; return the exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch)
        subprocess.run([BIN / "briefs", "init", site], check=True, capture_output=True)
        (site / ".git").mkdir()  # actionlint finds the root of a project by it
        return max(check(ROOT), check(site))


def check(project: Path) -> int:
    """Check the workflows and actions of a project; return 1 if a tool finds a fault."""
    actions = [path for path in ACTIONS if (project / path).is_file()]
    zizmor = ["zizmor", "--offline", "--quiet", "--no-progress", "--persona", "pedantic"]
    done = [
        run(project, "actionlint", "-shellcheck", str(BIN / "shellcheck"), "-pyflakes", ""),
        run(project, *zizmor, ".github", *(str(path) for path in actions)),
    ]
    for path in actions:
        steps = yaml.safe_load((project / path).read_text("utf-8"))["runs"]["steps"]
        for step in steps:
            if "run" in step:
                # As in `shell: bash` of GitHub.
                script = f"set -eo pipefail\n{step['run']}"
                done.append(run(project, "shellcheck", "--shell", "bash", "-", text=script))
    return int(any(done))


def run(project: Path, *words: str, text: str = "") -> int:
    """Run a tool of the environment in `project`; return its exit code."""
    command = [str(BIN / words[0]), *words[1:]]
    return subprocess.run(command, cwd=project, input=text, text=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
