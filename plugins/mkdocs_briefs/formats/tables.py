"""All knowledge of the site as plain tables, which CSV and SQLite are written from."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_briefs.formats.columns import Row, Table, actor_ids, brief_id, dates, table
from mkdocs_briefs.formats.item_tables import analysis, apparatus
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.roster import Actor
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.kinds import FIELD_OF, KIND_OF
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import modified, summary
from mkdocs_briefs.pages.plain import plain
from mkdocs_briefs.pages.shelf import Shelf


def tables(shelf: Shelf) -> Iterator[Table]:
    """Every table, each after those it refers to."""
    library = shelf.library
    briefs, actors = library.briefs, library.catalogue.actors
    yield table(
        "briefs",
        "slug title date modified type lang translation_of>briefs summary path body",
        tuple(_brief(brief, shelf) for brief in briefs),
        search=("title", "summary", "body"),
    )
    yield table(
        "actors",
        "id name kind description wikidata url part_of>actors path briefs:INTEGER",
        tuple(_actor(actor, shelf) for actor in actors.values()),
        search=("name", "description"),
    )
    yield table(
        "aliases",
        "actor>actors name",
        tuple((a.id, name) for a in actors.values() for name in a.fields.aliases),
        key=2,
    )
    for registry in FIELD_OF:
        themes = library.catalogue.themes[registry]
        yield table(
            registry,
            "id name description",
            tuple((t.id, t.name, t.fields.description) for t in themes.values()),
        )
        yield table(
            f"brief_{registry}",
            f"brief>briefs {KIND_OF[registry]}>{registry}",
            tuple((b.slug, t.id) for b in briefs for t in library.themes_of[b.slug][registry]),
            key=2,
        )
    yield table(
        "roles",
        "brief>briefs actor>actors position:INTEGER role capacity",
        (
            (b.slug, part.actor.id, number, part.item.role, part.item.capacity)
            for b in briefs
            for number, part in enumerate(library.parts[b.slug], 1)
        ),
        key=2,
    )
    yield from _events(shelf)
    yield from _ties(shelf)
    yield from analysis(shelf)
    yield from apparatus(shelf)


def _brief(brief: Brief, shelf: Shelf) -> Row:
    said, fields = summary(brief), brief.fields
    return (
        brief.slug,
        fields.title,
        fields.date.isoformat(),
        modified(brief).isoformat(),
        fields.type,
        fields.lang or shelf.settings.language,
        brief_id(shelf, fields.translation_of),
        plain(said.source, 2000) if said else None,
        urls.page_path("brief", brief.slug),
        brief.body.strip(),
    )


def _actor(actor: Actor, shelf: Shelf) -> Row:
    fields = actor.fields
    return (
        actor.id,
        actor.name,
        actor.kind,
        fields.description,
        fields.wikidata,
        fields.url,
        shelf.library.catalogue.actor_index.find(fields.part_of) if fields.part_of else None,
        urls.page_path("actor", actor.id),
        len(shelf.where.parts_of_actor.get(actor.id, ())),
    )


def _events(shelf: Shelf) -> Iterator[Table]:
    events = shelf.library.events
    yield table(
        "events",
        "id text date first last status place path position:INTEGER",
        tuple(_event(event, shelf, number) for number, event in enumerate(events, 1)),
        search=("text",),
    )
    yield table(
        "event_briefs",
        "event>events brief>briefs",
        ((e.id, t.brief.slug) for e in events for t in e.tellings),
        key=2,
    )
    yield table(
        "event_actors",
        "event>events actor>actors",
        (
            (e.id, ident)
            for e in events
            for t in e.tellings
            for ident in actor_ids(shelf, t.brief, t.item.actors)
        ),
        key=2,
    )


def _event(event: Event, shelf: Shelf, number: int) -> Row:
    item = event.lead.item
    place = next((t.item.place for t in event.tellings if t.item.place), None)
    path = shelf.event_paths[event.id]
    return (event.id, item.event, *dates(event.date), item.status, place, path, number)


def _ties(shelf: Shelf) -> Iterator[Table]:
    """What leads from one brief or actor to another."""
    library = shelf.library
    actors, index = library.catalogue.actors, library.catalogue.actor_index
    yield table(
        "related",
        "brief>briefs other>briefs relation",
        (
            (brief.slug, other, row.relation)
            for brief in library.briefs
            for row in brief.fields.related
            if (other := brief_id(shelf, row.brief))
        ),
        key=2,
    )
    yield table(
        "mentions",
        "brief>briefs kind target sentence",
        (
            (link.brief.slug, *target, link.sentence)
            for target, links in library.backlinks.items()
            for link in links
        ),
        key=3,
    )
    yield table(
        "positions",
        "actor>actors title organization first last",
        (
            (
                actor.id,
                held.title,
                held.organization,
                held.start.text if held.start else None,
                held.end.text if held.end else None,
            )
            for actor in actors.values()
            for held in actor.fields.positions
        ),
        key=0,
    )
    yield table(
        "relations",
        "actor>actors other>actors relation first last",
        (
            (
                actor.id,
                other,
                tie.relation,
                tie.start.text if tie.start else None,
                tie.end.text if tie.end else None,
            )
            for actor in actors.values()
            for tie in actor.fields.relations
            if (other := index.find(tie.actor))
        ),
        key=0,
    )
