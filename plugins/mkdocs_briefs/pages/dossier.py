"""The dossier of an actor and the page of a topic or storyline: one subject across all briefs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mkdocs_briefs.library.catalogue import Actor, Target, Term
from mkdocs_briefs.library.library import Part
from mkdocs_briefs.model.addresses import is_web_address
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.ids import KIND_OF
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import text
from mkdocs_briefs.pages.histogram import histogram_of_listing
from mkdocs_briefs.pages.paging import crumbs, cut, pager
from mkdocs_briefs.pages.parts import ActorSummary, Companion, Dated, Group, Link, Pager, RoleRow
from mkdocs_briefs.pages.plain import plain
from mkdocs_briefs.pages.relations import COMPANIONS, companions_of, graph_around, graph_of_parts
from mkdocs_briefs.pages.score import score_of
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import ActorView, TermView

TOPICS = 6
"""Most topics shown among the facts."""


def actor_pages(actor: Actor, factory: ViewFactory) -> list[Pager]:
    """The pages that the dossier of `actor` needs."""
    where, ident = factory.where, actor.id
    lists: tuple[Sequence[object], ...] = (
        where.parts_of_actor.get(ident, ()),
        where.members.get(ident, ()),
        relations_of(actor, factory),
        where.events_of_actor.get(ident, ()),
        where.implications_of_actor.get(ident, ()),
        where.developments_of_actor.get(ident, ()),
        factory.library.backlinks.get(("actor", ident), ()),
    )
    return pager(factory.actor(actor).path, factory.settings.per_page, *lists)


class ActorDossier:
    """The dossier of an actor: what all its pages share, made once, and each page."""

    def __init__(self, actor: Actor, factory: ViewFactory) -> None:
        self._actor, self._shelf = actor, factory
        self._whole = _dossier(actor, factory)
        self._relations = relations_of(actor, factory)

    def view(self, page: Pager) -> ActorView:
        """One of its pages, as `actor_pages` counts them."""
        actor, factory, where = self._actor, self._shelf, self._shelf.where
        size, target = factory.settings.per_page, ("actor", actor.id)
        members = cut(where.members.get(actor.id, ()), page, size)
        events = cut(where.events_of_actor.get(actor.id, ()), page, size)
        roles = cut(where.parts_of_actor.get(actor.id, ()), page, size)
        implications = cut(where.implications_of_actor.get(actor.id, ()), page, size)
        developments = cut(where.developments_of_actor.get(actor.id, ()), page, size)
        backlinks = cut(factory.library.backlinks.get(target, ()), page, size)
        # What does not go on from page to page stands on the first alone.
        whole = self._whole
        if page.number > 1:
            whole = replace(whole, companions=(), sketch=None, score=None)
        return replace(
            whole,
            path=page.pages[page.number - 1],
            pager=page if len(page.pages) > 1 else None,
            members=tuple(map(factory.actor, members)),
            relations=cut(self._relations, page, size),
            roles=tuple(_role(brief, part, factory) for brief, part in roles),
            events=tuple(map(factory.event, events)),
            implications=tuple(factory.implication(*row) for row in implications),
            developments=tuple(factory.development(*row) for row in developments),
            mentioned_in=tuple(factory.backlink(link, target) for link in backlinks),
        )


def _role(brief: Brief, part: Part, factory: ViewFactory) -> RoleRow:
    item = part.item
    role = text(item.role, brief.slug)
    return RoleRow(factory.brief(brief), brief.fields.date, role, item.capacity or "")


def _dossier(actor: Actor, factory: ViewFactory) -> ActorView:
    """What every page of a dossier shows; the lists that grow with the site are still empty."""
    fields, library = actor.fields, factory.library
    told = [brief for brief, _ in factory.where.parts_of_actor.get(actor.id, ())]
    topics = Counter(t.id for b in told for t in library.terms_of[b.slug]["topics"])
    terms = library.catalogue.terms["topics"]
    path, events = factory.actor(actor).path, factory.where.events_of_actor.get(actor.id, ())
    return ActorView(
        template="actor",
        path=path,
        title=actor.name,
        description=(plain(fields.description) if fields.description else "") or actor.name,
        lang=factory.settings.language,
        breadcrumbs=crumbs(Link("actors", urls.hub_path("actors"))),
        modified=factory.newest(told),
        image=_image(actor),
        face=factory.face(actor),
        description_text=text(fields.description),
        aliases=fields.aliases,
        url=fields.url or "",
        wikidata=fields.wikidata or "",
        part_of=named(factory, fields.part_of),
        members=(),
        positions=positions_of(actor, factory),
        relations=(),
        briefs=len(told),
        roles=(),
        events=(),
        implications=(),
        developments=(),
        companions=companions_of(
            actor.id, told, library, factory.network, lambda i: _face(i, factory), factory.brief
        ),
        mentioned_in=(),
        topics=tuple(
            Group(terms[ident].name, factory.term(terms[ident]).path, count)
            for ident, count in sorted(topics.items(), key=lambda row: (-row[1], row[0]))[:TOPICS]
        ),
        sketch=graph_around(actor.id, factory.network, lambda i: _face(i, factory)),
        strip=histogram_of_listing(events, path, factory.settings.per_page),
        score=score_of(factory, factory.where.developments_of_actor.get(actor.id, ())),
    )


def _image(actor: Actor) -> str:
    image = actor.fields.image
    if not image or is_web_address(image):
        return image or ""
    folder = actor.entry.positions.file.rsplit("/", 1)[0] if actor.entry else ""
    folder = "briefs/actors" if folder.endswith("/actors") else "briefs"
    return urls.encoded(f"{folder}/{image.lstrip('/').removeprefix('./')}")


def named(factory: ViewFactory, ref: str | None) -> Link | None:
    """The actor that a registry entry names, else its words without an address."""
    if ref is None:
        return None
    ident = factory.library.catalogue.actor_index.find(ref)
    return factory.actor(factory.library.catalogue.actors[ident]) if ident else Link(ref, "")


def positions_of(actor: Actor, factory: ViewFactory) -> tuple[Dated, ...]:
    """Posts that the registry says an actor held."""
    return tuple(
        Dated(row.title, named(factory, row.organization), row.start, row.end)
        for row in actor.fields.positions
    )


def relations_of(actor: Actor, factory: ViewFactory) -> tuple[Dated, ...]:
    """Ties that the registry gives this actor, and those that others give to it."""
    rows: list[tuple[str, Link | None, Edtf | None, Edtf | None]] = [
        (tie.relation or "", named(factory, tie.actor), tie.start, tie.end)
        for tie in actor.fields.relations
    ]
    rows += [
        (tie.relation or "", factory.actor(other), tie.start, tie.end)
        for other, tie in factory.where.ties_to.get(actor.id, ())
    ]
    return tuple(Dated(*row) for row in dict.fromkeys(rows))


def _face(ident: str, factory: ViewFactory) -> ActorSummary:
    return factory.face(factory.library.catalogue.actors[ident])


def _ranked(counts: Counter[str], factory: ViewFactory) -> tuple[Companion, ...]:
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:COMPANIONS]
    return tuple(Companion(_face(ident, factory), n) for ident, n in rows)


def term_pages(term: Term, factory: ViewFactory) -> list[Pager]:
    """The pages that a topic or storyline needs."""
    told = factory.where.briefs_of_term.get((term.registry, term.id), ())
    fields = [brief.fields for brief in told]
    events = {e.id for b in told for e in factory.where.events_of_brief.get(b.slug, ())}
    counts = (
        len(told),
        len(events),
        sum(len(one.implications) for one in fields),
        sum(len(one.developments) for one in fields),
        sum(len(one.updates) + sum(bool(d.resolution) for d in one.developments) for one in fields),
        len(factory.library.backlinks.get(_target(term), ())),
    )
    return pager(factory.term(term).path, factory.settings.per_page, *map(range, counts))


def _target(term: Term) -> Target:
    return (KIND_OF[term.registry], term.id)


class TermDossier:
    """The page of a topic or storyline: what all its parts share, made once, and each part."""

    def __init__(self, term: Term, factory: ViewFactory) -> None:
        self._term, self._shelf = term, factory
        library, where = factory.library, factory.where
        told = where.briefs_of_term.get((term.registry, term.id), ())
        self._told = told
        self._events = where.events_in({brief.slug for brief in told})
        self._implications = [(b, item) for b in told for item in b.fields.implications]
        self._developments = [(b, item) for b in told for item in b.fields.developments]
        self._changes = sorted(
            (row for b in told for row in (*factory.updates(b), *factory.decided(b))),
            key=lambda row: -row.date.toordinal(),
        )
        counts = Counter(part.actor.id for b in told for part in library.parts[b.slug])
        self._faces = _ranked(counts, factory)
        self._sketch = graph_of_parts(
            counts, told, library, factory.network, lambda i: _face(i, factory)
        )
        path, size = factory.term(term).path, factory.settings.per_page
        self._strip = histogram_of_listing(self._events, path, size)
        self._score = score_of(factory, self._developments)

    def view(self, page: Pager) -> TermView:
        """One of its pages, as `term_pages` counts them."""
        term, factory, told = self._term, self._shelf, self._told
        size, target = factory.settings.per_page, _target(term)
        first = page.number == 1  # what does not go on from page to page stands there alone
        described, is_story = term.fields.description, term.registry == "storylines"
        implications = cut(self._implications, page, size)
        developments = cut(self._developments, page, size)
        backlinks = cut(factory.library.backlinks.get(target, ()), page, size)
        return TermView(
            template="term",
            path=page.pages[page.number - 1],
            title=term.name,
            description=plain(described) if described else term.name,
            lang=factory.settings.language,
            breadcrumbs=crumbs(Link(term.registry, urls.hub_path(term.registry))),
            modified=factory.newest(told),
            pager=page if len(page.pages) > 1 else None,
            registry=term.registry,
            id=term.id,
            description_text=text(described),
            cards=tuple(map(factory.card, cut(told[::-1] if is_story else told, page, size))),
            briefs=len(told),
            latest=factory.card(told[0]) if is_story and first and told[1:] else None,
            first=(page.number - 1) * size + 1 if is_story else 0,
            faces=self._faces if first else (),
            events=tuple(map(factory.event, cut(self._events, page, size))),
            implications=tuple(factory.implication(*row) for row in implications),
            developments=tuple(factory.development(*row) for row in developments),
            changes=cut(self._changes, page, size),
            mentioned_in=tuple(factory.backlink(link, target) for link in backlinks),
            sketch=self._sketch if first else None,
            strip=self._strip,
            score=self._score if first else None,
        )
