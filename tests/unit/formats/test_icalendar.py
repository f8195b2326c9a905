"""Calendars, read by a program that knows nothing of us."""

from __future__ import annotations

import dataclasses
import datetime as dt

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.formats.feeds import ICalendar, fold
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages.feeds import Appointment, Calendar
from mkdocs_briefs.settings import Settings
from support.briefs import SETTINGS, WORLD, brief
from support.machine import ending, hostile_briefs, published, texts

HOMELESS = dataclasses.replace(SETTINGS, site_url="")


def read(text: str) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(text.encode())
    assert isinstance(found, icalendar.Calendar)
    assert not found.errors
    for part in found.walk():
        assert not part.errors
    return found


def events(text: str) -> dict[str, icalendar.Event]:
    """Uid -> event."""
    rows = read(text).walk("VEVENT")
    found = {str(row["UID"]): row for row in rows}
    assert len(found) == len(rows), "a UID stands twice"
    return found


def titles(text: str) -> set[str]:
    return {str(row["SUMMARY"]) for row in events(text).values()}


@pytest.mark.parametrize("site", [SETTINGS, HOMELESS], ids=["site", "homeless"])
@pytest.mark.parametrize("hostile", [False, True])
def test_every_calendar_is_read_without_complaint(site: Settings, *, hostile: bool) -> None:
    files = published(hostile_briefs(site) if hostile else None, site)
    calendars = dict(ending(files, "calendar.ics"))
    assert len(calendars) > 3
    for text in calendars.values():
        lines = text.encode().split(b"\r\n")
        assert lines.pop() == b""
        assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
        whole = read(text)
        assert whole["VERSION"] == "2.0"
        assert whole["PRODID"]
        assert whole.subcomponents, "RFC 5545 wants a component in every calendar"
        for row in events(text).values():
            assert row["SUMMARY"]
            assert row["DTEND"].dt > row["DTSTART"].dt
            assert isinstance(row["DTSTART"].dt, dt.date)
            assert row["DTSTAMP"].dt.tzinfo is not None
            assert row["STATUS"] in {"CONFIRMED", "TENTATIVE", "CANCELLED"}


def own(front: str) -> dict[str, str]:
    rows = "actors: [iran]\ntopics: [gaza]\nstoryline: haliva\n"
    return published([brief("a", rows + front)], **WORLD)


def test_an_event_ends_the_day_after_its_last() -> None:
    files = own(
        "dates: [{date: 2028-02-27/2028-02-29, status: scheduled, event: Talks, place: Cairo, actors: [iran]}]"
    )
    (row,) = events(files["actors/iran/calendar.ics"]).values()
    assert (row["DTSTART"].dt, row["DTEND"].dt) == (dt.date(2028, 2, 27), dt.date(2028, 3, 1))
    assert row["LOCATION"] == "Cairo"
    assert (
        row["URL"]
        == "https://example.org/site/timeline/2028/02/#talks-2028-02-27-2028-02-29-521c13"
    )
    assert row["SUMMARY"].params["LANGUAGE"] == "en"
    assert "27" in row["DESCRIPTION"]
    assert row["DESCRIPTION"].endswith("A")


@pytest.mark.parametrize(
    "date", ["2034", "203X", "XXXX-10-07", "2034-04/..", "../2034-04", "2034-22"]
)
def test_a_date_that_is_no_day_or_month_is_in_no_calendar(date: str) -> None:
    files = own(f"dates: [{{date: {date}, status: scheduled, event: Talks, actors: [iran]}}]")
    assert events(files["calendar.ics"]) == {}
    assert dict(ending(files, "calendar.ics")).keys() == {"calendar.ics"}


def test_a_month_is_a_month_and_says_so() -> None:
    files = own("dates: [{date: 2034-04~, status: scheduled, event: Talks}]")
    (row,) = events(files["storylines/haliva/calendar.ics"]).values()
    assert (row["DTSTART"].dt, row["DTEND"].dt) == (dt.date(2034, 4, 1), dt.date(2034, 5, 1))
    assert row["DESCRIPTION"].startswith("c. April 2034")


