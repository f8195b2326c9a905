"""The lines of a plain article -> headings, paragraphs, bullets and tags, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from mkdocs_briefs.importers.dates import dated_line
from mkdocs_briefs.importers.headings import PICTURE, Section, bare, classify, opens_body_abroad
from mkdocs_briefs.importers.tags import tags_of, without_tags
from mkdocs_briefs.importers.vocabulary import UNFINISHED
from mkdocs_briefs.importers.wording import ends_sentence

_BULLET = re.compile(
    rf"(?P<sign>[-*+•–—‣▪●◦·∙○■➢➤✓►]|\d{{1,3}}[.)]|\(\d{{1,2}}\)|\(?[a-z]\)|{PICTURE})"
    r"[ \t\xa0]+(?P<text>\S.*)"
)
_BARE_BULLET = re.compile(
    r"(?:[•‣▪●◦∙■➢➤►](?=[^\s•])|[-–](?=[^\W\d_a-z])|\*(?=[^\W\d_a-z][^*]*\Z))(?P<text>.*)"
)
_RULE = re.compile(r"(?:[-*_=~—–][ \t]*){3,}")
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
_NO_HEADING = re.compile(
    r".*://|(?:photo|image|picture|video|credit|source|file photo|caption|also read"
    r"|read (?:more|also)"
    r"|related|see also|watch|listen|advertisement|copyright)\b(?:.*:|.{0,60}\Z)",
    re.IGNORECASE,
)
"""Lines around an article that look like headings and head nothing."""
_LONGEST_HEADING = 110
_LONGEST_LABEL = 12
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
    """Of a heading, the words with their colon, for where it turns out to be none; of a bullet,
    its sign."""


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
        self.numbered: bool | None = None
        """Whether the last known section had a number; None before the first."""

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
        if (tags := tags_of(line)) and not self._is_section(tags, following):
            self.out.append(Block("tags", line, tags=tags))
            return
        line, tags = without_tags(line)
        self._piece(raw, line, following)
        if tags:
            self.out.append(Block("tags", "", tags=tags))

    def _is_section(self, tags: list[str], following: str) -> bool:
        """Whether a lone tag is a heading whose blank was forgotten, as in `#Advice`."""
        known = len(tags) == 1 and self.titled and classify(tags[0], marked=False)
        return bool(known and _BULLET.match(following))

    def _piece(self, raw: str, line: str, following: str) -> None:
        if not self.titled:
            if not dated_line(line):
                self.titled = True
            atx, bold = _ATX.fullmatch(line), _BOLD.fullmatch(line)
            self._para(atx["text"] if atx else bold["text"] if bold else line)
        elif heading := _heading(line, following, numbered=self.numbered):
            if heading.section:
                self.numbered = line[:1].isdigit()
            self.out.append(heading)
        elif (found := _BULLET.fullmatch(line) or _BARE_BULLET.fullmatch(line)) and not (
            bold_head := _run_in(found["text"]) if found["text"].startswith("**") else None
        ):
            sign = found.groupdict().get("sign") or "•"
            self._bullet(found["text"], len(raw) - len(raw.lstrip()), sign)
        elif self._continues(raw, line) and not found:
            self._append(line)
        elif head := bold_head if found else _run_in(line):
            self.out.append(head[0])
            self._para(head[1])
        elif _looks_like_heading(line) and not self.wrapped_goes_on(line, following):
            rank = COLON if line.endswith((":", "：")) else BARE
            self.out.append(Block("heading", bare(line), rank, source=line))
        else:
            self._para(line)

    def wrapped_goes_on(self, line: str, following: str) -> bool:
        """Whether a line without a sentence's end is the first of a wrapped paragraph."""
        return self.wrapped and len(line) > _NARROW and bool(following)

    def _para(self, line: str) -> None:
        self.out.append(Block("para", line.strip()))

    def _bullet(self, text: str, indent: int, sign: str) -> None:
        last = self.out[-1] if self.out else None
        if last and last.kind == "bullet" and indent >= last.indent + 2:
            last.subs.append(text)
            return
        self.out.append(Block("bullet", text, indent=indent, source=sign))

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
        elif last.kind == "bullet" and is_label_line(last.text) and not line[:1].islower():
            last.subs.append(line)
        else:
            last.text = f"{last.text} {line}"


def is_label_line(text: str) -> bool:
    """Whether an entry's first line only names what the lines below it tell."""
    words = text.split()
    return (
        len(words) <= _LONGEST_LABEL
        and not ends_sentence(text)
        and not text.endswith((",", ";", "-", "–", "—"))
        and not text[:1].islower()
        and words[-1].casefold() not in UNFINISHED
    )


def _tail(block: Block) -> str:
    return block.subs[-1] if block.subs else block.text


def _heading(line: str, following: str, *, numbered: bool | None) -> Block | None:
    """A line that is marked as a heading, or whose words are those of a known section."""
    if atx := _ATX.fullmatch(line):
        words = bare(atx["text"])
        return Block(
            "heading", words, len(atx["marks"]), classify(words, marked=True), source=words
        )
    if len(line) > _LONGEST_HEADING:
        return None
    words = bare(line)
    listed = _BULLET.fullmatch(line)
    if listed and not _heads_list(listed, following, numbered=numbered):
        return None
    if bold := _BOLD.fullmatch(line):
        words = bare(bold["text"])
        return Block("heading", words, BOLD, classify(words, marked=True), source=words)
    if _ANNOUNCES.fullmatch(line) or (ends_sentence(line) and not line.rstrip("*_ ").endswith("?")):
        return None
    colon = line.endswith((":", "："))
    section = classify(words, marked=colon and len(words.split()) <= 8)
    if section is None and not (len(words.split()) < 8 and opens_body_abroad(words)):
        return None
    return Block("heading", words, COLON if colon else BARE, section, source=line)


def _heads_list(found: re.Match[str], following: str, *, numbered: bool | None) -> bool:
    """Whether a line that looks like an entry of a list is the heading of a section."""
    text = found["text"]
    colon = text.rstrip("*_ ").endswith((":", "："))
    known = classify(bare(text), marked=False) is not None and not ends_sentence(text)
    if found["sign"][0].isdigit() and len(found["sign"]) < 4 and "\u20e3" not in found["sign"]:
        return colon or bool(_BULLET.match(following)) or (known and numbered is not False)
    return known and (colon or ord(found["sign"][0]) > 0x2190) and found["sign"] not in "•‣▪●◦∙○■"


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
    if _NO_HEADING.match(line):
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
            and not tags_of(plain[0])
            and not tags_of(plain[1])
        ):
            yield plain


def _is_wrapped(lines: list[str]) -> bool:
    """Whether an editor or a mail program broke the paragraphs into lines of about one width."""
    width = max(map(len, lines), default=0)
    if not _NARROW < width <= _WIDE:
        return False
    full = broken = pairs = capital = 0
    for line, following in _pairs(lines):
        pairs += 1
        full += len(line) + 1 + len(following.split()[0]) > width * 0.85
        if not ends_sentence(line) and not line.endswith(":"):
            broken += 1
            capital += following[:1].isupper()
    goes_on = broken >= pairs * 0.4 and capital <= broken * 0.5
    return pairs >= 2 and full >= pairs * 0.6 and goes_on
