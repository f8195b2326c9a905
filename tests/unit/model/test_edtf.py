"""EDTF: what is read, what is refused and with which words, and laws that hold for every value."""

from __future__ import annotations

import calendar
import contextlib
import functools
import io
import math
import pickle
from dataclasses import dataclass
from datetime import date, timedelta

import edtf as peer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.edtf import MAX_LENGTH, Edtf, EdtfError, parse_edtf

# text: precision, earliest, latest
DATES = {
    "2024": ("year", date(2024, 1, 1), date(2024, 12, 31)),
    "0001": ("year", date(1, 1, 1), date(1, 12, 31)),
    "9999": ("year", date(9999, 1, 1), date(9999, 12, 31)),
    "2024-02": ("month", date(2024, 2, 1), date(2024, 2, 29)),
    "2024-04-22": ("day", date(2024, 4, 22), date(2024, 4, 22)),
    "2024-02-29": ("day", date(2024, 2, 29), date(2024, 2, 29)),
    "2024-21": ("season", date(2024, 3, 1), date(2024, 5, 31)),
    "2024-22~": ("season", date(2024, 6, 1), date(2024, 8, 31)),
    "2024-23": ("season", date(2024, 9, 1), date(2024, 11, 30)),
    "2023-24": ("season", date(2023, 12, 1), date(2024, 2, 29)),
    "9999-24": ("season", date(9999, 12, 1), None),  # its last day is in the year 10000
    "199X": ("decade", date(1990, 1, 1), date(1999, 12, 31)),
    "000X": ("decade", None, date(9, 12, 31)),  # its first day is in the year 0
    "-0043-03-15": ("day", None, None),  # no `date` can have these years
    "Y12024": ("year", None, None),
    "19XX?": ("century", date(1900, 1, 1), date(1999, 12, 31)),
    "2024-XX": ("year", date(2024, 1, 1), date(2024, 12, 31)),
    "2024-XX-XX~": ("year", date(2024, 1, 1), date(2024, 12, 31)),
    "2024-04-XX": ("month", date(2024, 4, 1), date(2024, 4, 30)),
    "XXXX-10-07": ("day", None, None),
    "XXXX-02-29": ("day", None, None),
    "XXXX-10?": ("month", None, None),
    "XXXX": ("unknown", None, None),
    "2023-10-07/2023-10-09": ("day", date(2023, 10, 7), date(2023, 10, 9)),
    "2024-04~/2024-06-03?": ("month", date(2024, 4, 1), date(2024, 6, 3)),
    "2024/2024-03": ("year", date(2024, 1, 1), date(2024, 3, 31)),
    "199X/200X": ("decade", date(1990, 1, 1), date(2009, 12, 31)),
    "2024-04/..": ("month", date(2024, 4, 1), None),
    "../2024-04": ("month", None, date(2024, 4, 30)),
}


