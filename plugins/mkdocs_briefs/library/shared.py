"""What several briefs share: events and sources that a brief refers to by their ids.

An id means the entry of the brief itself, else that of a registry, else that of another brief.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from mkdocs_briefs.library.catalogue import Speller
from mkdocs_briefs.library.events import agree
from mkdocs_briefs.model.brief import Brief, DatedEvent, Origin, Path, Prose, Source
from mkdocs_briefs.model.fields import Record, fields_of, inline_texts
from mkdocs_briefs.model.ids import is_id, unique_id
from mkdocs_briefs.model.registry import SharedEntry
from mkdocs_briefs.parse.inline import scan_inline
from mkdocs_briefs.problems import Location, Problem, Severity

_LIKE_ID = re.compile(r"(?=.*[^\W\d])(?:[a-z0-9]+|[^\W_]+(?=-))(?:-[^\W_]+)*")
"""A text that somebody meant as an id: in lower case, with hyphens if it is not Latin."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The registries of events and of sources."""

    events: Mapping[str, SharedEntry] = field(default_factory=dict)
    sources: Mapping[str, SharedEntry] = field(default_factory=dict)


NOTHING = Shared()


@dataclass(frozen=True, slots=True)
class Meant:
    """What an id means: the entry, where it stands, and the brief that it is of, if any."""

    item: DatedEvent | Source
    origin: Origin
    brief: Brief | None = None


def gather_shared(entries: Iterable[SharedEntry]) -> tuple[Shared, list[Problem]]:
    """Return the registries, and a problem for each id that has two entries."""
    found: dict[str, dict[str, SharedEntry]] = {"events": {}, "sources": {}}
    problems = []
    for entry in entries:
        first = found[entry.registry].setdefault(entry.id, entry)
        if first is not entry:
            at, there = (one.positions.at(*one.prefix) for one in (entry, first))
            message = f"the id {entry.id} already stands in {there}"
            problems.append(Problem("B305", at, message, "Keep one of the two entries."))
    return Shared(**found), problems


def resolve_shared(
    briefs: Sequence[Brief], shared: Shared, language: str
) -> tuple[list[Brief], list[Problem]]:
    """Return the briefs with all that their ids refer to, and a problem for each that is unknown.

    A source of a registry that a brief cites, and the sources of an event that it refers to, are
    then among its own. `language` is that of briefs that name none.
    """
    entries = SharedIndex(briefs, shared, language)
    problems: list[Problem] = []
    found = [_Resolver(brief, entries, problems).resolved() for brief in briefs]
    return found, problems


def resolve_brief(brief: Brief, entries: SharedIndex) -> tuple[Brief, list[Problem]]:
    """Return one brief as `resolve_shared` does."""
    problems: list[Problem] = []
    return _Resolver(brief, entries, problems).resolved(), problems


class SharedIndex:
    """Finds events (`dates`) and sources by their ids."""

    def __init__(self, briefs: Sequence[Brief], shared: Shared, language: str) -> None:
        self._briefs, self._language = briefs, language
        self.registries: Mapping[str, Mapping[str, SharedEntry]]
        self.registries = {"dates": shared.events, "sources": shared.sources}

    @cached_property
    def _given(self) -> Mapping[tuple[str, str], list[tuple[Brief, int]]]:
        """List and id -> the entries of briefs to which their authors gave it."""
        found: dict[tuple[str, str], list[tuple[Brief, int]]] = defaultdict(list)
        for brief in self._briefs:
            for name in self.registries:
                for number, item in enumerate(getattr(brief.fields, name)):
                    own = (name, number) not in brief.origins and not _is_empty(item)
                    if own and brief.positions.has(name, number, "id"):
                        found[name, item.id].append((brief, number))
        return found

    @cached_property
    def _spellers(self) -> Mapping[str, Speller]:
        return {name: Speller(ident for ident, _ in self.known(name)) for name in self.registries}

    def registered(self, name: str, ident: str) -> Meant | None:
        """Return the entry of a registry."""
        entry = self.registries[name].get(ident)
        return Meant(entry.fields, Origin(entry.positions, entry.prefix)) if entry else None

    def of_others(self, name: str, ident: str, own: Brief) -> list[Meant]:
        """Return the entries of other briefs with this id.

        Those in the brief's own language count before others. The newest come first.
        """
        rows = [row for row in self._given.get((name, ident), ()) if row[0].file != own.file]
        lang = own.fields.lang or self._language
        same = [row for row in rows if (row[0].fields.lang or self._language) == lang]

        def order(row: tuple[Brief, int]) -> tuple[object, ...]:
            return -row[0].fields.moment.order, row[0].slug, row[1]

        return [
            Meant(getattr(b.fields, name)[n], Origin(b.positions, (name, n)), b)
            for b, n in sorted(same or rows, key=order)
        ]

    def find(self, name: str, ident: str, own: Brief) -> Meant | None:
        """Return what an id means in a brief: its own entry, that of a registry, or another's."""
        for number, item in enumerate(getattr(own.fields, name)):
            if item.id == ident and not _is_empty(item) and own.positions.has(name, number, "id"):
                return Meant(item, Origin(own.positions, (name, number)), own)
        found = self.registered(name, ident)
        return found or next(iter(self.of_others(name, ident, own)), None)

    def known(self, name: str) -> Iterator[tuple[str, DatedEvent | Source]]:
        """Yield every id that can be referred to, with its entry, the registry's first."""
        registry = self.registries[name]
        yield from ((ident, entry.fields) for ident, entry in registry.items())
        for (kind, ident), rows in self._given.items():
            if kind == name and ident not in registry:
                brief, number = rows[0]
                yield ident, getattr(brief.fields, name)[number]

    def suggestion(self, name: str, ident: str) -> str | None:
        """Return the nearest id that could be referred to."""
        return self._spellers[name].suggest(ident)


