"""YAML text -> plain text, lists and mappings, with the place of every value and every key.

Works on libyaml's events and not on its nodes: nothing recurses, and anchors, aliases and tags show
up before they can do anything. Scalars stay text. An empty value is None, an empty list entry is
left out; `~` and `null` are text like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import ItemsView, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from mkdocs_briefs.model.brief import Path
from mkdocs_briefs.parse.yaml_errors import BLOCK_START, explain, unspaced_key
from mkdocs_briefs.problems import Location, Problem
from mkdocs_briefs.settings import Limits

Spot = tuple[int, int, int]
"""Line, column and length, as `Location` counts them."""
_MOST = 1_000
"""Places that are searched one by one."""


class Places(Mapping[Path, Location]):
    """The places of values by their paths; a `Location` is made when one is asked for.

    `spots` is for those who fill it.
    """

    __slots__ = ("file", "spots")

    def __init__(self, file: str, spots: dict[Path, Spot] | None = None) -> None:
        self.file = file
        self.spots = {} if spots is None else spots

    def __getitem__(self, path: Path) -> Location:
        return Location(self.file, *self.spots[path])

    def __iter__(self) -> Iterator[Path]:
        return iter(self.spots)

    def __len__(self) -> int:
        return len(self.spots)

    def __contains__(self, path: object) -> bool:
        return path in self.spots

    def settled(self) -> Mapping[Path, Location]:
        """The same places for good; as long as they are no more than usual, in a tenth of the room.

        To search through very many for each of them would take the square of their number.
        """
        return self if len(self) > _MOST else Settled.of(self.file, self.spots)


class Settled(Mapping[Path, Location]):
    """Places that nobody changes any more, as lines of one text that is searched when asked."""

    __slots__ = ("_file", "text")

    def __init__(self, file: str, text: str) -> None:
        self._file, self.text = file, text

    @classmethod
    def of(cls, file: str, spots: Mapping[Path, Spot]) -> Settled:
        """Return these places of a file."""
        rows = (f"{_line(path)}{a} {b} {c}\n" for path, (a, b, c) in spots.items())
        return cls(file, f"\n{''.join(rows)}")

    def __getitem__(self, path: Path) -> Location:
        start = self.text.find(f"\n{_line(path)}")
        if start < 0:
            raise KeyError(path)
        return self._place(self.text[start + 1 : self.text.index("\n", start + 1)])

    def _place(self, line: str) -> Location:
        row, column, length = line.rpartition("\t")[2].split()
        return Location(self._file, int(row), int(column), int(length))

    def __iter__(self) -> Iterator[Path]:
        for line in self.text.splitlines()[1:]:
            yield tuple(json.loads(line.rpartition("\t")[0]))

    def items(self) -> ItemsView[Path, Location]:
        """Every path with its place, read once from first to last."""
        return _Rows(self)

    def rows(self) -> Iterator[tuple[Path, Location]]:
        """The same as they come."""
        return zip(self, map(self._place, self.text.splitlines()[1:]), strict=True)

    def __len__(self) -> int:
        return self.text.count("\n") - 1

    def __contains__(self, path: object) -> bool:
        return isinstance(path, tuple) and f"\n{_line(path)}" in self.text


class _Rows(ItemsView[Path, Location]):
    _mapping: Settled

    def __iter__(self) -> Iterator[tuple[Path, Location]]:
        return self._mapping.rows()


@lru_cache(maxsize=4096)
def _line(path: Path) -> str:
    """How the line of a path begins. No break or tab stands in JSON but as an escape."""
    return f"{json.dumps(path)}\t"


Node = Any
"""str, None, list[Node] or dict[str, Node]."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SWALLOWED = re.compile(r"[ \t]+(#\w)")
_QUOTE = "Put the whole value in quotes."


@dataclass(slots=True)
class Tree:
    """What stands in one piece of YAML whose top is a mapping.

    `broken` names the top-level keys whose values could not be read at all: they are in `problems`
    and missing from `data`, so nobody should report them as missing again.
    """

    file: str
    data: dict[str, Node] = field(default_factory=dict)
    places: Places = field(init=False)
    keys: Places = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.places, self.keys = Places(self.file), Places(self.file)


class BoundError(Exception):
    """A bound is passed; `final` when going on would pass it again."""

    def __init__(self, problem: Problem, *, final: bool) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.final = final


class _Frame:
    """An open list or mapping. `key` is whose value comes next, at `there`; `_SKIP` drops it."""

    __slots__ = ("key", "path", "there", "value")

    def __init__(self, value: dict[str, Node] | list[Node] | None, path: Path) -> None:
        self.value = value  # None: whatever comes inside is dropped
        self.path = path
        self.there = path
        self.key: object = None


_SKIP = object()


class Builder:
    """Turns events into one tree; several pieces of one text may be fed to it."""

    def __init__(self, file: str, lines: list[str], first_line: int, limits: Limits) -> None:
        self.file = file
        self.lines = lines
        self.first_line = first_line
        self.limits = limits
        self.tree = Tree(file)
        self.top_faulty = False
        self._hashes = any("#" in line for line in lines)
        self._places, self._keys = self.tree.places.spots, self.tree.keys.spots
        self._nodes = 0
        self._line = 0

    def give_up(self) -> None:
        """Drops the top-level field that was being read."""
        if self.tree.data:
            self.tree.broken.add(self.tree.data.popitem()[0])

    def feed(self, text: str, line: int) -> None:
        """Adds the mapping in `text`, whose first line is line `line` (from 0) of the whole.

        Raises yaml.YAMLError and BoundError.
        """
        self._line = line
        stack: list[_Frame] = []
        documents = 0
        loader = _LOADER(text)
        try:
            while (event := loader.get_event()) is not None:
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self._scalar(event, stack)
                elif kind is yaml.MappingStartEvent:
                    self._open(event, stack, {})
                elif kind is yaml.SequenceStartEvent:
                    self._open(event, stack, [])
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    stack.pop()
                elif kind is yaml.AliasEvent:
                    self._alias(event, stack)
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        message = "A second YAML document begins here"
                        self._problem(
                            "B103", event, message, "Delete the line that starts with ---."
                        )
                        return
        except yaml.MarkedYAMLError as error:
            # libyaml, from 0.2.6 on, looks ahead and has a bound of its own, far above ours.
            if error.problem_mark and "nesting depth" in str(error.problem):
                raise self._too_deep(error.problem_mark, error.problem_mark) from None
            raise
        finally:
            loader.dispose()

    def _too_deep(self, start: Any, end: Any) -> BoundError:
        message = f"Lists and fields are nested more than {self.limits.depth} deep here"
        advice = "Flatten it. A text that begins with [ or { must stand in quotes."
        place = Location(self.file, *self._span(start, end))
        return BoundError(Problem("B106", place, message, advice), final=False)

    def _problem(self, code: str, event: Any, message: str, help_text: str = "") -> None:
        self.tree.problems.append(Problem(code, self._place(event), message, help_text))

    def _place(self, event: Any) -> Location:
        return Location(self.file, *self._spot(event))

    def _spot(self, event: Any) -> Spot:
        """Where the event stands; of one that goes on over several lines, its first line."""
        return self._span(event.start_mark, event.end_mark)

    def _span(self, start: Any, end: Any) -> Spot:
        line, column = start.line + self._line, start.column
        if end.line == start.line and end.column > column:
            length = end.column - column
        elif line < len(self.lines):
            length = max(1, len(self.lines[line].rstrip()) - column)
        else:
            line, column, length = max(0, len(self.lines) - 1), 0, 1
        return self.first_line + line, column + 1, length

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            message = f"There are more than {self.limits.nodes:,} values and keys in this file"
            problem = Problem("B106", self._place(event), message, "Split it.")
            raise BoundError(problem, final=True)
        if event.anchor is not None:
            message = f"An anchor (&{event.anchor[:40]}) is not allowed"
            advice = "Write the value out. A text that begins with & must stand in quotes."
            self._problem("B105", event, message, advice)

    def _tag(self, event: Any) -> None:
        message = f"A tag ({event.tag[:40]}) is not allowed"
        self._problem(
            "B105", event, message, "Delete it. A text that begins with ! must stand in quotes."
        )

    def _alias(self, event: Any, stack: list[_Frame]) -> None:
        message = f"An alias (*{event.anchor[:40]}) is not allowed"
        advice = "Write the value out. A text that begins with * must stand in quotes."
        self._problem("B105", event, message, advice)
        if stack:
            frame = stack[-1]
            awaits_key = isinstance(frame.value, dict) and frame.key is None
            frame.key = _SKIP if awaits_key else None

    def _scalar(self, event: Any, stack: list[_Frame]) -> None:
        self._count(event)
        if event.tag is not None:
            self._tag(event)
        text: str = event.value
        plain = event.style in {"", None}
        if not stack:
            if text or not plain:
                self._no_fields(event, text)
            return
        frame = stack[-1]
        if isinstance(frame.value, dict) and frame.key is None:
            self._key(event, text, frame)
            return
        if plain and self._hashes:
            self._comment(event)
        if frame.value is None or frame.key is _SKIP:
            frame.key = None
        elif isinstance(frame.value, list):
            if text or not plain:
                self._places[(*frame.path, len(frame.value))] = self._spot(event)
                frame.value.append(text)
        else:
            path, empty = frame.there, plain and not text
            self._places[path] = self._keys[path] if empty else self._spot(event)
            frame.value[str(frame.key)] = None if empty else text
            frame.key = None

    def _no_fields(self, event: Any, text: str) -> None:
        self.top_faulty = True
        if key := unspaced_key(text):
            self.tree.broken.add(key)
            message = f"There is no space after the colon of “{key}:”, so YAML sees no field"
            self._problem("B103", event, message, f"Write {key}: and a space, then the value.")
            return
        message = "Expected fields, one a line, found plain text"
        self._problem("B204", event, message, "Write key: value, with a space after the colon.")

    def _key(self, event: Any, text: str, frame: _Frame) -> None:
        """Notes the key whose value comes next in `frame`, or that it is to be dropped."""
        path = (*frame.path, text)
        if text == "<<" and event.style in {"", None}:
            self._problem("B105", event, "A merge key (<<) is not allowed", "Write the fields out.")
            frame.key = _SKIP
        elif not text:
            self._problem("B204", event, "A colon stands here without a name before it", _QUOTE)
            frame.key = _SKIP
        elif path in self._keys:
            first = self._keys[path][0]
            message = f"“{text[:80]}” stands twice; the first is on line {first}"
            advice = "Keep one of the two. Several values go into one list, a line `- …` for each."
            self._problem("B104", event, message, advice)
            frame.key = _SKIP
        else:
            self._keys[path] = self._spot(event)
            frame.key, frame.there = text, path

    def _open(self, event: Any, stack: list[_Frame], value: dict[str, Node] | list[Node]) -> None:
        self._count(event)
        if event.tag is not None:
            self._tag(event)
        if len(stack) >= self.limits.depth:
            raise self._too_deep(event.start_mark, event.end_mark)
        if not stack:
            self._open_top(event, stack, value)
            return
        frame = stack[-1]
        dropped = frame.value is None or frame.key is _SKIP
        if isinstance(frame.value, dict) and frame.key is None:
            message = "The name before the colon must be text, but [ or { opens a list there"
            self._problem("B204", event, message, "Put the name in quotes.")
            frame.key = _SKIP
            stack.append(_Frame(None, ()))
            return
        if dropped:
            frame.key = None
            stack.append(_Frame(None, ()))
            return
        if isinstance(frame.value, list):
            path: Path = (*frame.path, len(frame.value))
            frame.value.append(value)
        elif frame.value is not None:
            path = frame.there
            frame.value[str(frame.key)] = value
            frame.key = None
        else:
            path = ()
        self._places[path] = self._first_line(event)
        stack.append(_Frame(value, path))

    def _open_top(
        self, event: Any, stack: list[_Frame], value: dict[str, Node] | list[Node]
    ) -> None:
        if isinstance(value, dict):
            stack.append(_Frame(self.tree.data, ()))
            return
        self.top_faulty = True
        advice = "Begin each field with its name and a colon, without a hyphen before it."
        self._problem("B204", event, "Expected fields, one a line, found a list", advice)
        stack.append(_Frame(None, ()))

    def _first_line(self, event: Any) -> Spot:
        line, column = event.start_mark.line + self._line, event.start_mark.column
        length = max(1, len(self.lines[line].rstrip()) - column) if line < len(self.lines) else 1
        return self.first_line + line, column + 1, length

    def _comment(self, event: Any) -> None:
        """B107 where `#` and a letter or digit follow a plain value: probably no comment is meant.

        A comment is written with a space after its `#`; that one is left alone.
        """
        end = event.end_mark
        line = end.line + self._line
        if line >= len(self.lines) or "#" not in self.lines[line]:
            return
        if match := _SWALLOWED.match(self.lines[line], end.column):
            start = match.start(1)
            rest = self.lines[line][start:].rstrip()
            place = Location(self.file, self.first_line + line, start + 1, len(rest))
            message = f"“{rest[:60]}” is lost: after a space, # begins a comment"
            advice = f"{_QUOTE} If a comment is meant, write a space after the #."
            self.tree.problems.append(Problem("B107", place, message, advice))


__all__ = ["Node", "Tree", "compose"]

_UNUSUAL = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MOST_SYNTAX_ERRORS = 50


def compose(text: str, file: str, first_line: int, limits: Limits) -> Tree:
    """The tree of `text`, which begins on line `first_line` of `file`. Never raises.

    A syntax error costs only the top-level field in which it stands: the fields are then read one
    by one, so that one run reports the errors of all of them.
    """
    oddities: list[Problem] = []
    if _UNUSUAL.search(text):
        text, oddities = _plainer(text, file, first_line)
    whole = Builder(file, text.split("\n"), first_line, limits)
    try:
        whole.feed(text, 0)
    except BoundError as bound:
        if bound.final:
            whole.give_up()
            whole.tree.problems.append(bound.problem)
        else:
            whole = _by_field(text, whole, bound.problem)
    except yaml.YAMLError as error:
        whole = _by_field(text, whole, explain(error, whole.lines, file, first_line))
    whole.tree.problems += oddities
    return whole.tree


def _plainer(text: str, file: str, first_line: int) -> tuple[str, list[Problem]]:
    """`text` with a space for each character YAML cannot take, and a B103 for most of these.

    U+0085, U+2028 and U+2029 go silently: word processors leave them behind, and YAML 1.1 would see
    a line break where editors show none.
    """
    problems: list[Problem] = []
    for match in _UNUSUAL.finditer(text):
        if match.group() not in "\x85\u2028\u2029" and len(problems) < _MOST_SYNTAX_ERRORS:
            before = text[: match.start()]
            place = Location(
                file, first_line + before.count("\n"), len(before) - before.rfind("\n")
            )
            message = f"An invisible character stands here, U+{ord(match.group()):04X}"
            problems.append(Problem("B103", place, message, "Delete it."))
    return _UNUSUAL.sub(" ", text), problems


def _by_field(text: str, failed: Builder, problem: Problem) -> Builder:
    """Reads each top-level field alone; `problem` is told when none of them shows a fault."""
    builder = Builder(failed.file, failed.lines, failed.first_line, failed.limits)
    starts = [0, *(match.start() for match in BLOCK_START.finditer(text) if match.start())]
    faults: list[Problem] = []
    line = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        before = len(builder.tree.data)
        try:
            builder.feed(block, line)
        except (BoundError, yaml.YAMLError) as error:
            for key in list(builder.tree.data)[before:]:
                del builder.tree.data[key]
                builder.tree.broken.add(key)
            builder.tree.broken.add(block.partition(":")[0].strip("\"' "))
            if isinstance(error, BoundError):
                faults.append(error.problem)
                if error.final:
                    break
            else:
                first = builder.first_line + line
                faults.append(explain(error, block.split("\n"), builder.file, first))
        line += block.count("\n")
        if len(faults) >= _MOST_SYNTAX_ERRORS:
            break
    if not faults and not builder.top_faulty:
        faults.append(problem)
    told = {fault.location for fault in faults}
    kept = [one for one in builder.tree.problems if one.code != "B107" or one.location not in told]
    builder.tree.problems = kept + faults
    return builder
