"""Small drawings as SVG: the likelihood yardstick and who appears with whom.

Both repeat what stands beside them in words and are the same bytes for the same input.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages.parts import Companion, Face

WIDTH, HEIGHT = 360, 300
_MOST = 8
_LONGEST = 18


@dataclass(frozen=True, slots=True)
class Ray:
    """One companion in the drawing; all lengths in units of its view box."""

    face: Face
    briefs: int
    x: float
    y: float
    label: str
    label_y: float
    width: float


@dataclass(frozen=True, slots=True)
class Star:
    """An actor in the middle and those it appears with around it."""

    face: Face
    rays: tuple[Ray, ...]
    x: float = WIDTH / 2
    y: float = HEIGHT / 2
    width: int = WIDTH
    height: int = HEIGHT


def star(face: Face, companions: Sequence[Companion]) -> Star | None:
    """The drawing for a dossier: its first eight companions, clockwise from the top; or None."""
    chosen = companions[:_MOST]
    if not chosen:
        return None
    most = max(each.briefs for each in chosen)
    rays = []
    for index, each in enumerate(chosen):
        angle = math.tau * index / len(chosen) - math.tau / 4
        x = round(WIDTH / 2 + (WIDTH / 2 - 62) * math.cos(angle), 1)
        y = round(HEIGHT / 2 - 6 + (HEIGHT / 2 - 40) * math.sin(angle), 1)
        width = round(1 + 4 * each.briefs / max(most, 1), 1)
        label_y = round(y - 23 if y < HEIGHT / 2 - 16 else y + 31, 1)
        rays.append(Ray(each.face, each.briefs, x, y, _short(each.face.name), label_y, width))
    return Star(face, tuple(rays))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def yardstick(value: Likelihood) -> Markup:
    """A line from 0 to 100 with the range of `value` on it; a single number is two units wide."""
    low, high = value.low, value.high
    if high - low < 2:
        middle = min(max((low + high) / 2, 1), 99)
        low, high = middle - 1, middle + 1
    return Markup(
        '<svg class="b-yard" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="b-yard__all" width="100" height="6" rx="1.5"/>'
        '<rect class="b-yard__range" x="{:g}" width="{:g}" height="6"/>'
        '<path class="b-yard__ticks" d="M25 0V6M50 0V6M75 0V6"/></svg>'
    ).format(low, high - low)
