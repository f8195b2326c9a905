"""Pages of Jekyll and Hugo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from mkdocs_briefs.importers import import_text
from mkdocs_briefs.importers.draft import ImportRefusedError
from mkdocs_briefs.importers.front_matter import guess_format
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Limits, Settings

TODAY = dt.date(2024, 6, 1)


def draft_of(text, stem="page", origin=None):
    return import_text(text, stem, TODAY, names=Names.build({}), limits=Limits(), origin=origin)


def read_back(text, stem="page", origin=None):
    draft = draft_of(text, stem, origin)
    file = f"briefs/{draft.stem}.md"
    return parse_brief(draft.markdown().encode(), file, file, Settings(today=TODAY)).value


JEKYLL = """---
layout: post
title: "Bridge: closed"
date: 2024-04-22 10:00:00 +0100
tags: infra bridges
categories: [news, Infra]
author: Jane Roe
permalink: /news/bridge/
excerpt: The old bridge is closed.
published: false
image: img/bridge.jpg
header: {teaser: /a.jpg, rows: [1, {b: c}]}
template: evil.html
---
See {% post_url x %} and [[wiki]] and `[[code]]`.
"""


def test_a_jekyll_page():
    brief = read_back(JEKYLL)
    fields = brief.fields
    assert (fields.title, fields.date, fields.summary) == (
        "Bridge: closed",
        dt.date(2024, 4, 22),
        "The old bridge is closed.",
    )
    assert fields.topics == ("infra", "bridges", "news")
    assert fields.authors == ("Jane Roe",)
    assert fields.redirect_from == ("/news/bridge/",)
    assert fields.image == "img/bridge.jpg"
    assert fields.draft
    assert brief.extra == {
        "x_layout": "post",
        "x_date": "2024-04-22 10:00:00 +0100",
        "x_header": {"teaser": "/a.jpg", "rows": ["1", {"b": "c"}]},
        "x_template": "evil.html",
    }
    assert brief.page_meta == {}
    assert brief.prose.wikilinks == ()
    assert "{% post_url x %}" in brief.body
    assert "`[[code]]`" in brief.body
    assert any("line 15 of the page" in note for note in draft_of(JEKYLL).confirm)


HUGO_TOML = """+++
title = "Dam opens"
date = 2024-03-02T10:00:00Z
draft = false
tags = ["water"]
series = ["River"]
aliases = ["/old/dam/"]
weight = 3
[params]
a = [1, true]
+++
Text.
"""


def test_a_hugo_page_in_toml_and_in_json():
    brief = read_back(HUGO_TOML)
    assert (brief.fields.title, brief.fields.date) == ("Dam opens", dt.date(2024, 3, 2))
    assert brief.fields.storyline == ("River",)
    assert brief.fields.redirect_from == ("/old/dam/",)
    assert brief.extra["x_weight"] == "3"
    assert brief.extra["x_params"] == {"a": ["1", "true"]}
    brief = read_back('{"title": "Dam", "date": "2024-03-02", "n": 1.50}\n\nText.\n')
    assert (brief.fields.title, brief.extra["x_n"], brief.body.strip()) == ("Dam", "1.50", "Text.")


def test_the_name_of_a_jekyll_file_dates_and_names_it():
    draft = draft_of("---\nlayout: post\n---\nText.\n", "2020-02-03-old-post")
    assert draft.stem == "2020-02-03-old-post"
    assert any("name of the file" in note for note in draft.confirm)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (JEKYLL, "jekyll"),
        (HUGO_TOML, "hugo"),
        ("---\ntitle: T\nlastmod: 2024\n---\n", "hugo"),
        ("A headline\n---\nText", "text"),
    ],
)
def test_the_format_is_told_from_the_text(text, origin):
    assert guess_format(text) == origin


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\na: &x [1]\nb: *x\n---\n", "anchor"),
        ("---\na: !!python/object:os.system x\n---\n", "tag"),
        ("---\na: 1\na: 2\n---\n", "twice"),
        ("---\na: [\n---\n", "line 2"),
        ("+++\na = \n+++\n", "TOML"),
        ("+++\na = " + "[" * 5000 + "\n+++\n", "TOML"),
        ('{"a": ' + "[" * 100_000, "JSON"),
        ('{"a": 1, "a": 2}', "twice"),
    ],
)
def test_front_matter_that_cannot_be_trusted_is_refused(text, why):
    with pytest.raises(ImportRefusedError, match=why):
        draft_of(text)


PAGES = sorted(Path(__file__).with_name("foreign").glob("*.md"))
FIELDS = (
    "title",
    "date",
    "summary",
    "topics",
    "authors",
    "storyline",
    "lang",
    "image",
    "redirect_from",
)


def answer(text, stem):
    """What came out, in the form in which the answers are written."""
    try:
        draft = import_text(text, stem, TODAY, names=Names.build({}), limits=Limits())
    except ImportRefusedError as refused:
        return {"refused": str(refused)}
    file = f"briefs/{draft.stem}.md"
    parsed = parse_brief(draft.markdown().encode(), file, file, Settings(today=TODAY))
    assert [one for one in parsed.problems if one.severity is Severity.ERROR] == []
    assert parsed.value.fields.draft
    got = {"stem": draft.stem, "confirm": [*draft.confirm]}
    for name in FIELDS:
        value = getattr(parsed.value.fields, name)
        got[name] = (
            [*value] if isinstance(value, tuple) else value.isoformat() if name == "date" else value
        )
    got |= {"kept": dict(parsed.value.extra), "body": parsed.value.body.strip()}
    return {key: value for key, value in got.items() if value}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_gives_its_answer(path):
    gold = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))
    text = path.read_text("utf-8")
    assert answer(text, path.stem) == gold
    assert answer("\ufeff" + text.replace("\n", "\r\n"), path.stem) == gold
    assert len(gold.get("refused", "").splitlines()) < 2
