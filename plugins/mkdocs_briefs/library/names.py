"""Finding the names of known actors in running text, in any script.

A name is found only as a whole word or whole words: `Iranian` is not `Iran`, but `Iran's` and
`Iran-backed` speak of it. Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Burmese)
have no such words, so there a name is found wherever its characters stand. Prefixes and suffixes
written onto a name (Hebrew and Arabic prepositions, Korean particles, Turkish endings) are part of
the word, and hide the name: a missing link is a lesser fault than a wrong one. Case counts (`US`
is not `us`). What does not count: composed or decomposed letters (Unicode normal form C),
typewriter or curly apostrophes, kinds of hyphen, and kinds and amounts of white space.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby

from mkdocs_briefs.model.texts import HAN, UNSPACED

_HAN = re.compile(f"[{HAN}]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_ASTRAL = re.compile("[^\0-\uffff]")
_JOINERS = "\u00ad\u200c\u200d"
_ALIKE = dict.fromkeys("\u2018\u2019\u02bc\uff07", "'") | dict.fromkeys("\u2010\u2011", "-")
_LONGEST_NAME = 300
_LONGEST_GAP = 100
_AFTER_APOSTROPHE = re.compile(r"'(?:[sSd]|ll|ve)")
_ELISION = re.compile(
    r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|(?:d|de|ne|su|a)ll|un|[LS]|Qu|(?:D|Ne|Su|A)ll)'\Z"
)


@dataclass(frozen=True, slots=True)
class Match:
    """A name at `text[start:end]`, and every actor who has it, in the order they were given."""

    start: int
    end: int
    text: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class _Ending:
    """Names that end at a node, by the signs before their first and after their last word."""

    before: str
    after: str
    ids: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Node:
    """A step of the word tree: from here to the next gap or word, and the names that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    endings: list[_Ending] = field(default_factory=list)


def _ranges(codes: Iterable[int]) -> str:
    runs = []
    for _, group in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        run = [code for _, code in group]
        runs.append(f"\\U{run[0]:08x}-\\U{run[-1]:08x}")
    return "".join(runs)


@cache
def _letters(*, astral: bool) -> tuple[str, str]:
    """Letters and digits of scripts with spaces, with all marks; and marks alone, as ranges.

    Without `astral` they are those up to U+FFFF: `re` looks these up in a table, but through the
    ranges above one by one, for each character that is none of them.

    `re` has no class of letters with their marks, so it is made from the running Python's own
    Unicode table, once (a few hundredths of a second).
    """
    planes = [*range(0x20000), *range(0xE0100, 0xE01F0)] if astral else range(0x10000)
    kinds = [(code, unicodedata.category(chr(code))[0]) for code in planes]
    marks = _ranges(code for code, kind in kinds if kind == "M")
    letters = _ranges(
        code
        for code, kind in kinds
        if kind == "M" or (kind in "LN" and not _UNSPACED.match(chr(code)))
    )
    return letters + _JOINERS, marks + _JOINERS


@cache
def _word(*, astral: bool) -> re.Pattern[str]:
    """One word: a character of an unspaced script with its marks, or a run of letters.

    `_` and `*` inside a word keep it one word: `*Iran*ian` does not speak of Iran.
    """
    letters, marks = _letters(astral=astral)
    return re.compile(f"[{UNSPACED}][{marks}]*|[{letters}][_*{letters}]*(?<=[{letters}])")


@lru_cache(maxsize=8)
def _first_word(initials: str, *, addresses: bool, astral: bool) -> re.Pattern[str]:
    """A word that begins with one of `initials`, in group 1; or an address on the web, skipped.

    The pattern begins with a plain set of characters, which lets `re` run over the rest; without
    `addresses` it need not stop at each h and w.
    """
    letters, marks = _letters(astral=astral)
    leads = "".join(f"\\U{ord(char):08x}" for char in initials)
    address = "(?<=h)ttps?://[!-~]*|(?<=w)ww\\.[!-~]*|" if addresses else ""
    return re.compile(
        f"([{'hw' if addresses else ''}{leads}](?:(?<=[{UNSPACED}])[{marks}]*"
        f"|(?<![{letters}].)(?:{address}[_*{letters}]*(?<=[{letters}]))))",
        re.DOTALL,
    )


