"""What one command costs, and what it leaves behind. Needs a system with `wait4`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1_000_000
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the largest resident set: getrusage(2)."""
ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONPATH": str(ROOT / "plugins"),
}
"""This tree's plugin goes before any installed one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, millions of bytes, and numbers of files; `pages` are the HTML ones."""

    cpu: float
    wall: float
    memory: float
    pages: float
    files: float
    size: float


def measure(command: Sequence[str | Path], folder: Path, patience: float) -> Cost:
    """What `command` costs in `folder`, and the size of the `site` there afterwards.

    Processor time is that of the command and of all processes it waited for; memory is that of the
    largest of them. What it says goes into a file beside the folder. Raises RuntimeError when the
    command fails, or takes more than `patience` seconds and is ended; a note has its last words.
    """
    said = folder.with_name(f"{folder.name}.log")
    with said.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT, stdout=out, stderr=subprocess.STDOUT
        )
        alarm = threading.Timer(patience, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        alarm.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        error = RuntimeError(f"exit status {process.returncode} after {wall:.0f} s")
        error.add_note(said.read_text("utf-8", "replace")[-2_000:])
        raise error
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=wall,
        memory=usage.ru_maxrss * RSS_UNIT / MEGABYTE,
        pages=sum(path.suffix == ".html" for path in files),
        files=len(files),
        size=sum(path.stat().st_size for path in files) / MEGABYTE,
    )


def median(costs: Iterable[Cost]) -> Cost:
    """The median of each number by itself."""
    given = [*costs]
    return Cost(
        *(statistics.median(getattr(cost, field.name) for cost in given) for field in fields(Cost))
    )
