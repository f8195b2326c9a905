"""The pages from which Pagefind makes an index of records."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.search.pagefind_program import bare_words, document, spaced
from mkdocs_briefs.pages.records import Passage, SearchRecord


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("加沙停火", "加 沙 停 火"),
        ("于2023年10月", "于 2023 年 10 月"),
        ("ガザ、停戦", "ガ ザ 、 停 戦"),
        ("plain words", "plain words"),
        ("مـــرحبا", "مرحبا"),
        ("서울에서", "서울에서"),
    ],
)
def test_letters_without_spaces_get_them(text: str, said: str) -> None:
    assert spaced(text) == said


@given(st.text())
def test_spacing_adds_nothing_but_spaces_and_is_done_once(text: str) -> None:
    once = spaced(text)
    assert once.replace(" ", "") == text.replace(" ", "").replace("\u0640", "")
    assert spaced(once) == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("والحرب بالقاهرة وغزة الغزة", ["حرب", "قاهرة", "غزة"]),
        ("وَالْحَرْب", ["حرب"]),
        ("הממשלה והצבא בעזה", ["ממשלה", "צבא", "עזה"]),
        ("Iran غزة ירח", []),
    ],
)
def test_words_are_found_without_what_is_written_onto_their_front(
    text: str, found: list[str]
) -> None:
    assert bare_words(text) == found


def test_a_record_cannot_write_html() -> None:
    hostile = '"><script>x</script>'
    record = SearchRecord(
        path="a/",
        title=hostile,
        kind="brief",
        rank=0,
        passages=(Passage(hostile, hostile, hostile),),
        facets={"kind": (hostile,)},
        lang=hostile,
    )
    _, html = document(record, "en")
    assert "<script" not in html
    assert html.count("<") == html.count(">") == len(re.findall(r"</?[a-z][^<>]*>", html))
