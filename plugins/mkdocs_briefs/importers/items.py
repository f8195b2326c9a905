"""The pieces below a section's heading -> its items, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mkdocs_briefs.importers.blocks import Block
from mkdocs_briefs.importers.headings import audience, only_horizon
from mkdocs_briefs.importers.vocabulary import SAYING
from mkdocs_briefs.importers.wording import ends_sentence, folded, sentences

_BOLD_LABEL = re.compile(
    r"(?P<mark>\*\*|__)(?P<label>[^*_]{1,120}?)\s*(?P<in>[:.])?(?P=mark)\s*(?P<out>[:–—-])?\s*(?P<text>\S.*)"
)
_COLON_LABEL = re.compile(r"(?P<label>[^:;“\"«]{2,90}?)\s?[:：](?:\s+|(?<=：))(?P<text>\S.*)")
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
        return found["label"].strip(), found["text"]
    dash = _DASH_LABEL.fullmatch(text)
    if dash and _is_label(dash["label"], 6) and not re.search(r"\s[-–—]\s", dash["text"]):
        return dash["label"].strip(), dash["text"]
    return None, text


def _is_label(label: str, most: int) -> bool:
    words = label.split()
    return (
        len(words) <= most
        and any(map(str.isalpha, label))
        and not label[:1].islower()
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

    def run(self) -> Listed:
        for number, block in enumerate(self.content):
            if block.kind == "heading":
                following = self.content[number + 1 : number + 2]
                self._heading(block, following[0] if following else None)
            elif block.kind == "bullet":
                self._item(_with_subs(block))
            else:
                self._para(block)
        return self.out

    def _heading(self, block: Block, following: Block | None) -> None:
        self.label = self.filled = None
        if horizon := only_horizon(block.text):
            self.horizon = horizon
        elif following is None or following.kind == "heading":
            self._item(block.source)
        else:
            self.label = block.text

    def _item(self, text: str) -> None:
        label, rest = labelled(text)
        whole = folded(text)
        if self.label and label:
            label, whole = f"{self.label}: {label}", f"{self.label}: {whole}"
        elif self.label:
            label, whole = self.label, f"{self.label}: {whole}"
        self.out.items.append(Item(rest, label, self.horizon, whole))

    def _para(self, block: Block) -> None:
        text = folded(block.text)
        if self.label:
            if self.filled is None:
                self._item(text)
                self.filled = self.out.items[-1]
            elif self._closes(block):
                self.out.around.append(text)
            else:
                self.filled.text += f" {text}"
                self.filled.whole += f" {text}"
        elif self.bullets or self._introduces(block) or self._closes(block):
            self.out.around.append(text)
        else:
            self._item(text)

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


def _with_subs(block: Block) -> str:
    return " ".join([block.text, *block.subs])


def audience_of(listed: Listed) -> str | None:
    """For whom the paragraphs around the advice say it is."""
    return next((who for text in listed.around if (who := audience(text))), None)
