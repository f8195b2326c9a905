"""A site of any number of briefs, the same for the same seed.

    python benchmarks/corpus.py 1000 --seed 7 OUT

Actors, topics and storylines follow Zipf's law, as in a newsroom: a few are everywhere, most are
seldom. Words are drawn from a made-up vocabulary, so nothing here means anything.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import math
import random
from collections.abc import Sequence
from pathlib import Path

TODAY = dt.date(2025, 6, 30)
FIRST = dt.date(2016, 1, 1)
KINDS = ("organization", "person", "group", "state")
ROLES = ("Announced it", "Opposes it", "Has to pay for it", "Is asked to decide", "Reported it")
HORIZONS = ("short", "medium", "long")
SOUNDS = (
    *("ka", "lo", "mi", "ren", "tas", "vo", "dul", "per", "sin", "gra", "hel", "bo"),
    *("nim", "tor", "eas", "fu", "wen", "zil", "pra", "cho", "dem", "lin", "oth", "vas"),
)


class Zipf:
    """Draws members of a sequence, the first more often than the last."""

    def __init__(self, members: Sequence[str]) -> None:
        self.members = members
        weights = (1 / (rank + 2) for rank in range(len(members)))
        self._sums = list(itertools.accumulate(weights))

    def some(self, rng: random.Random, count: int) -> list[str]:
        """`count` members, none twice; all where there are no more."""
        chosen: dict[str, None] = {}
        while len(chosen) < min(count, len(self.members)):
            drawn = rng.choices(self.members, cum_weights=self._sums)
            chosen[drawn[0]] = None
        return list(chosen)


class Writer:
    """Words, sentences and names out of a vocabulary of made-up words."""

    def __init__(self, rng: random.Random, size: int = 4_000) -> None:
        words: dict[str, None] = {}
        while len(words) < size:
            words["".join(rng.choices(SOUNDS, k=rng.randint(1, 4)))] = None
        self._words = list(words)
        self._sums = list(itertools.accumulate(1 / (rank + 8) for rank in range(size)))

    def words(self, rng: random.Random, count: int) -> list[str]:
        """`count` words, the common ones more often."""
        return rng.choices(self._words, cum_weights=self._sums, k=count)

    def sentence(self, rng: random.Random, count: int) -> str:
        """A sentence of `count` words."""
        return " ".join(self.words(rng, count)).capitalize() + "."

    def names(self, rng: random.Random, count: int) -> dict[str, str]:
        """`count` ids with their names of two or three words."""
        found: dict[str, str] = {}
        while len(found) < count:
            words = rng.choices(self._words, k=rng.randint(2, 3))
            found["-".join(words)] = " ".join(words).title()
        return found


class Corpus:
    """The names that the briefs of one site share."""

    def __init__(self, briefs: int, seed: int) -> None:
        rng = random.Random(f"names-{seed}")
        self.seed = seed
        self.writer = Writer(rng)
        self.actors = self.writer.names(rng, max(8, round(30 * math.sqrt(briefs))))
        self.topics = self.writer.names(rng, max(4, round(2 * math.sqrt(briefs))))
        self.stories = self.writer.names(rng, max(2, round(math.sqrt(briefs))))
        self.slugs = [f"{'-'.join(self.writer.words(rng, 4))}-{n}" for n in range(briefs)]
        self._draws = {key: Zipf([*names]) for key, names in self.registries().items()}

    def registries(self) -> dict[str, dict[str, str]]:
        """Registry -> id -> name."""
        return {"actors": self.actors, "topics": self.topics, "storylines": self.stories}

    def registry(self, name: str) -> str:
        """A registry file; every third actor has a second name, every fifth belongs to another."""
        rows = []
        ids = [*self.registries()[name]]
        for number, (ident, label) in enumerate(self.registries()[name].items()):
            rows += [f"{ident}:", f"  name: {label}"]
            if name == "actors":
                rows.append(f"  kind: {KINDS[number % len(KINDS)]}")
                if number % 3 == 0:
                    rows.append(f"  aliases: [The {label} House]")
                if number % 5 == 4:
                    rows.append(f"  part_of: {ids[number // 5]}")
        return "\n".join(rows) + "\n"

    def brief(self, number: int) -> str:
        """The text of one brief; it depends on its number and the names alone."""
        rng = random.Random(f"brief-{self.seed}-{number}")
        span = (TODAY - FIRST).days
        day = FIRST + dt.timedelta(days=number * span // len(self.slugs))
        actors = self._draws["actors"].some(rng, rng.randint(4, 8))
        front = self._head(rng, day) + self._involved(rng, actors) + self._dates(rng, day, actors)
        front += self._analysis(rng, day, actors) + self._related(rng, number)
        return "\n".join(["---", *front, "---", "", *self._body(rng, number, actors)])

    def _head(self, rng: random.Random, day: dt.date) -> list[str]:
        title = " ".join(self.writer.words(rng, 7)).capitalize()
        topics = self._draws["topics"].some(rng, rng.randint(1, 4))
        stories = self._draws["storylines"].some(rng, 1)
        return [
            f"title: {title}",
            f"date: {day}",
            f"summary: {self.writer.sentence(rng, 24)}",
            f"topics: [{', '.join(topics)}]",
            f"storyline: {stories[0]}",
        ]

    def _involved(self, rng: random.Random, actors: Sequence[str]) -> list[str]:
        return ["actors:", *(f"  - {ident}: {rng.choice(ROLES)}" for ident in actors)]

    def _dates(self, rng: random.Random, day: dt.date, actors: Sequence[str]) -> list[str]:
        rows = ["dates:"]
        for _ in range(rng.randint(3, 8)):
            when = day - dt.timedelta(days=rng.randint(0, 700))
            date = rng.choice((str(when), str(when), f"{when:%Y-%m}", f"{when.year}~"))
            rows += [
                f"  - date: {date}",
                f"    event: {self.writer.sentence(rng, 10)}",
                f"    actors: [{', '.join(rng.sample(list(actors), 2))}]",
            ]
        return rows

    def _analysis(self, rng: random.Random, day: dt.date, actors: Sequence[str]) -> list[str]:
        rows = ["implications:"]
        for _ in range(rng.randint(3, 5)):
            rows += [
                f"  - label: {self.writer.sentence(rng, 3)[:-1]}",
                f"    text: {self.writer.sentence(rng, 20)}",
                f"    actors: [{rng.choice(list(actors))}]",
                f"    horizon: {rng.choice(HORIZONS)}",
            ]
        rows.append("developments:")
        for _ in range(3):
            rows += [
                f"  - label: {self.writer.sentence(rng, 3)[:-1]}",
                f"    text: {self.writer.sentence(rng, 18)}",
                f"    actors: [{rng.choice(list(actors))}]",
                f"    likelihood: {rng.randint(5, 95)}%",
                f"    by: {day + dt.timedelta(days=rng.randint(90, 900))}",
                f"    resolves_if: {self.writer.sentence(rng, 12)}",
            ]
        rows += ["advice:", f"  - text: {self.writer.sentence(rng, 16)}", "sources:"]
        for number in range(4):
            rows.append(f"  - id: s{number}")
            rows.append(f"    title: {self.writer.sentence(rng, 6)[:-1]}")
            rows.append(f"    url: https://example.org/{rng.randrange(10**9)}")
        return rows

    def _related(self, rng: random.Random, number: int) -> list[str]:
        if number == 0 or rng.random() < 0.7:
            return []
        return ["related:", f"  - {self.slugs[rng.randrange(number)]}: follows"]

    def _body(self, rng: random.Random, number: int, actors: Sequence[str]) -> list[str]:
        """About 750 words: paragraphs that name actors, link to briefs and cite sources."""
        rows = []
        for part in range(5):
            rows += [f"## {self.writer.sentence(rng, 4)[:-1]}", ""]
            for _ in range(3):
                told = [self.writer.sentence(rng, rng.randint(10, 22)) for _ in range(3)]
                told.append(f"{self.actors[rng.choice(list(actors))]} {told.pop().lower()}")
                if rng.random() < 0.2:
                    other = self.slugs[rng.randrange(len(self.slugs))]
                    told.append(f"It follows [[{other}]] [@s{part % 4}].")
                rows += [" ".join(told), ""]
        rows += [f"See [an older one]({self.slugs[number - 1]}.md).", ""]
        return rows


def write_site(out: Path, briefs: int, seed: int = 7) -> Corpus:
    """Writes a site of `briefs` briefs with its mkdocs.yml below `out`."""
    corpus = Corpus(briefs, seed)
    folder = out / "briefs"
    folder.mkdir(parents=True, exist_ok=True)
    (out / "docs").mkdir(exist_ok=True)
    (out / "mkdocs.yml").write_text(
        "site_name: Benchmark\nsite_url: https://example.org/\n"
        "theme: {name: material, font: false}\n"
        f"plugins: [search, briefs: {{today: {TODAY}}}]\n",
        "utf-8",
    )
    for name in corpus.registries():
        (folder / f"{name}.yml").write_text(corpus.registry(name), "utf-8")
    for number, slug in enumerate(corpus.slugs):
        (folder / f"{slug}.md").write_text(corpus.brief(number), "utf-8")
    return corpus


def main() -> None:
    """Write one site from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("briefs", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    write_site(given.out, given.briefs, given.seed)
    print(f"{given.briefs} briefs below {given.out}")


if __name__ == "__main__":
    main()
