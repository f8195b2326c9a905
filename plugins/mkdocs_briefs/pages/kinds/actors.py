"""Actors: the dossier of each, and the list of all by kind and name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mkdocs_briefs.library.catalogue import Actor, other_names
from mkdocs_briefs.library.forecasts import Score
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.library import Part as ActorPart
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.texts import Said
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import Histogram
from mkdocs_briefs.pages.facts import (
    ACTOR_GROUPS,
    first_letter,
    group_of,
    letter_anchor,
    name_key,
    plain,
    text,
)
from mkdocs_briefs.pages.feeds import Appointment, Diary
from mkdocs_briefs.pages.lists import Pages, paths_of_rows
from mkdocs_briefs.pages.overviews import (
    ADVICE,
    IMPLICATIONS,
    MENTIONS,
    OUTLOOK,
    TIMELINE,
    histogram,
)
from mkdocs_briefs.pages.parts import (
    ActorGroup,
    ActorLetter,
    ActorSummary,
    AdviceView,
    BacklinkView,
    Companion,
    Dated,
    DevelopmentView,
    EventView,
    Group,
    ImplicationView,
    Link,
    RelationView,
    RoleRow,
    SmallGraph,
    Text,
)
from mkdocs_briefs.pages.records import (
    ROLE,
    HoverCard,
    Latest,
    Passage,
    Records,
    SearchRecord,
    joined,
    passages_of,
    plain_of,
    sentence,
)
from mkdocs_briefs.pages.relations import companions_of, graph_around
from mkdocs_briefs.pages.score import score_of
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import (
    BriefRow,
    Fact,
    IndexView,
    Part,
    Section,
    Subject,
    SubjectView,
    crumbs,
)

TOPICS = 6
"""Most topics shown among the facts."""
ALIASES = 2
"""Most other names on a hover card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorIndexView(IndexView):
    """All actors by kind, with the number of briefs each is in."""

    name = "actors"
    order = 20
    template = "actor_index"
    lede = "actors_lede"
    api = "actors"
    empty = "actors"
    by_age = False

    groups: tuple[ActorGroup, ...]
    kinds: tuple[Group, ...] = ()
    """Kinds with the number of each and where it begins."""

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[ActorIndexView]:
        """Yield its pages."""
        lang = factory.settings.language
        told = factory.where.parts_of_actor
        rows = sorted(
            factory.library.catalogue.actors.values(),
            key=lambda a: (
                ACTOR_GROUPS.index(group_of(a)),
                name_key(first_letter(a.name), lang)[:2],
                name_key(a.name, lang),
                a.id,
            ),
        )
        totals = Counter(map(group_of, rows))
        pages = cls.pages(factory, rows)
        letters = _letters(pages)
        kinds = _kinds(totals, pages)
        for page, actors in pages:
            shown: dict[str, dict[str, list[Companion]]] = {}
            for actor in actors:
                row = Companion(factory.actor_summary(actor), len(told.get(actor.id, ())))
                by_letter = shown.setdefault(group_of(actor), {})
                by_letter.setdefault(first_letter(actor.name), []).append(row)
            groups = (
                ActorGroup(
                    kind,
                    totals[kind],
                    tuple(
                        ActorLetter(letter, letter_anchor(kind, letter), tuple(actors))
                        for letter, actors in by_letter.items()
                    ),
                    letters[kind],
                    f"kind-{kind}",
                )
                for kind, by_letter in shown.items()
            )
            yield cls(
                **cls.head(factory, page),
                groups=tuple(groups),
                kinds=kinds if len(kinds) > 1 else (),
            )

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield every actor by kind."""
        actors = sorted(
            factory.library.catalogue.actors.values(), key=lambda a: (a.name.casefold(), a.id)
        )
        for kind in ACTOR_GROUPS:
            if links := [factory.actor(actor) for actor in actors if group_of(actor) == kind]:
                yield Section(("kinds", kind), links)


def _role(row: tuple[Brief, ActorPart], factory: ViewFactory) -> RoleRow:
    brief, item = row[0], row[1].item
    role = text(item.role, brief.slug)
    return RoleRow(factory.brief(brief), brief.fields.moment, role, item.capacity or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView(SubjectView):
    """An actor's dossier; the body of its profile comes beside it as HTML."""

    name = "actor"
    order = 120
    folder = "actors"
    template = "actor"
    items = "repeated"
    open_graph = "profile"
    schema = "Person"
    feed = True
    calendar = True
    api = "actor"
    search_kind = "actor"
    parts = (
        Part("briefs", "in_briefs", 5, _role),
        TIMELINE,
        IMPLICATIONS,
        OUTLOOK,
        replace(OUTLOOK, name="forecasts", title="list_forecasts", unit="outlook"),
        replace(ADVICE, name="advice-to", unit="advice"),
        ADVICE,
        MENTIONS,
    )

    actor: ActorSummary
    link: Link
    """The link to its dossier."""
    description_text: Text | None
    aliases: tuple[str, ...]
    names: tuple[Said, ...]
    """Its name in other languages than the one that is its title."""
    url: str
    wikidata: str
    part_of: Link | None
    members: tuple[Link, ...]
    positions: tuple[Dated, ...]
    relations: tuple[RelationView, ...]
    briefs: int
    """Number of briefs that list the actor; `roles` are the newest."""
    roles: tuple[RoleRow, ...]
    events: tuple[EventView, ...]
    implications: tuple[ImplicationView, ...]
    developments: tuple[DevelopmentView, ...]
    """Those that concern it and are of others."""
    forecasts: tuple[DevelopmentView, ...]
    """Those that are attributed to it."""
    advice_to: tuple[AdviceView, ...]
    """Advice of which it is the audience."""
    advice_about: tuple[AdviceView, ...]
    """Other advice that concerns it."""
    companions: tuple[Companion, ...]
    mentioned_in: tuple[BacklinkView, ...]
    topics: tuple[Group, ...]
    histogram: Histogram | None = None
    """Its events by year, if they are many."""
    small_graph: SmallGraph | None = None
    """A drawing of the actor among those closest to it."""
    score: Score | None = None
    """Of the forecasts of others that concern it, if any is scored."""
    made: Score | None = None
    """Of the forecasts that are attributed to it, if any is scored."""

    @classmethod
    def subjects(cls, library: Library) -> Iterator[Subject[Actor]]:
        """Yield every actor."""
        for it in library.catalogue.actors.values():
            fields = it.fields
            more = it.entry, it.names[1:], fields.description or ""
            yield Subject(it, it.id, it.name, *more)

    @classmethod
    def briefs_of(cls, subject: Subject[Actor], factory: ViewFactory) -> list[Brief]:
        """Return the briefs that list the actor."""
        return [brief for brief, _ in factory.where.parts_of_actor.get(subject.id, ())]

    @classmethod
    def field_that_names(cls, ident: str, brief: Brief, library: Library) -> str:
        """Return the field by which a brief names an actor."""
        return "actors" if ident in library.listed(brief.slug) else ""

    @classmethod
    def rows(cls, subject: Subject[Actor], factory: ViewFactory) -> dict[str, Sequence[Any]]:
        """Return all rows of each list by the name of its part."""
        where, ident = factory.where, subject.id
        return {
            "briefs": where.parts_of_actor.get(ident, ()),
            "timeline": where.events_of_actor.get(ident, ())[::-1],
            "implications": where.implications_of_actor.get(ident, ()),
            "outlook": where.developments_of_actor.get(ident, ()),
            "forecasts": where.developments_by_actor.get(ident, ()),
            "advice-to": where.advice_to_actor.get(ident, ()),
            "advice": where.advice_about_actor.get(ident, ()),
            "mentions": factory.library.backlinks(("actor", ident)),
        }

    @classmethod
    def view(cls, subject: Subject[Actor], factory: ViewFactory) -> ActorView:
        """Return a dossier."""
        actor, library = subject.thing, factory.library
        fields, rows = actor.fields, cls.rows(subject, factory)
        first = {part.name: part.first(rows[part.name], factory) for part in cls.parts}
        told = cls.briefs_of(subject, factory)
        topics = Counter(t.id for b in told for t in library.terms_of[b.slug]["topics"])
        terms = library.catalogue.terms["topics"]
        path = factory.actor(actor).path
        return cls(
            path=path,
            title=actor.name,
            description=(plain(fields.description) if fields.description else "") or actor.name,
            lang=factory.settings.language,
            breadcrumbs=crumbs(Link("actors", urls.index_path("actors"))),
            modified=factory.newest(told),
            picture=factory.picture(actor.entry) if actor.entry else None,
            lists=cls.whole_lists(subject, rows),
            actor=factory.actor_summary(actor),
            link=factory.actor(actor),
            description_text=text(fields.description),
            aliases=fields.aliases,
            names=other_names(actor),
            url=fields.url or "",
            wikidata=fields.wikidata or "",
            part_of=named(factory, fields.part_of),
            members=tuple(map(factory.actor, factory.where.members.get(actor.id, ()))),
            positions=positions_of(actor, factory),
            relations=relations_of(actor, factory),
            briefs=len(told),
            roles=first["briefs"],
            events=first["timeline"],
            implications=first["implications"],
            developments=first["outlook"],
            forecasts=first["forecasts"],
            advice_to=first["advice-to"],
            advice_about=first["advice"],
            companions=companions_of(
                actor.id, told, library, factory.network, factory.actor_summary_of, factory.brief
            ),
            mentioned_in=first["mentions"],
            topics=tuple(
                Group(factory.term(terms[ident]).text, factory.term(terms[ident]).path, count)
                for ident, count in sorted(topics.items(), key=lambda row: (-row[1], row[0]))[
                    :TOPICS
                ]
            ),
            small_graph=graph_around(actor.id, factory.network, factory.actor_summary_of),
            histogram=histogram(rows["timeline"], path, factory),
            score=score_of(factory, rows["outlook"]),
            made=score_of(factory, rows["forecasts"]),
        )

    @classmethod
    def export(cls, subject: Subject[Actor], factory: ViewFactory) -> Iterator[Section]:
        """Yield who it is, its briefs with its roles, and its events."""
        where, ident = factory.where, subject.id
        yield Section(("facts", ""), _facts(subject.thing, factory))
        roles = where.parts_of_actor.get(ident, ())
        yield Section(
            ("hub", "briefs"), [BriefRow(brief, part.item.role or "") for brief, part in roles]
        )
        yield Section(("timeline", ""), where.events_of_actor.get(ident, ()))

    @classmethod
    def appointments(
        cls, subject: Subject[Actor], diary: Diary, factory: ViewFactory
    ) -> list[Appointment]:
        """Return those of what the actor took part in, and of what concerns it."""
        return diary.of_actor(subject.id)

    @classmethod
    def hover_card(cls, subject: Subject[Actor], factory: ViewFactory) -> HoverCard:
        """Return what a small card says of an actor."""
        actor, parts = subject.thing, factory.where.parts_of_actor.get(subject.id, ())
        summary, latest = factory.actor_summary(actor), None
        if parts:
            brief, part = parts[0]
            role = factory.card_text(part.item.role or "", brief.slug, ROLE)
            latest = Latest.of(brief, factory.settings.language, role)
        return HoverCard(
            path=summary.path,
            kind=summary.kind,
            name=summary.name,
            text=factory.card_text(subject.description),
            lang=factory.settings.language,
            initials=summary.initials,
            aliases=tuple(subject.names[:ALIASES]),
            briefs=len(parts),
            latest=latest,
        )

    def record(self, body: str, names: Records) -> SearchRecord:
        """Return what a search finds of it."""
        posts = (sentence(it.label, it.other.text if it.other else "") for it in self.positions)
        called = (name.text for name in self.names)
        lead = (plain_of(self.description_text), *self.aliases, *called, *posts)
        facet = names.actors.get(self.actor.id, self.title)
        return self.found(
            (Passage("", "", joined(lead)), *passages_of(body)), facets={"actor": (facet,)}
        )


