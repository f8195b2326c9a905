"""Plain text as rows of glyphs: the right font, shaped, in the order in which it is read.

HarfBuzz shapes and draws; the order is that of `bidi`. Pillow could do both only on machines that
have the system library FriBidi, and would else set Arabic and Hebrew letter by letter backwards.
All lengths are in em: a row is measured once and drawn at any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category, normalize

import uharfbuzz as hb

from mkdocs_briefs.build.bidi import levels, visual_runs, without_marks

FOLDER = Path(__file__).parent / "fonts"
STYLES = {
    "title": ("NotoSerif-Bold.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf"),
    "text": ("NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf"),
    "strong": ("NotoSans-Bold.ttf", "NotoSansArabic-Bold.ttf", "NotoSansHebrew-Bold.ttf"),
}
"""Fonts of each style in the order in which they are asked for a character."""
LAST = "NotoSerifSC-Bold.otf"
"""The one font with Chinese, Japanese and Korean, behind those of every style."""
ELLIPSIS = "…"
_NOT_FIRST = frozenset(
    "、。，．：；？！」』）】〕〉》”’…‥ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％"
)
_NOT_LAST = frozenset("「『（【〔〈《“‘")
"""https://www.w3.org/TR/jlreq/#characters_not_starting_a_line, and those not ending one."""
_IDEOGRAPH = re.compile("[\u2e80-\u312f\u31f0-\ua4cf\uf900-\ufaff\uff00-\uffef]")
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_HYPHENS = frozenset("-‐–—/")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a font, with the place of its origin on the row."""

    font: str
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of glyphs from left to right."""

    glyphs: tuple[Glyph, ...]
    width: float
    height: float
    """Distance to the next row that lets both be read."""


@dataclass(frozen=True, slots=True)
class Mask:
    """How much of each pixel is covered, 0 to 255, row by row from the top."""

    pixels: bytes
    width: int
    height: int
    left: int
    top: int
    """Place of the first pixel, from the start of the baseline; `top` counts downwards."""


