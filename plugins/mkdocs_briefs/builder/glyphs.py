"""Plain text as rows of glyphs: the right font, shaped, in the order in which it is read.

HarfBuzz shapes and draws; the order is that of `direction`. Pillow could do both only on machines
that have the system library FriBidi, and would else set Arabic and Hebrew letter by letter
backwards.
All lengths are in em: a row is measured once and drawn at any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, normalize

import uharfbuzz as hb

from mkdocs_briefs.builder.direction import runs_forward, visual_runs, without_marks

FOLDER = Path(__file__).parent / "fonts"
STYLES = {
    "title": ("NotoSerif-Bold.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf"),
    "text": ("NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf"),
    "strong": ("NotoSans-Bold.ttf", "NotoSansArabic-Bold.ttf", "NotoSansHebrew-Bold.ttf"),
}
"""Fonts of each style in the order in which they are asked for a character."""
LAST = "NotoSerifSC-Bold.otf"
"""The one font with Chinese, Japanese and Korean, behind those of every style."""
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_KEPT = 4096
"""Rows that are remembered: words come again on other cards, whole lines do not."""
_LABELS = 1024
"""Short rows whose pixels are remembered: names, topics, the name of the site."""
_SHORT = 300
"""Pixels up to which a row is short."""


class Glyph(NamedTuple):
    """One glyph of a font, with the place of its origin."""

    font: str
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of glyphs from left to right. Rows are told apart, not compared: they are large."""

    words: tuple[tuple[float, tuple[Glyph, ...]], ...]
    """Glyphs, each few with the place on the row from which theirs count."""
    width: float
    height: float
    """Distance to the next row that lets both be read."""


@dataclass(frozen=True, slots=True)
class Mask:
    """How much of each pixel is covered, 0 to 255, row by row from the bottom."""

    pixels: bytes
    width: int
    height: int
    stride: int
    """Bytes from one row to the next."""
    left: int
    top: int
    """Place of the upper left corner, from the start of the baseline; `top` counts downwards."""


class _Font(NamedTuple):
    """A font, the codes that it has, and the characters of these that need no look around them."""

    font: hb.Font
    upem: int
    codes: frozenset[int]
    plain: frozenset[str]


