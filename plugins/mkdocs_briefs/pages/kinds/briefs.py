"""Briefs: the page of each, the list of all, and the front page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from mkdocs_briefs.library.backlinks import Related
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import UNATTRIBUTED, Brief, Figure, Source
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.ids import source_anchor
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import anniversaries, on_this_day
from mkdocs_briefs.pages.facts import plain, text
from mkdocs_briefs.pages.feeds import Feed, Journal
from mkdocs_briefs.pages.parts import (
    ActorSummary,
    AdviceView,
    Anniversary,
    BacklinkView,
    BriefSummary,
    Byline,
    DevelopmentView,
    EventView,
    FigureView,
    Group,
    ImplicationView,
    Link,
    Reason,
    RelatedView,
    SourceView,
    StoryPlace,
    Text,
    UpdateView,
)
from mkdocs_briefs.pages.records import (
    CardContent,
    HoverCard,
    Mark,
    Monogram,
    Passage,
    Records,
    SearchRecord,
    event_passage,
    item_passage,
    joined,
    passages_of,
    plain_of,
    sentence,
)
from mkdocs_briefs.pages.view_factory import SectionTexts, ViewFactory
from mkdocs_briefs.pages.views import (
    BriefRow,
    IndexView,
    PageSpec,
    PageView,
    Section,
    Subject,
    SubjectView,
    crumbs,
    itself,
)

FACETS = 12
"""Topics and storylines beside the list."""
MAX_MONOGRAMS = 4
"""Actors on a social card."""
TOPICS = 2
"""Topics on a social card."""
TOPICS_ON_HOVER = 3
_GRAVE = ("retraction", "correction")
"""Kinds of updates that a reader must know of before opening the page, the gravest first."""
_SETS_RIGHT = frozenset(("correction", "clarification", "retraction"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefIndexView(IndexView):
    """The list of all briefs, newest first."""

    name = "briefs"
    order = 10
    template = "brief_index"
    lede = "briefs_lede"
    api = "briefs"
    empty = "briefs"

    cards: tuple[BriefSummary, ...]
    topics: tuple[Group, ...]
    storylines: tuple[Group, ...]

    @property
    def months(self) -> list[tuple[dt.date, list[BriefSummary]]]:
        """The first day of each month, and the briefs whose day is in it.

        In another zone it can be another month, so two months may take turns in `cards`.
        """
        found: dict[dt.date, list[BriefSummary]] = {}
        for card in self.cards:
            found.setdefault(card.date.day.replace(day=1), []).append(card)
        return [*found.items()]

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[BriefIndexView]:
        """Yield its pages."""
        topics = factory.groups_of("topics")[:FACETS]
        storylines = factory.groups_of("storylines")[:FACETS]
        for page, briefs in cls.pages(factory, factory.library.leads, weight=2):
            yield cls(
                **cls.head(factory, page),
                modified=factory.newest(briefs),
                cards=tuple(map(factory.card, briefs)),
                topics=() if page.label else topics,
                storylines=() if page.label else storylines,
            )

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield every brief."""
        if briefs := factory.library.leads:
            yield Section(None, map(BriefRow, briefs))


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView(SubjectView):
    """The page of one brief; its body comes beside it as HTML."""

    name = "brief"
    order = 110
    folder = "briefs"
    template = "brief"
    hide = ("navigation",)
    toc_depth = 3
    toc_title_key = "contents"
    items = "own"
    open_graph = "article"
    schema = "NewsArticle"
    feed = False
    calendar = False
    markdown = True
    api = "brief"
    search_kind = "brief"

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
    advice_audience: tuple[Link, ...]
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
    scale: str
    """Name of the site's likelihood scale."""
    draft: bool
    scheduled: bool
    decided: tuple[UpdateView, ...] = ()
    """What became of its developments, newest first."""
    decides: tuple[DevelopmentView, ...] = ()
    """Developments of other briefs that this one decides."""

    @classmethod
    def subjects(cls, library: Library) -> Iterator[Subject[Brief]]:
        """Yield every published brief."""
        for brief in library.briefs:
            fields = brief.fields
            yield Subject(brief, brief.slug, fields.title, brief, lang=fields.lang or "")

    @classmethod
    def briefs_of(cls, subject: Subject[Brief], factory: ViewFactory) -> Sequence[Brief]:
        """Return the brief."""
        return (subject.thing,)

    @classmethod
    def head(cls, subject: Subject[Brief], factory: ViewFactory) -> PageView:
        """Return what is known of a page before it is made."""
        brief = subject.thing
        factory = _speaking(factory, brief)
        card, (newer, older) = factory.card(brief), factory.neighbours(brief)
        return PageView(
            path=card.path,
            title=card.title,
            description="",
            lang=card.lang,
            modified=factory.last_changed(subject.thing),
            previous=older,
            next=newer,
        )

    @classmethod
    def view(cls, subject: Subject[Brief], factory: ViewFactory) -> BriefView:
        """Return the page of a brief."""
        return cls.of(subject.thing, factory)

    @classmethod
    def of(cls, brief: Brief, factory: ViewFactory) -> BriefView:
        """Return the page of a brief, in its language."""
        factory = _speaking(factory, brief)
        fields, library, slug = brief.fields, factory.library, brief.slug
        card = factory.card(brief)
        standfirst = card.summary
        newer, older = factory.neighbours(brief)
        # The texts of each section, in the order in which readers see them.
        glance, timeline, implications, outlook, advice, updates = (
            factory.texts(brief) for _ in range(6)
        )
        key_points = tuple(map(glance, fields.key_points))
        return cls(
            path=card.path,
            title=fields.title,
            description=plain(standfirst.source) if standfirst else fields.title,
            lang=card.lang,
            breadcrumbs=crumbs(Link("briefs", urls.index_path("briefs"))),
            modified=factory.last_changed(brief),
            picture=factory.picture(brief),
            previous=older,
            next=newer,
            card=card,
            authors=tuple(factory.byline(author) for author in library.terms_of[slug]["authors"]),
            storylines=_stories(brief, factory),
            summary=standfirst,
            why_it_matters=glance.optional(fields.why_it_matters),
            key_points=key_points,
            figures=tuple(_figure(brief, figure, factory, glance) for figure in fields.figures),
            actors=tuple(factory.part(part, brief) for part in library.parts[slug]),
            events=tuple(
                factory.event(event, timeline)
                for event in factory.where.events_of_brief.get(slug, ())
            ),
            implications=tuple(
                factory.implication(brief, item, implications) for item in fields.implications
            ),
            developments=tuple(
                factory.development(brief, item, outlook) for item in fields.developments
            ),
            advice=tuple(factory.advice(brief, item, advice) for item in fields.advice),
            advice_audience=factory.audience(brief, fields.advice_audience),
            unknowns=tuple(map(factory.texts(brief), fields.unknowns)),
            alternatives=tuple(map(factory.texts(brief), fields.alternatives)),
            sources=tuple(_source(n, source, slug) for n, source in enumerate(fields.sources, 1)),
            updates=tuple(factory.updates(brief, updates)),
            decided=tuple(factory.decided(brief, updates)),
            decides=tuple(
                factory.development(*library.in_language(*row, factory.lang))
                for row in library.decisions(slug)
            ),
            methodology=factory.texts(brief).optional(fields.methodology),
            as_of=fields.as_of,
            review_by=fields.review_by,
            review_due=bool(fields.review_by and fields.review_by < factory.settings.today),
            related=tuple(_related(row, factory) for row in library.related(slug)),
            mentioned_in=factory.backlinks(("brief", slug)),
            translations=card.translations,
            scale=factory.settings.likelihood_scale,
            draft=fields.draft,
            scheduled=fields.date > factory.settings.today,
            original=_original(brief, factory),
        )

    @classmethod
    def hover_card(cls, subject: Subject[Brief], factory: ViewFactory) -> HoverCard:
        """Return what a small card says of a brief."""
        brief = subject.thing
        factory = _speaking(factory, brief)
        card = factory.card(brief)
        marks = [Mark(u.kind, u.date) for u in brief.fields.updates if u.kind in _SETS_RIGHT]
        return HoverCard(
            path=card.path,
            kind=cls.name,
            name=card.title,
            text=factory.card_text(card.summary.source, brief.slug) if card.summary else "",
            lang=card.lang,
            date=card.date.day,
            type=card.type,
            topics=tuple(topic.text for topic in card.topics[:TOPICS_ON_HOVER]),
            mark=max(marks, key=lambda it: (it.kind == "retraction", it.date), default=None),
        )

    @property
    def api_file(self) -> tuple[str, str]:
        """The kind and id of the file of the API that says the same."""
        return self.api, self.card.slug

    def social_card(self) -> CardContent | None:
        """Return its own social card, unless its author gave it a picture."""
        if self.picture:
            return None
        kinds = {update.kind for update in self.updates}
        return CardContent(
            section=self.folder,
            id=self.card.slug,
            lang=self.lang,
            title=self.title,
            text=self.own_words,
            family="type" if self.card.type else "",
            value=self.card.type,
            topics=tuple(topic.text for topic in self.card.topics[:TOPICS]),
            date=self.card.date.day,
            mark=next((kind for kind in _GRAVE if kind in kinds), ""),
            monograms=tuple(map(Monogram.of, self.actors[:MAX_MONOGRAMS])),
            more=len(self.actors[MAX_MONOGRAMS:]),
        )

    def record(self, body: str, names: Records) -> SearchRecord:
        """Return what a search finds of it."""
        card, lead = self.card, (self.summary, self.why_it_matters, *self.key_points)
        roles = (sentence(actor.name, plain_of(actor.role)) for actor in self.actors)
        figures = (f"{it.label}: {it.value} {it.unit}".strip() for it in self.figures)
        stories = (place.story for place in self.storylines)
        loose = map(plain_of, (*self.unknowns, *self.alternatives))
        changes = (
            sentence(names.word_of(self.lang, row.kind), plain_of(row.text)) for row in self.updates
        )
        passages = (
            Passage("", "", joined((*map(plain_of, lead), *roles, *figures))),
            Passage("", "", joined(it.text for it in (*card.topics, *stories))),
            Passage("", "", joined((*loose, *changes))),
            *passages_of(body),
            *map(event_passage, self.events),
            *map(item_passage, self.implications),
            *map(item_passage, self.developments),
            *map(item_passage, self.advice),
        )
        facets = {
            "type": (card.type,) if card.type else (),
            "year": (str(card.date.day.year),),
            "topic": tuple(names.topics.get(it.path, it.text) for it in card.topics),
            "actor": tuple(names.actors.get(actor.id, actor.name) for actor in self.actors),
        }
        return self.found(passages, card.date, facets)


