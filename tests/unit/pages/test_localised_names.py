"""Names by language: each page shows its own, and all of them find and link."""

from __future__ import annotations

import dataclasses
import json

import pytest

from mkdocs_briefs.formats.jsonld import json_ld
from mkdocs_briefs.pages.kinds.actors import ActorView
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.kinds.terms import TopicView
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.records import Records
from mkdocs_briefs.parse.registry import parse_registry
from support.briefs import SETTINGS, brief, built, codes, library
from support.machine import published

REGISTRIES = {
    "actors": """
        port:
          name: {en: Port of Ramla, ar: ميناء الرملة, zh-Hant: 拉姆拉港}
          kind: organization
          aliases: [the port]
        mayor: {name: {ar: سلمى}, kind: person}
        union: {name: Pilots' union, kind: group}
        """,
    "topics": "trade: {name: {en: Trade, ar: التجارة}}",
    "storylines": "strike: {name: {en: The strike, ar: الإضراب}}",
    "authors": "desk: {name: {en: The desk, ar: هيئة التحرير}, kind: organization}",
}
FRONT = """
    actors: [port, mayor, union]
    topics: [trade]
    storyline: strike
    authors: [desk]
    dates: [{date: 2024-04-20, event: It closes, actors: [port], id: closes}]
    figures: [{label: Ships, value: 3, attributed_to: port}]
    """
ARABIC = FRONT.replace("It closes", "يغلق") + "lang: ar\n    translation_of: a\n"
BRIEFS = [brief("a", FRONT), brief("b", ARABIC), brief("c", FRONT)]


def views() -> dict[str, object]:
    return {view.path: view for view in Plan(library(BRIEFS, **REGISTRIES)).pages()}


def page(slug: str) -> BriefView:
    view = views()[f"briefs/{slug}/"]
    assert isinstance(view, BriefView)
    return view


def test_a_page_shows_the_names_of_its_language_else_of_the_site_else_the_first() -> None:
    named = {slug: [(actor.name, actor.lang) for actor in page(slug).actors] for slug in "ab"}
    assert named == {
        "a": [("Port of Ramla", "en"), ("سلمى", "ar"), ("Pilots' union", "")],
        "b": [("ميناء الرملة", "ar"), ("سلمى", "ar"), ("Pilots' union", "")],
    }
    arabic = page("b")
    assert [link.text for link in arabic.card.topics] == ["التجارة"]
    assert [place.story.text for place in arabic.storylines] == ["الإضراب"]
    assert [author.text for author in arabic.authors] == ["هيئة التحرير"]
    assert [link.text for event in arabic.events for link in event.actors] == ["ميناء الرملة"]
    assert [figure.attributed_to for figure in arabic.figures] == ["ميناء الرملة"]
    reasons = {r.kind: r.names for r in arabic.related[0].reasons}
    assert reasons["topics"] == ("التجارة",)
    assert reasons["actors"] == ("ميناء الرملة", "سلمى", "Pilots' union")


def test_a_variant_of_a_language_is_as_good_as_the_language() -> None:
    found = library([brief("a", "actors: [port]\nlang: zh-TW")], **REGISTRIES)
    assert Plan(found).brief(found.briefs[0]).actors[0].name == "拉姆拉港"


def test_each_name_is_a_reference_and_links() -> None:
    body = "زار ميناء الرملة. 在拉姆拉港。 Port of Ramla."
    for name in ("Port of Ramla", "ميناء الرملة", "拉姆拉港", "the port", "port"):
        found, problems = built([brief("a", f"actors: ['{name}']", body)], **REGISTRIES)
        assert codes(problems) == []
        assert found.listed("a") == {"port"}
    assert [link.phrase for link in found.links_from["a"]] == ["ميناء الرملة"]
    found, problems = built(
        [brief("a", "topics: [التجارة]\nauthors: [هيئة التحرير]")], **REGISTRIES
    )
    assert codes(problems) == []


