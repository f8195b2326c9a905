"""Follow everything a built site refers to, on disk: pages, fragments, pictures, styles, scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from support.sites import SITE_URL, Node, parse

RESOURCES = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src",),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""What a browser fetches to show a page; `link` and `srcset` are looked at apart."""
PLACES = {"a": ("href",), "area": ("href",), "form": ("action",), "base": ("href",)}
"""Where a reader may go from it."""
FOREIGN = "another host"
_FETCHED = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect"}
_FETCHED |= {"dns-prefetch", "shortcut", "apple-touch-icon", "mask-icon"}
_CSS_URL = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)|@import\s+["']([^"']+)"""
)
_REFRESH = re.compile(r"\d+;\s*url=(.+)", re.IGNORECASE)


@dataclass
class Report:
    """What the crawl saw. `broken` and `foreign` are empty for a sound site."""

    pages: int = 0
    followed: int = 0
    broken: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    """Requests that reading a page would send to another host."""


def crawl(
    folder: Path, site_url: str = SITE_URL, page: Callable[[Path], Node] | None = None
) -> Report:
    """Look at every page and style sheet of the site in `folder`, which is served at `site_url`.

    `page` reads a page; it need be given only where it has read all pages before.
    """
    return _Crawler(folder, site_url, page).report()


def dangling(folder: Path, links: Iterable[str], site_url: str = SITE_URL) -> list[str]:
    """Those whole addresses that lead nowhere in the site, and why."""
    crawler = _Crawler(folder, site_url)
    told = ((link, crawler.fault(*urldefrag(link), fetched=False)) for link in links)
    return [f"{link}: {fault}" for link, fault in told if fault]


class _Crawler:
    def __init__(
        self, folder: Path, site_url: str, page: Callable[[Path], Node] | None = None
    ) -> None:
        self.folder, self.site_url = folder, site_url
        self.seen = Report()
        self.page = cache(page or (lambda path: parse(path.read_text(encoding="utf-8"))))
        self.fault = cache(self._fault)

    def report(self) -> Report:
        for path in sorted(self.folder.rglob("*.html")):
            self.seen.pages += 1
            for fetched, written in references(self.page(path)):
                self.follow(path, written, fetched=fetched)
            for node in self.page(path):
                if node.tag == "style":
                    self.follow_styles(path, "".join(map(str, node.children)))
                if "style" in node.attrs:
                    self.follow_styles(path, node.attrs["style"])
        for path in sorted(self.folder.rglob("*.css")):
            self.follow_styles(path, path.read_text(encoding="utf-8"))
        return self.seen

    def follow_styles(self, path: Path, css: str) -> None:
        for found in _CSS_URL.finditer(css):
            written = next(filter(None, found.groups()), "")
            if not written.startswith("#"):
                self.follow(path, written, fetched=True)

    def follow(self, path: Path, written: str, *, fetched: bool) -> None:
        target, fragment = urldefrag(urljoin(self.address_of(path), written.strip()))
        self.seen.followed += target.startswith(self.site_url)
        fault = self.fault(target, fragment, fetched=fetched)
        if fault:
            row = f"{path.relative_to(self.folder).as_posix()} -> {written}: {fault}"
            (self.seen.foreign if fault == FOREIGN else self.seen.broken).append(row)

    def _fault(self, target: str, fragment: str, *, fetched: bool) -> str:
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https"):
            harmless = ("data",) if fetched else ("mailto", "tel")
            return "" if parts.scheme in harmless else "no address of a site"
        if target.startswith(self.site_url):
            file = self.file_at(target)
            if file is None:
                return "no such file"
            lost = fragment and file.suffix == ".html" and not fetched
            return "no such place" if lost and unquote(fragment) not in self.page(file).ids else ""
        if parts.netloc == urlsplit(self.site_url).netloc:
            return "leaves the folder of the site"
        return FOREIGN if fetched else ""

    def address_of(self, path: Path) -> str:
        """The address under which a file of the site is read."""
        return self.site_url + path.relative_to(self.folder).as_posix().removesuffix("index.html")

    def file_at(self, address: str) -> Path | None:
        """The file that a static host sends for an address of the site, if there is one."""
        bare = address.partition("?")[0]
        path = self.folder / unquote(bare.removeprefix(self.site_url))
        if bare.endswith("/"):
            path /= "index.html"
        return path if path.is_file() else None


def references(root: Node) -> Iterator[tuple[bool, str]]:
    """Every address in a page, and whether a browser fetches it unasked."""
    for node in root:
        for name in RESOURCES.get(node.tag, ()):
            if name in node.attrs:
                yield True, node.attrs[name]
        for name in PLACES.get(node.tag, ()):
            if name in node.attrs:
                yield False, node.attrs[name]
        for candidate in filter(None, node.attrs.get("srcset", "").split(",")):
            yield True, candidate.split()[0]
        if node.tag == "link":
            yield bool(_FETCHED & {*node.attrs["rel"].split()}), node.attrs["href"]
        if node.tag == "meta":
            content = node.attrs.get("content", "")
            if node.attrs.get("http-equiv") == "refresh" and (found := _REFRESH.match(content)):
                yield False, found[1]
            elif node.attrs.get("property") in ("og:url", "og:image"):
                yield False, content
