"""Where in a text a place is: the sentence around it, its line and its column."""

from __future__ import annotations

import re
from functools import lru_cache

from mkdocs_briefs.parse.marks import Span, plain_text

_OPEN, _SHUT = "\2", "\3"
_NOT_TEXT = re.compile("[\0-\x08\x0e-\x1f]")
_NEW_ITEM = re.compile(
    r"[> \t]*(?:[*+-][ \t]|\d{1,9}\.[ \t]|#|:[ \t]|\||\[\^[^\]\s]+\]:|`{3}|~{3}|!!!|\?\?\?|===)"
)
_LEAD = re.compile(
    r"(?m)^[> \t]*(?:(?:[*+-]|\d{1,9}\.|:|\[\^[^\]\s]+\]:|#+)[ \t]+)?(?:\[[ xX]\][ \t]+)?"
)
_STOP, _WIDE_STOP = ".!?…؟۔।॥", "。！？｡"
# One set of characters in front lets `re` run over the rest.
_SENTENCE_END = re.compile(
    rf"""[{_STOP}{_WIDE_STOP}](?:(?<=[{_STOP}])[{_STOP}]*["'”’»)\]\2\3]*(?=\s)"""
    rf"""|(?<=[{_WIDE_STOP}])[{_WIDE_STOP}]*[」』”’）\2\3]*)"""
)
_ABBREVIATED = re.compile(
    r"""(?:^|[\s("'“‘«\[\2\3])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Adm|Amb|Art|Brig|Capt|Cdr|Cmdr|Co|Col|Corp|Cpl
    |Dr|Fig|Gen|Gov|Hon|Inc|Jr|Lt|Ltd|Maj|Messrs|Mmes?|Mr|Mrs|Ms|Mt|No|Nos|Pres|Prof|Rep|Rev|Sen|Sgt|Sr|St|Supt
    |al|approx|ca|cf|ed|est|etc|max|min|pp|resp|vol|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\Z""",
    re.VERBOSE,
)
_WINDOW = 3000
_LONGEST_EXCERPT = 240


@lru_cache(maxsize=8_192)
def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around `text[start:end]`, Markdown source, as plain text.

    It ends with its paragraph, list item or table cell at the latest; what is longer than 240
    characters is cut at words around the place, with an ellipsis.
    """
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text), start + _WINDOW))
    low, high = _paragraph(text, start, end)
    cut = [_NOT_TEXT.sub("", text[a:b]) for a, b in ((low, start), (start, end), (end, high))]
    source = f"{cut[0]}{_OPEN}{cut[1]}{_SHUT}{cut[2]}"
    if source.lstrip(" >\t").startswith("|"):
        source = next(
            cell for cell in re.split(r"(?<!\\)\|", source) if _SHUT in cell or _OPEN in cell
        )
    plain = plain_text(_LEAD.sub("", source, count=0 if "\n" in source else 1))
    at = plain.find(_OPEN)
    after = max(plain.find(_SHUT), at)
    first, last = 0, len(plain)
    for match in _SENTENCE_END.finditer(plain):
        if not _ends(plain, match):
            continue
        if match.start() < at:
            first = match.end()
        elif match.end() > after:
            last = match.end()
            break
    return _excerpt(plain[first:last])


def _paragraph(text: str, start: int, end: int) -> Span:
    """The bounds of the paragraph, list item or row around a place, at most a window away."""
    floor, ceiling = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    low = max(floor, text.rfind("\n", floor, start) + 1)
    while low > floor and not _NEW_ITEM.match(text, low):
        above = max(floor, text.rfind("\n", floor, low - 1) + 1)
        if not text[above : low - 1].strip(" \t\r>") or text[above : low - 1].lstrip().startswith(
            "#"
        ):
            break
        low = above
    high = text.find("\n", end, ceiling)
    if high >= 0 and text[low:start].lstrip(" >\t").startswith("#"):
        return low, high
    while high >= 0:
        below = text.find("\n", high + 1, ceiling)
        line = text[high + 1 : below if below >= 0 else ceiling]
        if not line.strip(" \t\r>") or _NEW_ITEM.match(line):
            return low, high
        high = below
    return low, ceiling


def _ends(plain: str, match: re.Match[str]) -> bool:
    """Whether a sign that can end a sentence does."""
    if match[0][0] != ".":
        return True
    then = plain[match.end() : match.end() + 3].lstrip(" \"'“‘«([\2\3")
    dot = match.start() + 1
    return not then[:1].islower() and not _ABBREVIATED.search(plain[max(0, dot - 20) : dot])


def _excerpt(sentence: str) -> str:
    at = max(sentence.find(_OPEN), 0)
    plain = " ".join(sentence.replace(_OPEN, "").replace(_SHUT, "").split())
    if len(plain) <= _LONGEST_EXCERPT:
        return plain
    first = max(0, min(at - _LONGEST_EXCERPT // 2, len(plain) - _LONGEST_EXCERPT + 2))
    last = first + _LONGEST_EXCERPT - 2
    if first:
        space = plain.find(" ", first, first + 40)
        first = space + 1 if 0 <= space < at else first
    if last < len(plain):
        space = plain.rfind(" ", last - 40, last + 1)
        last = space if space > at else last
    return ("… " if first else "") + plain[first:last].strip() + (" …" if last < len(plain) else "")


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; offsets outside the text are moved into it."""
    offset = max(0, min(offset, len(text)))
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
