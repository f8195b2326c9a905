"""What other pages show of a brief, in one digest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.fingerprint import fingerprint
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.views import BriefView
from support.briefs import brief, library

FRONT = """
    summary: What happened.
    actors:
      - iran: Party
      - hamas: Party
    dates:
      - {date: 2024-04-01, event: The talks begin, id: talks}
      - 2024-04-05: The talks end
    implications:
      - Trade: It suffers.
    developments:
      - {text: They talk again, likelihood: likely, by: 2024-12-31, resolves_if: They meet.}
    sources:
      - {id: paper, title: A paper}
    topics: [trade]
"""
BODY = """
The first paragraph tells of nobody at all.

## What came of it

Hamas agreed in the end. A plain sentence stands here.

It goes on from [[other|the other brief]], as [another](other.md) tells [@paper].
A sentence of its own <span id="here">lies</span> between.
"""
ACTORS = "iran: {name: Iran, kind: state}\nhamas: {name: Hamas, kind: group}\n"


def site(front: str = FRONT, body: str = BODY) -> Library:
    others = [
        brief("other", "actors: [iran]\ndates: [{date: 2024-04-01, event: Talks, id: talks}]"),
        brief("third", "actors: [hamas]\ntopics: [trade]\nrelated: [own]", day="2024-05-01"),
    ]
    return library([brief("own", front, body), *others], actors=ACTORS)


def own(front: str = FRONT, body: str = BODY) -> Brief:
    return brief("own", front, body)


OLD = site()
MARK = fingerprint(OLD.catalogue.briefs["own"], OLD)


def elsewhere(known: Library) -> Iterator[object]:
    """The views of every page but that of the brief."""
    return (
        view
        for view in Plan(known).pages()
        if not (isinstance(view, BriefView) and view.path == "briefs/own/")
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A plain sentence stands here.", "Another sentence stands here."),
        ("A plain sentence", "A plain sentence, and\n\n- a list\n\n"),
        ("[@paper]", "[@paper, p. 3] [@paper]"),
        ("nobody at all", "somebody or other"),
        ("lies</span> between", "stands</span> among others <!-- briefs:sources -->"),
    ],
)
def test_words_that_no_other_page_shows_leave_it(old: str, new: str) -> None:
    body = BODY.replace(old, new)
    assert body != BODY
    assert fingerprint(own(body=body), OLD) == MARK
    assert [*elsewhere(site(body=body))] == [*elsewhere(OLD)]


def test_lines_that_only_move_leave_it() -> None:
    front = FRONT.replace("    actors:", "    # a note\n\n    actors:")
    assert own(front).at("actors") != own().at("actors")
    assert fingerprint(own(front, "\n\n" + BODY), OLD) == MARK


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hamas agreed in the end.", "Hamas refused in the end."),
        ("Hamas agreed", "Everybody agreed"),
        ("A plain sentence", "Iran"),
        ("the other brief", "that brief"),
        ("[[other|the other brief]], as [another](other.md)", "nothing, as the paper"),
        ("What came of it", "What comes of it"),
        ('id="here"', 'id="there"'),
        ("at all.", "at all. " + "word " * 600),
    ],
)
def test_what_other_pages_show_of_the_body_changes_it(old: str, new: str) -> None:
    body = BODY.replace(old, new)
    assert body != BODY
    assert fingerprint(own(body=body), OLD) != MARK


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What happened.", "What came about."),
        ("- iran: Party", "- iran: Mediator"),
        (", id: talks", ""),
        ("The talks begin", "Talks begin"),
        ("The talks end", "The talks stop"),
        ("2024-04-05", "2024-04-06"),
        ("Trade:", "Commerce:"),
        ("likely", "unlikely"),
        ("2024-12-31", "2025-12-31"),
        ("id: paper", "id: report"),
        ("[trade]", "[peace]"),
        ("topics:", "updates: [{date: 2024-05-01, text: New.}]\n    topics:"),
        ("topics:", "x_own: 1\n    topics:"),
        ("topics:", "hide: [toc]\n    topics:"),
        ("topics:", "lang: ar\n    topics:"),
        ("topics:", "slug: renamed\n    topics:"),
    ],
)
def test_every_field_changes_it(old: str, new: str) -> None:
    front = FRONT.replace(old, new)
    assert front != FRONT
    assert fingerprint(own(front), OLD) != MARK


def test_an_id_that_is_given_counts_though_the_same_would_be_made() -> None:
    made = own(FRONT.replace(", id: talks", "")).fields.dates[0].id
    front = FRONT.replace("id: talks", f"id: {made}")
    assert own(front).fields == own(FRONT.replace(", id: talks", "")).fields
    assert fingerprint(own(front), OLD) != fingerprint(own(FRONT.replace(", id: talks", "")), OLD)


def test_without_a_summary_the_first_paragraph_counts() -> None:
    front = FRONT.replace("summary: What happened.", "why_it_matters: It does.")
    body = BODY.replace("nobody at all", "nobody here")
    assert fingerprint(own(front), OLD) != fingerprint(own(front, body), OLD)


def test_the_file_and_the_address_count_and_a_brief_of_no_library_has_one() -> None:
    new = brief("elsewhere", FRONT, BODY)
    assert fingerprint(new, OLD) != MARK
    assert fingerprint(new, OLD) == fingerprint(brief("elsewhere", FRONT, BODY), OLD)


PIECES = st.sampled_from(
    [
        "Hamas", "Iran", "Iran's", "words", "more words.", "A sentence.", "\n\n", "[[other]]",
        "[x](other.md)", "[[topic:trade]]", "## Head", "\n\n## Head\n\n", "`Iran`", "[@paper]",
        "<b id=x>", "</b>", "{#y}", "- item", "> quoted", "<!-- briefs:sources -->", "[^1]",
    ]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=12), st.data())
def test_one_fingerprint_means_the_same_other_pages(one: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(one) - 1))
    other = [*one[:place], *data.draw(st.lists(PIECES, max_size=2)), *one[place + 1 :]]
    front = FRONT.replace(
        "summary: What happened.", data.draw(st.sampled_from(["", "summary: S."]))
    )
    bodies = [" ".join(pieces) for pieces in (one, other)]
    known = site(front, bodies[0])
    first, second = (fingerprint(own(front, body), known) for body in bodies)
    if first == second:
        assert [*elsewhere(known)] == [*elsewhere(site(front, bodies[1]))]
