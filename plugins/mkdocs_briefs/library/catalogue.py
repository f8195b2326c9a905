"""What the references of briefs and registries mean, by id, by name and by file."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from mkdocs_briefs.library.backlinks import Target
from mkdocs_briefs.model.brief import Brief, Kind, Participation
from mkdocs_briefs.model.ids import FIELD_OF, KIND_OF, PAGES_OF, TERMS, is_id, name_of_id, slugify
from mkdocs_briefs.model.registry import ActorEntry, Entry, TermEntry
from mkdocs_briefs.problems import Location, Problem, folded, nearest_of

MAX_SUGGESTIONS = 500
"""Suggestions made in all: each takes 7 ms among 20,000 names, and whoever has more words wrong
than that has another mistake."""


class Speller:
    """Words that an author may have meant."""

    __slots__ = ("_folded", "_left", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        self._folded: dict[str, str] = {}
        self._left = MAX_SUGGESTIONS

    def suggest(self, word: str) -> str | None:
        """Return the word that was most likely meant, or None when nothing is near."""
        if not self._left:
            return None
        self._left -= 1
        if not self._folded:
            self._folded = folded(self._words)
        return nearest_of(word, self._folded)


def fold(name: str) -> str:
    """The form under which names are compared when an author writes one as a reference."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(folded.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def ident_of(ref: str) -> str:
    """The id that a reference without an entry gets: itself if it can be one, else its slug.

    Capitals go, since `Hamas` and `hamas` are one page on disks that do not tell cases apart.
    """
    return ref if is_id(ref) and ref == ref.casefold() else slugify(ref)


@dataclass(frozen=True, slots=True)
class Index:
    """Things by id and by name. A name that several share leads to all of them."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    speller: Speller = field(default_factory=lambda: Speller(()), compare=False, repr=False)
    """Every id and name, for suggestions."""

    @classmethod
    def build(cls, names: Mapping[str, Iterable[str]]) -> Index:
        """An index of id -> names."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for ident, spelled in names.items():
            for name in spelled:
                found[fold(name)][ident] = None
        words = (*names, *(name for spelled in names.values() for name in spelled))
        return cls(frozenset(names), {n: tuple(ids) for n, ids in found.items()}, Speller(words))

    def find(self, ref: str, listed: Collection[str] = ()) -> str | None:
        """The id that `ref` means: itself an id, else the one thing of that name, else its slug.

        Of several things of one name, the only one among `listed` is meant; else None.
        """
        if ref in self.ids:
            return ref
        if ids := self.by_name.get(fold(ref)):
            return _only(ids, listed)
        ident = ident_of(ref)
        return ident if ident in self.ids else None

    def named(self, ref: str, listed: Collection[str] = ()) -> str | None:
        """The one thing that has the name `ref`, as `find` chooses it."""
        return _only(self.by_name.get(fold(ref), ()), listed)

    def candidates(self, ref: str) -> tuple[str, ...]:
        """All ids that share the name `ref`."""
        return self.by_name.get(fold(ref), ())

    def suggestion(self, ref: str) -> str | None:
        """The id or name that `ref` was most likely meant to be."""
        return self.speller.suggest(ref)


def _only(ids: tuple[str, ...], listed: Collection[str]) -> str | None:
    if len(ids) > 1:
        ids = tuple(ident for ident in ids if ident in listed)
    return ids[0] if len(ids) == 1 else None


class Known:
    """Ids that something in a brief may name."""

    __slots__ = ("_ids", "_speller")

    def __init__(self, ids: Iterable[str | None]) -> None:
        self._ids = {ident: None for ident in ids if ident}
        self._speller = Speller(self._ids)

    def __contains__(self, ref: str) -> bool:
        return ref in self._ids

    def suggestion(self, ref: str) -> str | None:
        """The id that `ref` was most likely meant to be, or None."""
        return self._speller.suggest(ref)


def unknown_source(at: Location, ref: str, known: Known) -> Problem:
    """The problem of citing a source that the brief does not list."""
    near = known.suggestion(ref)
    return unknown("B303", at, "source", ref, near, "List it under `sources` with this `id`.")


