"""What parsing gives back: as much of a value as could be read, and everything wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from mkdocs_briefs.problems import Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value, or None when nothing could be saved of it, and the problems found on the way."""

    value: T | None
    problems: tuple[Problem, ...] = ()
