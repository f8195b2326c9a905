"""Drawings as small SVGs: bars of a time, and who is tied to whom."""

from __future__ import annotations

import html
import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from babel.dates import get_month_names
from markupsafe import Markup, escape

from mkdocs_briefs.model.edtf import Edtf, year_text
from mkdocs_briefs.pages.chronology import Bar, Histogram
from mkdocs_briefs.pages.parts import ActorSummary, Edge, SmallGraph, StatedRelation
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.html_helpers import HtmlHelpers
from mkdocs_briefs.render.words import Words, date_locale, format_edtf, year_in_words

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
    """What stands below it; empty for most bars of a long histogram."""


def drawn_bars(histogram: Histogram, lang: str) -> list[DrawnBar]:
    """Return the bars of `histogram`, the fullest as high as the drawing, with labels in `lang`."""
    most = max(bar.count for bar in histogram.bars)
    every = -(-len(histogram.bars) // MAX_LABELS)
    drawn = []
    for place, bar in enumerate(histogram.bars):
        height = max(MIN_HEIGHT, round(HEIGHT * bar.count / most, 1)) if bar.count else EMPTY_HEIGHT
        label = _bar_label(histogram.unit, bar.span, lang) if place % every == 0 else ""
        drawn.append(DrawnBar(bar, place * STEP + 1, round(HEIGHT - height, 1), height, label))
    return drawn


def _bar_label(unit: str, span: Edtf, lang: str) -> str:
    side = span.start
    if unit == "month" and side and side.month:
        return _month_letters(lang)[side.month]
    if unit == "century" and side:
        first = side.span_of_years[0]
        return str(first) if first > 0 else year_in_words(year_text(first), lang)
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

    def histogram(self, view: PageView, it: Histogram | None, *, links: bool = True) -> str:
        """Return the histogram of a page.

        The drawing is for the eye and the mouse; `links` adds a list that says the same.
        """
        if it is None:
            return ""
        p, drawn = self._p, drawn_bars(it, self._p.lang)
        bars = "".join([self._bar(bar, view.path) for bar in drawn])
        labels = "".join([f"<span>{escape(bar.label)}</span>" for bar in drawn])
        return (
            '<figure class="b-strip" data-keep>\n'
            f'<figcaption class="b-cap"{p.ui}>{p.word("histogram", it.unit)}</figcaption>\n'
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


_NARROW, _THIN = frozenset('fjrt()[]{}/\\-*"“”„–·'), frozenset("iIl|!.,:;'’‘` ")
_WIDE = frozenset("mwMW@%&—")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


@cache
def _width(char: str) -> float:
    """Return the width of a character in ems of a wide sans-serif such as Verdana."""
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1
    if char in _THIN:
        return 0.37
    if char in _NARROW:
        return 0.46
    if char in _WIDE:
        return 1
    if char.isupper():
        return 0.74
    if ord(char) < 0x0590:
        return 0.64
    return 0.72


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """Return the width of `text` in ems."""
    return sum(map(_width, text))


@lru_cache(maxsize=4096)
def lines_of(text: str, most: float, rows: int = 2) -> tuple[str, ...]:
    """Return `text` in at most `rows` lines of at most `most` ems; what is too long ends in “…”.

    Breaks stand between words, or within where a word is longer than a line, but never between a
    letter and the mark that belongs to it.
    """
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest:
        if width_of(rest) <= most:
            return (*lines, rest)
        if len(lines) == rows - 1:
            return (*lines, _fitting(rest, most - width_of("…")).rstrip() + "…")
        line = _fitting(rest, most)
        space = line.rfind(" ") if not rest[len(line)].isspace() else len(line)
        # A script without spaces breaks anywhere; a long word of another is better cut than hidden.
        line = line[:space] if space > 0 else line
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return tuple(lines)


def _fitting(text: str, most: float) -> str:
    """Return the longest beginning of `text` no wider than `most`, at least one character."""
    end, width = 0, 0.0
    for place, char in enumerate(text):
        width += _width(char)
        if width > most and end:
            break
        after = text[place + 1 : place + 2]
        joined = char in _JOINERS or (after and _width(after) == 0)
        if not joined:
            end = place + 1
    return text[: end or len(text)]


def runs_left(text: str) -> bool:
    """Return whether `text` runs from right to left, by its first letter (UAX #9, rule P2)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


WIDTH = 320
_COLUMNS = (50, 160, 270)
_ROW = 68
_RADIUS = 15
_EM = 12
_LINE = 14
_NAME = 98
"""Widest name: columns of names are this wide and never touch."""
_WORD_EM = 11
_WORD = 84
"""Widest word on a line."""
_EDGE = 4
_ALONG = (50, 42, 58, 35, 65, 30, 70, 25)
"""Where along its line a word may stand, in hundredths of the way, best first."""
_BESIDE = (0, -13, 13)
"""How far above or below that place."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something fills."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: Box) -> bool:
        """Return whether the two share any point of their insides."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """An actor in its place."""

    actor: ActorSummary
    x: int
    y: int
    label: tuple[str, ...]

    @property
    def boxes(self) -> tuple[Box, Box]:
        """The room of its sign and of its name."""
        half = max(1, round(max(map(width_of, self.label), default=0) * _EM / 2))
        top = self.y + _RADIUS + 2
        return (
            Box(self.x - _RADIUS, self.y - _RADIUS, self.x + _RADIUS, self.y + _RADIUS),
            Box(self.x - half, top, self.x + half, top + _LINE * len(self.label)),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """What a stated relation is called, on its line."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A small graph with a place for everything; `height` is that of the view box."""

    spots: tuple[Spot, ...]
    words: dict[int, Word]
    """Place of an edge -> its word; a word without room is left to the list beside the drawing."""
    height: int


def network_svg(small_graph: SmallGraph, href: Callable[[str], str], t: Words) -> Markup:
    """Return the drawing as SVG; `href` turns a path into the address of a link on the page."""
    plan = layout(small_graph, t)
    most = max((edge.briefs for edge in small_graph.edges), default=1)
    # The last line is drawn on top: the strongest ones and those with words come last.
    order = sorted(
        range(len(small_graph.edges)),
        key=lambda n: (bool(small_graph.edges[n].stated), small_graph.edges[n].briefs, -n),
    )
    size = f'viewBox="0 0 {WIDTH} {plan.height}" width="{WIDTH}" height="{plan.height}"'
    rows = [f'<svg class="b-net" {size} direction="ltr" aria-hidden="true" focusable="false">']
    rows += [
        _line(
            small_graph.edges[n],
            plan.spots,
            most,
            aside=small_graph.centred and small_graph.edges[n].one > 0,
        )
        for n in order
    ]
    rows += [_word(word) for _, word in sorted(plan.words.items())]
    rows += [
        _node(spot, href, own=small_graph.centred and n == 0) for n, spot in enumerate(plan.spots)
    ]
    return Markup("".join([*rows, "</svg>"]))  # noqa: S704 - escaped part by part


def layout(small_graph: SmallGraph, t: Words) -> Layout:
    """Return where everything stands."""
    places = _places(len(small_graph.actors) - small_graph.centred, centred=small_graph.centred)
    spots = [
        Spot(actor, x, y, lines_of(actor.name, _NAME / _EM))
        for actor, (x, y) in zip(small_graph.actors, places, strict=True)
    ]
    boxes = [box for spot in spots for box in spot.boxes]
    top = min(box.top for box in boxes) - _EDGE
    bottom = max(box.bottom for box in boxes) + _EDGE
    moved = tuple(Spot(spot.actor, spot.x, spot.y - top, spot.label) for spot in spots)
    return Layout(moved, _words(small_graph.edges, moved, bottom - top, t), bottom - top)


def _places(count: int, *, centred: bool) -> list[tuple[int, int]]:
    """Return the middle, if `centred`, and `count` places around it, clockwise from the top."""
    left, middle, right = _COLUMNS
    own = [(middle, 0)] if centred else []
    if count <= 2:
        pair = [(right, 0), (left, 0)] if count == 2 else [(right, 0)]
        return [*([(left, 0)] if centred and count == 1 else own), *pair[:count]]
    rows = (count - 1) // 2 if count % 2 else (count - 2) // 2
    column = [_ROW * n - _ROW * (rows - 1) // 2 for n in range(rows)]
    reach = max(_ROW * (rows - 1) // 2 + 14, _ROW)
    ring = [(middle, -reach), *((right, y) for y in column)]
    if not count % 2:
        ring.append((middle, reach))
    return [*own, *ring, *((left, y) for y in reversed(column))]


def _words(edges: Sequence[Edge], spots: Sequence[Spot], height: int, t: Words) -> dict[int, Word]:
    if not any(edge.stated for edge in edges):
        return {}
    taken = [box for spot in spots for box in spot.boxes]
    for edge in edges:
        for way in _ways(edge.stated):
            across, down = zip(*_head(spots[edge.one], spots[edge.other], outward=way), strict=True)
            taken.append(Box(min(across), min(down), max(across), max(down)))
    placed: dict[int, Word] = {}
    for n, edge in enumerate(edges):
        if not edge.stated:
            continue
        text = lines_of(label_of(edge.stated[0], t), _WORD / _WORD_EM, rows=1)[0]
        half = round(width_of(text) * _WORD_EM / 2) + 2
        one, other = spots[edge.one], spots[edge.other]
        for share, beside in product(_ALONG, _BESIDE):
            x = one.x + (other.x - one.x) * share // 100
            y = one.y + (other.y - one.y) * share // 100 + beside
            box = Box(x - half, y - 8, x + half, y + 8)
            inside = box.left >= 0 and box.right <= WIDTH and box.top >= 0 and box.bottom <= height
            if inside and not any(box.meets(each) for each in taken):
                placed[n] = Word(x, y + 4, text)
                taken.append(box)
                break
    return placed


def label_of(stated: StatedRelation, t: Words) -> str:
    """Return the word of a stated relation: the registry's, or that one is part of the other."""
    return stated.label or t("tie_part_of")


def _line(edge: Edge, spots: Sequence[Spot], most: int, *, aside: bool) -> str:
    one, other = spots[edge.one], spots[edge.other]
    width = 1 + 4 * edge.briefs // max(most, 1) if edge.briefs else 0
    ends = f'x1="{one.x}" y1="{one.y}" x2="{other.x}" y2="{other.y}"'
    kind = ' class="b-net__aside"' if aside else ""
    drawn = f'<line{kind} {ends} stroke-width="{width}"/>' if width else ""
    if edge.stated:
        # Beside a line of shared briefs the dashes lie on it, in another colour.
        drawn += f'<line class="b-net__stated" {ends}/>'
        for way in _ways(edge.stated):
            points = " ".join(f"{x},{y}" for x, y in _head(one, other, outward=way))
            drawn += f'<polygon points="{points}"/>'
    return drawn


def _ways(stated: Sequence[StatedRelation]) -> list[bool]:
    return sorted({each.outward for each in stated})


def _head(one: Spot, other: Spot, *, outward: bool) -> list[tuple[int, int]]:
    """Return the corners of an arrow at the actor to whom the line leads, tip first."""
    start, end = (one, other) if outward else (other, one)
    dx, dy = end.x - start.x, end.y - start.y
    # A square root is correctly rounded on every machine (IEEE 754), a power or a sine is not.
    length = max(math.sqrt(dx * dx + dy * dy), 1)
    tip, base = length - _RADIUS - 3, length - _RADIUS - 11
    points = ((tip, 0), (base, 4), (base, -4))
    return [
        (
            round(start.x + (dx * along - dy * aside) / length),
            round(start.y + (dy * along + dx * aside) / length),
        )
        for along, aside in points
    ]


def _word(word: Word) -> str:
    place = f'x="{word.x}" y="{word.y}"{_text_dir(word.text)}'
    return f'<text class="b-net__word" {place}>{html.escape(word.text)}</text>'


def _text_dir(text: str) -> str:
    return ' direction="rtl"' if runs_left(text) else ""


def _node(spot: Spot, href: Callable[[str], str], *, own: bool) -> str:
    actor, left, top = spot.actor, spot.x - _RADIUS, spot.y - _RADIUS
    size = 2 * _RADIUS
    sign = (
        f'<circle cx="{spot.x}" cy="{spot.y}" r="{_RADIUS}"/>'
        if actor.kind == "person"
        else f'<rect x="{left}" y="{top}" width="{size}" height="{size}" rx="4"/>'
    )
    letters = lines_of(actor.initials, 2, rows=1)
    inside = (
        f"{sign}<title>{html.escape(actor.name)}</title>"
        f'<text x="{spot.x}" y="{spot.y + 4}"{_text_dir(actor.initials)}>'
        f"{html.escape(''.join(letters))}</text>"
        f'<text class="b-net__name"{_text_dir(actor.name)}>{_label(spot)}</text>'
    )
    if own:
        return f'<g class="b-net__own">{inside}</g>'
    if not actor.path:
        return f"<g>{inside}</g>"
    return f'<a href="{html.escape(href(actor.path))}" tabindex="-1">{inside}</a>'


def _label(spot: Spot) -> str:
    first = spot.y + _RADIUS + 2 + 11
    return "".join(
        f'<tspan x="{spot.x}" y="{first + _LINE * n}">{html.escape(line)}</tspan>'
        for n, line in enumerate(spot.label)
    )
