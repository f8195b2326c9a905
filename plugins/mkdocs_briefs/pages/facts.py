"""What a page says of one brief, event or actor that no field says outright."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from mkdocs_briefs.library.catalogue import Actor
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.edtf import Edtf, EdtfError, parse_edtf
from mkdocs_briefs.model.ids import unique_id
from mkdocs_briefs.pages.parts import Text

WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction: M. Brysbaert (2019) finds 238 words a minute."""


@dataclass(frozen=True, slots=True)
class Committed:
    """The days on which a file was first and last committed."""

    first: dt.date | None
    """None if a part of the history is missing that could tell of a move."""
    last: dt.date


NO_DAYS: Mapping[str, Committed] = MappingProxyType({})
"""The days of no file."""


def text(source: str | None, brief: str = "") -> Text | None:
    """Inline Markdown of a brief, or None when there is none."""
    return Text(source, brief) if source else None


def initials(name: str) -> str:
    """One or two letters that stand for a name without a picture."""
    words = [_without_article(word) for word in name.split() if word[:1].isalnum()]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else "".join(words)[:2]
    if len(letters) == 2 and all("\u0620" <= letter <= "\u06ff" for letter in letters):
        letters = f"{letters[0]}\N{ZERO WIDTH NON-JOINER}{letters[1]}"
    return unicodedata.normalize("NFC", letters).upper()


def _without_article(word: str) -> str:
    """An Arabic word without its article, which would give half of all names the same initial."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def first_letter(name: str) -> str:
    """The letter under which a name is filed, without its accents; `#` where it has none."""
    for char in unicodedata.normalize("NFKD", name):
        if char.isalpha():
            return char.upper()[0]
    return "#"


def letter_anchor(kind: str, letter: str) -> str:
    """The id of the place in the index of actors where those of this kind and letter begin."""
    return f"{kind}-{letter.casefold() if letter != '#' else 'other'}"


def same_as(actor: Actor) -> tuple[str, ...]:
    """Addresses of the same actor elsewhere."""
    fields = actor.fields
    item = (f"https://www.wikidata.org/wiki/{fields.wikidata}",) if fields.wikidata else ()
    return (*item, fields.url) if fields.url else item


def modified(brief: Brief) -> dt.date:
    """The day of the newest change: the brief's date, its newest update or resolution."""
    fields = brief.fields
    decided = (item.resolution.date for item in fields.developments if item.resolution)
    return max((fields.date, *(update.date for update in fields.updates), *decided))


def last_changed(brief: Brief, committed: Committed | None) -> dt.date:
    """Return the day of the last change that the page of a brief shows.

    It is the day of its last commit, unless the author lists updates or resolutions: then it is the
    newest of those, because a commit may only move a comma.
    """
    day = modified(brief)
    return committed.last if committed and day == brief.fields.date < committed.last else day


def minutes(brief: Brief) -> int:
    """How long it takes to read a brief's body, at least one minute."""
    return max(1, round(brief.prose.words / WORDS_A_MINUTE))


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


def update_anchors(brief: Brief) -> tuple[str, ...]:
    """The lasting ids of a brief's updates, in the order they are written: by day, counted."""
    taken: dict[str, int] = {}
    return tuple(unique_id(f"update-{row.date}", taken) for row in brief.fields.updates)


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
    return _years_of(event.date)


@lru_cache(maxsize=8192)
def _years_of(date: Edtf | None) -> tuple[int | None, ...]:
    if date is None or date.year is None:
        return (None,)
    return tuple(dict.fromkeys((date.year, *date.years())))


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
