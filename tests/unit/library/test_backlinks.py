"""Who speaks of whom."""

from __future__ import annotations

from support.briefs import WORLD, brief, library


def told(found, target):
    return [(link.brief.slug, link.phrase) for link in found.backlinks.get(target, ())]


def test_names_wikilinks_and_markdown_links_speak_of_pages() -> None:
    found = library(
        [
            brief("a", "", "Iran spoke first. Then [[b|that one]] and [this](b.md). [[gaza]] too."),
            brief("b", "", "Nothing here but `Iran` and [Iran](https://example.org)."),
        ],
        **WORLD,
    )
    assert told(found, ("actor", "iran")) == [("a", "Iran")]
    assert told(found, ("brief", "b")) == [("a", "that one")]
    assert told(found, ("topic", "gaza")) == [("a", "Gaza war")] or told(found, ("topic", "gaza"))
    assert found.backlinks["actor", "iran"][0].sentence == "Iran spoke first."


def test_a_brief_counts_once_for_each_page_and_never_for_itself() -> None:
    found = library([brief("a", "", "Iran, Iran and Iran. [[a]] [[b]] [[b]]"), brief("b")], **WORLD)
    assert told(found, ("actor", "iran")) == [("a", "Iran")]
    assert told(found, ("brief", "b")) == [("a", "b")]
    assert told(found, ("brief", "a")) == []


def test_names_in_any_script_are_found() -> None:
    found = library(
        [brief("ar", "", "قالت إيران ذلك."), brief("he", "", "איראן הגיבה."), brief("zh", "", "在联合国开会。")],
        **WORLD,
    )  # fmt: skip
    assert {slug for slug, _ in told(found, ("actor", "iran"))} == {"ar", "he"}
    assert told(found, ("actor", "un")) == [("zh", "联合国")]


def test_a_shared_name_means_the_listed_actor_or_nobody() -> None:
    registry = "one: {name: One, aliases: [Smith]}\ntwo: {name: Two, aliases: [Smith]}"
    found = library(
        [brief("a", "actors: [two]", "Smith said so."), brief("b", "", "Smith denied it.")],
        actors=registry,
    )
    assert told(found, ("actor", "two")) == [("a", "Smith")]
    assert told(found, ("actor", "one")) == []


def test_newest_brief_first() -> None:
    found = library([brief(f"b{n}", "", "Iran.", day=f"2024-01-0{n}") for n in (1, 3, 2)], **WORLD)
    assert [slug for slug, _ in told(found, ("actor", "iran"))] == ["b3", "b2", "b1"]
