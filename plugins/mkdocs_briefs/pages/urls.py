"""The one place where addresses are made.

A path is what stands in an address behind the site's root: percent-encoded, with a trailing slash,
perhaps with a fragment. Addresses are a promise (see docs/decisions): change none.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from mkdocs_briefs.model.edtf import year_text
from mkdocs_briefs.model.ids import PAGES_OF

_UNSAFE = re.compile(r"[^A-Za-z0-9_.~/-]")
UNDATED = "undated"


def encoded(path: str) -> str:
    """Return a plain path as it stands in an address."""
    return quote(path) if _UNSAFE.search(path) else path


def page_path(kind: str, ident: str) -> str:
    """Return the address of a brief, actor, topic or storyline."""
    return f"{PAGES_OF[kind]}/{encoded(ident)}/"


def index_path(name: str) -> str:
    """Return the address of a listing."""
    return f"{name}/"


def year_path(year: int | None) -> str:
    """Return the address of one year of the timeline; None for events without a year."""
    return f"timeline/{UNDATED if year is None else year_text(year)}/"


def month_path(year: int, month: int) -> str:
    """Return the address of one month of the timeline, at which its events stay."""
    return f"timeline/{year_text(year)}/{month:02d}/"


def numbered(path: str, name: str) -> str:
    """Return the address of an older page of a list, by its number counted from the oldest."""
    return f"{path}page/{name}/"


def within(path: str, name: str) -> str:
    """Return the address of an older page of a timeline, by its years."""
    return f"{path}{name}/"


def anchored(path: str, anchor: str) -> str:
    """Return the address of one thing on a page."""
    return f"{path}#{encoded(anchor)}"


def file_of(path: str) -> str:
    """Return the file, relative to the site's root, that a server sends for `path`."""
    bare = unquote(path.partition("#")[0])
    return f"{bare}index.html" if bare == "" or bare.endswith("/") else bare
