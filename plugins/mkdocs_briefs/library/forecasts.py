"""Developments as forecasts: their status and score, what decides them, and edits afterwards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Literal
from urllib.parse import unquote

from mkdocs_briefs.library.catalogue import Catalogue, fold
from mkdocs_briefs.library.families import Families
from mkdocs_briefs.model.brief import Advice, Brief, Development, Revision, Source
from mkdocs_briefs.model.ids import old_address
from mkdocs_briefs.model.likelihood import Likelihood, Scale
from mkdocs_briefs.problems import Location, Problem


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a statement is attributed to. Equal ones are the same, in whatever words."""

    kind: Literal["actor", "author", "source", "site"]
    ids: tuple[str, ...]
    """The id of an actor, those of the authors of a brief, or the address or title of a source.
    The site, for a brief without authors, has none."""


def find_attribution(
    ref: str, brief: Brief, catalogue: Catalogue, listed: Collection[str]
) -> Attribution | None:
    """Return the actor, else the author, else the source of `brief` that `ref` names.

    `listed` are the actors that the brief lists: they decide between actors of one name.
    """
    if actor := catalogue.actor_index.find(ref, listed):
        return Attribution("actor", (actor,))
    if author := catalogue.term_index["authors"].find(ref):
        return Attribution("author", (author,))
    source = source_named(ref, brief)
    return Attribution("source", (_key_of(source),)) if source else None


def source_named(ref: str, brief: Brief) -> Source | None:
    """Return the source of `brief` with this id, else the one with this title."""
    sources, title = brief.fields.sources, fold(ref)
    by_id = (source for source in sources if source.id == ref)
    by_title = (source for source in sources if source.title and fold(source.title) == title)
    return next(by_id, None) or next(by_title, None)


def _key_of(source: Source) -> str:
    """Return what is the same in all briefs that have the source."""
    return source.url or fold(source.title or "")


def _author_names(catalogue: Catalogue) -> Iterator[str]:
    for author in catalogue.terms["authors"].values():
        yield from (author.id, *author.names)


def names_for_attribution(brief: Brief, catalogue: Catalogue) -> Iterator[str]:
    """Yield what an attribution in `brief` may name beside actors: authors, and its sources."""
    yield from _author_names(catalogue)
    for source in brief.fields.sources:
        yield from filter(None, (source.id, source.title))


def forecasters(catalogue: Catalogue) -> Iterator[str]:
    """Yield the names of all forecasters but actors, some of them twice."""
    yield from _author_names(catalogue)
    for brief in catalogue.briefs.values():
        yield from (it.attributed_to for it in brief.fields.developments if it.attributed_to)


def audiences(catalogue: Catalogue) -> Iterator[str]:
    """Yield for whom the advice of each brief is, in its words."""
    for brief in catalogue.briefs.values():
        for item in brief.fields.advice:
            yield from audience_of(item, brief)


def audience_of(item: Advice, brief: Brief) -> tuple[str, ...]:
    """Return for whom an advice of `brief` is, in its words."""
    return item.audience or brief.fields.advice_audience


Decided = tuple[Brief, Development]
"""A development with the brief that forecast it."""

# Status and likelihoods


def status_of(item: Development, today: dt.date) -> str:
    """Return yes, no or void once resolved, else watch (no likelihood), overdue or open."""
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
    """As lists show it: of a brief with translations, in the language of the site."""
    record: Development
    """The same in the words of the original, of which the likelihoods and dates count."""
    source: Brief
    """The brief of the record."""
    forecaster: Attribution
    status: str
    """`open`, `overdue`, `yes`, `no` or `void`."""
    first: Likelihood
    """As published."""
    last: Likelihood
    """The last one before the outcome was known."""

    @property
    def scored(self) -> bool:
        """Return whether it counts: resolved by yes or no, on a day after its publication."""
        resolution = self.record.resolution
        return (
            resolution is not None
            and resolution.outcome != "void"
            and resolution.date > self.source.fields.date
        )

    @property
    def happened(self) -> bool:
        """Return whether it was resolved by yes."""
        return self.status == "yes"

    @property
    def brier_first(self) -> float:
        """Return what its first likelihood adds to the Brier score."""
        return round(squared_error(self.first, happened=self.happened), 6)

    @property
    def brier_last(self) -> float:
        """Return what its last likelihood adds to the Brier score."""
        return round(squared_error(self.last, happened=self.happened), 6)


