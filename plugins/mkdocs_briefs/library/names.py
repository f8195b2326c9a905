"""Find the names of known actors in running text, in any script.

A name is found only as a whole word or whole words: `Iranian` is not `Iran`, but `Iran's` and
`Iran-backed` mention it. Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Burmese)
have no such words, so there a name is found wherever its characters stand. Prefixes and suffixes
written onto a name (Hebrew and Arabic prepositions, Korean particles, Turkish endings) are part of
the word, and hide the name: a missing link is better than a wrong one. Case counts (`US`
is not `us`). What does not count: composed or decomposed letters (Unicode normal form C),
typewriter or curly apostrophes, kinds of hyphen, and kinds and amounts of white space.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from types import MappingProxyType

from mkdocs_briefs.model.texts import HAN, UNSPACED

_HAN = re.compile(f"[{HAN}]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_ABOVE_FFFF = re.compile("[^\0-\uffff]")
_JOINERS = "\u00ad\u200c\u200d"
_SAME_SIGN = dict.fromkeys("\u2018\u2019\u02bc\uff07", "'") | dict.fromkeys("\u2010\u2011", "-")
MAX_NAME_CHARACTERS = 300
MAX_GAP_CHARACTERS = 100
_AFTER_APOSTROPHE = re.compile(r"'(?:[sSd]|ll|ve)")
_ELISION = re.compile(
    r"(?<![^\W_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|(?:d|de|ne|su|a)ll|un|[LS]|Qu|(?:D|Ne|Su|A)ll)'\Z"
)


@dataclass(frozen=True, slots=True)
class Match:
    """A name at `text[start:end]`, and the ids of all actors of that name."""

    start: int
    end: int
    text: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """A step of the word tree: from here to the next gap or word, and the names that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    endings: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Signs before the first and after the last word of a name -> ids, the longest signs first."""


def _ranges(codes: Iterable[int]) -> str:
    runs = []
    for _, group in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        run = [code for _, code in group]
        runs.append(f"\\U{run[0]:08x}-\\U{run[-1]:08x}")
    return "".join(runs)


@cache
def _letters(*, astral: bool) -> tuple[str, str]:
    """Return the letters, digits and marks of scripts with spaces, and all marks, as ranges.

    `re` has no class of letters with their marks. Without `astral` the ranges end at U+FFFF, which
    makes a search almost twice as fast: `re` has a table of those, and walks through the others.
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
    """Return the pattern of a word: a character of an unspaced script, or a run of letters.

    `_` and `*` inside a word keep it one word: `*Iran*ian` does not mention Iran.
    """
    letters, marks = _letters(astral=astral)
    return re.compile(f"[{UNSPACED}][{marks}]*|[{letters}][_*{letters}]*(?<=[{letters}])")


@lru_cache(maxsize=8)
def _first_word(initials: str, *, astral: bool) -> re.Pattern[str]:
    """Return the pattern of a word that begins with one of `initials`, or of an address to skip.

    It begins with a plain set of characters, which lets `re` skip the rest of a text quickly.
    """
    letters, marks = _letters(astral=astral)
    leads = "".join(f"\\U{ord(char):08x}" for char in initials)
    return re.compile(
        f"[hw{leads}](?:(?<=[{UNSPACED}])[{marks}]*"
        f"|(?<![{letters}].)(?:(?<=h)ttps?://[!-~]*|(?<=w)ww\\.[!-~]*"
        f"|[_*{letters}]*(?<=[{letters}])))",
        re.DOTALL,
    )


def _is_astral(text: str) -> bool:
    return not text.isascii() and bool(_ABOVE_FFFF.search(text))


@lru_cache(maxsize=4096)
def _is_word(char: str) -> bool:
    if not char or _UNSPACED.match(char):
        return False
    return bool(_word(astral=char > "\uffff").match(char))


def with_plain_signs(text: str) -> str:
    """Return `text` with typewriter apostrophes and plain hyphens, as long as it was."""
    if not text.isascii():
        for sign, plain in _SAME_SIGN.items():
            text = text.replace(sign, plain)
    return text


def _gap(text: str) -> str | None:
    """Return the signs between two words of a name, or None where it cannot go on."""
    if not text or text in {" ", "-", "'"}:
        return text
    if len(text) > MAX_GAP_CHARACTERS or "\0" in text:
        return None
    lines = text.splitlines()
    if len(lines) > 2 or (len(lines) == 2 and text[-1] in "\r\n"):
        return None
    return re.sub(r"\s+", " ", text)


_NO_KINDS: Mapping[str, str | None] = MappingProxyType({})


