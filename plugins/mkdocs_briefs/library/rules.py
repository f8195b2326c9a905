"""Rules about what several fields say together, and about the day on which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.problems import Problem


def check_rules(library: Library) -> Iterator[Problem]:
    """Every breach of a rule that one field alone cannot show."""
    today = library.settings.today
    for brief in library.briefs:
        for number, item in enumerate(brief.fields.dates):
            if item.date and item.status == "happened" and item.date.is_after(today):
                yield Problem(
                    "B401",
                    brief.at("dates", number, "date"),
                    f"{item.date.text} is in the future (today is {today}), but the event is told as happened",
                    "Add `status: scheduled`, or correct the date.",
                )
