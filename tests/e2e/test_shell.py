"""The frame of every page of a built site, held against the Material that is installed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mkdocs_briefs.render.theme_fixes import WRONG
from support.sites import Built, Node

Make = Callable[..., Built]

CONFIG = """
site_name: The Harbour
site_url: https://news.example/explainers/
repo_url: https://forge.example/harbour/briefs
theme:
  name: material
  palette:
    - {{scheme: default, toggle: {{icon: material/weather-night, name: Dark}}}}
    - {{scheme: slate, toggle: {{icon: material/weather-sunny, name: Light}}}}
  features: [navigation.tabs, navigation.sections, navigation.indexes, navigation.top]
extra_javascript: [https://cdn.example/sums.js]
plugins:
  - search
  - briefs: {{today: 2024-06-01, search: material{more}}}
markdown_extensions: [tables]
hooks: [before.py]
nav:
  - index.md
  - Harbour: [harbour/index.md, harbour/piers.md, Ships: [harbour/tugs.md]]
  - accessibility.md
"""
BEFORE = """
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(200)
def on_post_page(output, *, page, config):
    path = Path(config.config_file_path).parent / "before" / page.file.dest_uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(output, encoding="utf-8")
"""
PAGE = "# {0}\n\n## First\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n## Second\n\nWords.\n"
BRIEF = """
---
title: Pilots walk out
date: 2024-03-04
summary: Short.
actors: [{name: Ann Other, kind: person}]
dates: [2024-03-04: They walk]
implications: [None.]
---

<script>document.title += "!"</script>
"""


def files(more: str = "") -> dict[str, str]:
    names = ("index", "harbour/index", "harbour/piers", "harbour/tugs", "accessibility")
    return {
        "mkdocs.yml": CONFIG.format(more=more),
        "before.py": BEFORE,
        "briefs/pilots.md": BRIEF,
        **{f"docs/{name}.md": PAGE.format(name) for name in names},
    }


@pytest.fixture(scope="module")
def site(make: Make) -> Built:
    built = make(files(", content_security_policy: site"))
    assert built.status == 0, built.output
    return built


@pytest.fixture(scope="module")
def plain(make: Make) -> Built:
    built = make(files())
    assert built.status == 0, built.output
    return built


def html(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "md-header" in text:  # a redirect has no frame
            yield path.relative_to(folder).as_posix(), text


def frame(text: str) -> str:
    """The page without what an author wrote."""
    return text[: text.index('class="md-content__inner')] + text[text.rindex("</article>") :]


def test_material_still_writes_what_is_fixed(site: Built) -> None:
    before = [frame(text) for _, text in html(site.project / "before")]
    assert len(before) > 10
    unseen = [wrong.pattern for wrong in WRONG if not any(map(wrong.search, before))]
    assert unseen == [], "Material's markup has changed: change the fix, or drop it"


def test_nothing_of_it_is_left(site: Built) -> None:
    left = [
        (name, wrong.pattern)
        for name, text in html(site.folder)
        for wrong in WRONG
        if wrong.search(frame(text))
    ]
    assert left == []


def pages(site: Built) -> Iterator[tuple[str, Node]]:
    for name, _ in html(site.folder):
        yield name, site.page(name)


def test_every_page_begins_with_a_way_past_the_header(site: Built) -> None:
    for name, page in pages(site):
        first = next(
            node for node in page.one("body") if node.tag in ("a", "input", "button", "select")
        )
        assert first.attrs["class"] == "md-skip", name
        assert first.attrs["href"] == "#__content", name
        assert page.article.attrs["id"] == "__content", name


def test_labels_and_names_lead_to_something(site: Built) -> None:
    controls = ("input", "button", "select", "textarea")
    for name, page in pages(site):
        ids = [node.attrs["id"] for node in page if "id" in node.attrs]
        assert len(ids) == len(set(ids)), name
        held = {node.attrs.get("id") for node in page if node.tag in controls}
        for label in page.all("label"):
            assert label.attrs.get("for") in {None, *held}, (name, label.attrs)
        for node in page:
            assert set(node.attrs.get("aria-labelledby", "").split()) <= set(ids), name
            assert node.attrs.get("tabindex") in (None, "0", "-1"), (name, node.attrs)
            if node.tag == "nav":
                assert "aria-expanded" not in node.attrs, name
            if node.attrs.get("role") == "dialog":
                assert node.attrs["aria-label"] == "Search", name


def test_sections_are_named_by_their_titles(site: Built) -> None:
    page = site.page("harbour/tugs/")
    toggles = [node for node in page.all("input") if node.attrs.get("id", "").startswith("__nav_")]
    names = [page.one(id=node.attrs["aria-labelledby"]).text for node in toggles]
    assert names == ["Harbour", "Ships"]


def test_the_footer_leads_to_corrections_and_the_statement(site: Built) -> None:
    for name, root in (
        ("index.html", ""),
        ("briefs/pilots/", "../../"),
        ("404.html", "/explainers/"),
    ):
        links = site.page(name).one("nav", class_="b-foot").links
        assert links == [
            ("Corrections", f"{root}corrections/"),
            ("Accessibility", f"{root}accessibility/"),
            ("RSS", f"{root}feed.xml"),
            ("Calendar", f"{root}calendar.ics"),
        ]


def rules(text: str) -> dict[str, list[str]]:
    found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert len(found) == 1
    return {one.split(" ")[0]: one.split(" ")[1:] for one in found[0].split("; ")}


def test_every_page_allows_just_the_scripts_that_stand_in_it(site: Built) -> None:
    for name, text in html(site.folder):
        allowed = {one for one in rules(text)["script-src"] if one.startswith("'sha256-")}
        scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
        assert scripts, name
        assert allowed == {f"'sha256-{base64.b64encode(one).decode()}'" for one in digests}, name
    assert 'document.title += "!"' in site.read("briefs/pilots/")


def test_hosts_that_the_site_configured_are_allowed(site: Built) -> None:
    ours, other = rules(site.read("briefs/pilots/")), rules(site.read("harbour/piers/"))
    assert "https://cdn.example" in ours["script-src"]
    assert "https://cdn.example" in other["script-src"]
    assert "https://fonts.googleapis.com" in other["style-src"]
    assert "https://fonts.gstatic.com" in other["font-src"]
    assert not any("fonts" in one for one in [*ours["style-src"], *ours["font-src"]])


def test_our_pages_load_from_their_own_host(site: Built) -> None:
    for name in ("briefs/pilots/", "briefs/", "404.html"):
        page = site.page(name)
        loaded = [
            node.attrs.get("src") or node.attrs.get("href", "")
            for node in page
            if node.tag in ("script", "img", "iframe")
            or (
                node.tag == "link" and node.attrs.get("rel") in ("stylesheet", "preconnect", "icon")
            )
        ]
        assert {url for url in loaded if "//" in url} == {"https://cdn.example/sums.js"}
        assert not page.all(data_md_component="source")
    assert site.page("harbour/piers/").all(href="https://forge.example/harbour/briefs")


def test_by_default_the_policy_is_on_our_pages_alone(plain: Built) -> None:
    assert rules(plain.read("briefs/pilots/"))
    assert rules(plain.read("404.html"))
    assert "Content-Security-Policy" not in plain.read("harbour/piers/")
    assert plain.page("harbour/piers/").all(data_md_component="source")


def test_the_page_for_unknown_addresses_leads_on_from_any_depth(site: Built) -> None:
    page = site.page("404.html")
    assert page.one("title").text == "Page not found - The Harbour"
    assert page.meta("robots") == "noindex"
    assert page.article.one("h1").text == "Page not found"
    links = dict(page.article.links)
    assert links["Pilots walk out"] == "/explainers/briefs/pilots/"
    assert links["Timeline"] == "/explainers/timeline/"
    assert page.article.one("form").attrs["action"] == "/explainers/search/"
    addresses = [
        node.attrs[key] for node in page for key in ("href", "src", "action") if key in node.attrs
    ]
    assert [url for url in addresses if not re.match(r"/explainers/|#|https?://", url)] == []


def test_without_policies_and_with_a_page_of_its_own_for_unknown_addresses(make: Make) -> None:
    own = '{% extends "main.html" %}{% block content %}<h1>Adrift</h1>{% endblock %}'
    texts = files(", content_security_policy: off")
    theme = "material\n  custom_dir: over\n"
    texts["mkdocs.yml"] = texts["mkdocs.yml"].replace("material\n", theme, 1)
    built = make({**texts, "over/404.html": own})
    assert built.status == 0, built.output
    for name, text in html(built.folder):
        assert "Content-Security-Policy" not in text, name
        assert 'href="#__content"' in text, name
    assert built.page("404.html").article.text == "Adrift"
