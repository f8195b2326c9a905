"""The drawing of a histogram stays in its box and in proportion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.pages.chronology import histogram_of_months, histogram_of_years
from mkdocs_briefs.render.drawings import (
    EMPTY_HEIGHT,
    HEIGHT,
    MAX_LABELS,
    MIN_HEIGHT,
    STEP,
    drawn_bars,
)


@given(st.dictionaries(st.integers(1, 12), st.integers(1, 5000), min_size=2))
def test_bars_stand_on_the_ground_and_grow_with_their_counts(counts: dict[int, int]) -> None:
    histogram = histogram_of_months(2024, counts)
    assert histogram
    drawn = drawn_bars(histogram, "en")
    assert len(drawn) == 12
    assert max(each.height for each in drawn) == HEIGHT
    for each in drawn:
        assert each.y + each.height == pytest.approx(HEIGHT)
        assert 0 <= each.x < 12 * STEP
        assert each.height >= MIN_HEIGHT if each.bar.count else each.height == EMPTY_HEIGHT
    ordered = sorted(drawn, key=lambda each: each.bar.count)
    assert [each.height for each in ordered] == sorted(each.height for each in drawn)
    assert drawn_bars(histogram, "en") == drawn


@pytest.mark.parametrize(
    ("lang", "letters"),
    [("en", "JFM"), ("fr", "JFM"), ("zh", "123"), ("ru", "ЯФМ"), ("x-y", "JFM")],
)
def test_months_have_the_short_names_of_the_language(lang: str, letters: str) -> None:
    histogram = histogram_of_months(2024, {1: 1, 2: 1})
    assert histogram
    assert "".join(bar.label for bar in drawn_bars(histogram, lang)[:3]) == letters


@pytest.mark.parametrize(
    ("years", "first", "labels"),
    [
        ([[2020], [2024]], "2020", 5),
        ([[1979], [2027]], "1979", 10),
        ([[1850], [2024]], "1850s", 9),
        ([[101], [2024]], "100", 10),
    ],
)  # fmt: skip
def test_a_long_strip_has_few_labels(years: list[list[int]], first: str, labels: int) -> None:
    histogram = histogram_of_years(years, {})
    assert histogram
    texts = [bar.label for bar in drawn_bars(histogram, "en") if bar.label]
    assert texts[0] == first
    assert len(texts) == labels <= MAX_LABELS