def test_the_page_of_an_actor_or_topic_has_all_names_and_a_search_finds_them() -> None:
    found = library(BRIEFS, **REGISTRIES)
    dossier, topic = views()["actors/port/"], views()["topics/trade/"]
    assert isinstance(dossier, ActorView)
    assert isinstance(topic, TopicView)
    assert [(said.text, said.lang) for said in dossier.names] == [
        ("ميناء الرملة", "ar"),
        ("拉姆拉港", "zh-Hant"),
    ]
    for view, names in ((dossier, ("ميناء الرملة", "拉姆拉港", "the port")), (topic, ("التجارة",))):
        record = view.record("", Records(found))
        assert all(name in record.passages[0].text for name in names)


def test_machines_get_the_name_of_the_site_and_all_by_language() -> None:
    (article, *_) = map(json.loads, json_ld(page("b"), SETTINGS))
    assert [row["name"] for row in article["mentions"][:3]] == [
        "Port of Ramla", "سلمى", "Pilots' union"
    ]  # fmt: skip
    dossier = views()["actors/port/"]
    assert isinstance(dossier, ActorView)
    (actor, *_) = map(json.loads, json_ld(dossier, SETTINGS))
    assert actor["alternateName"] == [
        "the port",
        {"@language": "ar", "@value": "ميناء الرملة"},
        {"@language": "zh-Hant", "@value": "拉姆拉港"},
    ]
    settings = dataclasses.replace(SETTINGS)
    files = published(BRIEFS, settings, **REGISTRIES)
    rows = {row["id"]: row for row in json.loads(files["api/v1/actors.json"])["actors"]}
    assert rows["port"]["name"] == "Port of Ramla"
    assert rows["port"]["names"]["ar"] == "ميناء الرملة"
    assert "names" not in rows["union"]
    feed = json.loads(files["actors/port/feed.json"])
    assert {item["language"] for item in feed["items"]} == {"en"}


def test_links_tell_the_language_of_their_words() -> None:
    plan = Plan(library(BRIEFS, **REGISTRIES))
    port = plan.library.catalogue.actors["port"]
    made = {lang: plan.factory.in_language(lang).actor(port) for lang in ("en", "ar", "fr")}
    assert made == {
        "en": Link("Port of Ramla", "actors/port/", "en"),
        "ar": Link("ميناء الرملة", "actors/port/", "ar"),
        "fr": Link("Port of Ramla", "actors/port/", "en"),
    }


@pytest.mark.parametrize(
    ("written", "code", "line", "column", "said"),
    [
        ("{en: Port, arabic: ميناء}", "B205", 2, 20, "not a language tag"),
        ("{en: Port, pt_BR: Porto}", "B205", 2, 20, "Write pt-BR."),
        ("{}", "B207", 2, 9, "empty"),
        ("{en: Port, ar: [a, b]}", "B204", 2, 24, "expected text"),
        ("{en: Port, EN: Harbour}", "B205", 2, 9, "twice"),
        ("[Port]", "B204", 2, 9, "expected text"),
        ('{en: Port, ar: ""}', "B207", 2, 24, "empty"),
    ],
)
def test_what_is_wrong_with_a_map_is_told_at_its_place(
    written: str, code: str, line: int, column: int, said: str
) -> None:
    text = f"port:\n  name: {written}\n  kind: organization\nother: Other\n"
    parsed = parse_registry(text.encode(), "briefs/actors.yml", "actors", SETTINGS)
    (problem,) = parsed.problems
    assert (problem.code, problem.location.line, problem.location.column) == (code, line, column)
    assert said in f"{problem.message} {problem.help}"
    assert "[key]" not in problem.message
    assert [entry.id for entry in parsed.value or ()] == ["port", "other"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("AR", "ar"), ("zh-hant-tw", "zh-Hant-TW"), ("pt-br", "pt-BR"), ("sr-Latn", "sr-Latn")],
)
def test_a_language_tag_is_read_in_its_usual_case(written: str, read: str) -> None:
    assert brief("a", f"lang: {written}").fields.lang == read


def test_a_name_survives_being_written_and_read() -> None:
    text = "port: {name: {en: Port, ar: ميناء}}\nunion: {name: Union}\n"
    entries = parse_registry(text.encode(), "a.yml", "actors", SETTINGS).value or ()
    again = json.dumps({entry.id: entry.fields.written() for entry in entries})
    same = parse_registry(again.encode(), "a.yml", "actors", SETTINGS).value or ()
    assert [entry.fields for entry in same] == [entry.fields for entry in entries]
