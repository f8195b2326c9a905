"""The site's timeline, whole, year by year and month by month."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.model.edtf import Edtf, parse_edtf, year_text
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import (
    Histogram,
    histogram_of_months,
    histogram_of_years,
    listing_key,
)
from mkdocs_briefs.pages.facts import month_of, years_of
from mkdocs_briefs.pages.parts import EventGroup, EventView, Group, Link, Pager
from mkdocs_briefs.pages.view_factory import ViewFactory, loose_pages
from mkdocs_briefs.pages.views import IndexView, Section, about, crumbs

TIMELINE = Link("timeline", urls.index_path("timeline"))
ACTORS = 24
"""Most actors whose own timelines a page offers; its rows link to all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView(IndexView):
    """The site's timeline, or one year or month of it.

    `year` is None on the whole, empty for events without one, else a year as EDTF writes it.
    """

    name = "timeline"
    order = 30
    nav_order = 3
    template = "timeline"
    items = "filtered"
    calendar = True
    api = "events"
    empty = "events"

    year: str | None
    groups: tuple[EventGroup, ...]
    """Of the whole: what is to come, the next first, then the newest events by year."""
    years: tuple[Group, ...] = ()
    """Of the whole: every year."""
    histogram: Histogram | None = None
    actors: tuple[Group, ...] = ()
    """Actors of the page's events, each with its own timeline and the number of events here."""
    topics: tuple[Group, ...] = ()
    months: tuple[Group, ...] = ()
    """Of a year with too many events for a page: its months, which have pages of their own."""
    total: int = 0
    """Of the whole, the number of events."""
    is_cut: bool = False
    """Whether it does not show all."""
    month: Edtf | None = None
    """The month that the page holds, if it is one of a month; its title is the reader's words."""

    @classmethod
    def views(cls, factory: ViewFactory) -> list[TimelineView]:
        """Return the overview, newest event first; each year and each month, oldest event first."""
        filed: dict[int | None, list[Event]] = defaultdict(list)
        for event in factory.library.events:
            for year in years_of(event):
                filed[year].append(event)
        years = tuple(
            Group(_label(year), urls.year_path(year), len(events))
            for year, events in sorted(filed.items(), key=_by_year, reverse=True)
        )
        spans = [[y for y in years_of(event) if y is not None] for event in factory.library.events]
        histogram = histogram_of_years(
            spans, {year: urls.year_path(year) for year in filed if year is not None}
        )
        pages = [_year(factory, *row) for row in sorted(filed.items(), key=_by_year)]
        known = _neighbours([first for first, *_ in pages if first.year])
        undated = [first for first, *_ in pages if not first.year]
        later = [view for _, *rest in pages for view in rest]
        overview = replace(_overview(factory), years=years, histogram=histogram)
        return [overview, *known, *undated, *later, *_months(factory)]

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
        """The month or the year that it holds."""
        return self.month or (parse_edtf(self.year) if self.year else None)


SHOWN = 50
"""Events of the overview, unless it has all."""
COMING = 20
"""Most of them that are still to come."""
OF_A_YEAR = 100
"""Most events of a year that are on its page."""


def _label(year: int | None) -> str:
    return "" if year is None else year_text(year)


def _by_year(row: tuple[int | None, list[Event]]) -> float:
    """Return a key that sorts by year; events without one come first."""
    return -math.inf if row[0] is None else row[0]


def _overview(factory: ViewFactory) -> TimelineView:
    """Return what is to come, the next first, and what was, the newest first."""
    known: list[Event] = []
    unknown: list[Event] = []
    for event in factory.library.events:
        (known if event.date and event.date.year is not None else unknown).append(event)
    known.sort(key=listing_key)
    today = factory.settings.today
    ahead = [event for event in known if event.date and event.date.is_after(today)]
    past = [event for event in reversed(known) if not (event.date and event.date.is_after(today))]
    past += unknown
    total = len(ahead) + len(past)
    is_cut = total > factory.settings.per_page
    if is_cut:
        ahead = ahead[:COMING]
        past = past[: SHOWN - len(ahead)]
    rows = [*((event, True) for event in ahead), *((event, False) for event in past)]
    page = Pager(TIMELINE.path, TIMELINE.path)
    view = _view(factory, page, None, "timeline", _groups(factory, rows))
    return replace(view, total=total, is_cut=is_cut)