def _speaking(factory: ViewFactory, brief: Brief) -> ViewFactory:
    """Return the views for the page of a brief."""
    return factory.in_language(brief.fields.lang or factory.settings.language)


def _stories(brief: Brief, factory: ViewFactory) -> tuple[StoryPlace, ...]:
    places = []
    for term in factory.library.terms_of[brief.slug]["storylines"]:
        told = factory.where.briefs_of_term["storylines", term.id][::-1]
        family = {one.slug for one in factory.library.family(brief).briefs}
        place = next(n for n, other in enumerate(told) if other.slug in family)
        before = factory.brief(factory.translated(told[place - 1])) if place else None
        later = factory.translated(told[place + 1]) if place + 1 < len(told) else None
        after = factory.brief(later) if later else None
        places.append(StoryPlace(factory.term(term), place + 1, len(told), before, after))
    return tuple(places)


def _figure(
    brief: Brief, figure: Figure, factory: ViewFactory, section: SectionTexts
) -> FigureView:
    said_by, says = figure.attributed_to, tuple[Link, ...]()
    if said_by.casefold() == UNATTRIBUTED:
        said_by = ""
    elif found := factory.attributed(brief, said_by):
        said_by, says = found.text, (found,)
    else:
        says = tuple(_pieces(said_by, section, factory))
    return FigureView(
        figure.id or "",
        figure.label,
        figure.value,
        figure.unit or "",
        figure.qualifier,
        figure.as_of,
        said_by,
        says,
        factory.marks(brief, figure.sources),
    )


