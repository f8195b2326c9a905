"""What sites of the same made-up briefs cost to build: ours, plain MkDocs, and other tools.

    python benchmarks/run.py 1000 --rounds 3

All tools take turns here and now, so their ratios say more than seconds do. Everything is written
to a temporary folder; nothing is asked of the network. Needs a system with `wait4` (not Windows).
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
    """The sites of the tools below one folder, and what was found out about them."""

    def __init__(self, folder: Path, starts: Mapping[Tool, Sequence[str]], patience: float) -> None:
        self.folder = folder
        self.aside = folder / "put-aside"
        self.starts = dict(starts)
        self.patience = patience
        self.sites: dict[Tool, Site] = {}

    def write(self, briefs: int, seed: int) -> None:
        """Writes the sites, in a process of its own.

        A process counts the memory of the one that started it as its own first, so this one must
        stay small.
        """
        names = [tool.name for tool in self.starts]
        words = [str(briefs), str(self.folder), "--seed", str(seed), "--layout", *names]
        generator = ROOT / "benchmarks" / "corpus.py"
        subprocess.run([sys.executable, generator, *words], check=True, stdout=subprocess.DEVNULL)
        self.sites = {tool: Site(self.folder / tool.name, tool.briefs) for tool in self.starts}
        self.sites[OURS].forget_the_day()

    def measure(self, tool: Tool, case: str) -> Cost:
        """Prepares the case and measures it.

        Raises RuntimeError when the build fails, or its site does not show the edit.
        """
        site = self.folder / tool.name
        if case in {COLD, CHECK}:
            self.put_aside(site / ".cache")
        if case in {COLD, GONE}:
            self.put_aside(site / "site")
        shown = self.sites[tool].edit(case)
        words = command(tool, self.starts[tool], case, site)
        cost = measure(words, site, self.sites[tool].day, self.patience)
        wrong = shown.wrong(site / "site")
        if wrong and case != CHECK:
            raise RuntimeError(wrong)
        return cost

    def put_aside(self, folder: Path) -> None:
        """Takes a folder away without deleting it.

        Some disks search long for room for a new file while many were deleted a moment ago.
        """
        if folder.exists():
            self.aside.mkdir(exist_ok=True)
            folder.rename(self.aside / f"{len([*self.aside.iterdir()])}")

    def serve(self, saves: int) -> Waits:
        """Measures the live preview of our site."""
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
    """Lets every tool build two briefs, so that its own files are compiled and in memory."""
    bench = Bench(folder, starts, patience)
    bench.write(2, 0)
    for tool in starts:
        with contextlib.suppress(RuntimeError):  # it will fail again where it is measured
            bench.measure(tool, COLD)


def rounds(bench: Bench, run: report.Run, cases: Sequence[str]) -> None:
    """Measures every tool at every one of `cases`, in turn; another starts in each round.

    A tool of others that fails is left out from there on. Raises RuntimeError when MkDocs fails.
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
                told = f"{cost.cpu:8.1f} s CPU {cost.wall:8.1f} s wall"
                print(f"{tool.name:<10}{told}  {case}", file=sys.stderr, flush=True)


def chosen(given: argparse.Namespace) -> tuple[dict[Tool, list[str]], dict[str, str]]:
    """The tools and how they start; and those left out, with the reason."""
    paths = dict(each.partition("=")[::2] for each in given.tool)
    starts, left_out = {}, {}
    for tool in (PLAIN, OURS, *([PLAIN_NAV] if given.also else []), *PEERS):
        words = find(tool.program, paths)
        if tool.name in given.without:
            left_out[tool.name] = "not asked for"
        elif not words:
            left_out[tool.name] = f"the program {tool.program} is missing here"
        else:
            starts[tool] = words
    return starts, left_out


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
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


def asked() -> str:
    """The command line without what belongs to this machine."""
    words, given = ["python", "benchmarks/run.py"], iter(sys.argv[1:])
    for word in given:
        name, equals, value = word.partition("=")
        if name in {"--tool", "--write", "--work"}:
            value = value if equals else next(given)
            words += [f"--tool {value.partition('=')[0]}=PATH"] if name == "--tool" else []
        else:
            words.append(word)
    return f"`{' '.join(words)}`"


def main() -> None:
    """Measure from the command line."""
    given = arguments()
    load, *_ = os.getloadavg()
    starts, left_out = chosen(given)
    with tempfile.TemporaryDirectory(prefix="briefs-bench-") as temporary:
        folder = given.work or Path(temporary)
        if given.work:
            folder.mkdir(parents=True)
        bench = Bench(folder, starts, given.patience)
        bench.write(given.briefs, given.seed)
        run = report.Run(
            briefs=given.briefs,
            seed=given.seed,
            rounds=given.rounds,
            asked=asked(),
            load=load,
            source=sum(file.stat().st_size for file in bench.sites[OURS].briefs) / MEGABYTE,
            versions=versions({tool.program: words for tool, words in starts.items()}),
            left_out=left_out,
        )
        warm_up(folder / "warm-up", starts, given.patience)
        rounds(bench, run, [COLD, *given.case] if given.case else CASES)
        if given.saves:
            run.waits = bench.serve(given.saves)
        shutil.rmtree(bench.aside, ignore_errors=True)
    print(report.text(run))
    if given.write:
        given.write.write_text(report.page(run), "utf-8")


if __name__ == "__main__":
    main()
