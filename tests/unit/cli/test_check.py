"""`briefs check`: what it prints in each form, what it fails on, and how it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.cli.site import Report, as_github, as_json, as_sarif, as_text
from mkdocs_briefs.problems import CODES, Location, Problem, Severity, format_problem

ROOT = Path("/site")
WRONG = "---\ntitle: T\ndate: 2024-13-01\nactors: [hammas]\n---\n"


def problem(
    code="B301", path="briefs/a.md", line=3, column=5, length=4, message="m", help_text="h"
):
    return Problem(code, Location(path, line, column, length), message, help_text)


def test_a_clean_site(site, briefs):
    result = briefs("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 files: 0 errors, 0 warnings\n"


def test_errors_are_shown_with_their_line_and_fail(site, briefs):
    (site / "briefs" / "wrong.md").write_text(WRONG, encoding="utf-8")
    result = briefs("check")
    assert result.exit_code == 1
    assert "briefs/wrong.md:4:10: error[B301]" in result.stdout
    assert "    actors: [hammas]\n             ^^^^^^\n  help: Did you mean hamas?" in result.stdout
    assert "3 files: 2 errors, 3 warnings, 1 note" in result.stderr


def test_warnings_fail_a_strict_check_only(site, briefs):
    (site / "briefs" / "2024-01-03-b.md").write_text("---\ntitle: T\ndate: 2024-01-03\n---\n")
    assert briefs("check").exit_code == 0
    assert briefs("check", "--strict").exit_code == 1


def test_notes_are_shown_last_and_counted_apart_and_fail_nothing(site, briefs):
    for form, mark in (("text", "note[B503]"), ("github", "::notice "), ("sarif", '"note"')):
        text = (site / "briefs" / "2024-01-02-the-attack.md").read_text()
        (site / "briefs" / "2024-01-01-a.md").write_text(
            text.replace("2024-01-01: Hamas attacks", "A vow")
        )
        (site / "briefs" / "2024-01-03-b.md").write_text(WRONG.replace("2024-13-01", "2024-01-03"))
        wrong = briefs("check", "--format", form)
        assert wrong.exit_code == 1
        assert mark in wrong.stdout
        (site / "briefs" / "2024-01-03-b.md").unlink()
        fine = briefs("check", "--format", form, "--strict")
        assert fine.exit_code == 0
        assert mark in fine.stdout
        if form == "text":
            assert wrong.stdout.index("error[B301]") < wrong.stdout.index(mark)
            assert fine.stderr == "3 files: 0 errors, 0 warnings, 1 note\n"


@pytest.mark.parametrize("where", ["briefs", ".", "briefs/2024-01-02-the-attack.md"])
def test_paths_choose_what_is_shown(site, briefs, where):
    (site / "briefs" / "wrong.md").write_text(WRONG, encoding="utf-8")
    assert briefs("check", where).exit_code == (0 if where.endswith(".md") else 1)
    (site / "briefs" / "sub").mkdir()
    result = briefs("check", "briefs/sub")
    assert (result.exit_code, result.stderr) == (0, "0 files: 0 errors, 0 warnings\n")


@pytest.mark.parametrize("where", ["nowhere", "..", "docs", "mkdocs.yml"])
def test_paths_without_briefs_are_a_wrong_use(site, briefs, where):
    result = briefs("check", where)
    if where == "..":
        assert "does not belong to the site" in result.stderr
    assert result.exit_code == 2
    assert where in result.stderr


def test_it_works_from_inside_the_folder_of_briefs(site, briefs, monkeypatch):
    monkeypatch.chdir(site / "briefs")
    assert briefs("check", "2024-01-02-the-attack.md").exit_code == 0


def test_today_decides(site, briefs):
    text = (site / "briefs" / "2024-01-02-the-attack.md").read_text()
    (site / "briefs" / "2024-01-02-the-attack.md").write_text(
        text.replace("sources:", "review_by: 2024-06-10\nsources:")
    )
    assert "B506" not in briefs("check").stdout
    assert "B506" in briefs("check", "--today", "2024-07-01").stdout
    assert briefs("check", "--today", "tomorrow").exit_code == 2
    assert briefs("check", "--today", "20240701").exit_code == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"plugins: [briefs: {", "mkdocs.yml:1:"),
        (b"- a list\n", "expected settings"),
        (b"\xff\xfe", "no UTF-8"),
        (b"plugins: [briefs: {today: soon}]", "a day such as 2024-04-22, found 'soon'"),
        (b"plugins: [briefs: {require: summary}]", "a list such as [a, b]"),
        (b"plugins: [briefs: {ignore: [B201]}]", "the code of a warning, found 'B201'"),
        (b"plugins: [briefs: {mentions: firts}]", "Did you mean first?"),
        (b"day: 2024-02-30\n", "range"),  # in words that are Python's, and change
        (b"a: [" * 3000, "mkdocs.yml"),
    ],
)
def test_settings_that_cannot_be_read_are_told_in_a_line(site, briefs, text, words):
    (site / "mkdocs.yml").write_bytes(text)
    result = briefs("check")
    assert result.exit_code == 1
    assert words in result.stdout
    assert briefs("due").exit_code == 1
    assert words in briefs("due").stderr


def test_a_fault_in_the_settings_is_shown_in_its_line(site, briefs):
    (site / "mkdocs.yml").write_text("site_name: x\nplugins:\n  - search\n - briefs\n")
    shown = "mkdocs.yml:4:2: error[B103]", "\n     - briefs\n     ^\n  help: "
    assert all(words in briefs("check").stdout for words in shown)
    assert all(words in briefs("due").stderr for words in shown)


def test_without_a_site_it_says_where_to_go(tmp_path, briefs, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = briefs("check")
    assert result.exit_code == 2
    assert "briefs init" in result.stderr


def test_ignore_of_the_site_reaches_the_check(site, briefs):
    (site / "briefs" / "2024-01-03-b.md").write_text("---\ntitle: T\ndate: 2024-01-03\n---\n")
    assert "B505" in briefs("check").stdout
    (site / "mkdocs.yml").write_text("plugins: [briefs: {ignore: [B505]}]\n")
    assert "B505" not in briefs("check").stdout


def test_json_is_one_object(site, briefs):
    (site / "briefs" / "wrong.md").write_text(WRONG, encoding="utf-8")
    told = json.loads(briefs("check", "--format", "json").stdout)
    assert told["version"] == 1
    assert told["counts"] == {"files": 3, "errors": 2, "warnings": 3, "notes": 1}
    assert told["problems"][-1] == {
        "path": "briefs/wrong.md",
        "line": 4,
        "column": 10,
        "end_column": 16,
        "severity": "error",
        "code": "B301",
        "title": "An unknown actor",
        "message": "unknown actor “hammas”",
        "help": "Did you mean hamas?",
    }


def test_colour_is_for_the_mark_alone():
    report = Report([problem(message="error[B301] again")], 1, ROOT)
    assert as_text(report).count("\x1b[") == 3  # colour, bold, reset


def test_a_message_cannot_steer_a_terminal():
    assert "\x1b]0" not in as_text(Report([problem(message="\x1b]0;title\x07")], 1, ROOT))


ORDERS = [
    "::error file=x::y", "\u3000::stop-commands::x", " \t::set-output name=a::b", "x ##[add-mask]y", "##[error]y",
    "##vso[task.setvariable variable=a]b", "##teamcity[buildStatus]",
]  # fmt: skip
OBEYED = re.compile(r"^\s*::|##(?:vso|teamcity)?\[", re.IGNORECASE)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("form", [as_text, as_github, as_sarif, as_json])
def test_no_text_speaks_to_a_runner_of_workflows(form, order):
    def show(one):
        return format_problem(one, order)

    one = problem(path="briefs/##[x].md", message=order, help_text=order, column=1)
    lines = form(Report([one], 1, ROOT, show)).split("\n")
    ours = [line for line in lines if form is as_github and line.startswith("::error file=briefs/")]
    assert not [
        line for line in lines if OBEYED.search(line.removeprefix("::error")) and line not in ours
    ]
    assert len(ours) == (1 if form is as_github else 0)
    assert not [line for line in ours if "##[" in line.partition("title=")[2]]


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\u2028", "\U000e0041"]
)
@pytest.mark.parametrize("form", [as_text, as_github, as_sarif, as_json])
def test_no_output_has_a_sign_that_turns_or_hides_text(form, sign):
    shown = form(Report([problem(message=f"a{sign}b", help_text=f"c{sign}d")], 1, ROOT))
    assert sign not in shown
    if form is as_json:
        assert json.loads(shown)["problems"][0]["message"] == f"a{sign}b"


@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("briefs", "index.html"),
        ("briefs", "the-attack/index.html"),
        ("content/timeline", "2024/index.html"),
        ("content/actors", "hamas/feed.xml"),
    ],
)
def test_no_file_beside_briefs_takes_the_place_of_a_page_or_of_data(site, briefs, folder, file):
    """Not even that of a listing, which an ordinary page may take."""
    if folder != "briefs":
        (site / "content").mkdir()
        (site / "briefs").rename(site / folder)
        config = (
            (site / "mkdocs.yml").read_text().replace("today:", f"briefs_dir: {folder}, today:")
        )
        (site / "mkdocs.yml").write_text(config)
    for name in (file, "other/index.html"):
        (site / folder / name).parent.mkdir(exist_ok=True)
        (site / folder / name).write_text("x")
    result = briefs("check")
    assert re.findall(r"^(\S+):1:1: error\[B306\]", result.stdout, re.MULTILINE) == [
        f"{folder}/{file}"
    ]
    assert result.exit_code == 1


COMMAND = re.compile(r"::(error|warning|notice) ([^\n]*?)::([^\n]*)")


def unescaped(text):
    for sign, code in ((":", "%3A"), (",", "%2C"), ("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


@given(
    st.text("ab%:,\r\n/é", min_size=1, max_size=20),
    st.text("ab%:,\nx", min_size=1, max_size=20),
)
def test_github_commands_hold_what_was_meant(path, message):
    shown = as_github(Report([problem(path=path, message=message)], 1, ROOT), {})
    command, summary = shown.split("\n")
    kind, properties, data = COMMAND.fullmatch(command).groups()
    read = dict(pair.split("=", 1) for pair in properties.split(","))
    assert kind == "error"
    assert unescaped(read["file"]) == path
    assert (read["line"], read["endLine"], read["col"], read["endColumn"]) == ("3", "3", "5", "9")
    assert unescaped(read["title"]) == "B301: An unknown actor"
    assert unescaped(data).endswith("h")
    assert summary == "1 file: 1 error, 0 warnings"


def test_github_paths_count_from_the_root_of_the_repository(site):
    report = Report([problem()], 1, site)
    shown = as_github(report, {"GITHUB_WORKSPACE": str(site.parent)})
    assert f"file={site.name}/briefs/a.md," in shown
    assert "file=briefs/a.md," in as_github(report, {"GITHUB_WORKSPACE": str(site)})
    assert "file=briefs/a.md," in as_github(report, {"GITHUB_WORKSPACE": "/elsewhere"})


def test_sarif_has_what_the_standard_requires():
    problems = [problem(path="briefs/ä b.md"), problem("B202"), problem("B505", help_text="")]
    log = json.loads(as_sarif(Report(problems, 1, ROOT)))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert [rule["id"] for rule in driver["rules"]] == list(CODES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    address = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": "briefs/%C3%A4%20b.md", "uriBaseId": "%SRCROOT%"}


def test_counts_and_words_agree():
    info = Problem("B505", Location("a"), "m")
    report = Report([problem(), problem("B202"), problem("B202", line=9), info], 1_200, ROOT)
    assert report.summary == "1,200 files: 1 error, 2 warnings, 1 note"
    assert json.loads(as_json(report))["counts"]["notes"] == 1
    assert info.severity is Severity.NOTE
