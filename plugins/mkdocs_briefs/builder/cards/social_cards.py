"""Social cards: what they say, where they are, and what they look like.

A card's address holds a digest of all that decides how it looks, so it is known before anything is
drawn, and it changes with the picture: networks keep pictures by their address.

Needs the packages of the extra `cards`: import this only where `extras.has_cards()`.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import cache

import bidi
import PIL
import uharfbuzz

from mkdocs_briefs.builder.cards.drawing import HEIGHT, VERSION, WIDTH, Copy, draw
from mkdocs_briefs.builder.cards.text_lines import FOLDER as FONTS
from mkdocs_briefs.builder.cards.text_lines import Typesetter
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.records import CardContent, Picture, site_card
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.words import direction, words
from mkdocs_briefs.settings import Settings

FOLDER = "assets/social"
_ENOUGH = 0.8
"""Part of a title's letters that the fonts must have; else the page shows the site's card."""
_LONGEST_NAME = 200
"""Bytes of an id that are sure to leave room for the digest in the name of a file."""
_NO_CAPITALS = frozenset(("az", "el", "ka", "lt", "tr"))
"""Languages whose capitals do not follow from the letters alone, or would look odd."""
_TOOLS = (PIL.__version__, bidi.VERSION, uharfbuzz.__version__, zlib.ZLIB_RUNTIME_VERSION)
"""What decides the bytes of a card, but hardly its look: its address does not change with it."""


@dataclass(frozen=True, slots=True)
class SocialCard:
    """A card that is not drawn yet."""

    picture: Picture
    key: str
    """A digest of all that decides its bytes."""
    copy: Copy

    @property
    def file(self) -> str:
        """Its file in the site."""
        return urls.file_of(self.picture.path)


class SocialCards:
    """The cards of one build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._setter = Typesetter()
        self._last: tuple[PageView, SocialCard | None] | None = None
        self.of_site = self._made(site_card(settings))
        """The card of every page that has none of its own."""

    def of_page(self, view: PageView) -> SocialCard | None:
        """Return the card of this page alone, or None where it shares the site's."""
        # The head of a page asks for its card, and right after that the writer of its files does.
        if self._last is None or self._last[0] is not view:
            self._last = (view, self._own(view))
        return self._last[1]

    def draw(self, card: SocialCard) -> bytes:
        """Return a card as a PNG."""
        return draw(card.copy, self._setter)

    def _own(self, view: PageView) -> SocialCard | None:
        content = view.social_card()
        if content is None or self._setter.shown(content.title) < _ENOUGH:
            return None
        return self._made(content)

    def _made(self, content: CardContent) -> SocialCard:
        copy = copy_of(content, self._settings)
        digest = _digest(VERSION, _fonts(), copy)
        name = content.id if len(content.id.encode()) <= _LONGEST_NAME else "card"
        folder = FOLDER if content.section == "site" else f"{FOLDER}/{content.section}"
        path = f"{folder}/{urls.encoded(name)}.{digest[:8]}.png"
        picture = Picture(path, _alt(copy), WIDTH, HEIGHT)
        return SocialCard(picture, _digest(digest, *_TOOLS), copy)


def copy_of(content: CardContent, settings: Settings) -> Copy:
    """The words of a card, in its language."""
    said = words(content.lang)
    aside = ""
    if content.date:
        aside = format_edtf(parse_edtf(content.date.isoformat()), content.lang)
    elif content.briefs is not None:
        aside = said.n("briefs", content.briefs)
    kind = said.of(content.family, content.value) if content.family else ""
    return Copy(
        lang=content.lang,
        rtl=direction(content.lang) == "rtl",
        site=settings.site_name,
        title=content.title,
        text=content.text,
        kind=kind if said.lang.partition("-")[0] in _NO_CAPITALS else kind.upper(),
        analysis=(content.family, content.value) == ("type", "analysis"),
        topics=content.topics,
        mark=said.of("update_kind", content.mark) if content.mark else "",
        aside=aside,
        faces=content.faces,
        more=content.more,
        cover=content.section == "site",
    )


def _alt(copy: Copy) -> str:
    """What the picture says, for those who do not see it."""
    said = (copy.kind, copy.mark, copy.title, copy.text if copy.cover else copy.aside, copy.site)
    return " · ".join(dict.fromkeys(filter(None, said)))


def _digest(*decisive: object) -> str:
    text = repr(decisive)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _fonts() -> str:
    digest = hashlib.sha256()
    for path in sorted(FONTS.iterdir()):
        if path.suffix in (".otf", ".ttf"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
