"""The score of a site's forecasts: of all, of each forecaster, and by topic and actor."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_briefs.library.forecasts import Attribution, Calibrated, Forecast, Score, score
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.ids import slugify
from mkdocs_briefs.model.likelihood import SCALES, Likelihood, Scale
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import name_key, plain
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.view_factory import ViewFactory

SLICES = 12
"""Most rows of a kind on the page; the CSV and the JSON hold every forecast."""
FORECASTERS = 50
"""Most forecasters on the page."""
STATUSES = ("open", "overdue", "yes", "no", "void")
IN_A_BAND = 12
"""Most forecasts named with their band."""
LABEL = 60
"""Characters of a text that stand for a forecast without a label."""


@dataclass(frozen=True, slots=True)
class Called:
    """A scored forecast in short."""

    link: Link
    outcome: str
    """yes or no."""
    likelihood: Likelihood
    """The last one before the outcome was known."""
    date: dt.date
    """The day it was decided."""
    subject: str = ""
    """What it is about, where its words do not say so."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the scale, how well it was used, and its newest forecasts."""

    row: Calibrated
    anchor: str
    """Id of the list of its forecasts."""
    shown: tuple[Called, ...]
    more: int
    """Number of those that are left out."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the forecasts with its score."""

    link: Link
    """The topic or actor."""
    score: Score


@dataclass(frozen=True, slots=True)
class ForecasterScore:
    """A forecaster with the forecasts that are theirs alone."""

    links: tuple[Link, ...]
    """The actor, the authors, the source or the site. Not all have a path."""
    kind: str
    """actor, author, source or site."""
    ids: tuple[str, ...]
    """Of an actor or authors."""
    forecasts: int
    statuses: tuple[tuple[str, int], ...]
    """How many are open, overdue, yes, no and void."""
    score: Score


@dataclass(frozen=True, slots=True)
class ScoreView:
    """What the outlook says of the site's record."""

    whole: Score
    called: int
    """Developments that were given a likelihood."""
    unassessed: int
    """Those that were not."""
    statuses: tuple[tuple[str, int], ...]
    """Of those called: how many are open, overdue, yes, no and void."""
    bands: tuple[Band, ...]
    slices: tuple[tuple[str, tuple[Slice, ...]], ...]
    """Registry (`topics`, `actors`) and its parts, most forecasts first."""
    forecasters: tuple[ForecasterScore, ...]
    """Those with most forecasts first."""
    more_forecasters: int


def score_view(factory: ViewFactory) -> ScoreView:
    """Return the score of every forecast of the site."""
    every = list(factory.forecasts.values())
    counted = [each for each in every if each.scored]
    records = records_of(factory)
    scale = _scale(factory)
    whole = score(counted, scale)
    families = ((name, _slices(counted, factory, name)) for name in ("topics", "actors"))
    developments = len(factory.library.developments)
    return ScoreView(
        whole,
        len(every),
        developments - len(every),
        _statuses(every),
        tuple(_bands(whole.bands, counted, factory)),
        tuple((registry, rows) for registry, rows in families if rows),
        records[:FORECASTERS],
        len(records[FORECASTERS:]),
    )


def records_of(factory: ViewFactory) -> tuple[ForecasterScore, ...]:
    """Return every forecaster with its record, most forecasts first.

    Each forecast belongs to one of them.
    """
    filed: dict[Attribution, list[Forecast]] = defaultdict(list)
    for each in factory.forecasts.values():
        filed[each.forecaster].append(each)
    scale, lang = _scale(factory), factory.settings.language
    rows = [
        ForecasterScore(
            _whose(forecasts[0], factory),
            whose.kind,
            whose.ids if whose.kind in ("actor", "author") else (),
            len(forecasts),
            _statuses(forecasts),
            score(forecasts, scale),
        )
        for whose, forecasts in filed.items()
    ]
    return tuple(sorted(rows, key=lambda it: (-it.forecasts, name_key(it.links[0].text, lang))))


def _whose(forecast: Forecast, factory: ViewFactory) -> tuple[Link, ...]:
    named = factory.attributed_forecast(forecast.brief, forecast.item)
    return (named,) if named else factory.forecaster(forecast.forecaster)


def _statuses(forecasts: Iterable[Forecast]) -> tuple[tuple[str, int], ...]:
    counts = Counter(each.status for each in forecasts)
    return tuple((name, counts[name]) for name in STATUSES)


def score_of(factory: ViewFactory, rows: Iterable[tuple[Brief, Development]]) -> Score | None:
    """Return the score of the forecasts among these developments; None where nothing is scored."""
    found = score(filter(None, (factory.forecast(*row) for row in rows)), _scale(factory))
    return found if found.n else None


def _scale(factory: ViewFactory) -> Scale:
    return SCALES[factory.settings.likelihood_scale]


def _bands(
    rows: Iterable[Calibrated], counted: Iterable[Forecast], factory: ViewFactory
) -> Iterator[Band]:
    filed: dict[str, list[Called]] = defaultdict(list)
    scale = _scale(factory)
    for each in counted:
        band = scale.band_of(each.last.probability * 100)
        if band and each.record.resolution:
            label = each.item.label or plain(each.item.text, LABEL)
            path = urls.anchored(urls.page_path("brief", each.brief.slug), each.item.id or "")
            subject, date = factory.subject(each.brief, each.item), each.record.resolution.date
            called = Called(Link(label, path), each.status, each.last, date, subject)
            filed[band.term].append(called)
    for row in rows:
        newest = sorted(filed[row.term], key=lambda called: -called.date.toordinal())
        shown = tuple(newest[:IN_A_BAND])
        yield Band(row, band_anchor(row), shown, len(newest) - len(shown))


def band_anchor(row: Calibrated) -> str:
    """Return the id of the list of a band's forecasts."""
    return f"band-{slugify(row.term)}"


def _slices(counted: Iterable[Forecast], factory: ViewFactory, registry: str) -> tuple[Slice, ...]:
    filed: dict[Link, list[Forecast]] = defaultdict(list)
    for each in counted:
        for link in dict.fromkeys(_links(each, factory, registry)):
            filed[link].append(each)
    scale, lang = _scale(factory), factory.settings.language
    ordered = sorted(filed.items(), key=lambda row: (-len(row[1]), name_key(row[0].text, lang)))
    return tuple(Slice(link, score(rows, scale)) for link, rows in ordered[:SLICES])


def _links(forecast: Forecast, factory: ViewFactory, registry: str) -> Iterator[Link]:
    """Yield what the forecast is about."""
    brief = forecast.brief
    if registry == "actors":
        own = factory.forecaster(forecast.forecaster)
        found = factory.actors(brief, forecast.item.actors)
        yield from (actor for actor in found if actor not in own)
    else:
        yield from map(factory.term, factory.library.terms_of[brief.slug][registry])
