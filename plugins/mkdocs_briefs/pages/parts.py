"""The parts of views: frozen records of the single things that pages show.

Paths are relative to the site's root, with a trailing slash and perhaps a fragment
(`actors/iran/#timeline`); templates turn them into links of their own page. `Text` is inline
Markdown with the brief it comes from; every plain `str` is plain text and is escaped.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mkdocs_briefs.library.mentions import Mention
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.texts import is_web_address


@dataclass(frozen=True, slots=True)
class Text:
    """Inline Markdown as written; `brief` is the slug whose sources its citations mean."""

    source: str
    brief: str = ""
    mentions: tuple[Mention, ...] = ()
    """The names in it that link to actors."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    text: str
    path: str
    lang: str = ""
    """The language of the words, where it is not that of the page to which they lead."""


@dataclass(frozen=True, slots=True)
class Byline(Link):
    """An author; `path` is their own address, or empty."""

    kind: str = ""
    """person or organization; empty where nobody says."""


@dataclass(frozen=True, slots=True)
class ActorSummary:
    """An actor as shown in lists: name, page, kind, and what it did if that is known."""

    id: str
    name: str
    path: str
    kind: str
    """Empty where nobody says what it is."""
    initials: str
    role: Text | None = None
    capacity: str = ""
    description: Text | None = None
    same_as: tuple[str, ...] = ()
    """Addresses of the same actor elsewhere: Wikidata, its own site."""
    lang: str = ""
    """The language of its name, where its author says it."""
    site_name: str = ""
    """Its name in the language of the site, where that is another one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands for a page or on it."""

    path: str
    """Path in the site, percent-encoded, or a web address."""
    alt: str = ""
    width: int = 0
    height: int = 0
    """In pixels; 0 where the size is not known."""
    caption: str = ""
    credit: str = ""
    in_body: bool = False
    """Whether the Markdown of the page shows it."""

    @property
    def is_shown(self) -> bool:
        """Whether pages show it: they load nothing from another host."""
        return not is_web_address(self.path)


@dataclass(frozen=True, slots=True)
class BriefSummary:
    """A brief as shown in lists."""

    slug: str
    title: str
    path: str
    date: Moment
    modified: Moment
    type: str
    """Empty where its author does not say."""
    lang: str
    summary: Text | None
    topics: tuple[Link, ...]
    first_actors: tuple[ActorSummary, ...]
    """Its first few actors."""
    actors: int
    implications: int
    open: int
    """Forecasts that wait for their outcome. A forecast has a likelihood."""
    decided: int
    """Forecasts whose outcome is recorded."""
    minutes: int
    """What it takes to read the story."""
    all_minutes: int
    """What it takes to read the whole page, without its sources."""
    reworded: Moment | None = None
    """Its newest update; None where no word has changed."""
    resolved: dt.date | None = None
    """The day of its newest outcome."""
    draft: bool = False
    updates: int = 0
    retracted: bool = False
    translations: tuple[Link, ...] = ()
    """Its other languages: `text` is the tag."""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class SourceMark:
    """A source cited by an item: its number and anchor in its brief."""

    number: int
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One event, merged from every brief that tells of it."""

    anchor: str
    """Id on the page that shows it."""
    permalink: str
    """Its lasting address on the site's timeline."""
    date: Edtf | None
    text: Text
    status: str
    """happened, scheduled or cancelled."""
    upcoming: bool
    place: str
    actors: tuple[Link, ...]
    briefs: tuple[Link, ...]
    """Briefs that tell of it, without the one whose page this is."""
    sources: tuple[SourceMark, ...] = ()
    topics: tuple[Link, ...] = ()
    """Of the briefs that tell of it; none on the page of a brief."""
    first_told: dt.date | None = None
    """The day of the oldest brief that tells of it."""
    last_told: dt.date | None = None
    linked: tuple[Link, ...] = ()
    """Those of its actors to whom its words link."""


@dataclass(frozen=True, slots=True)
class Anniversary:
    """An event of an earlier year and how many years ago it was; None where the year is unknown."""

    event: EventView
    years: int | None