def unknown(
    code: str, at: Location, noun: str, ref: str, near: str | None, otherwise: str
) -> Problem:
    """The problem of a reference to nothing: the nearest choice as help, else `otherwise`."""
    return Problem(
        code, at, f"unknown {noun} “{ref}”", f"Did you mean {near}?" if near else otherwise
    )


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of this site, registered or introduced by a brief."""

    id: str
    name: str
    kind: Kind
    entry: Entry | None = None
    """Its registry entry; None when a brief introduced it."""

    @property
    def fields(self) -> ActorEntry:
        """What the registry says of it; all empty for an actor without an entry."""
        if self.entry and isinstance(self.entry.fields, ActorEntry):
            return self.entry.fields
        return ActorEntry()


@dataclass(frozen=True, slots=True)
class Term:
    """A topic, storyline or author of this site."""

    registry: str
    id: str
    name: str
    entry: Entry | None = None

    @property
    def fields(self) -> TermEntry:
        """What the registry says of it; all empty without an entry."""
        if self.entry and isinstance(self.entry.fields, TermEntry):
            return self.entry.fields
        return TermEntry()


def registered(entries: Iterable[Entry], registry: str) -> tuple[dict[str, Entry], list[Problem]]:
    """The entries of one registry by id; an id that stands in two files is a problem."""
    found: dict[str, Entry] = {}
    folded: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        if entry.registry != registry:
            continue
        first = found.setdefault(entry.id, entry)
        twin = folded.setdefault(entry.id.casefold(), entry)
        if first is entry and twin is not entry:
            del found[entry.id]
            problems.append(
                Problem(
                    "B306",
                    entry.positions.at(*entry.prefix),
                    f"the ids {twin.id} and {entry.id} are one address on some disks",
                    "Give one of the two another id.",
                )
            )
        elif first is not entry:
            problems.append(
                Problem(
                    "B305",
                    entry.positions.at(*entry.prefix),
                    f"the id {entry.id} already stands in {first.positions.at(*first.prefix)}",
                    "Keep one of the two entries.",
                )
            )
    return found, problems


def gather_actors(
    entries: Iterable[Entry], briefs: Sequence[Brief]
) -> tuple[dict[str, Actor], list[Problem]]:
    """Every actor: the registry's, and those that briefs introduce with a name and a kind.

    Where the site has no registry of actors at all, everyone a brief lists is one.
    """
    known, problems = registered(entries, "actors")
    actors = {
        ident: Actor(ident, entry.fields.name or name_of_id(ident), entry.fields.kind, entry)
        for ident, entry in known.items()
        if isinstance(entry.fields, ActorEntry)
    }
    register = Index.build({ident: (a.name, *a.fields.aliases) for ident, a in actors.items()})
    introduced: dict[str, dict[str, None]] = defaultdict(dict)
    for brief, number, part in _introductions(briefs, registry=bool(known)):
        name = part.name or part.id or ""
        ident = _introduced_as(part, register, actors, introduced)
        if ident is None:
            continue
        if not is_id(ident):
            if name:
                problems.append(
                    Problem(
                        "B209",
                        brief.at("actors", number, "name"),
                        f"no id can be made of the name “{name}”",
                        "Add an `id` of letters and digits.",
                    )
                )
        elif ident in actors:
            problems += _disagreement(actors[ident], part, brief, number)
        elif part.kind or not known:
            shown = part.name or (name_of_id(ident) if ident == name else name)
            actors[ident] = Actor(ident, shown, part.kind or "organization")
            introduced[fold(shown)][ident] = None
    return actors, problems


def _introductions(
    briefs: Sequence[Brief], *, registry: bool
) -> list[tuple[Brief, int, Participation]]:
    """The parts that can introduce an actor; those that say most of it come first."""
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
    introduced: Mapping[str, Collection[str]],
) -> str | None:
    """The id of whom a part speaks of, known or new; None when its name belongs to several."""
    ref = part.id or part.name or ""
    if found := register.find(ref):
        return found
    if part.id is None and register.candidates(ref):
        return None
    ident = ident_of(ref)
    same = introduced.get(fold(ref), ())
    if ident in actors or not same:
        return ident
    return next(iter(same)) if len(same) == 1 else None


def _disagreement(actor: Actor, part: Participation, brief: Brief, number: int) -> list[Problem]:
    name, kind, wrong = part.name, part.kind, []
    if name and name != actor.name:
        names = {fold(actor.name), *(fold(alias) for alias in actor.fields.aliases)}
        if fold(name) not in names:
            wrong.append(f"{actor.id} is called “{actor.name}” elsewhere, “{name}” here")
    if kind and kind != actor.kind:
        wrong.append(f"{actor.id} is a {actor.kind} elsewhere, a {kind} here")
    if not wrong:
        return []
    where = (
        f"See {actor.entry.positions.at(*actor.entry.prefix)}."
        if actor.entry
        else "Register the actor once in actors.yml."
    )
    at = brief.at("actors", number, "name")
    return [Problem("B309", at, message, where) for message in wrong]


def gather_terms(
    registry: str, entries: Iterable[Entry], briefs: Iterable[Brief]
) -> tuple[dict[str, Term], list[Problem]]:
    """Every term of one registry: its entries, and those that only briefs name."""
    known, problems = registered(entries, registry)
    terms = {
        ident: Term(registry, ident, entry.fields.name or name_of_id(ident), entry)
        for ident, entry in known.items()
    }
    names: dict[str, tuple[str, ...]] = {i: (t.name, *t.fields.aliases) for i, t in terms.items()}
    index = Index.build(names)
    key = FIELD_OF[registry]
    for brief in briefs:
        for number, ref in enumerate(getattr(brief.fields, key)):
            if index.find(ref):
                continue
            ident = ident_of(ref)
            if not is_id(ident):
                problems.append(
                    Problem(
                        "B209",
                        brief.at(key, number),
                        f"no id can be made of “{ref}”",
                        "Use letters or digits.",
                    )
                )
                continue
            if known:
                near = index.suggestion(ref)
                problems.append(
                    Problem(
                        "B304",
                        brief.at(key, number),
                        f"“{ref}” is not in {registry}.yml",
                        f"Did you mean {near}?" if near else f"Add it to {registry}.yml.",
                    )
                )
            terms.setdefault(ident, Term(registry, ident, ref if ident != ref else name_of_id(ref)))
    return terms, problems


Spelled = Mapping[str, Mapping[str, tuple[str, ...]]]
"""`briefs` or a registry -> id -> all that it may be called, its name first."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a reference means, whoever makes it."""

    briefs: Mapping[str, Brief]
    """Published briefs by slug."""
    unpublished: Mapping[str, Brief]
    """Briefs left out for now (drafts, scheduled) by slug."""
    actors: Mapping[str, Actor]
    terms: Mapping[str, Mapping[str, Term]]
    """Registry -> id -> term."""
    brief_index: Index
    actor_index: Index
    term_index: Mapping[str, Index]
    by_uri: Mapping[str, Target]
    """Paths of files, as Markdown links name them, to what they show."""

    def resolve(self, kind: str, target: str, listed: Iterable[str] = ()) -> Target | None:
        """What the wikilink target means: by id, then by name, then by slug; None when nothing.

        Without a kind, briefs come before actors, topics and storylines.
        """
        kinds = (kind,) if kind else PAGES_OF
        indexes = [(k, self.index_of(PAGES_OF[k])) for k in kinds]
        for wanted, index in indexes:
            if target in index.ids:
                return (wanted, target)
        actors = frozenset(listed)
        for wanted, index in indexes:
            if found := index.named(target, actors):
                return (wanted, found)
        for wanted, index in indexes:
            if found := index.find(target, actors):
                return (wanted, found)
        return None

    def index_of(self, plural: str) -> Index:
        """Return the index of `briefs` or of a registry."""
        own = {"briefs": self.brief_index, "actors": self.actor_index, **self.term_index}
        return own[plural]

    def page_at(self, brief: Brief, path: str) -> Target | None:
        """What a relative Markdown link of `brief` leads to, if it is a page of ours."""
        return self.by_uri.get(
            posixpath.normpath(posixpath.join(posixpath.dirname(brief.uri), path))
        )

    def suggestion(self, target: str) -> str | None:
        """The nearest id or name of anything a wikilink can mean."""
        for index in (self.brief_index, self.actor_index, *self.term_index.values()):
            if found := index.suggestion(target):
                return found
        return None


