"""What became of one forecast, in numbers that a reader can check."""

from __future__ import annotations

from mkdocs_briefs.library.forecasts import Forecast, squared_error
from mkdocs_briefs.pages.parts import Verdict


def verdict_of(forecast: Forecast) -> Verdict | None:
    """How far the forecast was off; None for one that is not scored."""
    if not forecast.scored:
        return None
    chance = forecast.last.probability * 100
    first = squared_error(forecast.first, happened=forecast.happened)
    last = squared_error(forecast.last, happened=forecast.happened)
    return Verdict(
        chance,
        abs(chance - 100 * forecast.happened),
        last,
        None if forecast.first.probability == forecast.last.probability else first,
    )


def unscored_why(forecast: Forecast) -> str:
    """Why a decided forecast is not scored: void, or known when it was published; else empty."""
    if forecast.item.resolution is None or forecast.scored:
        return ""
    return "void" if forecast.status == "void" else "known"
