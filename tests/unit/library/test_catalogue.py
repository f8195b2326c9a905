"""Who is who: ids, names, and what a reference means."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.catalogue import MAX_SUGGESTIONS, Index, Speller, fold, ident_of
from mkdocs_briefs.model.ids import is_id
from support.briefs import brief, built, codes, library

NAMES = st.text("abcXYZ éß-.'’ אבج政\u0301", min_size=1, max_size=12)


@given(NAMES)
def test_an_id_made_of_a_name_is_an_id_or_nothing_and_made_once(name: str) -> None:
    ident = ident_of(name)
    assert ident == "" or not is_id(ident) or ident_of(ident) == ident


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,6}", fullmatch=True), st.lists(NAMES, max_size=3), max_size=6
    )
)
def test_every_id_finds_itself_and_every_lone_name_its_owner(names: dict[str, list[str]]) -> None:
    index = Index.build(names)
    for ident, spelled in names.items():
        assert index.find(ident) == ident
        for name in spelled:
            owners = {other for other, all_ in names.items() if fold(name) in map(fold, all_)}
            assert set(index.candidates(name)) == owners
            if name not in names:
                assert index.find(name) == (ident if len(owners) == 1 else None)
                assert index.find(name, {ident}) == ident


def test_a_name_finds_its_owner_in_any_case_and_normal_form() -> None:
    index = Index.build({"elysee": ["Élysée"], "oreilly": ["O'Reilly"]})
    assert index.find("e\u0301lyse\u0301e") == index.find("ÉLYSÉE") == "elysee"
    assert index.find("O’Reilly") == "oreilly"


def test_the_slug_of_a_name_is_the_last_resort() -> None:
    index = Index.build({"gaza-war": ["War in Gaza"]})
    assert index.find("Gaza — War") == "gaza-war"
    assert index.find("Gaza") is None


@pytest.mark.parametrize(
    ("wrong", "right"), [("hmas", "hamas"), ("Irann", "iran"), ("united-natoins", "united-nations")]
)
def test_a_typo_is_answered_with_the_nearest_word(wrong: str, right: str) -> None:
    crowd = [f"name-{n}" for n in range(3_000)]
    assert Speller([*crowd, "hamas", "iran", "united-nations"]).suggest(wrong) == right


def test_a_word_like_no_other_gets_no_suggestion() -> None:
    assert Speller(["hamas", "iran"]).suggest("xylophone") is None
    assert Speller([]).suggest("anything") is None


def test_a_slip_is_found_among_many_names_that_look_like_it() -> None:
    parts = ("ba", "de", "fi", "go", "lu", "mar", "nos", "ter")
    words = ["".join(chosen) for chosen in itertools.product(parts, repeat=4)]
    speller = Speller(words)
    for word in words[:: len(words) // 40]:
        assert speller.suggest(f"{word[:3]}y{word[3:]}") == word


def test_no_more_suggestions_are_made_than_a_person_reads() -> None:
    speller = Speller(["hamas"])
    assert {speller.suggest("hmas") for _ in range(MAX_SUGGESTIONS)} == {"hamas"}
    assert speller.suggest("hmas") is None


def test_a_brief_introduces_an_actor_with_name_and_kind() -> None:
    found, problems = built(
        [brief("a", "actors: [{name: Aharon Haliva, kind: person, role: Resigned}]")],
        actors="iran: Iran",
    )
    assert not problems
    actor = found.catalogue.actors["aharon-haliva"]
    assert (actor.name, actor.kind, actor.entry) == ("Aharon Haliva", "person", None)
    assert found.listed("a") == {"aharon-haliva"}


def test_a_name_without_kind_introduces_nobody_beside_a_registry() -> None:
    found = library([brief("a", "actors: [{name: Nobody, role: Unknown}]")], actors="iran: Iran")
    assert set(found.catalogue.actors) == {"iran"}
    assert found.parts["a"] == ()


def test_a_brief_may_name_an_actor_that_another_introduces() -> None:
    briefs = [
        brief("a", "actors: [{name: Foo Corp, kind: organization}]"),
        brief("b", "actors: [{id: foo, name: Foo Corp, kind: organization}]"),
        brief("c", "actors: [Foo Corp]"),
    ]
    for order in itertools.permutations(briefs):
        found = library(order, actors="iran: Iran")
        assert set(found.catalogue.actors) == {"iran", "foo"}
        assert [*map(found.listed, "abc")] == [{"foo"}] * 3


def test_without_a_registry_everyone_listed_is_an_actor_and_capitals_do_not_make_two() -> None:
    found = library([brief("a", "actors: [Hamas, IDF]"), brief("b", "actors: [hamas: Attacked]")])
    assert set(found.catalogue.actors) == {"hamas", "idf"}
    assert found.listed("a") == {"hamas", "idf"}
    assert found.listed("b") == {"hamas"}


def test_actors_of_one_name_stay_apart_and_a_bare_name_is_refused() -> None:
    found, _ = built(
        [brief("a", "actors: [smith-1]"), brief("b", "actors: [John Smith]")],
        actors="smith-1: John Smith\nsmith-2: John Smith",
    )
    assert found.listed("a") == {"smith-1"}
    assert found.listed("b") == frozenset()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("{id: iran, name: Persia}", "called"),
        ("{id: iran, name: Iran, kind: person}", "is a state elsewhere"),
    ],
)
def test_a_brief_that_disagrees_with_the_registry_is_warned(part: str, words: str) -> None:
    _, problems = built([brief("a", f"actors: [{part}]")], actors="iran: {name: Iran, kind: state}")
    assert codes(problems) == ["B309"]
    assert words in problems[0].message


def test_a_name_without_letters_gets_no_page() -> None:
    found, problems = built([brief("a", 'actors: [{name: "!!!", kind: person}]')])
    assert codes(problems) == ["B209"]
    assert not found.catalogue.actors


def test_ids_that_differ_in_case_alone_are_refused() -> None:
    found, problems = built([], actors="Iran: One\niran: Two")
    assert codes(problems) == ["B306"]
    assert set(found.catalogue.actors) == {"Iran"}


@pytest.mark.parametrize("topic", ["Gaza War", "gaza-war", "Gaza-War", "Gaza — war", "GAZA WAR"])
def test_one_topic_however_it_is_spelt(topic: str) -> None:
    found = library([brief("a", "topics: [Gaza war]"), brief("b", f"topics: ['{topic}']")])
    assert set(found.catalogue.terms["topics"]) == {"gaza-war"}
    assert [term.id for term in found.terms_of["b"]["topics"]] == ["gaza-war"]


def test_an_unregistered_topic_is_warned_with_the_nearest_one() -> None:
    found, problems = built([brief("a", "topics: [gazza]")], topics="gaza: Gaza war")
    assert codes(problems) == ["B304"]
    assert "gaza" in problems[0].help
    assert "gazza" in found.catalogue.terms["topics"]


def test_what_only_a_draft_names_is_no_page_yet() -> None:
    found = library(
        [brief("a", "draft: true\nactors: [{name: A Ghost, kind: person}]\ntopics: [hidden]")]
    )
    assert not found.catalogue.actors
    assert not found.catalogue.terms["topics"]
    assert set(found.catalogue.unpublished) == {"a"}
