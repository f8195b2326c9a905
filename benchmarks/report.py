"""The results as tables, for a terminal and as a page of the documentation."""

from __future__ import annotations

import datetime as dt
import math
import os
import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measure import MEGABYTE, Cost, median
from preview import Waits
from tools import CHECK, COLD, OURS, PLAIN

COLUMNS = (
    *("", "CPU s", "CPU ratio", "wall s", "wall ratio", "peak MB"),
    *("pages", "files", "site MB", "pages made"),
)
PAGE = """---
title: Benchmark results
description: What builds of {briefs} made-up briefs cost after each edit, and with other tools.
---

<!-- Written by benchmarks/run.py. Run it again instead of editing this page. -->

# Benchmark results

{briefs} briefs, on {date}. [Benchmarks](benchmarks.md) says what is measured, how to read it, and
what is not the same between the tools. A ratio compares with the cold build of `plain`, which is
MkDocs without this plugin.

{tables}

## How it was run

{facts}
"""


@dataclass(slots=True)
class Run:
    """The results of one run."""

    briefs: int
    seed: int
    rounds: int
    command: str
    """The command line, without paths."""
    load: float
    """Load of the machine before the run: processes that waited for a core in the last minute."""
    source: float
    """Size of our briefs in millions of bytes."""
    versions: Mapping[str, str]
    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=dict)
    """The cost in each round, by case and name of the tool."""
    left_out: dict[str, str] = field(default_factory=dict)
    """The reason why a tool is not in the tables."""
    waits: Waits | None = None


def tables(run: Run) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield title and rows of two tables: our site, and other tools.

    `briefs check` makes no site, so it is among the facts.
    """
    yardstick = median(run.costs[COLD, PLAIN.name])
    costs = {at: median(each) for at, each in run.costs.items() if CHECK not in at}
    ours = [
        _row(case, cost, yardstick) for (case, tool), cost in costs.items() if tool == OURS.name
    ]
    for kind, saves in (run.waits.saves if run.waits else {}).items():
        wait = statistics.median(saves)
        cells = {"wall s": _short(wait), "wall ratio": f"{wait / yardstick.wall:.3f}"}
        name = f"preview: {kind}"
        ours.append((name, *(cells.get(column, "-") for column in COLUMNS[1:])))
    yield "MkDocs with this plugin", [COLUMNS, *ours]
    tools = dict.fromkeys(tool for _, tool in costs if tool != OURS.name)
    others = [
        _row(f"{tool}: {case}", cost, yardstick)[:-1]
        for tool in tools
        for (case, at), cost in costs.items()
        if at == tool
    ]
    yield "Other tools", [COLUMNS[:-1], *others]


def _row(name: str, cost: Cost, yardstick: Cost) -> tuple[str, ...]:
    return (
        name,
        _short(cost.cpu),
        f"{cost.cpu / yardstick.cpu:.3f}",
        _short(cost.wall),
        f"{cost.wall / yardstick.wall:.3f}",
        f"{cost.memory:,.0f}",
        f"{cost.pages:,.0f}",
        f"{cost.files:,.0f}",
        _short(cost.size),
        "-" if math.isnan(cost.made) else f"{cost.made:,.0f}",
    )


def _short(number: float) -> str:
    return f"{number:,.1f}" if number >= 10 else f"{number:.2f}"


def facts(run: Run) -> dict[str, str]:
    """Return the circumstances of the run, by their names."""
    found = {
        "Machine": machine(),
        "Load of the machine before": f"{run.load:.1f}",
        "Versions": "; ".join(f"{name} {version}" for name, version in run.versions.items()),
        "Command": run.command,
        "Rounds": f"{run.rounds}, the tools in turn" + ("; medians" if run.rounds > 1 else ""),
        "Source": f"{run.briefs:,} briefs of {run.source / run.briefs * 1_000:.1f} kB on average, "
        f"seed {run.seed}",
    }
    if checks := run.costs.get((CHECK, OURS.name)):
        cost = median(checks)
        seconds = f"{_short(cost.cpu)} s CPU, {_short(cost.wall)} s wall, {cost.memory:,.0f} MB"
        found["`briefs check`"] = f"{seconds}, without a cache"
    if run.waits:
        saved = [
            f"{kind}, median of {len(saves)}, at most {max(saves):.2f} s"
            for kind, saves in run.waits.saves.items()
        ]
        first = f"{_short(run.waits.start)} s until the first page"
        found["`mkdocs serve`"] = "; ".join([first, *saved])
    found.update({f"No `{name}`": reason for name, reason in run.left_out.items()})
    return found


def machine() -> str:
    """Return processor, number of cores, memory and system."""
    return ", ".join(
        (
            _processor(),
            f"{os.cpu_count()} cores",
            f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1_000 / MEGABYTE:.0f} GB",
            f"{platform.system()} on {platform.machine()}",
        )
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")  # of Linux
    if info.exists():
        for line in info.read_text("utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or "unknown processor"


def text(run: Run) -> str:
    """Return the results for a terminal."""
    blocks = []
    for title, rows in tables(run):
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [_aligned(row, widths) for row in rows]
        blocks.append("\n".join([title, *lines]))
    blocks.append("\n".join(f"{name}: {fact}" for name, fact in facts(run).items()))
    return "\n\n".join(blocks).replace("`", "")


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [row[0].ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "  ".join(cells)


def page(run: Run) -> str:
    """Return the results as a page in Markdown."""
    blocks = []
    for title, (head, *rows) in tables(run):
        rule = ["---", *("---:" for _ in head[1:])]
        lines = ["| " + " | ".join(row) + " |" for row in (head, rule, *rows)]
        blocks.append("\n".join([f"## {title}", "", *lines]))
    points = [f"- {name}: {fact}" for name, fact in facts(run).items()]
    date = dt.datetime.now(dt.UTC).date()
    return PAGE.format(
        briefs=f"{run.briefs:,}", date=date, tables="\n\n".join(blocks), facts="\n".join(points)
    )
