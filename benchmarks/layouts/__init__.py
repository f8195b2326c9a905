"""The files of a site for each tool."""

from collections.abc import Callable, Iterable

from layouts.hugo import hugo_files
from layouts.ours import briefs_files
from layouts.pelican import pelican_files
from layouts.plain import plain_files, plain_nav_files
from newsroom import Newsroom

Files = Iterable[tuple[str, str]]
LAYOUTS: dict[str, Callable[[Newsroom], Files]] = {
    "briefs": briefs_files,
    "plain": plain_files,
    "plain-nav": plain_nav_files,
    "zensical": plain_files,
    "hugo": hugo_files,
    "pelican": pelican_files,
}
"""Yields path and text of each file, by the name of the layout."""
