"""The front page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import anniversaries, on_this_day
from mkdocs_briefs.pages.facts import plain
from mkdocs_briefs.pages.feeds import Feed, Journal
from mkdocs_briefs.pages.parts import (
    Anniversary,
    BriefSummary,
    DevelopmentView,
    EventView,
    Group,
    Link,
    Text,
)
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import PageSpec, PageView, itself

STREAM = 12
"""Briefs below the lead."""
POINTS = 3
"""Key points of the lead."""
RAIL = 5
"""Rows in each list beside the lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontView(PageView):
    """The front page: the newest brief, those behind it, and what is to come."""

    name = "front"
    order = 0
    template = "front"
    nav_key = "home"
    in_nav = True
    schema = "WebSite"
    calendar = True
    api = "index"

    lead: BriefSummary | None
    stream: tuple[BriefSummary, ...]
    watch: tuple[DevelopmentView, ...]
    upcoming: tuple[EventView, ...]
    on_this_day: tuple[Anniversary, ...]
    """What happened on the day of the build in earlier years, else in the days around it."""
    today: dt.date
    days: bool
    """Whether any day of the year has something to show."""
    topics: tuple[Group, ...]
    search: str
    """Path of the search page."""
    more: Link | None
    points: tuple[Text, ...] = ()
    """The first key points of the lead."""
    searchable: bool = True
    """Whether one can search at `search`."""
    why: Text | None = None
    """Why the lead matters."""

    @classmethod
    def address(cls) -> str:
        """Return the root of the site."""
        return ""

    @classmethod
    def specs(cls, factory: ViewFactory) -> Iterator[PageSpec]:
        """Yield the front page."""
        library, today = factory.library, factory.settings.today
        by_status = factory.developments_by_status
        events = [event for event in library.events if event.date]
        ahead = [event for event in events if event.date and event.date.is_after(today)]
        days = anniversaries(library)
        that_day = map(factory.event, days.get((today.month, today.day), ()))
        briefs = library.leads
        lead = briefs[0].fields if briefs else None
        glance = factory.texts(briefs[0]) if briefs else None
        view = cls(
            path="",
            title=factory.settings.site_name,
            description=factory.settings.site_description
            or (plain(briefs[0].fields.title) if briefs else factory.settings.site_name),
            lang=factory.settings.language,
            modified=factory.newest(briefs),
            lead=factory.card(briefs[0]) if briefs else None,
            points=tuple(map(glance, lead.key_points[:POINTS])) if lead and glance else (),
            why=glance.optional(lead.why_it_matters) if lead and glance else None,
            stream=tuple(factory.card(brief) for brief in briefs[1 : STREAM + 1]),
            watch=tuple((by_status["open"] + by_status["overdue"] + by_status["watch"])[:RAIL]),
            upcoming=tuple(factory.event(event) for event in ahead[:RAIL]),
            on_this_day=on_this_day(today, that_day),
            today=today,
            days=bool(days),
            topics=factory.groups_of("topics")[: RAIL * 2],
            search=urls.index_path("search"),
            searchable=factory.settings.searchable,
            more=Link("briefs", urls.index_path("briefs")) if len(briefs) > STREAM + 1 else None,
        )
        yield PageSpec(cls, view, None, partial(itself, view))

    @classmethod
    def feeds(cls, journal: Journal) -> Iterator[Feed]:
        """Yield the feed of the whole site."""
        rows = journal.newest(journal.factory.library.leads)
        yield Feed("", "", "", "", journal.factory.settings.language, rows)
