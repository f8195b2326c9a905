"""What a social card says."""

from __future__ import annotations

import dataclasses

from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.records import CardContent, Monogram, site_card
from support.briefs import SETTINGS, WORLD, brief, library, world_briefs

PLAN = Plan(library(world_briefs(), **WORLD))
PAGES = {view.path: view for view in PLAN.pages()}


def poster(path: str) -> CardContent:
    found = PAGES[path].social_card()
    assert found
    return found


def test_a_brief_with_its_type_day_topics_actors_and_correction() -> None:
    found = poster("briefs/resigns/")
    assert (found.section, found.id, found.lang) == ("briefs", "resigns", "en")
    assert (found.family, found.value) == ("type", "analysis")
    assert found.date
    assert found.date.isoformat() == "2024-04-22"
    assert found.topics == ("Gaza war", "حرب غزة")
    assert found.mark == "correction"
    assert found.faces[:2] == (
        Monogram("Iran", "IR", person=False),
        Monogram("Aharon Haliva", "AH", person=True),
    )
    assert found.more == 0
    assert found.text == ""


def test_four_actors_are_named_and_the_others_counted() -> None:
    names = ", ".join(f"{{name: Group {n}, kind: group}}" for n in range(7))
    plan = Plan(library([brief("a", f"actors: [{names}]\nsummary: It was so.")]))
    (view,) = [page for page in plan.pages() if page.path == "briefs/a/"]
    found = view.social_card()
    assert found
    assert (len(found.faces), found.more) == (4, 3)
    assert found.text == "It was so."


def test_a_retraction_weighs_more_than_a_correction_and_an_update_nothing() -> None:
    def mark(*kinds: str) -> str:
        rows = ", ".join(f"{{date: 2024-05-01, kind: {kind}, text: T.}}" for kind in kinds)
        plan = Plan(library([brief("a", f"updates: [{rows}]")]))
        found = next(it for it in plan.pages() if it.path == "briefs/a/").social_card()
        assert found
        return found.mark

    assert mark("correction", "retraction") == "retraction"
    assert mark("update", "clarification") == ""


def test_a_storyline_and_a_topic() -> None:
    story = poster("storylines/haliva/")
    assert (story.section, story.family, story.value) == ("storylines", "registry", "storylines")
    assert story.briefs == 2
    assert story.more is None
    assert poster("topics/%D8%AD%D8%B1%D8%A8/").id == "حرب"


def test_the_further_pages_of_a_topic_share_the_sites_card() -> None:
    small = dataclasses.replace(SETTINGS, per_page=1)
    briefs = [brief(slug, "topics: [gaza]", settings=small) for slug in "abc"]
    plan = Plan(library(briefs, small, **WORLD))
    first, *further = [
        page.social_card() for page in plan.pages() if page.path.startswith("topics/gaza/")
    ]
    assert first is not None
    assert first.briefs == 3
    assert further
    assert {*further} == {None}


def test_listings_and_actors_share_the_sites_card() -> None:
    for path in ("", "briefs/", "actors/", "actors/haliva/"):
        assert PAGES[path].social_card() is None
    assert site_card(SETTINGS).title == "Explainers"
