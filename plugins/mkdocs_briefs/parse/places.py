"""Where the values of one file stand, kept small: most files are fine, and nobody asks."""

from __future__ import annotations

import json
from collections.abc import ItemsView, Iterator, Mapping
from functools import lru_cache

from mkdocs_briefs.model.brief import Path
from mkdocs_briefs.problems import Location

Spot = tuple[int, int, int]
"""Line, column and length, as `Location` counts them."""
_MOST = 1_000
"""Places that are searched one by one."""


class Places(Mapping[Path, Location]):
    """The places of values by their paths; a `Location` is made when one is asked for.

    `spots` is for those who fill it.
    """

    __slots__ = ("file", "spots")

    def __init__(self, file: str, spots: dict[Path, Spot] | None = None) -> None:
        self.file = file
        self.spots = {} if spots is None else spots

    def __getitem__(self, path: Path) -> Location:
        return Location(self.file, *self.spots[path])

    def __iter__(self) -> Iterator[Path]:
        return iter(self.spots)

    def __len__(self) -> int:
        return len(self.spots)

    def __contains__(self, path: object) -> bool:
        return path in self.spots

    def settled(self) -> Mapping[Path, Location]:
        """The same places for good; as long as they are no more than usual, in a tenth of the room.

        To search through very many for each of them would take the square of their number.
        """
        return self if len(self) > _MOST else Settled.of(self.file, self.spots)


class Settled(Mapping[Path, Location]):
    """Places that nobody changes any more, as lines of one text that is searched when asked."""

    __slots__ = ("_file", "text")

    def __init__(self, file: str, text: str) -> None:
        self._file, self.text = file, text

    @classmethod
    def of(cls, file: str, spots: Mapping[Path, Spot]) -> Settled:
        """Return these places of a file."""
        rows = (f"{_line(path)}{a} {b} {c}\n" for path, (a, b, c) in spots.items())
        return cls(file, f"\n{''.join(rows)}")

    def __getitem__(self, path: Path) -> Location:
        start = self.text.find(f"\n{_line(path)}")
        if start < 0:
            raise KeyError(path)
        return self._place(self.text[start + 1 : self.text.index("\n", start + 1)])

    def _place(self, line: str) -> Location:
        row, column, length = line.rpartition("\t")[2].split()
        return Location(self._file, int(row), int(column), int(length))

    def __iter__(self) -> Iterator[Path]:
        for line in self.text.splitlines()[1:]:
            yield tuple(json.loads(line.rpartition("\t")[0]))

    def items(self) -> ItemsView[Path, Location]:
        """Every path with its place, read once from first to last."""
        return _Rows(self)

    def rows(self) -> Iterator[tuple[Path, Location]]:
        """The same as they come."""
        return zip(self, map(self._place, self.text.splitlines()[1:]), strict=True)

    def __len__(self) -> int:
        return self.text.count("\n") - 1

    def __contains__(self, path: object) -> bool:
        return isinstance(path, tuple) and f"\n{_line(path)}" in self.text


class _Rows(ItemsView[Path, Location]):
    _mapping: Settled

    def __iter__(self) -> Iterator[tuple[Path, Location]]:
        return self._mapping.rows()


@lru_cache(maxsize=4096)
def _line(path: Path) -> str:
    """How the line of a path begins. No break or tab stands in JSON but as an escape."""
    return f"{json.dumps(path)}\t"
