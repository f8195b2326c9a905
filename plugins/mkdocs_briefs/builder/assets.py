"""Styles and words that every page shares, as the files a browser fetches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs_briefs.pages.kinds import SEARCHED, SUBJECTS
from mkdocs_briefs.render.words import words

FOLDER = "assets/briefs"
THEME = Path(__file__).parent.parent / "theme"
STYLE_PARTS = THEME / "styles"
STYLES = ("look", "timeline", "shell", "search", "cite", "print", "languages")
"""The parts of the one style sheet, in their order; each is `theme/styles/<name>.css`."""
STYLESHEET = f"{FOLDER}/briefs.css"
SCRIPT = f"{FOLDER}/briefs.js"
"""The one script that pages load; it imports the others when they are needed."""


def compact(css: str) -> str:
    """Our own CSS without comments, indentation and the spaces that nobody needs.

    It knows what our styles hold, and no more: no string of theirs has a comment or these signs.
    """
    bare = " ".join(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).split())
    for sign in "{};,":
        bare = bare.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    return bare.replace(";}", "}")


def _script_tags(lang: str) -> tuple[str, str]:
    """By these scripts ask for the words of a page's language, whether it has any of its own."""
    tag = lang.lower().replace("_", "-")
    return tag, tag.partition("-")[0]


def kinds_script() -> str:
    """Return the module from which scripts know the kinds of pages."""
    known = {"SUBJECTS": [kind.folder for kind in SUBJECTS], "SEARCHED": SEARCHED}
    return "".join(f"export const {name} = {json.dumps(them)};\n" for name, them in known.items())


def asset_files(langs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the files that are put together: styles, and what scripts know.

    `langs` are the languages of the site's pages.
    """
    parts = (STYLE_PARTS.joinpath(f"{name}.css").read_text("utf-8") for name in STYLES)
    yield STYLESHEET, "\n".join(map(compact, parts))
    yield f"{FOLDER}/kinds.js", kinds_script()
    for lang in sorted({tag for each in (*langs, "en") for tag in _script_tags(each)}):
        said = words(lang).for_scripts()
        yield f"{FOLDER}/words/{lang}.json", json.dumps(said, ensure_ascii=False, sort_keys=True)
