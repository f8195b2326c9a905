"""`briefs import` as an author meets it."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_briefs.cli.app import main

ARTICLE = """Harbour master leaves his post. Nobody follows him yet.
Jon Roe left on 22 April 2024. Acme Shipping praised Jon Roe.
#harbour #ships
Long-Term Implications:
- Order: Ships may wait longer.
"""
JEKYLL = """---
layout: post
title: Bridge closed
date: 2024-04-22
tags: [bridge]
---
The bridge is {{ page.state }}.
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / "mkdocs.yml").write_text("site_name: T\nplugins: [briefs]\n")
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "actors.yml").write_text("jon-roe: {name: Jon Roe, kind: person}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717200000")  # 1 June 2024
    return tmp_path


def briefs(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def drafts(site):
    return sorted(path.name for path in (site / "briefs").rglob("*.md"))


def test_an_article_becomes_a_draft_that_passes_the_check(site):
    (site / "article.txt").write_text(ARTICLE)
    result = briefs("import", "article.txt")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == str(
        Path("briefs") / "2024-06-01-harbour-master-leaves-his-post.md"
    )
    assert "  confirm date: date of this brief; set the day you publish" in result.stdout
    text = (site / "briefs" / drafts(site)[0]).read_text()
    assert "\n  - jon-roe\n" in text
    assert "# - {name: Acme Shipping, kind: person}" in text
    assert "draft: true" in text
    checked = briefs("check")
    assert checked.exit_code == 0, checked.output


def test_pages_of_other_generators_are_told_apart(site):
    (site / "2024-04-22-bridge.md").write_text(JEKYLL)
    (site / "hugo.md").write_text(
        '+++\ntitle = "Dam opens"\ndate = 2024-03-02\nweight = 3\n+++\nText.\n'
    )
    result = briefs("import", "2024-04-22-bridge.md", "hugo.md")
    assert result.exit_code == 0, result.output
    assert drafts(site) == ["2024-03-02-dam-opens.md", "2024-04-22-bridge.md"]
    assert "line 7 " in result.stdout
    assert 'x_weight: "3"' in (site / "briefs" / "2024-03-02-dam-opens.md").read_text()
    assert briefs("check").exit_code == 0


def test_nothing_is_ever_overwritten(site):
    (site / "article.txt").write_text(ARTICLE)
    assert briefs("import", "article.txt").exit_code == 0
    path = site / "briefs" / drafts(site)[0]
    path.write_text("mine")
    again = briefs("import", "article.txt")
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert path.read_text() == "mine"
    assert drafts(site) == [path.name]


def test_the_address_of_another_brief_is_not_taken(site):
    (site / "article.txt").write_text(ARTICLE)
    other = site / "briefs" / "2020-01-01-harbour-master-leaves-his-post.md"
    other.write_text("---\ntitle: T\ndate: 2020-01-01\n---\n")
    assert briefs("import", "article.txt").exit_code == 0
    assert drafts(site)[1] == "2024-06-01-harbour-master-leaves-his-post-2.md"
    assert briefs("check").exit_code == 0


def test_what_cannot_be_imported_is_told_in_a_line_and_the_rest_goes_on(site):
    (site / "article.txt").write_text(ARTICLE)
    (site / "empty.txt").write_text("\n")
    (site / "latin.txt").write_bytes("Été\n".encode("cp1252"))
    (site / "bad.md").write_text("---\ntitle: &a x\nother: *a\n---\nText.\n")
    (site / "folder").mkdir()
    os.mkfifo(site / "pipe")
    files = ("empty.txt", "latin.txt", "bad.md", "folder", "pipe", "missing.txt")
    result = briefs("import", *files, "article.txt")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == [*files]
    assert all(": not imported: " in line for line in lines)
    assert len(drafts(site)) == 1


def test_stdout_writes_nothing(site):
    (site / "article.txt").write_text(ARTICLE)
    result = briefs("import", "--stdout", "article.txt")
    assert result.exit_code == 0
    assert result.stdout.startswith("---\n# confirm: taken from the first sentence")
    assert drafts(site) == []


def test_to_names_another_folder(site):
    (site / "article.txt").write_text(ARTICLE)
    assert briefs("import", "--to", "briefs/inbox", "article.txt").exit_code == 0
    assert len([*(site / "briefs" / "inbox").iterdir()]) == 1


@pytest.mark.parametrize("words", [(), ("--from", "word", "a.txt"), ("--nonsense", "a.txt")])
def test_a_wrong_call_is_a_usage_error(site, words):
    assert briefs("import", *words).exit_code == 2
