"""Every development of the site as one sheet, with what was called and what became of it."""

from __future__ import annotations

from mkdocs_briefs.formats.csv_text import csv_text
from mkdocs_briefs.formats.data_records import DEVELOPMENT
from mkdocs_briefs.formats.record_context import RecordContext
from mkdocs_briefs.formats.tables import rows_of
from mkdocs_briefs.pages import urls

FILE = f"{urls.index_path('outlook')}outlook.csv"
"""Path of the sheet in the site."""
COLUMNS = (
    *("brief", "id", "label", "text", "published", "by=by.edtf", "by_first=by.first"),
    *("by_last=by.last", "resolves_if", "first_term=first.term", "first_low=first.low"),
    *("first_high=first.high", "last_term=last.term", "last_low=last.low", "last_high=last.high"),
    *("revisions=revised", "confidence", "status", "resolved=resolution.date"),
    *("note=resolution.note", "decided_by=resolution.brief", "scored", "brier_first"),
    *("brier_last", "actors", "topics", "authors", "path"),
)
"""Likelihoods in percent, Brier scores from 0 to 1, dates as written and as ISO 8601 days."""


def outlook_csv(at: RecordContext) -> str:
    """The sheet: a row for each development, in the order of briefs, newest first."""
    rows = rows_of(DEVELOPMENT, COLUMNS, at.every("developments"), at)
    return csv_text((column.partition("=")[0] for column in COLUMNS), rows)
