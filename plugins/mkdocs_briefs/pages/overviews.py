"""The lists that overviews of several kinds have: events, and what briefs conclude and expect."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import Decided, status_of
from mkdocs_briefs.pages.chronology import Histogram, filed_under, histogram_of_listing
from mkdocs_briefs.pages.lists import paths_of_rows, rows_a_page, timeline_pages
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import Part

UNDECIDED = ("open", "overdue", "watch")
_NO_DEADLINE = 10**7


def year_of(event: Event) -> int | None:
    """Return the year under which a list files an event."""
    return filed_under(event.date)[0]


def undecided_first(rows: Sequence[Decided], factory: ViewFactory) -> list[Decided]:
    """Return developments in the order of an overview: undecided ones by deadline, then decided."""
    library, today = factory.library, factory.settings.today

    def place(row: Decided) -> tuple[int, int]:
        record = library.record_of(*row)[1]
        if record.resolution:
            return len(UNDECIDED), 0
        last = record.by.latest if record.by else None
        return UNDECIDED.index(status_of(record, today)), last.toordinal() if last else _NO_DEADLINE

    return sorted(rows, key=place)


def undecided(rows: Sequence[Decided], factory: ViewFactory) -> list[Decided]:
    """Return the developments that are not decided, those with the next deadline first."""
    return [
        row
        for row in undecided_first(rows, factory)
        if not factory.library.record_of(*row)[1].resolution
    ]


TIMELINE = Part(
    "timeline",
    "timeline",
    10,
    lambda event, factory: factory.event(event),
    pages=partial(timeline_pages, year_of=year_of),
)
IMPLICATIONS = Part(
    "implications", "implications", 5, lambda row, factory: factory.implication(*row)
)
OUTLOOK = Part(
    "outlook",
    "outlook",
    5,
    lambda row, factory: factory.development(*row),
    whole=undecided_first,
    excerpt=undecided,
)
MENTIONS = Part(
    "mentions", "mentioned_in", 5, lambda link, factory: factory.backlink(link, link.target)
)
ADVICE = Part("advice", "advice", 5, lambda row, factory: factory.advice(*row))


def histogram(events: Sequence[Event], overview: str, factory: ViewFactory) -> Histogram | None:
    """Return the years of the events of the subject whose overview is at this path."""
    if TIMELINE.is_cut(events):
        size = rows_a_page(factory.settings.per_page, TIMELINE.weight)
        pages = paths_of_rows(TIMELINE.pages(TIMELINE.path(overview), events, size))
        return histogram_of_listing(events, pages)
    return histogram_of_listing(events, ((overview, event) for event in events))
