"""A draft of a brief: rows of front matter with comments for whoever finishes it, and a body."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mkdocs_briefs.importers.yamltext import Value, field

_NO_COMMENT = re.compile("[\n\r\t\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class ImportRefusedError(ValueError):
    """A text that cannot become a draft; `str()` is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what stands in comments above it, the field, and proposals below it.

    A row without a value stands as a comment, unless it has proposals.
    """

    key: str
    value: Value = None
    notes: tuple[str, ...] = ()
    """What a human must confirm, a line each."""
    proposals: tuple[str, ...] = ()
    """Entries to take over by deleting the sign of the comment."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief ready to be written: `markdown()` is the file, named after `date` and `slug`."""

    slug: str
    date: dt.date
    rows: tuple[Row, ...]
    body: str

    @property
    def stem(self) -> str:
        """Name of the file without its ending."""
        return f"{self.date.isoformat()}-{self.slug}"

    @property
    def confirm(self) -> tuple[str, ...]:
        """Everything to confirm, as `field: what`."""
        return tuple(f"{row.key}: {note}" for row in self.rows for note in row.notes)

    def markdown(self) -> str:
        """The whole file."""
        lines = ["---"]
        for row in self.rows:
            lines += [comment(f"confirm: {note}") for note in row.notes]
            if row.value is not None:
                lines.append(field(row.key, row.value))
            elif row.proposals:
                lines.append(f"{row.key}:")
            lines += ["  " + comment(proposal) for proposal in row.proposals]
        body = self.body.strip("\n")
        return "\n".join([*lines, "---", "", *([body, ""] if body else [])])


def comment(text: str) -> str:
    """`text` as a comment on one line."""
    return "# " + _NO_COMMENT.sub(" ", text).strip()
