"""What a site of made-up briefs costs to build, beside the same texts as plain pages.

    python benchmarks/run.py 1000 --seed 7

Builds one site with this plugin, and one with MkDocs and Material alone, where each brief is an
ordinary page outside the navigation. Both run here and now, so their ratio says more than seconds
do. Everything is written to a temporary folder; nothing is asked of the network. Needs a system
with `wait4` (not Windows).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from corpus import TODAY, write_site

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1_000_000
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the largest resident set: getrusage(2)."""
CHECK = "from mkdocs_briefs.cli.app import main; main(['check'])"
COLUMNS = ("CPU s", "wall s", "peak MB", "files", "site MB")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took, and what it left in its site."""

    cpu: float
    wall: float
    memory: float
    files: int
    size: float

    def row(self) -> tuple[float, ...]:
        """The numbers in the order of `COLUMNS`; seconds, and millions of bytes."""
        return self.cpu, self.wall, self.memory, self.files, self.size


def write_plain(source: Path, out: Path) -> None:
    """The briefs of the site in `source` as ordinary pages of a site in `out`."""
    pages = out / "docs" / "briefs"
    pages.mkdir(parents=True)
    for file in (source / "briefs").glob("*.md"):
        (pages / file.name).write_bytes(file.read_bytes())
    (out / "docs" / "index.md").write_text("# Benchmark\n", "utf-8")
    (out / "mkdocs.yml").write_text(
        "site_name: Benchmark\nsite_url: https://example.org/\n"
        "theme: {name: material, font: false}\n"
        "nav: [index.md]\nnot_in_nav: /briefs/\nplugins: [search]\n",
        "utf-8",
    )


def measure(folder: Path, *arguments: str) -> Cost:
    """What Python with `arguments` costs in `folder`.

    Raises CalledProcessError when it fails.
    """
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(ROOT / "plugins"),
    }
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    sizes = [file.stat().st_size for file in (folder / "site").rglob("*") if file.is_file()]
    return Cost(
        usage.ru_utime + usage.ru_stime,
        wall,
        usage.ru_maxrss * RSS_UNIT / MEGABYTE,
        len(sizes),
        sum(sizes) / MEGABYTE,
    )


def table(plain: Cost, ours: Cost) -> str:
    """Both costs below each other, and how many times the first the second is."""
    ratios = [f"{b / a:.1f}x" for a, b in zip(plain.row(), ours.row(), strict=True)]
    lines = [("", COLUMNS), ("plain pages", _told(plain)), ("briefs", _told(ours))]
    return "\n".join(
        f"{name:<12}" + "".join(f"{cell:>10}" for cell in cells)
        for name, cells in (*lines, ("ratio", ratios))
    )


def _told(cost: Cost) -> list[str]:
    return [f"{value:,}" if isinstance(value, int) else f"{value:,.1f}" for value in cost.row()]


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("briefs", type=int, nargs="?", default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="briefs-bench-") as folder:
        ours, plain = Path(folder, "ours"), Path(folder, "plain")
        write_site(ours, given.briefs, given.seed)
        write_plain(ours, plain)
        source = sum(file.stat().st_size for file in (ours / "briefs").iterdir()) / MEGABYTE
        print(f"{given.briefs:,} briefs, {source:.1f} MB of source, as of {TODAY}", flush=True)
        check = measure(ours, "-c", CHECK)
        costs = [measure(site, "-m", "mkdocs", "build", "--quiet") for site in (plain, ours)]
    print(table(*costs))
    print(f"briefs check: {check.cpu:.1f} s CPU, {check.wall:.1f} s, {check.memory:.0f} MB")


if __name__ == "__main__":
    main()
