"""Text in lines of glyphs: the right font, shaped, in reading order, broken where it fits."""

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
from bidi import get_display

_BACKWARDS = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks of scripts from right to left, assigned or not, and the marks. Source: Unicode,
DerivedBidiClass.txt."""
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NUL = "\0"


def without_marks(text: str) -> str:
    """Return `text` without marks that embed or isolate; a line that is cut may lose their end."""
    return _MARKS.sub("", text)


def runs_forward(text: str) -> bool:
    """Return whether nothing in `text` can run from right to left on a line from left to right."""
    return not _BACKWARDS.search(text)


def visual_runs(text: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Yield the runs of a line of direction `rtl` as they stand from the left.

    Each is the text in the order in which it is read, and whether it runs from right to left.
    `text` holds no NUL.
    """
    if not rtl and runs_forward(text):
        yield from [(text, False)] if text else []
        return
    # `get_display` returns the order of characters without their directions. A NUL has the
    # direction of the character before it, so it is shown left of one that runs backwards. The
    # letter at the end has the line's direction and keeps the last NUL beside its character.
    marked = "".join(char + _NUL for char in text)
    if rtl:
        shown = get_display(f"{marked}\u05d0", base_dir="R")[1:]
    else:
        shown = get_display(f"{marked}a", base_dir="L")[:-1]
    pairs = (shown[place : place + 2] for place in range(0, len(shown), 2))
    for backwards, group in groupby(pairs, key=lambda pair: pair[0] == _NUL):
        run = "".join(group).replace(_NUL, "")
        yield run[::-1] if backwards else run, backwards


FOLDER = Path(__file__).parent / "fonts"
STYLES = {
    "title": ("NotoSerif-Bold.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf"),
    "text": ("NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansHebrew-Regular.ttf"),
    "strong": ("NotoSans-Bold.ttf", "NotoSansArabic-Bold.ttf", "NotoSansHebrew-Bold.ttf"),
}
"""The fonts of each style. A character is drawn in the first that has it."""
LAST = "NotoSerifSC-Bold.otf"
"""The font for Chinese, Japanese and Korean, which comes last in every style."""
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_MAX_ROWS = 4096
"""Rows that are remembered: words come again on other cards, whole lines do not."""


class Style(NamedTuple):
    """How a text is set."""

    name: str
    """Which fonts, one of `STYLES`."""
    lang: str
    rtl: bool
    """Whether its line runs from right to left."""


class Glyph(NamedTuple):
    """A glyph of a font, with the place of its origin."""

    font: str
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of glyphs from left to right."""

    words: tuple[tuple[float, tuple[Glyph, ...]], ...]
    """Groups of glyphs, each with the place on the row from which theirs count."""
    width: float
    height: float
    """The distance to the next row."""


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
    """The upper left corner, from the start of the baseline; `top` counts downwards."""


class _Font(NamedTuple):
    font: hb.Font
    upem: int
    """Units an em."""
    codes: frozenset[int]
    """The characters that it has."""


class Rows:
    """Makes rows of text in the fonts in `folder`. Not for two threads at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._fonts: dict[str, _Font] = {}
        self.row = lru_cache(_MAX_ROWS)(self._row)
        self._raster = hb.RasterDraw()

    def shown(self, text: str, style: str = "title") -> float:
        """Return the part of the letters and digits of `text` that the fonts have, 0 to 1."""
        wanted = [char for char in cleaned(text) if category(char)[0] in "LN"]
        if not wanted:
            return 0.0
        fonts = self._fonts_of("".join(wanted), style)
        return sum(font is not None for font in fonts) / len(wanted)

    def _row(self, text: str, style: Style, spacing: float = 0) -> Row:
        """Return `text` on one row, without the characters that no font has.

        `spacing` is added between letters that do not join.
        """
        clean = cleaned(text)
        if " " in clean and not style.rtl and not spacing and runs_forward(clean):
            return self._words(clean.split(" "), style)
        glyphs: list[Glyph] = []
        x = height = 0.0
        for text_run, backwards in visual_runs(clean, rtl=style.rtl):
            pieces = [*_in_one_font(text_run, self._fonts_of(text_run, style.name))]
            for piece, font in reversed(pieces) if backwards else pieces:
                gap = spacing if font in (STYLES[style.name][0], LAST) else 0.0
                made, x = self._shape(piece, font, style.lang, backwards=backwards, x=x, gap=gap)
                glyphs += made
                height = max(height, _height(font))
        return Row(((0.0, tuple(glyphs)),), x, height or 1.0)

    def _words(self, words: Sequence[str], style: Style) -> Row:
        """Return a row of words one after the other, which measuring has made already."""
        space = self.row("\u00a0", style).width
        made: list[tuple[float, tuple[Glyph, ...]]] = []
        x = height = 0.0
        for word in words:
            row = self.row(word, style)
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
        """Return the font of each character, or None for one that is left out."""
        chain = (*STYLES[style], LAST)
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
            self._fonts[name] = _Font(hb.Font(face), face.upem, frozenset(face.unicodes))
        return self._fonts[name]

    def mask(self, row: Row, size: float) -> Mask | None:
        """Return `row` drawn at `size` pixels an em, or None if it shows nothing."""
        raster = self._raster
        raster.reset()
        last, font, scale = "", None, 0.0
        for start, glyphs in row.words:
            for name, number, x, y in glyphs:
                if name != last:
                    last, (font, upem, _) = name, self._font(name)
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
    """Return `text` on one line, composed (NFC), without control characters."""
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


