"""Long form -> a record of the model; what does not fit is reported and left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mkdocs_briefs.model.brief import Path, Places, nearest_place
from mkdocs_briefs.model.fields import Item, Record, fields_of, required_of
from mkdocs_briefs.model.texts import TAG, shape_of
from mkdocs_briefs.parse.shape import Shaped
from mkdocs_briefs.parse.yaml_errors import in_curly_quotes, quoted
from mkdocs_briefs.problems import CODES, Location, Problem, nearest, shortened

ENTRIES: Mapping[str, str] = {
    "actors": "city-council: Votes for the bridge",
    "dates": "2024-04-22: The council votes for the bridge",
    "implications": "Traffic: Fewer lorries pass through the centre.",
    "developments": "Lawsuit: Residents go to court against the bridge.",
    "advice": "Timetable: Publish when each street is closed.",
    "figures": '{label: Cost, value: "34,000", attributed_to: unattributed}',
    "sources": "https://example.org/report",
    "updates": "{date: 2024-04-23, kind: correction, text: The cost was wrong.}",
    "related": "the-old-bridge-closes",
    "revisions": "{date: 2024-05-01, likelihood: 70%}",
    "resolution": "{outcome: yes, date: 2024-06-01}",
    "positions": "{title: Mayor, organization: city-council}",
    "relations": "harbour-board: works with",
    "image": "{src: bridge.png, alt: The new bridge at dusk}",
}
"""For each field of records one entry, in its shortest form but for what readers need."""

V = TypeVar("V")
_MAX_ROUNDS = 6
_CHOICE = re.compile(r"'([^']*)'")
_DROPPED = object()


def _example(name: object) -> str:
    """Return the entry of the list `name` as a line that can be copied."""
    sign = f"{name}: " if name in ("resolution", "image") else "- "
    return sign + ENTRIES[str(name)]


@dataclass(slots=True)
class Validated(Generic[V]):
    """A record, or None if required fields could not be filled, and its problems."""

    value: V | None
    places: Places
    """Of the values that are left."""
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
    """Return what `read` makes of `shaped`, without the values and entries that cannot be used.

    `read` raises pydantic.ValidationError; `record` is what it makes, or with `keyed` what it makes
    of each value of a mapping. `head` is where a missing field of the record itself is reported,
    `fallback` returns the values for such fields, and `silent` names fields that are not reported.
    """
    data, places = shaped.data, shaped.places
    reporter = _Reporter(record, shaped, head, frozenset(silent), int(keyed), places)
    fill: Mapping[str, str] = {}
    for attempt in range(_MAX_ROUNDS):
        lacking = dict(_lacking(data, record, keyed=keyed))
        drops: list[Path] = [*lacking]
        if attempt == 0:
            for path, needed in lacking.items():
                reporter.lacks(path, needed)
        try:
            value = read(data)
        except ValidationError as error:
            fill = fill or fallback()
            for detail in error.errors(include_url=False):
                path = tuple(detail["loc"])
                # Faults of later rounds only follow from what an earlier one left out.
                if attempt == 0:
                    reporter.error(path, detail)
                drops.append(_to_drop(path, detail, data, fill))
        else:
            if not drops:
                return Validated(value, places, reporter.problems)
        places = _drop(data, places, drops)
    # No record nests so deep that this many rounds leave a fault.
    try:
        return Validated(read(dict(fill or fallback())), {}, reporter.problems)
    except ValidationError:
        return Validated(None, {}, reporter.problems)


def _lacking(
    data: dict[str, Any], record: type[Record], *, keyed: bool
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield each entry without any of the fields of which it needs one, and these."""
    if keyed:
        # The key is the id.
        needs = tuple(name for name in _needs(record) if name != "id")
        for key, item in data.items():
            if needs and isinstance(item, dict) and item.keys().isdisjoint(needs):
                yield (key,), needs
        return
    for name, kind in fields_of(record).items():
        if kind.record and kind.many and (needs := _needs(kind.record)):
            for index, item in enumerate(data.get(name, ())):
                if isinstance(item, dict) and item.keys().isdisjoint(needs):
                    yield (name, index), needs


def _needs(record: type[Record]) -> tuple[str, ...]:
    return record.needs if issubclass(record, Item) else ()


def _to_drop(
    path: Path, detail: ErrorDetails, data: dict[str, Any], fallback: Mapping[str, str]
) -> Path:
    """Return the path of what to drop because of `detail`: a value, or an entry without a field."""
    if len(path) == 1 and path[0] in fallback:
        data[str(path[0])] = fallback[str(path[0])]
        return ()
    return path[:-1] if detail["type"] == "missing" or path[-1:] == (TAG,) else path


def _drop(data: dict[str, Any], places: Places, drops: list[Path]) -> Places:
    """Take `drops` out of `data`; return the places by the numbers that entries have then."""
    lists: dict[Path, list[Any]] = {}
    for path in drops:
        node: Any = data
        try:
            for step in path[:-1]:
                node = node[step]
            if not path or node is _DROPPED:
                continue
            if isinstance(node, list):
                node[int(path[-1])] = _DROPPED
                lists[path[:-1]] = node
            else:
                node.pop(path[-1], None)
        except (LookupError, TypeError):
            continue  # lies in something that is dropped as a whole
    if not lists:
        return places
    moves: dict[Path, dict[int, int]] = {}
    for path, node in lists.items():
        left = [index for index, one in enumerate(node) if one is not _DROPPED]
        moves[path] = {old: new for new, old in enumerate(left)}
        node[:] = [node[index] for index in left]
    return _renumbered(places, moves)


