"""The opening of an article: headline, standfirst, byline and the lines that date it."""

from __future__ import annotations

import datetime as dt
import re

from mkdocs_briefs.importers import escaping
from mkdocs_briefs.importers.blocks import BARE, Block
from mkdocs_briefs.importers.dates import dated_line, only_date
from mkdocs_briefs.importers.draft_rows import Content, usable_topic
from mkdocs_briefs.importers.wording import folded, sentences, without_stop
from mkdocs_briefs.model.texts import TEXT_LIMIT, TITLE_LIMIT

_LONGEST_STANDFIRST = 300
_SHORT_STANDFIRST = 140
_PLACED = re.compile(r"[^.!?]{2,60}\s[—–]\s|[A-Z][A-Z .,]+\s?(?:\([^()]{2,30}\)\s)?[-—–]\s")
"""A place or an agency before the first sentence: the article begins, this is no standfirst."""
_STARS = re.compile(r"(?P<stars>[*_]{1,3})(?P<text>[^*_]+)(?P=stars)")
_MOST_LINES = 4
_BYLINE = re.compile(r"(?:By|by|BY)\s+(?P<who>[^\W\d_][^.:!?]{2,80}(?:[A-Z]\.[^.:!?]{2,60})?)")
_HEAD = re.compile(r"(?:headline|title)\s*:\s+(?=\S)", re.IGNORECASE)
_POST = re.compile(
    r"(?:[\w-]+ ){0,3}(?:writer|reporter|correspondent|editor|contributor|columnist|analyst|desk)",
    re.IGNORECASE,
)
"""What stands behind a name in a byline and is no second name."""


def read_opening(content: Content, blocks: list[Block]) -> list[Block]:
    """Puts the opening of `blocks` into `content`; gives the blocks that follow it."""
    at = next((at for at, one in enumerate(blocks[:3]) if not dated_line(folded(one.text))), 0)
    rest = [*blocks[:at], *blocks[at + 1 :]]
    _headline(content, folded(blocks[at].text), alone=not any(one.kind == "para" for one in rest))
    rest, kept = _lines(content, rest)
    rest = _standfirst(content, rest)
    for line in kept:
        content.paragraph(line)
    return rest


def put_summary(content: Content, text: str) -> None:
    """Makes `text` the summary, or a paragraph where there is one or it is too long."""
    if content.summary or len(escaping.inline(text)) > TEXT_LIMIT:
        content.paragraph(text)
    else:
        content.summary = text


def _headline(content: Content, line: str, *, alone: bool) -> None:
    """The headline, and what stands behind it on its line as the summary."""
    if prefix := _HEAD.match(line):
        line = line[prefix.end() :]
    first = next(sentences(line), line)
    rest = line[len(first) :].strip()
    starred = _STARS.fullmatch(first)
    title = " ".join(without_stop(starred["text"] if starred else first).split())
    if len(title) > TITLE_LIMIT or not any(map(str.isalnum, title)):
        content.title = _shortened(title, TITLE_LIMIT)
        content.note("title", "shortened; the whole line stands in the body")
        content.paragraph(line)
        return
    content.title = title
    if rest:
        content.note("title", "taken from the first sentence of the text")
        if alone and len(rest) > _LONGEST_STANDFIRST and len([*sentences(rest)]) > 2:
            content.paragraph(rest)
        else:
            put_summary(content, rest)


def _shortened(title: str, limit: int) -> str:
    if not any(map(str.isalnum, title)):
        return "Untitled"
    cut = title[: limit - 2]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"


def _lines(content: Content, blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Takes byline and day of publication; gives the other blocks, and date lines to keep."""
    kept: list[str] = []
    for number, block in enumerate(blocks[:_MOST_LINES]):
        text = folded(block.source or block.text)
        if block.kind not in {"para", "heading"} or block.section:
            return blocks[number:], kept
        parts = [part.strip() for part in re.split(r"\s*[|•·]\s*", text) if part.strip()]
        found = [(_authors(part), dated_line(part)) for part in parts]
        if block.rank < BARE - 1 or not all(who or when for who, when in found):
            return blocks[number:], kept
        for who, when in found:
            if who and not content.authors:
                content.authors = who
                content.note("authors", f"from the line “{text}”")
            elif when and not when.update and not content.published:
                content.published = dt.date.fromisoformat(when.day)
                content.published_line = text
            elif text not in kept:
                kept.append(text)
    return blocks[_MOST_LINES:], kept


def _authors(text: str) -> list[str]:
    """The names in a byline; none where the line is no byline."""
    found = _BYLINE.fullmatch(text)
    if found is None or len(text.split()) > 12:
        return []
    people = [part.strip() for part in re.split(r",\s+|\s+and\s+|\s+&\s+", found["who"])]
    people = [one for one in people if not _POST.fullmatch(one)]
    return people if all(usable_topic(one) and one[:1].isupper() for one in people) else []


def _standfirst(content: Content, blocks: list[Block]) -> list[Block]:
    """A short first paragraph between headline and article, where the first line held none."""
    lead = blocks[:4]
    if content.summary or len(lead) < 2 or content.blocks:
        return blocks
    first, second = lead[0], lead[1]
    text = folded(first.text)
    if first.kind == "heading" and first.section is None and first.rank == BARE:
        fits = len(text.split()) >= 5 and second.kind == "para" and only_date(text) is None
        text = first.source
    else:
        told = len([*sentences(text)])
        followers = [block.kind for block in lead[1:3]]
        short = told == 1 and len(text) <= _SHORT_STANDFIRST
        fits = (
            first.kind == "para"
            and not _PLACED.match(text)
            and (
                (short and followers[:1] == ["para"])
                or (told == 1 and followers == ["para", "para"])
                or (told == 2 and followers == ["para", "para"])
            )
        )
    if not fits or len(text) > _LONGEST_STANDFIRST:
        return blocks
    starred = _STARS.fullmatch(folded(text))
    content.summary = starred["text"] if starred else folded(text)
    content.note("summary", "taken from the paragraph below the headline")
    return blocks[1:]
