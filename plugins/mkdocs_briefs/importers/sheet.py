"""A sheet of events (CSV) -> a draft whose dates are its rows; the columns of TimelineJS are known.

A sheet has a row for each event. Its first row names the columns, or is an event itself: its date,
then what happened.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from mkdocs_briefs.importers import texts
from mkdocs_briefs.importers.draft import Draft, ImportRefusedError, Row, Value, slug_for
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.model.ids import is_id, name_of_id, slugify, unique_id
from mkdocs_briefs.model.texts import TEXT_LIMIT, TITLE_LIMIT, is_web_address
from mkdocs_briefs.parse.entry_text import dates_of

SUFFIXES = frozenset((".csv", ".tsv"))

_COLUMNS = {
    "date": ("date", "day", "when", "start", "start date", "from", "datum", "fecha", "data"),
    "end": ("end", "end date", "to", "until"),
    "event": ("event", "headline", "what", "what happened", "title", "name", "description", "text"),
    "text": ("text", "details", "notes"),
    "place": ("place", "location", "where"),
    "status": ("status",),
    "id": ("id",),
    "actors": ("actors", "actor", "who"),
    "media": ("media", "source", "sources", "url", "link"),
    "caption": ("media caption",),
    "credit": ("media credit",),
    "type": ("type",),
    "year": ("year", "start year"),
    "month": ("month", "start month"),
    "day": ("day", "start day"),
    "end year": ("end year",),
    "end month": ("end month",),
    "end day": ("end day",),
}
"""What the columns of a sheet may be called; the first name is the best."""
_TAG = re.compile(r"<[^<>]*>")
_STATUSES = frozenset(("happened", "scheduled", "cancelled"))


def import_sheet(text: str, stem: str, today: dt.date) -> Draft:
    """Return the draft of a sheet of events; its file is called `stem`.

    Raise ImportRefusedError for a text that is no sheet of events.
    """
    return _Sheet(_rows(texts.clean(text)), stem, today).draft()


def _rows(text: str) -> list[list[str]]:
    """Return the rows with something in them. Raise ImportRefusedError for what is no sheet."""
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max("\t;,|", key=first.count)
    lines = text.splitlines(keepends=True)
    try:
        cells = [*csv.reader(lines, delimiter=delimiter, skipinitialspace=True)]
    except csv.Error as error:
        raise ImportRefusedError(f"it is no sheet of events: {error}") from None
    rows = [row for row in ([*map(texts.folded, line)] for line in cells) if any(row)]
    if not rows or max(map(len, rows)) < 2:
        raise ImportRefusedError(
            "it is no sheet of events: its rows have one cell; expected a date and an event"
        )
    return rows


class _Sheet:
    def __init__(self, rows: list[list[str]], stem: str, today: dt.date) -> None:
        self.today = today
        self.title = name_of_id(slugify(stem))[:TITLE_LIMIT] or "Events"
        self.summary = ""
        self.notes: list[str] = []
        self.sources: list[dict[str, Value]] = []
        self.ids: dict[str, int] = {}
        self.body: list[str] = []
        heads = [" ".join(cell.casefold().replace("_", " ").split()) for cell in rows[0]]
        self.columns = _columns(heads)
        if self.columns:
            rows = rows[1:]
        elif dates_of(rows[0][0]):
            self.columns = {"date": 0, "event": 1}
        else:
            raise ImportRefusedError(
                "it has no column that says what happened; name two columns date and event"
            )
        self.events = [event for row in rows if (event := self._event(row))]

    def draft(self) -> Draft:
        """Return the draft. Raise ImportRefusedError where no row has an event."""
        if not self.events:
            raise ImportRefusedError("it has no row with an event")
        rows = [
            Row("title", self.title, ("a headline for these events",)),
            Row("date", self.today.isoformat(), ("date of this brief; set the day you publish",)),
            Row("draft", value=True, notes=("delete this line to publish",)),
        ]
        if self.summary:
            rows.append(Row("summary", self.summary))
        rows.append(Row("dates", self.events, tuple(self.notes)))
        if self.sources:
            rows.append(Row("sources", self.sources))
        body = "\n\n".join(self.body)
        return Draft(slug_for(self.title), self.today, tuple(rows), body)

    def _event(self, row: Sequence[str]) -> dict[str, Value] | None:
        """Return a row as an entry of `dates`; None for one that is the title, or has no event."""
        cells = {name: row[at] for name, at in self.columns.items() if at < len(row)}
        words = texts.folded(_TAG.sub(" ", cells.get("event", "")))
        text = texts.folded(_TAG.sub(" ", cells.get("text", "")))
        if cells.get("type", "").casefold() == "title":
            self.title = words[:TITLE_LIMIT] or self.title
            self.summary = texts.inline(text)[:TEXT_LIMIT]
            return None
        words, text = (words, text) if words else (text, "")
        shown = texts.excerpt(words)
        if not words:
            self._note(f"a row without an event is left out: {', '.join(filter(None, row))}")
            return None
        event: dict[str, Value] = {}
        if date := self._date(cells, shown):
            event["date"] = date
        event["event"] = texts.inline(words)[:TEXT_LIMIT]
        if is_id(given := cells.get("id", "")):
            event["id"] = given
        if place := cells.get("place"):
            event["place"] = place[:TITLE_LIMIT]
        if (status := cells.get("status", "").casefold()) in _STATUSES:
            event["status"] = status
        if actors := [one for one in re.split(r"\s*[;|]\s*", cells.get("actors", "")) if one]:
            event["actors"] = actors
        if is_web_address(cells.get("media", "")):
            event["sources"] = [self._source(cells)]
        if text or len(words) > len(str(event["event"])):
            self.body.append(f"**{texts.inline(words)}** {texts.inline(text)}".rstrip())
        return event

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _source(self, cells: Mapping[str, str]) -> str:
        """Return the id of the source that the media of a row are."""
        url = cells["media"]
        for known in self.sources:
            if known["url"] == url:
                return str(known["id"])
        ident = unique_id(f"source-{len(self.sources) + 1}", self.ids)
        source: dict[str, Value] = {"id": ident, "url": url}
        for name, column in (("title", "caption"), ("publisher", "credit")):
            if text := texts.folded(_TAG.sub(" ", cells.get(column, ""))):
                source[name] = text[:TITLE_LIMIT]
        self.sources.append(source)
        return ident

    def _date(self, cells: Mapping[str, str], event: str) -> str:
        """Return the date, or the span, of a row; empty, with a note, where it has none."""
        first = self._side(cells, ("year", "month", "day"), "date", event)
        last = self._side(cells, ("end year", "end month", "end day"), "end", event)
        if not first or not last or first == last:
            return first
        if dates := dates_of(f"{first}/{last}"):
            return dates[0]
        self._note(f"“{event}” ends before it begins; its end, {last}, is left out")
        return first

    def _side(
        self, cells: Mapping[str, str], parts: tuple[str, str, str], whole: str, event: str
    ) -> str:
        if year := cells.get(parts[0], ""):
            rest = [cells.get(name, "") for name in parts[1:]]
            written = "-".join([_year(year), *(f"{one:0>2}" for one in rest if one)])
        else:
            written = cells.get(whole, "")
        if not written:
            return ""
        dates = dates_of(written)
        if len(dates) == 1:
            return parse_edtf(dates[0]).text
        choice = " or ".join(dates) or "no date that is known"
        self._note(f"the date of “{event}” is left out: “{written}” is {choice}")
        return ""


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """Return the number of each column that is known; none without one of events."""
    found: dict[str, int] = {}
    for name, called in _COLUMNS.items():
        for one in called:
            if one in heads and heads.index(one) not in found.values():
                found[name] = heads.index(one)
                break
    if "year" in found and "day" in heads:
        # The first `day` is that of a year and a month, not a whole date.
        found["day"] = heads.index("day")
        if found.get("date") == found["day"]:
            del found["date"]
    if "event" in found and found.keys() & {"date", "year"}:
        return found
    return {}


def _year(text: str) -> str:
    """Return a year of a sheet as EDTF has it: -44 is 44 BC, which EDTF counts as -43."""
    match = re.fullmatch(r"(-?)(\d{1,4})", text)
    if match is None:
        return text
    year = int(match[2])
    return f"-{year - 1:04}" if match[1] and year > 1 else f"{0 if match[1] else year:04}"
