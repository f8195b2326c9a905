"""The strip at the head of a timeline as an SVG: a bar for each stretch of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.chronology import Histogram
from mkdocs_briefs.render.dates import format_edtf

STEP = 10
"""Width of a stretch, its gap included, in units of the view box."""
BAR = 8
HEIGHT = 40
LEAST = 2
"""Height of the shortest bar: one event among a thousand is still there."""
FOOT = 1
"""Height of the mark that stands for no events."""
LABELS = 12
"""Most labels below the bars."""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One bar; lengths in units of the view box, from its top left."""

    span: Edtf
    count: int
    path: str
    x: int
    y: float
    height: float
    label: str
    """What stands below it; empty for most bars of a long strip."""


@dataclass(frozen=True, slots=True)
class DrawnHistogram:
    """The drawing and what it is of."""

    unit: str
    bars: tuple[DrawnBar, ...]
    width: int
    height: int
    most: int


def drawn(strip: Histogram, lang: str) -> DrawnHistogram:
    """The bars of `strip`, the fullest as high as the drawing; labels in the language `lang`."""
    most = max(bar.count for bar in strip.bars)
    every = -(-len(strip.bars) // LABELS)
    bars = []
    for place, bar in enumerate(strip.bars):
        height = max(LEAST, round(HEIGHT * bar.count / most, 1)) if bar.count else FOOT
        label = _label(strip.unit, bar.span, lang) if place % every == 0 else ""
        y = round(HEIGHT - height, 1)
        bars.append(DrawnBar(bar.span, bar.count, bar.path, place * STEP + 1, y, height, label))
    return DrawnHistogram(strip.unit, tuple(bars), len(bars) * STEP, HEIGHT, most)


def _label(unit: str, span: Edtf, lang: str) -> str:
    side = span.start
    if unit == "month" and side and side.month:
        return _month_letters(lang)[side.month]
    if unit == "century" and side and side.latest:
        return str(side.latest.year // 100 * 100)
    return format_edtf(span, lang, style="short")


@lru_cache(maxsize=64)
def _month_letters(lang: str) -> Mapping[int, str]:
    """The shortest names of the months: letters in English, numbers in Chinese."""
    try:
        locale = Locale.parse(lang.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    return {n: str(get_month_names("narrow", "stand-alone", locale)[n]) for n in range(1, 13)}