def _facts(actor: Actor, factory: ViewFactory) -> Iterator[Fact]:
    fields = actor.fields
    if actor.kind:
        yield Fact(("kind", actor.kind))
    if others := actor.names[1:]:
        yield Fact(("also_known_as", ""), others)
    if whole := named(factory, fields.part_of):
        yield Fact(("part_of", ""), (whole,))
    for key, rows in (
        ("positions", positions_of(actor, factory)),
        ("relations", relations_of(actor, factory)),
    ):
        if rows:
            yield Fact((key, ""), rows)
    if fields.url:
        yield Fact(("website", ""), (Link("", fields.url),))
    if fields.wikidata:
        yield Fact(("", ""), (Link("", f"https://www.wikidata.org/wiki/{fields.wikidata}"),))


def _kinds(totals: Counter[str], pages: Pages[Actor]) -> tuple[Group, ...]:
    """Return the kinds that there are, in their order, with the page where each begins."""
    begins: dict[str, str] = {}
    for path, actor in paths_of_rows(pages):
        begins.setdefault(group_of(actor), path)
    return tuple(
        Group(kind, urls.anchored(path, f"kind-{kind}"), totals[kind])
        for kind, path in begins.items()
    )


def _letters(pages: Pages[Actor]) -> dict[str, tuple[Group, ...]]:
    """Return the first letters of sorted actors by kind, with the page where each begins."""
    places: dict[tuple[str, str], list[str]] = {}
    for path, actor in paths_of_rows(pages):
        places.setdefault((group_of(actor), first_letter(actor.name)), []).append(path)
    found: dict[str, tuple[Group, ...]] = {}
    for (kind, letter), begins in places.items():
        group = Group(letter, urls.anchored(begins[0], letter_anchor(kind, letter)), len(begins))
        found[kind] = (*found.get(kind, ()), group)
    return found


def named(factory: ViewFactory, ref: str | None) -> Link | None:
    """Return the actor that a registry entry names, else its words without an address."""
    if ref is None:
        return None
    ident = factory.library.catalogue.actor_index.find(ref)
    return factory.actor(factory.library.catalogue.actors[ident]) if ident else Link(ref, "")


def positions_of(actor: Actor, factory: ViewFactory) -> tuple[Dated, ...]:
    """Return posts that the registry says an actor held."""
    return tuple(
        Dated(row.title, named(factory, row.organization), row.start, row.end)
        for row in actor.fields.positions
    )


def relations_of(actor: Actor, factory: ViewFactory) -> tuple[RelationView, ...]:
    """Return ties that the registry gives this actor, and those that others give to it."""
    own = factory.actor(actor)
    rows = [
        RelationView(own, tie.relation or "", other, tie.start, tie.end)
        for tie in actor.fields.relations
        if (other := named(factory, tie.actor))
    ]
    rows += [
        RelationView(factory.actor(one), tie.relation or "", own, tie.start, tie.end)
        for one, tie in factory.where.ties_to.get(actor.id, ())
    ]
    return tuple(dict.fromkeys(rows))