def _is_astral(text: str) -> bool:
    """Whether `text` has characters above U+FFFF."""
    return not text.isascii() and bool(_ASTRAL.search(text))


@lru_cache(maxsize=4096)
def _is_word(char: str) -> bool:
    if not char or _UNSPACED.match(char):
        return False
    return bool(_word(astral=char > "\uffff").match(char))


def _alike(text: str) -> str:
    """`text` with typewriter apostrophes and plain hyphens, character for character.

    Six replacements, as `str.translate` looks up each character.
    """
    for sign, plain in _ALIKE.items() if not text.isascii() else ():
        text = text.replace(sign, plain)
    return text


def _gap(text: str) -> str | None:
    """The signs between two words with white space folded; None where no name can go on."""
    if not text or text in {" ", "-", "'"}:
        return text
    if len(text) > _LONGEST_GAP or "\0" in text:
        return None
    lines = text.splitlines()
    if len(lines) > 2 or (len(lines) == 2 and text[-1] in "\r\n"):
        return None
    return re.sub(r"\s+", " ", text)


class Names:
    """Every name of every actor, ready to be looked for."""

    __slots__ = ("_initials", "_root")

    def __init__(self) -> None:
        self._root = _Node()
        self._initials = ""

    @classmethod
    def build(cls, names: Mapping[str, Iterable[str]]) -> Names:
        """Names from a mapping of actor id to that actor's name and aliases.

        A name is left out when it is shorter than two characters (one for Han), longer than 300,
        or has no letter or digit.
        """
        made = cls()
        for ident, spellings in names.items():
            for spelling in spellings:
                made._add(ident, spelling)
        initials = {word[0] for word in made._root.next}
        initials |= {unicodedata.normalize("NFD", char)[0] for char in initials}
        made._initials = "".join(sorted(initials))
        return made

    def __bool__(self) -> bool:
        return bool(self._root.next)

    def _add(self, ident: str, spelling: str) -> None:
        name = _alike(unicodedata.normalize("NFC", " ".join(spelling.split())))
        if not (2 <= len(name) <= _LONGEST_NAME or (len(name) == 1 and _HAN.match(name))):
            return
        words = [*_word(astral=_is_astral(name)).finditer(name)]
        if not words or "\0" in name:
            return
        node, end = self._root, words[0].start()
        for match in words:
            if node is not self._root:
                node = node.next.setdefault(name[end : match.start()], _Node())
            node = node.next.setdefault(match[0], _Node())
            end = match.end()
        before, after = name[: words[0].start()], name[end:]
        for ending in node.endings:
            if (ending.before, ending.after) == (before, after):
                break
        else:
            ending = _Ending(before, after)
            node.endings.append(ending)
            node.endings.sort(key=lambda e: (-len(e.after), -len(e.before)))
        ending.ids[ident] = None

    def find(self, text: str) -> Iterator[Match]:
        """All names in `text` from left to right; where several overlap, the longest.

        Offsets are those of `text` as given. Matches never overlap.
        """
        first = self._root.next
        if not first:
            return
        plain = _alike(text)
        composed = unicodedata.is_normalized("NFC", plain)
        addresses = "://" in plain or "www." in plain
        astral = _is_astral(plain)
        words = _first_word(self._initials, addresses=addresses, astral=astral)
        cluster: list[Match] = []
        end_of_cluster = 0
        for match in words.finditer(plain):
            word = match[1] if composed else unicodedata.normalize("NFC", match[1])
            node = first.get(word)
            if node is None or _goes_on(plain, match.start()):
                continue
            if found := _longest(plain, match, node, composed, _word(astral=astral)):
                start, end, ids = found
                if start >= end_of_cluster:
                    yield from _apart(cluster)
                    cluster = []
                cluster.append(Match(start, end, text[start:end], ids))
                end_of_cluster = max(end_of_cluster, end)
        yield from _apart(cluster)


