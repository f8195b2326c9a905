"""The drawing of a strip stays in its box and in proportion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.pages.chronology import histogram_of_months, histogram_of_years
from mkdocs_briefs.render.overview import FOOT, HEIGHT, LABELS, LEAST, STEP, drawn


@given(st.dictionaries(st.integers(1, 12), st.integers(1, 5000), min_size=2))
def test_bars_stand_on_the_ground_and_grow_with_their_counts(counts: dict[int, int]) -> None:
    strip = histogram_of_months(2024, counts)
    assert strip
    drawing = drawn(strip, "en")
    assert drawing.width == 12 * STEP
    assert max(bar.height for bar in drawing.bars) == HEIGHT
    for bar in drawing.bars:
        assert bar.y + bar.height == pytest.approx(HEIGHT)
        assert 0 <= bar.x < drawing.width
        assert bar.height >= LEAST if bar.count else bar.height == FOOT
    ordered = sorted(drawing.bars, key=lambda bar: bar.count)
    assert [bar.height for bar in ordered] == sorted(bar.height for bar in drawing.bars)
    assert drawn(strip, "en") == drawing


@pytest.mark.parametrize(
    ("lang", "letters"),
    [("en", "JFM"), ("fr", "JFM"), ("zh", "123"), ("ru", "ЯФМ"), ("x-y", "JFM")],
)
def test_months_have_the_short_names_of_the_language(lang: str, letters: str) -> None:
    strip = histogram_of_months(2024, {1: 1, 2: 1})
    assert strip
    assert "".join(bar.label for bar in drawn(strip, lang).bars[:3]) == letters


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
    strip = histogram_of_years(years, {})
    assert strip
    said = [bar.label for bar in drawn(strip, "en").bars if bar.label]
    assert said[0] == first
    assert len(said) == labels <= LABELS
