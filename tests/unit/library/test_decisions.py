"""Briefs that decide what others forecast, and how that makes them related."""

from __future__ import annotations

from mkdocs_briefs.library.library import MAX_DECIDED, Library
from support.briefs import brief, library


def forecast(told: str) -> str:
    return (
        "developments:\n  - {label: Port, text: It opens., likelihood: 60%, by: 2024-12,"
        f" resolves_if: It is open., resolution: {{outcome: yes, date: 2024-05-02{told}}}}}\n"
    )


def pairs(found: Library) -> dict[str, list[tuple[str, str]]]:
    return {
        slug: [(row.brief.slug, row.declared) for row in rows if row.declared]
        for slug, rows in found.related.items()
    }


def test_a_brief_decides_what_names_it_by_slug_or_title() -> None:
    for name in ("it-opens", "It opens"):
        found = library(
            [brief("expects", forecast(f", brief: {name}")), brief("it-opens", day="2024-05-02")]
        )
        assert [(b.slug, i.id) for b, i in found.decisions["it-opens"]] == [("expects", "port")]


def test_the_two_are_related_either_way() -> None:
    found = library(
        [brief("expects", forecast(", brief: opens")), brief("opens", day="2024-05-02")]
    )
    assert pairs(found) == {"expects": [("opens", "decides")], "opens": [("expects", "decided")]}


def test_what_an_author_says_of_the_two_stands() -> None:
    opens = brief("opens", "related: [{brief: expects, relation: follows}]", day="2024-05-02")
    found = library([brief("expects", forecast(", brief: opens")), opens])
    assert pairs(found) == {"expects": [("opens", "decides")], "opens": [("expects", "follows")]}


def test_nothing_is_decided_by_itself_by_nobody_or_by_what_is_not_there() -> None:
    for told in ("", ", brief: expects", ", brief: nowhere", ", brief: later"):
        found = library([brief("expects", forecast(told)), brief("later", day="2099-01-01")])
        assert pairs(found) == {"expects": []}


def test_a_brief_that_decides_much_is_related_to_the_newest_of_it() -> None:
    many = [
        brief(f"expects-{n}", forecast(", brief: opens"), day=f"2024-04-{n + 1:02}")
        for n in range(9)
    ]
    found = library([*many, brief("opens", day="2024-05-02")])
    assert len(found.decisions["opens"]) == 9
    assert [slug for slug, _ in pairs(found)["opens"]] == [
        f"expects-{n}" for n in range(8, 8 - MAX_DECIDED, -1)
    ]
