"""The pieces below a section's heading -> its items, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mkdocs_briefs.importers.blocks import Block, is_label_line
from mkdocs_briefs.importers.dates import only_date
from mkdocs_briefs.importers.headings import audience, bare, only_horizon
from mkdocs_briefs.importers.vocabulary import SAYING
from mkdocs_briefs.importers.wording import ends_sentence, folded, sentences

_BOLD_LABEL = re.compile(
    r"(?P<mark>\*\*|__)(?P<label>[^*_]{1,120}?)\s*(?P<in>[:.])?(?P=mark)\s*(?P<out>[:–—-])?\s*(?P<text>\S.*)"
)
_COLON_LABEL = re.compile(r"(?P<label>[^:;]{2,120}?)\s?[:：](?:\s+|(?<=：))(?P<text>\S.*)")
_DASH_LABEL = re.compile(r"(?P<label>[^:;,.!?–—]{2,60}?)\s(?:-|–|—)\s(?P<text>\S.*)")
_CLOSING = re.compile(
    r"(?:in (?:conclusion|summary|short|closing|sum)|to (?:conclude|sum up|summari[sz]e)|overall"
    r"|ultimately|taken together"
    r"|all in all|by \w*ly? ?\w+ing|by \w+ing)\b",
    re.IGNORECASE,
)


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
    """Label and text of an item; no label where the words before the sign are no label."""
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
_MOST_TITLED = 14


def _is_label(label: str, most: int) -> bool:
    words = label.split()
    weighty = [word for word in words if len(word) > 3]
    titled = len(words) <= _MOST_TITLED and all(not word[:1].islower() for word in weighty)
    return (
        (len(words) <= most or titled)
        and (any(map(str.isalpha, label)) or only_date(label) is not None)
        and label.count("“") == label.count("”")
        and label.count("«") == label.count("»")
        and label.count('"') % 2 == 0
        and not words[0].islower()
        and words[-1].casefold() not in SAYING
        and not ends_sentence(label)
        and len([*sentences(label)]) == 1
    )


def take_apart(content: list[Block]) -> Listed:
    """The items of the pieces below one heading, in their order."""
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
        told = 0
        for number, block in enumerate(self.content):
            if block.kind != "bullet":
                continue
            following = self.content[number + 1 : number + 2]
            plain = is_label_line(block.text) and not block.subs and not labelled(block.text)[0]
            if not plain or not following or following[0].kind != "para":
                return False
            told += 1 if not block.source[:1].isdigit() else 2
        return told > 1

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
                told = folded(" ".join(block.subs))
                self.out.items.append(Item(told, name, self.horizon, self.audience, folded(whole)))
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
        """Whether the last paragraph stands below named entries that have one paragraph each."""
        names = len(self.out.items)
        return block is self.paras[-1] and names > 1 and len(self.paras) - 1 <= names + 1

    def _introduces(self, block: Block) -> bool:
        """Whether the section's first paragraph only announces the items."""
        if block is not self.paras[0] or len(self.paras) < 2:
            return False
        if block.text.rstrip().endswith(":"):
            return True
        return self.labels[0] is None and len(self.labels) > 2 and all(self.labels[1:-1])

    def _closes(self, block: Block) -> bool:
        """Whether the section's last paragraph looks back on the items."""
        if block is not self.paras[-1] or len(self.content) < 2:
            return False
        if _CLOSING.match(block.text):
            return True
        return self.labels[-1] is None and len(self.labels) > 2 and all(self.labels[1:-1])


def audience_of(listed: Listed) -> str | None:
    """For whom the paragraphs around the advice say it is."""
    return next((who for text in listed.around if (who := audience(text))), None)
