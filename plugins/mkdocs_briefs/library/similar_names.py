"""Names that look like one another, found without comparing each with each."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ALIKE = 0.9
"""From this share of common characters on (Ratcliff and Obershelp's measure, as in difflib)."""
SHORTEST = 6
"""Shorter names differ by a letter and mean different things: Iran, Iraq; Mali, Malta."""
CROWD = 20
"""A block with more names than this shows a pattern (`Brigade 1`, `Brigade 2`), not a slip."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two ids whose names look alike, in the order of the registry."""

    first: str
    second: str
    first_name: str
    second_name: str


def similar(names: Mapping[str, str]) -> list[Pair]:
    """Pairs of ids whose names are equal or nearly so, in the order of `names` (id -> name).

    Two names are compared when they are equal without case, accents and punctuation, hold the same
    words in another order, or are equal but for one letter. The cost grows with the number of
    names times their length.
    """
    order = {ident: number for number, ident in enumerate(names)}
    plain = {ident: _plain(name) for ident, name in names.items()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for ident, text in plain.items():
        for key in _keys(text):
            blocks[key].append(ident)
    found: dict[tuple[str, str], None] = {}
    for members in blocks.values():
        if 1 < len(members) <= CROWD:
            for place, one in enumerate(members):
                for other in members[place + 1 :]:
                    if (one, other) not in found and _alike(plain[one], plain[other]):
                        found[one, other] = None
    pairs = sorted(found, key=lambda pair: (order[pair[1]], order[pair[0]]))
    return [Pair(one, other, names[one], names[other]) for one, other in pairs]


def _plain(name: str) -> str:
    """`name` without case, accents and punctuation."""
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)
    )
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def _keys(text: str) -> Iterator[str]:
    if not text:
        return
    yield f"words {' '.join(sorted(text.split()))}"
    if len(text) >= SHORTEST:
        yield text
        yield from {text[:at] + text[at + 1 :] for at in range(len(text))}


def _alike(one: str, other: str) -> bool:
    if sorted(one.split()) == sorted(other.split()):
        return True
    # Years and numbers tell names apart that are otherwise equal.
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
