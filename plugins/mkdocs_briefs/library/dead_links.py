"""Relative links in the texts of briefs that lead to no page and no file.

The host checks the links of a body when it renders it; the texts of front matter never reach it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.fields import INLINE, texts_of
from mkdocs_briefs.parse.inline import scan_inline
from mkdocs_briefs.problems import Problem


def dead_links(library: Library, exists: Callable[[str], bool]) -> Iterator[Problem]:
    """Each such link at its text; `exists` tells whether a path, as links see it, leads on."""
    for brief in library.briefs:
        folder = posixpath.dirname(brief.uri)
        for path, text in texts_of(brief.fields, INLINE, sign="]("):
            for link in scan_inline(text).links:
                uri = posixpath.normpath(posixpath.join(folder, link.path))
                if link.path and not exists(uri):
                    yield Problem(
                        "B313",
                        brief.at(*path),
                        f"the link to {link.path} leads to no page and no file",
                        f"It is looked for from {folder or '.'}/; write the path from there.",
                    )
