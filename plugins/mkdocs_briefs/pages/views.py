"""Views: one frozen record for each kind of page, with everything its template may show.

What a page is made of stands in `parts`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mkdocs_briefs.library.forecasts import Score
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.chronology import Histogram
from mkdocs_briefs.pages.parts import (
    ActorGroup,
    ActorSummary,
    AdviceView,
    Anniversary,
    BacklinkView,
    BriefSummary,
    Byline,
    Companion,
    Dated,
    DevelopmentView,
    EventGroup,
    EventView,
    ExploreRow,
    FigureView,
    Group,
    ImplicationGroup,
    ImplicationView,
    Link,
    Pager,
    RelatedView,
    RoleRow,
    SmallGraph,
    SourceView,
    StoryPlace,
    TermRow,
    Text,
    UpdateView,
)
from mkdocs_briefs.pages.score import ScoreView
from mkdocs_briefs.problems import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What every page has. `template` names the file in `theme/briefs/` that shows it."""

    template: str
    path: str
    title: str
    description: str
    """Plain text for the head of the page."""
    lang: str
    title_key: str = ""
    """Key of the interface's words for a hub, whose title is no content; then `title` is empty."""
    breadcrumbs: tuple[Link, ...] = ()
    """The way down; each `text` is a key of the interface's words, empty for the front page."""
    modified: dt.date | None = None
    """The day of the newest thing on it; None when nothing dates it."""
    image: str = ""
    """Path of a picture, or an absolute address."""
    pager: Pager | None = None
    previous: Link | None = None
    next: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView(PageView):
    """The page of one brief; its body comes beside it as HTML."""

    card: BriefSummary
    authors: tuple[Byline, ...]
    storylines: tuple[StoryPlace, ...]
    summary: Text | None
    why_it_matters: Text | None
    key_points: tuple[Text, ...]
    figures: tuple[FigureView, ...]
    actors: tuple[ActorSummary, ...]
    events: tuple[EventView, ...]
    implications: tuple[ImplicationView, ...]
    developments: tuple[DevelopmentView, ...]
    advice: tuple[AdviceView, ...]
    advice_audience: tuple[str, ...]
    unknowns: tuple[Text, ...]
    alternatives: tuple[Text, ...]
    sources: tuple[SourceView, ...]
    updates: tuple[UpdateView, ...]
    methodology: Text | None
    as_of: Edtf | None
    review_by: dt.date | None
    review_due: bool
    related: tuple[RelatedView, ...]
    mentioned_in: tuple[BacklinkView, ...]
    translations: tuple[Link, ...]
    """Its other languages: `text` is the tag."""
    scale: str
    """Name of the site's likelihood scale."""
    draft: bool
    scheduled: bool
    original: str = ""
    """Path of the brief that it and its `translations` translate; its own where it is that one."""
    decided: tuple[UpdateView, ...] = ()
    """What became of its developments, newest first."""
    decides: tuple[DevelopmentView, ...] = ()
    """Developments of other briefs that this one decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView(PageView):
    """An actor's dossier; the body of its profile comes beside it as HTML."""

    face: ActorSummary
    description_text: Text | None
    aliases: tuple[str, ...]
    url: str
    wikidata: str
    part_of: Link | None
    members: tuple[Link, ...]
    positions: tuple[Dated, ...]
    relations: tuple[Dated, ...]
    briefs: int
    """Number of briefs that list the actor; `roles` are those of this page."""
    roles: tuple[RoleRow, ...]
    events: tuple[EventView, ...]
    implications: tuple[ImplicationView, ...]
    developments: tuple[DevelopmentView, ...]
    companions: tuple[Companion, ...]
    mentioned_in: tuple[BacklinkView, ...]
    topics: tuple[Group, ...]
    strip: Histogram | None = None
    """Its events by year, if they are many."""
    sketch: SmallGraph | None = None
    """A drawing of the actor among those closest to it."""
    score: Score | None = None
    """Of the forecasts that concern it, if any is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView(PageView):
    """A topic or a storyline (`registry` says which), read as one story."""

    registry: str
    id: str
    description_text: Text | None
    cards: tuple[BriefSummary, ...]
    faces: tuple[Companion, ...]
    events: tuple[EventView, ...]
    implications: tuple[ImplicationView, ...]
    developments: tuple[DevelopmentView, ...]
    changes: tuple[UpdateView, ...]
    """What changed: updates of its briefs and what became of forecasts, newest first."""
    latest: BriefSummary | None = None
    """The newest brief of a storyline, on its first page."""
    first: int = 0
    """The number of the first of `cards`: a storyline counts from its beginning. 0 for a topic."""
    mentioned_in: tuple[BacklinkView, ...] = ()
    sketch: SmallGraph | None = None
    """A drawing of its main actors and the ties between them."""
    strip: Histogram | None = None
    briefs: int = 0
    """Number of its briefs; `cards` are those of this page."""
    score: Score | None = None
    """Of the forecasts of its briefs, if any is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontView(PageView):
    """The front page."""

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
    why: Text | None = None
    """Why the lead matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefIndexView(PageView):
    """The list of all briefs, newest first."""

    cards: tuple[BriefSummary, ...]
    topics: tuple[Group, ...]
    storylines: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorIndexView(PageView):
    """All actors by kind, with the number of briefs each is in."""

    groups: tuple[ActorGroup, ...]
    kinds: tuple[Group, ...] = ()
    """Kinds with the number of each and where it begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploreView(PageView):
    """The graph of all actors, as a list; a script draws it from `data`."""

    rows: tuple[ExploreRow, ...]
    actors: int
    """Number of actors of the site."""
    drawn: int
    """Number of those in the graph."""
    kinds: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    """Id and name of the topics by which the graph can be narrowed."""
    most: int
    """The greatest number of briefs that two actors share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermIndexView(PageView):
    """All topics or storylines with what they hold."""

    registry: str
    terms: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView(PageView):
    """The site's timeline, or one year of it.

    `year` is None on the whole, 0 for events without one.
    """

    year: int | None
    groups: tuple[EventGroup, ...]
    """Of the whole: what is to come, the next first, then the years, the newest first."""
    years: tuple[Group, ...]
    strip: Histogram | None = None
    actors: tuple[Group, ...] = ()
    """Actors of the page's events, each with its own timeline and the number of events there."""
    topics: tuple[Group, ...] = ()
    month: Edtf | None = None
    """The month that the page holds, if it is one of a month; its title is the reader's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplicationsView(PageView):
    """Every implication by topic and horizon."""

    groups: tuple[ImplicationGroup, ...]
    topics: tuple[Group, ...]
    """Each topic with the page and anchor where its implications begin."""
    actors: tuple[Group, ...]
    """Actors touched, leading to the implications in their dossiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookView(PageView):
    """What could happen next across all briefs: overdue, open, resolved, not assessed."""

    overdue: tuple[DevelopmentView, ...]
    open: tuple[DevelopmentView, ...]
    resolved: tuple[DevelopmentView, ...]
    watch: tuple[DevelopmentView, ...]
    counts: tuple[tuple[str, int], ...]
    """Status and number over the whole site."""
    scale: str
    score: ScoreView | None = None
    """How well the site's forecasts did; on the first page."""
    data: bool = False
    """Whether the site has all of it as files for machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView(PageView):
    """Every correction, clarification and retraction, newest first."""

    rows: tuple[UpdateView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView(PageView):
    """The search page: facets that work as plain lists of links."""

    topics: tuple[Group, ...]
    years: tuple[Group, ...]
    kinds: tuple[Group, ...]
    types: tuple[Group, ...]
    own_search: bool = False
    """Whether the page itself searches, and not only the box in the header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView(PageView):
    """What a server shows at an unknown address, however deep: its links begin at `root`."""

    root: str
    """The site's path on its host, with a slash at both ends."""
    hubs: tuple[tuple[str, str], ...]
    """Name and path of each listing."""
    search: str
    latest: tuple[BriefSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectView(PageView):
    """An old address that leads to a new one."""

    target: Link
    at: Location
    """Where the address is claimed."""