@dataclass(frozen=True, slots=True)
class ImplicationView:
    """One implication; `brief` is absent on the page of its own brief."""

    anchor: str
    """Id on the page that shows it."""
    label: str
    text: Text
    actors: tuple[Link, ...]
    horizon: str
    """short, medium, long, or empty."""
    horizon_date: Edtf | None
    confidence: str
    brief: Link | None = None
    topics: tuple[Link, ...] = ()
    sources: tuple[SourceMark, ...] = ()
    path: str = ""
    """Its own place, on the page of its brief."""
    answered_by: tuple[Link, ...] = ()
    """Advice that addresses it."""
    published: dt.date | None = None
    """The day of its brief; None on the page of that brief."""
    past: bool = False
    """Whether the time that it speaks of is over; never on the page of its brief."""


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A later likelihood of a development."""

    date: dt.date
    likelihood: Likelihood
    why: Text | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a forecast was off once the outcome was known."""

    chance: float
    """The number that counted, in percent."""
    points: float
    """Percentage points between it and the outcome, which is 0 or 100."""
    brier: float
    """What the forecast adds to the Brier score."""
    first: float | None = None
    """What the likelihood first published adds, where it was another."""


@dataclass(frozen=True, slots=True)
class DevelopmentView:
    """One development: a forecast when it has a likelihood, else a watch item."""

    anchor: str
    """Id on the page that shows it."""
    label: str
    text: Text
    actors: tuple[Link, ...]
    status: str
    """watch (not assessed), open, overdue, yes, no or void."""
    likelihood: Likelihood | None
    """The latest one; once it is decided, the last one before that."""
    by: Edtf | None
    resolves_if: Text | None
    resolves_by: Text | None
    signposts: tuple[Text, ...]
    confidence: str
    revisions: tuple[RevisionView, ...]
    resolved_on: dt.date | None
    resolution_note: Text | None
    resolution_brief: Link | None
    brief: Link | None = None
    path: str = ""
    """Its own place, on the page of its brief."""
    answered_by: tuple[Link, ...] = ()
    topics: tuple[Link, ...] = ()
    """Of its brief; none on the page of that brief."""
    first: Likelihood | None = None
    """The one published with the brief."""
    published: dt.date | None = None
    """The day of its brief."""
    verdict: Verdict | None = None
    """How far off it was, if it is scored."""
    unscored: str = ""
    """Why a decided forecast is not scored: void, or known (on the day of publication)."""
    attributed_to: Link | None = None
    """Whose forecast it is; None where it is that of its brief."""
    subject: str = ""
    """What it is about, for places without its brief; empty where its label says so."""