# ISO 8601-2:2019 and https://www.loc.gov/standards/datetime/, levels 0 and 1, example by example.
# text: precision, the first and the last day as year, month, day (None: open, not known)
GRAMMAR = {
    # level 0
    "1985-04-12": ("day", (1985, 4, 12), (1985, 4, 12)),
    "1985-04": ("month", (1985, 4, 1), (1985, 4, 30)),
    "1985": ("year", (1985, 1, 1), (1985, 12, 31)),
    "0000": ("year", (0, 1, 1), (0, 12, 31)),
    "0000-02-29": ("day", (0, 2, 29), (0, 2, 29)),
    "1985-04-12T23:20:30": ("day", (1985, 4, 12), (1985, 4, 12)),
    "1985-04-12T23:20:30Z": ("day", (1985, 4, 12), (1985, 4, 12)),
    "1985-04-12T23:20:30-04": ("day", (1985, 4, 12), (1985, 4, 12)),
    "1985-04-12T23:20:30+04:30": ("day", (1985, 4, 12), (1985, 4, 12)),
    "1964/2008": ("year", (1964, 1, 1), (2008, 12, 31)),
    "2004-06/2006-08": ("month", (2004, 6, 1), (2006, 8, 31)),
    "2004-02-01/2005-02-08": ("day", (2004, 2, 1), (2005, 2, 8)),
    "2004-02-01/2005-02": ("month", (2004, 2, 1), (2005, 2, 28)),
    "2004-02-01/2005": ("year", (2004, 2, 1), (2005, 12, 31)),
    "2005/2006-02": ("year", (2005, 1, 1), (2006, 2, 28)),
    # level 1
    "Y170000002": ("year", (170_000_002, 1, 1), (170_000_002, 12, 31)),
    "Y-170000002": ("year", (-170_000_002, 1, 1), (-170_000_002, 12, 31)),
    "Y10000~": ("year", (10_000, 1, 1), (10_000, 12, 31)),
    "2001-21": ("season", (2001, 3, 1), (2001, 5, 31)),
    "1984?": ("year", (1984, 1, 1), (1984, 12, 31)),
    "2004-06~": ("month", (2004, 6, 1), (2004, 6, 30)),
    "2004-06-11%": ("day", (2004, 6, 11), (2004, 6, 11)),
    "201X": ("decade", (2010, 1, 1), (2019, 12, 31)),
    "20XX": ("century", (2000, 1, 1), (2099, 12, 31)),
    "2004-XX": ("year", (2004, 1, 1), (2004, 12, 31)),
    "1985-04-XX": ("month", (1985, 4, 1), (1985, 4, 30)),
    "1985-XX-XX": ("year", (1985, 1, 1), (1985, 12, 31)),
    "1985-04-12/..": ("day", (1985, 4, 12), None),
    "1985-04/..": ("month", (1985, 4, 1), None),
    "1985/..": ("year", (1985, 1, 1), None),
    "../1985-04-12": ("day", None, (1985, 4, 12)),
    "../1985-04": ("month", None, (1985, 4, 30)),
    "1985-04-12/": ("day", (1985, 4, 12), None),
    "1985/": ("year", (1985, 1, 1), None),
    "/1985-04": ("month", None, (1985, 4, 30)),
    "/1985": ("year", None, (1985, 12, 31)),
    "-1985": ("year", (-1985, 1, 1), (-1985, 12, 31)),
    "-0001": ("year", (-1, 1, 1), (-1, 12, 31)),
    "-0004-02-29": ("day", (-4, 2, 29), (-4, 2, 29)),
    "-0430/-0427": ("year", (-430, 1, 1), (-427, 12, 31)),
    "-0009/0014": ("year", (-9, 1, 1), (14, 12, 31)),
    "-0480-08~": ("month", (-480, 8, 1), (-480, 8, 31)),
    "-0001-24": ("season", (-1, 12, 1), (0, 2, 29)),
    "-015X": ("decade", (-159, 1, 1), (-150, 12, 31)),
    "-01XX?": ("century", (-199, 1, 1), (-100, 12, 31)),
    "-00XX": ("century", (-99, 1, 1), (-1, 12, 31)),
    "00XX": ("century", (0, 1, 1), (99, 12, 31)),
    "1984~/2004-06": ("year", (1984, 1, 1), (2004, 6, 30)),
    "1984/2004-06~": ("year", (1984, 1, 1), (2004, 6, 30)),
    "1984?/2004%": ("year", (1984, 1, 1), (2004, 12, 31)),
    "1984~/": ("year", (1984, 1, 1), None),
    "../2004-06-11?": ("day", None, (2004, 6, 11)),
    "2001-21/2003-22": ("season", (2001, 3, 1), (2003, 8, 31)),
    "Y-20000/-0500": ("year", (-20_000, 1, 1), (-500, 12, 31)),
    "198X/2004-06-XX": ("decade", (1980, 1, 1), (2004, 6, 30)),
    "9999-24": ("season", (9999, 12, 1), (10_000, 2, 29)),
}


