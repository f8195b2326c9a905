"""All briefs of a site and what they say together. Built once from its inputs, then read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mkdocs_briefs.library.attribution import Attribution, find_attribution
from mkdocs_briefs.library.backlinks import Backlink, Key, Related, find_backlinks, rank_related
from mkdocs_briefs.library.catalogue import (
    Actor,
    Catalogue,
    Target,
    Term,
    build_catalogue,
    gather_actors,
    gather_terms,
)
from mkdocs_briefs.library.events import Event, merge_events
from mkdocs_briefs.library.forecasts import Decided, find_decisions
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.library.shared import (
    NOTHING,
    Shared,
    SharedIndex,
    gather_shared,
    resolve_shared,
)
from mkdocs_briefs.model.address import PLAIN
from mkdocs_briefs.model.brief import Brief, Development, Participation
from mkdocs_briefs.model.ids import FIELD_OF, TERMS
from mkdocs_briefs.model.registry import Entry, SharedEntry
from mkdocs_briefs.problems import Problem
from mkdocs_briefs.settings import Settings

MAX_DECIDED = 4
"""Briefs that are related to one only because it decides a forecast of theirs."""


@dataclass(frozen=True, slots=True)
class Part:
    """An actor's part in a brief."""

    actor: Actor
    item: Participation


@dataclass(frozen=True)
class Library:
    """Everything that pages are made from. What not every reader needs is made on demand."""

    settings: Settings
    briefs: tuple[Brief, ...]
    """Published briefs, newest first; briefs of one moment by slug."""
    catalogue: Catalogue
    names: Names
    parts: Mapping[str, tuple[Part, ...]]
    """Slug -> who takes part."""
    listed_by: Mapping[str, frozenset[str]]
    """Slug -> ids of the actors that it lists."""
    terms_of: Mapping[str, Mapping[str, tuple[Term, ...]]]
    """Slug -> registry -> terms."""
    events: tuple[Event, ...]
    shared: Shared = NOTHING

    @cached_property
    def shared_index(self) -> SharedIndex:
        """Return what finds the events and sources that a brief can refer to."""
        return SharedIndex(self.briefs, self.shared, self.settings.language)

    @cached_property
    def backlinks(self) -> Mapping[Target, tuple[Backlink, ...]]:
        """Return the places that mention each page, in the order of briefs."""
        found: dict[Target, list[Backlink]] = defaultdict(list)
        for links in self.links_from.values():
            for link in links:
                found[link.target].append(link)
        return {target: tuple(links) for target, links in found.items()}

    @cached_property
    def links_from(self) -> Mapping[str, tuple[Backlink, ...]]:
        """Return what the body of each brief mentions, by slug."""
        return {brief.slug: self.links_of(brief) for brief in self.briefs}

    def links_of(self, brief: Brief) -> tuple[Backlink, ...]:
        """Return what the body of a brief mentions; the brief need not be in this library."""
        listed = self.listed_by.get(brief.slug, frozenset())
        return tuple(find_backlinks(brief, self.names, self.catalogue, listed))

    @cached_property
    def related(self) -> Mapping[str, tuple[Related, ...]]:
        """Return what to read next after each brief, best first, by slug."""
        return rank_related(self.briefs, _shared_keys(self), _declared_relations(self))

    @cached_property
    def decisions(self) -> dict[str, tuple[Decided, ...]]:
        """Return the forecasts of other briefs that each brief decides, by slug."""
        return find_decisions(self.briefs, self.catalogue.brief_index.find)

    def listed(self, slug: str) -> frozenset[str]:
        """Return the ids of the actors that the brief `slug` lists."""
        return self.listed_by[slug]

    def named_actors(self, brief: Brief, refs: Iterable[str]) -> list[Actor]:
        """Return the actors that `refs` name in `brief`, each once, without unknown ones."""
        catalogue, listed = self.catalogue, self.listed(brief.slug) if refs else frozenset()
        ids = dict.fromkeys(catalogue.actor_index.find(ref, listed) for ref in refs)
        return [catalogue.actors[ident] for ident in ids if ident]

    def attribution(self, brief: Brief, ref: str) -> Attribution | None:
        """Return whom `ref` names as the one who says something in `brief`."""
        return find_attribution(ref, brief, self.catalogue, self.listed(brief.slug))

    def forecaster(self, brief: Brief, item: Development) -> Attribution:
        """Return whose forecast a development is: as attributed, else of the brief's authors.

        Authors of one brief are one forecaster. Without any it is the site.
        """
        named = self.attribution(brief, item.attributed_to) if item.attributed_to else None
        authors = tuple(sorted(author.id for author in self.terms_of[brief.slug]["authors"]))
        return named or Attribution("author" if authors else "site", authors)


