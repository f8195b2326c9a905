"""The lines of a plain article: headings, paragraphs, bullets, tags, and the items of a section."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from mkdocs_briefs.importers.dates import dated_line, only_date
from mkdocs_briefs.importers.headings import (
    ENGLISH,
    PATTERNS,
    PICTURE,
    Section,
    audience,
    bare,
    classify,
    only_horizon,
    opens_body_abroad,
)
from mkdocs_briefs.importers.texts import ends_sentence, folded, sentences

_SIGN = re.compile(r"[#＃]")
_TAGS = re.compile(r"(?:[#＃][^\s#＃]+(?:\s[\s,;]*)?)+")
_MANY_TAGS = re.compile(r"[#＃](?=[^\s#\d])[^#＃.!?]+\s[#＃][^\s#][^.!?]*\Z")
_LABELLED_TAGS = re.compile(
    r"(?:tags|hash-?tags|topics|keywords|categories)\s*:\s*(?P<rest>\S.*)", re.IGNORECASE
)
_ENDS = tuple('.!?…。！？”"’)')


def tags_of(line: str) -> list[str] | None:
    """Return the tags of a line that holds nothing else; None for any other line."""
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
    """Return a line and the tags behind its last sentence, or at least three behind a word."""
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
_ANNOUNCES = re.compile(PATTERNS["announces"], re.IGNORECASE)
"""A sentence that announces a list; a heading with a colon holds no verb."""
_NO_HEADING = re.compile(PATTERNS["heads_nothing"], re.IGNORECASE)
"""Lines around an article that look like headings and head nothing."""
_GOES_ON = (",", ";", "-", "–", "—")
"""What a label or a heading does not end with."""
_MAX_HEADING_CHARS = 110
_MAX_LABEL_WORDS = 12
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
    """Return the pieces of `text`, which is clean; the first but tags is the headline, a para."""
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
        """Return whether a lone tag is a heading whose blank was forgotten, as in `#Advice`."""
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
            bold_head := _run_in(found["text"]) if found["text"].startswith("**") else []
        ):
            sign = found.groupdict().get("sign") or "•"
            self._bullet(found["text"], len(raw) - len(raw.lstrip()), sign)
        elif self._continues(raw, line) and not found:
            self._append(line)
        elif head := bold_head if found else _run_in(line):
            self.out += head
        elif _looks_like_heading(line) and not self.wrapped_goes_on(line, following):
            rank = COLON if line.endswith((":", "：")) else BARE
            self.out.append(Block("heading", bare(line), rank, source=line))
        else:
            self._para(line)

    def wrapped_goes_on(self, line: str, following: str) -> bool:
        """Return whether a line without a sentence's end is the first of a wrapped paragraph."""
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
        """Return whether the line goes on with the piece above it."""
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
    """Return whether an entry's first line only names what the lines below it tell."""
    words = text.split()
    return (
        len(words) <= _MAX_LABEL_WORDS
        and not ends_sentence(text)
        and not text.endswith(_GOES_ON)
        and not text[:1].islower()
        and words[-1].casefold() not in ENGLISH["unfinished"]
    )


def _tail(block: Block) -> str:
    return block.subs[-1] if block.subs else block.text


def _heading(line: str, following: str, *, numbered: bool | None) -> Block | None:
    """Return a line that is marked as a heading, or whose words are those of a known section."""
    if atx := _ATX.fullmatch(line):
        words = bare(atx["text"])
        return Block(
            "heading", words, len(atx["marks"]), classify(words, marked=True), source=words
        )
    if len(line) > _MAX_HEADING_CHARS:
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
    """Return whether a line that looks like an entry of a list is the heading of a section."""
    text = found["text"]
    colon = text.rstrip("*_ ").endswith((":", "："))
    known = classify(bare(text), marked=False) is not None and not ends_sentence(text)
    if found["sign"][0].isdigit() and len(found["sign"]) < 4 and "\u20e3" not in found["sign"]:
        return colon or bool(_BULLET.match(following)) or (known and numbered is not False)
    return known and (colon or ord(found["sign"][0]) > 0x2190) and found["sign"] not in "•‣▪●◦∙○■"


def _run_in(line: str) -> list[Block]:
    """Return a known section whose heading stands on the line of its first paragraph, and that."""
    found = _RUN_IN.fullmatch(line)
    section = classify(bare(found["head"]), marked=False) if found else None
    if found is None or section is None or section.field == "topics":
        return []
    head = Block("heading", bare(found["head"]), COLON, section, source=found["head"])
    return [head, Block("para", found["rest"].strip())]


