"""An id can stand in an address and be the name of a file."""

from __future__ import annotations

import pytest

from mkdocs_briefs.model.ids import day_of_stem, is_id, slug_of_stem


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


@pytest.mark.parametrize("text", ["a\n", "-a", "a-", "a b", "a..b", "index", ""])
def test_what_no_address_can_hold_is_no_id(text: str) -> None:
    assert not is_id(text)