ForecasterOf = Callable[[Brief, Development], Attribution]
"""Returns whose forecast a development is."""


def forecasts(
    developments: Iterable[Decided],
    record_of: Callable[[Brief, Development], Decided],
    forecaster: ForecasterOf,
    today: dt.date,
) -> Iterator[Forecast]:
    """Yield every one of `developments` with a likelihood, in their order.

    `record_of` returns the brief and development whose likelihoods and dates count.
    """
    for brief, item in developments:
        source, record = record_of(brief, item)
        if (first := record.likelihood) is not None:
            status, last = status_of(record, today), last_likelihood(record) or first
            whose = forecaster(source, record)
            yield Forecast(brief, item, record, source, whose, status, first, last)


def _closed_on(item: Development) -> dt.date | None:
    """Return the first day on which a likelihood no longer counts; None while it is unknown.

    That is the day of the resolution, or the day after the deadline.
    """
    ends = [item.resolution.date] if item.resolution else []
    if item.by and item.by.latest and item.by.latest < dt.date.max:
        ends.append(item.by.latest + dt.timedelta(days=1))
    return min(ends, default=None)


def last_likelihood(item: Development) -> Likelihood | None:
    """Return the last likelihood before the outcome is known, else the first, else None."""
    end = _closed_on(item)
    counted = [row for row in item.revisions if end is None or row.date < end]
    return max(counted, key=lambda row: row.date).likelihood if counted else item.likelihood


# Scores

MIN_SCORED = 20
"""Scored forecasts that are enough to judge by."""
Z_95 = 1.959963984540054
"""Quantile of the normal distribution for a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A likelihood, and whether it happened."""

    likelihood: Likelihood
    happened: bool


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One band of a scale: how often it was used, and how often the forecast happened."""

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
        """Return the share that happened, from 0 to 1."""
        return self.happened / self.n


def squared_error(likelihood: Likelihood, *, happened: bool) -> float:
    """Return what one forecast adds to the Brier score: (p - o)², from 0 to 1."""
    return (likelihood.probability - happened) ** 2


def brier(outcomes: Iterable[Outcome]) -> float | None:
    """Return the Brier score, the mean of (p - o)² with o = 1 for what happened; None for nothing.

    0 is perfect, 0.25 is what 50 % every time gives, 1 is the worst. This is the one-sided form,
    half of the one in G. W. Brier, "Verification of forecasts expressed in terms of probability",
    Monthly Weather Review 78 (1950), which sums over both outcomes.
    """
    errors = [squared_error(each.likelihood, happened=each.happened) for each in outcomes]
    return sum(errors) / len(errors) if errors else None


def wilson(happened: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Return Wilson's score interval for `happened` of `n`, both ends from 0 to 1.

    Raise ValueError unless 0 <= happened <= n and n > 0. Source: E. B. Wilson, "Probable
    inference, the law of succession, and statistical inference", JASA 22 (1927); without
    correction for continuity, method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998).
    """
    if not 0 <= happened <= n or n == 0:
        raise ValueError(f"{happened} of {n} is not a share")
    share, square = happened / n, z * z
    middle = share + square / (2 * n)
    margin = z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    whole = 1 + square / n
    # Rounding must not push an end past what a share can be.
    return max(0.0, (middle - margin) / whole), min(1.0, (middle + margin) / whole)