def _looks_like_heading(line: str) -> bool:
    first = line.lstrip("\"'“‘«([¿¡")[:1]
    return (
        len(line) <= _MAX_HEADING_CHARS
        and len(line.split()) <= 14
        and (first.isupper() or first.isdigit())
        and any(map(str.isalpha, line))
        and not line.rstrip("\"'”’»)] ").endswith(_GOES_ON)
        and not ends_sentence(line)
        and not _ANNOUNCES.fullmatch(line)
        and not _NO_HEADING.match(line)
    )


def _is_wrapped(lines: list[str]) -> bool:
    """Return whether a program broke the paragraphs into lines of about one width."""
    width = max(map(len, lines), default=0)
    if not _NARROW < width <= _WIDE:
        return False
    full = broken = pairs = capital = 0
    for line, following in pairwise(map(str.strip, lines)):
        if not line or not following or _BULLET.match(following):
            continue
        if tags_of(line) or tags_of(following):
            continue
        pairs += 1
        full += len(line) + 1 + len(following.split()[0]) > width * 0.85
        if not ends_sentence(line) and not line.endswith(":"):
            broken += 1
            capital += following[:1].isupper()
    goes_on = broken >= pairs * 0.4 and capital <= broken * 0.5
    return pairs >= 2 and full >= pairs * 0.6 and goes_on


