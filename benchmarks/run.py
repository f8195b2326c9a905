"""Measure builds of the same generated briefs: this plugin, plain MkDocs, and other tools.

    python benchmarks/run.py 1000 --rounds 3

All tools take turns on this machine, so ratios say more than seconds. Everything is written to a
temporary folder. Needs a system with `wait4` (not Windows) and no network.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import report
from edits import BODY, TITLE, Site
from measure import MEGABYTE, ROOT, Cost, measure
from preview import Waits, preview
from tools import (
    CASES,
    CHECK,
    COLD,
    GONE,
    OURS,
    PEERS,
    PLAIN,
    PLAIN_NAV,
    SAME,
    Tool,
    command,
    find,
    versions,
)

OPTIONAL = [tool.name for tool in PEERS]


class Bench:
    """The sites of all tools, in one folder."""

    def __init__(self, folder: Path, starts: Mapping[Tool, Sequence[str]], patience: float) -> None:
        self.folder = folder
        self.aside = folder / "put-aside"
        self.starts = dict(starts)
        self.patience = patience
        self.sites: dict[Tool, Site] = {}

    def write(self, briefs: int, seed: int) -> None:
        """Write the sites in another process.

        At first a process counts the memory of its parent as its own, so this one must be small.
        """
        names = [tool.name for tool in self.starts]
        words = [str(briefs), str(self.folder), "--seed", str(seed), "--layout", *names]
        generator = ROOT / "benchmarks" / "corpus.py"
        subprocess.run([sys.executable, generator, *words], check=True, stdout=subprocess.DEVNULL)
        self.sites = {tool: Site(self.folder / tool.name, tool.briefs) for tool in self.starts}
        self.sites[OURS].remove_today()

    def measure(self, tool: Tool, case: str) -> Cost:
        """Prepare a case and measure it.

        Raises RuntimeError if the build fails or the site does not show the edit.
        """
        site = self.folder / tool.name
        if case in {COLD, CHECK}:
            self.put_aside(site / ".cache")
        if case in {COLD, GONE}:
            self.put_aside(site / "site")
        expected = self.sites[tool].edit(case)
        words = command(tool, self.starts[tool], case, site)
        cost = measure(words, site, self.sites[tool].day, self.patience)
        fault = expected.fault(site / "site")
        if fault and case != CHECK:
            raise RuntimeError(fault)
        return cost

    def put_aside(self, folder: Path) -> None:
        """Move a folder away instead of deleting it.

        Some disks are slow to find room for new files after many were deleted.
        """
        if folder.exists():
            self.aside.mkdir(exist_ok=True)
            folder.rename(self.aside / f"{len([*self.aside.iterdir()])}")

    def serve(self, saves: int) -> Waits:
        """Measure the live preview of our site."""
        site = self.sites[OURS]
        return preview(
            self.starts[OURS],
            site.folder,
            site.edit(SAME).page,
            {
                "body saved": lambda: site.edit(BODY).words,
                "front matter saved": lambda: site.edit(TITLE).words,
            },
            day=site.day,
            saves=saves,
            patience=self.patience,
        )


def warm_up(folder: Path, starts: Mapping[Tool, Sequence[str]], patience: float) -> None:
    """Let every tool build two briefs, so that its own files are compiled and in memory."""
    bench = Bench(folder, starts, patience)
    bench.write(2, 0)
    for tool in starts:
        with contextlib.suppress(RuntimeError):  # it will fail again where it is measured
            bench.measure(tool, COLD)


def rounds(bench: Bench, run: report.Run, cases: Sequence[str]) -> None:
    """Measure all tools in all `cases`, in turn; another begins in each round.

    Another tool that fails is left out from then on. Raises RuntimeError if MkDocs fails.
    """
    for number in range(run.rounds):
        for case in cases:
            tools = [tool for tool in bench.starts if case in tool.cases]
            first = number % len(tools) if tools else 0
            for tool in tools[first:] + tools[:first]:
                try:
                    cost = bench.measure(tool, case)
                except RuntimeError as error:
                    if tool not in PEERS:
                        raise
                    del bench.starts[tool]
                    run.left_out[tool.name] = f"it failed ({case}): {error}"
                    print(f"{tool.name:<10} failed: {error}", file=sys.stderr)
                    print(*getattr(error, "__notes__", ()), file=sys.stderr, flush=True)
                    continue
                run.costs.setdefault((case, tool.name), []).append(cost)
                seconds = f"{cost.cpu:8.1f} s CPU {cost.wall:8.1f} s wall"
                print(f"{tool.name:<10}{seconds}  {case}", file=sys.stderr, flush=True)


def chosen(options: argparse.Namespace) -> tuple[dict[Tool, list[str]], dict[str, str]]:
    """Return the tools with the words that start them, and the reasons for those left out."""
    paths = dict(each.partition("=")[::2] for each in options.tool)
    starts, left_out = {}, {}
    for tool in (PLAIN, OURS, *([PLAIN_NAV] if options.also else []), *PEERS):
        words = find(tool.program, paths)
        if tool.name in options.without:
            left_out[tool.name] = "not asked for"
        elif not words:
            left_out[tool.name] = f"the program {tool.program} is missing here"
        else:
            starts[tool] = words
    return starts, left_out


def read_options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("briefs", type=int, nargs="?", default=1_000)
    add("--seed", type=int, default=7)
    add("--rounds", type=int, default=1, help="measure so many times; medians are shown")
    add("--also", choices=[PLAIN_NAV.name], help="every page in the navigation; takes long")
    add("--tool", action="append", default=[], metavar="NAME=PATH", help="where a program is")
    add("--without", action="append", default=[], choices=OPTIONAL, help="leave a tool out")
    add("--case", action="append", choices=CASES[1:], help="measure this, besides cold builds")
    add("--saves", type=int, default=5, help="how often each is saved in a preview; 0: no preview")
    add("--write", type=Path, metavar="FILE", help="write the results as a page in Markdown")
    add("--work", type=Path, metavar="FOLDER", help="build here and keep it; must not exist yet")
    add("--patience", type=float, default=3_600, help="seconds after which a build is ended")
    return parser.parse_args()


def command_line() -> str:
    """Return the command line without paths of this machine."""
    words, arguments = ["python", "benchmarks/run.py"], iter(sys.argv[1:])
    for word in arguments:
        name, equals, value = word.partition("=")
        if name in {"--tool", "--write", "--work"}:
            value = value if equals else next(arguments)
            words += [f"--tool {value.partition('=')[0]}=PATH"] if name == "--tool" else []
        else:
            words.append(word)
    return f"`{' '.join(words)}`"


def main() -> None:
    """Measure from the command line."""
    options = read_options()
    load, *_ = os.getloadavg()
    starts, left_out = chosen(options)
    with tempfile.TemporaryDirectory(prefix="briefs-bench-") as temporary:
        folder = options.work or Path(temporary)
        if options.work:
            folder.mkdir(parents=True)
        bench = Bench(folder, starts, options.patience)
        bench.write(options.briefs, options.seed)
        run = report.Run(
            briefs=options.briefs,
            seed=options.seed,
            rounds=options.rounds,
            command=command_line(),
            load=load,
            source=sum(file.stat().st_size for file in bench.sites[OURS].briefs) / MEGABYTE,
            versions=versions({tool.program: words for tool, words in starts.items()}),
            left_out=left_out,
        )
        warm_up(folder / "warm-up", starts, options.patience)
        rounds(bench, run, [COLD, *options.case] if options.case else CASES)
        if options.saves:
            run.waits = bench.serve(options.saves)
        shutil.rmtree(bench.aside, ignore_errors=True)
    print(report.text(run))
    if options.write:
        options.write.write_text(report.page(run), "utf-8")


if __name__ == "__main__":
    main()
