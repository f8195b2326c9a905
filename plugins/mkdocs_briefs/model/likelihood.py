"""Likelihoods: the terms of a scale, and what an author may write for one.

Sources of the bands: ICD 203 (US Office of the Director of National Intelligence, 2015), section
D.6.e.(2)(a); the yardstick of the UK Professional Head of Intelligence Assessment (PHIA).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PERCENT = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_SIGN = "[%٪％]"
_TO = r"\s*(?:[-\u2010-\u2015\u2212]|to)\s*"
_NUMBER = re.compile(rf"{_PERCENT}\s*{_SIGN}")
_RANGE = re.compile(rf"{_PERCENT}\s*{_SIGN}?{_TO}{_PERCENT}\s*{_SIGN}")
_SHARE = r"([01]?[.,]\d{1,4})"
_SLIPS = (
    # what authors write instead, and what they mean by it
    (rf"{_PERCENT}\s*(?:percent|per cent|pct|p\.?c\.?)", "{0}%"),
    (rf"(?:~|≈|about|around|approx\.?|circa|ca?\.?)\s*{_PERCENT}\s*{_SIGN}?", "{0}%"),
    (rf"(?:<|≤|<=|less than|under|below|at most|up to)\s*{_PERCENT}\s*{_SIGN}?", "0-{0}%"),
    (rf"(?:>|≥|>=|more than|over|above|at least)\s*{_PERCENT}\s*{_SIGN}?", "{0}-100%"),
    (rf"{_PERCENT}{_TO}{_PERCENT}", "{0}-{1}%"),
    (_PERCENT, "{0}%"),
)
"""A pattern for the whole text, and the likelihood that was probably meant."""


class LikelihoodError(ValueError):
    """The text is no likelihood on this scale; the message says what is expected.

    `suggestion` is what was probably meant, or empty.
    """

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.suggestion = suggestion


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
    """A likelihood as published: its terms, its bounds in percent, and the text as written.

    It has one term where a band of the scale holds all of it, else the nearest two around it.
    """

    text: str
    terms: tuple[str, ...]
    low: float
    high: float

    @property
    def term(self) -> str:
        """The term of the scale, or the two that it lies between."""
        return self.terms[0] if len(self.terms) == 1 else f"between {' and '.join(self.terms)}"

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
        """Return the band that holds `percent`, at a shared edge the higher one; None in a gap.

        What lies beyond the outermost bounds belongs to the outermost bands.
        """
        if percent < self.bands[0].low:
            return self.bands[0]
        holding = [band for band in self.bands if band.low <= percent <= band.high]
        if holding or percent < self.bands[-1].high:
            return holding[-1] if holding else None
        return self.bands[-1]

    def _around(self, low: float, high: float) -> tuple[str, ...]:
        """Return the term of the band that holds all from `low` to `high`, else the two around."""
        low, high = (min(max(one, self.bands[0].low), self.bands[-1].high) for one in (low, high))
        holding = [band.term for band in self.bands if band.low <= low and high <= band.high]
        if holding:
            return (holding[-1],)
        below = [band.term for band in self.bands if band.low <= low]
        above = [band.term for band in self.bands if high <= band.high]
        return below[-1], above[0]

    def read(self, text: str) -> Likelihood:
        """Return the likelihood that `text` states: a term, `70%` or `55-80%`.

        Raises LikelihoodError when it is none or out of order.
        """
        words = " ".join(text.split())
        for band in self.bands:
            if words.casefold() in (band.term, *band.synonyms):
                return Likelihood(words, (words.casefold(),), band.low, band.high)
        match = _NUMBER.fullmatch(words) or _RANGE.fullmatch(words)
        if match is None:
            raise self._refusal(words)
        ends = [float(number.replace(",", ".")) for number in match.groups()]
        low, high = ends[0], ends[-1]
        if max(ends) > 100:
            raise LikelihoodError(f"“{words}” is more than 100%")
        if low > high:
            message = f"“{words}” has its higher number first"
            raise LikelihoodError(message, f"{high:g}-{low:g}%")
        return Likelihood(words, self._around(low, high), low, high)

    def _refusal(self, words: str) -> LikelihoodError:
        expected = (
            f"expected a term of the scale {self.name} "
            f"({', '.join(band.term for band in self.bands)}), a number such as 70%, "
            "or a range such as 55-80%"
        )
        shown = f"“{words[:80]}”"
        for scale in SCALES.values():
            for band in scale.bands:
                if words.casefold() in (band.term, *band.synonyms):
                    message = f"{shown} is a term of the scale {scale.name}; {expected}"
                    return LikelihoodError(message, f"{band.low:g}-{band.high:g}%")
        if match := re.fullmatch(rf"{_SHARE}(?:{_TO}{_SHARE})?", words, re.IGNORECASE):
            shares = [float(one.replace(",", ".")) for one in match.groups() if one]
            meant = "-".join(f"{round(100 * one, 2):g}" for one in shares)
            if max(shares) <= 1:
                return LikelihoodError(f"{shown} is not in percent; {expected}", f"{meant}%")
        for pattern, meaning in _SLIPS:
            if match := re.fullmatch(pattern, words, re.IGNORECASE):
                meant = meaning.format(*match.groups())
                return LikelihoodError(f"{shown} is not a likelihood; {expected}", meant)
        return LikelihoodError(f"{shown} is not a likelihood; {expected}")


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
