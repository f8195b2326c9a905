"""Foreign texts as drafts of briefs. Pure: text in, text out; nothing here touches the disk."""

from __future__ import annotations

import datetime as dt

from mkdocs_briefs.importers.article import import_article
from mkdocs_briefs.importers.draft import Draft
from mkdocs_briefs.importers.foreign import import_page, name_of_file
from mkdocs_briefs.importers.front_matter import guess_format
from mkdocs_briefs.importers.sheet import SUFFIXES, import_sheet
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.settings import Limits

FORMATS = ("text", "markdown", "jekyll", "hugo", "csv")


def import_text(
    text: str, file: str, today: dt.date, *, names: Names, limits: Limits, origin: str | None = None
) -> Draft:
    """Return the draft that `text` gives; `file` is its path, with slashes.

    `origin` is one of FORMATS, None to tell it from the text. `names` finds the actors the site
    knows. Raises ImportRefusedError, and nothing else, for a text that gives no draft.
    """
    name = name_of_file(file)
    if origin == "csv" or (origin is None and name.suffix in SUFFIXES):
        return import_sheet(text, name.stem, today)
    origin = origin or guess_format(text, name.suffix)
    if origin == "text":
        return import_article(text, today, names)
    return import_page(text, name, origin, today, names, limits)
