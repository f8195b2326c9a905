"""All briefs as one: laws that hold for any of them."""

from __future__ import annotations

import dataclasses
import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.editorial import check_rules
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.parse.brief import parse_brief
from support.briefs import SETTINGS, WORLD, brief, built, codes, entries, library, world_briefs

WORDS = st.sampled_from(
    [
        "a",
        "b",
        "Iran",
        "iran",
        "إيران",
        "联合国",
        "x y",
        "Gaza War",
        "gaza-war",
        "!!!",
        "ß",
        "[[a]]",
    ]
)
FRONT = st.fixed_dictionaries({}, optional={
    "actors": st.lists(
        st.one_of(WORDS, st.fixed_dictionaries({"id": WORDS, "name": WORDS, "kind": st.sampled_from(["person", "state"])})),
        max_size=3,
    ),
    "dates": st.lists(
        st.fixed_dictionaries({"event": WORDS}, optional={
            "date": st.sampled_from(["2024", "199X", "XXXX-10-07", "../2020", "2024-05-01/..", "2030-01-01"]),
            "id": st.sampled_from(["e1", "e2"]), "actors": st.lists(WORDS, max_size=2),
        }),
        max_size=3,
    ),
    "topics": st.lists(WORDS, max_size=3),
    "storyline": WORDS,
    "authors": st.lists(WORDS, max_size=2),
    "related": st.lists(WORDS, max_size=2),
    "translation_of": WORDS,
    "redirect_from": st.lists(st.sampled_from(["a", "old/x.html", "../up", "a b", "briefs/b/"]), max_size=2),
    "draft": st.sampled_from(["true", "false"]),
    "slug": st.sampled_from(["a", "B", "b", "c"]),
    "lang": st.sampled_from(["ar", "he", "en"]),
})  # fmt: skip


def yaml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {yaml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(yaml, value)) + "]"
    return f'"{value}"'


def parsed(rows):
    found = []
    for number, front in enumerate(rows):
        lines = "\n".join(f"{key}: {yaml(value)}" for key, value in front.items())
        text = f"---\ntitle: T{number}\ndate: 2024-0{number + 1}-01\n{lines}\n---\n\nIran [[a]] [b](b{number}.md).\n"
        file = f"briefs/n{number}.md"
        value = parse_brief(text.encode(), file, file, SETTINGS).value
        assert value is not None
        found.append(value)
    return found


def state(found: Library) -> dict[str, object]:
    """A library without what only makes it quick."""
    return {
        field.name: getattr(found, field.name)
        for field in dataclasses.fields(found)
        if field.name not in {"names", "catalogue"}
    } | {
        "actors": found.catalogue.actors,
        "terms": found.catalogue.terms,
        "by_uri": found.catalogue.by_uri,
    }


@given(st.lists(FRONT, max_size=4), st.randoms(), st.booleans())
def test_any_parsed_briefs_make_a_library_a_plan_and_problems_inside_their_files(
    rows, rng, registered
) -> None:
    briefs, registry = parsed(rows), entries(**WORLD) if registered else []
    found, problems = build(briefs, registry)
    every = [*problems, *check_references(found), *check_rules(found)]
    lines = {b.file: b.body_line + b.body.count("\n") for b in briefs}
    for problem in every:
        assert 1 <= problem.location.line <= lines.get(problem.location.path, 20)
    views = [*Plan(found).pages(), *Plan(found).redirects()]
    assert all(view.lang for view in views)
    shuffled = [*briefs]
    rng.shuffle(shuffled)
    again, others = build(shuffled, registry)
    assert state(again) == state(found)
    assert set(others) == set(problems)
    assert [*Plan(again).pages()] == views[: len([*Plan(found).pages()])]


def build(briefs, registry):
    from mkdocs_briefs.library.library import build_library

    return build_library(briefs, registry, SETTINGS)


def test_an_empty_library_has_all_its_hubs() -> None:
    found, problems = built([])
    assert not problems
    paths = {view.path for view in Plan(found).pages()}
    assert {"", "briefs/", "actors/", "timeline/", "outlook/", "search/"} <= paths


def test_a_brief_with_nothing_but_title_and_date_has_a_page() -> None:
    found, problems = built([brief("a")])
    assert not problems
    assert "briefs/a/" in {view.path for view in Plan(found).pages()}


