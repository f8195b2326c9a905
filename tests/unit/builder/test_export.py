"""`export` writes each form; the Markdown needs nothing of ours and leads only to itself."""

from __future__ import annotations

import json
import posixpath
import re
import sqlite3
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from mkdocs_briefs.builder.import_export import FORMATS, export, file_of
from mkdocs_briefs.builder.pipeline import Loaded, Reader
from support.briefs import SETTINGS
from support.sites import write

FILES = {
    "briefs/2024-04-22-resigns.md": """---
title: "A *title* with <b> & [brackets]"
date: 2024-04-22
summary: See [[attack]].
topics: [Gaza war]
storyline: haliva
actors: [iran: "Struck back at [[attack|it]]"]
dates: [2024-04-22: Resigns]
sources: [{title: One, url: "https://example.org/a"}]
---
# First

![a map](maps/a%20map.png) [attack](attack.md#anchor) [Iran](../actors/iran.md)
[about](../about.md) [hub](../actors/index.md) [data](data.csv)
""",
    "briefs/attack.md": """---
title: Attack
date: 2024-04-01
lang: ar
redirect_from: [strike, old/strike.html]
sources: [{id: a, title: One}]
implications: [{text: "It spreads to [[iran]].", sources: [a]}]
developments: [Nothing may happen.]
updates: [{date: 2024-04-02, kind: correction, text: It was night.}]
---
[[resigns]] إيران
""",
    "briefs/حرب.md": "---\ntitle: حرب\ndate: 2024-04-01\ntopics: [حرب]\n---\n[[attack]]\n",
    "briefs/actors.yml": """iran:
  name: Iran
  kind: state
  aliases: [إيران]
  part_of: un
  positions: [{title: Chair, organization: un, from: 2019}]
  relations: [{actor: un, relation: member of}]
""",
    "briefs/actors/un.md": "---\nname: United Nations\n---\nA *profile* after [[attack]].\n",
    "briefs/maps/a map.png": b"\x89PNG",
    "briefs/data.csv": "a,b\n",
    "docs/about.md": "# About\n",
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    project = tmp_path_factory.mktemp("site")
    write(project, FILES)
    return Reader().load(project, SETTINGS)


@pytest.mark.parametrize("form", FORMATS)
def test_two_exports_are_the_same(loaded: Loaded, tmp_path: Path, form: str) -> None:
    one, two = (export(loaded, tmp_path / name, form) for name in "ab")
    assert [p.name for p in one] == [p.name for p in two]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    again = export(loaded, tmp_path / "a", form)
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in two]


def test_the_forms_hold_the_briefs(loaded: Loaded, tmp_path: Path) -> None:
    (archive,) = export(loaded, tmp_path, "json")
    whole = json.loads(archive.read_text("utf-8"))
    assert {row["file"] for row in whole["briefs"]} == {
        "2024-04-22-resigns.md",
        "attack.md",
        "حرب.md",
    }
    assert [row["file"] for row in whole["profiles"]] == ["actors/un.md"]
    (database,) = export(loaded, tmp_path, "sqlite")
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT count(*) FROM briefs").fetchone() == (3,)
    connection.close()
    names = {path.name for path in export(loaded, tmp_path, "csv")}
    assert {"briefs.csv", "actors.csv", "events.csv", "developments.csv"} <= names


def test_the_markdown_leads_to_files_that_are_there(loaded: Loaded, tmp_path: Path) -> None:
    pages = {p.relative_to(tmp_path).as_posix(): p for p in export(loaded, tmp_path, "markdown")}
    assert {"index.md", "briefs/resigns.md", "briefs/حرب.md", "actors/un.md"} <= pages.keys()
    assert (tmp_path / "briefs" / "maps" / "a map.png").read_bytes() == b"\x89PNG"
    followed = 0
    for name, page in pages.items():
        if name.endswith(".md"):
            html = MarkdownIt("commonmark").render(page.read_text("utf-8"))
            for link in re.findall(r'(?:href|src)="([^"]*)"', html):
                if "://" not in link:
                    target = posixpath.join(posixpath.dirname(name), unquote(link))
                    assert posixpath.normpath(target) in pages, (name, link)
                    followed += 1
    assert followed > 15


def test_a_page_is_plain_markdown(loaded: Loaded, tmp_path: Path) -> None:
    export(loaded, tmp_path, "markdown")
    text = (tmp_path / "briefs" / "resigns.md").read_text("utf-8")
    assert text.startswith(
        "# A \\*title\\* with &lt;\u200bb&gt; &amp; \\[brackets\\]\n\nSee [Attack](attack.md)."
    )
    assert (
        "## First\n\n![a map](maps/a%20map.png) [attack](attack.md) [Iran](../actors/iran.md)\n"
        in text
    )
    # A page that is no part of the export leaves its words.
    assert "\nabout [hub](../actors/index.md) [data](data.csv)\n" in text
    assert "- [Iran](../actors/iran.md): Struck back at [it](attack.md)" in text


def test_listings_profiles_and_old_addresses_come_along(loaded: Loaded, tmp_path: Path) -> None:
    export(loaded, tmp_path, "markdown")
    text = {
        p.relative_to(tmp_path).as_posix(): p.read_text("utf-8") for p in tmp_path.rglob("*.md")
    }
    assert "](timeline/index.md)" in text["index.md"]
    assert "**22 April 2024**: Resigns ([A " in text["timeline/index.md"]
    assert "](../briefs/resigns.md))" in text["timeline/index.md"]
    assert "It spreads to [Iran](../actors/iran.md)." in text["implications/index.md"]
    assert "Nothing may happen." in text["outlook/index.md"]
    assert "It was night. ([Attack](../briefs/attack.md))" in text["corrections/index.md"]
    assert "- Also known as: إيران\n- Part of: [United Nations](un.md)" in text["actors/iran.md"]
    assert "- Positions: Chair, [United Nations](un.md) (2019 – )" in text["actors/iran.md"]
    assert (
        "- Relations: [Iran](iran.md): member of [United Nations](un.md)" in text["actors/iran.md"]
    )
    assert "- Relations: [Iran](iran.md): member of [United Nations](un.md)" in text["actors/un.md"]
    assert "A *profile* after [Attack](../briefs/attack.md)." in text["actors/un.md"]
    assert "[Gaza war](gaza-war.md)" in text["topics/index.md"]
    assert text["briefs/strike.md"] == "# Attack\n\nThis page has moved to [Attack](attack.md).\n"
    assert not any("strike.html" in name for name in text)
    # A number is for a page that lists the sources.
    assert "\\[1\\]" in text["briefs/attack.md"]
    assert "\\[1\\]" not in text["implications/index.md"]


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("", "index.md"),
        ("briefs/a/", "briefs/a.md"),
        ("briefs/a/#b", "briefs/a.md"),
        ("briefs/", "briefs/index.md"),
        ("timeline/#b", "timeline/index.md"),
        ("an/old/place/", "an/old/place.md"),
        ("briefs/a/map.png", "briefs/a/map.png"),
    ],
)
def test_the_file_of_a_page(path: str, file: str) -> None:
    assert file_of(path) == file
