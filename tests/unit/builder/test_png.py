"""Pictures in few colours as files."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mkdocs_briefs.builder.cards.drawing import png

COLOURS = [(255, 255, 255), *((n * 3, n * 5, n * 7) for n in range(1, 30))]


@st.composite
def pictures(draw: st.DrawFn) -> tuple[Image.Image, int, list[tuple[int, int]]]:
    """A picture, the number of its colours, and the bands where it is not empty."""
    width, height = draw(st.integers(1, 40)), draw(st.integers(1, 30))
    colours = draw(st.sampled_from((2, 16, 17, 30)))
    image = Image.new("P", (width, height), 0)
    bands = []
    for _ in range(draw(st.integers(0, 3))):
        top = draw(st.integers(0, height - 1))
        bottom = draw(st.integers(top + 1, height))
        size = width * (bottom - top)
        pixels = bytes(draw(st.lists(st.integers(0, colours - 1), min_size=size, max_size=size)))
        image.paste(Image.frombytes("P", (width, bottom - top), pixels), (0, top))
        bands.append((top - draw(st.integers(0, 9)), bottom + draw(st.integers(0, 9))))
    return image, colours, bands


@given(pictures())
def test_what_is_written_is_read_again(
    made: tuple[Image.Image, int, list[tuple[int, int]]],
) -> None:
    image, colours, bands = made
    data = png(image, COLOURS[:colours], bands)
    read = Image.open(BytesIO(data))
    assert (read.format, read.size, read.mode) == ("PNG", image.size, "P")
    assert read.tobytes() == image.tobytes()
    assert read.getpalette()[: 3 * colours] == [part for one in COLOURS[:colours] for part in one]
    Image.open(BytesIO(data)).verify()  # the check of each part


@pytest.mark.parametrize("count", [1, 700, 70_000])
def test_much_of_nothing_is_small(count: int) -> None:
    data = png(Image.new("P", (100, count), 0), COLOURS, [])
    assert len(data) < 300 + count // 8
    assert Image.open(BytesIO(data)).getextrema() == (0, 0)
