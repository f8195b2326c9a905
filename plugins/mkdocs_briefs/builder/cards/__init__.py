"""Social cards: their text, their addresses and how they are drawn.

The address of a card holds a digest of all that decides how it looks. So it is known before the
card is drawn, and it changes with the picture, which networks keep by its address.

This package needs the extra `cards`: import it only where `project.has_cards()`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from zlib import Z_RLE

import bidi
import PIL
import uharfbuzz
from PIL import Image, ImageDraw, features

from mkdocs_briefs.builder.cards.text_lines import FOLDER as FONTS
from mkdocs_briefs.builder.cards.text_lines import Mask, Row, Style, Typesetter
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.parts import Picture
from mkdocs_briefs.pages.records import CardContent, Monogram, site_card
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.drawings import runs_left
from mkdocs_briefs.render.words import direction, format_edtf, words
from mkdocs_briefs.settings import Settings

VERSION = 2
"""To be counted up with each change of the drawing: it changes the addresses of all cards."""
WIDTH, HEIGHT = 1200, 630
_MARGIN = 72
_INNER = WIDTH - 2 * _MARGIN
_PAPER = (0xFB, 0xFA, 0xF7)
_COLOURS = {
    "ink": ((0x1B, 0x1D, 0x21), 4),
    "muted": ((0x5A, 0x5D, 0x63), 4),
    "line": ((0xD9, 0xD7, 0xD0), 1),
    "accent": ((0x0B, 0x5C, 0xAD), 3),
    "analysis": ((0x8A, 0x4B, 0x08), 3),
    "bad": ((0xA1, 0x26, 0x22), 3),
}
"""The colours of the site's style sheet, each with the number of its shades between the paper and
itself. Most cards have no more than 16 shades in all, which take four bits a pixel."""
_TITLE_SIZES = (92, 84, 76, 68, 62, 56, 50, 46)
_TITLE_LINES = 4
_SMOOTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Everything that a card shows, as text."""

    lang: str
    rtl: bool
    site: str
    title: str
    text: str = ""
    kind: str = ""
    analysis: bool = False
    """Whether the page is analysis, which has a colour of its own."""
    topics: tuple[str, ...] = ()
    mark: str = ""
    """A word of warning, such as "Correction"."""
    aside: str = ""
    """The text opposite the site's name: a date, a number of briefs."""
    monograms: tuple[Monogram, ...] = ()
    more: int | None = None
    cover: bool = False
    """Whether it is the card of the site itself."""


def draw(copy: Copy, setter: Typesetter) -> bytes:
    """Return the card as a PNG."""
    return _Card(copy, setter).png()