def spelled_in(
    briefs: Iterable[Brief],
    actors: Mapping[str, Actor],
    terms: Mapping[str, Mapping[str, Term]],
) -> Spelled:
    """What everything may be called: for a brief its title and file, else name and aliases."""
    return {
        "briefs": {
            b.slug: (b.fields.title, posixpath.basename(b.uri).removesuffix(".md")) for b in briefs
        },
        "actors": {i: (a.name, *a.fields.aliases) for i, a in actors.items()},
        **{
            registry: {i: (t.name, *t.fields.aliases) for i, t in found.items()}
            for registry, found in terms.items()
        },
    }


def uris_of(
    briefs: Iterable[Brief],
    actors: Mapping[str, Actor],
    terms: Mapping[str, Mapping[str, Term]],
    entries: Iterable[Entry],
) -> dict[str, Target]:
    """What stands in each file, by its path as Markdown links name it."""
    by_uri: dict[str, Target] = {b.uri: ("brief", b.slug) for b in briefs}
    with_pages = {"actors": actors, **{registry: terms[registry] for registry in TERMS.values()}}
    for registry, things in with_pages.items():
        for ident in things:
            by_uri[f"{registry}/{ident}.md"] = (KIND_OF[registry], ident)
    for entry in entries:
        if entry.uri and entry.registry in with_pages:
            by_uri[entry.uri] = (KIND_OF[entry.registry], entry.id)
    return by_uri


def catalogue_of(
    briefs: Mapping[str, Brief],
    unpublished: Mapping[str, Brief],
    actors: Mapping[str, Actor],
    terms: Mapping[str, Mapping[str, Term]],
    spelled: Spelled,
    uris: Mapping[str, Target],
) -> Catalogue:
    """The catalogue of these things by what they are called and where they stand."""
    return Catalogue(
        MappingProxyType(briefs),
        MappingProxyType(unpublished),
        MappingProxyType(actors),
        MappingProxyType(terms),
        Index.build(spelled["briefs"]),
        Index.build(spelled["actors"]),
        MappingProxyType({registry: Index.build(spelled[registry]) for registry in terms}),
        MappingProxyType(uris),
    )
