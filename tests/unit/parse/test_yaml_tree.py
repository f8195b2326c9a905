import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.parse.yaml_tree import compose
from mkdocs_briefs.settings import Limits

LIMITS = Limits()


def tree_of(text, **limits):
    return compose(text, "a.md", 2, Limits(**limits) if limits else LIMITS)


def test_scalars_stay_text():
    words = [
        "no",
        "2023",
        "12:30",
        "017",
        "2024-02-30",
        "Null",
        "1e3",
        "0x1F",
        "true",
        "=",
        "1_000",
    ]
    tree = tree_of("a:\n" + "".join(f"  - {word}\n" for word in words))
    assert tree.data == {"a": words}
    assert tree.problems == []


def test_empty_values_are_none_and_empty_entries_vanish():
    tree = tree_of("a:\nb: ''\nc:\n  -\n  - ~\n  - x\nd: null\ne: ~\nf: 'null'\n")
    assert tree.data == {"a": None, "b": "", "c": ["x"], "d": None, "e": None, "f": "null"}
    assert tree.places[("c", 0)].line == 7


def test_places_are_those_of_the_file_in_characters():
    tree = tree_of("título: “ñ” 🗞 x\nlist:\n  - key: 'va''l'\n  - |\n    text\n")
    place = tree.places[("título",)]
    assert (place.line, place.column, place.length) == (2, 9, 7)
    assert (tree.keys[("list", 0, "key")].line, tree.keys[("list", 0, "key")].column) == (4, 5)
    value = tree.places[("list", 0, "key")]
    assert (value.line, value.column, value.length) == (4, 10, 7)
    assert tree.data["list"] == [{"key": "va'l"}, "text\n"]


def test_line_separators_of_word_processors_move_nothing():
    tree = tree_of("a: x\u2028y\x85z\nb: @\n")
    assert tree.data == {"a": "x y z"}
    assert [problem.location.line for problem in tree.problems] == [3]


# What is written; then code, line in the file (the first line of the text is 2), column, and words
# of the message or help.
TRAPS = [
    ("title: Broken: yes\n", "B103", 2, 14, 'title: "Broken: yes"'),
    ("a:\n  - Label: text: more\n", "B103", 3, 16, '- Label: "text: more"'),
    ('a: He said "no": really\n', "B103", 2, 16, "'He said \"no\": really'"),
    ("date: 2024\n  title: x\n", "B103", 3, 3, "indented"),
    ("a:\n\t- b\n", "B103", 3, 1, "spaces, two for each level:\n  - b"),
    ("a: 1\n\tb: 2\n", "B103", 3, 1, "tab"),
    ("a: @foo\n", "B103", 2, 4, '"@foo"'),
    ("a: `x`\n", "B103", 2, 4, '"`x`"'),
    ("a: %x\n", "B103", 2, 4, '"%x"'),
    ("a: *foo* bar\n", "B103", 2, 4, '"*foo* bar"'),
    ("a: > 5 people\n", "B103", 2, 4, '"> 5 people"'),
    ("a: ? x\n", "B103", 2, 4, '"? x"'),
    ("a: }\n", "B103", 2, 4, "cannot begin with }"),
    ('a: "foo\nb: 2\n', "B103", 2, 4, "never closed"),
    ("a: 'foo\nb: 'x'\n", "B103", 2, 4, "never closed"),
    ("a: 'It's'\nb: 1\n", "B103", 2, 8, '"It\'s"'),
    ('a: "x" y\nb: 1\n', "B103", 2, 8, "'\"x\" y'"),
    ("a: [[x]] y\nb: 1\n", "B103", 2, 10, '"[[x]] y"'),
    ("a: [x, y\nb: 2\n", "B103", 2, 4, "Close it with ]"),
    ("a: [\nb: 2\n", "B103", 2, 4, "Close it with ]"),
    ("a: [x,\n  {y: z,\nb: 2\n", "B103", 3, 3, "Close it with }"),
    ("a: [x, , y]\n", "B103", 2, 8, "before this comma"),
    ("a: {x\nb: 2\n", "B103", 2, 4, "Close it with }"),
    ("a:\n  - x\n - y\n", "B103", 4, 2, "indented differently"),
    ("a:\n  b: 1\n c: 2\n", "B103", 4, 2, "indented differently"),
    ("a: - x\n", "B103", 2, 4, "line of its own"),
    ("title:foo\ndate: x\n", "B103", 2, 1, "no space after the colon"),
    ("title: x\nfoo bar\nb: c\n", "B103", 3, 1, "no colon"),
    ('a: "C:\\path"\n', "B103", 2, 7, "single quotes"),
    ("a: foo #2 bar\n  baz\n", "B103", 2, 8, "begins a comment"),
    ("a: b\n--- {c: d}\n", "B103", 3, 1, "second YAML document"),
    ("a: b\x0bc\n", "B103", 2, 5, "U+000B"),
    (": x\n", "B103", 2, 1, "without a name"),
    ("a: 1\nb: 2\na: 3\n", "B104", 4, 1, "on line 2"),
    ("a: *foo\n", "B105", 2, 4, "alias"),
    ("a: &x y\n", "B105", 2, 4, "anchor"),
    ("a: !!str y\n", "B105", 2, 4, "tag"),
    ("a:\n  <<: b\n", "B105", 3, 3, "merge key"),
    ("[a]: b\n", "B204", 2, 1, "quotes"),
    ("a: {{ x }}\n", "B204", 2, 5, "quotes"),
    ("- a\n- b\n", "B204", 2, 1, "without a hyphen"),
    ("just words\n", "B204", 2, 1, "key: value"),
    ("a: Update #2 is out\n", "B107", 2, 11, "“#2 is out” is lost"),
    ("a: #gaza\n", "B107", 2, 4, "quotes"),
    ("a:\n  - x #y\n", "B107", 3, 7, "quotes"),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "said"), TRAPS)
