"""The lines of a plain article -> headings, paragraphs, bullets and tags, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from mkdocs_briefs.importers.headings import Section, bare, classify
from mkdocs_briefs.importers.wording import ends_sentence, folded

_BULLET = re.compile(
    r"(?P<sign>[-*+•–—‣▪●◦·∙○■➢➤✓►]|\d{1,3}[.)]|\(\d{1,2}\)|\(?[a-z]\))[ \t\xa0]+(?P<text>\S.*)"
)
_BARE_BULLET = re.compile(r"[•‣▪●◦∙■➢➤►](?P<text>[^\s•].*)")
_RULE = re.compile(r"(?:[-*_=~—–][ \t]*){3,}")
_TAG = r"[#＃][^\s#＃]+"
_TAGS = re.compile(rf"(?:{_TAG}[\s,;]*)+")
_LABELLED_TAGS = re.compile(
    r"(?:tags|hash-?tags|topics|keywords|categories)\s*:\s*(?P<rest>\S.*)", re.IGNORECASE
)
_TRAILING = re.compile(rf"(?<=[.!?…”\"’)])\s+(?P<tags>(?:{_TAG}[\s,;]*)+)\Z")
_ATX = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>\S.*?)\s*#*")
_BOLD = re.compile(r"(?P<marks>\*\*|__)(?P<text>[^*_]+)(?P=marks)\s*:?")
_RUN_IN = re.compile(r"(?:\*\*|__)?(?P<head>[^:.!?]{3,80}):(?:\*\*|__)?\s+(?P<rest>\S.*)")
_ANNOUNCES = re.compile(
    r"(?!what|why|how|who|when|where)(?=.*\b(?:is|are|was|were|be|has|have|had|can|could|may"
    r"|might|will|would"
    r"|should|must|include|includes|here|below|follows?|following|consider)\b).*:",
    re.IGNORECASE,
)
"""A sentence that announces a list; a heading with a colon holds no verb."""
_LONGEST_HEADING = 110
_NARROW, _WIDE = 40, 110
"""Lines of a hand-wrapped text are at most so long; shorter ones are no wrapped prose at all."""
BOLD, COLON, BARE = 10, 11, 12
"""Ranks of headings below Markdown's six: bold lines, lines with a colon, lines with no sign."""


@dataclass(slots=True)
class Block:
    """One piece of an article. `kind` is heading, para, bullet or tags."""

    kind: str
    text: str
    rank: int = BARE
    """Of a heading, how it is set: 1 to 6, `BOLD`, `COLON` or `BARE`."""
    section: Section | None = None
    """Of a heading, the known section that it opens."""
    subs: list[str] = field(default_factory=list)
    """Of a bullet, the bullets below it."""
    tags: list[str] = field(default_factory=list)
    indent: int = 0
    source: str = ""
    """Of a heading, the words with their colon, for where it turns out to be none."""


def blocks_of(text: str) -> list[Block]:
    """The pieces of `text`, which is clean; the first but tags is the headline, a para."""
    return _Reader(text.expandtabs(4).split("\n")).run()


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.wrapped = _is_wrapped(lines)
        self.out: list[Block] = []
        self.gap = True
        self.titled = False

    def run(self) -> list[Block]:
        for number, line in enumerate(self.lines):
            bare_line = line.strip()
            if not bare_line or _RULE.fullmatch(bare_line):
                self.gap = True
                continue
            self._line(line, bare_line, self._next(number))
            self.gap = False
        return self.out

    def _next(self, number: int) -> str:
        return next((row.strip() for row in self.lines[number + 1 : number + 4] if row.strip()), "")

    def _line(self, raw: str, line: str, following: str) -> None:
        if tags := _tags_of(line):
            self.out.append(Block("tags", line, tags=tags))
        elif not self.titled:
            self.titled = True
            atx, bold = _ATX.fullmatch(line), _BOLD.fullmatch(line)
            self._para(atx["text"] if atx else bold["text"] if bold else line)
        elif heading := _heading(line, following):
            self.out.append(heading)
        elif found := _BULLET.fullmatch(line) or _BARE_BULLET.fullmatch(line):
            self._bullet(found["text"], len(raw) - len(raw.lstrip()))
        elif self._continues(raw, line):
            self._append(line)
        elif head := _run_in(line):
            self.out.append(head[0])
            self._para(head[1])
        elif _looks_like_heading(line) and not self.wrapped_goes_on(line, following):
            rank = COLON if line.endswith(":") else BARE
            self.out.append(Block("heading", bare(line), rank, source=line))
        else:
            self._para(line)

    def wrapped_goes_on(self, line: str, following: str) -> bool:
        """Whether a line without a sentence's end is the first of a wrapped paragraph."""
        return self.wrapped and len(line) > _NARROW and bool(following)

    def _para(self, line: str) -> None:
        tags: list[str] = []
        if trailing := _TRAILING.search(line):
            tags = _tags_of(trailing["tags"].strip()) or []
            line = line[: trailing.start()] if tags else line
        self.out.append(Block("para", line.strip()))
        if tags:
            self.out.append(Block("tags", "", tags=tags))

    def _bullet(self, text: str, indent: int) -> None:
        last = self.out[-1] if self.out else None
        if last and last.kind == "bullet" and indent >= last.indent + 2:
            last.subs.append(text)
            return
        self.out.append(Block("bullet", text, indent=indent))

    def _continues(self, raw: str, line: str) -> bool:
        """Whether the line goes on with the piece above it."""
        last = self.out[-1] if self.out else None
        if last is None or last.kind not in {"para", "bullet"}:
            return False
        indent = len(raw) - len(raw.lstrip())
        if last.kind == "bullet" and indent >= last.indent + 2:
            return True
        if self.gap:
            return False
        if self.wrapped:
            return last.kind == "para" or not ends_sentence(_tail(last))
        return not ends_sentence(_tail(last)) and line[:1].islower()

    def _append(self, line: str) -> None:
        last = self.out[-1]
        if last.subs:
            last.subs[-1] = f"{last.subs[-1]} {line}"
        else:
            last.text = f"{last.text} {line}"


