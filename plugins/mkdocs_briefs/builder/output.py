"""The files of a built site: how they are written, and how two builds differ."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from mkdocs_briefs.builder.store import digest_of


class Output:
    """Writes a site into a folder, beside the folder `before` of the published site.

    The folder may have files of any earlier build.
    """

    def __init__(self, folder: str | os.PathLike[str], before: Path) -> None:
        self._root, self._before = os.fspath(folder), os.fspath(before)
        self._made: set[str] = set()

    def write(self, path: str, content: str | bytes) -> str:
        """Write a file at `path`, relative to the folder, with `/` between its parts.

        Return its digest. A file that holds this already stays. What has no UTF-8, such as half a
        surrogate pair, becomes a character reference. Raises OSError.
        """
        data = content if isinstance(content, bytes) else _encoded(content)
        self._put(path, data)
        return digest_of(data)

    def _put(self, path: str, data: bytes) -> None:
        name = self._place(path)
        try:
            file = open(name, "xb")  # noqa: PTH123, SIM115 - no Path for each of many files
        except FileExistsError:
            if _holds(name, data):
                return
            _remove(name)  # not written into: the published site may share it
            file = open(name, "xb")  # noqa: PTH123, SIM115 - as above
        with file:
            file.write(data)

    def keep(self, path: str, digest: str) -> bool:
        """Take over the published file at `path`; return False if it has another digest."""
        old, name = f"{self._before}/{path}", self._place(path)
        try:
            if _has(old, digest):
                if not _is_one_file(old, name):
                    _link(old, name)
                return True
        except OSError:
            pass
        return _has(name, digest)

    def read(self, path: str) -> str:
        """Return the text that was written at `path`. Raises OSError."""
        with open(f"{self._root}/{path}", encoding="utf-8", newline="") as file:  # noqa: PTH123 - as above
            return file.read()

    def _place(self, path: str) -> str:
        name = f"{self._root}/{path}"
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            try:
                os.mkdir(parent)  # noqa: PTH102 - as above
            except OSError:
                if not os.path.isdir(parent):  # noqa: PTH112 - as above
                    _make_folder(self._root, parent)
            self._made.add(parent)
        return name


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "xmlcharrefreplace")


def _make_folder(root: str, folder: str) -> None:
    """Make a folder below `root`, in place of any file at its path or above."""
    for end in (n for n, sign in enumerate(f"{folder}/") if sign == "/" and n > len(root)):
        if os.path.lexists(folder[:end]) and not os.path.isdir(folder[:end]):  # noqa: PTH112 - as above
            os.unlink(folder[:end])  # noqa: PTH108 - as above
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as above


def _remove(name: str) -> None:
    """Delete a file or a folder. Raises OSError."""
    if os.path.isdir(name) and not os.path.islink(name):  # noqa: PTH112, PTH114 - as above
        shutil.rmtree(name)
    else:
        os.unlink(name)  # noqa: PTH108 - as above


def _digest(name: str) -> str:
    with open(name, "rb") as file:  # noqa: PTH123 - as above
        return digest_of(file.read())


def _has(name: str, digest: str) -> bool:
    try:
        return _digest(name) == digest
    except OSError:
        return False


def _holds(name: str, data: bytes) -> bool:
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - as above
            return file.read(len(data) + 1) == data
    except OSError:
        return False


def _is_one_file(one: str, other: str) -> bool:
    """Return whether two names are of one file. Raises OSError if the first is of none."""
    try:
        status = os.lstat(other)
    except OSError:
        return one == other
    return os.path.samestat(os.lstat(one), status)


def _link(old: str, new: str) -> None:
    """Make a hard link to a file, or a copy where the disk has no hard links."""
    with suppress(FileNotFoundError):
        _remove(new)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def tidy(folder: Path, keep: Collection[str], untouched: Collection[str] = ()) -> None:
    """Delete every file below `folder` but those of these paths, and empty folders.

    What is below the folders `untouched` stays.
    """
    _tidy(os.fspath(folder), "", keep, untouched)


def _tidy(place: str, prefix: str, keep: Collection[str], untouched: Collection[str]) -> bool:
    """Tidy one folder; return whether anything is left in it."""
    left = False
    with os.scandir(place) as entries:
        for entry in entries:
            path = prefix + entry.name
            if path in keep:
                left = True
            elif not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108 - as above
            elif path in untouched or _tidy(entry.path, f"{path}/", keep, untouched):
                left = True
            else:
                os.rmdir(entry.path)  # noqa: PTH106 - as above
    return left


def move_into(folder: Path, target: Path) -> None:
    """Move every file below `folder` to its path below `target`, in the place of any other."""
    for root, _, names in os.walk(folder):
        place = target / Path(root).relative_to(folder)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            Path(root, name).replace(place / name)


def link_all(folder: Path, target: Path) -> None:
    """Link every file below `folder` to a new folder `target`. Raises OSError."""
    pending = [(os.fspath(folder), os.fspath(target))]
    while pending:
        place, new = pending.pop()
        os.makedirs(new)  # noqa: PTH103 - as above
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{new}/{entry.name}"))
                else:
                    os.link(entry.path, f"{new}/{entry.name}", follow_symlinks=False)


PAGE = ".html"
_SHOWN = frozenset(("href", "src", "alt"))
"""Attributes that a reader notices: where a link leads, which picture, its text."""
_HIDDEN = frozenset(("script", "style", "template"))
_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)


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
    """Return the page if a reader would see a difference."""
    was, now = _read(old, path), _read(new, path)
    return None if was.content == now.content else Page(_address(path), now.heading)


def _page(site: Path, path: str) -> Page:
    return Page(_address(path), _read(site, path).heading)


def _address(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return (f"{folder}/" if folder else "./") if name == "index.html" else path


def _read(site: Path, path: str) -> _Reader:
    """Return what a reader reads of the article of a page, or of all of a page without one."""
    html = _bytes(site, path).decode("utf-8", "replace")
    start, end = html.find("<article"), html.rfind("</article>")
    title = _TITLE.search(html)
    reader = _Reader(title=unescape(title[1]) if title else "")
    reader.feed(html[start:end] if 0 <= start < end else html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Collects the text and addresses of HTML, and its first heading of the first level."""

    def __init__(self, title: str) -> None:
        super().__init__(convert_charrefs=True)
        self._title = title
        self._taken: list[str] = []
        self._heading: list[str] = []
        self._hidden, self._headings = 0, 0

    @property
    def content(self) -> str:
        """The text and the addresses in order, whatever the white space."""
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
        # The count is 1 inside the first heading, and more after it.
        self._headings += tag == "h1" and self._headings == 1

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._taken.append(data)
        if self._headings == 1:
            self._heading.append(data)
