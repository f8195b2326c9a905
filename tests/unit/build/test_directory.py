"""What is kept of a library: read back as it was, and no reason to print what is not sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.build.directory import Directory, directory_from, directory_of, front_of
from mkdocs_briefs.build.pipeline import Reader
from support.briefs import SETTINGS

TEXT = """---
title: A brief
date: 2024-04-22
actors: [iran]
dates: [2024-04-22: It begins]
implications: [It goes on.]
---

The body of Iran.
"""
FILE = "briefs/2024-04-22-a.md"


def read(project: Path, text: str = TEXT) -> Directory:
    (project / "briefs").mkdir(exist_ok=True)
    (project / FILE).write_text(text, "utf-8")
    (project / "briefs/actors.yml").write_text("iran: Iran\n", "utf-8")
    return directory_of(Reader().load(project, SETTINGS))


def test_it_is_read_back_as_it_was(tmp_path: Path) -> None:
    directory = read(tmp_path)
    again = directory_from(json.loads(json.dumps(directory.written())))
    assert again == directory
    assert directory.outline.spelled["briefs"] == {"a": ("A brief", "2024-04-22-a")}


@pytest.mark.parametrize(
    ("old", "new", "sound"),
    [
        ("The body of", "Another body of", True),
        ("\n", "\r\n", True),
        ("The body", "## Head\n\nThe body", True),
        ("It goes on.", "It ends.", False),
        ("date:", "# A note\ndate:", False),
        ("[iran]", "[ iran ]", False),
        ("---\n\nThe", "---\nThe", True),
        ("---\n\nThe", "\nThe", False),
        ("The body", "\ufeff\0", False),
        ("The body", "> " * 3000 + "x", False),
    ],
)
def test_a_brief_is_itself_while_all_above_its_body_is_as_it_was(
    tmp_path: Path, old: str, new: str, *, sound: bool
) -> None:
    # The summary is missing before and after, which is said of the fields.
    directory = read(tmp_path)
    assert old in TEXT
    text = TEXT.replace(old, new)
    brief = directory.edited(FILE, text.encode(), SETTINGS)
    assert (brief is not None) is sound
    if brief is not None:
        assert (brief.slug, brief.file, brief.uri) == ("a", FILE, FILE)
        assert directory.library([brief], SETTINGS) is not None


def test_no_library_knows_a_brief_that_refers_to_nothing(tmp_path: Path) -> None:
    directory = read(tmp_path)
    brief = directory.edited(FILE, TEXT.replace("Iran", "[[nobody]]").encode(), SETTINGS)
    assert brief is not None
    assert directory.library([brief], SETTINGS) is None


def test_another_file_is_no_brief_of_it(tmp_path: Path) -> None:
    directory = read(tmp_path)
    for file in ("", "briefs/actors.yml", "docs/index.md"):
        assert directory.edited(file, TEXT.encode(), SETTINGS) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
    | st.fixed_dictionaries(
        {name: st.just({}) for name in ("held", "anchors")},
        optional={name: st.dictionaries(st.text(), st.integers()) for name in ("spelled", "uris")},
    )
)
def test_what_is_none_is_read_as_none(kept: object) -> None:
    assert directory_from(kept) is None


@given(st.text(alphabet="ab\r\n-"), st.text(alphabet="ab\r\n-"))
def test_the_front_ends_where_the_body_begins(front: str, body: str) -> None:
    whole = f"{front}\n{body}"
    lines = f"{front}\n".replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    mark = front_of(whole.encode(), lines)
    assert mark == front_of(f"{front}\nb".encode(), lines)
    assert mark != front_of(f"c{front}\n{body}".encode(), lines)
