"""Rules about what several fields say together, and about the day on which they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.problems import Location, Problem, Severity
from mkdocs_briefs.settings import Settings


def check_rules(library: Library) -> Iterator[Problem]:
    """Every breach of a rule that one field alone cannot show."""
    for brief in library.catalogue.unpublished.values():
        yield _left_out(brief)
    for brief in library.briefs:
        # A scheduled brief is read on its day at the earliest.
        today = max(library.settings.today, brief.fields.date)
        for number, item in enumerate(brief.fields.dates):
            if item.date and item.status == "happened" and item.date.is_after(today):
                yield Problem(
                    "B401",
                    brief.at("dates", number, "date"),
                    f"{item.date.text} is in the future (today is {today}), but the event is told"
                    " as happened",
                    "Add `status: scheduled`, or correct the date.",
                )
        for number, development in enumerate(brief.fields.developments):
            yield from _forecast_dates(brief, number, development, today)


def _forecast_dates(
    brief: Brief, number: int, item: Development, today: dt.date
) -> Iterator[Problem]:
    """B401 for what is dated in the future, B404 for what the brief's own date contradicts."""
    at, published = partial(brief.at, "developments", number), brief.fields.date
    resolution = item.resolution
    if item.likelihood is not None and item.by is not None and item.by.is_before(published):
        yield Problem(
            "B404",
            at("by"),
            f"the deadline {item.by.text} had passed when the brief was published, on {published}",
            "Correct the deadline. What was decided before the brief is no forecast of it.",
        )
    for place, row in enumerate(item.revisions):
        where = at("revisions", place, "date")
        if row.date > today:
            yield _ahead("revision", row.date, today, where)
        elif row.date < published:
            message = f"the revision of {row.date} is dated before its brief, {published}"
            yield Problem("B404", where, message, "Correct one of the two dates.")
        elif resolution is not None and row.date > resolution.date:
            message = f"the revision of {row.date} comes after the resolution, {resolution.date}"
            advice = "Correct one of the two dates. Nobody forecasts what is decided."
            yield Problem("B404", where, message, advice)
    if resolution is not None and resolution.date > today:
        yield _ahead("resolution", resolution.date, today, at("resolution", "date"))
    elif resolution is not None and resolution.date < published:
        message = f"the resolution of {resolution.date} is dated before its brief, {published}"
        advice = "Correct one of the two dates. What was decided before is not scored."
        yield Problem("B404", at("resolution", "date"), message, advice)


def _ahead(what: str, date: dt.date, today: dt.date, where: Location) -> Problem:
    message = f"{date} is in the future (today is {today}), but the {what} is told as made"
    return Problem("B401", where, message, "Correct the date, or add it on its day.")


def _left_out(brief: Brief) -> Problem:
    if brief.fields.draft:
        return Problem("B403", brief.at("draft"), "the brief is a draft and left out of the site")
    day = brief.fields.date
    return Problem("B403", brief.at("date"), f"the brief is left out of the site until {day}")


def without_ignored(
    problems: Iterable[Problem], briefs: Iterable[Brief], settings: Settings
) -> list[Problem]:
    """`problems` without those that the site, or the brief they stand in, does not want to hear.

    An error is never left out, nor a warning that this site has made one.
    """
    unheard = {brief.file: brief.fields.ignore for brief in briefs if brief.fields.ignore}
    return [
        problem
        for problem in problems
        if problem.severity is Severity.ERROR
        or not (
            problem.code in settings.ignore
            or problem.code in unheard.get(problem.location.path, ())
        )
    ]
