"""Long lists cut into pages, in one way for the whole site.

The newest page has the address of the list. Older pages are counted from the oldest, so that a new
item changes the newest page alone, and an address keeps what it holds. A timeline is cut at years
instead, because a new brief may tell of old events. What is not by age, such as names, is counted
from the first page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.parts import Link, Pager

T = TypeVar("T")
Pages = list[tuple[Pager, tuple[T, ...]]]
"""The pages of a list with the rows of each, the newest page first."""
SPANS = (100, 20, 10, 5, 2, 1)
"""Years that a page of a timeline may hold."""


def rows_a_page(per_page: int, weight: float = 1) -> int:
    """Return how many rows a page has: `per_page`, fewer of large ones and more of small ones."""
    return max(1, int(per_page / weight))


def pages_of(path: str, rows: Sequence[T], size: int, *, by_age: bool = True) -> Pages[T]:
    """Return the pages of `rows`, which are by age (the newest first) or not, at `path`.

    Older pages have `size` rows. The newest page has from half to one and a half of that, so it is
    never almost empty.
    """
    older = max(0, (len(rows) - max(1, size // 2)) // size)
    parts = [
        (
            str(n if by_age else older - n + 2),
            rows[len(rows) - n * size : len(rows) - (n - 1) * size],
        )
        for n in range(older, 0, -1)
    ]
    parts.insert(0, ("", rows[: len(rows) - older * size]))
    return _pages(path, parts, len(rows), urls.numbered, by_age=by_age)


def timeline_pages(
    path: str, rows: Sequence[T], size: int, year_of: Callable[[T], int | None]
) -> Pages[T]:
    """Return the pages of a timeline, the newest first, each with whole years of `rows`.

    Rows without a year are on the page of those before them. All pages but the newest have the same
    number of years, as many as fit; a year that is too long is cut by number.
    """
    most = size + size // 2
    counts = Counter(_years(rows, year_of))
    if len(rows) <= most or len(counts) < 2:
        return pages_of(path, rows, size)

    def blocks(span: int) -> Counter[int]:
        found: Counter[int] = Counter()
        for year, count in counts.items():
            found[year // span] += count
        return found

    span = next((it for it in SPANS if max(blocks(it).values()) <= most), 1)
    found = sorted(blocks(span).items(), reverse=True)
    newest, kept = 0, 0
    while newest < len(found) and (kept == 0 or kept + found[newest][1] <= most):
        kept += found[newest][1]
        newest += 1
    parts, start = [("", rows[:kept])], kept
    for block, count in found[newest:]:
        first, last = block * span, block * span + span - 1
        name = f"{first:04d}" if span == 1 else f"{first:04d}-{last:04d}"
        parts += _numbered(name, rows[start : start + count], size)
        start += count
    parts[:1] = _numbered("", parts[0][1], size)
    return _pages(path, parts, len(rows), urls.within)


def _years(rows: Sequence[T], year_of: Callable[[T], int | None]) -> Iterator[int]:
    """Yield the year of the page of each row, the oldest row first."""
    known = (year for row in reversed(rows) if (year := year_of(row)) is not None)
    year = next(known, 0)
    for row in reversed(rows):
        year = max(year, year_of(row) or 0)
        yield year


def _numbered(name: str, rows: Sequence[T], size: int) -> list[tuple[str, Sequence[T]]]:
    return [
        ("-".join(filter(None, (name, page.label))), part)
        for page, part in (pages_of("", rows, size) if len(rows) > size + size // 2 else [])
    ] or [(name, rows)]


def _pages(
    path: str,
    parts: Sequence[tuple[str, Sequence[T]]],
    total: int,
    address: Callable[[str, str], str],
    *,
    by_age: bool = True,
) -> Pages[T]:
    paths = [path, *(address(path, name) for name, _ in parts[1:])]
    older = tuple(Link(name, at) for (name, _), at in zip(parts[1:], paths[1:], strict=True))
    return [
        (
            Pager(
                first=path,
                path=paths[n],
                label=name,
                newer=paths[n - 1] if n else "",
                older=paths[n + 1] if n + 1 < len(paths) else "",
                others=older if n == 0 else (),
                total=total if n == 0 else 0,
                by_age=by_age,
            ),
            tuple(rows),
        )
        for n, (name, rows) in enumerate(parts)
    ]


def paths_of_rows(pages: Pages[T]) -> Iterator[tuple[str, T]]:
    """Yield each row behind the path of its page."""
    for page, rows in pages:
        for row in rows:
            yield page.path, row
