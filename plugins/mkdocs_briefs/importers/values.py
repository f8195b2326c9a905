"""Values of foreign front matter: days, names, paths of pictures and old addresses."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Mapping

from mkdocs_briefs.importers.yamltext import Value
from mkdocs_briefs.model.addresses import is_full_address, is_web_address
from mkdocs_briefs.model.texts import TITLE_LIMIT

_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")


def day_of(text: str) -> dt.date | None:
    """The day with which `text` begins, as it is written and in no other time zone."""
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        day = dt.date(*map(int, found.groups()))
    except ValueError:
        return None
    return day


def name_of(value: Value) -> str | None:
    """The name that `value` is, or holds."""
    if isinstance(value, Mapping):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else None


def is_safe_path(text: str) -> bool:
    """Whether `text` is the address of a picture beside the page, or on the web."""
    if not text or len(text) > TITLE_LIMIT or any(ord(char) < 32 for char in text):
        return False
    if is_web_address(text):
        return is_full_address(text)
    outside = text.startswith("/") or "\\" in text or ":" in text or ".." in text.split("/")
    return not outside and "{" not in text


def is_old_address(text: str) -> bool:
    """Whether `text` is a path of the old site, with no placeholder in it."""
    text = text.strip()
    plain = bool(text) and len(text) <= TITLE_LIMIT and not re.search(r"[\s:{}\\?#<>\"]|//", text)
    return plain and ".." not in text.split("/") and posixpath.normpath(text) not in {"/", "."}
