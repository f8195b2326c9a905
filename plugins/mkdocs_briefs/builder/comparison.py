"""Two built sites side by side: which pages a reader would find new, changed or gone."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

PAGE = ".html"
_SHOWN = frozenset(("href", "src", "alt"))
"""Attributes that a reader meets: where a link leads, which picture, its words."""
_HIDDEN = frozenset(("script", "style", "template"))
_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its address in the site, as in `briefs/port/`, and its heading."""

    address: str
    heading: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a site differs from an older one. Pages are sorted by address."""

    new: tuple[Page, ...]
    changed: tuple[Page, ...]
    """Pages in which a reader reads, sees or reaches something else."""
    gone: tuple[Page, ...]
    unseen: int
    """Pages whose bytes differ and whose content does not: the head, a menu, a script."""
    others: int
    """Files that are no pages and are new, gone or have other bytes."""
    pages: int
    """Pages of the newer site."""


def compare(old: Path, new: Path) -> Comparison:
    """How the built site in the folder `new` differs from the one in `old`. Raises OSError."""
    before, after = _files(old), _files(new)
    same = {path for path in before & after if _bytes(old, path) == _bytes(new, path)}
    pages = {path for path in before | after if path.endswith(PAGE)}
    differing = sorted(pages & before & after - same)
    changed = tuple(page for path in differing if (page := _changed(old, new, path)))
    return Comparison(
        new=tuple(_page(new, path) for path in sorted(pages - before)),
        changed=changed,
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


def _bytes(site: Path, path: str) -> bytes:
    return (site / path).read_bytes()


def _changed(old: Path, new: Path, path: str) -> Page | None:
    """The page, if a reader would see that it is another."""
    was, now = _read(old, path), _read(new, path)
    return None if was.content == now.content else Page(_address(path), now.heading)


def _page(site: Path, path: str) -> Page:
    return Page(_address(path), _read(site, path).heading)


def _address(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return (f"{folder}/" if folder else "./") if name == "index.html" else path


def _read(site: Path, path: str) -> _Reader:
    """The article of a page as far as a reader reads, or all of it where there is none."""
    html = _bytes(site, path).decode("utf-8", "replace")
    start, end = html.find("<article"), html.rfind("</article>")
    title = _TITLE.search(html)
    reader = _Reader(title=unescape(title[1]) if title else "")
    reader.feed(html[start:end] if 0 <= start < end else html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Takes the words and addresses of a text in HTML, and its first heading of the first level."""

    def __init__(self, title: str) -> None:
        super().__init__(convert_charrefs=True)
        self._title = title
        self._taken: list[str] = []
        self._heading: list[str] = []
        self._hidden, self._headings = 0, 0

    @property
    def content(self) -> str:
        """Words and addresses, in their order, however they are broken into lines."""
        return " ".join("".join(self._taken).split())

    @property
    def heading(self) -> str:
        """The first heading, else the title of the page."""
        found = "".join(self._heading).replace("¶", "")
        return " ".join((found or self._title).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        self._headings += tag == "h1"
        self._taken += (f" {name}={value} " for name, value in attrs if name in _SHOWN)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        # One is counted between the beginning and the end of the first, more from there on.
        self._headings += tag == "h1" and self._headings == 1

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._taken.append(data)
        if self._headings == 1:
            self._heading.append(data)
