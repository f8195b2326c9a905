"""Follow everything a built site refers to, on disk: pages, fragments, pictures, styles, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_FETCHED = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect"}
_FETCHED |= {"dns-prefetch", "shortcut", "apple-touch-icon", "mask-icon"}
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)|@import\s+["']([^"']+)""")
_REFRESH = re.compile(r"\d+;\s*url=(.+)", re.IGNORECASE)


@dataclass
class Report:
    """What the crawl saw. `broken` and `foreign` are empty for a sound site."""

    pages: int = 0
    followed: int = 0
    broken: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    """Requests that reading a page would send to another host."""


def crawl(folder: Path, site_url: str = SITE_URL) -> Report:
    """Look at every page and style sheet of the site in `folder`, which is served at `site_url`."""
    report = Report()

    @cache
    def page(path: Path) -> Node:
        return parse(path.read_text(encoding="utf-8"))

    for path in sorted(folder.rglob("*.html")):
        report.pages += 1
        here = address_of(path, folder, site_url)
        for fetched, written in references(page(path)):
            target, fragment = urldefrag(urljoin(here, written.strip()))
            where = f"{path.relative_to(folder).as_posix()} -> {written}"
            if not target.startswith(("http://", "https://")):
                if target.startswith(("mailto:", "tel:")) or (fetched and target.startswith("data:")):
                    continue
                report.broken.append(f"{where}: no address of a site")
            elif target.startswith(site_url) or target + "/" == site_url:
                report.followed += 1
                file = file_at(target, folder, site_url)
                if file is None:
                    report.broken.append(f"{where}: no such file")
                elif fragment and file.suffix == ".html" and not fetched:
                    if unquote(fragment) not in page(file).ids:
                        report.broken.append(f"{where}: no such place on the page")
            elif urlsplit(target).netloc == urlsplit(site_url).netloc:
                report.broken.append(f"{where}: leaves the folder of the site")
            elif fetched:
                report.foreign.append(where)
        for css in page(path).all("style"):
            _styles("".join(str(text) for text in css.children), path, folder, site_url, report)
        for node in page(path):
            _styles(node.attrs.get("style", ""), path, folder, site_url, report)
    for path in sorted(folder.rglob("*.css")):
        _styles(path.read_text(encoding="utf-8"), path, folder, site_url, report)
    return report


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


def address_of(path: Path, folder: Path, site_url: str) -> str:
    """The address under which a file of the site is read."""
    return site_url + path.relative_to(folder).as_posix().removesuffix("index.html")


def file_at(address: str, folder: Path, site_url: str) -> Path | None:
    """The file that a static host sends for an address of the site, if there is one."""
    bare = address.partition("?")[0]
    if bare + "/" == site_url:
        bare = site_url
    path = folder / unquote(bare.removeprefix(site_url))
    if bare.endswith("/"):
        path /= "index.html"
    return path if path.is_file() else None


def _styles(css: str, path: Path, folder: Path, site_url: str, report: Report) -> None:
    for found in _CSS_URL.finditer(css):
        written = next(filter(None, found.groups()), "")
        if written.startswith(("data:", "#")):
            continue
        target = urljoin(address_of(path, folder, site_url), written)
        where = f"{path.relative_to(folder).as_posix()} -> {written}"
        report.followed += 1
        if not target.startswith(site_url):
            report.foreign.append(where)
        elif file_at(target.partition("#")[0], folder, site_url) is None:
            report.broken.append(f"{where}: no such file")
