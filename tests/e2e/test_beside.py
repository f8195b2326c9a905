"""Briefs beside everything else a site may have: other pages, plugins, languages, kinds of address."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.crawl import crawl
from support.sites import Built, config, parse

Make = Callable[..., Built]


def brief(title: str, date: str = "2024-02-03", more: str = "", body: str = "Words.") -> str:
    return f"""---
title: {title}
date: {date}
summary: About {title}.
actors: [{{name: Ann Other, kind: person, role: Wrote it}}]
dates: [2024-02-03: Ann writes]
implications: [Nothing.]
{more}
---

{body}
"""


@pytest.fixture(scope="module")
def held(make: Make) -> Built:
    site = make(
        {
            "briefs/now.md": brief(
                "Now", more="redirect_from: [old-news, archive/then/, /a/b.html]"
            ),
            "briefs/later.md": brief("Later", date="2024-06-02"),
            "briefs/today.md": brief("Today", date="2024-06-01"),
            "briefs/draft.md": brief("Unfinished", more="draft: true"),
        }
    )
    assert site.status == 0, site.output
    return site


def test_drafts_and_briefs_of_tomorrow_are_left_out_everywhere(held: Built) -> None:
    files = held.files()
    assert "briefs/today/index.html" in files
    for slug in ("later", "draft"):
        assert not any(name.startswith(f"briefs/{slug}") for name in files)
    for name, data in files.items():
        if name.endswith((".html", ".xml", ".json")):
            assert b"About Later" not in data, name
            assert b"Unfinished" not in data, name


@pytest.mark.parametrize("old", ["briefs/old-news/", "archive/then/", "a/b.html"])
def test_an_old_address_leads_to_the_brief(held: Built, old: str) -> None:
    page = held.page(old)
    depth = old.count("/")
    target = "../" * depth + "briefs/now/" if not old.startswith("briefs/") else "../now/"
    refresh = page.one("meta", http_equiv="refresh").attrs["content"]
    assert refresh == f"0; url={target}"
    assert page.href("Now") == target
    assert page.meta("robots") == "noindex"
    assert crawl(held.folder).broken == []


def test_an_old_address_is_in_no_sitemap(held: Built) -> None:
    assert "old-news" not in held.read("sitemap.xml")


def test_a_brief_of_tomorrow_may_be_linked_and_appears_in_time(make: Make) -> None:
    files = {
        "briefs/now.md": brief("Now", body="See [[later|what comes]]."),
        "briefs/later.md": brief("Later", date="2024-06-02"),
    }
    early = make(files)
    assert early.status == 0, early.output
    assert "what comes" in early.page("briefs/now/").article.text
    assert crawl(early.folder).broken == []
    late = make({**files, "mkdocs.yml": config(briefs="today: 2024-06-02")})
    assert late.status == 0, late.output
    assert late.page("briefs/now/").article.href("what comes") == "../later/"


def test_a_page_of_the_site_wins_over_a_hub(make: Make) -> None:
    files = {"docs/timeline.md": "# Our own timeline\n", "docs/index.md": "# Home\n"}
    site = make({**files, "briefs/now.md": brief("Now")})
    assert site.status == 0, site.output
    assert site.page("timeline/").article.one("h1").text.startswith("Our own timeline")
    assert "Ann writes" in site.page("timeline/2024/").article.text
    assert crawl(site.folder).broken == []


@pytest.mark.parametrize("language", ["ar", "de"])
def test_a_site_in_another_language_builds(make: Make, language: str) -> None:
    site = make(
        {
            "mkdocs.yml": config(theme=f"name: material, language: {language}"),
            "briefs/now.md": brief("Now"),
            "briefs/other.md": brief("Autre", more="lang: fr", date="2024-02-04"),
        }
    )
    assert site.status == 0, site.output
    page = site.page("briefs/now/")
    assert page.one("html").attrs["lang"] == language
    assert page.one("body").attrs["dir"] == ("rtl" if language == "ar" else "ltr")
    assert crawl(site.folder).broken == []
    french = site.page("briefs/other/").article
    assert french.all(lang="fr")


def test_a_site_without_briefs_builds(make: Make) -> None:
    site = make({"docs/index.md": "# Home\n"})
    assert site.status == 0, site.output
    assert "There are no briefs yet." in site.page("briefs/").article.text
    assert crawl(site.folder).broken == []


def test_a_site_without_an_address_builds(make: Make) -> None:
    nameless = "site_name: The Harbour\ntheme: {name: material, font: false}\n"
    site = make(
        {"mkdocs.yml": nameless + "plugins: [search, briefs]\n", "briefs/now.md": brief("Now")}
    )
    assert site.status == 0, site.output
    page = parse(site.read("briefs/now/"))
    assert page.article.href("Ann Other") == "../../actors/ann-other/"
    assert not page.all("link", rel="canonical")


def test_briefs_may_lie_in_another_folder_and_in_folders(make: Make) -> None:
    site = make(
        {
            "mkdocs.yml": config(briefs="today: 2024-06-01, briefs_dir: content/news"),
            "content/news/2024/2024-02-03-now.md": brief("Now", body="![Map](map.svg) [[then]]"),
            "content/news/2023/then.md": brief("Then", date="2023-01-01"),
            "content/news/2024/map.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        }
    )
    assert site.status == 0, site.output
    assert site.page("briefs/now/").article.href("Then") == "../then/"
    assert crawl(site.folder).broken == []


def test_edit_and_report_links_lead_to_the_own_file_of_a_brief(make: Make) -> None:
    more = "repo_url: https://github.com/harbour/news\nedit_uri: edit/main/docs/\n"
    site = make({"mkdocs.yml": config(more=more), "briefs/2024-02-03-now.md": brief("Now")})
    assert site.status == 0, site.output
    hrefs = [href for _, href in site.page("briefs/now/").article.links]
    assert "https://github.com/harbour/news/edit/main/briefs/2024-02-03-now.md" in hrefs
    assert any(href.startswith("https://github.com/harbour/news/issues/new?") for href in hrefs)


def test_a_second_build_writes_the_same_bytes(make: Make) -> None:
    files = {"mkdocs.yml": config(), "briefs/now.md": brief("Now"), "docs/about.md": "# About\n"}
    one, other = make(files).files(), make(files).files()
    assert one.keys() == other.keys()
    assert {name for name in one if one[name] != other[name]} <= {"sitemap.xml.gz"}


def test_addresses_may_end_in_html(make: Make) -> None:
    site = make(
        {
            "mkdocs.yml": config(more="use_directory_urls: false"),
            "docs/about.md": "# About\n\n[[now]] and [a brief](briefs/now.md)\n",
            "briefs/now.md": brief("Now", body="See [about](../about.md) and [[then]]."),
            "briefs/then.md": brief("Then", date="2023-01-01"),
        }
    )
    assert site.status == 0, site.output
    seen = crawl(site.folder)
    assert seen.broken == []
    assert seen.followed > 100


def test_names_in_any_script_and_with_spaces_make_addresses_that_work(make: Make) -> None:
    site = make(
        {
            "briefs/2024-01-01-été.md": brief(
                "Summer", body="[East](東京.md) and [mine](My%20Note.md)"
            ),
            "briefs/東京.md": brief("East", body="[[été]] ![Map](a%20map.png)"),
            "briefs/My Note.md": brief("Mine"),
            "briefs/a map.png": b"not read",
        }
    )
    assert site.status == 0, site.output
    assert site.page("briefs/東京/").article.href("Summer") == "../%C3%A9t%C3%A9/"
    assert site.page("briefs/été/").article.href("mine") == "../my-note/"
    assert crawl(site.folder).broken == []


def test_a_heading_of_the_author_does_not_take_the_place_of_a_section(make: Make) -> None:
    site = make({"briefs/now.md": brief("Now", body="## Timeline\n\nHow it went.")})
    assert site.status == 0, site.output
    page = site.page("briefs/now/").article
    assert "Ann writes" in page.section("timeline").text
    assert page.section("timeline").one(id="timeline").text == "Timeline"
    assert "How it went." in page.text
