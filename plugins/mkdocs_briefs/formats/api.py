"""The static JSON API below `/api/v1/`: every file, made from the library.

Within version 1 fields may be added; none changes its meaning, its type or its name, and none goes.
What this promises to others is told in `docs/reference/api.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from mkdocs_briefs.formats import records as r
from mkdocs_briefs.formats.rows import Rows, named
from mkdocs_briefs.formats.schemas import JsonWriter, bundle_of, schema_of
from mkdocs_briefs.library.forecasts import Score, score
from mkdocs_briefs.library.roster import Actor
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import modified, same_as, summary, update_anchors
from mkdocs_briefs.pages.plain import plain
from mkdocs_briefs.pages.shelf import Shelf

ROOT = "api/v1/"
FILES: Mapping[str, tuple[str, type]] = {
    "index": ("index.json", r.IndexFile),
    "briefs": ("briefs.json", r.BriefsFile),
    "brief": ("briefs/{id}.json", r.BriefRecord),
    "actors": ("actors.json", r.ActorsFile),
    "actor": ("actors/{id}.json", r.ActorRecord),
    "events": ("events.json", r.EventsFile),
    "outlook": ("outlook.json", r.OutlookFile),
}
"""Name of a kind of file -> its path below ROOT and what it holds."""
_URN = "urn:mkdocs-briefs:api:v1"
_SHARED = (r.Named, r.DateRecord, r.EventRow, r.DevelopmentRow, r.BriefRow, r.ActorRow)


def api_schema(name: str = "") -> dict[str, Any]:
    """The schema of a kind of file, or one for all of them. Raises KeyError for another name."""
    if not name:
        records = [record for _, record in FILES.values()]
        return bundle_of(records, _URN, "A file of the API")
    return schema_of(FILES[name][1], f"{_URN}:{name}")


def schema_files(*, written: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Path and text of the published schema of each kind of file.

    `written` are the schemas of what authors write, by name; they are published beside.
    """
    writer = JsonWriter()
    for name in FILES:
        yield schema_path(name), writer.text(api_schema(name))
    for name, schema in written.items():
        yield schema_path(f"front-matter-{name}"), writer.text(schema)


def schema_path(name: str) -> str:
    """The path of a schema."""
    return f"{ROOT}schemas/{name}.json"


def api_path(kind: str, ident: str = "") -> str:
    """The path of a file of the API, as it stands in an address."""
    return ROOT + FILES[kind][0].format(id=urls.encoded(ident))


