"""What a listing holds, in numbers that lead on: the strip of its time, and its groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import get_month_names
from markupsafe import escape

from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.histogram import Histogram
from mkdocs_briefs.pages.parts import Group
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.dates import date_locale, format_edtf
from mkdocs_briefs.render.html_helpers import HtmlHelpers

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
    """Return the bars of `strip`, the fullest as high as the drawing, with labels in `lang`."""
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
    """Return the shortest names of the months: letters in English, numbers in Chinese."""
    names = get_month_names("narrow", "stand-alone", date_locale(lang))
    return {n: str(names[n]) for n in range(1, 13)}


class Overview:
    """Writes overviews, for pages of one language."""

    def __init__(self, helpers: HtmlHelpers) -> None:
        self._p = helpers

    def groups(self, them: Sequence[Group], label: str, family: str = "", unnamed: str = "") -> str:
        """Return groups in a row; `family` names the words of labels that are a field's values."""
        if not them:
            return ""
        p, rows = self._p, []
        for it in them:
            words = (p.t.of(family, it.label) if family else it.label) or unnamed
            number = f'<span class="b-count">{it.count}</span>'
            rows.append(
                f'<li><a class="b-chip" href="{p.href(it.path)}"><bdi>{escape(words)}</bdi>'
                f" {number}</a></li>\n"
            )
        name = escape(label)
        return (
            f'<nav class="b-groups" aria-label="{name}"><p class="b-cap"{p.ui}>{name}</p>\n'
            f"<ul>\n{''.join(rows)}</ul></nav>\n"
        )

    def strip(self, view: PageView, it: Histogram | None, *, twin: bool = True) -> str:
        """Return the strip of a page; it is for the eye and the mouse, its `twin` says the same."""
        if it is None:
            return ""
        p, drawing = self._p, drawn(it, self._p.lang)
        bars = "".join([self._bar(bar, view.path, drawing.height) for bar in drawing.bars])
        labels = "".join([f"<span>{escape(bar.label)}</span>" for bar in drawing.bars])
        return (
            '<figure class="b-strip" data-keep>\n'
            f'<figcaption class="b-cap"{p.ui}>{p.word("strip", drawing.unit)}</figcaption>\n'
            f'<svg viewBox="0 0 {drawing.width} {drawing.height}" preserveAspectRatio="none"'
            f' aria-hidden="true" focusable="false">\n{bars}</svg>\n'
            f'<p class="b-strip__scale" aria-hidden="true">{labels}</p>\n'
            f"{self._twin(drawing.bars, view.path) if twin else ''}</figure>\n"
        )

    def _bar(self, bar: DrawnBar, here: str, height: int) -> str:
        p, place = self._p, f'x="{bar.x}" y="{bar.y}" width="{BAR}" height="{bar.height}"'
        if not bar.path:
            return f'<rect class="b-strip__none" {place}/>\n'
        marked = ' class="is-here"' if bar.path == here else ""
        title = p.count("events_in", bar.count, span=format_edtf(bar.span, p.lang))
        reach = f'x="{bar.x - 1}" width="{STEP}" height="{height}"'
        return (
            f'<a href="{p.href(bar.path)}" tabindex="-1"{marked}><title>{title}</title>'
            f'<rect class="b-strip__reach" {reach}/><rect {place}/></a>\n'
        )

    def _twin(self, bars: Sequence[DrawnBar], here: str) -> str:
        p, rows = self._p, []
        for bar in bars:
            if bar.path:
                marked = ' aria-current="page"' if bar.path == here else ""
                span = format_edtf(bar.span, p.lang, style="short")
                rows.append(
                    f'<li><a href="{p.href(bar.path)}"{marked}>{p.date_text(span)} '
                    f'<span class="b-count">{bar.count}</span></a></li>\n'
                )
        return f'<ul class="b-strip__list">\n{"".join(rows)}</ul>\n'
