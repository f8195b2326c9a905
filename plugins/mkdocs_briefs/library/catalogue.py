"""The briefs, actors and terms of a site, and what a reference means, by id, name and file."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_briefs.library.mentions import single_id
from mkdocs_briefs.model.brief import Brief, Kind, Participation
from mkdocs_briefs.model.ids import (
    FIELD_OF,
    KIND_OF,
    PAGES_OF,
    TERMS,
    address_of,
    id_fault,
    is_id,
    name_of_id,
    slugify,
)
from mkdocs_briefs.model.registry import ActorEntry, Entry, TermEntry
from mkdocs_briefs.model.texts import Said
from mkdocs_briefs.problems import Problem, folded, nearest_of, shortened

Target = tuple[str, str]
"""A kind (brief, actor, topic, storyline) and an id."""
MAX_SUGGESTIONS = 500
"""Suggestions made in one build: each takes 7 ms among 20,000 names."""

# Ids and names


def fold(name: str) -> str:
    """Return the form in which names are compared when an author writes one as a reference."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(folded.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def ident_of(ref: str) -> str:
    """Return the id of a reference without an entry: itself if it can be one, else its slug.

    It has no capitals, since `Hamas` and `hamas` are one page on disks that ignore case.
    """
    return ref if is_id(ref) and ref == ref.casefold() else slugify(ref)


class Speller:
    """Words that an author may have meant."""

    __slots__ = ("_folded", "_left", "_words")

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(words)
        self._folded: dict[str, str] = {}
        self._left = MAX_SUGGESTIONS

    def suggest(self, word: str) -> str | None:
        """Return the word that was most likely meant, or None when nothing is near."""
        if not self._left:
            return None
        self._left -= 1
        self._folded = self._folded or folded(self._words)
        return nearest_of(word, self._folded)


@dataclass(frozen=True, slots=True)
class Index:
    """Ids, and the names that they may be called by. Several ids can share a name."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]]
    """Name, folded -> ids."""
    speller: Speller = field(default_factory=Speller, compare=False, repr=False)
    """Every id and name, for suggestions."""
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A word that can stand for ids -> the ids."""

    @classmethod
    def build(
        cls, names: Mapping[str, Iterable[str]], short: Iterable[tuple[str, str]] = ()
    ) -> Index:
        """Return the index of id -> names; in `short` stand others words for an id, and the id."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for ident, spelled in names.items():
            for name in spelled:
                found[fold(name)][ident] = None
        words = (*names, *(name for spelled in names.values() for name in spelled))
        words_for: dict[str, dict[str, None]] = defaultdict(dict)
        for word, ident in short:
            words_for[word][ident] = None
        return cls(
            frozenset(names),
            {n: tuple(ids) for n, ids in found.items()},
            Speller(words),
            {word: tuple(sorted(ids)) for word, ids in words_for.items()},
        )

    def find(self, ref: str, listed: Collection[str] = ()) -> str | None:
        """Return the id that `ref` means: an id, else the one of that name, else its slug.

        Of several with that name the only one among `listed` is meant.
        """
        if exact := self.exact(ref):
            return exact
        if ids := self.candidates(ref):
            return single_id(ids, listed)
        return self.exact(ident_of(ref))

    def exact(self, ref: str) -> str | None:
        """Return the id that `ref` is, or the only one that it can stand for."""
        return ref if ref in self.ids else single_id(self.short.get(ref, ()), ())

    def named(self, ref: str, listed: Collection[str] = ()) -> str | None:
        """Return the one id that has the name `ref`, as `find` chooses it."""
        return single_id(self.candidates(ref), listed)

    def candidates(self, ref: str) -> tuple[str, ...]:
        """Return all ids that share the name `ref`."""
        return self.short.get(ref) or self.by_name.get(fold(ref), ())

    def suggestion(self, ref: str) -> str | None:
        """Return the id or name that `ref` was most likely meant to be."""
        return self.speller.suggest(ref)


# Actors and terms


def _said(entry: Entry, *langs: str) -> Said:
    """Return the name of an entry in the first of `langs` that it has, else made from its id."""
    name = entry.fields.name
    return name.in_language(*langs) if name else Said(name_of_id(entry.id), "")


def _names(name: str, entry: Entry | None) -> tuple[str, ...]:
    if entry is None:
        return (name,)
    said = entry.fields.name.texts if entry.fields.name else ()
    return tuple(dict.fromkeys((name, *(text for _, text in said), *entry.fields.aliases)))


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of this site, registered or introduced by a brief."""

    id: str
    name: str
    """In the language of the site where it has one."""
    kind: Kind | None
    """None where nobody says what it is."""
    entry: Entry | None = None
    """Its registry entry; None when a brief introduced it."""

    @property
    def fields(self) -> ActorEntry:
        """Return what the registry has of it; all empty for an actor without an entry."""
        if self.entry and isinstance(self.entry.fields, ActorEntry):
            return self.entry.fields
        return ActorEntry()

    @property
    def names(self) -> tuple[str, ...]:
        """Return its names in all languages, and its aliases."""
        return _names(self.name, self.entry)

    def called(self, *langs: str) -> Said:
        """Return its name in the first of `langs` that it has one in."""
        return _said(self.entry, *langs) if self.entry else Said(self.name, "")


