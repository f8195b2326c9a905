"""Small JSON files, one for each day of the year, from which a page renews "on this day".

    [{"date": "2023-10-07", "text": "…", "path": "timeline/2023/10/#…", "brief": ["…", "…/"]}]

`date` is EDTF and begins with XXXX where the year is not known; paths are relative to the site's
root. A day without anything near it has an empty list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from mkdocs_briefs.pages.parts import EventView
from mkdocs_briefs.pages.plain import plain

FOLDER = "assets/briefs/on-this-day"


def this_day_files(
    found: Mapping[tuple[int, int], tuple[EventView, ...]],
) -> Iterator[tuple[str, str]]:
    """Path and text of the file of every day in `found`."""
    for (month, day), events in found.items():
        rows = [_row(event) for event in events]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        yield f"{FOLDER}/{month:02d}-{day:02d}.json", text


def _row(event: EventView) -> dict[str, object]:
    row: dict[str, object] = {
        "date": event.date.text if event.date else "",
        "text": plain(event.text.source),
        "path": event.permalink,
    }
    if event.briefs:
        row["brief"] = [event.briefs[0].text, event.briefs[0].path]
    return row
