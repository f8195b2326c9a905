"""The workflows and the action of this repository and of a new site: what they may do, and do.

Steps are run as they stand. `gh` is a stand-in that keeps its issues in a file, and refuses what
the real one would refuse.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.actions import OWN, read_yaml
from support.repositories import require_git

ROOT = Path(__file__).resolve().parents[2]
GIVEN = ROOT / "plugins" / "mkdocs_briefs" / "builder" / "starter" / "github"
STARTER = GIVEN / "workflows"
OURS = ROOT / ".github" / "workflows"
ACTION = GIVEN / "actions" / "briefs" / "action.yml"
WORKFLOWS = sorted([*STARTER.glob("*.yml"), *OURS.glob("*.yml")])
NIGHTLY = STARTER / "nightly.yml"
"""What steps do is tried with those of a new site; ours are the same."""
REQUESTS = [STARTER / "pull-request.yml", OURS / "pull-request.yml"]
PAGES = [STARTER / "pages.yml", OURS / "pages.yml"]
MAY = {"contents": "read"}
"""What any job may ask for; below, what one job may ask for besides."""
PUBLISH = {"pages": "write", "id-token": "write"}
MAY_TOO = {
    ("nightly", "due"): {"issues": "write"},
    ("nightly", "publish"): PUBLISH,
    ("pages", "build"): {"pages": "read"},
    ("pages", "deploy"): PUBLISH,
}
STRANGERS = {"lycheeverse/lychee-action"}
"""Actions that are not GitHub's; only jobs that nothing waits for may use them."""


def name_of(path: Path) -> str:
    return f"{'starter' if STARTER in path.parents else 'ours'}-{path.stem}"


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return dict(read_yaml(path)["jobs"])


def steps(path: Path) -> list[dict[str, Any]]:
    """Every step of a workflow, or of the action."""
    found = read_yaml(path)
    if "runs" in found:
        return list(found["runs"]["steps"])
    return [step for job in found["jobs"].values() for step in job.get("steps", ())]


def script(path: Path, words: str) -> str:
    """The one step that runs `words`."""
    (found,) = [str(step["run"]) for step in steps(path) if words in step.get("run", "")]
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=name_of)
def test_a_workflow_may_no_more_than_it_must(path: Path) -> None:
    assert read_yaml(path)["permissions"] == {}
    for name, job in jobs(path).items():
        extra = MAY_TOO.get((path.stem, name), {})
        assert job["permissions"].items() <= (MAY | extra).items(), name
        assert "timeout-minutes" in job or "uses" in job


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=name_of)
def test_actions_are_pinned_by_commit_and_leave_no_credentials(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(
            r"(actions/[\w/-]+|lycheeverse/lychee-action)@[0-9a-f]{40} # v\d+\.\d+\.\d+"
            r"|\$/\.github/(actions/briefs|workflows/pages\.yml)|\./",
            action,
        )
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_an_action_has_the_same_commit_everywhere() -> None:
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, ACTION)]
    used = {row for text in texts for row in re.findall(r"uses: (\w.+)", text)}
    # Parts of an action lie in folders of its repository.
    commits = {tuple(row.split("@")[0].split("/")[:2]): row.split("@")[1] for row in used}
    assert {row.split("@")[1] for row in used} == {*commits.values()}
    assert len({*commits.values()}) == len(commits)


def test_nothing_waits_for_links_to_other_sites() -> None:
    found = jobs(NIGHTLY)
    using = {
        name
        for name, job in found.items()
        if any(step.get("uses", "").split("@")[0] in STRANGERS for step in job.get("steps", ()))
    }
    assert using == {"links"}
    assert found["links"]["continue-on-error"] == "true"
    assert found["links"]["permissions"] == {"contents": "read"}
    (step,) = [step for step in found["links"]["steps"] if "lychee" in step.get("uses", "")]
    assert step["with"]["fail"] == "false"
    assert not [job for job in found.values() if "needs" in job]


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=name_of)
def test_nothing_is_expanded_into_a_script(path: Path) -> None:
    assert not [step for step in steps(path) if "${{" in step.get("run", "")]
    given = {value for step in steps(path) for value in step.get("env", {}).values()}
    for value in given:
        assert re.match(r"\$\{\{ (github\.(token|repository)|inputs\.)|\w", value)


