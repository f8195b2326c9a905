"""Which files a site gives to machines."""

from __future__ import annotations

import dataclasses
import json
from itertools import chain, combinations

import pytest

from mkdocs_briefs.builder.data_files import machine_files, markdown_alternate
from mkdocs_briefs.formats.head import alternate_links, site_files
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.settings import MACHINE_FILES
from support.briefs import SETTINGS, brief
from support.machine import factory, published

KIND = {
    "api": lambda path: path.startswith("api/v1/") or path == "outlook/outlook.csv",
    "feeds": lambda path: path.endswith(("feed.xml", "feed.json")),
    "calendars": lambda path: path.endswith("calendar.ics"),
    "markdown": lambda path: path.endswith(("/index.md", "llms.txt")),
}
CHOICES = [*chain.from_iterable(combinations(MACHINE_FILES, n) for n in range(len(KIND) + 1))]


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: "-".join(chosen) or "none")
def test_a_site_has_the_files_that_it_wants(chosen: tuple[str, ...]) -> None:
    site = dataclasses.replace(SETTINGS, machine_files=frozenset(chosen))
    paths = [path for path, _ in machine_files(factory(None, site), lambda _: None)]
    assert len(paths) == len(set(paths))
    assert {name for name in KIND if any(map(KIND[name], paths))} == set(chosen)
    assert all(any(KIND[name](path) for name in chosen) for path in paths)
    assert set(site_files(site).values()) <= set(paths)
    for link in alternate_links("", site):
        assert link.partition(SETTINGS.site_url)[2].partition('"')[0] in paths


def test_a_subject_has_feeds_and_a_calendar_as_soon_as_they_have_an_entry() -> None:
    files = published()
    assert {"actors/iran/feed.xml", "actors/iran/feed.json"} <= {*files}
    for folder in ("", "topics/gaza/", "storylines/haliva/"):
        assert {f"{folder}{name}" for name in ("feed.xml", "feed.json", "calendar.ics")} <= {*files}
    assert {"corrections/feed.xml", "corrections/feed.json"} <= {*files}
    for path, text in files.items():
        if path.endswith(("/feed.xml", "/feed.json")) and not path.startswith("corrections/"):
            assert "<entry>" in text or '"date_published"' in text, path
        if path.endswith("/calendar.ics"):
            assert "BEGIN:VEVENT" in text, path


def test_a_page_names_no_feed_and_no_calendar_without_an_entry() -> None:
    told = "actors: [harbour]\ndates: [{date: 2023-01-02, event: Harbour shuts}]"
    made = factory([brief("a", told)], actors="harbour: {name: Harbour}\nidle: {name: Idle Quay}")
    views = {view.path: view for view in Plan(made.library).pages()}
    files = {path for path, _ in machine_files(made, lambda _: None)}
    for path, own in (("actors/harbour/", {"feed.xml", "feed.json"}), ("actors/idle/", set())):
        named = "".join(alternate_links(path, SETTINGS, views[path]))
        for name in ("feed.xml", "feed.json", "calendar.ics"):
            assert {path + name in files, path + name in named} == {name in own}


def test_drafts_and_later_briefs_are_in_none() -> None:
    for path, text in published().items():
        assert "A Ghost" not in text, path
        assert "briefs/later" not in text, path
        assert "Secret" not in text, path


def test_the_twin_knows_the_other_pages_of_the_site() -> None:
    own = brief("own", body="[about](../about.md#us)")
    made = factory([own])
    text = markdown_alternate(made, own, {"about.md": "about/"}.get).text()
    assert "[about](https://example.org/site/about/#us)" in text


def test_what_the_index_promises_is_there_without_an_address_too() -> None:
    homeless = dataclasses.replace(SETTINGS, site_url="")
    assert "url" not in json.loads(published(None, homeless)["api/v1/index.json"])
    assert next(iter(alternate_links("briefs/a/", homeless))) == (
        '<link rel="alternate" type="application/atom+xml" href="../../feed.xml" title="Explainers">'
    )
