"""The calibration of forecasts as a drawing: what was called how likely, and how often it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mkdocs_briefs.pages.score import Band
from mkdocs_briefs.render.words import Words

WIDTH, HEIGHT = 220, 150
"""Lengths of the axes, in the units of the drawing."""
SIDE, BELOW, SPARE = 40, 32, 10
"""Room for the words beside and below the axes, and around the rest."""
_SMALLEST, _LARGEST = 3.0, 9.0
"""Radius of the point of one forecast, and of the fullest band."""
_TICKS = (0, 50, 100)


def calibration(bands: Sequence[Band], said: Words, *, few: bool, rtl: bool) -> Markup:
    """Points on and off the diagonal, with the Wilson interval of each; nothing without bands.

    Each leads to the forecasts of its band. `few` marks what is too little to judge by, `rtl` turns
    the drawing round. The table on the same page says the same, so it is hidden from screen readers
    and left out of the order of the keyboard.
    """
    if not bands:
        return Markup()
    frame = _Frame(rtl)
    most = max(band.row.n for band in bands)
    # The anchors of texts below mean left and right, whatever the page around does.
    return Markup(
        '<svg class="b-calibration{few}" viewBox="0 0 {w} {h}" direction="ltr" aria-hidden="true" '
        'focusable="false"><path class="b-calibration__even" d="M{x0} {y0}L{x1} {y1}"/>'
        '<path class="b-calibration__axes" d="M{x0} {y1}V{y0}H{x1}"/>{ticks}'
        '<text x="{xm}" y="{below}" text-anchor="middle"{sense}>{called}</text>'
        '<text transform="translate({beside} {ym}) rotate({turn})" text-anchor="middle"{sense}>'
        "{happened}</text>{marks}</svg>"
    ).format(
        few=" is-few" if few else "",
        sense=Markup(' direction="rtl"') if rtl else "",
        w=SIDE + WIDTH + SPARE,
        h=SPARE + HEIGHT + BELOW,
        x0=frame.x(0),
        x1=frame.x(1),
        xm=frame.x(0.5),
        y0=frame.y(0),
        y1=frame.y(1),
        ym=frame.y(0.5),
        below=_short(SPARE + HEIGHT + BELOW - 4),
        beside=_short(SPARE + WIDTH + SIDE - 11 if rtl else 11),
        turn=90 if rtl else -90,
        ticks=Markup().join(frame.tick(percent) for percent in _TICKS),
        marks=Markup().join(_band(band, most, frame, said) for band in bands),
        called=said("calibration_called"),
        happened=said("calibration_happened"),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where shares from 0 to 1 lie; where the page reads from the right, so does the drawing."""

    rtl: bool

    def x(self, share: float) -> str:
        """The place across of a likelihood."""
        return _short(SPARE + WIDTH * (1 - share) if self.rtl else SIDE + WIDTH * share)

    def y(self, share: float) -> str:
        """The height of a share that happened."""
        return _short(SPARE + HEIGHT * (1 - share))

    def tick(self, percent: int) -> Markup:
        """The number at both axes."""
        beside = SPARE + WIDTH + 5 if self.rtl else SIDE - 5
        return Markup(
            '<text x="{x}" y="{below}" text-anchor="middle">{n}</text>'
            '<text x="{beside}" y="{y}" text-anchor="{end}" dy=".35em">{n}</text>'
        ).format(
            x=self.x(percent / 100),
            y=self.y(percent / 100),
            below=SPARE + HEIGHT + 13,
            beside=beside,
            end="start" if self.rtl else "end",
            n=percent,
        )


def _band(band: Band, most: int, frame: _Frame, said: Words) -> Markup:
    row = band.row
    low, high = row.interval
    return Markup(
        '<a href="#{anchor}" tabindex="-1"><title>{told}</title>'
        '<path class="b-calibration__range" d="M{x} {low}V{high}"/>'
        '<circle cx="{x}" cy="{y}" r="{r}"/></a>'
    ).format(
        anchor=band.anchor,
        told=said(
            "band_told",
            band=f"{said.of('term', row.term)} {said.percent(row.low, row.high)}",
            happened=row.happened,
            n=row.n,
        ),
        x=frame.x(row.mean),
        y=frame.y(row.share),
        low=frame.y(low),
        high=frame.y(high),
        r=_short(max(_SMALLEST, _LARGEST * (row.n / most) ** 0.5)),
    )


def _short(number: float) -> str:
    """A length to a tenth of a unit, the same on every machine."""
    return f"{round(number, 1):g}"
