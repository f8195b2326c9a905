"""Who and what briefs refer to: every actor, topic, storyline and author, and what a reference means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_briefs.model.brief import Brief, Kind
from mkdocs_briefs.model.ids import is_id, name_of_id, slugify
from mkdocs_briefs.model.registry import ActorEntry, Entry, ThemeEntry
from mkdocs_briefs.problems import Location, Problem, nearest


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
class Theme:
    """A topic, storyline or author of this site."""

    registry: str
    id: str
    name: str
    entry: Entry | None = None

    @property
    def fields(self) -> ThemeEntry:
        """What the registry says of it; all empty without an entry."""
        if self.entry and isinstance(self.entry.fields, ThemeEntry):
            return self.entry.fields
        return ThemeEntry()


def fold(name: str) -> str:
    """The form under which names are compared when an author writes one as a reference."""
    return " ".join(name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


@dataclass(frozen=True, slots=True)
class Index:
    """Things by id and by name. A name that several share leads to all of them."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    """Every id and name, for suggestions."""

    @classmethod
    def build(cls, names: Mapping[str, Iterable[str]]) -> Index:
        """An index of id -> names."""
        found: dict[str, list[str]] = defaultdict(list)
        for ident, spelled in names.items():
            for name in spelled:
                if ident not in found[fold(name)]:
                    found[fold(name)].append(ident)
        words = (*names, *(name for spelled in names.values() for name in spelled))
        return cls(
            frozenset(names), {name: tuple(ids) for name, ids in found.items()}, tuple(words)
        )

    def find(self, ref: str, listed: Collection[str] = ()) -> str | None:
        """The id that `ref` means: itself an id, else the one thing of that name.

        Of several things of one name, the only one among `listed` is meant; else None.
        """
        if ref in self.ids:
            return ref
        ids = self.by_name.get(fold(ref), ())
        if len(ids) > 1:
            ids = tuple(ident for ident in ids if ident in listed)
        return ids[0] if len(ids) == 1 else None

    def candidates(self, ref: str) -> tuple[str, ...]:
        """All ids that share the name `ref`."""
        return self.by_name.get(fold(ref), ())

    def suggestion(self, ref: str) -> str | None:
        """The id or name that `ref` was most likely meant to be."""
        return nearest(ref, self.words)


def ident_of(ref: str) -> str:
    """The id that a reference without an entry gets: itself if it can be one, else its slug."""
    return ref if is_id(ref) else slugify(ref)


def registered(entries: Iterable[Entry], registry: str) -> tuple[dict[str, Entry], list[Problem]]:
    """The entries of one registry by id; an id that stands in two files is a problem."""
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        if entry.registry != registry:
            continue
        first = found.setdefault(entry.id, entry)
        if first is not entry:
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
    entries: Iterable[Entry], briefs: Iterable[Brief]
) -> tuple[dict[str, Actor], list[Problem]]:
    """Every actor: the registry's, those that briefs introduce, and, where the site has no
    registry of actors at all, everyone a brief lists.
    """
    known, problems = registered(entries, "actors")
    actors = {
        ident: Actor(ident, entry.fields.name or name_of_id(ident), entry.fields.kind, entry)
        for ident, entry in known.items()
        if isinstance(entry.fields, ActorEntry)
    }
    index = Index.build({ident: (a.name, *a.fields.aliases) for ident, a in actors.items()})
    for brief in briefs:
        for number, part in enumerate(brief.fields.actors):
            if part.name is None and known:
                continue
            name = part.name or part.id or ""
            ident = index.find(part.id or name) or ident_of(part.id or name)
            at = brief.at("actors", number, "name")
            if not is_id(ident):
                if name:
                    problems.append(
                        Problem(
                            "B209",
                            at,
                            f"no id can be made of the name “{name}”",
                            "Add an `id` of letters and digits.",
                        )
                    )
                continue
            if ident in actors:
                problems.extend(_disagreement(actors[ident], part.name, part.kind, at))
                continue
            shown = part.name or (name_of_id(ident) if ident == name else name)
            actors[ident] = Actor(ident, shown, part.kind or "organization")
    return actors, problems


def _disagreement(actor: Actor, name: str | None, kind: str | None, at: Location) -> list[Problem]:
    names = {fold(actor.name), *(fold(alias) for alias in actor.fields.aliases)}
    wrong = []
    if name and fold(name) not in names:
        wrong.append(f"{actor.id} is called “{actor.name}” elsewhere, “{name}” here")
    if kind and kind != actor.kind:
        wrong.append(f"{actor.id} is a {actor.kind} elsewhere, a {kind} here")
    where = (
        f"See {actor.entry.positions.at(*actor.entry.prefix)}."
        if actor.entry
        else "Register the actor once in actors.yml."
    )
    return [Problem("B309", at, message, where) for message in wrong]


def gather_themes(
    registry: str, entries: Iterable[Entry], briefs: Iterable[Brief]
) -> tuple[dict[str, Theme], list[Problem]]:
    """Every theme of one registry: its entries, and those that only briefs name."""
    known, problems = registered(entries, registry)
    themes = {
        ident: Theme(registry, ident, entry.fields.name or name_of_id(ident), entry)
        for ident, entry in known.items()
    }
    names: dict[str, tuple[str, ...]] = {i: (t.name, *t.fields.aliases) for i, t in themes.items()}
    index = Index.build(names)
    key = "storyline" if registry == "storylines" else registry
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
            themes.setdefault(
                ident, Theme(registry, ident, ref if ident != ref else name_of_id(ref))
            )
    return themes, problems
