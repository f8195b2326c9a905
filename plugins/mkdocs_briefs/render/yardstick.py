"""The likelihood yardstick as a small SVG. It repeats what stands beside it in words."""

from __future__ import annotations

from mkdocs_briefs.model.likelihood import Likelihood


def yardstick(value: Likelihood) -> str:
    """A line from 0 to 100 with the range of `value` on it; a single number is two units wide."""
    low, high = value.low, value.high
    if high - low < 2:
        middle = min(max((low + high) / 2, 1), 99)
        low, high = middle - 1, middle + 1
    return (
        '<svg class="b-yard" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="b-yard__all" width="100" height="6" rx="1.5"/>'
        f'<rect class="b-yard__range" x="{low:g}" width="{high - low:g}" height="6"/>'
        '<path class="b-yard__ticks" d="M25 0V6M50 0V6M75 0V6"/></svg>'
    )
