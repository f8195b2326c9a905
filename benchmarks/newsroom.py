"""The briefs of an invented newsroom; the same seed gives the same briefs.

Actors, topics and storylines follow Zipf's law, as in a newsroom: a few are everywhere, most are
rare. The words have no meaning. The modules in `layouts` write the briefs for each tool.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TODAY = dt.date(2025, 6, 30)
"""The day of the build. No brief and no event is later."""
FIRST = dt.date(2016, 1, 1)
KINDS = ("organization", "person", "group", "state")
ROLES = ("Announced it", "Opposes it", "Has to pay for it", "Is asked to decide", "Reported it")
HORIZONS = ("short", "medium", "long")
SOUNDS = (
    *("ka", "lo", "mi", "ren", "tas", "vo", "dul", "per", "sin", "gra", "hel", "bo"),
    *("nim", "tor", "eas", "fu", "wen", "zil", "pra", "cho", "dem", "lin", "oth", "vas"),
)
MARK = re.compile(r"<(actor|brief|file|source):([^>]+)>")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor; most have no `alias` and no `part_of`."""

    id: str
    name: str
    kind: str
    alias: str = ""
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An event; `date` is EDTF, and `day` is for sorting."""

    date: str
    day: dt.date
    text: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Implication:
    """An implication for an actor."""

    label: str
    text: str
    actor: str
    horizon: str


@dataclass(frozen=True, slots=True)
class Development:
    """A development with its likelihood and test."""

    label: str
    text: str
    actor: str
    likelihood: str
    by: dt.date
    resolves_if: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source; the body cites its id."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief. `body` is Markdown with a mark (MARK) for each link."""

    slug: str
    title: str
    date: dt.date
    summary: str
    topics: tuple[str, ...]
    storyline: str
    roles: dict[str, str]
    events: tuple[Event, ...]
    implications: tuple[Implication, ...]
    developments: tuple[Development, ...]
    advice: str
    sources: tuple[Source, ...]
    follows: str
    body: str

    def text(self, spell: Callable[[str, str], str]) -> str:
        """Return the body; `spell` returns the Markdown for the kind and id of a mark."""
        return MARK.sub(lambda mark: spell(mark[1], mark[2]), self.body)


class Zipf:
    """Draw members of a sequence, the first ones more often."""

    def __init__(self, members: Sequence[str]) -> None:
        self.members = members
        weights = (1 / (rank + 2) for rank in range(len(members)))
        self._sums = list(itertools.accumulate(weights))

    def some(self, rng: random.Random, count: int) -> list[str]:
        """Return `count` different members, or all of them."""
        chosen: dict[str, None] = {}
        while len(chosen) < min(count, len(self.members)):
            drawn = rng.choices(self.members, cum_weights=self._sums)
            chosen[drawn[0]] = None
        return list(chosen)


class Writer:
    """Words, sentences and names from a vocabulary of invented words."""

    def __init__(self, rng: random.Random, size: int = 4_000) -> None:
        words: dict[str, None] = {}
        while len(words) < size:
            words["".join(rng.choices(SOUNDS, k=rng.randint(1, 4)))] = None
        self._words = list(words)
        self._sums = list(itertools.accumulate(1 / (rank + 8) for rank in range(size)))

    def words(self, rng: random.Random, count: int) -> list[str]:
        """Return `count` words, the common ones more often."""
        return rng.choices(self._words, cum_weights=self._sums, k=count)

    def phrase(self, rng: random.Random, count: int) -> str:
        """Return a heading of `count` words."""
        return " ".join(self.words(rng, count)).capitalize()

    def sentence(self, rng: random.Random, count: int) -> str:
        """Return a sentence of `count` words."""
        return f"{self.phrase(rng, count)}."

    def names(self, rng: random.Random, count: int) -> dict[str, str]:
        """Return `count` ids and names of two or three words."""
        found: dict[str, str] = {}
        while len(found) < count:
            words = rng.choices(self._words, k=rng.randint(2, 3))
            found["-".join(words)] = " ".join(words).title()
        return found


