"""The drawing of calibration."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from mkdocs_briefs.library.forecasts import Calibrated, wilson
from mkdocs_briefs.pages.score import Band
from mkdocs_briefs.render.analysis import (
    BELOW,
    HEIGHT,
    SIDE,
    SPARE,
    WIDTH,
    calibration,
)
from mkdocs_briefs.render.words import words

EN, AR = words("en"), words("ar")


def band(mean: float, happened: int, n: int, term: str = "likely") -> Band:
    row = Calibrated(term, 55, 80, n, happened, mean, wilson(happened, n))
    return Band(row, "band-likely", (), n)


def drawn(*bands: Band, few: bool = False, rtl: bool = False) -> ET.Element:
    return ET.fromstring(calibration(bands, AR if rtl else EN, few=few, rtl=rtl))


def point(svg: ET.Element) -> tuple[float, float, float]:
    (circle,) = svg.iter("circle")
    cx, cy, r = (float(circle.get(name, "")) for name in ("cx", "cy", "r"))
    return cx, cy, r


def test_nothing_scored_draws_nothing() -> None:
    assert calibration((), EN, few=True, rtl=False) == Markup()


def test_a_point_lies_at_its_mean_and_share_and_leads_to_its_forecasts() -> None:
    svg = drawn(band(0.5, 1, 4))
    assert point(svg)[:2] == (SIDE + WIDTH / 2, SPARE + HEIGHT * 0.75)
    (link,) = svg.iter("a")
    assert link.get("href") == "#band-likely"
    assert link.get("tabindex") == "-1"
    assert link.findtext("title") == "likely 55–80%: 1 of 4 happened"


def test_the_bar_is_wilsons_interval() -> None:
    svg = drawn(band(0.1, 15, 148))
    (bar,) = (path for path in svg.iter("path") if path.get("class") == "b-calibration__range")
    found = re.fullmatch(r"M([\d.]+) ([\d.]+)V([\d.]+)", bar.get("d", ""))
    assert found is not None
    shares = [1 - (float(found[n]) - SPARE) / HEIGHT for n in (2, 3)]
    assert shares == pytest.approx([0.0624, 0.1605], abs=1e-3)  # Newcombe (1998)


def test_where_one_reads_from_the_right_the_drawing_does_too() -> None:
    left, right = drawn(band(0.2, 1, 4)), drawn(band(0.2, 1, 4), rtl=True)
    whole = SIDE + WIDTH + SPARE
    assert point(left)[0] + point(right)[0] == whole
    assert point(left)[1:] == point(right)[1:]
    texts = [text for text in right.iter("text") if not (text.text or "").isdigit()]
    assert {text.get("direction") for text in texts} == {"rtl"}
    assert right.get("direction") == "ltr"


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(1, 400)).flatmap(
            lambda pair: st.tuples(st.just(pair[0]), st.integers(0, pair[1]), st.just(pair[1]))
        ),
        min_size=1,
        max_size=7,
    ),
    st.booleans(),
)
def test_everything_lies_inside_and_more_forecasts_are_never_smaller(
    rows: list[tuple[float, int, int]],
    rtl: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    svg = drawn(*(band(*row) for row in rows), rtl=rtl)
    circles = [tuple(float(c.get(k, "")) for k in ("cx", "cy", "r")) for c in svg.iter("circle")]
    for x, y, r in circles:
        assert r - SPARE <= x <= SIDE + WIDTH + SPARE
        assert SPARE - 0.1 <= y <= SPARE + HEIGHT + BELOW
    sizes = sorted(zip((n for _, _, n in rows), (r for _, _, r in circles), strict=True))
    assert [r for _, r in sizes] == sorted(r for _, r in sizes)


def test_too_few_are_marked_and_words_are_escaped() -> None:
    assert "is-few" in drawn(band(0.5, 1, 4), few=True).get("class", "")
    assert "is-few" not in drawn(band(0.5, 1, 4)).get("class", "")
    assert "<b>" not in calibration([band(0.5, 1, 2, "<b>x</b>")], EN, few=False, rtl=False)


def test_it_has_no_style_and_is_left_to_the_eye() -> None:
    svg = drawn(band(0.5, 1, 4))
    assert svg.get("aria-hidden") == "true"
    assert not any("style" in node.attrib for node in svg.iter())
