"""Text as rows of glyphs."""

from __future__ import annotations

import pytest
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.cards.text_lines import (
    FOLDER,
    LAST,
    STYLES,
    Glyph,
    Row,
    Style,
    Typesetter,
)

SETTER = Typesetter()
LONG = "The head of military intelligence resigns over the failure to foresee the attack"


def row(text: str, *, rtl: bool = False, style: str = "title", lang: str = "en") -> Row:
    return SETTER.row(text, Style(style, lang, rtl))


def glyphs(made: Row) -> list[Glyph]:
    return [one._replace(x=start + one.x) for start, word in made.words for one in word]


def numbers(text: str, *, rtl: bool = False) -> list[int]:
    return [glyph.number for glyph in glyphs(row(text, rtl=rtl))]


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize(
    "text",
    [
        "Đặng Thị Hồng, naïve Łódź",
        "Παραίτηση του αρχηγού, ᾄδω",
        "Глава разведки, Ђорђе, Київ",
        "رئيس الاستخبارات، پیمان",
        "ראש אמ״ן",
        "以色列軍事情報局局长",
        "ハマスの攻撃、辞任ー",
        "이스라엘 정보국장",
        "2024–25: “50 %” … €1,100",
    ],
)
def test_every_script_is_shown_without_a_box(text: str, style: str) -> None:
    made = row(text, rtl=text[0] in "رר", style=style)
    assert glyphs(made)
    assert all(glyph.number for glyph in glyphs(made))
    assert SETTER.shown(text, style) == 1


def test_what_no_font_has_is_left_out() -> None:
    assert numbers("a\U0001f600ब b") == numbers("a b")
    assert SETTER.shown("हिन्दी") == 0
    assert SETTER.shown("ab हि") == pytest.approx(2 / 3)
    assert SETTER.shown("…") == 0
    assert glyphs(row("")) == []


def test_arabic_letters_join_and_run_from_right_to_left() -> None:
    apart = {numbers(letter, rtl=True)[0] for letter in "سلم"}
    joined = row("سلم", rtl=True)
    assert not apart & {glyph.number for glyph in glyphs(joined)}
    final = glyphs(row("تم", rtl=True))[0].number
    assert glyphs(joined)[0].number == final
    assert glyphs(joined)[0].x == 0
    assert [g.x for g in glyphs(joined)] == sorted(g.x for g in glyphs(joined))


def test_a_name_in_latin_letters_stays_whole_inside_hebrew() -> None:
    made = numbers("דיווח Al Jazeera היום", rtl=True)
    first, then = numbers("Al"), numbers("Jazeera")
    at = next(at for at in range(len(made)) if made[at : at + len(first)] == first)
    at += len(first) + 1
    assert made[at : at + len(then)] == then
    assert made[:4] == numbers("היום", rtl=True)


def test_brackets_are_mirrored_where_text_runs_to_the_left() -> None:
    assert numbers("(א)", rtl=True)[0] == numbers("(")[0]
    assert numbers("(א)", rtl=True)[-1] == numbers(")")[0]


def test_a_row_is_as_wide_as_its_parts_and_spacing_adds_to_it() -> None:
    plain = SETTER.row("MM", Style("strong", "en", False))
    spaced = SETTER.row("MM", Style("strong", "en", False), spacing=0.5)
    assert spaced.width == pytest.approx(plain.width + 1)
    arabic = SETTER.row("سلم", Style("strong", "ar", True))
    assert SETTER.row("سلم", Style("strong", "ar", True), spacing=0.5).width == arabic.width


def test_a_row_of_words_is_as_wide_as_they_and_their_spaces() -> None:
    made = row("Hamas strikes")
    assert made.width == pytest.approx(
        row("Hamas").width + row("\u00a0").width + row("strikes").width
    )
    assert [glyph.number for glyph in glyphs(made)] == numbers("Hamas") + numbers("strikes")
    assert glyphs(made)[5].x == pytest.approx(row("Hamas\u00a0").width)


def test_a_word_that_fits_is_not_broken_to_make_lines_alike() -> None:
    lines = SETTER.lines(
        "Internationalisation of it", Style("title", "en", False), width=11, most=3
    )
    assert lines == ["Internationalisation", "of it"]


def test_lines_fit_and_lose_no_word() -> None:
    lines = SETTER.lines(LONG, Style("title", "en", False), width=14, most=9)
    assert " ".join(lines) == LONG
    widths = [row(line).width for line in lines]
    assert max(widths) <= 14
    assert max(widths) - min(widths) < 6


def test_lines_that_are_too_many_end_in_an_ellipsis() -> None:
    lines = SETTER.lines(LONG, Style("title", "en", False), width=14, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert row(lines[1]).width <= 14
    assert LONG.startswith(" ".join(lines)[:-1])
    assert not SETTER.fits(LONG, Style("title", "en", False), width=14, most=2)


def test_chinese_breaks_between_characters_but_not_before_a_comma() -> None:
    text = "哈利瓦辞职，成为首位承担责任的官员（军方）。"
    lines = SETTER.lines(text, Style("title", "zh", False), width=6.2, most=9)
    assert "".join(lines) == text
    assert len(lines) > 3
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)


def test_a_word_that_is_wider_than_a_line_is_broken() -> None:
    assert not SETTER.fits("W" * 60, Style("title", "en", False), width=10, most=9)
    lines = SETTER.lines("W" * 60, Style("title", "en", False), width=10, most=9)
    assert "".join(lines) == "W" * 60
    assert max(row(line).width for line in lines) <= 10


@given(st.text(max_size=40), st.booleans())
def test_any_text_is_set_without_a_box_and_fits(text, rtl) -> None:
    made = row(text, rtl=rtl)
    assert all(glyph.number for glyph in glyphs(made))
    lines = SETTER.lines(text, Style("text", "en", rtl), width=8, most=3)
    assert len(lines) <= 3
    assert all(SETTER.row(line, Style("text", "en", rtl)).width <= 8.01 for line in lines)


def test_a_mask_is_black_where_the_letter_is() -> None:
    mask = SETTER.mask(row("I"), 100)
    assert mask
    assert len(mask.pixels) == mask.stride * mask.height
    middle = mask.pixels[mask.stride * (mask.height // 2) :][: mask.width]
    assert middle[mask.width // 2] == 255
    assert -80 < mask.top < -60
    assert SETTER.mask(row(" "), 100) is None
    short = row("I.")
    assert SETTER.mask(short, 20) == Typesetter().mask(short, 20) == SETTER.mask(short, 20)


def test_the_fonts_are_those_that_are_named_and_free() -> None:
    named = {name for chain in STYLES.values() for name in chain} | {LAST}
    assert {path.name for path in FOLDER.iterdir()} == named | {"OFL.txt", "README.md"}
    readme = (FOLDER / "README.md").read_text("utf-8")
    for name in named:
        assert f"`{name}`" in readme
        face = hb.Face(hb.Blob.from_file_path(str(FOLDER / name)))
        licence = face.get_name(hb.OTNameIdPredefined.LICENSE)
        assert "SIL Open Font License" in licence
        assert "Reserved" not in licence
    assert sum((FOLDER / name).stat().st_size for name in named) < 5_000_000