def test_trap(text, code, line, column, said):
    problem = tree_of(text).problems[0]
    assert (problem.code, problem.location.line, problem.location.column) == (code, line, column), (
        problem
    )
    assert said in f"{problem.message} {problem.help}"
    assert problem.help


def test_traps_are_told_once():
    for text, *_ in TRAPS:
        assert len(tree_of(text).problems) == 1, text


@pytest.mark.parametrize(
    "text",
    ["a: x # a comment\n", "a: x #\n", "a: 'x #2'\n", "a: x#2\n", "# c #1\na: x\n", "a: x #!\n"],
)
def test_what_is_meant_as_a_comment_is_left_alone(text):
    assert tree_of(text).problems == []


def test_one_run_tells_the_errors_of_all_fields_and_keeps_the_others():
    tree = tree_of("title: A: b\ndate: 2024-01-01\nsummary: @x\nactors: [a\ntopics: [b]\n")
    assert [problem.location.line for problem in tree.problems] == [2, 4, 5]
    assert tree.data == {"date": "2024-01-01", "topics": ["b"]}
    assert tree.places[("topics", 0)].line == 6
    assert tree.broken >= {"title", "summary", "actors"}


def test_duplicates_are_told_across_fields_read_one_by_one():
    tree = tree_of("a: 1\nb: x: y\na: 2\n")
    assert [problem.code for problem in sorted(tree.problems, key=lambda p: p.location)] == [
        "B103",
        "B104",
    ]
    assert tree.data == {"a": "1"}


def test_depth_is_bounded_and_costs_one_field_only():
    tree = tree_of("a: " + "[" * 100_000 + "\nb: x\n")
    assert [problem.code for problem in tree.problems] == ["B106"]
    assert "12" in tree.problems[0].message
    assert tree.data == {"b": "x"}
    blocks = tree_of("".join(" " * depth + "a:\n" for depth in range(1, 300)))
    assert [problem.code for problem in blocks.problems] == ["B106"]


def test_nodes_are_bounded():
    tree = tree_of("a: x\nb: [" + "x, " * 200 + "]\nc: y\n", nodes=100)
    assert [problem.code for problem in tree.problems] == ["B106"]
    assert tree.data == {"a": "x"}


@pytest.mark.parametrize(
    "piece",
    ["a: {", "- ", "? ", "a: b\n", "x", "[]\n", "a: b: c\n", '"', "&a ", "!t ", "*a ", "k:"],
)
def test_hostile_repetition_ends_soon_with_a_problem_or_a_value(piece):
    tree = tree_of("t: " + piece * 20_000)
    assert tree.problems or tree.data


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "a",
            "b: ",
            "- ",
            "\n",
            "\n  ",
            " ",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            ",",
            "#x",
            " #",
            "&a ",
            "*a",
            "!t ",
            "<<: ",
            "|\n",
            ">\n",
            "\t",
            "? ",
            "%",
            "@",
            "é",
            "🗞",
            "\x85",
            "\u2028",
            "\ufeff",
            "--- ",
            "title: x\n",
            "\\",
            ": ",
        ]
    ),
    max_size=25,
).map("".join)


@given(FRAGMENTS)
def test_places_of_values_and_problems_lie_inside_the_text(text):
    tree = tree_of(text)
    lines = text.split("\n")
    for place in [
        *tree.places.values(),
        *tree.keys.values(),
        *(one.location for one in tree.problems),
    ]:
        assert 2 <= place.line < len(lines) + 2
        assert 1 <= place.column <= len(lines[place.line - 2]) + 1
        assert place.length >= 1


SLIPS = st.lists(
    st.sampled_from(
        ["actors:", "dates:\n", "sources:\n", "topics: ", "\n", "\n", "\n  ", "\n    ", "\n\t", "- ",
         "-", "– ", "* ", "> ", "1. ", "\u00a0", "\u3000", "\u200b", "：", ": ", "id: x", "event: y",
         "2024-03-01", "a", "b c", ", ", "|", "|\n", "[", "]", "'", '"', "# x", "[x](y.md)", "é"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(SLIPS)
def test_places_of_repaired_texts_lie_inside_what_was_written(text):
    tree = tree_of(text)
    lines = text.split("\n")
    problems = [one.location for one in tree.problems]
    for place in [*tree.places.values(), *tree.keys.values(), *problems]:
        assert 2 <= place.line < len(lines) + 2
        assert 1 <= place.column <= len(lines[place.line - 2]) + 1
        assert place.length >= 1


@given(
    st.lists(
        st.text(alphabet="abcé 日🗞", min_size=1, max_size=12).map(lambda t: "x" + t.strip()),
        min_size=1,
        max_size=6,
    )
)
def test_a_plain_value_stands_where_its_place_says(values):
    text = "a:\n" + "".join(f"  - {value}\n" for value in values)
    tree = tree_of(text)
    assert tree.data == {"a": values}
    for index, value in enumerate(values):
        place = tree.places[("a", index)]
        line = text.split("\n")[place.line - 2]
        assert line[place.column - 1 : place.column - 1 + place.length] == value
