"""What a page says of one brief, event or actor that no field says outright."""

from __future__ import annotations

import datetime as dt
import unicodedata

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.roster import Actor
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.edtf import Edtf, EdtfError, parse_edtf
from mkdocs_briefs.pages.parts import Text


def text(source: str | None, brief: str = "") -> Text | None:
    """Inline Markdown of a brief, or None when there is none."""
    return Text(source, brief) if source else None


def initials(name: str) -> str:
    """One or two letters that stand for a name without a picture."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else "".join(words)[:2]
    return unicodedata.normalize("NFC", letters).upper()


def same_as(actor: Actor) -> tuple[str, ...]:
    """Addresses of the same actor elsewhere."""
    fields = actor.fields
    item = (f"https://www.wikidata.org/wiki/{fields.wikidata}",) if fields.wikidata else ()
    return (*item, fields.url) if fields.url else item


def modified(brief: Brief) -> dt.date:
    """The day of the newest change: the brief's date or its newest update."""
    return max((brief.fields.date, *(update.date for update in brief.fields.updates)))


def summary(brief: Brief) -> Text | None:
    """The summary, else the first paragraph of the body."""
    if brief.fields.summary:
        return Text(brief.fields.summary, brief.slug)
    return text(first_paragraph(brief.body), brief.slug)


def first_paragraph(body: str) -> str:
    """The first paragraph of running text in Markdown, or nothing."""
    for block in body.split("\n\n"):
        lines = block.strip()
        if lines and not lines.startswith(
            ("#", "<", "!", "`", "~", "|", ">", "-", "*", "+", "[", "=", ":::", "$$")
        ):
            return " ".join(lines.split())[:600]
    return ""


def source_title(brief: Brief, number: int) -> str:
    """What a source is called: its title, else its address."""
    source = brief.fields.sources[number - 1]
    return source.title or source.url or ""


def month_of(event: Event) -> int | None:
    """The month under which an event stands in its own year, if its date tells one."""
    date = event.date
    side = (date.start or date.end) if date else None
    return side.month if side else None


def years_of(event: Event) -> tuple[int | None, ...]:
    """The years under which an event stands, its own first; None for one without a known year."""
    if event.date is None or event.date.year is None:
        return (None,)
    return tuple(dict.fromkeys((event.date.year, *event.date.years())))


def horizon_of(written: str | None) -> tuple[str, Edtf | None]:
    """A horizon as a word or as a date; one that is neither counts as not given."""
    if written is None:
        return "", None
    if written.casefold() in {"short", "medium", "long"}:
        return written.casefold(), None
    try:
        return "", parse_edtf(written)
    except EdtfError:
        return "", None


def status_of(item: Development, today: dt.date) -> str:
    """How a development stands on the day `today`."""
    if item.resolution:
        return item.resolution.outcome
    if item.likelihood is None:
        return "watch"
    return "overdue" if item.by and item.by.is_before(today) else "open"
