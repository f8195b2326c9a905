"""From a folder to a library, and what is wrong on the way."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import os
import weakref
from pathlib import Path

import pytest

from mkdocs_briefs.builder import pipeline
from mkdocs_briefs.builder.pipeline import Reader, find_project, read_settings, today
from mkdocs_briefs.pages.plan import Plan
from support.briefs import SETTINGS

GOOD = """---
title: {title}
date: {day}
summary: S.
actors: [iran]
dates: [2024-01-01: E]
implications: [I]
{more}
---

Body.
"""


def put(
    project: Path, name: str, title: str = "T", day: str = "2024-04-22", more: str = ""
) -> None:
    (project / "briefs").mkdir(exist_ok=True)
    (project / "briefs" / name).write_text(GOOD.format(title=title, day=day, more=more), "utf-8")


def test_an_empty_project_loads() -> None:
    loaded = Reader().load(Path("/nonexistent"), SETTINGS)
    assert loaded.problems == ()
    assert [*Plan(loaded.library).pages()]


def test_problems_come_in_the_order_of_files_and_lines_with_their_line(tmp_path: Path) -> None:
    put(tmp_path, "b.md", more="related: [nowhere-at-all]\ntopics: [x]")
    put(tmp_path, "a.md", more="related: [also-nowhere]")
    (tmp_path / "briefs" / "actors.yml").write_text("iran: Iran\n")
    loaded = Reader().load(tmp_path, SETTINGS)
    found = [(p.code, p.location.path, p.location.line) for p in loaded.problems]
    assert found == [("B302", "briefs/a.md", 8), ("B302", "briefs/b.md", 8)]
    assert "related: [also-nowhere]" in loaded.report(loaded.problems[0])
    assert "related: [nowhere-at-all]" in loaded.report(loaded.problems[1])
    assert "related: [also-nowhere]" in loaded.report(loaded.problems[0])


def test_an_unchanged_file_is_parsed_once(tmp_path: Path, monkeypatch) -> None:
    put(tmp_path, "a.md")
    put(tmp_path, "b.md")
    parsed: list[str] = []
    real = pipeline.parse_brief

    def counted(data, file, uri, settings):
        parsed.append(file)
        return real(data, file, uri, settings)

    monkeypatch.setattr(pipeline, "parse_brief", counted)
    reader = Reader()
    first = reader.load(tmp_path, SETTINGS)
    second = reader.load(tmp_path, SETTINGS)
    assert parsed == ["briefs/a.md", "briefs/b.md"]
    assert second.library.briefs == first.library.briefs
    put(tmp_path, "b.md", title="Changed")
    third = reader.load(tmp_path, SETTINGS)
    assert parsed[2:] == ["briefs/b.md"]
    assert {b.fields.title for b in third.library.briefs} == {"T", "Changed"}


def test_a_library_is_freed_without_the_collector(tmp_path: Path) -> None:
    put(tmp_path, "a.md", more="actors: [iran]\ndates: [2024-01-01: It happened]\nrelated: [b]")
    put(tmp_path, "b.md", more="actors: [iran]")
    loaded = Reader().load(tmp_path, SETTINGS)
    plan = Plan(loaded.library)
    assert [*plan.pages()]
    library = weakref.ref(loaded.library)
    gc.disable()
    try:
        del loaded, plan
        assert library() is None
    finally:
        gc.enable()


def test_what_is_wrong_with_a_held_brief_is_known_before_its_day(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    put(tmp_path, "later.md", day="2025-01-01", more="related: [nowhere-at-all]")
    put(tmp_path, "draft.md", more="draft: true\nrelated: [later]")
    (tmp_path / "briefs" / "actors.yml").write_text("iran: Iran\n")
    loaded = Reader().load(tmp_path, SETTINGS)
    found = [(p.code, p.location.path) for p in loaded.problems]
    assert found == [
        ("B403", "briefs/draft.md"),
        ("B403", "briefs/later.md"),
        ("B302", "briefs/later.md"),
    ]
    assert [b.slug for b in loaded.library.briefs] == ["a"]


def test_any_bytes_load(tmp_path: Path) -> None:
    (tmp_path / "briefs" / "actors").mkdir(parents=True)
    for number, data in enumerate([b"", b"\xff\xfe", b"---\n", b"\x00" * 50, b"---\na: [\n---\n"]):
        (tmp_path / "briefs" / f"{number}.md").write_bytes(data)
        (tmp_path / "briefs" / "actors" / f"x{number}.md").write_bytes(data)
    (tmp_path / "briefs" / "topics.yml").write_bytes(b"- \xff: [")
    loaded = Reader().load(tmp_path, SETTINGS)
    assert {p.location.path for p in loaded.problems} >= {f"briefs/{n}.md" for n in range(5)}
    assert all(loaded.report(problem) for problem in loaded.problems)
    assert [*Plan(loaded.library).pages()]


@pytest.mark.parametrize(
    ("epoch", "day"), [("0", dt.date(1970, 1, 1)), ("1713780000", dt.date(2024, 4, 22))]
)
def test_the_day_comes_from_the_environment(epoch: str, day: dt.date) -> None:
    assert today({"SOURCE_DATE_EPOCH": epoch}) == day


@pytest.mark.parametrize("epoch", ["", "yesterday", "-1", "٣", "9" * 30])
def test_without_a_usable_epoch_the_clock_counts(epoch: str) -> None:
    now = dt.datetime.now(dt.UTC).date()
    assert abs(today({"SOURCE_DATE_EPOCH": epoch}) - now) <= dt.timedelta(days=1)


def test_a_project_is_found_from_below_and_its_options_read(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: N\nplugins:\n  - briefs: {briefs_dir: news/, today: 2024-02-03, require: [summary]}\n"
    )
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_project(deep) == tmp_path
    settings = read_settings(tmp_path)
    assert (settings.site_name, settings.briefs_dir) == ("N", "news")
    assert settings.require == {"summary"}
    assert str(settings.today) == "2024-02-03"


def test_without_a_configuration_there_are_defaults(tmp_path: Path) -> None:
    found = read_settings(tmp_path)
    assert dataclasses.replace(found, today=SETTINGS.today).briefs_dir == "briefs"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_many_files_are_read_the_same_by_one_process_and_by_two(
    tmp_path: Path, monkeypatch
) -> None:
    # Private, as no option says from how many files on it is worth two processes.
    monkeypatch.setattr(pipeline, "_MIN_FILES", 20)
    for number in range(30):
        put(tmp_path, f"b{number:03}.md", f"Brief {number}", more="x_own: {a: 1}\nupdates: [nil]")
    (tmp_path / "briefs" / "actors.yml").write_text("iran: Iran\n")
    parsers = []
    parallel_map = pipeline.parallel_map

    def spreads(count, work, workers):
        parsers.append(workers)
        return parallel_map(count, work, workers)

    monkeypatch.setattr(pipeline, "parallel_map", spreads)
    found = []
    for workers in (1, 2):
        monkeypatch.setattr(pipeline, "processes", lambda workers=workers: workers)
        found.append(Reader().load(tmp_path, SETTINGS))
    one, two = found
    assert parsers == [1, 2]
    assert len(one.library.briefs) == 30
    assert (one.library.briefs, one.problems) == (two.library.briefs, two.problems)
    assert [*Plan(one.library).pages()] == [*Plan(two.library).pages()]
    dates = {id(each.fields.dates[0].date) for each in two.library.briefs}
    assert len(dates) == 1  # of equal dates there is one, wherever they were read
