"""The site's timeline, whole, year by year and month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import month_of, years_of
from mkdocs_briefs.pages.paging import about, crumbs, cut, pager
from mkdocs_briefs.pages.parts import EventGroup, EventView, Group, Link, Pager
from mkdocs_briefs.pages.shelf import Shelf
from mkdocs_briefs.pages.views import TimelineView

TIMELINE = Link("timeline", urls.hub_path("timeline"))


def timeline_views(shelf: Shelf) -> list[TimelineView]:
    """The whole timeline, newest year first; each year and each month, oldest event first."""
    filed: dict[int | None, list[Event]] = defaultdict(list)
    for event in shelf.library.events:
        for year in years_of(event):
            filed[year].append(event)
    years = tuple(
        Group("" if year is None else str(year), urls.year_path(year), len(events))
        for year, events in sorted(
            filed.items(), key=lambda row: -1 if row[0] is None else row[0], reverse=True
        )
    )
    views = _whole(shelf, years)
    for year, events in filed.items():
        views += _year(shelf, year, events, years)
    return [*views, *_months(shelf, years)]


def _whole(shelf: Shelf, years: tuple[Group, ...]) -> list[TimelineView]:
    known = [event for event in shelf.library.events if event.date and event.date.year is not None]
    unknown = [event for event in shelf.library.events if not event.date or event.date.year is None]
    ordered = [*reversed(known), *unknown]
    today, size = shelf.settings.today, shelf.settings.per_page
    later = [event for event in known if event.date and event.date.is_after(today)]
    ahead = tuple(shelf.event(event) for event in later[:size])
    return [
        _view(
            shelf,
            page,
            None,
            "timeline",
            _groups(shelf, cut(ordered, page, size)),
            years,
            ahead if page.number == 1 else (),
        )
        for page in pager(TIMELINE.path, size, ordered)
    ]


def _groups(shelf: Shelf, events: Sequence[Event]) -> tuple[EventGroup, ...]:
    groups: dict[int | None, list[EventView]] = {}
    for event in events:
        groups.setdefault(event.date.year if event.date else None, []).append(shelf.event(event))
    return tuple(
        EventGroup("" if year is None else str(year), urls.year_path(year), tuple(views))
        for year, views in groups.items()
    )


def _year(
    shelf: Shelf, year: int | None, events: list[Event], years: tuple[Group, ...]
) -> list[TimelineView]:
    # Events whose own year this is come first in the count of pages: their permalinks rest on it.
    own = [event for event in events if years_of(event)[0] == year]
    others = [event for event in events if years_of(event)[0] != year]
    path, size = urls.year_path(year), shelf.settings.per_page
    rows = [*own, *others]
    views = []
    for page in pager(path, size, rows):
        shown = sorted(cut(rows, page, size), key=lambda event: event.sort_key)
        group = EventGroup(
            "" if year is None else str(year), path, tuple(shelf.event(event) for event in shown)
        )
        title = "undated" if year is None else str(year)
        views.append(_view(shelf, page, 0 if year is None else year, title, (group,), years, ()))
    return views


def _months(shelf: Shelf, years: tuple[Group, ...]) -> list[TimelineView]:
    filed: dict[tuple[int, int], list[Event]] = defaultdict(list)
    for event in shelf.library.events:
        year, month = years_of(event)[0], month_of(event)
        if year is not None and month is not None:
            filed[year, month].append(event)
    return [
        replace(
            _view(
                shelf,
                Pager(1, (urls.month_path(year, month),), len(events)),
                year,
                str(year),
                (EventGroup(str(year), urls.year_path(year), tuple(map(shelf.event, events))),),
                years,
                (),
            ),
            month=parse_edtf(f"{year:04d}-{month:02d}"),
        )
        for (year, month), events in sorted(filed.items())
    ]


def _view(
    shelf: Shelf,
    page: Pager,
    year: int | None,
    title: str,
    groups: tuple[EventGroup, ...],
    years: tuple[Group, ...],
    ahead: tuple[EventView, ...],
) -> TimelineView:
    return TimelineView(
        template="timeline",
        path=page.pages[page.number - 1],
        title=title if title.isdigit() else "",
        title_key="" if title.isdigit() else title,
        description=about(shelf),
        lang=shelf.settings.language,
        breadcrumbs=crumbs() if year is None else crumbs(TIMELINE),
        pager=page,
        year=year,
        groups=groups,
        years=years,
        upcoming=ahead,
    )
