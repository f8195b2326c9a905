"""llms.txt: the shape that https://llmstxt.org asks for, whatever authors write."""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from mkdocs_briefs.settings import Settings
from support.briefs import SETTINGS
from support.machine import hostile_briefs, published

HOSTILE = dataclasses.replace(
    SETTINGS, site_name="# A\n[b](c) <d>", site_description="One\n\n- two\n\n</x>"
)


@pytest.mark.parametrize(("site", "hostile"), [(SETTINGS, False), (HOSTILE, True)])
def test_it_is_a_title_and_lists_of_links(site: Settings, *, hostile: bool) -> None:
    files = published(hostile_briefs(site) if hostile else None, site)
    text = files["llms.txt"]
    tokens = [t.tag for t in MarkdownIt("commonmark").parse(text) if t.nesting == 1]
    assert tokens[0] == "h1"
    assert tokens.count("h1") == 1
    assert tokens.count("h2") == 2
    assert {*tokens} <= {"h1", "h2", "p", "ul", "li", "blockquote"}
    links = re.findall(r'<li><a href="([^"]*)"', MarkdownIt("commonmark").render(text))
    assert len(links) == tokens.count("li")
    for link in links:
        assert unquote(link.removeprefix(site.site_url)) in files


def test_it_lists_only_what_the_site_has() -> None:
    bare = dataclasses.replace(SETTINGS, machine_files=frozenset(("markdown",)))
    text = published(None, bare)["llms.txt"]
    assert "## API" not in text
    assert "briefs/resigns/index.md" in text
