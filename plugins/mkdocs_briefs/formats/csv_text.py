"""Rows as comma-separated values (RFC 4180) that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from mkdocs_briefs.formats.tables import Cell

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
"""What a spreadsheet takes for the beginning of a formula."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def csv_text(names: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """A CSV file with `names` as its first row."""
    buffer = io.StringIO(newline="")
    # In quotes, a text stays one cell where a spreadsheet parts cells by something else too.
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(list(names))
    writer.writerows([_guarded(value) for value in row] for row in rows)
    return buffer.getvalue()


def _guarded(value: Cell) -> Cell:
    """A cell that no spreadsheet runs: a text that looks like a formula begins with an apostrophe.

    Source: https://owasp.org/www-community/attacks/CSV_Injection.
    """
    if not isinstance(value, str) or value[:1].isalnum():
        return value
    return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
