"""Rules between fields, and the day on which they are read."""

from __future__ import annotations

import dataclasses

import pytest

from mkdocs_briefs.library.rules import check_rules
from support.briefs import SETTINGS, brief, library

DRAFTS = dataclasses.replace(SETTINGS, drafts=True)


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ("{date: 2024-06-02, event: E}", True),
        ("{date: 2025, event: E}", True),
        ("{date: 2024-06-01, event: E}", False),
        ("{date: 2024, event: E}", False),
        ("{date: 2024-05/.., event: E}", False),
        ("{date: XXXX-10-07, event: E}", False),
        ("{date: 2025, event: E, status: scheduled}", False),
        ("{date: 2025, event: E, status: cancelled}", False),
        ("{event: E}", False),
    ],
)
def test_what_has_happened_lies_not_in_the_future(item, wrong) -> None:
    found = [*check_rules(library([brief("a", f"dates: [{item}]")]))]
    assert [problem.code for problem in found] == ["B401"] * wrong
    assert all(problem.location.line == 4 for problem in found)


def test_a_scheduled_brief_is_judged_on_its_day() -> None:
    later = brief("a", "dates: [2024-08-01: E, 2024-12-01: Too late]", day="2024-09-01")
    found = [*check_rules(library([later], DRAFTS))]
    assert [problem.code for problem in found] == ["B401"]
    assert "2024-12-01" in found[0].message


def test_briefs_left_out_are_told_of_where_it_is_said() -> None:
    briefs = [brief("a", "draft: true"), brief("b", day="2024-09-01"), brief("c")]
    found = [*check_rules(library(briefs))]
    assert [(p.code, str(p.severity), p.location.path) for p in found] == [
        ("B403", "info", "briefs/a.md"),
        ("B403", "info", "briefs/b.md"),
    ]
    assert [*check_rules(library(briefs, DRAFTS))] == []
