"""The plan as a whole: laws that hold for every page of it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from itertools import chain
from urllib.parse import unquote

import pytest

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.kinds.actors import ActorView
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.kinds.listings import (
    AdviceIndexView,
    CorrectionsView,
    ImplicationsView,
    OutlookView,
)
from mkdocs_briefs.pages.kinds.terms import TermView
from mkdocs_briefs.pages.parts import EventView
from mkdocs_briefs.pages.plan import Plan, limit_of
from mkdocs_briefs.pages.redirects import RedirectView
from mkdocs_briefs.pages.views import ListView, PageView
from support.briefs import SETTINGS, WORLD, brief, library, world_briefs
from support.paths import anchors_of, paths_of

SMALL = dataclasses.replace(SETTINGS, per_page=2)
SECTIONS_OF_ACTORS = (
    *("roles", "events", "implications", "developments", "forecasts"),
    *("advice_to", "advice_about", "mentioned_in"),
)
SECTIONS_OF_TERMS = (
    *("cards", "events", "implications", "developments", "advice"),
    *("mentioned_in", "changes", "companions"),
)
"""The fields with the rows of each part of an overview."""
STRUCTURE = {"advice", "implications", "timeline"}
"""Ids that templates give to sections and views point to."""


def many() -> list:
    """Thirty briefs that share an actor, a topic and some events."""
    return [
        brief(
            f"b{n:02}",
            f"""
            actors: [iran, {{id: hamas, role: Role {n}}}]
            dates:
              - 20{10 + n % 5}-01-{n + 1:02}: Event {n}
              - {{event: Undated {n}}}
              - {{date: 2026-01-01, event: Expected {n}, status: scheduled}}
            implications: [{{label: Same label, text: Text {n}., actors: [iran], horizon: long}}]
            developments: [{{label: Same label too, text: More {n}., actors: [iran]}}]
            advice: [{{label: Do it, text: Now {n}., audience: [iran, Others {n}], actors: [hamas]}}]
            updates: [{{date: 2024-05-{n + 1:02}, kind: correction, text: Wrong {n}.}}]
            topics: [gaza]
            storyline: haliva
            """,
            "Fatah and [[b00]] and [[topic:gaza]] speak.",
            day=f"2024-01-{n + 1:02}",
        )
        for n in range(30)
    ]  # fmt: skip


LIBRARIES = {
    "empty": lambda: library([]),
    "bare": lambda: library([brief("a")]),
    "world": lambda: library(world_briefs(), **WORLD),
    "drafts": lambda: library(world_briefs(), dataclasses.replace(SETTINGS, drafts=True), **WORLD),
    "small pages": lambda: library(world_briefs(), SMALL, **WORLD),
    "many": lambda: library(many(), SMALL, **WORLD),
}


@pytest.fixture(scope="module", params=LIBRARIES, ids=str)
def found(request) -> Library:
    return LIBRARIES[request.param]()


@pytest.fixture(scope="module")
def pages(found) -> list[PageView]:
    return [*Plan(found).pages()]


def test_every_path_of_every_view_leads_to_a_page_and_an_anchor_on_it(found, pages) -> None:
    anchors = {view.path: {*anchors_of(view), *STRUCTURE} for view in pages}
    for view in (*pages, *Plan(found).redirects()):
        for path in paths_of(view):
            bare, _, anchor = path.partition("#")
            if isinstance(view, RedirectView) and path == view.path:
                continue  # an old address, which no plan of pages holds
            assert bare in anchors, (view.path, path)
            assert not anchor or unquote(anchor) in anchors[bare], (view.path, path)


def test_no_page_holds_an_anchor_twice(pages) -> None:
    for view in pages:
        repeated = {id_ for id_, n in Counter(anchors_of(view)).items() if n > 1 and id_}
        assert not repeated, view.path


def test_every_page_has_its_own_address_and_a_file_inside_the_site(pages) -> None:
    paths = [view.path for view in pages]
    assert len({path.casefold() for path in paths}) == len(paths)
    for path in paths:
        assert urls.file_of(path).endswith("index.html")
        assert not path.startswith("/")
        assert ".." not in path.split("/")
        path.encode("ascii")


def test_the_same_library_gives_the_same_pages(found, pages) -> None:
    assert [*Plan(found).pages()] == pages


def test_what_is_known_of_a_page_before_it_is_made_is_what_it_says(found, pages) -> None:
    specs = [*Plan(found).specs()]
    kept = ("path", "title", "title_key", "lang", "modified", "previous", "next")
    for spec, view in zip(specs, pages, strict=True):
        assert [getattr(spec.head, name) for name in kept] == [getattr(view, name) for name in kept]
    # In whatever order they are asked for, and twice.
    assert [spec.view() for spec in specs[::-1]] == pages[::-1]
    assert [spec.view() for spec in specs] == pages


def test_a_page_knows_the_record_whose_markdown_it_shows(found) -> None:
    for spec in Plan(found).specs():
        view = spec.view()
        wanted: object = None
        if isinstance(view, BriefView):
            wanted = found.catalogue.briefs[view.card.slug]
        elif isinstance(view, ActorView):
            wanted = found.catalogue.actors[view.actor.id].entry
        elif isinstance(view, TermView):
            wanted = found.catalogue.terms[view.registry][view.id].entry
        assert spec.source is wanted


def rows_of(pages, kind, select) -> list:
    return [row for view in pages if isinstance(view, kind) for row in select(view)]


def whole(pages, kind, overview: PageView, section: str, name: str) -> list:
    """All rows of a list: those of its pages, or of the overview if it has all."""
    (list_,) = [one for one in overview.lists if one.name == name] or [None]
    if list_ is None:
        return [*getattr(overview, section)]
    listed = [v for v in pages if isinstance(v, ListView) and v.pager.first == list_.path]
    rows = [row for view in listed for row in view.rows]
    assert len(rows) == list_.total
    return rows


def test_every_row_is_once_on_a_page_of_its_list(found, pages) -> None:
    advice = rows_of(pages, AdviceIndexView, lambda view: [*chain(*(g.items for g in view.groups))])
    assert Counter(row.path for row in advice) == Counter(
        view.path
        for b in found.briefs
        for view in Plan(found).brief(b).advice
        for _ in view.audience or ("",)
    )
    corrections = rows_of(pages, CorrectionsView, lambda view: view.rows)
    assert len(corrections) == sum(
        update.kind != "update" for one in found.leads for update in one.fields.updates
    )
    implications = rows_of(
        pages, ImplicationsView, lambda view: [*chain(*(g.items for g in view.groups))]
    )
    assert Counter(row.path for row in implications) == Counter(
        view.path for b in found.leads for view in Plan(found).brief(b).implications
    )
    (overview,) = [view for view in pages if isinstance(view, OutlookView)]
    outlook = [
        row
        for name in ("overdue", "open", "resolved", "watch")
        for row in whole(pages, OutlookView, overview, name, name)
    ]
    assert Counter(row.path for row in outlook) == Counter(
        view.path for b in found.leads for view in Plan(found).brief(b).developments
    )
    for overview in pages:
        if isinstance(overview, TermView):
            term = found.catalogue.terms[overview.registry][overview.id]
            told = [
                next(b.slug for b in family if term in found.terms_of[b.slug][overview.registry])
                for family in (found.family(lead).briefs for lead in found.leads)
                if any(term in found.terms_of[b.slug][overview.registry] for b in family)
            ]
            cards = whole(pages, TermView, overview, "cards", "briefs")
            assert [card.slug for card in cards] == told
            events = whole(pages, TermView, overview, "events", "timeline")
            assert len({event.anchor for event in events}) == len(events)
        if isinstance(overview, ActorView):
            roles = whole(pages, ActorView, overview, "roles", "briefs")
            assert [row.brief.path for row in roles] == [
                urls.page_path("brief", b.slug)
                for b in found.leads
                if overview.actor.id in found.listed(b.slug)
            ]
            events = whole(pages, ActorView, overview, "events", "timeline")
            where = Plan(found).factory.where.events_of_actor
            assert [event.anchor for event in events] == [
                event.id for event in reversed(where.get(overview.actor.id, ()))
            ]


def test_no_page_of_a_list_is_empty_and_each_knows_those_beside_it(pages) -> None:
    paths = {view.path: view for view in pages}
    for view in pages:
        if isinstance(view, ListView):
            assert view.rows
        if not view.pager:
            continue
        assert view.pager.path == view.path
        if view.pager.newer:
            assert paths[view.pager.newer].pager.older == view.path
        if view.pager.older:
            assert paths[view.pager.older].pager.newer == view.path
        if not view.pager.label:
            assert [paths[it.path].pager.label for it in view.pager.others] == [
                it.text for it in view.pager.others
            ]


def test_an_overview_shows_few_rows_of_a_long_list(found, pages) -> None:
    for view in pages:
        if isinstance(view, (ActorView, TermView)):
            for part, rows in zip(
                view.parts,
                (
                    getattr(view, name)
                    for name in (
                        SECTIONS_OF_ACTORS if isinstance(view, ActorView) else SECTIONS_OF_TERMS
                    )
                ),
                strict=True,
            ):
                cut = any(one.name == part.name for one in view.lists)
                assert len(rows) <= (part.shown if cut else 2 * part.shown)


def test_a_newer_brief_changes_no_older_page_of_a_list() -> None:
    front = """
        actors: [iran]
        topics: [gaza]
        dates: [{date: %s, event: Event %d, actors: [iran]}]
        implications: [{label: Same, text: Text., actors: [iran]}]
        developments: [{label: Likely, text: More., actors: [iran], likelihood: 70%%, by: 2030}]
        """
    briefs = [
        brief(f"b{n:03}", front % (f"{2000 + n // 8}-0{n % 8 + 1}-02", n), day=f"2024-0{n // 28 + 1}-{n % 28 + 1:02}")
        for n in range(110)
    ]  # fmt: skip
    newer = brief("newer", front % ("2003-03-04", 1000), day="2024-05-28")
    before = {v.path: v for v in Plan(library(briefs)).pages()}
    after = {v.path: v for v in Plan(library([*briefs, newer])).pages()}
    lists = {path for path, view in before.items() if view.is_older}
    assert len(lists) > 10
    changed = {path for path in lists if before[path] != after[path]}
    assert changed == {path for path in lists if "/timeline/2000-" in path}
    assert lists <= after.keys()


def test_nothing_of_a_held_brief_is_shown() -> None:
    shown = repr([*Plan(library(world_briefs(), **WORLD)).pages()])
    for word in ("secret", "Ghost", "hidden", "not-yet", "later"):
        assert word not in shown
    drafts = dataclasses.replace(SETTINGS, drafts=True)
    shown = repr([*Plan(library(world_briefs(), drafts, **WORLD)).pages()])
    assert "Ghost" in shown


def test_permalinks_stay_when_newer_years_are_told() -> None:
    old = [
        brief(f"a{n}", f"dates: [2023-01-{n + 1:02}: Event {n}]", day="2023-02-01")
        for n in range(9)
    ]
    new = [brief(f"z{n}", f"dates: [2024-01-{n + 1:02}: Event {n}]") for n in range(9)]
    before = Plan(library(old, SMALL)).factory.event_paths
    after = Plan(library([*new, *old], SMALL)).factory.event_paths
    assert before.items() <= after.items()
    assert len(set(after.values())) == 18


def test_a_permalink_is_the_same_wherever_the_event_is_shown(found, pages) -> None:
    wanted = Plan(found).factory.event_paths
    for view in pages:
        if not isinstance(view, BriefView):
            for event in events_in(view):
                assert event.permalink == wanted[event.anchor]


def events_in(view: PageView) -> list[EventView]:
    groups = getattr(view, "groups", ())
    return [*getattr(view, "events", ()), *(e for g in groups for e in getattr(g, "events", ()))]


def test_redirects_lead_from_every_old_address() -> None:
    found = {
        view.path: view.target.path for view in Plan(library(world_briefs(), **WORLD)).redirects()
    }
    assert found == {"briefs/the-attack/": "briefs/attack/", "old/attack.html": "briefs/attack/"}


@pytest.mark.parametrize(
    ("limit", "most"), [("", None), ("0", 0), ("7", 7), ("-1", None), ("x", None), ("٣", None)]
)
def test_a_limit_is_a_number_or_none(limit: str, most: int | None) -> None:
    assert limit_of({"limit": limit}) == most


def test_markers_choose_briefs_events_and_developments() -> None:
    plan = Plan(library(world_briefs(), **WORLD))
    assert [c.slug for c in plan.listed({"actor": "hamas"})] == ["attack"]
    assert [c.slug for c in plan.listed({"topic": "gaza", "actor": "Iran"})] == ["resigns"]
    assert [c.slug for c in plan.listed({"year": "2023", "limit": "1"})] == ["attack"]
    assert [c.slug for c in plan.listed({"actor": "hamas"}, "ar")] == ["هجوم"]
    assert plan.listed({"topic": "nothing"}) == []
    assert len(plan.listed({})) == 4
    assert [e.text.source for e in plan.dated({"actor": "hamas"})] == ["Hamas attacks"]
    assert plan.dated({"limit": "0"}) == []
    last = plan.dated({"storyline": "haliva", "limit": "1"})
    assert [e.text.source for e in last] == ["The report is due"]
    assert {v.status for v in plan.expected({})} == {"open", "watch"}
    assert [v.label for v in plan.expected({"status": "open", "limit": "1"})] == ["Others follow"]
    assert plan.expected({"status": "resolved"}) == []


def test_markers_choose_forecasts_by_their_forecaster() -> None:
    front = """
        authors: [Ada]
        sources: [{id: report, title: A report}]
        developments:
          - {label: Of Iran, text: T., attributed_to: Iran}
          - {label: Of a source, text: T., attributed_to: report}
          - {label: Of the brief, text: T., actors: [iran]}
        """
    plan = Plan(library([brief("one", front)], **WORLD))
    for name, label in (
        ("iran", "Of Iran"),
        ("إيران", "Of Iran"),
        ("report", "Of a source"),
        ("Ada", "Of the brief"),
    ):
        assert [view.label for view in plan.expected({"forecaster": name})] == [label]
    assert plan.expected({"forecaster": "hamas"}) == []


def test_markers_choose_advice_by_actor_and_audience() -> None:
    front = """
        actors: [iran]
        advice_audience: Ship  owners
        advice:
          - {label: To owners, text: T., actors: [hamas]}
          - {label: To Iran, text: T., audience: [إيران, SHIP OWNERS]}
          - {label: To others, text: T., audience: The rest}
        """
    other = brief("two", "topics: [gaza]\nadvice: [{label: Older, text: T.}]", day="2024-01-01")
    plan = Plan(library([brief("one", front), other], **WORLD))

    def labels(**options: str) -> list[str]:
        return [view.label for view in plan.advised(options)]

    assert labels() == ["To owners", "To Iran", "To others", "Older"]
    assert labels(audience="ship owners") == ["To owners", "To Iran"]
    assert labels(audience="iran") == labels(actor="Iran") == ["To Iran"]
    assert labels(actor="hamas") == ["To owners"]
    assert labels(topic="gaza") == ["Older"]
    assert labels(limit="1") == ["To owners"]
    assert labels(actor="nobody") == labels(audience="nobody") == []
