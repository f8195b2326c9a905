"""The site's timeline, whole, year by year and month by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import (
    Histogram,
    histogram_of_months,
    histogram_of_years,
    listing_key,
)
from mkdocs_briefs.pages.facts import month_of, years_of
from mkdocs_briefs.pages.parts import EventGroup, EventView, Group, Link, Pager
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import IndexView, Section, about, crumbs, cut, pager

TIMELINE = Link("timeline", urls.index_path("timeline"))
ACTORS = 24
"""Most actors whose own timelines a page offers; its rows link to all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView(IndexView):
    """The site's timeline, or one year or month of it.

    `year` is None on the whole, 0 for events without one.
    """

    name = "timeline"
    order = 30
    template = "timeline"
    items = "filtered"
    calendar = True
    api = "events"
    empty = "events"

    year: int | None
    groups: tuple[EventGroup, ...]
    """Of the whole: what is to come, the next first, then the years, the newest first."""
    years: tuple[Group, ...]
    histogram: Histogram | None = None
    actors: tuple[Group, ...] = ()
    """Actors of the page's events, each with its own timeline and the number of events there."""
    topics: tuple[Group, ...] = ()
    month: Edtf | None = None
    """The month that the page holds, if it is one of a month; its title is the reader's words."""

    @classmethod
    def views(cls, factory: ViewFactory) -> list[TimelineView]:
        """Return the whole, newest year first; each year and each month, oldest event first."""
        filed: dict[int | None, list[Event]] = defaultdict(list)
        for event in factory.library.events:
            for year in years_of(event):
                filed[year].append(event)
        years = tuple(
            Group("" if year is None else str(year), urls.year_path(year), len(events))
            for year, events in sorted(
                filed.items(), key=lambda row: -1 if row[0] is None else row[0], reverse=True
            )
        )
        spans = [[y for y in years_of(event) if y is not None] for event in factory.library.events]
        histogram = histogram_of_years(
            spans, {year: urls.year_path(year) for year in filed if year}
        )
        frame = _Frame(factory, years, histogram, _totals(factory))
        pages = [_year(frame, year, filed[year]) for year in sorted(filed, key=lambda y: y or 0)]
        known = _neighbours([first for first, *_ in pages if first.year])
        undated = [first for first, *_ in pages if not first.year]
        later = [view for _, *rest in pages for view in rest]
        return [*_whole(frame), *known, *undated, *later, *_months(frame)]

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield every event."""
        if events := factory.library.events:
            yield Section(None, events)

    @property
    def api_file(self) -> tuple[str, str]:
        """The file of the API that has all events, on the first page of the whole."""
        return (self.api if self.path == self.address() else ""), ""

    @property
    def title_date(self) -> Edtf | None:
        """The month that it holds."""
        return self.month

    @property
    def listed_events(self) -> Iterator[EventView]:
        """The events on the page."""
        return (event for group in self.groups for event in group.events)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all pages of the timeline share."""

    factory: ViewFactory
    years: tuple[Group, ...]
    histogram: Histogram | None
    totals: Mapping[str, int]
    """Path of an actor or topic -> number of events in its own timeline."""


def _totals(factory: ViewFactory) -> dict[str, int]:
    totals = Counter(
        topic.path for event in factory.library.events for topic in factory.event(event).topics
    )
    for ident, events in factory.where.events_of_actor.items():
        totals[urls.page_path("actor", ident)] = len(events)
    return totals


def _whole(frame: _Frame) -> list[TimelineView]:
    """Return all events: to come, the next first; past, the newest first; undated."""
    factory = frame.factory
    known: list[Event] = []
    unknown: list[Event] = []
    for event in factory.library.events:
        (known if event.date and event.date.year is not None else unknown).append(event)
    known.sort(key=listing_key)
    today, size = factory.settings.today, factory.settings.per_page
    ahead = [event for event in known if event.date and event.date.is_after(today)]
    past = [event for event in reversed(known) if not (event.date and event.date.is_after(today))]
    rows = [*((event, True) for event in ahead), *((event, False) for event in (*past, *unknown))]
    return [
        replace(
            _view(frame, page, None, "timeline", _groups(factory, cut(rows, page, size))),
            histogram=frame.histogram,
        )
        for page in pager(TIMELINE.path, size, rows)
    ]


