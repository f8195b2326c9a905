"""The strip of a listing: events by stretches of time, as a small drawing and as links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import get_month_names
from markupsafe import escape

from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.chronology import Bar, Histogram
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.dates import date_locale, format_edtf
from mkdocs_briefs.render.html_helpers import HtmlHelpers

STEP = 10
"""Width of a stretch, its gap included, in units of the view box."""
BAR_WIDTH = 8
HEIGHT = 40
MIN_HEIGHT = 2
"""Height of the shortest bar: one event among a thousand is still there."""
EMPTY_HEIGHT = 1
"""Height of the mark that stands for no events."""
MAX_LABELS = 12
"""Labels below the bars."""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One bar; lengths in units of the view box, from its top left."""

    bar: Bar
    x: int
    y: float
    height: float
    label: str
    """What stands below it; empty for most bars of a long strip."""


def drawn_bars(strip: Histogram, lang: str) -> list[DrawnBar]:
    """Return the bars of `strip`, the fullest as high as the drawing, with labels in `lang`."""
    most = max(bar.count for bar in strip.bars)
    every = -(-len(strip.bars) // MAX_LABELS)
    drawn = []
    for place, bar in enumerate(strip.bars):
        height = max(MIN_HEIGHT, round(HEIGHT * bar.count / most, 1)) if bar.count else EMPTY_HEIGHT
        label = _label(strip.unit, bar.span, lang) if place % every == 0 else ""
        drawn.append(DrawnBar(bar, place * STEP + 1, round(HEIGHT - height, 1), height, label))
    return drawn


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


class Strips:
    """Writes strips, for pages of one language."""

    def __init__(self, helpers: HtmlHelpers) -> None:
        self._p = helpers

    def strip(self, view: PageView, it: Histogram | None, *, links: bool = True) -> str:
        """Return the strip of a page.

        The drawing is for the eye and the mouse; `links` adds a list that says the same.
        """
        if it is None:
            return ""
        p, drawn = self._p, drawn_bars(it, self._p.lang)
        bars = "".join([self._bar(bar, view.path) for bar in drawn])
        labels = "".join([f"<span>{escape(bar.label)}</span>" for bar in drawn])
        return (
            '<figure class="b-strip" data-keep>\n'
            f'<figcaption class="b-cap"{p.ui}>{p.word("strip", it.unit)}</figcaption>\n'
            f'<svg viewBox="0 0 {len(drawn) * STEP} {HEIGHT}" preserveAspectRatio="none"'
            f' aria-hidden="true" focusable="false">\n{bars}</svg>\n'
            f'<p class="b-strip__scale" aria-hidden="true">{labels}</p>\n'
            f"{self._list(it.bars, view.path) if links else ''}</figure>\n"
        )

    def _bar(self, drawn: DrawnBar, here: str) -> str:
        p, bar = self._p, drawn.bar
        place = f'x="{drawn.x}" y="{drawn.y}" width="{BAR_WIDTH}" height="{drawn.height}"'
        if not bar.path:
            return f'<rect class="b-strip__none" {place}/>\n'
        marked = ' class="is-here"' if bar.path == here else ""
        title = p.count("events_in", bar.count, span=format_edtf(bar.span, p.lang))
        reach = f'x="{drawn.x - 1}" width="{STEP}" height="{HEIGHT}"'
        return (
            f'<a href="{p.href(bar.path)}" tabindex="-1"{marked}><title>{title}</title>'
            f'<rect class="b-strip__reach" {reach}/><rect {place}/></a>\n'
        )

    def _list(self, bars: Sequence[Bar], here: str) -> str:
        p, rows = self._p, []
        for bar in bars:
            if bar.path:
                marked = ' aria-current="page"' if bar.path == here else ""
                span = p.date_text(format_edtf(bar.span, p.lang, style="short"))
                rows.append(
                    f'<li><a href="{p.href(bar.path)}"{marked}>{span} '
                    f'<span class="b-count">{bar.count}</span></a></li>\n'
                )
        return f'<ul class="b-strip__list">\n{"".join(rows)}</ul>\n'
