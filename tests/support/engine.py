"""Sites that are edited and built again: what each build says, makes and leaves."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
import mkdocs.utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from support.sites import TODAY, config, write

ROOM = 4_000_000_000
KEPT, WHOLE, FAILED = "kept", "whole", "failed"
"""What a build may do: nothing, or publish a site, most of whose pages may stay; or fail."""
_PAGES = re.compile(r"^([\d,]+) pages? made", re.MULTILINE)
_TOLD = {
    "Nothing has changed; the site stays": KEPT,
    "Published to ": WHOLE,
}

STRIKE = """---
title: Harbour pilots walk out
date: 2024-03-04
summary: Pilots stopped work over night shifts.
storyline: pilots-dispute
topics: [labour]
actors:
  - {id: pilots, role: Stopped work at **midnight**, capacity: subject}
  - mayor: Offered to mediate
dates:
  - {id: walk-out, date: 2024-03-04, event: Pilots leave the pier}
  - 2024-03-05: The council meets
implications:
  - Cost: Ships wait at sea.
redirect_from: [old/strike]
---

The pilots' case is older: Mira Okafor knew of it. Nobody wrote it down. See the
[first talks](2024-03-06-talks.md) for what came next.

## The night shift

A shift lasts nine hours.[^1]

[^1]: Count of the harbour office.
"""
TALKS = """---
title: Talks begin in Lowhaven
date: 2024-03-06
summary: Both sides met for the first time.
storyline: pilots-dispute
topics: [labour]
authors: [Ada Writer]
actors:
  - mayor: Chairs the talks
  - pilots: Sent four delegates
dates:
  - {id: walk-out, date: 2024-03-04, event: The walk-out begins}
  - {date: 2024-07-01, event: A second round, status: scheduled}
implications:
  - {label: Precedent, text: Other ports *watch*., actors: [mayor], horizon: long}
developments:
  - {label: Deal, text: A deal is signed., likelihood: 70%, by: 2024-06-30, resolves_if: The paper is signed.}
advice:
  - {label: Meet, text: Meet every week., addresses: [precedent]}
figures:
  - {label: Ships waiting, value: 12, unit: ships, attributed_to: port, sources: [minutes]}
sources:
  - {id: minutes, title: Minutes of the meeting, url: "https://docs.example/minutes", publisher: The registry}
updates:
  - {date: 2024-03-09, kind: correction, text: An earlier version said *five* delegates.}
x_desk: harbour
---

They met at the pier. See [[harbour-pilots-walk-out|how the walk-out began]] for more. It rained
[@minutes]. The room was cold, and the window was open.

![The pier](pier.png)
"""
VERDICT = """---
title: A verdict on the pier
date: 2024-05-02
summary: A court decided who owns the pier.
slug: verdict
type: report
topics: [law]
related:
  - talks: follows
actors:
  - council: Won
dates:
  - 2024-05-02: The court decides
implications:
  - Leases: Leases will be written anew.
review_by: 2024-06-10
sources:
  - {title: The judgment, url: "https://docs.example/judgment"}
---

The judge quoted nobody. The file is thick.
"""
WARNED = """---
title: A ledger is found
date: 2024-05-09
summary: A clerk found a ledger.
topics: [money]
actors:
  - council: Owns the ledger
dates:
  - 2024-05-08: The ledger is found
implications:
  - Audit: Somebody will read it.
---

The ledger lay in a drawer. It has [a plan](missing.pdf) in it.
"""
QUIET = """---
title: A quiet week
date: 2024-05-20
actors:
  - {name: Tide Office, kind: organization, role: Measured the tide}
dates:
  - 2024-05-19: The tide is measured
implications:
  - Calm: Nothing follows.
sources:
  - {title: Tide table, url: "https://docs.example/tides"}
---

It was a quiet week on the water. Boats went out and boats came in, and nobody counted them.

The office wrote down the height of the water at noon, as on every day of the year.
"""
DRAFT = """---
title: Not yet
date: 2024-05-21
summary: Nobody reads this yet.
draft: true
actors:
  - council: Waits
dates:
  - 2024-05-21: A note is made
implications:
  - None: None yet.
---

