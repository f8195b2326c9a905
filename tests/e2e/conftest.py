"""Sites that several files of tests read, each built once in a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.outlook import FILES
from support.sites import TODAY, Built, config
from support.story import STORY

Make = Callable[..., Built]


@pytest.fixture(scope="session")
def story_searched_by_the_theme(make: Make) -> Built:
    """Give the same site with the search of Material."""
    files = {**STORY, "mkdocs.yml": config(briefs=f"today: {TODAY}, search: material")}
    site = make(files)
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="session")
def scored(make: Make) -> Built:
    """Give a site with a record of forecasts."""
    site = make(FILES)
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="session")
def many(make: Make) -> Built:
    """Give a site of 120 tiny briefs, all with one actor, each with an event in one year."""
    files = {f"briefs/note-{n:03}.md": tiny(n) for n in range(120)}
    site = make(
        {**files, "mkdocs.yml": config(more="nav:\n  - Start: index.md\n  - briefs/index.md")}
    )
    assert site.status == 0, site.output
    return site


def tiny(number: int) -> str:
    """The text of a small brief that nothing is missing from."""
    return f"""---
title: Note {number:03}
date: 2023-{number % 12 + 1:02}-{number // 12 + 1:02}
summary: This is note {number:03}.
actors:
  - {{name: Tide Office, kind: organization, role: Wrote note {number:03}}}
dates:
  - date: 2023-{number % 12 + 1:02}-{number // 12 + 1:02}
    event: Entry {number:03} is made
    actors: [Tide Office]
implications:
  - So: It follows {number:03}.
---
"""
