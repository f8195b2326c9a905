"""All briefs as one body of knowledge. Built whole from its inputs, then read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from mkdocs_briefs.library.backlinks import (
    Backlink,
    Key,
    Related,
    Target,
    find_backlinks,
    rank_related,
)
from mkdocs_briefs.library.catalogue import (
    Actor,
    Catalogue,
    Spelled,
    Term,
    catalogue_of,
    gather_actors,
    gather_terms,
    spelled_in,
    uris_of,
)
from mkdocs_briefs.library.events import Event, merge_events
from mkdocs_briefs.library.forecasts import Decided, declare, find_decisions
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.brief import Brief, Participation
from mkdocs_briefs.model.ids import FIELD_OF, TERMS
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.problems import Problem
from mkdocs_briefs.settings import Settings


@dataclass(frozen=True, slots=True)
class Part:
    """An actor's part in a brief, with the actor found."""

    actor: Actor
    item: Participation


@dataclass(frozen=True)
class Library:
    """Everything the pages are made from. What not every reader asks for is made when asked."""

    settings: Settings
    briefs: tuple[Brief, ...]
    """Published briefs, newest first; briefs of one day by slug."""
    catalogue: Catalogue
    spelled: Spelled
    """Kind -> id -> name and aliases."""
    names: Names
    parts: Mapping[str, tuple[Part, ...]]
    """Slug -> who takes part."""
    listed_by: Mapping[str, frozenset[str]]
    """Slug -> ids of the actors it lists."""
    terms_of: Mapping[str, Mapping[str, tuple[Term, ...]]]
    """Slug -> registry -> terms."""
    events: tuple[Event, ...]

    @cached_property
    def backlinks(self) -> Mapping[Target, tuple[Backlink, ...]]:
        """What the texts speak of -> the places, in the order of briefs."""
        found: dict[Target, list[Backlink]] = defaultdict(list)
        for link in self._links:
            found[link.target].append(link)
        return MappingProxyType({target: tuple(links) for target, links in found.items()})

    @cached_property
    def links_from(self) -> Mapping[str, tuple[Backlink, ...]]:
        """Slug -> what the body of the brief speaks of."""
        found: dict[str, list[Backlink]] = {brief.slug: [] for brief in self.briefs}
        for link in self._links:
            found[link.brief.slug].append(link)
        return MappingProxyType({slug: tuple(links) for slug, links in found.items()})

    @cached_property
    def related(self) -> Mapping[str, tuple[Related, ...]]:
        """Slug -> what to read next, best first."""
        keys = _keys(self.briefs, self.parts, self.terms_of, self.events, self._links)
        declared = {brief.slug: _declared(brief, self.catalogue) for brief in self.briefs}
        declared = declare(declared, self.decisions)
        return MappingProxyType(rank_related(self.briefs, keys, declared))

    @cached_property
    def decisions(self) -> dict[str, tuple[Decided, ...]]:
        """Slug -> what other briefs expected and this one decides."""
        return find_decisions(self.briefs, self.catalogue.brief_index.find)

    @cached_property
    def _links(self) -> list[Backlink]:
        return self.links_of(self.briefs)

    def links_of(self, briefs: Iterable[Brief]) -> list[Backlink]:
        """What the bodies of `briefs` speak of, which need not stand in this library themselves."""
        read = tuple(briefs)
        listed = {brief.slug: self.listed_by.get(brief.slug, frozenset()) for brief in read}
        return find_backlinks(
            read,
            self.names,
            listed,
            lambda b, kind, target: self.catalogue.resolve(kind, target, listed[b.slug]),
            self.catalogue.page_at,
        )

    def listed(self, slug: str) -> frozenset[str]:
        """Ids of the actors that the brief `slug` lists."""
        return self.listed_by[slug]

    def named_actors(self, brief: Brief, refs: Iterable[str]) -> list[Actor]:
        """The actors that `refs` name in `brief`, each once; unknown ones are left out."""
        catalogue, listed = self.catalogue, self.listed(brief.slug) if refs else frozenset()
        ids = dict.fromkeys(catalogue.actor_index.find(ref, listed) for ref in refs)
        return [catalogue.actors[ident] for ident in ids if ident]


