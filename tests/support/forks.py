"""The programs that users type, run in forks of the running process.

A build of a small site is half imports and half compiling the theme's templates. Both are done once
here, and each fork begins where its parent stands; what it changes is its own.
"""

from __future__ import annotations

import os
import resource
import runpy
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import NoReturn

from mkdocs_briefs.cli.app import main
from support.engine import compiled_once, made, scratch, site
from support.patience import PATIENCE

PROGRAMS: dict[str, Callable[[], object]] = {
    "mkdocs": lambda: runpy.run_module("mkdocs", run_name="__main__", alter_sys=True),
    "briefs": main,
}


def run_program(
    name: str,
    words: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    *,
    together: bool = False,
    memory: int = 0,
) -> CompletedProcess[str]:
    """Run one of `PROGRAMS` in `folder` as a shell does, without input.

    What it prints and what it complains of come `together` as the former, or each by itself. `memory` are
    the bytes that it may take besides those of this process; 0 is no limit.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        streams = out.fileno(), (out if together else err).fileno()
        pid = start_program(name, words, folder, environ, streams, memory)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode())
    return CompletedProcess([name, *words], status, *said)


def start_program(
    name: str,
    words: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    streams: tuple[int, int],
    memory: int = 0,
    typed: int | None = None,
) -> int:
    """Start one of `PROGRAMS`, which prints to and complains to `streams`; return its process id.

    It reads from `typed`, where that is given.
    """
    if name != "briefs":
        _compile()
    with warnings.catch_warnings():
        # Threads of a runner of tests take no lock that the work needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _become([name, *words], folder, environ, streams, memory, typed)
    return pid


@dataclass
class Running:
    """A fork that runs on, as `subprocess.Popen` has one."""

    pid: int
    status: int | None = None

    def poll(self) -> int | None:
        """Return the exit status once it has ended."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status

    def kill(self) -> None:
        """End it, if it has not."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, _: float) -> int:
        """Return its exit status. Its own alarm ends it in time."""
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status


@cache
def _compile() -> None:
    """Build a small site, so that its templates are compiled."""
    with scratch() as folder, compiled_once():
        made(site(folder / "compiled"))


def _become(
    command: list[str],
    folder: Path,
    environ: Mapping[str, str],
    streams: tuple[int, int],
    memory: int,
    typed: int | None,
) -> NoReturn:
    """All that the fork does. It ends here, whatever happens: its parent's code is not its."""
    status = 1
    try:
        signal.alarm(round(PATIENCE))
        os.dup2(os.open(os.devnull, os.O_RDONLY) if typed is None else typed, 0)
        for number, stream in enumerate(streams, 1):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, "r" if number == 0 else "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 - as long as the process
            for number in range(3)
        )
        if memory:
            _limit(memory)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environ)
        sys.argv = command
        warnings.resetwarnings()
        warnings.simplefilter("ignore", DeprecationWarning)
        with compiled_once():
            PROGRAMS[command[0]]()
        status = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # noqa: BLE001 - told as an interpreter tells it
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # nobody reads it, or it was closed
                stream.flush()
        os._exit(status)


def _limit(memory: int) -> None:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
