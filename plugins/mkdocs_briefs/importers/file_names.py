"""What the name of a page's file says: its slug, its day, its language."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from babel.localedata import exists

from mkdocs_briefs.importers.dates import day_of
from mkdocs_briefs.model.ids import is_id, slugify

_ENDING = re.compile(r"\.(?:md|markdown|mdown|mkd|mdx|qmd|rmd|txt|text|html?|lr)\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?P<rest>.+)\.(?P<lang>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\Z")
_DAY = re.compile(r"\d{4}[-_.]\d{1,2}[-_.]\d{1,2}(?!\d)[-_. ]*|\d{8}[-_]+")
_FOLDER_DAY = re.compile(r"(?:\A|/)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=[/-]|\Z)")
_INDEXES = frozenset(["index", "_index", "contents", "readme"])
"""Names of the page in a folder that holds one article with its pictures."""


@dataclass(frozen=True, slots=True)
class FileName:
    """A file's name taken apart."""

    stem: str
    """Without day, language and endings; of `name/index.md`, the folder's."""
    suffix: str = ""
    day: dt.date | None = None
    lang: str | None = None
    bundle: bool = False
    """Whether the folder names it."""

    @property
    def slug(self) -> str | None:
        """The slug that the name gives, where it was chosen with care: by day, folder, language."""
        slug = slugify(self.stem)
        chosen = self.day or self.bundle or self.lang
        return slug if chosen and is_id(slug) else None


def name_of_file(file: str) -> FileName:
    """Return what the path of a file says, which has slashes."""
    path = PurePosixPath(file)
    stem, suffix, lang = path.name, path.suffix.lower(), None
    while (found := _ENDING.search(stem)) and found.start():
        stem = stem[: found.start()]
    if stem == path.name and suffix:
        stem = path.stem
    if (found := _LANGUAGE.match(stem)) and exists(found["lang"].replace("-", "_")):
        stem, lang = found["rest"], found["lang"].replace("_", "-")
    folder = path.parent
    bundle = stem.casefold() in _INDEXES and bool(folder.name.strip("."))
    if bundle:
        stem, folder = folder.name, folder.parent
    day = day_of(found[0].rstrip("-_. ")) if (found := _DAY.match(stem)) else None
    if day and found:
        stem = stem[found.end() :] or stem
    return FileName(stem, suffix, day or day_of_path(f"{folder}/"), lang, bundle)


def day_of_path(path: str) -> dt.date | None:
    """Return the day in the folders of a path or an address, as in `2014/12/12/old-story`."""
    found = _FOLDER_DAY.search(path)
    return day_of("-".join(found.groups())) if found else None
