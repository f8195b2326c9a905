"""The record of forecasts: counts, bands with their forecasts, slices, what one was off by."""

from __future__ import annotations

import pytest

from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.kinds.listings import OutlookView
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.score import IN_A_BAND, SLICES, score_of, score_view
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import actor_views, brief, library, term_views

REGISTRIES = {
    "actors": "port: {name: The port, kind: organization}\npilots: {name: Pilots, kind: group}\n",
    "topics": "trade: Trade\nlaw: The law\n",
    "authors": "ada: Ada\nben: {name: Ben, url: 'https://ben.example/'}\n",
}


def row(label: str, likelihood: str = "", more: str = "", actor: str = "port") -> str:
    chance = f"likelihood: {likelihood}, by: 2024-05-30, resolves_if: X., " if likelihood else ""
    return f"  - {{label: {label}, text: It happens., {chance}actors: [{actor}]{more}}}\n"


def done(outcome: str, date: str = "2024-05-02", more: str = "") -> str:
    return f", resolution: {{outcome: {outcome}, date: {date}{more}}}"


ONE = "topics: [trade]\nauthors: [ada]\ndevelopments:\n" + "".join(
    (
        row("Eighty", "80%", done("yes", more=", brief: two")),
        row("Sixty", "60%", done("no", "2024-05-05")),
        row("Ten", "10%", ", revisions: [{date: 2024-04-25, likelihood: 90%}]" + done("yes")),
        row("Void", "70%", done("void")),
        row("Known", "70%", done("yes", "2024-04-22")),
        row("Late", "50%"),
        row("Seen", "", done("yes")),
    )
)
TWO = "topics: [trade, law]\nauthors: [ben]\ndevelopments:\n" + "".join(
    (
        row("Likely", "likely", done("yes"), actor="pilots"),
        "  - {label: Open, text: It happens., likelihood: 30%, by: 2025, resolves_if: X.}\n",
        row("Watch"),
    )
)


@pytest.fixture(scope="module")
def factory() -> ViewFactory:
    return ViewFactory(
        library([brief("one", ONE), brief("two", TWO, day="2024-04-23")], **REGISTRIES)
    )


def test_the_counts_and_the_score_by_hand(factory: ViewFactory) -> None:
    found = score_view(factory)
    assert (found.called, found.unassessed) == (8, 2)
    assert dict(found.statuses) == {"open": 1, "overdue": 1, "yes": 4, "no": 1, "void": 1}
    # First: (0.8-1)², (0.6-0)², (0.1-1)², (0.675-1)²; last: 0.9 in place of 0.1.
    assert found.whole.n == 4
    assert found.whole.first == pytest.approx((0.04 + 0.36 + 0.81 + 0.105625) / 4)
    assert found.whole.last == pytest.approx((0.04 + 0.36 + 0.01 + 0.105625) / 4)
    assert not found.whole.enough


def test_each_band_names_its_forecasts_newest_first(factory: ViewFactory) -> None:
    found = {band.row.term: band for band in score_view(factory).bands}
    assert [called.link.text for called in found["likely"].shown] == ["Sixty", "Likely"]
    assert [called.outcome for called in found["likely"].shown] == ["no", "yes"]
    assert {called.link.text for called in found["very likely"].shown} == {"Eighty", "Ten"}
    assert found["likely"].shown[0].link.path == "briefs/one/#sixty"
    for band in found.values():
        assert len(band.shown) + band.more == band.row.n
    assert found["very likely"].anchor == "band-very-likely"


def test_slices_by_topic_and_actor_concerned(factory: ViewFactory) -> None:
    slices = dict(score_view(factory).slices)
    assert [(s.link.text, s.score.n) for s in slices["topics"]] == [("Trade", 4), ("The law", 1)]
    assert [(s.link.text, s.score.n) for s in slices["actors"]] == [("The port", 3), ("Pilots", 1)]
    assert slices["topics"][0].score.first == score_view(factory).whole.first


def test_without_attribution_a_forecast_is_that_of_the_authors(factory: ViewFactory) -> None:
    found = score_view(factory).forecasters
    assert [(row.links, row.kind, row.ids) for row in found] == [
        ((Link("Ada", ""),), "author", ("ada",)),
        ((Link("Ben", "https://ben.example/"),), "author", ("ben",)),
    ]