def _renumbered(places: Places, moves: dict[Path, dict[int, int]]) -> Places:
    result: Places = {}
    for path, spot in places.items():
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
            result[tuple(steps)] = spot
    return result


def words(path: Path) -> str:
    """Return `path` as an author would say it: `dates` entry 3, `event`."""
    steps = [step for step in path if step != TAG]
    parts = [
        f"entry {step + 1}" if isinstance(step, int) else f"“{shortened(step)}”" for step in steps
    ]
    return ", ".join(parts).replace(", entry", " entry")


@dataclass(slots=True)
class _Reporter:
    """Turns errors of validation into problems at their places."""

    record: type[Record]
    shaped: Shaped
    head: Location
    silent: frozenset[str]
    prefix: int
    """How many steps of a path come before the record: the id of a registry's entry."""
    places: Places
    """As written: what is dropped on the way must not move what is reported."""
    problems: list[Problem] = field(default_factory=list)

    def _report(self, code: str, path: Path, message: str, advice: str) -> None:
        place = nearest_place(self.places, path) or self.head
        self.problems.append(Problem(code, place, message, advice))

    def lacks(self, path: Path, needs: tuple[str, ...]) -> None:
        """Report an entry that has none of the fields of which it needs one."""
        named = " or ".join(f"“{name}”" for name in needs)
        message = f"{words(path)}: {named} is required and missing"
        if len(path) > 1:
            self._report("B201", path, message, f"Write it as in {_example(path[0])}")
        else:
            self._report("B201", path, message, f"Write {needs[0]}: …")

    def error(self, path: Path, detail: ErrorDetails) -> None:
        """Report one error that Pydantic found at `path`."""
        kind, found, context = detail["type"], detail["input"], detail.get("ctx", {})
        bare = in_curly_quotes(found) if isinstance(found, str) else None
        if kind == "missing" or (kind == "B207" and not str(found).strip() and self._needs(path)):
            self._missing(path)
        elif bare:
            code = kind if kind in CODES else "B205"
            message = f"{words(path)}: YAML takes curly quotes for a part of the value"
            self._report(code, path, message, f"Write {bare} without quotes.")
        elif kind == "literal_error" and isinstance(found, str):
            choices = _CHOICE.findall(context.get("expected", ""))
            listed = ", ".join(choices)
            meant = nearest(found, choices)
            message = f"{words(path)}: “{shortened(found)}” is none of {listed}"
            self._report("B205", path, message, f"Write {meant or f'one of {listed}'}.")
        elif kind in CODES:
            message = f"{words(path)}: {context.get('message', '')}"
            self._report(kind, path, message, str(context.get("help", "")) or _advice(path, found))
        else:
            wanted = _wanted(self.record, path[self.prefix :], kind)
            message = f"{words(path)}: expected {wanted}, found {shape_of(found)}"
            self._report("B204", path, message, _advice(path, found))

    def _needs(self, path: Path) -> bool:
        """Return whether the record needs the field at `path`."""
        return path[-1] in required_of(_record_at(self.record, path[self.prefix : -1]))

    def _missing(self, path: Path) -> None:
        if len(path) == 1 and path[0] in self.silent:
            return
        advice = _fill(self.record, path[self.prefix :])
        if place := self.shaped.empty.get(path) or self.places.get(path):
            message = f"{words(path)} is required and has no value"
            self.problems.append(Problem("B201", place, message, advice))
        else:
            self._report("B201", path[:-1], f"{words(path)} is required and missing", advice)


def _record_at(record: type[Record], path: Path) -> type[Record]:
    for step in path:
        if isinstance(step, str) and (found := fields_of(record).get(step)) and found.record:
            record = found.record
    return record


def _fill(record: type[Record], path: Path) -> str:
    """Return how to write the missing field at `path`, with an example if there is one."""
    owner = _record_at(record, path[:-1])
    info = next(i for n, i in owner.model_fields.items() if path[-1] in {n, i.alias})
    example = str(info.examples[0]) if info.examples else "…"
    advice = f"Write {path[-1]}: {example}"
    described = (info.description or "").rstrip(".")
    if described:
        advice = f"{advice} ({described})"
    name = next((str(step) for step in reversed(path[:-1]) if isinstance(step, str)), "")
    return f"{advice}. A whole entry: {_example(name)}" if name in ENTRIES else f"{advice}."


def _wanted(record: type[Record], path: Path, kind: str) -> str:
    if kind.startswith("model"):
        return f"fields ({', '.join(list(fields_of(_record_at(record, path)))[:8])})"
    return "one of a few words" if kind == "literal_error" else "another shape"


def _advice(path: Path, found: object) -> str:
    """Return what to write instead of a value of the wrong shape."""
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
