"""Which likelihoods count, until when, and scores as worked by hand and printed elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.forecasts import (
    Attribution,
    Forecast,
    Outcome,
    brier,
    calibration,
    forecasts,
    score,
    status_of,
    wilson,
)
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.likelihood import SCALES, Likelihood
from support.briefs import brief

ICD = SCALES["icd203"]
TODAY = dt.date(2025, 6, 1)
SITE = Attribution("site", ())


def told(one: Brief) -> list[Forecast]:
    rows = [(one, item) for item in one.fields.developments]
    return list(forecasts(rows, lambda *row: row, lambda *_: SITE, TODAY))


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
    (found,) = told(brief("a", front, day=day))
    return found


def test_a_likelihood_is_a_forecast_and_without_one_it_is_not() -> None:
    item = brief("a", "developments: [It may reopen.]").fields.developments[0]
    assert status_of(item, TODAY) == "watch"
    assert told(brief("a", "developments: [It may reopen.]")) == []
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


percents = st.integers(0, 100)


def outcome(percent: float, *, happened: bool) -> Outcome:
    return Outcome(Likelihood(f"{percent}%", (), percent, percent), happened)


@pytest.mark.parametrize(
    ("percent", "happened", "score"),
    [(100, True, 0), (100, False, 1), (70, True, 0.09), (30, True, 0.49), (50, False, 0.25)],
)
def test_one_forecast_scores_the_square_of_its_error(percent, happened, score):
    assert brier([outcome(percent, happened=happened)]) == pytest.approx(score)


def test_the_score_is_the_mean():
    # (0.8-1)² = 0.04, (0.6-0)² = 0.36, (0.1-0)² = 0.01; their mean is 0.41/3.
    rows = [
        outcome(80, happened=True),
        outcome(60, happened=False),
        outcome(10, happened=False),
    ]
    assert brier(rows) == pytest.approx(0.41 / 3)


def test_a_word_scores_with_the_middle_of_its_band():
    assert brier([Outcome(ICD.read("likely"), True)]) == pytest.approx((0.675 - 1) ** 2)


def test_nothing_has_no_score():
    assert brier([]) is None
    assert calibration([], ICD) == ()


@given(st.lists(st.tuples(percents, st.booleans()), min_size=1))
def test_a_score_lies_between_0_and_1_and_even_chances_earn_a_quarter(rows):
    score = brier([outcome(percent, happened=happened) for percent, happened in rows])
    assert score is not None
    assert 0 <= score <= 1
    assert brier([outcome(50, happened=happened) for _, happened in rows]) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("happened", "n", "low", "high"),
    # Newcombe (1998), table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_as_printed_by_newcombe(happened, n, low, high):
    found = wilson(happened, n)
    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors(pair):
    happened, n = pair
    low, high = wilson(happened, n)
    assert 0 <= low <= happened / n + 1e-12
    assert happened / n - 1e-12 <= high <= 1
    mirrored = wilson(n - happened, n)
    assert mirrored == (pytest.approx(1 - high, abs=1e-12), pytest.approx(1 - low, abs=1e-12))


@pytest.mark.parametrize(("happened", "n"), [(0, 0), (2, 1), (-1, 3)])
def test_what_is_no_share_has_no_interval(happened, n):
    with pytest.raises(ValueError, match="not a share"):
        wilson(happened, n)


def test_calibration_by_band():
    rows = calibration(
        [
            outcome(60, happened=True),
            outcome(70, happened=False),
            Outcome(ICD.read("likely"), True),
            outcome(2, happened=False),
        ],
        ICD,
    )
    assert [(row.term, row.n, row.happened) for row in rows] == [
        ("almost no chance", 1, 0),
        ("likely", 3, 2),
    ]
    assert rows[1].mean == pytest.approx((0.6 + 0.7 + 0.675) / 3)
    assert rows[1].share == pytest.approx(2 / 3)
    assert rows[1].interval == wilson(2, 3)


@given(st.lists(st.tuples(percents, st.booleans())), st.sampled_from(sorted(SCALES)))
def test_every_forecast_on_the_scale_is_in_exactly_one_band(rows, name):
    scale = SCALES[name]
    outcomes = [outcome(percent, happened=happened) for percent, happened in rows]
    on_scale = [row for row in outcomes if scale.band_of(row.likelihood.low) is not None]
    assert sum(row.n for row in calibration(outcomes, scale)) == len(on_scale)
