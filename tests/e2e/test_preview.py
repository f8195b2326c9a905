"""The live preview: a fault in a brief shows on its page, and goes when it is fixed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

from mkdocs_briefs.host.preview import QuickObserver
from support.patience import wait_for
from support.sites import HOSTS, config, fetch, preview, write

GOOD = """---
title: Good news
date: 2024-01-02
summary: All is well.
actors: [ann]
dates: [2024-01-02: It goes well]
implications: [More of it.]
---

The body is whole.
"""
OTHER = GOOD.replace("Good news", "Other news")
DRAFT = GOOD.replace("Good news", "Unfinished news\ndraft: true")
FUTURE = GOOD.replace("date: 2024-01-02", "date: 2090-01-02").replace("Good news", "Next news")
ACTORS = "ann: {name: Ann Other, kind: person}\n"


@pytest.mark.parametrize("host", HOSTS)
def test_a_fault_shows_while_it_is_there_and_the_rest_stays_up(tmp_path: Path, host: str) -> None:
    files = {"good.md": GOOD, "other.md": OTHER, "draft.md": DRAFT, "actors.yml": ACTORS}
    write(tmp_path, {f"briefs/{name}": text for name, text in files.items()})
    write(tmp_path, {"briefs/later.md": FUTURE})
    brief = tmp_path / "briefs/good.md"
    with preview(tmp_path, host) as address:

        def page(path: str) -> str:
            status, text = fetch(address + path)
            return text if status == 200 else f"status {status}"

        assert "The body is whole." in page("briefs/good/")
        assert "Ann Other" in page("briefs/good/")
        assert "This is a draft." in page("briefs/draft/")
        assert "This brief is scheduled for" in page("briefs/later/")

        brief.write_text(GOOD.replace("[ann]", "[anne]"), encoding="utf-8")
        wait_for(lambda: "error[B301]" in page("briefs/good/"))
        shown = page("briefs/good/")
        assert "briefs/good.md:5:10" in shown
        assert "Did you mean ann?" in shown
        assert "The body is whole." in shown
        for path in ("", "briefs/other/", "actors/ann/", "timeline/"):
            assert "Ann Other" in page(path) or path == "timeline/"
            assert fetch(address + path)[0] == 200
            assert "error[B301]" not in page(path)

        brief.write_text(GOOD.replace("whole", "whole again"), encoding="utf-8")
        wait_for(lambda: "The body is whole again." in page("briefs/good/"))
        assert "error[" not in page("briefs/good/")
    assert "Traceback" not in (tmp_path / "serve.log").read_text(encoding="utf-8")


def test_a_saved_text_makes_its_own_page_alone(tmp_path: Path) -> None:
    mentioning = GOOD.replace("Good news", "Third news").replace("whole", "by Ann Other")
    files = {"good.md": GOOD, "other.md": OTHER, "third.md": mentioning, "actors.yml": ACTORS}
    write(tmp_path, {f"briefs/{name}": text for name, text in files.items()})
    brief = tmp_path / "briefs/good.md"
    with preview(tmp_path, "mkdocs") as address:

        def page(path: str) -> str:
            return fetch(address + path)[1]

        def log() -> str:
            return (tmp_path / "serve.log").read_text(encoding="utf-8")

        builds = log().count("Building documentation...")
        # As an editor does: a hidden file beside the one that is open, and a new one in its place.
        (tmp_path / "briefs/.good.md.swp").write_text("", encoding="utf-8")
        fresh = tmp_path / "briefs/.good.md.new"
        fresh.write_text(GOOD.replace("whole", "sound"), encoding="utf-8")
        fresh.replace(brief)
        wait_for(lambda: "The body is sound." in page("briefs/good/"))
        assert "Printed briefs/good.md in" in log()
        assert log().count("Building documentation...") == builds

        # What other pages show makes a build: here the sentence that a dossier quotes.
        changed = mentioning.replace("The body is by Ann Other.", "Ann Other spoke again.")
        (tmp_path / "briefs/third.md").write_text(changed, encoding="utf-8")
        wait_for(lambda: "spoke again" in page("actors/ann/"))
        assert log().count("Building documentation...") > builds
        assert "The body is sound." in page("briefs/good/")

        # So does what is wrong with it.
        brief.write_text(GOOD.replace("whole", "[[nobody]]"), encoding="utf-8")
        wait_for(lambda: "error[B308]" in page("briefs/good/"))


@pytest.mark.parametrize("host", HOSTS)
def test_with_the_search_of_the_theme_a_saved_brief_is_shown_before_the_rest(
    tmp_path: Path, host: str
) -> None:
    """A new site without Pagefind: the theme's search looks at every page."""
    files = {"good.md": GOOD, "other.md": OTHER, "actors.yml": ACTORS + "bob: Bob Barker\n"}
    write(tmp_path, {f"briefs/{name}": text for name, text in files.items()})
    write(tmp_path, {"mkdocs.yml": config(briefs="search: material")})
    with preview(tmp_path, host) as address:

        def page(path: str) -> str:
            return fetch(address + path)[1]

        def log() -> str:
            return (tmp_path / "serve.log").read_text(encoding="utf-8")

        builds = log().count("Building documentation...")
        changed = GOOD.replace("Good news", "Glad news").replace("[ann]", "[ann, bob]")
        changed = changed.replace("whole", "whole, says Bob Barker")
        (tmp_path / "briefs/good.md").write_text(changed, encoding="utf-8")
        wait_for(lambda: "Glad news" in page("briefs/good/"))
        assert "Printed briefs/good.md in" in log()
        assert log().count("Building documentation...") == builds
        body = page("briefs/good/").partition("The body is")[2]
        assert '../../actors/bob/"' in body.partition("</p>")[0]
        assert "Glad news" not in page("briefs/other/")
        # When its author pauses, the rest follows: other pages and the search.
        wait_for(lambda: "Glad news" in page("actors/bob/"))
        wait_for(lambda: "Glad news" in page("search/search_index.json"))
        assert "Traceback" not in log()


class Counting(FileSystemEventHandler):
    def __init__(self) -> None:
        self.seen: list[str] = []

    def dispatch(self, event: FileSystemEvent) -> None:
        self.seen.append(Path(str(event.src_path)).name)


@pytest.mark.parametrize("room", [True, False])
def test_changes_are_seen_with_or_without_the_help_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, room: bool
) -> None:
    if not room:

        def full(self: object) -> None:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")

        monkeypatch.setattr("watchdog.observers.inotify.InotifyObserver.start", full, raising=False)
    observer, handler = (
        QuickObserver(PollingObserver(timeout=0.05), tmp_path / "briefs"),
        Counting(),
    )
    write(tmp_path, {"briefs/a.md": "One.", "docs/.b.md": "One."})
    for name in ("briefs", "docs"):
        observer.schedule(handler, str(tmp_path / name), recursive=True)
    observer.start()
    try:
        write(tmp_path, {"briefs/.a.md.swp": "Two.", "briefs/.git/c.md": "Two."})
        write(tmp_path, {"briefs/a.md": "One, two.", "docs/.b.md": "One, two."})
        wait_for(lambda: {*handler.seen} >= {"a.md", ".b.md"})
        assert {Path(path).name for path in observer.changed_paths()} >= {"a.md", ".b.md"}
    finally:
        observer.stop()
        observer.join()
    assert {*handler.seen} & {".a.md.swp", "c.md"} == set()
