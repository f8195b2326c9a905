"""`briefs compare` and `briefs doctor --format markdown`, as a person or a job reads them."""

from __future__ import annotations

import json

import pytest

from mkdocs_briefs.cli.guard import MAX_ROWS


@pytest.fixture
def sites(tmp_path, monkeypatch):
    """Give a folder with two built sites, which is the current folder."""
    for name, pages in (("old", {"a": "One", "b": "Two"}), ("new", {"a": "Uno", "c": "x `y` <z>"})):
        for page, text in pages.items():
            file = tmp_path / name / page / "index.html"
            file.parent.mkdir(parents=True)
            file.write_text(f"<h1>{text.replace('<', '&lt;')}</h1>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_compare_lists_pages_for_people(sites, briefs):
    result = briefs("compare", "old", "new")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "new      c/  x `y` <z>",
        "changed  a/  Uno",
        "gone     b/  Two",
    ]
    assert result.stderr == (
        "2 pages: 1 new, 1 changed, 1 gone (differing besides: 0 pages outside the content, 0 files)\n"
    )


def test_compare_is_read_by_programs(sites, briefs):
    found = json.loads(briefs("compare", "old", "new", "--format", "json").stdout)
    assert found["gone"] == [{"address": "b/", "heading": "Two"}]
    assert (found["pages"], found["unseen"], found["others"]) == (2, 0, 0)


def test_words_of_pages_are_no_markdown_in_a_summary(sites, briefs):
    told = briefs("compare", "old", "new", "--format", "markdown").stdout
    assert "### New\n\n- `c/`: ``x `y` <z>``\n" in told
    assert told.startswith("## Changed pages\n\n2 pages: 1 new, 1 changed, 1 gone")


def test_a_summary_stays_short(sites, briefs):
    for number in range(MAX_ROWS + 2):
        (sites / "new" / f"p{number}.html").write_text("x")
    told = briefs("compare", "old", "new", "--format", "markdown").stdout
    assert told.count("\n- `p") == MAX_ROWS - 1
    assert "\n- and 3 more\n" in told


def test_compare_needs_two_folders(sites, briefs):
    result = briefs("compare", "old", "missing")
    assert result.exit_code == 2
    assert "'missing' does not exist" in result.stderr


def test_doctor_sums_up_in_markdown_and_looks_at_the_site_it_is_shown(site, briefs):
    (site / "mkdocs.yml").write_text("plugins: [search, briefs, '```']\n")
    (site / "public").mkdir()
    (site / "public" / "index.html").write_text("x" * 100_000)
    told = briefs("doctor", "--site", "public", "--format", "markdown").stdout
    assert told.startswith("## The site, looked over\n\n0 problems, ")
    assert "the built site in public/ has 0.1 MB in 1 file: 0.0% of what GitHub Pages takes" in told
    assert "\n````text\n" in told
    assert told.endswith("\n````\n")