@pytest.mark.parametrize("path", REQUESTS, ids=name_of)
def test_a_request_from_a_fork_finds_nothing_to_take_and_leaves_nothing_behind(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(read_yaml(path)["on"]) == {"pull_request"}
    assert "secrets." not in text
    assert "github.token" not in text
    assert {name: job["permissions"] for name, job in jobs(path).items()} == {"site": MAY}
    (own,) = [step for step in steps(path) if step.get("uses", "") in (OWN, "./")]
    assert "cache" not in own["with"]
    assert read_yaml(ACTION)["inputs"]["cache"]["default"] == "false"
    (save,) = [step for step in steps(ACTION) if "cache/save" in step.get("uses", "")]
    assert "github.event_name != 'pull_request'" in save["if"]


@pytest.mark.parametrize("path", [*REQUESTS, *PAGES], ids=name_of)
def test_who_asks_for_earlier_days_has_the_history(path: Path) -> None:
    first = next(iter(jobs(path).values()))["steps"][0]
    assert first["with"]["fetch-depth"] == "0"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_publication_is_cut_off(path: Path) -> None:
    assert read_yaml(path)["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}
    deploy = jobs(path)["deploy"]
    (step,) = deploy["steps"]
    assert int(deploy["timeout-minutes"]) * 60_000 > int(step["with"]["timeout"]) > 600_000


def test_the_action_of_a_new_site_is_that_of_this_repository() -> None:
    assert ACTION.read_bytes() == (ROOT / "action.yml").read_bytes()


def test_a_guide_tells_every_input_of_the_action_and_what_it_gives() -> None:
    guide = (ROOT / "docs" / "how-to" / "pull-requests.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (?:`(.*?)`)? ?\|", guide, re.MULTILINE)
    action = read_yaml(ACTION)
    assert dict(rows) == {name: one["default"] for name, one in action["inputs"].items()}
    assert all(f"`{name}`, " in guide for name in action["outputs"])


@pytest.mark.parametrize("name", ["nightly", "pages", "pull-request"])
def test_our_workflows_differ_by_where_the_action_lies_and_what_it_installs(name: str) -> None:
    given, ours = (
        (folder / f"{name}.yml").read_text("utf-8").splitlines() for folder in (STARTER, OURS)
    )
    pinned = "          requirements: requirements/site.txt"
    assert [line.replace(OWN, "./") for line in given] == [line for line in ours if line != pinned]
    assert ours.count(pinned) == sum("uses: ./" in line for line in ours) > 0


# the nightly run

GH = """\
import json, os, shutil, subprocess, sys
from pathlib import Path

file = Path(os.environ["FAKE_GH"])
state = json.loads(file.read_text("utf-8"))
words = sys.argv[1:]
what, words = words[:2], words[2:]
options, rest = {}, []
while words:
    word = words.pop(0)
    if word == "--force":
        options[word] = True
    elif word.startswith("--"):
        options[word] = words.pop(0)
    else:
        rest.append(word)
state["calls"].append(" ".join([*what, *rest]))
assert os.environ["GH_TOKEN"] and os.environ["GH_REPO"], "not signed in"
issues = state["issues"]
body = Path(options["--body-file"]).read_text("utf-8") if "--body-file" in options else ""
if what == ["issue", "list"]:
    wanted = options.get("--label"), options["--state"].upper()
    rows = [
        {key: row[key] for key in options["--json"].split(",")}
        for row in reversed(issues)
        if wanted[0] in row["labels"] and wanted[1] == row["state"]
    ]
    if jq := shutil.which("jq"):  # gh has its own
        told = subprocess.run([jq, "-r", options["--jq"]], input=json.dumps(rows), text=True,
                              capture_output=True, check=True).stdout
        print(told, end="")
    else:
        marker = options["--jq"].split('"')[1]
        mine = [row["number"] for row in rows if row["body"].startswith(marker)]
        print(*mine[:1])
elif what == ["issue", "create"]:
    assert options["--label"] in state["labels"], "could not add label: not found"
    issues.append({"number": len(issues) + 1, "title": options["--title"], "body": body,
                   "labels": [options["--label"]], "state": "OPEN"})
elif what == ["issue", "edit"]:
    issues[int(rest[0]) - 1]["body"] = body
elif what == ["issue", "close"]:
    issues[int(rest[0]) - 1]["state"] = "CLOSED"
elif what == ["label", "create"]:
    assert options["--force"] or rest[0] not in state["labels"]
    state["labels"] = sorted({*state["labels"], rest[0]})
else:
    sys.exit(f"unknown command {what}")
file.write_text(json.dumps(state), "utf-8")
"""


@dataclass
class Runner:
    """A machine that runs steps as GitHub does, in a repository with issues."""

    folder: Path

    @property
    def state(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "gh.json").read_text("utf-8")))

    def set(self, **more: object) -> None:
        (self.folder / "gh.json").write_text(json.dumps(self.state | {"calls": []} | more))

    @property
    def issues(self) -> list[tuple[int, str, str]]:
        return [(row["number"], row["state"], row["body"]) for row in self.state["issues"]]

    def run(self, words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
        tools = [self.folder / "bin", Path(sys.executable).parent]
        path = os.pathsep.join([*map(str, tools), os.environ["PATH"]])
        day = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC).timestamp()
        return subprocess.run(
            ["bash", "-e", "-c", words],
            cwd=folder,
            env={"PATH": path, "HOME": str(self.folder), "RUNNER_TEMP": str(self.folder)}
            | {"GH_TOKEN": "t", "GH_REPO": "o/r", "FAKE_GH": str(self.folder / "gh.json")}
            | {"SOURCE_DATE_EPOCH": f"{day:.0f}", "LC_ALL": "C.UTF-8"}
            | more,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Give a repository without issues."""
    tool = tmp_path / "bin" / "gh"
    tool.parent.mkdir()
    # The path of Python may have spaces, which the first line of a script cannot have.
    tool.write_text(f"#!/bin/sh\n'''exec' {shlex.quote(sys.executable)} \"$0\" \"$@\"\n' '''\n{GH}")
    tool.chmod(0o755)
    (tmp_path / "gh.json").write_text(json.dumps({"calls": [], "labels": [], "issues": []}))
    return Runner(tmp_path)


def issue(number: int, body: str, *labels: str) -> dict[str, object]:
    return {"number": number, "title": "Due", "body": body, "labels": labels, "state": "OPEN"}


def keep(runner: Runner, body: str) -> list[str]:
    """Runs the step that keeps the issue; what it asked of `gh`."""
    (runner.folder / "due.md").write_text(body)
    runner.set()
    done = runner.run(script(NIGHTLY, "gh issue"), runner.folder)
    assert done.returncode == 0, done.stderr
    return list(runner.state["calls"])


def test_one_issue_is_opened_updated_and_closed(runner: Runner) -> None:
    first, second = "<!-- briefs:due -->\none\n", '<!-- briefs:due -->\n`$(x)` "two"\n'
    assert keep(runner, "") == ["issue list"]
    assert keep(runner, first) == ["issue list", "label create briefs-due", "issue create"]
    assert runner.issues == [(1, "OPEN", first)]
    assert runner.state["issues"][0]["title"] == "Due"
    assert keep(runner, second) == ["issue list", "issue edit 1"]
    assert runner.issues == [(1, "OPEN", second)]
    assert keep(runner, "") == ["issue list", "issue close 1"]
    assert runner.issues == [(1, "CLOSED", second)]
    assert keep(runner, "") == ["issue list"]
    keep(runner, first)
    assert runner.issues[1:] == [(2, "OPEN", first)]


def test_issues_of_others_are_left_alone(runner: Runner) -> None:
    others = [
        issue(1, "<!-- briefs:due -->\nwritten by a stranger, who cannot set the label"),
        issue(2, "a member's, with the label", "briefs-due"),
    ]
    runner.set(issues=others, labels=["briefs-due"])
    keep(runner, "<!-- briefs:due -->\nour own\n")
    assert runner.issues[2][2] == "<!-- briefs:due -->\nour own\n"
    keep(runner, "")
    assert [state for _, state, _ in runner.issues] == ["OPEN", "OPEN", "CLOSED"]
    assert [body for _, _, body in runner.issues[:2]] == [row["body"] for row in others]


def test_a_run_that_cannot_ask_for_issues_opens_none(runner: Runner) -> None:
    (runner.folder / "due.md").write_text("<!-- briefs:due -->\n")
    assert runner.run(script(NIGHTLY, "gh issue"), runner.folder, GH_TOKEN="").returncode != 0
    assert runner.issues == []


def test_what_is_due_reaches_the_step_and_a_site_that_cannot_be_read_stops_the_run(
    runner: Runner,
) -> None:
    site = runner.folder / "site"
    (site / "briefs").mkdir(parents=True)
    (site / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    brief = site / "briefs" / "port.md"
    brief.write_text("---\ntitle: The port\ndate: 2024-01-02\nreview_by: 2024-05-01\n---\n")
    step = script(NIGHTLY, "--format markdown")
    assert runner.run(step, site).returncode == 0
    told = (runner.folder / "due.md").read_text("utf-8")
    assert told.startswith("<!-- briefs:due -->\n")
    assert "- [ ] 2024-05-01: `The port`, `briefs/port.md:4`\n" in told
    brief.write_text("---\ntitle: The port\ndate: 2024-01-02\n---\n")
    assert runner.run(step, site).returncode == 0
    assert (runner.folder / "due.md").read_text("utf-8") == ""
    (site / "mkdocs.yml").write_text("plugins: [\n")
    assert runner.run(step, site).returncode == 1


def test_the_nightly_run_comes_by_itself_and_when_asked_and_never_twice_at_once() -> None:
    workflow = read_yaml(NIGHTLY)
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    assert workflow["concurrency"]


# the guard

FORECAST = """\
---
title: The port
date: 2024-01-02
developments:
  - {label: Opens, text: It opens., likelihood: likely, by: 2024-12, resolves_if: It opens.}
---
"""


def test_the_guard_stops_a_pull_request_that_edits_a_forecast(runner: Runner) -> None:
    require_git()
    one, two = runner.folder / "one", runner.folder / "two"
    (one / "briefs").mkdir(parents=True)
    (one / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    (one / "briefs" / "port.md").write_text(FORECAST)
    config = '-c user.name=A -c user.email=a@example.org -c init.defaultBranch="$GITHUB_BASE_REF"'
    base = "rel$(id>pwned)`id`"  # a branch may be called that
    made = runner.run(
        f"cd {one}; git {config} init -q; git add .; git {config} commit -qm A; git clone -q . {two}",
        runner.folder,
        GITHUB_BASE_REF=base,
    )
    assert made.returncode == 0, made.stderr
    step = script(STARTER / "pull-request.yml", "briefs guard")
    assert runner.run(step, two, GITHUB_BASE_REF=base).returncode == 0
    (two / "briefs" / "port.md").write_text(FORECAST.replace("likely", "unlikely"))
    done = runner.run(step, two, GITHUB_BASE_REF=base, GITHUB_WORKSPACE=str(two))
    assert done.returncode == 1, done.stderr
    assert "::error file=briefs/port.md,line=5," in done.stdout
    assert not list(two.glob("pwned*"))
