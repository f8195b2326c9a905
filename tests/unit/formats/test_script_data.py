"""Files that scripts load: hover cards and the graph of the explore page."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.formats.api import (
    FILE,
    HOVER_CARDS,
    hover_card_files,
    network_file,
    plain_id,
    shard,
)
from mkdocs_briefs.library.catalogue import Actor
from mkdocs_briefs.pages.kinds import hover_cards
from mkdocs_briefs.pages.parts import StatedRelation
from mkdocs_briefs.pages.records import HoverCard
from mkdocs_briefs.pages.relations import NODES, TIES, Graph, GraphTie
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import WORLD, library, world_briefs
from support.sites import ROOT


@pytest.fixture(scope="module")
def cards() -> list[HoverCard]:
    return list(hover_cards(ViewFactory(library(world_briefs(), **WORLD))))


@pytest.mark.parametrize(("text", "low"), [("", "05"), ("a", "12"), ("foobar", "08")])
def test_the_hash_is_fnv_1a(text: str, low: str) -> None:
    # Test vectors of the algorithm's authors: 811c9dc5, e40c292c, bf9cf968.
    assert shard(text) == low


@given(st.text())
def test_any_path_has_one_of_32_files(path: str) -> None:
    assert 0 <= int(shard(path)) <= 31
    assert len(shard(path)) == 2


def test_every_card_is_in_its_file_once(cards: list[HoverCard]) -> None:
    files = dict(hover_card_files(cards))
    found = {}
    for path, text in files.items():
        for page, card in json.loads(text).items():
            assert path == f"{HOVER_CARDS}/{shard(page)}.json"
            assert page not in found
            found[page] = card
    assert found.keys() == {card.path for card in cards}


def test_what_a_card_does_not_have_is_left_out(cards: list[HoverCard]) -> None:
    found = {k: v for _, text in hover_card_files(cards) for k, v in json.loads(text).items()}
    assert found["actors/fatah/"] == {
        "kind": "group",
        "name": "Fatah",
        "lang": "en",
        "initials": "FA",
        "briefs": 0,
    }
    assert found["briefs/resigns/"]["mark"] == {"kind": "correction", "date": "2024-05-01"}
    assert found["actors/iran/"]["latest"]["date"] == "2024-04-22"


def test_the_order_of_cards_changes_no_byte(cards: list[HoverCard]) -> None:
    mixed = cards.copy()
    random.Random(1).shuffle(mixed)
    assert list(hover_card_files(mixed)) == list(hover_card_files(cards))
    assert list(hover_card_files(cards)) == sorted(hover_card_files(cards))


MEMBER, ALLY = StatedRelation("", outward=True), StatedRelation("ally", outward=False)
GRAPH = Graph(
    (
        Actor("ann-lee", "Ann Lee", "person"),
        Actor("club", "The Club", "organization"),
        Actor("إيران", "إيران", "state"),
    ),
    (5, 3, 2),
    (("t", "Topic"),),
    ((0,), (), (0,)),
    (GraphTie(0, 1, 3, (MEMBER,)), GraphTie(0, 2, 2, ()), GraphTie(2, 1, 0, (ALLY,))),
)


def read(graph: Graph) -> dict:
    path, text = network_file(graph)
    assert path == FILE
    return json.loads(text)


def test_the_file_says_what_its_description_says():
    assert read(GRAPH) == {
        "kinds": ["organization", "person", "state"],
        "topics": [["t", "Topic"]],
        "labels": ["ally"],
        "names": ["Ann Lee", "The Club", "إيران"],
        "ids": [0, "club", "إيران"],
        "kind": [1, 0, 2],
        "briefs": [5, 3, 2],
        "topic": [[0], [], [0]],
        "ties": [[1, 3, 1, 2], [], [1, 0]],
        "stated": [[0, 1, -1], [1, 2, 0]],
    }


def test_an_empty_site_has_an_empty_graph():
    graph = ViewFactory(library([])).graph
    assert read(graph)["names"] == read(graph)["ties"] == []


def test_ties_read_back_are_the_ties():
    graph = ViewFactory(library(world_briefs(), **WORLD)).graph
    found = set()
    for one, row in enumerate(read(graph)["ties"]):
        other = 0
        for step, briefs in zip(row[::2], row[1::2], strict=True):
            other += step
            found.add((one, other, briefs))
    assert found == {(tie.one, tie.other, tie.briefs) for tie in graph.ties}
    assert found


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Israel", "israel"),
        ("Israel Defense Forces", "israel-defense-forces"),
        ("U.N. (New York)", "u-n-new-york"),
        ("Élysée", ""),
        ("إيران", ""),
        ("!!", ""),
    ],
)
def test_ids_that_a_name_tells(name, ident):
    assert plain_id(name) == ident


def large() -> Graph:
    """As many actors and ties as there can be, with names of common length."""
    names = [f"{a} {b} {n % 31}" for n in range(NODES) for a, b in [_words(n)]]
    actors = tuple(Actor(plain_id(name), name, "person") for name in names)
    ties = []
    for n in range(TIES):
        one = (n * n + 7 * n) % 2000
        ties.append(GraphTie(one, (one + 1 + n * 37 % 2900) % NODES, 1 + n % 7, ()))
    ties.sort(key=lambda tie: (tie.one, tie.other))
    topics = tuple((f"t{n}", f"Topic {n}") for n in range(40))
    of = tuple(tuple(sorted({n % 40, n * 7 % 40, n * 11 % 40, n * 3 % 40})) for n in range(NODES))
    return Graph(actors, tuple(NODES - n for n in range(NODES)), topics, of, tuple(ties))


def _words(n: int) -> tuple[str, str]:
    sounds = "kalomirentavodupesigrahelbonimtoreasfuwenzilpracho"
    pick = [sounds[n * step % 47 :][:3] for step in (1, 3, 7, 11, 13)]
    return "".join(pick[:2]).title() + str(n % 97), "".join(pick[2:]).title()


def test_three_thousand_actors_take_less_than_150_kilobytes():
    _, text = network_file(large())
    assert len(gzip.compress(text.encode(), 6)) < 150_000


PROGRAM = """
import hashlib
from mkdocs_briefs.formats.api import network_file
from support.briefs import actor_views, term_views
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.render.drawings import network_svg
from mkdocs_briefs.render.words import words
from support.briefs import WORLD, library, world_briefs

factory = ViewFactory(library(world_briefs(), **WORLD))
out = [network_file(factory.graph)[1]]
for actor in factory.library.catalogue.actors.values():
    small_graph = actor_views(actor, factory)[0].small_graph
    out.append(str(network_svg(small_graph, str, words("en"))) if small_graph else "")
for term in factory.library.catalogue.terms["topics"].values():
    small_graph = term_views(term, factory)[0].small_graph
    out.append(str(network_svg(small_graph, str, words("en"))) if small_graph else "")
print(len(out), hashlib.sha256(chr(10).join(out).encode()).hexdigest())
"""


def test_drawings_and_graph_do_not_depend_on_the_order_of_hashes():
    said = set()
    for seed in ("0", "1", "4242"):
        path = os.pathsep.join((str(ROOT / "plugins"), str(ROOT / "tests")))
        environ = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        answer = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environ, capture_output=True, check=True, text=True
        )
        said.add(answer.stdout)
    assert len(said) == 1
