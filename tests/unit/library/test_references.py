"""References that lead nowhere, each with its place."""

from __future__ import annotations

import pytest

from mkdocs_briefs.library.references import check_references
from support.briefs import WORLD, brief, library

HEAD = 4  # the line of the first field below title and date


def problems(front: str, body: str = "", **registries: str):
    one = brief("one", front, body)
    found = library([one, brief("other", title="The Other")], **(registries or WORLD))
    return one, [p for p in check_references(found) if p.location.path == one.file]


@pytest.mark.parametrize(
    ("front", "code", "help_part"),
    [
        ("actors: [irann]", "B301", "iran"),
        ("actors: [{name: Nobody}]", "B301", "kind"),
        ("dates: [{event: E, actors: [irann]}]", "B301", "iran"),
        ("implications: [{text: T, actors: [hamass]}]", "B301", "hamas"),
        ("developments: [{text: T, actors: [hamass]}]", "B301", "hamas"),
        ("dates: [{event: E, sources: [s]}]", "B303", "sources"),
        ("implications: [{text: T, sources: [s]}]", "B303", "sources"),
        ("figures: [{label: L, value: '1', attributed_to: un, sources: [s]}]", "B303", "sources"),
        ("advice: [{text: T, addresses: [nothing]}]", "B310", "id"),
        ("advice: [{text: T, actors: [irann]}]", "B301", "iran"),
        ("developments: [{text: T, attributed_to: irann}]", "B316", "iran"),
        ("developments: [{text: T, attributed_to: unattributed}]", "B316", "the brief's"),
        (
            "developments: [{text: T, attributed_to: reprt}]\nsources: [{id: report, title: A title}]",
            "B316",
            "report",
        ),
        ("related: [othr]", "B302", "other"),
        ("translation_of: othr", "B302", "other"),
        ("summary: It is [[irann]].", "B308", "iran"),
        ("summary: It is said [@s].", "B303", "sources"),
        ("unknowns: [Why, 'Who [[nowhere-at-all-xyz]]']", "B308", "brackets"),
    ],
)
def test_a_dangling_id_is_told_at_its_line(front: str, code: str, help_part: str) -> None:
    _, found = problems(front)
    assert [problem.code for problem in found] == [code]
    assert found[0].location.line == HEAD
    assert help_part in found[0].help


@pytest.mark.parametrize(("body", "code"), [("[[irann]]", "B308"), ("[@s]", "B303")])
@pytest.mark.parametrize("before", ["", "One line.\n\n", "é" * 50 + "\n\n\n- a\n- "])
def test_a_dangling_link_of_the_body_is_told_at_its_line_and_column(body, code, before) -> None:
    one, (found,) = problems("", f"{before}{body}\n")
    assert found.code == code
    text = one.body.split("\n")[found.location.line - one.body_line]
    at = found.location.column - 1
    assert text[at : at + found.location.length] == body


def test_everything_that_leads_somewhere_is_silent() -> None:
    _, found = problems(
        """
        actors: [iran, Hamas, {name: New One, kind: person}, {id: un, name: UN}]
        implications: [{id: i, text: T, actors: [new-one], sources: [s]}]
        developments: [{id: d, text: T}]
        advice: [{text: T, addresses: [i, d]}]
        sources: [{id: s, title: S}]
        related: [other, The Other]
        """,
        "[[iran]] [[The Other]] [[topic:gaza]] [@s]",
    )
    assert found == []


def test_a_name_of_several_is_told_with_all_of_them() -> None:
    registry = "\n".join(f"a{n}: John Smith" for n in range(20))
    _, (found,) = problems("actors: [John Smith]", actors=registry)
    assert found.code == "B307"
    assert "a0, a1" in found.message
    assert len(found.message) < 200


def test_without_a_registry_no_actor_is_unknown() -> None:
    found = library([brief("one", "actors: [anyone]\ndates: [{event: E, actors: [anyone]}]")])
    assert [*check_references(found)] == []


def test_a_registry_entry_that_names_nobody_is_told_in_its_file() -> None:
    found = library([], actors="iran: {name: Iran, part_of: nowhere}")
    (problem,) = check_references(found)
    assert (problem.code, problem.location.path) == ("B301", "briefs/actors.yml")
