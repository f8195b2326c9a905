"""Build small sites from texts and read their pages as HTML. Standard library only."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, TYPE_CHECKING

from support.patience import PATIENCE, wait_for

if TYPE_CHECKING:
    from support.forks import Running

ROOT = Path(__file__).resolve().parents[2]
SITE_URL = "https://news.example/explainers/"
TODAY = "2024-06-01"
HOSTS = ("mkdocs", "properdocs")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "1"}
# https://html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip


def config(
    *,
    theme: str = "name: material",
    briefs: str = f"today: {TODAY}",
    plugins: tuple[str, ...] = ("search",),
    more: str = "",
) -> str:
    """The text of a mkdocs.yml: `theme` and `briefs` are options, `more` any other lines."""
    rows = [f"site_name: The Harbour\nsite_url: {SITE_URL}\ntheme: {{{theme}, font: false}}"]
    rows += ["plugins:", *(f"  - {name}" for name in plugins), f"  - briefs: {{{briefs}}}"]
    return "\n".join([*rows, more, ""])


@dataclass(frozen=True)
class Built:
    """What a build left: the project, the exit status, and all that was said."""

    project: Path
    status: int
    output: str
    pages: dict[str, Node] = field(default_factory=dict, repr=False)

    @property
    def folder(self) -> Path:
        """The built site."""
        return self.project / "site"

    def read(self, path: str) -> str:
        """The text of a file of the site; a path that ends in a slash is a page."""
        name = f"{path}index.html" if path.endswith("/") or not path else path
        return (self.folder / name).read_text(encoding="utf-8")

    def page(self, path: str) -> Node:
        """The page at `path`, read once."""
        if path not in self.pages:
            self.pages[path] = parse(self.read(path))
        return self.pages[path]

    def files(self) -> dict[str, bytes]:
        """Every file of the site by its path."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


def write(project: Path, files: Mapping[str, str | bytes]) -> None:
    """Write texts (and bytes) below `project`; one without mkdocs.yml gets a plain Material site."""
    if not (project / "mkdocs.yml").exists():
        files = {"mkdocs.yml": config(), **files}
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (project / "docs").mkdir(exist_ok=True)


def build(project: Path, host: str = "mkdocs", *words: str) -> Built:
    """Build the project as a user does, strictly, into its `site` folder."""
    command = [sys.executable, "-m", host, "build", "--strict", "-f", "mkdocs.yml", *words]
    status, output = run(command, project)
    return Built(project, status, output)


def site_from(
    files: Mapping[str, str | bytes], project: Path, host: str = "mkdocs", *words: str
) -> Built:
    """Write `files` into the empty folder `project` and build it."""
    write(project, files)
    return build(project, host, *words)


BRIEFS = [sys.executable, "-c", "from mkdocs_briefs.cli.app import main; main()"]
"""The command `briefs`."""


