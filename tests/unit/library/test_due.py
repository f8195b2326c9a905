import dataclasses
import datetime as dt

from mkdocs_briefs.library.editorial import due_items
from mkdocs_briefs.library.library import build_library
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.settings import Settings

FRONT = """\
title: A brief
date: 2024-01-02
review_by: 2024-05-01
dates:
  - {date: 2024-03, event: The vote, status: scheduled}
developments:
  - label: Election
    text: An election is held.
    likelihood: 70%
    by: 2024-02
    resolves_if: Votes are counted.
  - {label: Watch item, text: Nobody knows., by: 2024-01-31}
"""


def due(front, day, **options):
    settings = Settings(today=dt.date.fromisoformat(day), drafts=True)
    data = f"---\n{front}---\n".encode()
    brief = parse_brief(
        data, "briefs/a.md", "briefs/a.md", dataclasses.replace(settings, **options)
    )
    return [(str(i.day), i.kind) for i in due_items(build_library([brief.value], [], settings)[0])]


def test_everything_that_has_passed_by_date():
    assert due(FRONT, "2024-06-01") == [
        ("2024-01-31", "deadline"),
        ("2024-02-29", "deadline"),
        ("2024-03-31", "event"),
        ("2024-05-01", "review"),
    ]


def test_a_deadline_passes_with_its_last_day_and_a_review_begins_with_its_day():
    assert ("2024-02-29", "deadline") not in due(FRONT, "2024-02-29")
    assert ("2024-02-29", "deadline") in due(FRONT, "2024-03-01")
    assert ("2024-05-01", "review") not in due(FRONT, "2024-04-30")
    assert ("2024-05-01", "review") in due(FRONT, "2024-05-01")


def test_what_is_resolved_or_happened_is_done():
    done = FRONT.replace(
        "    by: 2024-02\n", "    by: 2024-02\n    resolution: {outcome: 'yes', date: 2024-02-02}\n"
    )
    done = done.replace("status: scheduled", "status: happened")
    assert due(done, "2024-04-01") == [("2024-01-31", "deadline")]


def test_a_scheduled_brief_is_to_come_and_a_draft_is_nothing():
    assert due("title: A\ndate: 2024-07-01\n", "2024-06-01") == [("2024-07-01", "publication")]
    assert due(FRONT + "draft: true\n", "2024-06-01") == []
