"""Laws of the parsers for any bytes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_briefs.model.brief import EXPECTED, FrontMatter
from mkdocs_briefs.model.registry import REGISTRIES
from mkdocs_briefs.parse.body import overload
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.parse.shape import fields_of
from mkdocs_briefs.problems import Problem, format_problem
from mkdocs_briefs.settings import Settings

SITE = Settings(today=dt.date(2024, 6, 1))
hostile = settings(suppress_health_check=list(HealthCheck))

_KEYS = st.sampled_from(
    [
        *fields_of(FrontMatter),
        "id",
        "text",
        "event",
        "label",
        "hide",
        "template",
        "x_a",
        "<<",
        "?",
        "",
    ]
)
_SCALARS = st.one_of(
    st.sampled_from(
        [
            "2024-04-22",
            "no",
            "70%",
            "likely",
            "~",
            "[[a]]",
            "[@b]",
            "https://x.example",
            "*a",
            "&a",
            "!t",
            "|",
            ">",
            '"',
            "'",
            "{",
            "[",
        ]
    ),
    st.text(max_size=20),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda rows: "[" + ", ".join(rows) + "]"),
        st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda rows: "{" + ", ".join(f"{k}: {v}" for k, v in rows.items()) + "}"
        ),
    ),
    max_leaves=8,
)
_FRONTS = st.lists(st.tuples(_KEYS, _VALUES), max_size=6).map(
    lambda rows: "".join(f"{k}: {v}\n" for k, v in rows)
)
_FILES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(lambda text: text.encode(errors="surrogatepass")),
    st.tuples(_FRONTS, st.text(alphabet="[]()*_`<>#-=:!|@ \n\tab\x00\u2028", max_size=200)).map(
        lambda parts: f"---\n{parts[0]}---\n{parts[1]}".encode(errors="surrogatepass")
    ),
)


def _sound(problems: tuple[Problem, ...], data: bytes) -> None:
    lines = (
        data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    for one in problems:
        assert one.location.path == "briefs/a.md"
        assert (
            1 <= one.location.line <= len(lines) or one.code == "B101"
        )  # bytes of another encoding
        assert one.location.column >= 1
        assert one.location.length >= 1
        assert one.message
        format_problem(one, lines[min(one.location.line, len(lines)) - 1]).encode()


@hostile
@given(_FILES)
def test_any_bytes_are_a_brief_or_a_problem(data: bytes) -> None:
    parsed = parse_brief(data, "briefs/a.md", "briefs/a.md", SITE)
    _sound(parsed.problems, data)
    assert parsed.value is not None or parsed.problems


@hostile
@given(_FILES, st.sampled_from([*REGISTRIES]))
def test_any_bytes_are_a_registry_and_a_profile(data: bytes, registry: str) -> None:
    parsed = parse_registry(data, "briefs/a.md", registry, SITE)
    _sound(parsed.problems, data)
    assert parsed.value is not None
    profile = parse_profile(data, "briefs/a.md", "a.md", registry, SITE)
    _sound(profile.problems, data)
    assert profile.value is not None or profile.problems


@hostile
@given(_FILES)
def test_what_a_file_says_does_not_depend_on_line_breaks(data: bytes) -> None:
    if b"\r" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"\0\0\xfe\xff":
        return
    plain = parse_brief(data, "briefs/a.md", "briefs/a.md", SITE)
    other = parse_brief(data.replace(b"\n", b"\r\n"), "briefs/a.md", "briefs/a.md", SITE)
    assert plain == other


BRIEF = b"---\ntitle: A\ndate: 2024-04-22\n---\n"


def _codes(body: str) -> list[str]:
    parsed = parse_brief(BRIEF + body.encode(), "briefs/a.md", "briefs/a.md", SITE)
    assert parsed.value is not None
    return [one.code for one in parsed.problems if one.code != "B202"]


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000, "![" * 50_000, "[[" * 3_000, "[a](" * 3_000, "<a " * 33_000, "<![CDATA[" * 9_000, "# a\n" * 20_000,
        "---\n" * 20_000, "a\n" + ":   b\n" * 20_000, "!!! a\n" * 16_000, "- " * 20_000 + "x", "> " * 1_000 + "x",
        "1. " * 1_000 + "x", " " * 3_000 + "x", "a\n\n" + "\t" * 500 + "x", "`a" * 50_000, "*a " * 40_000,
    ],
)  # fmt: skip
def test_a_body_that_markdown_chokes_on_is_a_problem_at_its_place(body: str) -> None:
    problem = overload("Words.\n\n" + body, "briefs/a.md", 5)
    assert problem is not None
    assert problem.code == "B106"
    assert problem.location.line >= 7
    assert _codes("Words.\n\n" + body) == ["B106"]


@pytest.mark.parametrize(
    "body",
    [
        "A [link](https://x.example) and [[a]], as [@b] says. " * 400, "- [ ] a task\n" * 500, "# Head\n\nText.\n\n" * 500,
        "| a | b |\n|---|---|\n" + "| [x](y) | **z** |\n" * 1_000, "> quoted\n" * 500, "- - - - - - - - - - - -\n",
        "-" * 5_000 + "\n", "a < b and <c, d> for vector<int " * 100, "```\n" + "if a[0] < b: # c\n" * 500 + "```\n",
        "word " * 50_000, "[open bracket " + "word " * 20_000, "\n".join("  " * n + "- a" for n in range(40)),
        "> > > deep quote\n", "* * *\n\n" * 500, "Term\n: meaning\n\n" * 500, "=" * 5_000,
    ],
)  # fmt: skip
def test_what_people_write_passes_no_bound(body: str) -> None:
    assert overload(body, "briefs/a.md", 1) is None


def test_control_characters_of_a_body_become_visible_or_spaces() -> None:
    parsed = parse_brief(BRIEF + b"a\x0cb\x02c\x1bd\te\n", "briefs/a.md", "briefs/a.md", SITE)
    assert parsed.value is not None
    assert parsed.value.body == "a b\ufffdc\ufffdd\te\n"


@pytest.mark.parametrize("stem", ["con", "nul", "index", "page", "lpt9", "-", "..."])
def test_a_profile_whose_name_is_reserved_is_told_of(stem: str) -> None:
    profile = parse_profile(
        b"---\nname: N\n---\n", f"briefs/actors/{stem}.md", "x.md", "actors", SITE
    )
    assert profile.value is None
    assert [one.code for one in profile.problems] == ["B209"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("hide: [toc]", False), ("hide: toc", False), ("hide: {a: b}", True), ("hide: [[a]]", True),
        ("template: home.html", False), ("template: overrides/home.html", False), ("template: ../x.html", True), ("template: sitemap.xml", True),
        ("template: [a]", True), ("icon: material/star", False), ("icon: ../../x", True), ("search: {exclude: true}", False),
        ("search: {boost: 2}", False), ("search: {boost: much}", True), ("search: no", True), ("status: new", False), ("status: [new]", True),
    ],
)  # fmt: skip
def test_page_keys_have_the_shape_the_theme_can_take(line: str, *, wrong: bool) -> None:
    data = BRIEF.replace(b"---\n", f"---\n{line}\n".encode(), 1)
    parsed = parse_brief(data, "briefs/a.md", "briefs/a.md", SITE)
    told = [one for one in parsed.problems if one.code == "B204"]
    assert [one.location.line for one in told] == [2] * wrong
    assert parsed.value is not None
    assert bool(parsed.value.page_meta) is not wrong


def test_every_expected_field_is_one_of_a_brief() -> None:
    assert {*EXPECTED} <= {*fields_of(FrontMatter)}