@dataclass(frozen=True, slots=True)
class Term:
    """A topic, storyline or author of this site."""

    registry: str
    id: str
    name: str
    """In the language of the site where it has one."""
    entry: Entry | None = None

    @property
    def fields(self) -> TermEntry:
        """Return what the registry has of it; all empty without an entry."""
        if self.entry and isinstance(self.entry.fields, TermEntry):
            return self.entry.fields
        return TermEntry()

    @property
    def names(self) -> tuple[str, ...]:
        """Return its names in all languages, and its aliases."""
        return _names(self.name, self.entry)

    def called(self, *langs: str) -> Said:
        """Return its name in the first of `langs` that it has one in."""
        return _said(self.entry, *langs) if self.entry else Said(self.name, "")


def other_names(thing: Actor | Term) -> tuple[Said, ...]:
    """Return the names of an actor or term in other languages than that of its shown name."""
    return tuple(
        Said(text, lang) for lang, text in by_language(thing).items() if text != thing.name
    )


def by_language(thing: Actor | Term) -> dict[str, str]:
    """Return the names of an actor or term by language tag; empty where it has one name."""
    name = thing.fields.name
    return name.by_language if name else {}


def _registered(entries: Iterable[Entry], registry: str) -> tuple[dict[str, Entry], list[Problem]]:
    """Return the entries of one registry by id, and a problem for each id that is taken."""
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        if entry.registry != registry:
            continue
        first = found.setdefault(entry.id.casefold(), entry)
        if first is entry:
            continue
        at, first_at = (e.positions.at(*e.prefix) for e in (entry, first))
        if first.id == entry.id:
            message = f"the id {entry.id} already stands in {first_at}"
            problems.append(Problem("B305", at, message, "Keep one of the two entries."))
        else:
            message = f"the ids {first.id} and {entry.id} are one address on some disks"
            problems.append(Problem("B306", at, message, "Give one of the two another id."))
    return {entry.id: entry for entry in found.values()}, problems


