"""Where the values of one file stand, kept small: most files are fine, and nobody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkdocs_briefs.model.brief import Path
from mkdocs_briefs.problems import Location

Spot = tuple[int, int, int]
"""Line, column and length, as `Location` counts them."""


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