def run(command: list[str], folder: Path) -> tuple[int, str]:
    """Run a command in `folder`: its exit status, and its output and log together.

    MkDocs and `briefs` are run in a fork of this process. ProperDocs is not: it is MkDocs by another name, and
    one process cannot hold both.
    """
    environ = {name: text for name, text in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    from support.forks import run_program  # which needs texts of this module

    for name, start in (("mkdocs", [sys.executable, "-m", "mkdocs"]), ("briefs", BRIEFS)):
        if command[:3] == start:
            told = run_program(name, command[3:], folder, environ | QUIET)
            return told.returncode, told.stdout + told.stderr
    answer = subprocess.run(
        command, cwd=folder, env=environ | QUIET, check=False, capture_output=True, timeout=PATIENCE
    )
    return answer.returncode, (answer.stdout + answer.stderr).decode()


def _started(
    host: str, words: list[str], project: Path, out: IO[bytes]
) -> subprocess.Popen[bytes] | Running:
    from support.forks import Running, start_program  # which needs texts of this module

    environ = os.environ | QUIET
    if host == "mkdocs":
        streams = out.fileno(), out.fileno()
        return Running(start_program(host, words, project, environ, streams))
    command = [sys.executable, "-m", host, *words]
    return subprocess.Popen(command, cwd=project, env=environ, stdout=out, stderr=out)


@contextmanager
def preview(project: Path, host: str = "mkdocs") -> Iterator[str]:
    """Run the host's `serve` for `project`; give the address of the site's front page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    words = ["serve", "-f", "mkdocs.yml", "--dev-addr", place]
    log = project / "serve.log"
    with log.open("wb") as out:
        server = _started(host, words, project, out)
    try:
        address = f"http://{place}/explainers/"
        wait_for(lambda: fetch(address)[0] == 200 or server.poll() is not None)
        assert server.poll() is None, log.read_text(encoding="utf-8")
        yield address
    finally:
        server.kill()
        server.wait(PATIENCE)


def fetch(address: str) -> tuple[int, str]:
    """The status and text that a server answers with; status 0 when none answers."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


@dataclass(eq=False)
class Node:
    """An element of a page."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parent: Node | None = field(default=None, repr=False)
    children: list[Node | str] = field(default_factory=list, repr=False)

    def __iter__(self) -> Iterator[Node]:
        """Itself and every element below, in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    def all(self, tag: str = "", **attrs: str) -> list[Node]:
        """The elements of this name with these attributes; `_` in a name stands for `-`."""
        wanted = {name.strip("_").replace("_", "-"): text for name, text in attrs.items()}
        return [
            node
            for node in self
            if (not tag or node.tag == tag)
            and all(node.attrs.get(name) == text for name, text in wanted.items())
        ]

    def one(self, tag: str = "", **attrs: str) -> Node:
        """The only such element; anything else fails."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} of {tag} {attrs} in <{self.tag} {self.attrs}>"
        return found[0]

    @property
    def text(self) -> str:
        """What a reader reads, runs of white space as one space."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "template"):
                yield from child._texts()
                yield " " if child.tag in _BREAKS else ""

    @property
    def article(self) -> Node:
        """The content of the page, without header, navigation and footer."""
        return self.one("article")

    def section(self, name: str) -> Node:
        """The section headed by the element with the id `name`."""
        return self.one(aria_labelledby=name)

    def has_section(self, name: str) -> bool:
        """Whether there is one."""
        return bool(self.all(aria_labelledby=name))

    @property
    def links(self) -> list[tuple[str, str]]:
        """Text and address of every link below."""
        return [(a.text, a.attrs["href"]) for a in self.all("a") if "href" in a.attrs]

    def href(self, words: str) -> str:
        """The address behind the only link of these words (several to one place count as one)."""
        found = {href for text, href in self.links if text == words}
        assert len(found) == 1, f"{words!r} leads to {found} among {self.links}"
        return found.pop()

    def paragraph(self, start: str) -> Node:
        """The only paragraph or list item that begins so."""
        found = [node for node in self if node.tag in ("p", "li") and node.text.startswith(start)]
        assert found, f"nothing begins with {start!r}"
        return found[-1]

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every place a fragment can lead to."""
        names = (a.attrs.get("name", "") for a in self.all("a"))
        return frozenset({*(node.attrs.get("id", "") for node in self), *names})

    def meta(self, name: str) -> str:
        """The content of a meta element by name or property."""
        found = [
            node.attrs["content"]
            for node in self.all("meta")
            if name in (node.attrs.get("name"), node.attrs.get("property"))
        ]
        assert len(found) == 1, f"meta {name}: {found}"
        return found[0]


_BREAKS = {
    "aside", "blockquote", "br", "dd", "div", "dt", "figure", "h1", "h2", "h3", "h4", "header",
    "li", "nav", "p", "section", "td", "th", "tr",
}  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#page")
        self.open = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"line {self.getpos()[0]}: <{tag}> has an attribute twice")
        node = Node(tag, {name: text or "" for name, text in attrs}, self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.tag != tag or self.open.parent is None:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes <{self.open.tag}>")
            return
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def parse(html: str) -> Node:
    """The tree of a page. What is not closed where it was opened fails."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.faults, reader.faults
    assert reader.open is reader.root, f"<{reader.open.tag}> is never closed"
    return reader.root


def problems_in(output: str) -> list[tuple[str, int, int, str, str]]:
    """Every problem in an output: path, line, column, severity, code."""
    rows = re.findall(r"([\w./-]+):(\d+):(\d+): (error|warning|note)\[(B\d{3})\]", output)
    return [(path, int(line), int(column), kind, code) for path, line, column, kind, code in rows]