class Newsroom:
    """The names that briefs share, and the briefs."""

    def __init__(self, briefs: int, seed: int = 7) -> None:
        rng = random.Random(f"names-{seed}")
        self.seed = seed
        self.writer = Writer(rng)
        self.actors = _actors(self.writer.names(rng, max(8, round(30 * math.sqrt(briefs)))))
        self.topics = self.writer.names(rng, max(4, round(2 * math.sqrt(briefs))))
        self.storylines = self.writer.names(rng, max(2, round(math.sqrt(briefs))))
        self.slugs = [f"{'-'.join(self.writer.words(rng, 4))}-{n}" for n in range(briefs)]
        self._draws = {
            "actors": Zipf([*self.actors]),
            "topics": Zipf([*self.topics]),
            "storylines": Zipf([*self.storylines]),
        }
        self.briefs = {slug: self._brief(number) for number, slug in enumerate(self.slugs)}

    def _brief(self, number: int) -> Brief:
        """Return a brief, which depends only on its number and the names."""
        rng = random.Random(f"brief-{self.seed}-{number}")
        span = (TODAY - FIRST).days
        day = FIRST + dt.timedelta(days=number * span // len(self.slugs))
        actors = self._draws["actors"].some(rng, rng.randint(4, 8))
        say = self.writer
        return Brief(
            slug=self.slugs[number],
            title=say.phrase(rng, 7),
            date=day,
            summary=say.sentence(rng, 24),
            topics=tuple(self._draws["topics"].some(rng, rng.randint(1, 4))),
            storyline=self._draws["storylines"].some(rng, 1)[0],
            roles={actor: rng.choice(ROLES) for actor in actors},
            events=tuple(self._event(rng, day, actors) for _ in range(rng.randint(3, 8))),
            implications=tuple(self._implication(rng, actors) for _ in range(rng.randint(3, 5))),
            developments=tuple(self._development(rng, day, actors) for _ in range(3)),
            advice=say.sentence(rng, 16),
            sources=tuple(self._source(rng, source) for source in range(4)),
            follows=rng.choice(self.slugs[:number]) if number and rng.random() < 0.3 else "",
            body=self._body(rng, number, actors),
        )

    def _event(self, rng: random.Random, day: dt.date, actors: Sequence[str]) -> Event:
        when = day - dt.timedelta(days=rng.randint(0, 700))
        date = rng.choice((str(when), str(when), f"{when:%Y-%m}", f"{when.year}~"))
        involved = tuple(rng.sample(actors, 2))
        return Event(date, when, self.writer.sentence(rng, 10), involved)

    def _implication(self, rng: random.Random, actors: Sequence[str]) -> Implication:
        label, text = self.writer.phrase(rng, 3), self.writer.sentence(rng, 20)
        return Implication(label, text, rng.choice(actors), rng.choice(HORIZONS))

    def _development(self, rng: random.Random, day: dt.date, actors: Sequence[str]) -> Development:
        return Development(
            label=self.writer.phrase(rng, 3),
            text=self.writer.sentence(rng, 18),
            actor=rng.choice(actors),
            likelihood=f"{rng.randint(5, 95)}%",
            by=day + dt.timedelta(days=rng.randint(90, 900)),
            resolves_if=self.writer.sentence(rng, 12),
        )

    def _source(self, rng: random.Random, number: int) -> Source:
        url = f"https://example.org/{rng.randrange(10**9)}"
        return Source(f"s{number}", self.writer.phrase(rng, 6), url)

    def _body(self, rng: random.Random, number: int, actors: Sequence[str]) -> str:
        """Return about 750 words that name actors, link to briefs and cite sources."""
        blocks = []
        for part in range(5):
            blocks.append(f"## {self.writer.phrase(rng, 4)}")
            blocks += [self._paragraph(rng, part, actors) for _ in range(3)]
        items = [f"- {self.writer.sentence(rng, 8)}" for _ in range(3)]
        blocks.append("\n".join(items))
        if number % 3 == 0:
            blocks.append(self._table(rng, actors))
        blocks.append(f"See [an older one](<file:{self.slugs[number - 1]}>).")
        return "\n\n".join(blocks) + "\n"

    def _paragraph(self, rng: random.Random, part: int, actors: Sequence[str]) -> str:
        sentences = [self.writer.sentence(rng, rng.randint(10, 22)) for _ in range(3)]
        sentences.append(f"<actor:{rng.choice(actors)}> {sentences.pop().lower()}")
        if rng.random() < 0.2:
            sentences.append(f"It follows <brief:{rng.choice(self.slugs)}> <source:s{part % 4}>.")
        return " ".join(sentences)

    def _table(self, rng: random.Random, actors: Sequence[str]) -> str:
        rows = [f"| <actor:{actor}> | {rng.randrange(10_000):,} |" for actor in actors]
        return "\n".join(["| Who | How many |", "| --- | ---: |", *rows])


def _actors(names: dict[str, str]) -> dict[str, Actor]:
    """Return actors: every third has an alias, every fifth is part of another."""
    ids = [*names]
    return {
        ident: Actor(
            ident,
            name,
            KINDS[number % len(KINDS)],
            f"The {name} House" if number % 3 == 0 else "",
            ids[number // 5] if number % 5 == 4 else "",
        )
        for number, (ident, name) in enumerate(names.items())
    }
