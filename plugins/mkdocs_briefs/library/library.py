"""All briefs of a site and what they say together. Built once from its inputs, then read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from mkdocs_briefs.library.families import Families, Family, find_families, matched
from mkdocs_briefs.library.forecasts import (
    Attribution,
    Decided,
    audience_of,
    find_attribution,
    find_decisions,
)
from mkdocs_briefs.library.mentions import Mention, find_mentions
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.library.shared import (
    NOTHING,
    Shared,
    SharedIndex,
    gather_shared,
    resolve_shared,
)
from mkdocs_briefs.library.split_references import Splitter, split_references
from mkdocs_briefs.model.brief import LISTS_WITH_ACTORS, Brief, Development, Participation
from mkdocs_briefs.model.ids import FIELD_OF, MAX_SLUG_LENGTH, PLAIN, TERMS, is_cut, stem_of
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
    meant_by: Mapping[str, frozenset[str]]
    """Slug -> ids of the actors that it or one of its items lists. Any name means them."""
    in_fields: Mapping[str, Named]
    """Slug -> what the texts of its fields mention."""
    terms_of: Mapping[str, Mapping[str, tuple[Term, ...]]]
    """Slug -> registry -> terms."""
    events: tuple[Event, ...]
    families: Families
    """Slug -> the brief in all its languages. Lists and counts have one item of each."""
    shared: Shared = NOTHING
    picture_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Path as links see it -> width and height of a picture that a field names, where known."""

    @cached_property
    def shared_index(self) -> SharedIndex:
        """Return what finds the events and sources that a brief can refer to."""
        return SharedIndex(self.briefs, self.shared, self.settings.language)

    @cached_property
    def splitter(self) -> Splitter:
        """Return what splits texts that hold several references."""
        return Splitter(self.briefs, self.catalogue.entries(), self.shared.sources)

    @cached_property
    def leads(self) -> tuple[Brief, ...]:
        """Return the brief of each family that lists show, newest first."""
        return tuple(b for b in self.briefs if self.families[b.slug].lead.slug == b.slug)

    def family(self, brief: Brief) -> Family:
        """Return the brief in all its languages."""
        return self.families[brief.slug]

    def lead(self, slug: str) -> str:
        """Return the slug of the brief that lists show for the brief `slug`."""
        return self.families[slug].lead.slug

    def family_parts(self, brief: Brief) -> tuple[Part, ...]:
        """Return each actor that a brief or a translation of it lists, once; the lead's first."""
        family = self.family(brief)
        if len(family.briefs) == 1:
            return self.parts[brief.slug]
        found: dict[str, Part] = {}
        for one in family.in_order:
            for part in self.parts[one.slug]:
                found.setdefault(part.actor.id, part)
        return tuple(found.values())

    # mentions

    @cached_property
    def _mentions(self) -> Mapping[Target, Mapping[str, tuple[Backlink, ...]]]:
        found: dict[Target, dict[str, list[Backlink]]] = defaultdict(lambda: defaultdict(list))
        for slug, links in self.links_from.items():
            own = self.lead(slug)
            for link in links:
                kind, ident = link.target
                is_published = kind == "brief" and ident in self.families
                ident = self.lead(ident) if is_published else ident
                if (kind, ident) != ("brief", own):
                    found[kind, ident][own].append(link)
        newest = {brief.slug: number for number, brief in enumerate(self.leads)}
        return {
            target: {slug: tuple(links[slug]) for slug in sorted(links, key=newest.__getitem__)}
            for target, links in found.items()
        }

    def backlinks(self, target: Target, lang: str = "") -> tuple[Backlink, ...]:
        """Return the places that mention a page, one of each family, newest first.

        Of a family that in the language of the reader counts, else that of its lead. A brief is
        mentioned where any brief of its family is.
        """
        kind, ident = target
        if kind == "brief" and ident in self.families:
            target = kind, self.lead(ident)
        lang = lang or self.settings.language
        rows = self._mentions.get(target, {})
        return tuple(self._chosen(slug, links, lang) for slug, links in rows.items())

    def _chosen(self, lead: str, links: Sequence[Backlink], lang: str) -> Backlink:
        """Return the mention of a family that readers of a language see."""
        if len(links) == 1:
            return links[0]
        family = self.families[lead]
        order = [family.in_language(lang).slug, *(one.slug for one in family.in_order)]
        return min(links, key=lambda link: order.index(link.brief.slug))

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
    def _related(self) -> Mapping[str, tuple[Related, ...]]:
        return rank_related(self.leads, _shared_keys(self), _declared_relations(self))

    def related(self, slug: str) -> tuple[Related, ...]:
        """Return what to read next after a brief, best first: leads of other families."""
        return self._related[self.lead(slug)]

    # forecasts

    @cached_property
    def _decisions(self) -> dict[str, tuple[Decided, ...]]:
        rows = ((told, self.record_of(*told)) for told in self.developments)
        return find_decisions(rows, self.catalogue.brief_index.find, self.families)

    def decisions(self, slug: str) -> tuple[Decided, ...]:
        """Return the forecasts of other families that a brief or its translation decides."""
        return self._decisions.get(self.lead(slug), ())

    @cached_property
    def developments(self) -> tuple[Decided, ...]:
        """Return the developments of every family, each once, with the brief that lists show."""
        return tuple(told for brief in self.leads for told in self.developments_of(brief))

    def developments_of(self, brief: Brief) -> list[Decided]:
        """Return the developments of the family of a brief, in the words that lists show.

        They are those of its source, in the words of its lead where it has them.
        """
        family = self.family(brief)
        lead, source = family.lead, family.source
        items = source.fields.developments
        if lead is source or not items:
            return [(lead, item) for item in lead.fields.developments]
        told = {there: here for here, there in self._matched(lead).items()}
        own = lead.fields.developments
        return [
            (lead, own[told[n]]) if n in told else (source, item) for n, item in enumerate(items)
        ]

    @cached_property
    def _matches(self) -> dict[str, dict[int, int]]:
        return {
            brief.slug: matched(brief, family.source, "developments")
            for family in self.families.values()
            for brief in family.briefs[1:]
        }

    def _matched(self, brief: Brief) -> dict[int, int]:
        return self._matches.get(brief.slug, {})

    def record_of(self, brief: Brief, item: Development) -> Decided:
        """Return the development whose likelihoods, dates and outcome count for one of a brief.

        It is that of the source of its family.
        """
        found = self._matches.get(brief.slug)
        if not found:
            return brief, item
        source = self.family(brief).source
        number = next(n for n, one in enumerate(brief.fields.developments) if one is item)
        return (
            (source, source.fields.developments[found[number]])
            if number in found
            else (brief, item)
        )

    def in_language(self, brief: Brief, item: Development, lang: str) -> Decided:
        """Return a development in the words of the family's brief in a language, if it has it."""
        wanted = self.family(brief).in_language(lang)
        if wanted is brief:
            return brief, item
        record = self.record_of(brief, item)
        for one in wanted.fields.developments:
            if self.record_of(wanted, one)[1] is record[1]:
                return wanted, one
        return brief, item

    # corrections

    def updates_of(self, brief: Brief) -> list[tuple[Brief, int]]:
        """Return the updates of the family of a brief, each once: a brief and a number there.

        One that several of its briefs have is told by the lead, else by the source.
        """
        family = self.family(brief)
        if len(family.briefs) == 1:
            return [(brief, n) for n in range(len(brief.fields.updates))]
        found: dict[tuple[str, int], tuple[Brief, int]] = {}
        for one in family.in_order:
            same = matched(one, family.source, "updates") if one is not family.source else {}
            for n in range(len(one.fields.updates)):
                key = (family.source.slug, same[n]) if n in same else (one.slug, n)
                found.setdefault(key, (one, n))
        return [*found.values()]

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
    shared, found = gather_shared(one for one in every if isinstance(one, SharedEntry))
    problems += found
    unique, found = split_references(unique, entries, shared.sources)
    problems += found
    unpublished = {b.slug: b for b in unique if not settings.drafts and _is_ahead(b, settings)}
    published = sorted(
        (brief for brief in unique if brief.slug not in unpublished),
        key=lambda b: (-b.fields.moment.order, b.slug),
    )
    lang = settings.language
    published, found = resolve_shared(published, shared, lang)
    problems += found
    actors, found = gather_actors(entries, published, lang)
    problems += found
    terms: dict[str, Mapping[str, Term]] = {}
    for registry in FIELD_OF:
        terms[registry], found = gather_terms(registry, entries, published, lang)
        problems += found
    by_slug = {brief.slug: brief for brief in published}
    patterns = settings.former_addresses - {PLAIN, settings.address}
    catalogue = build_catalogue(by_slug, unpublished, actors, terms, entries, patterns)
    kinds = {ident: actor.kind for ident, actor in actors.items()}
    names = Names.build({ident: actor.names for ident, actor in actors.items()}, kinds)
    parts = {b.slug: _parts(b, catalogue) for b in published}
    listed = {slug: frozenset(part.actor.id for part in rows) for slug, rows in parts.items()}
    terms_of = {b.slug: {r: _terms(b, r, catalogue) for r in FIELD_OF} for b in published}
    topics = {slug: [term.id for term in rows["topics"]] for slug, rows in terms_of.items()}
    meant = {b.slug: _meant(b, catalogue, listed[b.slug]) for b in published}
    in_fields = {
        b.slug: mentions_in_fields(b, names, catalogue, meant[b.slug], b.fields.lang or lang)
        for b in published
    }
    families, found = find_families(published, unpublished, catalogue.brief_index, lang)
    problems += found
    events, found = merge_events(
        published, catalogue, in_fields, listed, topics, shared.events, families
    )
    problems += found
    library = Library(
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
        families,
        shared,
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
            if not brief.fields.slug and is_cut(stem_of(brief.uri)):
                message += f"; an address has the first {MAX_SLUG_LENGTH} characters of a long name"
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


def _meant(brief: Brief, catalogue: Catalogue, listed: frozenset[str]) -> frozenset[str]:
    """Return the actors that the brief, or one of its items, lists."""
    fields = brief.fields
    refs = {figure.attributed_to for figure in fields.figures}
    refs.update(item.attributed_to for item in fields.developments if item.attributed_to)
    refs.update(ref for item in fields.advice for ref in audience_of(item, brief))
    for name in LISTS_WITH_ACTORS:
        refs.update(ref for item in getattr(fields, name) for ref in item.actors)
    found = (catalogue.actor_index.find(ref, listed) for ref in refs)
    return listed.union(filter(None, found)) if refs else listed


def _terms(brief: Brief, registry: str, catalogue: Catalogue) -> tuple[Term, ...]:
    index = catalogue.term_index[registry]
    ids = (index.find(ref) for ref in getattr(brief.fields, FIELD_OF[registry]))
    return tuple(catalogue.terms[registry][ident] for ident in dict.fromkeys(ids) if ident)


def _declared_relations(library: Library) -> dict[str, dict[str, str]]:
    """Return slug -> slug -> the relation that an author wrote, else `decides` or `decided`.

    A brief `decides` those whose forecast it decides; to it they are `decided`. All slugs are those
    of leads; what a lead declares goes before what other briefs of its family do.
    """
    catalogue = library.catalogue
    declared: dict[str, dict[str, str]] = {brief.slug: {} for brief in library.leads}
    for lead in library.leads:
        rows = declared[lead.slug]
        for brief in library.family(lead).in_order:
            found: dict[str, str] = {}
            for row in brief.fields.related:
                named = library.families.get(catalogue.brief_index.find(row.brief) or "")
                if named and named.lead is not lead:
                    found[named.lead.slug] = row.relation
            for slug, relation in found.items():
                rows.setdefault(slug, relation)
    for slug, rows in declared.items():
        others = dict.fromkeys(library.lead(brief.slug) for brief, _ in library.decisions(slug))
        for other in [*others][:MAX_DECIDED]:
            rows.setdefault(other, "decided")
            declared[other].setdefault(slug, "decides")
    return declared


def _shared_keys(library: Library) -> dict[str, list[Key]]:
    """Return what each lead of a family is about, by slug."""
    keys: dict[str, list[Key]] = {}
    for slug in (brief.slug for brief in library.leads):
        keys[slug] = [("actors", part.actor.id) for part in library.parts[slug]]
        for registry in TERMS.values():
            keys[slug] += [(registry, term.id) for term in library.terms_of[slug][registry]]
    for event in library.events:
        slugs = dict.fromkeys(library.lead(telling.brief.slug) for telling in event.tellings)
        if len(slugs) > 1:
            for slug in slugs:
                keys[slug].append(("events", event.id))
    pairs = dict.fromkeys(
        tuple(sorted((library.lead(link.target[1]), slug)))
        for slug in keys
        for link in library.links_from[slug]
        if link.target[0] == "brief" and link.target[1] in library.families
    )
    for pair in pairs:
        for slug in pair:
            keys[slug].append(("links", "/".join(pair)))
    return keys
