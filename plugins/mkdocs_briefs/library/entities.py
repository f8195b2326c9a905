"""Who and what briefs refer to: every actor, topic, storyline and author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.index import Index, fold, ident_of
from mkdocs_briefs.model.brief import Brief, Kind, Participation
from mkdocs_briefs.model.ids import is_id, name_of_id
from mkdocs_briefs.model.kinds import FIELD_OF
from mkdocs_briefs.model.registry import ActorEntry, Entry, TermEntry
from mkdocs_briefs.problems import Problem


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