def has_same_forecaster(before: Library, now: Library, old: Decided, new: Decided) -> bool:
    """Return whether a development of an earlier state of the site is attributed as it was.

    An actor with another id is the same if it redirects from its old address.
    """
    (brief, item), (now_brief, now_item) = old, new
    if item.attributed_to == now_item.attributed_to:
        return True
    if item.attributed_to is None or now_item.attributed_to is None:
        return False
    was = before.attribution(brief, item.attributed_to)
    current = now.attribution(now_brief, now_item.attributed_to)
    if was is None or current is None or was == current:
        return was == current
    if was.kind != "actor" or current.kind != "actor":
        return False
    moved = now.catalogue.actors[current.ids[0]].fields.redirect_from
    return was.ids[0] in (address.strip("/").rpartition("/")[2] for address in moved)


def build_library(
    briefs: Sequence[Brief], every: Sequence[Entry | SharedEntry], settings: Settings
) -> tuple[Library, list[Problem]]:
    """Return the library of `briefs` and `every` registry entry, and all problems between them."""
    entries = [entry for entry in every if isinstance(entry, Entry)]
    unique, problems = _without_clashes(briefs, settings)
    unique = _with_lasting_ids(unique)
    unpublished = {b.slug: b for b in unique if not settings.drafts and _is_ahead(b, settings)}
    published = sorted(
        (brief for brief in unique if brief.slug not in unpublished),
        key=lambda b: (-b.fields.moment.order, b.slug),
    )
    shared, found = gather_shared(one for one in every if isinstance(one, SharedEntry))
    problems += found
    published, found = resolve_shared(published, shared, settings.language)
    problems += found
    actors, found = gather_actors(entries, published)
    problems += found
    terms: dict[str, Mapping[str, Term]] = {}
    for registry in FIELD_OF:
        terms[registry], found = gather_terms(registry, entries, published)
        problems += found
    by_slug = {brief.slug: brief for brief in published}
    patterns = settings.former_addresses - {PLAIN, settings.address}
    catalogue = build_catalogue(by_slug, unpublished, actors, terms, entries, patterns)
    names = Names.build({ident: actor.names for ident, actor in actors.items()})
    parts = {b.slug: _parts(b, catalogue) for b in published}
    listed = {slug: frozenset(part.actor.id for part in rows) for slug, rows in parts.items()}
    terms_of = {b.slug: {r: _terms(b, r, catalogue) for r in FIELD_OF} for b in published}
    topics = {slug: [term.id for term in rows["topics"]] for slug, rows in terms_of.items()}
    events, found = merge_events(published, catalogue, names, listed, topics, shared.events)
    problems += found
    library = Library(
        settings, tuple(published), catalogue, names, parts, listed, terms_of, tuple(events), shared
    )
    return library, problems


def _is_ahead(brief: Brief, settings: Settings) -> bool:
    return brief.fields.draft or brief.fields.date > settings.today


