"""Scripts without spaces are the same for names, word counts, the index and the search."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mkdocs_briefs
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.texts import CHINESE_JAPANESE, UNSPACED
from mkdocs_briefs.parse.body import scan_body

ASSETS = Path(mkdocs_briefs.__file__).parent / "theme/assets/briefs"


@pytest.mark.parametrize("name", ["佐々木", "ｶﾞｻﾞ", "𠮷野", "ไทย", "ꩡꩡ", "アイㇴ"])
def test_each_letter_counts_half_a_word_and_a_name_is_found_among_them(name: str) -> None:
    letters = re.findall(f"[{UNSPACED}]", name)
    assert scan_body(name * 2).words == len(letters)
    text = f"ไ{name}ไ"
    assert [found.text for found in Names.build({"a": [name]}).find(text)] == [name]


def test_a_sign_that_is_no_letter_is_no_half_word() -> None:
    assert scan_body("䷀䷁䷂").words == 0


def test_the_script_of_the_search_divides_the_letters_that_the_index_divides() -> None:
    script = (ASSETS / "search.js").read_text(encoding="utf-8")
    (ranges,) = re.findall(r'const UNSPACED =\s*"([^"]*)";', script)
    codes = re.findall(r"u\{?([0-9a-f]+)", ranges)
    assert "".join(chr(int(code, 16)) for code in codes) == CHINESE_JAPANESE.replace("-", "")
