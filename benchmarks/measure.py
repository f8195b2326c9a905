"""What one command costs, and what it leaves behind. Needs a system with `wait4`."""

from __future__ import annotations

import datetime as dt
import math
import os
import re
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
MADE = re.compile(r"([\d,]+) pages? made")
ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONPATH": str(ROOT / "plugins"),
}
"""This tree's plugin goes before any installed one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, millions of bytes, and numbers of files; `pages` are the HTML ones.

    `made` is how many pages the command says it made; it is NaN where it does not say.
    """

    cpu: float
    wall: float
    memory: float
    pages: float
    files: float
    size: float
    made: float


def environment(day: dt.date) -> dict[str, str]:
    """The environment of a command that runs on `day`, as far as it asks `SOURCE_DATE_EPOCH`."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return {**ENVIRONMENT, "SOURCE_DATE_EPOCH": f"{noon.timestamp():.0f}"}


def measure(command: Sequence[str | Path], folder: Path, day: dt.date, patience: float) -> Cost:
    """What `command` costs in `folder` on `day`, and the size of the `site` there afterwards.

    Processor time is that of the command and of all processes it waited for; memory is that of the
    largest of them. What it says goes into a file beside the folder. Raises RuntimeError when the
    command fails, or takes more than `patience` seconds and is ended; a note has its last words.
    """
    said = folder.with_name(f"{folder.name}.log")
    with said.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(day), stdout=out, stderr=subprocess.STDOUT
        )
        alarm = threading.Timer(patience, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        alarm.cancel()
    told = said.read_text("utf-8", "replace")
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        error = RuntimeError(f"exit status {process.returncode} after {wall:.0f} s")
        error.add_note(told[-2_000:])
        raise error
    made = MADE.search(told)
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=wall,
        memory=usage.ru_maxrss * RSS_UNIT / MEGABYTE,
        pages=sum(path.suffix == ".html" for path in files),
        files=len(files),
        size=sum(path.stat().st_size for path in files) / MEGABYTE,
        made=float(made[1].replace(",", "")) if made else math.nan,
    )


def median(costs: Iterable[Cost]) -> Cost:
    """The median of each number by itself."""
    given = [*costs]
    return Cost(
        *(statistics.median(getattr(cost, field.name) for cost in given) for field in fields(Cost))
    )