ELLIPSIS = "…"
_NOT_FIRST = frozenset(
    "、。，．：；？！」』）】〕〉》”’…‥ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％"
)
_NOT_LAST = frozenset("「『（【〔〈《“‘")
"""https://www.w3.org/TR/jlreq/#characters_not_starting_a_line, and those not ending one."""
_IDEOGRAPH = re.compile("[\u2e80-\u312f\u31f0-\ua4cf\uf900-\ufaff\uff00-\uffef]")
_HYPHENS = frozenset("-‐–—/")


class _Piece(NamedTuple):
    """Text that may stand alone on a line, whether a space comes before it, and its width."""

    text: str
    spaced: bool
    width: float


class Typesetter(Rows):
    """Sets text in lines. Not for two threads at once."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(folder)
        self._measured = lru_cache(8)(self._measure)

    def lines(self, text: str, style: Style, width: float, most: int) -> list[str]:
        """Return `text` in at most `most` lines of `width`, about equally long.

        A text that needs more lines is cut.
        """
        pieces = self._measured(text, style)
        whole = self._greedy(pieces, style, width)
        if len(whole) > most:
            clean, start = cleaned(text), 0
            for line in whole[: most - 1]:
                start = clean.index(line, start) + len(line)
            return [*whole[: most - 1], self.cut(clean[start:].strip(" "), style, width)]
        widest = max(piece.width for piece in pieces)
        low, high = max(width / 2, widest if widest <= width else 0), width
        while high - low > 0.1:
            middle = (low + high) / 2
            tried = self._greedy(pieces, style, middle)
            low, high = (low, middle) if len(tried) <= len(whole) else (middle, high)
        return self._greedy(pieces, style, high)

    def fits(self, text: str, style: Style, width: float, most: int) -> bool:
        """Return whether `text` takes at most `most` lines of `width` without cutting a word."""
        pieces = self._measured(text, style)
        if any(piece.width > width for piece in pieces):
            return False
        return len(self._greedy(pieces, style, width)) <= most

    def _measure(self, text: str, style: Style) -> tuple[_Piece, ...]:
        return tuple(
            _Piece(piece, spaced, self.row(piece, style).width)
            for piece, spaced in _pieces(cleaned(text))
        )

    def cut(self, text: str, style: Style, width: float) -> str:
        """Return `text`, or as much of it as fits into `width` with an ellipsis."""
        if self.row(text, style).width <= width:
            return text
        low, high = 0, len(text)
        while high - low > 1:
            middle = (low + high) // 2
            wide = self.row(_shortened(text, middle), style).width > width
            low, high = (low, middle) if wide else (middle, high)
        return _shortened(text, low)

    def _greedy(self, pieces: Sequence[_Piece], style: Style, width: float) -> list[str]:
        space = self.row("\u00a0", style).width
        lines: list[str] = []
        used = 0.0
        for piece, spaced, wide in self._small(pieces, style, width):
            gap = space if spaced else 0.0
            if lines and used + gap + wide <= width:
                lines[-1] += " " * spaced + piece
                used += gap + wide
            else:
                lines.append(piece)
                used = wide
        return lines

    def _small(self, pieces: Sequence[_Piece], style: Style, width: float) -> Iterator[_Piece]:
        """Yield the pieces; one that is wider than a line comes in parts."""
        for piece in pieces:
            rest = piece
            while rest.width > width and len(rest.text) > 1:
                end, wide = len(rest.text), rest.width
                while end > 1 and wide > width:
                    end -= 1
                    wide = self.row(rest.text[:end], style).width
                yield _Piece(rest.text[:end], rest.spaced, wide)
                left = rest.text[end:]
                rest = _Piece(left, False, self.row(left, style).width)
            yield rest


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what may stand alone on a line, and whether a space comes before it."""
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
    """Return the first characters, up to the end of a word if one is near, and an ellipsis."""
    start = text[:most]
    if (
        most < len(text)
        and not text[most].isspace()
        and (space := start.rfind(" ")) > most * 2 // 3
    ):
        start = start[:space]
    return start.rstrip(" ,;:-–—،") + ELLIPSIS
