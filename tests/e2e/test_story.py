"""A site of three briefs: what stands on the pages of a brief, an actor, a storyline, a timeline."""

from __future__ import annotations

import pytest

from support.crawl import crawl
from support.sites import Built, Node

TALKS = "briefs/talks-begin/"
STRIKE = "briefs/harbour-pilots-walk-out/"


@pytest.fixture(scope="module")
def talks(story: Built) -> Node:
    return story.page(TALKS).article


@pytest.fixture(scope="module")
def mayor(story: Built) -> Node:
    return story.page("actors/mayor/").article


def rows(section: Node) -> list[str]:
    return [item.text for item in section.all("li")]


def event(page: Node, words: str) -> Node:
    (found,) = [n for n in page.all("li") if words in n.text and len(n.all("li")) == 1]
    return found


def test_every_link_of_the_story_leads_somewhere(story: Built) -> None:
    seen = crawl(story.folder)
    assert seen.broken == []
    assert seen.foreign == []


def test_a_brief_shows_who_is_involved_with_roles(story: Built, talks: Node) -> None:
    involved = talks.section("involved")
    assert [name for name, _ in involved.links] == ["Mira Okafor", "Harbour pilots", "Town Council"]
    for words in ("Chairs the talks", "Sent four delegates", "Pays for the room"):
        assert words in involved.text
    role = story.page(STRIKE).article.section("involved")
    assert role.one("strong").text == "midnight"
    assert "Main figure" in role.text


def test_a_brief_shows_its_dates_in_order_with_machine_readable_days(talks: Node) -> None:
    days = [time.attrs["datetime"] for time in talks.section("timeline").all("time")]
    assert days == ["2024-02-21", "2024-03-04", "2024-03-05", "2024-07-01"]
    assert "still to come" in event(talks, "A second round").text


def test_a_brief_tells_an_event_in_its_own_words(story: Built, talks: Node) -> None:
    assert "The walk-out begins" in talks.section("timeline").text
    assert "Pilots leave the pier" in story.page(STRIKE).article.section("timeline").text


def test_an_event_of_a_brief_names_the_others_that_tell_it(talks: Node) -> None:
    also = event(talks, "The walk-out begins")
    assert also.href("Harbour pilots walk out") == "../harbour-pilots-walk-out/"
    assert "Harbour pilots walk out" not in event(talks, "A ballot is held").text


def test_a_brief_shows_analysis_apart_from_what_is_reported(talks: Node) -> None:
    analysis = [
        talks.section(name) for name in ("implications", "outlook", "advice", "alternatives")
    ]
    for section in analysis:
        assert "b-analysis" in section.attrs["class"].split()
    # They follow each other, and what they are is said above the first.
    assert ["Analysis, not reporting" in each.text for each in analysis] == [True, *[False] * 3]
    for name in ("involved", "timeline", "sources"):
        section = talks.section(name)
        assert "Analysis" not in section.text
        assert "b-analysis" not in section.attrs["class"].split()


def test_a_brief_shows_implications_and_the_advice_on_them(talks: Node) -> None:
    implications = talks.section("implications")
    assert implications.one(id="precedent").text == "Precedent"
    assert implications.one("em").text == "watch"
    assert "long term" in implications.text
    assert implications.href("Mira Okafor") == "../../actors/mayor/"
    assert implications.href("Meet") == "#meet"
    advice = talks.section("advice")
    assert advice.href("Precedent") == "#precedent"
    assert "For Both sides" in advice.text


def test_a_likelihood_stands_in_word_and_number_with_deadline_and_criterion(talks: Node) -> None:
    outlook = talks.section("outlook")
    deal = event(outlook, "A deal is signed.")
    for words in ("We say likely (70%)", "by 31 Dec 2024", "The paper is signed."):
        assert words in deal.text
    assert len(deal.all("svg")) == 1
    assert "Watching, no odds given" in event(outlook, "Nothing may happen.").text


def test_a_figure_says_how_exact_it_is_and_who_says_so(talks: Node) -> None:
    figure = talks.one(id="ships-waiting").text
    assert "more than 12 ships" in figure
    assert "according to Port of Lowhaven" in figure


def test_sources_are_numbered_and_cited(talks: Node) -> None:
    source = talks.one(id="source-minutes")
    assert source.href("Minutes of the meeting") == "https://docs.example/minutes"
    assert "The registry" in source.text
    assert "B, usually reliable" in source.text
    assert ("1", "#source-minutes") in talks.paragraph("They met at the pier").links
    assert ("1", "#source-minutes") in talks.section("implications").links


def test_a_correction_stands_at_the_top_and_dates_the_brief(talks: Node) -> None:
    texts = talks.text
    assert texts.index("An earlier version said") < texts.index("They met at the pier")
    assert "2024-03-09" in [time.attrs["datetime"] for time in talks.one("header").all("time")]
    assert "Correction" in talks.section("updates").text


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("glance", "Both sides came."),
        ("glance", "It is the first meeting in a year."),
        ("unknowns", "Who leaked the letter."),
        ("alternatives", "It may be a delay."),
        ("methodology", "Read from the minutes."),
    ],
)
def test_a_brief_shows_its_other_fields(talks: Node, section: str, words: str) -> None:
    assert words in talks.section(section).text