def _tail(block: Block) -> str:
    return block.subs[-1] if block.subs else block.text


def _tags_of(line: str) -> list[str] | None:
    """The tags of a line that holds nothing else; None for any other line."""
    labelled = _LABELLED_TAGS.fullmatch(line)
    rest = labelled["rest"] if labelled else line
    if _TAGS.fullmatch(rest):
        return [tag for tag in re.split(r"[\s,;#＃]+", rest) if tag]
    if labelled and not ends_sentence(rest) and len(rest) < 500:
        return [folded(tag) for tag in re.split(r"[,;|]", rest) if tag.strip()]
    return None


def _heading(line: str, following: str) -> Block | None:
    """A line that is marked as a heading, or whose words are those of a known section."""
    if atx := _ATX.fullmatch(line):
        words = bare(atx["text"])
        return Block(
            "heading", words, len(atx["marks"]), classify(words, marked=True), source=words
        )
    if len(line) > _LONGEST_HEADING:
        return None
    words = bare(line)
    numbered = _BULLET.fullmatch(line)
    if numbered and not (line[0].isdigit() and (line.endswith(":") or _BULLET.match(following))):
        return None
    if bold := _BOLD.fullmatch(line):
        words = bare(bold["text"])
        return Block("heading", words, BOLD, classify(words, marked=True), source=words)
    if _ANNOUNCES.fullmatch(line) or (ends_sentence(line) and not line.rstrip("*_ ").endswith("?")):
        return None
    colon = line.endswith(":")
    section = classify(words, marked=colon and len(words.split()) <= 8)
    if section is None:
        return None
    return Block("heading", words, COLON if colon else BARE, section, source=line)


def _run_in(line: str) -> tuple[Block, str] | None:
    """A known section whose heading stands on the line of its first paragraph."""
    found = _RUN_IN.fullmatch(line)
    section = classify(bare(found["head"]), marked=False) if found else None
    if found is None or section is None or section.field == "topics":
        return None
    return Block("heading", bare(found["head"]), COLON, section, source=found["head"]), found[
        "rest"
    ]


def _looks_like_heading(line: str) -> bool:
    bare_line = line.rstrip("\"'”’»)] ")
    if len(line) > _LONGEST_HEADING or len(line.split()) > 14 or _ANNOUNCES.fullmatch(line):
        return False
    if bare_line.endswith((",", ";", "-", "–", "—")):
        return False
    first = line.lstrip("\"'“‘«([¿¡")[:1]
    return (
        not ends_sentence(line)
        and (first.isupper() or first.isdigit())
        and any(map(str.isalpha, line))
    )


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line, following in pairwise(lines):
        plain = line.strip(), following.strip()
        if (
            all(plain)
            and not _BULLET.match(plain[1])
            and not _tags_of(plain[0])
            and not _tags_of(plain[1])
        ):
            yield plain


def _is_wrapped(lines: list[str]) -> bool:
    """Whether an editor or a mail program broke the paragraphs into lines of about one width."""
    width = max(map(len, lines), default=0)
    if not _NARROW < width <= _WIDE:
        return False
    full = broken = pairs = 0
    for line, following in _pairs(lines):
        pairs += 1
        full += len(line) + 1 + len(following.split()[0]) > width * 0.85
        broken += not ends_sentence(line) and not line.endswith(":")
    return pairs >= 2 and full >= pairs * 0.6 and broken >= pairs * 0.4
