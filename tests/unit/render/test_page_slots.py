"""A page that is cast is the page that the theme writes, or there is no template."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from mkdocs_briefs.render.finished_html import (
    TEST_VALUES,
    Entry,
    Slots,
    WritePage,
    placeholder,
    verified_template,
)

ADDRESSES = {"path": "a%20edit/zqd/", "previous_path": "../awkward/edit-1/", "next_path": "../b/"}
VALUES = {**{slot: TEST_VALUES[slot] for slot in TEST_VALUES}, **ADDRESSES}


def items(entries: Sequence[Entry]) -> str:
    rows = []
    for entry in entries:
        words = escape(Markup(entry.title).striptags())
        link = f'<a href="#{entry.id}" title="{words}">{entry.title}</a>'
        below = f"\n  <nav><ul>{items(entry.children)}</ul></nav>" if entry.children else ""
        rows.append(f'<li class="item">\n  {link}{below}\n</li>')
    return "\n".join(rows)


def theme(values: Slots) -> str:
    """What an honest theme writes: each value as it is, some of them twice."""
    slots = values.slots
    return "".join(
        (
            f"<head><title>{slots['title']} - Site</title>{slots['head']}",
            f'<meta name="description" content="{slots["description"]}">',
            f'<link rel="canonical" href="https://x.example/{slots["path"]}"></head>',
            f"<ul>{items(values.toc)}</ul>" if values.toc else "",
            f'<a href="{slots["edit"]}">edit</a><main>{slots["content"]}</main>',
            f'<a href="{slots["previous_path"]}">{slots["previous_title"]}</a>',
            f'<a href="{slots["next_path"]}">{slots["next_title"]}</a>',
        )
    )


def also(write: WritePage) -> WritePage:
    """A theme that writes something more on each page."""
    return lambda values: theme(values) + write(values)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(
    lambda text: "zq" not in text
)
HTML = TEXT.map(lambda text: str(escape(text)))
ITEMS = st.builds(Entry, HTML, st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True))
BRANCHES = st.builds(
    Entry,
    HTML,
    st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True),
    st.lists(ITEMS, max_size=3).map(tuple),
)


@given(
    st.fixed_dictionaries(dict.fromkeys(VALUES, HTML)),
    st.lists(BRANCHES, min_size=1, max_size=4).map(tuple),
)
def test_filled_equals_written(slots: dict[str, str], toc: tuple[Entry, ...]) -> None:
    template = verified_template(theme, VALUES, toc=True)
    assert template is not None
    assert template.fill(Slots(slots, toc)) == theme(Slots(slots, toc))


@given(st.fixed_dictionaries(dict.fromkeys(VALUES, HTML)))
def test_filled_equals_written_without_contents(slots: dict[str, str]) -> None:
    template = verified_template(theme, VALUES, toc=False)
    assert template is not None
    assert template.fill(Slots(slots)) == theme(Slots(slots))


def test_values_are_not_looked_into() -> None:
    template = verified_template(theme, VALUES, toc=True)
    assert template is not None
    slots = {
        **dict.fromkeys(VALUES, "x"),
        "title": placeholder("content"),
        "content": placeholder("title"),
    }
    toc = (Entry(placeholder("toc"), "zqIdZq"), Entry("zqTitleZq", "b", (Entry("zqIdZq", "c"),)))
    page = template.fill(Slots(slots, toc))
    assert page == theme(Slots(slots, toc))


def test_a_table_of_contents_may_be_nested_and_repeat_itself() -> None:
    template = verified_template(theme, VALUES, toc=True)
    assert template is not None
    leaf = Entry("A", "a")
    for toc in (
        (leaf,),
        (leaf, leaf),
        (Entry("B", "b", (leaf,)), leaf),
        (leaf, Entry("B", "b", (leaf, leaf, leaf)), Entry("C", "c", (leaf, leaf))),
    ):
        values = Slots(VALUES, toc)
        assert template.fill(values) == theme(values)


@pytest.mark.parametrize(
    "write",
    [
        lambda values: values.slots["title"].lower(),
        lambda values: values.slots["title"].upper(),
        lambda values: values.slots["title"].title(),
        lambda values: values.slots["title"][:60],
        lambda values: values.slots["title"][:200],
        lambda values: values.slots["description"][:160],
        lambda values: values.slots["next_title"][:100],
        lambda values: values.slots["description"].replace("’", "'"),
        lambda values: escape(values.slots["title"]),
        lambda values: Markup(values.slots["title"]).striptags(),
        lambda values: Markup(values.slots["content"]).striptags(),
        lambda values: values.slots["content"].strip().replace("\n\n\n", "\n"),
        lambda values: str(len(values.slots["content"])),
        lambda values: str(len(values.slots["content"].split()) // 10),
        lambda values: values.slots["path"].strip("/").rpartition("/")[2],
        lambda values: values.slots["path"].replace("%20", " "),
        lambda values: str(values.slots["path"].count("/")),
        lambda values: values.slots["edit"].replace("edit/", "raw/"),
        lambda values: "long" if len(values.slots["title"]) > 20 else "short",
        lambda values: "é" if "é" in values.slots["title"] else "e",
        lambda values: str(len(values.toc)),
        lambda values: values.toc[0].id if values.toc else "",
    ],
)
def test_a_theme_that_writes_anything_else_has_no_template(write: WritePage) -> None:
    assert verified_template(also(write), VALUES, toc=True) is None


def test_a_theme_that_writes_no_list_of_contents_has_no_template_for_pages_with_one() -> None:
    def plain(values: Slots) -> str:
        return theme(Slots(values.slots)) + "".join(entry.title for entry in values.toc)

    assert verified_template(plain, VALUES, toc=True) is None
    assert verified_template(plain, VALUES, toc=False) is not None


def test_a_theme_that_writes_the_contents_twice_has_no_template() -> None:
    def twice(values: Slots) -> str:
        return theme(values) + f"<ul>{items(values.toc)}</ul>"

    assert verified_template(twice, VALUES, toc=True) is None


def test_a_theme_that_writes_some_of_the_contents_has_no_template() -> None:
    def first_two(values: Slots) -> str:
        return theme(Slots(values.slots, values.toc[:2]))

    def top(values: Slots) -> str:
        return theme(Slots(values.slots, tuple(Entry(e.title, e.id) for e in values.toc)))

    def numbered(values: Slots) -> str:
        page = theme(values)
        for number, entry in enumerate(values.toc):
            page = page.replace(f'href="#{entry.id}"', f'href="#{entry.id}" data-n="{number}"')
        return page

    assert [verified_template(one, VALUES, toc=True) for one in (first_two, top, numbered)] == [
        None
    ] * 3
