"""Rules about what several fields say together, and about the day on which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.problems import Problem, Severity
from mkdocs_briefs.settings import Settings


def check_rules(library: Library) -> Iterator[Problem]:
    """Every breach of a rule that one field alone cannot show."""
    for brief in library.catalogue.held.values():
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