def _groups(factory: ViewFactory, rows: Sequence[tuple[Event, bool]]) -> tuple[EventGroup, ...]:
    groups: dict[tuple[bool, int | None], list[EventView]] = {}
    for event, coming in rows:
        year = event.date.year if event.date and not coming else None
        groups.setdefault((coming, year), []).append(factory.event(event))
    return tuple(
        EventGroup("", "", tuple(views), "coming")
        if coming
        else EventGroup(_label(year), urls.year_path(year), tuple(views))
        for (coming, year), views in groups.items()
    )


def _year(factory: ViewFactory, year: int | None, events: list[Event]) -> list[TimelineView]:
    """Return a year: its own events without a month, those from earlier years, then its months.

    If it has too many events for one page, it has links to the pages of the months instead. Only
    events without a month can need further pages, as these are their lasting addresses.
    """
    loose = [event for event in events if years_of(event)[0] == year and not _month(event)]
    earlier = [event for event in events if years_of(event)[0] != year]
    dated = [event for event in events if years_of(event)[0] == year and _month(event)]
    dated.sort(key=listing_key)
    label = _label(year)
    counts = Counter(_month(event) for event in dated)
    is_cut = len(events) > OF_A_YEAR
    views = []
    for page, shown in loose_pages(year, loose, factory):
        kinds: dict[str, Sequence[Event]] = {"": shown}
        if not page.label:
            kinds |= {"earlier": earlier, "months": () if is_cut else dated}
        groups = tuple(
            EventGroup(
                label,
                urls.year_path(year),
                tuple(map(factory.event, rows)),
                kind.replace("months", ""),
            )
            for kind, rows in kinds.items()
            if rows
        )
        view = _view(factory, page, label, label or urls.UNDATED, groups)
        if year is not None and not page.label:
            view = replace(view, histogram=histogram_of_months(year, counts))
            if is_cut:
                months = tuple(
                    Group(f"{year:04d}-{month:02d}", urls.month_path(year, month), counts[month])
                    for month in sorted(counts)
                )
                view = replace(view, months=months)
        views.append(view)
    return views


def _month(event: Event) -> int:
    return (month_of(event) or 0) if years_of(event)[0] is not None else 0


def _neighbours(views: list[TimelineView]) -> list[TimelineView]:
    """Return the first pages of years or months, in order of time, each with the ones beside it."""
    row = (None, *(Link(str(view.title_date), view.path) for view in views), None)
    return [replace(v, previous=row[n], next=row[n + 2]) for n, v in enumerate(views)]


def _months(factory: ViewFactory) -> list[TimelineView]:
    filed: dict[tuple[int, int], list[Event]] = defaultdict(list)
    for event in factory.library.events:
        year, month = years_of(event)[0], month_of(event)
        if year is not None and month is not None:
            filed[year, month].append(event)
    views = []
    for (year, month), events in sorted(filed.items()):
        shown = tuple(map(factory.event, events))
        label = _label(year)
        group = EventGroup(label, urls.year_path(year), shown)
        path = urls.month_path(year, month)
        view = _view(factory, Pager(path, path), label, label, (group,))
        views.append(
            replace(
                view,
                month=parse_edtf(f"{label}-{month:02d}"),
                breadcrumbs=crumbs(TIMELINE, Link(label, urls.year_path(year))),
            )
        )
    return _neighbours(views)


def _view(
    factory: ViewFactory, page: Pager, year: str | None, title: str, groups: tuple[EventGroup, ...]
) -> TimelineView:
    events = [event for group in groups for event in group.events]
    return TimelineView(
        path=page.path,
        title=title if year else "",
        title_key="" if year else f"hub.{title}",
        description=about(factory),
        lang=factory.settings.language,
        breadcrumbs=crumbs() if year is None else crumbs(TIMELINE),
        pager=page,
        year=year,
        groups=groups,
        actors=_named(actor for event in events for actor in event.actors)[:ACTORS],
        topics=_named(topic for event in events for topic in event.topics),
    )


def _named(links: Iterable[Link]) -> tuple[Group, ...]:
    """Return the timelines of these actors or topics, those of most rows on the page first."""
    rows = sorted(Counter(links).items(), key=lambda row: (-row[1], row[0].text))
    return tuple(
        Group(link.text, urls.anchored(link.path, "timeline"), count) for link, count in rows
    )
