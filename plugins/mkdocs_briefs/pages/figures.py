"""Figures of a brief in rows: what several sources say of the same thing stands side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_briefs.pages.parts import FigureView

_SPACING = re.compile(r"(?<=\d)[\s,’'](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures under one label, in the order of the brief.

    `sense` says how they stand to each other: empty for a single one, `differ` when sources give
    other values, `over_time` when one source gives other values for other times, else `agree`.
    """

    label: str
    figures: tuple[FigureView, ...]
    sense: str


def figure_rows(figures: Iterable[FigureView]) -> list[FigureRow]:
    """One row for each label, each where its first figure stands; case and spacing do not count."""
    rows: dict[str, list[FigureView]] = {}
    for figure in figures:
        rows.setdefault(" ".join(figure.label.casefold().split()), []).append(figure)
    return [FigureRow(row[0].label, tuple(row), _sense(row)) for row in rows.values()]


def _sense(row: list[FigureView]) -> str:
    if len(row) == 1:
        return ""
    if len({_said(figure) for figure in row}) == 1:
        return "agree"
    days = [figure.as_of for figure in row]
    told_by = {figure.attributed_to.casefold() for figure in row}
    one_series = len(told_by) == 1 and "" not in told_by
    return "over_time" if one_series and None not in days and len({*days}) > 1 else "differ"


def _said(figure: FigureView) -> tuple[str, str, str]:
    """What a figure says, however its number is spaced."""
    value = _SPACING.sub("", figure.value.strip()).casefold()
    return value, figure.unit.strip().casefold(), figure.qualifier or "exact"