def test_a_brief_without_a_field_has_no_section_for_it(story: Built) -> None:
    strike = story.page(STRIKE).article
    for name in ("outlook", "advice", "unknowns", "alternatives", "sources", "updates"):
        assert not strike.has_section(name)


def test_a_brief_shows_where_it_is_mentioned_with_the_sentence(story: Built) -> None:
    mentioned = story.page(STRIKE).article.section("mentioned-in")
    assert mentioned.href("Talks begin in Lowhaven") == "../talks-begin/"
    assert "See how the walk-out began for more." in mentioned.text
    assert "They met at the pier" not in mentioned.text
    assert mentioned.one("mark").text == "how the walk-out began"
    assert not story.page("briefs/verdict/").article.has_section("mentioned-in")


def test_read_next_says_why(story: Built, talks: Node) -> None:
    related = talks.section("related")
    strike = event(related, "Harbour pilots walk out")
    for words in ("Mira Okafor, Harbour pilots", "Labour"):
        assert words in strike.text
    verdict = event(related, "A verdict on the pier")
    assert "Town Council" in verdict.text
    assert "Labour" not in verdict.text
    declared = story.page("briefs/verdict/").article.section("related")
    assert "this brief follows it" in event(declared, "Talks begin").text


def test_a_brief_leads_to_the_one_before_and_the_one_after(story: Built, talks: Node) -> None:
    assert talks.one("a", rel="prev").attrs["href"] == "../harbour-pilots-walk-out/"
    assert talks.one("a", rel="next").attrs["href"] == "../verdict/"
    first = story.page(STRIKE).article
    assert not first.all("a", rel="prev")
    assert first.one("a", rel="next").attrs["href"] == "../talks-begin/"
    assert not story.page("briefs/verdict/").article.all("a", rel="next")


def test_breadcrumbs_lead_up(talks: Node, mayor: Node) -> None:
    assert [href for _, href in talks.one("nav", aria_label="Breadcrumbs").links] == [
        "../../",
        "../",
    ]
    trail = mayor.one("nav", aria_label="Breadcrumbs").links
    assert trail == [("Front page", "../../"), ("Actors", "../")]


def test_a_brief_tells_its_place_in_the_storyline(story: Built, talks: Node) -> None:
    assert "Part of The pilots' dispute: 2 of 2" in talks.one("header").text
    assert "The pilots' dispute" not in story.page("briefs/verdict/").article.text


# the dossier


def test_a_dossier_shows_the_facts_of_the_registry(mayor: Node) -> None:
    facts = mayor.one("dl").text
    for words in ("Okafor, the mayor of Lowhaven", "Mayor", "Town Council", "since 2019", "Q42"):
        assert words in facts
    assert "Person" in mayor.one("header").text
    assert mayor.one("header").one("em").text == "port"


def test_a_dossier_shows_the_role_brief_by_brief_newest_first(mayor: Node) -> None:
    in_briefs = mayor.section("in-briefs")
    assert [name for name, _ in in_briefs.links] == [
        "Talks begin in Lowhaven",
        "Harbour pilots walk out",
    ]
    assert [row.split(" ", 3)[3] for row in rows(in_briefs)] == [
        "Talks begin in Lowhaven Chairs the talks",
        "Harbour pilots walk out Offered to mediate",
    ]


def test_a_dossier_has_the_events_that_name_the_actor(story: Built, mayor: Node) -> None:
    assert not mayor.all(aria_labelledby="timeline")
    pilots = story.page("actors/pilots/").article.section("timeline")
    assert [time.attrs["datetime"] for time in pilots.all("time")] == ["2024-03-04"]
    told = event(pilots, "The walk-out begins")
    assert {name for name, _ in told.links} >= {
        "Talks begin in Lowhaven",
        "Harbour pilots walk out",
    }


def test_a_dossier_shows_what_touches_the_actor_and_nobody_else(story: Built, mayor: Node) -> None:
    assert "Other ports watch." in mayor.section("implications").text
    assert "A deal is signed." in mayor.section("outlook").text
    assert "Ships wait at sea" not in mayor.text
    pilots = story.page("actors/pilots/").article
    assert not pilots.has_section("implications")


def test_a_dossier_shows_who_the_actor_appears_with_as_list_and_drawing(mayor: Node) -> None:
    together = mayor.section("appears-with")
    assert "Harbour pilots 2 briefs" in together.text
    assert "Town Council 1 brief" in together.text
    (drawing,) = together.all("svg")
    assert {a.attrs["href"] for a in drawing.all("a")} == {"../pilots/", "../council/"}