SOON = """
dates:
  - 2024-04-01: Talks
  - {date: 2024-07-01, event: Summit, status: scheduled, id: summit}
  - {date: 2024-08-01, event: Vote, status: cancelled}
  - {date: 2024-05-30, event: Lapsed, status: scheduled}
developments:
  - {label: Port, text: It opens., likelihood: 60%, by: 2024-12, resolves_if: It does.}
  - {label: Overdue, text: It ends., likelihood: 60%, by: 2024-05-20, resolves_if: It does.}
  - {label: Past, text: It ends., likelihood: 60%, by: 2024-05-20, resolves_if: It does.,
     resolution: {outcome: yes, date: 2024-05-21}}
"""  # fmt: skip


def test_every_calendar_holds_what_is_to_come_and_nothing_past() -> None:
    files = own(SOON)
    coming = {"Summit", "Vote", "Deadline: Iran: Port"}
    assert titles(files["calendar.ics"]) == coming
    assert titles(files["topics/gaza/calendar.ics"]) == coming
    assert titles(files["storylines/haliva/calendar.ics"]) == coming
    rows = {str(row["SUMMARY"]): row for row in events(files["calendar.ics"]).values()}
    assert rows["Summit"]["STATUS"] == "TENTATIVE"
    assert rows["Vote"]["STATUS"] == "CANCELLED"
    # The deadline is its last day.
    assert rows["Deadline: Iran: Port"]["DTSTART"].dt == dt.date(2024, 12, 31)


def test_an_event_with_an_id_has_one_uid_everywhere_and_for_ever() -> None:
    before = own(SOON)
    after = own(
        SOON.replace("2024-07-01", "2024-09-09") + "updates: [{date: 2024-05-25, text: Later.}]"
    )
    assert events(before["calendar.ics"]).keys() == events(after["calendar.ics"]).keys()
    assert (
        events(before["calendar.ics"]).keys()
        == events(before["storylines/haliva/calendar.ics"]).keys()
    )
    stamps = {row["LAST-MODIFIED"].dt.date() for row in events(after["calendar.ics"]).values()}
    assert stamps == {dt.date(2024, 5, 25)}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=300))
def test_folding_keeps_every_character_and_parts_none(line: str) -> None:
    pieces = [*fold(line)]
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def cleaned(text: str) -> str:
    """What a calendar can hold of a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c
        for c in text
        if c in "\t\n" or not (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029")
    )


@given(title=texts, text=texts, place=texts, slug=texts)
def test_any_text_comes_back_out_of_a_calendar(
    title: str, text: str, place: str, slug: str
) -> None:
    row = Appointment(
        ident=f"deadline/{slug}", path="briefs/a/", kind="event", status="happened", text=title,
        start=dt.date(1, 1, 1), end=dt.date.max, date=parse_edtf("2024"), place=place, names=(),
        lang="zh_TW", changed=dt.date(1, 2, 3),
    )  # fmt: skip
    calendar = Calendar("topics/x/", title, "en\r\nX:", (row,))
    whole = ICalendar(SETTINGS, lambda _: (title, text)).text(calendar, title)
    found = read(whole)
    written = icalendar.vText(cleaned(title)).to_ical().decode()
    assert f"NAME:{written}\r\n" in whole.replace("\r\n ", "")
    assert "LANGUAGE" not in found["NAME"].params
    (event,) = found.walk("VEVENT")
    assert str(event["SUMMARY"]) == cleaned(title)
    assert event["SUMMARY"].params["LANGUAGE"] == "zh-TW"
    assert str(event.get("DESCRIPTION", "")) == cleaned(text)
    assert str(event.get("LOCATION", "")) == cleaned(place)
    assert event["DTSTART"].dt == dt.date(1, 1, 1)
    assert "DTEND" not in event
    assert event["DTSTAMP"].dt.date() == dt.date(1, 2, 3)


def test_a_site_without_any_dates_has_a_calendar_to_subscribe_to() -> None:
    text = published([])["calendar.ics"]
    assert events(text) == {}
    assert [part.name for part in read(text).subcomponents] == ["VTIMEZONE"]


def test_a_uid_holds_the_path_of_the_site_or_else_its_name() -> None:
    made = brief("a", "dates: [{date: 2024-07-01, event: Vote, id: vote, status: scheduled}]")
    for url, name, expected in [
        ("https://jane.github.io/north/", "Same", "event/vote@jane.github.io/north"),
        ("https://example.org/", "Same", "event/vote@example.org"),
        ("", "North news", "event/vote@north-news"),
    ]:
        settings = dataclasses.replace(SETTINGS, site_url=url, site_name=name)
        text = published([made], settings)["calendar.ics"]
        assert f"UID:{expected}\r\n" in text
