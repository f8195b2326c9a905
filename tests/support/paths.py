"""Find the paths and anchors in a view."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from mkdocs_briefs.problems import Location

PATHS = frozenset({"path", "permalink", "first", "newer", "older"})


def paths_of(value: object) -> Iterator[str]:
    """Yield the paths of pages in `value`, without addresses of other sites."""
    if isinstance(value, Location):
        return
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if field.name in PATHS and isinstance(inner, str):
                if "://" not in inner:
                    yield inner
            else:
                yield from paths_of(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from paths_of(inner)


def anchors_of(value: object) -> Iterator[str]:
    """Yield the anchors in `value`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if field.name == "anchor":
                yield inner
            else:
                yield from anchors_of(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from anchors_of(inner)
