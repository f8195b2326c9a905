"""Pages as a host gets them."""

from __future__ import annotations

from pathlib import Path

from mkdocs_briefs.builder.pipeline import Reader
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
            assert (
                '<h3 id="a-talk/peace" class="b-label" dir="auto" data-search-exclude="true">'
                in html
            )
    assert marked[ActorView] >= 4
    assert marked[BriefView] == 0
