"""Hover cards as static JSON, in so many small files that a reader fetches one of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from mkdocs_briefs.pages.records import HoverCard

FOLDER = "assets/briefs/cards"
_OFFSET, _PRIME = 0x811C9DC5, 0x01000193


def shard(path: str) -> str:
    """The two hexadecimal digits of the file that holds the card of the page at `path`.

    The low byte of the 32-bit FNV-1a hash of its UTF-8 bytes, which takes a script three lines:
    http://www.isthe.com/chongo/tech/comp/fnv/.
    """
    value = _OFFSET
    for byte in path.encode():
        value = (value ^ byte) * _PRIME & 0xFFFFFFFF
    return f"{value & 0xFF:02x}"


def hover_card_files(cards: Iterable[HoverCard]) -> Iterator[tuple[str, str]]:
    """Path and text of each file that holds a card, in the order of their paths.

    A file is an object of path -> card. Fields without a value are left out; dates are ISO 8601.
    The same cards give the same bytes, whatever their order.
    """
    shards: dict[str, dict[str, object]] = {}
    for card in cards:
        shards.setdefault(shard(card.path), {})[card.path] = _fields(card)
    for name in sorted(shards):
        text = json.dumps(shards[name], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield f"{FOLDER}/{name}.json", text


def _fields(card: HoverCard) -> dict[str, object]:
    fields = {
        "kind": card.kind,
        "name": card.name,
        "text": card.text,
        "lang": card.lang,
        "initials": card.initials,
        "aliases": card.aliases,
        "briefs": card.briefs,
        "date": card.date and card.date.isoformat(),
        "type": card.type,
        "topics": card.topics,
        "latest": card.latest
        and {
            "text": card.latest.text,
            "date": card.latest.date.isoformat(),
            "lang": card.latest.lang,
        },
        "mark": card.mark and {"kind": card.mark.kind, "date": card.mark.date.isoformat()},
    }
    return {key: value for key, value in fields.items() if value not in (None, "", ())}