Not finished.
"""
REGISTRY = """mayor:
  name: Mira Okafor
  kind: person
  description: Mayor of the *port* town.
  aliases: [Okafor]
council:
  name: Town Council
  kind: organization
port:
  name: Port of Lowhaven
  kind: organization
  part_of: council
pilots:
  name: Harbour pilots
  kind: group
"""
PROFILE = """---
name: Port of Lowhaven
kind: organization
part_of: council
---

The port opened long ago. More on [[mayor|its mayor]].
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>\n'
OPTIONS = f"today: {TODAY}"
SOURCES: Mapping[str, str] = {
    "mkdocs.yml": config(
        briefs=OPTIONS,
        more="extra_css: [extra.css]\nmarkdown_extensions: [footnotes, attr_list, admonition]",
    ),
    "docs/index.md": "# Start\n\nAll about the harbour.\n\n<!-- briefs:latest -->\n",
    "docs/about.md": "# About\n\nWe watch the [pier](briefs/2024-05-02-verdict.md).\n",
    "docs/extra.css": "body { color: navy }\n",
    "briefs/2024-03-04-harbour-pilots-walk-out.md": STRIKE,
    "briefs/2024-03-06-talks.md": TALKS,
    "briefs/2024-05-02-verdict.md": VERDICT,
    "briefs/2024-05-09-ledger.md": WARNED,
    "briefs/2024-05-20-quiet.md": QUIET,
    "briefs/2024-05-21-draft.md": DRAFT,
    "briefs/actors.yml": REGISTRY.replace(
        "port:\n  name: Port of Lowhaven\n  kind: organization\n  part_of: council\n", ""
    ),
    "briefs/actors/port.md": PROFILE,
    "briefs/topics.yml": "labour: {name: Labour}\nlaw: {name: The law}\n",
    "briefs/storylines.yml": "pilots-dispute: {name: The pilots' dispute}\n",
    "briefs/pier.png": PICTURE,
}
"""A small site in which something warns, is a draft, is moved, and is linked to."""


@dataclass(frozen=True)
class Made:
    """One build: what it did, what it warned of, and the site that it left."""

    kind: str
    said: list[tuple[int, str]]
    files: dict[str, bytes]
    pages: int = 0
    """How many of our pages were made; all others stayed."""


def site(folder: Path, sources: Mapping[str, str] = SOURCES) -> Path:
    """A project of these texts in a new folder."""
    write(folder, sources)
    return folder


def memory() -> Path | None:
    """A folder in memory that has room for sites and lets programs run; none where there is none."""
    folder = Path("/dev/shm")
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
        return None
    return None if os.statvfs(folder).f_flag & os.ST_NOEXEC else folder


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes away again; in memory where there is room, as builds write many files."""
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        yield Path(name).resolve()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its path."""
    found: dict[str, bytes] = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root, name)
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def made(project: Path, *, strict: bool = False) -> Made:
    """Build the project in this process."""
    heard: list[logging.LogRecord] = []
    kind = FAILED
    with _listening(heard):
        loaded = load_config(str(project / "mkdocs.yml"), strict=strict)
        loaded.plugins.on_startup(command="build", dirty=False)
        try:
            build(loaded)
        except Abort:
            pass
        else:
            kind = kind_of("\n".join(record.getMessage() for record in heard))
        finally:
            loaded.plugins.on_shutdown()
    said = [
        (record.levelno, record.getMessage().replace(str(project), "…"))
        for record in heard
        if record.levelno >= logging.WARNING or record.name.endswith(".problems")
    ]
    text = "\n".join(record.getMessage() for record in heard)
    pages = _PAGES.search(text)
    count = int(pages[1].replace(",", "")) if pages else 0
    return Made(kind, sorted(said), files_of(project / "site"), count)


def kind_of(output: str) -> str:
    """What a build did, by what it said."""
    return next((kind for words, kind in _TOLD.items() if words in output), "unknown")


