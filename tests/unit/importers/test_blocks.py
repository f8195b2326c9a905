"""Hashtags at the end of a line."""

from __future__ import annotations

import pytest

from mkdocs_briefs.importers.blocks import tags_of, without_tags


@pytest.mark.parametrize(
    ("line", "text", "tags"),
    [
        ("The dam opens. #water #power", "The dam opens.", ["water", "power"]),
        ("The dam opens.#water", "The dam opens.#water", []),
        ("The dam opens #water #power", "The dam opens #water #power", []),
        ("The dam opens #water #power #east", "The dam opens", ["water", "power", "east"]),
        ("Issue#4 #water, #power ; ＃east", "Issue#4", ["water", "power", "east"]),
        ("The dam opens #4 today. #water", "The dam opens #4 today.", ["water"]),
        ("The dam opens. #water today", "The dam opens. #water today", []),
        ("The dam opens. #a#b", "The dam opens.", ["a", "b"]),
        ("#water #power", "#water #power", []),
        ("", "", []),
    ],
)
def test_they_are_taken_behind_a_sentence_or_if_they_are_many(line, text, tags):
    assert without_tags(line) == (text, tags)


def test_a_line_of_tags_alone():
    assert tags_of("#water,, #power;#east") == ["water", "power", "east"]
    assert tags_of("# water") is None
