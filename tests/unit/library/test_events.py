"""Merging the same event told in several briefs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.events import Event
from support.briefs import WORLD, brief, built

ITEM = st.fixed_dictionaries(
    {"event": st.sampled_from(["War", "war!", "Peace", "Talks resume", "停戦", "حرب"])},
    optional={
        "date": st.sampled_from(["2023-10-07", "2023-10", "2024", "2023-10-06/2023-10-08", "199X"]),
        "id": st.sampled_from(["x", "y"]),
    },
)


def merge_events(briefs, **registries: str):
    """The merged events and the problems with their dates."""
    library, problems = built(briefs, **registries)
    return [*library.events], [problem for problem in problems if problem.code == "B402"]


def told(rows: list[list[dict[str, str]]], listed: Sequence[Sequence[str]] = ()):
    briefs = []
    for number, items in enumerate(rows):
        seen: set[str] = set()
        lines = ["dates:"] if items else []
        for drawn in items:
            again = drawn.get("id") in seen
            item = {key: value for key, value in drawn.items() if key != "id" or not again}
            seen.add(item.get("id", ""))
            lines.append("  - {" + ", ".join(f'{k}: "{v}"' for k, v in item.items()) + "}")
        lines += [f"actors: [{', '.join(listed[number])}]"] if listed else []
        briefs.append(brief(f"b{number}", "\n".join(lines), day=f"2024-01-{number + 1:02}"))
    return briefs


def shape(events: list[Event]) -> list[tuple[str, str, list[tuple[str, int]]]]:
    return [
        (e.id, e.date.text if e.date else "", [(t.brief.slug, t.number) for t in e.tellings])
        for e in events
    ]


@given(st.lists(st.lists(ITEM, max_size=4), max_size=4), st.randoms())
def test_merging_is_one_partition_whatever_the_order(rows, rng) -> None:
    briefs = told(rows)
    events, problems = merge_events(briefs)
    every = [place for _, _, places in shape(events) for place in places]
    assert sorted(every) == sorted((b.slug, n) for b in briefs for n in range(len(b.fields.dates)))
    assert len({event.id for event in events}) == len(events)
    shuffled = [*briefs]
    rng.shuffle(shuffled)
    again, other = merge_events(shuffled)
    assert shape(again) == shape(events)
    assert {p.sort_key for p in other} == {p.sort_key for p in problems}
    assert [e.sort_key for e in events] == sorted(e.sort_key for e in events)


TOLD = st.fixed_dictionaries(
    {"event": st.sampled_from(["War", "war!", "Iran strikes", "Wär", "停戦", "की", "का"])},
    optional={"date": st.sampled_from(["2023-10-07", "2023", "2023-10~"])},
)
LISTED = st.lists(st.sampled_from(["iran", "hamas", "un"]), unique=True, max_size=2)
ROWS = st.lists(st.tuples(LISTED, st.lists(TOLD, max_size=3)), min_size=2, max_size=5)


def ids_by_place(briefs) -> dict[tuple[str, int], str]:
    return {
        place: event.id for event in merge_events(briefs, **WORLD)[0] for place in _places(event)
    }


@given(ROWS, st.data())
def test_no_brief_of_the_same_subject_changes_the_id_of_an_event(rows, data) -> None:
    briefs = told([items for _, items in rows], [["fatah", *listed] for listed, _ in rows])
    added = data.draw(st.sampled_from(briefs))
    before = ids_by_place([one for one in briefs if one is not added])
    after = ids_by_place(briefs)
    assert before == {place: ident for place, ident in after.items() if place[0] != added.slug}


@given(ROWS)
def test_a_later_brief_of_any_subject_changes_no_id_unless_it_shows_that_two_events_are_one(
    rows,
) -> None:
    briefs = told([items for _, items in rows], [listed for listed, _ in rows])
    before = ids_by_place(briefs[:-1])
    for event in merge_events(briefs, **WORLD)[0]:
        old = {before[place] for place in _places(event) if place in before}
        assert not old or event.id in old


def _places(event: Event) -> list[tuple[str, int]]:
    return [(t.brief.slug, t.number) for t in event.tellings]


def test_same_day_words_and_an_actor_or_topic_make_one_event() -> None:
    ceremony = "dates: [{date: 2023-10-07, event: Construction begins}]"
    plain = "dates: [{date: 2023-10-07, event: '**Construction** begins.'}]"
    events, problems = merge_events(
        [
            brief("a", f"actors: [iran]\ntopics: [gaza]\n{ceremony}"),
            brief("b", f"actors: [iran, hamas]\n{plain}"),
            brief("c", f"actors: [un]\ntopics: [gaza]\n{ceremony}"),
            brief("d", f"actors: [fatah]\n{ceremony}"),
            brief("e", "actors: [iran]\ndates: [{date: 2023-10-08, event: Construction begins}]"),
        ],
        **WORLD,
    )
    assert shape(events) == [
        ("construction-begins-2023-10-07", "2023-10-07", [("a", 0), ("b", 0), ("c", 0)]),
        ("construction-begins-2023-10-07.d", "2023-10-07", [("d", 0)]),
        ("construction-begins-2023-10-08", "2023-10-08", [("e", 0)]),
    ]
    assert not problems


def test_a_given_id_is_never_changed_and_a_made_one_gives_way() -> None:
    given = "actors: [iran]\ndates: [{date: 2024-02, event: Other, id: iran-strikes-2024-01-01}]"
    made = "actors: [iran]\ndates: [2024-01-01: Iran strikes]"
    events, _ = merge_events([brief("new", given), brief("old", made, day="2020-01-01")], **WORLD)
    assert {event.id: event.lead.brief.slug for event in events} == {
        "iran-strikes-2024-01-01": "new",
        "iran-strikes-2024-01-01.old": "old",
    }


def test_two_given_ids_of_equal_words_are_two_events_and_a_made_one_joins_the_oldest() -> None:
    events, _ = merge_events(
        [
            brief(slug, f"actors: [iran]\ndates: [{{date: 2024-01-01, event: Strikes{more}}}]")
            for slug, more in [("a", ", id: x"), ("b", ", id: y"), ("c", "")]
        ],
        **WORLD,
    )
    assert sorted(row[::2] for row in shape(events)) == [
        ("x", [("a", 0), ("c", 0)]),
        ("y", [("b", 0)]),
    ]


def test_an_event_has_the_actors_that_it_names() -> None:
    (event,), _ = merge_events(
        [
            brief(
                "a",
                "actors: [iran, hamas]\n"
                "dates: [{date: 2024-01-01, event: UN and United Nations meet Iran, actors: [fatah]}]",
            )
        ],
        **WORLD,
    )
    assert event.actors == ("fatah", "un", "iran")
    (event,), _ = merge_events(
        [brief("a", "actors: [iran]\ndates: [2024-01-01: UN meets]")], **WORLD
    )
    assert event.actors == ()


def test_long_texts_that_begin_alike_are_two_events() -> None:
    start = (
        "the parliament debates for the third time in a week the amended budget of the ministry "
    )
    events, _ = merge_events(
        [
            brief("a", f"dates: [{{date: 2024-01-01, event: {start} and accepts it}}]"),
            brief("b", f"dates: [{{date: 2024-01-01, event: {start} and rejects it}}]"),
        ]
    )
    assert len(events) == 2


def test_words_that_differ_in_vowel_signs_alone_are_two_events() -> None:
    events, _ = merge_events(
        [
            brief("a", "dates: [{date: 2024-01-01, event: की}]"),
            brief("b", "dates: [{date: 2024-01-01, event: का}]"),
        ]
    )
    assert len(events) == 2


def test_an_id_joins_different_words_and_takes_their_equals_along() -> None:
    briefs = [
        brief("a", "dates: [{date: 2023-10-07, event: One, id: x}]"),
        brief("b", "topics: [gaza]\ndates: [{date: 2023-10-07, event: Two, id: x}]"),
        brief("c", "topics: [gaza]\ndates: [{date: 2023-10-07, event: Two}]"),
    ]
    for order in itertools.permutations(briefs):
        (event,) = merge_events(order)[0]
        assert len(event.tellings) == 3


def test_the_most_precise_date_wins_and_the_newest_words_lead() -> None:
    (event,), problems = merge_events(
        [
            brief("old", "dates: [{date: 2023-10-07, event: Old words, id: x}]", day="2024-01-01"),
            brief("new", "dates: [{date: 2023-10, event: New words, id: x}]", day="2024-02-01"),
        ]
    )
    assert event.date is not None
    assert event.date.text == "2023-10-07"
    assert event.lead.item.event == "New words"
    assert not problems


def test_dates_that_cannot_both_be_true_are_warned_where_they_stand() -> None:
    _, (problem,) = merge_events(
        [
            brief("a", "dates:\n  - {date: 2023-10-07, event: One, id: x}"),
            brief("b", "dates:\n  - {date: 2024-11, event: One, id: x}"),
        ]
    )
    assert problem.code == "B402"
    assert problem.location.path == "briefs/b.md"
    assert problem.location.line == 5
    assert "briefs/a.md" in problem.help


def test_an_undated_event_keeps_its_place() -> None:
    front = "dates: [{event: First}, 2024-01-01: Second, {event: Third}, 2024-03-01: Fourth]"
    events, _ = merge_events(
        [
            brief("a", front),
            brief("b", "dates: [2024-02-01: Between, {event: Alone}]"),
            brief("c", "dates: [{event: Nowhere}]"),
        ]
    )
    shown = [event.lead.item.event for event in events]
    assert shown == ["First", "Second", "Third", "Between", "Alone", "Fourth", "Nowhere"]


def test_events_of_one_day_stand_as_the_oldest_account_has_them() -> None:
    first = "dates:\n  - {date: 2021-03-29, event: Afloat, id: afloat}\n  - 2021-03-29: Reopened"
    later = "dates:\n  - {date: 2021-03-29, event: Afloat at last, id: afloat}"
    told_of = [brief("a", first, day="2021-03-29"), brief("z", later, day="2021-07-07")]
    events, _ = merge_events(told_of)
    assert [event.lead.item.event for event in events] == ["Afloat at last", "Reopened"]