class Names:
    """Every name of every actor, as a tree of words."""

    __slots__ = ("_initials", "_kinds", "_root", "_small")

    def __init__(self) -> None:
        self._root = _Node()
        self._small: dict[str, _Node] = {}
        self._initials = ""
        self._kinds: Mapping[str, str | None] = {}

    @classmethod
    def build(
        cls, names: Mapping[str, Iterable[str]], kinds: Mapping[str, str | None] = _NO_KINDS
    ) -> Names:
        """Return the names of each actor, given by id; `kinds` says what each is, if known.

        A name is left out when it is shorter than two characters (one for Han), longer than 300,
        or has no letter or digit.
        """
        built = cls()
        built._kinds = kinds
        for ident, spellings in names.items():
            for spelling in spellings:
                built._add(ident, spelling)
        small = {word: node for word, node in built._root.next.items() if word[0].islower()}
        built._small = {word[0].upper() + word[1:]: node for word, node in small.items()}
        initials = {word[0] for word in (*built._root.next, *built._small)}
        initials |= {unicodedata.normalize("NFD", char)[0] for char in initials}
        built._initials = "".join(sorted(initials))
        return built

    def __bool__(self) -> bool:
        return bool(self._root.next)

    def kinds(self, ids: Iterable[str]) -> set[str | None]:
        """Return what the actors with these ids are; None stands for an unknown kind."""
        return {self._kinds.get(ident) for ident in ids}

    def _add(self, ident: str, spelling: str) -> None:
        name = with_plain_signs(unicodedata.normalize("NFC", " ".join(spelling.split())))
        if not (2 <= len(name) <= MAX_NAME_CHARACTERS or (len(name) == 1 and _HAN.match(name))):
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
        signs = name[: words[0].start()], name[end:]
        ids = node.endings.setdefault(signs, [])
        if ident not in ids:
            ids.append(ident)
        longest = sorted(node.endings, key=lambda signs: (-len(signs[1]), -len(signs[0])))
        node.endings = {signs: node.endings[signs] for signs in longest}

    def find(self, text: str) -> Iterator[Match]:
        """Yield all names in `text` from left to right; where several overlap, the longest.

        Offsets are those of `text`. Matches never overlap.
        """
        if not self:
            return
        plain = with_plain_signs(text)
        astral = _is_astral(plain)
        cluster: list[Match] = []
        end_of_cluster = 0
        for match in _first_word(self._initials, astral=astral).finditer(plain):
            nodes = [*self._nodes(plain, match)]
            if not nodes or _goes_on(plain, match.start()):
                continue
            spans = [_longest(plain, match, node, _word(astral=astral)) for node in nodes]
            if found := max(filter(None, spans), key=lambda span: span[1], default=None):
                start, end, ids = found
                if start >= end_of_cluster:
                    yield from _apart(cluster)
                    cluster = []
                cluster.append(Match(start, end, text[start:end], ids))
                end_of_cluster = max(end_of_cluster, end)
        yield from _apart(cluster)

    def _nodes(self, text: str, match: re.Match[str]) -> Iterator[_Node]:
        """Yield where names go on whose first word is `match`.

        A name with a small letter in front (the council) has a capital where a sentence begins.
        """
        word = unicodedata.normalize("NFC", match[0])
        if node := self._root.next.get(word):
            yield node
        if (node := self._small.get(word)) and _begins_sentence(text, match.start()):
            yield node


def _apart(cluster: list[Match]) -> list[Match]:
    """Return the longest of overlapping names and what is left beside them, from left to right."""
    chosen: list[Match] = []
    for match in sorted(cluster, key=lambda m: (m.start - m.end, m.start)):
        place = bisect_left(chosen, match.start, key=lambda m: m.start)
        free_before = place == 0 or chosen[place - 1].end <= match.start
        if free_before and (place == len(chosen) or match.end <= chosen[place].start):
            chosen.insert(place, match)
    return chosen


_SENTENCE_START = re.compile(
    r"""(?:\A|[.!?…:;\n\0][”"’»)\]*_]*|[“"‘«(\[*_]|[>#•-] )\s*["“‘«(*_\[]*\Z"""
)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 10) : start]
    return bool(_SENTENCE_START.search(before)) and (start <= 10 or bool(before.strip()))


def _goes_on(text: str, start: int) -> bool:
    """Return whether `start` is inside a word, after `_` or `*`."""
    at = start if _is_word(text[start]) else 0
    while at and text[at - 1] in "_*":
        at -= 1
    return 0 < at < start and _is_word(text[at - 1])


def _longest(
    text: str,
    match: re.Match[str],
    node: _Node,
    words: re.Pattern[str],
) -> tuple[int, int, tuple[str, ...]] | None:
    """Return start, end and ids of the longest name whose first word is `match`."""
    start, end = match.span()
    best = None
    while True:
        for (before, after), ids in node.endings.items():
            if span := _span(text, start, end, before, after):
                best = (*span, tuple(ids))
                break
        if not node.next:
            return best
        following = words.search(text, end, end + MAX_GAP_CHARACTERS + MAX_NAME_CHARACTERS * 4)
        if following is None:
            return best
        gap = _gap(text[end : following.start()])
        gap_node = node.next.get(gap) if gap is not None else None
        word = unicodedata.normalize("NFC", following[0])
        if gap_node is None or word not in gap_node.next:
            return best
        node, end = gap_node.next[word], following.end()


def _span(text: str, start: int, end: int, before: str, after: str) -> tuple[int, int] | None:
    """Return start and end of a name with the signs around it, if it is no part of a word."""
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
    """Return whether nothing before `start` makes the name part of a longer word or address."""
    if start == 0:
        return True
    sign = text[start - 1]
    if signed:
        return not _is_word(sign)
    if sign in "@<" or (sign in '.״׳"' and start > 1 and _is_word(text[start - 2])):
        return False
    if sign == "'" and start > 1 and _is_word(text[start - 2]):
        return bool(_ELISION.search(text, max(0, start - 10), start))
    return True


def _free_after(text: str, end: int, *, signed: bool) -> bool:
    """Return whether nothing after `end` makes the name part of a longer word or address."""
    sign, then = text[end : end + 1], text[end + 1 : end + 2]
    if signed:
        return not _is_word(sign)
    if sign and sign in '.@״׳"' and _is_word(then):
        return False
    if sign == "'" and _is_word(then):
        ending = _AFTER_APOSTROPHE.match(text, end)
        return ending is not None and not _is_word(text[ending.end() : ending.end() + 1])
    return True
