"""A brief and its translations are one item: laws about sites with and without the translations."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_briefs.library.editorial import check_editorial, due_items
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.kinds.listings import OutlookView
from mkdocs_briefs.pages.parts import BriefSummary
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.urls import page_path
from mkdocs_briefs.pages.views import PageView
from support.briefs import EVERY_FIELD, SETTINGS, WORLD, brief, built, codes, library, world_briefs
from support.machine import published

FORECASTS = """
    actors: [un, hamas]
    topics: gaza
    storyline: haliva
    dates: [2024-04-20: The UN meets, {event: A vote is called}, {date: 2024-05-10, event: It ends, status: scheduled}]
    implications: [{label: Trade, text: Ships wait., actors: [un]}]
    developments:
      - {label: Truce, text: They agree., likelihood: 60%, by: 2024-05-01, resolves_if: They sign., actors: [un],
         resolution: {outcome: "yes", date: 2024-04-30, brief: resigns, note: They signed.}}
      - {label: Vote, text: They vote., likelihood: 30%, by: 2024-05-20, resolves_if: A vote is held.}
      - {label: Rain, text: It rains.}
    updates:
      - {date: 2024-05-02, kind: correction, text: The day was wrong.}
      - {date: 2024-05-02, kind: update, text: More is known.}
    """


def originals() -> list[Brief]:
    others = [one for one in world_briefs() if not one.fields.translation_of]
    every = brief(
        "every", EVERY_FIELD.replace("slug: talk", "").replace("translation_of: bare", "")
    )
    return [*others, brief("forecasts", FORECASTS, "Iran [[attack]].", day="2024-04-23"), every]


def translated(one: Brief, lang: str) -> Brief:
    """Return the brief in another language: its texts are marked, ids and dates stay."""
    fields = one.fields
    texts: dict[str, Any] = {
        "title": f"{lang} {fields.title}",
        "lang": lang,
        "translation_of": one.slug,
        "slug": None,
        "redirect_from": (),
        "dates": tuple(it.revised(event=f"{lang} {it.event}") for it in fields.dates),
        "updates": tuple(it.revised(text=f"{lang} {it.text}") for it in fields.updates),
    }
    for name in ("implications", "developments", "advice"):
        items = getattr(fields, name)
        texts[name] = tuple(
            it.revised(text=f"{lang} {it.text}", label=f"{lang} {it.label}") for it in items
        )
    slug = f"a-{one.slug}-{lang}"
    file = f"briefs/{slug}.md"
    positions = dataclasses.replace(one.positions, file=file)
    return dataclasses.replace(
        one,
        slug=slug,
        name=slug,
        file=file,
        uri=file,
        positions=positions,
        fields=fields.revised(**texts),
    )


def without_links(value: Any) -> Any:
    """Return a view without its links to translations."""
    if isinstance(value, tuple):
        return tuple(map(without_links, value))
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = [field.name for field in dataclasses.fields(value)]
    new = {name: without_links(getattr(value, name)) for name in fields}
    if isinstance(value, (BriefSummary, PageView)):
        new["translations"] = ()
    return dataclasses.replace(value, **new)


def pages(briefs: list[Brief]) -> dict[str, PageView]:
    return {view.path: without_links(view) for view in Plan(library(briefs, **WORLD)).pages()}


PARTS = st.sets(
    st.tuples(
        st.sampled_from([one.slug for one in originals()]), st.sampled_from(("ar", "de", "zh"))
    )
)


@settings(max_examples=15, deadline=None)
@given(PARTS)
def test_translations_change_no_list_no_count_and_no_score(chosen: set[tuple[str, str]]) -> None:
    bare = originals()
    by_slug = {one.slug: one for one in bare}
    more = [translated(by_slug[slug], lang) for slug, lang in sorted(chosen)]
    before, after = pages(bare), pages([*more, *bare])
    own = {page_path("brief", one.slug) for one in more}
    assert {path: view for path, view in after.items() if path not in own} == before


def test_feeds_calendars_and_counts_of_machines_are_the_same() -> None:
    bare = originals()
    more = [translated(one, lang) for one in bare for lang in ("ar", "de") if not one.fields.draft]
    before, after = published(bare), published([*bare, *more])
    for path, text in before.items():
        if path.endswith((".xml", "feed.json", ".ics", "llms.txt")):
            assert after[path] == text, path
    counts, now = (json.loads(files["api/v1/index.json"]) for files in (before, after))
    seen = sum(one.fields.date <= SETTINGS.today for one in more)
    assert now | {"translations": 0} == counts
    assert now["translations"] == seen
    rows = json.loads(after["api/v1/briefs.json"])["briefs"]
    assert Counter("translation_of" in row for row in rows) == {True: seen, False: now["briefs"]}
    assert all(len(row["translations"]) == 2 for row in rows)
    score, same = (json.loads(files["api/v1/outlook.json"]) for files in (before, after))
    assert same["score"] == score["score"]
    scored = [row for row in same["developments"] if row["scored"]]
    assert len(scored) == same["score"]["n"]
    assert not any("translation_of" in row for row in scored)


def test_a_site_in_the_language_of_a_translation_shows_it_and_scores_the_original() -> None:
    original = brief("forecasts", f"{FORECASTS}lang: en", day="2024-04-23")
    late = translated(original, "fr")
    late = dataclasses.replace(late, fields=late.fields.revised(date=SETTINGS.today))
    french = dataclasses.replace(SETTINGS, language="fr")
    alone, both = (
        next(v for v in Plan(library(briefs, french)).pages() if isinstance(v, OutlookView))
        for briefs in ([original], [original, late])
    )
    assert alone.score
    assert both.score
    assert both.score.whole == alone.score.whole
    assert both.score.whole.n == 1
    assert both.counts == alone.counts
    assert [row.label for row in (*both.overdue, *both.resolved)] == ["fr Vote", "fr Truce"]
    assert [row.published for row in both.overdue] == [original.fields.date]


def test_a_merged_event_speaks_the_language_of_the_site_else_that_of_the_original() -> None:
    french = "lang: fr\ndates: [{id: meets, date: 2024-04-20, event: Il se réunit}]"
    arabic = "lang: ar\ntranslation_of: f\ndates: [{id: meets, date: 2024-04-20, event: يجتمع}]"
    english = "translation_of: f\ndates: [2024-04-20: It meets]"
    briefs = [brief("f", french), brief("g", arabic, day="2024-05-01")]
    (event,) = library(briefs).events
    assert event.lead.item.event == "Il se réunit"
    (event,) = library([*briefs, brief("h", english, day="2023-01-01")]).events
    assert (event.id, event.lead.item.event) == ("meets", "It meets")


def test_events_without_ids_are_one_where_dates_and_order_tell() -> None:
    original = brief("a", "dates: [2024-01-01: One, 2024-01-01: Two, 2024-02: Three, Four]")
    french = "lang: fr\ntranslation_of: a\ndates: [2024-01-01: Un, 2024-01-01: Deux, 2024-02: Trois, Quatre]"
    found, alone = library([original, brief("b", french)]), library([original])
    assert [event.id for event in found.events] == [event.id for event in alone.events]
    assert [[t.item.event for t in event.tellings] for event in found.events] == [
        ["One", "Un"], ["Two", "Deux"], ["Three", "Trois"], ["Four", "Quatre"]
    ]  # fmt: skip
    more = french.replace("2024-02: Trois", "2024-02: Trois, 2024-02: Trois et demi")
    told = [event.lead.item.event for event in library([original, brief("b", more)]).events]
    assert sorted(told) == ["Four", "One", "Three", "Trois", "Trois et demi", "Two"]


def view_of(briefs: list[Brief], slug: str) -> BriefView:
    plan = Plan(library(briefs, **WORLD))
    return plan.brief(plan.library.catalogue.briefs[slug])


def test_the_page_of_a_translation_leads_on_in_its_language() -> None:
    one = brief("one", "actors: [iran]\nstoryline: haliva", day="2024-01-01")
    two = brief("two", "actors: [iran]\nstoryline: haliva", "[[one]]", day="2024-01-02")
    three = brief("three", "actors: [iran]\nstoryline: haliva", "[[two]]", day="2024-01-03")
    briefs = [one, two, three, *(translated(each, "ar") for each in (two, three))]
    view = view_of(briefs, "a-two-ar")
    assert view.next
    assert view.previous
    assert (view.previous.path, view.next.path) == ("briefs/one/", "briefs/a-three-ar/")
    assert [row.card.slug for row in view.related] == ["a-three-ar", "one"]
    assert [row.link.path for row in view.mentioned_in] == ["briefs/a-three-ar/"]
    assert [row.link.path for row in view_of(briefs, "two").mentioned_in] == ["briefs/three/"]
    (place,) = view.storylines
    assert (place.number, place.total) == (2, 3)
    assert place.previous
    assert place.previous.path == "briefs/one/"
    assert [link.path for link in view_of(briefs, "two").card.translations] == ["briefs/a-two-ar/"]


def test_an_actor_that_a_translation_alone_lists_has_the_family_once() -> None:
    briefs = [
        brief("a", "actors: [iran]"),
        brief("b", "lang: ar\ntranslation_of: a\nactors: [iran, un]"),
    ]
    where = Plan(library(briefs, **WORLD)).factory.where
    assert [one.slug for one, _ in where.parts_of_actor["iran"]] == ["a"]
    assert [one.slug for one, _ in where.parts_of_actor["un"]] == ["b"]


def test_a_correction_of_the_translation_alone_counts_too() -> None:
    one = brief("a", "updates: [{date: 2024-05-01, kind: correction, text: Ten and not nine.}]")
    other = brief("b", """
        lang: fr
        translation_of: a
        updates:
          - {date: 2024-05-01, kind: correction, text: "Dix, pas neuf."}
          - {date: 2024-05-03, kind: correction, text: Un contresens.}
        """)  # fmt: skip
    found = library([one, other])
    assert [(b.slug, b.fields.updates[n].text) for b, n in found.updates_of(other)] == [
        ("a", "Ten and not nine."), ("b", "Un contresens.")
    ]  # fmt: skip


FAMILY = "translation_of: {}\nlang: {}"


@pytest.mark.parametrize(
    ("briefs", "families", "problems"),
    [
        (["a", ("b", "a", "ar"), ("c", "b", "fr")], ["a b c"], []),
        (["a draft", ("b", "a", "ar"), ("c", "a", "fr")], ["b c"], []),
        ([("b", "gone", "ar")], ["b"], []),
        ([("a", "a", "ar")], ["a"], ["B320"]),
        ([("a", "b", "ar"), ("b", "a", "fr")], ["a b"], ["B320", "B320"]),
        ([("a", "b", "ar"), ("b", "c", "fr"), ("c", "b", "he")], ["a b c"], ["B320", "B320"]),
        (["a", ("b", "a", "ar"), ("c", "a", "ar")], ["a b c"], ["B321"]),
        (["a", ("b", "a", "en")], ["a b"], ["B321"]),
    ],
    ids=["a chain", "a draft", "missing", "itself", "a circle", "into a circle", "twice", "no other language"],
)  # fmt: skip
def test_any_chain_ends_in_families_and_located_problems(
    briefs: list[Any], families: list[str], problems: list[str]
) -> None:
    made = [
        brief(one.split()[0], "draft: true" if " " in one else "")
        if isinstance(one, str)
        else brief(one[0], FAMILY.format(*one[1:]))
        for one in briefs
    ]
    found, told = built(made)
    assert [
        " ".join(one.slug for one in lead.briefs) for lead in map(found.family, found.leads)
    ] == families
    assert sorted(codes(told)) == problems
    assert all(problem.location.line == 4 for problem in told)
    assert [*Plan(found).pages()]
    assert published(made)


def test_what_a_translation_says_otherwise_of_a_forecast_is_told() -> None:
    original = brief("forecasts", FORECASTS, day="2024-04-23")
    other = translated(original, "ar")
    first, second, third = other.fields.developments
    items = (first.revised(resolution=None), second, third, third.revised(id="other"))
    other = dataclasses.replace(other, fields=other.fields.revised(developments=items))
    told = [p for p in check_editorial(library([original, other])) if p.code == "B520"]
    assert [problem.message.split(" is ")[0] for problem in told] == [
        "the outcome of “ar Truce”", "“ar Rain”"
    ]  # fmt: skip
    due = [item.brief.slug for item in due_items(library([original, translated(original, "ar")]))]
    assert due == ["forecasts"] * 2


def test_a_list_on_a_page_in_another_language_speaks_it() -> None:
    french = "lang: fr\ntranslation_of: a\ndates: [2024-01-01: Un]\ndevelopments: [Il pleut.]"
    briefs = [brief("a", "dates: [2024-01-01: One]\ndevelopments: [It rains.]"), brief("b", french)]
    plan = Plan(library(briefs))
    for lang, slug, event, development in (
        ("en", "a", "One", "It rains."),
        ("fr", "b", "Un", "Il pleut."),
    ):
        assert [card.slug for card in plan.listed({}, lang)] == [slug]
        assert [view.text.source for view in plan.dated({}, lang)] == [event]
        assert [view.text.source for view in plan.expected({}, lang)] == [development]


@pytest.mark.parametrize("told", ["{id: closes, event: Es endet}", "2024-03-01: Es endet"])
def test_a_shared_event_that_a_translation_tells_is_one_event(told: str) -> None:
    site = library(
        [
            brief("source", "dates: [closes]", day="2024-03-02"),
            brief("german", f"lang: de\ntranslation_of: source\ndates: [{told}]"),
        ],
        events="closes: {date: 2024-03-01, event: It ends}",
    )
    (event,) = site.events
    assert (event.id, event.lead.item.event, len(event.tellings)) == ("closes", "It ends", 2)
    assert [one.brief.slug for one in event.originals] == ["source"]
    plan = Plan(site)
    words = {one.slug: plan.brief(one).events[0].text.source for one in site.briefs}
    assert words == {"source": "It ends", "german": "Es endet"}


def test_names_link_once_in_a_section_of_a_translation_and_in_its_own_words() -> None:
    forecast = "{id: truce, text: Hamas agrees., likelihood: 60%, by: 2024-05-01, resolves_if: Iran signs.,"
    note = 'resolution: {outcome: "yes", date: 2024-04-30, note: Hamas and Iran signed.}}'
    site = library(
        [
            brief("source", f"actors: [hamas, iran]\ndevelopments: [{forecast} {note}]"),
            brief(
                "german",
                "lang: de\ntranslation_of: source\nactors: [hamas, iran]\n"
                "developments: [{id: truce, text: Die Harakat stimmt zu.}]",
            ),
        ],
        actors="hamas: {name: {en: Hamas, de: Harakat}, kind: group}\niran: {name: Iran, kind: state}",
    )
    german = next(one for one in site.briefs if one.slug == "german")
    (view,) = Plan(site).brief(german).developments
    assert [ident for *_, ident in view.text.mentions] == ["hamas"]
    assert view.resolution_note
    assert [ident for *_, ident in view.resolution_note.mentions] == ["iran"]
