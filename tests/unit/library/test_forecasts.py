"""Which likelihoods count, and until when."""

from __future__ import annotations

import datetime as dt

import pytest

from mkdocs_briefs.library.forecasts import Forecast, forecasts, score, status_of
from mkdocs_briefs.model.likelihood import SCALES
from support.briefs import brief

ICD = SCALES["icd203"]
TODAY = dt.date(2025, 6, 1)


def forecast(more: str = "", day: str = "2024-04-22") -> Forecast:
    lines = "".join(f"    {line}\n" for line in more.splitlines())
    front = (
        "developments:\n"
        "  - label: Port\n"
        "    text: It reopens.\n"
        "    likelihood: 60%\n"
        "    by: 2024-12\n"
        "    resolves_if: It is open.\n"
        f"{lines}"
    )
    (found,) = forecasts([brief("a", front, day=day)], TODAY)
    return found


def test_a_likelihood_is_a_forecast_and_without_one_it_is_not() -> None:
    item = brief("a", "developments: [It may reopen.]").fields.developments[0]
    assert status_of(item, TODAY) == "watch"
    assert list(forecasts([brief("a", "developments: [It may reopen.]")], TODAY)) == []
    assert forecast().status == "overdue"


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2024-12-31", 90),  # the last day of the deadline still counts
        ("2025-01-01", 60),  # after it, nobody forecasts any more
    ],
)
def test_a_revision_counts_until_the_deadline(day: str, percent: float) -> None:
    revised = forecast(f"revisions: [{{date: {day}, likelihood: 90%}}]")
    assert revised.first.low == 60
    assert revised.last.low == percent


@pytest.mark.parametrize(("day", "percent"), [("2024-05-31", 90), ("2024-06-01", 60)])
def test_on_the_day_of_the_resolution_the_outcome_is_known(day: str, percent: float) -> None:
    resolved = forecast(
        f"revisions: [{{date: {day}, likelihood: 90%}}]\n"
        "resolution: {outcome: yes, date: 2024-06-01}"
    )
    assert resolved.last.low == percent


def test_the_newest_revision_counts_whatever_their_order() -> None:
    revised = forecast(
        "revisions:\n"
        "  - {date: 2024-06-01, likelihood: 80%}\n"
        "  - {date: 2024-05-01, likelihood: 20%}"
    )
    assert revised.last.low == 80


@pytest.mark.parametrize(
    ("resolution", "scored"),
    [
        ("{outcome: yes, date: 2024-06-01}", True),
        ("{outcome: no, date: 2025-01-01}", True),
        ("{outcome: void, date: 2024-06-01}", False),
        ("{outcome: yes, date: 2024-04-22}", False),  # told when it was known
    ],
)
def test_what_is_decided_after_publication_counts(resolution: str, *, scored: bool) -> None:
    assert forecast(f"resolution: {resolution}").scored is scored


def test_the_score_by_hand() -> None:
    rows = [
        forecast(
            "revisions: [{date: 2024-05-01, likelihood: 80%}]\n"
            "resolution: {outcome: yes, date: 2024-06-01}"
        ),
        forecast("resolution: {outcome: no, date: 2025-01-01}"),
        forecast("resolution: {outcome: void, date: 2025-01-01}"),
        forecast(),
    ]
    found = score(rows, ICD)
    assert found.n == 2
    assert found.first == pytest.approx(((0.6 - 1) ** 2 + (0.6 - 0) ** 2) / 2)
    assert found.last == pytest.approx(((0.8 - 1) ** 2 + (0.6 - 0) ** 2) / 2)
    assert [(band.term, band.n) for band in found.bands] == [("likely", 1), ("very likely", 1)]
    assert not found.enough


def test_twenty_are_enough() -> None:
    row = forecast("resolution: {outcome: yes, date: 2024-06-01}")
    assert score([row] * 20, ICD).enough
    assert not score([row] * 19, ICD).enough
    empty = score([], ICD)
    assert (empty.n, empty.first, empty.last, empty.bands) == (0, None, None, ())
