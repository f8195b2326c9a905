"""The items of briefs as tables: what they conclude, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mkdocs_briefs.formats.columns import Row, Table, actor_ids, brief_id, dates, table
from mkdocs_briefs.library.forecasts import Forecast, forecasts, status_of
from mkdocs_briefs.model.brief import Brief, Development, Implication
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages.facts import update_anchors
from mkdocs_briefs.pages.shelf import Shelf

Items = Callable[[Brief], Iterable[Implication | Development]]


def analysis(shelf: Shelf) -> Iterator[Table]:
    """What briefs conclude: implications, developments with their likelihoods, advice."""
    briefs, today = shelf.library.briefs, shelf.settings.today
    scored = {(f.brief.slug, f.item.id): f for f in forecasts(briefs, today) if f.scored}
    yield table(
        "implications",
        "brief>briefs id label text horizon confidence",
        (
            (b.slug, i.id, i.label, i.text, i.horizon, i.confidence)
            for b in briefs
            for i in b.fields.implications
        ),
        key=2,
        search=("label", "text"),
    )
    yield _touched("implication_actors", shelf, lambda b: b.fields.implications)
    yield table(
        "developments",
        "brief>briefs id label text status likelihood low:REAL high:REAL by by_first by_last "
        "resolves_if resolves_by confidence outcome resolved resolved_in>briefs note "
        "scored:INTEGER first_probability:REAL last_probability:REAL",
        (
            (
                *_development(shelf, b, d),
                *_scored(scored.get((b.slug, d.id))),
            )
            for b in briefs
            for d in b.fields.developments
        ),
        key=2,
        search=("label", "text"),
    )
    yield _touched("development_actors", shelf, lambda b: b.fields.developments)
    yield table(
        "revisions",
        "brief>briefs development date likelihood low:REAL high:REAL why",
        (
            (b.slug, d.id, row.date.isoformat(), *_likelihood(row.likelihood), row.why)
            for b in briefs
            for d in b.fields.developments
            for row in d.revisions
        ),
        key=0,
    )
    yield table(
        "advice",
        "brief>briefs id label text audience addresses",
        (
            (
                b.slug,
                a.id,
                a.label,
                a.text,
                "; ".join(a.audience or b.fields.advice_audience),
                " ".join(a.addresses),
            )
            for b in briefs
            for a in b.fields.advice
        ),
        key=2,
    )


def _development(shelf: Shelf, brief: Brief, item: Development) -> Row:
    resolution = item.resolution
    return (
        brief.slug,
        item.id,
        item.label,
        item.text,
        status_of(item, shelf.settings.today),
        *_likelihood(item.likelihood),
        *dates(item.by),
        item.resolves_if,
        item.resolves_by,
        item.confidence,
        resolution.outcome if resolution else None,
        resolution.date.isoformat() if resolution else None,
        brief_id(shelf, resolution.brief) if resolution else None,
        resolution.note if resolution else None,
    )


def _likelihood(value: Likelihood | None) -> tuple[str | None, float | None, float | None]:
    return (value.term, value.low, value.high) if value else (None, None, None)


def _scored(forecast: Forecast | None) -> Row:
    """Whether a development counts, and the first and last probability that was given."""
    if forecast is None:
        return 0, None, None
    return 1, forecast.first.probability, forecast.last.probability


def _touched(name: str, shelf: Shelf, items_of: Items) -> Table:
    """Which actors each item of briefs names."""
    return table(
        name,
        "brief>briefs item actor>actors",
        (
            (b.slug, item.id, ident)
            for b in shelf.library.briefs
            for item in items_of(b)
            for ident in actor_ids(shelf, b, item.actors)
        ),
        key=3,
    )


def apparatus(shelf: Shelf) -> Iterator[Table]:
    """What a brief rests on: figures, sources, updates."""
    briefs = shelf.library.briefs
    yield table(
        "figures",
        "brief>briefs id label value unit qualifier as_of as_of_first as_of_last attributed_to",
        (
            (
                *(b.slug, f.id, f.label, f.value, f.unit, f.qualifier),
                *dates(f.as_of),
                f.attributed_to,
            )
            for b in briefs
            for f in b.fields.figures
        ),
        key=2,
    )
    yield table(
        "sources",
        "brief>briefs id title url publisher author issued issued_first issued_last accessed "
        "archive_url kind reliability note",
        (
            (
                *(b.slug, s.id, s.title, s.url, s.publisher, "; ".join(s.author) or None),
                *dates(s.issued),
                *(s.accessed.isoformat() if s.accessed else None, s.archive_url, s.kind),
                *(s.reliability, s.note),
            )
            for b in briefs
            for s in b.fields.sources
        ),
        key=2,
    )
    yield table(
        "updates",
        "brief>briefs id date kind text",
        (
            (b.slug, anchor, u.date.isoformat(), u.kind, u.text)
            for b in briefs
            for anchor, u in zip(update_anchors(b), b.fields.updates, strict=True)
        ),
        key=2,
    )
