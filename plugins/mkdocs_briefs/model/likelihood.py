"""Likelihoods: the terms of a scale, and what an author may write for one.

Sources of the bands: ICD 203 (US Office of the Director of National Intelligence, 2015), section
D.6.e.(2)(a); the yardstick of the UK Professional Head of Intelligence Assessment (PHIA).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,2})?)\s*%$")
_RANGE = re.compile(r"^(\d{1,3}(?:\.\d{1,2})?)\s*%?\s*(?:-|–|to)\s*(\d{1,3}(?:\.\d{1,2})?)\s*%$")


class LikelihoodError(ValueError):
    """The text is no likelihood on this scale; the message says what is expected."""


@dataclass(frozen=True, slots=True)
class Band:
    """One term of a scale with its bounds in percent, and other words for the same band."""

    term: str
    low: float
    high: float
    synonyms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.term} {self.low:g}-{self.high:g}%"


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A likelihood as published: its term, its bounds in percent, and the text as written."""

    text: str
    term: str
    low: float
    high: float

    @property
    def probability(self) -> float:
        """The number that is scored, from 0 to 1: the value given, else the middle of its band."""
        return (self.low + self.high) / 200

    @property
    def numbers(self) -> str:
        """The bounds for readers: `70%` or `55–80%`."""
        if self.low == self.high:
            return f"{self.low:g}%"
        return f"{self.low:g}\N{EN DASH}{self.high:g}%"


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of likelihood terms, from least to most likely."""

    name: str
    bands: tuple[Band, ...]

    @property
    def terms(self) -> list[str]:
        """Every word this scale knows, synonyms included."""
        return [word for band in self.bands for word in (band.term, *band.synonyms)]

    def band_of(self, percent: float) -> Band | None:
        """Return the band that holds `percent`, at a shared edge the higher one; None in a gap."""
        holding = [band for band in self.bands if band.low <= percent <= band.high]
        if holding:
            return holding[-1]
        if percent in (0, 100) and self.bands[0].low <= 1:
            return self.bands[0] if percent == 0 else self.bands[-1]
        return None

    def read(self, text: str) -> Likelihood:
        """Return the likelihood that `text` states: a term, `70%` or `55-80%`.

        Raises LikelihoodError when it is none, is out of order, or any of it lies in a gap of the
        scale.
        """
        words = " ".join(text.split())
        for band in self.bands:
            if words.casefold() in (band.term, *band.synonyms):
                return Likelihood(words, words.casefold(), band.low, band.high)
        if match := _NUMBER.match(words):
            low = high = float(match[1])
        elif match := _RANGE.match(words):
            low, high = float(match[1]), float(match[2])
        else:
            raise LikelihoodError(
                f"“{words}” is not a likelihood; expected a term of the scale {self.name} "
                f"({', '.join(band.term for band in self.bands)}), a number such as 70%, "
                "or a range such as 55-80%"
            )
        if high > 100 or low > high:
            raise LikelihoodError(f"“{words}” is not a range from 0% to 100%, lower number first")
        band_found = self.band_of((low + high) / 2)
        if band_found is None or self._gap_in(low, high):
            verb = "falls" if low == high else "reaches"
            near = " and ".join(map(str, self._nearest((low + high) / 2)))
            raise LikelihoodError(
                f"“{words}” {verb} into a gap of the scale {self.name}; nearest: {near}; "
                f"its bands are {', '.join(map(str, self.bands))}"
            )
        return Likelihood(words, band_found.term, low, high)

    def _gap_in(self, low: float, high: float) -> bool:
        """Whether any number from `low` to `high` lies between two bands.

        No word of the scale would then fit the whole range. What lies beyond the outermost bounds
        of a scale whose bands touch is no gap.
        """
        return any(
            one.high < other.low and low < other.low and high > one.high
            for one, other in pairwise(self.bands)
        )

    def _nearest(self, percent: float) -> list[Band]:
        """Return the band nearest to `percent`; two where both are as near."""
        away = {band: max(band.low - percent, percent - band.high, 0) for band in self.bands}
        return [band for band, distance in away.items() if distance == min(away.values())]


SCALES: dict[str, Scale] = {
    "icd203": Scale(
        "icd203",
        (
            Band("almost no chance", 1, 5, ("remote",)),
            Band("very unlikely", 5, 20, ("highly improbable",)),
            Band("unlikely", 20, 45, ("improbable",)),
            Band("roughly even chance", 45, 55, ("roughly even odds",)),
            Band("likely", 55, 80, ("probable",)),
            Band("very likely", 80, 95, ("highly probable",)),
            Band("almost certain", 95, 99, ("nearly certain",)),
        ),
    ),
    "phia": Scale(
        "phia",
        (
            Band("remote chance", 0, 5),
            Band("highly unlikely", 10, 20),
            Band("unlikely", 25, 35),
            Band("realistic possibility", 40, 50),
            Band("likely", 55, 75, ("probable",)),
            Band("highly likely", 80, 90),
            Band("almost certain", 95, 100),
        ),
    ),
}
