"""Briefs in a wrong place: one sentence each, which says where the file belongs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Loaded, Reader
from support.briefs import SETTINGS
from support.sites import write

BRIEF = """---
title: The bridge reopens
date: 2023-09-14
summary: Traffic crosses again.
actors: [{name: Bridge Trust, kind: organization}]
dates: [2023-09-14: The bridge reopens]
implications: [Detours end.]
---

Text.
"""
PROFILE = "---\nname: Bridge Trust\nkind: organization\n---\n\nRuns the bridge.\n"
REGISTRY = "bridge-trust: {name: Bridge Trust, kind: organization}\n"


def load(project: Path, files: dict[str, str], **settings: object) -> Loaded:
    write(project, files)
    return Reader().load(project, dataclasses.replace(SETTINGS, **settings), editorial=False)


@pytest.mark.parametrize(
    ("file", "target"),
    [
        ("docs/bridge.md", "briefs/bridge.md"),
        ("docs/news/2023-09-14-bridge.md", "briefs/2023-09-14-bridge.md"),
        ("docs/bridge/index.md", "briefs/bridge.md"),
        ("docs/bridge.markdown", "briefs/bridge.md"),
        ("bridge.md", "briefs/bridge.md"),
        ("bridge.txt", "briefs/bridge.md"),
        ("briefs/bridge.txt", "briefs/bridge.md"),
        ("briefs/bridge.md.txt", "briefs/bridge.md"),
        ("briefs/bridge", "briefs/bridge.md"),
        ("briefs/2025/bridge.mdx", "briefs/2025/bridge.md"),
        ("briefs/bridge.yml", "briefs/bridge.md"),
        ("briefs/bridge.markdown", "briefs/bridge.md"),
        ("briefs/bridge.MD", "briefs/bridge.md"),
        ("briefs/2025/bridge.Md", "briefs/2025/bridge.md"),
        ("briefs/actors/bridge.md", "briefs/bridge.md"),
        ("briefs/topics/bridge.md", "briefs/bridge.md"),
        ("briefs/storylines/bridge.Markdown", "briefs/bridge.md"),
        ("briefs/authors/bridge.txt", "briefs/bridge.md"),
    ],
)
def test_one_sentence_says_where_a_brief_belongs(tmp_path: Path, file: str, target: str) -> None:
    loaded = load(tmp_path, {file: BRIEF})
    (problem,) = loaded.problems
    assert (problem.code, str(problem.location)) == ("B109", f"{file}:1:1")
    assert f" it to {target}; its address is then briefs/bridge/." in problem.help
    is_lost = file.startswith("briefs/") and file.lower().endswith((".md", ".markdown"))
    assert problem.severity == ("error" if is_lost else "warning")
    assert not loaded.library.briefs
    assert not loaded.library.catalogue.actors
    (tmp_path / file).unlink()
    moved = load(tmp_path, {target: BRIEF})
    assert not moved.problems
    assert [brief.slug for brief in moved.library.briefs] == ["bridge"]


def test_the_address_is_that_of_the_site_and_of_the_brief(tmp_path: Path) -> None:
    own = BRIEF.replace("date:", "slug: spans\ndate:")
    loaded = load(tmp_path, {"docs/bridge.md": own}, address="{year}/{slug}")
    (problem,) = loaded.problems
    assert "its address is then briefs/2023/spans/." in problem.help


def test_windows_line_ends_and_byte_order_marks_hide_no_brief(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    text = b"\xef\xbb\xbf" + BRIEF.replace("\n", "\r\n").encode()
    (tmp_path / "docs/bridge.md").write_bytes(text)
    assert [problem.code for problem in load(tmp_path, {}).problems] == ["B109"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("docs/post.md", "---\ntitle: A post\ndate: 2023-09-14\nauthors: [ann]\n---\nText.\n"),
        ("docs/dates.md", "---\ntitle: Important dates\ndates: [May, June]\n---\n"),
        ("docs/sample.md", f"# How to write\n\n```yaml\n{BRIEF}```\n"),
        ("docs/.obsidian/bridge.md", BRIEF),
        ("README.md", "# A site\n"),
        ("notes/bridge.md", BRIEF),
        ("briefs/notes.txt", "date: tomorrow\nactors: none\n"),
        ("briefs/data.yml", "---\n- a\n"),
        ("briefs/sectors.yml", "energy: 1\n"),
        ("briefs/actors/bridge-trust.md", PROFILE),
    ],
)
def test_other_files_are_as_before(tmp_path: Path, file: str, text: str) -> None:
    assert not load(tmp_path, {file: text}).problems


def test_a_profile_among_the_briefs(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, {"briefs/bridge-trust.md": PROFILE}).problems
    assert problem.code == "B109"
    assert "briefs/actors/bridge-trust.md; its address is then actors/bridge-trust/" in problem.help


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("briefs/Actors.yml", "actors"),
        ("briefs/actor.yaml", "actors"),
        ("briefs/Event.yml", "events"),
        ("docs/topics.yml", "topics"),
        ("actors.yml", "actors"),
    ],
)
def test_a_registry_elsewhere_or_of_another_name(tmp_path: Path, file: str, name: str) -> None:
    (problem,) = load(tmp_path, {file: REGISTRY}).problems
    assert (problem.code, problem.location.path) == ("B109", file)
    assert f"it to briefs/{name}.yml." in problem.help


def test_a_site_may_mean_it_so(tmp_path: Path) -> None:
    ignored = frozenset({"B109"})
    assert not load(tmp_path, {"docs/bridge.md": BRIEF}, ignore=ignored).problems
