"""The pages of the timeline: every event where it belongs, once, and in order."""

from __future__ import annotations

import dataclasses
import datetime as dt
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.edtf import year_text
from mkdocs_briefs.pages.kinds.timeline import TimelineView
from mkdocs_briefs.pages.parts import EventGroup, EventView
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import SETTINGS, TODAY, WORLD, brief, library, world_briefs

SMALL = dataclasses.replace(SETTINGS, per_page=3)
DATES = st.sampled_from(
    (
        *("-0043-03-15", "0000", "Y-17000", "-0043/0014", "/2020", "2024-05-31T10:00:00Z"),
        *("2023", "2023-01-01", "2023-01", "2023-01-02", "2023-06~", "2022-12-30/2023-01-04"),
        *("2023-21", "2024-05-31", "2024-06", "2024-06-02", "2024-07", "2025", "2019/2023", "199X"),
        *("XXXX-10-07", "2023-01/..", "../2023-02", "2023-01-XX", "2023?", "", "2024"),
    )
)


def shelf_of(dates: list[str]) -> ViewFactory:
    rows = [
        f"{{date: {date or '~'}, event: Event {n}, status: scheduled}}"
        for n, date in enumerate(dates)
    ]
    rows = [row.replace("date: ~, ", "") for row in rows]
    return ViewFactory(library([brief("a", f"dates: [{', '.join(rows)}]")], SMALL))


def shown(views: list[TimelineView]) -> list[tuple[EventGroup, EventView]]:
    return [(group, event) for view in views for group in view.groups for event in group.events]


def whole(views: list[TimelineView]) -> list[TimelineView]:
    return [view for view in views if view.year is None]


@given(st.lists(DATES, max_size=12))
def test_the_whole_shows_every_event_once_in_the_order_it_promises(dates: list[str]) -> None:
    factory = shelf_of(dates)
    rows = shown(whole(TimelineView.views(factory)))
    assert sorted(event.anchor for _, event in rows) == sorted(e.id for e in factory.library.events)
    ahead = [event for group, event in rows if group.kind == "coming"]
    past = [event for group, event in rows if group.kind != "coming" and group.label]
    undated = [event for group, event in rows if group.kind != "coming" and not group.label]
    assert [event for _, event in rows] == [*ahead, *past, *undated]
    assert all(event.date and event.date.is_after(TODAY) for event in ahead)
    assert not any(event.date and event.date.is_after(TODAY) for event in (*past, *undated))
    assert [key(e) for e in ahead] == sorted(key(e) for e in ahead)
    assert [key(e) for e in past] == sorted((key(e) for e in past), reverse=True)
    assert all(event.date is None or event.date.year is None for event in undated)


def key(event: EventView) -> tuple[int, int, tuple[int, ...]]:
    assert event.date
    side = event.date.start or event.date.end
    assert side
    assert side.year is not None
    return side.year, side.month or 0, event.date.sort_key


@given(st.lists(DATES, max_size=12))
def test_each_year_shows_its_events_once_on_as_many_pages_as_it_needs(dates: list[str]) -> None:
    factory = shelf_of(dates)
    views = TimelineView.views(factory)
    for year in {view.year for view in views if view.year is not None and not view.month}:
        pages = [view for view in views if view.year == year and not view.month]
        rows = shown(pages)
        anchors = [event.anchor for _, event in rows]
        assert len(set(anchors)) == len(anchors)
        for group, event in rows:
            own = event.date.year if event.date else None
            assert (("" if own is None else year_text(own)) == year) is (group.kind != "earlier")
        for page in pages:
            own = [event for group, event in shown([page]) if year and not group.kind]
            assert [key(event)[1] for event in own] == sorted(key(event)[1] for event in own)
        older = [sum(len(g.events) for g in view.groups) for view in pages if view.is_older]
        assert all(count == 1 for count in older)


@given(st.lists(DATES, max_size=12))
def test_a_lasting_address_is_where_the_event_stands(dates: list[str]) -> None:
    factory = shelf_of(dates)
    held = {view.path: {e.anchor for g in view.groups for e in g.events} for view in views(factory)}
    for ident, path in factory.event_paths.items():
        page, _, anchor = path.partition("#")
        assert unquote(anchor) == ident
        assert ident in held[page]


def views(factory: ViewFactory) -> list[TimelineView]:
    return TimelineView.views(factory)


def test_more_events_with_a_month_move_no_address_of_those_without() -> None:
    one = ["2023", "2023~", "2023?", "2023-XX"]
    before = shelf_of(one).event_paths
    after = shelf_of([*one, *(f"2023-01-{n:02}" for n in range(1, 20))]).event_paths
    assert before.items() <= after.items()
    assert {path.partition("#")[0] for path in before.values()} == {
        "timeline/2023/",
        *(f"timeline/2023/page/{n}/" for n in (1, 2, 3)),
    }


def test_years_and_months_know_those_beside_them() -> None:
    found = TimelineView.views(shelf_of(["2019-05-01", "2023-01-01", "2023-03-01", "2022", ""]))
    beside = {
        view.path: (view.previous and view.previous.path, view.next and view.next.path)
        for view in found
    }
    assert beside["timeline/2022/"] == ("timeline/2019/", "timeline/2023/")
    assert beside["timeline/2019/"] == (None, "timeline/2022/")
    assert beside["timeline/2023/01/"] == ("timeline/2019/05/", "timeline/2023/03/")
    assert beside["timeline/undated/"] == beside["timeline/"] == (None, None)


def test_a_page_offers_the_timelines_of_whom_it_tells() -> None:
    factory = ViewFactory(library(world_briefs(), **WORLD))
    (page,) = whole(TimelineView.views(factory))
    offered = {group.path: group.count for group in (*page.actors, *page.topics)}
    assert offered["actors/hamas/#timeline"] == len(factory.where.events_of_actor["hamas"])
    assert offered["topics/gaza/#timeline"] == len(
        factory.where.events_in({b.slug for b in factory.where.briefs_of_term["topics", "gaza"]})
    )


@pytest.mark.parametrize(
    ("date", "status", "upcoming"),
    [
        ("2024-06-02", "scheduled", True),
        ("2024-06-01", "scheduled", True),
        ("2024-05-31", "scheduled", False),
        ("2024", "scheduled", True),
        ("2023", "scheduled", False),
        (None, "scheduled", True),
        ("2024-06-02", "cancelled", False),
        ("2024-05-01", "happened", False),
    ],
)
def test_what_was_scheduled_is_to_come_until_its_day_is_over(
    date: str | None, status: str, *, upcoming: bool
) -> None:
    front = f"date: {date}, " if date else ""
    factory = ViewFactory(library([brief("a", f"dates: [{{{front}event: E, status: {status}}}]")]))
    (event,) = factory.library.events
    assert dt.date(2024, 6, 1) == TODAY
    assert factory.event(event).upcoming is upcoming
