"""Write a site of any number of generated briefs; the same seed gives the same texts.

    python benchmarks/corpus.py 1000 --seed 7 OUT
    python benchmarks/corpus.py 1000 OUT --layout plain hugo

The first writes a site of this plugin to OUT. The second writes the same briefs for other tools,
each to a folder of its name in OUT.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from layouts import LAYOUTS
from newsroom import TODAY, Newsroom

__all__ = ["LAYOUTS", "TODAY", "Newsroom", "write", "write_site"]


def write_site(out: Path, briefs: int, seed: int = 7, layout: str = "briefs") -> Newsroom:
    """Write a site of `briefs` briefs to `out`."""
    room = Newsroom(briefs, seed)
    write(out, room, layout)
    return room


def write(out: Path, room: Newsroom, layout: str) -> None:
    """Write the briefs of `room` to `out` for the tool of `layout`."""
    (out / "docs").mkdir(parents=True, exist_ok=True)  # MkDocs needs it, even if it is empty
    for name, text in LAYOUTS[layout](room):
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def main() -> None:
    """Write sites from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("briefs", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--layout", nargs="+", choices=[*LAYOUTS], default=[])
    options = parser.parse_args()
    room = Newsroom(options.briefs, options.seed)
    places = {layout: options.out / layout for layout in options.layout} or {"briefs": options.out}
    for layout, out in places.items():
        write(out, room, layout)
        print(f"{options.briefs} briefs below {out}")


if __name__ == "__main__":
    main()
