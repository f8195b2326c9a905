"""Build a folder of hostile files as a live preview does, where errors stop nothing; read its pages."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from mkdocs.commands.build import build as make
from mkdocs.config import load_config

from support.forks import PROGRAMS, run_program
from support.hostile import MARK
from support.sites import QUIET, SITE_URL, TODAY, VOID

CONFIG = f"""
site_name: Hostile
site_url: {SITE_URL}
repo_url: https://forge.example/x
edit_uri: edit/main/docs/
theme: {{name: material, font: false}}
plugins:
  - search
  - briefs: {{today: {TODAY}, untrusted: %s}}
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {{permalink: true}}
  - pymdownx.details
  - pymdownx.superfences
"""
_ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "xlink:href",
    "srcset",
    "ping",
    "background",
    "cite",
    "srcdoc",
}
_FORBIDDEN = {"iframe", "object", "embed", "base", "frame", "applet", "math", "marquee", "portal"}
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\-\x00-\x20]*):", re.IGNORECASE)


def build(project: Path, *, untrusted: bool = False) -> tuple[int, str]:
    """Build the site of `project`, drafts and broken briefs too: exit status and output."""
    (project / "docs").mkdir(exist_ok=True)
    (project / "mkdocs.yml").write_text(CONFIG % str(untrusted).lower(), encoding="utf-8")
    environ = {"PATH": "/usr/bin:/bin", **QUIET}
    answer = run_program("preview", [], project, environ, together=True)
    return answer.returncode, answer.stdout


def _preview() -> None:
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="serve", dirty=False)
    make(config)


PROGRAMS["preview"] = _preview


class _Reader(HTMLParser):
    """Collects what of a page could run, and whether its elements close."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.scripts: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._kind: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        if tag in _FORBIDDEN or MARK.casefold() in tag:
            self.faults.append(f"<{tag}>")
        for name, text in attrs:
            self._attribute(tag, name, text or "", dict(attrs))
        if tag == "script":
            kind = dict(attrs).get("type") or ""
            self.scripts.append((kind, ""))
            self._kind = kind

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def _attribute(self, tag: str, name: str, text: str, attrs: dict[str, str | None]) -> None:
        if name.startswith("on") or MARK.casefold() in name or "<" in name or '"' in name:
            self.faults.append(f"<{tag} {name}>")
        scheme = _SCHEME.match(text) if name in _ADDRESSES else None
        if scheme and re.sub(r"[\x00-\x20]", "", scheme[1]).lower() not in {
            "http",
            "https",
            "mailto",
            "tel",
        }:
            self.faults.append(f"<{tag} {name}={text[:60]!r}>")
        if name in _ADDRESSES and text.lstrip().startswith("//"):
            self.faults.append(f"<{tag} {name}={text[:60]!r}>")
        if name == "src" and tag == "script" and text.startswith(("http", "//")):
            self.faults.append(f"<script src={text[:60]!r}>")
        if name == "http-equiv" and text.lower() == "refresh":
            target = (attrs.get("content") or "").partition("url=")[2]
            if _SCHEME.match(target) and not target.startswith(SITE_URL):
                self.faults.append(f"a refresh to {target[:60]!r}")
        if name == "style" and MARK in text:
            self.faults.append(f"<{tag} style={text[:60]!r}>")

    def handle_endtag(self, tag: str) -> None:
        self._kind = None
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes {self._open[-1:]}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._kind is not None:
            kind, text = self.scripts[-1]
            self.scripts[-1] = (kind, text + data)
        else:
            self.words.append(data)

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.faults.append(f"<!{decl[:60]}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data[:60]}>")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data[:60]}>")


def page_faults(html: str) -> list[str]:
    """What in a page runs, is not ours, or is no sound HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = list(reader.faults)
    for kind, text in reader.scripts:
        if kind == "application/ld+json":
            try:
                json.loads(text)
            except ValueError as error:
                found.append(f"JSON-LD: {error}")
        elif MARK in text:
            found.append(f"a script with {text[:80]!r}")
    words = "".join(reader.words)
    if "62615533" in words:
        found.append("a template was evaluated")
    if "\x02" in html or "\x03" in html:
        found.append("a placeholder of the Markdown reader is left")
    return found


def site_faults(site: Path) -> Iterator[str]:
    """The faults of all pages, feeds and data files of a built site."""
    real = site.resolve()
    for path in sorted(site.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(site).as_posix()
        if not path.resolve().is_relative_to(real):
            yield f"{name!a} leads out of the site"
        if path.suffix == ".html" and not name.startswith("briefs/x/"):
            for fault in page_faults(path.read_text(encoding="utf-8")):
                yield f"{name!a}: {fault!a}"
        elif path.suffix in {".json", ".jsonld"} or path.name.endswith("feed.json"):
            json.loads(path.read_bytes())
        elif path.suffix in {".xml", ".rss", ".atom"}:
            ET.fromstring(path.read_bytes())
