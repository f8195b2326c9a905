"""A record written out is what an author may write: read again, it is the same record."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from pathlib import Path

import pytest

from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.settings import Settings

SETTINGS = Settings(today=dt.date(2026, 11, 22))
SAMPLES = sorted(Path(__file__).resolve().parents[3].glob("briefs/*-*/*.md"))
EVERYTHING = """\
title: "A: b"
date: 2024-04-22
actors: [iran, {name: A B, kind: person, role: "Says *no*", capacity: source}]
dates: [{date: 2023-10-07/.., event: Begins, status: scheduled, actors: iran}, Undated]
implications: [{label: L, text: T, horizon: 2026-06, confidence: low}]
developments:
  - label: Port
    text: Reopens.
    likelihood: 55-80%
    by: 2024-12
    resolves_if: It opens.
    revisions: [{date: 2024-05-01, likelihood: unlikely, why: No.}]
    resolution: {outcome: no, date: 2025-01-01}
figures: [{label: Deaths, value: 1100, qualifier: more_than, attributed_to: unattributed}]
sources: [https://example.org/a, {id: b, title: B, issued: 2024~, author: [A, B]}]
updates: [{date: 2024-05-01, kind: correction, text: Wrong.}]
related: [{brief: other, relation: follows}]
mentions: all
draft: true
ignore: [B504]
"""


def read(front: str) -> FrontMatter:
    found = parse_brief(f"---\n{front}\n---\n".encode(), "briefs/a.md", "briefs/a.md", SETTINGS)
    assert found.value is not None
    return found.value.fields


def fronts() -> list[str]:
    return [EVERYTHING, *(file.read_text("utf-8").split("---\n")[1] for file in SAMPLES)]


@pytest.mark.parametrize("front", fronts())
def test_what_is_written_out_reads_as_the_same(front: str) -> None:
    first = read(front)
    # JSON is YAML, so what a program gets can be read as front matter.
    written = json.dumps(first.written(), ensure_ascii=False, indent=1)
    assert read(written) == first


@pytest.mark.parametrize("front", fronts())
def test_another_process_has_the_same(front: str) -> None:
    first = read(front)
    second = pickle.loads(pickle.dumps(first))
    assert second == first
    assert second.written() == first.written()
    assert second.revised(title="Other").title == "Other"
    assert not second.model_extra


def test_defaults_are_left_out() -> None:
    written = read("title: T\ndate: 2024-04-22\ndates: [Begins]").written()
    assert written == {
        "title": "T",
        "date": "2024-04-22",
        "dates": [{"event": "Begins", "id": "begins"}],
    }