def gather_actors(
    entries: Iterable[Entry], briefs: Sequence[Brief], lang: str
) -> tuple[dict[str, Actor], list[Problem]]:
    """Return all actors: the registry's, and those that briefs introduce with a name and a kind.

    Where the site has no registry of actors, everyone whom a brief lists is an actor. `lang` is the
    language of the site.
    """
    known, problems = _registered(entries, "actors")
    actors = {
        ident: Actor(ident, _said(entry, lang).text, entry.fields.kind, entry)
        for ident, entry in known.items()
        if isinstance(entry.fields, ActorEntry)
    }
    register = Index.build({ident: actor.names for ident, actor in actors.items()})
    introduced: dict[str, list[str]] = defaultdict(list)
    for brief, number, part in _introductions(briefs, registry=bool(known)):
        name = part.name or part.id or ""
        ident = _introduced_as(part, register, actors, introduced)
        if ident is None:
            continue
        if not is_id(ident):
            if name:
                at = brief.at("actors", number, "name")
                problems.append(Problem("B209", at, *_no_id(name, ident)))
        elif ident in actors:
            problems += _disagreement(actors[ident], part, brief, number)
        elif part.kind or not known:
            shown = part.name or (name_of_id(ident) if ident == name else name)
            actors[ident] = Actor(ident, shown, part.kind)
            introduced[fold(shown)].append(ident)
    return actors, problems


def _no_id(ref: str, ident: str) -> tuple[str, str]:
    """Return why a name that is in no registry gives no id, and what to do."""
    fault = f"“{ident}” cannot be one: {id_fault(ident)}" if ident else "it has no letters"
    return f"no id can be made of “{shortened(ref)}”; {fault}", "Register it under another id."


def _introductions(
    briefs: Sequence[Brief], *, registry: bool
) -> list[tuple[Brief, int, Participation]]:
    """Return the parts that can introduce an actor; those with most fields come first."""
    rows = [
        (brief, number, part)
        for brief in briefs
        for number, part in enumerate(brief.fields.actors)
        if part.name or not registry
    ]
    return sorted(rows, key=lambda row: (not row[2].kind, not row[2].id, not row[2].name))


def _introduced_as(
    part: Participation,
    register: Index,
    actors: Mapping[str, Actor],
    introduced: Mapping[str, Sequence[str]],
) -> str | None:
    """Return the id of the actor of a part, known or new; None for a name that several share."""
    ref = part.id or part.name or ""
    if found := register.find(ref):
        return found
    if part.id is None and register.candidates(ref):
        return None
    ident, same = ident_of(ref), introduced.get(fold(ref), ())
    return single_id(same, ()) if same and ident not in actors else ident


def _disagreement(actor: Actor, part: Participation, brief: Brief, number: int) -> list[Problem]:
    messages = []
    if part.name and fold(part.name) not in map(fold, actor.names):
        messages.append(f"{actor.id} is called “{actor.name}” elsewhere, “{part.name}” here")
    if part.kind and part.kind != actor.kind:
        messages.append(f"{actor.id} is a {actor.kind} elsewhere, a {part.kind} here")
    advice = (
        f"See {actor.entry.positions.at(*actor.entry.prefix)}."
        if actor.entry
        else "Register the actor once in actors.yml."
    )
    at = brief.at("actors", number, "name")
    return [Problem("B309", at, message, advice) for message in messages]


def gather_terms(
    registry: str, entries: Iterable[Entry], briefs: Iterable[Brief], lang: str
) -> tuple[dict[str, Term], list[Problem]]:
    """Return all terms of one registry: its entries, and those that only briefs name."""
    known, problems = _registered(entries, registry)
    terms = {
        ident: Term(registry, ident, _said(entry, lang).text, entry)
        for ident, entry in known.items()
    }
    index = Index.build({ident: term.names for ident, term in terms.items()})
    key = FIELD_OF[registry]
    for brief in briefs:
        for number, ref in enumerate(getattr(brief.fields, key)):
            if index.find(ref):
                continue
            ident, at = ident_of(ref), brief.at(key, number)
            if not is_id(ident):
                problems.append(Problem("B209", at, *_no_id(ref, ident)))
                continue
            if known:
                near = index.suggestion(ref)
                advice = f"Did you mean {near}?" if near else f"Add it to {registry}.yml."
                problems.append(Problem("B304", at, f"“{ref}” is not in {registry}.yml", advice))
            terms.setdefault(ident, Term(registry, ident, ref if ident != ref else name_of_id(ref)))
    return terms, problems


