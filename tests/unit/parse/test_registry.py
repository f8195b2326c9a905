import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.settings import Limits, Settings

SETTINGS = Settings(today=dt.date(2024, 6, 1))


def read(text, registry="actors", settings=SETTINGS):
    return parse_registry(text.encode(), f"briefs/{registry}.yml", registry, settings)


def test_entries_long_short_and_empty():
    parsed = read(
        "israel:\n  name: Israel\n  kind: state\n  aliases: State of Israel\nhamas: Hamas\nspy-unit:\n"
    )
    assert parsed.problems == ()
    israel, hamas, unit = parsed.value
    assert (israel.id, israel.fields.name.written(), israel.fields.kind) == (
        "israel",
        "Israel",
        "state",
    )
    assert israel.fields.aliases == ("State of Israel",)
    assert (hamas.fields.name.written(), unit.fields.name) == ("Hamas", None)
    assert israel.positions.at(*israel.prefix, "kind").line == 3
    assert israel.positions.at(*unit.prefix, "kind").line == 6


def test_relations_and_positions_of_an_actor():
    parsed = read(
        "israel:\n  relations:\n    - iran: enemy of\n  positions: {title: X, from: 2020, to: 2021}\n"
    )
    fields = parsed.value[0].fields
    assert (fields.relations[0].actor, fields.relations[0].relation) == ("iran", "enemy of")
    assert (fields.positions[0].start.text, fields.positions[0].end.text) == ("2020", "2021")
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "said"),
    [
        ("israel:\n  kind: country\n", "B205", 2, 9, "state"),
        ("israel:\n  typ: state\n", "B203", 2, 3, "fields here"),
        ("israel:\n  type: state\n", "B203", 2, 3, "kind"),
        ("Aharon Haliva: x\n", "B209", 1, 1, "aharon-haliva"),
        ("index: x\n", "B209", 1, 1, "another word"),
        ("../x: y\n", "B209", 1, 1, "Write x:"),
        ("israel: [a]\n", "B204", 1, 9, "fields"),
        ("- israel\n", "B204", 1, 1, "without a hyphen"),
        ("israel: a\nisrael: b\n", "B104", 2, 1, "line 1"),
        ("israel:\n  url: javascript:x\n", "B208", 2, 8, "https://"),
        ("israel:\n  positions:\n    - organization: x\n", "B201", 3, 7, "title"),
        ("a: b: c\nisrael: x\n", "B103", 1, 5, "quotes"),
    ],
)
def test_trap(text, code, line, column, said):
    (problem,) = read(text).problems
    assert (problem.code, problem.location.line, problem.location.column) == (code, line, column)
    assert said in f"{problem.message} {problem.help}"


def test_faults_cost_no_more_than_they_must():
    parsed = read(
        "israel:\n  name: Israel\n  kind: country\n  relations:\n    - [x]\n    - iran\nBad Id: x\nhamas: Hamas\n"
    )
    assert [entry.id for entry in parsed.value] == ["israel", "hamas"]
    israel = parsed.value[0]
    assert (israel.fields.name.written(), israel.fields.kind) == ("Israel", None)
    assert israel.positions.at("israel", "relations", 0, "actor").line == 6
    assert [problem.code for problem in parsed.problems] == ["B205", "B204", "B209"]


def test_themes_and_an_empty_file():
    assert (
        read("gaza: The war on Gaza\n", "topics").value[0].fields.name.written()
        == "The war on Gaza"
    )
    assert read("", "topics").value == ()
    assert read("# nothing yet\n", "topics").problems == ()
    assert read("gaza:\n  kind: state\n", "topics").problems[0].code == "B203"
    with pytest.raises(KeyError):
        read("", "nonsense")


def test_twenty_thousand_actors_are_read():
    text = "".join(f"actor-{n}: {{name: Name {n}, kind: person}}\n" for n in range(20_000))
    parsed = read(text)
    assert (len(parsed.value), parsed.problems) == (20_000, ())


def test_a_bound_on_a_registry_says_what_can_be_done_about_it():
    few = Settings(today=SETTINGS.today, limits=Limits(registry_nodes=9))
    for registry, cure in (("actors", "actors/<id>.md"), ("events", "in its brief")):
        text = "".join(
            f"x{n}: {{{'name' if registry == 'actors' else 'event'}: x}}\n" for n in range(4)
        )
        (problem,) = read(text, registry, settings=few).problems
        assert problem.code == "B106"
        assert "9" in problem.message
        assert cure in problem.help


def test_bounds():
    small = Settings(today=SETTINGS.today, limits=Limits(registry_bytes=5))
    parsed = read("israel: x\n", settings=small)
    assert (parsed.value, parsed.problems[0].code) == ((), "B106")


def profile(text, stem="aharon-haliva"):
    name = f"briefs/actors/{stem}.md"
    return parse_profile(text.encode(), name, name, "actors", SETTINGS)


def test_profile_is_an_entry_with_a_body():
    parsed = profile("---\nname: Aharon Haliva\nkind: person\nhide: [toc]\n---\nBody\n")
    entry = parsed.value
    assert parsed.problems == ()
    assert (entry.id, entry.fields.kind, entry.body, entry.prefix) == (
        "aharon-haliva",
        "person",
        "Body\n",
        (),
    )
    assert entry.uri == "briefs/actors/aharon-haliva.md"
    assert entry.positions.at("kind").line == 3


def test_profile_with_faults():
    assert [problem.code for problem in profile("Body\n").problems] == ["B102"]
    assert profile("Body\n").value.body == "Body\n"
    renamed = profile("---\nname: x\n---\n", "Aharon Haliva")
    assert (renamed.value.id, renamed.problems[0].code) == ("aharon-haliva", "B209")
    assert "aharon-haliva.md" in renamed.problems[0].help
    assert profile("---\nname: x\n---\n", "…").value is None


@given(
    st.one_of(
        st.binary(max_size=150),
        st.text(alphabet="ab:- \n#[]{}'\"&*!é", max_size=80).map(str.encode),
    )
)
def test_any_bytes_end_in_a_value_and_problems_inside_the_file(data):
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for parsed in (
        parse_registry(data, "a.yml", "actors", SETTINGS),
        parse_profile(b"---\n" + data + b"\n---\n", "actors/a.md", "a.md", "actors", SETTINGS),
    ):
        assert parsed.value is not None
        for problem in parsed.problems:
            assert 1 <= problem.location.line <= lines + 3 or data.startswith(
                (b"\xff\xfe", b"\xfe\xff", b"\0\0")
            )
            assert problem.location.column >= 1
