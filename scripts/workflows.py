"""Judge the workflows and the action, of this repository and of a new site.

    .venv/bin/python scripts/workflows.py

Runs actionlint, which has ShellCheck judge the scripts of steps, and zizmor without the network, in
its strictest persona. What a new site gets is judged in a new site, where its paths are right.
actionlint reads no scripts of composite actions, so these go to ShellCheck here.
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
    """Judge both; return the exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch)
        subprocess.run([BIN / "briefs", "init", site], check=True, capture_output=True)
        (site / ".git").mkdir()  # by which actionlint knows a project's root
        return max(judge(ROOT), judge(site))


def judge(project: Path) -> int:
    """Judge the workflows and actions of a project; return 1 if there is anything to mend."""
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
                # As in `shell: bash` of GitHub: the options are set, and `env` is.
                script = f"set -eo pipefail\n{step['run']}"
                done.append(run(project, "shellcheck", "--shell", "bash", "-", text=script))
    return int(any(done))


def run(project: Path, *words: str, text: str = "") -> int:
    """Run a tool of the environment in `project`; return its exit code."""
    command = [str(BIN / words[0]), *words[1:]]
    return subprocess.run(command, cwd=project, input=text, text=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
