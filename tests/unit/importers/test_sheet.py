"""Sheets of events become drafts whose dates are their rows."""

import datetime as dt

import pytest

from mkdocs_briefs.importers import import_text
from mkdocs_briefs.importers.draft import ImportRefusedError
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.settings import Limits, Settings

TODAY = dt.date(2026, 11, 30)


def _import(text, file="harbour-fire.csv", origin=None):
    return import_text(text, file, TODAY, names=Names(), limits=Limits(), origin=origin)


def _read(draft):
    """Return the dates of a draft, as a build reads them, once more without a problem."""
    data = draft.markdown().encode()
    brief = parse_brief(data, "briefs/x.md", "briefs/x.md", Settings(TODAY))
    assert not [p for p in brief.problems if p.code != "B202"], draft.markdown()
    return [(one.date.text if one.date else "", one.event) for one in brief.value.fields.dates]


@pytest.mark.parametrize(
    ("sheet", "events"),
    [
        (
            'date,event\n2021-03-23,The ship runs aground\n2021-03-29,"Freed, at last"\n',
            [("2021-03-23", "The ship runs aground"), ("2021-03-29", "Freed, at last")],
        ),
        (
            "\ufeffWhen;What happened\r\n23.03.2021;The ship: aground\r\n;Someone waits\r\n",
            [("2021-03-23", "The ship: aground"), ("", "Someone waits")],
        ),
        ("2021-03-23\tAground\n2021\tFreed\n", [("2021-03-23", "Aground"), ("2021", "Freed")]),
        (
            'start date,end date,title\n2021-03-23,2021-03-29,"Aground\nand waiting"\n',
            [("2021-03-23/2021-03-29", "Aground and waiting")],
        ),
    ],
)
def test_the_rows_of_a_sheet_are_the_dates_of_a_draft(sheet, events):
    assert _read(_import(sheet)) == events


def test_the_columns_of_timelinejs_are_known():
    sheet = (
        "Year,Month,Day,Time,End Year,End Month,End Day,Display Date,Headline,Text,Media,"
        "Media Credit,Media Caption,Media Thumbnail,Type,Group,Background\n"
        ",,,,,,,,The blockage,What stopped the canal.,,,,,title,,\n"
        "2021,3,23,07:40,2021,3,29,,Aground,<p>In a <b>storm</b>.</p>,https://e.org/a,Ed,Map,,,,\n"
        "-44,3,15,,,,,,Long before,,,,,,,,\n"
    )
    draft = _import(sheet)
    assert _read(draft) == [("2021-03-23/2021-03-29", "Aground"), ("-0043-03-15", "Long before")]
    rows = {row.key: row.value for row in draft.rows}
    assert (rows["title"], rows["summary"]) == ("The blockage", "What stopped the canal.")
    assert rows["sources"] == [
        {"id": "source-1", "url": "https://e.org/a", "title": "Map", "publisher": "Ed"}
    ]
    assert rows["dates"][0]["sources"] == ["source-1"]
    assert draft.body == "**Aground** In a storm ."


def test_a_date_that_is_unclear_is_left_out_and_named():
    draft = _import("date,event\n03/04/2021,A vote\nsome day,A ship\n2021-03-23,\n")
    assert _read(draft) == [("", "A vote"), ("", "A ship")]
    notes = "\n".join(draft.confirm)
    assert "“03/04/2021” is 2021-04-03 or 2021-03-04" in notes
    assert "“some day” is no date that is known" in notes
    assert "without an event is left out: 2021-03-23" in notes


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        ("name,age\nJane,30\n", "name two columns date and event"),
        ("a line\nanother\n", "its rows have one cell"),
        ("", "its rows have one cell"),
        ("date,event\n", "no row with an event"),
    ],
)
def test_what_is_no_sheet_of_events_is_refused(sheet, reason):
    with pytest.raises(ImportRefusedError, match=reason):
        _import(sheet)
