"""Foreign texts as drafts of briefs. Pure: text in, text out; nothing here touches the disk."""

from __future__ import annotations

import datetime as dt

from mkdocs_briefs.importers.article import import_article
from mkdocs_briefs.importers.draft import Draft
from mkdocs_briefs.importers.foreign import guess_format, import_page
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.settings import Limits

FORMATS = ("text", "jekyll", "hugo")


def import_text(
    text: str, stem: str, today: dt.date, *, names: Names, limits: Limits, origin: str | None = None
) -> Draft:
    """Return the draft that `text` gives; `stem` is its file's name without ending.

    `origin` is one of FORMATS, None to tell it from the text. `names` finds the actors the site
    knows. Raises ImportRefusedError, and nothing else, for a text that gives no draft.
    """
    origin = origin or guess_format(text)
    if origin == "text":
        return import_article(text, today, names)
    return import_page(text, stem, origin, today, names, limits)
