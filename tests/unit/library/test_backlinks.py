"""Who mentions whom, what to read next, and briefs that decide what others forecast."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.backlinks import MAX_NEIGHBOURS, rank_related
from mkdocs_briefs.library.library import MAX_DECIDED, Library
from support.briefs import WORLD, brief, library


def mentions(found, target):
    return [(link.brief.slug, link.phrase) for link in found.backlinks(target)]


def test_names_wikilinks_and_markdown_links_speak_of_pages() -> None:
    found = library(
        [
            brief(
                "a",
                "actors: [iran]",
                "Iran spoke first. Then [[b|that one]] and [this](b.md). [[gaza]] too.",
            ),
            brief("b", "", "Nothing here but `Iran` and [Iran](https://example.org)."),
        ],
        **WORLD,
    )
    assert mentions(found, ("actor", "iran")) == [("a", "Iran")]
    assert mentions(found, ("brief", "b")) == [("a", "that one")]
    assert mentions(found, ("topic", "gaza")) == [("a", "Gaza war")] or mentions(
        found, ("topic", "gaza")
    )
    assert found.backlinks(("actor", "iran"))[0].sentence == "Iran spoke first."


def test_a_brief_counts_once_for_each_page_and_never_for_itself() -> None:
    found = library(
        [brief("a", "actors: [iran]", "Iran, Iran and Iran. [[a]] [[b]] [[b]]"), brief("b")],
        **WORLD,
    )
    assert mentions(found, ("actor", "iran")) == [("a", "Iran")]
    assert mentions(found, ("brief", "b")) == [("a", "b")]
    assert mentions(found, ("brief", "a")) == []


def test_names_in_any_script_are_found() -> None:
    found = library(
        [
            brief("ar", "actors: [iran]", "قالت إيران ذلك."),
            brief("he", "actors: [iran]", "איראן הגיבה."),
            brief("zh", "actors: [un]", "在联合国开会。"),
        ],
        **WORLD,
    )  # fmt: skip
    assert {slug for slug, _ in mentions(found, ("actor", "iran"))} == {"ar", "he"}
    assert mentions(found, ("actor", "un")) == [("zh", "联合国")]


def test_a_shared_name_means_the_listed_actor_or_nobody() -> None:
    registry = "one: {name: One, aliases: [Smith]}\ntwo: {name: Two, aliases: [Smith]}"
    found = library(
        [brief("a", "actors: [two]", "Smith said so."), brief("b", "", "Smith denied it.")],
        actors=registry,
    )
    assert mentions(found, ("actor", "two")) == [("a", "Smith")]
    assert mentions(found, ("actor", "one")) == []


def test_newest_brief_first() -> None:
    found = library(
        [brief(f"b{n}", "actors: [iran]", "Iran.", day=f"2024-01-0{n}") for n in (1, 3, 2)], **WORLD
    )
    assert [slug for slug, _ in mentions(found, ("actor", "iran"))] == ["b3", "b2", "b1"]


KEYS = st.lists(
    st.tuples(st.sampled_from(["actors", "topics", "storylines", "events"]), st.sampled_from("abcd")),
    unique=True, max_size=5,
)  # fmt: skip


def ranked(keys, declared=None):
    briefs = [
        SimpleNamespace(slug=f"b{n}", fields=SimpleNamespace(date=dt.date(2024, 1, 1)))
        for n in range(len(keys))
    ]
    return rank_related(
        briefs,
        {f"b{n}": row for n, row in enumerate(keys)},
        {k: dict(v) for k, v in (declared or {}).items()},
    )


@given(st.lists(KEYS, max_size=12), st.integers(0, 11), st.integers(0, 11))
def test_nothing_is_related_to_itself_or_twice_and_all_of_it_shares_something(
    keys, one, other
) -> None:
    declared = {f"b{one}": {f"b{other}": "follows"}}
    found = ranked(keys, declared)
    assert found == ranked(keys, declared)
    for slug, rows in found.items():
        slugs = [row.brief.slug for row in rows]
        assert slug not in slugs
        assert len(set(slugs)) == len(slugs) <= 4
        for row in rows:
            mine, its = keys[int(slug[1:])], keys[int(row.brief.slug[1:])]
            assert row.declared or row.shared
            assert set(row.shared) == set(mine) & set(its)


def test_what_the_author_declares_comes_first_however_much_there_is() -> None:
    keys = [[("actors", "a")]] * 3 + [[]] * 6
    found = ranked(keys, {"b0": {f"b{n}": "background" for n in range(3, 9)}})["b0"]
    assert [row.brief.slug for row in found] == [f"b{n}" for n in range(3, 9)]


def test_what_is_rare_counts_for_more() -> None:
    keys = [
        [("actors", "common"), ("actors", "rare")],
        [("actors", "common")],
        [("actors", "rare")],
    ]
    keys += [[("actors", "common")]] * 5
    assert ranked(keys)["b0"][0].brief.slug == "b2"


def test_a_thing_that_all_share_is_compared_with_neighbours_only() -> None:
    found = ranked([[("storylines", "s")]] * 500)
    for slug, rows in found.items():
        assert rows
        assert all(abs(int(row.brief.slug[1:]) - int(slug[1:])) <= MAX_NEIGHBOURS for row in rows)


def test_reasons_come_from_actors_events_and_links() -> None:
    found = library(
        [
            brief("a", "actors: [x]\ndates: [2024-01-01: War]", "See [[b]]."),
            brief("b", "actors: [x]\ndates: [2024-01-01: War]", "See [[a]]."),
        ]
    )
    kinds = [kind for kind, _ in found.related("a")[0].shared]
    assert kinds == ["actors", "events", "links"]


def forecast(told: str) -> str:
    return (
        "developments:\n  - {label: Port, text: It opens., likelihood: 60%, by: 2024-12,"
        f" resolves_if: It is open., resolution: {{outcome: yes, date: 2024-05-02{told}}}}}\n"
    )


def pairs(found: Library) -> dict[str, list[tuple[str, str]]]:
    return {
        b.slug: [(row.brief.slug, row.declared) for row in found.related(b.slug) if row.declared]
        for b in found.briefs
    }


def test_a_brief_decides_what_names_it_by_slug_or_title() -> None:
    for name in ("it-opens", "It opens"):
        found = library(
            [brief("expects", forecast(f", brief: {name}")), brief("it-opens", day="2024-05-02")]
        )
        assert [(b.slug, i.id) for b, i in found.decisions("it-opens")] == [("expects", "port")]


def test_the_two_are_related_either_way() -> None:
    found = library(
        [brief("expects", forecast(", brief: opens")), brief("opens", day="2024-05-02")]
    )
    assert pairs(found) == {"expects": [("opens", "decides")], "opens": [("expects", "decided")]}


def test_what_an_author_says_of_the_two_stands() -> None:
    opens = brief("opens", "related: [{brief: expects, relation: follows}]", day="2024-05-02")
    found = library([brief("expects", forecast(", brief: opens")), opens])
    assert pairs(found) == {"expects": [("opens", "decides")], "opens": [("expects", "follows")]}


def test_nothing_is_decided_by_itself_by_nobody_or_by_what_is_not_there() -> None:
    for told in ("", ", brief: expects", ", brief: nowhere", ", brief: later"):
        found = library([brief("expects", forecast(told)), brief("later", day="2099-01-01")])
        assert pairs(found) == {"expects": []}


def test_a_brief_that_decides_much_is_related_to_the_newest_of_it() -> None:
    many = [
        brief(f"expects-{n}", forecast(", brief: opens"), day=f"2024-04-{n + 1:02}")
        for n in range(9)
    ]
    found = library([*many, brief("opens", day="2024-05-02")])
    assert len(found.decisions("opens")) == 9
    assert [slug for slug, _ in pairs(found)["opens"]] == [
        f"expects-{n}" for n in range(8, 8 - MAX_DECIDED, -1)
    ]