def calibration(outcomes: Sequence[Outcome], scale: Scale) -> tuple[Calibrated, ...]:
    """Return the bands of `scale` that were used, from least to most likely.

    A likelihood belongs to the band that its middle lies in.
    """
    by_term: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if band := scale.band_of(outcome.likelihood.probability * 100):
            by_term[band.term].append(outcome)
    rows = []
    for band in scale.bands:
        if found := by_term.get(band.term):
            n, happened = len(found), sum(outcome.happened for outcome in found)
            mean = sum(outcome.likelihood.probability for outcome in found) / n
            interval = wilson(happened, n)
            rows.append(Calibrated(band.term, band.low, band.high, n, happened, mean, interval))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Score:
    """The score of some forecasts. Brier scores are None where nothing was scored."""

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
        """Return whether there are enough to judge by."""
        return self.n >= MIN_SCORED


def score(forecasts: Iterable[Forecast], scale: Scale) -> Score:
    """Return the score of those forecasts that count."""
    counted = [forecast for forecast in forecasts if forecast.scored]
    first = [Outcome(forecast.first, forecast.happened) for forecast in counted]
    last = [Outcome(forecast.last, forecast.happened) for forecast in counted]
    return Score(len(counted), brier(first), brier(last), calibration(last, scale))


# Decisions


def find_decisions(
    rows: Iterable[tuple[Decided, Decided]],
    find: Callable[[str], str | None],
    families: Families,
) -> dict[str, tuple[Decided, ...]]:
    """Return the developments that each family decides, by the slug of its lead.

    `rows` are developments as lists show them, each with its record, whose resolution names a
    brief; `find` returns the slug for a reference.
    """
    found: dict[str, list[Decided]] = defaultdict(list)
    for told, (brief, record) in rows:
        named = record.resolution.brief if record.resolution else None
        family = families.get((find(named) if named else None) or "")
        if family and family is not families[brief.slug]:
            found[family.lead.slug].append(told)
    return {slug: tuple(decided) for slug, decided in found.items()}


# Published forecasts may not be edited afterwards

_At = Callable[..., Location]
"""From keys below a development to the place of their value."""
_CORRECTIONS = frozenset(("correction", "retraction"))
"""Kinds of updates that tell readers that something published was wrong."""
_HOW_TO_REVISE = (
    "Put it back as it was, and append the new one: revisions: [{date, likelihood, why}]."
)
_HOW_TO_CORRECT = "Put it back, or tell readers: updates: [{date, kind: correction, text}]."


def check_published(
    before: Iterable[Brief],
    after: Iterable[Brief],
    unreadable: Container[str] = (),
    has_same_forecaster: Callable[[Decided, Decided], bool] = lambda *_: True,
) -> Iterator[Problem]:
    """Yield a problem for each forecast of `before` that `after` edits or leaves out.

    A forecast is worth something only if nobody can edit it once the outcome is known. What may be
    added is a revision with its date, a resolution, or a correction that readers see.

    Both are the briefs published at their time. A brief is found by its slug or by an old one that
    it redirects from, a development by its id or by its whole forecast. A brief with a new
    correction or retraction may change. Files that are `unreadable` in `after` are skipped.
    `has_same_forecaster` compares whose an old and a new development are.
    """
    found = {brief.lasting_id: brief for brief in after}
    moved = {
        name: brief for brief in found.values() for name in map(_slug, brief.fields.redirect_from)
    }
    for old in before:
        if has_forecasts(old):
            new = found.get(old.lasting_id) or moved.get(old.slug) or moved.get(old.lasting_id)
            if (new.file if new else old.file) in unreadable:
                continue
            if new is None:
                yield _gone(old)
            elif not _is_corrected(old, new):
                yield from _edited_developments(old, new, has_same_forecaster)


def has_forecasts(brief: Brief) -> bool:
    """Return whether a brief has a development with a likelihood."""
    return any(item.likelihood is not None for item in brief.fields.developments)


def _slug(address: str) -> str:
    """Return the id in an old address of a brief, as in `briefs/old/`."""
    return unquote(address).strip("/").removeprefix("briefs/")


def _gone(old: Brief) -> Problem:
    return Problem(
        "B602",
        Location(old.file),
        f"the brief “{old.fields.title}” is gone, with the forecasts it published",
        "Keep it, or let the brief that takes its place say so: "
        f"redirect_from: [{old_address(old.slug)}].",
    )


