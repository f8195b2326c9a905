"""A page that is cast is the page that the theme writes, or there is no mould."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from mkdocs_briefs.render.page_slots import AWKWARD, Entry, Slots, Term, proven, sign

ADDRESSES = {"path": "a%20edit/zqd/", "previous_path": "../awkward/edit-1/", "next_path": "../b/"}
VALUES = {**{slot: AWKWARD[slot] for slot in AWKWARD}, **ADDRESSES}


def items(entries: Sequence[Entry]) -> str:
    rows = []
    for entry in entries:
        words = escape(Markup(entry.title).striptags())
        link = f'<a href="#{entry.id}" title="{words}">{entry.title}</a>'
        below = f"\n  <nav><ul>{items(entry.children)}</ul></nav>" if entry.children else ""
        rows.append(f'<li class="item">\n  {link}{below}\n</li>')
    return "\n".join(rows)


def theme(filling: Slots) -> str:
    """What an honest theme writes: each value as it is, some of them twice."""
    slots = filling.slots
    return "".join(
        (
            f"<head><title>{slots['title']} - Site</title>{slots['head']}",
            f'<meta name="description" content="{slots["description"]}">',
            f'<link rel="canonical" href="https://x.example/{slots["path"]}"></head>',
            f"<ul>{items(filling.toc)}</ul>" if filling.toc else "",
            f'<a href="{slots["edit"]}">edit</a><main>{slots["content"]}</main>',
            f'<a href="{slots["previous_path"]}">{slots["previous_title"]}</a>',
            f'<a href="{slots["next_path"]}">{slots["next_title"]}</a>',
        )
    )


def also(write: Term) -> Term:
    """A theme that writes something more on each page."""
    return lambda filling: theme(filling) + write(filling)


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
def test_cast_equals_written(slots: dict[str, str], toc: tuple[Entry, ...]) -> None:
    mould = proven(theme, VALUES, toc=True)
    assert mould is not None
    assert mould.cast(Slots(slots, toc)) == theme(Slots(slots, toc))


@given(st.fixed_dictionaries(dict.fromkeys(VALUES, HTML)))
def test_cast_equals_written_without_contents(slots: dict[str, str]) -> None:
    mould = proven(theme, VALUES, toc=False)
    assert mould is not None
    assert mould.cast(Slots(slots)) == theme(Slots(slots))


def test_values_are_not_looked_into() -> None:
    mould = proven(theme, VALUES, toc=True)
    assert mould is not None
    slots = {**dict.fromkeys(VALUES, "x"), "title": sign("content"), "content": sign("title")}
    toc = (Entry(sign("toc"), "zqIdZq"), Entry("zqTitleZq", "b", (Entry("zqIdZq", "c"),)))
    page = mould.cast(Slots(slots, toc))
    assert page == theme(Slots(slots, toc))


def test_a_table_of_contents_may_be_nested_and_repeat_itself() -> None:
    mould = proven(theme, VALUES, toc=True)
    assert mould is not None
    leaf = Entry("A", "a")
    for toc in (
        (leaf,),
        (leaf, leaf),
        (Entry("B", "b", (leaf,)), leaf),
        (leaf, Entry("B", "b", (leaf, leaf, leaf)), Entry("C", "c", (leaf, leaf))),
    ):
        filling = Slots(VALUES, toc)
        assert mould.cast(filling) == theme(filling)


@pytest.mark.parametrize(
    "write",
    [
        lambda filling: filling.slots["title"].lower(),
        lambda filling: filling.slots["title"].upper(),
        lambda filling: filling.slots["title"].title(),
        lambda filling: filling.slots["title"][:60],
        lambda filling: filling.slots["title"][:200],
        lambda filling: filling.slots["description"][:160],
        lambda filling: filling.slots["next_title"][:100],
        lambda filling: filling.slots["description"].replace("’", "'"),
        lambda filling: escape(filling.slots["title"]),
        lambda filling: Markup(filling.slots["title"]).striptags(),
        lambda filling: Markup(filling.slots["content"]).striptags(),
        lambda filling: filling.slots["content"].strip().replace("\n\n\n", "\n"),
        lambda filling: str(len(filling.slots["content"])),
        lambda filling: str(len(filling.slots["content"].split()) // 10),
        lambda filling: filling.slots["path"].strip("/").rpartition("/")[2],
        lambda filling: filling.slots["path"].replace("%20", " "),
        lambda filling: str(filling.slots["path"].count("/")),
        lambda filling: filling.slots["edit"].replace("edit/", "raw/"),
        lambda filling: "long" if len(filling.slots["title"]) > 20 else "short",
        lambda filling: "é" if "é" in filling.slots["title"] else "e",
        lambda filling: str(len(filling.toc)),
        lambda filling: filling.toc[0].id if filling.toc else "",
    ],
)
def test_a_theme_that_writes_anything_else_is_not_moulded(write: Term) -> None:
    assert proven(also(write), VALUES, toc=True) is None


def test_a_theme_that_writes_no_list_of_contents_has_no_mould_for_pages_with_one() -> None:
    def plain(filling: Slots) -> str:
        return theme(Slots(filling.slots)) + "".join(entry.title for entry in filling.toc)

    assert proven(plain, VALUES, toc=True) is None
    assert proven(plain, VALUES, toc=False) is not None


def test_a_theme_that_writes_the_contents_twice_is_not_moulded() -> None:
    def twice(filling: Slots) -> str:
        return theme(filling) + f"<ul>{items(filling.toc)}</ul>"

    assert proven(twice, VALUES, toc=True) is None


def test_a_theme_that_writes_some_of_the_contents_is_not_moulded() -> None:
    def first_two(filling: Slots) -> str:
        return theme(Slots(filling.slots, filling.toc[:2]))

    def top(filling: Slots) -> str:
        return theme(Slots(filling.slots, tuple(Entry(e.title, e.id) for e in filling.toc)))

    def numbered(filling: Slots) -> str:
        page = theme(filling)
        for number, entry in enumerate(filling.toc):
            page = page.replace(f'href="#{entry.id}"', f'href="#{entry.id}" data-n="{number}"')
        return page

    assert [proven(one, VALUES, toc=True) for one in (first_two, top, numbered)] == [None] * 3
