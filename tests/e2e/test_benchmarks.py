"""`make bench` measures what it says, and a search finds briefs and not their copies."""

from __future__ import annotations

import json
import re
import shutil
import sys
from importlib import import_module
from pathlib import Path

import pytest

from support.engine import files_of
from support.newsroom import generator
from support.sites import ROOT, Built, build, run

CORPUS = generator()
import edits  # noqa: E402 - beside the generator, which is no package

BENCHMARK = import_module("run")

BRIEFS = [sys.executable, "-c", "from mkdocs_briefs.cli.app import main; main()"]
MEASURED = [
    *("cold", "nothing changed", "a body", "a title", "a summary", "an actor added to a brief"),
    *("a new brief", "a brief deleted", "a registry name", "the next day", "site gone"),
    *("preview: body saved", "preview: front matter saved"),
]
"""The rows of our table."""


@pytest.mark.parametrize("layout", CORPUS.LAYOUTS)
def test_a_newsroom_is_written_the_same_for_the_same_seed(layout: str) -> None:
    files, again = (dict(CORPUS.LAYOUTS[layout](CORPUS.Newsroom(12, 3))) for _ in range(2))
    assert files == again
    assert files != dict(CORPUS.LAYOUTS[layout](CORPUS.Newsroom(12, 4)))
    briefs = [text for name, text in files.items() if re.search(r"briefs/[^/]+-\d+\.md$", name)]
    assert len(briefs) == 12
    assert not any("<actor:" in text or "<brief:" in text for text in files.values())


def test_bodies_are_long_and_actors_grow_as_the_root_of_briefs() -> None:
    few, many = (CORPUS.Newsroom(briefs) for briefs in (25, 100))
    assert len(many.actors) == 2 * len(few.actors)
    words = [len(brief.text(lambda _, ident: ident).split()) for brief in many.briefs.values()]
    assert 700 < sum(words) / len(words) < 850


def test_a_site_of_made_up_briefs_has_no_problems(tmp_path: Path) -> None:
    CORPUS.write_site(tmp_path, 12)
    status, output = run([*BRIEFS, "check"], tmp_path)
    assert status == 0
    assert output.startswith("15 files: 0 errors, 0 warnings")


def test_all_links_of_the_plain_pages_lead_somewhere(tmp_path: Path) -> None:
    room = CORPUS.write_site(tmp_path, 12, layout="plain")
    settings = tmp_path / "mkdocs.yml"
    strict = "validation: {links: {not_found: warn, anchors: warn, unrecognized_links: warn}}\n"
    settings.write_text(settings.read_text("utf-8") + strict, "utf-8")
    built = build(tmp_path)
    assert built.status == 0, built.output
    brief = next(brief for brief in room.briefs.values() if brief.follows)
    page = built.read(f"briefs/{brief.slug}/")
    told = (brief.summary, brief.advice, brief.events[0].text, brief.developments[0].resolves_if)
    assert all(words in page for words in told)
    actor = next(iter(brief.roles))
    assert brief.title in built.read(f"actors/{actor}/")
    assert brief.title in built.read(f"topics/{brief.topics[0]}/")
    assert brief.events[0].text in built.read("timeline/")


def test_each_edit_that_is_measured_changes_a_site_and_leaves_no_error(tmp_path: Path) -> None:
    CORPUS.write_site(tmp_path, 12)
    site = edits.Site(tmp_path, "briefs")
    assert {"cold", *edits.EDITS} < {*MEASURED}
    for case in edits.EDITS:
        before = files_of(tmp_path), site.day
        site.edit(case)
        assert (files_of(tmp_path), site.day) != before
    status, output = run([*BRIEFS, "check"], tmp_path)
    assert status == 0, output


def test_the_benchmark_measures_every_tool_and_writes_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "results.md"
    words = ["6", "--without", "pelican", "--tool", f"hugo={shutil.which('false')}"]
    words += ["--saves", "1", "--write", str(page)]
    words += [f"--case={case}" for case in ("nothing changed", "a body", "briefs check")]
    monkeypatch.setattr(sys, "argv", ["run.py", *words])
    monkeypatch.setattr(
        BENCHMARK, "warm_up", lambda *_: None
    )  # a build of each tool that is not measured
    BENCHMARK.main()
    ours, others, facts = capsys.readouterr().out.split("\n\n")
    made = {}
    for line in ours.splitlines()[2:]:
        case, *cells = re.split(r"  +", line)
        made[case] = cells[-1]
        assert all(float(cell.replace(",", "")) >= 0 for cell in cells if cell != "-")
    assert [*made] == ["cold", "nothing changed", "a body", *MEASURED[-2:]]
    assert made["nothing changed"] == "0"
    assert int(made["cold"]) > 6
    assert int(made["a body"]) > 0
    assert made["preview: body saved"] == "-"
    title, head, plain, *peers = others.splitlines()
    assert title == "Other tools"
    assert head.split()[-2:] == ["site", "MB"]
    assert re.split(r"  +", plain)[0] == "plain: cold"
    assert re.split(r"  +", plain)[2] == re.split(r"  +", plain)[4] == "1.000"
    cases = [re.split(r"  +", row)[0].partition(": ")[::2] for row in peers]
    assert [case for tool, case in cases if tool == "plain"] == ["a body"]
    assert [case for tool, case in cases if tool == "zensical"] in ([], ["cold", "a body"])
    assert "\nNo hugo: it failed (cold): exit status 1" in facts
    assert "\nNo pelican: not asked for" in facts
    assert re.search(r"\nbriefs check: [\d.]+ s CPU", facts)
    assert re.search(r"\nmkdocs serve: .* body saved, median of 1, at most [\d.]+ s", facts)
    written = page.read_text("utf-8")
    assert "\n## Other tools\n\n|  | CPU s |" in written
    assert f"| {' | '.join(re.split(r'  +', plain))} |" in written
    assert "python benchmarks/run.py 6 --without pelican --tool hugo=PATH --saves 1 " in written
    assert str(tmp_path) not in written


def test_the_benchmarks_page_explains_every_row() -> None:
    told = (ROOT / "docs" / "contributing" / "benchmarks.md").read_text("utf-8")
    assert re.findall(r"(?m)^\| ([\w :]+) \|.*\| (?:all|briefs) \|$", told) == MEASURED


def test_a_dossier_is_found_by_its_own_words_and_not_by_those_of_briefs(
    story_searched_by_the_theme: Built,
) -> None:
    index = story_searched_by_the_theme.read("search/search_index.json")
    rows = json.loads(index)["docs"]
    dossiers = [row for row in rows if row["location"].startswith(("actors/", "topics/"))]
    mayor = [row for row in dossiers if row["location"].startswith("actors/mayor/")]
    assert any("the mayor of Lowhaven" in row["text"] for row in mayor)
    briefs = [row for row in rows if row["location"].startswith("briefs/")]
    for row in briefs:
        if "/#timeline" in row["location"] or "/#outlook" in row["location"]:
            assert all(row["text"] != other["text"] for other in dossiers)
    places = [row["location"] for row in dossiers]
    assert not [
        place for place in places if place.endswith(("#timeline", "#outlook", "#in-briefs"))
    ]
    assert all(row["title"] and row["text"] for row in dossiers), dossiers
