"""A date is a day, or a moment with its zone: it is read, written again, and put in order."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from mkdocs_briefs.model.fields import DayOrMoment
from mkdocs_briefs.model.moment import PATTERN, Moment
from mkdocs_briefs.model.texts import read_moment
from mkdocs_briefs.render.words import format_day, format_moment

DAYS = st.dates()
ZONES = st.one_of(
    st.just("Z"),
    st.builds(
        lambda sign, minutes: f"{sign}{minutes // 60:02d}:{minutes % 60:02d}",
        st.sampled_from("+-"),
        st.integers(0, 14 * 60),
    ),
)
MOMENTS = st.one_of(
    st.builds(Moment, DAYS),
    st.builds(
        lambda day, time, zone: Moment(day, f"{time:%H:%M:%S}{zone}"),
        DAYS,
        st.times(),
        ZONES,
    ),
)
LIKE_MOMENTS = st.text("0123456789-:T tZz+.,~/X é", max_size=40) | st.from_regex(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?( ?[+-][0-9]{2}:?[0-9]{2})?",
    fullmatch=True,
)


def refusal(text: str) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        read_moment(text)
    assert caught.value.type == "B206"
    return f"{caught.value.message()} {(caught.value.context or {})['help']}"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2026-11-02", "2026-11-02"),
        ("2026-11-02T10:00+02:00", "2026-11-02T10:00:00+02:00"),
        ("2026-11-02T10:00:30+02:00", "2026-11-02T10:00:30+02:00"),
        ("2026-11-02T10:00Z", "2026-11-02T10:00:00Z"),
        ("2026-11-02t10:00z", "2026-11-02T10:00:00Z"),
        ("2026-11-02 10:00:00 +0530", "2026-11-02T10:00:00+05:30"),
        ("2026-11-02 10:00-05", "2026-11-02T10:00:00-05:00"),
        ("2026-11-02T10:00:00.123Z", "2026-11-02T10:00:00Z"),
        ("2026-11-02T23:59:59+05:45", "2026-11-02T23:59:59+05:45"),
        ("0001-01-01T00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_a_day_and_a_moment_are_read_in_the_usual_forms(written: str, text: str) -> None:
    assert read_moment(written).text == text
    assert re.fullmatch(PATTERN, written)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026-11-02T10:00", "no zone. Write 2026-11-02T10:00Z for UTC, or your zone as in "),
        ("2026-11-02 10:00:30", "2026-11-02T10:00:30+02:00"),
        ("2026-11-02T24:00Z", "Write 2026-11-03T00:00Z."),
        ("9999-12-31T24:00Z", "There is no such hour"),
        ("2026-12-31T23:59:60Z", "There is no such hour"),
        ("2026-11-02T10:60Z", "There is no such hour"),
        ("2026-11-02T10:00+15:00", "at most 14:00 from UTC"),
        (
            "2026-11-02T10:00 Europe/Berlin",
            "Write 2026-11-02T10:00+02:00, with your hour and zone.",
        ),
        ("2026-11-31T10:00Z", "November 2026 has 30 days"),
        ("2026-11", "is not a single day"),
    ],
)
def test_a_refusal_says_what_to_write(written: str, says: str) -> None:
    assert says in refusal(written)


@given(LIKE_MOMENTS)
def test_reading_gives_a_moment_or_a_refusal(text: str) -> None:
    try:
        moment = read_moment(text)
    except PydanticCustomError:
        return
    assert read_moment(moment.text) == moment
    assert re.fullmatch(PATTERN, moment.text)


@given(MOMENTS)
def test_a_moment_is_read_again_as_it_was(moment: Moment) -> None:
    assert read_moment(moment.text) == Moment.of(moment.text) == moment


@given(st.lists(MOMENTS, min_size=2, max_size=6))
def test_moments_are_in_the_order_in_which_they_came(moments: list[Moment]) -> None:
    """As Python compares them, wherever it can: at the ends of its years it cannot."""

    def instant(moment: Moment) -> dt.datetime:
        return dt.datetime.fromisoformat(moment.instant)

    inner = [one for one in moments if 1 < one.day.year < 9999]
    ordered = sorted(inner, key=lambda one: one.order)
    assert [instant(one) for one in ordered] == sorted(map(instant, inner))
    assert sorted(m.order for m in moments) == sorted(m.order for m in reversed(moments))


def test_a_day_alone_comes_before_its_hours_and_is_shown_in_its_own_zone() -> None:
    morning, evening = (read_moment(f"2026-11-02T{hour}:00+02:00") for hour in ("08", "20"))
    assert Moment(dt.date(2026, 11, 2)).order < morning.order < evening.order
    assert read_moment("2026-11-03T00:30+05:45").order < read_moment("2026-11-02T20:00Z").order
    assert read_moment("2026-11-03T00:30+05:45").day == dt.date(2026, 11, 3)


@given(MOMENTS, st.sampled_from(["en", "en-US", "fr", "de", "es", "ru", "ar", "he", "zh"]))
def test_every_language_has_words_for_every_hour(moment: Moment, lang: str) -> None:
    assert Locale.parse(lang, sep="-")
    if moment.clock:
        words = format_moment(moment, lang)
        assert words.startswith(format_day(moment.day, lang))
        assert "{" not in words
        assert f"{moment.clock[3:5]}" in words


def test_hours_are_told_in_the_words_of_a_language() -> None:
    moment = read_moment("2026-11-02T14:05-03:30")
    assert format_moment(moment, "en") == "2 November 2026, 14:05 GMT-03:30"
    assert format_moment(moment, "en-US") == "November 2, 2026, 2:05\u202fPM GMT-03:30"
    assert format_moment(read_moment("2026-11-02T14:05Z"), "fr") == "2 novembre 2026, 14:05 UTC"


def test_editors_accept_what_is_read() -> None:
    assert DayOrMoment.__metadata__[1].json_schema["pattern"] == f"^{PATTERN}$"  # type: ignore[attr-defined]
