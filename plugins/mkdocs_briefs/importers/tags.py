"""Hashtags: lines that hold nothing else, and those behind the last sentence of a line."""

from __future__ import annotations

import re

from mkdocs_briefs.importers.wording import ends_sentence, folded

_SIGN = re.compile(r"[#＃]")
_TAGS = re.compile(r"(?:[#＃][^\s#＃]+(?:\s[\s,;]*)?)+")
_MANY_TAGS = re.compile(r"[#＃](?=[^\s#\d])[^#＃.!?]+\s[#＃][^\s#][^.!?]*\Z")
_LABELLED_TAGS = re.compile(
    r"(?:tags|hash-?tags|topics|keywords|categories)\s*:\s*(?P<rest>\S.*)", re.IGNORECASE
)
_ENDS = tuple('.!?…。！？”"’)')


def tags_of(line: str) -> list[str] | None:
    """The tags of a line that holds nothing else; None for any other line."""
    labelled = _LABELLED_TAGS.fullmatch(line)
    rest = labelled["rest"] if labelled else line
    if _TAGS.fullmatch(rest):
        return [tag for tag in re.split(r"[\s,;#＃]+", rest) if tag]
    parts = [part.strip(" ,;") for part in re.split(r"[#＃]", line)]
    if _MANY_TAGS.match(line) and all(0 < len(part.split()) < 4 for part in parts[1:]):
        return [tag for tag in parts if tag]
    if labelled and not ends_sentence(rest) and len(rest) < 500:
        return [folded(tag) for tag in re.split(r"[,;|]", rest) if tag.strip()]
    return None


def without_tags(line: str) -> tuple[str, list[str]]:
    """A line and the tags that stand behind its last sentence, or at least three behind a word."""
    runs = [*_TAGS.finditer(line)]
    if not runs or runs[-1].end() < len(line):
        return line, []
    signs = [found.start() for found in _SIGN.finditer(line, runs[-1].start())]
    for place, start in enumerate(signs):
        if not line[start - 1 : start].isspace():
            continue
        text = line[:start].rstrip()
        if text.endswith(_ENDS) or len(signs) - place > 2:
            tags = tags_of(line[start:].rstrip()) or []
            return (text, tags) if tags else (line, [])
    return line, []
