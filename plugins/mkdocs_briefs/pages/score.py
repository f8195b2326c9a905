"""The score of a site's forecasts, whole and by topic, actor and author."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_briefs.library.forecasts import Calibrated, Forecast, Score, score
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.ids import slugify
from mkdocs_briefs.model.likelihood import SCALES, Likelihood, Scale
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import name_key, plain
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.view_factory import ViewFactory

SLICES = 12
"""Most rows of a kind on the page; the CSV and the JSON hold every forecast."""
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
    """The topic, actor or author; an author without an address of their own has no path."""
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
    """Registry (`topics`, `actors`, `authors`) and its parts, most forecasts first."""


def score_view(factory: ViewFactory) -> ScoreView:
    """Return the score of every forecast of the site."""
    every = list(factory.forecasts.values())
    counted = [each for each in every if each.scored]
    statuses = Counter(each.status for each in every)
    scale = _scale(factory)
    whole = score(counted, scale)
    families = ((name, _slices(counted, factory, name)) for name in ("topics", "actors", "authors"))
    developments = len(factory.library.developments)
    return ScoreView(
        whole,
        len(every),
        developments - len(every),
        tuple((name, statuses[name]) for name in ("open", "overdue", "yes", "no", "void")),
        tuple(_bands(whole.bands, counted, scale)),
        tuple((registry, rows) for registry, rows in families if rows),
    )


def score_of(factory: ViewFactory, rows: Iterable[tuple[Brief, Development]]) -> Score | None:
    """Return the score of the forecasts among these developments; None where nothing is scored."""
    found = score(filter(None, (factory.forecast(*row) for row in rows)), _scale(factory))
    return found if found.n else None


def _scale(factory: ViewFactory) -> Scale:
    return SCALES[factory.settings.likelihood_scale]


def _bands(rows: Iterable[Calibrated], counted: Iterable[Forecast], scale: Scale) -> Iterator[Band]:
    filed: dict[str, list[Called]] = defaultdict(list)
    for each in counted:
        band = scale.band_of(each.last.probability * 100)
        if band and each.record.resolution:
            label = each.item.label or plain(each.item.text, LABEL)
            path = urls.anchored(urls.page_path("brief", each.brief.slug), each.item.id or "")
            date = each.record.resolution.date
            filed[band.term].append(Called(Link(label, path), each.status, each.last, date))
    for row in rows:
        newest = sorted(filed[row.term], key=lambda called: -called.date.toordinal())
        shown = tuple(newest[:IN_A_BAND])
        yield Band(row, f"band-{slugify(row.term)}", shown, len(newest) - len(shown))


def _slices(counted: Iterable[Forecast], factory: ViewFactory, registry: str) -> tuple[Slice, ...]:
    filed: dict[Link, list[Forecast]] = defaultdict(list)
    for each in counted:
        for link in dict.fromkeys(_links(each, factory, registry)):
            filed[link].append(each)
    scale, lang = _scale(factory), factory.settings.language
    ordered = sorted(filed.items(), key=lambda row: (-len(row[1]), name_key(row[0].text, lang)))
    return tuple(Slice(link, score(rows, scale)) for link, rows in ordered[:SLICES])


def _links(forecast: Forecast, factory: ViewFactory, registry: str) -> Iterator[Link]:
    """Yield what the forecast is about, or who made it."""
    brief = forecast.brief
    if registry == "actors":
        yield from factory.actors(brief, forecast.item.actors)
        return
    for term in factory.library.terms_of[brief.slug][registry]:
        # Authors have no page here.
        yield factory.byline(term) if registry == "authors" else factory.term(term)
