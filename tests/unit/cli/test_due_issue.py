"""What is due as an issue at GitHub: complete, linked, and deaf to what stands in the briefs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mkdocs_briefs.cli.due import MARKER, MAX_ENTRIES_CHARACTERS, issue_body
from mkdocs_briefs.library.editorial import Due
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Location
from mkdocs_briefs.settings import Settings

HERE = Path("/site")
DAY = dt.date(2024, 5, 1)
AT_GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "harbour/news",
    "GITHUB_SHA": "0a1b2c",
}
ATTACKS = [
    "@everyone #12 GH-12 harbour/news#3 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; -->",
    "](https://evil.example) [x](javascript:alert(1)) ![x](y) https://evil.example",
    "`` ` ``` ```` ` @everyone",
    "`@everyone`",
    "\\`@everyone",
    "one\n\n# two\r\n- [x] three\u2028@four",
    "\u202eevil\u202c \x1b[31m \x00",
    "$`x`$ $$ :tada: | a | b |",
]


def brief() -> Brief:
    data = b"---\ntitle: T\ndate: 2024-01-02\n---\n"
    value = parse_brief(data, "briefs/a.md", "briefs/a.md", Settings(today=DAY)).value
    assert value
    return value


def item(
    text: str = "The port", kind: str = "review", path: str = "briefs/a.md", line: int = 4
) -> Due:
    return Due(DAY, kind, brief(), Location(path, line), text)


def test_entries_stand_by_kind_with_a_box_a_day_and_a_place() -> None:
    items = [item(), item("Ships sail", "deadline", line=9), item("A fair", "publication", line=3)]
    body = issue_body(items, HERE, {})
    assert body.startswith(f"{MARKER}\n")
    assert body.endswith("`briefs/a.md:3`\n")
    assert re.findall(r"^(?:## |- ).*", body, re.MULTILINE) == [
        "## Deadlines that have passed",
        "- [ ] 2024-05-01: `Ships sail`, `briefs/a.md:9`",
        "## Briefs to read again",
        "- [ ] 2024-05-01: `The port`, `briefs/a.md:4`",
        "## Briefs to come",
        "- 2024-05-01: `A fair`, `briefs/a.md:3`",
    ]
    assert "resolution: {outcome: yes" in body


def test_nothing_due_is_nothing_at_all() -> None:
    assert issue_body([], HERE, AT_GITHUB) == ""
    assert issue_body([item(kind="publication")], HERE, AT_GITHUB) == ""


def test_at_github_a_place_is_a_link_to_the_line_of_the_commit(tmp_path: Path) -> None:
    site = tmp_path / "web"
    site.mkdir()
    there = AT_GITHUB | {"GITHUB_WORKSPACE": str(tmp_path)}
    address = "https://github.com/harbour/news/blob/0a1b2c/web/briefs/a.md?plain=1#L4"
    assert f"[`web/briefs/a.md:4`]({address})" in issue_body([item()], site, there)


@pytest.mark.parametrize("name", AT_GITHUB)
def test_without_the_commit_there_is_no_link(name: str) -> None:
    assert "](" not in issue_body([item()], HERE, AT_GITHUB | {name: ""})


def test_a_file_of_any_name_is_a_link_and_no_more() -> None:
    path = "briefs/a) `b` [c](d) <e>#f?g ö\udcff.md"
    body = issue_body([item(path=path)], HERE, AT_GITHUB)
    name = "a%29%20%60b%60%20%5Bc%5D%28d%29%20%3Ce%3E%23f%3Fg%20%C3%B6%3F.md"
    (target,) = re.findall(r"\]\((https://github[^)]*)\)", body)
    assert target == f"https://github.com/harbour/news/blob/0a1b2c/briefs/{name}?plain=1#L4"
    assert "(`` briefs" not in body


def spoken(row: str) -> str:
    """What a row says outside of code, read as CommonMark says: a run of backticks opens a code
    span, and the next run of the same length closes it.
    """
    outside, rest = "", row
    while opened := re.search("`+", rest):
        outside += rest[: opened.start()]
        rest = rest[opened.end() :]
        closed = re.search(f"(?<!`){opened[0]}(?!`)", rest)
        assert closed, f"a code span is left open: {row}"
        rest = rest[closed.end() :]
    return outside + rest


@given(
    st.one_of(st.sampled_from(ATTACKS), st.text(), st.text("`@ab \n")), st.text("`a ]", max_size=9)
)
def test_nothing_of_a_brief_stands_outside_of_code(text: str, name: str) -> None:
    body = issue_body([item(text, path=f"briefs/{name}.md")], HERE, {})
    (row,) = [row for row in body.split("\n") if row.startswith("- ")]
    assert spoken(row) == "- [ ] 2024-05-01: , "
    assert len(body.splitlines()) == len(issue_body([item()], HERE, {}).splitlines())


@pytest.mark.parametrize("text", ATTACKS)
def test_another_reader_of_markdown_finds_it_in_code_too(text: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    tokens = parser.parse(issue_body([item(text)], HERE, AT_GITHUB))
    (row,) = [token.children for token in tokens if "2024-05-01" in token.content]
    kinds = [token.type for token in row]
    assert kinds == ["text", "code_inline", "text", "link_open", "code_inline", "link_close"]
    assert row[0].content == "[ ] 2024-05-01: "
    assert row[2].content == ", "


def test_no_html_of_a_brief_comes_through() -> None:
    page = markdown.markdown(issue_body([item(ATTACKS[1])], HERE, {}))
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page


def test_an_issue_holds_no_more_than_github_takes() -> None:
    items = [item("A long text. " * 90, line=number) for number in range(1, 1001)]
    body = issue_body([*items, item("last", "publication")], HERE, AT_GITHUB)
    shown = body.count("- [ ] ")
    assert MAX_ENTRIES_CHARACTERS - 1000 < len(body) < 65_536
    assert 100 < shown < 1000
    assert f"And {1000 - shown:,} more" in body  # the brief to come is short, and fits
