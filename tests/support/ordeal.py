"""Put a case of the catalogue through a check, in a process that may be killed.

`Ordeal.check` answers what the laws say of one case; a case that hangs or eats memory costs the
worker its life and not the test run.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import resource
import tempfile
import time
import traceback
import unicodedata
from multiprocessing.connection import Connection
from pathlib import Path

from mkdocs_briefs.builder.pipeline import Loaded, Reader
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Settings
from support.hostile import Case, Special
from support.hostile_sites import CATALOGUE
from support.patience import PATIENCE

SECONDS = PATIENCE
"""After this a case is taken for one that never ends."""
MEMORY = 2_000_000_000
"""Bytes of address space a worker may have."""
TODAY = dt.date(2024, 6, 1)
SETTINGS = Settings(today=TODAY, site_url="https://news.example/", drafts=True)


def faults(case: Case, project: Path) -> list[str]:
    """What a check of `project`, which holds `case`, does wrong; empty when it keeps every law."""
    loaded = Reader().load(project, SETTINGS)
    found = [*_locations(loaded, project), *_reports(loaded), *_lost(loaded, project)]
    errors = [one for one in loaded.problems if one.severity is Severity.ERROR]
    if case.clean and errors:
        found.append(f"a sound case has errors: {loaded.report(errors[0])}")
    if case.codes:
        told = {(one.location.path, one.code) for one in loaded.problems}
        found += [
            f"{name}: none of {sorted(case.codes)} among {sorted(c for f, c in told if f == name)}"
            for name in case.files
            if not any((name, code) in told for code in case.codes)
        ]
    return found


def _locations(loaded: Loaded, project: Path) -> list[str]:
    found = []
    texts: dict[str, list[str]] = {}
    for one in loaded.problems:
        place = one.location
        if place.path not in texts:
            path = project / place.path
            if one.code == "B108":  # names what cannot be opened, perhaps by a readable spelling
                texts[place.path] = [""]
            elif not path.is_file():
                found.append(f"{place.path!r} is no file: {one.message}")
                continue
            else:
                raw = path.read_bytes().decode("utf-8-sig", "replace")
                texts[place.path] = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = texts[place.path]
        if not (1 <= place.line <= len(lines) and place.column >= 1 and place.length >= 1):
            found.append(f"{place} (length {place.length}) lies outside: {one.message[:200]}")
        elif one.code not in {"B101", "B108"} and place.column > len(lines[place.line - 1]) + 1:
            found.append(f"{place} lies behind the end of its line: {one.message[:200]}")
        if len(one.message) + len(one.help) > 2_000:
            found.append(f"{place}: a message of {len(one.message) + len(one.help)} characters")
    return found


def _reports(loaded: Loaded) -> list[str]:
    found = []
    for one in loaded.problems[:2_000]:
        report = loaded.report(one)
        if bad := {
            c for c in report if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"}
        }:
            found.append(f"a report holds {sorted(map(ascii, bad))}")
        report.encode()
    return found


def _lost(loaded: Loaded, project: Path) -> list[str]:
    shown = {source.file for source in loaded.library.briefs}
    shown |= {source.file for source in loaded.library.catalogue.unpublished.values()}
    shown |= {
        thing.entry.positions.file
        for things in (loaded.library.catalogue.actors, *loaded.library.catalogue.terms.values())
        for thing in things.values()
        if thing.entry
    }
    named = {one.location.path for one in loaded.problems if one.severity is Severity.ERROR}
    folder = project / "briefs"
    files = [
        path.relative_to(project).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in {".md", ".markdown"} and path.is_file() and not path.is_symlink()
    ]
    return [
        f"{name!a} is lost: no page, no error"
        for name in files
        if name not in shown and not _is_named(name, named) and "/." not in name
    ]


def _is_named(name: str, named: set[str]) -> bool:
    """Whether an error is at the file, at a folder it lies in, or at how either can be spelled."""
    parts = name.split("/")
    steps = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    spelled = {_spelled(step) for step in steps[1:]}
    return bool(named & {*steps[1:], *spelled})


def _spelled(name: str) -> str:
    text = name.encode("utf-8", "replace").decode()
    return "".join(
        "\ufffd" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in text
    )


class Ordeal:
    """A worker process that checks one case after the other."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def check(self, name: str) -> tuple[list[str], float]:
        """What is wrong with the check of the case `name`, and the seconds it took."""
        if self._process is None or not self._process.is_alive():
            self._start()
        assert self._pipe is not None
        self._pipe.send(name)
        started = time.monotonic()
        if self._pipe.poll(SECONDS):
            try:
                answer: list[str] = self._pipe.recv()
            except EOFError:
                answer = ["the worker died"]
                self.close()
        else:
            answer = [f"no end after {SECONDS} seconds"]
            self.close()
        return answer, time.monotonic() - started

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        assert self._pipe.poll(PATIENCE), "the worker does not start"
        self._pipe.recv()

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _work(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # What stands in a file name must not depend on the machine's locale.
    os.environ["LC_ALL"] = "C.UTF-8"
    pipe.send([])
    while True:
        try:
            name = pipe.recv()
        except EOFError:
            return
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            project = Path(folder)
            try:
                CATALOGUE[name].write(project)
                answer = faults(CATALOGUE[name], project)
            except BaseException:  # noqa: BLE001 - whatever it is, it is what the test is about
                answer = [traceback.format_exc()[-3_000:]]
        pipe.send(answer[:20])


__all__ = ["Ordeal", "Special", "faults"]
