"""Moments: a day, or a day with its hour and zone (RFC 3339), and their order."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_EPOCH = dt.date(1970, 1, 1).toordinal()
_A_DAY = 24 * 60 * 60
_WITH_HOUR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]| +)(.+)", re.DOTALL)
_CLOCK = re.compile(
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
PATTERN = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
    r" ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?))?"
)
"""What a day or a moment looks like, for editors."""
_MAX_ZONE = 14 * 60
"""Minutes between UTC and the farthest zone, in which XML Schema and so Atom agree."""


class MomentError(ValueError):
    """A text that is no hour with a zone; `suggestion` is what to write instead, or empty."""

    def __init__(self, reason: str, suggestion: str = "") -> None:
        super().__init__(reason)
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and perhaps the time of that day in a zone.

    `clock` is hour, minute, second and zone as in `10:00:00+02:00`, or empty. The day is the one
    of that zone.
    """

    day: dt.date
    clock: str = ""

    @classmethod
    def of(cls, text: str) -> Moment:
        """Return the moment whose `text` this is."""
        day, _, clock = text.partition("T")
        return cls(dt.date.fromisoformat(day), clock)

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The moment as RFC 3339 writes it, or the day alone."""
        return f"{self.day.isoformat()}T{self.clock}" if self.clock else self.day.isoformat()

    @property
    def instant(self) -> str:
        """The moment as RFC 3339 writes it; of a day alone its first second in UTC."""
        return self.text if self.clock else f"{self.day.isoformat()}T00:00:00Z"

    @property
    def order(self) -> int:
        """The seconds since 1970 in UTC, by which moments are sorted; of a day alone its first."""
        seconds = (self.day.toordinal() - _EPOCH) * _A_DAY
        if self.clock:
            hour, minute, second = (int(self.clock[at : at + 2]) for at in (0, 3, 6))
            seconds += hour * 3600 + minute * 60 + second - 60 * self.zone
        return seconds

    @property
    def zone(self) -> int:
        """The minutes by which its zone is ahead of UTC."""
        sign, zone = self.clock[8:9], self.clock[9:]
        minutes = int(zone[:2]) * 60 + int(zone[3:]) if zone else 0
        return -minutes if sign == "-" else minutes


def split_hour(text: str) -> tuple[str, str]:
    """Return the day of a moment, and what follows it; the second is empty for a day alone."""
    found = _WITH_HOUR.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def with_clock(day: dt.date, written: str) -> Moment:
    """Return the moment at the hour `written` of `day`. Parts of a second are left out.

    Raises MomentError.
    """
    found = _CLOCK.fullmatch(written)
    if found is None:
        raise MomentError("The hour cannot be read.", f"{day}T10:00+02:00, with your hour and zone")
    hour, minute, second, zone = found[1], found[2], found[3] or "00", (found[4] or "").upper()
    shown = ":".join(filter(None, (hour, minute, found[3])))
    if not zone:
        advice = f"{day}T{shown}Z for UTC, or your zone as in {day}T{shown}+02:00"
        raise MomentError("It has an hour, but no zone.", advice)
    if hour == "24" and minute == second == "00" and day < dt.date.max:
        advice = f"{day + dt.timedelta(days=1)}T00:00{zone}"
        raise MomentError("A day ends at 23:59.", advice)
    if hour > "23" or minute > "59" or second > "59":
        raise MomentError("There is no such hour: the last of a day is 23:59:59.")
    if zone == "Z":
        return Moment(day, f"{hour}:{minute}:{second}Z")
    sign, hours, minutes = zone[0], zone[1:3], zone[3:].lstrip(":") or "00"
    if minutes > "59" or int(hours) * 60 + int(minutes) > _MAX_ZONE:
        raise MomentError("There is no such zone: they are at most 14:00 from UTC.")
    return Moment(day, f"{hour}:{minute}:{second}{sign}{hours}:{minutes}")
