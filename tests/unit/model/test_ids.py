"""An id can stand in an address and be the name of a file."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify, unique

from mkdocs_briefs.model.ids import (
    day_of_stem,
    heading_slug,
    is_id,
    numbered_id,
    slug_of_stem,
    stem_of,
)


@pytest.mark.parametrize(
    ("stem", "day", "slug"),
    [
        ("2024-04-22-Haliva", "2024-04-22-", "Haliva"),
        ("2024-04-22-", "", "2024-04-22"),
        ("haliva\n", "", "haliva"),
        ("٢٠٢٤-٠٤-٢٢-a", "", "٢٠٢٤-٠٤-٢٢-a"),
    ],
)
def test_a_file_is_named_by_a_day_and_a_slug(stem: str, day: str, slug: str) -> None:
    assert day_of_stem(stem) == day
    assert slug_of_stem(stem) == slug
    assert is_id(slug)


@pytest.mark.parametrize("name", ["crème-brûlée", "Åland", "한국", "й", "が"])
def test_a_file_has_one_slug_whichever_system_named_it(name: str) -> None:
    forms = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    assert len(forms) == 2
    assert {slug_of_stem(stem_of(f"briefs/2024-04-22-{form}.md")) for form in forms} == {name}


@pytest.mark.parametrize("text", ["a\n", "-a", "a-", "a b", "a..b", "index", ""])
def test_what_no_address_can_hold_is_no_id(text: str) -> None:
    assert not is_id(text)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_a_heading_without_other_letters_has_the_id_of_python_markdown(text):
    assert heading_slug(text) == slugify(text, "-")


NUMBERED = st.sampled_from(["", "x", "x_1", "x_2", "x_7", "x_1_1", "_1", "_"])


@given(st.sets(NUMBERED), st.lists(NUMBERED, max_size=14))
def test_headings_are_numbered_as_python_markdown_does(first, names):
    theirs, ours, numbers = {*first}, {*first}, {}
    found = [numbered_id(name, ours, numbers) for name in names]
    assert found == [unique(name, theirs) for name in names]
