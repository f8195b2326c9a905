"""Faults in briefs: all of them told at once, at their place, with help; the old site stays."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.forks import run_program
from support.sites import BRIEFS, HOSTS, QUIET, Built, build, config, problems_in, run, write

Make = Callable[..., Built]

ACTORS = """aharon-haliva: {name: Aharon Haliva, kind: person}
"""

GOOD = """---
title: Good news
date: 2024-01-02
summary: All is well.
actors: [aharon-haliva]
dates: [2024-01-02: It goes well]
implications: [More of it.]
sources: [The minutes of the day]
---

Well.
"""

FAULTS = {
    "briefs/broken.md": "---\ntitle: [never closed\ndate: 2024-01-02\n---\n\nWords.\n",
    "briefs/untitled.md": GOOD.replace("title: Good news\n", ""),
    "briefs/twice.md": GOOD.replace("summary:", "date: 2024-01-03\nsummary:"),
    "briefs/future.md": GOOD.replace("[2024-01-02: It goes", "[2124-01-02: It goes"),
    "briefs/actor.md": GOOD.replace("[aharon-haliva]", "[aharon-halva]"),
    "briefs/2024-01-01-same.md": GOOD,
    "briefs/2024-01-02-same.md": GOOD,
}
EXPECTED = {
    ("briefs/broken.md", "B103"),
    ("briefs/untitled.md", "B201"),
    ("briefs/twice.md", "B104"),
    ("briefs/future.md", "B401"),
    ("briefs/actor.md", "B301"),
    ("briefs/2024-01-02-same.md", "B306"),
}
PLACES = {"B104": (4, 1), "B301": (5, 10), "B401": (6, 9)}


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, bytes], Built]:
    """Give a good build, the files it left, and a build of the same project with all faults."""
    project = tmp_path_factory.mktemp("spoilt")
    alone = GOOD.replace("It goes well", "Peace is made")
    write(project, {"briefs/actors.yml": ACTORS, "briefs/good.md": alone})
    good = build(project)
    left = good.files()
    write(project, FAULTS)
    return good, left, build(project)


def check(project: Path, *words: str) -> tuple[int, str]:
    """The exit status and output of `briefs check`."""
    return run([*BRIEFS, "check", *words], project)


def errors(output: str) -> set[tuple[str, str]]:
    return {(path, code) for path, _, _, kind, code in problems_in(output) if kind == "error"}


def test_every_fault_of_every_file_is_told_in_one_run(spoilt: tuple) -> None:
    good, _, bad = spoilt
    assert good.status == 0, good.output
    assert bad.status != 0
    assert errors(bad.output) == EXPECTED


def test_faults_are_told_at_their_place(spoilt: tuple) -> None:
    found = {code: (line, col) for _, line, col, _, code in problems_in(spoilt[2].output)}
    for code, place in PLACES.items():
        assert found[code] == place


def test_a_fault_comes_with_its_line_a_caret_and_help(spoilt: tuple) -> None:
    rows = spoilt[2].output.splitlines()
    (number,) = [n for n, row in enumerate(rows) if "error[B301]" in row]
    line, caret, help_row = rows[number + 1 : number + 4]
    assert line.strip() == "actors: [aharon-halva]"
    start = line.index("aharon-halva")
    assert caret == " " * start + "^" * len("aharon-halva")
    assert help_row.strip() == "help: Did you mean aharon-haliva?"


def test_no_traceback_is_shown(spoilt: tuple) -> None:
    assert "Traceback" not in spoilt[2].output
    assert 'File "' not in spoilt[2].output
    assert "the site was not built" in spoilt[2].output


def test_the_old_site_stays_as_it_was(spoilt: tuple) -> None:
    _, left, bad = spoilt
    assert left
    assert bad.files() == left


def test_the_other_host_tells_the_same(spoilt: tuple) -> None:
    other = build(spoilt[2].project, HOSTS[1])
    assert other.status != 0
    assert problems_in(other.output) == problems_in(spoilt[2].output)


def test_the_check_tells_the_same(spoilt: tuple) -> None:
    status, output = check(spoilt[2].project)
    assert status == 1
    # The check adds advice to editors (B5), which stops no build.
    told = [row for row in problems_in(output) if not row[4].startswith("B5")]
    assert told == [row for row in problems_in(spoilt[2].output) if not row[4].startswith("B5")]
    assert "Did you mean aharon-haliva?" in output
    assert "Traceback" not in output


def test_the_check_of_one_file_tells_of_that_file(spoilt: tuple) -> None:
    project = spoilt[2].project
    status, output = check(project, "briefs/twice.md")
    assert status == 1
    assert errors(output) == {("briefs/twice.md", "B104")}
    status, output = check(project, "briefs/good.md")
    assert status == 0
    assert problems_in(output) == []


def test_the_check_can_be_run_from_below(spoilt: tuple) -> None:
    status, output = check(spoilt[2].project / "briefs", "good.md")
    assert (status, problems_in(output)) == (0, [])


def test_the_check_of_a_clean_folder_ends_well(make: Make) -> None:
    site = make({"briefs/actors.yml": ACTORS, "briefs/good.md": GOOD})
    for words in ((), ("--strict",)):
        status, output = check(site.project, *words)
        assert status == 0, output
        assert problems_in(output) == []
    assert check(site.project, "--no-such-option")[0] == 2
    assert check(site.project, "no-such-file.md")[0] == 2


UNKNOWN = GOOD.replace("summary:", "sumary: All is well.\nx_mine: kept\nsummary:")


def test_warnings_count_only_when_strict(tmp_path: Path) -> None:
    write(tmp_path, {"briefs/actors.yml": ACTORS, "briefs/odd.md": UNKNOWN})
    status, output = check(tmp_path)
    assert status == 0
    assert problems_in(output) == [("briefs/odd.md", 4, 1, "warning", "B203")]
    assert "summary" in output.partition("help:")[2]
    assert check(tmp_path, "--strict")[0] == 1
    assert build(tmp_path).status != 0
    loose = run([sys.executable, "-m", "mkdocs", "build", "-f", "mkdocs.yml"], tmp_path)
    assert loose[0] == 0, loose[1]
    assert "B203" in loose[1]
    assert (tmp_path / "site/briefs/odd/index.html").is_file()


BARE = (
    "---\ntitle: Bare\ndate: 2024-01-02\nsources: [The minutes]\n---\n\nThe first words stand in.\n"
)


def test_what_a_site_requires_is_an_error_when_missing(tmp_path: Path) -> None:
    write(tmp_path, {"briefs/bare.md": BARE})
    assert {code for *_, code in problems_in(check(tmp_path)[1])} == {"B202"}
    assert check(tmp_path)[0] == 0
    strict = config(briefs="today: 2024-06-01, require: [actors]")
    write(tmp_path, {"mkdocs.yml": strict})
    status, output = check(tmp_path)
    assert status == 1
    assert errors(output) == {("briefs/bare.md", "B202")}
    assert errors(build(tmp_path).output) == {("briefs/bare.md", "B202")}


NASTY = {
    "empty": b"",
    "no-front-matter": b"Just words.\n",
    "binary": bytes(range(256)),
    "nul": b"---\ntitle: A\x00B\ndate: 2024-01-02\n---\n",
    "latin": "---\ntitle: Caf\xe9\ndate: 2024-01-02\n---\n".encode("latin-1"),
    "anchor": b"---\ntitle: &a A\ndate: 2024-01-02\nsummary: *a\n---\n",
    "tag": b"---\ntitle: !!python/object/apply:os.system [id]\ndate: 2024-01-02\n---\n",
    "list": b"---\n- title\n---\n",
    "deep": b"---\ntitle: A\ndate: 2024-01-02\nx_deep: " + b"[" * 5000 + b"\n---\n",
    "script": b"---\ntitle: A\ndate: 2024-01-02\nsources: [{url: 'javascript:1'}]\n---\n",
    "slug": b"---\ntitle: A\ndate: 2024-01-02\nslug: ../../etc\n---\n",
}


def test_any_bytes_end_in_a_clear_problem(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"briefs/{name}.md": data for name, data in NASTY.items()}
    write(tmp_path, files)
    site = build(tmp_path)
    assert site.status != 0
    assert "Traceback" not in site.output
    assert {path for path, _ in errors(site.output)} == set(files)


MARKUP = """---
title: A title & "words"
date: 2024-01-02
summary: Says "<script>alert(1)</script>" and {{ config.title }}
actors: [{name: 'Odd <img src=x onerror=alert(1)>', kind: person, id: odd}]
dates: [2024-01-02: '<i>It</i> happens']
implications: [{label: '</script><script>alert(1)', text: "{% raw %} [a](javascript:alert(1))"}]
---