@dataclass(frozen=True, slots=True)
class AdviceView:
    """One piece of advice; `brief` is absent on the page of its own brief."""

    anchor: str
    """Id on the page that shows it."""
    label: str
    text: Text
    audience: tuple[Link, ...]
    """For whom: actors, or words without a path."""
    addresses: tuple[tuple[Link, str], ...]
    """What it answers, each with its outcome, which is empty for what is not decided."""
    actors: tuple[Link, ...] = ()
    """Whom it concerns."""
    brief: Link | None = None
    topics: tuple[Link, ...] = ()
    """Of its brief; none on the page of that brief."""
    path: str = ""
    """Its own place, on the page of its brief."""
    published: dt.date | None = None
    """The day of its brief; None on the page of that brief."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A number with who says so; `attributed_to` is None for an unattributed one."""

    anchor: str
    label: str
    value: str
    unit: str
    qualifier: str
    as_of: Edtf | None
    attributed_to: str
    says: tuple[Link, ...]
    """The same in pieces, of which those with a path name actors."""
    sources: tuple[SourceMark, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as listed at the end of a brief."""

    number: int
    anchor: str
    title: str
    url: str
    publisher: str
    authors: tuple[str, ...]
    issued: Edtf | None
    accessed: dt.date | None
    archive_url: str
    kind: str
    reliability: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class UpdateView:
    """A dated change; `brief` is absent on the page of its own brief."""

    date: Moment
    kind: str
    """A kind of update; of a development that was decided the outcome: yes, no or void."""
    text: Text
    brief: Link | None = None
    anchor: str = ""
    """Id on the page of its own brief."""
    about: Link | None = None
    """The development that was decided."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a brief is suggested: what the two share, or how one declares itself related."""

    kind: str
    """actors, topics, storylines, events, links, decides, decided, or a declared relation."""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A brief to read next, and why."""

    card: BriefSummary
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BacklinkView:
    """A place that speaks of this page, with the sentence around it (plain text)."""

    link: Link
    date: Moment
    sentence: str
    phrase: str
    """The words of the sentence that mean this page."""


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """Where a brief stands in a storyline, counted from 1 in order of date."""

    story: Link
    number: int
    total: int
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation that the registry states between two actors."""

    label: str
    """The registry's word for it; empty where one is part of the other."""
    outward: bool
    """Whether the first of the two is the one it is said of."""


@dataclass(frozen=True, slots=True)
class Companion:
    """An actor that appears with another, and in how many briefs."""

    actor: ActorSummary
    briefs: int
    shared: tuple[Link, ...] = ()
    """The newest of these briefs."""
    stated: tuple[StatedRelation, ...] = ()
    """What the registry says of the other actor and this one, in this order."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of a drawing: two of its actors, by their place in it, and what joins them."""

    one: int
    other: int
    briefs: int
    stated: tuple[StatedRelation, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallGraph:
    """What a small drawing of relations shows."""

    actors: tuple[ActorSummary, ...]
    edges: tuple[Edge, ...]
    centred: bool
    """Whether the first actor stands in the middle, as in its own dossier."""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """What an actor is in one brief."""

    brief: Link
    date: Moment
    role: Text | None
    capacity: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A position with its time."""

    label: str
    other: Link | None
    start: Edtf | None
    end: Edtf | None


@dataclass(frozen=True, slots=True)
class RelationView:
    """A tie that the registry states, as a sentence: what `one` is to `other`."""

    one: Link
    word: str
    other: Link
    start: Edtf | None
    end: Edtf | None


@dataclass(frozen=True, slots=True)
class Pager:
    """A page of a list. Nothing in it changes when a newer item comes, but on the newest page."""

    first: str
    """Path of the list, and so of its newest page."""
    path: str
    """Its own path."""
    label: str = ""
    """Its number, counted from the oldest page, or its years; empty for the newest page.

    In a list that is not by age, the number counts from the first page, which has none.
    """
    newer: str = ""
    older: str = ""
    """Paths of the pages beside it, if there are any."""
    others: tuple[Link, ...] = ()
    """On the newest page all others, each called by its label."""
    total: int = 0
    """On the newest page the number of rows of the whole list."""
    by_age: bool = True
    """Whether older things are on later pages; else the first page is no newest one."""


@dataclass(frozen=True, slots=True)
class WholeList:
    """The list of which a page shows the first rows."""

    name: str
    path: str
    unit: str
    """Key of the family `all` of the words for all its rows."""
    total: int


@dataclass(frozen=True, slots=True)
class Group:
    """A labelled count that leads somewhere: a facet, a year, a kind."""

    label: str
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class ActorLetter:
    """Actors of one kind on this page whose names begin with one letter."""

    letter: str
    anchor: str
    actors: tuple[Companion, ...]


@dataclass(frozen=True, slots=True)
class ActorGroup:
    """Actors of one kind on this page."""

    kind: str
    """A kind, or `other` for those of no known kind."""
    total: int
    shown: tuple[ActorLetter, ...]
    letters: tuple[Group, ...] = ()
    """First letters of all its actors, with the number of each and where it begins."""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class TermRow:
    """A topic or storyline in its index."""

    link: Link
    description: Text | None
    briefs: int
    latest: BriefSummary | None


@dataclass(frozen=True, slots=True)
class EventGroup:
    """Events under one heading: a year, or those without one (label empty)."""

    label: str
    path: str
    events: tuple[EventView, ...]
    kind: str = ""
    """`coming` for those after today, `earlier` for those that began before the page's year."""


@dataclass(frozen=True, slots=True)
class ImplicationGroup:
    """Implications of one topic (label empty: no topic), ordered by horizon."""

    label: str
    path: str
    anchor: str
    items: tuple[ImplicationView, ...]


@dataclass(frozen=True, slots=True)
class AdviceGroup:
    """Advice for one audience; without words it is for nobody in particular."""

    audience: Link
    anchor: str
    items: tuple[AdviceView, ...]


@dataclass(frozen=True, slots=True)
class ExploreRow:
    """An actor in the list of the graph, with its strongest ties."""

    actor: ActorSummary
    briefs: int
    ties: tuple[Companion, ...]
    more: int
    """Number of its ties that are left out."""
