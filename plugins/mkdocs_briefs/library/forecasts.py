"""Developments as forecasts: where each one stands, what decided it, and how well they fit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.likelihood import Likelihood, Scale

Decided = tuple[Brief, Development]
"""A development with the brief that expected it."""
TOLD = 4
"""Most briefs that are related to one only because it decides what they expected."""


def find_decisions(
    briefs: Iterable[Brief], find: Callable[[str], str | None]
) -> dict[str, tuple[Decided, ...]]:
    """Slug -> the developments of other briefs whose resolution names it, in the order of `briefs`.

    `find` gives the slug of the brief that a reference means.
    """
    found: dict[str, list[Decided]] = defaultdict(list)
    for brief in briefs:
        for item in brief.fields.developments:
            named = item.resolution.brief if item.resolution else None
            slug = find(named) if named else None
            if slug and slug != brief.slug:
                found[slug].append((brief, item))
    return {slug: tuple(rows) for slug, rows in found.items()}


def declare(
    declared: dict[str, dict[str, str]], decisions: dict[str, tuple[Decided, ...]]
) -> dict[str, dict[str, str]]:
    """`declared` (slug -> slug -> relation) with `decided` and `decides` beside what it holds.

    A brief is related as `decides` to those whose forecast it decides, they to it as `decided`.
    """
    for slug, rows in decisions.items():
        others = dict.fromkeys(brief.slug for brief, _ in rows)
        for other in list(others)[:TOLD]:
            if slug in declared and other in declared:
                declared[slug].setdefault(other, "decided")
                declared[other].setdefault(slug, "decides")
    return declared


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


def status_of(item: Development, today: dt.date) -> str:
    """`yes`, `no` or `void` once resolved; else `watch` (no likelihood), `overdue` or `open`."""
    if item.resolution:
        return item.resolution.outcome
    if item.likelihood is None:
        return "watch"
    return "overdue" if item.by and item.by.is_before(today) else "open"


@dataclass(frozen=True, slots=True)
class Forecast:
    """A development that has a likelihood."""

    brief: Brief
    item: Development
    status: str
    """`open`, `overdue`, `yes`, `no` or `void`."""
    first: Likelihood
    """As published."""
    last: Likelihood
    """The last one given while the outcome was open (see `closed_on`)."""

    @property
    def scored(self) -> bool:
        """Whether it counts: resolved by yes or no, on a day after it was published."""
        resolution = self.item.resolution
        return (
            resolution is not None
            and resolution.outcome != "void"
            and resolution.date > self.brief.fields.date
        )

    @property
    def happened(self) -> bool:
        """Whether it was resolved by yes."""
        return self.status == "yes"

    @property
    def brier_first(self) -> float:
        """What its first likelihood adds to the Brier score."""
        return round(squared_error(self.first, happened=self.happened), 6)

    @property
    def brier_last(self) -> float:
        """What its last likelihood adds to the Brier score."""
        return round(squared_error(self.last, happened=self.happened), 6)


def forecasts(briefs: Iterable[Brief], today: dt.date) -> Iterator[Forecast]:
    """Every development with a likelihood, in the order of `briefs`."""
    for brief in briefs:
        for item in brief.fields.developments:
            if item.likelihood is not None:
                status = status_of(item, today)
                first = item.likelihood
                yield Forecast(brief, item, status, first, last_likelihood(item) or first)


def closed_on(item: Development) -> dt.date | None:
    """The first day on which a likelihood no longer counts; None while that day is unknown.

    It is the day of the resolution, since then the outcome is known, or the day after the deadline.
    """
    ends = [item.resolution.date] if item.resolution else []
    if item.by and item.by.latest and item.by.latest < dt.date.max:
        ends.append(item.by.latest + dt.timedelta(days=1))
    return min(ends, default=None)


def last_likelihood(item: Development) -> Likelihood | None:
    """The last likelihood given before `closed_on`, else the first; None where there is none."""
    end = closed_on(item)
    given = [row for row in item.revisions if end is None or row.date < end]
    return max(given, key=lambda row: row.date).likelihood if given else item.likelihood


@dataclass(frozen=True, slots=True)
class Score:
    """What a set of forecasts is worth. Brier scores are None where nothing was scored."""

    n: int
    """Forecasts that are scored."""
    first: float | None
    """Brier score of the likelihoods first published."""
    last: float | None
    """Brier score of the last likelihoods before the outcome was known."""
    bands: tuple[Calibrated, ...]
    """Calibration of the last likelihoods."""

    @property
    def enough(self) -> bool:
        """Whether there are enough to judge by."""
        return self.n >= ENOUGH


def score(given: Iterable[Forecast], scale: Scale) -> Score:
    """The score of those forecasts among `given` that count."""
    counted: Sequence[Forecast] = [each for each in given if each.scored]
    first = [Outcome(each.first, each.happened) for each in counted]
    last = [Outcome(each.last, each.happened) for each in counted]
    return Score(len(counted), brier(first), brier(last), calibration(last, scale))
