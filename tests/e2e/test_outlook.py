"""The outlook as built: its numbers against the data beside it, and the loop that a decision closes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from statistics import fmean

import pytest

from support.crawl import crawl
from support.outlook import FILES, SCORED
from support.sites import TODAY, Built, Node, config

Make = Callable[..., Built]


@pytest.fixture(scope="module")
def record(make: Make) -> Built:
    site = make(FILES)
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="module")
def outlook(record: Built) -> Node:
    return record.page("outlook/").article


def rows(site: Built) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.read("outlook/outlook.csv"))))


def tiles(page: Node) -> dict[str, str]:
    found = [div for dl in page.all("dl", class_="b-counts") for div in dl.all("div")]
    return {div.one("dt").text: div.one("dd").text for div in found}


def test_the_counts_are_those_of_the_sheet(record: Built, outlook: Node) -> None:
    status = [row["status"] for row in rows(record) if row["first_term"]]
    shown = tiles(outlook)
    assert shown["forecasts made"] == str(len(status)) == "33"
    for key, words in (
        ("open", "open"),
        ("overdue", "overdue"),
        ("yes", "happened"),
        ("no", "did not happen"),
        ("void", "cannot be decided"),
    ):
        assert shown[words] == str(status.count(key))
    assert shown["no odds given"] == "1"


def test_the_score_can_be_computed_from_the_sheet_and_is_that_of_the_api(
    record: Built, outlook: Node
) -> None:
    scored = [row for row in rows(record) if row["scored"] == "1"]
    assert len(scored) == SCORED
    told = json.loads(record.read("api/v1/outlook.json"))["score"]
    for which in ("first", "last"):
        error = fmean(
            (
                (float(row[f"{which}_low"]) + float(row[f"{which}_high"])) / 200
                - (row["status"] == "yes")
            )
            ** 2
            for row in scored
        )
        assert tiles(outlook)[f"Brier score, {which} forecasts"] == f"{error:.2f}"
        assert told[f"brier_{which}"] == pytest.approx(error)
    assert "0.25 is what always saying 50% earns" in outlook.text
    assert "Too few to judge" not in outlook.text


def test_the_table_and_the_drawing_say_the_same(record: Built, outlook: Node) -> None:
    section = outlook.section("calibration")
    table = section.all("table")[0]
    body = [
        [cell.text for cell in row if cell.tag in ("th", "td")]
        for row in table.one("tbody").all("tr")
    ]
    drawing = outlook.one("svg", class_="b-calibration")
    points = drawing.all("a")
    assert len(body) == len(points) == len(drawing.all("circle")) == 7
    assert sum(int(row[1]) for row in body) == SCORED
    bands = json.loads(record.read("api/v1/outlook.json"))["score"]["bands"]
    for row, point, band in zip(body, points, bands, strict=True):
        name = row[0]
        assert name.startswith(band["term"])
        assert row[1:4] == [
            str(band["n"]),
            f"{round(100 * band['mean'])}%",
            f"{round(100 * band['share'])}%",
        ]
        low, high = round(100 * band["share_low"]), round(100 * band["share_high"])
        assert row[4] == f"{low}–{high}%"
        happened = round(band["n"] * band["share"])
        assert point.one("title").text == f"{name}: {happened} of {band['n']} happened"


def test_each_point_and_row_leads_to_the_forecasts_of_its_band(outlook: Node) -> None:
    points = [a.attrs["href"] for a in outlook.one("svg", class_="b-calibration").all("a")]
    table = outlook.section("calibration").all("table")[0]
    assert points == [a.attrs["href"] for a in table.all("a")]
    for href in points:
        (band,) = [node for node in outlook if node.attrs.get("id") == href.removeprefix("#")]
        count = int(next(a.text for a in table.all("a") if a.attrs["href"] == href))
        assert len(band.all("a")) == count
    assert outlook.ids >= {href.removeprefix("#") for href in points}


def test_no_link_of_it_is_broken(record: Built) -> None:
    assert crawl(record.folder).broken == []


def test_slices_lead_to_topics_and_dossiers_and_are_marked_where_too_small(outlook: Node) -> None:
    tables = outlook.section("calibration").all("table")[1:]
    assert [table.one("caption").text for table in tables] == ["By topic", "By actor concerned"]
    assert [href for _, href in tables[0].links] == ["../topics/trade/", "../topics/buildings/"]
    assert [href for _, href in tables[1].links] == ["../actors/port/", "../actors/council/"]
    for table in tables:
        for row in table.one("tbody").all("tr"):
            (count, *_) = [cell.text for cell in row.all("td")]
            assert ("too few to judge" in row.text) == (int(count) < 20)


def test_every_forecaster_has_its_own_record(outlook: Node) -> None:
    part = outlook.section("forecasters")
    table, *bands = part.all("table")
    assert table.links == [("Ben Editor", "https://ben.example/")]
    rows = [[cell.text for cell in row.all("td")] for row in table.one("tbody").all("tr")]
    assert len(rows) == len(bands) == 2
    for forecasts, *statuses, scored, _, _ in rows:
        assert int(forecasts) == sum(map(int, statuses)) >= int(scored)
    for row, fit in zip(table.one("tbody").all("tr"), bands, strict=True):
        counted = [int(band.all("td")[0].text) for band in fit.one("tbody").all("tr")]
        scored = int(row.all("td")[-3].text)
        assert sum(counted) == scored
        assert ("too few to judge" in row.text) == (scored < 20)


def test_overdue_stand_first_and_the_newest_decision_first(outlook: Node) -> None:
    order = [node.attrs["id"] for node in outlook.all("h2") if "id" in node.attrs]
    assert order == ["overdue", "open", "resolved", "watch", "forecasters", "calibration", "method"]
    days = [
        time.attrs["datetime"]
        for item in outlook.section("resolved").all("li", class_="b-item b-dev is-yes")
        for time in item.paragraph("Decided on").all("time")
    ]
    assert days == sorted(days, reverse=True)
    assert len(days) == 16


def test_how_it_is_scored_is_told_with_its_sources(outlook: Node) -> None:
    told = outlook.section("method").text
    assert "(p − o)²" in told
    assert "Monthly Weather Review 78 (1950)" in told
    assert "Statistical Association 22 (1927)" in told


def test_a_revised_forecast_shows_both_likelihoods_and_its_history(record: Built) -> None:
    page = record.page("briefs/the-year-in-lowhaven/").article
    (toll,) = [li for li in page.all("li") if any(h.text == "Toll" for h in li.all("h3"))]
    call = toll.one("div", class_="b-dev__call")
    assert "We say between roughly even chance and likely (50–60%)" in call.text
    assert "At first: likely (55–80%)" in call.text
    history = [li.text for li in toll.one("ul", class_="b-small b-revisions").all("li")]
    assert history == [
        "Published on 20 December 2023 as likely (55–80%)",
        "Changed on 10 January 2024 to very likely (80–95%): A draft was read.",
        "Changed on 10 February 2024 to between roughly even chance and likely (50–60%)",
    ]
    (confidence,) = [p.text for p in toll.all("p") if "onfidence" in p.text]
    assert confidence == "Confidence in the analysis: low"


def test_a_decided_forecast_says_how_far_off_it_was(record: Built) -> None:
    page = record.page("briefs/expect-fish-market/").article
    assert "It counted as 67.5%, and was off by 32.5 percentage points." in page.text
    assert "Brier" not in page.text, "the outlook says what that is"
    outlook = record.page("outlook/").article.text
    assert (
        "It counted as 67.5%, and was off by 32.5 percentage points. Brier score: 0.11." in outlook
    )
    assert (
        "It counted as 20%, and was off by 20 percentage points. Brier score: 0.04. "
        "The first likelihood: Brier score 0.16."
    ) in outlook
    year = record.page("briefs/the-year-in-lowhaven/").article
    assert "Not scored: the outcome was known when the brief was published." in year.text
    slipway = record.page("briefs/expect-slipway/").article
    assert "Not scored: it cannot be decided." in slipway.text


def test_a_decision_closes_the_loop(record: Built) -> None:
    year = record.page("briefs/the-year-in-lowhaven/").article
    decided = year.section("decides")
    assert "We said likely (55–80%) → it happened" in decided.text
    assert "We said likely (60%) → it did not happen" in decided.text
    assert decided.href("Fish market opens") == "../expect-fish-market/#fish-market-opens"
    market = record.page("briefs/expect-fish-market/").article
    assert "From The year in Lowhaven" in market.text
    assert "Fish market opens (happened)" in market.section("advice").text
    changed = market.section("updates")
    assert "Happened: Fish market opens. Says the log." in changed.text
    assert "decides a forecast of this brief" in market.section("related").text
    assert "this brief decides a forecast of it" in year.section("related").text


def test_dossiers_storylines_and_feeds_tell_of_it(record: Built) -> None:
    council = record.page("actors/council/").article
    assert "Forecasts scored: 13 · Brier score: 0.17 (too few to judge)" in council.text
    assert council.href("Forecasts scored: 13 · Brier score: 0.17") == "../../outlook/"
    assert "it did not happen" in council.section("outlook").text
    topic = record.page("topics/trade/").article
    assert "Forecasts scored: 15" in topic.text
    overview = record.page("storylines/the-quays/").article
    assert overview.section("changes").href("All 30 changes") == "changes/"
    changes = record.page("storylines/the-quays/changes/").article
    assert "Happened: Fish market opens." in changes.text
    feed = record.read("feed.xml")
    assert "Fish market opens – it happened (we said likely, 55–80%)" in feed
    assert "<summary>It happened, " in feed


def test_below_twenty_it_says_so_beside_the_numbers(make: Make) -> None:
    few = {
        name: text for name, text in FILES.items() if "slipway" not in name and "house" not in name
    }
    site = make(few | {"briefs/storylines.yml": "the-quays: The quays\n"})
    assert site.status == 0, site.output
    page = site.page("outlook/").article
    assert "Too few to judge: 15 scored, and below 20 a score says little." in page.text
    assert float(tiles(page)["Brier score, last forecasts"]) > 0
    assert page.all("svg", class_="b-calibration is-few")


WATCH = """---
title: A quiet town
date: 2024-04-22
summary: Test material.
actors: [{name: Town, kind: group}]
dates: [2024-04-22: Nothing happens]
implications: [Calm: It is calm.]
developments: [Gulls: Gulls settle on the roof.]
---
Text.
"""


def test_with_nothing_to_score_it_says_so_and_shows_no_empty_parts(make: Make) -> None:
    site = make({"briefs/quiet.md": WATCH})
    assert site.status == 0, site.output
    page = site.page("outlook/").article
    assert tiles(page) == {"no odds given": "1"}
    assert "nothing here has a likelihood, so nothing is scored" in page.text
    assert [node.attrs["id"] for node in page.all("h2")] == ["watch"]
    assert "Brier" not in page.text
    assert not page.all("svg", class_="b-calibration")


def test_a_long_list_has_pages_of_its_own(make: Make) -> None:
    again = {name.replace("expect", "again"): text for name, text in FILES.items()}
    site = make(FILES | again)
    assert site.status == 0, site.output
    overview = site.page("outlook/").article
    assert len(overview.section("resolved").all("h3")) == 10
    assert overview.section("resolved").href("All 61 developments") == "resolved/"
    pages = [site.page(f"outlook/resolved/{older}").article for older in ("", "page/1/")]
    assert [len(page.all("h2")) for page in pages] == [31, 30]
    assert not any("Brier score" in page.one("h1").text for page in pages)


def test_a_site_without_data_files_does_not_offer_them(make: Make) -> None:
    site = make(
        {
            "briefs/quiet.md": WATCH,
            "mkdocs.yml": config(briefs=f"today: {TODAY}, machine_files: []"),
        }
    )
    assert site.status == 0, site.output
    assert "outlook/outlook.csv" not in site.files()
    assert not [href for _, href in site.page("outlook/").article.links if href.endswith("csv")]
