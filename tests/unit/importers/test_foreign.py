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
    assert fields.image
    assert fields.image.src == "img/bridge.jpg"
    assert fields.draft
    assert brief.extra == {
        "x_layout": "post",
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


def md(text, file="old/some-page.md"):
    """The fields and the body that a Markdown file gives."""
    brief = read_back(text, file)
    return brief.fields, brief.body.strip()


TITLED = {
    "a heading below front matter": ("---\ndate: 2021-02-03\n---\n\n# Ports: a list\n\nText.\n", "Ports: a list", "Text."),
    "underlined": ("---\ndate: 2021-02-03\n---\nTwo ports\n=====\nText.\n", "Two ports", "Text."),
    "an empty title": ('---\ntitle: ""\ndate: 2021-02-03\n---\n# Two ports\nText.\n', "Two ports", "Text."),
    "attributes and marks": ("# The **two** [ports](p.md) {#ports .big}\n\nText.\n", "The two ports", "Text."),
    "a heading below a picture": ("![A ship](https://example.org/s.png)\n\n# Two ports\n\nText.\n", "Two ports", "![A ship](https://example.org/s.png)\n\nText."),
    "the title again": ("---\ntitle: Two Ports!\ndate: 2021-02-03\n---\n# Two ports\n\nText.\n", "Two Ports!", "Text."),
    "another heading than the title": ("---\ntitle: Ports\ndate: 2021-02-03\n---\n# Ships\n\nText.\n", "Ports", "# Ships\n\nText."),
    "a heading below text": ("First words.\n\n# Two ports\n\nText.\n", "Two ports", "First words.\n\n# Two ports\n\nText."),
    "no heading but code": ("```sh\n# not a title\n```\n\nText.\n", "Some Page", "```sh\n# not a title\n```\n\nText."),
    "only a smaller heading": ("## Part\n\nText.\n", "Some Page", "## Part\n\nText."),
}  # fmt: skip


@pytest.mark.parametrize("what", TITLED)
def test_the_first_heading_titles_a_page_and_leaves_its_body(what):
    text, title, body = TITLED[what]
    fields, got = md(text)
    assert (fields.title, got) == (title, body)


DAYS = {
    "2021-03-04": "date: 2021-3-4", "2021-03-05": "pubDate: 'Mar 05 2021'", "2021-03-06": "published: March 6th, 2021",
    "2021-03-07": "pub_date: Sun, 07 Mar 2021 10:00:00 +0100", "2021-03-08": "datePublished: 2021/03/08",
    "2021-03-09": "Date: 1615284000", "2021-03-10": "date:\n  created: 2021-03-10 09:00:00\n  updated: 2021-04-01",
    "2021-03-11": "publish-date: 11-Mar-2021", "2021-03-12": "created_at: 20210312", "2021-03-13": "date: 13/03/2021",
    "2021-03-14": "date: Sun Mar 14 2021 08:00:00 GMT+0100 (CET)", "2021-03-15": "date: 15. März 2021",
    "2021-03-16": "date: 16-03-2021 12:00",
}  # fmt: skip


@pytest.mark.parametrize(("day", "front"), DAYS.items())
def test_days_are_read_as_other_generators_write_them(day, front):
    draft = draft_of(f"---\ntitle: T\n{front}\n---\nText.\n", "old/p.md")
    assert draft.date.isoformat() == day
    assert not any(note.startswith("date:") for note in draft.confirm)


def test_a_change_is_proposed_as_an_update():
    text = "---\ntitle: T\ndate: {created: 2021-03-10, updated: 2021-04-01}\n---\nText.\n"
    assert "# - {date: 2021-04-01, kind: update," in draft_of(text, "p.md").markdown()


@pytest.mark.parametrize(
    ("front", "file", "day", "note"),
    [
        ('path = "2019/05/06/ferry"', "p.md", "2019-05-06", "from the address of the page"),
        ("weight = 1", "blog/2019/05/06/ferry.md", "2019-05-06", "from the name of the file"),
        ('date = "04/05/2019"', "p.md", "2024-06-01", "is 2019-04-05 or 2019-05-04"),
        ('date = "soon"', "p.md", "2024-06-01", "“soon”, which is not a valid day"),
    ],
)
def test_a_day_that_no_field_tells_has_a_note(front, file, day, note):
    draft = draft_of(f'+++\ntitle = "T"\n{front}\n+++\nText.\n', file)
    assert draft.date.isoformat() == day
    assert any(note in one for one in draft.confirm)


CAPITALS = "Title: T\nDate: 2021-02-03\nAuthor: Ada Poe\nDescription: D.\nTags: [a, b]\nAliases: [/o/]\nDraft: true\nRedirect-From: [/p/]\nWeight: 3\n"


@pytest.mark.parametrize("change", [str, str.upper, str.lower, str.swapcase])
def test_names_of_fields_are_read_whatever_their_capitals(change):
    rows = [line.split(": ") for line in CAPITALS.splitlines()]
    front = "".join(f"{change(key)}: {value}\n" for key, value in rows)
    brief = read_back(f"---\n{front}---\nText.\n", "p.md")
    fields = brief.fields
    assert (fields.title, fields.date, fields.summary) == ("T", dt.date(2021, 2, 3), "D.")
    assert (fields.authors, fields.topics) == (("Ada Poe",), ("a", "b"))
    assert fields.redirect_from == ("/p/", "/o/")
    assert brief.extra == {f"x_{change('Weight')}": "3"}


LINES = "Title: Two ports\nDate: 2021-02-03 10:20\nAuthors: Ada Poe; Jon Roe\nTags: sea, trade\nSlug: ports\nSummary: One\n    and more.\n\nText *here*.\n"
PANDOC = "% Two ports\n% Ada Poe; Jon Roe\n% 3 February 2021\n\nText *here*.\n"
LEKTOR = "title: Two ports\n---\npub_date: 2021-02-03\n---\nauthors: Ada Poe, Jon Roe\n---\nbody:\n\nText *here*.\n"


@pytest.mark.parametrize(
    ("text", "file"),
    [(LINES, "p.md"), (LINES, "p.txt"), (LINES.lower(), "p.md"), (PANDOC, "p.md"), (LEKTOR, "two/contents.lr")],
)  # fmt: skip
def test_lines_of_fields_without_a_fence_are_fields(text, file):
    fields, body = md(text, file)
    assert (fields.title.lower(), fields.date) == ("two ports", dt.date(2021, 2, 3))
    assert [one.lower() for one in fields.authors] == ["ada poe", "jon roe"]
    assert body.lower() == "text *here*."
    if "Slug" in text:
        assert (fields.topics, fields.summary) == (("sea", "trade"), "One and more.")


MARKDOWN = "# Two ports\n\nWords *with* [a link](https://example.org) and `code`.\n\n1. One\n2. Two\n\n    indented\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nLine one\nline two.\n\n```py\nx = [1]\n```\n"


@pytest.mark.parametrize("origin", [None, "markdown", "jekyll", "hugo"])
def test_markdown_without_front_matter_is_kept_as_it_is(origin):
    draft = draft_of(MARKDOWN, "old/ports.md", origin)
    assert draft.body.strip() == MARKDOWN.partition("\n\n")[2].strip()
    assert draft.stem == "2024-06-01-two-ports"


def test_a_markdown_file_of_plain_prose_keeps_its_lines():
    assert draft_of("Ferries.\nThey\nsail.\n", "p.md").body == "Ferries.\nThey\nsail.\n"


def test_a_plain_article_in_a_markdown_file_is_an_article():
    text = "Ferries stop. Ports wait.\n#sea #trade\nImplications:\n- Bread: It gets dear.\n"
    fields, _ = md(text)
    assert fields.topics == ("sea", "trade")
    assert fields.implications[0].label == "Bread"


@pytest.mark.parametrize(
    ("file", "stem", "lang"),
    [
        ("2019-05-6-Ports-Open!.md", "2019-05-06-ports-open", None),
        ("2019-05-06-ports.html.md", "2019-05-06-ports", None),
        ("ports/index.md", "2024-06-01-ports", None),
        ("2019-05-06-ports/index.de.md", "2019-05-06-ports", "de"),
        ("ports.pt-BR.md", "2024-06-01-ports", "pt-BR"),
        ("20190506_ports.md", "2019-05-06-ports", None),
        ("posts/2019/05/06/ports.md", "2019-05-06-ports", None),
        ("index.md", "2024-06-01-the-harbour", None),
        ("v1.2.md", "2024-06-01-the-harbour", None),
    ],
)
def test_the_name_of_a_file_tells_slug_day_and_language(file, stem, lang):
    draft = draft_of("---\ntitle: The harbour\n---\nText.\n", file)
    assert draft.stem == stem
    assert read_back("---\ntitle: The harbour\n---\nText.\n", file).fields.lang == lang


@pytest.mark.parametrize(
    ("text", "file", "why"),
    [
        ("name: Ada\nroles:\n  - type: chair\n", "people/ada.yml", "file of data"),
        ("Title\n=====\n\n:date: 2021-02-03\n", "p.rst", "reStructuredText"),
        ("<!DOCTYPE html>\n<p>Text.</p>\n", "p.html", "HTML"),
        ("<html><p>Text.</p>\n", "p.txt", "HTML"),
        ("---\nTitle: T\nText.\n", "p.md", "never closed"),
        ('---\n"title": T\n\nText.\n', "p.md", "never closed"),
        ("\n\n---\ntitle: [\n---\nText.\n", "p.md", "line 4"),
        ("---\ntitle: a: b\n---\nText.\n", "p.md", "quotes"),
        ("\n", "p.md", "no text"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(text, file, why):
    with pytest.raises(ImportRefusedError, match=why):
        draft_of(text, file)


def test_front_matter_of_zola_gives_its_topics():
    text = '+++\ntitle = "T"\n[taxonomies]\ntags = ["sea"]\npeople = ["Ada"]\n[extra]\na = 1\n+++\nText.\n'
    brief = read_back(text, "p.md")
    assert brief.fields.topics == ("sea",)
    assert brief.extra == {"x_taxonomies": {"people": ["Ada"]}, "x_extra": {"a": "1"}}


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
        value = value.src if name == "image" and value else value
        got[name] = [*value] if isinstance(value, tuple) else value
    got["date"] = parsed.value.fields.moment.text
    got |= {"kept": dict(parsed.value.extra), "body": parsed.value.body.strip()}
    return {key: value for key, value in got.items() if value}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_gives_its_answer(path):
    gold = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))
    text = path.read_text("utf-8")
    assert answer(text, path.stem) == gold
    assert answer("\ufeff" + text.replace("\n", "\r\n"), path.stem) == gold
    assert len(gold.get("refused", "").splitlines()) < 2