WHOSE = {
    "actors": "port: {name: The port, kind: organization, aliases: [Harbour]}\n",
    "authors": "ada: Ada\nben: Ben\n",
}
REPORT = "sources: [{id: report, title: A report, url: 'https://example.org/report'}]\n"


def attributed(*refs: str) -> str:
    """Developments that are attributed to these; an empty text is the brief itself."""
    rows = (
        row(f"Row {n}", f"{10 + n}%", done("yes") + (f", attributed_to: {ref}" if ref else ""))
        for n, ref in enumerate(refs)
    )
    return "developments:\n" + "".join(rows)


@pytest.mark.parametrize("seed", range(5))
def test_each_forecast_counts_in_one_score(seed: int) -> None:
    refs = ("port", "Harbour", "ada", "Ben", "report", "A report", "", "")
    fronts = ("", "authors: [ada]\n", "authors: [ben, ada]\n", "authors: [ada, ben]\n")
    briefs = [
        brief(f"b{n}", f"{REPORT}{front}{attributed(*refs[(n + seed) % 8 :])}")
        for n, front in enumerate(fronts)
    ]
    factory = ViewFactory(library(briefs, **WHOSE))
    found, whole = score_view(factory), score_view(factory).whole
    assert len({(row.kind, row.ids, row.links) for row in found.forecasters}) == len(
        found.forecasters
    )
    assert sum(row.forecasts for row in found.forecasters) == found.called
    assert sum(row.score.n for row in found.forecasters) == whole.n
    for name in ("first", "last"):
        parts = [row.score.n * getattr(row.score, name) for row in found.forecasters]
        assert sum(parts) == pytest.approx(whole.n * getattr(whole, name))
    for status, count in found.statuses:
        assert sum(dict(row.statuses)[status] for row in found.forecasters) == count


def test_one_forecaster_has_one_score_under_every_name() -> None:
    one = brief("one", f"authors: [ben, ada]\n{REPORT}{attributed('port', 'Harbour', 'report')}")
    two = brief("two", f"authors: [ada, ben]\n{REPORT}{attributed('The port', 'A report', '')}")
    three = brief("three", f"authors: [ada]\n{attributed('', 'ada', 'Ada')}")
    found = score_view(ViewFactory(library([one, two, three], **WHOSE))).forecasters
    assert {(", ".join(link.text for link in row.links), row.forecasts) for row in found} == {
        ("Ada", 3),
        ("The port", 3),
        ("A report", 2),
        ("Ada, Ben", 1),
    }


def test_a_forecast_of_an_actor_is_not_one_about_it() -> None:
    front = (
        "authors: [ada]\ndevelopments:\n"
        + row("Own", "60%", done("yes") + ", attributed_to: port")
        + row("Of others", "80%", done("yes"))
    )
    factory = ViewFactory(library([brief("one", front)], **WHOSE))
    (view,) = actor_views(factory.library.catalogue.actors["port"], factory)
    assert [it.label for it in view.forecasts] == ["Own"]
    assert [it.label for it in view.developments] == ["Of others"]
    assert (view.made.last, view.score.last) == (pytest.approx(0.16), pytest.approx(0.04))
    assert dict(score_view(factory).slices)["actors"][0].score.n == 1


def test_long_lists_are_cut_and_say_by_how_much() -> None:
    rows = "".join(
        row(f"Thing {n}", "60%", done("yes"), actor=f"a{n}") for n in range(IN_A_BAND + 3)
    )
    actors = "".join(f"a{n}: Actor {n}\n" for n in range(IN_A_BAND + 3))
    found = score_view(
        ViewFactory(
            library([brief("one", f"topics: [trade]\ndevelopments:\n{rows}")], actors=actors)
        )
    )
    (band,) = found.bands
    assert (len(band.shown), band.more) == (IN_A_BAND, 3)
    assert len(dict(found.slices)["actors"]) == SLICES


def test_nothing_scored_has_no_bands_and_no_slices() -> None:
    factory = ViewFactory(
        library([brief("one", f"developments:\n{row('Watch')}{row('Late', '50%')}")])
    )
    found = score_view(factory)
    assert (found.called, found.unassessed, found.whole.n) == (1, 1, 0)
    assert found.bands == found.slices == ()
    one = factory.library.briefs[0]
    assert score_of(factory, [(one, item) for item in one.fields.developments]) is None


