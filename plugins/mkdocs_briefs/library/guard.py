"""What was published stays published: forecasts of an earlier state of the briefs against today's.

A forecast is worth something only if nobody can touch it up once the outcome shows. What may
happen to a published one is a dated revision, a resolution, or a correction that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import partial

from mkdocs_briefs.model.brief import Brief, Development, Revision
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.problems import Location, Problem

_At = Callable[..., Location]
"""From keys below a development to where their value stands."""
OWNING_UP = frozenset(("correction", "retraction"))
"""Kinds of updates that tell readers that something published was wrong."""
_REVISE = "Put it back as it was, and append the new one: revisions: [{date, likelihood, why}]."
_CORRECT = "Put it back as it was, or own up to it: updates: [{date, kind: correction, text}]."


def broken_promises(
    before: Iterable[Brief], after: Iterable[Brief], unreadable: Container[str] = ()
) -> Iterator[Problem]:
    """Every forecast of `before` that `after` edited or left out, located in `after`.

    Both hold what is published at their time. A brief is known by its slug, and by an old one that
    it redirects from; a development by its id, else by its whole forecast. A brief with a new
    correction or retraction may change: readers are told. Of files that are `unreadable` now
    nothing can be said.
    """
    found = {brief.slug: brief for brief in after}
    moved = {
        name: brief for brief in found.values() for name in map(_slug, brief.fields.redirect_from)
    }
    for old in before:
        if has_forecasts(old):
            new = found.get(old.slug) or moved.get(old.slug)
            if (new.file if new else old.file) in unreadable:
                continue
            if new is None:
                yield _gone(old)
            elif not _owns_up(old, new):
                yield from _compare(old, new)


def has_forecasts(brief: Brief) -> bool:
    """Whether a brief says how likely anything is."""
    return any(item.likelihood is not None for item in brief.fields.developments)


def _slug(address: str) -> str:
    """The slug in an old address of a brief, as in `briefs/old/`."""
    return address.strip("/").rpartition("/")[2]


def _gone(old: Brief) -> Problem:
    return Problem(
        "B602",
        Location(old.file),
        f"the brief “{old.fields.title}” is gone, with the forecasts it published",
        f"Keep it, or let the brief that takes its place say so: redirect_from: [{old.slug}].",
    )


def _owns_up(old: Brief, new: Brief) -> bool:
    """Whether `new` tells of a correction that `old` did not."""
    told = [(row.date, row.kind, row.text) for row in old.fields.updates]
    return any(
        row.kind in OWNING_UP and (row.date, row.kind, row.text) not in told
        for row in new.fields.updates
    )


def _compare(old: Brief, new: Brief) -> Iterator[Problem]:
    items = list(enumerate(new.fields.developments))
    by_id = {item.id: (number, item) for number, item in items}
    by_forecast = {_forecast(item): (number, item) for number, item in items}
    for item in old.fields.developments:
        if item.likelihood is None:
            continue
        row = by_id.get(item.id) or by_forecast.get(_forecast(item))
        if row is None:
            name = item.label or item.text
            message = f"the development “{name}” is gone, and the forecast it published with it"
            yield Problem("B602", new.at("developments"), message, _CORRECT)
        else:
            yield from _edits(item, row[1], partial(new.at, "developments", row[0]))


def _forecast(item: Development) -> tuple[object, ...]:
    return _bounds(item.likelihood), item.by and item.by.text, _words(item.resolves_if)


def _bounds(likelihood: Likelihood | None) -> tuple[float, float] | None:
    return (likelihood.low, likelihood.high) if likelihood else None


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _edits(old: Development, new: Development, at: _At) -> Iterator[Problem]:
    if _bounds(old.likelihood) != _bounds(new.likelihood):
        said = f"the published likelihood was {_said(old.likelihood)}, not {_said(new.likelihood)}"
        yield Problem("B601", at("likelihood"), said, _REVISE)
    if (old.by and old.by.text) != (new.by and new.by.text):
        said = f"the published deadline was {_date(old)}, not {_date(new)}"
        yield Problem("B601", at("by"), said, _CORRECT)
    if _words(old.resolves_if) != _words(new.resolves_if):
        said = f"the published criterion was “{_words(old.resolves_if)}”"
        yield Problem("B601", at("resolves_if"), said, _CORRECT)
    yield from _revisions(old.revisions, new.revisions, at)
    if old.resolution is not None and (
        new.resolution is None or new.resolution.outcome != old.resolution.outcome
    ):
        now = new.resolution.outcome if new.resolution else "unresolved"
        said = f"it was published as resolved by {old.resolution.outcome}, not {now}"
        yield Problem("B601", at("resolution"), said, _CORRECT)


def _revisions(old: tuple[Revision, ...], new: tuple[Revision, ...], at: _At) -> Iterator[Problem]:
    kept = {(row.date, _bounds(row.likelihood)) for row in new}
    for row in old:
        if (row.date, _bounds(row.likelihood)) not in kept:
            said = f"the revision of {row.date} to {_said(row.likelihood)} was published"
            yield Problem("B601", at("revisions"), said, _CORRECT)
    known = {(row.date, _bounds(row.likelihood)) for row in old}
    newest = max((row.date for row in old), default=None)
    for number, row in enumerate(new):
        if newest and row.date < newest and (row.date, _bounds(row.likelihood)) not in known:
            said = f"a revision dated {row.date} comes after the published one of {newest}"
            yield Problem(
                "B601", at("revisions", number, "date"), said, "Date it on the day it was made."
            )


def _said(likelihood: Likelihood | None) -> str:
    return f"{likelihood.term} ({likelihood.numbers})" if likelihood else "left out"


def _date(item: Development) -> str:
    return item.by.text if item.by else "left out"
