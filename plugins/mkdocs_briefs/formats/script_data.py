"""JSON files that the scripts of pages load: hover cards, the graph, events of a day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.pages.chronology import anniversaries
from mkdocs_briefs.pages.facts import group_of, plain
from mkdocs_briefs.pages.records import HoverCard
from mkdocs_briefs.pages.relations import Graph
from mkdocs_briefs.pages.view_factory import ViewFactory

_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), default=str)

# Hover cards

HOVER_CARDS = "assets/briefs/cards"
_OFFSET, _PRIME = 0x811C9DC5, 0x01000193


def shard(path: str) -> str:
    """Return two digits for `path`, which name the file with its card.

    They are the low five bits of the 32-bit FNV-1a hash of its UTF-8 bytes, which scripts can
    compute in three lines (http://www.isthe.com/chongo/tech/comp/fnv/).
    """
    value = _OFFSET
    for byte in path.encode():
        value = (value ^ byte) * _PRIME & 0xFFFFFFFF
    return f"{value & 0x1F:02}"


def hover_card_files(cards: Iterable[HoverCard]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of cards, in the order of their paths.

    A file is an object of path -> card. Fields without a value are left out; dates are ISO 8601.
    The same cards give the same bytes, whatever their order.
    """
    shards: dict[str, dict[str, object]] = {}
    for card in cards:
        shards.setdefault(shard(card.path), {})[card.path] = _fields(card)
    for name in sorted(shards):
        yield f"{HOVER_CARDS}/{name}.json", _json(shards[name], sort_keys=True)


def _fields(card: HoverCard) -> dict[str, object]:
    fields = asdict(card)
    del fields["path"]
    return {key: value for key, value in fields.items() if value not in (None, "", ())}


# The graph of the explore page

FILE = "assets/briefs/network.json"
_APART = re.compile(r"[^a-z0-9]+")


def network_file(graph: Graph) -> tuple[str, str]:
    """Return path and text of the graph's file.

    It is an object of parallel arrays, since names of fields would be most of it:

    - `kinds`, `topics` (id, name), `labels`: what the numbers below are places in;
    - `names`, `ids`, `kind`, `briefs`, `topic`: of each actor, the one in most briefs first. An id
      is 0 where it is an ASCII name in lower case with a hyphen for all between letters and digits;
    - `ties`: of each actor, those of its ties that its dossier lists and no earlier row has, as
      other, briefs, other, briefs …; each other is the distance from the one before it;
    - `stated`: rows of one, other, label: the registry says it of one. Label -1 is "part of".
    """
    groups = [*map(group_of, graph.actors)]
    kinds = sorted(set(groups))
    labels = sorted({s.label for tie in graph.ties for s in tie.stated if s.label})
    whole = {
        "kinds": kinds,
        "topics": graph.topics,
        "labels": labels,
        "names": [actor.name for actor in graph.actors],
        "ids": [0 if actor.id == plain_id(actor.name) else actor.id for actor in graph.actors],
        "kind": [kinds.index(group) for group in groups],
        "briefs": graph.briefs,
        "topic": graph.topics_of,
        "ties": _rows(graph),
        "stated": [*_stated(graph, labels)],
    }
    return FILE, _json(whole)


def plain_id(name: str) -> str:
    """Return the id that scripts make of an ASCII name."""
    return _APART.sub("-", name.lower()).strip("-") if name.isascii() else ""


def _rows(graph: Graph) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in graph.actors]
    last = [0] * len(rows)
    for tie in graph.ties:
        rows[tie.one] += (tie.other - last[tie.one], tie.briefs)
        last[tie.one] = tie.other
    return rows


def _stated(graph: Graph, labels: list[str]) -> Iterator[tuple[int, int, int]]:
    place = {label: n for n, label in enumerate(labels)}
    for tie in graph.ties:
        for relation in tie.stated:
            ends = (tie.one, tie.other) if relation.outward else (tie.other, tie.one)
            yield (*ends, place.get(relation.label, -1))


# Events of a day of the year

THIS_DAY = "assets/briefs/on-this-day"


def this_day_files(factory: ViewFactory) -> Iterator[tuple[str, str]]:
    """Yield path and text of a file for each month: rows by the day of the month."""
    months: dict[int, dict[str, object]] = {}
    for (month, day), events in anniversaries(factory.library).items():
        rows = [_row(event, factory) for event in events]
        months.setdefault(month, {})[f"{day:02d}"] = rows
    for month, days in months.items():
        yield f"{THIS_DAY}/{month:02d}.json", _json(days)


def _row(event: Event, factory: ViewFactory) -> dict[str, object]:
    brief = factory.brief(event.lead.brief)
    return {
        "date": event.date.without_hour if event.date else "",
        "text": plain(event.lead.item.event),
        "path": factory.event_paths[event.id],
        "brief": [brief.text, brief.path],
    }
