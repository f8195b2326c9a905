"""Social cards: what they say, where they are, and the files, drawn once and kept.

A card's address holds a digest of all that decides how it looks, so it is known before anything is
drawn, and it changes with the picture: networks keep pictures by their address.

Needs the packages of the extra `cards`: import this only where `extras.has_cards()`.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path

from mkdocs_briefs.build.poster_art import HEIGHT, VERSION, WIDTH, Copy, draw
from mkdocs_briefs.build.typeset import FOLDER as FONTS
from mkdocs_briefs.build.typeset import Typesetter
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.poster import Picture, Poster, poster_of, site_poster
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
_HANDS = 4
_UNUSED = 30 * 24 * 3600
"""Seconds after which a kept card that no build asked for is thrown away."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NO_CAPITALS = frozenset(("az", "el", "ka", "lt", "tr"))
"""Languages whose capitals do not follow from the letters alone, or would look odd."""


class Posters:
    """The cards of one build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._setter = Typesetter()
        self._wanted: dict[str, tuple[str, Copy]] = {}
        self._site: Picture | None = None

    def picture(self, view: PageView) -> Picture:
        """The card of a page, which `write` will see to."""
        poster = poster_of(view)
        if poster is None or self._setter.shown(poster.title) < _ENOUGH:
            return self.of_site()
        return self._note(poster)

    def of_site(self) -> Picture:
        """The card of every page that has none of its own."""
        self._site = self._site or self._note(site_poster(self._settings))
        return self._site

    def _note(self, poster: Poster) -> Picture:
        copy = copy_of(poster, self._settings)
        key = _key(copy)
        name = poster.id if len(poster.id.encode()) <= _LONGEST_NAME else "card"
        folder = FOLDER if poster.section == "site" else f"{FOLDER}/{poster.section}"
        path = f"{folder}/{urls.encoded(name)}.{key[:8]}.png"
        self._wanted[path] = (key, copy)
        return Picture(path, _alt(copy), WIDTH, HEIGHT)

    def write(self, site: Path, project: Path) -> int:
        """Puts every card that a page names into `site`; gives the number drawn anew.

        Cards are kept in the project's cache, which may be missing, read-only or deleted. Raises
        OSError when `site` cannot be written.
        """
        kept = _Kept(project / CACHE)
        missing: list[tuple[str, str, Copy]] = []
        for path, (key, copy) in sorted(self._wanted.items()):
            if (data := kept.get(key)) is None:
                missing.append((path, key, copy))
            else:
                _put(site / urls.file_of(path), data)
        hands = max(1, min(_HANDS, os.cpu_count() or 1, len(missing)))
        with ThreadPoolExecutor(hands) as pool:
            shares = [missing[hand::hands] for hand in range(hands)]
            for share, drawn in zip(shares, pool.map(_draw_all, shares), strict=True):
                for (path, key, _), data in zip(share, drawn, strict=True):
                    _put(site / urls.file_of(path), data)
                    kept.put(key, data)
        kept.tidy()
        return len(missing)


def _draw_all(share: Sequence[tuple[str, str, Copy]]) -> list[bytes]:
    """Cards drawn by one thread: half of the work is packing, which leaves Python to others."""
    setter = Typesetter()
    return [draw(copy, setter) for _, _, copy in share]


def copy_of(poster: Poster, settings: Settings) -> Copy:
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
    parts = [VERSION, _fonts(), asdict(copy)]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _fonts() -> str:
    digest = hashlib.sha256()
    for path in sorted(FONTS.iterdir()):
        if path.suffix in (".otf", ".ttf"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


class _Kept:
    """Cards of earlier builds, by their key. Nothing here ever fails a build."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """The card that was kept under `key`, if it is still there and whole."""
        path = self._folder / f"{key}.png"
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if not is_whole(data):
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keeps a card, whole or not at all: two builds may run at once."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".card-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(name).replace(self._folder / f"{key}.png")
            except OSError:
                Path(name).unlink()

    def tidy(self) -> None:
        """Throws away what no build has asked for in a long time."""
        oldest = time.time() - _UNUSED
        with suppress(OSError):
            for path in self._folder.iterdir():
                with suppress(OSError):
                    if path.stat().st_mtime < oldest:
                        path.unlink()


def is_whole(data: bytes) -> bool:
    """Whether `data` is a PNG of a card's size, to its end and without a changed byte.

    Source: https://www.w3.org/TR/png-3/#5DataRep.
    """
    if not data.startswith(_SIGNATURE) or data[16:24] != struct.pack(">II", WIDTH, HEIGHT):
        return False
    place = len(_SIGNATURE)
    while place + 12 <= len(data):
        length: int = struct.unpack_from(">I", data, place)[0]
        end = place + 12 + length
        if end > len(data):
            return False
        if zlib.crc32(data[place + 4 : end - 4]).to_bytes(4) != data[end - 4 : end]:
            return False
        if data[place + 4 : place + 8] == b"IEND":
            return end == len(data)
        place = end
    return False


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
