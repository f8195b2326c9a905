"""The heading that titles a Markdown page without front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mkdocs_briefs.model.texts import TITLE_LIMIT
from mkdocs_briefs.parse.inline import plain_text

_FENCE = re.compile(r" {0,3}(?P<sign>`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}#(?:[ \t]+(?P<text>.*?)|(?P<tight>[^\s#][^#]*\s[^#]*?))[ \t]*#*[ \t]*")
_HTML = re.compile(r"\s*<h1[^<>]*>(?P<text>.*)</h1>\s*", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*\Z")
_PICTURES = re.compile(
    r"(?:\s|\[?!\[[^\]]*\](?:\([^()]*\)|\[[^\]]*\])(?:\]\([^()]*\))?(?:\{[^{}]*\})?"
    r"|<!--.*?-->|</?(?:p|div|center|figure|picture|source|a|img|br)\b[^<>]*>)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """The first heading of the first level."""

    words: str
    first: bool
    """Whether nothing but pictures stands above it."""
    rest: str
    """The body without it."""


def title_of(body: str) -> Title | None:
    """Return the first heading of the first level in `body`; None where there is none."""
    lines = body.split("\n")
    fence = ""
    for at, line in enumerate(lines):
        if found := _FENCE.match(line):
            sign = found["sign"]
            if not fence:
                fence = sign
            elif sign.startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if fence:
            continue
        alone = not at or not lines[at - 1].strip()
        under = alone and line.strip() and _UNDERLINE.fullmatch("".join(lines[at + 1 : at + 2]))
        heading = _ATX.fullmatch(line) or _HTML.fullmatch(line)
        written = (heading["text"] or heading.groupdict().get("tight") or "") if heading else line
        if not heading and not under:
            continue
        written = re.sub(r"<[^<>]*>", "", written) if "<" in written else written
        words = plain_text(_ATTRIBUTES.sub("", written))
        if not any(map(str.isalnum, words)) or len(words) > TITLE_LIMIT:
            return None
        above, below = "\n".join(lines[:at]), lines[at + (2 if under else 1) :]
        while below and not below[0].strip():
            below = below[1:]
        rest = f"{above}\n" if above.strip() else ""
        return Title(words, bool(_PICTURES.fullmatch(above)), rest + "\n".join(below))
    return None
