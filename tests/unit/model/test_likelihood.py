"""What may be written for a likelihood, and what the gaps of a scale refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.likelihood import SCALES, LikelihoodError

PHIA, ICD = SCALES["phia"], SCALES["icd203"]
percents = st.integers(0, 100)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("5%", "remote chance"),
        ("10%", "highly unlikely"),
        ("55-75%", "likely"),
        ("60-70%", "likely"),
        ("0-5%", "remote chance"),
        ("100%", "almost certain"),
    ],
)
def test_a_number_or_range_in_a_band_has_its_word(text: str, term: str) -> None:
    assert PHIA.read(text).term == term


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("7%", "remote chance 0-5%"),
        ("7.5%", "remote chance 0-5% and highly unlikely 10-20%"),
        ("23%", "unlikely 25-35%"),
        ("20-25%", "highly unlikely 10-20% and unlikely 25-35%"),
        ("55-90%", "likely 55-75%"),
        ("72-78%", "likely 55-75%"),
        ("5-10%", "remote chance 0-5% and highly unlikely 10-20%"),
    ],
)
def test_what_reaches_into_a_gap_is_refused_with_the_nearest_band(text: str, nearest: str) -> None:
    with pytest.raises(LikelihoodError, match=f"gap of the scale phia; nearest: {nearest}; its"):
        PHIA.read(text)


@pytest.mark.parametrize("text", ["20-80%", "55-80%", "0-3%", "98-100%"])
def test_a_scale_whose_bands_touch_has_no_gaps_for_ranges(text: str) -> None:
    assert ICD.read(text).numbers == text.replace("-", "–")


@given(percents, percents, st.sampled_from([PHIA, ICD]))
def test_whatever_is_read_lies_in_bands_alone(one: int, other: int, scale) -> None:
    low, high = sorted((one, other))
    try:
        found = scale.read(f"{low}-{high}%")
    except LikelihoodError:
        assert scale is PHIA
        assert any(scale.band_of(percent / 2) is None for percent in range(2 * low, 2 * high + 1))
    else:
        inside = (percent / 2 for percent in range(2 * max(low, 1), 2 * min(high, 99) + 1))
        assert all(scale.band_of(percent) for percent in inside)
        assert found.term in {band.term for band in scale.bands}
