"""The same sources give the same bytes, wherever, whenever and by whomever they are built.

What should decide no byte is turned round in the second build: the folder, the clock, the times
and the order of files, who may read them, the locale, the zone, the seed of hashes, the processors.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.engine import SOURCES, changed, files_of
from support.languages import HE_BRIEF
from support.repositories import commit, git
from support.sites import QUIET, write

EXPORTS = ("json", "csv", "sqlite", "markdown")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SITE: Mapping[str, str | bytes] = {
    **SOURCES,
    "briefs/2024-05-22-strike-he.md": HE_BRIEF.lstrip().replace("translation_of: strike", ""),
    "briefs/pixel.png": PIXEL,
    "docs/ü ö.md": "# A page of the host\n\nIt has [the start](index.md).\n",
}
PROGRAM = """
import os, runpy, sys, time
from mkdocs_briefs.cli.app import main

if "--odd" in sys.argv:
    # A year later, with every folder listed from its end.
    for name in ("time", "time_ns"):
        now = getattr(time, name)
        ahead = 400 * 86400 * (1 if name == "time" else 10**9)
        setattr(time, name, lambda now=now, ahead=ahead: now() + ahead)
    listdir, scandir = os.listdir, os.scandir

    class Backwards:
        def __init__(self, *words):
            with scandir(*words) as found:
                self.rows = iter(list(found)[::-1])
        def __enter__(self): return self
        def __exit__(self, *words): return None
        def __iter__(self): return self.rows
        def __next__(self): return next(self.rows)
        def close(self): pass

    os.listdir = lambda *words: listdir(*words)[::-1]
    os.scandir = Backwards
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def ran(start, *words):
    sys.argv = list(words)
    try:
        start()
    except SystemExit as end:
        assert not end.code, (words, end.code)


for form in sys.argv[1].split(","):
    ran(main, "briefs", "export", "--to", f"out/{form}", "--format", form)
ran(lambda: runpy.run_module("mkdocs", run_name="__main__", alter_sys=True), "mkdocs", "build")
"""


@dataclass(frozen=True)
class Way:
    """How a site is built."""

    folder: str
    environ: Mapping[str, str]
    umask: int
    odd: bool = False


PLAIN = Way(
    "plain",
    {"SOURCE_DATE_EPOCH": "1717200000", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    0o022,
)
ODD = Way(
    "an odd plâce/for it",
    {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4711",
        "HOME": "/nonexistent",
    },
    0o077,
    odd=True,
)
"""With a clock that is wrong and no SOURCE_DATE_EPOCH: the option `today` is all the time there is."""


def built(way: Way, place: Path) -> Path:
    """The project of the site, built in a process of its own."""
    project = place / way.folder
    old = os.umask(way.umask)
    try:
        project.mkdir(parents=True)
        names = [*SITE]
        write(project, {name: SITE[name] for name in (reversed(names) if way.odd else names)})
    finally:
        os.umask(old)
    (project / "briefs/pixel.png").chmod(0o600)
    git(project, "init", "-q")
    commit(project, when="2024-05-25T23:30:00-0500")
    if way.odd:
        for number, path in enumerate(sorted(project.rglob("*"))):
            os.utime(path, (86400 * 365 * number,) * 2)
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(EXPORTS), *(["--odd"] if way.odd else [])],
        cwd=project,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        | QUIET
        | way.environ,
        umask=way.umask,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return project


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give the same site, built in the plain and in the odd way."""
    place = tmp_path_factory.mktemp("twins")
    return built(PLAIN, place), built(ODD, place)


@pytest.mark.parametrize("part", ["site", *(f"out/{form}" for form in EXPORTS)])
def test_nothing_but_the_sources_decides_a_byte(twins: tuple[Path, Path], part: str) -> None:
    plain, odd = (files_of(project / part) for project in twins)
    assert plain
    assert changed(plain, odd) == set()


def test_the_day_of_a_commit_is_the_same_everywhere(twins: tuple[Path, Path]) -> None:
    page = (twins[0] / "site/briefs/quiet/index.html").read_text(encoding="utf-8")
    assert '<time datetime="2024-05-26">' in page


def test_the_site_holds_what_could_differ(twins: tuple[Path, Path]) -> None:
    names = files_of(twins[0] / "site").keys()
    for name in (
        "sitemap.xml.gz",
        "feed.xml",
        "calendar.ics",
        "api/v1/index.json",
        "llms.txt",
        "old/strike/index.html",
        "briefs/pixel.png",
        "ü ö/index.html",
        "briefs/strike-he/index.html",
    ):
        assert name in names
    assert any(name.startswith("pagefind/") for name in names)
    assert any(name.startswith("assets/social/briefs/") for name in names)


def test_a_umask_decides_who_reads_the_site_and_nothing_else_does(
    twins: tuple[Path, Path],
) -> None:
    for project, umask in zip(twins, (PLAIN.umask, ODD.umask), strict=True):
        modes = {
            (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
            for path in (project / "site").rglob("*")
        }
        assert modes == {(True, 0o777 & ~umask), (False, 0o666 & ~umask)}
