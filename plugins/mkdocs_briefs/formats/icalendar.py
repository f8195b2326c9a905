"""A calendar as iCalendar (RFC 5545), in whole days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from mkdocs_briefs.pages.feeds import Appointment, Calendar
from mkdocs_briefs.settings import Settings

FILE = "calendar.ics"
_STATUS = {"cancelled": "CANCELLED", "scheduled": "TENTATIVE"}
"""Statuses of RFC 5545, section 3.8.1.11; everything else is certain."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
"""What RFC 5545 forbids, and what some readers take for the end of a line."""
_A_DAY = dt.timedelta(days=1)
_TAG = re.compile("[A-Za-z0-9-]+")
_OCTETS = 75
"""Longest line without its break (RFC 5545, section 3.1)."""
_UTC = (
    *("BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "TZNAME:UTC", "END:STANDARD", "END:VTIMEZONE"),
)
Described = Callable[[Appointment], tuple[str, str]]
"""From an appointment to its title and the lines below it, in the reader's language."""


class ICalendar:
    """Writes the calendars of one site; the lines of what several of them show are made once."""

    def __init__(self, settings: Settings, described: Described) -> None:
        self._settings = settings
        self._described = described
        self._host = urlsplit(settings.site_url).hostname or "localhost"
        self._made: dict[str, str] = {}

    def text(self, calendar: Calendar, title: str) -> str:
        """The calendar with CRLF line ends.

        `DTSTAMP` and `LAST-MODIFIED` are the day on which what it says last changed, so that the
        same content gives the same bytes.
        """
        url = self._settings.site_url
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//mkdocs-briefs//briefs//EN",
            "CALSCALE:GREGORIAN",
            f"NAME{_language(calendar.lang)}:{_text(title)}",
            f"X-WR-CALNAME:{_text(title)}",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        ]
        if url:
            lines.append(f"SOURCE;VALUE=URI:{url}{calendar.folder}{FILE}")
        rows = map(self._event, calendar.appointments)
        # A calendar without any component is none (RFC 5545, section 3.4).
        body = "".join(rows) if calendar.appointments else _folded(_UTC)
        return f"{_folded(lines)}{body}END:VCALENDAR\r\n"

    def _event(self, row: Appointment) -> str:
        if row.ident not in self._made:
            self._made[row.ident] = _folded(self._lines(row))
        return self._made[row.ident]

    def _lines(self, row: Appointment) -> Iterator[str]:
        summary, description = self._described(row)
        lang, changed = _language(row.lang), _day(row.changed)
        yield "BEGIN:VEVENT"
        yield f"UID:{_text(row.ident)}@{self._host}"
        yield f"DTSTAMP:{changed}T000000Z"
        yield f"LAST-MODIFIED:{changed}T000000Z"
        yield f"DTSTART;VALUE=DATE:{_day(row.start)}"
        if row.end < dt.date.max:  # the end of RFC 5545 is the first day that is not part of it
            yield f"DTEND;VALUE=DATE:{_day(row.end + _A_DAY)}"
        yield f"SUMMARY{lang}:{_text(summary)}"
        if description:
            yield f"DESCRIPTION{lang}:{_text(description)}"
        if row.place:
            yield f"LOCATION:{_text(row.place)}"
        if self._settings.site_url:
            yield f"URL;VALUE=URI:{self._settings.site_url}{row.path}"
        yield f"CATEGORIES:{row.kind.upper()}"
        yield f"STATUS:{_STATUS.get(row.status, 'CONFIRMED')}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def _language(lang: str) -> str:
    """The parameter that tells the language of a text; none for what is no language tag."""
    tag = lang.replace("_", "-")
    return f";LANGUAGE={tag}" if _TAG.fullmatch(tag) else ""


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A value of type TEXT (RFC 5545, section 3.3.11)."""
    if not text.isprintable():  # which is told at once, and nothing forbidden is
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> str:
    pieces: list[str] = []
    for line in lines:
        if len(line) <= _OCTETS and line.isascii():
            pieces.append(line)
        else:
            pieces += fold(line)
    return "\r\n".join([*pieces, ""])


def fold(line: str) -> Iterator[str]:
    """`line` in pieces of at most 75 octets, each but the first beginning with a space.

    No piece ends within a character.
    """
    if len(line) <= _OCTETS and line.isascii():
        yield line
        return
    octets, start, room = line.encode(), 0, _OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside a character of several octets
            end -= 1
        yield f"{' ' if start else ''}{octets[start:end].decode()}"
        start, room = end, _OCTETS - 1
    yield f"{' ' if start else ''}{octets[start:].decode()}"