def _is_corrected(old: Brief, new: Brief) -> bool:
    """Return whether `new` has a correction that `old` had not."""
    known = [(row.date, row.kind, row.text) for row in old.fields.updates]
    return any(
        row.kind in _CORRECTIONS and (row.date, row.kind, row.text) not in known
        for row in new.fields.updates
    )


def _edited_developments(
    old: Brief, new: Brief, has_same_forecaster: Callable[[Decided, Decided], bool]
) -> Iterator[Problem]:
    items = list(enumerate(new.fields.developments))
    by_id = {item.id: (number, item) for number, item in items}
    by_forecast = {_forecast_key(item): (number, item) for number, item in items}
    for item in old.fields.developments:
        if item.likelihood is None:
            continue
        row = by_id.get(item.id) or by_forecast.get(_forecast_key(item))
        if row is None:
            name = item.label or item.text
            message = f"the development “{name}” is gone, and the forecast it published with it"
            yield Problem("B602", new.at("developments"), message, _HOW_TO_CORRECT)
        else:
            at = partial(new.at, "developments", row[0])
            yield from _edited_fields(item, row[1], at)
            if not has_same_forecaster((old, item), (new, row[1])):
                was = item.attributed_to or "the brief itself"
                now = row[1].attributed_to or "the brief itself"
                message = f"the published forecast was that of {was}, not of {now}"
                yield Problem("B601", at("attributed_to"), message, _HOW_TO_CORRECT)


def _forecast_key(item: Development) -> tuple[object, ...]:
    return _bounds(item.likelihood), item.by and item.by.text, _one_line(item.resolves_if)


def _bounds(likelihood: Likelihood | None) -> tuple[float, float] | None:
    return (likelihood.low, likelihood.high) if likelihood else None


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _edited_fields(old: Development, new: Development, at: _At) -> Iterator[Problem]:
    if _bounds(old.likelihood) != _bounds(new.likelihood):
        first, now = _described(old.likelihood), _described(new.likelihood)
        message = f"the published likelihood was {first}, not {now}"
        yield Problem("B601", at("likelihood"), message, _HOW_TO_REVISE)
    if (old.by and old.by.text) != (new.by and new.by.text):
        message = f"the published deadline was {_date(old)}, not {_date(new)}"
        yield Problem("B601", at("by"), message, _HOW_TO_CORRECT)
    if _one_line(old.resolves_if) != _one_line(new.resolves_if):
        message = f"the published criterion was “{_one_line(old.resolves_if)}”"
        yield Problem("B601", at("resolves_if"), message, _HOW_TO_CORRECT)
    yield from _edited_revisions(old.revisions, new.revisions, at)
    if old.resolution is not None and (
        new.resolution is None or new.resolution.outcome != old.resolution.outcome
    ):
        now = new.resolution.outcome if new.resolution else "unresolved"
        message = f"it was published as resolved by {old.resolution.outcome}, not {now}"
        yield Problem("B601", at("resolution"), message, _HOW_TO_CORRECT)


def _edited_revisions(
    old: tuple[Revision, ...], new: tuple[Revision, ...], at: _At
) -> Iterator[Problem]:
    still = {(row.date, _bounds(row.likelihood)) for row in new}
    for row in old:
        if (row.date, _bounds(row.likelihood)) not in still:
            message = f"the revision of {row.date} to {_described(row.likelihood)} was published"
            yield Problem("B601", at("revisions"), message, _HOW_TO_CORRECT)
    known = {(row.date, _bounds(row.likelihood)) for row in old}
    newest = max((row.date for row in old), default=None)
    for number, row in enumerate(new):
        if newest and row.date < newest and (row.date, _bounds(row.likelihood)) not in known:
            message = f"a revision dated {row.date} comes after the published one of {newest}"
            yield Problem(
                "B601", at("revisions", number, "date"), message, "Date it on the day it was made."
            )


def _described(likelihood: Likelihood | None) -> str:
    return f"{likelihood.term} ({likelihood.numbers})" if likelihood else "left out"


def _date(item: Development) -> str:
    return item.by.text if item.by else "left out"
