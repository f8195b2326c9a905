"""Work that is parallel_map over processes comes back whole and in order, whatever happens to them."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from mkdocs_briefs.builder import parallel
from mkdocs_briefs.builder.parallel import parallel_map, processes
from support.patience import wait_for

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork"),
    # Tests may run beside a thread of their runner; the work here takes no lock of it.
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
MANY = 200


def pid_of(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 3, 5])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, MANY, 1_000])
def test_results_come_in_the_order_of_the_tasks(count: int, workers: int) -> None:
    assert parallel_map(count, str, workers) == [str(number) for number in range(count)]


def test_more_tasks_than_a_pipe_holds() -> None:
    assert parallel_map(70_000, lambda number: number, 2) == list(range(70_000))


def test_several_processes_share_the_work(tmp_path: Path) -> None:
    def work(number: int) -> int:
        # Each waits until the other has come too, so that neither can take all.
        (tmp_path / str(os.getpid())).touch()
        while len(list(tmp_path.iterdir())) < 2:
            pass
        return os.getpid()

    assert len(set(parallel_map(MANY, work, 2))) == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_fewer_tasks_than_are_worth_a_process_stay_here(workers: int) -> None:
    assert {pid for _, pid in parallel_map(63, pid_of, workers)} == {os.getpid()}


@pytest.mark.parametrize("way", ["killed", "exits", "exits well"])
def test_what_a_lost_child_took_is_made_by_its_parent(way: str) -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != parent:
            if way == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            os._exit(0 if way == "exits well" else 3)
        return number

    assert parallel_map(MANY, work, 3) == list(range(MANY))


def test_what_a_child_cannot_do_is_tried_here() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != parent and number % 3 == 0:
            raise MemoryError
        return number

    assert parallel_map(MANY, work, 2) == list(range(MANY))


def test_what_cannot_be_brought_back_is_made_here() -> None:
    made = parallel_map(MANY, lambda number: lambda: number, 2)
    assert [each() for each in made] == list(range(MANY))


def test_what_the_work_raises_is_raised_and_no_child_goes_on(tmp_path: Path) -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() == parent:
            raise ValueError(number)
        while True:
            (tmp_path / str(os.getpid())).touch()

    def first(number: int) -> int:
        if os.getpid() == parent:
            wait_for(lambda: len(list(tmp_path.iterdir())) >= 2)
        return work(number)

    with pytest.raises(ValueError):
        parallel_map(MANY, first, 3)
    children = [int(path.name) for path in tmp_path.iterdir()]
    assert len(children) == 2
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_work_that_fails_everywhere_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        parallel_map(MANY, lambda number: 1 // (number - 150), 2)


def test_without_room_for_another_process_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert parallel_map(MANY, str, 4) == [str(number) for number in range(MANY)]


def test_without_room_for_a_file_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parallel.tempfile, "TemporaryFile", refuse)
    assert parallel_map(MANY, str, 2) == [str(number) for number in range(MANY)]


def test_where_the_system_keeps_no_status_all_is_made() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert parallel_map(MANY, str, 2) == [str(number) for number in range(MANY)]
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_there_are_as_many_processes_as_processors_or_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel.threading, "active_count", lambda: 1)
    if sys.platform.startswith("linux"):
        assert processes() == len(os.sched_getaffinity(0))
    monkeypatch.setattr(parallel.sys, "platform", "darwin")
    assert processes() == 1
    monkeypatch.setattr(parallel.sys, "platform", "linux")
    monkeypatch.setattr(parallel.threading, "active_count", lambda: 2)
    assert processes() == 1
