"""Every development of the site as one sheet, with what was called and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_briefs.formats.columns import Cell, actor_ids, brief_id, dates
from mkdocs_briefs.formats.sheets import csv_text
from mkdocs_briefs.library.forecasts import Forecast, status_of
from mkdocs_briefs.library.scoring import squared_error
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.shelf import Shelf

FILE = f"{urls.hub_path('outlook')}outlook.csv"
"""Path of the sheet in the site."""
_BETWEEN = "; "
"""Parts the values of a cell that holds several."""
COLUMNS = (
    *("brief", "id", "label", "text", "published", "by", "by_first", "by_last", "resolves_if"),
    *("first_term", "first_low", "first_high", "last_term", "last_low", "last_high", "revisions"),
    *("confidence", "status", "resolved", "note", "decided_by", "scored"),
    *("brier_first", "brier_last", "actors", "topics", "authors", "path"),
)
"""Likelihoods in percent, Brier scores from 0 to 1, dates as written and as ISO 8601 days."""


def outlook_csv(shelf: Shelf) -> str:
    """The sheet: a row for each development, in the order of briefs, newest first."""
    rows = (
        _row(shelf, brief, item)
        for brief in shelf.library.briefs
        for item in brief.fields.developments
    )
    return csv_text(COLUMNS, map(tuple, rows))


def _row(shelf: Shelf, brief: Brief, item: Development) -> Iterator[Cell]:
    forecast = shelf.forecasts.get((brief.slug, item.id or ""))
    resolution = item.resolution
    yield from (brief.slug, item.id, item.label, item.text, brief.fields.date.isoformat())
    yield from dates(item.by)
    yield item.resolves_if
    yield from _likelihood(forecast.first if forecast else None)
    yield from _likelihood(forecast.last if forecast else None)
    yield len(item.revisions)
    yield from (item.confidence, status_of(item, shelf.settings.today))
    yield resolution.date.isoformat() if resolution else None
    yield resolution.note if resolution else None
    yield brief_id(shelf, resolution.brief) if resolution else None
    yield from _score(forecast)
    yield _BETWEEN.join(dict.fromkeys(actor_ids(shelf, brief, item.actors)))
    for registry in ("topics", "authors"):
        themes = shelf.library.themes_of[brief.slug][registry]
        yield _BETWEEN.join(theme.id for theme in themes)
    yield urls.anchored(urls.page_path("brief", brief.slug), item.id or "")


def _likelihood(value: Likelihood | None) -> tuple[Cell, Cell, Cell]:
    return (value.term, value.low, value.high) if value else (None, None, None)


def _score(forecast: Forecast | None) -> tuple[Cell, Cell, Cell]:
    """Whether it counts, and what its first and last likelihood add to the Brier score."""
    if forecast is None or not forecast.scored:
        return 0, None, None
    errors = (
        squared_error(said, happened=forecast.happened) for said in (forecast.first, forecast.last)
    )
    first, last = (round(error, 6) for error in errors)
    return 1, first, last