class _Resolver:
    """Finds what the ids of one brief refer to."""

    def __init__(self, brief: Brief, entries: SharedIndex, problems: list[Problem]) -> None:
        self._brief, self._entries, self._problems = brief, entries, problems
        self._origins: dict[Path, Origin] = {}
        self._sources: list[Source] = list(brief.fields.sources)
        self._brought: dict[tuple[object, ...], str] = {}
        """The place of a source elsewhere -> its id in this brief."""

    def resolved(self) -> Brief:
        """Return the brief with all that it refers to."""
        fields = self._brief.fields
        for number in range(len(self._sources)):
            self._resolve("sources", number, self._sources)
        dates = list(fields.dates)
        for number in range(len(dates)):
            self._resolve("dates", number, dates)
        brief = self._brief
        if self._sources != list(fields.sources) or dates != list(fields.dates):
            whole = fields.revised(sources=tuple(self._sources), dates=tuple(dates))
            brief = replace(brief, fields=whole, origins=self._origins, written=fields)
        if not self._entries.registries["sources"] or not self._bring_cited(brief):
            return brief
        whole = brief.fields.revised(sources=tuple(self._sources))
        return replace(brief, fields=whole, origins=self._origins, written=fields)

    def _resolve(self, name: str, number: int, items: list[Any]) -> None:
        """Give the entry all that its id stands for."""
        item, brief, path = items[number], self._brief, (name, number)
        empty, bare = _is_empty(item), is_bare_id(brief, name, number)
        ident = _text(item) if bare else item.id
        # An event of a registry may be told in the brief's own words; a source is its own or not.
        told = name == "dates" and ident in self._entries.registries[name]
        if not empty and not bare and not (told and brief.positions.has(*path, "id")):
            return
        meant = self._meant(name, ident, path)
        if bare and (first := self._same_id(name, number, ident, known=meant is not None)):
            message = f"The id “{ident}” is used twice; the other is on line {first.line}"
            advice = "Delete one of the two entries."
            self._problems.append(Problem("B305", brief.at(*path), message, advice))
        elif meant:
            items[number] = self._filled(item, meant, path, ident, bare=bare)
        elif empty:
            self._unknown(name, ident, path)
            items[number] = item.revised(**{"event" if name == "dates" else "title": ident})
        elif _LIKE_ID.fullmatch(ident) and (name == "sources" or "-" in ident):
            # A text of one word can tell of an event, but is no title.
            self._unknown(name, ident, path, Severity.WARNING if name == "dates" else None)

    def _same_id(self, name: str, number: int, ident: str, *, known: bool) -> Location | None:
        """Return where another entry of the brief with this id stands.

        An id that is made of its words counts if the id is `known` elsewhere.
        """
        brief = self._brief
        for other, item in enumerate(getattr(brief.fields, name)):
            if item.id != ident or other == number:
                continue
            if known or name == "sources" or brief.positions.has(name, other, "id"):
                return brief.at(name, other)
        return None

    def _meant(self, name: str, ident: str, path: Path) -> Meant | None:
        """Return what an id means outside of the brief. Report it if that is two things."""
        if found := self._entries.registered(name, ident):
            return found
        others = self._entries.of_others(name, ident, self._brief)
        for other in others[1:]:
            if _differ(others[0].item, other.item):
                places = [one.origin.positions.at(*one.origin.prefix) for one in (others[0], other)]
                registry = "events" if name == "dates" else "sources"
                self._problems.append(
                    Problem(
                        "B315",
                        self._brief.at(*path),
                        f"“{ident}” means one thing in {places[0]} and another in {places[1]}",
                        f"Give one of the two another id, or move what is meant to {registry}.yml.",
                    )
                )
                break
        return others[0] if others else None

    def _unknown(self, name: str, ident: str, path: Path, severity: Severity | None = None) -> None:
        near = self._entries.suggestion(name, ident)
        if name == "dates":
            code, noun, advice = "B314", "event", "Add it to events.yml, or write what happened."
        else:
            code, noun = "B303", "source"
            advice = f"Add it to sources.yml. If it is a title, write - title: {ident}"
        message = f"unknown {noun} “{ident}”"
        advice = f"Did you mean {near}?" if near else advice
        self._problems.append(Problem(code, self._brief.at(*path), message, advice, severity))

    def _filled(
        self, item: Any, meant: Meant, path: Path, ident: str, *, bare: bool
    ) -> DatedEvent | Source:
        """Return the entry with what it does not say itself. The brief's own values come first."""
        values: dict[str, Any] = {"id": ident}
        numbers: dict[str, tuple[int | None, ...]] = {}
        for key, kind in fields_of(cast("type[Record]", type(item))).items():
            own, other = getattr(item, key), getattr(meant.item, key)
            if key == "id":
                continue
            if kind.many:
                if key == "sources":
                    other = [self._brought_in(ref, meant.brief) for ref in other]
                more = {n: one for n, one in enumerate(other) if one and one not in own}
                numbers[key] = (*(None for _ in own), *more)
                values[key] = (*own, *more.values())
            elif (bare and own == ident) or not own or not self._brief.positions.has(*path, key):
                values[key] = other
        key = ("event" if path[0] == "dates" else "title") if bare else ""
        self._origins[path] = replace(meant.origin, numbers=numbers, in_place_of=key)
        if isinstance(item, Source):
            self._brought[_place(meant.origin)] = ident
        return cast("DatedEvent | Source", item.revised(**values))

    def _brought_in(self, ref: str, owner: Brief | None) -> str | None:
        """Return the id that a source of a registry, or of `owner`, has in this brief."""
        meant = self._entries.registered("sources", ref)
        for number, source in enumerate(owner.fields.sources if owner else ()):
            if owner and source.id == ref and not _is_empty(source):
                meant = Meant(source, Origin(owner.positions, ("sources", number)), owner)
        return self._bring(ref, meant) if meant else None

    def _bring(self, ref: str, meant: Meant) -> str:
        """Add a source to those of the brief, if it is not there. Return its id in the brief."""
        place = _place(meant.origin)
        if place not in self._brought:
            same = next((one for one in self._sources if _is_same(one, meant.item, ref)), None)
            if same:
                self._brought[place] = same.id or ref
            else:
                ident = unique_id(ref, {one.id: 1 for one in self._sources if one.id})
                self._origins["sources", len(self._sources)] = meant.origin
                self._sources.append(cast("Source", meant.item).revised(id=ident))
                self._brought[place] = ident
        return self._brought[place]

    def _bring_cited(self, brief: Brief) -> bool:
        """Add the sources of the registry that the fields or the body name, in this order.

        Return whether there are any.
        """
        before = len(self._sources)
        own = {source.id for source in self._sources}
        for ref in dict.fromkeys(cited(brief)):
            if ref not in own and (meant := self._entries.registered("sources", ref)):
                self._bring(ref, meant)
        return len(self._sources) > before


