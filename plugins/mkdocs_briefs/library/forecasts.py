"""Developments as forecasts: where each one stands, and what counts for the score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.scoring import (
    ENOUGH,
    Calibrated,
    Outcome,
    brier,
    calibration,
    squared_error,
)
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.likelihood import Likelihood, Scale


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
