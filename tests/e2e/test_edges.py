"""Edges at which a site once broke: odd years, late failures, shared addresses, dead links."""

from __future__ import annotations

import pytest

from support.crawl import crawl
from support.sites import build, config, problems_in, write


def brief(
    title="Now",
    date="2024-02-03",
    more="",
    body="Words.",
    actors="[{name: Ann Other, kind: person}]",
):
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\nactors: {actors}\ndates: [2024-02-03: Ann writes]\nimplications: [Nothing.]\nsources: [The minutes]\n{more}\n---\n\n{body}\n"


@pytest.mark.parametrize(
    "text", [brief(date="1965-01-02"), brief(more="updates: [{date: 2110-01-01, text: x}]")]
)
def test_any_year_builds_or_is_a_problem(make, text):
    assert "Traceback" not in make({"briefs/a.md": text}).output


def test_a_build_that_fails_late_leaves_the_old_site(tmp_path):
    write(tmp_path, {"briefs/a.md": brief()})
    old = build(tmp_path).files()
    hook = "def on_page_markdown(text, **more):\n    raise RuntimeError\n"
    write(tmp_path, {"hook.py": hook, "mkdocs.yml": config(more="hooks: [hook.py]")})
    assert build(tmp_path).files() == old


def test_an_unknown_marker_in_a_brief_is_a_warning(make):
    site = make({"briefs/a.md": brief(body="A.\n\n<!-- briefs:timelin -->\n\nB.")})
    assert site.status != 0
    assert "B311" in site.output


def test_a_page_and_a_brief_of_one_address_are_a_problem(make):
    site = make({"briefs/now.md": brief(), "docs/briefs/now.md": "# Own page\n"})
    assert site.status != 0


def test_a_marker_at_the_end_of_a_paragraph_leaves_sound_html(make):
    assert (
        crawl(
            make({"briefs/a.md": brief(), "docs/p.md": "# P\n\nSee: <!-- briefs:list -->\n"}).folder
        ).broken
        == []
    )


def test_the_longest_of_overlapping_names_wins(make):
    actors = "bank: {name: Bank of Ostia, kind: organization, aliases: [the Bank]}\nostia: {name: Ostia, kind: state}\n"
    site = make(
        {
            "briefs/actors.yml": actors,
            "briefs/a.md": brief(actors="[bank]", body="Then the Bank of Ostia spoke."),
        }
    )
    assert site.page("briefs/a/").article.paragraph("Then the").links == [
        ("Bank of Ostia", "../../actors/bank/")
    ]


@pytest.mark.parametrize(
    "more", ["why_it_matters: 'see [y](nope.png)'", "why_it_matters: 'see [x](nope.md)'"]
)
def test_a_dead_link_in_a_field_is_a_problem(make, more):
    assert make({"briefs/a.md": brief(more=more)}).status != 0


def test_a_dead_anchor_of_a_wikilink_is_a_problem(make):
    site = make({"briefs/a.md": brief(body="[[then#nowhere]]"), "briefs/then.md": brief("Then")})
    assert problems_in(site.output)


def test_underscores_inside_words_stay_in_descriptions(make):
    assert (
        make({"briefs/a.md": brief("the my_file_name case")}).page("briefs/a/").meta("description")
        == "About the my_file_name case."
    )