def test_a_dossier_shows_mentions_and_profile(story: Built, mayor: Node) -> None:
    mentioned = mayor.section("mentioned-in")
    assert "The pilots' case is older: Mira Okafor knew of it." in mentioned.text
    assert "Nobody wrote it down" not in mentioned.text
    port = story.page("actors/port/").article
    assert "The port opened long ago." in port.text
    assert port.href("its mayor") == "../mayor/"
    assert port.one("dl").href("Town Council") == "../council/"
    council = story.page("actors/council/").article
    assert council.one("dl").href("Port of Lowhaven") == "../port/"


# hubs


def test_a_storyline_reads_as_one_story(story: Built) -> None:
    page = story.page("storylines/pilots-dispute/").article
    assert "Night shifts." in page.text
    days = [time.attrs["datetime"] for time in page.section("timeline").all("time")]
    assert days == ["2024-02-20", "2024-02-21", "2024-03-04", "2024-03-05", "2024-07-01"]
    assert "An earlier version said" in page.text
    assert {"Mira Okafor", "Harbour pilots", "Town Council"} <= {a for a, _ in page.links}
    assert "The court decides" not in page.text
    assert "verdict" not in page.text


def test_a_topic_holds_its_briefs(story: Built) -> None:
    labour = {name for name, _ in story.page("topics/labour/").article.links}
    assert {"Talks begin in Lowhaven", "Harbour pilots walk out"} <= labour
    assert "A verdict on the pier" not in labour
    assert "The law" in {name for name, _ in story.page("topics/").article.links}


@pytest.mark.parametrize("path", ["timeline/", "timeline/2024/"])
def test_an_event_of_two_briefs_stands_once_and_names_both(story: Built, path: str) -> None:
    page = story.page(path).article
    told = {"Talks begin in Lowhaven", "Harbour pilots walk out"}
    same_id = event(page, "The walk-out begins")
    assert told <= {name for name, _ in same_id.links}
    assert "Pilots leave the pier" not in page.text
    same_words = event(page, "The Council meets.")
    assert told <= {name for name, _ in same_words.links}
    assert "The council meets" not in page.text


def test_events_that_only_sound_alike_stay_apart(story: Built) -> None:
    page = story.page("timeline/2024/").article
    ballots = [
        li for li in page.all("li") if "A ballot is held" in li.text and len(li.all("li")) == 1
    ]
    assert [li.one("time").attrs["datetime"] for li in ballots] == ["2024-02-20", "2024-02-21"]
    assert len({li.attrs["id"] for li in ballots}) == 2


def test_permalinks_of_events_lead_to_the_event(story: Built, talks: Node) -> None:
    href = next(a for a in event(talks, "The walk-out begins").links if "timeline" in a[1])[1]
    assert href == "../../timeline/2024/03/#walk-out"
    for page in ("timeline/2024/03/", "timeline/2024/", "timeline/"):
        assert "The walk-out begins" in story.page(page).one(id="walk-out").text


def test_every_implication_stands_under_its_topic_with_its_brief(story: Built) -> None:
    page = story.page("implications/").article
    for words in ("Other ports watch.", "Ships wait at sea.", "Leases will be written anew."):
        assert words in page.text
    assert {"Labour", "The law"} <= {name for name, _ in page.links}
    assert ("Mira Okafor 1", "../actors/mayor/#implications") in page.links


def test_the_outlook_separates_what_is_open_from_what_is_only_watched(story: Built) -> None:
    page = story.page("outlook/").article
    assert page.text.index("A deal is signed.") < page.text.index("Nothing may happen.")
    assert "70%" in page.text
    assert "Talks begin in Lowhaven" in page.text


def test_corrections_name_their_brief(story: Built) -> None:
    page = story.page("corrections/").article
    assert "An earlier version said five delegates." in page.text
    assert page.href("Talks begin in Lowhaven") == "../briefs/talks-begin/"


def test_actors_are_listed_by_kind_with_counts(story: Built) -> None:
    page = story.page("actors/").article
    assert page.text.index("Mira Okafor") < page.text.index("Port of Lowhaven")
    assert page.text.index("Town Council") < page.text.index("Harbour pilots")
    names = ["Mira Okafor", "Port of Lowhaven", "Town Council", "Harbour pilots"]
    assert [name for name, _ in page.links if name in names] == names


def test_the_front_page_leads_with_the_latest_and_holds_the_others(story: Built) -> None:
    front = story.page("").article
    titles = ["A verdict on the pier", "Talks begin in Lowhaven", "Harbour pilots walk out"]
    places = [front.text.index(title) for title in titles]
    assert places == sorted(places)
    assert "A court decided who owns the pier." in front.text
    assert front.section("watch").href("Mira Okafor: Deal") == "briefs/talks-begin/#deal"
    assert "70%" in front.section("watch").text
    assert "A second round" in front.section("upcoming").text


def test_the_briefs_are_listed_newest_first(story: Built) -> None:
    links = [href for _, href in story.page("briefs/").article.links]
    slugs = ["verdict/", "talks-begin/", "harbour-pilots-walk-out/"]
    assert [href for href in links if href in slugs] == slugs