def build_library(
    briefs: Sequence[Brief], entries: Sequence[Entry], settings: Settings
) -> tuple[Library, list[Problem]]:
    """The library of `briefs` and registry `entries`, and every problem between them."""
    problems: list[Problem] = []
    unique = _without_clashes(briefs, problems)
    published = sorted(
        (b for b in unique if settings.drafts or not is_unpublished(b, settings)),
        key=lambda b: (-b.fields.date.toordinal(), b.slug),
    )
    unpublished = {b.slug: b for b in unique if is_unpublished(b, settings) and not settings.drafts}
    actors, found = gather_actors(entries, published)
    problems += found
    terms: dict[str, Mapping[str, Term]] = {}
    for registry in FIELD_OF:
        terms[registry], found = gather_terms(registry, entries, published)
        problems += found
    by_slug = {brief.slug: brief for brief in published}
    uris = uris_of((*published, *unpublished.values()), actors, terms, entries)
    spelled = spelled_in((*published, *unpublished.values()), actors, terms)
    catalogue = catalogue_of(by_slug, unpublished, actors, terms, spelled, uris)
    events, found = merge_events(published)
    problems += found
    return library_of(published, catalogue, spelled, settings, events), problems


def library_of(
    briefs: Sequence[Brief],
    catalogue: Catalogue,
    spelled: Spelled,
    settings: Settings,
    events: Iterable[Event],
) -> Library:
    """The library of `briefs` among all that is in the catalogue."""
    parts = {b.slug: _parts(b, catalogue) for b in briefs}
    terms_of = {b.slug: {r: _terms(b, r, catalogue) for r in FIELD_OF} for b in briefs}
    listed = {slug: frozenset(p.actor.id for p in rows) for slug, rows in parts.items()}
    return Library(
        settings,
        tuple(briefs),
        catalogue,
        spelled,
        Names.build(spelled["actors"]),
        MappingProxyType(parts),
        MappingProxyType(listed),
        MappingProxyType(terms_of),
        tuple(events),
    )


def is_unpublished(brief: Brief, settings: Settings) -> bool:
    """Whether a brief is left out for now: a draft, or dated after today."""
    return brief.fields.draft or brief.fields.date > settings.today


def _without_clashes(briefs: Iterable[Brief], problems: list[Problem]) -> list[Brief]:
    """The briefs without those whose address another one has.

    Addresses are compared without case since some disks do not tell cases apart.
    """
    taken: dict[str, Brief] = {}
    for brief in sorted(briefs, key=lambda b: b.file):
        first = taken.setdefault(brief.slug.casefold(), brief)
        if first is not brief:
            problems.append(
                Problem(
                    "B306",
                    brief.at("slug"),
                    f"the address briefs/{brief.slug}/ already belongs to {first.file}",
                    "Rename one of the files, or give one a `slug`.",
                )
            )
    return list(taken.values())


def _parts(brief: Brief, catalogue: Catalogue) -> tuple[Part, ...]:
    """Each actor of the brief once, in the author's order."""
    found: dict[str, Part] = {}
    sure = {a.id for a in brief.fields.actors if a.id and a.id in catalogue.actors}
    for item in brief.fields.actors:
        ident = catalogue.actor_index.find(item.id or item.name or "", sure)
        if ident:
            found.setdefault(ident, Part(catalogue.actors[ident], item))
    return tuple(found.values())


def _terms(brief: Brief, registry: str, catalogue: Catalogue) -> tuple[Term, ...]:
    index = catalogue.term_index[registry]
    ids = (index.find(ref) for ref in getattr(brief.fields, FIELD_OF[registry]))
    return tuple(catalogue.terms[registry][ident] for ident in dict.fromkeys(ids) if ident)


def _declared(brief: Brief, catalogue: Catalogue) -> dict[str, str]:
    found = ((catalogue.brief_index.find(row.brief), row.relation) for row in brief.fields.related)
    return {
        slug: relation
        for slug, relation in found
        if slug and slug in catalogue.briefs and slug != brief.slug
    }


def _keys(
    briefs: Iterable[Brief],
    parts: Mapping[str, tuple[Part, ...]],
    terms_of: Mapping[str, Mapping[str, tuple[Term, ...]]],
    events: Iterable[Event],
    links: Iterable[Backlink],
) -> dict[str, list[Key]]:
    keys: dict[str, list[Key]] = {}
    for brief in briefs:
        own: list[Key] = [("actors", part.actor.id) for part in parts[brief.slug]]
        for registry in TERMS.values():
            own += [(registry, term.id) for term in terms_of[brief.slug][registry]]
        keys[brief.slug] = own
    for event in events:
        slugs = dict.fromkeys(telling.brief.slug for telling in event.tellings)
        if len(slugs) > 1:
            for slug in slugs:
                keys[slug].append(("events", event.id))
    pairs = dict.fromkeys(
        tuple(sorted((link.target[1], link.brief.slug)))
        for link in links
        if link.target[0] == "brief" and link.target[1] in keys
    )
    for pair in pairs:
        for slug in pair:
            keys[slug].append(("links", "/".join(pair)))
    return keys