_BOLD_LABEL = re.compile(
    r"(?P<mark>\*\*|__)(?P<label>[^*_]{1,120}?)\s*(?P<in>[:.])?(?P=mark)\s*(?P<out>[:–—-])?\s*(?P<text>\S.*)"
)
_COLON_LABEL = re.compile(r"(?P<label>[^:;]{2,120}?)\s?[:：](?:\s+|(?<=：))(?P<text>\S.*)")
_DASH_LABEL = re.compile(r"(?P<label>[^:;,.!?–—]{2,60}?)\s(?:-|–|—)\s(?P<text>\S.*)")
_CLOSING = re.compile(PATTERNS["closes"], re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One entry of a list: a label where it has one, its text, and how far ahead it looks."""

    text: str
    label: str | None = None
    horizon: str | None = None
    audience: str | None = None
    whole: str = ""
    """Label and text as they were written, for lists that know no labels."""


@dataclass(slots=True)
class Listed:
    """A section taken apart: its items, and the paragraphs that introduce and close them."""

    items: list[Item] = field(default_factory=list)
    around: list[str] = field(default_factory=list)


def labelled(text: str) -> tuple[str | None, str]:
    """Return label and text of an item; no label where the words before the sign are no label."""
    text = folded(text)
    if (bold := _BOLD_LABEL.fullmatch(text)) and ends_sentence(text):
        return bold["label"].strip(), bold["text"]
    if (found := _COLON_LABEL.fullmatch(text)) and _is_label(found["label"], 9):
        label = found["label"].strip()
        if _PRONOUN.match(label) and found["text"][:1].islower():
            return None, text
        stars = _STARS.fullmatch(label)
        return stars["label"].strip() if stars else label, found["text"]
    dash = _DASH_LABEL.fullmatch(text)
    if dash and _is_label(dash["label"], 6) and not re.search(r"\s[-–—]\s", dash["text"]):
        return dash["label"].strip(), dash["text"]
    return None, text


_PRONOUN = re.compile(r"(?:It|This|That|These|They|There|We|You|He|She|One|Here)\s")
"""Begins a sentence whose colon explains, where small letters follow the colon."""
_FOR_WHOM = re.compile(r"[Ff]or (?P<who>[^.:;]{3,80})")
_STARS = re.compile(r"([*_])(?P<label>[^*_]+)\1")
_MAX_TITLE_WORDS = 14


def _is_label(label: str, most: int) -> bool:
    words = label.split()
    weighty = [word for word in words if len(word) > 3]
    titled = len(words) <= _MAX_TITLE_WORDS and all(not word[:1].islower() for word in weighty)
    return (
        (len(words) <= most or titled)
        and (any(map(str.isalpha, label)) or only_date(label) is not None)
        and label.count("“") == label.count("”")
        and label.count("«") == label.count("»")
        and label.count('"') % 2 == 0
        and not words[0].islower()
        and words[-1].casefold() not in ENGLISH["saying"]
        and not ends_sentence(label)
        and len([*sentences(label)]) == 1
    )


def take_apart(content: list[Block]) -> Listed:
    """Return the items of the pieces below one heading, in their order."""
    return _Taker(content).run()


class _Taker:
    def __init__(self, content: list[Block]) -> None:
        self.content = content
        self.out = Listed()
        self.bullets = any(block.kind == "bullet" for block in content)
        self.paras = [block for block in content if block.kind == "para"]
        self.labels = [labelled(block.text)[0] for block in self.paras]
        self.label: str | None = None
        self.filled: Item | None = None
        self.horizon: str | None = None
        self.audience: str | None = None
        self.bulleted = False
        """Whether bullets stand below the latest sub-heading."""
        self.named = self._named()
        """Whether each bullet only names what the paragraph below it tells."""

    def _named(self) -> bool:
        named = 0
        for number, block in enumerate(self.content):
            if block.kind != "bullet":
                continue
            following = self.content[number + 1 : number + 2]
            plain = is_label_line(block.text) and not block.subs and not labelled(block.text)[0]
            if not plain or not following or following[0].kind != "para":
                return False
            named += 1 if not block.source[:1].isdigit() else 2
        return named > 1

    def run(self) -> Listed:
        for number, block in enumerate(self.content):
            if block.kind == "heading":
                following = self.content[number + 1 : number + 2]
                self._heading(block, following[0] if following else None)
            elif block.kind == "bullet" and self.named:
                self.label, self.filled = bare(block.text), None
            elif block.kind == "bullet":
                self._bullet(block)
                self.bulleted = True
            else:
                self._para(block)
        return self.out

    def _heading(self, block: Block, following: Block | None) -> None:
        self.label = self.filled = self.audience = None
        self.bulleted = False
        if horizon := only_horizon(block.text):
            self.horizon = horizon
        elif following is None or following.kind == "heading":
            self._item(block.source)
        elif (found := _FOR_WHOM.fullmatch(block.text)) and following.kind == "bullet":
            self.audience = found["who"]
        else:
            self.label = block.text

    def _bullet(self, block: Block) -> None:
        whole = " ".join([block.text, *block.subs])
        if block.subs and not self.label and is_label_line(block.text):
            name = bare(block.text)
            if not labelled(whole)[0] and name:
                text = folded(" ".join(block.subs))
                self.out.items.append(Item(text, name, self.horizon, self.audience, folded(whole)))
                return
        self._item(whole)

    def _item(self, text: str) -> None:
        label, rest = labelled(text)
        whole = folded(text)
        if self.label and label:
            label, whole = f"{self.label}: {label}", f"{self.label}: {whole}"
        elif self.label:
            label, whole = self.label, f"{self.label}: {whole}"
        self.out.items.append(Item(rest, label, self.horizon, self.audience, whole))

    def _para(self, block: Block) -> None:
        text = folded(block.text)
        if self.label and not self.bulleted:
            if self.filled is None:
                self._item(text)
                self.filled = self.out.items[-1]
            elif self._closes(block) or self._ends_named(block):
                self.out.around.append(text)
            else:
                self.filled.text += f" {text}"
                self.filled.whole += f" {text}"
        elif self.bullets or self._introduces(block) or self._closes(block):
            self.out.around.append(text)
        else:
            self._item(text)

    def _ends_named(self, block: Block) -> bool:
        """Return whether this last paragraph follows named entries with one paragraph each."""
        names = len(self.out.items)
        return block is self.paras[-1] and names > 1 and len(self.paras) - 1 <= names + 1

    def _introduces(self, block: Block) -> bool:
        """Return whether the section's first paragraph only announces the items."""
        if block is not self.paras[0] or len(self.paras) < 2:
            return False
        if block.text.rstrip().endswith(":"):
            return True
        return self.labels[0] is None and len(self.labels) > 2 and all(self.labels[1:-1])

    def _closes(self, block: Block) -> bool:
        """Return whether the section's last paragraph looks back on the items."""
        if block is not self.paras[-1] or len(self.content) < 2:
            return False
        if _CLOSING.match(block.text):
            return True
        return self.labels[-1] is None and len(self.labels) > 2 and all(self.labels[1:-1])


def audience_of(listed: Listed) -> str | None:
    """Return for whom the paragraphs around the advice say it is."""
    return next((who for text in listed.around if (who := audience(text))), None)
