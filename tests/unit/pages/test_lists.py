"""Pages of long lists: what is by age keeps its addresses, and what is not counts from its start."""

from __future__ import annotations

import pytest

from mkdocs_briefs.pages.lists import pages_of, paths_of_rows


@pytest.mark.parametrize(
    ("by_age", "labels"), [(True, ["", "3", "2", "1"]), (False, ["", "2", "3", "4"])]
)
def test_pages_are_counted_from_the_oldest_or_from_the_first(by_age, labels) -> None:
    rows = [f"{letter}{number}" for letter in "abcd" for number in range(10)]
    pages = pages_of("actors/", rows, 10, by_age=by_age)
    assert [page.label for page, _ in pages] == labels
    assert [page.by_age for page, _ in pages] == [by_age] * 4
    assert [row for _, row in paths_of_rows(pages)] == rows
    assert [page.path for page, _ in pages[1:]] == [f"actors/page/{n}/" for n in labels[1:]]
    assert [link.text for link in pages[0][0].others] == labels[1:]
