"""How well likelihoods fit what came of them: Brier score, calibration, Wilson's interval.

Pure arithmetic over pairs of a likelihood and what happened; nothing here knows a brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from mkdocs_briefs.model.likelihood import Likelihood, Scale

ENOUGH = 20
"""Resolved forecasts from which on a score says something; below it there are too few to judge."""
Z_95 = 1.959963984540054
"""Quantile of the normal distribution for a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A likelihood that was given, and whether the thing happened."""

    likelihood: Likelihood
    happened: bool


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One band of a scale: how often it was used, and how often what it spoke of happened."""

    term: str
    low: float
    high: float
    """Bounds of the band in percent."""
    n: int
    happened: int
    mean: float
    """Mean likelihood given, from 0 to 1."""
    interval: tuple[float, float]
    """Where the true share lies with 95 % confidence, from 0 to 1 (see `wilson`)."""

    @property
    def share(self) -> float:
        """Share that happened, from 0 to 1."""
        return self.happened / self.n


def squared_error(likelihood: Likelihood, *, happened: bool) -> float:
    """What one forecast adds to the Brier score: (p - o)², from 0 to 1."""
    return (likelihood.probability - happened) ** 2


def brier(outcomes: Iterable[Outcome]) -> float | None:
    """The mean of (p - o)², o being 1 for what happened and 0 for what did not; None for nothing.

    0 is perfect, 0.25 what saying 50 % every time earns, 1 the worst. This is the one-sided form,
    half of the one in G. W. Brier, "Verification of forecasts expressed in terms of probability",
    Monthly Weather Review 78 (1950), which sums over both outcomes.
    """
    errors = [squared_error(each.likelihood, happened=each.happened) for each in outcomes]
    return sum(errors) / len(errors) if errors else None


def wilson(happened: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval for a share of `happened` in `n`, both ends from 0 to 1.

    Raises ValueError unless 0 <= happened <= n and n > 0. Source: E. B. Wilson, "Probable
    inference, the law of succession, and statistical inference", JASA 22 (1927); without
    correction for continuity, method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998).
    """
    if not 0 <= happened <= n or n == 0:
        raise ValueError(f"{happened} of {n} is not a share")
    share, square = happened / n, z * z
    middle = share + square / (2 * n)
    parallel_map = z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    whole = 1 + square / n
    # Rounding must not push an end past what a share can be.
    return max(0.0, (middle - parallel_map) / whole), min(1.0, (middle + parallel_map) / whole)


def calibration(outcomes: Sequence[Outcome], scale: Scale) -> tuple[Calibrated, ...]:
    """The bands of `scale` that were used, from least to most likely.

    A likelihood belongs to the band that its middle lies in.
    """
    filed: dict[str, list[Outcome]] = {band.term: [] for band in scale.bands}
    for each in outcomes:
        band = scale.band_of(each.likelihood.probability * 100)
        if band is not None:
            filed[band.term].append(each)
    rows = []
    for band in scale.bands:
        if held := filed[band.term]:
            happened = sum(each.happened for each in held)
            rows.append(
                Calibrated(
                    band.term,
                    band.low,
                    band.high,
                    len(held),
                    happened,
                    sum(each.likelihood.probability for each in held) / len(held),
                    wilson(happened, len(held)),
                )
            )
    return tuple(rows)
