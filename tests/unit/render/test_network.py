"""The small drawings: nothing collides, nothing overflows, nothing depends on the machine."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.pages.parts import ActorSummary, Edge, SmallGraph, StatedRelation
from mkdocs_briefs.render.drawings import (
    WIDTH,
    Box,
    layout,
    lines_of,
    network_svg,
    runs_left,
    width_of,
)
from mkdocs_briefs.render.words import words

EN = words("en")
NAMES = st.one_of(
    st.text(min_size=1, max_size=60),
    st.sampled_from(
        [
            "Israeli military intelligence directorate",
            "Donaudampfschifffahrtsgesellschaftskapitän",
            "联合国安全理事会常任理事国代表团",
            "وزارة الخارجية والمغتربين الفلسطينية",
            "משרד החוץ",
            "นายกรัฐมนตรี",
            "W" * 40,
            "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        ]
    ),
)
WORDS = st.sampled_from(["", "ally", "commander of the northern brigade of", "حليف", "盟友"])


def actor(name: str = "Iran", number: int = 0, kind: str = "state") -> ActorSummary:
    return ActorSummary(f"a{number}", name, f"actors/a{number}/", kind, name[:2].upper())


@st.composite
def small_graphs(draw: st.DrawFn) -> SmallGraph:
    count = draw(st.integers(2, 12))
    kinds = st.sampled_from(["person", "state", "group"])
    actors = tuple(actor(draw(NAMES), n, draw(kinds)) for n in range(count))
    pairs = draw(st.lists(st.sampled_from([*itertools.combinations(range(count), 2)]), unique=True))
    edges = tuple(
        Edge(
            one,
            other,
            draw(st.integers(0, 2000)),
            tuple(
                StatedRelation(label, outward=draw(st.booleans()))
                for label in draw(st.lists(WORDS, max_size=2, unique=True))
            ),
        )
        for one, other in pairs
    )
    return SmallGraph(actors, edges, draw(st.booleans()))


def small(names: list[str], *, centred: bool, word: str = "ally") -> SmallGraph:
    actors = tuple(actor(name, n, "person" if n % 2 else "state") for n, name in enumerate(names))
    stated = (StatedRelation(word, outward=True),)
    edges = tuple(Edge(0, n, n, stated if n == 1 else ()) for n in range(1, len(actors)))
    return SmallGraph(actors, edges, centred)


@given(small_graphs())
def test_nothing_collides_and_nothing_leaves_the_box(small_graph):
    plan = layout(small_graph, EN)
    boxes = [box for spot in plan.spots for box in spot.boxes]
    boxes += [
        Box(word.x - half, word.y - 12, word.x + half, word.y + 4)
        for word in plan.words.values()
        for half in [round(width_of(word.text) * 11 / 2)]
    ]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.meets(other)
    for box in boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= WIDTH
        assert box.bottom <= plan.height


@given(small_graphs())
def test_it_is_well_formed_and_made_of_whole_numbers(small_graph):
    svg = str(network_svg(small_graph, lambda path: f"../{path}", EN))
    controls = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
    root = ET.fromstring(controls.sub("", svg))
    for node in root.iter():
        assert "style" not in node.attrib
        for key in ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "points", "stroke-width"):
            assert re.fullmatch(r"-?\d*([ ,]-?\d+)*", node.get(key, "0")), (key, node.attrib)
    assert len([*root.iter("title")]) == len(small_graph.actors)


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("count", range(2, 13))
def test_each_actor_has_a_place_of_its_own(count, centred):
    plan = layout(small([f"Name {n}" for n in range(count)], centred=centred), EN)
    assert len({(spot.x, spot.y) for spot in plan.spots}) == count
    assert plan.height < 480


def test_every_other_actor_is_a_link_and_the_own_one_is_not():
    svg = str(network_svg(small(["A", "B", "C"], centred=True), lambda path: f"../../{path}", EN))
    assert re.findall(r'href="([^"]*)" tabindex="-1"', svg) == [
        "../../actors/a1/",
        "../../actors/a2/",
    ]
    whole = str(network_svg(small(["A", "B", "C"], centred=False), str, EN))
    assert whole.count("<a ") == 3


def test_people_are_round_and_others_square():
    svg = str(network_svg(small(["State", "Person"], centred=False), str, EN))
    state, person = svg.split("<a ")[1:]
    assert "<rect" in state
    assert "<circle" not in state
    assert "<circle" in person


def test_the_word_of_a_relation_stands_on_its_line_and_its_arrow_at_the_end():
    svg = str(network_svg(small(["A", "B"], centred=True, word="ally"), str, EN))
    assert ">ally</text>" in svg
    assert svg.count("<polygon") == 1
    member = str(network_svg(small(["A", "B"], centred=True, word=""), str, EN))
    assert ">part of</text>" in member


def test_arrows_lead_from_the_one_it_is_said_of():
    def tip(*, outward: bool) -> int:
        stated = (StatedRelation("ally", outward=outward),)
        small_graph = SmallGraph(
            (actor("A"), actor("B", 1)), (Edge(0, 1, 1, stated),), centred=False
        )
        svg = str(network_svg(small_graph, str, EN))
        return int(re.search(r'points="(\d+),', svg)[1])

    spots = layout(small(["A", "B"], centred=False), EN).spots
    near_first = abs(tip(outward=False) - spots[0].x) < abs(tip(outward=False) - spots[1].x)
    near_second = abs(tip(outward=True) - spots[1].x) < abs(tip(outward=True) - spots[0].x)
    assert near_first
    assert near_second


def test_more_shared_briefs_make_a_thicker_line():
    svg = str(network_svg(small(["A", "B", "C", "D", "E"], centred=True), str, EN))
    widths = [int(each) for each in re.findall(r'stroke-width="(\d)"', svg)]
    assert max(widths) == 5
    assert min(widths) >= 1
    assert len(set(widths)) > 1


def test_texts_are_escaped():
    name = '<script>"&'
    svg = str(network_svg(small([name, name], centred=False, word="<b>&"), str, EN))
    assert "<script" not in svg
    assert "<b>" not in svg


def test_a_name_from_right_to_left_says_so():
    svg = str(network_svg(small(["Iran", "إيران"], centred=False), str, EN))
    assert svg.startswith('<svg class="b-net"')
    assert 'direction="ltr"' in svg.partition(">")[0]
    assert len(re.findall(r'<text class="b-net__name" direction="rtl">', svg)) == 1


@given(st.text(max_size=80), st.integers(2, 12), st.integers(1, 3))
def test_lines_never_exceed_their_measure_and_lose_nothing_unsaid(text, most, rows):
    lines = lines_of(text, most, rows)
    assert len(lines) <= rows
    for line in lines:
        assert width_of(line) <= most or len(line.rstrip("…")) <= 2 or width_of(line[1:]) <= most
    whole, shown = "".join(text.split()), "".join("".join(lines).split())
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


def test_marks_stay_with_their_letters():
    for line in lines_of("e\u0301" * 40, 5, 2):
        assert not line.startswith("\u0301")
    family = "\U0001f469\u200d\U0001f467"
    for line in lines_of(family * 9, 5, 2):
        assert line.removesuffix("…").replace(family, "") == ""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Aharon Haliva", ("Aharon Haliva",)),
        ("Israeli military intelligence", ("Israeli military", "intelligence")),
        ("", ()),
        ("  ", ()),
    ],
)
def test_lines_break_between_words(text, lines):
    assert lines_of(text, 8.5, 3) == lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Iran", False), ("إيران", True), ("12 إيران", True), ("“Iran” إيران", False), ("…", False)],
)
def test_the_first_letter_gives_the_direction(text, expected):
    assert runs_left(text) is expected