class Typesetter:
    """Sets text with the fonts in `folder`. Not for two threads at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._fonts: dict[str, tuple[hb.Font, frozenset[int]]] = {}
        self._rows: dict[tuple[str, str, str, bool, float], Row] = {}
        self._raster = hb.RasterDraw()

    def shown(self, text: str, style: str = "title") -> float:
        """The part of the letters and digits of `text` that the fonts have, 0 to 1."""
        wanted = [char for char in _clean(text) if category(char)[0] in "LN"]
        if not wanted:
            return 0.0
        fonts = self._fonts_of("".join(wanted), style)
        return sum(font is not None for font in fonts) / len(wanted)

    def row(self, text: str, style: str, lang: str, *, rtl: bool, spacing: float = 0) -> Row:
        """`text` on one row of direction `rtl`; `spacing` goes between letters that do not join.

        Characters that no font has are left out.
        """
        key = (text, style, lang, rtl, spacing)
        if key not in self._rows:
            self._rows[key] = self._set(*key)
        return self._rows[key]

    def _set(self, text: str, style: str, lang: str, rtl: bool, spacing: float) -> Row:  # noqa: FBT001 - the key of a table
        fonts = self._fonts_of(clean := _clean(text), style)
        pairs = [(char, font) for char, font in zip(clean, fonts, strict=True) if font]
        kept = "".join(char for char, _ in pairs)
        glyphs: list[Glyph] = []
        x = height = 0.0
        for start, end, backwards in visual_runs(levels(kept, rtl=rtl)):
            runs = [*_same([font for _, font in pairs[start:end]])]
            for first, last, font in reversed(runs) if backwards else runs:
                piece = kept[start + first : start + last]
                gap = spacing if font in (STYLES[style][0], LAST) else 0.0
                made, x = self._shape(piece, font, lang, backwards=backwards, x=x, gap=gap)
                glyphs += made
                height = max(height, _height(font))
        return Row(tuple(glyphs), x, height or 1.0)

    def _shape(
        self, text: str, name: str, lang: str, *, backwards: bool, x: float, gap: float
    ) -> tuple[list[Glyph], float]:
        font = self._font(name)[0]
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if backwards else "ltr"
        buffer.language = lang
        hb.shape(font, buffer)
        upem = font.face.upem
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
        found: list[str | None] = []
        before: str | None = None
        for char in text:
            kind = category(char)
            if kind == "Cf" or (kind[0] == "M" and before):
                has = kind == "Cf" or ord(char) in self._font(str(before))[1]
                found.append(before if has else None)
                continue
            first = (before,) if before and kind[0] not in "LN" else ()
            name = next((name for name in (*first, *chain) if self._has(name, char)), None)
            found.append(name)
            before = name or before
        return found

    def _has(self, name: str, char: str) -> bool:
        chars = self._font(name)[1]
        return ord(char) in chars or {ord(part) for part in normalize("NFD", char)} <= chars

    def _font(self, name: str) -> tuple[hb.Font, frozenset[int]]:
        if name not in self._fonts:
            face = hb.Face(hb.Blob.from_file_path(str(self._folder / name)))
            self._fonts[name] = (hb.Font(face), frozenset(face.unicodes))
        return self._fonts[name]

    def mask(self, row: Row, size: float) -> Mask | None:
        """`row` drawn at `size` pixels an em; None when it shows nothing."""
        raster = self._raster
        raster.reset()
        for glyph in row.glyphs:
            font = self._font(glyph.font)[0]
            scale = size / font.face.upem
            raster.transform = (scale, 0, 0, scale, glyph.x * size, glyph.y * size)
            raster.draw_glyph(font, glyph.number)
        image = raster.render()
        box = image.extents if image else None
        if not image or not box or not box.width or not box.height:
            return None
        rows = [
            image.buffer[start : start + box.width]
            for start in range(0, box.stride * box.height, box.stride)
        ]
        top = -(box.y_origin + box.height)
        return Mask(b"".join(reversed(rows)), box.width, box.height, box.x_origin, top)

    def lines(
        self, text: str, style: str, lang: str, *, rtl: bool, width: float, most: int
    ) -> list[str]:
        """`text` in at most `most` lines of `width`, about equally long; the end may be cut."""
        pieces = [*_pieces(clean := _clean(text))]
        set_in = (style, lang, rtl)
        whole = self._greedy(pieces, set_in, width)
        if len(whole) > most:
            start = 0
            for line in whole[: most - 1]:
                start = clean.index(line, start) + len(line)
            rest = clean[start:].strip(" ")
            return [*whole[: most - 1], self.cut(rest, style, lang, rtl=rtl, width=width)]
        low, high = width / 2, width
        while high - low > 0.1:
            middle = (low + high) / 2
            tried = self._greedy(pieces, set_in, middle)
            low, high = (low, middle) if len(tried) <= len(whole) else (middle, high)
        return self._greedy(pieces, set_in, high)

    def fits(self, text: str, style: str, lang: str, *, rtl: bool, width: float, most: int) -> bool:
        """Whether `text` takes at most `most` lines of `width` without cutting a word."""
        pieces = [*_pieces(_clean(text))]
        if any(self.row(p, style, lang, rtl=rtl).width > width for p, _ in pieces):
            return False
        return len(self._greedy(pieces, (style, lang, rtl), width)) <= most

    def cut(self, text: str, style: str, lang: str, *, rtl: bool, width: float) -> str:
        """`text`, or as much of it as fits into `width` with an ellipsis behind."""
        if self.row(text, style, lang, rtl=rtl).width <= width:
            return text
        low, high = 0, len(text)
        while high - low > 1:
            middle = (low + high) // 2
            tried = _shortened(text, middle)
            wide = self.row(tried, style, lang, rtl=rtl).width > width
            low, high = (low, middle) if wide else (middle, high)
        return _shortened(text, low)

    def _greedy(
        self, pieces: Sequence[tuple[str, bool]], set_in: tuple[str, str, bool], width: float
    ) -> list[str]:
        style, lang, rtl = set_in
        space = self.row("\u00a0", style, lang, rtl=rtl).width
        lines: list[str] = []
        used = 0.0
        for piece, spaced in self._small(pieces, set_in, width):
            wide = self.row(piece, style, lang, rtl=rtl).width
            gap = space if spaced else 0.0
            if lines and used + gap + wide <= width:
                lines[-1] += " " * spaced + piece
                used += gap + wide
            else:
                lines.append(piece)
                used = wide
        return lines

    def _small(
        self, pieces: Sequence[tuple[str, bool]], set_in: tuple[str, str, bool], width: float
    ) -> Iterator[tuple[str, bool]]:
        """The pieces; one that is wider than a line comes in parts."""
        style, lang, rtl = set_in
        for piece, spaced in pieces:
            rest, gap = piece, spaced
            while self.row(rest, style, lang, rtl=rtl).width > width and len(rest) > 1:
                end = len(rest) - 1
                while end > 1 and self.row(rest[:end], style, lang, rtl=rtl).width > width:
                    end -= 1
                yield rest[:end], gap
                rest, gap = rest[end:], False
            yield rest, gap


def _clean(text: str) -> str:
    """`text` on one line, composed, without controls."""
    words = _SPACE.sub(" ", text).strip(" ")
    plain = normalize("NFC", without_marks(words))
    return "".join(char for char in plain if category(char) not in ("Cc", "Cs"))


def _same(fonts: Sequence[str | None]) -> Iterator[tuple[int, int, str]]:
    """Start, end and font of each stretch in one font."""
    start = 0
    for place in range(1, len(fonts) + 1):
        if place == len(fonts) or fonts[place] != fonts[start]:
            yield start, place, str(fonts[start])
            start = place


def _height(font: str) -> float:
    if "Arabic" in font:
        return 1.45
    return 1.3 if font == LAST else 1.18


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """What may stand alone on a line, and whether a space stands before it."""
    for number, word in enumerate(text.split(" ")):
        start = 0
        for place in range(1, len(word)):
            if _may_break(word[place - 1], word[place]):
                yield word[start:place], bool(number and not start)
                start = place
        yield word[start:], bool(number and not start)


def _may_break(left: str, right: str) -> bool:
    if right in _NOT_FIRST or left in _NOT_LAST:
        return False
    if left in _HYPHENS:
        return right.isalpha()
    return bool(_IDEOGRAPH.match(left) or _IDEOGRAPH.match(right))


def _shortened(text: str, most: int) -> str:
    """The first characters, at a word's end where one is near, and an ellipsis."""
    start = text[:most]
    if (
        most < len(text)
        and not text[most].isspace()
        and (space := start.rfind(" ")) > most * 2 // 3
    ):
        start = start[:space]
    return start.rstrip(" ,;:-–—،") + ELLIPSIS
