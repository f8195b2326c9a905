"""Social cards: their text, their addresses and how they are drawn.

The address of a card holds a digest of all that decides how it looks. So it is known before the
card is drawn, and it changes with the picture, which networks keep by its address.

This package needs the extra `cards`: import it only where `project.has_cards()`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import bidi
import PIL
import uharfbuzz
from PIL import features

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
