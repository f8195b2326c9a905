"""The list of all advice by audience, and the advice in dossiers and on topics."""

from __future__ import annotations

import pytest

from mkdocs_briefs.pages.kinds.listings import AdviceIndexView
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import actor_views, brief, library, term_views

REGISTRIES = {
    "actors": "port: {name: The port, kind: organization, aliases: [Harbour]}\npilots: Pilots\n",
    "topics": "trade: Trade\n",
}
NEW = """
topics: [trade]
actors: [port]
advice_audience: Cargo owners
implications: [Delay: Goods are late.]
advice:
  - {label: Insure, text: Insure it., addresses: [delay]}
  - {label: Escort, text: Send tugs., audience: [HARBOUR, Pilots], actors: [port]}
  - {label: Train, text: Train them., audience: Masters, actors: [pilots]}
"""
OLD = """
actors: [port]
advice:
  - {label: Wait, text: Wait., audience: [cargo   OWNERS, the port]}
  - {label: Look, text: Look around.}
"""


@pytest.fixture(scope="module")
def factory() -> ViewFactory:
    briefs = [brief("new", NEW), brief("old", OLD, day="2024-01-01")]
    return ViewFactory(library(briefs, **REGISTRIES))


def test_spellings_and_names_of_one_audience_are_one_group(factory: ViewFactory) -> None:
    (view,) = AdviceIndexView.views(factory)
    assert [(group.audience, [it.label for it in group.items]) for group in view.groups] == [
        (Link("Cargo owners", ""), ["Insure", "Wait"]),
        (Link("Masters", ""), ["Train"]),
        (Link("Pilots", "actors/pilots/"), ["Escort"]),
        (Link("The port", "actors/port/"), ["Escort", "Wait"]),
        (Link("", ""), ["Look"]),
    ]
    assert [(it.label, it.path, it.count) for it in view.audiences] == [
        (group.audience.text, f"advice/#{group.anchor}", len(group.items)) for group in view.groups
    ]
    assert [(it.label, it.path) for it in view.actors] == [
        ("Pilots", "actors/pilots/#advice"),
        ("The port", "actors/port/#advice"),
    ]


def test_no_two_places_of_the_list_share_an_anchor(factory: ViewFactory) -> None:
    (view,) = AdviceIndexView.views(factory)
    anchors = [it.anchor for group in view.groups for it in group.items]
    anchors += [group.anchor for group in view.groups]
    assert len({*anchors}) == len(anchors)


def test_audiences_of_one_slug_have_anchors_of_their_own() -> None:
    front = "advice: [{text: A., audience: 'One, two'}, {text: B., audience: One two}]"
    (view,) = AdviceIndexView.views(ViewFactory(library([brief("one", front)])))
    assert len({group.anchor for group in view.groups}) == 2


def test_a_dossier_tells_advice_for_an_actor_from_advice_about_it(factory: ViewFactory) -> None:
    actors = factory.library.catalogue.actors
    (port,), (pilots,) = (actor_views(actors[name], factory) for name in ("port", "pilots"))
    assert [it.label for it in port.advice_to] == ["Escort", "Wait"]
    assert port.advice_about == (), "what is for an actor is not said twice"
    assert [it.label for it in pilots.advice_to] == ["Escort"]
    assert [it.label for it in pilots.advice_about] == ["Train"]


def test_a_topic_has_the_advice_of_its_briefs(factory: ViewFactory) -> None:
    (view,) = term_views(factory.library.catalogue.terms["topics"]["trade"], factory)
    assert [it.label for it in view.advice] == ["Insure", "Escort", "Train"]
    first = view.advice[0]
    assert (first.audience, first.brief) == (
        (Link("Cargo owners", ""),),
        Link("New", "briefs/new/"),
    )
    assert first.addresses == ((Link("Delay", "briefs/new/#delay"), ""),)
