"""A site of any number of made-up briefs, the same for the same seed.

    python benchmarks/corpus.py 1000 --seed 7 OUT
    python benchmarks/corpus.py 1000 OUT --layout plain hugo

The first writes a site of ours into OUT. The second writes the same briefs for other tools, each
into a folder of its name below OUT.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from layouts import LAYOUTS
from newsroom import TODAY, Newsroom

__all__ = ["LAYOUTS", "TODAY", "Newsroom", "write", "write_site"]


def write_site(out: Path, briefs: int, seed: int = 7, layout: str = "briefs") -> Newsroom:
    """Writes a site of `briefs` briefs below `out`."""
    room = Newsroom(briefs, seed)
    write(out, room, layout)
    return room


def write(out: Path, room: Newsroom, layout: str) -> None:
    """Writes the briefs of `room` below `out` as the tool of `layout` reads them."""
    (out / "docs").mkdir(parents=True, exist_ok=True)  # MkDocs asks for one, even an empty one
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
    given = parser.parse_args()
    room = Newsroom(given.briefs, given.seed)
    places = {layout: given.out / layout for layout in given.layout} or {"briefs": given.out}
    for layout, out in places.items():
        write(out, room, layout)
        print(f"{given.briefs} briefs below {out}")


if __name__ == "__main__":
    main()