def test_the_score_stands_on_the_first_page_and_rows_in_their_order(factory: ViewFactory) -> None:
    (view,) = OutlookView.views(factory)
    assert view.score == score_view(factory)
    assert [it.label for it in view.overdue] == ["Late"]
    assert [it.label for it in view.resolved][:1] == ["Sixty"]
    assert [it.label for it in view.watch] == ["Watch"]


def test_dossiers_and_topics_have_their_score_only_where_something_is_scored(
    factory: ViewFactory,
) -> None:
    actors, topics = factory.library.catalogue.actors, factory.library.catalogue.terms["topics"]
    port, pilots = (actor_views(actors[name], factory)[0].score for name in ("port", "pilots"))
    assert port is not None
    assert pilots is not None
    assert (port.n, pilots.n) == (3, 1)
    law = term_views(topics["law"], factory)[0].score
    assert law is not None
    assert law.last == pytest.approx(0.105625)
    bare = ViewFactory(library([brief("one", "topics: [trade]\nactors: [port]")], **REGISTRIES))
    assert actor_views(bare.library.catalogue.actors["port"], bare)[0].score is None


def test_how_far_off_a_forecast_was(factory: ViewFactory) -> None:
    (view,) = OutlookView.views(factory)
    found = {it.label: it for it in view.resolved}
    sixty, ten = found["Sixty"].verdict, found["Ten"].verdict
    assert sixty is not None
    assert ten is not None
    assert (sixty.chance, sixty.points, sixty.first) == (60, 60, None)
    assert sixty.brier == pytest.approx(0.36)
    assert (ten.chance, ten.points) == (90, 10)
    assert (ten.brier, ten.first) == (pytest.approx(0.01), pytest.approx(0.81))
    assert found["Ten"].first is not None
    assert (found["Ten"].first.low, found["Ten"].likelihood and found["Ten"].likelihood.low) == (
        10,
        90,
    )
    assert {name: it.unscored for name, it in found.items() if not it.verdict} == {
        "Void": "void",
        "Known": "known",
        "Seen": "",
    }


def test_a_likelihood_given_after_the_outcome_is_not_what_was_called() -> None:
    late = ", revisions: [{date: 2024-05-10, likelihood: 99%}]" + done("yes")
    factory = ViewFactory(library([brief("one", f"developments:\n{row('Ten', '10%', late)}")]))
    ((view,),) = [page.resolved for page in OutlookView.views(factory)]
    assert view.likelihood is not None
    assert view.likelihood.low == 10
    assert [change.likelihood.low for change in view.revisions] == [99]


def test_the_deciding_brief_shows_what_it_decides_and_the_other_what_became_of_it(
    factory: ViewFactory,
) -> None:
    two = BriefView.of(factory.library.catalogue.briefs["two"], factory)
    (decided,) = two.decides
    assert (decided.label, decided.status, decided.path) == ("Eighty", "yes", "briefs/one/#eighty")
    one = BriefView.of(factory.library.catalogue.briefs["one"], factory)
    assert one.decides == ()
    # Newest first.
    assert [entry.kind for entry in one.decided] == ["no", "yes", "yes", "void", "yes", "yes"]
    assert one.decided[0].about == Link("Sixty", "briefs/one/#sixty")
    assert one.modified is not None
    assert one.modified.text == "2024-05-05"


def test_advice_says_what_became_of_what_it_answers() -> None:
    text = (
        f"implications: [Cost: It costs.]\ndevelopments:\n{row('Ten', '10%', done('no'))}"
        f"{row('Open', '10%')}advice:\n  - {{label: Wait, text: Wait., addresses: [ten, open, cost]}}\n"
    )
    factory = ViewFactory(library([brief("one", text)]))
    (advice,) = BriefView.of(factory.library.briefs[0], factory).advice
    said = [(link.text, outcome) for link, outcome in advice.addresses]
    assert said == [("Ten", "no"), ("Open", ""), ("Cost", "")]


def test_a_storyline_tells_of_what_was_decided_among_what_changed() -> None:
    text = (
        "storyline: s\nupdates: [{date: 2024-05-03, text: More is known.}]\n"
        f"developments:\n{row('Ten', '10%', done('no', '2024-05-04'))}"
    )
    factory = ViewFactory(library([brief("one", text)], storylines="s: A story\n"))
    (view,) = term_views(factory.library.catalogue.terms["storylines"]["s"], factory)
    assert [(entry.kind, entry.date.day.day) for entry in view.changes] == [
        ("no", 4),
        ("update", 3),
    ]
