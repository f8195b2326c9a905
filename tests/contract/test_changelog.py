"""The changelog can be drawn up from its fragments at any time, and the version stands once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mkdocs_briefs import __version__
from support.repositories import git

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "changelog.d"
FRAGMENTS = sorted(set(FOLDER.glob("*")) - {FOLDER / "README.md", FOLDER / "template.md.j2"})
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
KINDS = {kind["directory"]: kind["name"] for kind in PROJECT["tool"]["towncrier"]["type"]}


def test_the_kinds_are_those_of_keep_a_changelog() -> None:
    assert list(KINDS) == ["added", "changed", "deprecated", "removed", "fixed", "security"]
    told = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"`{kind}`" in told for kind in KINDS)


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_is_a_paragraph_of_whole_sentences(path: Path) -> None:
    name = re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(\w+)\.md", path.name)
    assert name, "a name is short-words.kind.md"
    assert name[1] in KINDS
    text = path.read_text("utf-8")
    assert re.fullmatch(r"\S(?:[^\n]|\n(?!\n))*[.)`]\n", text), "one paragraph, which ends"
    assert not text.startswith(("- ", "* ", "#")), "it becomes an item of a list"


def test_the_draft_has_every_fragment_under_the_heading_of_its_kind(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(FOLDER, tmp_path / FOLDER.name)
    # Right after a release there is no other.
    (tmp_path / FOLDER.name / "sample.removed.md").write_text("Two\nlines.\n")
    words = [sys.executable, "-m", "towncrier", "build", "--draft"]
    words += ["--version", "1.2.3", "--date", "2030-01-02"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    draft = done.stdout
    assert draft.lstrip().startswith("## 1.2.3 - 2030-01-02\n\n### ")
    assert "\n\n\n" not in draft.strip()
    parts = re.split(r"^### (.+)$", draft, flags=re.MULTILINE)[1:]
    told = dict(zip(parts[::2], parts[1::2], strict=True))
    wanted: dict[str, set[str]] = {KINDS["removed"]: {"Two lines."}}
    for path in FRAGMENTS:
        text = " ".join(path.read_text("utf-8").split())
        wanted.setdefault(KINDS[path.name.split(".")[-2]], set()).add(text)
    assert list(told) == [name for name in KINDS.values() if name in wanted]
    for name, text in told.items():
        items = {" ".join(item.split()) for item in re.split(r"^- ", text, flags=re.MULTILINE)[1:]}
        assert items == wanted[name]


def test_the_changelog_takes_releases_newest_first() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert text.count(PROJECT["tool"]["towncrier"]["start_string"]) == 1
    first, *headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert first == "Unreleased"
    assert headings == sorted(headings, reverse=True, key=lambda one: one.rpartition(" ")[2])
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", one) for one in headings)


def test_no_other_file_gives_the_version() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of the repository")
    files = git(ROOT, "grep", "-lI", "-e", re.escape(__version__)).splitlines()
    ours = re.compile(rf"briefs\W{{1,3}}(version )?v?{re.escape(__version__)}\b", re.IGNORECASE)
    typed = {path for path in files if ours.search((ROOT / path).read_text("utf-8"))}
    # The results of a measurement name what was measured.
    assert not typed - {"docs/contributing/benchmark-results.md"}
    assert PROJECT["project"]["dynamic"] == ["version"]
