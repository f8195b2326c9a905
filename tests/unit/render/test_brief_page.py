"""The page of a brief, its card, and what is shown of its items elsewhere: every label is true."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Sequence
from functools import cache

import pytest
from markupsafe import Markup

from mkdocs_briefs.builder.data_files import THEME, machine_files
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.pages.facts import Subjects, is_past
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.records import Records
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.render.analysis import yardstick
from mkdocs_briefs.render.inline import CitationMark, InlineLinks, LinkTarget
from mkdocs_briefs.render.templates import Renderer
from mkdocs_briefs.settings import Settings
from support.briefs import SETTINGS, brief, library
from support.sites import Node, parse


def links_for(slug: str, page: str) -> InlineLinks:
    return InlineLinks(
        resolve=lambda _kind, target, _anchor: LinkTarget(f"../{target}/", target),
        cite=lambda ident: CitationMark(1, f"#source-{ident}", "A title"),
        md_link=lambda _path: None,
    )


@cache
def renderer(settings: Settings) -> Renderer:
    return Renderer([THEME], links_for, settings)


def html_of(world: Library, path: str, body: str = "") -> str:
    (spec,) = [spec for spec in Plan(world).specs() if spec.head.path == path]
    return str(renderer(world.settings).fragment(spec.view(), Markup(body)))


def page(briefs: Sequence[Brief], path: str, body: str = "", **registries: str) -> Node:
    return parse(html_of(library(briefs, **registries), path, body))


ACTORS = """
evergrande: {name: China Evergrande Group, kind: organization, aliases: [Evergrande]}
court: {name: High Court, kind: organization}
kurtz: {name: George Kurtz, kind: person}
"""
OPEN = "{label: Recovery over 10%, text: Creditors get more than a tenth., likelihood: 20-45%, by: 2025-12-31, resolves_if: They do.}"
DECIDED = """{label: Kurtz steps down, text: The chief executive leaves., likelihood: unlikely,
    by: 2024-05-10, resolves_if: He leaves., resolution: {outcome: no, date: 2024-05-10, note: He is still there.}}"""
WATCHED = "{label: Delisted, text: The share is taken off the exchange.}"


def default(*items: str, more: str = "", slug: str = "default", day: str = "2024-04-22") -> Brief:
    rows = "\n".join(f"  - {item}" for item in items)
    front = f"actors: [evergrande, kurtz]\n{more}\n" + (f"developments:\n{rows}\n" if rows else "")
    return brief(slug, front, "The company stops paying.", day=day)


# counts and times


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((OPEN, DECIDED), "1 forecast open · 1 decided"),
        ((OPEN, OPEN.replace("Recovery", "Payment")), "2 forecasts open"),
        ((DECIDED,), "1 forecast decided"),
        ((WATCHED,), ""),
        ((), ""),
    ],
)
def test_a_card_counts_forecasts_and_what_became_of_them(items: tuple[str, ...], said: str) -> None:
    card = page([default(*items)], "briefs/").one("div", class_="b-stream__main").text
    assert "development" not in card
    assert ("forecast" in card) == bool(said)
    assert said in card
    head = page([default(*items)], "briefs/default/").one("ul", class_="b-meta").text
    assert said in head


def test_reading_takes_the_story_and_then_the_rest() -> None:
    words = " ".join(["word"] * 460)
    short = brief("short", "actors: [evergrande]", words)
    assert "2 min read" in page([short], "briefs/short/", actors=ACTORS).one("header").text
    long = brief("long", f"unknowns: ['{words}', '{words}']", words)
    assert "2-min story · 6 min with analysis" in page([long], "briefs/long/").one("header").text


def test_words_that_nobody_reads_take_no_time() -> None:
    sources = "".join(f"  - {{title: {'source ' * 40}, id: s{n}}}\n" for n in range(40))
    assert "1 min read" in page([brief("b", f"sources:\n{sources}", "Text.")], "briefs/").text


@pytest.mark.parametrize(
    ("items", "more", "said", "not_said"),
    [
        ((DECIDED,), "", ["Forecast resolved 10 May 2024"], "Updated"),
        (
            (OPEN,),
            "updates: [{date: 2024-04-30, text: More.}]",
            ["Updated 30 Apr 2024"],
            "resolved",
        ),
        (
            (DECIDED,),
            "updates: [{date: 2024-04-30, text: More.}]",
            ["Updated 30 Apr 2024", "Forecast resolved 10 May 2024"],
            "known",
        ),
        (
            (WATCHED[:-1] + ", resolution: {outcome: yes, date: 2024-05-01}}",),
            "",
            ["Outcome known 1 May 2024"],
            "orecast",
        ),
        ((OPEN,), "updates: [{date: 2024-04-22, text: At once.}]", [], "Updated"),
    ],
)
def test_updated_means_that_words_changed(
    items: tuple[str, ...], more: str, said: list[str], not_said: str
) -> None:
    card = page([default(*items, more=more)], "briefs/").one("div", class_="b-stream__main").text
    for words in said:
        assert words in card
    assert not_said not in card


# the page


def test_what_is_open_stands_apart_from_what_has_been_decided() -> None:
    both = page([default(OPEN, WATCHED, DECIDED)], "briefs/default/")
    still, earlier = both.section("outlook"), both.section("earlier-calls")
    assert still.one("h2").text == "Still open"
    assert "We say unlikely (20–45%), by 31 Dec 2025" in still.text
    assert "Watching, no odds given" in still.text
    assert earlier.one("h2").text == "How our earlier calls came out"
    assert "We said unlikely (20–45%) → it did not happen, 10 May 2024" in earlier.text
    assert "did not happen" not in still.text


def test_the_address_of_the_outlook_lasts_when_all_is_decided() -> None:
    decided = page([default(DECIDED)], "briefs/default/")
    assert decided.one(id="outlook").tag == "section"
    assert decided.one(id="outlook").one("h2").attrs["id"] == "earlier-calls"
    assert "Still open" not in decided.text


def test_calls_of_others_are_not_called_ours() -> None:
    item = DECIDED.replace("likelihood:", "attributed_to: High Court, likelihood:")
    section = page([default(item)], "briefs/default/", actors=ACTORS).section("earlier-calls")
    assert section.one("h2").text == "How earlier calls came out"
    assert "Forecast by High Court: unlikely (20–45%) → it did not happen" in section.text
    assert "We said" not in section.text


def test_an_outcome_is_one_line_and_the_rest_is_folded() -> None:
    section = page([default(DECIDED)], "briefs/default/").section("earlier-calls")
    fold = section.one("details").text
    for words in ("The chief executive leaves.", "He is still there.", "He leaves.", "off by"):
        assert words in fold
        assert section.text.count(words) == fold.count(words)
    assert "Brier" not in section.text


def test_a_forecast_past_its_deadline_says_so() -> None:
    late = OPEN.replace("2025-12-31", "2024-05-01")
    section = page([default(late)], "briefs/default/").section("outlook")
    assert "was due 1 May 2024, outcome not recorded" in section.text


@pytest.mark.parametrize(
    ("said", "outcome", "end", "colour"),
    [("likely", "yes", 100, "off"), ("3%", "no", 0, "near"), ("3%", "yes", 100, "far")],
)
def test_the_yardstick_marks_the_outcome_and_colours_the_distance(
    said: str, outcome: str, end: int, colour: str
) -> None:
    chance = SCALES["icd203"].read(said)
    drawn = yardstick(chance, outcome)
    (tick,) = re.findall(r'b-yard__outcome" x="(-?\d+)" width="2"', drawn)
    assert int(tick) + 1 == end
    assert f"is-{colour}" in drawn
    assert "outcome" not in yardstick(chance)
    assert "outcome" not in yardstick(chance, "void")


def test_three_points_stand_at_the_top_and_the_rest_is_one_step_away() -> None:
    points = [f"Point number {n}." for n in range(1, 6)]
    own = brief("b", f"key_points: {json.dumps(points)}", "Text.")
    glance = page([own], "briefs/b/").section("glance")
    fold = glance.one("details")
    assert fold.one("summary").text == "2 more points"
    assert [li.text for li in fold.all("li")] == points[3:]
    assert [li.text for li in glance.all("li")] == points
    few = brief("few", f"key_points: {json.dumps(points[:3])}", "Text.")
    assert not page([few], "briefs/few/").section("glance").all("details")


def test_the_story_comes_before_numbers_and_analysis() -> None:
    figures = (
        "figures: [{label: Debt, value: 300, unit: billion dollars, attributed_to: unattributed}]"
    )
    own = default(OPEN, more=f"key_points: [It failed.]\n{figures}\nwhy_it_matters: It owes much.")
    html = html_of(library([own]), "briefs/default/", "<p>The story.</p>")
    order = [
        "It failed.",
        "It owes much.",
        "The story.",
        "In numbers",
        "billion dollars",
        "Still open",
    ]
    places = [html.rindex(words) for words in order]
    assert places == sorted(places)


def test_the_parts_of_a_brief_are_listed_below_its_head() -> None:
    own = default(OPEN, more="unknowns: [Who pays.]")
    html = html_of(library([own]), "briefs/default/", '<h2 id="why">Why &amp; how</h2><p>Text.</p>')
    contents = parse(html).one("nav", class_="b-contents")
    assert contents.one("summary").text == "In this brief"
    names = [name for name, _ in contents.links]
    assert names == ["Why & how", "Who is involved", "Still open", "What we do not know"]
    assert [href for _, href in contents.links] == ["#why", "#involved", "#outlook", "#unknowns"]
    assert html.index("b-contents") < html.index('id="why"')
    assert "<!-- contents -->" not in html
    few = html_of(library([brief("few", "", "Text.")]), "briefs/few/", "<p>Text.</p>")
    assert "b-contents" not in few
    assert "contents" not in few


def test_a_comment_of_an_author_is_no_place_for_the_contents() -> None:
    body = "<!-- contents -->\n" + "".join(f'<h2 id="{name}">{name}</h2>' for name in "abc")
    html = html_of(library([default(OPEN)]), "briefs/default/", body)
    assert html.count("b-contents") == 1
    assert html.index("b-contents") < html.index("<!-- contents -->")


def test_an_untyped_brief_has_no_kicker() -> None:
    assert "Analysis" not in page([brief("b", "", "Text.")], "briefs/b/").text


def test_analysis_is_said_once_a_block() -> None:
    more = "implications: [It spreads: Others fail.]\nalternatives: [It may recover.]\nadvice: [Wait and see.]"
    own = default(OPEN, DECIDED, more=more)
    whole = page([own], "briefs/default/")
    assert whole.text.count("Analysis, not reporting") == 1
    placed = page([own], "briefs/default/", "<p><!-- briefs:developments --></p><p>More.</p>")
    assert placed.text.count("Analysis, not reporting") == 2, "in the body, and below it"


def test_a_card_has_no_marks_of_sources() -> None:
    front = "summary: It fails [@s].\nkey_points: [It owes much [@s]]\nwhy_it_matters: Much [@s] depends on it.\nsources: [{id: s, title: S}]"
    own = brief("b", front, "Text.")
    for path in ("", "briefs/"):
        html = html_of(library([own]), path)
        assert "It fails." in html
        assert "<sup" not in html
    assert "<sup" in html_of(library([own]), "briefs/b/")


# elsewhere


def subject_of(label: str, front: str, **registries: str) -> str:
    own = brief("own", front, "Text.", title="A company fails")
    world = library([own], **{"actors": ACTORS, **registries})
    return Subjects(world).of(world.briefs[0], label)


@pytest.mark.parametrize(
    ("label", "front", "subject"),
    [
        ("Recovery over 10%", "actors: [evergrande]", "China Evergrande Group"),
        ("Evergrande is delisted", "actors: [evergrande]", ""),
        (
            "Delisted",
            "actors: [court, {id: evergrande, capacity: subject}]",
            "China Evergrande Group",
        ),
        ("Kurtz steps down", "actors: [evergrande, kurtz]", "China Evergrande Group"),
        ("Kurtz steps down", "actors: [kurtz, evergrande]", ""),
        ("The High Court agrees", "actors: [evergrande, court]", ""),
        ("The group is highly valued in china", "actors: [evergrande]", "China Evergrande Group"),
        ("Delisted", "storyline: debts", "The debts of builders"),
        ("Delisted", "", "A company fails"),
    ],
)
def test_a_label_outside_its_brief_names_its_subject(label: str, front: str, subject: str) -> None:
    assert subject_of(label, front, storylines="debts: The debts of builders") == subject


@pytest.mark.parametrize(
    ("label", "named"), [("恒大复牌", True), ("复牌", False), ("بورصة تشطب السهم", False)]
)
def test_a_subject_is_found_in_scripts_without_spaces(label: str, *, named: bool) -> None:
    own = brief("own", "actors: [evergrande]\nlang: zh", "Text.")
    actors = "evergrande: {name: {en: Evergrande, zh: 恒大}, kind: organization}"
    world = library([own], actors=actors)
    assert Subjects(world).of(world.briefs[0], label) == ("" if named else "恒大")


def test_watch_next_search_calendar_and_data_name_the_subject() -> None:
    world = library([default(OPEN, WATCHED)], actors=ACTORS)
    watch = parse(html_of(world, "")).section("watch").text
    assert "China Evergrande Group: Recovery over 10%" in watch
    assert "China Evergrande Group: Delisted" in watch
    views = {view.path: view for view in Plan(world).pages()}
    record = Records(world).of(views["briefs/default/"], "")
    assert record is not None
    assert "China Evergrande Group: Delisted" in [it.heading for it in record.passages]
    files = {path: make() for path, make in machine_files(ViewFactory(world), lambda _: None)}
    calendar = files["calendar.ics"].replace("\r\n ", "")
    assert "Deadline: China Evergrande Group: Recovery over 10%" in calendar
    rows = json.loads(files["api/v1/outlook.json"])["developments"]
    assert {row["subject"] for row in rows} == {"China Evergrande Group"}
    assert {row["label"] for row in rows} == {"Recovery over 10%", "Delisted"}
    own = parse(html_of(world, "briefs/default/"))
    assert own.section("outlook").all("h3")[0].text == "Recovery over 10%"


def test_the_record_of_forecasts_names_the_subject() -> None:
    world = library([default(DECIDED)], actors=ACTORS)
    bands = parse(html_of(world, "outlook/")).one("dl", class_="b-bands").text
    assert "China Evergrande Group: Kurtz steps down" in bands


def test_a_feed_says_the_outcome_first() -> None:
    world = library([default(DECIDED)], actors=ACTORS)
    files = {path: make() for path, make in machine_files(ViewFactory(world), lambda _: None)}
    item = json.loads(files["feed.json"])["items"][0]
    assert item["title"] == (
        "China Evergrande Group: Kurtz steps down – it did not happen (we said unlikely, 20–45%)"
    )
    assert item["content_text"] == (
        "It did not happen, 10 May 2024. He is still there. "
        "Said beforehand: “The chief executive leaves.”"
    )


def test_a_feed_invents_no_odds() -> None:
    watched = WATCHED[:-1] + ", resolution: {outcome: yes, date: 2024-05-01}}"
    world = library([default(watched)], actors=ACTORS)
    files = {path: make() for path, make in machine_files(ViewFactory(world), lambda _: None)}
    item = json.loads(files["feed.json"])["items"][0]
    assert item["title"] == "China Evergrande Group: Delisted – it happened (no odds given)"


IMPLIED = "implications:\n  - {{label: {label}, text: It follows., horizon: {horizon}}}"


def implied(slug: str, day: str, label: str, horizon: str) -> Brief:
    front = f"topics: [debt]\n{IMPLIED.format(label=label, horizon=horizon)}"
    return brief(slug, front, "Text.", day=day)


def test_implications_carry_their_day_newest_first_and_fold_what_is_over() -> None:
    briefs = [
        implied("old", "2016-06-12", "Old", "medium"),
        implied("long", "2016-06-13", "Long", "long"),
        implied("dated", "2016-06-14", "Dated", "2020"),
        implied("new", "2024-05-02", "New", "short"),
    ]
    found = page(briefs, "implications/", topics="debt: Debt")
    fold = found.one("details", class_="b-fold")
    assert fold.one("summary").text == "Past their horizon: 2"
    assert [h.text for h in fold.all("h3")] == ["Dated", "Old"]
    assert [h.text for h in found.all("h3")] == ["New", "Long", "Dated", "Old"]
    assert "medium term, as of June 2016" in fold.text
    assert "short term, as of May 2024" in found.text
    own = page(briefs, "briefs/old/", topics="debt: Debt").section("implications")
    assert "as of" not in own.text
    assert not own.all("details")


@pytest.mark.parametrize(
    ("horizon", "published", "past"),
    [
        ("short", "2023-12-01", False),
        ("short", "2023-11-30", True),
        ("medium", "2022-06-01", False),
        ("medium", "2022-05-31", True),
        ("long", "1990-01-01", False),
        ("2024-05", "2024-04-01", True),
        ("2024", "2023-04-01", False),
        (None, "1990-01-01", False),
    ],
)
def test_when_the_time_of_an_implication_is_over(
    horizon: str | None, published: str, *, past: bool
) -> None:
    assert is_past(horizon, dt.date.fromisoformat(published), SETTINGS.today) is past


def test_a_run_of_events_names_its_brief_once() -> None:
    dates = "dates:\n" + "\n".join(f"  - 2024-01-{n:02}: Event {n}" for n in range(1, 6))
    other = "dates: [2024-02-01: Another event]\ntopics: [debt]"
    briefs = [brief("one", f"{dates}\ntopics: [debt]", "Text."), brief("two", other, "Text.")]
    timeline = page(briefs, "topics/debt/", topics="debt: Debt").one("ol", class_="b-timeline")
    assert timeline.text.count("“") == 0
    assert [q.text for q in timeline.all("q")] in (["One", "Two"], ["Two", "One"])


def test_a_list_that_scripts_narrow_keeps_each_brief() -> None:
    dates = "dates:\n" + "\n".join(f"  - 2024-01-{n:02}: Event {n}" for n in range(1, 4))
    html = html_of(library([brief("one", dates, "Text.")]), "timeline/")
    assert html.count("<q>") == 3
    assert html.count("is-told") == 2, "styles hide those below a row that names the brief"


def test_what_changed_names_each_brief_once() -> None:
    def changed(slug: str, *days: int) -> Brief:
        rows = ", ".join(f"{{date: 2024-05-{day:02}, text: Note {day}.}}" for day in days)
        return brief(slug, f"storyline: debts\nupdates: [{rows}]", "Text.")

    briefs = [changed("one", 1, 3, 5), changed("two", 2, 4)]
    changes = page(briefs, "storylines/debts/", storylines="debts: Debts").section("changes")
    assert [p.text for p in changes.all("p", class_="b-title")] == ["One", "Two"]
    assert changes.text.index("Note 1.") < changes.text.index("Note 4.")
    assert len(changes.all("li")) == 5


# words


def test_counts_name_what_they_count() -> None:
    front = "topics: [debt]\ntype: report\ndates: [2024-01-01: One, 2024-01-02: Two]"
    found = page([brief("one", front, "Text.")], "search/", topics="debt: Debt").text
    for words in (
        "By topic (briefs) Debt 1",
        "By year (events) 2024 2",
        "By type (briefs) Report 1",
    ):
        assert words in found


@pytest.mark.parametrize(
    ("own", "theirs", "title", "lede"),
    [
        (False, True, "Search", True),
        (True, False, "Search", False),
        (False, False, "Browse", False),
    ],
)
def test_a_site_without_a_search_has_a_page_to_browse(
    *, own: bool, theirs: bool, title: str, lede: bool
) -> None:
    settings: Settings = dataclasses.replace(SETTINGS, own_search=own, theme_search=theirs)
    world = library([brief("one", "topics: [debt]", "Text.")], settings, topics="debt: Debt")
    found = parse(html_of(world, "search/"))
    assert found.one("h1").text in (title, "")
    assert ("in the box at the top" in found.text) is lede
    assert parse(html_of(world, "")).href(title) == "search/"


def test_a_page_can_be_followed_by_feed_or_calendar() -> None:
    own = brief("one", "topics: [debt]\nactors: [court]", "Text.")
    topic = page([own], "topics/debt/", topics="debt: Debt", actors=ACTORS)
    assert "Follow by RSS" in topic.text
    assert topic.href("RSS") == "feed.xml"
    assert "calendar" not in topic.text
    coming = "dates: [{date: 2034-05-06, event: Ruling, status: scheduled}]"
    later = brief("two", f"topics: [debt]\n{coming}", "Text.")
    topic = page([later], "topics/debt/", topics="debt: Debt", actors=ACTORS)
    assert "Follow by RSS or calendar" in topic.text
    assert topic.href("calendar") == "calendar.ics"
    actor = page([own], "actors/court/", topics="debt: Debt", actors=ACTORS)
    assert actor.text.index("Follow by RSS") < actor.text.index("As data: JSON")
    few = dataclasses.replace(SETTINGS, machine_files=frozenset(("feeds",)))
    world = library([own], few, topics="debt: Debt", actors=ACTORS)
    assert "Follow by RSS" in parse(html_of(world, "topics/debt/")).text
    none = dataclasses.replace(SETTINGS, machine_files=frozenset())
    world = library([own], none, topics="debt: Debt", actors=ACTORS)
    assert "Follow" not in parse(html_of(world, "topics/debt/")).text


def test_a_card_and_a_dossier_name_no_part_that_their_heading_says() -> None:
    party = "{id: court, role: Hears the case, capacity: party}"
    own = brief("own", f"actors: [{party}, {{id: kurtz, role: Sued, capacity: affected}}]", "Text.")
    cards = page([own], "briefs/own/", actors=ACTORS).all(class_="b-face")
    assert [card.text.endswith("Affected") for card in cards] == [False, True]
    assert cards[0].text.endswith("Hears the case")
    (role,) = page([own], "actors/court/", actors=ACTORS).one(class_="b-roles").all("li")
    assert role.text.endswith("Hears the case")


def test_read_next_gives_the_relation_and_one_more_reason() -> None:
    shared = "actors: [court]\ntopics: [trade]\nstoryline: debts"
    first = brief("first", shared, "Text.")
    related = "related: [{brief: first, relation: background}]"
    second = brief("second", f"{shared}\n{related}", "Text.")
    shown = page([first, second], "briefs/second/", actors=ACTORS, storylines="debts: Debts")
    reasons = shown.one(class_="b-related").all("p")[-1].text
    assert reasons == "background to this brief · shares High Court"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("actors/", ["1", "2", "3", "Next"]),
        ("actors/page/2/", ["Previous", "1", "2", "Next"]),
        ("topics/", ["1", "2", "3", "Next"]),
        ("briefs/", ["Newest", "2", "1", "Older"]),
        ("briefs/page/1/", ["Newer", "Newest", "1"]),
    ],
)
def test_pages_of_names_are_not_called_newer_and_older(path: str, told: list[str]) -> None:
    names = [f"name-{number:03}" for number in range(150)]
    listed = "\n".join(f"{name}: {{name: {name.title()}}}" for name in names)
    briefs = [brief(f"b{number}", "actors: [name-000]", "Text.") for number in range(75)]
    registries = {"actors": listed, "topics": listed}
    pager = page(briefs, path, **registries).one("nav", class_="b-pager")
    assert [node.text for node in pager if node.tag in ("a", "span")] == told
