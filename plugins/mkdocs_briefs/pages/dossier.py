"""The dossier of an actor and the page of a topic or storyline: one subject across all briefs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from mkdocs_briefs.library.roster import Actor, Theme
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import text
from mkdocs_briefs.pages.paging import crumbs, cut, pager
from mkdocs_briefs.pages.parts import Companion, Dated, Face, Group, Link, RoleRow
from mkdocs_briefs.pages.plain import plain
from mkdocs_briefs.pages.relations import COMPANIONS, cast_sketch, companions_of, ego_sketch
from mkdocs_briefs.pages.score import score_of
from mkdocs_briefs.pages.shelf import Shelf
from mkdocs_briefs.pages.strip import strip_of_listing
from mkdocs_briefs.pages.views import ActorView, ThemeView

TOPICS = 6
"""Most topics shown among the facts."""


def actor_views(actor: Actor, shelf: Shelf) -> list[ActorView]:
    """The dossier of `actor`, as many pages as it needs."""
    size, where = shelf.settings.per_page, shelf.where
    whole = _dossier(actor, shelf)
    strip = strip_of_listing(where.events_of_actor.get(actor.id, ()), whole.path, size)
    roles = [
        RoleRow(
            shelf.brief(brief),
            brief.fields.date,
            text(part.item.role, brief.slug),
            part.item.capacity or "",
        )
        for brief, part in where.parts_of_actor.get(actor.id, ())
    ]
    members = where.members.get(actor.id, ())
    relations = _relations(actor, shelf)
    events = where.events_of_actor.get(actor.id, ())
    implications = where.implications_of_actor.get(actor.id, ())
    developments = where.developments_of_actor.get(actor.id, ())
    backlinks = shelf.backlinks(("actor", actor.id))
    lists = (roles, members, relations, events, implications, developments, backlinks)
    return [
        replace(
            whole,
            path=page.pages[page.number - 1],
            pager=page if len(page.pages) > 1 else None,
            members=tuple(shelf.actor(member) for member in cut(members, page, size)),
            relations=cut(relations, page, size),
            roles=cut(roles, page, size),
            events=tuple(shelf.event(event) for event in cut(events, page, size)),
            implications=tuple(shelf.implication(*row) for row in cut(implications, page, size)),
            developments=tuple(shelf.development(*row) for row in cut(developments, page, size)),
            mentioned_in=cut(backlinks, page, size),
            strip=strip,
        )
        for page in pager(whole.path, size, *lists)
    ]


def _dossier(actor: Actor, shelf: Shelf) -> ActorView:
    """What every page of a dossier shows; the lists that grow with the site are still empty."""
    fields, library = actor.fields, shelf.library
    told = [brief for brief, _ in shelf.where.parts_of_actor.get(actor.id, ())]
    topics = Counter(t.id for b in told for t in library.themes_of[b.slug]["topics"])
    named = library.catalogue.themes["topics"]
    return ActorView(
        template="actor",
        path=urls.page_path("actor", actor.id),
        title=actor.name,
        description=(plain(fields.description) if fields.description else "") or actor.name,
        lang=shelf.settings.language,
        breadcrumbs=crumbs(Link("actors", urls.hub_path("actors"))),
        modified=max((shelf.card(brief).modified for brief in told), default=None),
        image=_image(actor),
        face=shelf.face(actor),
        description_text=text(fields.description),
        aliases=fields.aliases,
        url=fields.url or "",
        wikidata=fields.wikidata or "",
        part_of=_one(shelf, fields.part_of),
        members=(),
        positions=tuple(
            Dated(row.title, _one(shelf, row.organization), row.start, row.end)
            for row in fields.positions
        ),
        relations=(),
        briefs=len(told),
        roles=(),
        events=(),
        implications=(),
        developments=(),
        companions=companions_of(
            actor.id, told, library, shelf.network, lambda i: _face(i, shelf), shelf.brief
        ),
        mentioned_in=(),
        topics=tuple(
            Group(named[ident].name, shelf.theme(named[ident]).path, count)
            for ident, count in sorted(topics.items(), key=lambda row: (-row[1], row[0]))[:TOPICS]
        ),
        sketch=ego_sketch(actor.id, shelf.network, lambda i: _face(i, shelf)),
        score=score_of(shelf, shelf.where.developments_of_actor.get(actor.id, ())),
    )


def _image(actor: Actor) -> str:
    image = actor.fields.image
    if not image or image.startswith(("http://", "https://")):
        return image or ""
    folder = actor.entry.positions.file.rsplit("/", 1)[0] if actor.entry else ""
    folder = "briefs/actors" if folder.endswith("/actors") else "briefs"
    return urls.encoded(f"{folder}/{image.lstrip('/').removeprefix('./')}")


def _one(shelf: Shelf, ref: str | None) -> Link | None:
    """The actor that a registry entry names, else its words without an address."""
    if ref is None:
        return None
    ident = shelf.library.catalogue.actor_index.find(ref)
    return shelf.actor(shelf.library.catalogue.actors[ident]) if ident else Link(ref, "")


def _relations(actor: Actor, shelf: Shelf) -> tuple[Dated, ...]:
    """Ties that the registry gives this actor, and those that others give to it."""
    rows: list[tuple[str, Link | None, Edtf | None, Edtf | None]] = [
        (tie.relation or "", _one(shelf, tie.actor), tie.start, tie.end)
        for tie in actor.fields.relations
    ]
    rows += [
        (tie.relation or "", shelf.actor(other), tie.start, tie.end)
        for other, tie in shelf.where.ties_to.get(actor.id, ())
    ]
    return tuple(Dated(*row) for row in dict.fromkeys(rows))


def _face(ident: str, shelf: Shelf) -> Face:
    return shelf.face(shelf.library.catalogue.actors[ident])


def _ranked(counts: Counter[str], shelf: Shelf) -> tuple[Companion, ...]:
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:COMPANIONS]
    return tuple(Companion(_face(ident, shelf), n) for ident, n in rows)


def theme_views(theme: Theme, shelf: Shelf) -> list[ThemeView]:
    """The page of a topic or storyline, as many pages as it needs."""
    size = shelf.settings.per_page
    told = shelf.where.briefs_of_theme.get((theme.registry, theme.id), ())
    is_story = theme.registry == "storylines"
    kind = "storyline" if is_story else "topic"
    parts = told[::-1] if is_story else told
    path = urls.page_path(kind, theme.id)
    events = shelf.where.events_in({brief.slug for brief in told})
    implications = [(b, item) for b in told for item in b.fields.implications]
    developments = [(b, item) for b in told for item in b.fields.developments]
    changes = sorted(
        (row for b in told for row in (*shelf.updates(b), *shelf.decided(b))),
        key=lambda row: -row.date.toordinal(),
    )
    counts = Counter(part.actor.id for b in told for part in shelf.library.parts[b.slug])
    faces = _ranked(counts, shelf)
    sketch = cast_sketch(counts, told, shelf.library, shelf.network, lambda i: _face(i, shelf))
    backlinks = shelf.backlinks((kind, theme.id))
    newest = max((shelf.card(b).modified for b in told), default=None)
    strip = strip_of_listing(events, path, size)
    described = theme.fields.description
    scored = score_of(shelf, developments)
    return [
        ThemeView(
            template="theme",
            path=page.pages[page.number - 1],
            title=theme.name,
            description=plain(described) if described else theme.name,
            lang=shelf.settings.language,
            breadcrumbs=crumbs(Link(theme.registry, urls.hub_path(theme.registry))),
            modified=newest,
            pager=page if len(page.pages) > 1 else None,
            registry=theme.registry,
            id=theme.id,
            description_text=text(described),
            cards=tuple(shelf.card(b) for b in cut(parts, page, size)),
            briefs=len(told),
            latest=shelf.card(told[0]) if is_story and page.number == 1 and told[1:] else None,
            first=(page.number - 1) * size + 1 if is_story else 0,
            faces=faces,
            events=tuple(shelf.event(event) for event in cut(events, page, size)),
            implications=tuple(shelf.implication(*row) for row in cut(implications, page, size)),
            developments=tuple(shelf.development(*row) for row in cut(developments, page, size)),
            changes=cut(changes, page, size),
            mentioned_in=cut(backlinks, page, size),
            sketch=sketch,
            strip=strip,
            score=scored,
        )
        for page in pager(path, size, told, events, implications, developments, changes, backlinks)
    ]