def cold(project: Path, elsewhere: Path, *, strict: bool = False) -> Made:
    """Build the same sources in another folder, which had nothing of them before."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    left = shutil.ignore_patterns("site", ".cache", ".site.*", "__pycache__")
    shutil.copytree(project, elsewhere, ignore=left, symlinks=True)
    return made(elsewhere, strict=strict)


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """The files that came, went or are not the same."""
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit of one file: `old`, which has to be there, becomes `new`."""

    def edit(project: Path) -> None:
        text = (project / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        (project / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def put(name: str, text: str) -> Callable[[Path], None]:
    """An edit that writes one whole file."""

    def edit(project: Path) -> None:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")

    return edit


def copied(project: Path, place: Path) -> Path:
    """A copy of a project with its site and its cache, times and all, in the place of another."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(project, place, symlinks=True)
    return place


_CHANGES = frozenset(("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate"))


def in_child(work: Callable[[], None], seen: Callable[[str], None] = lambda _: None) -> int:
    """Do `work` in a process of its own, which tells `seen` before each change of the disk.

    Gives the status as `os.wait` does: not 0 where the work raised, or it was killed.
    """
    with warnings.catch_warnings():
        # Threads of a runner of tests take no lock that the work needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1]
    try:

        def hook(event: str, words: tuple[object, ...]) -> None:
            if event in _CHANGES or (event == "open" and _writes(words)):
                seen(f"{event} {words[0]}")

        sys.addaudithook(hook)
        work()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent's code is not its
        os._exit(1)
    os._exit(0)


def _writes(words: tuple[object, ...]) -> bool:
    flags = words[2] if len(words) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def changes_of(work: Callable[[], None], note: Path) -> list[str]:
    """All changes of the disk that `work` makes in a process of its own, in order."""
    pipe = note.open("wb", buffering=0)
    with pipe:
        assert in_child(work, lambda text: pipe.write(f"{text}\n".encode()) and None) == 0
    return note.read_text(encoding="utf-8").splitlines()


def kill_at(number: int, work: Callable[[], None]) -> None:
    """Do `work` in a process that is killed before its change of the disk of this number."""
    left = [number]

    def seen(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(work, seen) in (0, signal.SIGKILL)


_COMPILED: dict[tuple[object, ...], object] = {}
"""Templates by their texts and all that decides what is made of these."""
_installed_once = cache(mkdocs.utils.entry_points)
_INSTALLED: dict[str, list[str]] = {}
"""The names of the files in the folders of installed themes."""


@contextmanager
def compiled_once() -> Iterator[None]:
    """Compile each template once in this process, and find and list each installed theme once.

    This takes half of the time of the build of a small site.
    """
    compiled, listed = jinja2.Environment.compile, jinja2.FileSystemLoader.list_templates
    found = mkdocs.utils.entry_points

    def compile_once(
        self: jinja2.Environment,
        source: str,
        name: str | None = None,
        filename: str | None = None,
        **how: bool,
    ) -> object:
        way = (self.autoescape, self.trim_blocks, self.lstrip_blocks, *sorted(self.extensions))
        key = (source, name, filename, *how.items(), *way)
        if key not in _COMPILED:
            _COMPILED[key] = compiled(self, source, name, filename, **how)  # type: ignore[call-overload]
        return _COMPILED[key]

    def list_once(self: jinja2.FileSystemLoader) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _names_in(folder)})

    def _names_in(folder: str) -> list[str]:
        if not folder.startswith(sys.prefix):
            return listed(jinja2.FileSystemLoader(folder))
        if folder not in _INSTALLED:
            names = listed(jinja2.FileSystemLoader(folder))
            # Material has 14,000 icons in a hidden folder, which MkDocs leaves out one by one.
            _INSTALLED[folder] = [name for name in names if not name.startswith(".")]
        return _INSTALLED[folder]

    jinja2.Environment.compile = compile_once  # type: ignore[assignment]
    jinja2.FileSystemLoader.list_templates = list_once  # type: ignore[method-assign]
    mkdocs.utils.entry_points = _installed_once
    try:
        yield
    finally:
        jinja2.Environment.compile = compiled  # type: ignore[method-assign]
        jinja2.FileSystemLoader.list_templates = listed  # type: ignore[method-assign]
        mkdocs.utils.entry_points = found


@contextmanager
def _listening(heard: list[logging.LogRecord]) -> Iterator[None]:
    class _Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record)

    logger, handler = logging.getLogger("mkdocs"), _Heard()
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
