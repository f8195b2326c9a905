"""How a date looks and reads in a row of a timeline: its shape, its day, what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton

from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.parts import DevelopmentView, EventView, ImplicationView, Pager

LENGTHS = ((7, "days"), (62, "weeks"), (366, "months"))
"""Longest interval, in days, that is drawn with the bar of this name; longer ones are `years`."""


def shape(date: Edtf | None) -> str:
    """Classes for how a date is drawn: is-undated, is-rough, is-span and how long, is-open."""
    if date is None:
        return "is-undated"
    sides = [side for side in (date.start, date.end) if side]
    classes = []
    if any(side.approximate or side.uncertain or side.unspecified for side in sides):
        classes.append("is-rough")
    if date.is_interval:
        classes.append("is-since" if date.open_end else "is-until" if date.open_start else "")
        if date.earliest and date.latest:
            days = (date.latest - date.earliest).days + 1
            length = next((name for most, name in LENGTHS if days <= most), "years")
            classes.append(f"is-span is-span--{length}")
    return " ".join(filter(None, classes))


def unsaid(date: Edtf | None) -> str:
    """Key of the words for what is not known of a date and `format_edtf` leaves out; or nothing."""
    side = date.start if date and not date.is_interval else None
    if side is None or not side.unspecified or side.year is None:
        return ""
    return "day_unknown" if side.month else "month_unknown"


def state(event: EventView) -> str:
    """How an event stands: happened, upcoming, cancelled, or lapsed.

    The last is one that was scheduled for a day gone by, and nobody has noted what came of it.
    """
    if event.status == "cancelled":
        return "cancelled"
    if event.upcoming:
        return "upcoming"
    return "lapsed" if event.status == "scheduled" else "happened"


def choices(items: Iterable[EventView | ImplicationView | DevelopmentView]) -> int:
    """By how many things a listing of `items` can be narrowed down: those that differ in it.

    These are actor, topic, and the kind of an event, horizon or status; scripts offer no others.
    """
    found: tuple[set[str], ...] = (set(), set(), set())
    for item in items:
        found[0].update(link.path for link in item.actors)
        found[1].update(link.path for link in item.topics)
        found[2].add(_kind(item))
    return sum(len(values) > 1 for values in found)


def _kind(item: EventView | ImplicationView | DevelopmentView) -> str:
    if isinstance(item, EventView):
        return state(item)
    if isinstance(item, DevelopmentView):
        return item.status
    return item.horizon or ("dated" if item.horizon_date else "none")


def shown(pager: Pager) -> list[int | None]:
    """The pages to which a page leads: the first, those beside it, the last; None for a gap."""
    here, last = pager.number, len(pager.pages)
    near = range(max(here - 2, 1), min(here + 2, last) + 1)
    before, after = [1, None][: near[0] - 1], [last, None][: last - near[-1]]
    return [*before, *near, *reversed(after)]


@lru_cache(maxsize=4096)
def day_of_month(date: Edtf | None, lang: str) -> str:
    """The day of a certain date with its weekday, for a row below the name of its month.

    Empty where the date is no single certain day; a row then says all of it.
    """
    side = date.start if date and not date.is_interval else None
    if side is None or date is None or date.iso8601() is None or side.precision != "day":
        return ""
    if side.year is None or side.earliest is None:
        return ""
    return str(format_skeleton("Ed", side.earliest, locale=_locale(lang)))


@lru_cache(maxsize=64)
def _locale(lang: str) -> Locale:
    try:
        locale = Locale.parse(lang.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en", "GB")
    return Locale("en", "GB") if str(locale) == "en" else locale
