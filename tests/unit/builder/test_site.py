"""Pages as a host gets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Reader, read_settings
from mkdocs_briefs.builder.site import Repository, Site
from mkdocs_briefs.pages.kinds.actors import ActorView
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.views import PageView
from support.briefs import SETTINGS
from support.sites import ROOT

THEME = ROOT / "plugins" / "mkdocs_briefs" / "theme"
BRIEF = """---
title: A talk
date: 2024-01-02
actors: [{name: Iran, kind: state}]
implications: [{label: Peace, text: It lasts., actors: [iran]}]
---

Words.
"""


def site(tmp_path: Path) -> Site:
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "a-talk.md").write_text(BRIEF, "utf-8")
    loaded = Reader().load(tmp_path, SETTINGS)
    return Site(loaded, [str(THEME)], Repository(), lambda _: None)


def views(made: Site) -> list[PageView]:
    return [spec.view() for spec in made.specs()]


def test_a_page_is_plain_text_whose_slices_cost_nothing(tmp_path) -> None:
    made = site(tmp_path)
    assert {type(made.page_html(view, "", None)[0]) for view in views(made)} == {str}


def test_only_a_dossier_marks_what_it_repeats(tmp_path) -> None:
    made = site(tmp_path)
    marked = {}
    for view in views(made):
        html, _ = made.page_html(view, "", None)
        marked[type(view)] = html.count('data-search-exclude="true"')
        if isinstance(view, ActorView):
            # Material's search makes a record of each heading with an id.
            parts = re.findall(r"<section[^>]*exclude.*?</section>", html, re.DOTALL)
            ids = [row for part in parts for row in re.findall(r"<h[1-6] id=[^>]*>", part)]
            assert ids
            assert all("data-search-exclude" in row for row in ids)
            rest = [re.sub(r"<(?:section|h[1-6])[^>]*>", "", part) for part in parts]
            assert not any("data-search-exclude" in part for part in rest)
    assert marked[ActorView] >= 4
    assert marked[BriefView] == 0


def test_the_search_finds_a_heading_under_the_id_that_its_page_gives_it(tmp_path) -> None:
    made = site(tmp_path)
    view = next(each for each in views(made) if isinstance(each, BriefView))
    html, body = made.page_html(view, '<h2 id="implications">Mine</h2>', None)
    assert 'id="implications" class="b-h2"' in html
    assert body == '<h2 id="implications_1">Mine</h2>'
    assert body in html


@pytest.mark.parametrize(
    "extensions", ["[toc: {slugify: !!python/name:a.b }]", "{toc: {separator: _}}"]
)
def test_a_check_knows_no_ids_of_headings_that_the_site_makes_itself(tmp_path, extensions) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\nmarkdown_extensions: {extensions}\n")
    assert read_settings(tmp_path).own_heading_ids
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: A\nmarkdown_extensions: [toc: {permalink: true}]\n"
    )
    assert not read_settings(tmp_path).own_heading_ids
