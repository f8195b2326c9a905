"""How two builds of a site differ."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

PAGE = ".html"
_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
_HEADING = re.compile("<h1(?: [^>]*)?>(.*?)</h1>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_SHOWN = re.compile(r"""\s(?:href|src|alt)=(?:"[^"]*"|'[^']*'|[^\s>]*)""")
"""Attributes that a reader notices: where a link leads, which picture, its text."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its address in the site, as in `briefs/port/`, and its heading."""

    address: str
    heading: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between a site and an older one. Pages are sorted by address."""

    new: tuple[Page, ...]
    changed: tuple[Page, ...]
    """Pages whose text, pictures or links differ."""
    gone: tuple[Page, ...]
    unseen: int
    """Pages that differ only in their head, a menu or a script."""
    others: int
    """Files that are not pages and are new, gone or different."""
    pages: int
    """Pages of the newer site."""


def compare(old: Path, new: Path) -> Comparison:
    """Return how the site in the folder `new` differs from the one in `old`. Raises OSError."""
    before, after = _files(old), _files(new)
    both = before & after
    same = {path for path in both if (old / path).read_bytes() == (new / path).read_bytes()}
    pages = {path for path in before | after if path.endswith(PAGE)}
    differing = sorted(pages & both - same)
    changed = [path for path in differing if _content(old / path) != _content(new / path)]
    return Comparison(
        new=tuple(_page(new, path) for path in sorted(pages - before)),
        changed=tuple(_page(new, path) for path in changed),
        gone=tuple(_page(old, path) for path in sorted(pages - after)),
        unseen=len(differing) - len(changed),
        others=len((before | after) - same - pages),
        pages=len(pages & after),
    )


def _files(site: Path) -> set[str]:
    return {
        (Path(root) / name).relative_to(site).as_posix()
        for root, _, names in os.walk(site)
        for name in names
    }


def _page(site: Path, path: str) -> Page:
    folder, _, name = path.rpartition("/")
    address = (f"{folder}/" if folder else "./") if name == "index.html" else path
    html = _read(site / path)
    found = _HEADING.search(_article(html)) or _TITLE.search(html)
    heading = unescape(_TAG.sub("", found[1])) if found else ""
    return Page(address, " ".join(heading.replace("¶", "").split()))


def _content(file: Path) -> str:
    """Return the text and the addresses that a reader meets in a page, whatever the white space."""
    shown = _HIDDEN.sub("", _article(_read(file)))
    return " ".join(_TAG.sub(lambda tag: "".join(_SHOWN.findall(tag[0])), shown).split())


def _article(html: str) -> str:
    """Return the article of a page, or all of a page without one."""
    start, end = html.find("<article"), html.rfind("</article>")
    return html[start:end] if 0 <= start < end else html


def _read(file: Path) -> str:
    return file.read_text("utf-8", "replace")
