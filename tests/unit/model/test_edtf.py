"""EDTF: what is read, what is refused and with which words, and laws that hold for every value."""

from __future__ import annotations

import contextlib
import functools
import io
import math
import pickle
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
    "9999-24": ("season", date(9999, 12, 1), date(9999, 12, 31)),
    "199X": ("decade", date(1990, 1, 1), date(1999, 12, 31)),
    "000X": ("decade", date(1, 1, 1), date(9, 12, 31)),
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
    "2024-25": (None, "Seasons are 21"),
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
    "/2024": ("../2024", "two dots"),
    "2024/": ("2024/..", "two dots"),
    "2024/open": ("2024/..", "two dots"),
    "../..": (None, "open on both sides"),
    "2024/2023": ("2023/2024", "ends before it starts"),
    "2024-05-01/2024-04": ("2024-04/2024-05-01", "ends before it starts"),
    "2024-2025": ("2024/2025", "slash"),
    "2024-04-22..2024-04-25": ("2024-04-22/2024-04-25", "slash"),
    "2024-04-22 / 2024-04-25": ("2024-04-22/2024-04-25", "Each side"),
    "2024-04-22/25": ("2024-04-22/2024-04-25", "in full"),
    "2024-13-01/2024-05": ("2024-01-13/2024-05", "no month 13"),
    "since April 2024": ("2024-04/..", "slash"),
    "from 2023 to 2024": ("2023/2024", "slash"),
    "XXXX-10-07/2024": (None, "known year"),
    "2024-04-22T10:00": ("2024-04-22", "no time"),
    "2024-04-22 10:00": ("2024-04-22", "no time"),
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
    "-0044": (None, "0001 to 9999"),
    "Y12024": (None, "0001 to 9999"),
    "0000": (None, "0001 to 9999"),
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


def test_order():
    ordered = [
        "199X", "2023-12-31", "2024-01-01", "2024", "2024/..", "../2024-04", "2024-04-30",
        "2024-04-30~", "XXXX-10-07", "XXXX-10-08", "XXXX-11", "XXXX",
    ]  # fmt: skip
    keys = {text: parse_edtf(text).sort_key for text in ordered}
    backwards = ordered[::-1]
    assert sorted(backwards, key=keys.__getitem__) == ordered


# Laws

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
marks = st.sampled_from(["", "", "?", "~", "%"])
WHOLE = ("{y}", "{y}-{m}", "{y}-{m}-{d}")
SEASON = "{y}-{s}"
FORMS = (*WHOLE, SEASON, "{y:.3}X", "{y:.2}XX", "{y}-XX", "{y}-{m}-XX", "{y}-XX-XX")


@st.composite
def dated(draw, forms=FORMS, qualifiers=marks):
    day, form = draw(days), draw(st.sampled_from(forms))
    season = draw(st.integers(21, 24))
    text = form.format(y=f"{day.year:04}", m=f"{day.month:02}", d=f"{day.day:02}", s=season)
    return text + draw(qualifiers)


@st.composite
def intervals(draw):
    sides = [draw(dated()), draw(dated())]
    shape = draw(st.sampled_from(["both", "both", "since", "until"]))
    if shape == "since":
        return f"{sides[0]}/.."
    if shape == "until":
        return f"../{sides[0]}"
    return "/".join(sorted(sides, key=lambda side: parse_edtf(side).sort_key))


yearless = st.builds("XXXX-{:%m-%d}{}".format, days, marks) | st.builds(
    "XXXX-{:%m}{}".format, days, marks
)
values = (dated() | intervals() | yearless | st.just("XXXX")).map(parse_edtf)
near_misses = st.text("0123456789-/.~?%XxuYT: 年٣,acAprilOctoberspringto", max_size=30)


@given(st.text(max_size=80) | near_misses | st.from_regex(r"[0-9X]{4}(-[0-9X]{1,2}){0,2}[?~%/]?"))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    value = error = None
    try:
        value = parse_edtf(text)
    except EdtfError as caught:
        error = caught
    if value is not None:
        assert value.text == text.strip()
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
    if value.earliest and value.latest:
        assert value.earliest <= value.latest
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
    if low.earliest and high.earliest and not (low.open_start or high.open_start):
        assert low.earliest <= high.earliest


@given(values)
def test_machine_dates_never_say_more_than_the_author(value):
    known = {"day": 3, "month": 2, "year": 1, "season": 1}
    for side, text in zip((value.start, value.end), value.schema_dates(), strict=True):
        if text is not None:
            assert (side.approximate, side.uncertain) == (False, False)
            assert text.count("-") + 1 == known[side.precision]


# Agreement with the package `edtf`, an independent reader of the same standard. It differs, on
# purpose, in these points:
# - its winter is December alone (ours runs to the end of February);
# - it refuses a qualified season, a century on a side of an interval and 2024-XX there;
# - it accepts an empty side, `../..`, the year 0000, and an interval that ends before it starts;
# - for a decade or century of the years 0 to 99 it counts year 0 in.


@functools.cache
def peer_bounds(text):
    # The package prints when it fails; the noise would hide a real failure here.
    with contextlib.redirect_stdout(io.StringIO()):
        value = peer.parse_edtf(text)
    return [
        None if isinstance(bound, float) and math.isinf(bound) else date(*bound[:3])
        for bound in (value.lower_strict(), value.upper_strict())
    ]


plain_sides = dated(forms=WHOLE)
shared = (
    dated(forms=tuple(form for form in FORMS if form != SEASON))
    | dated(forms=(SEASON,), qualifiers=st.just(""))
    | st.builds("{}/..".format, plain_sides)
    | st.builds("../{}".format, plain_sides)
    | st.tuples(plain_sides, plain_sides).map(
        lambda sides: "/".join(sorted(sides, key=lambda side: parse_edtf(side).sort_key))
    )
).filter(lambda text: not text.startswith(("00XX", "000X")) and not text.endswith("-24"))


@given(shared)
def test_agrees_with_the_edtf_package(text):
    value = parse_edtf(text)
    assert [value.earliest, value.latest] == peer_bounds(text)


@pytest.mark.parametrize(
    "text", ["2024-13-01", "24", "April 2024", "22/04/2024", "2024-4-2", "2024-04-22T", "x"]
)
def test_both_refuse(text):
    with pytest.raises(EdtfError):
        parse_edtf(text)
    with pytest.raises(peer.EDTFParseException), contextlib.redirect_stdout(io.StringIO()):
        peer.parse_edtf(text)


def test_known_differences_still_exist():
    assert peer_bounds("2024-24") == [date(2024, 12, 1), date(2024, 12, 31)]
    assert parse_edtf("2024-24").latest == date(2025, 2, 28)
    assert peer_bounds("2024/2023") == [date(2024, 1, 1), date(2023, 12, 31)]
    with pytest.raises(EdtfError):
        parse_edtf("2024/2023")
    with pytest.raises(peer.EDTFParseException):
        peer_bounds("2024-21~")
    assert parse_edtf("2024-21~").latest == date(2024, 5, 31)
