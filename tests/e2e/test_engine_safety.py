"""Whatever stops a build, the published folder is a whole site, and the next build mends all.

The suite has time for a few of each kind; `make soak` runs all of them, and many more kills.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mkdocs_briefs.builder import pipeline
from mkdocs_briefs.host import page_writer
from support.engine import (
    FAILED,
    KEPT,
    SOURCES,
    WHOLE,
    Made,
    changes_of,
    cold,
    compiled_once,
    copied,
    files_of,
    in_child,
    kill_at,
    kind_of,
    made,
    put,
    replace,
    scratch,
    site,
)
from support.forks import start_program
from support.sites import QUIET
from support.soak import SOAK

KILLS = SOAK or 4
TIDE = "briefs/2024-05-20-quiet.md"
Edit = Callable[[Path], None]
BODY, TITLE = "body", "title"
EDITS: dict[str, Edit] = {
    BODY: replace(TIDE, "wrote down", "noted"),
    TITLE: replace(TIDE, "title: A quiet", "title: A silent"),
}
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def nothing(project: Path) -> None:
    """Leaves all as it is."""


@dataclass(frozen=True)
class Bench:
    """A site that was built once, and what it is after each edit."""

    saved: Path
    place: Path
    old: Made
    new: dict[str, Made]

    def project(self, edit: Edit = nothing) -> Path:
        """The project as it was after the build, and edited."""
        project = copied(self.saved, self.place)
        edit(project)
        return project

    def check(self, project: Path, kind: str) -> str:
        """Builds the project, whose site has to be right then; gives what the build did."""
        again, right = made(project), self.new[kind]
        assert files_of(project / "site").keys() == right.files.keys()
        assert again.files == right.files
        assert again.said == right.said
        left = [entry.name for entry in project.iterdir() if entry.name.startswith(".site")]
        assert left == []
        return again.kind


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with compiled_once(), scratch() as folder:
        saved = site(folder / "saved")
        old = made(saved)
        # A copy at another place has no memory: it is of that place.
        place = copied(saved, folder / "place")
        assert made(place).files == old.files
        copied(place, saved)
        new = {KEPT: old}
        for kind, edit in EDITS.items():
            edit(copied(saved, folder / "edited"))
            new[kind] = cold(folder / "edited", folder / "cold")
        yield Bench(saved, place, old, new)


def test_the_bench_stands(bench: Bench) -> None:
    assert bench.check(bench.project(), KEPT) == KEPT
    for kind, edit in EDITS.items():
        assert bench.check(bench.project(edit), kind) == WHOLE


@pytest.fixture(scope="module")
def points(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """Return where builds are killed: around the publishing, and anywhere before it."""
    note = tmp_path_factory.mktemp("note") / "changes"
    chance = random.Random(6)
    found = {}
    for kind, edit in EDITS.items():
        project = bench.project(edit)
        changes = changes_of(lambda project=project: made(project) and None, note)
        last = len(changes) - 1
        near = [*range(last - 30, last + 1)]
        # As many as fit in two thirds of the kills, the first and the last among them.
        step = max(1, -(-3 * len(near) // (2 * KILLS)))
        near = [*near[:-1:step], near[-1]]
        found[kind] = [*near, *(chance.randrange(last) for _ in range(KILLS))][:KILLS]
    return found


@forks
@pytest.mark.parametrize("number", range(KILLS))
@pytest.mark.parametrize("kind", [TITLE, BODY])
def test_a_killed_build_leaves_a_whole_site(
    bench: Bench, points: dict[str, list[int]], kind: str, number: int
) -> None:
    project = bench.project(EDITS[kind])
    kill_at(points[kind][number], lambda: made(project) and None)
    assert files_of(project / "site") in (bench.old.files, bench.new[kind].files)
    bench.check(project, kind)
    assert bench.check(project, kind) == KEPT


@forks
@pytest.mark.parametrize("room", [0, 1_000, 30_000])
@pytest.mark.parametrize("kind", [TITLE, BODY])
def test_a_full_disk_leaves_the_old_site(bench: Bench, kind: str, room: int) -> None:
    resource = pytest.importorskip("resource")
    project = bench.project(EDITS[kind])

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        assert made(project).kind != FAILED

    # Where all but the memory finds room, the site is published without one.
    worked = in_child(work) == 0 and room > 1_000
    right = bench.new[kind] if worked else bench.old
    assert files_of(project / "site") == right.files
    bench.check(project, kind)


def damage_of(name: str) -> Callable[[Path], None]:
    """A way to damage a file."""

    def cut(file: Path) -> None:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    def empty(file: Path) -> None:
        file.write_bytes(b"")

    def flip(file: Path) -> None:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)

    def folder(file: Path) -> None:
        file.unlink()
        file.mkdir()
        (file / "in the way").touch()

    def gone(file: Path) -> None:
        file.unlink()

    def noise(file: Path) -> None:
        file.write_bytes(random.Random(6).randbytes(2_000))

    return {each.__name__: each for each in (cut, empty, flip, folder, gone, noise)}[name]


@pytest.mark.parametrize("part", ["*.sqlite", "*.site/**/*", "**/*"][-1 - 2 * bool(SOAK) :])
@pytest.mark.parametrize("damage", ["cut", "empty", "flip", "folder", "gone", "noise"])
def test_a_damaged_cache_is_no_cache(bench: Bench, damage: str, part: str) -> None:
    project = bench.project(EDITS[BODY])
    files = [path for path in (project / ".cache/briefs").glob(part) if path.is_file()]
    assert files
    for file in files:
        damage_of(damage)(file)
    assert bench.check(project, BODY) == WHOLE


@pytest.mark.parametrize("kind", [KEPT, BODY])
def test_a_cache_of_another_version_is_no_cache(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    project = bench.project(EDITS.get(kind, nothing))
    monkeypatch.setattr("mkdocs_briefs.host.site_state.software", lambda: "another")
    assert bench.check(project, kind) == WHOLE


@pytest.mark.parametrize("kind", [TITLE, BODY])
@pytest.mark.parametrize("there", [True, False])
def test_where_no_cache_can_be_written_builds_are_right(
    bench: Bench, kind: str, *, there: bool
) -> None:
    project = bench.project(EDITS[kind])
    cache = project / ".cache"
    cache.rename(project / "moved")
    cache.write_text("a file, for a folder that cannot be written to")
    if not there:
        for name in files_of(project / "site"):
            (project / "site" / name).unlink()
    assert bench.check(project, kind) == WHOLE
    assert cache.is_file()


OUTPUTS: dict[str, Edit] = {
    "a page deleted": lambda project: (project / "site/briefs/quiet/index.html").unlink(),
    "a page cut": put("site/briefs/quiet/index.html", "<html>"),
    "a page of the same size": lambda project: _scrambled(project / "site/index.html"),
    "a file added": put("site/left.html", "left"),
    "a folder added": put("site/more/left.html", "left"),
    "a folder for a page": lambda project: _as_folder(project / "site/404.html"),
    "a link for a page": lambda project: _as_link(project / "site/404.html"),
    "the search cut": lambda project: damage_of("empty")(
        next((project / "site/pagefind").rglob("*.js"))
    ),
    "all of it deleted": lambda project: (project / "site").rename(project / "elsewhere") and None,
}


def _scrambled(file: Path) -> None:
    file.write_bytes(bytes(reversed(file.read_bytes())))
    os.utime(file, (1, 1))


def _as_folder(file: Path) -> None:
    file.unlink()
    (file / "in").mkdir(parents=True)
    (file / "in" / "side.txt").touch()


def _as_link(file: Path) -> None:
    file.rename(file.with_name("moved"))
    file.symlink_to("moved")


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("edit", [KEPT, BODY][: 1 + bool(SOAK)])
def test_a_site_that_was_touched_is_put_back(bench: Bench, name: str, edit: str) -> None:
    project = bench.project(EDITS.get(edit, nothing))
    OUTPUTS[name](project)
    assert bench.check(project, edit) == WHOLE
    assert not (project / "site/404.html").is_symlink()
    assert bench.check(project, edit) == KEPT


@pytest.mark.parametrize("damage", ["cut", "flip", "folder", "gone"])
def test_what_comes_out_of_the_cache_is_right(bench: Bench, damage: str) -> None:
    project = bench.project()
    shutil.rmtree(project / "site")
    kept = [*(project / ".cache/briefs").glob("*.site/**/*.html")]
    assert kept
    for file in kept:
        times = file.stat().st_mtime_ns, file.stat().st_mtime_ns
        damage_of(damage)(file)
        if file.is_file():
            os.utime(file, ns=times)
    assert bench.check(project, KEPT) == WHOLE
    assert bench.check(project, KEPT) == KEPT


def test_a_site_that_is_gone_comes_out_of_the_cache(bench: Bench) -> None:
    project = bench.project()
    shutil.rmtree(project / "site")
    again = made(project)
    assert again.pages == 0
    assert again.files == bench.old.files


def test_a_file_that_changed_while_it_was_read_counts_as_changed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = bench.project(EDITS[TITLE])
    right = (project / TIDE).read_text(encoding="utf-8")
    real = pipeline.read_workspace

    def read(*given: object) -> object:
        put(TIDE, right.replace("on the water", "on the sand"))(project)
        found = real(*given)  # type: ignore[arg-type]
        put(TIDE, right)(project)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "read_workspace", read)
        assert b"on the sand" in made(project).files["briefs/quiet/index.html"]
    assert bench.check(project, TITLE) == WHOLE


@pytest.mark.parametrize("kind", [KEPT, TITLE, BODY])
def test_a_strict_build_that_warns_leaves_the_old_site(bench: Bench, kind: str) -> None:
    project = bench.project(EDITS.get(kind, nothing))
    failed = made(project, strict=True)
    assert failed.kind == FAILED
    assert failed.said == bench.new[kind].said
    assert failed.files == bench.old.files
    assert bench.check(project, kind) == (KEPT if kind == KEPT else WHOLE)


def test_a_brief_that_cannot_be_read_leaves_the_old_site(bench: Bench) -> None:
    project = bench.project(replace(TIDE, "date: 2024-05-20", "date: someday"))
    failed = made(project)
    assert failed.kind == FAILED
    assert failed.files == bench.old.files
    put(TIDE, SOURCES[TIDE])(project)
    assert bench.check(project, KEPT) == KEPT


def start(project: Path, workers: int = 1) -> int:
    """Start a build in as many processes; return the id of the first."""
    environ = {name: text for name, text in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with (project / "said.txt").open("wb") as said, pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_writer, "processes", lambda: workers)
        streams = said.fileno(), said.fileno()
        return start_program("mkdocs", ["build"], project, environ | QUIET, streams)


def ended(build: int) -> int:
    """The exit status of a build that was started, once it has ended."""
    return os.waitstatus_to_exitcode(os.waitpid(build, 0)[1])


@pytest.mark.parametrize("kind", [TITLE, BODY])
def test_two_builds_at_once_take_turns(bench: Bench, kind: str) -> None:
    project = bench.project(EDITS[kind])
    builds = [start(project) for _ in range(2)]
    assert [ended(build) for build in builds] == [0, 0], (project / "said.txt").read_text()
    assert files_of(project / "site") == bench.new[kind].files
    assert kind_of((project / "said.txt").read_text()) in (KEPT, WHOLE)


@dataclass(frozen=True)
class Large:
    """A site whose pages are worth two processes, and what it is before and after an edit."""

    saved: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="module")
def large() -> Iterator[Large]:
    with scratch() as folder:
        yield large_in(folder)


def large_in(folder: Path) -> Large:
    text = SOURCES[TIDE]
    briefs = {
        f"briefs/2024-03-{n % 30 + 1:02}-week-{n}.md": text.replace("A quiet week", f"Week {n}")
        for n in range(45)
    }
    # A navigation shows on every page what it knows of this one.
    marked = "briefs/2024-03-01-week-0.md"
    briefs[marked] = briefs[marked].replace("---\n", "---\nstatus: new\n", 1)
    nav = f"{SOURCES['mkdocs.yml']}nav:\n  - index.md\n  - {marked}\n"
    project = site(folder / "large", {**SOURCES, **briefs, "mkdocs.yml": nav})
    begun = time.monotonic()
    assert ended(start(project, 2)) == 0
    took = time.monotonic() - begun
    EDITS[TITLE](copied(project, folder / "edited"))
    with compiled_once():
        new = made(folder / "edited").files
    return Large(project, files_of(project / "site"), new, took)


@forks
@pytest.mark.parametrize("part", [0.9, 0.75, 0.5][: 1 + 2 * bool(SOAK)])
def test_a_killed_build_of_two_processes_leaves_a_whole_site(large: Large, part: float) -> None:
    project = copied(large.saved, large.saved.parent / "project")
    EDITS[TITLE](project)
    build = start(project, 2)
    time.sleep(large.seconds * part)
    os.kill(build, signal.SIGKILL)
    ended(build)
    assert files_of(project / "site") in (large.old, large.new)
    # What the killed one left running must not write into what the next one makes.
    assert made(project).files == large.new


@forks
def test_one_process_two_and_none_of_it_give_the_same(large: Large) -> None:
    found = []
    folder = large.saved.parent
    for workers, option in ((1, ""), (3, ""), (1, "engine: false, ")):
        project = copied(large.saved, folder / f"by {workers}{option[:6]}")
        for name in ("site", ".cache"):
            (project / name).rename(folder / f"{name} {len(found)}")
        replace("mkdocs.yml", "today:", f"{option}today:")(project)
        assert ended(start(project, workers)) == 0
        said = (project / "said.txt").read_text(encoding="utf-8")
        found.append((files_of(project / "site"), warnings_in(said)))
    first, *others = found
    assert first[0] == large.old
    assert first[1]
    pages = [html for name, html in large.old.items() if name.endswith("/index.html")]
    assert len(pages) > 64  # fewer are made by one process
    assert all(b"md-status--new" in html or b"http-equiv" in html for html in pages)
    assert all(other == first for other in others)


def warnings_in(said: str) -> list[str]:
    """The lines that warn, in no order."""
    return sorted(line for line in said.splitlines() if line.startswith("WARNING"))
