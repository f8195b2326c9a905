"""Measure a command and the site that it makes. Needs a system with `wait4`."""

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
"""The unit of the largest resident set in bytes: getrusage(2)."""
MADE = re.compile(r"([\d,]+) pages? made")
ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONPATH": str(ROOT / "plugins"),
}
"""The plugin of this checkout has precedence over an installed one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, millions of bytes, and numbers of files; `pages` are HTML files.

    `made` is the number of pages that the build wrote; NaN if the command does not print it.
    """

    cpu: float
    wall: float
    memory: float
    pages: float
    files: float
    size: float
    made: float


def environment(day: dt.date) -> dict[str, str]:
    """Return the environment of a command on `day`, set by `SOURCE_DATE_EPOCH`."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return {**ENVIRONMENT, "SOURCE_DATE_EPOCH": f"{noon.timestamp():.0f}"}


def measure(command: Sequence[str | Path], folder: Path, day: dt.date, patience: float) -> Cost:
    """Run `command` in `folder` on `day`; return its cost and the size of `site` there.

    CPU time includes processes that the command waited for; memory is that of the largest process.
    The output goes to a file beside the folder. Raises RuntimeError if the command fails or is
    ended after `patience` seconds; a note has the end of the output.
    """
    log = folder.with_name(f"{folder.name}.log")
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment(day), stdout=out, stderr=subprocess.STDOUT
        )
        alarm = threading.Timer(patience, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        alarm.cancel()
    output = log.read_text("utf-8", "replace")
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        error = RuntimeError(f"exit status {process.returncode} after {wall:.0f} s")
        error.add_note(output[-2_000:])
        raise error
    made = MADE.search(output)
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
    """Return the median of each number."""
    rounds = [*costs]
    return Cost(
        *(statistics.median(getattr(cost, field.name) for cost in rounds) for field in fields(Cost))
    )
