"""Social cards: their addresses and pictures."""

from __future__ import annotations

import dataclasses
import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mkdocs_briefs.builder.cards import Copy, SocialCard, SocialCards, copy_of, draw
from mkdocs_briefs.builder.cards.text_lines import Typesetter
from mkdocs_briefs.pages.parts import Picture
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.records import (
    CardContent,
    Monogram,
    site_card,
)
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.settings import Settings
from support.briefs import SETTINGS, WORLD, brief, library, world_briefs

SETTER = Typesetter()
COPY = Copy(
    lang="en",
    rtl=False,
    site="The Harbour",
    title="Pilots walk out over night shifts",
    text="Nobody knows for how long.",
    kind="ANALYSIS",
    analysis=True,
    topics=("Labour",),
    mark="Correction",
    aside="4 March 2024",
    monograms=(Monogram("Mira Okafor", "MO", person=True), Monogram("Council", "CO", person=False)),
    more=2,
)
PICTURE = draw(COPY, SETTER)


def page(slug: str = "a", front: str = "", **more: str) -> PageView:
    plan = Plan(library([brief(slug, front, **more)]))
    return next(view for view in plan.pages() if view.path.startswith("briefs/") and view.title)


def card_of(view: PageView, among: Settings = SETTINGS) -> SocialCard:
    card = SocialCards(among).of_page(view)
    assert card
    return card


def path_of(view: PageView, among: Settings = SETTINGS) -> str:
    return card_of(view, among).picture.path


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


# -- the picture ------------------------------------------------------------------------------


def test_a_card_is_a_small_whole_picture_and_the_same_each_time() -> None:
    picture = opened(PICTURE)
    assert (picture.format, picture.size, picture.mode) == ("PNG", (1200, 630), "P")
    assert len(PICTURE) < 25_000
    assert draw(COPY, Typesetter()) == PICTURE


def test_a_card_is_the_same_whatever_was_drawn_before() -> None:
    setter = Typesetter()
    for title in ("Some other card", "Pilots", "أهرون"):
        draw(dataclasses.replace(COPY, title=title), setter)
    assert draw(COPY, setter) == PICTURE