def _pieces(words: str, section: SectionTexts, factory: ViewFactory) -> Iterator[Link]:
    """Yield plain text in pieces, those that name actors with their pages."""
    done = 0
    for start, end, ident in section.mentions(words):
        if start > done:
            yield Link(words[done:start], "")
        yield Link(words[start:end], factory.actor_summary_of(ident).path)
        done = end
    if done < len(words):
        yield Link(words[done:], "")


def _source(number: int, source: Source, slug: str) -> SourceView:
    return SourceView(
        number=number,
        anchor=source_anchor(source.id or str(number)),
        title=source.title or source.url or "",
        url=source.url or "",
        publisher=source.publisher or "",
        authors=source.author,
        issued=source.issued,
        accessed=source.accessed,
        archive_url=source.archive_url or "",
        kind=source.kind or "",
        reliability=source.reliability or "",
        note=text(source.note, slug),
    )


def _related(row: Related, factory: ViewFactory) -> RelatedView:
    reasons = [Reason(row.declared)] if row.declared else []
    catalogue = factory.library.catalogue
    named: dict[str, list[str]] = {}
    for kind, ident in row.shared:
        names = named.setdefault(kind, [])
        if kind == "actors":
            names.append(factory.actor(catalogue.actors[ident]).text)
        elif kind in ("topics", "storylines"):
            names.append(factory.term(catalogue.terms[kind][ident]).text)
    reasons += [Reason(kind, tuple(names[:4])) for kind, names in named.items()]
    return RelatedView(factory.card(factory.translated(row.brief)), tuple(reasons[:REASONS]))


def _original(brief: Brief, factory: ViewFactory) -> str:
    """Return the path of what a brief and its translations translate; empty where there is none."""
    original = factory.library.family(brief).original
    return factory.brief(original).path if original else ""


REASONS = 2
"""Reasons that are named for a brief to read next."""
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
    nav_key = "latest"
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
