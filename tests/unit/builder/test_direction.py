"""Which way characters run on a card. Cases of Unicode's BidiCharacterTest.txt, and laws."""

from __future__ import annotations

import sys
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.cards.text_lines import runs_forward, visual_runs, without_marks
from mkdocs_briefs.render.drawings import runs_left


def shown(text: str, *, rtl: bool) -> str:
    """The characters from left to right, without the mirroring of brackets."""
    runs = visual_runs(text, rtl=rtl)
    return "".join(run[::-1] if backwards else run for run, backwards in runs)


@pytest.mark.parametrize(
    ("codes", "direction", "wanted", "order"),
    [
        ("0028 0627 0029 0020 0031 002E 0032", "0", "0 1 0 0 2 2 2", "0 1 2 3 4 5 6"),
        ("0028 0627 05D0 0029 0020 0031 002D 0032", "0", "0 1 1 0 0 2 2 2", "0 2 1 3 4 5 6 7"),
        ("0031 0661 0028 0627 0029", "0", "0 2 1 1 1", "0 4 3 2 1"),
        ("0661 002D 0031", "0", "2 0 0", "0 1 2"),
        ("05D0 0028 0332 05D1 0029 0333", "0", "1 1 1 1 1 1", "5 4 3 2 1 0"),
        ("0061 0028 0332 0062 0029 0333", "1", "2 2 2 2 2 2", "0 1 2 3 4 5"),
        ("0028 0627 0029 0020 0031 002D 0032", "0", "0 1 0 0 2 1 2", "0 1 2 3 6 5 4"),
        ("0028 0661 0029 0627", "1", "1 2 1 1", "3 2 1 0"),
        ("0061 0020 3008 0062 002E 0031 232A", "1", "2 2 2 2 2 2 2", "0 1 2 3 4 5 6"),
        ("05D0 0020 2329 05D1 002E 0031 3009", "0", "1 1 1 1 1 2 1", "6 5 4 3 2 1 0"),
        ("05D0 0020 0031 002D 0032", "0", "1 1 2 2 2", "2 3 4 1 0"),
        ("0061 0028 0062 05D0 0028 0063 0029 0029", "0", "0 0 0 1 0 0 0 0", "0 1 2 3 4 5 6 7"),
        ("0061 0028 0062 0029 0029 2680 05D0", "1", "2 2 2 2 1 1 1", "6 5 4 0 1 2 3"),
        ("0061 005D 0028 0062 05D0 2680 0029", "0", "0 0 0 0 1 0 0", "0 1 2 3 4 5 6"),
        ("05D0 0028 005B 2680 0061 2681 005D 0029", "0", "1 0 0 0 0 0 0 0", "0 1 2 3 4 5 6 7"),
    ],
)
def test_lines_of_unicodes_own_test(codes, direction, wanted, order) -> None:
    text = "".join(chr(int(code, 16)) for code in codes.split())
    levels = [int(level) for level in wanted.split()]
    found = [
        (char, backwards)
        for run, backwards in visual_runs(text, rtl=direction == "1")
        for char in (run[::-1] if backwards else run)
    ]
    places = [int(place) for place in order.split()]
    assert found == [(text[place], levels[place] % 2 == 1) for place in places]


def test_no_character_that_turns_a_line_is_overlooked() -> None:
    turning = {"R", "AL", "AN", "RLE", "RLO", "RLI", "FSI"}
    chars = (chr(code) for code in range(sys.maxunicode + 1))
    assert not any(runs_forward(char) for char in chars if bidirectional(char) in turning)
    assert runs_forward("Naïve (1–2) 50 % 以色列 Київ")


def test_a_percent_sign_stays_with_its_number_and_space_with_its_line() -> None:
    assert shown("עלה 5% היום", rtl=True) == "םויה 5% הלע"
    assert [*visual_runs("א ", rtl=False)] == [("א", True), (" ", False)]
    assert [*visual_runs("a ", rtl=True)] == [(" ", True), ("a", False)]


def test_a_latin_name_and_a_number_inside_hebrew_read_forwards() -> None:
    assert shown("דיווח Al Jazeera היום", rtl=True) == "םויה Al Jazeera חוויד"
    assert shown("ב-7 באוקטובר 2023", rtl=True) == "2023 רבוטקואב 7-ב"


def test_hebrew_inside_latin_reads_backwards_in_its_place() -> None:
    assert shown("The paper הארץ says", rtl=False) == "The paper ץראה says"


def test_the_direction_of_a_line_is_that_of_its_first_letter() -> None:
    assert runs_left("12 (إيران)")
    assert not runs_left("12 Iran, إيران")
    assert not runs_left("...")


def test_marks_that_turn_the_direction_are_taken_away() -> None:
    assert without_marks("a\u202eb\u2066c\u2069\u202cd") == "abcd"
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    chars = map(chr, range(sys.maxunicode + 1))
    assert not without_marks("".join(char for char in chars if bidirectional(char) in turning))


def test_a_bracket_is_known_to_run_backwards_where_it_stands_alone() -> None:
    assert [*visual_runs("א (ABC)", rtl=True)] == [(")", True), ("ABC", False), ("א (", True)]


@given(st.text(alphabet="ab אבج123 ().,-%\u0301\u200d", max_size=40), st.booleans())
def test_every_character_is_shown_once(text, rtl) -> None:
    assert sorted(shown(text, rtl=rtl)) == sorted(text)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60), st.booleans())
def test_any_text_is_shown_whole(text, rtl) -> None:
    plain = without_marks(text)
    runs = [*visual_runs(plain, rtl=rtl)]
    assert sorted("".join(run for run, _ in runs)) == sorted(plain)
    assert all(run in plain for run, backwards in runs if backwards)
