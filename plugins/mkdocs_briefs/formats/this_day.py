"""Small JSON files, one for each day of the year, from which a page renews "on this day".

    [{"date": "2023-10-07", "text": "…", "path": "timeline/2023/10/#…", "brief": ["…", "…/"]}]

`date` is EDTF and begins with XXXX where the year is not known; paths are relative to the site's
root. A day without anything near it has an empty list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.pages.chronology import anniversaries
from mkdocs_briefs.pages.facts import plain
from mkdocs_briefs.pages.view_factory import ViewFactory

FOLDER = "assets/briefs/on-this-day"


def this_day_files(factory: ViewFactory) -> Iterator[tuple[str, str]]:
    """Path and text of the file of every day of the year; none where nothing ever happened."""
    for (month, day), events in anniversaries(factory.library).items():
        rows = [_row(event, factory) for event in events]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        yield f"{FOLDER}/{month:02d}-{day:02d}.json", text


def _row(event: Event, factory: ViewFactory) -> dict[str, object]:
    brief = factory.brief(event.lead.brief)
    return {
        "date": event.date.text if event.date else "",
        "text": plain(event.lead.item.event),
        "path": factory.event_paths[event.id],
        "brief": [brief.text, brief.path],
    }