def test_few_colours_are_stored_in_half_the_room() -> None:
    plain = draw(dataclasses.replace(COPY, mark=""), SETTER)
    assert (plain[24], PICTURE[24]) == (4, 8)
    for data in (plain, PICTURE):
        assert {colour for _, colour in opened(data).convert("RGB").getcolors()} >= {
            (0xFB, 0xFA, 0xF7),
            (0x1B, 0x1D, 0x21),
            (0x8A, 0x4B, 0x08),
        }


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Pilots walk in over night shifts"},
        {"text": "Somebody knows."},
        {"kind": "REPORT"},
        {"analysis": False},
        {"topics": ()},
        {"mark": ""},
        {"aside": "5 March 2024"},
        {"monograms": COPY.monograms[:1]},
        {"more": 3},
        {"site": "The Port"},
        {"rtl": True},
        {"cover": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_all_that_a_card_says_is_seen(change) -> None:
    assert draw(dataclasses.replace(COPY, **change), SETTER) != PICTURE


def ink(data: bytes, box: tuple[int, int, int, int]) -> int:
    """The number of pixels in `box` that are darker than paper."""
    return sum(opened(data).convert("L").crop(box).histogram()[:200])


def test_a_card_in_a_language_from_the_right_begins_there() -> None:
    left, right = (72, 220, 172, 320), (1028, 220, 1128, 320)
    hebrew = draw(dataclasses.replace(COPY, lang="he", rtl=True, title="אהרון חליוה"), SETTER)
    latin = draw(dataclasses.replace(COPY, title="Haliva"), SETTER)
    assert ink(hebrew, right) > 500 > ink(hebrew, left) == 0
    assert ink(latin, left) > 500 > ink(latin, right) == 0


WIDE = st.text(min_size=1, max_size=200) | st.sampled_from(("W" * 400, "و" * 400, "長" * 400, " "))


@given(title=WIDE, text=WIDE, site=WIDE, name=WIDE, rtl=st.booleans())
def test_nothing_leaves_the_margins(title, text, site, name, rtl) -> None:
    actor = Monogram(name, name[:2], person=True)
    copy = dataclasses.replace(
        COPY, title=title, text=text, site=site, rtl=rtl, monograms=(actor,) * 4, topics=(name,) * 2
    )
    picture = draw(copy, SETTER)
    for box in ((0, 16, 50, 630), (1150, 16, 1200, 630), (72, 614, 1128, 630)):
        assert ink(picture, box) == 0


# -- the address ------------------------------------------------------------------------------


def test_the_address_is_known_before_and_changes_with_the_picture_only() -> None:
    path = path_of(page())
    assert re.fullmatch(r"assets/social/briefs/a\.[0-9a-f]{8}\.png", path)
    assert path_of(page(body="Other words.", front="summary: S.")) == path_of(
        page(front="summary: S.")
    )
    assert path_of(page(title="Another title")) != path
    other = dataclasses.replace(SETTINGS, site_name="Another site")
    assert path_of(page(), other) != path


def test_briefs_topics_and_storylines_have_cards_of_their_own() -> None:
    posters = SocialCards(SETTINGS)
    cards = {
        view.path: card
        for view in Plan(library(world_briefs(), **WORLD)).pages()
        if (card := posters.of_page(view))
    }
    assert {path.partition("/")[0] for path in cards} == {"briefs", "topics", "storylines"}
    assert cards["topics/%D8%AD%D8%B1%D8%A8/"].picture.path.startswith(
        "assets/social/topics/%D8%AD%D8%B1%D8%A8."
    )
    assert len({card.file for card in cards.values()}) == len(cards)
    assert not [path for path in cards if "/page/" in path]


def test_a_title_that_no_font_has_gets_the_sites_card() -> None:
    assert SocialCards(SETTINGS).of_page(page(title="हिन्दी समाचार")) is None


def test_a_long_id_still_makes_a_name_for_a_file() -> None:
    assert len(card_of(page("長" * 72)).file.rpartition("/")[2].encode()) < 250


def test_the_picture_says_what_is_on_it() -> None:
    front = (
        "type: analysis\nupdates: [{date: 2024-05-01, kind: correction, text: T.}]\nactors: [Iran]"
    )
    found = card_of(page("a", front, title="A talk")).picture
    assert found == Picture(
        found.path, "ANALYSIS · Correction · A talk · 22 April 2024 · Explainers", 1200, 630
    )


def test_the_words_are_in_the_language_of_the_page() -> None:
    found = page("a", "lang: ar").social_card()
    assert found
    copy = copy_of(found, SETTINGS)
    assert copy.rtl
    assert "2024" in copy.aside
    assert "April" not in copy.aside
    turkish = CardContent(
        section="briefs", id="a", lang="tr", title="A", family="type", value="report"
    )
    assert copy_of(turkish, SETTINGS).kind in ("Report", "REPORT")
    assert copy_of(site_card(SETTINGS), SETTINGS).cover


def test_other_tools_draw_anew_at_the_same_address(monkeypatch) -> None:
    before = card_of(page())
    assert card_of(page()).key == before.key
    # Private: the versions of the libraries that draw, of which a test has one.
    monkeypatch.setattr("mkdocs_briefs.builder.cards._TOOLS", ("newer",))
    assert card_of(page()).file == before.file
    assert card_of(page()).key != before.key


def test_the_key_changes_with_the_picture_where_the_address_has_no_room_for_it() -> None:
    keys = {card_of(page(title=f"Title {n}")).key for n in range(20)}
    assert len(keys) == 20


def test_a_card_is_drawn_as_it_is_described() -> None:
    posters = SocialCards(SETTINGS)
    card = posters.of_page(page())
    assert card
    assert posters.draw(card) == draw(card.copy, Typesetter())
    assert card.file == card.picture.path
