"""In the outline of a library, references mean what they mean in the library."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.build.directory import Directory, directory_from
from mkdocs_briefs.library.backlinks import Target
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.outline import outline_of
from mkdocs_briefs.library.prose_references import body_references
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.fingerprint import fingerprint
from mkdocs_briefs.pages.shelf import Shelf
from mkdocs_briefs.render.links import SiteLinks
from support.briefs import SETTINGS, brief, library

ACTORS = """
iran: {name: Iran, kind: state, aliases: [Tehran, the state]}
oman: {name: Oman, kind: state, aliases: [the state]}
ann: {name: Ann Other, kind: person}
"""
FRONT = """
actors: [iran, {name: Zed Office, kind: organization, role: Came}]
topics: [trade, Deep water]
storyline: [talks]
authors: [Ada]
implications: [{label: Cost, text: It costs.}]
sources: [{id: paper, title: A paper}]
"""
OTHER = "actors: [oman]\ntopics: [trade]\nimplications: [{label: Late, text: Too late.}]"
HELD = "actors: [ann]\ndraft: true"
LINKING = "See [[Other brief#late]] and [[own#cost]] and [[other#late|there]]."
WORDS = (
    "own other third later Own Other brief iran Iran Tehran the state oman ann Ann Other Zed Office"
    " zed-office trade Trade Deep water deep-water talks Talks Ada nothing actor topic brief ann-other"
)
NAMES = st.sampled_from(
    (*WORDS.split(), "the state", "Other brief", "Ann Other", "Zed Office", "Deep water", "later")
)
ANCHORS = st.sampled_from(("", "", "late", "cost", "timeline", "nowhere"))


def site(body: str = LINKING) -> Library:
    briefs = [
        brief("own", FRONT, body, title="Own brief"),
        brief("other", OTHER, "The body of Iran.", title="Other brief"),
        brief("third", "actors: [iran]", LINKING, title="Own brief", day="2024-05-01"),
        brief("later", HELD, title="Later brief"),
    ]
    return library(briefs, actors=ACTORS, topics="trade: {name: Trade, aliases: [commerce]}")


WHOLE = site()


def outlined(text: str) -> tuple[Library, Brief]:
    """The brief with another text, in a library that knows of the rest what JSON brought."""
    kept = json.loads(json.dumps(Directory(outline_of(WHOLE), {}).written()))
    directory = directory_from(kept)
    assert directory is not None
    edited = brief("own", FRONT, text, title="Own brief")
    return directory.outline.library([edited], SETTINGS), edited


@st.composite
def bodies(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        name, anchor = draw(NAMES), draw(ANCHORS)
        kind = draw(st.sampled_from(("", "", "actor:", "topic:", "brief:", "storyline:")))
        hash_ = f"#{anchor}" if anchor else ""
        parts.append(
            draw(
                st.sampled_from(
                    (
                        f"[[{kind}{name}{hash_}]]",
                        f"[[{kind}{name}{hash_}|some words]]",
                        f"{name} came.",
                        f"[words]({name}.md)",
                        f"[words](../actors/{name}.md)",
                        "[@paper] and [@none]",
                    )
                )
            )
        )
    return " ".join(parts)


@given(bodies())
def test_a_body_refers_to_the_same(text: str) -> None:
    small, edited = outlined(text)
    own = WHOLE.catalogue.briefs["own"]
    full = replace(WHOLE, briefs=(edited,))
    assert [(it.target, it.phrase) for it in small.links_of([edited])] == [
        (it.target, it.phrase) for it in full.links_of([edited])
    ]
    assert fingerprint(edited, small) == fingerprint(edited, full)
    assert own.fields == edited.fields
    links = [SiteLinks(Shelf(each), lambda _: None) for each in (small, WHOLE)]
    context = [each.of_body(edited, "briefs/own/") for each in links]
    for wiki in edited.prose.wikilinks:
        wanted = (wiki.kind, wiki.target, wiki.anchor)
        assert context[0].resolve(*wanted) == context[1].resolve(*wanted)
    assert context[0].cite("paper") == context[1].cite("paper") is not None
    assert context[0].listed == context[1].listed


@given(bodies())
def test_no_reference_to_nothing_is_missed(text: str) -> None:
    small, edited = outlined(text)
    said = {problem.message for problem in body_references(edited, small)}
    # A place of another page that nobody linked to is not known to be there.
    assert {problem.message for problem in body_references(edited, WHOLE)} <= said


def test_a_place_that_a_body_links_to_is_known() -> None:
    small, edited = outlined("[[other#late]] and [[own#cost]] and [[Trade#timeline]]")
    assert [*body_references(edited, small)] == []
    small, edited = outlined("[[other#nowhere]] and [[third#cost]]")
    assert len([*body_references(edited, small)]) == 2


def test_who_takes_part_is_known() -> None:
    small, _ = outlined("Words.")
    assert [part.actor.name for part in small.parts["own"]] == ["Iran", "Zed Office"]
    themes = {name: [it.name for it in found] for name, found in small.themes_of["own"].items()}
    assert themes == {
        name: [it.name for it in found] for name, found in WHOLE.themes_of["own"].items()
    }
    target: Target = ("brief", "later")
    assert Shelf(small).target(target) is None
    assert {*small.catalogue.briefs} == {"own", "other", "third"}
    assert {*small.catalogue.held} == {"later"}
