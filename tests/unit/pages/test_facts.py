"""What pages say of one thing: plain texts, letters, figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages.facts import figure_rows, first_letter, letter_anchor, plain
from mkdocs_briefs.pages.parts import FigureView


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("*One* **two** _three_ __four__", "One two three four"),
        ("my_file_name and snake_case_", "my_file_name and snake_case"),
        ("2 * 3 `a_b*c` end", "2 * 3 a_b*c end"),
        ('see [the map](map.png) and ![x](y.png "t")', "see the map and x"),
        ("[[iran]] and [[iran|Tehran]] said [@un, p. 4]", "iran and Tehran said"),
        ("[[actor:iran#x]] and [[#vote]] and [[iran\\|Tehran]]", "iran and vote and Tehran"),
        (r"\[[iran]] and [@nothing here] and [a](x_(y))", "[[iran]] and [@nothing here] and a"),
        ("A&amp;B ~~x~~ <b>{.y}</b> [^1]", "A&amp;B ~~x~~ <b>{.y}</b> [^1]"),
        ("<script>alert(1)</script> & co", "<script>alert(1)</script> & co"),
        (r"not \*marked\* nor \_this\_", "not *marked* nor _this_"),
        ("two\nlines", "two lines"),
    ],
)
def test_marks_go_and_words_stay(source: str, words: str) -> None:
    assert plain(source) == words


@given(st.text(), st.integers(2, 50))
def test_never_longer_than_asked_and_on_one_line(source: str, most: int) -> None:
    words = plain(source, most)
    assert len(words) <= most
    assert words == " ".join(words.split())


def figure(
    value: str,
    by: str = "",
    as_of: str | None = None,
    *,
    label: str = "Ships",
    unit: str = "ships",
    qualifier: str = "exact",
) -> FigureView:
    day = parse_edtf(as_of) if as_of else None
    return FigureView("", label, value, unit, qualifier, day, by, (), ())


@pytest.mark.parametrize(
    ("figures", "sense"),
    [
        ((figure("12", "Council"),), ""),
        ((figure("12", "Council"), figure("31", "Pilots")), "differ"),
        ((figure("12", "Council"), figure("12", "Pilots")), "agree"),
        ((figure("1,200", "Council"), figure("1200", "Pilots")), "agree"),
        ((figure("1.2", "Council"), figure("12", "Pilots")), "differ"),
        ((figure("1,5", "Council"), figure("15", "Pilots")), "differ"),
        ((figure("12", "A", unit="ships"), figure("12", "B", unit="crews")), "differ"),
        ((figure("12", "A"), figure("12", "B", qualifier="more_than")), "differ"),
        ((figure("12", "A", "2024-01"), figure("14", "A", "2024-02")), "over_time"),
        ((figure("12", "A", "2024-01"), figure("14", "B", "2024-02")), "differ"),
        ((figure("12", "A", "2024-01"), figure("14", "A", "2024-01")), "differ"),
        ((figure("12", "A", "2024-01"), figure("14", "A")), "differ"),
        ((figure("12", "", "2024-01"), figure("14", "", "2024-02")), "differ"),
    ],
)
def test_a_row_says_how_its_figures_stand_to_each_other(figures, sense) -> None:
    (row,) = figure_rows(figures)
    assert row.sense == sense
    assert row.figures == figures


def test_a_row_stands_where_its_first_figure_does() -> None:
    rows = figure_rows(
        [
            figure("1", label="Ships at  anchor"),
            figure("2", label="B"),
            figure("3", label="ships at anchor"),
        ]
    )
    assert [(row.label, len(row.figures)) for row in rows] == [("Ships at  anchor", 2), ("B", 1)]


@given(st.lists(st.tuples(st.sampled_from("abA "), st.text(max_size=5)), max_size=12))
def test_no_figure_is_lost_or_shown_twice(pairs) -> None:
    figures = [figure(value, label=label) for label, value in pairs]
    shown = [one for row in figure_rows(figures) for one in row.figures]
    assert sorted(map(id, shown)) == sorted(map(id, figures))


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Élan", "E"),
        ("the captives", "T"),
        ("“Quoted”", "Q"),
        ("42", "#"),
        ("", "#"),
        ("إيران", "ا"),
        ("ß", "S"),
    ],
)
def test_a_name_is_filed_under_its_letter_without_accents(name: str, letter: str) -> None:
    assert first_letter(name) == letter


@given(st.text(max_size=8))
def test_the_anchor_of_a_letter_is_one_word(name: str) -> None:
    anchor = letter_anchor("person", first_letter(name))
    assert anchor.startswith("person-")
    assert len(anchor.split()) == 1
