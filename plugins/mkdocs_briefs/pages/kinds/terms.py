"""Topics and storylines: the page of each, and the lists of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from mkdocs_briefs.library.catalogue import Term, other_names
from mkdocs_briefs.library.forecasts import Score
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import FIELD_OF
from mkdocs_briefs.model.texts import Said
from mkdocs_briefs.pages.chronology import Histogram
from mkdocs_briefs.pages.facts import name_key, plain, text
from mkdocs_briefs.pages.lists import pages_of
from mkdocs_briefs.pages.overviews import (
    ADVICE,
    IMPLICATIONS,
    MENTIONS,
    OUTLOOK,
    TIMELINE,
    histogram,
)
from mkdocs_briefs.pages.parts import (
    AdviceView,
    BacklinkView,
    BriefSummary,
    Companion,
    DevelopmentView,
    EventView,
    ImplicationView,
    Link,
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
from mkdocs_briefs.pages.relations import graph_of_parts
from mkdocs_briefs.pages.score import score_of
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import (
    BriefRow,
    IndexView,
    Part,
    Section,
    Subject,
    SubjectView,
    crumbs,
)

MAX_MONOGRAMS = 4
"""Actors on a social card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermIndexView(IndexView):
    """All terms of a registry with what they hold, the liveliest first."""

    template = "term_index"
    empty = "terms"
    by_age = False

    terms: tuple[TermRow, ...]

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[TermIndexView]:
        """Yield its pages."""
        rows = []
        for term in factory.library.catalogue.terms[cls.name].values():
            told = factory.where.briefs_of_term.get((cls.name, term.id), ())
            latest = factory.card(told[0]) if told else None
            described = text(term.fields.description)
            rows.append(TermRow(factory.term(term), described, len(told), latest))
        rows.sort(key=lambda row: (-row.briefs, name_key(row.link.text, factory.settings.language)))
        for page, shown in cls.pages(factory, rows):
            yield cls(**cls.head(factory, page), terms=shown)

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
    nav_order = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StorylineIndexView(TermIndexView):
    """All storylines."""

    name = "storylines"
    order = 70
    nav_order = 2


def _companion(row: tuple[str, int], factory: ViewFactory) -> Companion:
    ident, briefs = row
    return Companion(factory.actor_summary_of(ident), briefs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView(SubjectView):
    """A topic or a storyline, read as one story."""

    template = "term"
    items = "repeated"
    feed = True
    calendar = True
    parts = (
        Part("briefs", "hub.briefs", 5, lambda brief, factory: factory.card(brief), 2, most=10),
        TIMELINE,
        IMPLICATIONS,
        OUTLOOK,
        ADVICE,
        MENTIONS,
        Part("changes", "what_changed", 5, lambda row, _: row),
        Part("actors", "involved", 10, _companion, 0.25, pages=partial(pages_of, by_age=False)),
    )

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
    first: int = 0
    """The number of the first of `cards` in its storyline, counted from the beginning. 0 for a
    topic."""
    mentioned_in: tuple[BacklinkView, ...] = ()
    small_graph: SmallGraph | None = None
    """A drawing of its main actors and the ties between them."""
    histogram: Histogram | None = None
    briefs: int = 0
    """Number of its briefs; `cards` are the newest."""
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
    def rows(cls, subject: Subject[Term], factory: ViewFactory) -> dict[str, Sequence[Any]]:
        """Return all rows of each list by the name of its part."""
        library, told = factory.library, cls.briefs_of(subject, factory)
        counts = Counter(part.actor.id for b in told for part in library.family_parts(b))
        changes = (row for b in told for row in (*factory.updates(b), *factory.decided(b)))
        return {
            "briefs": told,
            "timeline": factory.where.events_in({brief.slug for brief in told})[::-1],
            "implications": [(b, item) for b in told for item in b.fields.implications],
            "outlook": [one for b in told for one in library.developments_of(b)],
            "advice": [(b, item) for b in told for item in b.fields.advice],
            "changes": sorted(changes, key=lambda row: -row.date.order),
            "mentions": library.backlinks((cls.name, subject.id)),
            "actors": sorted(counts.items(), key=lambda row: (-row[1], row[0])),
        }

    @classmethod
    def view(cls, subject: Subject[Term], factory: ViewFactory) -> TermView:
        """Return the page of a term."""
        rows = cls.rows(subject, factory)
        first = {part.name: part.first(rows[part.name], factory) for part in cls.parts}
        told, path = rows["briefs"], cls.path_of(subject.id)
        in_order = cls.folder == "storylines"  # of time, as a story is told
        return cls(
            path=path,
            title=subject.name,
            description=plain(subject.description) if subject.description else subject.name,
            lang=factory.settings.language,
            breadcrumbs=crumbs(Link(cls.folder, f"{cls.folder}/")),
            modified=factory.newest(told),
            lists=cls.whole_lists(subject, rows),
            id=subject.id,
            description_text=text(subject.description),
            names=other_names(subject.thing),
            title_lang=factory.term(subject.thing).lang,
            cards=first["briefs"],
            briefs=len(told),
            first=len(told) if in_order else 0,
            companions=first["actors"],
            events=first["timeline"][::-1] if in_order else first["timeline"],
            implications=first["implications"],
            developments=first["outlook"],
            advice=first["advice"],
            changes=first["changes"],
            mentioned_in=first["mentions"],
            small_graph=graph_of_parts(
                dict(rows["actors"]),
                told,
                factory.library,
                factory.network,
                factory.actor_summary_of,
            ),
            histogram=histogram(rows["timeline"], path, factory),
            score=score_of(factory, rows["outlook"]),
        )

    @classmethod
    def export(cls, subject: Subject[Term], factory: ViewFactory) -> Iterator[Section]:
        """Yield its briefs and its events."""
        briefs = cls.briefs_of(subject, factory)
        yield Section(("hub", "briefs"), map(BriefRow, briefs))
        yield Section(("timeline", ""), factory.where.events_in({b.slug for b in briefs}))

    def social_card(self) -> CardContent | None:
        """Return its own social card."""
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
    """A topic."""

    name = "topic"
    order = 130
    folder = "topics"
    schema = "DefinedTerm"
    search_kind = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class StorylineView(TermView):
    """A storyline, from its beginning."""

    name = "storyline"
    order = 140
    folder = "storylines"
    schema = "CreativeWorkSeries"
    search_kind = "storyline"