class Rows:
    """Rows of text in the fonts in `folder`. Not for two threads at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._fonts: dict[str, _Font] = {}
        self._row = lru_cache(_KEPT)(self._set)
        self._label = lru_cache(_LABELS)(self._rastered)
        self._raster = hb.RasterDraw()

    def shown(self, text: str, style: str = "title") -> float:
        """The part of the letters and digits of `text` that the fonts have, 0 to 1."""
        wanted = [char for char in cleaned(text) if category(char)[0] in "LN"]
        if not wanted:
            return 0.0
        fonts = self._fonts_of("".join(wanted), style)
        return sum(font is not None for font in fonts) / len(wanted)

    def row(self, text: str, style: str, lang: str, *, rtl: bool, spacing: float = 0) -> Row:
        """`text` on one row of direction `rtl`; `spacing` goes between letters that do not join.

        Characters that no font has are left out.
        """
        return self._row(text, style, lang, rtl, spacing)

    def _set(self, text: str, style: str, lang: str, rtl: bool, spacing: float) -> Row:  # noqa: FBT001 - the key of a cache
        clean = cleaned(text)
        if " " in clean and not rtl and not spacing and runs_forward(clean):
            return self._words(clean.split(" "), style, lang)
        glyphs: list[Glyph] = []
        x = height = 0.0
        for text_run, backwards in visual_runs(clean, rtl=rtl):
            fonts = self._fonts_of(text_run, style)
            pieces = [*_in_one_font(text_run, fonts)]
            for piece, font in reversed(pieces) if backwards else pieces:
                gap = spacing if font in (STYLES[style][0], LAST) else 0.0
                made, x = self._shape(piece, font, lang, backwards=backwards, x=x, gap=gap)
                glyphs += made
                height = max(height, _height(font))
        return Row(((0.0, tuple(glyphs)),), x, height or 1.0)

    def _words(self, words: Sequence[str], style: str, lang: str) -> Row:
        """A row of words one after the other, which are known already from measuring them."""
        space = self._row("\u00a0", style, lang, False, 0).width
        made: list[tuple[float, tuple[Glyph, ...]]] = []
        x = height = 0.0
        for word in words:
            row = self._row(word, style, lang, False, 0)
            made += [(x + start, glyphs) for start, glyphs in row.words]
            x += row.width + space
            height = max(height, row.height)
        return Row(tuple(made), x - space, height)

    def _shape(
        self, text: str, name: str, lang: str, *, backwards: bool, x: float, gap: float
    ) -> tuple[list[Glyph], float]:
        font, upem = self._font(name)[:2]
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if backwards else "ltr"
        buffer.language = lang
        hb.shape(font, buffer)
        made: list[Glyph] = []
        rows = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        for info, place in rows:
            at = x + place.x_offset / upem
            made.append(Glyph(name, info.codepoint, at, place.y_offset / upem))
            x += place.x_advance / upem + (gap if place.x_advance else 0)
        return made, x

    def _fonts_of(self, text: str, style: str) -> list[str | None]:
        """The font of each character; None for one that is left out."""
        chain = (*STYLES[style], LAST)
        if self._font(chain[0]).plain.issuperset(text):
            return [chain[0]] * len(text)
        found: list[str | None] = []
        before: str | None = None
        for char in text:
            kind = category(char)
            if kind == "Cf" or (kind[0] == "M" and before):
                has = kind == "Cf" or ord(char) in self._font(str(before)).codes
                found.append(before if has else None)
                continue
            first = (before,) if before and kind[0] not in "LN" else ()
            name = next((name for name in (*first, *chain) if self._has(name, char)), None)
            found.append(name)
            before = name or before
        return found

    def _has(self, name: str, char: str) -> bool:
        codes = self._font(name).codes
        return ord(char) in codes or {ord(part) for part in normalize("NFD", char)} <= codes

    def _font(self, name: str) -> _Font:
        if name not in self._fonts:
            face = hb.Face(hb.Blob.from_file_path(str(self._folder / name)))
            codes = frozenset(face.unicodes)
            plain = frozenset(char for char in map(chr, codes) if category(char)[0] not in "CM")
            self._fonts[name] = _Font(hb.Font(face), face.upem, codes, plain)
        return self._fonts[name]

    def mask(self, row: Row, size: float) -> Mask | None:
        """`row` drawn at `size` pixels an em; None when it shows nothing."""
        short = row.width * size < _SHORT
        return self._label(row, size) if short else self._rastered(row, size)

    def _rastered(self, row: Row, size: float) -> Mask | None:
        raster = self._raster
        raster.reset()
        last, font, scale = "", None, 0.0
        for start, glyphs in row.words:
            for name, number, x, y in glyphs:
                if name != last:
                    last, (font, upem, *_) = name, self._font(name)
                    scale = size / upem
                raster.transform = (scale, 0, 0, scale, (start + x) * size, y * size)
                raster.draw_glyph(font, number)
        image = raster.render()
        box = image.extents if image else None
        if not image or not box or not box.width or not box.height:
            return None
        top = -(box.y_origin + box.height)
        return Mask(bytes(image.buffer), box.width, box.height, box.stride, box.x_origin, top)


def cleaned(text: str) -> str:
    """`text` on one line, composed, without controls."""
    words = _SPACE.sub(" ", text).strip(" ")
    if words.isascii() and words.isprintable():
        return words
    plain = normalize("NFC", without_marks(words))
    return "".join(char for char in plain if category(char) not in ("Cc", "Cs"))


def _in_one_font(text: str, fonts: Sequence[str | None]) -> Iterator[tuple[str, str]]:
    """Yield each stretch of `text` in one font, with the font; what has no font is left out."""
    pairs = [(char, font) for char, font in zip(text, fonts, strict=True) if font]
    for font, group in groupby(pairs, key=lambda pair: pair[1]):
        yield "".join(char for char, _ in group), font


def _height(font: str) -> float:
    if "Arabic" in font:
        return 1.45
    return 1.3 if font == LAST else 1.18
