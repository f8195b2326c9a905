"""Run the jobs of a workflow as GitHub does.

Steps with commands run in order, also those of our own action. Actions of others do not run: they
are recorded, and a test can set their outputs.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from support.patience import PATIENCE

OWN = "$/.github/actions/briefs"
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_NAME = re.compile(r"[a-z][\w.-]+")


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a workflow or action; `on` and `true` are texts."""
    found = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


@dataclass
class JobResult:
    """The result of a job."""

    failed: list[str] = field(default_factory=list)
    """The names of steps that failed."""
    output: str = ""
    summary: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    """The inputs of actions of others that would have run."""


class Job:
    """One job of the repository in `folder`, with its own folder `temp`.

    `environ` is the environment of the runner, and `github` the context of that name. `outputs` are
    those of actions of others, by the id of the step, as in `{"pages.base_url": "https://…"}`.
    """

    def __init__(
        self,
        folder: Path,
        temp: Path,
        environ: Mapping[str, str],
        github: Mapping[str, str],
        outputs: Mapping[str, str] | None = None,
    ) -> None:
        temp.mkdir()
        self._folder, self._temp = folder, temp
        self._environ = {**environ, "RUNNER_TEMP": str(temp), "GITHUB_WORKSPACE": str(folder)}
        self._base = {f"github.{name}": text for name, text in github.items()}
        self._base |= {
            f"steps.{name.replace('.', '.outputs.')}": x for name, x in (outputs or {}).items()
        }
        self._base["runner.os"] = "Linux"
        self.ran = JobResult()

    def run(self, workflow: str, job: str) -> JobResult:
        """Run a job of `.github/workflows/`."""
        path = self._folder / ".github" / "workflows" / f"{workflow}.yml"
        self._steps(read_yaml(path)["jobs"][job]["steps"], dict(self._base))
        return self.ran

    def _steps(self, steps: list[dict[str, Any]], known: dict[str, str]) -> None:
        failed_before = len(self.ran.failed)
        for step in steps:
            going = len(self.ran.failed) == failed_before
            condition = step.get("if", "")
            if not going and "cancelled()" not in condition:
                continue
            if condition and not self._value(
                condition.removeprefix("${{").removesuffix("}}"), known
            ):
                continue
            inputs = {key: self._filled(text, known) for key, text in step.get("with", {}).items()}
            if step.get("uses") == OWN:
                outputs = self._own(inputs)
            elif "uses" in step:
                self.ran.used[step["uses"].partition("@")[0]] = inputs
                continue
            else:
                outputs = self._command(step, known)
            known |= {f"steps.{step.get('id')}.outputs.{key}": x for key, x in outputs.items()}

    def _own(self, inputs: dict[str, str]) -> dict[str, str]:
        """Run our action with these inputs; return its outputs."""
        action = read_yaml(self._folder / OWN.removeprefix("$/") / "action.yml")
        assert inputs.keys() <= action["inputs"].keys()
        known = {
            f"inputs.{name}": inputs.get(name, one["default"])
            for name, one in action["inputs"].items()
        }
        known |= {name: text for name, text in self._base.items() if not name.startswith("steps.")}
        self._steps(action["runs"]["steps"], known)
        return {name: self._filled(one["value"], known) for name, one in action["outputs"].items()}

    def _command(self, step: dict[str, Any], known: Mapping[str, str]) -> dict[str, str]:
        files = {name: self._temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        files["GITHUB_OUTPUT"].write_text("")
        own = {key: self._filled(text, known) for key, text in step.get("env", {}).items()}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
        done = subprocess.run(
            [*(shell if "shell" in step else ["bash", "-e", "-c"]), step["run"]],
            cwd=self._folder / self._filled(step.get("working-directory", "."), known),
            env={**self._environ, **{key: str(path) for key, path in files.items()}, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )
        self.ran.output += done.stdout
        if files["GITHUB_STEP_SUMMARY"].is_file():
            self.ran.summary = files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        if done.returncode:
            self.ran.failed.append(step.get("name", step["run"]))
        rows = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
        return dict(row.split("=", 1) for row in rows)

    def _filled(self, text: str, known: Mapping[str, str]) -> str:
        return _EXPRESSION.sub(lambda found: str(self._value(found[1], known)), text)

    def _value(self, expression: str, known: Mapping[str, str]) -> Any:
        """Return the value of an expression: names, texts, ==, !=, &&, || and `!cancelled()`."""
        parts = re.split(r"('[^']*')", expression.replace("!cancelled()", "'yes'"))
        for number in range(0, len(parts), 2):
            part = parts[number].replace("&&", " and ").replace("||", " or ")
            parts[number] = _NAME.sub(
                lambda found: (
                    found[0] if found[0] in ("and", "or") else repr(known.get(found[0], ""))
                ),
                part,
            )
        return eval("".join(parts).strip(), {"__builtins__": {}})


def machine(home: Path, *tools: Path, **more: str) -> dict[str, str]:
    """Return the environment of a runner; `tools` are folders of programs."""
    path = os.pathsep.join([*map(str, tools), os.environ["PATH"]])
    return {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", **more}
