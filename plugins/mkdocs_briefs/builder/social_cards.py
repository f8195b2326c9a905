"""Social cards: what they say, where they are, and the files, drawn once and kept.

A card's address holds a digest of all that decides how it looks, so it is known before anything is
drawn, and it changes with the picture: networks keep pictures by their address.

Needs the packages of the extra `cards`: import this only where `extras.has_cards()`.
"""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import bidi
import PIL
import uharfbuzz

from mkdocs_briefs.builder.card_drawing import HEIGHT, VERSION, WIDTH, Copy, draw
from mkdocs_briefs.builder.glyphs import FOLDER as FONTS
from mkdocs_briefs.builder.output import Output
from mkdocs_briefs.builder.png import is_whole
from mkdocs_briefs.builder.typeset import Typesetter
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.social_card import Picture, SocialCard, site_card, social_card_of
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.words import direction, words
from mkdocs_briefs.settings import Settings

FOLDER = "assets/social"
CACHE = Path(".cache", "briefs", "posters")
_ENOUGH = 0.8
"""Part of a title's letters that the fonts must have; else the page shows the site's card."""
_LONGEST_NAME = 200
"""Bytes of an id that are sure to leave room for the digest in the name of a file."""
_UNUSED = 30 * 24 * 3600
"""Seconds after which a kept card that no build asked for is thrown away."""
_NO_CAPITALS = frozenset(("az", "el", "ka", "lt", "tr"))
"""Languages whose capitals do not follow from the letters alone, or would look odd."""


@dataclass(frozen=True, slots=True)
class _Card:
    picture: Picture
    key: str
    """A digest of all that decides how it looks."""
    copy: Copy


class SocialCards:
    """The cards of one build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._setter = Typesetter()
        self._wanted: dict[str, _Card] = {}
        self._site: _Card | None = None
        self._last: tuple[PageView, _Card] | None = None
        self._written: set[tuple[Path, str]] = set()
        self._output = cache(lambda site: Output(site, site))

    def picture(self, view: PageView) -> Picture:
        """The card of a page, which `write` will see to."""
        return self._noted(self._card(view))

    def of_site(self) -> Picture:
        """The card of every page that has none of its own."""
        return self._noted(self._sites())

    def write(self, site: Path, project: Path, views: Iterable[PageView] | None = None) -> int:
        """Puts cards into the folder `site`; gives the number drawn anew.

        They are those of all pages that were asked for. Processes that share the work give `views`,
        each some of them, and call `tidy` once. Cards are kept in the project's cache, which may be
        missing, read-only or deleted. Raises OSError when `site` cannot be written.
        """
        if views is None:
            cards = self._wanted
            tidy(project)
        else:
            cards = {card.picture.path: card for card in map(self._card, views)}
        kept = _Kept(os.fspath(project / CACHE))
        output = self._output(site)
        drawn = 0
        for path, card in sorted(cards.items()):
            file = urls.file_of(path)
            if (site, file) in self._written:
                continue
            self._written.add((site, file))
            data = kept.get(card.key)
            if data is None:
                data = draw(card.copy, self._setter)
                kept.put(card.key, data)
                drawn += 1
            output.put(file, data)
        return drawn

    def _noted(self, card: _Card) -> Picture:
        self._wanted[card.picture.path] = card
        return card.picture

    def _card(self, view: PageView) -> _Card:
        # The head of a page asks for its card, and right after that `write` does.
        if self._last is None or self._last[0] is not view:
            self._last = (view, self._card_of(view))
        return self._last[1]

    def _card_of(self, view: PageView) -> _Card:
        poster = social_card_of(view)
        if poster is None or self._setter.shown(poster.title) < _ENOUGH:
            return self._sites()
        return self._made(poster)

    def _sites(self) -> _Card:
        self._site = self._site or self._made(site_card(self._settings))
        return self._site

    def _made(self, poster: SocialCard) -> _Card:
        copy = copy_of(poster, self._settings)
        key = _key(copy)
        name = poster.id if len(poster.id.encode()) <= _LONGEST_NAME else "card"
        folder = FOLDER if poster.section == "site" else f"{FOLDER}/{poster.section}"
        path = f"{folder}/{urls.encoded(name)}.{key[:8]}.png"
        return _Card(Picture(path, _alt(copy), WIDTH, HEIGHT), key, copy)


def tidy(project: Path) -> None:
    """Throws away the kept cards of `project` that no build has asked for in a long time."""
    oldest = time.time() - _UNUSED
    with suppress(OSError):
        for path in (project / CACHE).iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()


def copy_of(poster: SocialCard, settings: Settings) -> Copy:
    """The words of a card, in its language."""
    said = words(poster.lang)
    aside = ""
    if poster.date:
        aside = format_edtf(parse_edtf(poster.date.isoformat()), poster.lang)
    elif poster.briefs is not None:
        aside = said.n("briefs", poster.briefs)
    kind = said.of(poster.family, poster.value) if poster.family else ""
    return Copy(
        lang=poster.lang,
        rtl=direction(poster.lang) == "rtl",
        site=settings.site_name,
        title=poster.title,
        text=poster.text,
        kind=kind if said.lang.partition("-")[0] in _NO_CAPITALS else kind.upper(),
        analysis=(poster.family, poster.value) == ("type", "analysis"),
        topics=poster.topics,
        mark=said.of("update_kind", poster.mark) if poster.mark else "",
        aside=aside,
        faces=poster.faces,
        more=poster.more,
        own=poster.own,
        cover=poster.section == "site",
    )


def _alt(copy: Copy) -> str:
    """What the picture says, for those who do not see it."""
    said = (copy.kind, copy.mark, copy.title, copy.text if copy.cover else copy.aside, copy.site)
    return " · ".join(dict.fromkeys(filter(None, said)))


def _key(copy: Copy) -> str:
    """A digest of all that decides how the card looks."""
    text = repr((VERSION, _fonts(), copy))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _fonts() -> str:
    digest = hashlib.sha256()
    for path in sorted(FONTS.iterdir()):
        if path.suffix in (".otf", ".ttf"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _tools() -> str:
    """What else decides about a card's bytes, but hardly about its look."""
    versions = (PIL.__version__, bidi.VERSION, uharfbuzz.__version__, zlib.ZLIB_RUNTIME_VERSION)
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:8]


class _Kept:
    """Cards of earlier builds, by their key. Nothing here ever fails a build."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The card that was kept under `key`, if it is still there and whole."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - no Path for each of many files
                data = file.read()
        except OSError:
            return None
        if not is_whole(data, WIDTH, HEIGHT):
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keeps a card, whole or not at all: two builds may run at once."""
        half = f"{self._folder}/.card-{os.getpid()}"
        with suppress(OSError):
            try:
                _write(half, data, "xb")
                os.replace(half, self._path(key))  # noqa: PTH105 - as above
            except OSError:
                os.unlink(half)  # noqa: PTH108 - as above

    def _path(self, key: str) -> str:
        return f"{self._folder}/{key}.{_tools()}.png"


def _write(path: str, data: bytes, mode: Literal["wb", "xb"] = "wb") -> None:
    """Writes a file, in a folder that is made if need be. Raises OSError."""
    try:
        file = open(path, mode)  # noqa: PTH123, SIM115 - no Path for each of many files
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - as above
        file = open(path, mode)  # noqa: PTH123, SIM115 - as above
    with file:
        file.write(data)
