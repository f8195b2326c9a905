"""The graph of all actors as the one file that the explore page loads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from mkdocs_briefs.pages.relations import Graph

FILE = "assets/briefs/network.json"
_APART = re.compile(r"[^a-z0-9]+")


def network_file(graph: Graph) -> tuple[str, str]:
    """Path and text of the graph's file; the same graph gives the same bytes.

    An object of parallel arrays, since names of fields would be most of it:

    - `kinds`, `topics` (id, name), `labels`: what the numbers below are places in;
    - `names`, `ids`, `kind`, `briefs`, `topic`: of each actor, the one in most briefs first. An id
      is 0 where it is an ASCII name in lower case with a hyphen for all between letters and digits;
    - `ties`: of each actor, those of its ties that its dossier lists and no earlier row has, as
      other, briefs, other, briefs …; each other is the distance from the one before it;
    - `stated`: rows of one, other, label: the registry says it of one. Label -1 is "part of".
    """
    kinds = sorted({actor.kind for actor in graph.actors})
    labels = sorted({s.label for tie in graph.ties for s in tie.stated if s.label})
    whole = {
        "kinds": kinds,
        "topics": graph.topics,
        "labels": labels,
        "names": [actor.name for actor in graph.actors],
        "ids": [0 if actor.id == plain_id(actor.name) else actor.id for actor in graph.actors],
        "kind": [kinds.index(actor.kind) for actor in graph.actors],
        "briefs": graph.briefs,
        "topic": graph.topics_of,
        "ties": _rows(graph),
        "stated": [*_stated(graph, labels)],
    }
    return FILE, json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def plain_id(name: str) -> str:
    """The id that a reader of the file makes out of an ASCII name."""
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
        for said in tie.stated:
            ends = (tie.one, tie.other) if said.outward else (tie.other, tie.one)
            yield (*ends, place.get(said.label, -1))
