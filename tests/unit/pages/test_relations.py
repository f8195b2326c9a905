"""Who appears with whom: weights, stated relations, and what a drawing and the graph choose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.pages import relations
from mkdocs_briefs.pages.kinds.actors import ActorView
from mkdocs_briefs.pages.kinds.terms import TermView
from mkdocs_briefs.pages.parts import StatedRelation
from mkdocs_briefs.pages.relations import build_graph, build_network
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import WORLD, actor_views, brief, library, term_views, world_briefs

REGISTRY = """
    ann: {name: Ann, kind: person, part_of: club, relations: [{actor: bob, relation: rival of}]}
    bob: {name: Bob, kind: person}
    club: {name: The Club}
    far: {name: Far, part_of: club, relations: [ann]}
    lone: {name: Lone}
    cora: {name: Cora, kind: person}
    dan: {name: Dan, kind: person}
    """
BRIEFS = (
    brief("one", "actors: [ann, bob, dan]\nstoryline: s", day="2024-01-01"),
    brief("two", "actors: [bob, ann]\nstoryline: s", day="2024-01-02"),
    brief("three", "actors: [ann, dan, cora]\ntopics: [t]", day="2024-01-03"),
)


@pytest.fixture(scope="module")
def factory() -> ViewFactory:
    return ViewFactory(library(BRIEFS, actors=REGISTRY, storylines="s: The story"))


def dossier(factory: ViewFactory, ident: str) -> ActorView:
    return actor_views(factory.library.catalogue.actors[ident], factory)[0]


def story(factory: ViewFactory, registry: str, ident: str) -> TermView:
    return term_views(factory.library.catalogue.terms[registry][ident], factory)[0]


def test_a_tie_weighs_the_briefs_that_list_both(factory):
    network = factory.network
    assert network.together("ann", "bob") == network.together("bob", "ann") == 2
    assert network.together("bob", "cora") == 0
    assert network.together("ann", "nobody") == 0


def test_what_the_registry_states_is_seen_from_both_sides(factory):
    network = factory.network
    assert network.stated("ann", "bob") == (StatedRelation("rival of", outward=True),)
    assert network.stated("bob", "ann") == (StatedRelation("rival of", outward=False),)
    assert network.stated("ann", "club") == (StatedRelation("", outward=True),)
    assert network.stated("club", "far") == (StatedRelation("", outward=False),)
    # A relation without a word says nothing.
    assert network.stated("far", "ann") == ()


def test_a_dossier_lists_the_closest_first_and_why(factory):
    view = dossier(factory, "ann")
    rows = [(row.actor.id, row.briefs) for row in view.companions]
    assert rows == [("bob", 2), ("dan", 2), ("cora", 1), ("club", 0)]
    bob, *_, club = view.companions
    assert [link.text for link in bob.shared] == ["Two", "One"]
    assert bob.stated == (StatedRelation("rival of", outward=True),)
    assert club.shared == ()


def test_everybody_drawn_is_listed(factory):
    for actor in factory.library.catalogue.actors.values():
        view = actor_views(actor, factory)[0]
        if view.small_graph:
            first, *around = (actor.id for actor in view.small_graph.actors)
            assert first == actor.id
            assert {*around} <= {row.actor.id for row in view.companions}
        else:
            assert view.companions == ()


def test_a_drawing_ties_the_middle_to_everybody_and_others_among_themselves(factory):
    small_graph = dossier(factory, "ann").small_graph
    assert small_graph.centred
    names = [actor.id for actor in small_graph.actors]
    edges = {(names[b.one], names[b.other]): (b.briefs, b.stated) for b in small_graph.edges}
    assert {pair for pair in edges if "ann" in pair} == {("ann", name) for name in names[1:]}
    assert edges["ann", "bob"] == (2, (StatedRelation("rival of", outward=True),))
    assert edges["ann", "club"] == (0, (StatedRelation("", outward=True),))
    among = {frozenset(pair): rest for pair, rest in edges.items() if "ann" not in pair}
    assert among == {frozenset(("bob", "dan")): (1, ()), frozenset(("dan", "cora")): (1, ())}


def test_who_stands_alone_has_no_drawing(factory):
    view = dossier(factory, "lone")
    assert view.small_graph is None
    assert view.companions == ()


def test_a_storyline_counts_its_own_briefs_alone(factory):
    small_graph = story(factory, "storylines", "s").small_graph
    assert not small_graph.centred
    names = [actor.id for actor in small_graph.actors]
    assert {frozenset((names[b.one], names[b.other])): b.briefs for b in small_graph.edges} == {
        frozenset(("ann", "bob")): 2,
        frozenset(("ann", "dan")): 1,
        frozenset(("bob", "dan")): 1,
    }


def test_a_storyline_of_one_actor_has_no_drawing():
    factory = ViewFactory(library([brief("a", "actors: [solo]\nstoryline: s")]))
    assert story(factory, "storylines", "s").small_graph is None


def test_a_crowd_is_bounded():
    names = ", ".join(f"a{n:03}" for n in range(60))
    factory = ViewFactory(
        library([brief(f"b{n}", f"actors: [{names}]\nstoryline: s") for n in range(6)])
    )
    view = dossier(factory, "a059")
    assert len(view.companions) == relations.COMPANIONS
    assert len(view.small_graph.actors) == 1 + relations.AROUND
    assert len(view.small_graph.edges) == relations.AROUND + relations.CHORDS
    assert all(len(row.shared) == relations.SHARED for row in view.companions)
    drawn = story(factory, "storylines", "s").small_graph
    assert len(drawn.actors) == relations.CAST
    assert len(drawn.edges) == relations.WEB


def test_a_stated_relation_is_drawn_however_many_companions_there_are():
    names = ", ".join(f"a{n:03}" for n in range(60))
    registry = "x: {part_of: whole}\nwhole: {name: Whole}\n"
    factory = ViewFactory(library([brief("b", f"actors: [x, {names}]")], actors=registry))
    view = dossier(factory, "x")
    assert "whole" in {actor.id for actor in view.small_graph.actors}
    assert view.companions[-1].actor.id == "whole"


def test_members_without_end_leave_room_for_company():
    rows = "\n".join(["friend: {}", *(f"m{n:02}: {{part_of: state}}" for n in range(40))])
    factory = ViewFactory(
        library([brief("b", "actors: [state, friend]")], actors=f"state: State\n{rows}")
    )
    around = [actor.id for actor in dossier(factory, "state").small_graph.actors[1:]]
    assert len([name for name in around if name.startswith("m")]) == relations.STATED_AROUND
    assert "friend" in around


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_the_graph_keeps_the_strongest_ties(monkeypatch, factory, limit):
    whole = factory.graph.ties
    monkeypatch.setattr(relations, "TIES", limit)
    ties = build_graph(factory.library, factory.where, factory.network).ties
    assert len([tie for tie in ties if not tie.stated]) == limit < len(whole)
    assert [tie for tie in ties if tie.stated] == [tie for tie in whole if tie.stated]


def test_the_graph_keeps_a_tie_for_everybody_before_it_keeps_more(monkeypatch):
    briefs = [brief(f"b{n}", "actors: [a, b, c]") for n in range(9)]
    factory = ViewFactory(library([*briefs, brief("last", "actors: [rare, c]")]))
    monkeypatch.setattr(relations, "TIES", 3)
    graph = build_graph(factory.library, factory.where, factory.network)
    ends = {graph.actors[end].id for tie in graph.ties for end in (tie.one, tie.other)}
    assert ends == {"a", "b", "c", "rare"}


def test_the_graph_keeps_those_in_most_briefs(monkeypatch, factory):
    monkeypatch.setattr(relations, "NODES", 2)
    graph = build_graph(factory.library, factory.where, factory.network)
    assert [actor.id for actor in graph.actors] == ["ann", "bob"]
    assert [(tie.one, tie.other, tie.briefs) for tie in graph.ties] == [(0, 1, 2)]


def test_every_tie_of_the_graph_leads_to_a_dossier_that_lists_its_briefs(factory):
    assert factory.graph.ties
    for tie in factory.graph.ties:
        view = dossier(factory, factory.graph.actors[tie.one].id)
        listed = {row.actor.id: row for row in view.companions}
        row = listed[factory.graph.actors[tie.other].id]
        assert row.briefs == tie.briefs
        assert bool(row.shared) == bool(tie.briefs)


def test_the_graph_tells_the_topics_of_an_actor(factory):
    place = {actor.id: n for n, actor in enumerate(factory.graph.actors)}
    assert factory.graph.topics == (("t", "T"),)
    assert factory.graph.topics_of[place["cora"]] == (0,)
    assert factory.graph.topics_of[place["bob"]] == ()


def test_ties_of_an_actor_are_seen_from_it(factory):
    graph = factory.graph
    place = {actor.id: n for n, actor in enumerate(graph.actors)}
    (tie,) = (t for t in graph.ties_of()[place["club"]] if t.other == place["ann"])
    assert tie.one == place["club"]
    assert tie.stated == (StatedRelation("", outward=False),)


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5), max_size=6))
def test_ties_are_what_a_count_by_hand_gives(lists):
    briefs = [brief(f"b{n}", f"actors: [{', '.join(row)}]") for n, row in enumerate(lists)]
    network = build_network(library(briefs))
    for one in "abcdefgh":
        for other in "abcdefgh":
            if one != other:
                both = sum(one in row and other in row for row in lists)
                assert network.together(one, other) == both


def test_a_circle_and_a_self_reference_in_part_of_do_no_harm():
    network = build_network(library(world_briefs(), **WORLD))
    assert network.stated("hamas", "fatah") == (
        StatedRelation("", outward=True),
        StatedRelation("", outward=False),
    )
    own = build_network(library([], actors="me: {part_of: me}"))
    assert own.companions("me") == []