def _apart(cluster: list[Match]) -> list[Match]:
    """Of names that overlap in a chain, the longest and what is left free of it, left to right."""
    if len(cluster) < 2:
        return cluster
    kept: list[Match] = []
    for match in sorted(cluster, key=lambda m: (m.start - m.end, m.start)):
        place = bisect_left(kept, match.start, key=lambda m: m.start)
        before_it = place == 0 or kept[place - 1].end <= match.start
        if before_it and (place == len(kept) or match.end <= kept[place].start):
            kept.insert(place, match)
    return kept


def _goes_on(text: str, start: int) -> bool:
    """Whether what begins at `start` goes on a word across `_` or `*`."""
    at = start if _is_word(text[start]) else 0
    while at and text[at - 1] in "_*":
        at -= 1
    return 0 < at < start and _is_word(text[at - 1])


def _longest(
    text: str,
    match: re.Match[str],
    node: _Node,
    composed: bool,  # noqa: FBT001
    words: re.Pattern[str],
) -> tuple[int, int, tuple[str, ...]] | None:
    """The longest name whose first word is `match`, as start, end and ids."""
    start, end = match.span()
    best = None
    while True:
        for ending in node.endings:
            if span := _span(text, start, end, ending):
                best = (*span, tuple(ending.ids))
                break
        if not node.next:
            return best
        following = words.search(text, end, end + _LONGEST_GAP + _LONGEST_NAME * 4)
        if following is None:
            return best
        gap = _gap(text[end : following.start()])
        after = node.next.get(gap) if gap is not None else None
        word = following[0] if composed else unicodedata.normalize("NFC", following[0])
        if after is None or word not in after.next:
            return best
        node, end = after.next[word], following.end()


def _span(text: str, start: int, end: int, ending: _Ending) -> tuple[int, int] | None:
    """Start and end of the name with the signs around its words, if it stands there by itself."""
    before, after = ending.before, ending.after
    first, last = start - len(before), end + len(after)
    if first < 0 or not (text.startswith(before, first) and text.startswith(after, end)):
        return None
    spaced = _is_word(text[start]), _is_word(text[end - 1]) or bool(after)
    if spaced[0] and not _free_before(text, first, signed=bool(before)):
        return None
    if spaced[1] and not _free_after(text, last, signed=bool(after)):
        return None
    return first, last


def _free_before(text: str, start: int, *, signed: bool) -> bool:
    """Whether nothing before `start` makes the name part of a longer word or address."""
    if start == 0:
        return True
    sign = text[start - 1]
    if signed:
        return not _is_word(sign)
    if sign == "@" or (sign in '.״׳"' and start > 1 and _is_word(text[start - 2])):
        return False
    if sign == "'" and start > 1 and _is_word(text[start - 2]):
        return bool(_ELISION.search(text, max(0, start - 10), start))
    return True


def _free_after(text: str, end: int, *, signed: bool) -> bool:
    """Whether nothing after `end` makes the name part of a longer word or address."""
    sign, then = text[end : end + 1], text[end + 1 : end + 2]
    if signed:
        return not _is_word(sign)
    if sign and sign in '.@״׳"' and _is_word(then):
        return False
    if sign == "'" and _is_word(then):
        ending = _AFTER_APOSTROPHE.match(text, end)
        return ending is not None and not _is_word(text[ending.end() : ending.end() + 1])
    return True


def resolve_ids(match: Match, listed: Collection[str]) -> str | None:
    """Who `match` speaks of: its only actor, else the only one of `listed`, else nobody."""
    if len(match.ids) == 1:
        return match.ids[0]
    known = [ident for ident in match.ids if ident in listed]
    return known[0] if len(known) == 1 else None
