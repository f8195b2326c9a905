from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.parse.source import read_text, split
from mkdocs_briefs.settings import Limits

LIMITS = Limits()


def only(problems):
    assert len(problems) == 1, problems
    return problems[0]


def test_front_matter_and_body_come_apart_with_their_lines():
    source = split(b"---\ntitle: x\n---\n\nBody\n", "a.md", LIMITS)
    assert (source.front, source.front_line) == ("title: x\n", 2)
    assert (source.body, source.body_line) == ("\nBody\n", 4)
    assert source.problems == ()


def test_three_dots_close_too_and_trailing_blanks_do_no_harm():
    source = split(b"---  \ntitle: x\n... \nBody", "a.md", LIMITS)
    assert (source.front, source.body, source.problems) == ("title: x\n", "Body", ())


def test_closing_line_may_be_the_end_of_the_file():
    source = split(b"---\ntitle: x\n---", "a.md", LIMITS)
    assert (source.front, source.body, source.problems) == ("title: x\n", "", ())


def test_all_line_breaks_and_the_byte_order_mark_give_the_same_source():
    plain = b"---\ntitle: x\n---\nBody\n"
    for data in (
        plain.replace(b"\n", b"\r\n"),
        plain.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + plain,
    ):
        assert split(data, "a.md", LIMITS) == split(plain, "a.md", LIMITS)


def test_windows_1252_is_told_with_the_place_and_character():
    problem = only(split(b"---\ntitle: caf\xe9\n---\n", "a.md", LIMITS).problems)
    assert (problem.code, problem.location.line, problem.location.column) == ("B101", 2, 11)
    assert "é" in problem.message
    assert "UTF-8" in problem.help


def test_bad_byte_behind_crlf_is_counted_in_lines_as_editors_show_them():
    problem = only(split(b"---\r\ntitle: x\r\n---\r\nab\xff\r\n", "a.md", LIMITS).problems)
    assert (problem.location.line, problem.location.column) == (4, 3)


def test_utf16_is_named_and_still_read():
    text, problems = read_text("---\ntitle: x\n---\n".encode("utf-16"), "a.md", LIMITS)
    assert only(problems).code == "B101"
    assert "UTF-16" in problems[0].message
    assert text == "---\ntitle: x\n---\n"


def test_nul_is_told_at_its_place_and_replaced():
    text, problems = read_text(b"ab\nc\0d", "a.md", LIMITS)
    problem = only(problems)
    assert (problem.code, problem.location.line, problem.location.column) == ("B101", 2, 2)
    assert text == "ab\nc\ufffdd"


def test_bounds_are_named():
    limits = Limits(file_bytes=20, front_matter_bytes=8)
    too_long = only(split(b"x" * 21, "a.md", limits).problems)
    assert too_long.code == "B106"
    assert "20" in too_long.message
    source = split(b"---\ntitle: xx\n---\nB", "a.md", limits)
    assert only(source.problems).code == "B106"
    assert (source.front, source.body) == (None, "B")


def test_front_matter_bound_counts_bytes_and_not_characters():
    limits = Limits(front_matter_bytes=12)
    assert split(b"---\ntitle: xx\n---\n", "a.md", limits).problems == ()
    assert split("---\ntitle: ééé\n---\n".encode(), "a.md", limits).problems[0].code == "B106"


def test_missing_front_matter_says_what_was_probably_done():
    for data, said in (
        (b"", "empty"),
        (b"# Title\n", "does not open with front matter"),
        (b"+++\ntitle = 1\n+++\n", "TOML"),
        (b"\n\n---\ntitle: x\n---\n", "line 3"),
        ("\N{EM DASH}-\ntitle: x\n".encode(), "hyphens"),
        (b"----\ntitle: x\n---\n", "hyphens"),
    ):
        problem = only(split(data, "a.md", LIMITS).problems)
        assert problem.code == "B102"
        assert said in problem.message
        assert problem.help


def test_unclosed_front_matter_is_read_up_to_the_first_line_of_prose():
    source = split(b"---\ntitle: x\nactors:\n  - a\n\nSome prose here.\n", "a.md", LIMITS)
    assert only(source.problems).code == "B102"
    assert "line 6" in source.problems[0].help
    assert source.front == "title: x\nactors:\n  - a\n\n"
    assert (source.body, source.body_line) == ("Some prose here.\n", 6)


@given(st.binary(max_size=200))
def test_any_bytes_give_text_without_nul_and_problems_inside_it(data):
    source = split(data, "a.md", LIMITS)
    text = (source.front or "") + source.body
    assert "\0" not in text
    assert "\r" not in text
    text.encode()
    lines = read_text(data, "a.md", LIMITS)[0].count("\n") + 1
    assert all(1 <= problem.location.line <= lines for problem in source.problems)


@given(st.text(alphabet="ab:-#.\n", max_size=60), st.text(alphabet="ab-.\n", max_size=60))
def test_no_character_is_lost_or_moved(front, body):
    data = f"---\n{front}\n---\n{body}"
    source = split(data.encode(), "a.md", LIMITS)
    if source.front is not None:
        assert data.split("\n")[source.body_line - 1 :] == source.body.split("\n")
        assert data.startswith("---\n" + source.front)