class _Card:
    def __init__(self, copy: Copy, setter: Typesetter) -> None:
        self._copy = copy
        self._setter = setter
        self._image = Image.new("L", (WIDTH, HEIGHT), 0)
        self._pen = ImageDraw.Draw(self._image)
        self._palette = [_PAPER]
        self._first: dict[str, int] = {}
        self._draw()

    def png(self) -> bytes:
        self._image.putpalette(b"".join(map(bytes, self._palette)))
        file = BytesIO()
        # Letters repeat little, so that looking for runs alone is faster and packs no worse.
        self._image.save(file, "PNG", compress_type=Z_RLE)
        return file.getvalue()

    def _draw(self) -> None:
        copy = self._copy
        self._box(0, 0, WIDTH, 16, "analysis" if copy.analysis else "accent")
        if copy.cover:
            self._block(176, 530)
            return
        self._head()
        bottom = 502 if copy.monograms else 570
        self._eyebrow()
        self._block(214, bottom)
        if copy.monograms:
            self._box(_MARGIN, 522, _INNER, 2, "line")
            self._faces(550)

    def _head(self) -> None:
        copy = self._copy
        aside = self._row(copy.aside, "text")
        room = _INNER - aside.width * 27 - 40
        site = self._row(self._cut(copy.site, "title", 30, room), "title")
        self._text(site, 30, _MARGIN, 84, "ink")
        self._text(aside, 27, WIDTH - _MARGIN - aside.width * 27, 84, "muted")
        self._box(_MARGIN, 110, _INNER, 2, "line")

    def _eyebrow(self) -> None:
        copy = self._copy
        baseline, right = 190, WIDTH - _MARGIN
        colour = "analysis" if copy.analysis else "ink"
        kind = self._row(copy.kind, "strong", spacing=0.06)
        x = self._text(kind, 25, _MARGIN, baseline, colour) + 24
        if copy.mark:
            mark = self._row(copy.mark, "strong")
            self._frame(x, baseline - 29, mark.width * 23 + 28, 40, "bad")
            x = self._text(mark, 23, x + 14, baseline, "bad") + 14 + 24
        for topic in copy.topics:
            row = self._row(topic, "text")
            if x + row.width * 25 > right:
                break
            x = self._text(row, 25, x, baseline, "accent") + 24

    def _block(self, top: float, bottom: float) -> None:
        """Draw the title and, where it leaves room, the text below it."""
        copy = self._copy
        size = self._title_size(bottom - top)
        lines = self._lines(copy.title, "title", size, self._most(size, bottom - top))
        y = top
        for row in lines:
            y += self._height("title", lines) * size
            self._text(row, size, _MARGIN, y - 0.22 * size, "ink")
        small = 36 if copy.cover else 30
        room = int((bottom - y - 16) // (small * 1.45))
        if copy.text and room > 0:
            rows = self._lines(copy.text, "text", small, min(room, 3))
            y += 12
            for row in rows:
                y += self._height("text", rows) * small * 1.16
                self._text(row, small, _MARGIN, y, "muted")

    def _title_size(self, height: float) -> int:
        copy = self._copy
        style = self._style(copy.title, "title")
        for size in _TITLE_SIZES:
            most = min(self._most(size, height), 3 if size > 56 else _TITLE_LINES)
            if self._setter.fits(copy.title, style, _INNER / size, most):
                return size
        return _TITLE_SIZES[-1]

    def _most(self, size: int, height: float) -> int:
        tall = self._row(self._copy.title, "title").height
        return max(1, min(_TITLE_LINES, int(height // (tall * size))))

    def _height(self, style: str, rows: Sequence[Row]) -> float:
        return max(row.height for row in rows) if rows else self._row("", style).height

    def _faces(self, top: int) -> None:
        copy = self._copy
        size, gap, names = 50, 14, 25
        wide = [
            self._row(self._cut(monogram.name, "text", names, 290), "text")
            for monogram in copy.monograms
        ]
        fitting = 0
        used = 0.0
        for row in wide:
            used += size + gap + row.width * names + (36 if fitting else 0)
            if used > _INNER - 70:
                break
            fitting += 1
        x: float = _MARGIN
        for monogram, row in zip(copy.monograms[:fitting], wide, strict=False):
            self._monogram(monogram, x, top, size)
            x = self._text(row, names, x + size + gap, top + 34, "ink") + 36
        hidden = copy.more + len(copy.monograms) - fitting if copy.more is not None else 0
        if hidden:
            self._text(self._row(f"+{hidden}", "text"), names, x, top + 34, "muted")

    def _monogram(self, monogram: Monogram, x: float, y: int, size: int) -> None:
        """Draw initials in a circle for a person, in a square for all others."""
        self._paste(
            _ground(size, is_round=monogram.person), round(self._left(x, size)), y, "accent"
        )
        row = self._row(monogram.initials, "strong")
        letter = min(size * 0.4, size * 0.76 / row.width) if row.width else 0
        width = row.width * letter
        self._text(
            row, letter, x + (size - width) / 2, y + size / 2 + letter * 0.36, "accent", hollow=True
        )

    def _left(self, x: float, width: float) -> float:
        return WIDTH - x - width if self._copy.rtl else x

    def _box(self, x: float, y: int, width: float, height: int, colour: str) -> None:
        left = round(self._left(x, width))
        self._image.paste(self._full(colour), (left, y, left + round(width), y + height))

    def _frame(self, x: float, y: int, width: float, height: int, colour: str) -> None:
        left = round(self._left(x, width))
        box = (left, y, left + round(width) - 1, y + height - 1)
        self._pen.rounded_rectangle(box, 6, outline=self._full(colour), width=2)

    def _text(
        self,
        row: Row,
        size: float,
        x: float,
        baseline: float,
        colour: str,
        *,
        hollow: bool = False,
    ) -> float:
        """Draw `row`, in the colour of the paper if `hollow`, and return the x of its end."""
        mask = self._setter.mask(row, size)
        if mask:
            left = round(self._left(x, row.width * size)) + mask.left
            self._paste(mask, left, round(baseline) + mask.top, colour, hollow=hollow)
        return x + row.width * size

    def _paste(self, mask: Mask, left: int, top: int, colour: str, *, hollow: bool = False) -> None:
        """Draw what the mask covers in `colour`."""
        box = (left, top, left + mask.width, top + mask.height)
        steps = _steps(self._full(colour), _COLOURS[colour][1], hollow=hollow)
        self._image.paste(_image(mask, steps), box, _image(mask, _shown(steps)))

    def _full(self, colour: str) -> int:
        """Return the place of a colour in the palette, right behind its lighter shades."""
        value, steps = _COLOURS[colour]
        if colour not in self._first:
            self._first[colour] = len(self._palette)
            self._palette += (_between(value, step / steps) for step in range(1, steps + 1))
        return self._first[colour] + steps - 1

    def _style(self, text: str, name: str) -> Style:
        """Return the style of a line. It runs as its letters do, else as the card does."""
        copy = self._copy
        rtl = runs_left(text) or (copy.rtl and any(runs_left(char) for char in text))
        return Style(name, copy.lang, rtl)

    def _row(self, text: str, style: str, *, spacing: float = 0) -> Row:
        return self._setter.row(text, self._style(text, style), spacing)

    def _cut(self, text: str, style: str, size: float, width: float) -> str:
        return self._setter.cut(text, self._style(text, style), width / size)

    def _lines(self, text: str, name: str, size: float, most: int) -> list[Row]:
        style = self._style(text, name)
        lines = self._setter.lines(text, style, _INNER / size, most)
        return [self._setter.row(line, style) for line in lines]


def _between(colour: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    """Return the paper with a part of `colour` in it."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(_PAPER, colour, strict=True))
    return red, green, blue


@cache
def _steps(full: int, steps: int, *, hollow: bool) -> bytes:
    """Return the place in the palette for each level of a mask."""
    shares = (round(level * steps / 255) for level in range(256))
    return bytes((s := steps - share if hollow else share) and full - steps + s for share in shares)


@cache
def _shown(steps: bytes) -> bytes:
    """Return for each level of a mask whether it shows: 0 or 255."""
    return bytes(0 if step == steps[0] else 255 for step in steps)


def _image(mask: Mask, table: bytes) -> Image.Image:
    """Return the mask as a picture with its levels translated by `table`."""
    pixels = mask.pixels.translate(table)
    return Image.frombuffer("L", (mask.width, mask.height), pixels, "raw", "L", mask.stride, -1)


@cache
def _ground(size: int, *, is_round: bool) -> Mask:
    """Return the ground of a monogram."""
    big = size * _SMOOTH
    image = Image.new("L", (big, big), 0)
    pen = ImageDraw.Draw(image)
    if is_round:
        pen.ellipse((0, 0, big - 1, big - 1), fill=255)
    else:
        pen.rounded_rectangle((0, 0, big - 1, big - 1), radius=big // 7, fill=255)
    small = image.resize((size, size), Image.Resampling.BOX)
    return Mask(small.tobytes(), size, size, size, 0, 0)


FOLDER = "assets/social"
_MIN_SHOWN = 0.8
"""The part of a title's letters that the fonts must have; else the page shows the site's card."""
_MAX_BYTES_OF_ID = 200
"""The longest id in the name of a file: it leaves room for the digest."""
_NO_CAPITALS = frozenset(("az", "el", "ka", "lt", "tr"))
"""Languages whose capitals do not follow from the letters alone, or would look odd."""
_TOOLS = (PIL.__version__, bidi.VERSION, uharfbuzz.__version__, features.version("zlib"))
"""What decides the bytes of a card, and hardly its look: they change its key, not its address."""


@dataclass(frozen=True, slots=True)
class SocialCard:
    """A card, before it is drawn."""

    picture: Picture
    key: str
    """A digest of all that decides its bytes."""
    copy: Copy

    @property
    def file(self) -> str:
        """The path of its file in the site."""
        return urls.file_of(self.picture.path)


class SocialCards:
    """The cards of one build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._setter = Typesetter()
        self.of_site = self._card(site_card(settings))
        """The card of every page that has none of its own."""

    def of_page(self, view: PageView) -> SocialCard | None:
        """Return the card of this page alone, or None where it shares the site's."""
        content = view.social_card()
        if content is None or self._setter.shown(content.title) < _MIN_SHOWN:
            return None
        return self._card(content)

    def draw(self, card: SocialCard) -> bytes:
        """Return a card as a PNG."""
        return draw(card.copy, self._setter)

    def _card(self, content: CardContent) -> SocialCard:
        copy = copy_of(content, self._settings)
        digest = _digest(VERSION, _fonts(), copy)
        name = content.id if len(content.id.encode()) <= _MAX_BYTES_OF_ID else "card"
        folder = FOLDER if content.section == "site" else f"{FOLDER}/{content.section}"
        path = f"{folder}/{urls.encoded(name)}.{digest[:8]}.png"
        picture = Picture(path, _alt(copy), WIDTH, HEIGHT)
        return SocialCard(picture, _digest(digest, *_TOOLS), copy)


def copy_of(content: CardContent, settings: Settings) -> Copy:
    """Return the text of a card, in its language."""
    t = words(content.lang)
    aside = ""
    if content.date:
        aside = format_edtf(parse_edtf(content.date.isoformat()), content.lang)
    elif content.briefs is not None:
        aside = t.n("briefs", content.briefs)
    kind = t.of(content.family, content.value) if content.family else ""
    return Copy(
        lang=content.lang,
        rtl=direction(content.lang) == "rtl",
        site=settings.site_name,
        title=content.title,
        text=content.text,
        kind=kind if t.lang.partition("-")[0] in _NO_CAPITALS else kind.upper(),
        analysis=(content.family, content.value) == ("type", "analysis"),
        topics=content.topics,
        mark=t.of("update_kind", content.mark) if content.mark else "",
        aside=aside,
        monograms=content.monograms,
        more=content.more,
        cover=content.section == "site",
    )


def _alt(copy: Copy) -> str:
    """Return what the picture says, for readers who do not see it."""
    texts = (copy.kind, copy.mark, copy.title, copy.text if copy.cover else copy.aside, copy.site)
    return " · ".join(dict.fromkeys(filter(None, texts)))


def _digest(*values: object) -> str:
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _fonts() -> str:
    digest = hashlib.sha256()
    for path in sorted(FONTS.iterdir()):
        if path.suffix in (".otf", ".ttf"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
