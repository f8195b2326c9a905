"""The timeline of a built site, read as plain HTML: words for what its drawing shows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from support.crawl import crawl
from support.sites import Built, Node

Make = Callable[..., Built]

FILES = {
    "briefs/actors.yml": "iran: {name: Iran, kind: state}\nun: {name: United Nations}\n",
    "briefs/topics.yml": "gulf: The Gulf\n",
    "briefs/storylines.yml": "road: The long road\n",
    "briefs/agreement.md": """
        ---
        title: The agreement
        date: 2024-04-22
        summary: What was signed and what became of it.
        actors: [iran, un]
        topics: [gulf]
        storyline: road
        dates:
          - 1979-02~: A revolution
          - 199X: Years of talks
          - {date: 2015-07-14, event: The agreement is signed, actors: [iran, un]}
          - {date: 2015-07-14, event: The market rises, actors: [iran]}
          - 2018-05-08: One side leaves
          - {date: 2003/2005, event: First talks}
          - {date: 2021-04/.., event: New talks, actors: [un]}
          - {date: 2024-04-XX, event: A visit}
          - {date: 2024-04-22, event: A letter is sent}
          - {event: Doubts grow}
          - {date: 2024-05-02, event: A round in Vienna, status: cancelled}
          - {date: 2024-05-20, event: A report is due, status: scheduled}
          - {date: 2024-07-01, event: A vote, status: scheduled}
          - {date: 2027, event: The terms end, status: scheduled, actors: [un]}
        implications: [Less is known.]
        ---
        Text.
        """,
}


@pytest.fixture(scope="module")
def site(make: Callable[..., Built]) -> Built:
    built = make(FILES)
    assert built.status == 0, built.output
    return built


def row(page: Node, words: str) -> Node:
    found = [n for n in page.all("li") if words in n.text and n.all("p", class_="b-event")]
    assert len(found) == 1, words
    return found[0]


def when(node: Node) -> str:
    return node.all("p", class_="b-when")[0].text


@pytest.mark.parametrize(
    ("event", "classes", "words"),
    [
        ("A revolution", "is-rough", "c. Feb 1979"),
        ("Years of talks", "is-rough", "1990s"),
        ("First talks", "is-span is-span--years", "2003–2005"),
        ("The agreement is signed", "", "14 Jul 2015"),
        ("The market rises", "is-same", "14 Jul 2015"),
        ("New talks", "is-since", "since Apr 2021"),
        ("A visit", "is-rough", "Apr 2024 day not known"),
        ("A letter is sent", "is-now", "22 Apr 2024 the day of this brief"),
        ("Doubts grow", "is-undated", "no date given"),
        ("A round in Vienna", "is-cancelled", "2 May 2024"),
        ("A report is due", "is-lapsed", "20 May 2024"),
        ("A vote", "is-upcoming", "1 Jul 2024"),
        ("The terms end", "is-upcoming has-gap", "2027"),
    ],
)
def test_a_date_has_a_shape_and_words(site: Built, event: str, classes: str, words: str) -> None:
    found = row(site.page("briefs/agreement/").section("timeline"), event)
    assert set(classes.split()) <= set(found.attrs.get("class", "").split())
    assert when(found) == words


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("A round in Vienna", "cancelled"),
        ("A report is due", "was due 20 May 2024, outcome not recorded"),
        ("A vote", "still to come"),
    ],
)
def test_how_an_event_stands_is_said(site: Built, event: str, said: str) -> None:
    found = row(site.page("briefs/agreement/").section("timeline"), event)
    assert said in found.text


def test_long_gaps_are_told_between_certain_dates_only(site: Built) -> None:
    page = site.page("storylines/road/").section("timeline")
    gaps = {node.parent.text: node.text for node in page.all("p", class_="b-gap") if node.parent}
    told = {event: gap for event in EVENTS for text, gap in gaps.items() if event in text}
    assert told == {
        "The agreement is signed": "about 10 years later",
        "One side leaves": "about 3 years later",
        "New talks": "about 3 years later",
        "The terms end": "about 3 years later",
    }


EVENTS = (
    *("A revolution", "Years of talks", "First talks", "The agreement is signed"),
    *("The market rises", "One side leaves", "New talks", "A visit", "A letter is sent"),
    *("Doubts grow", "A round in Vienna", "A report is due", "A vote", "The terms end"),
)


def test_the_timeline_begins_with_what_comes_and_shows_everything_once(site: Built) -> None:
    page = site.page("timeline/").article
    text = " ".join(node.text for node in page.all("li") if "data-kind" in node.attrs)
    assert [text.count(event) for event in EVENTS] == [1] * len(EVENTS)
    order = ["A vote", "The terms end", "A report is due", "A visit", "New talks", "First talks"]
    assert [text.index(event) for event in order] == sorted(text.index(event) for event in order)
    coming = page.section("coming-up")
    assert "July 2024" in coming.text
    assert "2027, no month given" in coming.text
    assert "A report is due" not in coming.text


def test_months_have_names_that_lead_to_their_pages(site: Built) -> None:
    year = site.page("timeline/2015/").article
    assert year.href("July 2015") == "07/"
    month = site.page("timeline/2015/07/").article
    assert month.one("h1").text == "July 2015"
    assert [when(n) for n in month.all("li") if "data-kind" in n.attrs] == ["Tue 14", "Tue 14"]
    beside = month.one("nav", aria_label="Previous and next")
    assert [href for _, href in beside.links] == ["../../1979/02/", "../../2018/05/"]
    assert "May 2018" in beside.text


def test_a_year_tells_what_reaches_into_it(site: Built) -> None:
    page = site.page("timeline/2004/").article
    assert "First talks" in page.section("began-earlier").text
    assert page.section("began-earlier").one("h2").text == "Began before 2004"


def test_the_strip_says_in_links_what_it_draws(site: Built) -> None:
    page = site.page("storylines/road/").section("timeline")
    figure = page.one("figure")
    drawn = [a.attrs["href"] for a in figure.one("svg").all("a")]
    listed = [a.attrs["href"] for a in figure.one("ul").all("a")]
    assert drawn == listed
    assert all(href.removeprefix("#") in page.ids for href in listed)
    assert figure.one("svg").attrs["aria-hidden"] == "true"
    assert {a.attrs["tabindex"] for a in figure.one("svg").all("a")} == {"-1"}
    assert "2 events" in figure.one("svg").text


def test_rows_know_whom_they_concern_on_listings_only(site: Built) -> None:
    found = row(site.page("timeline/").article, "The agreement is signed")
    assert found.attrs["data-actors"] == "iran un"
    assert found.attrs["data-topics"] == "gulf"
    assert found.attrs["data-kind"] == "happened"
    for path in ("briefs/agreement/", "actors/iran/", "storylines/road/"):
        assert "data-actors" not in site.read(path)


def test_every_link_of_the_timeline_leads_somewhere(site: Built) -> None:
    assert [fault for fault in crawl(site.folder).broken if "timeline" in fault] == []


def test_dates_of_all_years_are_shown_filed_and_given_to_machines(make: Make) -> None:
    rows = (
        *("-0479-09: The Persians lose", "-0009/0014: A reign", "Y-17000~: The ice goes back"),
        *("/1900: A claim lapses", "1985-04-12T23:20:30Z: A shot is heard"),
        *("{date: 2031-03-01T18:30:00+02:00, event: They vote, status: scheduled}",),
        *("{date: Y12024, event: The comet returns, status: scheduled}",),
    )
    listed = "\n".join(f"  - {row}" for row in rows)
    head = (
        "---\ntitle: Long ago\ndate: 2024-04-22\nsummary: S.\nactors: [iran]\nimplications: [x]\n"
    )
    built = make({"briefs/old.md": f"{head}dates:\n{listed}\n---\n\nText.\n"})
    assert built.status == 0, built.output
    said = built.page("briefs/old/").section("timeline").text
    for words in (
        *("Sept 480 BC", "10 BC – 14 AD", "c. 17,001 BC", "start not known – 1900", "12 Apr 1985"),
        *("1 Mar 2031", "12,024"),
    ):
        assert words in said
    html = built.read("briefs/old/")
    starts = re.findall(r'"(startDate|endDate)": ?"([^"]+)"', html)
    assert sorted(starts) == [
        ("endDate", "0014"),
        ("endDate", "1900"),
        ("startDate", "-0009"),
        ("startDate", "-0479-09"),
        ("startDate", "1985-04-12T23:20:30Z"),
        ("startDate", "2031-03-01T18:30:00+02:00"),
    ]
    assert re.findall('<time datetime="-|<time datetime="Y', html) == []
    assert built.page("timeline/-0479/09/").one("h1").text.startswith("September 480 BC")
    assert built.page("timeline/0000/").one("h1").text.startswith("1 BC")
    years = built.read("timeline/")
    assert years.index(">12,024<") < years.index(">14<") < years.index(">1 BC<")
    assert years.index(">10 BC<") < years.index(">480 BC<") < years.index(">17,001 BC<")
    assert "DTSTART:20310301T163000Z" in built.read("calendar.ics")
    assert built.read("calendar.ics").count("BEGIN:VEVENT") == 1
