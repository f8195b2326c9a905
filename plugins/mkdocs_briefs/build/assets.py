"""Styles and words that every page shares, as the files a browser fetches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs_briefs.render.words import words

FOLDER = "assets/briefs"
THEME = Path(__file__).parent.parent / "theme"
STYLES = ("look",)
"""The parts of the one style sheet, in their order; each is `theme/styles/<name>.css`."""
STYLESHEET = f"{FOLDER}/briefs.css"
SCRIPT = f"{FOLDER}/briefs.js"
"""The one script that pages load; it imports the others when they are needed."""


def asset_files(langs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Path and text of the files that are put together: the style sheet, the words of scripts.

    `langs` are the languages of the site's pages.
    """
    parts = (THEME.joinpath("styles", f"{name}.css").read_text("utf-8") for name in STYLES)
    yield STYLESHEET, "\n".join(parts)
    for lang in sorted({words(lang).lang for lang in (*langs, "en")}):
        said = words(lang).for_scripts()
        yield f"{FOLDER}/words/{lang}.json", json.dumps(said, ensure_ascii=False, sort_keys=True)
