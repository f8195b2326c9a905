"""On this day: what happened on a day of the year, or near it, in earlier years."""

from __future__ import annotations

import datetime as dt
import json

from mkdocs_briefs.formats.script_data import this_day_files
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.pages.anniversaries import MOST, anniversaries, days_of_year, on_this_day
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import brief, library


def shelf_of(*dates: str) -> ViewFactory:
    rows = [f"{{date: {date}, event: In {date}}}" for date in dates]
    return ViewFactory(library([brief("a", f"dates: [{', '.join(rows)}]")]))


def found(*dates: str) -> dict[tuple[int, int], tuple[Event, ...]]:
    return anniversaries(shelf_of(*dates).library)


def texts(events: tuple[Event, ...]) -> list[str]:
    return [event.lead.item.event.removeprefix("In ") for event in events]


def test_a_day_has_its_own_events_the_newest_first_and_those_without_a_year_last() -> None:
    rows = found("2020-10-07", "XXXX-10-07", "2023-10-07", "2023-10-08", "2023-10", "2021-10-07~")
    assert texts(rows[10, 7]) == ["2023-10-07", "2020-10-07", "XXXX-10-07"]


def test_a_day_without_events_has_those_of_the_nearest_day_of_its_week() -> None:
    rows = found("2020-12-30", "2023-03-01")
    assert texts(rows[12, 30]) == texts(rows[12, 27]) == texts(rows[1, 2]) == ["2020-12-30"]
    assert texts(rows[2, 29]) == texts(rows[3, 4]) == ["2023-03-01"]
    assert rows[1, 3] == rows[12, 26] == ()
    assert len(rows) == len(days_of_year()) == 366


def test_a_site_without_any_such_event_has_no_days() -> None:
    assert found("2023", "2023-10", "2023-10-07/2023-10-09") == {}


def test_what_lies_ahead_or_was_cancelled_is_no_anniversary() -> None:
    front = """
    dates:
      - {date: 2024-10-07, event: Ahead, status: scheduled}
      - {date: 2023-10-07, event: Never, status: cancelled}
      - {date: 2023-10-07, event: Lapsed, status: scheduled}
    """
    assert anniversaries(library([brief("a", front)])) == {}


def test_a_box_stays_small() -> None:
    assert len(found(*(f"{year}-10-07" for year in range(2000, 2020)))[10, 7]) == MOST


def test_years_are_counted_to_the_nearest_anniversary() -> None:
    def years(today: str, *dates: str) -> list[int | None]:
        day, factory = dt.date.fromisoformat(today), shelf_of(*dates)
        rows = anniversaries(factory.library)[day.month, day.day]
        return [row.years for row in on_this_day(day, map(factory.event, rows))]

    assert years("2024-12-30", "2020-12-30", "2021-06-01") == [4]
    assert years("2025-01-02", "2020-12-30", "2021-06-01") == [4]
    assert years("2024-12-28", "2020-12-30", "2021-06-01") == [4]
    assert years("2021-06-01", "2020-12-30", "2021-06-01") == []
    assert years("2024-10-07", "XXXX-10-07") == [None]


def test_the_file_of_a_day_says_the_same_as_plain_text() -> None:
    files = dict(this_day_files(shelf_of("2020-10-07")))
    assert len(files) == 366
    (row,) = json.loads(files["assets/briefs/on-this-day/10-07.json"])
    assert row["date"] == "2020-10-07"
    assert row["text"] == "In 2020-10-07"
    assert row["path"].startswith("timeline/2020/10/#")
    assert row["brief"] == ["A", "briefs/a/"]
    assert files["assets/briefs/on-this-day/01-01.json"] == "[]"
