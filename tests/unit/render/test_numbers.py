from __future__ import annotations

import pytest

from mkdocs_briefs.render.dates import with_digit_groups


@pytest.mark.parametrize(
    ("value", "lang", "counted", "shown"),
    [
        ("34000", "en", False, "34,000"),
        ("34000", "de", False, "34.000"),
        ("1240000.50", "en", True, "1240000.50"),
        ("1100", "en", True, "1,100"),
        ("1948", "en", False, "1948"),
        ("999", "en", True, "999"),
        ("34,000", "de", True, "34,000"),
        ("12–15", "en", True, "12–15"),
        ("-34000", "en", True, "-34000"),
        ("٣٤٠٠٠", "ar", True, "٣٤٠٠٠"),
        ("34000", "no-such-tag", True, "34,000"),
        ("1" * 30, "en", True, "1" * 30),
    ],
)
def test_plain_numbers_are_grouped_and_nothing_else(value, lang, counted, shown):
    assert with_digit_groups(value, lang, counted=counted) == shown
