"""Feeds (RFC 4287, JSON Feed 1.1) and calendars (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from mkdocs_briefs.model.ids import slugify
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages.feeds import Appointment, Calendar, Entry, Feed
from mkdocs_briefs.settings import Settings

ATOM = "feed.xml"
JSON = "feed.json"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets)."""
Worded = Callable[[Entry], str]
"""From an entry to words in the reader's language, such as the title “Correction: …”."""


def feed_title(feed: Feed, settings: Settings, hub: str = "") -> str:
    """Return the title of a feed: that of its page, then the site's name."""
    page = feed.title or hub
    return f"{page} - {settings.site_name}" if page else settings.site_name


class FeedWriter:
    """Writes the feeds of one site; `headline` and `text` return title and text of entries.

    Without `settings.site_url` addresses are relative to the feed.
    """

    def __init__(self, settings: Settings, headline: Worded, text: Worded) -> None:
        self._settings = settings
        self._headline, self._text = headline, text

    def atom(self, feed: Feed, title: str) -> str:
        """Return the feed as an Atom document (RFC 4287).

        Days become midnight in UTC, as Atom has no days. Without `settings.site_url` ids are tag
        URIs (RFC 4151) with the name of the site.
        """
        settings, up = self._settings, self._up(feed)
        rows = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.lang)}>',
            _element("title", title),
            _element("id", _identity(feed.page or "", settings)),
            _element("updated", (feed.updated or Moment(settings.today)).instant),
            _link("alternate", "text/html", _href(feed.page, settings, up)),
            _link("self", "application/atom+xml", _href(feed.folder + ATOM, settings, up)),
            f"<author>{_element('name', settings.site_name)}</author>",
            _element("generator", "mkdocs-briefs"),
        ]
        for entry in feed.entries:
            rows += self._atom_entry(entry, feed, up)
        return "\n".join([*rows, "</feed>", ""])

    def _atom_entry(self, entry: Entry, feed: Feed, up: str) -> Iterator[str]:
        lang = f" xml:lang={_quoted(entry.lang)}" if entry.lang != feed.lang else ""
        yield f"<entry{lang}>"
        yield _element("title", self._headline(entry))
        yield _element("id", _identity(entry.ident, self._settings))
        yield _element("published", entry.date.instant)
        yield _element("updated", entry.date.instant)
        yield _link("alternate", "text/html", _href(entry.path, self._settings, up))
        for author in entry.authors:
            uri = _element("uri", author.path) if author.path else ""
            yield f"<author>{_element('name', author.text)}{uri}</author>"
        for tag in entry.tags:
            yield f"<category term={_quoted(tag)}/>"
        if text := self._text(entry):
            yield _element("summary", text)
        yield "</entry>"

    def json(self, feed: Feed, title: str) -> str:
        """Return the feed as a JSON Feed (https://www.jsonfeed.org/version/1.1/).

        The kind of an entry is in its extension `_briefs`.
        """
        settings, up = self._settings, self._up(feed)
        head = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": _href(feed.page, settings, up),
            "feed_url": _href(feed.folder + JSON, settings, up),
            "description": settings.site_description,
            "language": feed.lang,
            "authors": [{"name": settings.site_name}],
        }
        whole = {key: value for key, value in head.items() if value != ""}
        whole["items"] = [self._item(entry, up) for entry in feed.entries]
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))

    def _item(self, entry: Entry, up: str) -> dict[str, Any]:
        headline = self._headline(entry)
        item: dict[str, Any] = {
            "id": _identity(entry.ident, self._settings),
            "url": _href(entry.path, self._settings, up),
            "title": headline,
            "content_text": self._text(entry) or headline,  # which must not be empty
            "date_published": entry.date.instant,
            "language": entry.lang,
        }
        if entry.authors:
            item["authors"] = [
                {"name": author.text, **({"url": author.path} if author.path else {})}
                for author in entry.authors
            ]
        if entry.tags:
            item["tags"] = list(entry.tags)
        outcome = {"outcome": entry.outcome} if entry.outcome else {}
        return item | {"_briefs": {"kind": entry.kind} | outcome}

    def _up(self, feed: Feed) -> str:
        """Return the path from the feed to the root of the site, where addresses are relative."""
        return "" if self._settings.site_url else "../" * feed.folder.count("/")


def _identity(ident: str, settings: Settings) -> str:
    """Return an IRI that identifies this for ever."""
    if settings.site_url:
        return f"{settings.site_url}{ident}"
    return f"tag:mkdocs-briefs,2026:{_site(settings)}/{ident}"


