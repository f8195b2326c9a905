"""Two built sites side by side: which pages a reader would find new, changed or gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

PAGE = ".html"
_SHOWN = frozenset(("href", "src", "alt"))
"""Attributes that a reader meets: where a link leads, which picture, its words."""
_HIDDEN = frozenset(("script", "style", "template"))
_HEADINGS = frozenset(("h1", "title"))


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
    reader = _Reader()
    reader.feed(_bytes(site, path).decode("utf-8", "replace"))
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Reads a page as far as a reader does: its article, or all of it where there is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._everything: list[str] = []
        self._article: list[str] = []
        self._headings: dict[str, list[str]] = {}
        self._articles = self._hidden = 0
        self._heading = ""

    @property
    def content(self) -> tuple[str, ...]:
        """Words and addresses, in their order, however they are broken into lines."""
        return tuple(" ".join(self._article or self._everything).split())

    @property
    def heading(self) -> str:
        """The first heading of the first level, else the title."""
        found = self._headings.get("h1") or self._headings.get("title") or []
        return " ".join("".join(found).replace("¶", "").split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        self._articles += tag == "article"
        if tag in _HEADINGS and tag not in self._headings:
            self._heading = tag
            self._headings[tag] = []
        self._take(f"{name}={value}" for name, value in attrs if name in _SHOWN)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        self._articles -= tag == "article" and self._articles > 0
        if tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._heading:
            self._headings[self._heading].append(data)
        self._take((data,))

    def _take(self, words: Iterator[str] | tuple[str, ...]) -> None:
        taken = [*words]
        self._everything += taken
        if self._articles:
            self._article += taken