Body.
"""


def test_front_matter_is_text_everywhere(tmp_path: Path) -> None:
    write(tmp_path, {"briefs/markup.md": MARKUP})
    status, output = run([sys.executable, "-m", "mkdocs", "build", "-f", "mkdocs.yml"], tmp_path)
    assert status == 0, output
    site = Built(tmp_path, status, output)
    page = site.page("briefs/markup/")
    assert page.article.one("h1").text == 'A title & "words"'
    assert page.meta("og:title") == 'A title & "words"'
    said = 'Says "<script>alert(1)</script>" and {{ config.title }}'
    assert page.meta("description") == page.meta("og:description") == said
    for words in (said, "{% raw %}", "</script><script>alert(1)", "<i>It</i> happens"):
        assert words in page.article.text
    for path in (
        "",
        "briefs/markup/",
        "actors/odd/",
        "timeline/",
        "timeline/2024/",
        "implications/",
        "briefs/",
    ):
        for node in site.page(path):
            assert "onerror" not in node.attrs
            assert not node.attrs.get("href", "").startswith("javascript:")
            if node.tag == "script" and node.attrs.get("type") != "application/ld+json":
                assert "alert(1)" not in "".join(map(str, node.children))


@pytest.mark.parametrize("time", ["", "yesterday", "99999999999999"])
def test_a_time_that_nobody_can_read_is_named(tmp_path: Path, time: str) -> None:
    write(tmp_path, {"briefs/good.md": GOOD, "briefs/actors.yml": ACTORS})
    environ = os.environ | QUIET | {"SOURCE_DATE_EPOCH": time}
    told = run_program("mkdocs", ["build"], tmp_path, environ)
    assert told.returncode == 1
    assert f"SOURCE_DATE_EPOCH is {time!r}; expected are whole seconds" in told.stderr
    assert "Traceback" not in told.stderr