def is_bare_id(brief: Brief, name: str, number: int) -> bool:
    """Return whether an entry is a text that can be an id, and nothing else."""
    text = _text(getattr(brief.fields, name)[number])
    if not text or not is_id(text) or text != text.casefold():
        return False
    return brief.at(name, number) == brief.at(name, number, "event" if name == "dates" else "title")


def cited(brief: Brief) -> Iterator[str]:
    """Yield the ids of sources that the fields and the body of a brief name."""
    fields = brief.fields
    for items in (fields.dates, fields.implications, fields.figures):
        for item in items:
            yield from item.sources
    for development in fields.developments:
        if development.resolution:
            yield from development.resolution.sources
    for _, text in inline_texts(fields, "[@"):
        yield from _citations(scan_inline(text))
    yield from _citations(brief.prose)


def _citations(prose: Prose) -> Iterator[str]:
    for citation in prose.citations:
        yield from citation.ids


def _is_empty(item: Any) -> bool:
    """Return whether an entry has nothing that a reader could be shown."""
    return not (item.event if isinstance(item, DatedEvent) else item.title or item.url)


def _text(item: Any) -> str:
    if isinstance(item, DatedEvent):
        return item.event if item.date is None else ""
    return (item.title or "") if item.url is None else ""


def _differ(one: Any, other: Any) -> bool:
    """Return whether two entries cannot be the same thing."""
    if isinstance(one, DatedEvent):
        return bool(one.date and other.date and not agree(one.date, other.date))
    if one.url and other.url:
        return bool(one.url != other.url)
    return bool((one.title or "").casefold() != (other.title or "").casefold())


def _is_same(one: Source, other: Any, ref: str) -> bool:
    """Return whether a source of the brief is this one, by its id and its address or title."""
    return one.id == ref and not _differ(one, other)


def _place(origin: Origin) -> tuple[object, ...]:
    return origin.positions.file, *origin.prefix
