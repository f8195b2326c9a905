"""Topics and storylines: the page of each, and the lists of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from mkdocs_briefs.library.catalogue import Term, other_names
from mkdocs_briefs.library.forecasts import Score
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import FIELD_OF
from mkdocs_briefs.model.localised import Said
from mkdocs_briefs.pages.chronology import Histogram, histogram_of_listing
from mkdocs_briefs.pages.facts import name_key, plain, text
from mkdocs_briefs.pages.feeds import Appointment, Diary, coming
from mkdocs_briefs.pages.parts import (
    AdviceView,
    BacklinkView,
    BriefSummary,
    Companion,
    DevelopmentView,
    EventView,
    ImplicationView,
    Link,
    Pager,
    SmallGraph,
    TermRow,
    Text,
    UpdateView,
)
from mkdocs_briefs.pages.records import (
    CardContent,
    Monogram,
    Passage,
    Records,
    SearchRecord,
    joined,
    passages_of,
    plain_of,
)
from mkdocs_briefs.pages.relations import COMPANIONS, graph_of_parts
from mkdocs_briefs.pages.score import score_of
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import (
    BriefRow,
    IndexView,
    Section,
    Subject,
    SubjectView,
    crumbs,
    cut,
    pager,
)

MAX_MONOGRAMS = 4
"""Actors on a social card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermIndexView(IndexView):
    """All terms of a registry with what they hold, the liveliest first."""

    template = "term_index"
    empty = "terms"

    terms: tuple[TermRow, ...]

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[TermIndexView]:
        """Yield its pages."""
        rows, size = [], factory.settings.per_page
        for term in factory.library.catalogue.terms[cls.name].values():
            told = factory.where.briefs_of_term.get((cls.name, term.id), ())
            latest = factory.card(told[0]) if told else None
            described = text(term.fields.description)
            rows.append(TermRow(factory.term(term), described, len(told), latest))
        rows.sort(key=lambda row: (-row.briefs, name_key(row.link.text, factory.settings.language)))
        for page in cls.pages(factory, rows):
            yield cls(**cls.head(factory, page), terms=cut(rows, page, size))

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield every term."""
        if terms := factory.library.catalogue.terms[cls.name]:
            yield Section(None, map(factory.term, terms.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicIndexView(TermIndexView):
    """All topics."""

    name = "topics"
    order = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StorylineIndexView(TermIndexView):
    """All storylines."""

    name = "storylines"
    order = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView(SubjectView):
    """A topic or a storyline, read as one story."""

    template = "term"
    items = "repeated"
    feed = True
    calendar = True

    id: str
    description_text: Text | None
    names: tuple[Said, ...]
    """Its name in other languages than the one that is its title."""
    title_lang: str
    """The language of its title, where its author says it."""
    cards: tuple[BriefSummary, ...]
    companions: tuple[Companion, ...]
    events: tuple[EventView, ...]
    implications: tuple[ImplicationView, ...]
    developments: tuple[DevelopmentView, ...]
    advice: tuple[AdviceView, ...]
    changes: tuple[UpdateView, ...]
    """What changed: updates of its briefs and what became of forecasts, newest first."""
    latest: BriefSummary | None = None
    """The newest brief of a storyline, on its first page."""
    first: int = 0
    """The number of the first of `cards`: a storyline counts from its beginning. 0 for a topic."""
    mentioned_in: tuple[BacklinkView, ...] = ()
    small_graph: SmallGraph | None = None
    """A drawing of its main actors and the ties between them."""
    histogram: Histogram | None = None
    briefs: int = 0
    """Number of its briefs; `cards` are those of this page."""
    score: Score | None = None
    """Of the forecasts of its briefs, if any is scored."""

    @property
    def registry(self) -> str:
        """The registry of its term, and its folder."""
        return self.folder

    @classmethod
    def subjects(cls, library: Library) -> Iterator[Subject[Term]]:
        """Yield every term of the registry."""
        for it in library.catalogue.terms[cls.folder].values():
            fields = it.fields
            more = it.entry, it.names[1:], fields.description or ""
            yield Subject(it, it.id, it.name, *more)

    @classmethod
    def briefs_of(cls, subject: Subject[Term], factory: ViewFactory) -> Sequence[Brief]:
        """Return the briefs that are filed under the term."""
        return factory.where.briefs_of_term.get((cls.folder, subject.id), ())

    @classmethod
    def field_that_names(cls, ident: str, brief: Brief, library: Library) -> str:
        """Return the field by which a brief names a term."""
        named = any(term.id == ident for term in library.terms_of[brief.slug][cls.folder])
        return FIELD_OF[cls.folder] if named else ""

    @classmethod
    def pages(cls, subject: Subject[Term], factory: ViewFactory) -> list[Pager]:
        """Return the pages that a term needs."""
        told = cls.briefs_of(subject, factory)
        library, slugs = factory.library, {brief.slug for brief in told}
        developments = [one for brief in told for one in library.developments_of(brief)]
        decided = [one for one in developments if library.record_of(*one)[1].resolution]
        counts = (
            len(told),
            len(factory.where.events_in(slugs)),
            sum(len(brief.fields.implications) for brief in told),
            len(developments),
            sum(len(brief.fields.advice) for brief in told),
            sum(len(library.updates_of(brief)) for brief in told) + len(decided),
            len(factory.library.backlinks((cls.name, subject.id))),
        )
        return pager(cls.path_of(subject.id), factory.settings.per_page, *map(range, counts))

    @classmethod
    def view(cls, subject: Subject[Term], page: Pager, factory: ViewFactory) -> TermView:
        """Return one page of a term."""
        story = factory.lately((cls, subject.id), partial(_Story, subject, cls, factory))
        told, first = story.told, page.number == 1  # what is not cut into pages is there alone
        size, target = factory.settings.per_page, (cls.name, subject.id)
        in_order = cls.folder == "storylines"
        implications = cut(story.implications, page, size)
        developments = cut(story.developments, page, size)
        advice = cut(story.advice, page, size)
        backlinks = cut(factory.library.backlinks(target), page, size)
        return cls(
            path=page.pages[page.number - 1],
            title=subject.name,
            description=plain(subject.description) if subject.description else subject.name,
            lang=factory.settings.language,
            breadcrumbs=crumbs(Link(cls.folder, f"{cls.folder}/")),
            modified=factory.newest(told),
            pager=page if len(page.pages) > 1 else None,
            id=subject.id,
            description_text=text(subject.description),
            names=other_names(subject.thing),
            title_lang=factory.term(subject.thing).lang,
            cards=tuple(map(factory.card, cut(told[::-1] if in_order else told, page, size))),
            briefs=len(told),
            latest=factory.card(told[0]) if in_order and first and told[1:] else None,
            first=(page.number - 1) * size + 1 if in_order else 0,
            companions=story.companions if first else (),
            events=tuple(map(factory.event, cut(story.events, page, size))),
            implications=tuple(factory.implication(*row) for row in implications),
            developments=tuple(factory.development(*row) for row in developments),
            advice=tuple(factory.advice(*row) for row in advice),
            changes=cut(story.changes, page, size),
            mentioned_in=tuple(factory.backlink(link, target) for link in backlinks),
            small_graph=story.small_graph if first else None,
            histogram=story.histogram,
            score=story.score if first else None,
        )

    @classmethod
    def export(cls, subject: Subject[Term], factory: ViewFactory) -> Iterator[Section]:
        """Yield its briefs and its events."""
        briefs = cls.briefs_of(subject, factory)
        yield Section(("hub", "briefs"), map(BriefRow, briefs))
        yield Section(("timeline", ""), factory.where.events_in({b.slug for b in briefs}))

    def social_card(self) -> CardContent | None:
        """Return its own social card; further pages share that of the site."""
        if self.pager is not None and self.pager.number > 1:
            return None
        return CardContent(
            section=self.folder,
            id=self.id,
            lang=self.lang,
            title=self.title,
            text=self.own_words,
            family="registry",
            value=self.folder,
            monograms=tuple(Monogram.of(one.actor) for one in self.companions[:MAX_MONOGRAMS]),
            briefs=self.briefs,
        )

    def record(self, body: str, names: Records) -> SearchRecord:
        """Return what a search finds of it."""
        called = names.topics.get(self.path)
        lead = (plain_of(self.description_text), *(name.text for name in self.names))
        passages = (Passage("", "", joined(lead)), *passages_of(body))
        return self.found(passages, facets={"topic": (called,)} if called else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView(TermView):
    """A topic; its calendar holds what is to come, as all that was is too much for a diary."""

    name = "topic"
    order = 130
    folder = "topics"
    schema = "DefinedTerm"
    search_kind = "topic"

    @classmethod
    def appointments(
        cls, subject: Subject[Term], diary: Diary, factory: ViewFactory
    ) -> list[Appointment]:
        """Return those that are still to come."""
        return coming(diary.of_briefs(cls.briefs_of(subject, factory)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StorylineView(TermView):
    """A storyline, from its beginning."""

    name = "storyline"
    order = 140
    folder = "storylines"
    schema = "CreativeWorkSeries"
    search_kind = "storyline"


class _Story:
    """What all pages of a term share, made once."""

    def __init__(self, subject: Subject[Term], kind: type[TermView], factory: ViewFactory) -> None:
        library, where = factory.library, factory.where
        told = self.told = kind.briefs_of(subject, factory)
        self.events = where.events_in({brief.slug for brief in told})
        self.implications = [(b, item) for b in told for item in b.fields.implications]
        self.developments = [one for b in told for one in library.developments_of(b)]
        self.advice = [(b, item) for b in told for item in b.fields.advice]
        self.changes = sorted(
            (row for b in told for row in (*factory.updates(b), *factory.decided(b))),
            key=lambda row: -row.date.order,
        )
        counts = Counter(part.actor.id for b in told for part in library.family_parts(b))
        ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:COMPANIONS]
        self.companions = tuple(
            Companion(factory.actor_summary_of(ident), n) for ident, n in ranked
        )
        self.small_graph = graph_of_parts(
            counts, told, library, factory.network, factory.actor_summary_of
        )
        path, size = kind.path_of(subject.id), factory.settings.per_page
        self.histogram = histogram_of_listing(self.events, path, size)
        self.score = score_of(factory, self.developments)
