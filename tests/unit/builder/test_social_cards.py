"""Social cards: their addresses, pictures and cache."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import re
import stat
import struct
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mkdocs_briefs.builder.card_drawing import HEIGHT, WIDTH, Copy, draw
from mkdocs_briefs.builder.png import is_whole
from mkdocs_briefs.builder.social_cards import CACHE, SocialCards, copy_of, tidy
from mkdocs_briefs.builder.typeset import Typesetter
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.social_card import Monogram, Picture, SocialCard, site_card, social_card_of
from mkdocs_briefs.pages.views import PageView
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
    faces=(Monogram("Mira Okafor", "MO", person=True), Monogram("Council", "CO", person=False)),
    more=2,
)
PICTURE = draw(COPY, SETTER)


def page(slug: str = "a", front: str = "", **more: str) -> PageView:
    plan = Plan(library([brief(slug, front, **more)]))
    return next(view for view in plan.pages() if view.path.startswith("briefs/") and view.title)


def path_of(view: PageView) -> str:
    return SocialCards(SETTINGS).picture(view).path


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


# -- the picture ------------------------------------------------------------------------------


def test_a_card_is_a_small_whole_picture_and_the_same_each_time() -> None:
    picture = opened(PICTURE)
    assert (picture.format, picture.size, picture.mode) == ("PNG", (1200, 630), "P")
    assert is_whole(PICTURE, WIDTH, HEIGHT)
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
        {"faces": COPY.faces[:1]},
        {"more": 3},
        {"site": "The Port"},
        {"rtl": True},
        {"own": COPY.faces[0]},
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


@settings(max_examples=25, deadline=None)
@given(title=WIDE, text=WIDE, site=WIDE, name=WIDE, rtl=st.booleans())
def test_nothing_leaves_the_margins(title, text, site, name, rtl) -> None:
    face = Monogram(name, name[:2], person=True)
    copy = dataclasses.replace(
        COPY, title=title, text=text, site=site, rtl=rtl, faces=(face,) * 4, topics=(name,) * 2
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
    assert SocialCards(other).picture(page()).path != path


def test_every_page_has_a_card_and_listings_share_one() -> None:
    plan = Plan(library(world_briefs(), **WORLD))
    posters = SocialCards(SETTINGS)
    paths = {view.path: posters.picture(view).path for view in plan.pages()}
    site = posters.of_site().path
    assert paths[""] == paths["actors/"] == site
    assert paths["topics/%D8%AD%D8%B1%D8%A8/"].startswith(
        "assets/social/topics/%D8%AD%D8%B1%D8%A8."
    )
    assert all(path == site for place, path in paths.items() if "/page/" in place)
    assert len({*paths.values()}) > 6


def test_a_title_that_no_font_has_gets_the_sites_card() -> None:
    posters = SocialCards(SETTINGS)
    assert posters.picture(page(title="हिन्दी समाचार")) == posters.of_site()


def test_a_long_id_still_makes_a_name_for_a_file() -> None:
    posters = SocialCards(SETTINGS)
    view = page("長" * 72)
    assert len(posters.picture(view).path.rpartition("/")[2]) < 250


def test_the_picture_says_what_is_on_it() -> None:
    front = "updates: [{date: 2024-05-01, kind: correction, text: T.}]\nactors: [Iran]"
    found = SocialCards(SETTINGS).picture(page("a", front, title="A talk"))
    assert found == Picture(
        found.path, "ANALYSIS · Correction · A talk · 22 April 2024 · Explainers", 1200, 630
    )


def test_the_words_are_in_the_language_of_the_page() -> None:
    found = social_card_of(page("a", "lang: ar"))
    assert found
    copy = copy_of(found, SETTINGS)
    assert copy.rtl
    assert "2024" in copy.aside
    assert "April" not in copy.aside
    turkish = SocialCard(
        section="briefs", id="a", lang="tr", title="A", family="type", value="report"
    )
    assert copy_of(turkish, SETTINGS).kind in ("Report", "REPORT")
    assert copy_of(site_card(SETTINGS), SETTINGS).cover


# -- files and cache --------------------------------------------------------------------------


def write(tmp_path: Path, name: str = "site", *views: PageView) -> tuple[int, dict[str, bytes]]:
    posters = SocialCards(SETTINGS)
    for view in views or (page("a"), page("b"), page("c")):
        posters.picture(view)
    drawn = posters.write(tmp_path / name, tmp_path)
    files = {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.png")}
    return drawn, files


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / CACHE).iterdir())


def test_a_card_is_drawn_once_and_comes_from_the_cache_after(tmp_path: Path) -> None:
    drawn, files = write(tmp_path)
    assert drawn == len(files) == len(kept(tmp_path)) == 3
    assert write(tmp_path, "second") == (0, files)
    assert write(tmp_path, "third", page("d"))[0] == 1


def test_a_deleted_cache_gives_the_same_bytes(tmp_path: Path) -> None:
    _, files = write(tmp_path)
    for path in kept(tmp_path):
        path.unlink()
    assert write(tmp_path, "second") == (3, files)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[:-20],
        lambda data: data[:600] + bytes([data[600] ^ 1]) + data[601:],
        lambda data: data + b"more",
        lambda data: b"GIF89a" + data[6:],
        lambda data: data[:16] + struct.pack(">II", 10, 10) + data[24:],
    ],
    ids=["empty", "short", "changed", "long", "other", "small"],
)
def test_a_damaged_card_is_drawn_anew(tmp_path: Path, damage) -> None:
    _, files = write(tmp_path)
    first = kept(tmp_path)[0]
    first.write_bytes(damage(first.read_bytes()))
    assert write(tmp_path, "second") == (1, files)
    assert is_whole(first.read_bytes(), WIDTH, HEIGHT)


@given(st.binary(max_size=80) | st.builds(lambda n: PICTURE[:n], st.integers(0, len(PICTURE) - 1)))
def test_no_part_of_a_card_and_no_noise_is_whole(data: bytes) -> None:
    assert not is_whole(data, WIDTH, HEIGHT)


def test_a_cache_that_cannot_be_is_no_error(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file")
    assert write(tmp_path)[0] == 3
    assert write(tmp_path, "second")[0] == 3


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch) -> None:
    def refuse(*_args, **_more):
        raise PermissionError(13, "read-only")

    monkeypatch.setattr("mkdocs_briefs.builder.social_cards.os.replace", refuse)
    assert write(tmp_path)[0] == 3
    assert kept(tmp_path) == []


def test_what_nobody_asked_for_in_a_long_time_goes(tmp_path: Path) -> None:
    write(tmp_path)
    old = time.time() - 40 * 24 * 3600
    for path in kept(tmp_path):
        os.utime(path, (old, old))
    write(tmp_path, "second", page("a"))
    assert len(kept(tmp_path)) == 1


def drawn_apart(site: Path, project: Path, views: list[PageView]) -> None:
    SocialCards(SETTINGS).write(site, project, views)


def test_processes_share_the_cards_and_give_the_same_files(tmp_path: Path) -> None:
    views = [page(name) for name in "abcdef"]
    _, files = write(tmp_path, "one", *views)
    shared, cold = tmp_path / "shared", tmp_path / "cold"
    context = multiprocessing.get_context("fork")
    hands = [
        context.Process(target=drawn_apart, args=(shared, cold, views[at::2])) for at in (0, 1)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert [hand.exitcode for hand in hands] == [0, 0]
    assert {path.name: path.read_bytes() for path in shared.rglob("*.png")} == files


def test_only_the_cards_of_the_views_are_written(tmp_path: Path) -> None:
    posters = SocialCards(SETTINGS)
    one, other = page("a"), page("b")
    posters.picture(one)
    assert posters.write(tmp_path / "site", tmp_path, [other, other]) == 1
    (file,) = (tmp_path / "site").rglob("*.png")
    assert file.relative_to(tmp_path / "site").as_posix() == posters.picture(other).path
    old = time.time() - 40 * 24 * 3600
    os.utime(kept(tmp_path)[0], (old, old))
    tidy(tmp_path)
    assert kept(tmp_path) == []


def test_cards_of_other_tools_are_not_taken(tmp_path: Path, monkeypatch) -> None:
    _, files = write(tmp_path)
    monkeypatch.setattr("mkdocs_briefs.builder.social_cards._tools", lambda: "newer")
    assert write(tmp_path, "second") == (3, files)


def test_no_unfinished_file_is_left(tmp_path: Path) -> None:
    write(tmp_path)
    assert all(path.suffix == ".png" and not path.name.startswith(".") for path in kept(tmp_path))
    files = [*(tmp_path / "site").rglob("*.png")]
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o444 for path in files)