class Api:
    """The files of the API. Records that several files share are made once.

    `others` are the paths of what the site has for machines beside it, by name.
    """

    def __init__(self, shelf: Shelf, others: Mapping[str, str] | None = None) -> None:
        self._others = dict(others or {})
        self._shelf = shelf
        self._library = shelf.library
        self._rows = Rows(shelf)

    def files(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """Yield the path, percent-encoded, of every file but the schemas, and what makes it."""
        writer = JsonWriter(_SHARED)
        for path, record in self._records():
            yield path, partial(_text, writer, record)

    def _records(self) -> Iterator[tuple[str, Callable[[], object]]]:
        library = self._library
        actors = sorted(library.catalogue.actors.values(), key=lambda a: (a.name.casefold(), a.id))
        yield api_path("index"), self._index
        rows = tuple(map(self.brief_row, library.briefs))
        yield api_path("briefs"), partial(r.BriefsFile, version=1, briefs=rows)
        for brief, row in zip(library.briefs, rows, strict=True):
            yield api_path("brief", brief.slug), partial(self.brief, brief, row)
        yield api_path("actors"), partial(self._actors, actors)
        for actor in actors:
            yield api_path("actor", actor.id), partial(self.actor, actor)
        yield api_path("events"), self._events
        yield api_path("outlook"), self.outlook

    def _actors(self, actors: Iterable[Actor]) -> r.ActorsFile:
        return r.ActorsFile(version=1, actors=tuple(map(self.actor_row, actors)))

    def _events(self) -> r.EventsFile:
        events = tuple(map(self._rows.event, self._library.events))
        return r.EventsFile(version=1, events=events)

    def _index(self) -> r.IndexFile:
        library, settings = self._library, self._shelf.settings
        return r.IndexFile(
            version=1,
            site=settings.site_name,
            url=settings.site_url,
            description=settings.site_description,
            lang=settings.language,
            briefs=len(library.briefs),
            actors=len(library.catalogue.actors),
            events=len(library.events),
            developments=sum(len(b.fields.developments) for b in library.briefs),
            files={name: ROOT + path for name, (path, _) in FILES.items()},
            schemas={name: schema_path(name) for name in FILES},
            others=self._others,
        )

    # briefs

    def brief_row(self, brief: Brief) -> r.BriefRow:
        """A brief as listed."""
        themes, said = self._library.themes_of[brief.slug], summary(brief)
        return r.BriefRow(
            id=brief.slug,
            title=brief.fields.title,
            path=urls.page_path("brief", brief.slug),
            json=api_path("brief", brief.slug),
            date=brief.fields.date,
            modified=modified(brief),
            type=brief.fields.type,
            lang=brief.fields.lang or self._shelf.settings.language,
            summary=plain(said.source, 600) if said else "",
            topics=named(map(self._rows.theme, themes["topics"])),
            storylines=named(map(self._rows.theme, themes["storylines"])),
            authors=named(map(self._rows.theme, themes["authors"])),
            actors=named(self._rows.actor(part.actor) for part in self._library.parts[brief.slug]),
        )

    def brief(self, brief: Brief, row: r.BriefRow) -> r.BriefRecord:
        """All of a brief."""
        library, where = self._library, self._shelf.where
        return r.BriefRecord(
            version=1,
            brief=row,
            markdown=f"{row.path}index.md",
            roles=tuple(
                r.RoleRecord(
                    actor=self._rows.actor(part.actor),
                    kind=part.actor.kind,
                    role=part.item.role or "",
                    capacity=part.item.capacity or "",
                )
                for part in library.parts[brief.slug]
            ),
            events=tuple(map(self._rows.event_row, where.events_of_brief.get(brief.slug, ()))),
            developments=tuple(
                self._rows.development_row(brief, d) for d in brief.fields.developments
            ),
            updates=tuple(
                r.UpdateRecord(
                    id=anchor,
                    path=urls.anchored(row.path, anchor),
                    date=update.date,
                    kind=update.kind,
                    text=update.text,
                )
                for anchor, update in zip(update_anchors(brief), brief.fields.updates, strict=True)
            ),
            related=named(
                self._rows.brief(row.brief) for row in library.related.get(brief.slug, ())
            ),
            translations=named(
                self._rows.brief(other)
                for other in where.translations.get(brief.slug, ())
                if other.slug != brief.slug
            ),
            mentioned_in=tuple(
                r.Mention(brief=self._rows.brief(link.brief), sentence=link.sentence)
                for link in library.backlinks.get(("brief", brief.slug), ())
            ),
            front_matter=brief.fields.given() | dict(brief.extra),
        )

    # actors

    def actor_row(self, actor: Actor) -> r.ActorRow:
        """An actor as listed."""
        return r.ActorRow(
            id=actor.id,
            name=actor.name,
            path=urls.page_path("actor", actor.id),
            json=api_path("actor", actor.id),
            kind=actor.kind,
            description=plain(actor.fields.description or "", 600),
            aliases=actor.fields.aliases,
            same_as=same_as(actor),
            briefs=len(self._shelf.where.parts_of_actor.get(actor.id, ())),
        )

    def actor(self, actor: Actor) -> r.ActorRecord:
        """All that is known of an actor."""
        where, network = self._shelf.where, self._shelf.network
        catalogue = self._library.catalogue
        return r.ActorRecord(
            version=1,
            actor=self.actor_row(actor),
            roles=tuple(
                r.ActorInBrief(
                    brief=self._rows.brief(brief),
                    date=brief.fields.date,
                    role=part.item.role or "",
                    capacity=part.item.capacity or "",
                )
                for brief, part in where.parts_of_actor.get(actor.id, ())
            ),
            events=tuple(map(self._rows.event_row, where.events_of_actor.get(actor.id, ()))),
            developments=tuple(
                self._rows.development_row(brief, item)
                for brief, item in where.developments_of_actor.get(actor.id, ())
            ),
            companions=tuple(
                r.Companion(actor=self._rows.actor(catalogue.actors[other]), briefs=shared)
                for other in network.companions(actor.id)
                if (shared := network.together(actor.id, other))
            ),
            entry=actor.fields.given(),
        )

    # the outlook

    def outlook(self) -> r.OutlookFile:
        """Every development, overdue first, and the site's score."""
        name = self._shelf.settings.likelihood_scale
        rows = [
            self._rows.development(brief, item)
            for brief in self._library.briefs
            for item in brief.fields.developments
        ]
        return r.OutlookFile(
            version=1,
            scale=name,
            score=score_record(score(self._shelf.forecasts.values(), SCALES[name])),
            developments=tuple(rows),
        )


def _text(writer: JsonWriter, record: Callable[[], object]) -> str:
    return writer.text(record())


def score_record(found: Score) -> r.ScoreRecord:
    """A score with its calibration."""
    return r.ScoreRecord(
        n=found.n,
        brier_first=found.first,
        brier_last=found.last,
        enough=found.enough,
        bands=tuple(
            r.BandRecord(
                term=band.term,
                low=band.low,
                high=band.high,
                n=band.n,
                mean=band.mean,
                share=band.share,
                share_low=band.interval[0],
                share_high=band.interval[1],
            )
            for band in found.bands
        ),
    )
