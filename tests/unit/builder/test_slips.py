"""Slips of people who are new to YAML: each has one problem, which shows what to write."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.cli.site import Report, as_github
from mkdocs_briefs.editor.parsed_document import own_problems, parse_document
from mkdocs_briefs.problems import Location, Problem, Severity, errors_first, format_problem
from mkdocs_briefs.settings import Settings

SETTINGS = replace(Settings(today=dt.date(2026, 12, 1)), drafts=False)
FIELDS = {
    "title": "Dam opens\n",
    "date": "2024-03-02\n",
    "summary": "A dam opens in Norland.\n",
    "actors": "\n  - norland: Owns the dam\n",
    "dates": "\n  - 2024-03-01: The dam opens\n",
    "implications": "\n  - Power: Prices fall.\n",
    "sources": "\n  - https://example.org/report\n",
}
REGISTRY = """\
norland: {name: Norland, kind: state}
sudland: {name: Sudland, kind: state, aliases: [South Republic]}
dam-company: {name: Dam Company, kind: organization}
"""
BRIEF = "briefs/2024-03-02-dam.md"


@pytest.fixture
def check(tmp_path: Path):
    """Return what checks a brief with these fields in the place of those of FIELDS."""

    def run(
        front: str,
        body: str = "Text.\n",
        registry: str = REGISTRY,
        files: dict[str, str] | None = None,
        without: str = "",
    ) -> list[Problem]:
        given = {re.split("[:\uff1a]", line)[0].rstrip().lower() for line in front.split("\n")}
        left_out = {*given, without}
        head = "".join(f"{key}: {text}" for key, text in FIELDS.items() if key not in left_out)
        whole = {BRIEF: f"---\n{head}{front}---\n\n{body}", "briefs/actors.yml": registry}
        for path, text in (whole | (files or {})).items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return list(Reader().load(tmp_path, SETTINGS, editorial=True).problems)

    return run


@pytest.fixture
def only(check):
    """Return what checks a brief that has to have one problem, and gives that."""

    def run(front: str, *args: str, **kwargs) -> Problem:
        problems = check(front, *args, **kwargs)
        assert len(problems) == 1, [format_problem(problem) for problem in problems]
        return problems[0]

    return run


def test_the_brief_of_these_tests_has_no_problem(check) -> None:
    assert check("") == []


# Several references in one text

JOINED = [
    ("actors: norland, sudland\n", "actors", ["norland", "sudland"]),
    ("actors: Norland, Dam Company\n", "actors", ["Norland", "Dam Company"]),
    ("actors: Norland; South Republic\n", "actors", ["Norland", "South Republic"]),
    ("actors: Norland, Sudland and Dam Company\n", "actors", ["Norland", "Sudland", "Dam Company"]),
    ("actors: Norland and Sudland\n", "actors", ["Norland", "Sudland"]),
    ("actors: Norland & Sudland\n", "actors", ["Norland", "Sudland"]),
    ("actors: norland sudland\n", "actors", ["norland", "sudland"]),
    ("actors: River Union, Lake Council\n", "actors", ["River Union", "Lake Council"]),
    ("actors: Norland、Sudland\n", "actors", ["Norland", "Sudland"]),
    ("topics: energy, water\n", "topics", ["energy", "water"]),
    ("topics: energy; water\n", "topics", ["energy", "water"]),
    ("storyline: energy, water\n", "storyline", ["energy", "water"]),
    ("authors: Ann Lee, Jo Miles\n", "authors", ["Ann Lee", "Jo Miles"]),
    ("authors: Ann Lee, and Jo Miles\n", "authors", ["Ann Lee", "Jo Miles"]),
    ("related: first-dam, second-dam\n", "related", ["first-dam", "second-dam"]),
    ("sources: Norland Post, AFP\n", "sources", ["Norland Post", "AFP"]),
    ("key_points: The dam opens; Prices fall\n", "key_points", ["The dam opens", "Prices fall"]),
]  # fmt: skip


@pytest.mark.parametrize(("front", "key", "parts"), JOINED)
def test_one_text_in_the_place_of_a_list(only, front: str, key: str, parts: list[str]) -> None:
    problem = only(front)
    assert problem.code == "B204"
    first, *lines = problem.help.split("\n")
    assert first.startswith("Write a list")
    assert lines == [f"{key}:", *(f"  - {part}" for part in parts)]
    assert "actors add" not in problem.help


def test_several_references_in_one_entry_keep_the_role(only) -> None:
    problem = only("actors:\n  - norland, sudland: Share the dam\n")
    assert problem.help.split("\n")[1:] == [
        "  - norland: Share the dam",
        "  - sudland: Share the dam",
    ]


def test_several_addresses_in_one_text(only) -> None:
    problem = only("sources: https://example.org/a, https://example.org/b\n")
    assert problem.help == "Write a list:\n  - https://example.org/a\n  - https://example.org/b"


def test_references_of_an_entry_become_a_list_in_brackets(only) -> None:
    problem = only("dates:\n  - {date: 2024-03-01, event: It opens, actors: 'norland, sudland'}\n")
    assert problem.help == "Write a list: actors: [norland, sudland]"


def test_the_list_is_used_so_that_nothing_follows(only) -> None:
    only("actors: Norland, Sudland\n", "Norland and Sudland share the dam.\n")
    only("topics: energy, water\n", files={"briefs/topics.yml": "energy: Energy\n"})


def test_actors_of_a_shared_event_in_one_text(only) -> None:
    events = "dam-opens: {date: 2024-03-01, event: The dam opens, actors: 'norland, sudland'}\n"
    problem = only("dates: [dam-opens]\n", files={"briefs/events.yml": events})
    assert (problem.code, problem.help) == ("B301", "Write a list: [norland, sudland]")


def test_several_aliases_in_one_text(check) -> None:
    registry = REGISTRY.replace("aliases: [South Republic]", "aliases: 'South Republic, the South'")
    (problem,) = check("", registry=registry)
    assert (problem.code, problem.severity) == ("B204", Severity.WARNING)
    assert problem.help.endswith("aliases: [South Republic, the South]")
    assert (
        check("", registry=registry.replace("'South", "['South").replace("South'", "South']")) == []
    )


@pytest.mark.parametrize(
    "front",
    [
        "actors: Norland\n",
        "topics: science and technology\n",
        'topics: ["Science, technology and society"]\n',
        "authors:\n  - Miles, Jo\n",
        "key_points: The dam opens, and prices fall\n",
        "unknowns:\n  - Who pays; nobody says\n",
        "related: 'Rain, and more rain'\n",
        "sources: Norland Dam Authority, Annual report 2023\n",
    ],
)
def test_what_is_one_stays_one(check, front: str) -> None:
    rain = "---\ntitle: Rain, and more rain\ndate: 2024-01-01\n---\n"
    problems = check(front, files={"briefs/2024-01-01-rain.md": rain})
    assert [one for one in problems if one.location.path == BRIEF] == []


def test_a_registered_name_with_a_comma_is_one(check) -> None:
    assert (
        check("actors: Dam, Inc.\n", registry="dam: {name: 'Dam, Inc.', kind: organization}\n")
        == []
    )
    joined = check("actors: Dam, Inc.\n", registry="")
    assert [(one.code, one.severity) for one in joined] == [("B204", Severity.ERROR)]


# Marks and hyphens of lists

MARKS = ["-", "–", "—", "−", "*", "•", "·", "‣", "◦", "+", ">", "→", "1. ", "2) "]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("space", ["", " "])
def test_a_wrong_mark_of_an_entry(only, mark: str, space: str) -> None:
    if mark == "-" and space:
        return
    lines = ["norland: Owns the dam", "sudland: Buys the power"]
    wrong = "".join(f"  {mark}{space}{line}\n" for line in lines)
    right = [f"  - {line}" for line in lines]
    assert only(f"actors:\n{wrong}").help.split("\n")[1:] == right
    second = only(f"actors:\n{right[0]}\n  {mark}{space}{lines[1]}\n")
    assert second.help == f"Write - {lines[1]}"
    bare = only(f"actors:\n  {mark}{space}norland\n  {mark}{space}sudland\n")
    assert bare.help.split("\n")[1:] == ["  - norland", "  - sudland"]
    assert {bare.code, second.code} == {"B204"}


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        ("dates:\n  2024-03-01: It opens\n  2024-03-02: It floods\n",
         ["  - 2024-03-01: It opens", "  - 2024-03-02: It floods"]),
        ("dates:\n2024-03-01 opens\n2024-03-02 floods\n", None),
        ("actors:\n  norland\n  sudland\n", ["  - norland", "  - sudland"]),
        ("actors:\n  - norland\n  sudland\n", ["- sudland"]),
        ("actors:\n  norland: Owns it\n  - sudland: Buys\n", ["- norland: Owns it"]),
        ("topics:\n  energy\n  water\n", ["  - energy", "  - water"]),
        ("key_points:\n  The dam opens.\n  Prices fall.\n",
         ["  - The dam opens.", "  - Prices fall."]),
        ("actors:\n  - id: norland\n    role: Owns it\n  id: sudland\n  role: Buys\n",
         ["  - id: sudland", "    role: Buys"]),
        ("dates:\n  - date: 2024-03-01\n  event: It opens\n", ["    event: It opens"]),
        ("dates:\n  -date: 2024-03-01\n   event: It opens\n", ["- date: 2024-03-01"]),
        ("actors:\n-norland\n-sudland\n", ["- norland", "- sudland"]),
    ],
)  # fmt: skip
def test_a_missing_hyphen(check, front: str, lines: list[str] | None) -> None:
    problem, *more = check(front)
    assert problem.code == "B204"
    if lines:
        assert more == []
        shown = problem.help.split("\n")[1:] or [problem.help.removeprefix("Write ")]
        assert shown == lines


@pytest.mark.parametrize(
    "front",
    [
        "topics:\n  energy\n",
        "key_points:\n  The dam opens\n  in the north.\n",
        "actors:\n  id: norland\n  role: Owns the dam\n",
        "methodology: |\n  * one\n  * two\n  topics:\n  – three\n",
        "why_it_matters: >\n  - one\n  -two\n",
        "implications:\n  - text: |\n      – one\n      – two\n",
        "actors:\n  # who\n  - norland: Owns the dam,\n      -and runs it\n",
        "topics: [energy,\n  water]\n",
    ],
)
def test_what_is_right_yaml_is_left_alone(check, front: str) -> None:
    assert check(front) == []


def test_the_rest_of_a_repaired_list_is_checked_at_its_own_places(check) -> None:
    first, second = check("actors:\n  -norland: Owns it\n  -sudlnd: Buys\n")
    assert (first.code, first.location.column) == ("B204", 3)
    assert (second.code, second.location.column) == ("B301", 4)
    assert second.location.line == first.location.line + 1


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        ("actors: norland\n  - sudland\n", ["actors:", "  - norland", "  - sudland"]),
        ("actors: - norland\n  - sudland\n", ["actors:", "  - norland", "  - sudland"]),
        ("dates: 2024-03-01: It opens\n", ["dates:", "  - 2024-03-01: It opens"]),
        ("actors:\n  - norland: Owns it\n    - sudland: Buys\n", ["  - sudland: Buys"]),
        ("actors:\n    - norland: Owns it\n  - sudland: Buys\n", ["    - sudland: Buys"]),
        (("dates:\n  - date: 2024-03-01\n    event: It opens\n    actors:\n      - norland\n"
         "   - 2024-03-02: It floods\n"), ["  - 2024-03-02: It floods"]),
    ],
)  # fmt: skip
def test_an_entry_beside_its_field_or_indented_differently(
    only, front: str, lines: list[str]
) -> None:
    problem = only(front)
    assert (problem.code, problem.help.split("\n")[1:]) == ("B103", lines)


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ("Norland (owns the dam)", "Norland: owns the dam"),
        ("Norland – owns the dam", "Norland: owns the dam"),
        ("Norland, owns the dam", "Norland: owns the dam"),
    ],
)
def test_a_role_after_another_sign(only, entry: str, line: str) -> None:
    problem = only(f"actors:\n  - {entry}\n")
    assert (problem.code, problem.help) == ("B301", f"Write - {line}")


def test_an_editor_shows_the_same(check, tmp_path: Path) -> None:
    check("")
    library = Reader().load(tmp_path, SETTINGS).library
    head = "".join(f"{key}: {text}" for key, text in FIELDS.items() if key != "actors")
    for front in ("actors: norland, sudland\n", "actors:\n  – norland\n  – sudland\n"):
        text = f"---\n{head}{front}---\n"
        document = parse_document("brief", "", BRIEF, BRIEF, text, SETTINGS)
        (problem,) = own_problems(document, library, SETTINGS)
        assert problem == next(one for one in check(front) if one.code == "B204")


def test_lines_to_paste_are_printed_one_by_one(only) -> None:
    problem = only("topics: energy, water\n")
    assert format_problem(problem).split("\n")[-3:] == [
        "    topics:",
        "      - energy",
        "      - water",
    ]
    report = as_github(Report([problem], 1, Path()), {})
    assert "%0Atopics:%0A  - energy%0A  - water" in report


# Colons


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("actors:\n  - norland:Owns the dam\n", "norland: Owns the dam"),
        ("actors:\n  - Dam Company:Built the dam\n", "Dam Company: Built the dam"),
        ("actors:\n  - norland：Owns the dam\n", "norland: Owns the dam"),
        ("actors:\n  - norland - Owns the dam\n", "norland: Owns the dam"),
        ("actors:\n  - norland – Owns the dam\n", "norland: Owns the dam"),
        ('actors:\n  - "norland: Owns the dam"\n', "norland: Owns the dam"),
        ("implications:\n  - Power:Prices fall\n", "Power: Prices fall"),
        *((f"dates:\n  - {day}{joint}It opens\n", "2024-03-01: It opens")
          for day in ("2024-03-01", "1.3.2024", "1 March 2024", "March 1, 2024", "2024-3-1")
          for joint in (" - ", " – ", " — ", ", ", "\t", " | ", "：", " ")),
        ("dates:\n  - 2024-03-01:It opens\n", "2024-03-01: It opens"),
        ('dates:\n  - "2024-03-01: It opens"\n', "2024-03-01: It opens"),
        ("dates:\n  - March 2024 - It opens\n", "2024-03: It opens"),
        ("dates:\n  - 2024 – It opens\n", "2024: It opens"),
        ("dates:\n  - 2024-03-01 - It opens: at last\n", None),
    ],
)  # fmt: skip
def test_what_parts_an_entry_is_no_colon_and_space(check, front: str, line: str | None) -> None:
    problem, *more = check(front)
    if line:
        assert more == []
        assert (problem.code, problem.help) == ("B204", f"Write - {line}")


def test_a_date_that_can_mean_two_days_is_a_choice(only) -> None:
    problem = only("dates:\n  - 1/3/2024 - It opens\n")
    lines = ["  - 2024-03-01: It opens", "  - 2024-01-03: It opens"]
    assert problem.help.split("\n") == ["Write one of:", *lines]


@pytest.mark.parametrize(
    "front",
    [
        "dates:\n  - 2024-03-01: It opens\n  - {event: 2024 elections are held, id: vote}\n",
        "implications:\n  - The ratio is 3:1 now.\n  - See https://example.org/a for more.\n",
        "implications:\n  - 'Good news :smile: here'\n",
    ],
)
def test_other_colons_are_left_alone(check, front: str) -> None:
    assert [one for one in check(front) if one.code != "B503"] == []


@pytest.mark.parametrize(
    ("entry", "lines"),
    [
        ("Norland Post: https://example.org/a",
         ["  - title: Norland Post", "    url: https://example.org/a"]),
        ("Norland Post - https://example.org/a",
         ["  - title: Norland Post", "    url: https://example.org/a"]),
        ("Norland Post https://example.org/a",
         ["  - title: Norland Post", "    url: https://example.org/a"]),
        ("[Norland Post](https://example.org/a)",
         ["  - title: Norland Post", "    url: https://example.org/a"]),
        ("Norland Post: The dam opens",
         ["  - title: The dam opens", "    publisher: Norland Post"]),
        ("<https://example.org/a>", None),
        ("www.example.org/a", None),
    ],
)  # fmt: skip
def test_a_source_with_a_name_before_its_address(only, entry: str, lines: list[str] | None) -> None:
    problem = only(f"sources:\n  - {entry}\n")
    assert problem.code == "B204"
    if lines:
        assert problem.help.split("\n")[1:] == lines
    else:
        assert problem.help.endswith("example.org/a")


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        ("title：Dam opens\n", ["title: Dam opens"]),
        ("title： Dam opens\ndate：2024-03-02\n", ["title: Dam opens", "date: 2024-03-02"]),
        ("actors：\n  - norland\n", ["actors:"]),
        ("dates:\n  - date：2024-03-01\n    event：It opens\n",
         ["  - date: 2024-03-01", "    event: It opens"]),
    ],
)  # fmt: skip
def test_full_width_colons(only, front: str, lines: list[str]) -> None:
    problem = only(front)
    assert problem.code == "B103"
    assert problem.help.split("\n")[1:] == lines


# Blanks

ODD = {
    "\u00a0": "no-break",
    "\u3000": "ideographic",
    "\u2009": "thin",
    "\u202f": "narrow",
    "\t": "tab",
}


@pytest.mark.parametrize("blank", ODD)
def test_odd_blanks_in_the_place_of_spaces(only, blank: str) -> None:
    problem = only(f"actors:\n{blank * 2}- norland: Owns it\n{blank * 2}- sudland: Buys\n")
    assert (problem.code, problem.location.column) == ("B103", 1)
    assert ODD[blank] in problem.message
    lines = problem.help.split("\n")[1:]
    assert [line.strip(" ") for line in lines] == ["- norland: Owns it", "- sudland: Buys"]
    second = only(f"dates:\n  - date: 2024-03-01\n  {blank * 2}event: It opens\n")
    assert second.help.split("\n")[1].strip(" ") == "event: It opens"


def test_a_no_break_space_after_a_colon(only) -> None:
    problem = only("actors:\n  - norland:\u00a0Owns the dam\n")
    assert (problem.code, problem.help) == ("B103", "Write - norland: Owns the dam")


def test_a_text_of_several_lines_may_begin_with_odd_blanks(check) -> None:
    assert check("methodology: |\n  \u3000\u3000- First: one\n  \u3000\u3000Second.\n") == []


# Sheets


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize("heads", [0, 1])
def test_rows_of_a_sheet(only, delimiter: str, indent: str, heads: int) -> None:
    rows = [["Date", "Headline", "Place"]] * heads + [
        ["1.3.2024", "The dam opens", "North"], ["2024-03-02", "The dam floods", "South"],
    ]  # fmt: skip
    text = "".join(f"{indent}{delimiter.join(row)}\n" for row in rows)
    problem = only(f"dates:\n{text}")
    assert problem.code == "B204"
    assert "rows of a sheet" in problem.message
    assert problem.help.endswith("  - 2024-03-01: The dam opens")


def test_rows_of_a_sheet_in_other_lists(only) -> None:
    actors = only("actors:\n  name,role\n  Norland,Owns it\n  Sudland,Buys power\n")
    assert actors.help.endswith("  - Norland: Owns it")
    timeline = only('dates:\n  Year,Month,Day,Headline\n  2024,3,1,"Late, it opens"\n')
    assert timeline.help.endswith("  - 2024-03-01: Late, it opens")


# Names of fields, nothing, and quotes


@pytest.mark.parametrize("key", ["Actors", "ACTORS", "actors ", "Actors "])
def test_another_spelling_of_a_field_is_read(check, key: str) -> None:
    problems = check(f"{key}:\n  - norland: Owns the dam\n", "Norland owns it.\n")
    if key != "actors ":  # YAML drops the blank
        (problem,) = problems
        assert (problem.code, problem.severity) == ("B203", Severity.WARNING)
        assert problem.help == "Write actors:"
    else:
        assert problems == []


@pytest.mark.parametrize(
    ("front", "without", "meant"),
    [
        ("acteurs:\n  - norland\n", "actors", "actors"),
        ("Akteure:\n  - norland\n", "actors", "actors"),
        ("fuentes:\n  - https://example.org/a\n", "sources", "sources"),
        ("Zusammenfassung: Ein Damm.\n", "summary", "summary"),
        ("timeline:\n  - 2024-03-01: It opens\n", "dates", "dates"),
    ],
)
def test_another_word_for_a_field_is_one_problem(
    check, front: str, without: str, meant: str
) -> None:
    problems = check(front, without=without)
    assert [(one.code, one.help) for one in problems] == [("B203", f"Did you mean {meant}?")]


@pytest.mark.parametrize("front", ["titre: Un barrage\n", "Titel: Ein Damm\n", "headline: A dam\n"])
def test_another_word_for_a_required_field_leaves_it_missing(check, front: str) -> None:
    missing, unknown = sorted(check(front, without="title"), key=lambda one: one.code)
    assert (missing.code, missing.severity) == ("B201", Severity.ERROR)
    assert (unknown.code, unknown.help) == ("B203", "Did you mean title?")


@pytest.mark.parametrize("nothing", ["null", "~", "", '""', "''"])
def test_nothing_in_the_place_of_a_required_value(only, nothing: str) -> None:
    for key in ("title", "date"):
        problem = only(f"{key}: {nothing}\n")
        assert problem.code == "B201"
        assert problem.help.startswith(f"Write {key}: ")


def test_null_in_quotes_is_text(check) -> None:
    assert check('title: "null"\ntopics: [Null]\n') == []


@pytest.mark.parametrize(
    ("front", "help_text"),
    [
        ("date: “2024-03-02”\n", "Write 2024-03-02 without quotes."),
        ("slug: ‘dam’\n", "Write dam without quotes."),
        ("type: «analysis»\n", "Write analysis without quotes."),
        ("summary: “Norland: a dam opens”\n",
         'Put the value in quotes: summary: "Norland: a dam opens"'),
        ('date: "2 March 2024"\n', "Write 2024-03-02."),
        ("date: 22.4.2024\n", "Write 2024-04-22."),
    ],
)  # fmt: skip
def test_curly_quotes_and_dates_in_words(only, front: str, help_text: str) -> None:
    problem = only(front)
    assert problem.severity is Severity.ERROR
    assert problem.help == help_text


# Ids and addresses


@pytest.mark.parametrize(
    ("ident", "reason"),
    [
        ("dam-", "it ends in a hyphen"),
        ("-dam", "it begins with a hyphen"),
        ("dam.", "it ends in a dot"),
        ("aux", "Windows"),
        ("lpt3.dam", "Windows"),
        ("dam..lake", "two dots in a row"),
        ("dam lake", "a blank"),
        ("dam/lake", "a slash"),
        ("dam!", "the character !"),
        ("index", "pages that list others"),
        ("d" * 101, "101 characters"),
    ],
)
def test_an_id_is_refused_for_its_own_reason(check, ident: str, reason: str) -> None:
    registry = f"{REGISTRY}{ident}: {{name: Dam, kind: group}}\n"
    for problem in (*check(f"slug: {ident}\n"), *check("", registry=registry)):
        assert problem.code == "B209"
        assert reason in problem.message


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://example.org/a dam.html", "it has a blank in it"),
        (f"https://example.org/{'a' * 100} b", "a…” is not a web address: it has a blank"),
        ("example.org/dam", "it does not begin with https://"),
        ("htps://example.org/dam", "it does not begin with https://"),
        ("ftp://example.org/dam", "it begins with ftp:"),
        ("/dam.pdf", "it is a path"),
        ("https://", "it is not complete"),
    ],
)
def test_an_address_is_refused_for_its_own_reason(only, url: str, reason: str) -> None:
    problem = only(f"sources:\n  - {{title: A dam, url: '{url}'}}\n")
    assert problem.code == "B208"
    assert reason in problem.message


# Dates to come


@pytest.mark.parametrize(
    ("day", "wait"),
    [
        ("2031-03-02", "in 5 years"),
        ("2026-12-02", "in 1 day"),
        ("2027-01-10", "in 40 days"),
        ("2027-06-01", "in 6 months"),
    ],
)
def test_a_date_to_come_is_a_note(only, day: str, wait: str) -> None:
    problem = only(f"date: {day}\n")
    assert (problem.code, problem.severity) == ("B403", Severity.NOTE)
    assert problem.message == f"scheduled for {day}: {wait}"


# One fault, one message


@pytest.mark.parametrize(
    "front",
    [
        "dates:\n  - 2024-03-01: The dam: it opens\n",
        "dates:\n  - 31.2.2024: It opens\n",
        "actors:\n  - norland: Owner: it\n",
        "sources:\n  - {title: A, url: https://example.org/a\n",
        "sources:\n  - {title: A, url: example}\n",
        "developments:\n  - {text: It may flood., by: soon}\n",
    ],
)
def test_no_advice_about_what_cannot_be_read(only, front: str) -> None:
    problem = only(front, "Norland and Sudland speak.\n" if "actors" in front else "Text.\n")
    assert problem.severity is Severity.ERROR


def test_advice_about_other_fields_stays(check) -> None:
    codes = [one.code for one in check("type: opinion\n", without="sources")]
    assert codes == ["B505", "B205"]


def test_a_registry_that_cannot_be_read_makes_nobody_unknown(only) -> None:
    registry = REGISTRY.replace("aliases: [South Republic]", "aliases: [South Republic")
    problem = only("actors: [norland, South Republic]\n", registry=registry)
    assert (problem.code, problem.location.path) == ("B103", "briefs/actors.yml")


def test_errors_come_first() -> None:
    places = [("B505", 1), ("B202", 2), ("B103", 9), ("B201", 1)]
    problems = [Problem(code, Location("a.md", line), "") for code, line in places]
    assert [one.code for one in errors_first(problems)] == ["B103", "B201", "B202", "B505"]


# Links of bodies


@pytest.mark.parametrize(
    ("link", "near"),
    [
        ("missing.md", ""),
        ("field.md", ""),
        ("fields.md", "../fields.md"),
        ("2024-01-01-lke.md", "2024-01-01-lake.md"),
        ("first-lakes.md", "2023-01-01-first-lake.md"),
    ],
)
def test_a_dead_link_suggests_a_name_of_its_folder(only, link: str, near: str) -> None:
    lake = "---\n" + "".join(f"{key}: {text}" for key, text in FIELDS.items()) + "---\n"
    files = {
        "docs/issuing.md": "# A\n",
        "docs/fields.md": "# B\n",
        "docs/missing-data.md": "# C\n",
        "briefs/2024-01-01-lake.md": lake,
        "briefs/2023-01-01-first-lake.md": lake,
    }
    problem = only("", f"See [this]({link}).\n", files=files)
    assert problem.code == "B313"
    assert (f"Did you mean {near}?" if near else "write the path from there") in problem.help