def test_two_files_for_one_address_are_refused_without_regard_to_case() -> None:
    found, problems = built([brief("one", "slug: Same"), brief("two", "slug: same")])
    assert codes(problems) == ["B306"]
    assert problems[0].location.path == "briefs/two.md"
    assert [b.slug for b in found.briefs] == ["Same"]


def test_a_name_that_is_cut_is_said_to_be_so_where_another_has_its_address() -> None:
    name = "-".join(["committee"] * 12)
    found, problems = built([brief(f"{name}-north"), brief(f"{name}-south"), brief("x", "slug: y")])
    assert [b.slug for b in found.briefs if b.slug != "y"] == ["-".join(["committee"] * 7)]
    (problem,) = problems
    assert problem.location.path == f"briefs/{name}-south.md"
    assert "the first 72 characters of a long name" in problem.message


def test_drafts_and_scheduled_briefs_are_held_until_their_day() -> None:
    briefs = world_briefs()
    found = library(briefs, **WORLD)
    assert set(found.catalogue.unpublished) == {"secret", "later"}
    shown = library(briefs, dataclasses.replace(SETTINGS, drafts=True), **WORLD)
    assert not shown.catalogue.unpublished
    assert {"secret", "later"} <= {b.slug for b in shown.briefs}
    held = [p for p in check_rules(found) if p.code == "B403"]
    assert {p.location.path for p in held} == {"briefs/secret.md", "briefs/later.md"}


def test_circles_end() -> None:
    found = library(
        [
            brief("a", "related: [b]\ntranslation_of: b\nlang: en", "[[b]]"),
            brief("b", "related: [a]\ntranslation_of: c\nlang: ar", "[[a]]"),
            brief("c", "related: [c]\ntranslation_of: a\nlang: he", "[[c]]"),
        ],
        actors="x: {name: X, part_of: x}\ny: {name: Y, part_of: z}\nz: {name: Z, part_of: y}",
    )
    plan = Plan(found)
    assert len([*plan.pages()]) > 3
    families = found.families
    assert [b.slug for b in families["a"].briefs] == ["a", "b", "c"]
    assert families["a"] is families["b"] is families["c"]


@pytest.mark.parametrize("kind", ["", "actor", "brief"])
def test_a_wikilink_means_an_id_then_a_name_then_a_slug(kind: str) -> None:
    catalogue = library(
        [brief("about", "slug: iran", title="About it"), brief("x", title="Persia")],
        actors="ir: {name: Iran}\npersia: {name: Old Persia}",
    ).catalogue
    wanted = {"": ("actor", "ir"), "actor": ("actor", "ir"), "brief": ("brief", "iran")}
    assert catalogue.resolve(kind, "Iran") == wanted[kind]
    assert catalogue.resolve("", "iran") == ("brief", "iran")
    assert catalogue.resolve("", "persia") == ("actor", "persia")
    assert catalogue.resolve("", "nothing") is None


def crowded(actors: int) -> tuple[Library, int]:
    rows = "\n".join(f"  - name-{n}: Was there" for n in range(actors))
    found = library(
        [
            brief("a", f"actors:\n{rows}\ndates: [2024-01-01: One, 2024-01-02: Two]"),
            brief("b", "actors: [name-1, name-2]"),
        ]
    )
    return found, sum(1 for _ in Plan(found).pages())


def test_ten_thousand_actors_in_one_brief_each_have_a_page() -> None:
    found, views = crowded(10_000)
    assert len(found.listed("a")) == 10_000
    assert views > 10_000


def test_the_work_for_the_actors_of_one_brief_is_no_square_of_their_number() -> None:
    def steps(actors: int) -> int:
        count = 0

        def seen(frame, event, arg) -> None:
            nonlocal count
            count += 1

        before = sys.getprofile()
        sys.setprofile(seen)
        try:
            crowded(actors)
        finally:
            sys.setprofile(before)
        return count

    assert steps(800) < 2.5 * steps(400)


def test_the_world_is_clean_and_its_order_does_not_matter() -> None:
    briefs = world_briefs()
    found, problems = built(briefs, **WORLD)
    assert [p for p in check_references(found) if p.severity == "error"] == []
    for seed in range(5):
        random.Random(seed).shuffle(briefs)
        assert state(library(briefs, **WORLD)) == state(found)
    assert set(codes(problems)) == {"B304"}
