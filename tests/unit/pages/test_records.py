"""What is said of a page elsewhere: search records, social cards, hover cards."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from mkdocs_briefs.pages.kinds import SEARCHED, hover_cards
from mkdocs_briefs.pages.kinds.actors import ALIASES
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.records import (
    FACETS,
    CardContent,
    HoverCard,
    Latest,
    Mark,
    Monogram,
    Passage,
    Records,
    SearchRecord,
    distinct,
    page_record,
    passages_of,
    record_of,
    site_card,
)
from mkdocs_briefs.pages.view_factory import CARD_TEXT, ViewFactory
from support.briefs import SETTINGS, WORLD, brief, library, world_briefs


@pytest.fixture(scope="module")
def records() -> dict[str, SearchRecord]:
    world = library(world_briefs(), **WORLD)
    maker = Records(world)
    made = (maker.of(view, "<p>Of the body.</p>") for view in Plan(world).pages())
    return {record.path: record for record in made if record}


def test_briefs_actors_topics_and_storylines_have_one_each_and_listings_none(records) -> None:
    heads = {path.split("/")[0] for path in records}
    assert heads == {"briefs", "actors", "topics", "storylines"}
    assert not {"briefs/", "actors/", "timeline/", "search/", ""} & records.keys()
    assert "briefs/secret/" not in records
    assert all(record.path == path for path, record in records.items())


def test_a_brief_brings_its_facets_and_its_items(records) -> None:
    record = records["briefs/resigns/"]
    assert record.kind == "brief"
    assert str(record.date) == "2024-04-22"
    assert record.facets["year"] == ("2024",)
    assert record.facets["type"] == ("analysis",)
    assert records["briefs/attack/"].facets["type"] == ()
    assert record.facets["topic"] == ("Gaza war", "حرب غزة")
    assert record.facets["actor"] == ("Iran", "Aharon Haliva")
    assert set(record.facets) == set(FACETS)
    by_heading = {one.heading: one for one in record.passages if one.heading}
    assert by_heading["Pressure"] == Passage("pressure", "Pressure", "It presses others.")
    assert by_heading["Aharon Haliva: Others follow"].text == "More leave."
    assert by_heading["Elections come early"].text == ""
    assert by_heading["Haliva resigns"].anchor
    loose = " ".join(one.text for one in record.passages if not one.heading)
    for words in ("Iran: Struck back.", "Dead: 34,000", "The rank was wrong.", "Of the body."):
        assert words in loose


def test_a_record_is_written_and_read_again(records) -> None:
    page = page_record("p/", "P", "<p>Text.</p>", "en")
    for record in (page, *records.values()):
        assert record_of(json.loads(json.dumps(record.written()))) == record


def test_every_anchor_of_a_record_is_one_of_its_page() -> None:
    world = library(world_briefs(), **WORLD)
    maker, plan = Records(world), Plan(world)
    for one in world.briefs:
        view = plan.brief(one)
        items = (view.events, view.implications, view.developments, view.advice)
        anchors = {item.anchor for group in items for item in group}
        record = maker.of(view, "")
        assert record
        assert {p.anchor for p in record.passages if p.heading} == anchors


def test_a_text_without_marks_is_what_is_searched() -> None:
    world = library([brief("marks", "summary: A **bold** [link](https://x.example) and `code`.")])
    record = Records(world).of(Plan(world).brief(world.briefs[0]), "")
    assert record
    assert record.passages[0].text == "A bold link and code."


def test_a_dossier_holds_its_own_words_and_not_what_briefs_say_of_it(records) -> None:
    iran = records["actors/iran/"]
    assert iran.facets == {"kind": ("actor",), "actor": ("Iran",)}
    assert [one.text for one in iran.passages] == ["إيران. איראן.", "Of the body."]
    assert records["topics/gaza/"].facets == {"kind": ("topic",), "topic": ("Gaza war",)}
    assert records["storylines/haliva/"].facets == {"kind": ("storyline",)}


def test_further_pages_of_a_dossier_have_none() -> None:

    from support.briefs import SETTINGS

    settings = dataclasses.replace(SETTINGS, per_page=1)
    world = library(world_briefs(settings), settings, **WORLD)
    maker = Records(world)
    found = [view.path for view in Plan(world).pages() if maker.of(view, "")]
    assert "actors/hamas/" in found
    assert not [path for path in found if "/page/" in path]


def test_names_that_several_bear_are_told_apart() -> None:
    assert distinct({"a": "Smith", "b": "Jones", "c": "Smith"}) == {
        "a": "Smith (a)",
        "b": "Jones",
        "c": "Smith (c)",
    }


def test_briefs_come_first_and_the_newest_of_them(records) -> None:
    ordered = [record.path for record in sorted(records.values(), key=lambda one: one.order)]
    assert ordered[:2] == ["briefs/resigns/", "briefs/%E6%96%B0%E8%81%9E/"]
    kinds = [records[path].kind for path in ordered]
    assert kinds == sorted(kinds, key=SEARCHED.index)


@pytest.mark.parametrize(
    ("html", "passages"),
    [
        ("", []),
        ("<p>One <b>w</b>ord.</p><p>Two</p>", [("", "", "One word. Two")]),
        ("a<br>b<!-- c --><i>d</i>", [("", "", "a bd")]),
        ("<p>AT&amp;T &lt;b&gt;</p>", [("", "", "AT&T <b>")]),
        (
            '<p>x</p><h2 id="a">A <em>b</em><a class="headerlink" href="#a">¶</a></h2><p>y</p>',
            [("", "", "x"), ("a", "A b", "y")],
        ),
        ('<h1 id="t">Title</h1><p>x</p>', [("", "", "x")]),
        ("<h2>No id</h2><p>x</p>", [("", "", "No id x")]),
        ('<h3 class=a id=b>B</h3><h3 id="c">C</h3>', [("b", "B", ""), ("c", "C", "")]),
        ("<script>let a = '<p>no</p>'</script><style>p{}</style><p>x</p>", [("", "", "x")]),
        (
            "<div data-search-exclude><div>no</div> nor this</div><p>x</p>",
            [("", "", "x")],
        ),
        ('<p>x<sup class="b-cite cite">[<a>1</a>]</sup> y</p>', [("", "", "x y")]),
        ("<p>a < b > c</p>", [("", "", "a < b > c")]),
        ('<p title="a > b">x</p><div', [("", "", "x <div")]),
        ("<p>x</p><!-- never closed <p>no</p>", [("", "", "x")]),
        ("<p>x</p><svg><text>no</text><script>no</svg><p>y</p>", [("", "", "x y")]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [("", "", "a b")]),
    ],
)
def test_html_is_divided_at_its_headings(html: str, passages: list[tuple[str, str, str]]) -> None:
    assert passages_of(html) == [Passage(*one) for one in passages]


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", '<a "', "<script>", "<h2 id=x>", "<a '\"", "&amp"]
)
def test_long_rubbish_costs_no_more_than_its_length(piece: str) -> None:
    assert len(passages_of(piece * 50_000)) <= 1


def test_an_ordinary_page_is_a_record_too() -> None:
    html = '<h1 id="us">About us</h1><p>We are.</p><h2 id="who">Who</h2><p>Us.</p>'
    record = page_record("about/", "About us", html, "en")
    assert (record.kind, record.date) == ("page", None)
    assert record.passages == (Passage("", "", "We are."), Passage("who", "Who", "Us."))


PLAN = Plan(library(world_briefs(), **WORLD))
PAGES = {view.path: view for view in PLAN.pages()}


def card_of(path: str) -> CardContent:
    found = PAGES[path].social_card()
    assert found
    return found


def test_a_brief_with_its_type_day_topics_actors_and_correction() -> None:
    found = card_of("briefs/resigns/")
    assert (found.section, found.id, found.lang) == ("briefs", "resigns", "en")
    assert (found.family, found.value) == ("type", "analysis")
    assert (card_of("briefs/attack/").family, card_of("briefs/attack/").value) == ("", "")
    assert found.date
    assert found.date.isoformat() == "2024-04-22"
    assert found.topics == ("Gaza war", "حرب غزة")
    assert found.mark == "correction"
    assert found.monograms[:2] == (
        Monogram("Iran", "IR", person=False),
        Monogram("Aharon Haliva", "AH", person=True),
    )
    assert found.more == 0
    assert found.text == ""


def test_four_actors_are_named_and_the_others_counted() -> None:
    names = ", ".join(f"{{name: Group {n}, kind: group}}" for n in range(7))
    plan = Plan(library([brief("a", f"actors: [{names}]\nsummary: It was so.")]))
    (view,) = [page for page in plan.pages() if page.path == "briefs/a/"]
    found = view.social_card()
    assert found
    assert (len(found.monograms), found.more) == (4, 3)
    assert found.text == "It was so."


def test_a_retraction_weighs_more_than_a_correction_and_an_update_nothing() -> None:
    def mark(*kinds: str) -> str:
        rows = ", ".join(f"{{date: 2024-05-01, kind: {kind}, text: T.}}" for kind in kinds)
        plan = Plan(library([brief("a", f"updates: [{rows}]")]))
        found = next(it for it in plan.pages() if it.path == "briefs/a/").social_card()
        assert found
        return found.mark

    assert mark("correction", "retraction") == "retraction"
    assert mark("update", "clarification") == ""


def test_a_storyline_and_a_topic() -> None:
    story = card_of("storylines/haliva/")
    assert (story.section, story.family, story.value) == ("storylines", "registry", "storylines")
    assert story.briefs == 2
    assert story.more is None
    assert card_of("topics/%D8%AD%D8%B1%D8%A8/").id == "حرب"


def test_the_lists_of_a_topic_share_the_sites_card() -> None:
    briefs = [brief(f"b{n:02}", "topics: [gaza]") for n in range(12)]
    plan = Plan(library(briefs, **WORLD))
    first, *lists = [
        page.social_card() for page in plan.pages() if page.path.startswith("topics/gaza/")
    ]
    assert first is not None
    assert first.briefs == 12
    assert lists
    assert not any(lists)


def test_listings_and_actors_share_the_sites_card() -> None:
    for path in ("", "briefs/", "actors/", "actors/haliva/"):
        assert PAGES[path].social_card() is None
    assert site_card(SETTINGS).title == "Explainers"


@pytest.fixture(scope="module")
def cards() -> dict[str, HoverCard]:
    factory = ViewFactory(library(world_briefs(), **WORLD))
    return {card.path: card for card in hover_cards(factory)}


def of(front: str, **registries: str) -> dict[str, HoverCard]:
    factory = ViewFactory(library([brief("one", front)], **registries))
    return {card.path: card for card in hover_cards(factory)}


def test_every_page_about_something_has_a_card_and_no_other(cards: dict[str, HoverCard]) -> None:
    kinds = {path.partition("/")[0] for path in cards}
    assert kinds == {"briefs", "actors", "topics", "storylines"}
    assert "briefs/secret/" not in cards
    assert "briefs/later/" not in cards
    assert "briefs/%D9%87%D8%AC%D9%88%D9%85/" in cards


def test_an_actor_has_its_part_in_the_newest_brief(cards: dict[str, HoverCard]) -> None:
    iran = cards["actors/iran/"]
    assert (iran.kind, iran.name, iran.initials, iran.briefs) == ("state", "Iran", "IR", 1)
    assert iran.latest == Latest("Struck back", dt.date(2024, 4, 22), "en")
    assert iran.aliases == ("إيران", "איראן")
    assert len(iran.aliases) == ALIASES


def test_without_a_role_the_newest_brief_is_named(cards: dict[str, HoverCard]) -> None:
    assert cards["actors/un/"].latest == Latest("新聞", dt.date(2024, 3, 5), "en")


def test_an_actor_of_no_brief_has_a_card(cards: dict[str, HoverCard]) -> None:
    assert cards["actors/fatah/"].briefs == 0
    assert cards["actors/fatah/"].latest is None


def test_a_term_has_its_count_and_its_newest_brief(cards: dict[str, HoverCard]) -> None:
    gaza = cards["topics/gaza/"]
    assert (gaza.kind, gaza.briefs) == ("topic", 2)
    assert gaza.latest == Latest("Resigns", dt.date(2024, 4, 22), "en")
    assert cards["storylines/haliva/"].kind == "storyline"


def test_a_brief_has_its_date_its_topics_and_its_correction(cards: dict[str, HoverCard]) -> None:
    card = cards["briefs/resigns/"]
    assert (card.kind, card.date, card.topics) == (
        "brief",
        dt.date(2024, 4, 22),
        ("Gaza war", "حرب غزة"),
    )
    assert card.mark == Mark("correction", dt.date(2024, 5, 1))
    assert cards["briefs/attack/"].mark is None


def test_a_text_is_plain_and_ends_at_a_word() -> None:
    summary = "*Iran* struck [back](https://example.org). " + "word " * 100
    text = of(f"summary: '{summary}'")["briefs/one/"].text
    assert text.startswith("Iran struck back. word")
    assert text.endswith("word…")
    assert len(text) <= CARD_TEXT


def test_a_wikilink_without_words_says_what_it_means() -> None:
    cards = of("summary: '[[iran]], [[iran|they]] and [[nobody]]'", actors="iran: Iran")
    assert cards["briefs/one/"].text == "Iran, they and nobody"


@pytest.mark.parametrize(
    ("kinds", "mark"),
    [
        (["update"], None),
        (["correction", "clarification"], Mark("clarification", dt.date(2024, 5, 2))),
        (["retraction", "correction"], Mark("retraction", dt.date(2024, 5, 1))),
    ],
)
def test_the_gravest_change_marks_a_brief(kinds: list[str], mark: Mark | None) -> None:
    days = enumerate(kinds, 1)
    rows = [f"- {{date: 2024-05-0{day}, kind: {kind}, text: It.}}" for day, kind in days]
    assert of("\n".join(["updates:", *rows]))["briefs/one/"].mark == mark