def day_number(year: int, month: int, day: int) -> int:
    """The number of a day of the Gregorian calendar of all years, by Howard Hinnant's algorithm."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return (
        era * 146_097
        + year_of_era * 365
        + year_of_era // 4
        - year_of_era // 100
        + day_of_year
        - 305
    )


@pytest.mark.parametrize(("text", "expected"), GRAMMAR.items())
def test_reads_levels_0_and_1_of_the_standard(text, expected):
    precision, first, last = expected
    value = parse_edtf(text)
    assert (str(value), value.precision) == (text, precision)
    assert value.first_day == (first and day_number(*first))
    assert value.last_day == (last and day_number(*last))


def test_the_hour_of_a_date():
    hours = ["2024-04-22T23:20", "2024-04-22T23:20:30Z", "2024-04-22T23:20:30-04"]
    assert [parse_edtf(text).start.clock for text in hours] == [
        "23:20:00",
        "23:20:30Z",
        "23:20:30-04:00",
    ]
    ordered = [
        *("2024-04", "2024-04-22", "2024-04-22T01:00:00+02:00", "2024-04-22T00:00:00Z"),
        *("2024-04-22T23:00:00-04", "2024-04-23"),
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=lambda text: parse_edtf(text).sort_key) == ordered
    assert parse_edtf("2024-04-22T10:00Z").schema_dates() == ("2024-04-22T10:00:00Z", None)


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_reads(text, expected):
    value = parse_edtf(text)
    assert (value.precision, value.earliest, value.latest) == expected
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [("2024", False, False), ("2024~", True, False), ("2024?", False, True), ("2024%", True, True)],
)
def test_qualifiers(text, approximate, uncertain):
    start = parse_edtf(text).start
    assert (start.approximate, start.uncertain) == (approximate, uncertain)


def test_parts_of_one_date():
    day, season, partial = (parse_edtf(t).start for t in ("2024-04-22", "2024-21", "2024-04-XX"))
    assert (day.year, day.month, day.day, day.season, day.unspecified) == (2024, 4, 22, None, False)
    assert (season.year, season.month, season.season) == (2024, None, 21)
    assert (partial.month, partial.day, partial.unspecified) == (4, None, True)


def test_white_space_around_is_dropped():
    assert parse_edtf(" 2024-04 \n") == parse_edtf("2024-04")


# text: the suggestion (None for none), a part of the sentence
REFUSED = {
    "22/04/2024": ("2024-04-22", "year, month, day"),
    "04/22/2024": ("2024-04-22", "year, month, day"),
    "04/05/2024": (None, "Is it 2024-05-04 or 2024-04-05?"),
    "22.04.2024": ("2024-04-22", "year, month, day"),
    "2024-4-2": ("2024-04-02", "two digits"),
    "2024/04/22": ("2024-04-22", "hyphens"),
    "2024/04": ("2024-04", "hyphens"),
    "20240422": ("2024-04-22", "hyphens"),
    "2024-02-30": (None, "February 2024 has 29 days"),
    "2023-02-29": (None, "February 2023 has 28 days"),
    "30/02/2024": (None, "February 2024 has 29 days"),
    "XXXX-02-30": (None, "February has 29 days"),
    "2024-13-01": ("2024-01-13", "no month 13"),
    "2024-13-13": (None, "no month 13"),
    "2024-22-04": ("2024-04-22", "no month 22"),
    "2024-13": (None, "no month 13"),
    "2024-20": (None, "no month 20"),
    "2024-25": ("2024-21", "level 2"),
    "2024-28": ("2024-24", "level 2"),
    "2024-29": ("2024-09/2024-11", "southern"),
    "2024-30": ("2024-12/2025-02", "southern"),
    "2024-33": ("2024-01/2024-03", "quarter"),
    "-0010-36": ("-0010-10/-0010-12", "quarter"),
    "2024-39~": ("2024-09/2024-12", "third"),
    "2024-41": ("2024-07/2024-12", "half"),
    "2024-42": (None, "Seasons are 21"),
    "XXXX-33": (None, "quarter"),
    "2024-33/2025": ("2024-01/2024-03", "quarter"),
    "-0000": ("0000", "no sign"),
    "-0000-03-15": ("0000-03-15", "no sign"),
    "-44": ("-0044", "four digits"),
    "-44-03-15": ("-0044-03-15", "four digits"),
    "44 BC": ("-0043", "counted from 0"),
    "1 BCE": ("0000", "counted from 0"),
    "-0001-02-30": (None, "28 days"),
    "Y2024": ("2024", "no Y"),
    "Y-44": ("-0044", "no Y"),
    "-17000": ("Y-17000", "with a Y"),
    "Y1" + "0" * 12: (None, "12 digits"),
    "12024": (None, "Y12024"),
    "Y12024-04": (None, "level 2"),
    "Y17E8": (None, "level 2"),
    "1950S2": (None, "level 2"),
    "2004-06~-11": ("2004-06-11~", "level 2"),
    "?2004-06-~11": ("2004-06-11%", "level 2"),
    "-0001/-0043": ("-0043/-0001", "ends before it starts"),
    "2024-00": (None, "no month 00"),
    "XXXX-21": (None, "season needs a year"),
    "April 2024": ("2024-04", "are numbers"),
    "22 April 2024": ("2024-04-22", "are numbers"),
    "Apr 22, 2024": ("2024-04-22", "are numbers"),
    "Monday, 22nd Sept. 2024": ("2024-09-22", "are numbers"),
    "2 September 2024": ("2024-09-02", "are numbers"),
    "spring 2024": ("2024-21", "are numbers"),
    "7-9 October 2023": ("2023-10-07/2023-10-09", "are numbers"),
    "October 7–9, 2023": ("2023-10-07/2023-10-09", "digits 0 to 9"),
    "2024/open": ("2024/..", "two dots"),
    "../..": (None, "without a date on any side"),
    "/": (None, "without a date on any side"),
    "/..": (None, "without a date on any side"),
    "2024/2023": ("2023/2024", "ends before it starts"),
    "2024-05-01/2024-04": ("2024-04/2024-05-01", "ends before it starts"),
    "2024-2025": ("2024/2025", "slash"),
    "2024-03-02-2024-03-05": ("2024-03-02/2024-03-05", "slash"),
    "2024-03–2024-05": ("2024-03/2024-05", "digits 0 to 9 and hyphens"),
    "2024-04-22..2024-04-25": ("2024-04-22/2024-04-25", "slash"),
    "2024-04-22 / 2024-04-25": ("2024-04-22/2024-04-25", "Each side"),
    "2024-04-22/25": ("2024-04-22/2024-04-25", "in full"),
    "2024-13-01/2024-05": ("2024-01-13/2024-05", "no month 13"),
    "since April 2024": ("2024-04/..", "slash"),
    "from 2023 to 2024": ("2023/2024", "slash"),
    "XXXX-10-07/2024": (None, "known year"),
    "2024-04-22 10:00": ("2024-04-22T10:00", "T10:00"),
    "2024-04-22t9:30z": ("2024-04-22T09:30Z", "T10:00"),
    "2024-04-22T25:00:00Z": ("2024-04-22", "no such hour"),
    "2024-04-22T10": ("2024-04-22", "T10:00"),
    "2024-04-22T": ("2024-04-22", "T10:00"),
    "2024-04-22T10:00:00+15:00": ("2024-04-22", "no such zone"),
    "2024-04-22T10:00:00Z/2024-04-23": ("2024-04-22/2024-04-23", "without an hour"),
    "2024-04/2024-04-23T10:00:00Z": ("2024-04/2024-04-23", "without an hour"),
    "2024-04T10:00:00Z": (None, "Expected a date"),
    "2024-04-22T10:00:00Z?": ("2024-04-22", "T10:00"),
    "٢٠٢٤-٠٤-٢٢": ("2024-04-22", "digits 0 to 9"),
    "２０２４": ("2024", "digits 0 to 9"),
    "²024": (None, "digits 0 to 9"),
    "1990s": ("199X", "capital X"),
    "199x": ("199X", "capital X"),
    "20th century": ("19XX", "capital X"),
    "1XXX": ("1000/1999", "span"),
    "0XXX": ("0001/0999", "span"),
    "199X-10": ("199X", "known in full"),
    "XXXX?": ("XXXX", "nothing is known"),
    "XXXX-10-XX": ("XXXX-10", "left out"),
    "2024?~": ("2024%", "stands once"),
    "c. April 2024": ("2024-04~", "approximate"),
    "[2023,2024]": (None, "Lists"),
    "24": (None, "four digits"),
    "tbd": (None, "left out"),
    "": (None, "empty"),
    "garbage": (None, "Expected a date such as 2024-04-22"),
    "2024-04-2X": (None, "Expected a date such as 2024-04-22"),
    "9" * (MAX_LENGTH + 1): (None, "at most 64 characters"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_refuses_with_advice(text, expected):
    suggestion, words = expected
    with pytest.raises(EdtfError) as caught:
        parse_edtf(text)
    assert caught.value.suggestion == suggestion
    assert words in str(caught.value)
    if suggestion:
        assert f"'{suggestion}'" in str(caught.value)
        assert parse_edtf(suggestion).text == suggestion


def test_an_error_shows_no_control_characters_and_survives_pickling():
    with pytest.raises(EdtfError) as caught:
        parse_edtf("\x1b[31m\u202e2024")
    assert str(caught.value).isprintable()
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024-04-22", (2024,)),
        ("2023-24", (2023,)),
        ("199X", tuple(range(1990, 2000))),
        ("19XX", ()),
        ("XXXX-10-07", ()),
        ("2022/2024-02", (2022, 2023, 2024)),
        ("2024/..", (2024,)),
        ("../2024", (2024,)),
        ("199X/..", tuple(range(1990, 2000))),
        ("19XX/2024", ()),
        ("0001/9999", (1, 9999)),
        ("-0002/0001", (-2, -1, 0, 1)),
        ("-015X", tuple(range(-159, -149))),
        ("-000X", tuple(range(-9, 0))),
        ("2023/", (2023,)),
        ("/2023", (2023,)),
        ("Y-17000/2024", (-17000, 2024)),
    ],
)
def test_years(text, years):
    assert parse_edtf(text).years() == years


@pytest.mark.parametrize(
    ("text", "month_day"),
    [
        ("2023-10-07", (10, 7)),
        ("XXXX-10-07", (10, 7)),
        ("2023-10-07~", None),
        ("2023-10-07?", None),
        ("2023-10", None),
        ("2023-10-07/2023-10-09", None),
        ("2023-10-07/..", None),
        ("2023-10-07T10:00Z", (10, 7)),
        ("-0043-03-15", None),
    ],
)
def test_on_this_day_needs_one_certain_day(text, month_day):
    assert parse_edtf(text).month_day == month_day


@pytest.mark.parametrize(
    ("text", "iso", "schema"),
    [
        ("2024-04-22", "2024-04-22", ("2024-04-22", None)),
        ("0476-09", "0476-09", ("0476-09", None)),
        ("2024", "2024", ("2024", None)),
        ("2024-04-XX", "2024-04", ("2024-04", None)),
        ("2024-21", "2024", ("2024", None)),
        ("2024-24", None, (None, None)),
        ("2024-04~", None, (None, None)),
        ("2024?", None, (None, None)),
        ("199X", None, (None, None)),
        ("XXXX-10-07", None, (None, None)),
        ("2023-10-07/2023-11", None, ("2023-10-07", "2023-11")),
        ("2023-10-07/..", None, ("2023-10-07", None)),
        ("../2024~", None, (None, None)),
        ("2024-04-22T10:00", "2024-04-22T10:00:00", ("2024-04-22T10:00:00", None)),
        ("-0043-03-15", None, ("-0043-03-15", None)),
        ("0000", None, ("0000", None)),
        ("-0026/0014", None, ("-0026", "0014")),
        ("-015X", None, (None, None)),
        ("Y12024", None, (None, None)),
        ("2020/", None, ("2020", None)),
        ("/2020", None, (None, "2020")),
    ],
)
def test_dates_for_machines(text, iso, schema):
    value = parse_edtf(text)
    assert (value.iso8601(), value.schema_dates()) == (iso, schema)


def test_year_of_a_value():
    years = [parse_edtf(t).year for t in ("2024-04", "../2024", "2023/2024", "199X", "XXXX-10")]
    assert years == [2024, 2024, 2023, None, None]


def test_certainly_past_or_future():
    april = parse_edtf("2024-04~")
    assert april.is_after(date(2024, 3, 31))
    assert not april.is_after(date(2024, 4, 1))
    assert april.is_before(date(2024, 5, 1))
    assert not april.is_before(date(2024, 4, 30))
    assert not parse_edtf("2024/..").is_before(date.max)
    assert not parse_edtf("../2024").is_after(date.min)
    assert not parse_edtf("XXXX-10-07").is_after(date.min)
    assert not parse_edtf("XXXX-10-07").is_before(date.max)
    assert not parse_edtf("2024-24").is_before(date(2025, 2, 28))
    assert parse_edtf("-0043").is_before(date.min)
    assert parse_edtf("Y12024").is_after(date.max)
    assert parse_edtf("-0043/2024").is_before(date(2025, 1, 1))
    assert not parse_edtf("2024/").is_before(date.max)
    assert not parse_edtf("/2024").is_after(date.min)


def test_order():
    ordered = [
        "Y-17000", "-0431", "-0430-03", "../-0429", "0000", "0001-01-01", "199X", "2023-12-31", "2024-01-01", "2024", "2024/..", "../2024-04", "2024-04-30",
        "2024-04-30~", "2024-12/", "Y12024", "XXXX-10-07", "XXXX-10-08", "XXXX-11", "XXXX",
    ]  # fmt: skip
    keys = {text: parse_edtf(text).sort_key for text in ordered}
    backwards = ordered[::-1]
    assert sorted(backwards, key=keys.__getitem__) == ordered


# Laws


@dataclass(frozen=True)
class AnyDay:
    """A day of any year that has four digits, before 1 too."""

    year: int
    month: int
    day: int


def on_a_day(year: int, day: date) -> AnyDay:
    leap = calendar.isleap(year) or (day.month, day.day) != (2, 29)
    return AnyDay(year, day.month, day.day if leap else 28)


days = st.builds(
    on_a_day,
    st.integers(1, 9999) | st.integers(-9999, 20),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)),
)
marks = st.sampled_from(["", "", "?", "~", "%"])
WHOLE = ("{y}", "{y}-{m}", "{y}-{m}-{d}")
SEASON = "{y}-{s}"
FORMS = (*WHOLE, SEASON, "{y:.3}X", "{y:.2}XX", "{y}-XX", "{y}-{m}-XX", "{y}-XX-XX")


@st.composite
def dated(draw, forms=FORMS, qualifiers=marks):
    day, form = draw(days), draw(st.sampled_from(forms))
    season = draw(st.integers(21, 24))
    sign = "-" if day.year < 0 else ""
    parts = {"m": f"{day.month:02}", "d": f"{day.day:02}", "s": season}
    return sign + form.format(y=f"{abs(day.year):04}", **parts) + draw(qualifiers)


@st.composite
def intervals(draw):
    sides = [draw(dated()), draw(dated())]
    shape = draw(st.sampled_from(["{0}/{1}", "{0}/{1}", "{0}/..", "../{0}", "{0}/", "/{0}"]))
    if "{1}" not in shape:
        return shape.format(sides[0])
    return "/".join(sorted(sides, key=lambda side: parse_edtf(side).sort_key))


leap_days = st.dates(date(2000, 1, 1), date(2000, 12, 31))
yearless = st.builds("XXXX-{:%m-%d}{}".format, leap_days, marks) | st.builds(
    "XXXX-{:%m}{}".format, leap_days, marks
)
long_years = st.builds(
    "Y{}{}".format, st.integers(10_000, 10**12 - 1) | st.integers(1 - 10**12, -10_000), marks
)
zones = st.sampled_from(["", "Z", "+02:00", "-04", "+05:45"])
hours = st.builds("T{:%H:%M:%S}{}".format, st.times(), zones)
with_hours = st.builds("{}{}".format, dated(forms=("{y}-{m}-{d}",), qualifiers=st.just("")), hours)
texts = dated() | intervals() | yearless | long_years | with_hours | st.just("XXXX")
values = texts.map(parse_edtf)
near_misses = st.text("0123456789-/.~?%XxuYT: 年٣,acAprilOctoberspringto", max_size=30)


@st.composite
def slips(draw):
    """A valid text with a character taken out, doubled or replaced."""
    text = draw(texts)
    at = draw(st.integers(0, len(text) - 1))
    instead = draw(st.sampled_from(["", text[at] * 2, *"0X-/.?~%TYZ :"]))
    return text[:at] + instead + text[at + 1 :]


@given(
    slips()
    | st.text(max_size=80)
    | near_misses
    | st.from_regex(r"[0-9X]{4}(-[0-9X]{1,2}){0,2}[?~%/]?")
)
def test_any_text_is_read_or_refused_with_a_sentence(text):
    value = error = None
    try:
        value = parse_edtf(text)
    except EdtfError as caught:
        error = caught
    if value is not None:
        assert str(value) == text.strip()
        return
    assert str(error).isprintable()
    assert len(str(error)) < 400
    assert error.suggestion is None or parse_edtf(error.suggestion).text == error.suggestion


@given(values)
def test_canonical_text_gives_the_same_value(value):
    again = parse_edtf(value.text)
    assert again == value
    assert hash(again) == hash(value)
    for name in Edtf.__slots__:
        assert getattr(again, name) == getattr(value, name)


@given(values)
def test_bounds_are_ordered_and_close_what_is_certain(value):
    if value.first_day is not None and value.last_day is not None:
        assert value.first_day <= value.last_day
    for day, bound in ((value.first_day, value.earliest), (value.last_day, value.latest)):
        assert bound is None or bound.toordinal() == day
        assert bound is not None or day is None or not 1 <= day <= date.max.toordinal()
    if value.earliest:
        assert not value.is_after(value.earliest)
        assert value.earliest == date.min or value.is_after(value.earliest - timedelta(1))
    if value.latest:
        assert not value.is_before(value.latest)
        assert value.latest == date.max or value.is_before(value.latest + timedelta(1))
    assert list(value.years()) == sorted(set(value.years()))


@given(values, values, values)
def test_sort_keys_are_one_total_order(a, b, c):
    assert (a.sort_key == b.sort_key) == (a == b)
    low, middle, high = sorted((a, b, c), key=lambda value: value.sort_key)
    assert low.sort_key <= middle.sort_key <= high.sort_key
    if None not in (low.first_day, high.first_day):
        assert low.first_day <= high.first_day


@given(values)
def test_machine_dates_never_say_more_than_the_author(value):
    assert value.iso8601() is None or value.iso8601()[0].isdigit()
    known = {"day": 3, "month": 2, "year": 1, "season": 1}
    for side, text in zip((value.start, value.end), value.schema_dates(), strict=True):
        if text is not None:
            assert (side.approximate, side.uncertain) == (False, False)
            day, _, hour = text.removeprefix("-").partition("T")
            assert day.count("-") + 1 == known[side.precision]
            assert hour == side.clock


# Agreement with the package `edtf`, an independent reader of the same standard. It differs, on
# purpose, in these points:
# - its winter is December alone (ours runs to the end of February);
# - it refuses a qualified season, a century on a side of an interval and 2024-XX there;
# - it accepts `../..`, and an interval that ends before it starts;
# - it counts the year 0 in for -000X and -00XX, which ours leave to 000X and 00XX;
# - it gives a side that is not known ten years, and refuses a qualified long year;


@functools.cache
def peer_bounds(text):
    # The package prints when it fails; the noise would hide a real failure here.
    with contextlib.redirect_stdout(io.StringIO()):
        value = peer.parse_edtf(text)
    return [
        None if isinstance(bound, float) and math.isinf(bound) else day_number(*bound[:3])
        for bound in (value.lower_strict(), value.upper_strict())
    ]


plain_sides = dated(forms=WHOLE)
shared = (
    dated(forms=tuple(form for form in FORMS if form != SEASON))
    | dated(forms=(SEASON,), qualifiers=st.just(""))
    | st.builds("{}/..".format, plain_sides)
    | st.builds("../{}".format, plain_sides)
    | long_years.filter(lambda text: text[-1].isdigit())
    | with_hours
    | st.tuples(plain_sides, plain_sides).map(
        lambda sides: "/".join(sorted(sides, key=lambda side: parse_edtf(side).sort_key))
    )
).filter(lambda text: not text.endswith("-24") and "-00" not in text[:3])


@given(shared)
def test_agrees_with_the_edtf_package(text):
    value = parse_edtf(text)
    assert [value.first_day, value.last_day] == peer_bounds(text)


@pytest.mark.parametrize(
    "text", ["2024-13-01", "24", "April 2024", "22/04/2024", "2024-4-2", "2024-04-22T", "x"]
)
def test_both_refuse(text):
    with pytest.raises(EdtfError):
        parse_edtf(text)
    with pytest.raises(peer.EDTFParseException), contextlib.redirect_stdout(io.StringIO()):
        peer.parse_edtf(text)


def test_known_differences_still_exist():
    assert peer_bounds("2024-24") == [day_number(2024, 12, 1), day_number(2024, 12, 31)]
    assert parse_edtf("2024-24").latest == date(2025, 2, 28)
    assert peer_bounds("2024/2023") == [day_number(2024, 1, 1), day_number(2023, 12, 31)]
    with pytest.raises(EdtfError):
        parse_edtf("2024/2023")
    with pytest.raises(peer.EDTFParseException):
        peer_bounds("2024-21~")
    assert parse_edtf("2024-21~").latest == date(2024, 5, 31)
