"""Long form -> a record of the model; what does not fit becomes problems and is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mkdocs_briefs.model.brief import Path
from mkdocs_briefs.model.fields import Record
from mkdocs_briefs.model.texts import shape_of
from mkdocs_briefs.parse.shape import Shaped, fields_of
from mkdocs_briefs.parse.yaml_errors import quoted
from mkdocs_briefs.parse.yaml_tree import Places
from mkdocs_briefs.problems import CODES, Location, Problem, nearest

ENTRIES: Mapping[str, str] = {
    "actors": "aharon-haliva: Resigned as head of military intelligence",
    "dates": "2024-04-22: Haliva resigns",
    "implications": "Accountability: Sets a precedent for other officials.",
    "developments": "Early election: The coalition falls before its term ends.",
    "advice": "Reform: Have agencies work together more closely.",
    "figures": '{label: Deaths, value: "34,000", attributed_to: unattributed}',
    "sources": "https://example.org/report",
    "updates": "{date: 2024-04-23, kind: correction, text: The rank was wrong.}",
    "related": "the-october-7-attack",
    "revisions": "{date: 2024-05-01, likelihood: 70%}",
    "resolution": "{outcome: yes, date: 2024-06-01}",
    "positions": "{title: Prime Minister, organization: israel}",
    "relations": "iran: allied with",
}
"""For each list of records (and for `resolution`) one entry in its shortest form."""

VALUES: Mapping[str, str] = {
    "summary": "The head of military intelligence steps down over the October 7 attack.",
    "why_it_matters": "He is the first senior officer to take responsibility.",
    "key_points": "Haliva leaves after 38 years of service.",
    "advice_audience": "policymakers",
    "unknowns": "Whether other officials will follow.",
    "alternatives": "The resignation may have been agreed beforehand.",
    "topics": "intelligence",
    "storyline": "after-october-7",
    "authors": "mkdocs-briefs",
    "methodology": "Written from public reports; nothing was checked elsewhere.",
    "lang": "ar",
    "translation_of": "spy-chief-resigns",
    "image": "responsibility.png",
    "slug": "spy-chief-resigns",
    "redirect_from": "haliva-resigns",
    "role": "Resigned as head of military intelligence",
    "event": "Haliva resigns",
    "text": "Sets a precedent for other officials.",
    "label": "Accountability",
    "place": "Gaza",
    "horizon": "short",
    "why": "A second general has resigned.",
    "note": "Announced by the army.",
    "brief": "army-chief-resigns",
    "resolves_if": "A new head of military intelligence is appointed.",
    "resolves_by": "Announcement of the army",
    "signposts": "Talks about a successor",
    "audience": "policymakers",
    "addresses": "early-election",
    "value": "34,000",
    "unit": "people",
    "attributed_to": "gaza-health-ministry",
    "publisher": "Example News",
    "author": "A. Writer",
    "name": "Aharon Haliva",
    "title": "Head of military intelligence",
    "description": "Headed Israeli military intelligence until 2024.",
    "aliases": "Haliva",
    "wikidata": "Q42",
    "id": "early-election",
    "kind": "official",
    "part_of": "israel",
    "organization": "israel",
    "actor": "iran",
    "relation": "allied with",
    "sources": "army-statement",
    "actors": "aharon-haliva",
}
"""Examples of plain values, where neither the type of a field nor its declaration gives one."""


V = TypeVar("V")
_ROUNDS = 6
_CHOICE = re.compile(r"'([^']*)'")
_GONE = object()

_EITHER: Mapping[str, tuple[str, str]] = {"actors": ("id", "name"), "sources": ("title", "url")}
"""Lists of a brief whose entries need one of two fields."""


def _example(name: object) -> str:
    """The entry of the list `name` as a line that can be copied."""
    sign = "resolution: " if name == "resolution" else "- "
    return sign + ENTRIES[str(name)]


@dataclass(slots=True)
class Validated(Generic[V]):
    """`places` follows the entries that are left; None when required fields could not be filled."""

    value: V | None
    places: Places
    problems: list[Problem]


def validate(
    read: Callable[[dict[str, Any]], V],
    record: type[Record],
    shaped: Shaped,
    head: Location,
    *,
    fallback: Callable[[], Mapping[str, str]] = dict,
    silent: Iterable[str] = (),
    keyed: bool = False,
) -> Validated[V]:
    """What `read` makes of `shaped`, without the values and entries that cannot be used.

    `read` raises pydantic.ValidationError; `record` is what it makes, or with `keyed` what it makes
    of each value of a mapping. `head` is where a missing field of the record itself is reported,
    `fallback` gives what to fill it with then, and `silent` names fields already reported.
    """
    data, places = shaped.data, shaped.places
    told = _Teller(record, shaped, head, frozenset(silent), int(keyed))
    fill: Mapping[str, str] = {}
    for attempt in range(_ROUNDS):
        drops = [] if keyed else _without_either(data)
        if attempt == 0:
            for path in drops:
                told.lacks_either(path)
        try:
            value = read(data)
        except ValidationError as error:
            fill = fill or fallback()
            for detail in error.errors(include_url=False):
                path = tuple(detail["loc"])
                # Faults of later rounds only follow from what an earlier one left out.
                if attempt == 0:
                    told.error(path, detail)
                drops.append(_to_drop(path, detail, data, fill))
        else:
            if not drops:
                return Validated(value, places, told.problems)
        places = _drop(data, places, drops)
    # Nothing of ours nests so deep that this many rounds leave a fault.
    try:
        return Validated(read(dict(fill or fallback())), Places(places.file), told.problems)
    except ValidationError:
        return Validated(None, Places(places.file), told.problems)


def _without_either(data: dict[str, Any]) -> list[Path]:
    return [
        (name, index)
        for name, (one, other) in _EITHER.items()
        for index, item in enumerate(data.get(name, ()))
        if isinstance(item, dict) and one not in item and other not in item
    ]


def _to_drop(
    path: Path, detail: ErrorDetails, data: dict[str, Any], fallback: Mapping[str, str]
) -> Path:
    """What has to go for `detail` to be fixed: the value, or the entry that lacks a field."""
    if len(path) == 1 and path[0] in fallback:
        data[str(path[0])] = fallback[str(path[0])]
        return ()
    return path[:-1] if detail["type"] == "missing" else path


def _drop(data: dict[str, Any], places: Places, drops: list[Path]) -> Places:
    """Takes `drops` out of `data`; returns the places under the numbers that entries have then."""
    lists: dict[Path, list[Any]] = {}
    for path in drops:
        node: Any = data
        try:
            for step in path[:-1]:
                node = node[step]
            if not path or node is _GONE:
                continue
            if isinstance(node, list):
                node[int(path[-1])] = _GONE
                lists[path[:-1]] = node
            else:
                node.pop(path[-1], None)
        except (LookupError, TypeError):
            continue  # lies in something that is dropped as a whole
    if not lists:
        return places
    moves: dict[Path, dict[int, int]] = {}
    for path, node in lists.items():
        kept = [index for index, one in enumerate(node) if one is not _GONE]
        moves[path] = {old: new for new, old in enumerate(kept)}
        node[:] = [one for one in node if one is not _GONE]
    return _renumbered(places, moves)


def _renumbered(places: Places, moves: dict[Path, dict[int, int]]) -> Places:
    result = Places(places.file)
    for path, spot in places.spots.items():
        steps: list[str | int] = []
        for depth, step in enumerate(path):
            move = moves.get(path[:depth]) if isinstance(step, int) else None
            if move is None:
                steps.append(step)
            elif step in move:
                steps.append(move[int(step)])
            else:
                break
        else:
            result.spots[tuple(steps)] = spot
    return result


def words(path: Path) -> str:
    """`path` as an author would say it: `dates` entry 3, `event`."""
    parts = [f"entry {step + 1}" if isinstance(step, int) else f"“{step[:80]}”" for step in path]
    return ", ".join(parts).replace(", entry", " entry")


class _Teller:
    """Turns errors of validation into problems at their places."""

    def __init__(
        self,
        record: type[Record],
        shaped: Shaped,
        head: Location,
        silent: frozenset[str],
        prefix: int,
    ) -> None:
        self.record = record
        self.prefix = prefix
        self.shaped = shaped
        self.head = head
        self.silent = silent
        # Places as written: what is dropped on the way must not move what is reported.
        self.places = shaped.places
        self.problems: list[Problem] = []

    def _at(self, path: Path) -> Location:
        for end in range(len(path), 0, -1):
            if place := self.places.get(path[:end]):
                return place
        return self.head

    def _tell(self, code: str, path: Path, message: str, help_text: str) -> None:
        self.problems.append(Problem(code, self._at(path), message, help_text))

    def lacks_either(self, path: Path) -> None:
        one, other = _EITHER[str(path[0])]
        message = f"{words(path)}: neither “{one}” nor “{other}” is given, and one is required"
        self._tell("B201", path, message, f"Write it as in {_example(path[0])}")

    def error(self, path: Path, detail: ErrorDetails) -> None:
        """The problem for one error that Pydantic reports at `path`."""
        kind, found = detail["type"], detail["input"]
        if kind == "missing":
            self._missing(path)
        elif kind == "literal_error" and isinstance(found, str):
            self._choice(path, found, _CHOICE.findall(detail.get("ctx", {}).get("expected", "")))
        elif kind in CODES:
            context = detail.get("ctx", {})
            advice = str(context.get("help", "")) or _advice(path, found)
            message = str(context.get("message", ""))
            self._tell(kind, path, f"{words(path)}: {message}", advice)
        else:
            wanted = _wanted(self.record, path[self.prefix :], kind)
            message = f"{words(path)}: expected {wanted}, found {shape_of(found)}"
            self._tell("B204", path, message, _advice(path, found))

    def _choice(self, path: Path, found: str, choices: list[str]) -> None:
        message = f"{words(path)}: “{found[:80]}” is none of {', '.join(choices)}"
        meant = nearest(found, choices)
        advice = f"Write {meant}." if meant else f"Write one of {', '.join(choices)}."
        self._tell("B205", path, message, advice)

    def _missing(self, path: Path) -> None:
        name = str(path[-1])
        if len(path) == 1 and name in self.silent:
            return
        advice = _fill(self.record, path[self.prefix :])
        if place := self.shaped.empty.get(path):
            message = f"{words(path)} is required and has no value"
            self.problems.append(Problem("B201", place, message, advice))
            return
        self._tell("B201", path[:-1], f"{words(path)} is required and missing", advice)


def _record_at(record: type[Record], path: Path) -> type[Record]:
    for step in path:
        if isinstance(step, str) and (found := fields_of(record).get(step)) and found.record:
            record = found.record
    return record


def _fill(record: type[Record], path: Path) -> str:
    """How to write the missing field at `path`, with an example where there is one."""
    owner = _record_at(record, path[:-1])
    info = next(i for n, i in owner.model_fields.items() if path[-1] in {n, i.alias})
    example = str(info.examples[0]) if info.examples else "…"
    advice = f"Write {path[-1]}: {example}"
    described = (info.description or "").rstrip(".")
    listed = next((str(step) for step in reversed(path[:-1]) if isinstance(step, str)), "")
    shown = f" A whole entry: {_example(listed)}" if listed in ENTRIES else ""
    return f"{advice} ({described}).{shown}" if described else f"{advice}.{shown}"


def _wanted(record: type[Record], path: Path, kind: str) -> str:
    if kind.startswith("model"):
        return f"fields ({', '.join(list(fields_of(_record_at(record, path)))[:8])})"
    return "one of a few words" if kind == "literal_error" else "another shape"


def _advice(path: Path, found: object) -> str:
    """What to write instead of a value of the wrong shape."""
    if isinstance(found, dict) and len(found) == 1:
        ((key, value),) = found.items()
        if isinstance(value, str) and len(key) + len(value) < 100:
            text = quoted(f"{key}: {value}")
            return f"If this is one text with a colon in it, put it in quotes: {text}"
    named = path[-2] if isinstance(path[-1], int) and len(path) > 1 else path[-1]
    if named in ENTRIES:
        return f"Write it as in {_example(named)}"
    if isinstance(found, (list, dict)):
        return "Write one text here. A text that begins with [ or { must stand in quotes."
    return ""