# Everything that a reference can mean


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a reference means, wherever it is written."""

    briefs: Mapping[str, Brief]
    """Published briefs by slug."""
    unpublished: Mapping[str, Brief]
    """Drafts and scheduled briefs by slug."""
    actors: Mapping[str, Actor]
    terms: Mapping[str, Mapping[str, Term]]
    """Registry -> id -> term."""
    brief_index: Index
    actor_index: Index
    term_index: Mapping[str, Index]
    by_uri: Mapping[str, Target]
    """Paths of files, as Markdown links name them, to what they show."""

    def resolve(self, kind: str, target: str, listed: Iterable[str] = ()) -> Target | None:
        """Return what a wikilink means: by id, then by name, then by slug; None for nothing.

        Without a kind, briefs come before actors, topics and storylines.
        """
        kinds = (kind,) if kind else PAGES_OF
        indexes = [(kind, self.index_of(PAGES_OF[kind])) for kind in kinds]
        for found, index in indexes:
            if ident := index.exact(target):
                return found, ident
            if target in index.short:
                return None  # of several, the author has to say which
        actors = frozenset(listed)
        for look_up in (Index.named, Index.find):
            for found, index in indexes:
                if ident := look_up(index, target, actors):
                    return found, ident
        return None

    def index_of(self, plural: str) -> Index:
        """Return the index of `briefs` or of a registry."""
        if plural == "briefs":
            return self.brief_index
        return self.actor_index if plural == "actors" else self.term_index[plural]

    def page_at(self, brief: Brief, path: str) -> Target | None:
        """Return what a relative Markdown link of `brief` leads to, if the site makes that page."""
        return self.by_uri.get(
            posixpath.normpath(posixpath.join(posixpath.dirname(brief.uri), path))
        )

    def entries(self) -> Iterator[Entry]:
        """Yield every registry entry of an actor or term."""
        things: list[Actor | Term] = [*self.actors.values()]
        for terms in self.terms.values():
            things += terms.values()
        yield from (thing.entry for thing in things if thing.entry)

    def suggestion(self, target: str) -> str | None:
        """Return the nearest id or name of anything that a wikilink can mean."""
        indexes = (self.brief_index, self.actor_index, *self.term_index.values())
        return next(filter(None, (index.suggestion(target) for index in indexes)), None)


def _former_ids(briefs: Iterable[Brief], patterns: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the slug of each brief and its ids by other patterns, each with its id."""
    for brief in briefs:
        if brief.name != brief.slug:
            yield brief.name, brief.slug
        for pattern in patterns:
            yield address_of(pattern, brief.name, brief.fields.date), brief.slug


def build_catalogue(
    briefs: Mapping[str, Brief],
    unpublished: Mapping[str, Brief],
    actors: Mapping[str, Actor],
    terms: Mapping[str, Mapping[str, Term]],
    entries: Iterable[Entry],
    patterns: Collection[str] = (),
) -> Catalogue:
    """Return the catalogue of these, by what they are called and by their files.

    A brief may be called by its title, its file's name, and its ids by former `patterns`.
    """
    both = (*briefs.values(), *unpublished.values())
    titles = {
        brief.slug: (brief.fields.title, posixpath.basename(brief.uri).removesuffix(".md"))
        for brief in both
    }
    by_uri = {brief.uri: ("brief", brief.slug) for brief in both}
    with_pages = {"actors": actors, **{registry: terms[registry] for registry in TERMS.values()}}
    for registry, found in with_pages.items():
        by_uri |= {f"{registry}/{ident}.md": (KIND_OF[registry], ident) for ident in found}
    for entry in entries:
        if entry.uri and entry.registry in with_pages:
            by_uri[entry.uri] = (KIND_OF[entry.registry], entry.id)
    return Catalogue(
        briefs,
        unpublished,
        actors,
        terms,
        Index.build(titles, _former_ids(both, patterns)),
        Index.build({ident: actor.names for ident, actor in actors.items()}),
        {
            registry: Index.build({ident: term.names for ident, term in found.items()})
            for registry, found in terms.items()
        },
        by_uri,
    )
