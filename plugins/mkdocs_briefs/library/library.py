"""All briefs of a site and what they say together. Built once from its inputs, then read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mkdocs_briefs.library.backlinks import (
    Backlink,
    Key,
    Named,
    Related,
    find_backlinks,
    mentions_in_fields,
    rank_related,
)
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
from mkdocs_briefs.library.mentions import Mention, find_mentions
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.brief import Brief, Participation
from mkdocs_briefs.model.ids import FIELD_OF, TERMS
from mkdocs_briefs.model.registry import Entry
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
    """Published briefs, newest first; briefs of one day by slug."""
    catalogue: Catalogue
    names: Names
    parts: Mapping[str, tuple[Part, ...]]
    """Slug -> who takes part."""
    listed_by: Mapping[str, frozenset[str]]
    """Slug -> ids of the actors that it lists."""
    meant_by: Mapping[str, frozenset[str]]
    """Slug -> ids of the actors that it or one of its items lists. Any name means them."""
    in_fields: Mapping[str, Named]
    """Slug -> what the texts of its fields mention."""
    terms_of: Mapping[str, Mapping[str, tuple[Term, ...]]]
    """Slug -> registry -> terms."""
    events: tuple[Event, ...]

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
        """Return what each brief mentions, by slug."""
        return {brief.slug: self.links_of(brief) for brief in self.briefs}

    def links_of(self, brief: Brief) -> tuple[Backlink, ...]:
        """Return what a brief mentions: the first place of each page, those in its body first."""
        slug, lang = brief.slug, self.lang_of(brief)
        rest = self.catalogue, self.meant_by[slug], self.in_fields[slug], lang
        return tuple(find_backlinks(brief, self.names, *rest))

    def lang_of(self, brief: Brief) -> str:
        """Return the language of a brief."""
        return brief.fields.lang or self.settings.language

    def mentions_mode(self, brief: Brief) -> str:
        """Return which mentions of a brief become links: first, all or off."""
        return brief.fields.mentions or self.settings.mentions

    def mentions_in(self, brief: Brief, text: str) -> Iterator[Mention]:
        """Yield every mention of an actor in a text of `brief`."""
        return find_mentions(text, self.names, self.meant_by[brief.slug], self.lang_of(brief))

    def linked_in_body(self, brief: Brief) -> list[Mention]:
        """Return the names in the body of `brief` that become links.

        Where those mentioned first do, they are those of the backlinks.
        """
        mode = self.mentions_mode(brief)
        if mode == "off":
            return []
        if mode == "all":
            return [*self.mentions_in(brief, brief.prose.text)]
        written = {wiki.start for wiki in brief.prose.wikilinks}
        written.update(link.start for link in brief.prose.links)
        return [
            (link.start, link.end, link.target[1])
            for link in self.links_from[brief.slug]
            if link.target[0] == "actor" and not link.path and link.start not in written
        ]

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


def build_library(
    briefs: Sequence[Brief], entries: Sequence[Entry], settings: Settings
) -> tuple[Library, list[Problem]]:
    """Return the library of `briefs` and registry `entries`, and all problems between them."""
    unique, problems = _without_clashes(briefs)
    unpublished = {b.slug: b for b in unique if not settings.drafts and _is_ahead(b, settings)}
    published = sorted(
        (brief for brief in unique if brief.slug not in unpublished),
        key=lambda b: (-b.fields.date.toordinal(), b.slug),
    )
    actors, found = gather_actors(entries, published)
    problems += found
    terms: dict[str, Mapping[str, Term]] = {}
    for registry in FIELD_OF:
        terms[registry], found = gather_terms(registry, entries, published)
        problems += found
    by_slug = {brief.slug: brief for brief in published}
    catalogue = build_catalogue(by_slug, unpublished, actors, terms, entries)
    kinds = {ident: actor.kind for ident, actor in actors.items()}
    names = Names.build({ident: actor.names for ident, actor in actors.items()}, kinds)
    parts = {b.slug: _parts(b, catalogue) for b in published}
    listed = {slug: frozenset(part.actor.id for part in rows) for slug, rows in parts.items()}
    terms_of = {b.slug: {r: _terms(b, r, catalogue) for r in FIELD_OF} for b in published}
    topics = {slug: [term.id for term in rows["topics"]] for slug, rows in terms_of.items()}
    meant = {b.slug: _meant(b, catalogue, listed[b.slug]) for b in published}
    in_fields = {
        b.slug: mentions_in_fields(
            b, names, catalogue, meant[b.slug], b.fields.lang or settings.language
        )
        for b in published
    }
    events, found = merge_events(published, catalogue, in_fields, listed, topics)
    problems += found
    return Library(
        settings,
        tuple(published),
        catalogue,
        names,
        parts,
        listed,
        meant,
        in_fields,
        terms_of,
        tuple(events),
    ), problems


def _is_ahead(brief: Brief, settings: Settings) -> bool:
    return brief.fields.draft or brief.fields.date > settings.today


def _without_clashes(briefs: Iterable[Brief]) -> tuple[list[Brief], list[Problem]]:
    """Return the briefs with an address of their own, and a problem for each other one.

    Addresses are compared without case since some disks ignore it.
    """
    taken: dict[str, Brief] = {}
    problems = []
    for brief in sorted(briefs, key=lambda b: b.file):
        first = taken.setdefault(brief.slug.casefold(), brief)
        if first is not brief:
            message = f"the address briefs/{brief.slug}/ already belongs to {first.file}"
            advice = "Rename one of the files, or give one a `slug`."
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


def _meant(brief: Brief, catalogue: Catalogue, listed: frozenset[str]) -> frozenset[str]:
    """Return the actors that the brief, or one of its items, lists."""
    fields = brief.fields
    refs = {figure.attributed_to for figure in fields.figures}
    for items in (fields.dates, fields.implications, fields.developments):
        refs.update(ref for item in items for ref in item.actors)
    found = (catalogue.actor_index.find(ref, listed) for ref in refs)
    return listed.union(filter(None, found)) if refs else listed


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
