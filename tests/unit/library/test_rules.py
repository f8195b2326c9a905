"""Rules between fields, and the day on which they are read."""

from __future__ import annotations

import dataclasses

import pytest

from mkdocs_briefs.library.editorial import check_rules
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
        ("B403", "note", "briefs/a.md"),
        ("B403", "note", "briefs/b.md"),
    ]
    assert [*check_rules(library(briefs, DRAFTS))] == []


FORECAST = "text: E, likelihood: 60%, by: 2024-05-31, resolves_if: X."


@pytest.mark.parametrize(
    ("item", "code", "words"),
    [
        ("resolution: {outcome: no, date: 2024-04-21}", "B404", "dated before its brief"),
        ("resolution: {outcome: no, date: 2024-04-22}", "", ""),
        ("resolution: {outcome: no, date: 2024-06-01}", "", ""),
        ("resolution: {outcome: no, date: 2024-06-02}", "B401", "the resolution is told as made"),
        ("revisions: [{date: 2024-04-21, likelihood: 70%}]", "B404", "dated before its brief"),
        ("revisions: [{date: 2024-04-22, likelihood: 70%}]", "", ""),
        (
            "revisions: [{date: 2024-06-02, likelihood: 70%}]",
            "B401",
            "the revision is told as made",
        ),
        (
            "revisions: [{date: 2024-05-03, likelihood: 70%}], resolution: {outcome: yes, date: 2024-05-02}",
            "B404",
            "comes after the resolution",
        ),
        (
            "revisions: [{date: 2024-05-02, likelihood: 70%}], resolution: {outcome: yes, date: 2024-05-02}",
            "",
            "",
        ),
    ],
)
def test_the_dates_of_a_forecast_follow_each_other(item: str, code: str, words: str) -> None:
    found = [*check_rules(library([brief("a", f"developments: [{{{FORECAST}, {item}}}]")]))]
    assert [problem.code for problem in found] == [code] * bool(code)
    assert all(words in problem.message for problem in found)


def test_a_deadline_before_the_brief_is_none() -> None:
    def found(by: str) -> list[str]:
        item = f"{{text: E, likelihood: 60%, by: {by}, resolves_if: X.}}"
        return [p.code for p in check_rules(library([brief("a", f"developments: [{item}]")]))]

    assert found("2024-04-21") == ["B404"]
    assert found("2024-04-22") == found("2024-04") == []


def test_a_problem_with_a_date_stands_at_the_date() -> None:
    text = (
        "developments:\n  - text: E\n    resolution:\n      outcome: yes\n      date: 2024-01-01\n"
    )
    (found,) = check_rules(library([brief("a", text)]))
    assert (found.location.line, found.location.column) == (8, 13)
