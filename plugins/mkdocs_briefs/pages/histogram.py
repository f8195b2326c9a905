"""How many events each stretch of time holds, for the strip at the head of a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import filed_under

MANY_EVENTS = 12
"""A dossier with fewer needs no overview."""
MOST_BARS = 60
"""More would be too thin to tell apart on a phone."""
STRETCHES = (1, 10, 100)
"""Years that a bar may stand for."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time: a month, a year, a decade or a century."""

    span: Edtf
    count: int
    path: str
    """Where its first events stand; empty for a stretch without events."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars of equal stretches in order of time, empty ones included."""

    unit: str
    """month, year, decade or century."""
    bars: tuple[Bar, ...]


def histogram_of_years(
    events: Iterable[Sequence[int]], paths: Mapping[int, str]
) -> Histogram | None:
    """A bar for each year, or decade or century if the years are too many; None for under two.

    Each of `events` is the years that it lies in, and counts once in each stretch. `paths` is
    year -> where its events stand; a longer stretch leads to the first of its years.
    """
    rows = Counter(map(tuple, events))
    held = sorted({year for years in rows for year in years})
    if len(held) < 2:
        return None
    size = next(
        (size for size in STRETCHES if held[-1] // size - held[0] // size < MOST_BARS),
        STRETCHES[-1],
    )
    sums: Counter[int] = Counter()
    for years, count in rows.items():
        for stretch in {year // size for year in years}:
            sums[stretch] += count
    first: dict[int, str] = {}
    for year in held:
        first.setdefault(year // size, paths.get(year, ""))
    bars = tuple(
        Bar(_stretch(n, size), sums[n], first.get(n, ""))
        for n in range(held[0] // size, held[-1] // size + 1)
    )
    return Histogram({1: "year", 10: "decade", 100: "century"}[size], bars)


def _stretch(number: int, size: int) -> Edtf:
    # Year 0 does not exist in EDTF as this project reads it, but the decade 000X holds 1 to 9.
    return parse_edtf({1: f"{number:04d}", 10: f"{number:03d}X", 100: f"{number:02d}XX"}[size])


def histogram_of_months(year: int, counts: Mapping[int, int]) -> Histogram | None:
    """The twelve months of `year`; None where fewer than two hold events."""
    if sum(1 for count in counts.values() if count) < 2:
        return None
    bars = tuple(
        Bar(
            parse_edtf(f"{year:04d}-{month:02d}"),
            counts.get(month, 0),
            urls.month_path(year, month) if counts.get(month) else "",
        )
        for month in range(1, 13)
    )
    return Histogram("month", bars)


def histogram_of_listing(events: Sequence[Event], path: str, size: int) -> Histogram | None:
    """The years of a listing at `path` with `size` events a page, each leading to its first row.

    None for a listing that is short or lies in one year.
    """
    paths: dict[int, str] = {}
    rows = [filed_under(event.date)[0] for event in events]
    if len(rows) < MANY_EVENTS:
        return None
    for number, (year, event) in enumerate(zip(rows, events, strict=True)):
        if year is not None and year not in paths:
            page = urls.numbered(path, number // size + 1)
            paths[year] = urls.anchored(page, event.id)
    return histogram_of_years(((year,) for year in rows if year is not None), paths)