def _with_lasting_ids(briefs: Sequence[Brief]) -> list[Brief]:
    """Return the briefs; of those with the same name each but the oldest has its day in its id."""
    taken: set[str] = set()
    later: dict[str, str] = {}
    for brief in sorted(briefs, key=lambda b: (b.fields.draft, b.fields.moment.order, b.file)):
        if brief.name.casefold() in taken:
            later[brief.file] = f"{brief.fields.date}/{brief.name}"
        taken.add(brief.name.casefold())
    return [replace(b, lasting=later[b.file]) if b.file in later else b for b in briefs]


def _without_clashes(
    briefs: Iterable[Brief], settings: Settings
) -> tuple[list[Brief], list[Problem]]:
    """Return the briefs with an address of their own, and a problem for each other one.

    Addresses are compared without case since some disks ignore it.
    """
    taken: dict[str, Brief] = {}
    problems = []
    for brief in sorted(briefs, key=lambda b: b.file):
        first = taken.setdefault(brief.slug.casefold(), brief)
        if first is not brief:
            message = f"the address briefs/{brief.slug}/ already belongs to {first.file}"
            advice = "Rename one of the files, or give one a `slug`"
            if brief.fields.date == first.fields.date or settings.address != PLAIN:
                advice += "."
            else:
                advice += ', or set the option `address: "{date}-{slug}"`.'
            problems.append(Problem("B306", brief.at("slug"), message, advice))
    return list(taken.values()), problems


def _parts(brief: Brief, catalogue: Catalogue) -> tuple[Part, ...]:
    """Return each actor of the brief once, in the author's order."""
    found: dict[str, Part] = {}
    by_id = {part.id for part in brief.fields.actors if part.id and part.id in catalogue.actors}
    for item in brief.fields.actors:
        if ident := catalogue.actor_index.find(item.id or item.name or "", by_id):
            found.setdefault(ident, Part(catalogue.actors[ident], item))
    return tuple(found.values())


def _terms(brief: Brief, registry: str, catalogue: Catalogue) -> tuple[Term, ...]:
    index = catalogue.term_index[registry]
    ids = (index.find(ref) for ref in getattr(brief.fields, FIELD_OF[registry]))
    return tuple(catalogue.terms[registry][ident] for ident in dict.fromkeys(ids) if ident)


def _declared_relations(library: Library) -> dict[str, dict[str, str]]:
    """Return slug -> slug -> the relation that an author wrote, else `decides` or `decided`.

    A brief `decides` those whose forecast it decides; to it they are `decided`.
    """
    catalogue = library.catalogue
    declared: dict[str, dict[str, str]] = {brief.slug: {} for brief in library.briefs}
    for brief in library.briefs:
        for row in brief.fields.related:
            slug = catalogue.brief_index.find(row.brief)
            if slug in declared and slug != brief.slug:
                declared[brief.slug][slug] = row.relation
    for slug, rows in library.decisions.items():
        others = dict.fromkeys(brief.slug for brief, _ in rows)
        for other in [*others][:MAX_DECIDED] if slug in declared else ():
            declared[slug].setdefault(other, "decided")
            declared[other].setdefault(slug, "decides")
    return declared


def _shared_keys(library: Library) -> dict[str, list[Key]]:
    """Return what each brief is about, by slug."""
    keys: dict[str, list[Key]] = {}
    for slug, parts in library.parts.items():
        keys[slug] = [("actors", part.actor.id) for part in parts]
        for registry in TERMS.values():
            keys[slug] += [(registry, term.id) for term in library.terms_of[slug][registry]]
    for event in library.events:
        slugs = dict.fromkeys(telling.brief.slug for telling in event.tellings)
        if len(slugs) > 1:
            for slug in slugs:
                keys[slug].append(("events", event.id))
    pairs = dict.fromkeys(
        tuple(sorted((link.target[1], slug)))
        for slug, links in library.links_from.items()
        for link in links
        if link.target[0] == "brief" and link.target[1] in keys
    )
    for pair in pairs:
        for slug in pair:
            keys[slug].append(("links", "/".join(pair)))
    return keys
