"""Articles that each vary one thing, the answers to them, and what holds for all of them."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from mkdocs_briefs.importers.article import import_article, read_article
from mkdocs_briefs.importers.blocks import blocks_of
from mkdocs_briefs.importers.texts import clean, folded, sentences
from mkdocs_briefs.library.editorial import check_rules
from mkdocs_briefs.library.library import build_library
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Settings

TODAY = dt.date(2024, 6, 1)
SITE = Settings(today=TODAY, drafts=True)
ARTICLES = sorted(Path(__file__).with_name("articles").glob("*.txt"))
ACTORS = {
    "mira-lund": ["Mira Lund", "Lund"],
    "arvo-lund": ["Arvo Lund", "Lund"],
    "norland": ["Norland"],
    "harbour-board": ["Harbour Board"],
    "eu": ["EU", "European Union"],
    "red-shore-union": ["Red Shore Union", "RSU"],
}
NAMES = Names.build(ACTORS)
NOBODY = Names.build({})
each_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)


def row(*parts):
    return " | ".join(part for part in parts if part)


def items(entries, default=()):
    return [
        row(
            one.label,
            one.text,
            getattr(one, "horizon", None),
            *(f"for {who}" for who in getattr(one, "audience", None) or () if who not in default),
        )
        for one in entries
    ]


def answer(text):
    """What came out, in the form in which the answers are written."""
    draft = import_article(text, TODAY, NAMES)
    file, markdown = f"briefs/{draft.stem}.md", draft.markdown()
    brief = parse_brief(markdown.encode(), file, file, SITE).value
    fields = brief.fields
    got = {
        "title": fields.title,
        "date": fields.date.isoformat() if fields.date != TODAY else None,
        "summary": fields.summary,
        "why": fields.why_it_matters,
        "lang": fields.lang,
        "topics": [*fields.topics],
        "authors": [*fields.authors],
        "audience": [*fields.advice_audience],
        "actors": [one.id for one in fields.actors],
        "proposed": re.findall(r"^  # - \{name: (.*?), kind", markdown, re.MULTILINE),
        "unsure": re.findall(r"^  # (“.*)", markdown, re.MULTILINE),
        "dates": [
            row(
                one.date.text if one.date else "undated",
                one.event,
                one.status if one.status != "happened" else "",
            )
            for one in fields.dates
        ],
        "implications": items(fields.implications),
        "developments": items(fields.developments),
        "advice": items(fields.advice, fields.advice_audience),
        "key_points": [*fields.key_points],
        "unknowns": [*fields.unknowns],
        "sources": [row(one.title, one.url) for one in fields.sources],
        "body": [line for line in brief.body.strip().split("\n") if line],
    }
    return {key: value for key, value in got.items() if value}


@each_article
def test_an_article_gives_its_answer(path):
    gold = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))
    assert answer(path.read_text("utf-8")) == gold


@each_article
def test_its_draft_passes_the_check(path):
    draft = import_article(path.read_text("utf-8"), TODAY, NOBODY)
    file = f"briefs/{draft.stem}.md"
    parsed = parse_brief(draft.markdown().encode(), file, file, SITE)
    library, found = build_library([parsed.value], [], SITE)
    problems = [*parsed.problems, *found, *check_references(library), *check_rules(library)]
    assert [one for one in problems if one.severity is Severity.ERROR] == []
    assert parsed.value.fields.draft


@each_article
def test_saved_by_another_system_it_gives_the_same(path):
    text = path.read_text("utf-8")
    gold = answer(text)
    assert answer("\ufeff" + text) == gold
    assert answer(text.replace("\n", "\r\n")) == gold
    assert answer(text.replace("\n", " \t\n")) == gold
    assert answer(text.rstrip("\n")) == gold
    assert answer("\n\n" + text + "\n\n") == gold


def letters(text):
    return "".join(re.findall(r"\w", text)).casefold()


def places(content):
    """Every text of what was read, once for each place in which it stands.

    A headline that was shortened stands in the body too.
    """
    yield from (
        "" if content.title.endswith(" …") else content.title,
        content.summary,
        content.why_it_matters,
    )
    yield from (text for _, text in content.blocks)
    for name, entries in content.lists.items():
        for one in entries:
            own = f"{one.label} {one.text}" if one.label else one.text
            yield (
                one.whole if name in {"key_points", "unknowns", "alternatives", "sources"} else own
            )


@each_article
def test_every_sentence_stands_as_often_as_it_was_written(path):
    text = clean(path.read_text("utf-8"))
    content = read_article(text)
    source, told = letters(text), letters("\n".join(places(content)))
    for place in (
        content.summary,
        content.why_it_matters,
        *(text for kind, text in content.blocks if kind != "heading"),
    ):
        for one in filter(None, map(letters, sentences(place))):
            assert told.count(one) == source.count(one), one
    for entries in content.lists.values():
        for one in map(letters, (one.text for one in entries)):
            assert told.count(one) == source.count(one), one


@each_article
def test_only_the_words_of_sections_tags_and_bylines_leave_the_text(path):
    text = clean(path.read_text("utf-8"))
    content = read_article(text)
    blocks = blocks_of(text)
    opened = [folded(one.text) for one in blocks if one.kind in {"heading", "tags"}]
    opened += [tag for one in blocks for tag in one.tags] + [
        content.published_line,
        "tags Headline",
    ]
    opened += [note for notes in content.notes.values() for note in notes]
    words = re.compile(r"[^\W_]+")
    given, kept = Counter(words.findall(text)), Counter(words.findall("\n".join(places(content))))
    left = {word for word in given - kept if not re.fullmatch(r"\d+|[a-z]|[IVX]+", word)}
    assert left <= set(words.findall("\n".join([*opened, *content.topics, *content.authors])))
    labels = Counter(words.findall("\n".join(one.text for one in blocks if one.kind == "heading")))
    assert set(kept - given) <= set(labels)


def test_a_long_article_is_read_whole():
    told = [
        f"Sentence {number} of the chronicle names ship {number * 7}." for number in range(1, 1201)
    ]
    paragraphs = [" ".join(told[at : at + 6]) for at in range(0, len(told), 6)]
    content = read_article("\n\n".join(["A chronicle of ships", *paragraphs]))
    assert [content.summary, *(text for _, text in content.blocks)] == ["", *paragraphs]