def _site(settings: Settings) -> str:
    """Return what tells this site from others: its host and path, or else its name."""
    url = urlsplit(settings.site_url)
    return f"{url.netloc}{url.path}".strip("/") or slugify(settings.site_name) or "briefs"


def _href(path: str, settings: Settings, up: str) -> str:
    return f"{settings.site_url}{path}" if settings.site_url else f"{up}{path}" or "./"


def _link(rel: str, kind: str, href: str) -> str:
    return f'<link rel="{rel}" type="{kind}" href={_quoted(href)}/>'


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_xml(text))}</{name}>"


def _quoted(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


FILE = "calendar.ics"
_STATUS = {"cancelled": "CANCELLED", "scheduled": "TENTATIVE"}
"""Statuses of RFC 5545, section 3.8.1.11; everything else is certain."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
"""What RFC 5545 forbids, and what some readers take for the end of a line."""
_A_DAY = dt.timedelta(days=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TAG = re.compile("[A-Za-z0-9-]+")
_MAX_OCTETS = 75
"""Longest line without its break (RFC 5545, section 3.1)."""
_UTC = (
    *("BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "TZNAME:UTC", "END:STANDARD", "END:VTIMEZONE"),
)
Described = Callable[[Appointment], tuple[str, str]]
"""From an appointment to its title and the lines below it, in the reader's language."""


class ICalendar:
    """Writes the calendars of one site."""

    def __init__(self, settings: Settings, described: Described) -> None:
        self._settings = settings
        self._described = described
        self._site = _site(settings)
        self._written: dict[int, tuple[Appointment, str]] = {}
        """Appointments as text: several calendars have each."""

    def text(self, calendar: Calendar, title: str) -> str:
        """Return the calendar with CRLF line ends.

        `DTSTAMP` and `LAST-MODIFIED` are the day of the last change, so that the same content has
        the same bytes.
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
        # A calendar needs at least one component (RFC 5545, section 3.4).
        if not calendar.appointments:
            lines += _UTC
        rows = map(self._appointment, calendar.appointments)
        return "".join([_folded(lines), *rows, _folded(["END:VCALENDAR"])])

    def _appointment(self, row: Appointment) -> str:
        if id(row) not in self._written:
            # With the row itself: an id is its own only as long as it lives.
            self._written[id(row)] = row, _folded(self._lines(row))
        return self._written[id(row)][1]

    def _lines(self, row: Appointment) -> Iterator[str]:
        summary, description = self._described(row)
        lang, changed = _language(row.lang), _day(row.changed)
        yield "BEGIN:VEVENT"
        yield f"UID:{_text(f'{row.ident}@{self._site}')}"
        yield f"DTSTAMP:{changed}T000000Z"
        yield f"LAST-MODIFIED:{changed}T000000Z"
        if hour := _hour(row):
            yield f"DTSTART:{hour}"
        else:
            yield f"DTSTART;VALUE=DATE:{_day(row.start)}"
            if row.end < dt.date.max:  # in RFC 5545, the end is the first day that is not part
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
    """Return the parameter for the language of a text; empty for what is no language tag."""
    tag = lang.replace("_", "-")
    return f";LANGUAGE={tag}" if _TAG.fullmatch(tag) else ""


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _hour(row: Appointment) -> str:
    """Return the hour of an event: in UTC, or of the place where it has no zone; empty for none."""
    side = row.date.start
    if side is None or not side.clock or row.kind != "event":
        return ""
    if not dt.date.min < row.start < dt.date.max:
        return ""  # in UTC it may be of a year that no calendar has
    moment = Moment(row.start, side.clock)
    utc = _EPOCH + dt.timedelta(seconds=moment.order)
    return f"{utc:%Y%m%dT%H%M%S}{side.clock[8:] and 'Z'}"


def _text(text: str) -> str:
    """Return a value of type TEXT (RFC 5545, section 3.3.11)."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> str:
    return "".join([f"{piece}\r\n" for line in lines for piece in fold(line)])


def fold(line: str) -> Iterator[str]:
    """Yield `line` in pieces of at most 75 octets, each but the first with a space before it.

    No piece ends inside a character.
    """
    if len(line) <= _MAX_OCTETS and line.isascii():
        yield line
        return
    octets, start, room = line.encode(), 0, _MAX_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside a character of several octets
            end -= 1
        yield f"{' ' if start else ''}{octets[start:end].decode()}"
        start, room = end, _MAX_OCTETS - 1
    yield f"{' ' if start else ''}{octets[start:].decode()}"
