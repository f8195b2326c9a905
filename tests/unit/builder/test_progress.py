"""Progress: a bar on a terminal, lines elsewhere, and nothing for quick work."""

from __future__ import annotations

import io
import itertools

import pytest

from mkdocs_briefs.builder import parallel
from mkdocs_briefs.builder.parallel import Phases, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def clock(monkeypatch: pytest.MonkeyPatch, step: float) -> None:
    """Let every look at the clock find it `step` seconds later."""
    ticks = itertools.count(0.0, step)
    monkeypatch.setattr(parallel.time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(parallel.time, "perf_counter", lambda: next(ticks))


def test_quick_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 0.01)
    said: list[str] = []
    terminal = Terminal()
    for stream in (terminal, io.StringIO()):
        shown = Progress("Printing", 10, said.append, stream)
        for done in range(10):
            shown.seen(done + 1)
        shown.end()
    assert said == []
    assert terminal.getvalue() == ""


def test_a_terminal_has_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 2.0)
    terminal = Terminal()
    said: list[str] = []
    shown = Progress("Printing", 2_000, said.append, terminal)
    shown.seen(1_000)
    text = terminal.getvalue()
    assert "Printing" in text
    assert "1,000/2,000" in text
    assert text.count("█") == text.count("░")
    shown.end()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert said == []


def test_a_log_has_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 6.0)
    said: list[str] = []
    stream = io.StringIO()
    shown = Progress("Printing", 2_000, said.append, stream)
    for done in (500, 1_000, 1_500, 2_000):
        shown.seen(done)
    shown.end()
    assert said == ["Printing: 1,000 of 2,000", "Printing: 2,000 of 2,000"]
    assert stream.getvalue() == ""


def test_no_work_is_no_division_by_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 60.0)
    terminal = Terminal()
    Progress("Printing", 0, print, terminal).seen(0)
    assert terminal.getvalue() == ""


def test_phases_add_up_and_the_longest_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 1.0)
    phases = Phases()
    assert phases.done("reading") == 1.0
    phases.done("printing")
    phases.done("printing")
    assert phases.slowest == [("printing", 2.0), ("reading", 1.0)]