def _groups(factory: ViewFactory, rows: Sequence[tuple[Event, bool]]) -> tuple[EventGroup, ...]:
    groups: dict[tuple[bool, int | None], list[EventView]] = {}
    for event, coming in rows:
        year = event.date.year if event.date and not coming else None
        groups.setdefault((coming, year), []).append(factory.event(event))
    return tuple(
        EventGroup("", "", tuple(views), "coming")
        if coming
        else EventGroup("" if year is None else str(year), urls.year_path(year), tuple(views))
        for (coming, year), views in groups.items()
    )


def _year(frame: _Frame, year: int | None, events: list[Event]) -> list[TimelineView]:
    """Return a year: its own events without a month, those from earlier years, then month by month.

    The first come first in the count of pages because their lasting addresses rest on it.
    """
    factory, size = frame.factory, frame.factory.settings.per_page
    kinds: dict[str, list[Event]] = {"": [], "earlier": [], "months": []}
    for event in events:
        own = years_of(event)[0] == year
        kinds["earlier" if not own else "months" if year and month_of(event) else ""].append(event)
    kinds["months"].sort(key=listing_key)
    rows = [(kind, event) for kind, filed in kinds.items() for event in filed]
    label = "" if year is None else str(year)
    counts = Counter(month_of(event) or 0 for event in kinds["months"])
    views = []
    for page in pager(urls.year_path(year), size, rows):
        shown: dict[str, list[EventView]] = defaultdict(list)
        for kind, event in cut(rows, page, size):
            shown[kind].append(factory.event(event))
        groups = tuple(
            EventGroup(label, urls.year_path(year), tuple(found), kind.replace("months", ""))
            for kind, found in shown.items()
        )
        view = _view(frame, page, year or 0, label or urls.UNDATED, groups)
        if year:
            view = replace(view, histogram=histogram_of_months(year, counts))
        views.append(view)
    return views


def _neighbours(views: list[TimelineView]) -> list[TimelineView]:
    """Return the first pages of years or months, in order of time, each with the ones beside it."""
    row = (None, *(Link(_name(view), view.path) for view in views), None)
    return [replace(v, previous=row[n], next=row[n + 2]) for n, v in enumerate(views)]


def _name(view: TimelineView) -> str:
    return view.month.text if view.month else view.title


def _months(frame: _Frame) -> list[TimelineView]:
    filed: dict[tuple[int, int], list[Event]] = defaultdict(list)
    for event in frame.factory.library.events:
        year, month = years_of(event)[0], month_of(event)
        if year is not None and month is not None:
            filed[year, month].append(event)
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    for (year, month), events in filed.items():
        counts[year][month] = len(events)
    views = []
    for (year, month), events in sorted(filed.items()):
        shown = tuple(map(frame.factory.event, events))
        group = EventGroup(str(year), urls.year_path(year), shown)
        page = Pager(1, (urls.month_path(year, month),), len(events))
        view = _view(frame, page, year, str(year), (group,))
        views.append(
            replace(
                view,
                month=parse_edtf(f"{year:04d}-{month:02d}"),
                breadcrumbs=crumbs(TIMELINE, Link(str(year), urls.year_path(year))),
                histogram=histogram_of_months(year, counts[year]),
            )
        )
    return _neighbours(views)


def _view(
    frame: _Frame, page: Pager, year: int | None, title: str, groups: tuple[EventGroup, ...]
) -> TimelineView:
    events = [event for group in groups for event in group.events]
    return TimelineView(
        path=page.pages[page.number - 1],
        title=title if title.isdigit() else "",
        title_key="" if title.isdigit() else f"hub.{title}",
        description=about(frame.factory),
        lang=frame.factory.settings.language,
        breadcrumbs=crumbs() if year is None else crumbs(TIMELINE),
        pager=page,
        year=year,
        groups=groups,
        years=frame.years,
        actors=_named(frame, (actor for event in events for actor in event.actors))[:ACTORS],
        topics=_named(frame, (topic for event in events for topic in event.topics)),
    )


def _named(frame: _Frame, links: Iterable[Link]) -> tuple[Group, ...]:
    """Return the timelines of these actors or topics, those of most rows on the page first."""
    rows = sorted(Counter(links).items(), key=lambda row: (-row[1], row[0].text))
    return tuple(
        Group(link.text, urls.anchored(link.path, "timeline"), frame.totals[link.path])
        for link, _ in rows
    )
